/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What flows between operators: batches of up to 1,024 rows, one vector per variable ("slot").
 *
 * Slots are numbered once for the whole statement: every variable, hidden variable and intermediate result has its own,
 * so an operator passes on the vectors it does not touch by copying their headers. A batch is valid until the next call
 * of the operator that made it; so is all that its values point to. Who keeps rows longer copies them (value_copy). */
#ifndef CLIO_QUERIES_BATCH_H
#define CLIO_QUERIES_BATCH_H

#include "core/value.h"

enum { BATCH_ROWS = 1024 };

typedef enum VecKind {
  VEC_NONE,  /* the slot has no value here */
  VEC_VALUE, /* values[row] */
  VEC_NODE,  /* ids[row]: node slots; SLOT_NONE is null */
  VEC_REL,   /* ids[row]: relationship slots; SLOT_NONE is null */
  VEC_CONST  /* constant, for every row */
} VecKind;

typedef struct Vec {
  VecKind kind;
  union {
    const Value *values;
    const uint32_t *ids;
    Value constant;
  };
} Vec;

typedef struct Batch {
  uint32_t n;          /* rows; 0: the stream has ended */
  const uint16_t *sel; /* NULL: rows 0..n-1; otherwise the rows that count, ascending: sel[0..n-1] */
  Vec *slots;          /* one for each slot of the statement */
} Batch;

/* ---- batch.c: making batches and copying rows between them */

/* A batch of no rows with room for all slots; its slots are NULL without memory (the arena is bad then). */
Batch batch_new(Arena *arena, uint32_t slot_count);

/* Takes all values out: an operator that builds its rows anew starts so, lest a slot keep what it held a batch ago. */
static inline void batch_clear(Batch *b, uint32_t slot_count)
{
  memset(b->slots, 0, slot_count * sizeof *b->slots);
  b->n = 0;
  b->sel = NULL;
}

/* A slot of nodes (kind VEC_NODE) or relationships (VEC_REL) as an array of ids by row, filled for the rows that count;
 * UINT32_MAX is null. Borrows the vector where it is one already, else fills buffer (room for BATCH_ROWS). A value
 * that is neither null nor such an entity is ERROR_TYPE "InvalidArgumentType". */
Status batch_ids(const Batch *b, uint32_t slot, VecKind kind, uint32_t *buffer, const uint32_t **out, Error *err);

/* Copies rows of chosen slots into buffers of its own: what an operator that multiplies or reorders rows carries over
 * from its input. A buffer is taken from the arena when its slot first holds something. */
typedef struct Gather {
  Arena *arena;
  uint32_t *slots;
  uint32_t n;
  uint32_t **ids; /* by position in slots */
  Value **values;
} Gather;

void gather_init(Gather *g, Arena *arena, uint32_t capacity);
void gather_add(Gather *g, uint32_t slot); /* once for each slot; at most capacity */
/* Room for BATCH_ROWS of the slot at that position. */
uint32_t *gather_ids(Gather *g, uint32_t position);
Value *gather_values(Gather *g, uint32_t position);
/* Whether any of its slots differs from row to row in this batch. */
bool gather_has_rows(const Gather *g, const Batch *in);
/* out's row i becomes in's row rows[i], for i below n. Constants stay constants; slots that in lacks are not touched.
 */
Status gather_rows(Gather *g, const Batch *in, const uint16_t *rows, uint32_t n, Batch *out, Error *err);
/* For the rows of `rows` that count: out's row r becomes in's row at[r]. Slots that out holds already stay. */
Status gather_missing(Gather *g, const Batch *in, const uint32_t *at, const Batch *rows, Batch *out, Error *err);

static inline uint32_t batch_row(const Batch *b, uint32_t i)
{
  return b->sel ? b->sel[i] : i;
}

static inline Value vec_get(const Vec *v, uint32_t row)
{
  switch (v->kind) {
  case VEC_VALUE: return v->values[row];
  case VEC_NODE: return v->ids[row] == UINT32_MAX ? VALUE_NULL_VALUE : value_node(v->ids[row]);
  case VEC_REL: return v->ids[row] == UINT32_MAX ? VALUE_NULL_VALUE : value_rel(v->ids[row]);
  case VEC_CONST: return v->constant;
  case VEC_NONE: break;
  }
  return VALUE_NULL_VALUE;
}

#endif
