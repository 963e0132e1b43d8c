#ifndef ROOST_POWER_CUT_H
#define ROOST_POWER_CUT_H
#include <stddef.h>
#include <stdint.h>

// A VFS of SQLite that writes down, in order, what happens to the files of one database, so that each of them can be
// made as a power cut would have left it.

typedef enum { POWER_CUT_WRITE, POWER_CUT_TRUNCATE, POWER_CUT_SYNC } power_cut_kind;

typedef struct {
  power_cut_kind kind;
  /// 0: the database, 1: its write-ahead log.
  int file;
  /// Where a write begins; the new length of a truncated file.
  int64_t offset;
  const uint8_t *bytes;
  size_t length;
} power_cut_step;

/// Makes this the VFS of every connection that is opened from now on.
/// Returns whether it worked.
int power_cut_install(void);
/// From now on the steps of this database are written down; those of no other are.
void power_cut_record(const char *path);
/// How many steps were written down.
size_t power_cut_count(void);
/// A step. Its bytes live as long as the process. Not while steps are being written down.
power_cut_step power_cut_at(size_t index);
#endif
