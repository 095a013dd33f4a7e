/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of files that takes its name only when all of them are complete: made beside the one that it will replace,
 * and exchanged with that. It replaces none but an empty one and one that holds nothing but files with the extension
 * of those that are written, and one of another name. */
#ifndef CLIO_CORE_TARGET_FOLDER_H
#define CLIO_CORE_TARGET_FOLDER_H

#include "error.h"

typedef struct TargetFolder {
  const char *name, *extension, *other;
  char *path;      /* what is replaced, without a slash at its end */
  char *temporary; /* beside it; NULL: there is none (any more) */
  bool exists;     /* path does */
} TargetFolder;

/* Drop it in any case. */
Status target_folder_open(TargetFolder *t, const char *path, const char *extension, const char *other, Error *err);
/* A new file in it; the caller closes it by target_folder_close, after which it is on the disk. Errors of both are
 * without the folder's name. */
Status target_folder_file(const TargetFolder *t, const char *name, int *fd, Error *err);
Status target_folder_close(int fd, Error *err);
Status target_folder_finish(TargetFolder *t, Error *err);
void target_folder_drop(TargetFolder *t); /* what has not been finished is gone */

#endif
