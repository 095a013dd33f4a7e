/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Batches of rows; see csv_batch.h. What must stay true: all that is read of a batch before it is finished lies in the
 * batch, so that several can be under way. */
#include "csv_batch.h"

#include "csv_value.h"

#include <stdlib.h>

/* All batches that are under way stay in a processor's cache. */
enum { BATCH_ROWS = 1024, BATCH_CELLS = 4096, BATCH_BYTES = 1 << 15 };

void csv_batch_init(CsvBatch *b)
{
  *b = (CsvBatch){0};
  arena_init(&b->arena, NULL);
}

void csv_batch_free(CsvBatch *b)
{
  free(b->fields);
  free(b->values);
  free(b->starts);
  free(b->ends);
  free(b->lines);
  free(b->errors);
  free(b->faults);
  arena_free(&b->arena);
}

static Status reserve_rows(CsvBatch *b, Error *err)
{
  if (b->faults) return STATUS_OK;
  b->starts = malloc(BATCH_ROWS * sizeof *b->starts);
  b->ends = malloc(BATCH_ROWS * sizeof *b->ends);
  b->lines = malloc(BATCH_ROWS * sizeof *b->lines);
  b->errors = malloc(BATCH_ROWS * sizeof *b->errors);
  b->faults = malloc(BATCH_ROWS * sizeof *b->faults);
  return b->starts && b->ends && b->lines && b->errors && b->faults ? STATUS_OK : error_out_of_memory(err);
}

Status csv_batch_reserve(CsvBatch *b, uint32_t columns, Error *err)
{
  size_t cells = MAX(columns, (uint32_t)BATCH_CELLS);
  TRY(reserve_rows(b, err));
  if (cells > b->cell_cap) {
    free(b->fields);
    free(b->values);
    b->cell_cap = 0;
    b->fields = malloc(cells * sizeof *b->fields);
    b->values = malloc(cells * sizeof *b->values);
    if (!b->fields || !b->values) return error_out_of_memory(err);
    b->cell_cap = cells;
  }
  b->columns = columns;
  b->most_rows = (uint32_t)MIN(b->cell_cap / columns, (size_t)BATCH_ROWS);
  return STATUS_OK;
}

/* ---- rows */

/* Notes b->error as that of the row. */
static void reject(CsvBatch *b, uint32_t row, ImportFault fault)
{
  b->faults[row] = (uint8_t)fault;
  Error *kept = arena_new(&b->arena, Error);
  if (b->arena.bad) {
    error_clear(&b->error);
    (void)error_out_of_memory(&b->error);
    b->errors[row] = &b->error;
    return;
  }
  *kept = b->error;
  b->errors[row] = kept;
  error_clear(&b->error);
}

/* Copies the row's text, in which its fields lie one behind the other, and its fields. */
static Status keep_row(CsvBatch *b, const CsvSource *source, const CsvRow *row)
{
  if (UNLIKELY(row->count != b->columns))
    return error_set(&b->error, ERROR_FORMAT, NULL, "%s, line %llu: the row has %u column%s, the header has %u",
                     source->file->path, (unsigned long long)row->line, row->count, row->count == 1 ? "" : "s",
                     b->columns);
  const char *from = row->fields[0].text.data;
  const Text *last = &row->fields[row->count - 1].text;
  size_t len = (size_t)(last->data + last->len - from);
  char *text = arena_alloc(&b->arena, len);
  TRY(arena_check(&b->arena, &b->error));
  memcpy(text, from, len);
  CsvField *fields = &b->fields[(size_t)b->rows * b->columns];
  for (uint32_t i = 0; i < row->count; i++) {
    fields[i] = row->fields[i];
    fields[i].text.data = text + (row->fields[i].text.data - from);
  }
  b->lines[b->rows] = row->line;
  b->bytes += len;
  return STATUS_OK;
}

bool csv_batch_read(CsvBatch *b, const CsvSource *source, CsvScanner *scanner)
{
  arena_reset(&b->arena);
  error_clear(&b->error);
  b->rows = 0;
  b->bytes = 0;
  b->stuck = false;
  while (b->rows < b->most_rows && b->bytes < BATCH_BYTES && !b->stuck) {
    CsvRow row;
    bool more;
    Status status = csv_next(scanner, &row, &more, &b->error);
    if (status == STATUS_OK && !more) break;
    if (LIKELY(status == STATUS_OK)) status = keep_row(b, source, &row);
    b->errors[b->rows] = NULL;
    b->faults[b->rows] = FAULT_ROW;
    if (UNLIKELY(status != STATUS_OK)) {
      b->lines[b->rows] = csv_line(scanner);
      b->stuck = b->error.kind != ERROR_FORMAT || !csv_can_go_on(scanner);
      reject(b, b->rows, FAULT_ROW);
    }
    b->rows++;
  }
  b->done = csv_done(scanner);
  return b->rows > 0;
}

