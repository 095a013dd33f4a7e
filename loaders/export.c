/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Export: the table of formats, and what writers share. */
#include "json/json_write.h"

#include "core/target.h"
#include "rdf/rdf_write.h"

#include <stdio.h>

static const char *const jsonl_variants[] = {"clio", "neo4j", NULL};

static const ExportFormat formats[] = {
    {"graphml", ".graphml", "GraphML, for Neo4j, Gephi, yEd, igraph, networkx", graphml_write, graphml_variants, NULL,
     false},
    {"gexf", ".gexf", "GEXF with valid time as a timeline, for Gephi", gexf_write, NULL, NULL, false},
    {"gml", ".gml", "GML, for networkx, igraph, Gephi, yEd", gml_write, NULL, NULL, false},
    {"dot", ".dot", "DOT, for Graphviz", dot_write, NULL, NULL, false},
    {"cypher", ".cypher", "a script of statements that make the graph anew", cypher_write, NULL, NULL, false},
    {"csv", "/", "a folder of CSV files, as neo4j-admin reads them", csv_write, NULL, ".csv", false},
    {"jsonl", ".jsonl", "JSON Lines: an object a line, nodes first", jsonl_write, jsonl_variants, NULL, false},
    {"node-link", ".json", "node-link JSON, for networkx and D3", node_link_write, NULL, NULL, false},
    {"cytoscape", ".cyjs", "JSON for Cytoscape and Cytoscape.js", cytoscape_write, NULL, NULL, false},
    {"turtle", ".ttl", "RDF in Turtle, with the prefixes of its names", turtle_write, NULL, NULL, false},
    {"trig", ".trig", "RDF in TriG: Turtle with named graphs", trig_write, NULL, NULL, false},
    {"ntriples", ".nt", "RDF in N-Triples, a triple a line", ntriples_write, NULL, NULL, false},
    {"nquads", ".nq", "RDF in N-Quads: N-Triples with named graphs", nquads_write, NULL, NULL, false},
    {"svg", ".svg", "a picture to look at in a browser, or to edit", picture_svg_write, NULL, NULL, true},
    {"png", ".png", "a picture in pixels", picture_png_write, NULL, NULL, true},
    {"pdf", ".pdf", "a picture to print", picture_pdf_write, NULL, NULL, true},
};

const ExportFormat *export_format_at(size_t i)
{
  return i < ARRAY_LEN(formats) ? &formats[i] : NULL;
}

const ExportFormat *export_format(Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(formats); i++)
    if (text_equal(name, text_of(formats[i].name))) return &formats[i];
  return NULL;
}

const ExportFormat *export_format_of_path(const char *path)
{
  Text name;
  (void)compression_of_path(text_of(path), &name);
  for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
    if (!formats[i].extension) continue;
    Text end = text_of(formats[i].extension);
    if (name.len > end.len && text_ends(name, end)) return &formats[i];
  }
  return NULL;
}

/* ---- what writers call */

Status export_pass_block(Export *e, Error *err)
{
  const ExportOptions *o = e->options;
  TRY(output_pass(&e->out, err));
  uint64_t done = e->summary.nodes + e->summary.relationships;
  if (o->progress && !o->progress(o->payload, e->path, done, e->expected))
    return error_set(err, ERROR_INTERRUPTED, NULL, "the export was interrupted");
  return STATUS_OK;
}

Status export_open_file(Export *e, const char *name, Error *err)
{
  int fd;
  TRY(target_folder_file(&e->folder, name, &fd, err));
  return output_init(&e->out, fd, COMPRESSION_NONE, err);
}

Status export_close_file(Export *e, Status status, Error *err)
{
  Error ignored = {0};
  if (status == STATUS_OK) status = output_finish(&e->out, err);
  int fd = e->out.fd;
  output_free(&e->out);
  if (target_folder_close(fd, status == STATUS_OK ? err : &ignored) != STATUS_OK) status = STATUS_FAIL;
  return status;
}

void export_note(const Export *e, const char *format, ...)
{
  char message[512];
  va_list args;
  if (!e->options->note) return;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  e->options->note(e->options->payload, message);
}

void export_open_edge(Str *out, const Graph *g, uint32_t rel)
{
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  export_number(out, "<edge id=\"e", rel);
  export_number(out, "\" source=\"n", start);
  export_number(out, "\" target=\"n", end);
  str_add_char(out, '"');
}

/* ---- walks */

void walk_begin(Walk *walk, const Export *e, EntityKind kind)
{
  *walk = (Walk){.graph = e->graph, .set = e->set, .kind = kind};
  walk->limit = kind == ENTITY_NODE ? graph_node_limit(e->graph) : graph_rel_limit(e->graph);
  if (e->set) roaring_init_iterator(kind == ENTITY_NODE ? e->set->nodes : e->set->rels, &walk->it);
}

static bool has_ends(const Walk *walk, uint32_t rel)
{
  uint32_t start, end;
  graph_rel_ends(walk->graph, rel, &start, &end);
  return roaring_bitmap_contains(walk->set->nodes, start) && roaring_bitmap_contains(walk->set->nodes, end);
}

static bool next_of_set(Walk *walk, uint32_t *slot)
{
  while (walk->it.has_value) {
    *slot = walk->it.current_value;
    roaring_advance_uint32_iterator(&walk->it);
    if (walk->kind == ENTITY_NODE ? graph_node_alive(walk->graph, *slot)
                                  : graph_rel_alive(walk->graph, *slot) && has_ends(walk, *slot))
      return true;
  }
  return false;
}

