/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GML as networkx, igraph, yEd, Gephi and others write it: a graph is a list of keys and values, in which node and edge
 * are lists themselves. What a node or an edge says is gathered until its list ends. docs/data-formats.md says what
 * becomes of what; loaders/README.md why this is not left to igraph. */
#include "gml_read.h"

#include "gathered.h"
#include "gml_tokens.h"
#include "xml/xml_value.h"

enum { MOST_DEPTH = 100 };

/* What networkx puts first into a list of one item. */
#define LIST_START "_networkx_list_start"

typedef struct Gml {
  Intake *in;
  GmlTokens tokens;
  Gathered gathered;
  bool undirected;
  bool own; /* a file of Clio's, which has made up ids, captions and keys of edges, and has labels in `labels` */
  Str key;  /* of a value in lists within lists: graphics.x */
} Gml;

static Value token_value(const GmlTokens *t, Arena *arena)
{
  if (t->kind == GML_INTEGER) return value_int(t->integer);
  if (t->kind == GML_REAL) return value_float(t->real);
  return value_string_copy(arena, t->text);
}

/* A key that is there several times has a list of all its values. */
static Status gather(Gml *g, Text key, Value value, Error *err)
{
  Arena *arena = &g->gathered.arena;
  GatheredValue *before = gathered_find(&g->gathered, key);
  bool start = value.type == VALUE_STRING && text_equal(value_text(value), TEXT(LIST_START));
  if (start) value = value_list(NULL, 0);
  if (!before) return gathered_add(&g->gathered, arena_text(arena, key), value, false, err);
  bool list = before->value.type == VALUE_LIST;
  uint32_t n = list ? before->value.aux : 1;
  /* Room for as many again, now and then: lists may be long. */
  Value *items = list ? (Value *)before->value.items : NULL;
  if (!list || (n & (n - 1)) == 0) {
    items = arena_array(arena, Value, MAX(n * 2, 2u));
    TRY(arena_check(arena, err));
    if (n > 0) memcpy(items, list ? before->value.items : &before->value, n * sizeof *items);
  }
  items[n] = value;
  before->value = value_list(items, n + 1);
  return STATUS_OK;
}

/* Behind the key: a value, or a list whose values are properties called key.inner. */
static Status read_values(Gml *g, int depth, Error *err)
{
  GmlTokens *t = &g->tokens;
  TRY(gml_next(t, err));
  if (t->kind == GML_KEY) { /* inf, nan, and what some write without quotes */
    Value number;
    Error ignored = {0};
    bool is_number = xml_value(&g->gathered.arena, CSV_DOUBLE, t->text, &number, &ignored) == STATUS_OK;
    return is_number ? gather(g, str_text(&g->key), number, err) : gml_unexpected(t, "a value", err);
  }
  if (t->kind == GML_CLOSE || t->kind == GML_END) return gml_unexpected(t, "a value", err);
  if (t->kind != GML_OPEN) return gather(g, str_text(&g->key), token_value(t, &g->gathered.arena), err);
  if (depth == MOST_DEPTH)
    return lines_fail_at(&t->lines, t->place, err, "lists are nested more than %d deep", MOST_DEPTH);
  size_t len = g->key.len;
  for (;;) {
    bool more;
    TRY(gml_next_key(t, &more, err));
    if (!more) break;
    str_add_char(&g->key, '.');
    str_add_text(&g->key, t->text);
    TRY(str_check(&g->key, err));
    TRY(read_values(g, depth + 1, err));
    g->key.data[g->key.len = len] = '\0';
  }
  return STATUS_OK;
}

/* All of a node's or an edge's list. */
static Status read_list(Gml *g, const char *of, Error *err)
{
  GmlTokens *t = &g->tokens;
  TRY(gml_next(t, err));
  if (t->kind != GML_OPEN) return gml_unexpected(t, of, err);
  gathered_clear(&g->gathered);
  for (;;) {
    bool more;
    TRY(gml_next_key(t, &more, err));
    if (!more) break;
    str_clear(&g->key);
    str_add_text(&g->key, t->text);
    TRY(str_check(&g->key, err));
    TRY(read_values(g, 0, err));
  }
  return arena_check(&g->gathered.arena, err);
}

/* Takes a value out; null where it is not there. */
static Value take(Gml *g, const char *key)
{
  GatheredValue *found = gathered_find(&g->gathered, text_of(key));
  if (!found) return VALUE_NULL_VALUE;
  Value value = found->value;
  found->value = VALUE_NULL_VALUE;
  return value;
}

/* An id as text, in room where it is a number. Not there: no data. */
static Text id_text(Value id, char room[VALUE_NUMBER_BYTES])
{
  if (id.type == VALUE_STRING) return value_text(id);
  if (id.type == VALUE_INT) return (Text){room, value_format_int(id.integer, room)};
  return (Text){NULL, 0};
}

/* Puts the place before an ERROR_FORMAT. */
static Status locate(const Gml *g, LinePlace at, Error *err)
{
  Error inner = *err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(err);
  return lines_fail_at(&g->tokens.lines, at, err, "%s", inner.message);
}

static Status add_own_labels(Gml *g, uint32_t node, Error *err)
{
  GatheredValue *labels = gathered_find(&g->gathered, TEXT("labels"));
  Value caption = take(g, "label");
  (void)take(g, "id");
  if (labels && labels->value.type == VALUE_STRING) TRY(intake_labels(g->in, node, value_text(take(g, "labels")), err));
  if (caption.type != VALUE_STRING || gathered_says(&g->gathered, value_text(caption))) return STATUS_OK;
  return gathered_add(&g->gathered, TEXT("label"), caption, false, err);
}

