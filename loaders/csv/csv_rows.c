/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of texts for LOAD CSV, from the scanner that imports use too. */
#include "csv_rows.h"

#include "csv_scan.h"

#include <stdlib.h>

struct CsvRows {
  CsvScanner *scanner;
  MemoryLimit *limit;
  Text *texts; /* of the row at hand */
  uint32_t cap;
};

Status csv_rows_open(CsvRows **out, const char *path, char delimiter, MemoryLimit *limit, Error *err)
{
  CsvRows *rows = calloc(1, sizeof *rows);
  if (!rows) return error_out_of_memory(err);
  rows->limit = limit;
  if (csv_open(&rows->scanner, path, &(CsvDialect){delimiter, '"', NULL}, limit, err) != STATUS_OK) {
    free(rows);
    return STATUS_FAIL;
  }
  *out = rows;
  return STATUS_OK;
}

void csv_rows_close(CsvRows *rows)
{
  if (!rows) return;
  csv_close(rows->scanner);
  memory_give(rows->limit, rows->cap * sizeof *rows->texts);
  free(rows->texts);
  free(rows);
}

static Status reserve(CsvRows *rows, uint32_t count, Error *err)
{
  uint32_t cap = MAX(count, rows->cap * 2);
  size_t more = (cap - rows->cap) * sizeof *rows->texts;
  if (count <= rows->cap) return STATUS_OK;
  if (!memory_take(rows->limit, more)) return memory_fail(rows->limit, err);
  Text *grown = realloc(rows->texts, cap * sizeof *grown);
  if (!grown) {
    memory_give(rows->limit, more);
    return error_out_of_memory(err);
  }
  rows->texts = grown;
  rows->cap = cap;
  return STATUS_OK;
}

Status csv_rows_next(CsvRows *rows, const Text **fields, uint32_t *n, bool *more, Error *err)
{
  CsvRow row;
  TRY(csv_next(rows->scanner, &row, more, err));
  if (!*more) return STATUS_OK;
  TRY(reserve(rows, row.count, err));
  for (uint32_t i = 0; i < row.count; i++) {
    const CsvField *field = &row.fields[i];
    rows->texts[i] = field->text.len > 0 || field->quoted ? field->text : (Text){0};
  }
  *fields = rows->texts;
  *n = row.count;
  return STATUS_OK;
}
