/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files in neo4j-admin's CSV format, loaded as one bulk load: first all headers, then the nodes of all files, then the
 * relationships. Rows go through a pipeline in batches; the graph, the ids of nodes and the caller's functions are
 * touched in its last stage only, which is the caller's thread's. What must stay true: a row is known to be good before
 * the graph is touched, so that one that is left out leaves nothing behind. */
#include "csv_batch.h"
#include "csv_value.h"
#include "pipeline.h"

#include <stdio.h>
#include <stdlib.h>

/* How many bytes are read between two calls of the progress function. */
enum { PROGRESS_BYTES = 1 << 20 };

typedef struct Import {
  Graph *graph;
  const ImportOptions *options;
  ImportSummary *summary;
  CsvFiles files;
  CsvSource *sources;
  Ids *ids;
  Arena arena;      /* of the whole load */
  uint32_t *labels; /* of one row */
  uint32_t label_cap;
  CsvBatch batches[PIPELINE_MOST_PLACES];
  uint64_t done, total, told; /* bytes: of finished files; of all; at the last call of progress */
  Error *err;
} Import;

/* ---- headers */

static Status read_header(Import *im, CsvSource *source)
{
  const char *own = source->file->path;
  const char *path = im->options->header ? im->options->header : source->file->header ? source->file->header : own;
  CsvScanner *scanner = NULL, *data = NULL;
  CsvRow row;
  bool more;
  Status status = STATUS_OK;
  source->array_delimiter = im->options->array_delimiter;
  source->delimiter = source->file->tabs && im->options->delimiter == ',' ? '\t' : im->options->delimiter;
  TRY_OUT(csv_open(&scanner, path, source->delimiter, im->options->quote, NULL, im->err));
  TRY_OUT(csv_next(scanner, &row, &more, im->err));
  if (!more) TRY_OUT(error_set(im->err, ERROR_FORMAT, NULL, "%s is empty: expected a header line", path));
  TRY_OUT(csv_header_parse(&im->arena, path, &row, im->options->id_type, &source->header, im->err));
  source->lines = csv_estimate_lines(scanner);
  source->bytes = csv_size(scanner);
  if (path != own) {
    TRY_OUT(csv_open(&data, own, source->delimiter, im->options->quote, NULL, im->err));
    source->lines = csv_estimate_lines(data);
    source->bytes = csv_size(data);
  }
  im->total += source->bytes;
out:
  csv_close(scanner);
  csv_close(data);
  return status;
}

static Status in_file(const Import *im, const CsvSource *source)
{
  Error inner = *im->err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(im->err);
  return error_set(im->err, ERROR_FORMAT, NULL, "%s: %s", source->file->path, inner.message);
}

static Status find_end_group(const Import *im, const CsvSource *source, const CsvColumn *column, uint32_t *group)
{
  *group = ids_find_group(im->ids, column->group);
  if (*group != IDS_NO_GROUP) return STATUS_OK;
  char shown[SHOWN_BYTES];
  show_text(column->group, shown);
  return error_set(im->err, ERROR_FORMAT, NULL, "%s: %s refers to ids%s%s, but no file has nodes with such ids",
                   source->file->path, column->role == CSV_START_ID ? ":START_ID" : ":END_ID",
                   column->group.len ? " of the group " : " without a group", column->group.len ? shown : "");
}

static Status resolve_groups(Import *im)
{
  for (uint32_t i = 0; i < im->files.count; i++) {
    CsvSource *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    source->group = IDS_NO_GROUP;
    if (h->id == CSV_NO_COLUMN) continue;
    const CsvColumn *id = &h->columns[h->id];
    if (ids_group(im->ids, id->group, id->id_type, &source->group, im->err) != STATUS_OK) return in_file(im, source);
  }
  for (uint32_t i = 0; i < im->files.count; i++) {
    CsvSource *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    if (!h->of_rels) continue;
    TRY(find_end_group(im, source, &h->columns[h->start], &source->start));
    TRY(find_end_group(im, source, &h->columns[h->end], &source->end));
  }
  return STATUS_OK;
}

/* ---- rows */

