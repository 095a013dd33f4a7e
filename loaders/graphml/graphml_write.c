/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML, in variants for the readers that differ; docs/data-formats.md describes them. That of Neo4j is as its APOC
 * writes it: labels and types stand both in an attribute and under the keys `labels` and `label`. Readers know few
 * types, hence keys.h: all else is a string, and its type stands, in this variant, in an attribute of the namespace
 * clio, in the words of the CSV header's grammar.
 *
 * What must stay true: ids of keys are unique, and no two keys of nodes, or of relationships, have the same name. */
#include "caption.h"
#include "keys.h"
#include "palette.h"
#include "typed.h"
#include "xml/xml_write.h"

#include "core/utf8.h"

#include <math.h>
#include <stdio.h>

#define NAMESPACE      "http://graphml.graphdrawing.org/xmlns"
#define CLIO_NAMESPACE "urn:clio:graphml"
#define YED_NAMESPACE  "http://www.yworks.com/xml/graphml"

/* The order of graphml_variants. */
typedef enum Variant { VARIANT_NEO4J, VARIANT_GEPHI, VARIANT_YED, VARIANT_PLAIN } Variant;

const char *const graphml_variants[] = {"neo4j", "gephi", "yed", "plain", NULL};

typedef struct Writer {
  Export *e;
  const Graph *graph;
  Str *out;
  Variant variant;
  Keys keys;
  Captions captions;
  Str text, other; /* for one attribute or datum */
} Writer;

/* ---- XML */

static void attribute(Writer *w, const char *name, Text value)
{
  xml_add_attribute(w->out, name, value, &w->e->summary.replaced);
}

static void text(Writer *w, Text value)
{
  xml_add_text(w->out, value, &w->e->summary.replaced);
}

/* <data key="name">w->text</data> */
static void write_special(Writer *w, const char *name)
{
  str_add(w->out, "<data key=\"");
  str_add(w->out, name);
  str_add(w->out, "\">");
  text(w, str_text(&w->text));
  str_add(w->out, "</data>\n");
}

/* ---- keys */

/* Writes the attribute of a type that GraphML has no word for. */
static void attribute_type(Writer *w, const char *word)
{
  if (w->variant == VARIANT_NEO4J) attribute(w, "clio:type", text_of(word));
}

static bool says_own_type(const Key *key, Value v)
{
  static const ValueType own[] = {
      [KEY_BOOLEAN] = VALUE_BOOL, [KEY_LONG] = VALUE_INT, [KEY_DOUBLE] = VALUE_FLOAT, [KEY_STRING] = VALUE_STRING};
  return key->mixed && v.type != own[key->type];
}

/* A property that is called like a special key would be taken for it. */
static void write_key_name(Writer *w, const Key *key)
{
  static const char *const of_nodes[] = {"labels", NULL}, *const of_edges[] = {"label", NULL};
  static const char *const gephi_nodes[] = {"labels", "label", "id", NULL}, *const gephi_edges[] = {"label",  "id",
                                                                                                    "source", "target",
                                                                                                    "type",   NULL};
  bool gephi = w->variant == VARIANT_GEPHI;
  const char *const *reserved =
      key->kind == ENTITY_NODE ? (gephi ? gephi_nodes : of_nodes) : (gephi ? gephi_edges : of_edges);
  bool renamed = keys_name(&w->keys, key, reserved, &w->text);
  attribute(w, "attr.name", str_text(&w->text));
  if (renamed && w->variant == VARIANT_NEO4J)
    attribute(w, "clio:name", graph_name(w->graph, NAME_KEY, key->column->key));
}

static void write_list_type(Writer *w, const Key *key)
{
  char word[TYPED_WORD_BYTES];
  ValueType item = key_item_type(key);
  bool plain = item == VALUE_BOOL || item == VALUE_INT || item == VALUE_FLOAT;
  if (w->variant != VARIANT_NEO4J) return;
  attribute(w, "attr.list", text_of(plain ? typed_word_of(item) : "string"));
  if (key->mixed) return;
  snprintf(word, sizeof word, "%s[]", typed_word_of(item));
  attribute_type(w, word);
}

