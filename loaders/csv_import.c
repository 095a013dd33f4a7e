/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files in neo4j-admin's CSV format, loaded as one bulk load: first all headers, then the nodes of all files, then the
 * relationships. What must stay true: a row is read whole before the graph is touched, so that one that is left out
 * leaves nothing behind. */
#include "csv_files.h"
#include "csv_ids.h"
#include "csv_value.h"

#include <stdio.h>
#include <stdlib.h>

/* How many bytes are read between two calls of the progress function. */
enum { PROGRESS_BYTES = 1 << 20 };

typedef struct Source {
  const CsvFile *file;
  CsvHeader header;
  uint64_t bytes, lines; /* size; about how many lines */
  char delimiter;
  uint32_t name;       /* the label or type that the file's name gives; NAME_NONE until it is needed */
  uint32_t group;      /* of nodes with ids; CSV_NO_GROUP otherwise */
  uint32_t start, end; /* groups of the ends of relationships */
} Source;

typedef struct Import {
  Graph *graph;
  const ImportOptions *options;
  ImportSummary *summary;
  CsvFiles files;
  Source *sources;
  CsvIds *ids;
  Arena arena;      /* of the whole load */
  Arena row_arena;  /* of one row */
  Value *values;    /* of one row, by column */
  uint32_t *labels; /* of one row */
  uint32_t label_cap;
  uint64_t done, total, told; /* bytes: of finished files; of all; at the last call of progress */
  Error *err;
} Import;

/* Puts the place of the value before what is wrong with it. */
static Status locate(const Import *im, const Source *source, const CsvRow *row, uint32_t column)
{
  char shown[CSV_SHOWN_BYTES];
  Error inner = *im->err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(im->err);
  Text name = source->header.columns[column].name;
  csv_show(name, shown);
  static const char *const roles[] = {[CSV_ID] = ":ID",       [CSV_START_ID] = ":START_ID", [CSV_END_ID] = ":END_ID",
                                      [CSV_LABEL] = ":LABEL", [CSV_TYPE] = ":TYPE",         [CSV_IGNORE] = ":IGNORE"};
  return error_set(im->err, ERROR_FORMAT, NULL, "%s, line %llu, column %u (%s): %s", source->file->path,
                   (unsigned long long)csv_field_line(row, column), column + 1,
                   name.len > 0 ? shown : roles[source->header.columns[column].role], inner.message);
}

/* ---- headers */

