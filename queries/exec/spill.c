/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows in a temporary file; see spill.h. A run is one stretch of the file. For the merge each run has a buffer of its
 * own and its next row in memory; the runs stand in a heap by these rows. */
#include "spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { WRITE_BUFFER = 1 << 16, LARGEST_READ_BUFFER = 1 << 17, SMALLEST_READ_BUFFER = 1 << 12 };

struct SpillRun {
  uint64_t at, end; /* bytes of the file that are still to be read into the buffer */
  char *buffer;
  uint32_t next, filled; /* bytes of the buffer: taken, there */
  Arena arena;           /* of the row */
  SpillRow row;
};

void spill_init(Spill *s, uint32_t width, MemoryLimit *limit)
{
  *s = (Spill){.width = width, .limit = limit, .file = -1};
}

static void drop_buffer(Spill *s)
{
  if (s->buffer) memory_give(s->limit, WRITE_BUFFER);
  free(s->buffer);
  s->buffer = NULL;
}

void spill_free(Spill *s)
{
  drop_buffer(s);
  if (s->buffers) memory_give(s->limit, (size_t)s->run_count * s->buffer_size);
  free(s->buffers);
  for (uint32_t i = 0; i < s->run_count; i++) arena_free(&s->runs[i].arena);
  free(s->runs);
  free(s->heap);
  if (s->file >= 0) close(s->file);
  spill_init(s, s->width, s->limit);
}

static Status fail(const char *what, Error *err)
{
  return error_set(err, ERROR_IO, NULL, "cannot %s a temporary file for rows beyond the memory limit: %s", what,
                   strerror(errno));
}

/* ---- writing */

static Status open_file(Spill *s, Error *err)
{
  const char *folder = getenv("TMPDIR");
  if (!folder || !*folder) folder = "/tmp";
  s->file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (s->file >= 0) return STATUS_OK;
  /* Not every file system has files without a name. */
  size_t room = strlen(folder) + sizeof "/clio-XXXXXX";
  char *path = malloc(room);
  if (!path) return error_out_of_memory(err);
  memcpy(path, folder, strlen(folder));
  memcpy(path + strlen(folder), "/clio-XXXXXX", sizeof "/clio-XXXXXX");
  s->file = mkostemp(path, O_CLOEXEC);
  if (s->file >= 0) unlink(path);
  free(path);
  return s->file >= 0 ? STATUS_OK : fail("make", err);
}

