/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV files loaded as one bulk load: first all headers, and of tables the types of their columns, then the nodes of all
 * files, then the relationships. Rows go through a pipeline in batches. */
#include "csv_infer.h"
#include "csv_load.h"
#include "pipeline.h"

#include <stdio.h>
#include <stdlib.h>

/* How many bytes are read between two calls of the progress function. */
enum { PROGRESS_BYTES = 1 << 20 };

typedef struct Import {
  CsvLoad load;
  CsvFiles files;
  CsvSource *sources;
  Arena arena; /* of the whole load */
  CsvBatch batches[PIPELINE_MOST_PLACES];
  uint64_t done, total, told; /* bytes: of finished files; of all; at the last call of progress */
} Import;

static const ImportOptions *options_of(const Import *im)
{
  return im->load.options;
}

static Status tell_progress(Import *im, const CsvSource *source, uint64_t done)
{
  const ImportOptions *o = options_of(im);
  im->told = done;
  if (!o->progress || o->progress(o->payload, source->file->path, done, im->total)) return STATUS_OK;
  return error_set(im->load.err, ERROR_INTERRUPTED, NULL, "the import was interrupted");
}

/* ---- headers */

static const char *header_path(const Import *im, const CsvSource *source)
{
  const char *common = options_of(im)->header;
  return common ? common : source->file->header ? source->file->header : source->file->path;
}

static Status skip_header(const Import *im, const CsvSource *source, CsvScanner *scanner)
{
  CsvRow row;
  bool more;
  return header_path(im, source) == source->file->path ? csv_next(scanner, &row, &more, im->load.err) : STATUS_OK;
}

/* Lets the columns of the row that are open see its values. */
static void infer_row(CsvInference *columns, const bool *open, const CsvRow *row)
{
  for (uint32_t i = 0; i < row->count; i++)
    if (open[i]) csv_infer_value(&columns[i], row->fields[i].text);
}

static Status infer_rows(Import *im, CsvSource *source, CsvScanner *scanner, CsvInference *columns, const bool *open)
{
  Error *err = im->load.err;
  uint64_t before = im->done;
  bool more = true;
  TRY(skip_header(im, source, scanner));
  for (source->lines = 0; more; source->lines++) {
    CsvRow row;
    if (csv_next(scanner, &row, &more, err) != STATUS_OK) {
      if (err->kind != ERROR_FORMAT || !csv_can_go_on(scanner)) return STATUS_FAIL;
      error_clear(err); /* it is told when the row is loaded */
      more = true;
    } else if (more && row.count == source->header.count) {
      infer_row(columns, open, &row);
    }
    if (csv_done(scanner) + before - im->told >= PROGRESS_BYTES)
      TRY(tell_progress(im, source, before + csv_done(scanner)));
  }
  im->done += source->bytes;
  return STATUS_OK;
}

static void settle_type(CsvColumn *column, const CsvInference *inference)
{
  column->type = csv_infer_end(inference);
  if (column->role == CSV_ID && (column->type != CSV_LONG || inference->wide)) column->type = CSV_STRING;
}

/* Finds the types of the columns that are open, by a reading of the whole file. */
static Status infer_types(Import *im, CsvSource *source, const bool *open)
{
  Error *err = im->load.err;
  CsvHeader *h = &source->header;
  CsvInference *columns = arena_array(&im->arena, CsvInference, h->count);
  CsvScanner *scanner;
  TRY(arena_check(&im->arena, err));
  for (uint32_t i = 0; i < h->count; i++) csv_infer_begin(&columns[i]);
  TRY(csv_open(&scanner, source->file->path, &source->dialect, NULL, err));
  source->bytes = csv_size(scanner);
  im->total += source->bytes;
  Status status = infer_rows(im, source, scanner, columns, open);
  csv_close(scanner);
  for (uint32_t i = 0; i < h->count; i++)
    if (open[i]) settle_type(&h->columns[i], &columns[i]);
  return status;
}

static Status tell_table(const Import *im, const CsvSource *source)
{
  Str line;
  if (!options_of(im)->told) return STATUS_OK;
  str_init(&line);
  csv_table_tell(source->file->path, &source->header, &im->load.tables, source->file->stem, &line);
  Status status = str_check(&line, im->load.err);
  if (status == STATUS_OK) options_of(im)->told(options_of(im)->payload, str_cstr(&line));
  str_free(&line);
  return status;
}

static Status read_table(Import *im, CsvSource *source, const char *path, const CsvRow *row)
{
  CsvHeader *h = &source->header;
  bool *open;
  source->is_table = true;
  TRY(csv_table_header(&im->arena, path, row, &im->load.tables, h, &open, im->load.err));
  TRY(infer_types(im, source, open));
  if (h->id != CSV_NO_COLUMN) {
    CsvColumn *id = &h->columns[h->id];
    id->id_type = id->type == CSV_STRING ? ID_STRING : ID_INTEGER;
    id->group = im->load.tables.name_count > 0 ? im->load.tables.names[0] : source->file->stem;
  }
  return tell_table(im, source);
}

