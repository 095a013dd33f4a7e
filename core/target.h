/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that takes its name only when it is complete: written beside the one that it will replace, synced, and then
 * renamed. Standard output and what is no regular file (a pipe, a terminal) are written to directly. */
#ifndef CLIO_CORE_TARGET_H
#define CLIO_CORE_TARGET_H

#include "error.h"

typedef struct Target {
  const char *name; /* what the caller said, for errors */
  char *path;       /* what is replaced: where links lead, or what the caller said; NULL: nothing is */
  char *temporary;  /* beside it */
  int fd;
} Target;

/* path "-" is standard output. Drop it in any case. */
Status target_open(Target *t, const char *path, Error *err);
Status target_finish(Target *t, Error *err);
void target_drop(Target *t); /* what has not been finished is gone */

/* Puts the names in a folder, or in the one that path lies in, on the disk, where the file system does that. */
void target_sync_folder(const char *path);
void target_sync_parent(const char *path);

#endif
