/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DOT as people and programs write it, by recursive descent, statement by statement. docs/data-formats.md says what
 * becomes of what; loaders/README.md why this is not left to GraphViz. */
#include "dot_read.h"

#include "dot_tokens.h"
#include "gathered.h"
#include "xml/xml_value.h"

#include <stdlib.h>

enum { MOST_DEPTH = 200, ASK_AFTER = 4096 };

/* `node [color=red]`: what nodes, or edges, have that are named after it. */
typedef struct Default {
  Text key;
  Value value;
  int depth; /* of the scope that says so */
  struct Default *before;
} Default;

/* A graph or subgraph. */
typedef struct Scope {
  int depth;                 /* 1: the graph */
  uint32_t cluster;          /* its node, or SLOT_NONE */
  roaring_bitmap_t *nodes;   /* that are named in it; NULL: nobody needs to know */
  roaring_bitmap_t *claimed; /* of these, those that are in a cluster within it */
  Default *of_nodes, *of_edges;
} Scope;

/* An end of an edge: a node or, where it is a subgraph, several. */
typedef struct End {
  uint32_t node;
  roaring_bitmap_t *nodes; /* NULL: the one */
  size_t port, port_len;   /* in ports */
} End;

typedef struct StrictRel {
  uint32_t start, end, rel;
} StrictRel;

typedef struct Dot {
  Intake *in;
  DotTokens tokens;
  bool directed, strict;
  Gathered gathered; /* of a list of attributes */
  Arena defaults;
  End *ends; /* of the statements that are being read */
  uint32_t end_count, end_cap;
  Str ports, key;
  uint32_t made; /* edges, as between two subgraphs there may be very many */
  Map strict_map;
  StrictRel *strict_rels;
  uint32_t strict_count, strict_cap;
} Dot;

static Status read_statements(Dot *d, Scope *scope, Error *err);

/* ---- values */

/* \n, \l and \r end a line, which is on the left or right; \N is the name of the node. */
static Status unescape(Arena *arena, Text text, Text name, Value *out, Error *err)
{
  Str plain;
  str_init(&plain);
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i], escaped = c == '\\' && i + 1 < text.len ? text.data[i + 1] : '\0';
    i += escaped != '\0';
    if (!escaped)
      str_add_char(&plain, c);
    else if (escaped == 'N' && name.len > 0)
      str_add_text(&plain, name);
    else if (escaped == 'n' || escaped == 'l' || escaped == 'r')
      str_add_char(&plain, '\n');
    else {
      if (escaped != '\\') str_add_char(&plain, '\\');
      str_add_char(&plain, escaped);
    }
  }
  Status status = str_check(&plain, err);
  *out = value_string_copy(arena, xml_trim(str_text(&plain)));
  str_free(&plain);
  return status;
}

/* Numbers without quotes are numbers. */
static Value token_value(const DotTokens *t, Arena *arena)
{
  Value value;
  Error ignored = {0};
  if (t->kind == DOT_NUMBER && (xml_value(arena, CSV_LONG, t->text, &value, &ignored) == STATUS_OK ||
                                xml_value(arena, CSV_DOUBLE, t->text, &value, &ignored) == STATUS_OK))
    return value;
  return value_string_copy(arena, t->text);
}

/* ---- lists of attributes */

/* name = value, where the name has been read: the value of what is gathered under it. */
static Status read_value(Dot *d, Error *err)
{
  DotTokens *t = &d->tokens;
  Arena *arena = &d->gathered.arena;
  Text key = arena_text(arena, str_text(&d->key));
  Value value = value_string(TEXT("true"));
  if (dot_is_sign(t, '=')) {
    TRY(dot_next(t, err));
    if (!dot_is_name(t)) return dot_unexpected(t, "a value", err);
    value = token_value(t, arena);
    TRY(dot_next(t, err));
  }
  return gathered_add(&d->gathered, key, value, false, err);
}

