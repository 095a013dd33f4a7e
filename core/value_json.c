/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as JSON (RFC 8259), without blanks, for programs to read. Integers are written in full, also beyond 2^53; what
 * JSON has no number for (NaN, the infinities) is a string. */
#include "graph.h"
#include "value.h"

#include <math.h>

void value_json_string(Str *out, Text text)
{
  str_add_char(out, '"');
  size_t plain = 0; /* where the piece that needs no escape begins */
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.data[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    str_add_bytes(out, text.data + plain, i - plain);
    plain = i + 1;
    switch (c) {
    case '"': str_add(out, "\\\""); break;
    case '\\': str_add(out, "\\\\"); break;
    case '\n': str_add(out, "\\n"); break;
    case '\r': str_add(out, "\\r"); break;
    case '\t': str_add(out, "\\t"); break;
    case '\b': str_add(out, "\\b"); break;
    case '\f': str_add(out, "\\f"); break;
    default: str_addf(out, "\\u%04x", c); break;
    }
  }
  if (plain < text.len) str_add_bytes(out, text.data + plain, text.len - plain);
  str_add_char(out, '"');
}

static void json(Str *out, Value v, const Graph *graph, unsigned depth);

static void json_float(Str *out, double f)
{
  if (!isfinite(f)) str_add_char(out, '"');
  value_print_float(out, f);
  if (!isfinite(f)) str_add_char(out, '"');
}

static void json_props(Str *out, EntityKind kind, uint32_t slot, const Graph *graph, unsigned depth)
{
  uint32_t at = 0, key;
  Value v;
  const char *separator = "";
  str_add(out, ",\"properties\":{");
  while (graph_next_prop(graph, kind, slot, &at, &key, &v)) {
    str_add(out, separator);
    value_json_string(out, graph_name(graph, NAME_KEY, key));
    str_add_char(out, ':');
    json(out, v, graph, depth + 1);
    separator = ",";
  }
  str_add_char(out, '}');
}

static void json_node(Str *out, uint32_t node, const Graph *graph, unsigned depth)
{
  str_addf(out, "{\"id\":%u", node);
  if (graph) {
    uint32_t n;
    const uint32_t *labels = graph_labels(graph, node, &n);
    str_add(out, ",\"labels\":[");
    for (uint32_t i = 0; i < n; i++) {
      if (i) str_add_char(out, ',');
      value_json_string(out, graph_name(graph, NAME_LABEL, labels[i]));
    }
    str_add_char(out, ']');
    json_props(out, ENTITY_NODE, node, graph, depth);
  }
  str_add_char(out, '}');
}

static void json_rel(Str *out, uint32_t rel, const Graph *graph, unsigned depth)
{
  str_addf(out, "{\"id\":%u", rel);
  if (graph) {
    uint32_t start, end;
    graph_rel_ends(graph, rel, &start, &end);
    str_add(out, ",\"type\":");
    value_json_string(out, graph_name(graph, NAME_TYPE, graph_rel_type(graph, rel)));
    str_addf(out, ",\"start\":%u,\"end\":%u", start, end);
    json_props(out, ENTITY_REL, rel, graph, depth);
  }
  str_add_char(out, '}');
}

static void json_path(Str *out, Value path, const Graph *graph, unsigned depth)
{
  str_add(out, "{\"nodes\":[");
  for (uint32_t i = 0; i <= path.aux; i++) {
    if (i) str_add_char(out, ',');
    json_node(out, path.path[2 * (size_t)i], graph, depth);
  }
  str_add(out, "],\"relationships\":[");
  for (uint32_t i = 0; i < path.aux; i++) {
    if (i) str_add_char(out, ',');
    json_rel(out, path.path[2 * (size_t)i + 1], graph, depth);
  }
  str_add(out, "]}");
}

static void json(Str *out, Value v, const Graph *graph, unsigned depth)
{
  if (depth > VALUE_MAX_DEPTH) {
    str_add(out, "\"...\"");
    return;
  }
  switch (v.type) {
  case VALUE_NULL: str_add(out, "null"); break;
  case VALUE_BOOL: str_add(out, v.boolean ? "true" : "false"); break;
  case VALUE_INT: str_add_int(out, v.integer); break;
  case VALUE_FLOAT: json_float(out, v.number); break;
  case VALUE_STRING: value_json_string(out, value_text(v)); break;
  case VALUE_NODE: json_node(out, v.id, graph, depth); break;
  case VALUE_REL: json_rel(out, v.id, graph, depth); break;
  case VALUE_PATH: json_path(out, v, graph, depth); break;
  case VALUE_LIST:
    str_add_char(out, '[');
    for (uint32_t i = 0; i < v.aux; i++) {
      if (i) str_add_char(out, ',');
      json(out, v.items[i], graph, depth + 1);
    }
    str_add_char(out, ']');
    break;
  case VALUE_MAP:
    str_add_char(out, '{');
    for (uint32_t i = 0; i < v.aux; i++) {
      if (i) str_add_char(out, ',');
      value_json_string(out, v.entries[i].key);
      str_add_char(out, ':');
      json(out, v.entries[i].value, graph, depth + 1);
    }
    str_add_char(out, '}');
    break;
  default: /* a temporal value or a duration: its form in ISO 8601 holds nothing to escape */
    str_add_char(out, '"');
    value_show(out, v, NULL);
    str_add_char(out, '"');
    break;
  }
}

void value_json(Str *out, Value v, const struct Graph *graph)
{
  json(out, v, graph, 0);
}