static Status parse_header(Import *im, CsvSource *source, const char *path, const CsvRow *row)
{
  const CsvTableOptions *tables = &im->load.tables;
  if (tables->wanted && !csv_header_is_typed(row)) return read_table(im, source, path, row);
  TRY(csv_table_refuse(path, tables, im->load.err));
  return csv_header_parse(&im->arena, path, row, options_of(im)->id_type, &source->header, im->load.err);
}

static Status read_header(Import *im, CsvSource *source)
{
  const ImportOptions *o = options_of(im);
  const char *own = source->file->path, *path = header_path(im, source);
  Error *err = im->load.err;
  CsvScanner *scanner = NULL, *data = NULL;
  CsvRow row;
  bool more;
  Status status = STATUS_OK;
  char delimiter = source->file->tabs && o->delimiter == ',' ? '\t' : o->delimiter;
  source->array_delimiter = o->array_delimiter;
  source->dialect = (CsvDialect){delimiter, o->quote, o->encoding};
  TRY_OUT(csv_open(&scanner, path, &source->dialect, NULL, err));
  TRY_OUT(csv_next(scanner, &row, &more, err));
  if (!more) TRY_OUT(error_set(err, ERROR_FORMAT, NULL, "%s is empty: expected a header line", path));
  TRY_OUT(parse_header(im, source, path, &row));
  if (!source->is_table) {
    if (path != own) TRY_OUT(csv_open(&data, own, &source->dialect, NULL, err));
    source->lines = csv_estimate_lines(data ? data : scanner);
    source->bytes = csv_size(data ? data : scanner);
  }
  im->total += source->bytes;
out:
  csv_close(scanner);
  csv_close(data);
  return status;
}

static Status in_file(const Import *im, const CsvSource *source)
{
  Error *err = im->load.err, inner = *err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(err);
  return error_set(err, ERROR_FORMAT, NULL, "%s: %s", source->file->path, inner.message);
}

/* ---- what the headers say together */

static Status find_end_group(const Import *im, const CsvSource *source, const CsvColumn *column, uint32_t *group)
{
  *group = ids_find_group(im->load.ids, column->group);
  if (*group != IDS_NO_GROUP) return STATUS_OK;
  char shown[SHOWN_BYTES];
  show_text(column->group, shown);
  return error_set(im->load.err, ERROR_FORMAT, NULL, "%s: %s refers to ids%s%s, but no file has nodes with such ids",
                   source->file->path, column->role == CSV_START_ID ? ":START_ID" : ":END_ID",
                   column->group.len ? " of the group " : " without a group", column->group.len ? shown : "");
}

static Status resolve_groups(Import *im)
{
  for (uint32_t i = 0; i < im->files.count; i++) {
    CsvSource *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    source->group = source->start = source->end = IDS_NO_GROUP;
    if (h->id == CSV_NO_COLUMN) continue;
    const CsvColumn *id = &h->columns[h->id];
    if (ids_group(im->load.ids, id->group, id->id_type, &source->group, im->load.err) != STATUS_OK)
      return in_file(im, source);
  }
  for (uint32_t i = 0; i < im->files.count; i++) {
    CsvSource *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    if (!h->of_rels || source->is_table) continue;
    TRY(find_end_group(im, source, &h->columns[h->start], &source->start));
    TRY(find_end_group(im, source, &h->columns[h->end], &source->end));
  }
  return STATUS_OK;
}

/* Whether --id can mean a column of the name: in tables of nodes, and of relationships. */
static bool some_file_has(const Import *im, Text column)
{
  for (uint32_t i = 0; i < im->files.count; i++) {
    const CsvSource *source = &im->sources[i];
    for (uint32_t c = 0; c < source->header.count; c++)
      if ((source->is_table || source->header.of_rels) && text_equal(source->header.columns[c].name, column))
        return true;
  }
  return false;
}

static Status check_ids(const Import *im, bool tables_of_nodes)
{
  const CsvTableOptions *t = &im->load.tables;
  if (t->id_count > 0 && !tables_of_nodes && !options_of(im)->merge)
    return error_set(im->load.err, ERROR_ARGUMENT, NULL, "--id: without --merge, it is for tables of nodes only");
  for (uint32_t i = 0; i < t->id_count; i++)
    if (!some_file_has(im, t->ids[i]))
      return error_set(im->load.err, ERROR_ARGUMENT, NULL, "--id: no file has a column `%.*s` for it",
                       (int)MIN(t->ids[i].len, (size_t)80), t->ids[i].data);
  return STATUS_OK;
}

