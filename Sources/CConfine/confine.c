#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int cconfine_close_from(unsigned int first) { return (int)syscall(SYS_close_range, first, ~0U, 0); }

int cconfine_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }

int cconfine_limit_memory(uint64_t bytes) {
  struct rlimit limit = {bytes, bytes};
  return setrlimit(RLIMIT_AS, &limit);
}

int cconfine_limit_files(int forever) {
  struct rlimit none = {0, 0}, few = {64, 64}, size;
  // A write beyond the limit shall be an error, not a signal.
  signal(SIGXFSZ, SIG_IGN);
  if (getrlimit(RLIMIT_FSIZE, &size) != 0) return -1;
  size.rlim_cur = 0;
  if (forever) size.rlim_max = 0;
  if (setrlimit(RLIMIT_FSIZE, &size) != 0 || setrlimit(RLIMIT_CORE, &none) != 0) return -1;
  return setrlimit(RLIMIT_NOFILE, &few);
}

int cconfine_lift_files(void) {
  struct rlimit size;
  if (getrlimit(RLIMIT_FSIZE, &size) != 0) return -1;
  size.rlim_cur = size.rlim_max;
  return setrlimit(RLIMIT_FSIZE, &size);
}

int cconfine_limit_time(uint64_t seconds) {
  struct rusage used;
  struct rlimit limit;
  if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0) return -1;
  limit.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 + seconds;
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_CPU, &limit);
}

int cconfine_limit_time_of_life(uint64_t seconds) {
  struct rlimit limit = {seconds, seconds};
  return setrlimit(RLIMIT_CPU, &limit);
}

void cconfine_one_heap(void) { mallopt(M_ARENA_MAX, 1); }

void cconfine_return_memory(void) { malloc_trim(0); }

int cconfine_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int cconfine_leave_root(void) {
  if (geteuid() != 0) return 0;
  const gid_t group = 65534;
  const uid_t user = 65534;
  if (setgroups(0, NULL) != 0 || setresgid(group, group, group) != 0) return -1;
  return setresuid(user, user, user);
}

int cconfine_read_only(const char *const *folders, int count) {
  struct landlock_ruleset_attr rules = {0};
  // The rights of the first version, which every kernel with Landlock knows.
  rules.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (ruleset < 0) return -1;
  int result = 0;
  for (int index = 0; index < count; index++) {
    struct landlock_path_beneath_attr rule = {0};
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    rule.parent_fd = open(folders[index], O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0) continue;  // What is not there need not be read.
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) result = -1;
    close(rule.parent_fd);
  }
  if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) result = -1;
  close(ruleset);
  return result;
}

#if defined(__x86_64__)
#define CCONFINE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CCONFINE_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define CCONFINE_REFUSE(name) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

int cconfine_filter_calls(void) {
#ifdef CCONFINE_ARCHITECTURE
  struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CCONFINE_ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
    // The numbers of the x32 calls.
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    CCONFINE_REFUSE(fork),
    CCONFINE_REFUSE(vfork),
    CCONFINE_REFUSE(unlink),
    CCONFINE_REFUSE(rmdir),
    CCONFINE_REFUSE(rename),
    CCONFINE_REFUSE(mkdir),
    CCONFINE_REFUSE(creat),
    CCONFINE_REFUSE(link),
    CCONFINE_REFUSE(symlink),
    CCONFINE_REFUSE(chmod),
    CCONFINE_REFUSE(chown),
#endif
    CCONFINE_REFUSE(socket),
    CCONFINE_REFUSE(socketpair),
    CCONFINE_REFUSE(connect),
    CCONFINE_REFUSE(bind),
    CCONFINE_REFUSE(listen),
    CCONFINE_REFUSE(execve),
    CCONFINE_REFUSE(execveat),
    CCONFINE_REFUSE(ptrace),
    CCONFINE_REFUSE(process_vm_readv),
    CCONFINE_REFUSE(process_vm_writev),
    CCONFINE_REFUSE(pidfd_getfd),
    CCONFINE_REFUSE(kill),
    CCONFINE_REFUSE(bpf),
    CCONFINE_REFUSE(perf_event_open),
    CCONFINE_REFUSE(userfaultfd),
    CCONFINE_REFUSE(io_uring_setup),
    CCONFINE_REFUSE(keyctl),
    CCONFINE_REFUSE(add_key),
    CCONFINE_REFUSE(request_key),
    CCONFINE_REFUSE(unshare),
    CCONFINE_REFUSE(setns),
    CCONFINE_REFUSE(mount),
    CCONFINE_REFUSE(umount2),
    CCONFINE_REFUSE(chroot),
    CCONFINE_REFUSE(pivot_root),
    CCONFINE_REFUSE(openat2),
    CCONFINE_REFUSE(truncate),
    CCONFINE_REFUSE(unlinkat),
    CCONFINE_REFUSE(renameat2),
    CCONFINE_REFUSE(mkdirat),
    CCONFINE_REFUSE(linkat),
    CCONFINE_REFUSE(symlinkat),
    CCONFINE_REFUSE(fchmodat),
    CCONFINE_REFUSE(fchownat),
    // The C library falls back to clone, whose flags can be read here: threads only.
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x00010000 /* CLONE_THREAD */, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    // Opening is reading.
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
#ifdef __x86_64__
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_open, 0, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
#endif
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
#else
  errno = ENOSYS;
  return -1;
#endif
}