static Status add_label(Import *im, Text name, uint32_t *n)
{
  if (*n == im->label_cap) {
    uint32_t cap = MAX(16u, im->label_cap * 2);
    uint32_t *grown = realloc(im->labels, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(im->err);
    im->labels = grown;
    im->label_cap = cap;
  }
  TRY(graph_name_add(im->graph, NAME_LABEL, name, &im->labels[*n], im->err));
  ++*n;
  return STATUS_OK;
}

/* Labels are made only when everything else of the row is known to be good. */
static Status read_labels(Import *im, const CsvSource *source, const CsvBatch *b, uint32_t row, uint32_t *n)
{
  const CsvHeader *h = &source->header;
  *n = 0;
  if (!h->has_labels) return add_label(im, source->file->stem, n);
  if (h->id != CSV_NO_COLUMN && h->columns[h->id].label.len > 0) TRY(add_label(im, h->columns[h->id].label, n));
  for (uint32_t i = 0; i < h->count; i++) {
    if (h->columns[i].role != CSV_LABEL) continue;
    Text part, list = csv_batch_field(b, row, i)->text;
    for (size_t at = 0; csv_next_part(list, source->array_delimiter, &at, &part);) {
      part = csv_trim(part);
      if (part.len > 0) TRY(add_label(im, part, n));
    }
  }
  return STATUS_OK;
}

static Status check_own_id(Import *im, const CsvSource *source, const CsvBatch *b, uint32_t row, Value id)
{
  if (LIKELY(ids_find(im->ids, source->group, id) == SLOT_NONE)) return STATUS_OK;
  char shown[SHOWN_BYTES];
  show_text(csv_batch_field(b, row, source->header.id)->text, shown);
  error_set(im->err, ERROR_FORMAT, NULL, "another node has the id %s", shown);
  return csv_batch_locate(b, source, row, source->header.id, im->err);
}

static Status add_node(Import *im, CsvSource *source, const CsvBatch *b, uint32_t row)
{
  uint32_t node, n;
  Value id = source->header.id == CSV_NO_COLUMN ? VALUE_NULL_VALUE : csv_batch_values(b, source->header.id)[row];
  if (!value_is_null(id)) TRY(check_own_id(im, source, b, row, id));
  TRY(read_labels(im, source, b, row, &n));
  TRY(graph_add_node(im->graph, im->labels, n, &node, im->err));
  if (!value_is_null(id)) TRY(ids_add(im->ids, source->group, id, node, im->err));
  im->summary->nodes++;
  return STATUS_OK;
}

static Status read_type(Import *im, CsvSource *source, const CsvBatch *b, uint32_t row, uint32_t *type)
{
  uint32_t column = source->header.type;
  if (column == CSV_NO_COLUMN) {
    if (source->name == NAME_NONE)
      TRY(graph_name_add(im->graph, NAME_TYPE, source->file->stem, &source->name, im->err));
    *type = source->name;
    return STATUS_OK;
  }
  Text name = csv_trim(csv_batch_field(b, row, column)->text);
  if (name.len > 0) return graph_name_add(im->graph, NAME_TYPE, name, type, im->err);
  error_set(im->err, ERROR_FORMAT, NULL, "the relationship has no type");
  return csv_batch_locate(b, source, row, column, im->err);
}

static Status add_rel(Import *im, CsvSource *source, const CsvBatch *b, uint32_t row)
{
  uint32_t type, rel;
  TRY(read_type(im, source, b, row, &type));
  TRY(graph_add_rel(im->graph, type, b->starts[row], b->ends[row], &rel, im->err));
  im->summary->relationships++;
  return STATUS_OK;
}

/* After a row that failed: STATUS_OK when it is left out and the load goes on. */
static Status leave_out(Import *im, const CsvBatch *b, uint32_t row)
{
  if (b->errors[row]) *im->err = *b->errors[row];
  if (!im->options->skip_bad_rows || im->err->kind != ERROR_FORMAT || (b->stuck && row + 1 == b->rows))
    return STATUS_FAIL;
  im->summary->skipped++;
  if (im->options->skipped) im->options->skipped(im->options->payload, im->err->message);
  error_clear(im->err);
  return STATUS_OK;
}

/* Makes the nodes or relationships of the good rows, whose values move together; *added is how many there are. */
static Status add_entities(Import *im, CsvSource *source, CsvBatch *b, uint32_t *added)
{
  *added = 0;
  for (uint32_t r = 0; r < b->rows; r++) {
    if (UNLIKELY(b->errors[r] || (source->header.of_rels ? add_rel : add_node)(im, source, b, r) != STATUS_OK))
      TRY(leave_out(im, b, r));
    else if (LIKELY(*added == r))
      ++*added;
    else
      csv_batch_move(b, r, (*added)++);
  }
  return STATUS_OK;
}

static bool has_value(const Value *values, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (!value_is_null(values[i])) return true;
  return false;
}

static Status set_properties(Import *im, CsvSource *source, const CsvBatch *b, uint32_t first, uint32_t n)
{
  EntityKind kind = source->header.of_rels ? ENTITY_REL : ENTITY_NODE;
  for (uint32_t i = 0; i < b->columns; i++) {
    CsvColumn *column = &source->header.columns[i];
    const Value *values = csv_batch_values(b, i);
    if (column->role != CSV_PROPERTY && (column->role != CSV_ID || column->name.len == 0)) continue;
    if (!has_value(values, n)) continue;
    if (UNLIKELY(column->key == NAME_NONE))
      TRY(graph_name_add(im->graph, NAME_KEY, column->name, &column->key, im->err));
    TRY(graph_set_fresh(im->graph, kind, column->key, first, n, values, &im->summary->properties, im->err));
  }
  return STATUS_OK;
}

/* ---- files */

static Status tell_progress(Import *im, const CsvSource *source, uint64_t done)
{
  im->told = done;
  if (!im->options->progress || im->options->progress(im->options->payload, source->file->path, done, im->total))
    return STATUS_OK;
  return error_set(im->err, ERROR_INTERRUPTED, NULL, "the import was interrupted");
}

/* A file on its way into the graph: what the stages share. */
typedef struct Loading {
  Import *import;
  CsvSource *source;
  CsvScanner *scanner;
} Loading;

static bool read_batch(void *context, uint32_t place)
{
  Loading *l = context;
  return csv_batch_read(&l->import->batches[place], l->source, l->scanner);
}

static void parse_batch(void *context, uint32_t place)
{
  Loading *l = context;
  csv_batch_parse(&l->import->batches[place], l->source, l->import->ids);
}

static Status finish_batch(void *context, uint32_t place)
{
  Loading *l = context;
  Import *im = l->import;
  CsvBatch *b = &im->batches[place];
  uint32_t first = l->source->header.of_rels ? graph_rel_limit(im->graph) : graph_node_limit(im->graph), n;
  TRY(add_entities(im, l->source, b, &n));
  TRY(set_properties(im, l->source, b, first, n));
  uint64_t done = im->done + b->done;
  return done - im->told >= PROGRESS_BYTES ? tell_progress(im, l->source, done) : STATUS_OK;
}

static Status skip_header(const Import *im, const CsvSource *source, CsvScanner *scanner)
{
  CsvRow row;
  bool more;
  if (im->options->header || source->file->header) return STATUS_OK;
  return csv_next(scanner, &row, &more, im->err);
}

/* Threads are not worth their waking for a small file. */
enum { WORTH_THREADS = 1 << 17 };

static Status load_rows(Import *im, CsvSource *source, CsvScanner *scanner)
{
  static const PipelineStages stages = {read_batch, parse_batch, finish_batch};
  Loading loading = {im, source, scanner};
  Workers *workers = source->bytes >= WORTH_THREADS ? graph_workers(im->graph) : NULL;
  for (uint32_t i = 0; i < pipeline_places(workers); i++)
    TRY(csv_batch_reserve(&im->batches[i], source->header.count, im->err));
  TRY(skip_header(im, source, scanner));
  return pipeline_run(&stages, &loading, workers);
}

static Status load_file(Import *im, CsvSource *source)
{
  CsvScanner *scanner;
  TRY(csv_open(&scanner, source->file->path, source->delimiter, im->options->quote, NULL, im->err));
  Status status = load_rows(im, source, scanner);
  csv_close(scanner);
  TRY(status);
  im->done += source->bytes;
  im->summary->files++;
  return tell_progress(im, source, im->done);
}

static uint32_t hint(const Import *im, bool of_rels)
{
  uint64_t lines = 0;
  for (uint32_t i = 0; i < im->files.count; i++)
    if (im->sources[i].header.of_rels == of_rels) lines += im->sources[i].lines;
  return (uint32_t)MIN(lines, (uint64_t)INT32_MAX);
}

static Status load_all(Import *im)
{
  TRY(graph_bulk_begin(im->graph, hint(im, false), hint(im, true), im->err));
  for (int of_rels = 0; of_rels <= 1; of_rels++)
    for (uint32_t i = 0; i < im->files.count; i++)
      if (im->sources[i].header.of_rels == (of_rels == 1)) TRY(load_file(im, &im->sources[i]));
  return graph_bulk_end(im->graph, true, im->err);
}

static Status import(Import *im, const char *const *paths, size_t count)
{
  TRY(csv_files_collect(&im->arena, paths, count, &im->files, im->err));
  TRY(ids_new(&im->ids, im->err));
  im->sources = arena_array(&im->arena, CsvSource, im->files.count);
  TRY(arena_check(&im->arena, im->err));
  for (uint32_t i = 0; i < im->files.count; i++) {
    im->sources[i] = (CsvSource){.file = &im->files.items[i], .name = NAME_NONE};
    TRY(read_header(im, &im->sources[i]));
  }
  TRY(resolve_groups(im));
  return load_all(im);
}

Status csv_import(Graph *g, const char *const *paths, size_t count, const ImportOptions *options,
                  ImportSummary *summary, Error *err)
{
  Import im = {.graph = g, .options = options, .summary = summary, .err = err};
  Error ignored = {0};
  arena_init(&im.arena, NULL);
  for (uint32_t i = 0; i < PIPELINE_MOST_PLACES; i++) csv_batch_init(&im.batches[i]);
  Status status = import(&im, paths, count);
  if (status != STATUS_OK) (void)graph_bulk_end(g, false, &ignored);
  ids_free(im.ids);
  free(im.labels);
  for (uint32_t i = 0; i < PIPELINE_MOST_PLACES; i++) csv_batch_free(&im.batches[i]);
  arena_free(&im.arena);
  return status;
}
