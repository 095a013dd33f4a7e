/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph as RDF, such that reading it gives the graph again: the counterpart of rdf_load.c. A relationship is a
 * triple; where it has properties, or others like it beside it, a statement about that triple says so. */
#include "rdf_write.h"

#include "rdf_syntax.h"
#include "rdf_value.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct OutRel {
  uint32_t type, end, rel;
} OutRel;

typedef struct Writer {
  Export *e;
  RdfNames *names;
  RdfWriter rdf;
  uint32_t resource, uri, graph_uri; /* NAME_NONE where the graph has no such name */
  roaring_bitmap_t *nameless;        /* nodes whose IRI is another one's too */
  Map seen;                          /* nodes by their IRI and graph */
  OutRel *rels;                      /* of one node */
  uint32_t rel_count, rel_cap;
  uint64_t between; /* relationships that lead from one named graph to another */
  Str iri, text, type, predicate;
} Writer;

static Text text_property(const Writer *w, uint32_t node, uint32_t key)
{
  Value v = key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(w->e->graph, ENTITY_NODE, node, key);
  return v.type == VALUE_STRING ? value_text(v) : (Text){0};
}

/* ---- resources */

static bool is_blank_label(Text text)
{
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return text.len > 0;
}

static RdfTerm term_of_text(Text text)
{
  Text label = text;
  if (text_cut_start(&label, TEXT("_:")) && is_blank_label(label)) return (RdfTerm){.kind = RDF_BLANK, .text = label};
  return (RdfTerm){.kind = rdf_is_iri(text) ? RDF_IRI : RDF_NONE, .text = text};
}

/* RDF_NONE: the node is no resource with an IRI of its own. */
static RdfTerm own_term(const Writer *w, uint32_t node)
{
  if (w->resource == NAME_NONE || !graph_has_label(w->e->graph, node, w->resource)) return (RdfTerm){0};
  return term_of_text(text_property(w, node, w->uri));
}

static RdfTerm graph_of(const Writer *w, uint32_t node)
{
  return term_of_text(text_property(w, node, w->graph_uri));
}

/* Writes its own IRI into the room where it has none. */
static RdfTerm subject_of(const Writer *w, uint32_t node, char room[32])
{
  RdfTerm own = own_term(w, node);
  if (own.kind != RDF_NONE && !roaring_bitmap_contains(w->nameless, node)) return own;
  snprintf(room, 32, CLIO_NODE "%u", node);
  return (RdfTerm){.kind = RDF_IRI, .text = text_of(room)};
}

static bool same_resource(const void *context, uint32_t item, const void *key)
{
  const Writer *w = context;
  uint32_t node = *(const uint32_t *)key;
  return text_equal(text_property(w, item, w->uri), text_property(w, node, w->uri)) &&
         text_equal(text_property(w, item, w->graph_uri), text_property(w, node, w->graph_uri));
}

static Status find_nameless(Writer *w, Error *err)
{
  Walk walk;
  uint32_t node;
  for (walk_begin(&walk, w->e, ENTITY_NODE); walk_next(&walk, &node);) {
    if (own_term(w, node).kind == RDF_NONE) continue;
    Text uri = text_property(w, node, w->uri);
    uint64_t hash = hash_bytes(uri.data, uri.len);
    if (map_find(&w->seen, hash, same_resource, w, &node) != MAP_NONE)
      roaring_bitmap_add(w->nameless, node);
    else
      TRY(map_add(&w->seen, hash, node, err));
  }
  return STATUS_OK;
}

/* ---- statements */

static Text expand(Writer *w, Str *into, Text name)
{
  str_clear(into);
  rdf_names_expand(w->names, name, into);
  return str_text(into);
}

static void write_resource(Writer *w, Text predicate, Text iri)
{
  rdf_write_statement(&w->rdf, predicate, &(RdfTerm){.kind = RDF_IRI, .text = iri});
}

static void write_literal(Writer *w, Text predicate, Value v, const RdfKey *key)
{
  RdfTerm term = {.kind = RDF_LITERAL, .language = key->language};
  str_clear(&w->text);
  str_clear(&w->type);
  rdf_value_write(v, &w->text, &w->type);
  if (key->datatype.len > 0) rdf_names_expand(w->names, key->datatype, &w->type);
  term.text = str_text(&w->text);
  term.datatype = str_text(&w->type);
  rdf_write_statement(&w->rdf, predicate, &term);
}

static void write_property(Writer *w, uint32_t key, Value v)
{
  RdfKey parts = rdf_key_split(graph_name(w->e->graph, NAME_KEY, key), v);
  Text predicate = expand(w, &w->predicate, parts.predicate);
  if (v.type != VALUE_LIST || !rdf_is_set(v)) {
    write_literal(w, predicate, v, &parts);
    return;
  }
  for (uint32_t i = 0; i < v.aux; i++) write_literal(w, predicate, v.items[i], &parts);
}

