// What Valgrind 3.19 (Debian 12) lacks, loaded before the C library when instructions are counted, and only then.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef long call(long, long, long, long, long, long, long);

// It does not know openat2(2). Nothing is planted in the folders of these tests, so that openat(2) opens the same.
long syscall(long number, ...) {
    static call *next;
    long words[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++) words[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_openat2) {
        const struct open_how *how = (const struct open_how *)words[2];
        return openat((int)words[0], (const char *)words[1], (int)how->flags, (mode_t)how->mode);
    }
    if (!next) next = (call *)dlsym(RTLD_NEXT, "syscall");
    return next(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}

// It writes into the mask that a program hands to sigsuspend(2), and ends when that is read-only, as libdispatch's is.
int sigsuspend(const sigset_t *mask) {
    sigset_t copy = *mask;
    return (int)syscall(SYS_rt_sigsuspend, &copy, 8);
}
