#ifndef ROOST_CSQLITE_H
#define ROOST_CSQLITE_H
#include <sqlite3.h>

// A variadic function, which cannot be called from Swift.
// No count of all memory in use, and so no lock around each allocation. Before the first connection of a process only;
// afterwards it does nothing. https://sqlite.org/compile.html#default_memstatus
static inline int csqlite_forgo_memory_status(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
#endif
