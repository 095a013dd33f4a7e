/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a file's graph into the graph; see merge.h. The file's is read while its bulk load is on, so that there is
 * neither adjacency nor a list of a label's nodes to be made for it: only slots are gone through. */
#include "merge.h"

#include "csv/csv_table.h"
#include "existing.h"

#include <stdlib.h>

struct Merge {
  Existing *existing;
  Arena arena;
  CsvTableOptions tables; /* of the options, of which the ids count */
  Text id;                /* what nodes are told apart by */
  uint32_t key;           /* the same */
  uint32_t *rel_keys;     /* tables.ids, and the values of one relationship */
  Value *rel_values;
};

/* One file. */
typedef struct Folding {
  Merge *merge;
  Intake *in;
  Graph *graph;
  const Graph *file;
  const IntakePlaces *places;
  const roaring_bitmap_t *lost;     /* nodes that do not count; NULL: there are none */
  uint32_t *names[NAME_KIND_COUNT]; /* of the graph, by those of the file; NAME_NONE: not yet looked up */
  uint32_t *nodes;                  /* of the graph, by those of the file; SLOT_NONE: left out */
  uint32_t key;                     /* of the file: what nodes are told apart by */
  Error *err;
} Folding;

enum { ASK_AFTER = 1 << 16 };

/* ---- what lasts over all files */

static Status read_ids(Merge *m, const Graph *g, const ImportOptions *options, Error *err)
{
  CsvTableOptions *t = &m->tables;
  TRY(csv_table_options(&m->arena, options, t, err));
  m->rel_keys = arena_array(&m->arena, uint32_t, t->id_count);
  m->rel_values = arena_array(&m->arena, Value, t->id_count);
  TRY(arena_check(&m->arena, err));
  for (uint32_t i = 0; i < t->id_count; i++) m->rel_keys[i] = graph_name_find(g, NAME_KEY, t->ids[i]);
  m->id = t->id_count > 0 ? t->ids[0] : TEXT("id");
  return STATUS_OK;
}

Status merge_new(Merge **out, Graph *g, const ImportOptions *options, Error *err)
{
  Merge *m = calloc(1, sizeof *m);
  if (!m) return error_out_of_memory(err);
  arena_init(&m->arena, NULL);
  Status status = read_ids(m, g, options, err);
  if (status == STATUS_OK) status = graph_name_add(g, NAME_KEY, m->id, &m->key, err);
  if (status == STATUS_OK) status = existing_new(&m->existing, g, err);
  if (status == STATUS_OK)
    *out = m;
  else
    merge_free(m);
  return status;
}

void merge_free(Merge *m)
{
  if (!m) return;
  existing_free(m->existing);
  arena_free(&m->arena);
  free(m);
}

/* ---- names, properties */

static Status find_name(Folding *f, NameKind kind, uint32_t of_file, uint32_t *out)
{
  uint32_t *known = &f->names[kind][of_file];
  if (UNLIKELY(*known == NAME_NONE))
    TRY(graph_name_add(f->graph, kind, graph_name(f->file, kind, of_file), known, f->err));
  *out = *known;
  return STATUS_OK;
}

/* The file wins; where it says nothing, and where both say the same, nothing changes. */
static Status set_properties(Folding *f, EntityKind kind, uint32_t of_file, uint32_t slot)
{
  uint32_t at = 0, file_key, key;
  Value v;
  while (graph_next_prop(f->file, kind, of_file, &at, &file_key, &v)) {
    TRY(find_name(f, NAME_KEY, file_key, &key));
    if (value_same(graph_prop(f->graph, kind, slot, key), v)) continue;
    TRY(graph_set_prop(f->graph, kind, slot, key, v, f->err));
    f->in->summary->properties++;
  }
  return STATUS_OK;
}

/* ---- nodes */

static Status no_id(const Folding *f)
{
  char shown[SHOWN_BYTES];
  show_text(f->merge->id, shown);
  return error_set(f->err, ERROR_FORMAT, NULL,
                   "the node has no property %s to tell which one it is: --id NAME names one that all nodes of the "
                   "file have",
                   shown);
}

/* The node that is meant, or SLOT_NONE: one with the id and a label that it has in the file, or, if that gives it none,
 * with the id alone. */
static Status match_node(Folding *f, const uint32_t *labels, uint32_t n, Value id, uint32_t *node)
{
  Existing *existing = f->merge->existing;
  uint32_t label, found;
  *node = SLOT_NONE;
  if (n == 0) return existing_node(existing, NAME_NONE, f->merge->key, id, node, f->err);
  for (uint32_t i = 0; i < n; i++) {
    TRY(find_name(f, NAME_LABEL, labels[i], &label));
    TRY(existing_node(existing, label, f->merge->key, id, &found, f->err));
    if (*node == SLOT_NONE) *node = found;
    if (found != SLOT_NONE && found != *node)
      return error_set(f->err, ERROR_FORMAT, NULL,
                       "one node with this id has one of the node's labels, and another node has another");
  }
  return STATUS_OK;
}

