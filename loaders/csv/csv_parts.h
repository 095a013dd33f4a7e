/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a CSV data set: one for each set of labels, or type, and as many more as the types of values ask for. A
 * column of CSV has one type, so two nodes that have a property of the same name, but of different types, cannot stand
 * in one file. Knows values, not how they are written. */
#ifndef CLIO_LOADERS_CSV_CSV_PARTS_H
#define CLIO_LOADERS_CSV_CSV_PARTS_H

#include "members.h"

/* The type of a cell: a ValueType, with this bit for a list of it; 0: no entity of the file has the property. */
typedef uint8_t CellType;
enum { CELL_LIST = 0x80 };

typedef struct CsvPart {
  CellType *types;     /* by key */
  uint32_t class;      /* that of its members before parts took its place */
  size_t first, count; /* members of it */
} CsvPart;

typedef struct CsvParts {
  CsvPart *at;
  uint32_t count, cap, key_count;
} CsvParts;

/* The type of the cell for a value. A list that a cell cannot hold is written as a string: one that is empty, has
 * items of several types, null or lists in it, or an item with the delimiter of items. */
CellType csv_cell_type(Value v, char array_delimiter, Str *scratch);

/* Finds the parts, and sorts members by them: each one's class is the number of its part. Free them in any case. */
Status csv_parts_find(CsvParts *parts, const Graph *g, EntityKind kind, Members *members, char array_delimiter,
                      Error *err);
void csv_parts_free(CsvParts *parts);

#endif
