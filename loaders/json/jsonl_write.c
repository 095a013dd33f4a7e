/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON Lines: one node or relationship a line, as queries with --format jsonl show them, or as Neo4j's APOC writes
 * them. */
#include "json_write.h"

typedef enum JsonlVariant { JSONL_CLIO, JSONL_NEO4J } JsonlVariant;

static void write_node(void *writer, uint32_t node)
{
  JsonWriter *w = writer;
  Str *out = &w->e->out.text;
  bool neo4j = w->e->variant == JSONL_NEO4J;
  export_number(out, neo4j ? "{\"type\":\"node\",\"id\":\"" : "{\"id\":", node);
  str_add(out, neo4j ? "\",\"labels\":" : ",\"labels\":");
  export_labels(out, w->e->graph, node);
  str_add(out, ",\"properties\":");
  json_properties(w, ENTITY_NODE, node);
  json_types(w);
  str_add(out, "}\n");
}

static void write_end(Str *out, const Graph *g, const char *before, uint32_t node)
{
  export_number(out, before, node);
  str_add(out, "\",\"labels\":");
  export_labels(out, g, node);
  str_add_char(out, '}');
}

static void write_rel(void *writer, uint32_t rel)
{
  JsonWriter *w = writer;
  Str *out = &w->e->out.text;
  const Graph *g = w->e->graph;
  bool neo4j = w->e->variant == JSONL_NEO4J;
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  export_number(out, neo4j ? "{\"type\":\"relationship\",\"id\":\"" : "{\"id\":", rel);
  str_add(out, neo4j ? "\",\"label\":" : ",\"type\":");
  value_json_string(out, graph_name(g, NAME_TYPE, graph_rel_type(g, rel)));
  if (neo4j) {
    write_end(out, g, ",\"start\":{\"id\":\"", start);
    write_end(out, g, ",\"end\":{\"id\":\"", end);
  } else {
    export_number(out, ",\"start\":", start);
    export_number(out, ",\"end\":", end);
  }
  str_add(out, ",\"properties\":");
  json_properties(w, ENTITY_REL, rel);
  json_types(w);
  str_add(out, "}\n");
}

Status jsonl_write(Export *e, Error *err)
{
  JsonWriter w = {.e = e};
  str_init(&w.types);
  Status status = json_entities(&w, ENTITY_NODE, write_node, err);
  if (status == STATUS_OK) status = json_entities(&w, ENTITY_REL, write_rel, err);
  str_free(&w.types);
  return status;
}