/* Whether the node's graph is said by where its statements stand. */
static bool is_in_graph(const Writer *w, uint32_t node)
{
  bool graphs = w->rdf.syntax == SYNTAX_TRIG || w->rdf.syntax == SYNTAX_NQUADS;
  return graphs && graph_of(w, node).kind != RDF_NONE;
}

/* The labels and properties but for those that say what the resource is called. */
static void describe(Writer *w, uint32_t node, bool named)
{
  const Graph *g = w->e->graph;
  uint32_t n, at = 0, key;
  const uint32_t *labels = graph_labels(g, node, &n);
  bool in_graph = is_in_graph(w, node);
  for (uint32_t i = 0; i < n; i++)
    if (!named || labels[i] != w->resource)
      write_resource(w, TEXT(RDF "type"), expand(w, &w->iri, graph_name(g, NAME_LABEL, labels[i])));
  for (Value v; graph_next_prop(g, ENTITY_NODE, node, &at, &key, &v);) {
    if ((named && key == w->uri) || (in_graph && key == w->graph_uri)) continue;
    write_property(w, key, v);
  }
}

/* ---- relationships */

static int by_type_and_end(const void *a, const void *b)
{
  const OutRel *x = a, *y = b;
  if (x->type != y->type) return x->type < y->type ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return (x->rel > y->rel) - (x->rel < y->rel);
}

static bool is_wanted(const Writer *w, uint32_t rel, uint32_t end)
{
  const ExportSet *set = w->e->set;
  return !set || (roaring_bitmap_contains(set->rels, rel) && roaring_bitmap_contains(set->nodes, end));
}

static Status find_rels(Writer *w, uint32_t node, Error *err)
{
  enum { CHUNK = 64 };
  uint32_t rels[CHUNK], ends[CHUNK];
  Neighbours n;
  w->rel_count = 0;
  neighbours_begin(&n, w->e->graph, node, NAME_NONE, DIR_OUT);
  for (size_t got; (got = neighbours_next(&n, rels, ends, CHUNK)) > 0;)
    for (size_t i = 0; i < got; i++) {
      if (!is_wanted(w, rels[i], ends[i])) continue;
      if (w->rel_count == w->rel_cap) {
        uint32_t cap = MAX(64u, w->rel_cap * 2);
        OutRel *grown = realloc(w->rels, cap * sizeof *grown);
        if (!grown) return error_out_of_memory(err);
        w->rels = grown;
        w->rel_cap = cap;
      }
      w->rels[w->rel_count++] = (OutRel){graph_rel_type(w->e->graph, rels[i]), ends[i], rels[i]};
    }
  if (w->rel_count > 1) qsort(w->rels, w->rel_count, sizeof *w->rels, by_type_and_end);
  return STATUS_OK;
}

static bool is_like_next(const Writer *w, uint32_t i)
{
  return i + 1 < w->rel_count && w->rels[i].type == w->rels[i + 1].type && w->rels[i].end == w->rels[i + 1].end;
}

static bool needs_statement(const Writer *w, uint32_t i)
{
  uint32_t at = 0, key;
  Value v;
  return is_like_next(w, i) || (i > 0 && is_like_next(w, i - 1)) ||
         graph_next_prop(w->e->graph, ENTITY_REL, w->rels[i].rel, &at, &key, &v);
}

static void write_triples(Writer *w, const RdfTerm *graph)
{
  char room[32];
  for (uint32_t i = 0; i < w->rel_count; i++) {
    const OutRel *out = &w->rels[i];
    w->e->summary.relationships++;
    if (!text_equal(graph->text, graph_of(w, out->end).text)) w->between++;
    if (is_like_next(w, i)) continue;
    RdfTerm end = subject_of(w, out->end, room);
    rdf_write_statement(&w->rdf, expand(w, &w->iri, graph_name(w->e->graph, NAME_TYPE, out->type)), &end);
  }
}

static void write_about(Writer *w, const RdfTerm *start, const OutRel *out, const RdfTerm *graph)
{
  char label[32], room[32];
  uint32_t at = 0, key;
  Value v;
  snprintf(label, sizeof label, "relationship%u", out->rel);
  RdfTerm end = subject_of(w, out->end, room);
  rdf_write_subject(&w->rdf, &(RdfTerm){.kind = RDF_BLANK, .text = text_of(label)}, graph);
  write_resource(w, TEXT(RDF "type"), TEXT(RDF "Statement"));
  rdf_write_statement(&w->rdf, TEXT(RDF "subject"), start);
  write_resource(w, TEXT(RDF "predicate"), expand(w, &w->iri, graph_name(w->e->graph, NAME_TYPE, out->type)));
  rdf_write_statement(&w->rdf, TEXT(RDF "object"), &end);
  while (graph_next_prop(w->e->graph, ENTITY_REL, out->rel, &at, &key, &v)) write_property(w, key, v);
  rdf_write_end(&w->rdf);
}

