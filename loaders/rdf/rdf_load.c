/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RDF into the graph, as neosemantics maps it: resources are nodes `:Resource {uri: ...}`, rdf:type gives labels, other
 * triples between resources relationships, literals properties. What the graph has of all that already is not made
 * twice. docs/data-formats.md says what users may rely on. */
#include "rdf_load.h"

#include "rdf_read.h"
#include "rdf_value.h"

#include <stdlib.h>

/* ---- triples */

typedef struct Triple {
  uint32_t start, type, end;
} Triple;

static bool says(const Graph *g, uint32_t rel, const Triple *t)
{
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  return start == t->start && end == t->end && graph_rel_type(g, rel) == t->type;
}

static uint64_t triple_hash(const Triple *t)
{
  return value_hash_mix(((uint64_t)t->start << 32 | t->end) ^ value_hash_mix(t->type));
}

uint32_t rdf_triple_next(const RdfTriples *triples, uint32_t start, uint32_t type, uint32_t end, uint32_t *at)
{
  Triple t = {start, type, end};
  uint32_t rel = MAP_NONE;
  do rel = map_next(&triples->map, triple_hash(&t), at);
  while (rel != MAP_NONE && !says(triples->graph, rel, &t));
  return rel;
}

static Status add_triple(RdfTriples *triples, uint32_t rel, Error *err)
{
  Triple t = {.type = graph_rel_type(triples->graph, rel)};
  graph_rel_ends(triples->graph, rel, &t.start, &t.end);
  return map_add(&triples->map, triple_hash(&t), rel, err);
}

Status rdf_relate(RdfLoad *load, uint32_t start, uint32_t type, uint32_t end, Error *err)
{
  uint32_t rel, at = MAP_NONE;
  if (rdf_triple_next(&load->triples, start, type, end, &at) != MAP_NONE) return STATUS_OK;
  TRY(graph_add_rel(load->in->graph, type, start, end, &rel, err));
  load->in->summary->relationships++;
  return add_triple(&load->triples, rel, err);
}

/* ---- names */

