/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which format a file is of, and the load of files through one intake; see import.h. */
#include "import.h"

#include "dot/dot_read.h"
#include "gexf/gexf_read.h"
#include "gml/gml_read.h"
#include "graphml/graphml_read.h"
#include "merge.h"
#include "output.h"
#include "rdf/rdf_read.h"
#include "text/text_formats.h"
#include "wikidata/wikidata_import.h"
#include "json/json_import.h"

#include <sys/stat.h>

static const ImportFormat formats[] = {
    {"csv", ".csv .tsv", "CSV with neo4j-admin's headers, or folders of such files", NULL, NULL, IDS_OF_A_FILE},
    {"cypher", ".cypher .cql", "a script of statements", NULL, NULL, IDS_OF_A_FILE},
    {"graphml", ".graphml .xml", "GraphML", graphml_starts, graphml_read, IDS_OF_A_FILE},
    {"gexf", ".gexf .xml", "GEXF, as Gephi writes it", gexf_starts, gexf_read, IDS_OF_A_FILE},
    {"dot", ".dot .gv", "DOT, the language of GraphViz", NULL, dot_read, IDS_OF_A_FILE},
    {"gml", ".gml", "GML", NULL, gml_read, IDS_OF_A_FILE},
    {"pajek", ".net .paj", "networks of Pajek", NULL, pajek_read, IDS_OF_A_FILE},
    {"edges", ".edges .edgelist .ncol", "lists of edges, two names a line", NULL, edge_list_read, IDS_OF_A_FILE},
    {"lgl", ".lgl", "LGL, edges under their first ends", NULL, lgl_read, IDS_OF_A_FILE},
    {"wikidata", ".json .jsonl .ndjson", "Wikidata's entities: dumps, pieces of them, single ones", wikidata_starts,
     wikidata_read, IDS_OF_THINGS},
    {"jsonl", ".jsonl .ndjson", "JSON Lines: nodes and relationships as Clio and APOC write them, or any objects", NULL,
     jsonl_read, IDS_OF_A_FILE},
    {"json", ".json .cyjs", "JSON: node-link data, Cytoscape.js, APOC, or a list of objects", NULL, json_read,
     IDS_OF_A_FILE},
    {"turtle", ".ttl .turtle", "RDF in Turtle", NULL, turtle_read, IDS_OF_FACTS},
    {"ntriples", ".nt", "RDF in N-Triples", NULL, ntriples_read, IDS_OF_FACTS},
    {"nquads", ".nq", "RDF in N-Quads", NULL, nquads_read, IDS_OF_FACTS},
    {"trig", ".trig", "RDF in TriG", NULL, trig_read, IDS_OF_FACTS},
    {"rdfxml", ".rdf .owl .rdfs", "RDF in RDF/XML", NULL, rdfxml_read, IDS_OF_FACTS},
};

const ImportFormat *import_format_at(size_t i)
{
  return i < ARRAY_LEN(formats) ? &formats[i] : NULL;
}

const ImportFormat *import_format(Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(formats); i++)
    if (text_equal(name, text_of(formats[i].name))) return &formats[i];
  return NULL;
}

const char *import_format_name(const ImportFormat *format)
{
  return format->name;
}

bool import_is_data_set(const ImportFormat *format)
{
  return format == &formats[0];
}

bool import_is_script(const ImportFormat *format)
{
  return format == &formats[1];
}

bool import_knows_again(const ImportFormat *format)
{
  return format->ids != IDS_OF_A_FILE;
}

bool import_can_merge(const ImportFormat *format)
{
  return format->ids != IDS_OF_THINGS && !import_is_script(format);
}

/* ---- which format a file is of */

static bool has_extension(const ImportFormat *format, Text path)
{
  for (const char *at = format->extensions; *at;) {
    size_t len = strcspn(at, " ");
    if (text_ends(path, (Text){at, len})) return true;
    at += len + strspn(at + len, " ");
  }
  return false;
}

enum { START_BYTES = 4096 };

static Status read_start(const char *path, char start[START_BYTES], size_t *len, Error *err)
{
  Input *input;
  TRY(input_open(&input, path, err));
  Status status = input_read(input, start, START_BYTES, len, err);
  input_close(input);
  return status;
}