static Status write_all(const Spill *s, const char *data, size_t len, Error *err)
{
  while (len > 0) {
    ssize_t n = write(s->file, data, len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail("write", err);
    data += n;
    len -= (size_t)n;
  }
  return STATUS_OK;
}

static Status flush(Spill *s, Error *err)
{
  uint32_t used = s->used;
  s->used = 0;
  return write_all(s, s->buffer, used, err);
}

static Status put(Spill *s, const void *data, size_t len, Error *err)
{
  s->size += len;
  if (UNLIKELY(len > WRITE_BUFFER - s->used)) {
    TRY(flush(s, err));
    if (len > WRITE_BUFFER) return write_all(s, data, len, err);
  }
  if (len) memcpy(s->buffer + s->used, data, len);
  s->used += (uint32_t)len;
  return STATUS_OK;
}

Status spill_begin_run(Spill *s, Error *err)
{
  if (s->file < 0) TRY(open_file(s, err));
  if (!s->buffer) {
    if (!memory_take(s->limit, WRITE_BUFFER)) return memory_fail(s->limit, err);
    s->buffer = malloc(WRITE_BUFFER);
    if (!s->buffer) {
      memory_give(s->limit, WRITE_BUFFER);
      return error_out_of_memory(err);
    }
  }
  if (s->run_count == s->run_cap) {
    uint32_t cap = MAX(16u, s->run_cap * 2);
    SpillRun *grown = realloc(s->runs, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    s->runs = grown;
    s->run_cap = cap;
  }
  s->runs[s->run_count] = (SpillRun){.at = s->size, .end = s->size};
  arena_init(&s->runs[s->run_count++].arena, s->limit);
  return STATUS_OK;
}

static size_t path_size(Value v)
{
  return (2 * (size_t)v.aux + 1) * sizeof *v.path;
}

/* The value itself, then what it points to. */
static Status put_value(Spill *s, Value v, Error *err)
{
  TRY(put(s, &v, sizeof v, err));
  if (v.flags & VALUE_STABLE) return STATUS_OK;
  switch (v.type) {
  case VALUE_STRING: return put(s, v.text, v.aux, err);
  case VALUE_DATETIME: return put(s, v.when, sizeof *v.when, err);
  case VALUE_EDTF: return put(s, v.edtf, value_edtf_bytes(v), err);
  case VALUE_DURATION: return put(s, v.duration, sizeof *v.duration, err);
  case VALUE_PATH: return put(s, v.path, path_size(v), err);
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++) TRY(put_value(s, v.items[i], err));
    return STATUS_OK;
  case VALUE_MAP:
    for (uint32_t i = 0; i < v.aux; i++) {
      Text key = v.entries[i].key;
      TRY(put(s, &key.len, sizeof key.len, err));
      TRY(put(s, key.data, key.len, err));
      TRY(put_value(s, v.entries[i].value, err));
    }
    return STATUS_OK;
  default: return STATUS_OK;
  }
}

Status spill_add(Spill *s, uint64_t prefix, const Value *values, Error *err)
{
  TRY(put(s, &prefix, sizeof prefix, err));
  for (uint32_t i = 0; i < s->width; i++) TRY(put_value(s, values[i], err));
  return STATUS_OK;
}

Status spill_end_run(Spill *s, Error *err)
{
  s->runs[s->run_count - 1].end = s->size;
  return flush(s, err);
}

/* ---- reading */

static Status read_all(const Spill *s, uint64_t at, char *to, size_t len, Error *err)
{
  while (len > 0) {
    ssize_t n = pread(s->file, to, len, (off_t)at);
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) errno = EIO;
    if (n <= 0) return fail("read", err);
    to += n;
    at += (uint64_t)n;
    len -= (size_t)n;
  }
  return STATUS_OK;
}

static Status get(const Spill *s, SpillRun *run, void *data, size_t len, Error *err)
{
  char *to = data;
  while (len > 0) {
    if (run->next == run->filled) {
      if (len >= s->buffer_size) { /* straight to where it belongs */
        TRY(read_all(s, run->at, to, len, err));
        run->at += len;
        return STATUS_OK;
      }
      run->next = 0;
      run->filled = (uint32_t)MIN((uint64_t)s->buffer_size, run->end - run->at);
      TRY(read_all(s, run->at, run->buffer, run->filled, err));
      run->at += run->filled;
    }
    size_t n = MIN(len, (size_t)(run->filled - run->next));
    memcpy(to, run->buffer + run->next, n);
    run->next += (uint32_t)n;
    to += n;
    len -= n;
  }
  return STATUS_OK;
}

/* Memory in the run's arena, with what is next in the file. */
static Status get_block(const Spill *s, SpillRun *run, size_t len, void **out, Error *err)
{
  *out = arena_alloc(&run->arena, len);
  TRY(arena_check(&run->arena, err));
  return get(s, run, *out, len, err);
}

static Status get_value(const Spill *s, SpillRun *run, Value *v, Error *err)
{
  void *block;
  TRY(get(s, run, v, sizeof *v, err));
  if (v->flags & VALUE_STABLE) return STATUS_OK;
  switch (v->type) {
  case VALUE_STRING:
    TRY(get_block(s, run, v->aux, &block, err));
    v->text = block;
    return STATUS_OK;
  case VALUE_DATETIME:
    TRY(get_block(s, run, sizeof *v->when, &block, err));
    v->when = block;
    return STATUS_OK;
  case VALUE_EDTF:
    TRY(get_block(s, run, value_edtf_bytes(*v), &block, err));
    v->edtf = block;
    return STATUS_OK;
  case VALUE_DURATION:
    TRY(get_block(s, run, sizeof *v->duration, &block, err));
    v->duration = block;
    return STATUS_OK;
  case VALUE_PATH:
    TRY(get_block(s, run, path_size(*v), &block, err));
    v->path = block;
    return STATUS_OK;
  case VALUE_LIST: {
    Value *items = arena_array(&run->arena, Value, v->aux);
    TRY(arena_check(&run->arena, err));
    for (uint32_t i = 0; i < v->aux; i++) TRY(get_value(s, run, &items[i], err));
    v->items = items;
    return STATUS_OK;
  }
  case VALUE_MAP: {
    MapEntry *entries = arena_array(&run->arena, MapEntry, v->aux);
    TRY(arena_check(&run->arena, err));
    for (uint32_t i = 0; i < v->aux; i++) {
      Text *key = &entries[i].key;
      TRY(get(s, run, &key->len, sizeof key->len, err));
      TRY(get_block(s, run, key->len, &block, err));
      key->data = block;
      TRY(get_value(s, run, &entries[i].value, err));
    }
    v->entries = entries;
    return STATUS_OK;
  }
  default: return STATUS_OK;
  }
}

