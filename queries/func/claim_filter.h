/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of claims and ranks straight over the columns of the properties that they ask for, for those who put many
 * facts to them: most facts have none of these and pass at once, and each distinct text of a claimant is judged once.
 * Good as long as the graph does not change. */
#ifndef CLIO_QUERIES_CLAIM_FILTER_H
#define CLIO_QUERIES_CLAIM_FILTER_H

#include "core/column.h"
#include "core/fact.h"

typedef struct ClaimantColumn {
  const Column *column;
  uint8_t *judged; /* by code of the text; NULL unless the column is one of texts */
  uint32_t n;
} ClaimantColumn;

/* Whether facts are such that a party asserts them or nobody contests them. */
typedef struct ClaimFilter {
  const Graph *graph;
  EntityKind kind;
  const Column *disputed;
  ClaimantColumn *claimants; /* those with values */
  uint32_t n;
  Value party, voice; /* lists of texts */
} ClaimFilter;

/* For facts of the kind; most: how many keys of claimants will be added. What it allocates lives in the arena, which
 * may also be checked after the last. Party and voice are for the caller to set. */
void claim_filter_open(ClaimFilter *f, const Graph *g, EntityKind kind, uint32_t most, Arena *arena);
/* Keys may be NAME_NONE. */
void claim_filter_add_claimant(ClaimFilter *f, uint32_t key, Arena *arena);
void claim_filter_set_disputed(ClaimFilter *f, uint32_t key);

/* All of it, after the settings of the graph. */
void claim_filter_of(ClaimFilter *f, const Graph *g, EntityKind kind, Value party, Arena *arena);

static inline bool claim_filter_accepts_all(const ClaimFilter *f)
{
  return f->n == 0 && !f->disputed;
}

bool claim_filter_accepts(const ClaimFilter *f, uint32_t slot);

/* Facts that are marked as one of several versions; others have the normal rank and no rivals. */
typedef struct FactMarks {
  const Column *at[3]; /* those with values */
  uint32_t n;
} FactMarks;

FactMarks fact_marks(const FactKeys *keys, EntityKind kind);

static inline bool fact_is_marked(const FactMarks *m, uint32_t slot)
{
  bool marked = false;
  for (uint32_t i = 0; i < m->n && !marked; i++) marked = column_has(m->at[i], slot);
  return marked;
}

#endif
