/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Node-link JSON, as networkx (node_link_graph) and D3's force layout read it: an object of two arrays, of nodes and of
 * links between their ids. */
#include "json_write.h"

static void write_node(void *writer, uint32_t node)
{
  static const char *const reserved[] = {"id", "labels", "types", NULL};
  JsonWriter *w = writer;
  Str *out = &w->e->out.text;
  export_number(out, w->e->summary.nodes ? ",\n{\"id\":" : "\n{\"id\":", node);
  str_add(out, ",\"labels\":");
  export_labels(out, w->e->graph, node);
  json_members(w, ENTITY_NODE, node, reserved);
  json_types(w);
  str_add_char(out, '}');
}

static void write_link(void *writer, uint32_t rel)
{
  static const char *const reserved[] = {"source", "target", "key", "type", "types", NULL};
  JsonWriter *w = writer;
  Str *out = &w->e->out.text;
  const Graph *g = w->e->graph;
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  export_number(out, w->e->summary.relationships ? ",\n{\"source\":" : "\n{\"source\":", start);
  export_number(out, ",\"target\":", end);
  export_number(out, ",\"key\":", rel);
  str_add(out, ",\"type\":");
  value_json_string(out, graph_name(g, NAME_TYPE, graph_rel_type(g, rel)));
  json_members(w, ENTITY_REL, rel, reserved);
  json_types(w);
  str_add_char(out, '}');
}

static Status write_document(JsonWriter *w, Error *err)
{
  Str *out = &w->e->out.text;
  str_add(out, "{\"directed\":true,\"multigraph\":true,\"graph\":{\"generator\":\"clio\"},\"nodes\":[");
  TRY(json_entities(w, ENTITY_NODE, write_node, err));
  str_add(out, "\n],\"links\":[");
  TRY(json_entities(w, ENTITY_REL, write_link, err));
  str_add(out, "\n]}\n");
  return STATUS_OK;
}

Status node_link_write(Export *e, Error *err)
{
  JsonWriter w = {.e = e};
  str_init(&w.types);
  Status status = write_document(&w, err);
  str_free(&w.types);
  return status;
}
