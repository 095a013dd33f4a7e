/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lineages; see supersession.h. What is later and earlier is found breadth first, so that ways are shortest, and put
 * into order by taking away what has nothing earlier (Kahn 1962); what is left over then holds a circle. */
#include "supersession.h"

#include "core/fact.h"

#include <stdlib.h>

static Status grow(Lineage *l, void **items, uint32_t n, uint32_t *cap, size_t size)
{
  if (n < *cap) return STATUS_OK;
  uint32_t more = MAX(8u, *cap * 2);
  void *grown = arena_calloc(l->c->arena, more, size);
  TRY(arena_check(l->c->arena, l->c->err));
  if (n) memcpy(grown, *items, n * size);
  *items = grown;
  *cap = more;
  return STATUS_OK;
}

static bool is_member(const void *context, uint32_t item, const void *key)
{
  return ((const Lineage *)context)->members[item].node == *(const uint32_t *)key;
}

/* When the text itself is of. */
static DateDays day_of(const Lineage *l, uint32_t node)
{
  Value fact = value_node(node), date = fact_property(l->c->graph, fact, SETTING_DATE);
  Edtf e;
  if (value_is_null(date)) date = fact_property(l->c->graph, fact, SETTING_VALID_FROM);
  return validity_date(date, &e) ? edtf_earliest(&e) : EDTF_BEFORE_ALL;
}

static Status add_member(Lineage *l, uint32_t node, uint32_t *member)
{
  uint64_t hash = hash_bytes(&node, sizeof node);
  *member = map_find(&l->map, hash, is_member, l, &node);
  if (*member != MAP_NONE) return STATUS_OK;
  TRY(grow(l, (void **)&l->members, l->member_count, &l->member_cap, sizeof *l->members));
  TRY(map_add(&l->map, hash, l->member_count, l->c->err));
  *member = l->member_count++;
  l->members[*member] = (LineageMember){.node = node,
                                        .way_rel = SLOT_NONE,
                                        .way_to = LINEAGE_NONE,
                                        .first_later = LINEAGE_NONE,
                                        .first_earlier = LINEAGE_NONE,
                                        .day = day_of(l, node)};
  return STATUS_OK;
}

static Status add_link(Lineage *l, uint32_t from, uint32_t rel, uint32_t node, bool later, Setting kind)
{
  uint32_t to;
  TRY(add_member(l, node, &to));
  LineageMember *m = &l->members[to];
  if (!m->later && !m->earlier && to != 0) {
    m->way_rel = rel;
    m->way_to = from;
  }
  m->later |= later;
  m->earlier |= !later;
  TRY(grow(l, (void **)&l->links, l->link_count, &l->link_cap, sizeof *l->links));
  LineageLink *link = &l->links[l->link_count];
  *link = (LineageLink){.rel = rel, .later = later ? to : from, .earlier = later ? from : to, .kind = kind};
  link->next_later = l->members[link->earlier].first_later;
  link->next_earlier = l->members[link->later].first_earlier;
  l->members[link->later].open++;
  l->members[link->earlier].first_later = l->members[link->later].first_earlier = l->link_count++;
  return STATUS_OK;
}

static Status add_links(Lineage *l, uint32_t from, bool later)
{
  static const Setting kinds[] = {SETTING_SUPERSEDES, SETTING_AMENDS, SETTING_ANNULS, SETTING_FOLLOWS};
  const Graph *g = l->c->graph;
  for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
    SettingNames names = setting_names(graph_settings(g), kinds[k]);
    for (uint32_t i = 0; i < names.n; i++) {
      uint32_t type = graph_name_find(g, NAME_TYPE, names.at[i]), rel, node;
      Neighbours walk;
      if (type == NAME_NONE) continue;
      neighbours_begin(&walk, g, l->members[from].node, type, later ? DIR_IN : DIR_OUT);
      while (neighbours_next(&walk, &rel, &node, 1)) TRY(add_link(l, from, rel, node, later, kinds[k]));
    }
  }
  return STATUS_OK;
}

/* ---- order */

static void add_name(Str *out, const Lineage *l, uint32_t member)
{
  value_show(out, fact_name_of(l->c->graph, l->members[member].node), l->c->graph);
}

/* A link to something earlier that is left over as well: there is one. */
static const LineageLink *link_down(const Lineage *l, uint32_t member)
{
  uint32_t i = l->members[member].first_earlier;
  while (l->members[l->links[i].earlier].open == 0) i = l->links[i].next_earlier;
  return &l->links[i];
}