static Status read_name(Dot *d, Error *err)
{
  str_clear(&d->key);
  str_add_text(&d->key, d->tokens.text);
  TRY(str_check(&d->key, err));
  return dot_next(&d->tokens, err);
}

/* Any number of [a=b, c=d; e=f] */
static Status read_attributes(Dot *d, Error *err)
{
  DotTokens *t = &d->tokens;
  gathered_clear(&d->gathered);
  while (dot_is_sign(t, '[')) {
    TRY(dot_next(t, err));
    while (!dot_is_sign(t, ']')) {
      if (!dot_is_name(t)) return dot_unexpected(t, "the name of an attribute or ]", err);
      TRY(read_name(d, err));
      TRY(read_value(d, err));
      if (dot_is_sign(t, ',') || dot_is_sign(t, ';')) TRY(dot_next(t, err));
    }
    TRY(dot_next(t, err));
  }
  return arena_check(&d->gathered.arena, err);
}

static Status set_default(Dot *d, Default **list, int depth, const GatheredValue *v, Error *err)
{
  Default *at = *list;
  while (at && !(at->depth == depth && text_equal(at->key, v->key))) at = at->before;
  if (!at) {
    at = arena_new(&d->defaults, Default);
    *at = (Default){.key = arena_text(&d->defaults, v->key), .depth = depth, .before = *list};
    *list = at;
  }
  at->value = value_copy_deep(&d->defaults, v->value);
  return arena_check(&d->defaults, err);
}

static Status set_defaults(Dot *d, Default **list, int depth, Error *err)
{
  for (uint32_t i = 0; i < d->gathered.count; i++) TRY(set_default(d, list, depth, &d->gathered.values[i], err));
  return STATUS_OK;
}

static Status gather_defaults(Dot *d, const Default *list, Error *err)
{
  for (; list; list = list->before)
    if (!gathered_find(&d->gathered, list->key)) TRY(gathered_add(&d->gathered, list->key, list->value, false, err));
  return STATUS_OK;
}

/* name: of the node, for \N; empty: it is no node's label. */
static Status settle_labels(Dot *d, Text name, Error *err)
{
  static const char *const labels[] = {"label", "xlabel", "headlabel", "taillabel"};
  for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
    GatheredValue *label = gathered_find(&d->gathered, text_of(labels[i]));
    if (!label || label->value.type != VALUE_STRING) continue;
    if (text_equal(value_text(label->value), TEXT("\\N")))
      label->value = VALUE_NULL_VALUE; /* says the name, which is there */
    else
      TRY(unescape(&d->gathered.arena, value_text(label->value), name, &label->value, err));
  }
  return STATUS_OK;
}

/* ---- nodes */

static Status find_node(Dot *d, Scope *scope, Text name, uint32_t *node, Error *err)
{
  Value id;
  *node = intake_find(d->in, name);
  if (*node == SLOT_NONE) {
    if (intake_id_value(d->in, name, &id, err) != STATUS_OK) {
      Error inner = *err;
      error_clear(err);
      return lines_fail_at(&d->tokens.lines, d->tokens.place, err, "%s", inner.message);
    }
    TRY(intake_describe(d->in, name, node, err));
    TRY(intake_set(d->in, ENTITY_NODE, *node, TEXT("id"), id, err));
    gathered_clear(&d->gathered);
    TRY(gather_defaults(d, scope->of_nodes, err));
    TRY(settle_labels(d, name, err));
    TRY(gathered_set(&d->gathered, d->in, ENTITY_NODE, *node, err));
  }
  if (scope->nodes) roaring_bitmap_add(scope->nodes, *node);
  return STATUS_OK;
}

/* The attributes of a node, whose name is in `ports` behind `name_at`. */
static Status read_node_attributes(Dot *d, uint32_t node, size_t name_at, Error *err)
{
  TRY(read_attributes(d, err));
  TRY(settle_labels(d, (Text){d->ports.data + name_at, d->ports.len - name_at}, err));
  return gathered_set(&d->gathered, d->in, ENTITY_NODE, node, err);
}

