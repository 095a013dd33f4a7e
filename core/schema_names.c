/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of indexes and constraints, of which no two are the same. */
#include "graph_internal.h"
#include "nearest.h"

uint32_t graph_find_index_name(const Graph *g, Text name)
{
  uint32_t i = 0;
  while (i < g->index_count && !text_equal(index_name(g->indexes[i]), name)) i++;
  return i;
}

uint32_t graph_find_constraint_name(const Graph *g, Text name)
{
  uint32_t i = 0;
  while (i < g->constraint_count && !text_equal(g->constraints[i]->spec.name, name)) i++;
  return i;
}

bool graph_is_schema_name(const Graph *g, Text name)
{
  return graph_find_index_name(g, name) < g->index_count || graph_find_constraint_name(g, name) < g->constraint_count ||
         graph_find_fulltext(g, name);
}

void graph_make_schema_name(const Graph *g, const char *prefix, EntityKind kind, uint32_t label, const uint32_t *keys,
                            uint32_t key_count, Str *out)
{
  str_addf(out, "%s_", prefix);
  str_add_text(out, graph_name(g, kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, label));
  for (uint32_t i = 0; i < key_count; i++) {
    str_add_char(out, '_');
    str_add_text(out, graph_name(g, NAME_KEY, keys[i]));
  }
  size_t base = out->len;
  for (uint32_t n = 2; !out->bad && graph_is_schema_name(g, str_text(out)); n++) {
    out->len = base;
    str_addf(out, "_%u", n);
  }
}

/* ---- names that are unknown */

static int shown(Text name)
{
  return (int)MIN(name.len, (size_t)200);
}

static Status not_found(const char *what, const char *detail, Text name, Text best, Error *err)
{
  if (!best.data) return error_set(err, ERROR_ARGUMENT, detail, "there is no %s `%.*s`", what, shown(name), name.data);
  return error_set(err, ERROR_ARGUMENT, detail, "there is no %s `%.*s`; did you mean `%.*s`?", what, shown(name),
                   name.data, shown(best), best.data);
}

Status graph_no_such_index(const Graph *g, Text name, Error *err)
{
  Text best = {NULL, 0};
  NearestName nearest = nearest_name(name);
  for (uint32_t i = 0; i < g->index_count; i++)
    if (nearest_name_try(&nearest, index_name(g->indexes[i]))) best = index_name(g->indexes[i]);
  for (uint32_t i = 0; i < g->fulltext_count; i++) {
    Text candidate = fulltext_spec(g->fulltexts[i])->name;
    if (nearest_name_try(&nearest, candidate)) best = candidate;
  }
  return not_found("index", "IndexNotFound", name, best, err);
}

Status graph_no_such_constraint(const Graph *g, Text name, Error *err)
{
  Text best = {NULL, 0};
  if (graph_find_index_name(g, name) < g->index_count || graph_find_fulltext(g, name))
    return error_set(err, ERROR_ARGUMENT, "ConstraintNotFound",
                     "there is no constraint `%.*s`, but an index of that name: DROP INDEX takes it away", shown(name),
                     name.data);
  NearestName nearest = nearest_name(name);
  for (uint32_t i = 0; i < g->constraint_count; i++)
    if (nearest_name_try(&nearest, g->constraints[i]->spec.name)) best = g->constraints[i]->spec.name;
  return not_found("constraint", "ConstraintNotFound", name, best, err);
}
