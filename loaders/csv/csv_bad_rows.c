/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See csv_bad_rows.h. Only the lines of bad rows are kept while a file is read, so that good ones cost nothing more. */
#include "csv_bad_rows.h"

#include "core/map.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct CsvBadRows {
  const char *folder;
  Arena arena;
  Names taken; /* names of files */
  char *path;  /* of the rows of the file that is being read; NULL: it has no bad ones so far */
  FILE *reasons;
  uint64_t *lines;
  size_t count, cap;
};

static Status io_error(const char *what, const char *path, Error *err)
{
  return error_set(err, ERROR_IO, NULL, "cannot %s %s: %s", what, path, strerror(errno));
}

static Status make_folder(const char *path, Error *err)
{
  return mkdir(path, 0777) == 0 || errno == EEXIST ? STATUS_OK : io_error("make the folder", path, err);
}

Status csv_bad_rows_new(CsvBadRows **out, const char *folder, Error *err)
{
  TRY(make_folder(folder, err));
  CsvBadRows *b = calloc(1, sizeof *b);
  if (!b) return error_out_of_memory(err);
  b->folder = folder;
  arena_init(&b->arena, NULL);
  names_init(&b->taken);
  *out = b;
  return STATUS_OK;
}

void csv_bad_rows_free(CsvBadRows *b)
{
  if (!b) return;
  if (b->reasons) fclose(b->reasons);
  arena_free(&b->arena);
  names_free(&b->taken);
  free(b->lines);
  free(b);
}

/* Two files of one name go into folders of their own, as the name may be the label. */
static Status choose_path(CsvBadRows *b, const CsvSource *source, Error *err)
{
  Text stem = source->file->stem;
  const char *extension = source->file->tabs ? "tsv" : "csv", *folder = b->folder;
  for (unsigned copy = 2;; copy++) {
    b->path = arena_printf(&b->arena, "%s/%.*s.%s", folder, (int)stem.len, stem.data, extension);
    TRY(arena_check(&b->arena, err));
    uint32_t known = b->taken.count, id;
    TRY(names_add(&b->taken, text_of(b->path), &id, err));
    if (b->taken.count > known) return STATUS_OK;
    folder = arena_printf(&b->arena, "%s/%u", b->folder, copy);
    TRY(arena_check(&b->arena, err));
    TRY(make_folder(folder, err));
  }
}

static Status begin(CsvBadRows *b, const CsvSource *source, Error *err)
{
  TRY(choose_path(b, source, err));
  const char *path = arena_printf(&b->arena, "%s.reasons", b->path);
  TRY(arena_check(&b->arena, err));
  b->reasons = fopen(path, "we");
  return b->reasons ? STATUS_OK : io_error("write", path, err);
}

Status csv_bad_rows_add(CsvBadRows *b, const CsvSource *source, uint64_t line, const char *reason, Error *err)
{
  if (!b->path) TRY(begin(b, source, err));
  if (b->count == b->cap) {
    size_t cap = MAX((size_t)256, b->cap * 2);
    uint64_t *grown = realloc(b->lines, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    b->lines = grown;
    b->cap = cap;
  }
  b->lines[b->count++] = line;
  return fprintf(b->reasons, "%s\n", reason) < 0 ? io_error("write", b->path, err) : STATUS_OK;
}

static Status write_row(const CsvBadRows *b, FILE *out, Text row, Error *err)
{
  bool ends = row.len > 0 && (row.data[row.len - 1] == '\n' || row.data[row.len - 1] == '\r');
  bool ok = fwrite(row.data, 1, row.len, out) == row.len && (ends || putc('\n', out) != EOF);
  return ok ? STATUS_OK : io_error("write", b->path, err);
}

/* most: how many rows are looked at; lines NULL: all of them are wanted. */
static Status copy_rows(const CsvBadRows *b, const CsvSource *source, const char *from, const uint64_t *lines,
                        size_t most, FILE *out, Error *err)
{
  CsvScanner *scanner;
  Text row;
  bool more = true;
  TRY(csv_open(&scanner, from, &source->dialect, NULL, err));
  Status status = STATUS_OK;
  for (size_t i = 0; i < most && more;) {
    TRY_OUT(csv_next_raw(scanner, &row, &more, err));
    if (!more || (lines && csv_line(scanner) != lines[i])) continue;
    TRY_OUT(write_row(b, out, row, err));
    i++;
  }
out:
  csv_close(scanner);
  return status;
}

Status csv_bad_rows_end(CsvBadRows *b, const CsvSource *source, const char *header, Error *err)
{
  if (!b->path) return STATUS_OK;
  FILE *out = fopen(b->path, "we"), *reasons = b->reasons;
  Status status = STATUS_OK;
  b->reasons = NULL;
  if (!out) TRY_OUT(io_error("write", b->path, err));
  TRY_OUT(copy_rows(b, source, header, NULL, 1, out, err));
  TRY_OUT(copy_rows(b, source, source->file->path, b->lines, b->count, out, err));
out:
  if (out && fclose(out) != 0 && status == STATUS_OK) status = io_error("write", b->path, err);
  if (fclose(reasons) != 0 && status == STATUS_OK) status = io_error("write", b->path, err);
  b->path = NULL;
  b->count = 0;
  return status;
}
