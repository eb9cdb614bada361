/* Writes files as fast as it can: their bytes are in memory, one folder stays open, names are relative to it.
 *
 * Usage: write_pages INDEX BYTES FOLDER
 * INDEX has a line `SIZE PATH` for each file, in the order of their bytes in the file BYTES. FOLDER exists and is empty.
 * A folder is made when the first file in it comes. At the end it waits, once, until everything is on the disk. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Makes the folders of a path from the first on in which it differs from the path before. */
static void make_folders(int root, char *path, const char *before) {
    size_t same = 0;
    while (path[same] && path[same] == before[same]) same++;
    for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        if ((size_t)(slash - path) < same) continue;
        *slash = 0;
        if (mkdirat(root, path, 0700) != 0 && errno != EEXIST) fail(path);
        *slash = '/';
    }
}

static void write_file(int root, const char *path, const char *bytes, size_t size) {
    int file = openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) fail(path);
    while (size > 0) {
        ssize_t count = write(file, bytes, size);
        if (count < 0) fail(path);
        bytes += count;
        size -= (size_t)count;
    }
    if (close(file) != 0) fail(path);
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    FILE *index = fopen(arguments[1], "r");
    int source = open(arguments[2], O_RDONLY | O_CLOEXEC);
    int root = open(arguments[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat about;
    if (!index || source < 0 || root < 0 || fstat(source, &about) != 0) fail("open");
    char *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, source, 0);
    if (bytes == MAP_FAILED) fail("mmap");
    char path[4096], before[4096] = "";
    size_t size;
    while (fscanf(index, "%zu %4095[^\n]\n", &size, path) == 2) {
        make_folders(root, path, before);
        write_file(root, path, bytes, size);
        bytes += size;
        strcpy(before, path);
    }
    if (syncfs(root) != 0) fail("syncfs");
    return 0;
}
