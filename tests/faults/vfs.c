/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See vfs.h. Files are those of the system's own file system, with each call counted on its way there. */
#include "vfs.h"

#include "tests/unit/random.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sqlite3_vfs *below_vfs;

/* ---- faults */

static struct {
  unsigned calls;
  unsigned long left;
  bool forever, failed;
  FileFault fault;
} faults;

void vfs_fail(unsigned calls, unsigned long nth, bool forever, FileFault fault)
{
  faults.calls = calls;
  faults.left = nth;
  faults.forever = forever;
  faults.failed = false;
  faults.fault = fault;
}

bool vfs_recover(void)
{
  faults.left = 0;
  return faults.failed;
}

static bool fails(FileCall call)
{
  if (!(faults.calls & call) || faults.left == 0) return false;
  if (faults.left > 1) {
    faults.left--;
    return false;
  }
  if (!faults.forever) faults.left = 0;
  return faults.failed = true;
}

/* ---- power: what happened to which file, in order */

enum { SECTOR = 512, MOST_FILES = 8 };

typedef struct Event {
  int file; /* its number */
  FileCall call;
  sqlite3_int64 at;
  int size;
  char *data;
} Event;

static struct {
  bool on;
  Event *events;
  unsigned long count, cap;
  char *paths[MOST_FILES];
  int files;
} power;

static int file_number(const char *path)
{
  for (int i = 0; i < power.files; i++)
    if (strcmp(power.paths[i], path) == 0) return i;
  if (power.files == MOST_FILES) abort();
  power.paths[power.files] = strdup(path);
  return power.files++;
}

static void note_event(const char *path, FileCall call, const void *data, int size, sqlite3_int64 at)
{
  if (!power.on || !path) return;
  if (power.count == power.cap) {
    power.cap = power.cap ? power.cap * 2 : 1024;
    power.events = realloc(power.events, power.cap * sizeof *power.events);
    if (!power.events) abort();
  }
  Event event = {file_number(path), call, at, size, NULL};
  if (data) {
    event.data = malloc((size_t)size);
    if (!event.data) abort();
    memcpy(event.data, data, (size_t)size);
  }
  power.events[power.count++] = event;
}

void vfs_power_off(void)
{
  for (unsigned long i = 0; i < power.count; i++) free(power.events[i].data);
  for (int i = 0; i < power.files; i++) free(power.paths[i]);
  free(power.events);
  memset(&power, 0, sizeof power);
}

void vfs_power_on(void)
{
  vfs_power_off();
  power.on = true;
}

unsigned long vfs_power_calls(void)
{
  return power.count;
}

/* The last sync of the file before the cut, which everything before it survives. */
static unsigned long last_sync(int file, unsigned long calls)
{
  for (unsigned long i = calls; i > 0; i--)
    if (power.events[i - 1].file == file && power.events[i - 1].call == CALL_SYNC) return i;
  return 0;
}

static void apply_write(int fd, const Event *e, bool durable, Random *random)
{
  for (int at = 0; at < e->size; at += SECTOR) {
    int size = e->size - at < SECTOR ? e->size - at : SECTOR;
    if (!durable && below(random, 2)) continue;
    if (pwrite(fd, e->data + at, (size_t)size, e->at + at) != size) abort();
  }
}

static bool remains(int file, unsigned long calls, const char *to, Random *random)
{
  unsigned long synced = last_sync(file, calls);
  bool there = false;
  unlink(to);
  int fd = open(to, O_RDWR | O_CREAT, 0644);
  if (fd < 0) abort();
  for (unsigned long i = 0; i < calls; i++) {
    const Event *e = &power.events[i];
    if (e->file != file) continue;
    there = e->call != CALL_DELETE;
    if (e->call == CALL_WRITE) apply_write(fd, e, i < synced, random);
    if (e->call == CALL_DELETE && ftruncate(fd, 0) != 0) abort();
    if (e->call == CALL_TRUNCATE && (i < synced || below(random, 2)) && ftruncate(fd, e->at) != 0) abort();
  }
  close(fd);
  if (!there) unlink(to);
  return there;
}

bool vfs_power_cut(const char *file, const char *to, unsigned long calls, unsigned long seed)
{
  char path[600];
  Random random = seed * 2654435761u + 1;
  if (calls > power.count) return false;
  for (int i = 0; i < power.files; i++) {
    size_t len = strlen(file);
    if (strncmp(power.paths[i], file, len) != 0) continue;
    snprintf(path, sizeof path, "%s%s", to, power.paths[i] + len);
    remains(i, calls, path, &random);
  }
  return true;
}

/* ---- files */

