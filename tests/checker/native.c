/* Hostile machine code in place of Lean: the text is a word that says what it does, and numbers. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DONE 7 /* the exit code of what was survived */
#define MOVED 8 /* of what should have been refused, and was not */

static long number, other;

static void rest(int milliseconds) {
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&wait, &wait) != 0) {}
}

static int leave(void) { _exit((int)number); }

static int fault(void) {
    switch (number) {
    case SIGSEGV: *(volatile int *)8 = 1; break;
    case SIGILL: __asm__ volatile("ud2"); break;
    case SIGTRAP: __asm__ volatile("int3"); break;
    case SIGFPE: __asm__ volatile("xor %%ecx, %%ecx; idiv %%ecx" ::: "eax", "ecx", "edx"); break;
    case SIGSYS: syscall(0x40000000L | SYS_getpid); break;
    case SIGABRT: abort();
    case SIGBUS: {
        int file = open("f", O_RDWR | O_CREAT, 0600);
        *(volatile int *)mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0) = 1;
    }
    }
    return DONE;
}

static int grow(int depth) {
    volatile char block[4096];
    block[depth & 4095] = 1;
    return grow(depth + 1) + block[0];
}
static int overflow(void) { return grow(0); }

static int x32(void) { syscall(0x40000000L | number, other); return MOVED; }

static int i386(void) {
    long result = number;
    __asm__ volatile("int $0x80" : "+a"(result) : "b"(other) : "memory");
    return MOVED;
}

static int bad_return(void) { syscall(SYS_rt_sigreturn); return MOVED; }

/* Signal `number` to itself by every call that there is. */
static int send(void) {
    char info[128] = {0};
    long pid = getpid(), thread = syscall(SYS_gettid);
    *(int *)info = (int)number;
    *(int *)(info + 8) = SI_QUEUE;
    syscall(SYS_kill, pid, number);
    syscall(SYS_kill, 0, number);
    syscall(SYS_tkill, thread, number);
    syscall(SYS_tgkill, pid, thread, number);
    syscall(SYS_rt_sigqueueinfo, pid, number, info);
    syscall(SYS_rt_tgsigqueueinfo, pid, thread, number, info);
    syscall(SYS_pidfd_send_signal, syscall(SYS_pidfd_open, pid, 0), number, 0, 0);
    return DONE;
}

/* Signal `number` by a pipe that can be read. other: 0 to itself, 1 to its parent, 2 to its group. */
static int by_pipe(void) {
    int ends[2], owner = other == 1 ? getppid() : other == 2 ? -getpgid(0) : getpid();
    struct f_owner_ex thread = {F_OWNER_TID, (int)syscall(SYS_gettid)};
    if (pipe2(ends, 0) != 0) return MOVED;
    fcntl(ends[0], F_SETSIG, (int)number);
    fcntl(ends[0], F_SETOWN, owner);
    if (other == 3) fcntl(ends[0], F_SETOWN_EX, &thread);
    fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK);
    syscall(SYS_ioctl, ends[0], 0x5452 /* FIOASYNC */, &(int){1});
    if (write(ends[1], "x", 1) != 1) return MOVED;
    rest(30);
    return DONE;
}

/* Signal `number` by a folder that changes, and by a file that another opens. */
static int by_folder(void) {
    int folder = open(".", O_RDONLY), file = open("leased", O_RDWR | O_CREAT, 0600);
    fcntl(folder, F_SETSIG, (int)number);
    fcntl(folder, F_NOTIFY, 0x80000000 | 4);
    fcntl(file, F_SETSIG, (int)number);
    fcntl(file, F_SETLEASE, F_WRLCK);
    open("new", O_RDWR | O_CREAT, 0600);
    open("leased", O_RDWR | O_NONBLOCK);
    rest(30);
    return DONE;
}

