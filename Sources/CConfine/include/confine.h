#ifndef CCONFINE_H
#define CCONFINE_H

// What a process gives up before it reads what strangers sent. Variadic calls, bare system calls and macros, which Swift
// cannot use. For a process that has one thread. Functions return 0, or -1 with errno.

#include <stdint.h>

// Closes every descriptor from this one up.
int cconfine_close_from(unsigned int first);

// Another number for a descriptor, 3 or higher, closed by exec; -1 if there is none.
int cconfine_duplicate(int descriptor);

// Bytes of address space for the rest of the life.
int cconfine_limit_memory(uint64_t bytes);

// No file grows, no core is written, few descriptors. Not forever: until cconfine_lift_files.
int cconfine_limit_files(int forever);

// Files may grow again, where that was not limited forever.
int cconfine_lift_files(void);

// So many seconds of processor time from now on, then SIGXCPU ends the process. May be called again.
int cconfine_limit_time(uint64_t seconds);

// So many seconds of processor time at all.
int cconfine_limit_time_of_life(uint64_t seconds);

// One heap for all threads: each heap of its own would reserve 64 MB of what the limit of memory allows.
void cconfine_one_heap(void);

// Gives unused memory back to the system.
void cconfine_return_memory(void);

int cconfine_no_new_privileges(void);

// Root becomes nobody; everybody else stays who they are.
int cconfine_leave_root(void);

// Reading below these folders is all that is left of the file system; -1 where the kernel has no Landlock.
int cconfine_read_only(const char *const *folders, int count);

// No network, no other programs, no other processes, no changes to files: these calls fail with EPERM from now on, in
// every thread. -1 where the kernel refuses the filter or the machine is of another kind.
int cconfine_filter_calls(void);

#endif