static Status read_header(Import *im, Source *source)
{
  const char *own = source->file->path;
  const char *path = im->options->header ? im->options->header : source->file->header ? source->file->header : own;
  CsvScanner *scanner = NULL, *data = NULL;
  CsvRow row;
  bool more;
  Status status = STATUS_OK;
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

static Status in_file(const Import *im, const Source *source)
{
  Error inner = *im->err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(im->err);
  return error_set(im->err, ERROR_FORMAT, NULL, "%s: %s", source->file->path, inner.message);
}

static Status find_end_group(const Import *im, const Source *source, const CsvColumn *column, uint32_t *group)
{
  *group = csv_ids_find_group(im->ids, column->group);
  if (*group != CSV_NO_GROUP) return STATUS_OK;
  char shown[CSV_SHOWN_BYTES];
  csv_show(column->group, shown);
  return error_set(im->err, ERROR_FORMAT, NULL, "%s: %s refers to ids%s%s, but no file has nodes with such ids",
                   source->file->path, column->role == CSV_START_ID ? ":START_ID" : ":END_ID",
                   column->group.len ? " of the group " : " without a group", column->group.len ? shown : "");
}

static Status resolve_groups(Import *im)
{
  for (uint32_t i = 0; i < im->files.count; i++) {
    Source *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    source->group = CSV_NO_GROUP;
    if (h->id == CSV_NO_COLUMN) continue;
    const CsvColumn *id = &h->columns[h->id];
    if (csv_ids_group(im->ids, id->group, id->id_type, &source->group, im->err) != STATUS_OK)
      return in_file(im, source);
  }
  for (uint32_t i = 0; i < im->files.count; i++) {
    Source *source = &im->sources[i];
    const CsvHeader *h = &source->header;
    if (!h->of_rels) continue;
    TRY(find_end_group(im, source, &h->columns[h->start], &source->start));
    TRY(find_end_group(im, source, &h->columns[h->end], &source->end));
  }
  return STATUS_OK;
}

/* ---- rows */

static Status set_properties(Import *im, const Source *source, EntityKind kind, uint32_t slot)
{
  for (uint32_t i = 0; i < source->header.count; i++) {
    CsvColumn *column = &source->header.columns[i];
    if (value_is_null(im->values[i])) continue;
    if (UNLIKELY(column->key == NAME_NONE))
      TRY(graph_name_add(im->graph, NAME_KEY, column->name, &column->key, im->err));
    TRY(graph_set_prop(im->graph, kind, slot, column->key, im->values[i], im->err));
    im->summary->properties++;
  }
  return STATUS_OK;
}

/* The values of the columns that are properties; null for all others. */
static Status read_values(Import *im, const Source *source, const CsvRow *row)
{
  const CsvHeader *h = &source->header;
  if (UNLIKELY(row->count != h->count))
    return error_set(im->err, ERROR_FORMAT, NULL, "%s, line %llu: the row has %u column%s, the header has %u",
                     source->file->path, (unsigned long long)row->line, row->count, row->count == 1 ? "" : "s",
                     h->count);
  for (uint32_t i = 0; i < h->count; i++) {
    im->values[i] = VALUE_NULL_VALUE;
    if (h->columns[i].role != CSV_PROPERTY) continue;
    if (UNLIKELY(csv_value(&im->row_arena, &h->columns[i], &row->fields[i], im->options->array_delimiter,
                           &im->values[i], im->err) != STATUS_OK))
      return locate(im, source, row, i);
  }
  return arena_check(&im->row_arena, im->err);
}

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
static Status read_labels(Import *im, Source *source, const CsvRow *row, uint32_t *n)
{
  const CsvHeader *h = &source->header;
  *n = 0;
  if (!h->has_labels) return add_label(im, source->file->stem, n);
  if (h->id != CSV_NO_COLUMN && h->columns[h->id].label.len > 0) TRY(add_label(im, h->columns[h->id].label, n));
  for (uint32_t i = 0; i < h->count; i++) {
    if (h->columns[i].role != CSV_LABEL) continue;
    Text part;
    for (size_t at = 0; csv_next_part(row->fields[i].text, im->options->array_delimiter, &at, &part);) {
      part = csv_trim(part);
      if (part.len > 0) TRY(add_label(im, part, n));
    }
  }
  return STATUS_OK;
}

/* An empty id is none: the node cannot be referred to. */
static Status read_own_id(Import *im, const Source *source, const CsvRow *row, Value *id)
{
  uint32_t column = source->header.id;
  *id = VALUE_NULL_VALUE;
  if (column == CSV_NO_COLUMN || row->fields[column].text.len == 0) return STATUS_OK;
  if (csv_ids_value(im->ids, source->group, row->fields[column].text, id, im->err) != STATUS_OK)
    return locate(im, source, row, column);
  if (LIKELY(csv_ids_find(im->ids, source->group, *id) == SLOT_NONE)) return STATUS_OK;
  char shown[CSV_SHOWN_BYTES];
  csv_show(row->fields[column].text, shown);
  error_set(im->err, ERROR_FORMAT, NULL, "another node has the id %s", shown);
  return locate(im, source, row, column);
}

static Status add_node(Import *im, Source *source, const CsvRow *row)
{
  uint32_t node, n;
  Value id;
  TRY(read_values(im, source, row));
  TRY(read_own_id(im, source, row, &id));
  TRY(read_labels(im, source, row, &n));
  TRY(graph_add_node(im->graph, im->labels, n, &node, im->err));
  if (!value_is_null(id)) TRY(csv_ids_add(im->ids, source->group, id, node, im->err));
  if (source->header.id != CSV_NO_COLUMN && source->header.columns[source->header.id].name.len > 0)
    im->values[source->header.id] = id;
  im->summary->nodes++;
  return set_properties(im, source, ENTITY_NODE, node);
}

static Status read_end(Import *im, const Source *source, const CsvRow *row, uint32_t column, uint32_t group,
                       uint32_t *node)
{
  Text text = row->fields[column].text;
  Value id;
  if (csv_ids_value(im->ids, group, text, &id, im->err) != STATUS_OK) return locate(im, source, row, column);
  *node = csv_ids_find(im->ids, group, id);
  if (LIKELY(*node != SLOT_NONE)) return STATUS_OK;
  char shown[CSV_SHOWN_BYTES];
  csv_show(text, shown);
  Text name = csv_ids_group_name(im->ids, group);
  error_set(im->err, ERROR_FORMAT, NULL, "no node has the id %s%s%.*s", shown, name.len ? " in the group " : "",
            (int)MIN(name.len, (size_t)80), name.data);
  return locate(im, source, row, column);
}

static Status read_type(Import *im, Source *source, const CsvRow *row, uint32_t *type)
{
  uint32_t column = source->header.type;
  if (column == CSV_NO_COLUMN) {
    if (source->name == NAME_NONE)
      TRY(graph_name_add(im->graph, NAME_TYPE, source->file->stem, &source->name, im->err));
    *type = source->name;
    return STATUS_OK;
  }
  Text name = csv_trim(row->fields[column].text);
  if (name.len > 0) return graph_name_add(im->graph, NAME_TYPE, name, type, im->err);
  error_set(im->err, ERROR_FORMAT, NULL, "the relationship has no type");
  return locate(im, source, row, column);
}

static Status add_rel(Import *im, Source *source, const CsvRow *row)
{
  uint32_t start, end, type, rel;
  TRY(read_values(im, source, row));
  TRY(read_end(im, source, row, source->header.start, source->start, &start));
  TRY(read_end(im, source, row, source->header.end, source->end, &end));
  TRY(read_type(im, source, row, &type));
  TRY(graph_add_rel(im->graph, type, start, end, &rel, im->err));
  im->summary->relationships++;
  return set_properties(im, source, ENTITY_REL, rel);
}

/* ---- files */

static Status tell_progress(Import *im, const Source *source, uint64_t done)
{
  im->told = done;
  if (!im->options->progress || im->options->progress(im->options->payload, source->file->path, done, im->total))
    return STATUS_OK;
  return error_set(im->err, ERROR_INTERRUPTED, NULL, "the import was interrupted");
}

/* After a row that failed: STATUS_OK when it is left out and the load goes on. */
static Status leave_out(Import *im, const CsvScanner *scanner)
{
  if (!im->options->skip_bad_rows || im->err->kind != ERROR_FORMAT || !csv_can_go_on(scanner)) return STATUS_FAIL;
  im->summary->skipped++;
  if (im->options->skipped) im->options->skipped(im->options->payload, im->err->message);
  error_clear(im->err);
  return STATUS_OK;
}

static Status load_rows(Import *im, Source *source, CsvScanner *scanner)
{
  Status (*add)(Import *, Source *, const CsvRow *) = source->header.of_rels ? add_rel : add_node;
  bool has_header = !im->options->header && !source->file->header;
  for (;;) {
    CsvRow row;
    bool more;
    Status status = csv_next(scanner, &row, &more, im->err);
    if (status == STATUS_OK && !more) return STATUS_OK;
    if (status == STATUS_OK && has_header) {
      has_header = false;
      continue;
    }
    if (LIKELY(status == STATUS_OK)) status = add(im, source, &row);
    if (UNLIKELY(status != STATUS_OK)) TRY(leave_out(im, scanner));
    if (im->row_arena.used) arena_reset(&im->row_arena);
    uint64_t done = im->done + csv_done(scanner);
    if (UNLIKELY(done - im->told >= PROGRESS_BYTES)) TRY(tell_progress(im, source, done));
  }
}

static Status load_file(Import *im, Source *source)
{
  CsvScanner *scanner;
  TRY(csv_open(&scanner, source->file->path, source->delimiter, im->options->quote, NULL, im->err));
  im->values = arena_array(&im->arena, Value, source->header.count);
  Status status = arena_check(&im->arena, im->err);
  if (status == STATUS_OK) status = load_rows(im, source, scanner);
  csv_close(scanner);
  if (status != STATUS_OK) return status;
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
  TRY(csv_ids_new(&im->ids, im->err));
  im->sources = arena_array(&im->arena, Source, im->files.count);
  TRY(arena_check(&im->arena, im->err));
  for (uint32_t i = 0; i < im->files.count; i++) {
    im->sources[i] = (Source){.file = &im->files.items[i], .name = NAME_NONE};
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
  arena_init(&im.row_arena, NULL);
  Status status = import(&im, paths, count);
  if (status != STATUS_OK) (void)graph_bulk_end(g, false, &ignored);
  csv_ids_free(im.ids);
  free(im.labels);
  arena_free(&im.row_arena);
  arena_free(&im.arena);
  return status;
}