static int by_timer(void) {
    struct { long value; int number, kind, thread; char pad[48]; } event = {0, (int)number, 4, 0, {0}};
    struct itimerval soon = {{0, 0}, {0, 1000}};
    struct itimerspec then = {{0, 0}, {0, 1000000}};
    int timer = 0;
    event.thread = (int)syscall(SYS_gettid);
    if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer) == 0)
        syscall(SYS_timer_settime, timer, 0, &then, 0);
    for (int which = 0; which < 3; which++) syscall(SYS_setitimer, which, &soon, 0);
    syscall(SYS_alarm, 1);
    syscall(SYS_prctl, PR_SET_PDEATHSIG, number, 0, 0, 0);
    syscall(SYS_mq_notify, 0, &event);
    rest(1100);
    return DONE;
}

static int block(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, 0);
    for (int signal = 1; signal < 65; signal++) {
        struct sigaction ignore = {0};
        ignore.sa_handler = SIG_IGN;
        sigaction(signal, &ignore, 0);
    }
    if (number == 1) for (;;) {}
    return DONE;
}

/* A file of `number` bytes, written (other = 0), cut to that (1), or written at its end alone (2). */
static int fill(void) {
    static char data[1 << 16];
    int file = open("f", O_RDWR | O_CREAT, 0600);
    if (other == 1) return ftruncate(file, number) == 0 ? 0 : MOVED;
    if (other == 2) return pwrite(file, data, 1, number) == 1 ? 0 : MOVED;
    for (long done = 0; done < number; done += (long)sizeof data)
        if (write(file, data, sizeof data) < 0) return MOVED;
    return 0;
}

/* number GiB of which one byte of each 2 MiB is read, other: of how many at most. */
static int tables(void) {
    unsigned long size = (unsigned long)number << 30, sum = 0;
    char *start = mmap(0, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) return MOVED;
    for (unsigned long at = 0; at < size && (long)(at >> 21) < other; at += 2 << 20) sum += start[at];
    rest(300);
    return (int)sum;
}

/* number empty files, or folders one in the other. */
static int many(void) {
    char name[32];
    int at = open(".", O_RDONLY);
    for (long count = 0; count < number; count++) {
        int made;
        snprintf(name, sizeof name, "f%ld", count);
        if (other == 1) {
            if (mkdirat(at, "d", 0700) != 0) break;
            made = openat(at, "d", O_RDONLY);
            close(at);
            at = made;
        } else {
            if ((made = open(name, O_WRONLY | O_CREAT, 0600)) < 0) break;
            close(made);
        }
    }
    rest(300);
    return 0;
}

/* What the kernel would keep for it. Each must be refused. */
static int keep(void) {
    int ends[2], file = open("f", O_RDWR | O_CREAT, 0600);
    struct flock lock = {F_WRLCK, SEEK_SET, 0, 1, 0};
    struct sigaction old;
    if (fcntl(file, F_SETLK, &lock) == 0 || fcntl(file, F_OFD_SETLK, &lock) == 0) return 20;
    if (pipe2(ends, 0) != 0 || fcntl(ends[0], F_SETPIPE_SZ, 1 << 20) >= 0) return 21;
    if (write(0, "x", 1) >= 0 || ftruncate(0, 1 << 20) == 0) return 22;
    if (mmap(0, 2 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0) != MAP_FAILED) return 23;
    if (syscall(SYS_clone, CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, 0, 0, 0, 0) >= 0) return 24;
    if (syscall(SYS_mlock, &ends, 8) == 0 || syscall(SYS_memfd_create, "x", 0) >= 0) return 25;
    if (syscall(SYS_add_key, "user", "x", "y", 1, -3) >= 0 || syscall(SYS_inotify_init1, 0) >= 0) return 26;
    if (syscall(SYS_timerfd_create, 1, 0) >= 0 || syscall(SYS_signalfd4, -1, &lock, 8, 0) >= 0) return 27;
    if (syscall(SYS_mq_open, "x", O_CREAT, 0600, 0) >= 0 || syscall(SYS_socketpair, 1, 1, 0, ends) >= 0) return 28;
    if (syscall(SYS_fallocate, file, 1, 0, 1 << 20) == 0 || syscall(SYS_fsetxattr, file, "user.x", "y", 1, 0) == 0) return 29;
    if (sigaction(SIGXFSZ, 0, &old) == 0 || sigaction(SIGXCPU, 0, &old) == 0) return 30;
    if (syscall(SYS_flock, file, 2) == 0 || syscall(SYS_userfaultfd, 0) >= 0) return 31;
    return DONE;
}

