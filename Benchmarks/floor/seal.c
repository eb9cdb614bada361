/* The least that makes an uploaded file safe, as a server: the floor of Benchmarks/uploads.py.

   Usage: seal FOLDER. Listens on a free port of 127.0.0.1 and prints it. A connection has a thread of its own and brings
   files, each after its length (8 bytes, big-endian). A file is hashed with SHA-256 and sealed with AES-256-GCM as it
   arrives, written under a temporary name, brought to the disk, given its digest as its name, and the folder is brought to
   the disk. Then one byte, `k`, goes back. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 1 << 16, NONCE = 12, TAG = 16 };

static int folder;
static unsigned char key[32];

static void need(int ok, const char *what) {
    if (ok) return;
    perror(what);
    exit(1);
}

/* False at the end of the connection. */
static int receive(int from, void *bytes, size_t count) {
    for (size_t got = 0; got < count;) {
        ssize_t now = read(from, (char *)bytes + got, count - got);
        if (now == 0 && got == 0) return 0;
        need(now > 0, "read");
        got += now;
    }
    return 1;
}

static void put(int file, const void *bytes, size_t count) {
    for (size_t done = 0; done < count;) {
        ssize_t now = write(file, (const char *)bytes + done, count - done);
        need(now > 0, "write");
        done += now;
    }
}

/* Receives so many bytes, hashes them and writes them sealed. */
static void seal(int from, int file, uint64_t left, EVP_MD_CTX *hash, EVP_CIPHER_CTX *cipher, unsigned char *digest) {
    unsigned char plain[PIECE], sealed[PIECE + TAG], nonce[NONCE];
    int count;
    need(RAND_bytes(nonce, NONCE) == 1, "RAND_bytes");
    need(EVP_DigestInit_ex(hash, EVP_sha256(), NULL) == 1, "SHA-256");
    need(EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, nonce) == 1, "AES-256-GCM");
    put(file, nonce, NONCE);
    while (left > 0) {
        size_t piece = left < PIECE ? left : PIECE;
        need(receive(from, plain, piece), "the end in the middle of a file");
        need(EVP_DigestUpdate(hash, plain, piece) == 1, "SHA-256");
        need(EVP_EncryptUpdate(cipher, sealed, &count, plain, (int)piece) == 1, "AES-256-GCM");
        put(file, sealed, count);
        left -= piece;
    }
    need(EVP_EncryptFinal_ex(cipher, sealed, &count) == 1, "AES-256-GCM");
    need(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, TAG, sealed + count) == 1, "AES-256-GCM");
    put(file, sealed, count + TAG);
    need(EVP_DigestFinal_ex(hash, digest, NULL) == 1, "SHA-256");
}

static void *serve(void *argument) {
    int from = (int)(intptr_t)argument;
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    unsigned char length[8], digest[32];
    char temporary[32], name[65];
    need(hash && cipher, "memory");
    snprintf(temporary, sizeof temporary, ".incoming-%d", from);
    while (receive(from, length, sizeof length)) {
        uint64_t count = 0;
        for (int i = 0; i < 8; i++) count = count << 8 | length[i];
        int file = openat(folder, temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        need(file >= 0, "openat");
        seal(from, file, count, hash, cipher, digest);
        for (int i = 0; i < 32; i++) snprintf(name + 2 * i, 3, "%02x", digest[i]);
        need(fsync(file) == 0, "fsync of the file");
        need(close(file) == 0, "close");
        need(renameat(folder, temporary, folder, name) == 0, "renameat");
        need(fsync(folder) == 0, "fsync of the folder");
        put(from, "k", 1);
    }
    EVP_MD_CTX_free(hash);
    EVP_CIPHER_CTX_free(cipher);
    close(from);
    return NULL;
}

int main(int count, char **arguments) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int one = 1;
    need(count == 2, "usage: seal FOLDER");
    folder = open(arguments[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    need(folder >= 0, arguments[1]);
    need(RAND_bytes(key, sizeof key) == 1, "RAND_bytes");
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    need(listener >= 0 && bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 64) == 0, "listen");
    need(getsockname(listener, (struct sockaddr *)&address, &size) == 0, "getsockname");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int from = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        need(from >= 0, "accept4");
        setsockopt(from, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        need(pthread_create(&thread, NULL, serve, (void *)(intptr_t)from) == 0, "pthread_create");
        pthread_detach(thread);
    }
}
