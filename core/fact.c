/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts by the settings of the database; see fact.h. */
#include "fact.h"

#include "column.h"
#include "index.h"

static EntityKind kind_of(Value fact)
{
  return fact.type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL;
}

static Value property_of(const Graph *g, Value fact, Text name)
{
  uint32_t key = graph_name_find(g, NAME_KEY, name);
  return key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(g, kind_of(fact), fact.id, key);
}

Value fact_property(const Graph *g, Value fact, Setting setting)
{
  SettingNames names = setting_names(graph_settings(g), setting);
  Value v = VALUE_NULL_VALUE;
  for (uint32_t i = 0; i < names.n && value_is_null(v); i++) v = property_of(g, fact, names.at[i]);
  return v;
}

FactDates fact_dates(const Graph *g, Value fact)
{
  FactDates dates;
  for (size_t i = 0; i < VALIDITY_DATES; i++) dates.at[i] = fact_property(g, fact, validity_settings[i]);
  return dates;
}

bool fact_is_dated(const FactDates *dates)
{
  size_t i = 0;
  while (i < VALIDITY_DATES && value_is_null(dates->at[i])) i++;
  return i < VALIDITY_DATES;
}

Validity fact_dates_validity(const FactDates *dates)
{
  const uint32_t each = VALIDITY_TO - VALIDITY_FROM;
  return validity_of(value_list(dates->at, each), value_list(dates->at + VALIDITY_TO, each));
}

Validity fact_validity(const Graph *g, Value fact)
{
  FactDates dates = fact_dates(g, fact);
  return fact_dates_validity(&dates);
}

static bool is_true(Value v)
{
  return v.type == VALUE_BOOL && v.boolean;
}

bool fact_is_effective(const Graph *g, Value text)
{
  return !is_true(fact_property(g, text, SETTING_NOT_IN_FORCE));
}

Status fact_texts(const Graph *g, Value fact, Setting setting, FactText each, void *context)
{
  SettingNames names = setting_names(graph_settings(g), setting);
  for (uint32_t i = 0; i < names.n; i++) {
    Value v = property_of(g, fact, names.at[i]);
    const Value *items = v.type == VALUE_LIST ? v.items : &v;
    for (uint32_t k = 0, n = v.type == VALUE_LIST ? v.aux : 1; k < n; k++)
      if (items[k].type == VALUE_STRING) TRY(each(context, value_text(items[k])));
  }
  return STATUS_OK;
}

/* ---- versions of a fact */

static uint32_t key_of(const Graph *g, Setting setting)
{
  return graph_name_find(g, NAME_KEY, setting_name(graph_settings(g), setting));
}

FactKeys fact_keys(const Graph *g)
{
  FactKeys k = {.g = g,
                .schema = graph_schema_version(g),
                .disputed = key_of(g, SETTING_DISPUTED),
                .rank = key_of(g, SETTING_RANK),
                .preferred = key_of(g, SETTING_PREFERRED)};
  for (size_t i = 0; i < VALIDITY_DATES; i++) k.dates[i] = key_of(g, validity_settings[i]);
  return k;
}

static Value value_of(const FactKeys *k, Value fact, uint32_t key)
{
  return key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(k->g, kind_of(fact), fact.id, key);
}

bool fact_is_disputed(const FactKeys *k, Value fact)
{
  return is_true(value_of(k, fact, k->disputed));
}

static const char *const rank_names[] = {
    [FACT_DEPRECATED] = "deprecated", [FACT_NORMAL] = "normal", [FACT_PREFERRED] = "preferred"};

Text fact_rank_name(FactRank rank)
{
  return text_of(rank_names[rank]);
}

FactRank fact_rank(const FactKeys *k, Value fact)
{
  if (is_true(value_of(k, fact, k->preferred))) return FACT_PREFERRED;
  Value rank = value_of(k, fact, k->rank);
  if (rank.type != VALUE_STRING) return FACT_NORMAL;
  if (text_equal(value_text(rank), fact_rank_name(FACT_PREFERRED))) return FACT_PREFERRED;
  return text_equal(value_text(rank), fact_rank_name(FACT_DEPRECATED)) ? FACT_DEPRECATED : FACT_NORMAL;
}

/* Marked as one of several versions. */
static bool is_version(const FactKeys *k, Value fact)
{
  return !value_is_null(value_of(k, fact, k->rank)) || is_true(value_of(k, fact, k->preferred)) ||
         fact_is_disputed(k, fact);
}

static Validity holds(const FactKeys *k, Value fact)
{
  FactDates dates;
  for (size_t i = 0; i < VALIDITY_DATES; i++) dates.at[i] = value_of(k, fact, k->dates[i]);
  return fact_dates_validity(&dates);
}

/* ---- rivals */

static bool may_overlap(Validity a, Validity b)
{
  DateDays first = MAX(a.start.first, b.start.first), last = MIN(a.end.last, b.end.last);
  return first <= last && a.start.first <= a.end.last && b.start.first <= b.end.last;
}

/* Whether a property says something of the fact, not of who says so, where and how surely. */
static bool says_something(const Graph *g, uint32_t key)
{
  static const Setting aside[] = {SETTING_CLAIMANT, SETTING_DISPUTED, SETTING_RANK,  SETTING_PREFERRED,
                                  SETTING_SOURCE,   SETTING_PAGE,     SETTING_REMARK};
  Text name = graph_name(g, NAME_KEY, key);
  for (size_t i = 0; i < ARRAY_LEN(aside); i++)
    if (setting_has(graph_settings(g), aside[i], name)) return false;
  return true;
}