/* How many descriptors it can have, all of them ends of pipes that are full: each takes 64 KiB. */
static int pipes(void) {
    static char data[1 << 20];
    int ends[2];
    long kept = 0;
    while (pipe2(ends, O_NONBLOCK) == 0) kept += write(ends[1], data, sizeof data);
    return kept <= 32 << 16 ? DONE : MOVED;
}

/* `other` random system calls. Those that only wait, and the end itself, are left out; for an even number also
   those that take its own memory from under it, and threads without a stack. */
static int random_calls(void) {
    static char data[1 << 14];
    const long last = other, careful = number % 2 == 0;
    static const long waits[] = {7, 15, 34, 35, 60, 202, 230, 231, 232, 271, 281, 441, 449};
    static const long faults[] = {SYS_mmap, SYS_mprotect, SYS_munmap, SYS_brk, SYS_mremap, SYS_clone, SYS_rseq,
                                  SYS_rt_sigaction, SYS_madvise,
                                  335, 336 /* uretprobe and uprobe, which end in SIGILL past any filter */};
    unsigned long state = (unsigned long)number * 2654435761u + 1;
    for (long count = 0; count < last; count++) {
        unsigned long words[7];
        int left_out = 0;
        for (int at = 0; at < 7; at++) {
            state = state * 6364136223846793005ul + 1442695040888963407ul;
            unsigned long draw = state >> 33;
            switch (draw % 5) {
            case 0: words[at] = draw >> 8 & 7; break;
            case 1: words[at] = draw >> 8 & 0xfff; break;
            case 2: words[at] = (unsigned long)(data + (draw >> 8) % 4096); break;
            case 3: words[at] = 0; break;
            default: words[at] = state;
            }
        }
        words[0] = (state >> 20) % 470;
        for (unsigned at = 0; at < sizeof waits / sizeof *waits; at++) left_out |= words[0] == (unsigned long)waits[at];
        for (unsigned at = 0; at < sizeof faults / sizeof *faults && careful; at++)
            left_out |= words[0] == (unsigned long)faults[at];
        if (left_out) continue;
        syscall((long)words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
    }
    return DONE;
}

static const char *whole;

/* Write the module that the text holds as hexadecimal digits. */
static int module(void) {
    static char data[1 << 17];
    const char *digits = strchr(whole, '\n') + 1;
    size_t size = 0;
    for (unsigned byte; sscanf(digits + 2 * size, "%2x", &byte) == 1; size++) data[size] = (char)byte;
    int file = open("Candidate.olean", O_WRONLY | O_CREAT, 0600);
    return write(file, data, size) == (ssize_t)size ? 0 : MOVED;
}

static const struct { const char *name; int (*work)(void); } WORKS[] = {
    {"exit", leave}, {"fault", fault}, {"overflow", overflow}, {"x32", x32}, {"i386", i386},
    {"return", bad_return}, {"send", send}, {"pipe", by_pipe}, {"folder", by_folder}, {"timer", by_timer},
    {"block", block}, {"fill", fill}, {"tables", tables}, {"many", many}, {"keep", keep}, {"pipes", pipes},
    {"random", random_calls}, {"module", module},
};

int attack(const char *text) {
    char name[32];
    whole = text;
    if (sscanf(text, "%31s %ld %ld", name, &number, &other) < 1) return 99;
    for (unsigned at = 0; at < sizeof WORKS / sizeof *WORKS; at++)
        if (strcmp(name, WORKS[at].name) == 0) return WORKS[at].work();
    return 99;
}

/* What the guest calls in place of Lean's. */
int lean_main(int count, char **words) {
    static char text[1 << 18];
    int file = open(words[count - 1], O_RDONLY);
    if (read(file, text, sizeof text - 1) < 0) return 98;
    close(file);
    return attack(text);
}