/* ---- edges */

static bool same_strict(const void *context, uint32_t item, const void *key)
{
  const StrictRel *a = &((const Dot *)context)->strict_rels[item], *b = key;
  return a->start == b->start && a->end == b->end;
}

/* The relationship that stands for all edges between the two, in a strict graph; SLOT_NONE: it is new. */
static Status find_strict(Dot *d, uint32_t start, uint32_t end, StrictRel **out, Error *err)
{
  StrictRel wanted = {start, end, SLOT_NONE};
  if (!d->directed && start > end) wanted = (StrictRel){end, start, SLOT_NONE};
  uint64_t hash = value_hash_mix((uint64_t)wanted.start << 32 | wanted.end);
  uint32_t at = map_find(&d->strict_map, hash, same_strict, d, &wanted);
  if (at == MAP_NONE) {
    if (d->strict_count == d->strict_cap) {
      uint32_t cap = MAX(d->strict_cap * 2, 64u);
      StrictRel *grown = realloc(d->strict_rels, cap * sizeof *grown);
      if (!grown) return error_out_of_memory(err);
      d->strict_rels = grown;
      d->strict_cap = cap;
    }
    at = d->strict_count++;
    d->strict_rels[at] = wanted;
    TRY(map_add(&d->strict_map, hash, at, err));
  }
  *out = &d->strict_rels[at];
  return STATUS_OK;
}

static Status gather_port(Dot *d, const char *key, const End *end, Error *err)
{
  if (end->port_len == 0) return STATUS_OK;
  return gathered_add_text(&d->gathered, text_of(key), (Text){d->ports.data + end->port, end->port_len}, true, err);
}

static Status make_rel(Dot *d, uint32_t start, uint32_t end, uint32_t *rel, Error *err)
{
  const GatheredValue *label = gathered_find(&d->gathered, TEXT("label"));
  bool typed = label && label->value.type == VALUE_STRING && label->value.aux > 0;
  if (!typed) intake_note(d->in, "edges without a label, whose type is RELATED", 1);
  if (!d->directed) intake_note(d->in, "undirected edges, each a relationship from its first to its second node", 1);
  return intake_add_rel(d->in, start, end, typed ? value_text(label->value) : INTAKE_TYPE, rel, err);
}

static Status set_edge(Dot *d, uint32_t rel, Error *err)
{
  GatheredValue *label = gathered_find(&d->gathered, TEXT("label"));
  Value kept = label ? label->value : VALUE_NULL_VALUE;
  if (label && kept.type == VALUE_STRING) label->value = VALUE_NULL_VALUE; /* it is the type */
  Status status = gathered_set(&d->gathered, d->in, ENTITY_REL, rel, err);
  if (label) label->value = kept;
  return status;
}

static Status add_edge(Dot *d, uint32_t start, uint32_t end, Error *err)
{
  StrictRel *known = NULL;
  uint32_t rel = SLOT_NONE;
  if (d->strict) {
    TRY(find_strict(d, start, end, &known, err));
    rel = known->rel;
    if (rel != SLOT_NONE) intake_note(d->in, "repeated edges of a strict graph, which are one", 1);
  }
  if (rel == SLOT_NONE) TRY(make_rel(d, start, end, &rel, err));
  if (known) known->rel = rel;
  return set_edge(d, rel, err);
}

static Status add_edges(Dot *d, const End *from, const End *to, Error *err)
{
  uint32_t before = d->gathered.count;
  TRY(gather_port(d, "tailport", from, err));
  TRY(gather_port(d, "headport", to, err));
  roaring_uint32_iterator_t a, b;
  if (from->nodes) roaring_init_iterator(from->nodes, &a);
  for (bool more = !from->nodes || a.has_value; more; more = from->nodes && roaring_advance_uint32_iterator(&a)) {
    if (to->nodes) roaring_init_iterator(to->nodes, &b);
    for (bool other = !to->nodes || b.has_value; other; other = to->nodes && roaring_advance_uint32_iterator(&b)) {
      if (++d->made % ASK_AFTER == 0) TRY(intake_progress(d->in, input_done(d->tokens.lines.window.input), err));
      TRY(add_edge(d, from->nodes ? a.current_value : from->node, to->nodes ? b.current_value : to->node, err));
    }
  }
  gathered_truncate(&d->gathered, before);
  return STATUS_OK;
}

