// What Swift cannot call by itself: variadic functions, function-like macros, system calls that glibc has no name for.
// Each returns the result, or -errno.
#ifndef PORTICO_CLINUX_H
#define PORTICO_CLINUX_H

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

/// syncfs(2): declared by the C library for _GNU_SOURCE alone.
extern int syncfs(int descriptor);

#define PORTICO_RENAME_NOREPLACE 1
#ifndef O_PATH
#define O_PATH 010000000
#endif
#define PORTICO_O_TMPFILE (020000000 | 0200000)

/// openat2(2): opens `path` below `folder`; `resolve` is a set of RESOLVE_* flags.
static inline int clinux_openat2(int folder, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = flags | O_CLOEXEC;
    how.mode = mode;
    how.resolve = resolve;
    long rc;
    do { rc = syscall(SYS_openat2, folder, path, &how, sizeof how); } while (rc < 0 && (errno == EINTR || errno == EAGAIN));
    return rc < 0 ? -errno : (int)rc;
}

/// renameat2(2); `flags` may be PORTICO_RENAME_NOREPLACE.
static inline int clinux_renameat2(int from, const char *name, int to, const char *newName, unsigned int flags) {
    return syscall(SYS_renameat2, from, name, to, newName, flags) < 0 ? -errno : 0;
}

/// linkat(2) of an open O_TMPFILE descriptor to a name (which must not exist yet).
static inline int clinux_link_descriptor(int descriptor, int folder, const char *name) {
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, path, folder, name, AT_SYMLINK_FOLLOW) < 0 ? -errno : 0;
}

/// flock(2), exclusive, without waiting.
static inline int clinux_lock(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB) < 0 ? -errno : 0;
}

/// flock(2), together with others, without waiting.
static inline int clinux_lock_shared(int descriptor) {
    return flock(descriptor, LOCK_SH | LOCK_NB) < 0 ? -errno : 0;
}

/// Gives the lock back, whoever else holds the same open file: a child that is just being started does, until its exec.
static inline void clinux_unlock(int descriptor) {
    flock(descriptor, LOCK_UN);
}

/// pipe2(2) with O_CLOEXEC: `ends[0]` is read from, `ends[1]` written to.
static inline int clinux_pipe(int *ends) {
    return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
}

/// A pair of connected sockets, both O_CLOEXEC: bytes go one way, and the end that is written to gives an error instead of a
/// signal when nobody reads (see clinux_send).
static inline int clinux_socket_pair(int *ends) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : 0;
}

/// send(2) that neither waits nor signals.
static inline long clinux_send(int descriptor, const void *bytes, size_t count) {
    long rc = send(descriptor, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    return rc < 0 ? -errno : rc;
}

/// Makes reads of a descriptor not wait.
static inline int clinux_no_wait(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

/// Puts the calling thread at the lowest priority of ordinary threads (Linux keeps nice values per thread).
static inline int clinux_idle_priority(void) {
    return setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 19) < 0 ? -errno : 0;
}

/// sqlite3_db_config for the switches that take an int.
static inline int clinux_sqlite_switch(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

/// SQLITE_FCNTL_PERSIST_WAL: keep the -wal file when the last connection closes.
static inline int clinux_sqlite_persist_wal(sqlite3 *db) {
    int on = 1;
    return sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
}

/// The user id of the process at the other end of a Unix socket.
static inline int clinux_peer_user(int descriptor) {
    // As the kernel has it (struct ucred of unix(7)); the C library's stands behind _GNU_SOURCE, and a module that defines
    // that has other types than Swift's own modules of the same headers.
    struct { int process; unsigned int user; unsigned int group; } who;
    socklen_t size = sizeof who;
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0 ? -errno : (int)who.user;
}

#endif
