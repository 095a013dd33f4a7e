/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as text that people read: the notation of openCypher's literals, extended to nodes, relationships and paths as
 * its TCK writes results. What is printed of a literal reads back as the same value. */
#include "graph.h"
#include "utf8.h"
#include "value.h"

void value_print_string(Str *out, Text text)
{
  str_add_char(out, '\'');
  size_t plain = 0; /* where the piece that needs no escape begins */
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.data[i];
    if (c >= 0x20 && c != '\'' && c != '\\' && c != 0x7F) continue;
    str_add_bytes(out, text.data + plain, i - plain);
    plain = i + 1;
    switch (c) {
    case '\'': str_add(out, "\\'"); break;
    case '\\': str_add(out, "\\\\"); break;
    case '\n': str_add(out, "\\n"); break;
    case '\r': str_add(out, "\\r"); break;
    case '\t': str_add(out, "\\t"); break;
    case '\b': str_add(out, "\\b"); break;
    case '\f': str_add(out, "\\f"); break;
    default: str_addf(out, "\\u%04X", c); break;
    }
  }
  if (plain < text.len) str_add_bytes(out, text.data + plain, text.len - plain);
  str_add_char(out, '\'');
}

static bool is_identifier(Text name)
{
  for (size_t i = 0; i < name.len;) {
    bool first = i == 0;
    uint32_t c = utf8_next(name, &i);
    if (first ? !utf8_is_identifier_start(c) : !utf8_is_identifier_continue(c)) return false;
  }
  return name.len > 0;
}

void value_print_name(Str *out, Text name)
{
  if (is_identifier(name)) {
    str_add_text(out, name);
    return;
  }
  str_add_char(out, '`');
  for (size_t i = 0; i < name.len; i++) {
    if (name.data[i] == '`') str_add_char(out, '`');
    str_add_char(out, name.data[i]);
  }
  str_add_char(out, '`');
}

static void print(Str *out, Value v, const Graph *graph, unsigned depth);

static void print_key(Str *out, Text key, bool first)
{
  str_add(out, first ? "{" : ", ");
  value_print_name(out, key);
  str_add(out, ": ");
}

/* Nothing where there are none, so that a node without labels and properties is "()". */
static void print_props(Str *out, EntityKind kind, uint32_t slot, const Graph *graph, bool after_name, unsigned depth)
{
  uint32_t at = 0, key;
  Value v;
  bool first = true;
  while (graph_next_prop(graph, kind, slot, &at, &key, &v)) {
    if (first && after_name) str_add_char(out, ' ');
    print_key(out, graph_name(graph, NAME_KEY, key), first);
    print(out, v, graph, depth + 1);
    first = false;
  }
  if (!first) str_add_char(out, '}');
}

static void print_node(Str *out, uint32_t node, const Graph *graph, unsigned depth)
{
  str_add_char(out, '(');
  if (graph) {
    uint32_t n;
    const uint32_t *labels = graph_labels(graph, node, &n);
    for (uint32_t i = 0; i < n; i++) {
      str_add_char(out, ':');
      value_print_name(out, graph_name(graph, NAME_LABEL, labels[i]));
    }
    print_props(out, ENTITY_NODE, node, graph, n > 0, depth);
  }
  str_add_char(out, ')');
}

static void print_rel(Str *out, uint32_t rel, const Graph *graph, unsigned depth)
{
  str_add_char(out, '[');
  if (graph) {
    str_add_char(out, ':');
    value_print_name(out, graph_name(graph, NAME_TYPE, graph_rel_type(graph, rel)));
    print_props(out, ENTITY_REL, rel, graph, true, depth);
  }
  str_add_char(out, ']');
}

static void print_path(Str *out, Value path, const Graph *graph, unsigned depth)
{
  str_add_char(out, '<');
  print_node(out, path.path[0], graph, depth);
  for (uint32_t i = 0; i < path.aux; i++) {
    uint32_t from = path.path[2 * (size_t)i], rel = path.path[2 * (size_t)i + 1], to = path.path[2 * (size_t)i + 2];
    uint32_t start = from, end = to;
    if (graph) graph_rel_ends(graph, rel, &start, &end);
    str_add(out, start == from ? "-" : "<-");
    print_rel(out, rel, graph, depth);
    str_add(out, start == from ? "->" : "-");
    print_node(out, to, graph, depth);
  }
  str_add_char(out, '>');
}

/* Other temporal values and durations have no literals: they are strings to be read by their functions. */
static void print_quoted(Str *out, Value v)
{
  str_add_char(out, '\'');
  value_show(out, v, NULL);
  str_add_char(out, '\'');
}

static void print(Str *out, Value v, const Graph *graph, unsigned depth)
{
  if (depth > VALUE_MAX_DEPTH) {
    str_add(out, "...");
    return;
  }
  switch (v.type) {
  case VALUE_NULL: str_add(out, "null"); break;
  case VALUE_BOOL: str_add(out, v.boolean ? "true" : "false"); break;
  case VALUE_INT: str_add_int(out, v.integer); break;
  case VALUE_FLOAT: value_print_float(out, v.number); break;
  case VALUE_STRING: value_print_string(out, value_text(v)); break;
  case VALUE_NODE: print_node(out, v.id, graph, depth); break;
  case VALUE_REL: print_rel(out, v.id, graph, depth); break;
  case VALUE_PATH: print_path(out, v, graph, depth); break;
  case VALUE_LIST:
    str_add_char(out, '[');
    for (uint32_t i = 0; i < v.aux; i++) {
      if (i) str_add(out, ", ");
      print(out, v.items[i], graph, depth + 1);
    }
    str_add_char(out, ']');
    break;
  case VALUE_MAP:
    for (uint32_t i = 0; i < v.aux; i++) {
      print_key(out, v.entries[i].key, i == 0);
      print(out, v.entries[i].value, graph, depth + 1);
    }
    str_add(out, v.aux ? "}" : "{}");
    break;
  case VALUE_EDTF:
    str_add(out, "edtf(");
    print_quoted(out, v);
    str_add_char(out, ')');
    break;
  default: print_quoted(out, v); break;
  }
}

void value_print(Str *out, Value v, const struct Graph *graph)
{
  print(out, v, graph, 0);
}

void value_show(Str *out, Value v, const struct Graph *graph)
{
  if (v.type == VALUE_STRING)
    str_add_text(out, value_text(v));
  else if (v.type == VALUE_EDTF)
    str_add_text(out, value_edtf_text(v));
  else if (v.type == VALUE_DURATION)
    duration_print(out, *v.duration);
  else if (value_is_temporal(v))
    temporal_print(out, value_temporal(v));
  else
    print(out, v, graph, 0);
}