void csv_batch_move(CsvBatch *b, uint32_t from, uint32_t to)
{
  b->starts[to] = b->starts[from];
  b->ends[to] = b->ends[from];
  for (uint32_t c = 0; c < b->columns; c++) csv_batch_values(b, c)[to] = csv_batch_values(b, c)[from];
}

Status csv_batch_locate(const CsvBatch *b, const CsvSource *source, uint32_t row, uint32_t column, Error *err)
{
  static const char *const roles[] = {[CSV_ID] = ":ID",       [CSV_START_ID] = ":START_ID", [CSV_END_ID] = ":END_ID",
                                      [CSV_LABEL] = ":LABEL", [CSV_TYPE] = ":TYPE",         [CSV_IGNORE] = ":IGNORE"};
  char shown[SHOWN_BYTES];
  Error inner = *err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(err);
  Text name = source->header.columns[column].name;
  CsvRow whole = {csv_batch_field(b, row, 0), b->columns, b->lines[row]};
  show_text(name, shown);
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %llu, column %u (%s): %s", source->file->path,
                   (unsigned long long)csv_field_line(&whole, column), column + 1,
                   name.len > 0 ? shown : roles[source->header.columns[column].role], inner.message);
}

/* ---- values */

static void reject_value(CsvBatch *b, const CsvSource *source, uint32_t row, uint32_t column, ImportFault fault)
{
  (void)csv_batch_locate(b, source, row, column, &b->error);
  reject(b, row, fault);
}

static void parse_properties(CsvBatch *b, const CsvSource *source, uint32_t column)
{
  const CsvColumn *c = &source->header.columns[column];
  Value *values = csv_batch_values(b, column);
  for (uint32_t r = 0; r < b->rows; r++) {
    if (UNLIKELY(b->errors[r] != NULL)) continue;
    if (UNLIKELY(csv_value(&b->arena, c, csv_batch_field(b, r, column), source->array_delimiter, &values[r],
                           &b->error) != STATUS_OK))
      reject_value(b, source, r, column, FAULT_ROW);
  }
}

/* An empty id is none: the node cannot be referred to. */
static void parse_ids(CsvBatch *b, const CsvSource *source, const Ids *ids)
{
  uint32_t column = source->header.id;
  Value *values = csv_batch_values(b, column);
  for (uint32_t r = 0; r < b->rows; r++) {
    if (UNLIKELY(b->errors[r] != NULL)) continue;
    Text text = csv_batch_field(b, r, column)->text;
    values[r] = VALUE_NULL_VALUE;
    if (text.len > 0 && ids_value(ids, source->group, text, &values[r], &b->error) != STATUS_OK)
      reject_value(b, source, r, column, FAULT_ROW);
  }
}

static Status find_end(const Ids *ids, uint32_t group, Text text, uint32_t *node, Error *err)
{
  Value id;
  TRY(ids_value(ids, group, text, &id, err));
  *node = ids_find(ids, group, id);
  if (LIKELY(*node != SLOT_NONE)) return STATUS_OK;
  char shown[SHOWN_BYTES];
  show_text(text, shown);
  Text name = ids_group_name(ids, group);
  return error_set(err, ERROR_FORMAT, NULL, "no node has the id %s%s%.*s", shown, name.len ? " in the group " : "",
                   (int)MIN(name.len, (size_t)80), name.data);
}

static void find_ends(CsvBatch *b, const CsvSource *source, const Ids *ids, uint32_t column, uint32_t group,
                      uint32_t *nodes)
{
  for (uint32_t r = 0; r < b->rows; r++) {
    if (UNLIKELY(b->errors[r] != NULL)) continue;
    if (UNLIKELY(find_end(ids, group, csv_batch_field(b, r, column)->text, &nodes[r], &b->error) != STATUS_OK))
      reject_value(b, source, r, column, FAULT_RELATIONSHIP);
  }
}

void csv_batch_parse(CsvBatch *b, const CsvSource *source, const Ids *ids)
{
  const CsvHeader *h = &source->header;
  for (uint32_t c = 0; c < h->count; c++)
    if (h->columns[c].role == CSV_PROPERTY) parse_properties(b, source, c);
  if (h->id != CSV_NO_COLUMN) parse_ids(b, source, ids);
  if (h->of_rels && source->start == IDS_NO_GROUP) {
    parse_properties(b, source, h->start);
    parse_properties(b, source, h->end);
  } else if (h->of_rels) {
    find_ends(b, source, ids, h->start, source->start, b->starts);
    find_ends(b, source, ids, h->end, source->end, b->ends);
  }
  if (arena_check(&b->arena, &b->error) != STATUS_OK) b->errors[0] = &b->error;
}
