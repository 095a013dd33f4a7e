/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RDF into the graph, as neosemantics maps it: resources are nodes `:Resource {uri: ...}`, rdf:type gives labels, other
 * triples between resources relationships, literals properties. What the graph has of all that already is not made
 * twice. docs/data-formats.md says what users may rely on. */
#include "rdf_load.h"

#include "rdf_read.h"

#include <stdlib.h>

/* ---- triples */

Status rdf_relate(RdfLoad *load, uint32_t start, uint32_t type, uint32_t end, Error *err)
{
  uint32_t rel;
  if (rdf_triples_find(&load->triples, start, type, end) != MAP_NONE) return STATUS_OK;
  TRY(graph_add_rel(load->in->graph, type, start, end, &rel, err));
  load->in->summary->relationships++;
  return rdf_triples_add(&load->triples, rel, err);
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

/* "G17:http://g.example/1" where it is one of a named graph, and "I" and its IRI, "B1:" and the label of a blank node
 * of the first file, or "N1:" and the IRI of a node that Clio has written. */
Status rdf_key(const RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, Str *key, Error *err)
{
  str_clear(key);
  if (load->quads && graph->kind != RDF_NONE) {
    str_addf(key, "G%zu:", graph->text.len);
    str_add_text(key, graph->text);
  }
  if (term->kind == RDF_BLANK || is_own_node(term)) {
    str_add_char(key, term->kind == RDF_BLANK ? 'B' : 'N');
    str_add_int(key, load->file);
    str_add_char(key, ':');
  } else {
    str_add_char(key, 'I');
  }
  str_add_text(key, term->text);
  return str_check(key, err);
}

static Status set_text(RdfLoad *load, uint32_t node, uint32_t key, Text text, Error *err)
{
  TRY(graph_set_prop(load->in->graph, ENTITY_NODE, node, key, value_string(text), err));
  load->in->summary->properties++;
  return STATUS_OK;
}

/* What is behind the colon. */
static Text behind_colon(Text key)
{
  const char *colon = memchr(key.data, ':', key.len);
  size_t len = colon ? (size_t)(colon - key.data) + 1 : key.len;
  return (Text){key.data + len, key.len - len};
}

static Status describe(RdfLoad *load, uint32_t node, Text key, Error *err)
{
  if (key.data[0] == 'G') {
    Text graph = behind_colon(key);
    graph.len = strtoul(key.data + 1, NULL, 10);
    key = (Text){graph.data + graph.len, key.len - (size_t)(graph.data + graph.len - key.data)};
    TRY(set_text(load, node, load->graph_uri, graph, err));
  }
  if (key.data[0] == 'N') return STATUS_OK;
  TRY(graph_add_label(load->in->graph, node, load->resource, err));
  if (key.data[0] == 'I') return set_text(load, node, load->uri, (Text){key.data + 1, key.len - 1}, err);
  Text label = behind_colon(key);
  char *uri = arena_printf(&load->arena, "_:%.*s", (int)label.len, label.data);
  TRY(arena_check(&load->arena, err));
  return set_text(load, node, load->uri, text_of(uri), err);
}

Status rdf_add_node(RdfLoad *load, Text key, uint32_t *node, Error *err)
{
  TRY(intake_add_node(load->in, node, err));
  if (*node & RDF_STATEMENT) return error_set(err, ERROR_MEMORY, NULL, "there are too many nodes to load RDF");
  return describe(load, *node, key, err);
}

uint32_t rdf_find(const RdfLoad *load, Text key)
{
  return ids_find(load->ids, load->group, value_string(key));
}

Status rdf_node(RdfLoad *load, Text key, uint32_t number, uint32_t *node, Error *err)
{
  *node = number;
  if (rdf_is_statement(number)) return rdf_reified_node(load, key, number, node, err);
  if (LIKELY(number != SLOT_NONE)) return STATUS_OK;
  TRY(rdf_add_node(load, key, node, err));
  return ids_add(load->ids, load->group, value_string(key), *node, err);
}

Status rdf_resource(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, uint32_t *node, Error *err)
{
  TRY(rdf_key(load, term, graph, &load->text, err));
  return rdf_node(load, str_text(&load->text), rdf_find(load, str_text(&load->text)), node, err);
}

/* ---- properties */

Value rdf_with_value(Arena *arena, Value before, Value v)
{
  bool list = before.type == VALUE_LIST;
  const Value *items = list ? before.items : &before;
  uint32_t n = list ? before.aux : 1;
  for (uint32_t i = 0; i < n; i++)
    if (value_same(items[i], v)) return before;
  Value *all = arena_array(arena, Value, n + 1);
  if (!all) return before;
  memcpy(all, items, n * sizeof *all);
  all[n] = v;
  return value_list(all, n + 1);
}

/* A key with what its value cannot say behind it. */
static Status add_suffix(Graph *g, uint32_t *key, Text suffix, Error *err)
{
  Str whole;
  str_init(&whole);
  str_add_text(&whole, graph_name(g, NAME_KEY, *key));
  str_add_text(&whole, suffix);
  Status status = str_check(&whole, err);
  if (status == STATUS_OK) status = graph_name_add(g, NAME_KEY, str_text(&whole), key, err);
  str_free(&whole);
  return status;
}

Status rdf_property(RdfLoad *load, const RdfStatement *s, uint32_t *key, Value *v, Error *err)
{
  uint32_t iri;
  Str suffix;
  str_init(&suffix);
  RdfLiteral literal = {s->object.text, s->object.datatype, s->object.language};
  Status status = rdf_iri(load, s->predicate.text, &iri, err);
  if (status == STATUS_OK) status = rdf_value_read(&load->arena, load->names, &literal, v, &suffix, err);
  if (status == STATUS_OK) status = rdf_called(load, iri, NAME_KEY, key, err);
  if (status == STATUS_OK && suffix.len > 0) status = add_suffix(load->in->graph, key, str_text(&suffix), err);
  str_free(&suffix);
  return status;
}

static Status add_property(RdfLoad *load, uint32_t node, const RdfStatement *s, Error *err)
{
  uint32_t key;
  Value v;
  TRY(rdf_property(load, s, &key, &v, err));
  Value before = graph_prop(load->in->graph, ENTITY_NODE, node, key);
  if (before.type == VALUE_LIST && before.aux >= RDF_MANY)
    return rdf_lists_add(&load->lists, &load->kept, node, key, before, v, err);
  if (value_is_null(before))
    load->in->summary->properties++;
  else
    v = rdf_with_value(&load->arena, before, v);
  TRY(arena_check(&load->arena, err));
  return graph_set_prop(load->in->graph, ENTITY_NODE, node, key, v, err);
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
  TRY(rdf_key(load, &s->subject, &s->graph, &load->subject, err));
  uint32_t number = rdf_find(load, str_text(&load->subject));
  TRY(rdf_reified_take(load, s, number, &taken, err));
  if (taken) return STATUS_OK;
  TRY(rdf_node(load, str_text(&load->subject), number, &start, err));
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
    TRY(rdf_key(load, &(RdfTerm){.kind = RDF_IRI, .text = value_text(uri)}, &name, &load->text, err));
    if (rdf_find(load, str_text(&load->text)) != SLOT_NONE) continue;
    TRY(ids_add(load->ids, load->group, value_string(str_text(&load->text)), it.current_value, err));
  }
  for (uint32_t rel = 0; rel < graph_rel_limit(g); rel++) {
    uint32_t start, end;
    if (!graph_rel_alive(g, rel)) continue;
    graph_rel_ends(g, rel, &start, &end);
    if (roaring_bitmap_contains(nodes, start) && roaring_bitmap_contains(nodes, end))
      TRY(rdf_triples_add(&load->triples, rel, err));
  }
  return STATUS_OK;
}

static void free_load(void *kept)
{
  RdfLoad *load = kept;
  ids_free(load->ids);
  rdf_names_free(load->names);
  names_free(&load->iris);
  free(load->called);
  rdf_triples_free(&load->triples);
  rdf_reified_free(&load->statements);
  rdf_lists_free(&load->lists);
  rdf_kept_free(&load->kept);
  arena_free(&load->arena);
  str_free(&load->text);
  str_free(&load->subject);
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
  arena_init(&load->arena, NULL);
  str_init(&load->text);
  str_init(&load->subject);
  Status status = ids_new(&load->ids, err);
  if (status == STATUS_OK) status = ids_group(load->ids, TEXT(""), ID_STRING, &load->group, err);
  if (status == STATUS_OK) status = rdf_names_new(&load->names, in->graph, err);
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
  RdfLoad *load = kept;
  TRY(rdf_lists_finish(&load->lists, in->graph, err));
  TRY(rdf_reified_finish(load, err));
  return keep_prefixes(load, err);
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