static Status add_labels(Folding *f, uint32_t node, const uint32_t *labels, uint32_t n, bool *changed)
{
  uint32_t label;
  for (uint32_t i = 0; i < n; i++) {
    TRY(find_name(f, NAME_LABEL, labels[i], &label));
    if (graph_has_label(f->graph, node, label)) continue;
    TRY(graph_add_label(f->graph, node, label, f->err));
    *changed = true;
  }
  return STATUS_OK;
}

static bool is_lost(const Folding *f, uint32_t of_file)
{
  return f->lost && roaring_bitmap_contains(f->lost, of_file);
}

static Status fold_node(Folding *f, uint32_t of_file)
{
  uint32_t n, node;
  if (is_lost(f, of_file)) return STATUS_OK;
  const uint32_t *labels = graph_labels(f->file, of_file, &n);
  Value id = f->key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(f->file, ENTITY_NODE, of_file, f->key);
  if (value_is_null(id)) return no_id(f);
  TRY(match_node(f, labels, n, id, &node));
  bool changed = node == SLOT_NONE;
  if (changed) {
    TRY(graph_add_node(f->graph, NULL, 0, &node, f->err));
    f->in->summary->nodes++;
  } else {
    f->in->summary->matched_nodes++;
  }
  TRY(add_labels(f, node, labels, n, &changed));
  if (changed) TRY(existing_enter(f->merge->existing, node, f->merge->key, id, f->err));
  f->nodes[of_file] = node;
  return set_properties(f, ENTITY_NODE, of_file, node);
}

/* ---- relationships */

static Status match_rel(Folding *f, uint32_t of_file, const RelKey *like, uint32_t *rel)
{
  const CsvTableOptions *t = &f->merge->tables;
  for (uint32_t i = 0; i < t->id_count; i++) {
    uint32_t key = graph_name_find(f->file, NAME_KEY, t->ids[i]);
    f->merge->rel_values[i] = key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(f->file, ENTITY_REL, of_file, key);
  }
  return existing_take_rel(f->merge->existing, like, rel, f->err);
}

static Status fold_rel(Folding *f, uint32_t of_file)
{
  Merge *m = f->merge;
  uint32_t start, end, rel;
  RelKey key = {.keys = m->rel_keys, .values = m->rel_values, .count = m->tables.id_count};
  graph_rel_ends(f->file, of_file, &start, &end);
  if (is_lost(f, start) || is_lost(f, end)) return STATUS_OK;
  key.start = f->nodes[start];
  key.end = f->nodes[end];
  if (key.start == SLOT_NONE || key.end == SLOT_NONE)
    return error_set(f->err, ERROR_FORMAT, NULL, "the %s of the relationship has been left out",
                     key.start == SLOT_NONE ? "start" : "end");
  TRY(find_name(f, NAME_TYPE, graph_rel_type(f->file, of_file), &key.type));
  TRY(match_rel(f, of_file, &key, &rel));
  if (rel == SLOT_NONE) {
    TRY(graph_add_rel(f->graph, key.type, key.start, key.end, &rel, f->err));
    f->in->summary->relationships++;
  } else {
    f->in->summary->matched_rels++;
  }
  return set_properties(f, ENTITY_REL, of_file, rel);
}

/* ---- the file */

typedef Status (*Fold)(Folding *f, uint32_t of_file);

static Status fold_all(Folding *f, EntityKind kind, uint32_t limit, Fold fold, ImportFault fault)
{
  for (uint32_t i = 0; i < limit; i++) {
    if (i % ASK_AFTER == 0) TRY(intake_ask(f->in, f->err));
    if (LIKELY(fold(f, i) == STATUS_OK)) continue;
    intake_locate(f->in, &f->places->at[kind][i], f->err);
    TRY(leave_out(f->in->options, f->in->summary, fault, f->err));
  }
  return STATUS_OK;
}

static uint32_t *unknown(uint32_t count)
{
  uint32_t *all = malloc(MAX(count, 1u) * sizeof *all);
  if (all) memset(all, 0xFF, count * sizeof *all); /* NAME_NONE, SLOT_NONE */
  return all;
}

Status merge_graph(Merge *m, Intake *in, const Intake *from, Error *err)
{
  const Graph *file = from->graph;
  uint32_t nodes = graph_node_limit(file), rels = graph_rel_limit(file);
  Folding f = {.merge = m, .in = in, .graph = in->graph, .file = file, .err = err};
  f.places = from->places;
  f.lost = from->lost;
  bool room = (f.nodes = unknown(nodes)) != NULL;
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++)
    room = (f.names[kind] = unknown(graph_name_count(file, (NameKind)kind))) != NULL && room;
  f.key = graph_name_find(file, NAME_KEY, m->id);
  Status status = room ? fold_all(&f, ENTITY_NODE, nodes, fold_node, FAULT_ROW) : error_out_of_memory(err);
  if (status == STATUS_OK) status = fold_all(&f, ENTITY_REL, rels, fold_rel, FAULT_RELATIONSHIP);
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) free(f.names[kind]);
  free(f.nodes);
  return status;
}