static void write_key(Writer *w, uint32_t number)
{
  const Key *key = &w->keys.at[number];
  export_number(w->out, "<key id=\"d", number);
  str_add(w->out, key->kind == ENTITY_NODE ? "\" for=\"node\"" : "\" for=\"edge\"");
  write_key_name(w, key);
  attribute(w, "attr.type", text_of(key_type_word(key->type)));
  if (key->seen == type_bit(VALUE_LIST))
    write_list_type(w, key);
  else if (key->type == KEY_STRING && !key->mixed && key->seen != type_bit(VALUE_STRING))
    attribute_type(w, typed_word_of(key_value_type(key)));
  str_add(w->out, "/>\n");
}

static void write_special_key(Writer *w, const char *name, const char *of)
{
  str_addf(w->out, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"string\"/>\n", name, of, name);
}

static void write_keys(Writer *w)
{
  write_special_key(w, "labels", "node");
  if (w->variant == VARIANT_GEPHI) /* ids are those of the document: the name of both is label */
    str_add(w->out, "<key id=\"caption\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n");
  write_special_key(w, "label", "edge");
  if (w->variant == VARIANT_YED)
    str_add(w->out, "<key id=\"node\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n"
                    "<key id=\"edge\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n");
  for (uint32_t i = 0; i < w->keys.count; i++) write_key(w, i);
}

/* ---- values */

/* As XML Schema writes doubles. */
static void add_float(Str *out, double f)
{
  if (isinf(f))
    str_add(out, f > 0 ? "INF" : "-INF");
  else
    value_print_float(out, f);
}

static void write_value(Writer *w, uint32_t number, Value v)
{
  const Key *key = &w->keys.at[number];
  char word[TYPED_WORD_BYTES];
  export_number(w->out, "<data key=\"d", number);
  str_add_char(w->out, '"');
  if (says_own_type(key, v)) {
    typed_word(v, word);
    attribute_type(w, word);
  }
  str_add_char(w->out, '>');
  if (v.type == VALUE_STRING) {
    text(w, value_text(v));
  } else if (v.type == VALUE_FLOAT) {
    add_float(w->out, v.number);
  } else if (v.type == VALUE_LIST) {
    str_clear(&w->text);
    typed_write(&w->text, v);
    text(w, str_text(&w->text));
  } else {
    value_show(w->out, v, NULL); /* no number, date or boolean has a character that needs an escape */
  }
  str_add(w->out, "</data>\n");
}

static void write_values(Writer *w, uint32_t first, uint32_t limit, uint32_t slot)
{
  for (uint32_t i = first; i < limit; i++)
    if (column_has(w->keys.at[i].column, slot)) write_value(w, i, column_get(w->keys.at[i].column, slot));
}

/* ---- what yEd draws */

static void write_node_drawing(Writer *w, uint32_t node)
{
  enum { HEIGHT = 30, MARGIN = 20, LETTER = 7 };
  str_clear(&w->text);
  captions_add(&w->captions, node, &w->text);
  str_addf(w->out, "<data key=\"node\"><y:ShapeNode><y:Geometry height=\"%d\" width=\"%zu\"/>", HEIGHT,
           MARGIN + LETTER * utf8_length(str_text(&w->text)));
  str_addf(w->out, "<y:Fill color=\"%s\" transparent=\"false\"/><y:NodeLabel>", palette_colour(w->graph, node));
  text(w, str_text(&w->text));
  str_add(w->out, "</y:NodeLabel><y:Shape type=\"roundrectangle\"/></y:ShapeNode></data>\n");
}

static void write_edge_drawing(Writer *w, Text type)
{
  str_add(w->out, "<data key=\"edge\"><y:PolyLineEdge><y:Arrows source=\"none\" target=\"standard\"/><y:EdgeLabel>");
  text(w, type);
  str_add(w->out, "</y:EdgeLabel></y:PolyLineEdge></data>\n");
}

