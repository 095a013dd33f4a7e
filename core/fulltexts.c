/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which full-text indexes there are, and telling them what is about to change. */
#include "graph_internal.h"

#include <stdlib.h>

uint32_t graph_fulltext_count(const Graph *g)
{
  return g->fulltext_count;
}

Fulltext *graph_fulltext(const Graph *g, uint32_t i)
{
  return i < g->fulltext_count ? g->fulltexts[i] : NULL;
}

static uint32_t find_by_name(const Graph *g, Text name)
{
  uint32_t i = 0;
  while (i < g->fulltext_count && !text_equal(fulltext_spec(g->fulltexts[i])->name, name)) i++;
  return i;
}

Fulltext *graph_find_fulltext(const Graph *g, Text name)
{
  return graph_fulltext(g, find_by_name(g, name));
}

void graph_touch_fulltexts(Graph *g, EntityKind kind, uint32_t slot, uint32_t key)
{
  for (uint32_t i = 0; i < g->fulltext_count; i++) {
    Fulltext *f = g->fulltexts[i];
    if (fulltext_spec(f)->kind == kind && (key == NAME_NONE || fulltext_has_key(f, key))) fulltext_touch(f, g, slot);
  }
}

void graph_forget_fulltexts(Graph *g)
{
  for (uint32_t i = 0; i < g->fulltext_count; i++) fulltext_forget(g->fulltexts[i]);
}

/* ---- putting in and taking out */

static void count_columns(Graph *g, const FulltextSpec *s, bool more)
{
  for (uint32_t i = 0; i < s->key_count; i++) {
    Column *column = g->columns[s->kind][s->keys[i]];
    column->index_count = more ? column->index_count + 1 : column->index_count - 1;
  }
}

Status graph_put_fulltext(Graph *g, Fulltext *f, uint32_t at, Error *err)
{
  const FulltextSpec *s = fulltext_spec(f);
  Column *column;
  if (g->fulltext_count == g->fulltext_cap) {
    uint32_t cap = MAX(4u, g->fulltext_cap * 2);
    Fulltext **grown = realloc(g->fulltexts, cap * sizeof(Fulltext *));
    if (!grown) return error_out_of_memory(err);
    g->fulltexts = grown;
    g->fulltext_cap = cap;
  }
  for (uint32_t i = 0; i < s->key_count; i++) TRY(graph_make_column(g, s->kind, s->keys[i], &column, err));
  count_columns(g, s, true);
  memmove(g->fulltexts + at + 1, g->fulltexts + at, (g->fulltext_count - at) * sizeof(Fulltext *));
  g->fulltexts[at] = f;
  g->fulltext_count++;
  g->schema_version++;
  g->indexes_changed = true;
  return STATUS_OK;
}

void graph_take_fulltext(Graph *g, uint32_t at)
{
  count_columns(g, fulltext_spec(g->fulltexts[at]), false);
  g->fulltext_count--;
  memmove(g->fulltexts + at, g->fulltexts + at + 1, (g->fulltext_count - at) * sizeof(Fulltext *));
  g->schema_version++;
  g->indexes_changed = true;
}

Status graph_load_fulltext(Graph *g, const FulltextSpec *spec, Error *err)
{
  Fulltext *f;
  TRY(fulltext_new(&f, spec, err));
  if (graph_put_fulltext(g, f, g->fulltext_count, err) == STATUS_OK) return STATUS_OK;
  fulltext_free(f);
  return STATUS_FAIL;
}

/* ---- creating and dropping */

static Status check_once(const Graph *g, NameKind kind, const uint32_t *ids, uint32_t n, Error *err)
{
  if (n == 0) return error_set(err, ERROR_MISUSE, NULL, "a full-text index over nothing");
  for (uint32_t i = 0; i < n; i++) {
    if (ids[i] >= g->names[kind].count) return error_set(err, ERROR_MISUSE, NULL, "an index over an unknown name");
    for (uint32_t k = 0; k < i; k++) {
      if (ids[k] != ids[i]) continue;
      Text name = graph_name(g, kind, ids[i]);
      return error_set(err, ERROR_ARGUMENT, NULL, "the %s `%.*s` is there twice",
                       kind == NAME_KEY     ? "property"
                       : kind == NAME_LABEL ? "label"
                                            : "type",
                       (int)MIN(name.len, (size_t)200), name.data);
    }
  }
  return STATUS_OK;
}

static bool same_ids(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb)
{
  if (na != nb) return false;
  for (uint32_t i = 0; i < na; i++) {
    uint32_t k = 0;
    while (k < nb && b[k] != a[i]) k++;
    if (k == nb) return false;
  }
  return true;
}

static const FulltextSpec *find_same(const Graph *g, const FulltextSpec *s)
{
  for (uint32_t i = 0; i < g->fulltext_count; i++) {
    const FulltextSpec *other = fulltext_spec(g->fulltexts[i]);
    if (other->kind == s->kind && same_ids(other->labels, other->label_count, s->labels, s->label_count) &&
        same_ids(other->keys, other->key_count, s->keys, s->key_count))
      return other;
  }
  return NULL;
}

static Status install(Graph *g, const FulltextSpec *spec, Error *err)
{
  Fulltext *f;
  TRY(undo_reserve(g, 1, err));
  TRY(fulltext_new(&f, spec, err));
  if (graph_put_fulltext(g, f, g->fulltext_count, err) != STATUS_OK) {
    fulltext_free(f);
    return STATUS_FAIL;
  }
  undo_push(g, (Undo){.op = UNDO_ADD_FULLTEXT, .fulltext = f});
  g->changes.indexes_added++;
  return STATUS_OK;
}

Status graph_create_fulltext(Graph *g, const FulltextSpec *spec, bool if_not_exists, Error *err)
{
  FulltextSpec s = *spec;
  TRY(graph_check_writable(g, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "no index can be created during a bulk load");
  TRY(check_once(g, s.kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, s.labels, s.label_count, err));
  TRY(check_once(g, NAME_KEY, s.keys, s.key_count, err));
  const FulltextSpec *same = find_same(g, &s);
  if (same || graph_is_schema_name(g, s.name)) {
    if (if_not_exists) return STATUS_OK;
    Text taken = same ? same->name : s.name;
    return error_set(err, ERROR_ARGUMENT, "IndexAlreadyExists",
                     same ? "there is such an index already, `%.*s`"
                          : "there is an index or a constraint `%.*s` already",
                     (int)MIN(taken.len, (size_t)200), taken.data);
  }
  Str made;
  str_init(&made);
  if (!s.name.len) {
    graph_make_schema_name(g, "fulltext", s.kind, s.labels[0], s.keys, s.key_count, &made);
    s.name = str_text(&made);
  }
  Status status = str_check(&made, err);
  if (status == STATUS_OK) status = install(g, &s, err);
  str_free(&made);
  return status;
}

Status graph_drop_fulltext(Graph *g, Text name, bool *there, Error *err)
{
  uint32_t at = find_by_name(g, name);
  *there = at < g->fulltext_count;
  if (!*there) return STATUS_OK;
  TRY(undo_reserve(g, 1, err));
  undo_push(g, (Undo){.op = UNDO_DROP_FULLTEXT, .fulltext = g->fulltexts[at], .other = at});
  graph_take_fulltext(g, at);
  g->changes.indexes_removed++;
  return STATUS_OK;
}
