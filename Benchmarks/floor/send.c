/* The client of Benchmarks/uploads.py: sends files over connections that stay open, so many at a time, and prints how many
   seconds it took until the last answer was there.

   Usage: send PORT COUNT AT-A-TIME HEADS BODIES TAIL EXPECTED. HEADS and BODIES are files of COUNT pieces of one length each; what
   is sent is a head, a body and the tail. An answer begins with EXPECTED, or everything ends. One that begins with HTTP goes
   on to the end of its body (Content-Length); any other is EXPECTED and nothing more. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct piece {
    char *bytes;
    size_t size;
};

static struct piece heads, bodies, tail;
static size_t count;
static atomic_size_t next;
static int port;
static const char *expected;

static void need(int ok, const char *what) {
    if (ok) return;
    perror(what);
    exit(1);
}

static struct piece mapped(const char *path) {
    struct stat status;
    int file = open(path, O_RDONLY);
    need(file >= 0 && fstat(file, &status) == 0, path);
    if (status.st_size == 0) return (struct piece){NULL, 0};
    char *bytes = mmap(NULL, status.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    need(bytes != MAP_FAILED, "mmap");
    return (struct piece){bytes, status.st_size};
}

/* The number-th of so many pieces. */
static struct iovec part(struct piece all, size_t number) {
    size_t size = all.size / count;
    return (struct iovec){all.bytes + number * size, size};
}

static void put(int to, struct iovec *parts, int left) {
    while (left > 0) {
        ssize_t sent = writev(to, parts, left);
        need(sent > 0, "writev");
        while (left > 0 && (size_t)sent >= parts->iov_len) {
            sent -= parts->iov_len;
            parts++;
            left--;
        }
        if (left > 0) {
            parts->iov_base = (char *)parts->iov_base + sent;
            parts->iov_len -= sent;
        }
    }
}

/* Whether all of an answer is there. */
static int whole(const char *answer, size_t size) {
    if (strncmp(expected, "HTTP", 4) != 0) return size == strlen(expected);
    const char *end = strstr(answer, "\r\n\r\n");
    const char *length = strcasestr(answer, "\r\nContent-Length:");
    if (!end) return 0;
    need(length && length < end, answer);
    return size == (size_t)(end + 4 - answer) + strtoul(length + 17, NULL, 10);
}

static void await(int from) {
    char answer[16384];
    size_t size = 0;
    do {
        need(size < sizeof answer - 1, "an answer that is too long");
        ssize_t now = read(from, answer + size, sizeof answer - 1 - size);
        need(now > 0, "no whole answer");
        size += now;
        answer[size] = 0;
    } while (!whole(answer, size));
    need(strncmp(answer, expected, strlen(expected)) == 0, answer);
}

static void *work(void *unused) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, to = socket(AF_INET, SOCK_STREAM, 0);
    need(to >= 0 && connect(to, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    setsockopt(to, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    for (size_t number; (number = atomic_fetch_add(&next, 1)) < count;) {
        struct iovec parts[] = {part(heads, number), part(bodies, number), {tail.bytes, tail.size}};
        put(to, parts, 3);
        await(to);
    }
    close(to);
    return unused;
}

int main(int given, char **arguments) {
    struct timespec began, ended;
    need(given == 8, "usage: send PORT COUNT AT-A-TIME HEADS BODIES TAIL EXPECTED");
    port = atoi(arguments[1]);
    count = strtoul(arguments[2], NULL, 10);
    int threads = atoi(arguments[3]);
    heads = mapped(arguments[4]);
    bodies = mapped(arguments[5]);
    tail = mapped(arguments[6]);
    expected = arguments[7];
    need(count > 0 && threads > 0 && threads <= 64 && heads.size % count == 0 && bodies.size % count == 0, "arguments");
    pthread_t all[64];
    clock_gettime(CLOCK_MONOTONIC, &began);
    for (int i = 0; i < threads; i++) need(pthread_create(&all[i], NULL, work, NULL) == 0, "pthread_create");
    for (int i = 0; i < threads; i++) pthread_join(all[i], NULL);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    printf("%.6f\n", (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9);
    return 0;
}