/* ---- the whole */

/* The node that holds the prefixes is them, as long as nothing leads to it. */
static bool is_prefixes(const Writer *w, uint32_t node)
{
  return node == rdf_names_node(w->names) && graph_degree(w->e->graph, node, NAME_NONE, DIR_BOTH) == 0;
}

static bool has_incoming(const Writer *w, uint32_t node)
{
  uint32_t rel, start;
  Neighbours n;
  neighbours_begin(&n, w->e->graph, node, NAME_NONE, DIR_IN);
  while (neighbours_next(&n, &rel, &start, 1) > 0)
    if (is_wanted(w, rel, start)) return true;
  return false;
}

/* No statement would speak of it. */
static bool is_bare(const Writer *w, uint32_t node, bool named)
{
  bool in_graph = is_in_graph(w, node);
  uint32_t n, at = 0, key;
  Value v;
  (void)graph_labels(w->e->graph, node, &n);
  if (w->rel_count > 0 || n > (named ? 1 : 0) || has_incoming(w, node)) return false;
  while (graph_next_prop(w->e->graph, ENTITY_NODE, node, &at, &key, &v))
    if (!(named && key == w->uri) && !(in_graph && key == w->graph_uri)) return false;
  return true;
}

static Status write_node(Writer *w, uint32_t node, Error *err)
{
  char room[32];
  RdfTerm subject = subject_of(w, node, room), graph = graph_of(w, node);
  bool named = subject.text.data != room;
  w->e->summary.nodes++;
  if (is_prefixes(w, node)) return STATUS_OK;
  TRY(find_rels(w, node, err));
  rdf_write_subject(&w->rdf, &subject, &graph);
  describe(w, node, named);
  if (is_bare(w, node, named)) write_resource(w, TEXT(RDF "type"), TEXT(CLIO_ANY));
  write_triples(w, &graph);
  rdf_write_end(&w->rdf);
  for (uint32_t i = 0; i < w->rel_count; i++)
    if (needs_statement(w, i)) write_about(w, &subject, &w->rels[i], &graph);
  return STATUS_OK;
}

/* All prefixes have to be known before the first statement. */
static void use_prefixes(Writer *w)
{
  const Graph *g = w->e->graph;
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++)
    for (uint32_t i = 0; i < graph_name_count(g, (NameKind)kind); i++)
      (void)expand(w, &w->iri, graph_name(g, (NameKind)kind, i));
}

static Status write_all(Writer *w, Error *err)
{
  Walk walk;
  uint32_t node;
  TRY(rdf_names_prepare(w->names, err));
  TRY(find_nameless(w, err));
  use_prefixes(w);
  rdf_write_prefixes(&w->rdf);
  for (walk_begin(&walk, w->e, ENTITY_NODE); walk_next(&walk, &node);) {
    TRY(write_node(w, node, err));
    TRY(export_pass(w->e, err));
  }
  w->e->summary.replaced = w->rdf.replaced;
  bool graphs = w->rdf.syntax == SYNTAX_TRIG || w->rdf.syntax == SYNTAX_NQUADS;
  if (graphs && w->between > 0)
    export_note(w->e, "%llu relationships lead from one named graph to another; they stand in that of their start",
                (unsigned long long)w->between);
  return STATUS_OK;
}

static Status rdf_write(Export *e, RdfSyntax syntax, Error *err)
{
  Writer w = {.e = e, .nameless = roaring_bitmap_create()};
  map_init(&w.seen, NULL);
  w.resource = graph_name_find(e->graph, NAME_LABEL, TEXT("Resource"));
  w.uri = graph_name_find(e->graph, NAME_KEY, TEXT("uri"));
  w.graph_uri = graph_name_find(e->graph, NAME_KEY, TEXT("graphUri"));
  Status status = w.nameless ? rdf_names_new(&w.names, e->graph, err) : error_out_of_memory(err);
  rdf_writer_init(&w.rdf, &e->out.text, syntax, w.names);
  if (status == STATUS_OK) status = write_all(&w, err);
  rdf_writer_free(&w.rdf);
  rdf_names_free(w.names);
  if (w.nameless) roaring_bitmap_free(w.nameless);
  map_free(&w.seen);
  free(w.rels);
  str_free(&w.iri);
  str_free(&w.text);
  str_free(&w.type);
  str_free(&w.predicate);
  return status;
}

Status turtle_write(Export *e, Error *err)
{
  return rdf_write(e, SYNTAX_TURTLE, err);
}

Status ntriples_write(Export *e, Error *err)
{
  return rdf_write(e, SYNTAX_NTRIPLES, err);
}

Status nquads_write(Export *e, Error *err)
{
  return rdf_write(e, SYNTAX_NQUADS, err);
}

Status trig_write(Export *e, Error *err)
{
  return rdf_write(e, SYNTAX_TRIG, err);
}