static bool is_at_end(const SpillRun *run)
{
  return run->next == run->filled && run->at == run->end;
}

static Status read_row(const Spill *s, SpillRun *run, Error *err)
{
  arena_reset(&run->arena);
  run->row.values = arena_array(&run->arena, Value, s->width);
  TRY(arena_check(&run->arena, err));
  TRY(get(s, run, &run->row.prefix, sizeof run->row.prefix, err));
  for (uint32_t i = 0; i < s->width; i++) TRY(get_value(s, run, &run->row.values[i], err));
  return STATUS_OK;
}

/* ---- the merge */

static bool comes_before(const Spill *s, uint32_t a, uint32_t b)
{
  const SpillRow *x = &s->runs[a].row, *y = &s->runs[b].row;
  return a < b ? !s->before(s->context, y, x) : s->before(s->context, x, y);
}

/* Puts the run at this place of the heap where it belongs below. */
static void sift_down(Spill *s, uint32_t at)
{
  uint32_t run = s->heap[at];
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= s->heap_count) break;
    if (child + 1 < s->heap_count && comes_before(s, s->heap[child + 1], s->heap[child])) child++;
    if (!comes_before(s, s->heap[child], run)) break;
    s->heap[at] = s->heap[child];
    at = child;
  }
  s->heap[at] = run;
}

/* A quarter of the memory is for the buffers, where a limit leaves so much. */
static uint32_t choose_buffer_size(const Spill *s)
{
  size_t size = LARGEST_READ_BUFFER;
  if (s->limit && s->limit->limit) size = MIN(size, s->limit->limit / 4 / s->run_count);
  return (uint32_t)MAX(size, (size_t)SMALLEST_READ_BUFFER);
}

Status spill_merge(Spill *s, SpillBefore before, const void *context, Error *err)
{
  drop_buffer(s);
  s->before = before;
  s->context = context;
  s->buffer_size = choose_buffer_size(s);
  size_t bytes = (size_t)s->run_count * s->buffer_size;
  if (!memory_take(s->limit, bytes)) return memory_fail(s->limit, err);
  s->buffers = malloc(MAX(bytes, (size_t)1));
  if (!s->buffers) memory_give(s->limit, bytes);
  s->heap = malloc(MAX(s->run_count, 1u) * sizeof *s->heap);
  if (!s->buffers || !s->heap) return error_out_of_memory(err);
  for (uint32_t i = 0; i < s->run_count; i++) {
    SpillRun *run = &s->runs[i];
    run->buffer = s->buffers + (size_t)i * s->buffer_size;
    if (is_at_end(run)) continue;
    TRY(read_row(s, run, err));
    s->heap[s->heap_count++] = i;
  }
  for (uint32_t i = s->heap_count / 2; i > 0; i--) sift_down(s, i - 1);
  return STATUS_OK;
}

Status spill_next(Spill *s, const SpillRow **row, Error *err)
{
  *row = NULL;
  if (s->taken) {
    SpillRun *run = &s->runs[s->heap[0]];
    if (is_at_end(run))
      s->heap[0] = s->heap[--s->heap_count];
    else
      TRY(read_row(s, run, err));
    if (s->heap_count > 1) sift_down(s, 0);
    s->taken = false;
  }
  if (s->heap_count == 0) return STATUS_OK;
  s->taken = true;
  *row = &s->runs[s->heap[0]].row;
  return STATUS_OK;
}
