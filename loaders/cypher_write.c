/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script of openCypher statements that makes the graph anew. Nodes come in batches of one set of labels,
 * relationships in batches of one type; while the script runs, nodes carry a label and a number of the script's own, by
 * which relationships find them, and which its last statements take away. */
#include "members.h"
#include "schema_write.h"
#include "typed.h"

#include <math.h>

/* A batch ends at either. */
enum { BATCH_ROWS = 500, BATCH_BYTES = 1 << 18 };

typedef struct Script {
  Export *e;
  Str label, key; /* the script's own, which no node has */
  uint32_t rows;  /* of the batch that is open */
  size_t bytes;
} Script;

/* ---- values */

/* The function that makes a value of its text, which is called like the type; NULL for what has a literal. */
static const char *constructor(Value v)
{
  bool has_none = !value_is_temporal(v) && v.type != VALUE_EDTF && v.type != VALUE_DURATION;
  return has_none ? NULL : typed_word_of((ValueType)v.type);
}

/* An expression that gives the value; a literal where there is one. */
static void print_value(Str *out, Value v, const Graph *g)
{
  if (v.type == VALUE_LIST) {
    str_add_char(out, '[');
    for (uint32_t i = 0; i < v.aux; i++) {
      if (i) str_add(out, ", ");
      print_value(out, v.items[i], g);
    }
    str_add_char(out, ']');
  } else if (v.type == VALUE_FLOAT && !isfinite(v.number)) {
    str_add(out, isnan(v.number) ? "0.0 / 0.0" : v.number > 0 ? "1.0 / 0.0" : "-1.0 / 0.0");
  } else if (constructor(v)) {
    str_addf(out, "%s('", constructor(v));
    value_show(out, v, g);
    str_add(out, "')");
  } else {
    value_print(out, v, g);
  }
}

static void print_properties(Script *s, EntityKind kind, uint32_t slot)
{
  Str *out = &s->e->out.text;
  uint32_t at = 0, key;
  Value v;
  str_add(out, "{");
  for (bool first = true; graph_next_prop(s->e->graph, kind, slot, &at, &key, &v); first = false) {
    if (!first) str_add(out, ", ");
    value_print_name(out, graph_name(s->e->graph, NAME_KEY, key));
    str_add(out, ": ");
    print_value(out, v, s->e->graph);
  }
  str_add(out, "}");
}

/* ---- batches */

static void open_row(Script *s)
{
  str_add(&s->e->out.text, s->rows++ ? ",\n  " : "UNWIND [\n  ");
}

/* True when the batch should end. */
static bool close_row(Script *s, size_t from)
{
  s->bytes += s->e->out.text.len - from;
  return s->rows == BATCH_ROWS || s->bytes >= BATCH_BYTES;
}

static bool close_batch(Script *s)
{
  if (s->rows == 0) return false;
  str_add(&s->e->out.text, "\n] AS row\n");
  s->rows = 0;
  s->bytes = 0;
  return true;
}

static void print_labels(Script *s, const uint32_t *labels, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    str_add_char(&s->e->out.text, ':');
    value_print_name(&s->e->out.text, graph_name(s->e->graph, NAME_LABEL, labels[i]));
  }
}

static void close_nodes(Script *s, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(s->e->graph, node, &n);
  if (!close_batch(s)) return;
  str_add(&s->e->out.text, "CREATE (n");
  print_labels(s, labels, n);
  str_addf(&s->e->out.text, ":%s {%s: row.id}) SET n += row.properties;\n\n", str_cstr(&s->label), str_cstr(&s->key));
}

static void close_rels(Script *s, uint32_t rel)
{
  Str *out = &s->e->out.text;
  const char *label = str_cstr(&s->label), *key = str_cstr(&s->key);
  if (!close_batch(s)) return;
  str_addf(out, "MATCH (a:%s {%s: row.start}), (b:%s {%s: row.end})\nCREATE (a)-[r:", label, key, label, key);
  value_print_name(out, graph_name(s->e->graph, NAME_TYPE, graph_rel_type(s->e->graph, rel)));
  str_add(out, "]->(b) SET r += row.properties;\n\n");
}

static void print_node(Script *s, uint32_t node)
{
  str_addf(&s->e->out.text, "{id: %u, properties: ", node);
  print_properties(s, ENTITY_NODE, node);
  str_add_char(&s->e->out.text, '}');
}

static void print_rel(Script *s, uint32_t rel)
{
  uint32_t start, end;
  graph_rel_ends(s->e->graph, rel, &start, &end);
  str_addf(&s->e->out.text, "{start: %u, end: %u, properties: ", start, end);
  print_properties(s, ENTITY_REL, rel);
  str_add_char(&s->e->out.text, '}');
}

static Status write_kind(Script *s, EntityKind kind, Error *err)
{
  Members members;
  Status status = STATUS_OK;
  ExportSummary *summary = &s->e->summary;
  uint64_t *written = kind == ENTITY_NODE ? &summary->nodes : &summary->relationships;
  void (*close)(Script *, uint32_t) = kind == ENTITY_NODE ? close_nodes : close_rels;
  TRY_OUT(members_collect(&members, s->e, kind, err));
  for (size_t i = 0; i < members.count; i++) {
    const Member *member = &members.at[i];
    size_t from = s->e->out.text.len;
    open_row(s);
    if (kind == ENTITY_NODE)
      print_node(s, member->slot);
    else
      print_rel(s, member->slot);
    bool last = i + 1 == members.count || member[1].class != member->class;
    if (close_row(s, from) || last) close(s, member->slot);
    TRY_OUT(export_pass(s->e, err));
    ++*written;
  }
out:
  members_free(&members);
  return status;
}

/* ---- the script */

/* The name, with as many underscores before it as make it one that the graph does not know. */
static void choose_name(const Graph *g, NameKind kind, const char *name, Str *out)
{
  size_t underscores = 0;
  do {
    str_clear(out);
    for (size_t i = 0; i < underscores; i++) str_add_char(out, '_');
    str_add(out, name);
    underscores++;
  } while (!out->bad && graph_name_find(g, kind, str_text(out)) != NAME_NONE);
}

static Status write_script(Script *s, Error *err)
{
  Str *out = &s->e->out.text;
  choose_name(s->e->graph, NAME_LABEL, "Imported", &s->label);
  choose_name(s->e->graph, NAME_KEY, "import_id", &s->key);
  const char *label = str_cstr(&s->label), *key = str_cstr(&s->key);
  str_addf(out, "CREATE INDEX clio_import FOR (n:%s) ON (n.%s);\n\n", label, key);
  TRY(write_kind(s, ENTITY_NODE, err));
  TRY(write_kind(s, ENTITY_REL, err));
  str_addf(out, "MATCH (n:%s) REMOVE n:%s, n.%s;\nDROP INDEX clio_import;\n", label, label, key);
  if (!s->e->set) schema_write(out, s->e->graph);
  TRY(str_check(&s->label, err));
  return str_check(&s->key, err);
}

Status cypher_write(Export *e, Error *err)
{
  Script s = {.e = e};
  str_init(&s.label);
  str_init(&s.key);
  Status status = write_script(&s, err);
  str_free(&s.label);
  str_free(&s.key);
  return status;
}
