/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that appear as a whole; see target.h. */
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Status cannot(const char *what, const char *path, Error *err)
{
  if (errno == ENOMEM) return error_out_of_memory(err);
  return error_set(err, ERROR_IO, NULL, "cannot %s %s: %s", what, path, strerror(errno));
}

static Status open_temporary(Target *t, const struct stat *existing, Error *err)
{
  /* Not mkstemp: the file must get the permissions that a new file of this user has. */
  for (unsigned attempt = 0; attempt < 100; attempt++) {
    free(t->temporary);
    if (asprintf(&t->temporary, "%s.%ld-%u.part", t->path, (long)getpid(), attempt) < 0) {
      t->temporary = NULL;
      return error_out_of_memory(err);
    }
    t->fd = open(t->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (t->fd >= 0 || errno != EEXIST) break;
  }
  if (t->fd < 0) {
    free(t->temporary);
    t->temporary = NULL;
    return cannot("write", t->path, err);
  }
  if (existing && fchmod(t->fd, existing->st_mode & 07777) != 0) return cannot("write", t->path, err);
  return STATUS_OK;
}

Status target_open(Target *t, const char *path, Error *err)
{
  struct stat info;
  *t = (Target){.name = path, .fd = -1};
  if (strcmp(path, "-") == 0) {
    t->fd = STDOUT_FILENO;
    return STATUS_OK;
  }
  bool exists = stat(path, &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) return error_set(err, ERROR_IO, NULL, "cannot write %s: it is a folder", path);
  if (exists && !S_ISREG(info.st_mode)) {
    t->fd = open(path, O_WRONLY | O_CLOEXEC);
    return t->fd < 0 ? cannot("write", path, err) : STATUS_OK;
  }
  if (exists && access(path, W_OK) != 0) return cannot("write", path, err);
  t->path = exists ? realpath(path, NULL) : strdup(path);
  if (!t->path) return cannot("write", path, err);
  return open_temporary(t, exists ? &info : NULL, err);
}

/* A file system that has no place for a file's name after a crash has lost the file: hence the folder is synced too;
 * where it cannot be, there is nothing more to do. */
void target_sync_folder(const char *path)
{
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  (void)fsync(fd);
  close(fd);
}

void target_sync_parent(const char *path)
{
  const char *slash = strrchr(path, '/');
  char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
  if (folder) target_sync_folder(folder);
  free(folder);
}

Status target_finish(Target *t, Error *err)
{
  Status status = STATUS_OK;
  if (t->temporary && fsync(t->fd) != 0) TRY_OUT(cannot("write", t->name, err));
  if (t->fd != STDOUT_FILENO) {
    int fd = t->fd;
    t->fd = -1;
    if (close(fd) != 0) TRY_OUT(cannot("write", t->name, err));
  }
  if (!t->temporary) return STATUS_OK;
  if (rename(t->temporary, t->path) != 0) TRY_OUT(cannot("write", t->name, err));
  free(t->temporary);
  t->temporary = NULL;
  target_sync_parent(t->path);
out:
  return status;
}

void target_drop(Target *t)
{
  if (t->fd >= 0 && t->fd != STDOUT_FILENO) close(t->fd);
  if (t->temporary) (void)unlink(t->temporary);
  free(t->temporary);
  free(t->path);
}
