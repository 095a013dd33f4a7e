/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON for Cytoscape.js and Cytoscape: elements whose data are flat objects, in which ids are strings that no node and
 * no edge share. */
#include "caption.h"
#include "json_write.h"

typedef struct CytoscapeWriter {
  JsonWriter json;
  Captions captions;
  Str caption;
} CytoscapeWriter;

static void write_node(void *writer, uint32_t node)
{
  static const char *const reserved[] = {"id", "label", "labels", "parent", "types", NULL};
  CytoscapeWriter *w = writer;
  Export *e = w->json.e;
  str_clear(&w->caption);
  captions_add(&w->captions, node, &w->caption);
  export_number(&e->out.text, e->summary.nodes ? ",\n{\"data\":{\"id\":\"n" : "\n{\"data\":{\"id\":\"n", node);
  str_add(&e->out.text, "\",\"label\":");
  value_json_string(&e->out.text, str_text(&w->caption));
  str_add(&e->out.text, ",\"labels\":");
  export_labels(&e->out.text, e->graph, node);
  json_members(&w->json, ENTITY_NODE, node, reserved);
  json_types(&w->json);
  str_add(&e->out.text, "}}");
}

static void write_edge(void *writer, uint32_t rel)
{
  static const char *const reserved[] = {"id", "source", "target", "type", "types", NULL};
  CytoscapeWriter *w = writer;
  Export *e = w->json.e;
  uint32_t start, end;
  graph_rel_ends(e->graph, rel, &start, &end);
  export_number(&e->out.text, e->summary.relationships ? ",\n{\"data\":{\"id\":\"e" : "\n{\"data\":{\"id\":\"e", rel);
  export_number(&e->out.text, "\",\"source\":\"n", start);
  export_number(&e->out.text, "\",\"target\":\"n", end);
  str_add(&e->out.text, "\",\"type\":");
  value_json_string(&e->out.text, graph_name(e->graph, NAME_TYPE, graph_rel_type(e->graph, rel)));
  json_members(&w->json, ENTITY_REL, rel, reserved);
  json_types(&w->json);
  str_add(&e->out.text, "}}");
}

static Status write_document(CytoscapeWriter *w, Error *err)
{
  Str *out = &w->json.e->out.text;
  TRY(captions_open(&w->captions, w->json.e->graph, err));
  str_add(out,
          "{\"format_version\":\"1.0\",\"generated_by\":\"clio\",\"target_cytoscapejs_version\":\"~3\",\"data\":{},"
          "\"elements\":{\"nodes\":[");
  TRY(export_entities(w->json.e, ENTITY_NODE, write_node, w, err));
  str_add(out, "\n],\"edges\":[");
  TRY(export_entities(w->json.e, ENTITY_REL, write_edge, w, err));
  str_add(out, "\n]}}\n");
  TRY(str_check(&w->caption, err));
  return str_check(&w->json.types, err);
}

Status cytoscape_write(Export *e, Error *err)
{
  CytoscapeWriter w = {.json = {.e = e}};
  str_init(&w.json.types);
  str_init(&w.caption);
  Status status = write_document(&w, err);
  captions_close(&w.captions);
  str_free(&w.json.types);
  str_free(&w.caption);
  return status;
}
