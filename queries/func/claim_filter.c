/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Claims and ranks over columns; see claim_filter.h. */
#include "claim_filter.h"

#include "claim_test.h"

enum { JUDGED = 4 }; /* beside Claimants */

/* NULL without any value. */
static const Column *column_of(const Graph *g, EntityKind kind, uint32_t key)
{
  const Column *column = key == NAME_NONE ? NULL : graph_column(g, kind, key);
  return column && column_count(column) > 0 ? column : NULL;
}

/* ---- claims */

void claim_filter_open(ClaimFilter *f, const Graph *g, EntityKind kind, uint32_t most, Arena *arena)
{
  *f = (ClaimFilter){.graph = g, .kind = kind, .claimants = arena_array(arena, ClaimantColumn, MAX(most, 1u))};
}

void claim_filter_add_claimant(ClaimFilter *f, uint32_t key, Arena *arena)
{
  const Column *column = column_of(f->graph, f->kind, key);
  if (!column || arena->bad) return;
  ClaimantColumn *c = &f->claimants[f->n++];
  *c = (ClaimantColumn){.column = column};
  if (column_type(column) != COLUMN_STRING) return;
  c->n = column_texts(column);
  c->judged = arena_zalloc(arena, MAX(c->n, 1u));
}

void claim_filter_set_disputed(ClaimFilter *f, uint32_t key)
{
  f->disputed = column_of(f->graph, f->kind, key);
}

static Value texts_of(SettingNames names, Arena *arena)
{
  Value *texts = arena_array(arena, Value, MAX(names.n, 1u));
  for (uint32_t i = 0; texts && i < names.n; i++) texts[i] = value_string(names.at[i]);
  return value_list(texts, texts ? names.n : 0);
}

void claim_filter_of(ClaimFilter *f, const Graph *g, EntityKind kind, Value party, Arena *arena)
{
  SettingNames claimants = setting_names(graph_settings(g), SETTING_CLAIMANT);
  claim_filter_open(f, g, kind, claimants.n, arena);
  for (uint32_t i = 0; i < claimants.n; i++)
    claim_filter_add_claimant(f, graph_name_find(g, NAME_KEY, claimants.at[i]), arena);
  claim_filter_set_disputed(f, graph_name_find(g, NAME_KEY, setting_name(graph_settings(g), SETTING_DISPUTED)));
  f->party = party;
  f->voice = texts_of(setting_names(graph_settings(g), SETTING_VOICE), arena);
}

static unsigned claimants_in(const ClaimFilter *f, const ClaimantColumn *c, uint32_t slot)
{
  const ColumnPage *page = column_page(c->column, slot >> COLUMN_PAGE_SHIFT);
  uint32_t i = slot % COLUMN_PAGE_SLOTS;
  if (!page || !page_has(page, i)) return 0;
  uint32_t code = c->judged ? page_codes(page)[i] : 0;
  uint8_t *kept = code < c->n ? &c->judged[code] : NULL;
  if (LIKELY(kept && *kept)) return *kept;
  unsigned judged = claim_judge(column_page_value(c->column, page, i), f->party, f->voice) | JUDGED;
  if (kept) *kept = (uint8_t)judged;
  return judged;
}

bool claim_filter_accepts(const ClaimFilter *f, uint32_t slot)
{
  unsigned claimants = 0;
  for (uint32_t i = 0; i < f->n; i++) claimants |= claimants_in(f, &f->claimants[i], slot);
  Value disputed = f->disputed ? column_get(f->disputed, slot) : VALUE_NULL_VALUE;
  return claim_accepts(claimants, disputed.type == VALUE_BOOL && disputed.boolean);
}

/* ---- marks */

FactMarks fact_marks(const FactKeys *keys, EntityKind kind)
{
  FactMarks m = {.n = 0};
  const uint32_t marks[] = {keys->disputed, keys->rank, keys->preferred};
  for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
    const Column *column = column_of(keys->g, kind, marks[i]);
    if (column) m.at[m.n++] = column;
  }
  return m;
}