bool fact_difference(const Graph *g, uint32_t rel, uint32_t other, uint32_t *at, uint32_t *key)
{
  for (uint32_t keys = graph_name_count(g, NAME_KEY); *at < keys;) {
    *key = (*at)++;
    Value a = graph_prop(g, ENTITY_REL, rel, *key), b = graph_prop(g, ENTITY_REL, other, *key);
    if (!value_equivalent(a, b) && says_something(g, *key)) return true;
  }
  return false;
}

static bool is_rival(const FactRivals *r, uint32_t other)
{
  const Graph *g = r->keys.g;
  uint32_t start, end, other_end, at = 0, key;
  Value fact = value_rel(other);
  if (r->rel == other || !is_version(&r->keys, fact) || !may_overlap(r->when, holds(&r->keys, fact))) return false;
  graph_rel_ends(g, r->rel, &start, &end);
  graph_rel_ends(g, other, &start, &other_end);
  return end == other_end ? fact_difference(g, r->rel, other, &at, &key) : r->exclusive;
}

/* Of the node's run, which is sorted by neighbour, the part with that one. */
static Run part_to(Run run, uint32_t neighbour)
{
  uint32_t low = 0, high = run.len, end;
  if (run.len == 0) return run;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (run.nodes[middle] < neighbour)
      low = middle + 1;
    else
      high = middle;
  }
  for (end = low; end < run.len && run.nodes[end] == neighbour;) end++;
  return (Run){run.nodes + low, run.rels + low, end - low};
}

void fact_rivals_begin(FactRivals *r, const FactKeys *k, uint32_t rel)
{
  uint32_t start, end, type = graph_rel_type(k->g, rel);
  *r = (FactRivals){.rel = rel};
  if (!is_version(k, value_rel(rel))) return;
  graph_rel_ends(k->g, rel, &start, &end);
  r->keys = *k;
  r->when = holds(k, value_rel(rel));
  r->exclusive = setting_has(graph_settings(k->g), SETTING_EXCLUSIVE, graph_name(k->g, NAME_TYPE, type));
  r->walks = r->exclusive || !graph_type_is_compact(k->g, type);
  if (r->walks)
    neighbours_begin(&r->walk, k->g, start, type, DIR_OUT);
  else
    r->between = part_to(graph_run(k->g, start, type, DIR_OUT), end);
}

static bool next_candidate(FactRivals *r, uint32_t *other)
{
  uint32_t node;
  if (r->walks) return neighbours_next(&r->walk, other, &node, 1) > 0;
  if (r->between.len == 0) return false;
  *other = *r->between.rels++;
  r->between.len--;
  return true;
}

bool fact_rivals_next(FactRivals *r, uint32_t *other)
{
  while (next_candidate(r, other))
    if (is_rival(r, *other)) return true;
  return false;
}

/* ---- nodes by what they are called */

static bool next_in_column(const Column *c, Text text, uint32_t *node)
{
  uint32_t code = column_type(c) == COLUMN_STRING ? column_code(c, text) : 0;
  if (code == DICTIONARY_NONE || (column_type(c) != COLUMN_STRING && column_type(c) != COLUMN_TAGGED)) return false;
  for (uint32_t slot = *node + 1, end = c->storage.page_count << COLUMN_PAGE_SHIFT; slot < end; slot++) {
    const ColumnPage *page = column_page(c, slot >> COLUMN_PAGE_SHIFT);
    uint32_t i = slot % COLUMN_PAGE_SLOTS;
    if (!page) slot |= COLUMN_PAGE_SLOTS - 1; /* on to the next page */
    if (!page || !page_has(page, i)) continue;
    Value v = column_type(c) == COLUMN_TAGGED ? page_values(page)[i] : VALUE_NULL_VALUE;
    bool found = column_type(c) == COLUMN_STRING ? page_codes(page)[i] == code
                                                 : v.type == VALUE_STRING && text_equal(value_text(v), text);
    *node = slot;
    if (found) return true;
  }
  return false;
}

bool fact_next_node(const Graph *g, Setting setting, Text text, uint32_t *node)
{
  SettingNames names = setting_names(graph_settings(g), setting);
  uint32_t best = SLOT_NONE;
  for (uint32_t i = 0; i < names.n; i++) {
    uint32_t key = graph_name_find(g, NAME_KEY, names.at[i]), found = *node;
    const Column *c = key == NAME_NONE ? NULL : graph_column(g, ENTITY_NODE, key);
    if (c && next_in_column(c, text, &found)) best = MIN(best, found);
  }
  if (best == SLOT_NONE) return false;
  *node = best;
  return true;
}

static bool find_by_index(const Graph *g, Text id, uint32_t *node)
{
  for (uint32_t i = 0, n = graph_index_count(g); i < n; i++) {
    const Index *index = graph_built_index(g, i); /* threads may be here: none is built now */
    IndexCursor cursor;
    if (!index || index_kind(index) != ENTITY_NODE) continue;
    if (!setting_has(graph_settings(g), SETTING_ID, graph_name(g, NAME_KEY, index_key(index)))) continue;
    index_seek_equal(&cursor, index, value_string(id));
    if (index_next(&cursor, node, 1)) return true;
  }
  return false;
}

bool fact_node_of(const Graph *g, Text id, uint32_t *node)
{
  *node = SLOT_NONE;
  return find_by_index(g, id, node) || fact_next_node(g, SETTING_ID, id, node);
}

Value fact_name_of(const Graph *g, uint32_t node)
{
  Value name = fact_property(g, value_node(node), SETTING_NAME);
  return value_is_null(name) ? fact_property(g, value_node(node), SETTING_ID) : name;
}
