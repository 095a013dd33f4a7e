/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include "cell.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PRINTED 40 /* lines of a table that a failure shows */

static bool is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* Reads up to the next bar that is not escaped, and moves past it. NULL when there is none. */
static char *read_cell(Pool *pool, const char **at)
{
  char *cell = pool_alloc(pool, strlen(*at) + 1), *out = cell;
  const char *in = *at;
  while (is_space(*in)) in++;
  for (; *in != '|'; in++) {
    if (!*in) return NULL;
    if (*in == '\\' && in[1] && strchr("\\|n", in[1])) {
      in++;
      *out++ = *in == 'n' ? '\n' : *in;
    } else {
      *out++ = *in;
    }
  }
  while (out > cell && is_space(out[-1])) out--;
  *out = '\0';
  *at = in + 1;
  return cell;
}

bool table_add_line(Pool *pool, Table *table, const char *line)
{
  char **cells = NULL;
  size_t width = 0;
  while (is_space(*line)) line++;
  if (*line++ != '|') return false;
  while (line[strspn(line, " \t\r")]) {
    char *cell = read_cell(pool, &line);
    if (!cell) return false;
    cells = pool_grow(pool, cells, width, sizeof(char *));
    cells[width++] = cell;
  }
  if (table->count && width != table->width) return false;
  table_add_cells(pool, table, cells, width);
  return true;
}

void table_add_cells(Pool *pool, Table *table, char **cells, size_t width)
{
  table->width = width;
  table->lines = pool_grow(pool, table->lines, table->count, sizeof(char **));
  table->lines[table->count++] = cells;
}

static char *show_line(Pool *pool, char **cells, size_t width)
{
  char *text = pool_printf(pool, "|");
  for (size_t i = 0; i < width; i++) text = pool_printf(pool, "%s %s |", text, cells[i]);
  return text;
}

/* A row as one string that is equal for equal rows, and the line that it came from. */
typedef struct RowKey {
  char *text;
  size_t line;
} RowKey;

/* The first cell that is not in the notation, or NULL. */
static const char *make_keys(Pool *pool, const Table *table, bool list_order, RowKey *keys)
{
  for (size_t line = 1; line < table->count; line++) {
    char *text = pool_printf(pool, "%s", "");
    for (size_t i = 0; i < table->width; i++) {
      char *cell = cell_canonical(pool, table->lines[line][i], !list_order);
      if (!cell) return table->lines[line][i];
      text = i ? pool_printf(pool, "%s | %s", text, cell) : cell;
    }
    keys[line - 1] = (RowKey){text, line};
  }
  return NULL;
}

static int by_text(const void *a, const void *b)
{
  return strcmp(((const RowKey *)a)->text, ((const RowKey *)b)->text);
}

typedef struct Keys {
  const Table *table;
  RowKey *items;
  size_t count;
} Keys;

static char *show_key(Pool *pool, const Keys *keys, size_t i)
{
  return show_line(pool, keys->table->lines[keys->items[i].line], keys->table->width);
}

static char *ordered_difference(Pool *pool, const Keys *wanted, const Keys *got)
{
  size_t i = 0;
  while (i < wanted->count && i < got->count && strcmp(wanted->items[i].text, got->items[i].text) == 0) i++;
  if (i == wanted->count && i == got->count) return NULL;
  return pool_printf(pool, "row %zu should be %s, got %s", i + 1,
                     i < wanted->count ? show_key(pool, wanted, i) : "none",
                     i < got->count ? show_key(pool, got, i) : "none");
}

/* A merge of the sorted keys, which meets each row that only one side has. */
static char *bag_difference(Pool *pool, Keys *wanted, Keys *got)
{
  char *missing = NULL, *surplus = NULL;
  size_t i = 0, j = 0;
  qsort(wanted->items, wanted->count, sizeof(RowKey), by_text);
  qsort(got->items, got->count, sizeof(RowKey), by_text);
  while (i < wanted->count || j < got->count) {
    int order = i == wanted->count ? 1 : j == got->count ? -1 : strcmp(wanted->items[i].text, got->items[j].text);
    if (order < 0 && !missing) missing = show_key(pool, wanted, i);
    if (order > 0 && !surplus) surplus = show_key(pool, got, j);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  if (!missing && !surplus) return NULL;
  return pool_printf(pool, "%zu rows wanted, %zu got%s%s%s%s", wanted->count, got->count, missing ? "; missing: " : "",
                     missing ? missing : "", surplus ? "; not wanted: " : "", surplus ? surplus : "");
}

char *table_difference(Pool *pool, const Table *wanted, const Table *got, RowsWanted how)
{
  bool same = wanted->width == got->width;
  for (size_t i = 0; same && i < wanted->width; i++) same = strcmp(wanted->lines[0][i], got->lines[0][i]) == 0;
  if (!same) {
    return pool_printf(pool, "the columns should be %s, got %s", show_line(pool, wanted->lines[0], wanted->width),
                       got->count ? show_line(pool, got->lines[0], got->width) : "none");
  }
  if (!got->count) return NULL; /* neither has columns */
  Keys a = {wanted, pool_alloc(pool, wanted->count * sizeof(RowKey)), wanted->count - 1};
  Keys b = {got, pool_alloc(pool, got->count * sizeof(RowKey)), got->count - 1};
  const char *odd = make_keys(pool, wanted, how.list_order, a.items);
  if (odd) return pool_printf(pool, "the test wants a value that cannot be read: %s", odd);
  odd = make_keys(pool, got, how.list_order, b.items);
  if (odd) return pool_printf(pool, "the query gave a value that cannot be read: %s", odd);
  return how.in_order ? ordered_difference(pool, &a, &b) : bag_difference(pool, &a, &b);
}

void table_print(FILE *out, const Table *table)
{
  for (size_t line = 0; line < table->count && line < MAX_PRINTED; line++) {
    fputs("    |", out);
    for (size_t i = 0; i < table->width; i++) fprintf(out, " %s |", table->lines[line][i]);
    fputc('\n', out);
  }
  if (table->count > MAX_PRINTED) fprintf(out, "    ... %zu more\n", table->count - MAX_PRINTED);
}