static Status add_node(Gml *g, LinePlace at, Error *err)
{
  char room[VALUE_NUMBER_BYTES];
  const GatheredValue *id = gathered_find(&g->gathered, TEXT("id"));
  Text text = id ? id_text(id->value, room) : (Text){NULL, 0};
  uint32_t node, container, rel;
  if (!text.data)
    return lines_fail_at(&g->tokens.lines, at, err,
                         "found a node without an id that is a number or a string, expected one");
  if (intake_describe(g->in, text, &node, err) != STATUS_OK) return locate(g, at, err);
  if (g->own) TRY(add_own_labels(g, node, err));
  Text group = id_text(take(g, "gid"), room);
  if (group.data) {
    TRY(intake_name(g->in, group, &container, err));
    TRY(intake_add_rel(g->in, container, node, TEXT("CONTAINS"), &rel, err));
  }
  return gathered_set(&g->gathered, g->in, ENTITY_NODE, node, err);
}

static Status add_edge(Gml *g, LinePlace at, Error *err)
{
  static const char *const names[] = {"source", "target"};
  uint32_t ends[2], rel;
  for (int i = 0; i < 2; i++) {
    char room[VALUE_NUMBER_BYTES];
    Text text = id_text(take(g, names[i]), room);
    if (!text.data)
      return intake_fault(
          g->in, FAULT_RELATIONSHIP,
          lines_fail_at(&g->tokens.lines, at, err, "found an edge without a %s, expected the id of a node", names[i]));
    TRY(intake_name(g->in, text, &ends[i], err));
  }
  const GatheredValue *label = gathered_find(&g->gathered, TEXT("label"));
  bool typed = label && label->value.type == VALUE_STRING && label->value.aux > 0;
  Text type = typed ? value_text(take(g, "label")) : INTAKE_TYPE;
  if (!typed) intake_note(g->in, "edges without a label, whose type is RELATED", 1);
  if (g->undirected) intake_note(g->in, "undirected edges, each a relationship from its source to its target", 1);
  if (g->own) (void)take(g, "key");
  TRY(intake_add_rel(g->in, ends[0], ends[1], type, &rel, err));
  return gathered_set(&g->gathered, g->in, ENTITY_REL, rel, err);
}

/* ---- the graph */

static Status pass_over(Gml *g, Error *err)
{
  str_clear(&g->key);
  gathered_clear(&g->gathered);
  return read_values(g, 0, err);
}

static Status read_directed(Gml *g, Error *err)
{
  GmlTokens *t = &g->tokens;
  TRY(gml_next(t, err));
  if (t->kind != GML_INTEGER) return gml_unexpected(t, "0 or 1", err);
  g->undirected = t->integer == 0;
  return STATUS_OK;
}

static Status read_entity(Gml *g, bool node, Error *err)
{
  LinePlace at = g->tokens.place;
  TRY(read_list(g, node ? "[, and what the node has" : "[, and what the edge has", err));
  g->in->place = (IntakePlace){at.line, at.column};
  Status status = node ? add_node(g, at, err) : add_edge(g, at, err);
  return status == STATUS_OK ? STATUS_OK : intake_leave_out(g->in, err);
}

static Status read_graph(Gml *g, Error *err)
{
  GmlTokens *t = &g->tokens;
  g->undirected = true;
  TRY(gml_next(t, err));
  if (t->kind != GML_OPEN) return gml_unexpected(t, "[, and what the graph has", err);
  for (;;) {
    bool more;
    TRY(gml_next_key(t, &more, err));
    if (!more) break;
    bool node = text_equal(t->text, TEXT("node"));
    if (node || text_equal(t->text, TEXT("edge"))) {
      TRY(read_entity(g, node, err));
    } else if (text_equal(t->text, TEXT("directed"))) {
      TRY(read_directed(g, err));
    } else if (g->own) {
      TRY(pass_over(g, err)); /* for networkx */
    } else {
      intake_note(g->in, "values of the graph as a whole, left out", 1);
      TRY(pass_over(g, err));
    }
  }
  return STATUS_OK;
}

static Status read_file(Gml *g, Error *err)
{
  GmlTokens *t = &g->tokens;
  bool any = false;
  for (;;) {
    TRY(gml_next(t, err));
    if (t->kind == GML_END) break;
    if (t->kind != GML_KEY) return gml_unexpected(t, "a key such as graph", err);
    bool graph = text_equal(t->text, TEXT("graph"));
    if (graph && any) TRY(intake_check_described(g->in, err));
    if (graph && any) TRY(intake_forget_ids(g->in, err));
    bool creator = text_equal(t->text, TEXT("Creator"));
    TRY(graph ? read_graph(g, err) : pass_over(g, err));
    if (creator) g->own = gathered_says(&g->gathered, TEXT("Clio"));
    any |= graph;
  }
  if (!any) return error_set(err, ERROR_FORMAT, NULL, "%s: found no graph, expected graph [ ... ]", g->in->path);
  return intake_check_described(g->in, err);
}

Status gml_read(Intake *in, const char *path, Error *err)
{
  Gml g = {.in = in};
  gathered_init(&g.gathered);
  str_init(&g.key);
  Status status = gml_open(&g.tokens, in, path, err);
  if (status == STATUS_OK) status = read_file(&g, err);
  gml_close(&g.tokens);
  gathered_free(&g.gathered);
  str_free(&g.key);
  return status;
}
