/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a data set; see csv_files.h. */
#include "csv_files.h"

#include "output.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Deeper folders are most likely a loop of symbolic links. */
enum { MAX_DEPTH = 40 };

typedef struct Collector {
  Arena *arena;
  CsvFiles *files;
  uint32_t cap;
  Error *err;
} Collector;

/* Takes the extensions off a path; false where they are not those of a CSV file. */
static bool take_extensions(Text *path, bool *tabs)
{
  (void)compression_of_path(*path, path);
  *tabs = text_cut_end(path, TEXT(".tsv"));
  return *tabs || text_cut_end(path, TEXT(".csv"));
}

static Text file_name(Text path)
{
  const char *slash = path.len ? memrchr(path.data, '/', path.len) : NULL;
  size_t from = slash ? (size_t)(slash - path.data) + 1 : 0;
  return (Text){path.data + from, path.len - from};
}

static Status add_file(Collector *c, const char *path)
{
  CsvFiles *files = c->files;
  if (files->count == c->cap) {
    uint32_t cap = MAX(64u, c->cap * 2);
    CsvFile *grown = arena_array(c->arena, CsvFile, cap);
    TRY(arena_check(c->arena, c->err));
    if (files->count) memcpy(grown, files->items, files->count * sizeof *grown);
    files->items = grown;
    c->cap = cap;
  }
  CsvFile *file = &files->items[files->count++];
  *file = (CsvFile){.path = arena_copy(c->arena, path, strlen(path))};
  TRY(arena_check(c->arena, c->err));
  Text stem = text_of(file->path);
  (void)take_extensions(&stem, &file->tabs);
  file->stem = file_name(stem);
  if (file->stem.len == 0) file->stem = file_name(text_of(file->path));
  return STATUS_OK;
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted, in the arena. */
static Status read_folder(Collector *c, const char *path, char ***names, size_t *count)
{
  Status status = STATUS_OK;
  size_t cap = 0;
  DIR *dir = opendir(path);
  *names = NULL;
  *count = 0;
  if (!dir) return error_set(c->err, ERROR_IO, NULL, "cannot open the folder %s: %s", path, strerror(errno));
  for (;;) {
    errno = 0;
    struct dirent *entry = readdir(dir);
    if (!entry && errno)
      TRY_OUT(error_set(c->err, ERROR_IO, NULL, "cannot read the folder %s: %s", path, strerror(errno)));
    if (!entry) break;
    if (entry->d_name[0] == '.') continue;
    if (*count == cap) {
      cap = MAX((size_t)64, cap * 2);
      char **grown = arena_array(c->arena, char *, cap);
      TRY_OUT(arena_check(c->arena, c->err));
      if (*count) memcpy(grown, *names, *count * sizeof *grown);
      *names = grown;
    }
    (*names)[(*count)++] = arena_copy(c->arena, entry->d_name, strlen(entry->d_name));
  }
  TRY_OUT(arena_check(c->arena, c->err));
  if (*count) qsort(*names, *count, sizeof **names, by_name);
out:
  closedir(dir);
  return status;
}

static Status walk(Collector *c, const char *folder, int depth)
{
  char **names;
  size_t count;
  if (depth > MAX_DEPTH)
    return error_set(c->err, ERROR_IO, NULL, "%s: there are too many folders in each other", folder);
  TRY(read_folder(c, folder, &names, &count));
  for (size_t i = 0; i < count; i++) {
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    const char *path = arena_printf(c->arena, "%s%s%s", folder, slash, names[i]);
    struct stat info;
    Text text = text_of(names[i]);
    bool tabs;
    TRY(arena_check(c->arena, c->err));
    if (stat(path, &info) != 0) {
      if (!take_extensions(&text, &tabs)) continue; /* a dangling link that is none of ours */
      return error_set(c->err, ERROR_IO, NULL, "cannot open %s: %s", path, strerror(errno));
    }
    if (S_ISDIR(info.st_mode))
      TRY(walk(c, path, depth + 1));
    else if (take_extensions(&text, &tabs))
      TRY(add_file(c, path));
  }
  return STATUS_OK;
}

/* ---- headers in files of their own */

static bool is_header(Text stem)
{
  return stem.len >= sizeof "_header" && (text_ends(stem, TEXT("_header")) || text_ends(stem, TEXT("-header")));
}

static Text folder_of(const CsvFile *file)
{
  Text path = text_of(file->path);
  path.len -= file_name(path).len;
  return path;
}

/* Whether header is the header file of this one: it has the same name, or one that goes on with a dash and the like. */
static bool belongs(const CsvFile *file, const CsvFile *header)
{
  Text stem = {header->stem.data, header->stem.len - (sizeof "_header" - 1)};
  if (!text_equal(folder_of(file), folder_of(header)) || !text_begins(file->stem, stem)) return false;
  return file->stem.len == stem.len || strchr("-_.", file->stem.data[stem.len]) != NULL;
}

/* Gives the files that have one their header file, the one with the longest name that fits, and takes the header files
 * out of the list. One without a file to it is a file like any other. */
static Status pair_headers(Arena *arena, CsvFiles *files, Error *err)
{
  bool *used = arena_array(arena, bool, files->count);
  TRY(arena_check(arena, err));
  for (uint32_t i = 0; i < files->count; i++) {
    CsvFile *file = &files->items[i], *best = NULL;
    if (is_header(file->stem)) continue;
    for (uint32_t k = 0; k < files->count; k++) {
      CsvFile *header = &files->items[k];
      if (!is_header(header->stem) || !belongs(file, header)) continue;
      if (!best || header->stem.len > best->stem.len) best = header;
    }
    if (!best) continue;
    used[best - files->items] = true;
    file->header = best->path;
    file->stem = (Text){best->stem.data, best->stem.len - (sizeof "_header" - 1)};
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < files->count; i++)
    if (!used[i]) files->items[kept++] = files->items[i];
  files->count = kept;
  return STATUS_OK;
}

Status csv_files_collect(Arena *arena, const char *const *paths, size_t count, CsvFiles *out, Error *err)
{
  Collector c = {arena, out, 0, err};
  *out = (CsvFiles){0};
  for (size_t i = 0; i < count; i++) {
    struct stat info;
    uint32_t before = out->count;
    if (stat(paths[i], &info) != 0)
      return error_set(err, ERROR_IO, NULL, "cannot open %s: %s", paths[i], strerror(errno));
    if (!S_ISDIR(info.st_mode)) {
      TRY(add_file(&c, paths[i]));
      continue;
    }
    TRY(walk(&c, paths[i], 1));
    if (out->count == before) return error_set(err, ERROR_IO, NULL, "there is no .csv file in %s", paths[i]);
  }
  return pair_headers(arena, out, err);
}
