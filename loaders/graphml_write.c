/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML, laid out as Neo4j's APOC writes it: labels and types stand both in an attribute and under the keys `labels`
 * and `label`. Readers differ in what they know of GraphML, hence the narrow choice of types (boolean, long, double,
 * string): all else is a string in them, and its type stands in an attribute of the namespace clio, in the words of the
 * CSV header's grammar. docs/data-formats.md describes it.
 *
 * What must stay true: ids of keys are unique, and no two keys of nodes, or of relationships, have the same name. */
#include "export.h"

#include "core/column.h"
#include "core/late.h"
#include "type_word.h"

#include <libxml/xmlwriter.h>
#include <math.h>
#include <stdlib.h>

#define NAMESPACE      "http://graphml.graphdrawing.org/xmlns"
#define CLIO_NAMESPACE "urn:clio:graphml"

/* ---- libxml2: see late.h */

static struct {
#define FUNCTION(name) __typeof__(name) *name;
#include "libxml.def"
#undef FUNCTION
} libxml_functions;

#include "libxml_names.h"

static const char *const libxml_names[] = {
#define FUNCTION(name) #name,
#include "libxml.def"
#undef FUNCTION
};

static LateLibrary libxml = {LIBXML_LIBRARY,          "libxml2",         libxml_names,
                             ARRAY_LEN(libxml_names), &libxml_functions, false};

static const xmlChar *xml(const char *s)
{
  return (const xmlChar *)s;
}

typedef enum KeyType { KEY_BOOLEAN, KEY_LONG, KEY_DOUBLE, KEY_STRING } KeyType;

/* One property key of nodes or of relationships. */
typedef struct Key {
  EntityKind kind;
  const Column *column;
  KeyType type;
  char id[16];
  uint32_t seen;  /* bit 1 << ValueType of each type among its values */
  uint32_t items; /* the same of the items of lists */
  bool mixed;     /* values say their own type where it is not the key's */
} Key;

typedef struct Writer {
  Export *e;
  const Graph *graph;
  xmlTextWriterPtr xml;
  Str text;  /* for one attribute or datum */
  Key *keys; /* those of nodes first */
  uint32_t count;
  uint32_t node_count; /* keys of nodes */
  uint64_t replaced;
  bool bad; /* a call of libxml2 failed: it ran out of memory, as errors of the file are kept in out */
} Writer;

/* ---- text */

