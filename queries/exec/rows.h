/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows that are kept: what sort, eager, joins and their like hold of their input. Stored by column in chunks of
 * BATCH_ROWS rows, node and relationship ids as plain ids, so that a chunk is handed out as a batch without copying.
 * All memory comes from one arena that counts against the query's limit; values are copied unless stable. */
#ifndef CLIO_QUERIES_ROWS_H
#define CLIO_QUERIES_ROWS_H

#include "batch.h"

typedef struct RowColumn {
  VecKind kind; /* VEC_NONE, VEC_NODE, VEC_REL or VEC_VALUE */
  union {
    uint32_t *ids;
    Value *values;
  };
} RowColumn;

typedef struct RowChunk {
  uint32_t n, cap;
  RowColumn columns[]; /* one for each kept slot */
} RowChunk;

typedef struct Rows {
  Arena arena;
  const uint32_t *slots; /* borrowed */
  uint32_t slot_count;
  RowChunk **chunks; /* all but the last are full */
  uint32_t chunk_count, chunk_cap;
  uint32_t n;
} Rows;

void rows_init(Rows *rows, const uint32_t *slots, uint32_t slot_count, MemoryLimit *limit);
void rows_clear(Rows *rows);
void rows_free(Rows *rows);

/* Adds the rows of the batch that count. */
Status rows_add(Rows *rows, const Batch *b, Error *err);
/* Adds some rows of another store with the same slots. */
Status rows_add_rows(Rows *rows, const Rows *from, const uint32_t *picked, uint32_t n, Error *err);

/* Hands out a chunk: sets the kept slots of out, n and sel. Valid until the store changes. */
void rows_chunk(const Rows *rows, uint32_t chunk, Batch *out);

static inline Value rows_get(const Rows *rows, uint32_t column, uint32_t row)
{
  const RowColumn *c = &rows->chunks[row / BATCH_ROWS]->columns[column];
  uint32_t at = row % BATCH_ROWS;
  switch (c->kind) {
  case VEC_VALUE: return c->values[at];
  case VEC_NODE: return c->ids[at] == UINT32_MAX ? VALUE_NULL_VALUE : value_node(c->ids[at]);
  case VEC_REL: return c->ids[at] == UINT32_MAX ? VALUE_NULL_VALUE : value_rel(c->ids[at]);
  case VEC_NONE:
  case VEC_CONST: break;
  }
  return VALUE_NULL_VALUE;
}

/* The position of a slot among the kept ones; UINT32_MAX where it is not kept. */
uint32_t rows_column(const Rows *rows, uint32_t slot);

/* Copies the picked rows into the buffers of g, whose slots must be the store's in the same order, and into out.
 * Slots without values are not touched. */
Status rows_gather(const Rows *rows, const uint32_t *picked, uint32_t n, Gather *g, Batch *out, Error *err);

#endif