Status rdf_iri(RdfLoad *load, Text iri, uint32_t *number, Error *err)
{
  *number = names_find(&load->iris, iri);
  if (LIKELY(*number != NAME_NONE)) return STATUS_OK;
  if (load->iris.count == load->called_cap) {
    uint32_t cap = MAX(64u, load->called_cap * 2);
    RdfCalled *grown = realloc(load->called, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    load->called = grown;
    load->called_cap = cap;
  }
  load->called[load->iris.count] = (RdfCalled){{NAME_NONE, NAME_NONE, NAME_NONE}};
  return names_add(&load->iris, iri, number, err);
}

Status rdf_called(RdfLoad *load, uint32_t iri, NameKind kind, uint32_t *id, Error *err)
{
  *id = load->called[iri].ids[kind];
  if (LIKELY(*id != NAME_NONE)) return STATUS_OK;
  str_clear(&load->text);
  TRY(rdf_names_shorten(load->names, names_text(&load->iris, iri), &load->text, err));
  TRY(str_check(&load->text, err));
  TRY(graph_name_add(load->in->graph, kind, str_text(&load->text), id, err));
  load->called[iri].ids[kind] = *id;
  return STATUS_OK;
}

/* ---- resources */

static bool is_own_node(const RdfTerm *term)
{
  Text start = TEXT(CLIO_NODE);
  return term->kind == RDF_IRI && term->text.len > start.len && text_begins(term->text, start);
}

/* What stands for the resource among the ids of the import. */
static Status add_key(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, Error *err)
{
  Str *key = &load->text;
  str_clear(key);
  if (load->quads && graph->kind != RDF_NONE) {
    str_add_text(key, graph->text);
    str_add_char(key, '\n');
  }
  if (term->kind == RDF_BLANK || is_own_node(term)) str_addf(key, "_:%u:", load->file);
  str_add_text(key, term->text);
  return str_check(key, err);
}

static Status set_text(RdfLoad *load, uint32_t node, uint32_t key, Text text, Error *err)
{
  TRY(graph_set_prop(load->in->graph, ENTITY_NODE, node, key, value_string(text), err));
  load->in->summary->properties++;
  return STATUS_OK;
}

static Status describe(RdfLoad *load, uint32_t node, const RdfTerm *term, const RdfTerm *graph, Error *err)
{
  if (load->quads && graph->kind != RDF_NONE) TRY(set_text(load, node, load->graph_uri, graph->text, err));
  if (is_own_node(term)) return STATUS_OK;
  TRY(graph_add_label(load->in->graph, node, load->resource, err));
  if (term->kind == RDF_IRI) return set_text(load, node, load->uri, term->text, err);
  str_clear(&load->text);
  str_add(&load->text, "_:");
  str_add_text(&load->text, term->text);
  TRY(str_check(&load->text, err));
  return set_text(load, node, load->uri, str_text(&load->text), err);
}

Status rdf_find(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, uint32_t *node, Error *err)
{
  TRY(add_key(load, term, graph, err));
  *node = intake_find(load->in, str_text(&load->text));
  return STATUS_OK;
}

Status rdf_resource(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, uint32_t *node, Error *err)
{
  TRY(rdf_find(load, term, graph, node, err));
  if (LIKELY(*node != SLOT_NONE)) return STATUS_OK;
  TRY(intake_describe(load->in, str_text(&load->text), node, err));
  return describe(load, *node, term, graph, err);
}

/* ---- properties */

static bool same_value(Value a, Value b)
{
  return a.type == b.type && value_equivalent(a, b);
}

/* The values of a property and one more; what it is already is left as it is. */
static Value with_value(Arena *arena, Value before, Value v)
{
  bool list = before.type == VALUE_LIST;
  const Value *items = list ? before.items : &before;
  uint32_t n = list ? before.aux : 1;
  for (uint32_t i = 0; i < n; i++)
    if (same_value(items[i], v)) return before;
  Value *all = arena_array(arena, Value, n + 1);
  if (!all) return before;
  memcpy(all, items, n * sizeof *all);
  all[n] = v;
  return value_list(all, n + 1);
}

static Status add_property(RdfLoad *load, uint32_t node, const RdfStatement *s, Error *err)
{
  uint32_t iri, key;
  Value v;
  Str name;
  str_init(&name);
  Graph *g = load->in->graph;
  RdfLiteral literal = {s->object.text, s->object.datatype, s->object.language};
  Status status = rdf_iri(load, s->predicate.text, &iri, err);
  if (status == STATUS_OK) status = rdf_value_read(&load->arena, load->names, &literal, &v, &name, err);
  if (status == STATUS_OK) status = rdf_called(load, iri, NAME_KEY, &key, err);
  if (status == STATUS_OK && name.len > 0) {
    Str whole;
    str_init(&whole);
    str_add_text(&whole, graph_name(g, NAME_KEY, key));
    str_add_text(&whole, str_text(&name));
    status = str_check(&whole, err);
    if (status == STATUS_OK) status = graph_name_add(g, NAME_KEY, str_text(&whole), &key, err);
    str_free(&whole);
  }
  str_free(&name);
  TRY(status);
  Value before = graph_prop(g, ENTITY_NODE, node, key);
  if (value_is_null(before)) load->in->summary->properties++;
  if (!value_is_null(before)) v = with_value(&load->arena, before, v);
  TRY(arena_check(&load->arena, err));
  return graph_set_prop(g, ENTITY_NODE, node, key, v, err);
}

/* ---- statements */

static Status add_label(RdfLoad *load, uint32_t node, Text class, Error *err)
{
  uint32_t iri, label;
  if (text_equal(class, TEXT(CLIO_ANY))) return STATUS_OK;
  TRY(rdf_iri(load, class, &iri, err));
  TRY(rdf_called(load, iri, NAME_LABEL, &label, err));
  return graph_add_label(load->in->graph, node, label, err);
}

static Status on_statement(void *context, const RdfStatement *s, Error *err)
{
  RdfLoad *load = context;
  uint32_t start, end, iri, type;
  bool taken;
  arena_reset(&load->arena);
  TRY(rdf_resource(load, &s->subject, &s->graph, &start, err));
  TRY(rdf_reified_take(load, start, s, &taken, err));
  if (taken) return STATUS_OK;
  if (s->object.kind == RDF_LITERAL) return add_property(load, start, s, err);
  if (s->object.kind == RDF_IRI && text_equal(s->predicate.text, TEXT(RDF "type")))
    return add_label(load, start, s->object.text, err);
  TRY(rdf_resource(load, &s->object, &s->graph, &end, err));
  TRY(rdf_iri(load, s->predicate.text, &iri, err));
  TRY(rdf_called(load, iri, NAME_TYPE, &type, err));
  return rdf_relate(load, start, type, end, err);
}

static Status on_prefix(void *context, Text prefix, Text space, Error *err)
{
  RdfLoad *load = context;
  return text_begins(space, TEXT("urn:clio:")) ? STATUS_OK : rdf_names_declare(load->names, prefix, space, err);
}

static Status on_progress(void *context, uint64_t done, Error *err)
{
  RdfLoad *load = context;
  return intake_progress(load->in, done, err);
}

static Status on_bad_line(void *context, Error *err)
{
  RdfLoad *load = context;
  return intake_leave_out(load->in, err);
}

/* ---- what lasts over all files */

/* The resources that the graph has already, and the triples between them. */
static Status know_graph(RdfLoad *load, Error *err)
{
  Graph *g = load->in->graph;
  const roaring_bitmap_t *nodes = graph_label_nodes(g, load->resource);
  if (!nodes) return STATUS_OK;
  roaring_uint32_iterator_t it;
  for (roaring_init_iterator(nodes, &it); it.has_value; roaring_advance_uint32_iterator(&it)) {
    Value uri = graph_prop(g, ENTITY_NODE, it.current_value, load->uri);
    Value graph = graph_prop(g, ENTITY_NODE, it.current_value, load->graph_uri);
    if (uri.type != VALUE_STRING || text_begins(value_text(uri), TEXT("_:"))) continue;
    RdfTerm name = {.kind = graph.type == VALUE_STRING ? RDF_IRI : RDF_NONE, .text = value_text(graph)};
    load->quads = true;
    TRY(add_key(load, &(RdfTerm){.kind = RDF_IRI, .text = value_text(uri)}, &name, err));
    if (intake_find(load->in, str_text(&load->text)) != SLOT_NONE) continue;
    TRY(intake_know(load->in, str_text(&load->text), it.current_value, err));
  }
  for (uint32_t rel = 0; rel < graph_rel_limit(g); rel++) {
    uint32_t start, end;
    if (!graph_rel_alive(g, rel)) continue;
    graph_rel_ends(g, rel, &start, &end);
    if (roaring_bitmap_contains(nodes, start) && roaring_bitmap_contains(nodes, end))
      TRY(add_triple(&load->triples, rel, err));
  }
  return STATUS_OK;
}

static void free_load(void *kept)
{
  RdfLoad *load = kept;
  rdf_names_free(load->names);
  names_free(&load->iris);
  free(load->called);
  map_free(&load->triples.map);
  map_free(&load->reified_map);
  free(load->reified);
  arena_free(&load->arena);
  str_free(&load->text);
  free(load);
}

static void *make_load(Intake *in, Error *err)
{
  RdfLoad *load = calloc(1, sizeof *load);
  if (!load) {
    error_out_of_memory(err);
    return NULL;
  }
  load->in = in;
  load->first_node = graph_node_limit(in->graph);
  load->triples.graph = in->graph;
  names_init(&load->iris);
  map_init(&load->triples.map, NULL);
  map_init(&load->reified_map, NULL);
  arena_init(&load->arena, NULL);
  str_init(&load->text);
  Status status = rdf_names_new(&load->names, in->graph, err);
  if (status == STATUS_OK) status = graph_name_add(in->graph, NAME_LABEL, TEXT("Resource"), &load->resource, err);
  if (status == STATUS_OK) status = graph_name_add(in->graph, NAME_KEY, TEXT("uri"), &load->uri, err);
  if (status == STATUS_OK) status = graph_name_add(in->graph, NAME_KEY, TEXT("graphUri"), &load->graph_uri, err);
  if (status == STATUS_OK) status = know_graph(load, err);
  if (status == STATUS_OK) return load;
  free_load(load);
  return NULL;
}

/* The prefixes that names have been shortened with are kept in the graph, for whoever wants the IRIs back. */
static Status keep_prefixes(RdfLoad *load, Error *err)
{
  uint32_t node = rdf_names_node(load->names), at = 0;
  for (Text prefix, space; rdf_names_next(load->names, &at, &prefix, &space);) {
    if (node == SLOT_NONE) {
      TRY(intake_add_node(load->in, &node, err));
      TRY(intake_label(load->in, node, TEXT(RDF_PREFIX_LABEL), err));
    }
    TRY(intake_set(load->in, ENTITY_NODE, node, prefix, value_string(space), err));
  }
  return STATUS_OK;
}

static Status finish_load(Intake *in, void *kept, Error *err)
{
  (void)in;
  TRY(rdf_reified_finish(kept, err));
  return keep_prefixes(kept, err);
}

static Status load_file(Intake *in, const char *path, const char *syntax, bool quads, Error *err)
{
  static const IntakeKeeper keeper = {make_load, finish_load, free_load};
  static const RdfEvents events = {on_statement, on_prefix, on_progress, on_bad_line};
  RdfLoad *load = intake_kept(in, &keeper, err);
  if (!load) return STATUS_FAIL;
  load->quads = quads;
  load->file++;
  return rdf_parse(path, syntax, &events, load, err);
}

Status turtle_read(Intake *in, const char *path, Error *err)
{
  return load_file(in, path, "turtle", false, err);
}

Status ntriples_read(Intake *in, const char *path, Error *err)
{
  return load_file(in, path, "ntriples", false, err);
}

Status nquads_read(Intake *in, const char *path, Error *err)
{
  return load_file(in, path, "nquads", true, err);
}

Status trig_read(Intake *in, const char *path, Error *err)
{
  return load_file(in, path, "trig", true, err);
}

Status rdfxml_read(Intake *in, const char *path, Error *err)
{
  return load_file(in, path, "rdfxml", false, err);
}