/* Bytes at p of a character that XML 1.0 forbids; 0: it may stand there. */
static size_t forbidden(const char *p, size_t left)
{
  unsigned char c = (unsigned char)*p;
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  bool noncharacter = c == 0xEF && left >= 3 && (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE;
  return noncharacter ? 3 : 0;
}

/* Appends to w->text. */
static void add_clean(Writer *w, Text text)
{
  size_t from = 0;
  for (size_t i = 0; i < text.len;) {
    size_t n = forbidden(text.data + i, text.len - i);
    if (LIKELY(n == 0)) {
      i++;
      continue;
    }
    str_add_bytes(&w->text, text.data + from, i - from);
    str_add(&w->text, "\xEF\xBF\xBD");
    w->replaced++;
    from = i += n;
  }
  str_add_bytes(&w->text, text.data + from, text.len - from);
}

static void attribute(Writer *w, const char *name, const char *value)
{
  w->bad |= xmlTextWriterWriteAttribute(w->xml, xml(name), xml(value)) < 0;
}

static void attribute_text(Writer *w, const char *name, Text value)
{
  str_clear(&w->text);
  add_clean(w, value);
  attribute(w, name, str_cstr(&w->text));
}

static void attribute_id(Writer *w, const char *name, char prefix, uint32_t number)
{
  char id[16];
  snprintf(id, sizeof id, "%c%u", prefix, number);
  attribute(w, name, id);
}

static void start(Writer *w, const char *element)
{
  w->bad |= xmlTextWriterStartElement(w->xml, xml(element)) < 0;
}

static void end(Writer *w)
{
  w->bad |= xmlTextWriterEndElement(w->xml) < 0;
}

/* Writes what is in w->text as the content of an element, and ends that. */
static void end_with_text(Writer *w)
{
  w->bad |= xmlTextWriterWriteString(w->xml, xml(str_cstr(&w->text))) < 0;
  end(w);
}

/* The labels or the type, which stand in w->text, both as an attribute and as a datum. */
static void write_special(Writer *w, const char *name)
{
  attribute(w, name, str_cstr(&w->text));
  start(w, "data");
  attribute(w, "key", name);
  end_with_text(w);
}

/* ---- keys */

static void see(Key *key, Value v)
{
  key->seen |= type_bit((ValueType)v.type);
  if (v.type == VALUE_LIST) key->items |= type_of_items(v);
}

/* The types among the values that will be written. All values of a column that is not tagged have one type. */
static void look_at_values(const Writer *w, Key *key)
{
  Walk walk;
  uint32_t slot;
  walk_begin(&walk, w->e, key->kind);
  while (walk_next(&walk, &slot)) {
    if (!column_has(key->column, slot)) continue;
    see(key, column_get(key->column, slot));
    if (column_type(key->column) != COLUMN_TAGGED) return;
  }
}

static void choose_type(Key *key)
{
  uint32_t numbers = type_bit(VALUE_INT) | type_bit(VALUE_FLOAT);
  key->type = key->seen == type_bit(VALUE_BOOL)  ? KEY_BOOLEAN
              : key->seen == type_bit(VALUE_INT) ? KEY_LONG
              : !(key->seen & ~numbers)          ? KEY_DOUBLE
                                                 : KEY_STRING;
  key->mixed =
      type_only(key->seen) == VALUE_NULL || (key->seen == type_bit(VALUE_LIST) && type_only(key->items) == VALUE_NULL);
}

/* Writes the attribute of a type that GraphML has no word for; for lists, items is the set of their items' types. */
static void attribute_type(Writer *w, ValueType type, uint32_t items)
{
  char word[32];
  snprintf(word, sizeof word, "%s%s", type_word(type == VALUE_LIST ? type_only(items) : type),
           type == VALUE_LIST ? "[]" : "");
  attribute(w, "clio:type", word);
}

static bool says_own_type(const Key *key, Value v)
{
  static const ValueType own[] = {
      [KEY_BOOLEAN] = VALUE_BOOL, [KEY_LONG] = VALUE_INT, [KEY_DOUBLE] = VALUE_FLOAT, [KEY_STRING] = VALUE_STRING};
  return key->mixed && v.type != own[key->type];
}

static bool name_taken(const Writer *w, EntityKind kind, Text name)
{
  uint32_t key = graph_name_find(w->graph, NAME_KEY, name);
  return key != NAME_NONE && graph_column(w->graph, kind, key);
}

/* A property that is called like one of the two special keys would be taken for it. */
static void write_key_name(Writer *w, const Key *key)
{
  Text name = graph_name(w->graph, NAME_KEY, key->column->key);
  if (!text_equal(name, key->kind == ENTITY_NODE ? TEXT("labels") : TEXT("label"))) {
    attribute_text(w, "attr.name", name);
    return;
  }
  Str other;
  str_init(&other);
  str_add_text(&other, name);
  do str_add_char(&other, '_');
  while (name_taken(w, key->kind, str_text(&other)));
  attribute_text(w, "attr.name", str_text(&other));
  attribute_text(w, "clio:name", name);
  str_free(&other);
}

static void write_key(Writer *w, const Key *key)
{
  static const char *const types[] = {
      [KEY_BOOLEAN] = "boolean", [KEY_LONG] = "long", [KEY_DOUBLE] = "double", [KEY_STRING] = "string"};
  start(w, "key");
  attribute(w, "id", key->id);
  attribute(w, "for", key->kind == ENTITY_NODE ? "node" : "edge");
  write_key_name(w, key);
  attribute(w, "attr.type", types[key->type]);
  if (key->seen == type_bit(VALUE_LIST)) {
    ValueType item = type_only(key->items);
    bool plain = item == VALUE_BOOL || item == VALUE_INT || item == VALUE_FLOAT;
    attribute(w, "attr.list", plain ? type_word(item) : "string");
  }
  if (key->type == KEY_STRING && !key->mixed && key->seen != type_bit(VALUE_STRING))
    attribute_type(w, type_only(key->seen), key->items);
  end(w);
}

static void write_special_key(Writer *w, const char *name, const char *of)
{
  start(w, "key");
  attribute(w, "id", name);
  attribute(w, "for", of);
  attribute(w, "attr.name", name);
  attribute(w, "attr.type", "string");
  end(w);
}

static Status find_keys(Writer *w, Error *err)
{
  uint32_t names = graph_name_count(w->graph, NAME_KEY);
  w->keys = calloc(MAX((size_t)names * 2, (size_t)1), sizeof *w->keys);
  if (!w->keys) return error_out_of_memory(err);
  for (int kind = ENTITY_NODE; kind <= ENTITY_REL; kind++) {
    for (uint32_t name = 0; name < names; name++) {
      Key *key = &w->keys[w->count];
      *key = (Key){.kind = (EntityKind)kind, .column = graph_column(w->graph, (EntityKind)kind, name)};
      if (!key->column || column_count(key->column) == 0) continue;
      look_at_values(w, key);
      if (!key->seen) continue;
      choose_type(key);
      snprintf(key->id, sizeof key->id, "d%u", w->count++);
    }
    if (kind == ENTITY_NODE) w->node_count = w->count;
  }
  return STATUS_OK;
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

static void write_value(Writer *w, const Key *key, Value v)
{
  str_clear(&w->text);
  if (v.type == VALUE_STRING) {
    add_clean(w, value_text(v));
  } else if (v.type == VALUE_FLOAT) {
    add_float(&w->text, v.number);
  } else if (v.type == VALUE_LIST) {
    value_json(&w->text, v, w->graph); /* escapes control characters itself */
  } else {
    value_show(&w->text, v, w->graph);
  }
  start(w, "data");
  attribute(w, "key", key->id);
  if (says_own_type(key, v)) attribute_type(w, (ValueType)v.type, v.type == VALUE_LIST ? type_of_items(v) : 0);
  end_with_text(w);
}

static void write_values(Writer *w, uint32_t first, uint32_t limit, uint32_t slot)
{
  for (uint32_t i = first; i < limit; i++)
    if (column_has(w->keys[i].column, slot)) write_value(w, &w->keys[i], column_get(w->keys[i].column, slot));
}

static void write_node(Writer *w, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(w->graph, node, &n);
  start(w, "node");
  attribute_id(w, "id", 'n', node);
  if (n > 0) {
    str_clear(&w->text);
    for (uint32_t i = 0; i < n; i++) {
      str_add_char(&w->text, ':');
      add_clean(w, graph_name(w->graph, NAME_LABEL, labels[i]));
    }
    write_special(w, "labels");
  }
  write_values(w, 0, w->node_count, node);
  end(w);
}

static void write_rel(Writer *w, uint32_t rel)
{
  uint32_t from, to;
  graph_rel_ends(w->graph, rel, &from, &to);
  start(w, "edge");
  attribute_id(w, "id", 'e', rel);
  attribute_id(w, "source", 'n', from);
  attribute_id(w, "target", 'n', to);
  str_clear(&w->text);
  add_clean(w, graph_name(w->graph, NAME_TYPE, graph_rel_type(w->graph, rel)));
  write_special(w, "label");
  write_values(w, w->node_count, w->count, rel);
  end(w);
}

/* ---- the document */

static int pass_on(void *context, const char *data, int len)
{
  /* Never an error: libxml2 would print it to standard error. */
  str_add_bytes(&((Output *)context)->text, data, (size_t)len);
  return len;
}

static Status check(Writer *w, Error *err)
{
  TRY(export_pass(w->e, err));
  if (w->bad) return error_out_of_memory(err);
  return str_check(&w->text, err);
}

static Status write_entities(Writer *w, EntityKind kind, Error *err)
{
  Walk walk;
  uint32_t slot;
  uint64_t *count = kind == ENTITY_NODE ? &w->e->summary.nodes : &w->e->summary.relationships;
  walk_begin(&walk, w->e, kind);
  for (; walk_next(&walk, &slot); ++*count) {
    if (kind == ENTITY_NODE)
      write_node(w, slot);
    else
      write_rel(w, slot);
    TRY(check(w, err));
  }
  return STATUS_OK;
}

static Status write_document(Writer *w, Error *err)
{
  TRY(find_keys(w, err));
  w->bad |= xmlTextWriterSetIndent(w->xml, 1) < 0 || xmlTextWriterSetIndentString(w->xml, xml("")) < 0;
  w->bad |= xmlTextWriterStartDocument(w->xml, "1.0", "UTF-8", NULL) < 0;
  start(w, "graphml");
  attribute(w, "xmlns", NAMESPACE);
  attribute(w, "xmlns:clio", CLIO_NAMESPACE);
  write_special_key(w, "labels", "node");
  write_special_key(w, "label", "edge");
  for (uint32_t i = 0; i < w->count; i++) write_key(w, &w->keys[i]);
  start(w, "graph");
  attribute(w, "id", "G");
  attribute(w, "edgedefault", "directed");
  TRY(write_entities(w, ENTITY_NODE, err));
  TRY(write_entities(w, ENTITY_REL, err));
  end(w);
  if (w->replaced)
    w->bad |= xmlTextWriterWriteFormatComment(w->xml, " %llu characters that XML cannot hold were replaced by U+FFFD ",
                                              (unsigned long long)w->replaced) < 0;
  w->bad |= xmlTextWriterEndDocument(w->xml) < 0 || xmlTextWriterFlush(w->xml) < 0;
  w->e->summary.replaced = w->replaced;
  return check(w, err);
}

/* What libxml2 has to say, which is mostly that there is no memory, is in what it returns. */
static void say_nothing(void *context UNUSED, const char *format UNUSED, ...) {}

Status graphml_write(Export *e, Error *err)
{
  Writer w = {.e = e, .graph = e->graph};
  TRY(late_load(&libxml, err));
  xmlGenericErrorFunc handler = *__xmlGenericError();
  void *handler_context = *__xmlGenericErrorContext();
  xmlSetGenericErrorFunc(NULL, say_nothing);
  str_init(&w.text);
  xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(pass_on, NULL, &e->out, NULL);
  w.xml = buffer ? xmlNewTextWriter(buffer) : NULL; /* takes the buffer */
  if (buffer && !w.xml) xmlOutputBufferClose(buffer);
  Status status = w.xml ? write_document(&w, err) : error_out_of_memory(err);
  xmlFreeTextWriter(w.xml);
  str_free(&w.text);
  free(w.keys);
  xmlSetGenericErrorFunc(handler_context, handler);
  return status;
}
