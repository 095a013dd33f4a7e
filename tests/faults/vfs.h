/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file system for SQLite that fails when it is told to, and that can lose its power: it stands in front of the
 * system's own, for every database that the process opens. */
#ifndef CLIO_TESTS_VFS_H
#define CLIO_TESTS_VFS_H

#include <stdbool.h>

typedef enum FileCall {
  CALL_OPEN = 1 << 0,
  CALL_READ = 1 << 1,
  CALL_WRITE = 1 << 2,
  CALL_SYNC = 1 << 3,
  CALL_TRUNCATE = 1 << 4,
  CALL_LOCK = 1 << 5,
  CALL_SHARED = 1 << 6, /* the memory that processes share, and its locks */
  CALL_DELETE = 1 << 7,
  CALL_SIZE = 1 << 8
} FileCall;

typedef enum FileFault {
  FAULT_ERROR, /* the device fails */
  FAULT_FULL,  /* no room; other calls than writing fail as by FAULT_ERROR */
  FAULT_SHORT  /* half of what is to be written is, and then the device fails */
} FileFault;

void vfs_install(void);

/* From now on the nth of these calls fails, and with forever every later one. 0: none. */
void vfs_fail(unsigned calls, unsigned long nth, bool forever, FileFault fault);
/* Ends it. Returns whether any failed. */
bool vfs_recover(void);

/* From now on notes what is written and not yet synced, of at most so many bytes. */
void vfs_power_on(void);
/* Makes a copy of the file (and of its log) as a power cut would have left them after so many of the calls noted since:
 * what was synced is there; of what was written afterwards each sector is there or not, as seed decides. false when
 * there were no more calls than that. */
bool vfs_power_cut(const char *file, const char *to, unsigned long calls, unsigned long seed);
void vfs_power_off(void);
unsigned long vfs_power_calls(void); /* how many were noted so far */

#endif
