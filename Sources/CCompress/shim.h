#pragma once
#include <brotli/encode.h>
#include <stdlib.h>
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

/* Raw streams (RFC 1951), each in memory of its own: zlib keeps pointers into a stream, so it must not move. NULL: no memory. */
static inline z_stream *ccompress_deflater(int level) {
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream && deflateInit2(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK) return stream;
    free(stream);
    return NULL;
}

static inline z_stream *ccompress_inflater(void) {
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream && inflateInit2(stream, -15) == Z_OK) return stream;
    free(stream);
    return NULL;
}

static inline void ccompress_end_deflater(z_stream *stream) {
    deflateEnd(stream);
    free(stream);
}

static inline void ccompress_end_inflater(z_stream *stream) {
    inflateEnd(stream);
    free(stream);
}

/* One step: takes from `in`, gives to `out`, and says how much of each. zlib's code: Z_OK, Z_STREAM_END, Z_BUF_ERROR (no progress), less: broken. */
static inline int ccompress_step(
    int (*step)(z_stream *, int), z_stream *stream, int flush, const unsigned char *in, size_t count, unsigned char *out,
    size_t room, size_t *taken, size_t *given) {
    stream->next_in = (unsigned char *)in;
    stream->avail_in = (unsigned)count;
    stream->next_out = out;
    stream->avail_out = (unsigned)room;
    int code = step(stream, flush);
    *taken = count - stream->avail_in;
    *given = room - stream->avail_out;
    return code;
}

static inline int ccompress_deflate(
    z_stream *stream, int isLast, const unsigned char *in, size_t count, unsigned char *out, size_t room, size_t *taken,
    size_t *given) {
    return ccompress_step(deflate, stream, isLast ? Z_FINISH : Z_NO_FLUSH, in, count, out, room, taken, given);
}

static inline int ccompress_inflate(
    z_stream *stream, const unsigned char *in, size_t count, unsigned char *out, size_t room, size_t *taken, size_t *given) {
    return ccompress_step(inflate, stream, Z_NO_FLUSH, in, count, out, room, taken, given);
}
