/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Triples and their relationships; see rdf_triples.h. The hash table has the first relationship of each triple only:
 * thousands of others of the same hash would be walked through again and again. */
#include "rdf_triples.h"

#include "rdf_value.h"

#include <stdlib.h>

typedef struct Triple {
  uint32_t start, type, end;
} Triple;

void rdf_triples_free(RdfTriples *triples)
{
  map_free(&triples->map);
  free(triples->by_rel.at);
  free(triples->by_properties.at);
  if (triples->taken) roaring_bitmap_free(triples->taken);
}

static bool says(const void *graph, uint32_t rel, const void *triple)
{
  const Triple *t = triple;
  uint32_t start, end;
  graph_rel_ends(graph, rel, &start, &end);
  return start == t->start && end == t->end && graph_rel_type(graph, rel) == t->type;
}

static uint64_t triple_hash(const Triple *t)
{
  return value_hash_mix(((uint64_t)t->start << 32 | t->end) ^ value_hash_mix(t->type));
}

uint32_t rdf_triples_find(const RdfTriples *triples, uint32_t start, uint32_t type, uint32_t end)
{
  Triple t = {start, type, end};
  return map_find(&triples->map, triple_hash(&t), says, triples->graph, &t);
}

static Status add_beside(RdfRuns *runs, RdfBeside beside, Error *err)
{
  if (runs->count == runs->cap) {
    uint32_t cap = MAX(64u, runs->cap * 2);
    RdfBeside *grown = realloc(runs->at, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    runs->at = grown;
    runs->cap = cap;
  }
  runs->at[runs->count++] = beside;
  return STATUS_OK;
}

Status rdf_triples_add(RdfTriples *triples, uint32_t rel, Error *err)
{
  Triple t = {.type = graph_rel_type(triples->graph, rel)};
  graph_rel_ends(triples->graph, rel, &t.start, &t.end);
  uint32_t first = rdf_triples_find(triples, t.start, t.type, t.end);
  if (first == MAP_NONE) return map_add(&triples->map, triple_hash(&t), rel, err);
  return add_beside(&triples->by_rel, (RdfBeside){.first = first, .rel = rel}, err);
}

/* ---- several for one triple */

static uint64_t hash_of(RdfProperties properties)
{
  uint64_t hash = 1;
  for (uint32_t i = 0; i < properties.count; i++)
    hash += value_hash_mix(properties.at[i].key ^ value_hash(properties.at[i].value));
  return hash;
}

static uint64_t hash_of_rel(const Graph *g, uint32_t rel)
{
  uint64_t hash = 1;
  uint32_t at = 0;
  for (RdfProperty p; graph_next_prop(g, ENTITY_REL, rel, &at, &p.key, &p.value);)
    hash += hash_of((RdfProperties){&p, 1}) - 1;
  return hash;
}

static bool has_just(const Graph *g, uint32_t rel, RdfProperties properties)
{
  uint32_t at = 0, key, count = 0;
  Value v;
  for (uint32_t i = 0; i < properties.count; i++) {
    if (!value_same(properties.at[i].value, graph_prop(g, ENTITY_REL, rel, properties.at[i].key))) return false;
  }
  while (graph_next_prop(g, ENTITY_REL, rel, &at, &key, &v)) count++;
  return count == properties.count;
}

static int compare(const void *a, const void *b)
{
  const RdfBeside *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->properties != y->properties) return x->properties < y->properties ? -1 : 1;
  return (x->rel > y->rel) - (x->rel < y->rel);
}

static void sort(RdfRuns *runs)
{
  if (runs->count > 0) qsort(runs->at, runs->count, sizeof *runs->at, compare);
}

Status rdf_triples_prepare(RdfTriples *triples, Error *err)
{
  RdfRuns *by_rel = &triples->by_rel;
  triples->taken = roaring_bitmap_create();
  if (!triples->taken) return error_out_of_memory(err);
  sort(by_rel);
  for (uint32_t i = 0, others = by_rel->count; i < others; i++) {
    uint32_t first = by_rel->at[i].first;
    if (i == 0 || by_rel->at[i - 1].first != first) TRY(add_beside(by_rel, (RdfBeside){first, first, 0, 0}, err));
  }
  sort(by_rel);
  for (uint32_t i = 0; i < by_rel->count; i++) {
    RdfBeside beside = by_rel->at[i];
    beside.properties = hash_of_rel(triples->graph, beside.rel);
    TRY(add_beside(&triples->by_properties, beside, err));
  }
  sort(&triples->by_properties);
  return STATUS_OK;
}

static uint32_t start_of_run(const RdfRuns *runs, uint32_t first, uint64_t properties)
{
  RdfBeside wanted = {.first = first, .properties = properties};
  uint32_t low = 0, high = runs->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (compare(&runs->at[middle], &wanted) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The first of a run that has not been taken and, where like is given, has those properties. */
static uint32_t find_open(const RdfTriples *triples, RdfRuns *runs, uint32_t first, uint64_t properties,
                          const RdfProperties *like)
{
  uint32_t start = start_of_run(runs, first, properties);
  for (uint32_t i = start; i < runs->count; i++) {
    if (i == start) i += runs->at[start].taken;
    if (i == runs->count || runs->at[i].first != first || runs->at[i].properties != properties) return MAP_NONE;
    uint32_t rel = runs->at[i].rel;
    if (!roaring_bitmap_contains(triples->taken, rel)) {
      if (!like || has_just(triples->graph, rel, *like)) return rel;
    } else if (i == start + runs->at[start].taken) {
      runs->at[start].taken++;
    }
  }
  return MAP_NONE;
}

uint32_t rdf_triples_take(RdfTriples *triples, uint32_t first, RdfProperties properties)
{
  uint32_t rel = first, run = start_of_run(&triples->by_rel, first, 0);
  if (run < triples->by_rel.count && triples->by_rel.at[run].first == first) {
    rel = find_open(triples, &triples->by_properties, first, hash_of(properties), &properties);
    if (rel == MAP_NONE) rel = find_open(triples, &triples->by_rel, first, 0, NULL);
  } else if (roaring_bitmap_contains(triples->taken, first)) {
    return MAP_NONE;
  }
  if (rel != MAP_NONE) roaring_bitmap_add(triples->taken, rel);
  return rel;
}
