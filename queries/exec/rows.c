/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store of kept rows; see rows.h. A column of a chunk takes the kind of the first vector that is added to it; what
 * does not fit (a constant, nulls of another kind) turns it into values. The first chunk starts small, since most
 * stores of short queries hold a few rows. */
#include "rows.h"

enum { FIRST_CHUNK = 64 };

void rows_init(Rows *rows, const uint32_t *slots, uint32_t slot_count, MemoryLimit *limit)
{
  *rows = (Rows){.slots = slots, .slot_count = slot_count};
  arena_init(&rows->arena, limit);
}

void rows_clear(Rows *rows)
{
  arena_reset(&rows->arena);
  rows->chunks = NULL;
  rows->chunk_count = rows->chunk_cap = rows->n = 0;
}

void rows_free(Rows *rows)
{
  arena_free(&rows->arena);
  rows->chunks = NULL;
  rows->chunk_count = rows->chunk_cap = rows->n = 0;
}

static Status new_chunk(Rows *rows, Error *err)
{
  if (rows->n > UINT32_MAX - BATCH_ROWS) return error_set(err, ERROR_MEMORY, NULL, "more than 4 billion rows to keep");
  if (rows->chunk_count == rows->chunk_cap) {
    uint32_t cap = rows->chunk_cap ? rows->chunk_cap * 2 : 4;
    RowChunk **chunks = arena_array(&rows->arena, RowChunk *, cap);
    TRY(arena_check(&rows->arena, err));
    if (rows->chunk_count) memcpy(chunks, rows->chunks, rows->chunk_count * sizeof *chunks);
    rows->chunks = chunks;
    rows->chunk_cap = cap;
  }
  RowChunk *chunk = arena_zalloc(&rows->arena, sizeof *chunk + rows->slot_count * sizeof *chunk->columns);
  TRY(arena_check(&rows->arena, err));
  chunk->cap = rows->chunk_count == 0 ? FIRST_CHUNK : BATCH_ROWS;
  rows->chunks[rows->chunk_count++] = chunk;
  return STATUS_OK;
}

static size_t item_size(VecKind kind)
{
  return kind == VEC_VALUE ? sizeof(Value) : sizeof(uint32_t);
}

static Status grow_chunk(Rows *rows, RowChunk *chunk, Error *err)
{
  for (uint32_t c = 0; c < rows->slot_count; c++) {
    RowColumn *column = &chunk->columns[c];
    if (column->kind == VEC_NONE) continue;
    size_t size = item_size(column->kind);
    void *data = arena_alloc(&rows->arena, BATCH_ROWS * size);
    memcpy(data, column->ids, chunk->n * size);
    column->ids = data;
  }
  chunk->cap = BATCH_ROWS;
  return arena_check(&rows->arena, err);
}

/* Makes the column of that kind, keeping what it holds. */
static Status set_kind(Rows *rows, RowChunk *chunk, RowColumn *column, VecKind kind, Error *err)
{
  RowColumn old = *column;
  void *data = arena_alloc(&rows->arena, chunk->cap * item_size(kind));
  TRY(arena_check(&rows->arena, err));
  column->kind = kind;
  column->ids = data;
  if (kind != VEC_VALUE) return STATUS_OK;
  Vec vec = {.kind = old.kind, .ids = old.ids};
  for (uint32_t i = 0; i < chunk->n; i++) column->values[i] = vec_get(&vec, i);
  return STATUS_OK;
}

/* Adds the batch's rows first .. first + n - 1 (of those that count) to the chunk's column. */
static Status add_vec(Rows *rows, RowChunk *chunk, RowColumn *column, const Vec *vec, const Batch *b, uint32_t first,
                      uint32_t n, Error *err)
{
  bool ids = vec->kind == VEC_NODE || vec->kind == VEC_REL;
  if (vec->kind == VEC_NONE && column->kind == VEC_NONE) return STATUS_OK;
  if (column->kind != VEC_VALUE && column->kind != vec->kind) {
    bool fresh = column->kind == VEC_NONE && chunk->n == 0;
    TRY(set_kind(rows, chunk, column, fresh && ids ? vec->kind : VEC_VALUE, err));
  }
  if (column->kind != VEC_VALUE) {
    uint32_t *to = column->ids + chunk->n;
    if (b->sel)
      for (uint32_t i = 0; i < n; i++) to[i] = vec->ids[b->sel[first + i]];
    else
      memcpy(to, vec->ids + first, n * sizeof *to);
    return STATUS_OK;
  }
  Value *to = column->values + chunk->n;
  if (vec->kind == VEC_CONST) {
    Value v = value_copy(&rows->arena, vec->constant);
    for (uint32_t i = 0; i < n; i++) to[i] = v;
    return STATUS_OK;
  }
  for (uint32_t i = 0; i < n; i++) to[i] = value_copy(&rows->arena, vec_get(vec, batch_row(b, first + i)));
  return STATUS_OK;
}

