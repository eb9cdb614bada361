#pragma once
#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>

/* zlib's initialisers are macros, and its stream is a struct that it wants zeroed: both are done here. */

/* Room that a gzip member of so many bytes fits in. */
static inline size_t ccompress_gzip_room(size_t count) { return compressBound(count) + 18; }

/* A whole gzip member (RFC 1952) without a name and a time; its length, or 0 when it failed. */
static inline size_t ccompress_gzip(const unsigned char *bytes, size_t count, unsigned char *out, size_t room, int level) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (count > 0x7fffffff || room > 0x7fffffff) return 0;
    if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = (unsigned)count;
    stream.next_out = out;
    stream.avail_out = (unsigned)room;
    int code = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    return code == Z_STREAM_END ? length : 0;
}

/* The whole in Brotli (RFC 7932); its length, or 0 when it failed or did not fit. */
static inline size_t ccompress_brotli(const unsigned char *bytes, size_t count, unsigned char *out, size_t room, int quality) {
    size_t length = room;
    return BrotliEncoderCompress(quality, 22, BROTLI_MODE_TEXT, count, bytes, &length, out) == BROTLI_TRUE ? length : 0;
}