static Status finish_edges(Dot *d, const Scope *scope, uint32_t first, Error *err)
{
  TRY(read_attributes(d, err));
  TRY(gather_defaults(d, scope->of_edges, err));
  TRY(settle_labels(d, TEXT(""), err));
  for (uint32_t i = first; i + 1 < d->end_count; i++) TRY(add_edges(d, &d->ends[i], &d->ends[i + 1], err));
  return STATUS_OK;
}

/* ---- ends of edges, subgraphs */

static Status push_end(Dot *d, End end, Error *err)
{
  if (d->end_count == d->end_cap) {
    uint32_t cap = MAX(d->end_cap * 2, 16u);
    End *grown = realloc(d->ends, cap * sizeof *grown);
    if (!grown) {
      if (end.nodes) roaring_bitmap_free(end.nodes);
      return error_out_of_memory(err);
    }
    d->ends = grown;
    d->end_cap = cap;
  }
  d->ends[d->end_count++] = end;
  return STATUS_OK;
}

static void pop_ends(Dot *d, uint32_t count)
{
  while (d->end_count > count) {
    End *end = &d->ends[--d->end_count];
    if (end->nodes) roaring_bitmap_free(end->nodes);
  }
}

static Status begin_subgraph(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  if (t->kind == DOT_SUBGRAPH) {
    TRY(dot_next(t, err));
    if (dot_is_name(t)) {
      bool cluster = text_begins(t->text, TEXT("cluster"));
      if (cluster) {
        TRY(intake_add_node(d->in, &scope->cluster, err));
        TRY(intake_label(d->in, scope->cluster, TEXT("Cluster"), err));
        TRY(intake_set(d->in, ENTITY_NODE, scope->cluster, TEXT("id"), value_string(t->text), err));
      } else {
        intake_note(d->in, "subgraphs that are no clusters, left out, but not what is in them", 1);
      }
      TRY(dot_next(t, err));
    }
  }
  if (!dot_is_sign(t, '{')) return dot_unexpected(t, "{", err);
  return dot_next(t, err);
}