/* ---- entities */

static bool has_colon(const Graph *g, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(g, node, &n);
  for (uint32_t i = 0; i < n; i++) {
    Text name = graph_name(g, NAME_LABEL, labels[i]);
    if (name.len > 0 && memchr(name.data, ':', name.len)) return true;
  }
  return false;
}

/* In attributes, as APOC does; what cannot be told apart there is in a list as well. */
static void write_label_attributes(Writer *w, uint32_t node)
{
  attribute(w, "labels", str_text(&w->text));
  if (LIKELY(!has_colon(w->graph, node))) return;
  str_clear(&w->other);
  export_labels(&w->other, w->graph, node);
  attribute(w, "clio:labels", str_text(&w->other));
}

static void write_node(void *writer, uint32_t node)
{
  Writer *w = writer;
  str_clear(&w->text);
  export_colon_labels(&w->text, w->graph, node);
  bool labelled = w->text.len > 0;
  export_number(w->out, "<node id=\"n", node);
  str_add_char(w->out, '"');
  if (labelled && w->variant == VARIANT_NEO4J) write_label_attributes(w, node);
  str_add(w->out, ">\n");
  if (labelled) write_special(w, "labels");
  if (w->variant == VARIANT_GEPHI) {
    str_clear(&w->text);
    captions_add(&w->captions, node, &w->text);
    write_special(w, "caption");
  }
  if (w->variant == VARIANT_YED) write_node_drawing(w, node);
  write_values(w, 0, w->keys.node_count, node);
  str_add(w->out, "</node>\n");
}

static void write_rel(void *writer, uint32_t rel)
{
  Writer *w = writer;
  Text type = graph_name(w->graph, NAME_TYPE, graph_rel_type(w->graph, rel));
  export_open_edge(w->out, w->graph, rel);
  if (w->variant == VARIANT_NEO4J) attribute(w, "label", type);
  str_add(w->out, ">\n<data key=\"label\">");
  text(w, type);
  str_add(w->out, "</data>\n");
  if (w->variant == VARIANT_YED) write_edge_drawing(w, type);
  write_values(w, w->keys.node_count, w->keys.count, rel);
  str_add(w->out, "</edge>\n");
}

/* ---- the document */

static Status write_document(Writer *w, Error *err)
{
  static const char *const spaces[] = {[VARIANT_NEO4J] = " xmlns:clio=\"" CLIO_NAMESPACE "\"",
                                       [VARIANT_GEPHI] = "",
                                       [VARIANT_YED] = " xmlns:y=\"" YED_NAMESPACE "\"",
                                       [VARIANT_PLAIN] = ""};
  TRY(captions_open(&w->captions, w->graph, err));
  TRY(keys_find(&w->keys, w->e, err));
  str_addf(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"" NAMESPACE "\"%s>\n",
           spaces[w->variant]);
  write_keys(w);
  str_add(w->out, "<graph id=\"G\" edgedefault=\"directed\">\n");
  TRY(export_entities(w->e, ENTITY_NODE, write_node, w, err));
  TRY(export_entities(w->e, ENTITY_REL, write_rel, w, err));
  str_add(w->out, "</graph>\n");
  if (w->e->summary.replaced)
    str_addf(w->out, "<!-- %llu characters that XML cannot hold were replaced by U+FFFD -->\n",
             (unsigned long long)w->e->summary.replaced);
  str_add(w->out, "</graphml>\n");
  TRY(str_check(&w->other, err));
  return str_check(&w->text, err);
}

Status graphml_write(Export *e, Error *err)
{
  Writer w = {.e = e, .graph = e->graph, .out = &e->out.text, .variant = (Variant)e->variant};
  str_init(&w.text);
  str_init(&w.other);
  Status status = write_document(&w, err);
  captions_close(&w.captions);
  keys_free(&w.keys);
  str_free(&w.text);
  str_free(&w.other);
  return status;
}
