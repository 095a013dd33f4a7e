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

bool fact_is_disputed(const Graph *g, Value fact)
{
  return is_true(fact_property(g, fact, SETTING_DISPUTED));
}

bool fact_is_effective(const Graph *g, Value text)
{
  return !is_true(fact_property(g, text, SETTING_NOT_IN_FORCE));
}

FactRank fact_rank(const Graph *g, Value fact)
{
  if (is_true(fact_property(g, fact, SETTING_PREFERRED))) return FACT_PREFERRED;
  Value rank = fact_property(g, fact, SETTING_RANK);
  if (rank.type != VALUE_STRING) return FACT_NORMAL;
  if (text_equal(value_text(rank), TEXT("preferred"))) return FACT_PREFERRED;
  return text_equal(value_text(rank), TEXT("deprecated")) ? FACT_DEPRECATED : FACT_NORMAL;
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

/* ---- rivals */

/* Marked as one of several versions. */
static bool is_version(const Graph *g, Value fact)
{
  return fact_is_disputed(g, fact) || fact_rank(g, fact) != FACT_NORMAL ||
         !value_is_null(fact_property(g, fact, SETTING_RANK));
}

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

bool fact_are_rivals(const Graph *g, uint32_t rel, uint32_t other)
{
  uint32_t start, end, other_start, other_end, at = 0, key, type = graph_rel_type(g, rel);
  if (rel == other || graph_rel_type(g, other) != type) return false;
  graph_rel_ends(g, rel, &start, &end);
  graph_rel_ends(g, other, &other_start, &other_end);
  if (start != other_start) return false;
  Value a = value_rel(rel), b = value_rel(other);
  if (!is_version(g, a) || !is_version(g, b) || !may_overlap(fact_validity(g, a), fact_validity(g, b))) return false;
  if (end == other_end) return fact_difference(g, rel, other, &at, &key);
  return setting_has(graph_settings(g), SETTING_EXCLUSIVE, graph_name(g, NAME_TYPE, type));
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

void fact_rivals_begin(FactRivals *r, const Graph *g, uint32_t rel)
{
  uint32_t start, end, type = graph_rel_type(g, rel);
  *r = (FactRivals){.g = g, .rel = rel};
  if (!is_version(g, value_rel(rel))) return;
  graph_rel_ends(g, rel, &start, &end);
  r->walks = !graph_type_is_compact(g, type) ||
             setting_has(graph_settings(g), SETTING_EXCLUSIVE, graph_name(g, NAME_TYPE, type));
  if (r->walks)
    neighbours_begin(&r->walk, g, start, type, DIR_OUT);
  else
    r->between = part_to(graph_run(g, start, type, DIR_OUT), end);
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
    if (fact_are_rivals(r->g, r->rel, *other)) return true;
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