/* The last chunk with room for at least one more row. */
static Status open_chunk(Rows *rows, uint32_t wanted, RowChunk **out, Error *err)
{
  if (rows->n % BATCH_ROWS == 0 && rows->chunk_count == rows->n / BATCH_ROWS) TRY(new_chunk(rows, err));
  RowChunk *chunk = rows->chunks[rows->chunk_count - 1];
  if (chunk->n + wanted > chunk->cap && chunk->cap < BATCH_ROWS) TRY(grow_chunk(rows, chunk, err));
  *out = chunk;
  return STATUS_OK;
}

Status rows_add(Rows *rows, const Batch *b, Error *err)
{
  for (uint32_t done = 0; done < b->n;) {
    RowChunk *chunk;
    TRY(open_chunk(rows, b->n - done, &chunk, err));
    uint32_t n = MIN(b->n - done, chunk->cap - chunk->n);
    for (uint32_t c = 0; c < rows->slot_count; c++)
      TRY(add_vec(rows, chunk, &chunk->columns[c], &b->slots[rows->slots[c]], b, done, n, err));
    chunk->n += n;
    rows->n += n;
    done += n;
  }
  return arena_check(&rows->arena, err);
}

Status rows_add_rows(Rows *rows, const Rows *from, const uint32_t *picked, uint32_t n, Error *err)
{
  for (uint32_t done = 0; done < n;) {
    RowChunk *chunk;
    TRY(open_chunk(rows, n - done, &chunk, err));
    uint32_t some = MIN(n - done, chunk->cap - chunk->n);
    for (uint32_t c = 0; c < rows->slot_count; c++) {
      RowColumn *column = &chunk->columns[c];
      for (uint32_t i = 0; i < some; i++) {
        uint32_t row = picked[done + i];
        const RowColumn *source = &from->chunks[row / BATCH_ROWS]->columns[c];
        if (UNLIKELY(column->kind != source->kind && column->kind != VEC_VALUE)) {
          chunk->n += i; /* what set_kind has to keep */
          bool fresh = column->kind == VEC_NONE && chunk->n == 0;
          Status status = set_kind(rows, chunk, column, fresh ? source->kind : VEC_VALUE, err);
          chunk->n -= i;
          TRY(status);
        }
        if (column->kind == VEC_VALUE)
          column->values[chunk->n + i] = value_copy(&rows->arena, rows_get(from, c, row));
        else if (column->kind != VEC_NONE)
          column->ids[chunk->n + i] = source->ids[row % BATCH_ROWS];
      }
    }
    chunk->n += some;
    rows->n += some;
    done += some;
  }
  return arena_check(&rows->arena, err);
}

void rows_chunk(const Rows *rows, uint32_t chunk, Batch *out)
{
  const RowChunk *c = rows->chunks[chunk];
  for (uint32_t i = 0; i < rows->slot_count; i++)
    out->slots[rows->slots[i]] = (Vec){.kind = c->columns[i].kind, .ids = c->columns[i].ids};
  out->n = c->n;
  out->sel = NULL;
}

uint32_t rows_column(const Rows *rows, uint32_t slot)
{
  for (uint32_t i = 0; i < rows->slot_count; i++)
    if (rows->slots[i] == slot) return i;
  return UINT32_MAX;
}

/* The kind that all picked rows share, VEC_VALUE where they do not. */
static VecKind shared_kind(const Rows *rows, uint32_t column, const uint32_t *picked, uint32_t n)
{
  VecKind kind = n ? rows->chunks[picked[0] / BATCH_ROWS]->columns[column].kind : VEC_NONE;
  if (rows->chunk_count == 1) return kind;
  for (uint32_t i = 1; i < n; i++)
    if (rows->chunks[picked[i] / BATCH_ROWS]->columns[column].kind != kind) return VEC_VALUE;
  return kind;
}

Status rows_gather(const Rows *rows, const uint32_t *picked, uint32_t n, Gather *g, Batch *out, Error *err)
{
  for (uint32_t c = 0; c < rows->slot_count; c++) {
    Vec *to = &out->slots[rows->slots[c]];
    VecKind kind = shared_kind(rows, c, picked, n);
    if (kind == VEC_NONE) continue;
    if (kind == VEC_VALUE) {
      Value *values = gather_values(g, c);
      for (uint32_t i = 0; i < n; i++) values[i] = rows_get(rows, c, picked[i]);
      *to = (Vec){.kind = VEC_VALUE, .values = values};
    } else {
      uint32_t *ids = gather_ids(g, c);
      for (uint32_t i = 0; i < n; i++)
        ids[i] = rows->chunks[picked[i] / BATCH_ROWS]->columns[c].ids[picked[i] % BATCH_ROWS];
      *to = (Vec){.kind = kind, .ids = ids};
    }
  }
  return arena_check(g->arena, err);
}