typedef struct File {
  sqlite3_file base;
  char *path;
  sqlite3_file *below;
} File;

static sqlite3_file *below_of(sqlite3_file *file)
{
  return ((File *)(void *)file)->below;
}

static const char *path_of(const sqlite3_file *file)
{
  return ((const File *)(const void *)file)->path;
}

#define BELOW(file) (below_of(file)->pMethods)

static int file_close(sqlite3_file *file)
{
  File *f = (File *)(void *)file;
  int code = f->below->pMethods ? BELOW(file)->xClose(f->below) : SQLITE_OK;
  free(f->below);
  free(f->path);
  return code;
}

static int file_read(sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
  return fails(CALL_READ) ? SQLITE_IOERR_READ : BELOW(file)->xRead(below_of(file), data, size, at);
}

static int file_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
  if (fails(CALL_WRITE)) {
    if (faults.fault == FAULT_FULL) return SQLITE_FULL;
    if (faults.fault == FAULT_SHORT) (void)BELOW(file)->xWrite(below_of(file), data, size / 2, at);
    return SQLITE_IOERR_WRITE;
  }
  note_event(path_of(file), CALL_WRITE, data, size, at);
  return BELOW(file)->xWrite(below_of(file), data, size, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
  if (fails(CALL_TRUNCATE)) return SQLITE_IOERR_TRUNCATE;
  note_event(path_of(file), CALL_TRUNCATE, NULL, 0, size);
  return BELOW(file)->xTruncate(below_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
  if (fails(CALL_SYNC)) return SQLITE_IOERR_FSYNC;
  note_event(path_of(file), CALL_SYNC, NULL, 0, 0);
  return power.on ? SQLITE_OK : BELOW(file)->xSync(below_of(file), flags); /* the disk of power cuts is in memory */
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
  return fails(CALL_SIZE) ? SQLITE_IOERR_FSTAT : BELOW(file)->xFileSize(below_of(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
  return fails(CALL_LOCK) ? SQLITE_IOERR_LOCK : BELOW(file)->xLock(below_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
  return BELOW(file)->xUnlock(below_of(file), level);
}

static int file_check_lock(sqlite3_file *file, int *reserved)
{
  return fails(CALL_LOCK) ? SQLITE_IOERR_CHECKRESERVEDLOCK : BELOW(file)->xCheckReservedLock(below_of(file), reserved);
}

static int file_control(sqlite3_file *file, int what, void *argument)
{
  return BELOW(file)->xFileControl(below_of(file), what, argument);
}

static int file_sector(sqlite3_file *file)
{
  return BELOW(file)->xSectorSize(below_of(file));
}

static int file_device(sqlite3_file *file)
{
  return BELOW(file)->xDeviceCharacteristics(below_of(file)) & ~SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int shared_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  if (fails(CALL_SHARED)) return SQLITE_IOERR_SHMMAP;
  return BELOW(file)->xShmMap(below_of(file), page, size, extend, out);
}

static int shared_lock(sqlite3_file *file, int at, int n, int flags)
{
  if ((flags & SQLITE_SHM_LOCK) && fails(CALL_SHARED)) return SQLITE_IOERR_SHMLOCK;
  return BELOW(file)->xShmLock(below_of(file), at, n, flags);
}

static void shared_barrier(sqlite3_file *file)
{
  BELOW(file)->xShmBarrier(below_of(file));
}

static int shared_unmap(sqlite3_file *file, int remove)
{
  return BELOW(file)->xShmUnmap(below_of(file), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = shared_map,
    .xShmLock = shared_lock,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = shared_unmap,
};

/* ---- the file system */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  (void)vfs;
  File *f = (File *)(void *)file;
  f->base.pMethods = NULL;
  if (fails(CALL_OPEN)) return SQLITE_CANTOPEN;
  f->below = calloc(1, (size_t)below_vfs->szOsFile);
  f->path = name ? strdup(name) : NULL;
  int code = below_vfs->xOpen(below_vfs, name, f->below, flags, out);
  if (code == SQLITE_OK) {
    f->base.pMethods = &methods;
  } else {
    free(f->below);
    free(f->path);
  }
  return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
  (void)vfs;
  if (fails(CALL_DELETE)) return SQLITE_IOERR_DELETE;
  note_event(name, CALL_DELETE, NULL, 0, 0);
  return below_vfs->xDelete(below_vfs, name, sync);
}

void vfs_install(void)
{
  static sqlite3_vfs vfs;
  below_vfs = sqlite3_vfs_find(NULL);
  vfs = *below_vfs;
  vfs.zName = "faults";
  vfs.szOsFile = (int)sizeof(File);
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) abort();
}