bool walk_next(Walk *walk, uint32_t *slot)
{
  if (walk->set) return next_of_set(walk, slot);
  while (walk->next < walk->limit) {
    *slot = walk->next++;
    if (walk->kind == ENTITY_NODE ? graph_node_alive(walk->graph, *slot) : graph_rel_alive(walk->graph, *slot))
      return true;
  }
  return false;
}

Status export_entities(Export *e, EntityKind kind, EntityWriter write, void *writer, Error *err)
{
  Walk walk;
  uint32_t slot;
  uint64_t *count = kind == ENTITY_NODE ? &e->summary.nodes : &e->summary.relationships;
  for (walk_begin(&walk, e, kind); walk_next(&walk, &slot); ++*count) {
    write(writer, slot);
    TRY(export_pass(e, err));
  }
  return STATUS_OK;
}

void export_labels(Str *out, const Graph *g, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(g, node, &n);
  str_add_char(out, '[');
  for (uint32_t i = 0; i < n; i++) {
    if (i) str_add_char(out, ',');
    value_json_string(out, graph_name(g, NAME_LABEL, labels[i]));
  }
  str_add_char(out, ']');
}

void export_colon_labels(Str *out, const Graph *g, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(g, node, &n);
  for (uint32_t i = 0; i < n; i++) {
    str_add_char(out, ':');
    str_add_text(out, graph_name(g, NAME_LABEL, labels[i]));
  }
}

/* ---- the whole */

static Status find_variant(const ExportFormat *format, const char *name, unsigned *variant, Error *err)
{
  *variant = 0;
  if (!name) return STATUS_OK;
  if (!format->variants) return error_set(err, ERROR_ARGUMENT, NULL, "%s has no variants", format->name);
  for (; format->variants[*variant]; ++*variant)
    if (strcmp(format->variants[*variant], name) == 0) return STATUS_OK;
  char known[128] = "";
  size_t used = 0;
  for (size_t i = 0; format->variants[i] && used < sizeof known; i++)
    used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", format->variants[i]);
  return error_set(err, ERROR_ARGUMENT, NULL, "`%s` is not a variant of %s: use one of %s", name, format->name, known);
}

static Status check_picture(const ExportFormat *format, const PictureOptions *o, Error *err)
{
  if (format->picture || (!o->timeline && !o->layout && !o->width && !o->height)) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, NULL,
                   "a timeline, a layout and a size are for pictures (svg, png, pdf), not %s", format->name);
}

static uint64_t expected_entities(const Graph *g, const ExportSet *set)
{
  if (!set) return graph_node_count(g) + graph_rel_count(g);
  return roaring_bitmap_get_cardinality(set->nodes) + roaring_bitmap_get_cardinality(set->rels);
}

/* Puts the path before what went wrong while the file was written. */
static Status say_where(const Export *e, const Error *inner, Error *err)
{
  if (inner->kind == ERROR_IO) return error_set(err, ERROR_IO, NULL, "cannot write %s: %s", e->path, inner->message);
  return error_set(err, inner->kind, inner->detail, "%s", inner->message);
}

static Status write_content(Export *e, const ExportFormat *format, int fd, Error *err)
{
  Text ignored;
  Error inner = {0};
  Status status = output_init(&e->out, fd, compression_of_path(text_of(e->path), &ignored), &inner);
  if (status == STATUS_OK) status = format->write(e, &inner);
  if (status == STATUS_OK) status = output_finish(&e->out, &inner);
  output_free(&e->out);
  return status == STATUS_OK ? STATUS_OK : say_where(e, &inner, err);
}

static Status write_file(Export *e, const ExportFormat *format, const char *path, Error *err)
{
  Target target;
  Status status = target_open(&target, path, err);
  if (status == STATUS_OK) status = write_content(e, format, target.fd, err);
  if (status == STATUS_OK) status = target_finish(&target, err);
  target_drop(&target);
  return status;
}

static Status write_folder(Export *e, const ExportFormat *format, const char *path, Error *err)
{
  Error inner = {0};
  if (strcmp(path, "-") == 0)
    return error_set(err, ERROR_ARGUMENT, NULL, "%s is a folder of files: it cannot go to standard output",
                     format->name);
  Status status = target_folder_open(&e->folder, path, format->folder, CSV_SETTINGS, err);
  if (status == STATUS_OK && format->write(e, &inner) != STATUS_OK) status = say_where(e, &inner, err);
  if (status == STATUS_OK) status = target_folder_finish(&e->folder, err);
  target_folder_drop(&e->folder);
  return status;
}

Status export_graph(const Graph *g, const ExportSet *set, const char *path, const ExportFormat *format,
                    const ExportOptions *options, ExportSummary *summary, Error *err)
{
  Export e = {.graph = g,
              .set = set,
              .options = options,
              .path = strcmp(path, "-") == 0 ? "to standard output" : path,
              .expected = expected_entities(g, set)};
  TRY(find_variant(format, options->variant, &e.variant, err));
  TRY(check_picture(format, &options->picture, err));
  Status status = format->folder ? write_folder(&e, format, path, err) : write_file(&e, format, path, err);
  *summary = e.summary;
  return status;
}
