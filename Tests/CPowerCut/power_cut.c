#include "power_cut.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static sqlite3_vfs *under;
static sqlite3_vfs vfs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char recorded[1024];
static power_cut_step *steps;
static size_t count, room;

typedef struct {
  sqlite3_file base;
  // 0: the database, 1: its log, -1: not written down.
  int number;
  sqlite3_file *real;
} pc_file;

static void note(int file, power_cut_kind kind, int64_t offset, const void *bytes, size_t length) {
  if (file < 0) return;
  power_cut_step step = {kind, file, offset, NULL, length};
  if (length > 0) {
    uint8_t *copy = malloc(length);
    if (copy == NULL) abort();
    memcpy(copy, bytes, length);
    step.bytes = copy;
  }
  pthread_mutex_lock(&lock);
  if (count == room) {
    room = room == 0 ? 4096 : room * 2;
    steps = realloc(steps, room * sizeof *steps);
    if (steps == NULL) abort();
  }
  steps[count++] = step;
  pthread_mutex_unlock(&lock);
}

#define REAL(file) (((pc_file *)(file))->real)
#define NUMBER(file) (((pc_file *)(file))->number)

static int pc_close(sqlite3_file *f) { return REAL(f)->pMethods->xClose(REAL(f)); }
static int pc_read(sqlite3_file *f, void *bytes, int length, sqlite3_int64 at) {
  return REAL(f)->pMethods->xRead(REAL(f), bytes, length, at);
}
static int pc_write(sqlite3_file *f, const void *bytes, int length, sqlite3_int64 at) {
  note(NUMBER(f), POWER_CUT_WRITE, at, bytes, (size_t)length);
  return REAL(f)->pMethods->xWrite(REAL(f), bytes, length, at);
}
static int pc_truncate(sqlite3_file *f, sqlite3_int64 length) {
  note(NUMBER(f), POWER_CUT_TRUNCATE, length, NULL, 0);
  return REAL(f)->pMethods->xTruncate(REAL(f), length);
}
static int pc_sync(sqlite3_file *f, int flags) {
  // What was written while it ran need not have reached the disk, so it counts from its beginning; the disk of this
  // machine need not be bothered.
  if (NUMBER(f) < 0) return REAL(f)->pMethods->xSync(REAL(f), flags);
  note(NUMBER(f), POWER_CUT_SYNC, 0, NULL, 0);
  return SQLITE_OK;
}
static int pc_size(sqlite3_file *f, sqlite3_int64 *size) { return REAL(f)->pMethods->xFileSize(REAL(f), size); }
static int pc_lock(sqlite3_file *f, int level) { return REAL(f)->pMethods->xLock(REAL(f), level); }
static int pc_unlock(sqlite3_file *f, int level) { return REAL(f)->pMethods->xUnlock(REAL(f), level); }
static int pc_check(sqlite3_file *f, int *out) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out); }
static int pc_control(sqlite3_file *f, int op, void *argument) {
  return REAL(f)->pMethods->xFileControl(REAL(f), op, argument);
}
static int pc_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int pc_device(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int pc_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
  return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
}
static int pc_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
  return REAL(f)->pMethods->xShmLock(REAL(f), offset, n, flags);
}
static void pc_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int pc_shm_unmap(sqlite3_file *f, int drop) { return REAL(f)->pMethods->xShmUnmap(REAL(f), drop); }

// Version 2: no memory-mapped pages, which would be written behind our back.
static const sqlite3_io_methods methods = {
  2,        pc_close,   pc_read,   pc_write,  pc_truncate,   pc_sync,     pc_size,        pc_lock,        pc_unlock,
  pc_check, pc_control, pc_sector, pc_device, pc_shm_map,    pc_shm_lock, pc_shm_barrier, pc_shm_unmap,   NULL, NULL,
};

static int pc_open(sqlite3_vfs *self, const char *name, sqlite3_file *f, int flags, int *out) {
  pc_file *file = (pc_file *)f;
  (void)self;
  file->real = (sqlite3_file *)(file + 1);
  file->number = -1;
  pthread_mutex_lock(&lock);
  size_t length = strlen(recorded);
  if (name != NULL && length > 0 && strncmp(name, recorded, length) == 0) {
    if (flags & SQLITE_OPEN_MAIN_DB) file->number = 0;
    if (flags & SQLITE_OPEN_WAL) file->number = 1;
  }
  pthread_mutex_unlock(&lock);
  int code = under->xOpen(under, name, file->real, flags, out);
  file->base.pMethods = file->real->pMethods == NULL ? NULL : &methods;
  return code;
}

int power_cut_install(void) {
  under = sqlite3_vfs_find(NULL);
  if (under == NULL) return 0;
  vfs = *under;
  vfs.zName = "power-cut";
  vfs.pNext = NULL;
  vfs.szOsFile = (int)sizeof(pc_file) + under->szOsFile;
  vfs.xOpen = pc_open;
  return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
}

void power_cut_record(const char *path) {
  pthread_mutex_lock(&lock);
  strncpy(recorded, path, sizeof recorded - 1);
  pthread_mutex_unlock(&lock);
}

size_t power_cut_count(void) {
  pthread_mutex_lock(&lock);
  size_t now = count;
  pthread_mutex_unlock(&lock);
  return now;
}

power_cut_step power_cut_at(size_t index) { return steps[index]; }