static Status describe_circle(const Lineage *l)
{
  uint32_t at = 0;
  Str text;
  while (l->members[at].open == 0) at++;
  /* Who goes down as often as there are members has come into a circle. */
  for (uint32_t step = 0; step < l->member_count; step++) at = link_down(l, at)->earlier;
  str_init(&text);
  uint32_t begin = at;
  do {
    const LineageLink *link = link_down(l, at);
    add_name(&text, l, at);
    str_addf(&text, " %s ", setting_info(link->kind)->name);
    at = link->earlier;
  } while (at != begin);
  add_name(&text, l, at);
  Status status = str_check(&text, l->c->err);
  if (status == STATUS_OK)
    status = error_set(l->c->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                       "what supersedes what goes round in a circle: %s", str_cstr(&text));
  str_free(&text);
  return status;
}

typedef struct Place {
  DateDays day;
  uint32_t level, node, member;
} Place;

static int by_place(const void *a, const void *b)
{
  const Place *x = a, *y = b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  if (x->level != y->level) return x->level < y->level ? -1 : 1;
  return (x->node > y->node) - (x->node < y->node);
}

/* Days and levels grow along the links, so sorting by them puts everything behind what is earlier. */
static Status put_in_order(Lineage *l)
{
  uint32_t n = 0;
  Place *places = arena_array(l->c->arena, Place, l->member_count);
  l->order = arena_array(l->c->arena, uint32_t, l->member_count);
  TRY(arena_check(l->c->arena, l->c->err));
  for (uint32_t i = 0; i < l->member_count; i++)
    if (l->members[i].open == 0) l->order[n++] = i;
  for (uint32_t at = 0; at < n; at++) {
    const LineageMember *m = &l->members[l->order[at]];
    places[at] = (Place){m->day, m->level, m->node, l->order[at]};
    for (uint32_t i = m->first_later; i != LINEAGE_NONE; i = l->links[i].next_later) {
      LineageMember *later = &l->members[l->links[i].later];
      later->day = MAX(later->day, m->day);
      later->level = MAX(later->level, m->level + 1);
      if (--later->open == 0) l->order[n++] = l->links[i].later;
    }
  }
  if (n < l->member_count) return describe_circle(l);
  qsort(places, n, sizeof *places, by_place);
  for (uint32_t i = 0; i < n; i++) l->order[i] = places[i].member;
  return STATUS_OK;
}

Status lineage_make(Lineage *l, FunctionContext *c, uint32_t node, bool earlier_too)
{
  uint32_t start;
  *l = (Lineage){.c = c};
  map_init(&l->map, c->limit);
  TRY(add_member(l, node, &start));
  for (uint32_t i = 0; i < l->member_count; i++) {
    if (i == start || l->members[i].later) TRY(add_links(l, i, true));
    if (earlier_too && (i == start || l->members[i].earlier)) TRY(add_links(l, i, false));
  }
  return put_in_order(l);
}

void lineage_look_at(const Lineage *l)
{
  for (uint32_t i = 0; i < l->link_count; i++) function_looks_at(l->c, value_rel(l->links[i].rel));
}

void lineage_free(Lineage *l)
{
  map_free(&l->map);
}

/* ---- when */

Value lineage_since(const Lineage *l, const LineageLink *link)
{
  const Graph *g = l->c->graph;
  Value rel = value_rel(link->rel), later = value_node(l->members[link->later].node);
  Value since = fact_property(g, rel, SETTING_VALID_FROM);
  if (value_is_null(since)) since = fact_property(g, rel, SETTING_DATE);
  if (value_is_null(since)) since = fact_property(g, later, SETTING_DATE);
  return value_is_null(since) ? fact_property(g, later, SETTING_VALID_FROM) : since;
}

DayRange lineage_days(const Lineage *l, const LineageLink *link)
{
  Edtf e;
  if (!validity_date(lineage_since(l, link), &e)) return (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  return (DayRange){edtf_earliest(&e), edtf_latest(&e)};
}

bool lineage_ends(const Lineage *l, const LineageLink *link)
{
  if (link->kind != SETTING_SUPERSEDES && link->kind != SETTING_ANNULS) return false;
  return fact_is_effective(l->c->graph, value_node(l->members[link->later].node));
}