/* What the cluster contains: nodes that are in no cluster within it. */
static Status contain(Dot *d, const Scope *scope, Error *err)
{
  roaring_uint32_iterator_t it;
  uint32_t rel;
  for (roaring_init_iterator(scope->nodes, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    if (!roaring_bitmap_contains(scope->claimed, it.current_value))
      TRY(intake_add_rel(d->in, scope->cluster, it.current_value, TEXT("CONTAINS"), &rel, err));
  return STATUS_OK;
}

static Status end_subgraph(Dot *d, const Scope *scope, Scope *around, Error *err)
{
  uint32_t rel;
  bool cluster = scope->cluster != SLOT_NONE;
  if (cluster) TRY(contain(d, scope, err));
  if (cluster && around->cluster != SLOT_NONE)
    TRY(intake_add_rel(d->in, around->cluster, scope->cluster, TEXT("CONTAINS"), &rel, err));
  if (!around->nodes) return STATUS_OK;
  roaring_bitmap_or_inplace(around->nodes, scope->nodes);
  roaring_bitmap_or_inplace(around->claimed, cluster ? scope->nodes : scope->claimed);
  return STATUS_OK;
}

static Status read_subgraph(Dot *d, Scope *around, Error *err)
{
  Scope scope = {
      .depth = around->depth + 1, .cluster = SLOT_NONE, .of_nodes = around->of_nodes, .of_edges = around->of_edges};
  if (scope.depth > MOST_DEPTH)
    return lines_fail_at(&d->tokens.lines, d->tokens.place, err, "subgraphs are nested more than %d deep", MOST_DEPTH);
  scope.nodes = roaring_bitmap_create();
  scope.claimed = roaring_bitmap_create();
  Status status = scope.nodes && scope.claimed ? begin_subgraph(d, &scope, err) : error_out_of_memory(err);
  if (status == STATUS_OK) status = read_statements(d, &scope, err);
  if (status == STATUS_OK) status = end_subgraph(d, &scope, around, err);
  if (scope.claimed) roaring_bitmap_free(scope.claimed);
  if (status == STATUS_OK) return push_end(d, (End){.nodes = scope.nodes}, err);
  if (scope.nodes) roaring_bitmap_free(scope.nodes);
  return status;
}

/* :port, :port:side; behind the name of a node, which is kept before it. */
static Status read_port(Dot *d, End *end, Error *err)
{
  DotTokens *t = &d->tokens;
  end->port = d->ports.len;
  for (int i = 0; i < 2 && dot_is_sign(t, ':'); i++) {
    TRY(dot_next(t, err));
    if (!dot_is_name(t)) return dot_unexpected(t, "a port", err);
    if (i > 0) str_add_char(&d->ports, ':');
    str_add_text(&d->ports, t->text);
    TRY(dot_next(t, err));
  }
  end->port_len = d->ports.len - end->port;
  return str_check(&d->ports, err);
}

static Status read_end(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  End end = {0};
  if (t->kind == DOT_SUBGRAPH || dot_is_sign(t, '{')) return read_subgraph(d, scope, err);
  if (!dot_is_name(t)) return dot_unexpected(t, "a node or a subgraph", err);
  TRY(find_node(d, scope, t->text, &end.node, err));
  TRY(dot_next(t, err));
  TRY(read_port(d, &end, err));
  return push_end(d, end, err);
}

/* ---- statements */

static Status read_edge_signs(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  while (t->kind == DOT_ARROW || t->kind == DOT_LINE) {
    if (d->directed != (t->kind == DOT_ARROW))
      return dot_unexpected(t, d->directed ? "-> in a digraph" : "-- in a graph", err);
    TRY(dot_next(t, err));
    TRY(read_end(d, scope, err));
  }
  return STATUS_OK;
}

/* An attribute of the graph or subgraph, which are gathered. */
static Status set_on_graph(Dot *d, const Scope *scope, Error *err)
{
  if (scope->cluster == SLOT_NONE) {
    intake_note(d->in, "attributes of graphs and subgraphs, left out", d->gathered.count);
    return STATUS_OK;
  }
  TRY(settle_labels(d, TEXT(""), err));
  return gathered_set(&d->gathered, d->in, ENTITY_NODE, scope->cluster, err);
}

static Status read_defaults(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  DotKind of = t->kind;
  TRY(dot_next(t, err));
  if (!dot_is_sign(t, '[')) return dot_unexpected(t, "[", err);
  TRY(read_attributes(d, err));
  if (of == DOT_GRAPH) return set_on_graph(d, scope, err);
  return set_defaults(d, of == DOT_NODE ? &scope->of_nodes : &scope->of_edges, scope->depth, err);
}

/* What begins with a node or a subgraph. */
static Status read_ends(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  uint32_t first = d->end_count;
  TRY(read_end(d, scope, err));
  if (t->kind == DOT_ARROW || t->kind == DOT_LINE) {
    TRY(read_edge_signs(d, scope, err));
    return finish_edges(d, scope, first, err);
  }
  return STATUS_OK;
}

/* name = value, or a node, or edges. */
static Status read_named(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  uint32_t first = d->end_count;
  size_t name_at = d->ports.len;
  End end = {0};
  str_add_text(&d->ports, t->text);
  TRY(str_check(&d->ports, err));
  LinePlace place = t->place;
  TRY(dot_next(t, err));
  Text name = {d->ports.data + name_at, d->ports.len - name_at};
  if (dot_is_sign(t, '=')) {
    gathered_clear(&d->gathered);
    str_clear(&d->key);
    str_add_text(&d->key, name);
    TRY(read_value(d, err));
    return set_on_graph(d, scope, err);
  }
  LinePlace behind = t->place;
  t->place = place;
  TRY(find_node(d, scope, name, &end.node, err));
  t->place = behind;
  size_t name_len = name.len;
  TRY(read_port(d, &end, err));
  TRY(push_end(d, end, err));
  if (t->kind != DOT_ARROW && t->kind != DOT_LINE) {
    d->ports.len = name_at + name_len;
    return read_node_attributes(d, end.node, name_at, err);
  }
  TRY(read_edge_signs(d, scope, err));
  return finish_edges(d, scope, first, err);
}

static Status read_statement(Dot *d, Scope *scope, Error *err)
{
  DotTokens *t = &d->tokens;
  switch (t->kind) {
  case DOT_GRAPH:
  case DOT_NODE:
  case DOT_EDGE: return read_defaults(d, scope, err);
  case DOT_SUBGRAPH: return read_ends(d, scope, err);
  default: break;
  }
  if (dot_is_sign(t, '{')) return read_ends(d, scope, err);
  if (dot_is_sign(t, ';')) return dot_next(t, err);
  return dot_is_name(t) ? read_named(d, scope, err) : dot_unexpected(t, "a statement or }", err);
}

/* To the closing brace, which is passed over. */
static Status read_statements(Dot *d, Scope *scope, Error *err)
{
  uint32_t ends = d->end_count;
  size_t ports = d->ports.len;
  while (!dot_is_sign(&d->tokens, '}')) {
    TRY(read_statement(d, scope, err));
    pop_ends(d, ends);
    d->ports.len = ports;
  }
  return dot_next(&d->tokens, err);
}

/* ---- graphs */

static void forget_strict(Dot *d)
{
  map_clear(&d->strict_map);
  d->strict_count = 0;
}

static Status read_graph(Dot *d, Error *err)
{
  DotTokens *t = &d->tokens;
  Scope scope = {.depth = 1, .cluster = SLOT_NONE};
  d->strict = t->kind == DOT_STRICT;
  if (d->strict) TRY(dot_next(t, err));
  if (t->kind != DOT_GRAPH && t->kind != DOT_DIGRAPH) return dot_unexpected(t, "graph or digraph", err);
  d->directed = t->kind == DOT_DIGRAPH;
  TRY(dot_next(t, err));
  if (dot_is_name(t)) TRY(dot_next(t, err));
  if (!dot_is_sign(t, '{')) return dot_unexpected(t, "{", err);
  TRY(dot_next(t, err));
  forget_strict(d);
  return read_statements(d, &scope, err);
}

static Status read_file(Dot *d, Error *err)
{
  TRY(dot_next(&d->tokens, err));
  TRY(read_graph(d, err));
  while (d->tokens.kind != DOT_END) {
    TRY(intake_forget_ids(d->in, err));
    TRY(read_graph(d, err));
  }
  return STATUS_OK;
}

Status dot_read(Intake *in, const char *path, Error *err)
{
  Dot d = {.in = in};
  gathered_init(&d.gathered);
  arena_init(&d.defaults, NULL);
  str_init(&d.ports);
  str_init(&d.key);
  map_init(&d.strict_map, NULL);
  Status status = dot_open(&d.tokens, in, path, err);
  if (status == STATUS_OK) status = read_file(&d, err);
  dot_close(&d.tokens);
  pop_ends(&d, 0);
  free(d.ends);
  free(d.strict_rels);
  map_free(&d.strict_map);
  gathered_free(&d.gathered);
  arena_free(&d.defaults);
  str_free(&d.ports);
  str_free(&d.key);
  return status;
}