Status import_format_of(const char *path, const ImportFormat **out, Error *err)
{
  struct stat info;
  char start[START_BYTES];
  size_t len = SIZE_MAX; /* not yet read */
  Text name;
  *out = NULL;
  if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
    *out = &formats[0];
    return STATUS_OK;
  }
  (void)compression_of_path(text_of(path), &name);
  const ImportFormat *first = NULL;
  for (size_t i = 0; i < ARRAY_LEN(formats) && !*out; i++) {
    const ImportFormat *format = &formats[i];
    if (!has_extension(format, name)) continue;
    if (!first) first = format;
    if (format->starts && len == SIZE_MAX) TRY(read_start(path, start, &len, err));
    if (!format->starts || format->starts((Text){start, len})) *out = format;
  }
  if (!*out) *out = first; /* which will say what is wrong with the file */
  return STATUS_OK;
}

/* ---- loading */

/* Labels that the command names are those of nodes to which the file gives none. */
static Status label_rest(Intake *in, uint32_t first, Error *err)
{
  Graph *g = in->graph;
  if (!in->options->as) return STATUS_OK;
  for (uint32_t node = first, limit = graph_node_limit(g); node < limit; node++) {
    uint32_t n;
    (void)graph_labels(g, node, &n);
    if (n == 0) TRY(intake_labels(in, node, text_of(in->options->as), err));
  }
  return STATUS_OK;
}

static Status read_file(Intake *in, const ImportFile *file, Error *err)
{
  uint32_t first = graph_node_limit(in->graph);
  TRY(file->format->read(in, file->path, err));
  TRY(label_rest(in, first, err));
  intake_tell_notes(in);
  return STATUS_OK;
}

/* The file's own graph, where nothing is there before it. in: that of the graph that it is merged with. */
static Status merge_through(Intake *in, Merge *merge, Graph *own, const ImportFile *file, Error *err)
{
  Intake of_own;
  IntakePlaces places = {0};
  ImportSummary read = {0};
  Error ignored = {0};
  Status status = intake_begin(&of_own, own, in->options, &read, err);
  of_own.places = &places;
  of_own.path = in->path;
  of_own.done = in->done;
  of_own.total = in->total;
  of_own.told = in->told;
  if (status == STATUS_OK) status = read_file(&of_own, file, err);
  in->told = of_own.told;
  in->summary->skipped += read.skipped;
  in->summary->refused += read.refused;
  if (status == STATUS_OK) status = merge_graph(merge, in, &of_own, err);
  (void)intake_end(&of_own, false, &ignored);
  intake_places_free(&places);
  return status;
}

/* All that the file says is known before it goes into the graph. */
static Status merge_file(Intake *in, Merge *merge, const ImportFile *file, Error *err)
{
  Graph *own;
  Error ignored = {0};
  TRY(graph_open(&own, NULL, NULL, err));
  Status status = graph_statement_begin(own, err);
  if (status == STATUS_OK) {
    status = merge_through(in, merge, own, file, err);
    (void)graph_statement_end(own, false, &ignored);
  }
  graph_close(own);
  return status;
}

static Status read_files(Intake *in, Merge *merge, const ImportFile *files, size_t count, Error *err)
{
  struct stat info;
  for (size_t i = 0; i < count; i++)
    if (stat(files[i].path, &info) == 0) in->total += (uint64_t)info.st_size;
  for (size_t i = 0; i < count; i++) {
    bool known = import_knows_again(files[i].format);
    in->path = files[i].path;
    if (!known) TRY(intake_forget_ids(in, err));
    in->place = (IntakePlace){0};
    in->ends_may_lack = false;
    TRY(merge && !known ? merge_file(in, merge, &files[i], err) : read_file(in, &files[i], err));
    if (stat(files[i].path, &info) == 0) in->done += (uint64_t)info.st_size;
    TRY(intake_progress(in, 0, err));
    in->summary->files++;
  }
  return STATUS_OK;
}

Status import_files(Graph *g, const ImportFile *files, size_t count, const ImportOptions *options,
                    ImportSummary *summary, Error *err)
{
  Intake in = {0};
  Merge *merge = NULL;
  if (options->merge) TRY(merge_new(&merge, g, options, err));
  Status status = intake_begin(&in, g, options, summary, err);
  if (status == STATUS_OK) status = read_files(&in, merge, files, count, err);
  Error ignored = {0};
  if (intake_end(&in, status == STATUS_OK, status == STATUS_OK ? err : &ignored) != STATUS_OK) status = STATUS_FAIL;
  merge_free(merge);
  return status;
}