/* A name that the options give is a label or a type; what is merged needs ids. */
static Status check_sources(const Import *im)
{
  const CsvSource *nodes = NULL, *rels = NULL;
  bool tables_of_nodes = false;
  for (uint32_t i = 0; i < im->files.count; i++) {
    const CsvSource *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    *(h->of_rels ? &rels : &nodes) = source;
    tables_of_nodes |= source->is_table && !h->of_rels;
    if (!options_of(im)->merge || h->of_rels || (h->id != CSV_NO_COLUMN && h->columns[h->id].name.len > 0)) continue;
    return error_set(im->load.err, ERROR_FORMAT, NULL,
                     "%s: merging needs nodes with an id that is kept: a column such as id:ID, or --id COLUMN",
                     source->file->path);
  }
  if (nodes && rels && im->load.tables.name_count > 0)
    return error_set(
        im->load.err, ERROR_ARGUMENT, NULL,
        "--as would name both the nodes of %s and the relationships of %s: import them one after the other",
        nodes->file->path, rels->file->path);
  return check_ids(im, tables_of_nodes);
}

/* ---- files */

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
  csv_batch_parse(&l->import->batches[place], l->source, l->import->load.ids);
}

static Status finish_batch(void *context, uint32_t place)
{
  Loading *l = context;
  Import *im = l->import;
  CsvBatch *b = &im->batches[place];
  TRY(csv_load_batch(&im->load, l->source, b));
  uint64_t done = im->done + b->done;
  return done - im->told >= PROGRESS_BYTES ? tell_progress(im, l->source, done) : STATUS_OK;
}

/* Threads are not worth their waking for a small file. */
enum { WORTH_THREADS = 1 << 17 };

static Status load_rows(Import *im, CsvSource *source, CsvScanner *scanner)
{
  static const PipelineStages stages = {read_batch, parse_batch, finish_batch};
  Loading loading = {im, source, scanner};
  Workers *workers = source->bytes >= WORTH_THREADS ? graph_workers(im->load.graph) : NULL;
  for (uint32_t i = 0; i < pipeline_places(workers); i++)
    TRY(csv_batch_reserve(&im->batches[i], source->header.count, im->load.err));
  TRY(skip_header(im, source, scanner));
  return pipeline_run(&stages, &loading, workers);
}

static Status load_file(Import *im, CsvSource *source)
{
  CsvScanner *scanner;
  CsvLoad *l = &im->load;
  TRY(csv_open(&scanner, source->file->path, &source->dialect, NULL, l->err));
  Status status = load_rows(im, source, scanner);
  csv_close(scanner);
  TRY(status);
  if (l->bad_rows) TRY(csv_bad_rows_end(l->bad_rows, source, header_path(im, source), l->err));
  im->done += source->bytes;
  l->summary->files++;
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
  CsvLoad *l = &im->load;
  TRY(csv_load_begin(l, &im->arena));
  TRY(graph_bulk_begin(l->graph, hint(im, false), hint(im, true), l->err));
  for (int of_rels = 0; of_rels <= 1; of_rels++)
    for (uint32_t i = 0; i < im->files.count; i++)
      if (im->sources[i].header.of_rels == (of_rels == 1)) TRY(load_file(im, &im->sources[i]));
  return graph_bulk_end(l->graph, true, l->err);
}

static Status import(Import *im, const char *const *paths, size_t count)
{
  CsvLoad *l = &im->load;
  TRY(csv_table_options(&im->arena, l->options, &l->tables, l->err));
  TRY(csv_files_collect(&im->arena, paths, count, &im->files, l->err));
  TRY(ids_new(&l->ids, l->err));
  im->sources = arena_array(&im->arena, CsvSource, im->files.count);
  TRY(arena_check(&im->arena, l->err));
  for (uint32_t i = 0; i < im->files.count; i++) {
    im->sources[i] = (CsvSource){.file = &im->files.items[i], .name = NAME_NONE};
    TRY(read_header(im, &im->sources[i]));
  }
  TRY(resolve_groups(im));
  TRY(check_sources(im));
  return load_all(im);
}

Status csv_import(Graph *g, const char *const *paths, size_t count, const ImportOptions *options,
                  ImportSummary *summary, Error *err)
{
  Import im = {.load = {.graph = g, .options = options, .summary = summary, .err = err}};
  Error ignored = {0};
  arena_init(&im.arena, NULL);
  for (uint32_t i = 0; i < PIPELINE_MOST_PLACES; i++) csv_batch_init(&im.batches[i]);
  Status status = import(&im, paths, count);
  if (status != STATUS_OK) (void)graph_bulk_end(g, false, &ignored);
  ids_free(im.load.ids);
  csv_load_free(&im.load);
  for (uint32_t i = 0; i < PIPELINE_MOST_PLACES; i++) csv_batch_free(&im.batches[i]);
  arena_free(&im.arena);
  return status;
}
