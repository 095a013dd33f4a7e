/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some hundred rows of one CSV file: their texts, then the values of each column, then the nodes that their ids stand
 * for. A bad row keeps its place, with what is wrong with it. Reads the ids, knows nothing of the graph. */
#ifndef CLIO_LOADERS_CSV_BATCH_H
#define CLIO_LOADERS_CSV_BATCH_H

#include "csv_files.h"
#include "csv_header.h"
#include "ids.h"
#include "leave_out.h"

typedef struct CsvSource {
  const CsvFile *file;
  CsvHeader header;
  CsvDialect dialect;
  bool is_table;         /* its header only names columns: what they are has been told otherwise */
  uint64_t bytes, lines; /* size; about how many lines */
  char array_delimiter;
  uint32_t name;       /* the type that the file's name gives; NAME_NONE until it is needed */
  uint32_t group;      /* of nodes with ids; IDS_NO_GROUP otherwise */
  uint32_t start, end; /* groups of the ends of relationships; IDS_NO_GROUP: their values are looked up in the graph */
} CsvSource;

typedef struct CsvBatch {
  uint32_t columns, rows, most_rows;
  CsvField *fields;        /* of good rows, row by row */
  Value *values;           /* column by column, most_rows of each */
  uint32_t *starts, *ends; /* of relationships: nodes */
  uint64_t *lines;         /* where the rows start */
  Error **errors;          /* NULL: the row is good */
  uint8_t *faults;         /* ImportFault, where it is not */
  uint64_t done;           /* how much of the file has been read for it, and what was before */
  bool stuck;              /* its last row is bad, and what is behind it cannot be read */
  size_t cell_cap, bytes;  /* private: room for cells; of text */
  Arena arena;
  Error error; /* scratch, and where memory for one in the arena lacks */
} CsvBatch;

void csv_batch_init(CsvBatch *b);
void csv_batch_free(CsvBatch *b);
/* Before the first row of a file with so many columns. */
Status csv_batch_reserve(CsvBatch *b, uint32_t columns, Error *err);
/* The next rows; false past the last. */
bool csv_batch_read(CsvBatch *b, const CsvSource *source, CsvScanner *scanner);
/* Values of properties and ids, null where there is none, and the nodes at the ends of relationships or, where these
 * have no groups, their values. */
void csv_batch_parse(CsvBatch *b, const CsvSource *source, const Ids *ids);

/* Of the column, by row. */
static inline Value *csv_batch_values(const CsvBatch *b, uint32_t column)
{
  return b->values + (size_t)column * b->most_rows;
}

static inline const CsvField *csv_batch_field(const CsvBatch *b, uint32_t row, uint32_t column)
{
  return &b->fields[(size_t)row * b->columns + column];
}

/* Puts the values of one row in the place of another one that is not needed. */
void csv_batch_move(CsvBatch *b, uint32_t from, uint32_t to);
/* Puts the place of the value before what is wrong with it. */
Status csv_batch_locate(const CsvBatch *b, const CsvSource *source, uint32_t row, uint32_t column, Error *err);

#endif
