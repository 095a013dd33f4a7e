/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders that appear as a whole; see target_folder.h. */
#include "target_folder.h"

#include "target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Status cannot_write(const TargetFolder *t, Error *err)
{
  if (errno == ENOMEM) return error_out_of_memory(err);
  return error_set(err, ERROR_IO, NULL, "cannot write %s: %s", t->name, strerror(errno));
}

static bool is_ours(const TargetFolder *t, int folder, const char *name)
{
  struct stat info;
  Text text = text_of(name), extension = text_of(t->extension);
  bool named = (text.len > extension.len && text_ends(text, extension)) || strcmp(name, t->other) == 0;
  return named && fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
}

static bool is_dots(const char *name)
{
  return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* ---- opening */

/* Only files that another export could have written may be lost. */
static Status check_existing(const TargetFolder *t, Error *err)
{
  DIR *dir = opendir(t->path);
  struct dirent *entry;
  Status status = STATUS_OK;
  if (!dir) return cannot_write(t, err);
  while (status == STATUS_OK && (entry = readdir(dir)))
    if (!is_dots(entry->d_name) && !is_ours(t, dirfd(dir), entry->d_name))
      status = error_set(err, ERROR_IO, NULL,
                         "cannot write %s: it would be replaced, and has something else than %s files in it: %s",
                         t->name, t->extension, entry->d_name);
  closedir(dir);
  return status;
}

static Status find_path(TargetFolder *t, mode_t *mode, Error *err)
{
  struct stat info;
  size_t len = strlen(t->name);
  while (len > 1 && t->name[len - 1] == '/') len--;
  t->path = strndup(t->name, len);
  if (!t->path) return error_out_of_memory(err);
  t->exists = stat(t->path, &info) == 0;
  if (!t->exists) return STATUS_OK;
  *mode = info.st_mode & 07777;
  if (!S_ISDIR(info.st_mode)) return error_set(err, ERROR_IO, NULL, "cannot write %s: it is no folder", t->name);
  char *real = realpath(t->path, NULL); /* a link to a folder stays one */
  if (!real) return cannot_write(t, err);
  free(t->path);
  t->path = real;
  return check_existing(t, err);
}

Status target_folder_open(TargetFolder *t, const char *path, const char *extension, const char *other, Error *err)
{
  mode_t mode = 0;
  *t = (TargetFolder){.name = path, .extension = extension, .other = other};
  TRY(find_path(t, &mode, err));
  if (asprintf(&t->temporary, "%s.%ld.part", t->path, (long)getpid()) < 0) {
    t->temporary = NULL;
    return error_out_of_memory(err);
  }
  if (mkdir(t->temporary, 0777) != 0) {
    free(t->temporary); /* whatever is there is not ours to remove */
    t->temporary = NULL;
    return cannot_write(t, err);
  }
  return t->exists && chmod(t->temporary, mode) != 0 ? cannot_write(t, err) : STATUS_OK;
}

/* ---- files */

static Status failed(Error *err)
{
  return errno == ENOMEM ? error_out_of_memory(err) : error_set(err, ERROR_IO, NULL, "%s", strerror(errno));
}

Status target_folder_file(const TargetFolder *t, const char *name, int *fd, Error *err)
{
  char *path;
  if (asprintf(&path, "%s/%s", t->temporary, name) < 0) return error_out_of_memory(err);
  *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  Status status = *fd < 0 ? failed(err) : STATUS_OK;
  free(path);
  return status;
}

Status target_folder_close(int fd, Error *err)
{
  Status status = fsync(fd) == 0 ? STATUS_OK : failed(err);
  if (close(fd) != 0 && status == STATUS_OK) status = failed(err);
  return status;
}

/* ---- the end */

static void remove_temporary(const TargetFolder *t)
{
  DIR *dir = opendir(t->temporary);
  struct dirent *entry;
  while (dir && (entry = readdir(dir)))
    if (is_ours(t, dirfd(dir), entry->d_name)) (void)unlinkat(dirfd(dir), entry->d_name, 0);
  if (dir) closedir(dir);
  (void)rmdir(t->temporary);
}

/* Where a file system cannot exchange two names, the old folder steps aside for a moment. */
static Status replace(TargetFolder *t, Error *err)
{
  if (renameat2(AT_FDCWD, t->temporary, AT_FDCWD, t->path, RENAME_EXCHANGE) == 0) return STATUS_OK;
  if (errno != EINVAL && errno != ENOSYS) return cannot_write(t, err);
  char *aside;
  if (asprintf(&aside, "%s.old", t->temporary) < 0) return error_out_of_memory(err);
  Status status = rename(t->path, aside) == 0 ? STATUS_OK : cannot_write(t, err);
  if (status == STATUS_OK && rename(t->temporary, t->path) != 0) {
    status = cannot_write(t, err);
    (void)rename(aside, t->path);
  } else if (status == STATUS_OK) {
    (void)rename(aside, t->temporary);
  }
  free(aside);
  return status;
}

Status target_folder_finish(TargetFolder *t, Error *err)
{
  target_sync_folder(t->temporary);
  if (t->exists)
    TRY(replace(t, err));
  else if (rename(t->temporary, t->path) != 0)
    return cannot_write(t, err);
  target_sync_parent(t->path);
  if (t->exists) remove_temporary(t); /* what it is called now was the old one */
  free(t->temporary);
  t->temporary = NULL;
  return STATUS_OK;
}

void target_folder_drop(TargetFolder *t)
{
  if (t->temporary) remove_temporary(t);
  free(t->temporary);
  free(t->path);
}
