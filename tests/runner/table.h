/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of cells: what a test wants to see, and what a query gave. */
#ifndef CLIO_TESTS_TABLE_H
#define CLIO_TESTS_TABLE_H

#include "pool.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct Table {
  char ***lines; /* lines[0] holds the columns' names, where the table has names */
  size_t count;
  size_t width; /* cells in each line */
} Table;

/* Adds a line `| a | b |`, where \| \\ and \n are escapes. False when it is no such line, or of another width. */
bool table_add_line(Pool *pool, Table *table, const char *line);
void table_add_cells(Pool *pool, Table *table, char **cells, size_t width);

typedef struct RowsWanted {
  bool in_order;   /* rows come in this order */
  bool list_order; /* items of lists come in this order */
} RowsWanted;

/* NULL when the two are equal: the columns' names, and the rows as values. Otherwise the reason, in one line. */
char *table_difference(Pool *pool, const Table *wanted, const Table *got, RowsWanted how);

void table_print(FILE *out, const Table *table);

#endif
