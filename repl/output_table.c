/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results as a table drawn with lines, for people. Rows are gathered until there are enough to judge the columns'
 * widths by, and written in chunks from then on, so that a long result needs little memory. On a terminal the columns
 * are shrunk to its width and long cells fall into several lines; where even that would leave columns too narrow to
 * read, each row is shown as a list of names and values. */
#include "layout.h"
#include "output.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>

enum {
  CHUNK_ROWS = 1000,
  CHUNK_BYTES = 1 << 20,
  CELL_LINES = 12, /* what a cell has beyond them is cut */
  NARROWEST = 6,   /* a column below this cannot be read */
  GROWTH = 3       /* digits that the numbers of a long result may grow by */
};

typedef enum CellKind { CELL_TEXT, CELL_NUMBER, CELL_NULL, CELL_NAME } CellKind;

typedef struct Cell {
  size_t start, len; /* in the table's text */
  CellKind kind;
} Cell;

typedef struct Table {
  uint32_t columns;
  Buffer text, raw; /* raw: one cell before it is cleaned */
  Cell *cells;      /* the names, then row after row */
  size_t cell_count, cell_cap;
  unsigned *widths;
  bool *numeric; /* the column has numbers and nothing else */
  size_t *at;    /* where the next line of each cell begins, while a row is written */
  uint64_t rows_written;
  bool begun;   /* widths are fixed and the head is written */
  bool ruled;   /* a rule stands between rows, as cells have several lines */
  bool records; /* a list for each row */
} Table;

/* The parts of a rule and of a row. */
typedef struct Lines {
  const char *horizontal, *vertical, *top[3], *middle[3], *bottom[3], *ellipsis;
  unsigned ellipsis_width;
} Lines;

static const Lines box = {"─", "│", {"┌", "┬", "┐"}, {"├", "┼", "┤"}, {"└", "┴", "┘"}, "…", 1};
static const Lines ascii = {"-", "|", {"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}, "...", 3};

static const Lines *lines_of(const Output *o)
{
  return o->utf8 ? &box : &ascii;
}

static void free_table(void *state)
{
  Table *t = state;
  buffer_free(&t->text);
  buffer_free(&t->raw);
  free(t->cells);
  free(t->widths);
  free(t->numeric);
  free(t->at);
  free(t);
}

/* ---- gathering */

static void add_cell(Table *t, size_t start, CellKind kind)
{
  if (t->cell_count == t->cell_cap) {
    t->cell_cap = t->cell_cap ? t->cell_cap * 2 : 256;
    t->cells = reallocate(t->cells, t->cell_cap, sizeof *t->cells);
  }
  t->cells[t->cell_count++] = (Cell){start, t->text.len - start, kind};
}

static void add_name(Table *t, const char *name)
{
  size_t start = t->text.len;
  layout_add_clean(&t->text, name, strlen(name));
  add_cell(t, start, CELL_NAME);
}

/* A table of so many columns, whose names are added next. */
static void open_table(Output *o, uint32_t count)
{
  if (!o->state) o->state = allocate(1, sizeof(Table));
  Table *t = o->state;
  if (count > t->columns) {
    t->widths = reallocate(t->widths, count, sizeof *t->widths);
    t->numeric = reallocate(t->numeric, count, sizeof *t->numeric);
    t->at = reallocate(t->at, count, sizeof *t->at);
  }
  t->columns = count;
  t->cell_count = 0;
  t->rows_written = 0;
  t->begun = t->ruled = t->records = false;
  buffer_clear(&t->text);
}

static void open_columns(Output *o, clio_query *q, uint32_t count)
{
  open_table(o, count);
  for (uint32_t i = 0; i < count; i++) add_name(o->state, clio_column_name(q, i));
}

static bool explains(const clio_query *q)
{
  return clio_query_mode(q) == CLIO_MODE_WHY;
}

static void begin(Output *o, clio_query *q)
{
  if (!explains(q)) open_columns(o, q, clio_column_count(q));
}

static CellKind kind_of(const clio_value *v)
{
  switch (clio_value_type(v)) {
  case CLIO_NULL: return CELL_NULL;
  case CLIO_INT:
  case CLIO_FLOAT: return CELL_NUMBER;
  default: return CELL_TEXT;
  }
}

static void write_chunk(Output *o, bool goes_on);

/* v NULL: an empty cell. */
static void add_value(Table *t, clio_query *q, const clio_value *v)
{
  CellKind kind = v ? kind_of(v) : CELL_TEXT;
  size_t start = t->text.len;
  if (v && kind == CELL_TEXT) {
    buffer_clear(&t->raw);
    output_text(&t->raw, q, v);
    layout_add_clean(&t->text, t->raw.data, t->raw.len);
  } else if (v) {
    output_text(&t->text, q, v);
  }
  add_cell(t, start, kind);
}

static void explained_row(Output *o, clio_query *q);

static void row(Output *o, clio_query *q)
{
  if (explains(q)) {
    explained_row(o, q);
    return;
  }
  Table *t = o->state;
  for (uint32_t i = 0; i < t->columns; i++) add_value(t, q, clio_column(q, i));
  if (t->cell_count > (size_t)CHUNK_ROWS * t->columns || t->text.len >= CHUNK_BYTES) write_chunk(o, true);
}

/* ---- judging */

static unsigned natural_width(const Table *t, const Cell *c)
{
  return layout_natural_width(t->text.data + c->start, c->len);
}

static void measure(Table *t)
{
  for (uint32_t i = 0; i < t->columns; i++) {
    t->widths[i] = 1;
    bool numbers = false, others = false;
    for (size_t k = i; k < t->cell_count; k += t->columns) {
      unsigned width = natural_width(t, &t->cells[k]);
      if (width > t->widths[i]) t->widths[i] = width;
      numbers |= t->cells[k].kind == CELL_NUMBER;
      others |= t->cells[k].kind == CELL_TEXT;
    }
    t->numeric[i] = numbers && !others;
  }
}

static bool has_tall_cell(const Table *t)
{
  for (size_t k = t->columns; k < t->cell_count; k++) {
    const Cell *c = &t->cells[k];
    if (natural_width(t, c) > t->widths[k % t->columns] || memchr(t->text.data + c->start, '\n', c->len)) return true;
  }
  return false;
}

/* Numbers keep their width while there is room to read the texts; returns the width of the narrowest column that had to
 * be shrunk, or 0. */
static unsigned shrink(Table *t, unsigned room)
{
  unsigned numbers = 0, share = 0;
  size_t n = 0;
  unsigned *texts = allocate(t->columns, sizeof *texts);
  for (uint32_t i = 0; i < t->columns; i++) {
    if (t->numeric[i])
      numbers += t->widths[i];
    else
      texts[n++] = t->widths[i];
  }
  bool divided = n > 0 && numbers < room;
  if (divided) share = layout_shrink(texts, n, room - numbers);
  if (divided && (share == 0 || share >= NARROWEST)) {
    n = 0;
    for (uint32_t i = 0; i < t->columns; i++)
      if (!t->numeric[i]) t->widths[i] = texts[n++];
  } else {
    share = layout_shrink(t->widths, t->columns, room);
  }
  free(texts);
  return share;
}

/* goes_on: these are not yet all rows. */
static void lay_out(Output *o, bool goes_on)
{
  Table *t = o->state;
  measure(t);
  unsigned frame = 3 * t->columns + 1;
  for (uint32_t i = 0; goes_on && i < t->columns; i++)
    if (t->numeric[i]) t->widths[i] += GROWTH;
  if (o->width > 0) {
    unsigned room = o->width > frame ? o->width - frame : 0, share = shrink(t, room);
    t->records = share > 0 && share < NARROWEST;
  }
  if (t->records) measure(t);
  t->ruled = !t->records && has_tall_cell(t);
}

/* ---- writing */

static void rule(Output *o, const char *const parts[3])
{
  const Table *t = o->state;
  Buffer *out = &o->sink.buffer;
  for (uint32_t i = 0; i < t->columns; i++) {
    buffer_add_text(out, parts[i > 0]);
    buffer_repeat(out, lines_of(o)->horizontal, t->widths[i] + 2);
  }
  buffer_add_text(out, parts[2]);
  buffer_add_char(out, '\n');
}

/* One line of a cell, filled with blanks to the width. The last line that a cell may have ends in an ellipsis when
 * there is more. Returns whether the cell has lines left. */
static bool cell_line(Output *o, const Cell *c, size_t *at, unsigned width, bool right, bool last)
{
  const Table *t = o->state;
  const Lines *lines = lines_of(o);
  Buffer *out = &o->sink.buffer;
  const char *text = t->text.data + c->start, *line = "";
  size_t bytes = 0;
  unsigned columns = 0;
  bool more = layout_line(text, c->len, at, width, &line, &bytes, &columns) && *at < c->len;
  bool cut = more && last;
  if (cut) {
    unsigned room = width > lines->ellipsis_width ? width - lines->ellipsis_width : 0;
    bytes = room ? text_fit(line, bytes, room, &columns) : 0;
    columns = (room ? columns : 0) + lines->ellipsis_width;
  }
  unsigned blanks = width > columns ? width - columns : 0;
  const char *style = !o->colour ? NULL : c->kind == CELL_NAME ? "\033[1m" : c->kind == CELL_NULL ? "\033[2m" : NULL;
  if (right) buffer_repeat(out, " ", blanks);
  if (style && columns) buffer_add_text(out, style);
  buffer_add(out, line, bytes);
  if (cut) buffer_add_text(out, lines->ellipsis);
  if (style && columns) buffer_add_text(out, "\033[0m");
  if (!right) buffer_repeat(out, " ", blanks);
  return more && !last;
}

static void table_row(Output *o, const Cell *cells)
{
  Table *t = o->state;
  const Lines *lines = lines_of(o);
  Buffer *out = &o->sink.buffer;
  memset(t->at, 0, t->columns * sizeof *t->at);
  bool more = true;
  for (unsigned n = 1; more; n++) {
    more = false;
    for (uint32_t i = 0; i < t->columns; i++) {
      bool right = cells[i].kind == CELL_NUMBER || (cells[i].kind != CELL_TEXT && t->numeric[i]);
      buffer_add_text(out, lines->vertical);
      buffer_add_char(out, ' ');
      more |= cell_line(o, &cells[i], &t->at[i], t->widths[i], right, n == CELL_LINES);
      buffer_add_char(out, ' ');
    }
    buffer_add_text(out, lines->vertical);
    buffer_add_char(out, '\n');
  }
}

/* A row as a list: a headline, then a line for each column, its name before its value. */
static void record(Output *o, const Cell *cells)
{
  Table *t = o->state;
  const Lines *lines = lines_of(o);
  Buffer *out = &o->sink.buffer;
  unsigned names = 1, total = o->width;
  for (uint32_t i = 0; i < t->columns; i++) {
    unsigned width = natural_width(t, &t->cells[i]);
    if (width > names) names = width;
  }
  if (names > total / 3) names = total / 3 > 0 ? total / 3 : 1;
  unsigned values = total > names + 3 ? total - names - 3 : 1;
  size_t before = out->len;
  buffer_addf(out, "row %llu ", (unsigned long long)(t->rows_written + 1));
  size_t title = out->len - before;
  buffer_repeat(out, lines->horizontal, total > title ? total - title : 0);
  buffer_add_char(out, '\n');
  for (uint32_t i = 0; i < t->columns; i++) {
    size_t name_at = 0, value_at = 0;
    bool more = true;
    for (unsigned n = 1; more; n++) {
      more = cell_line(o, &t->cells[i], &name_at, names, false, false);
      buffer_addf(out, " %s ", lines->vertical);
      more |= cell_line(o, &cells[i], &value_at, values, false, n == CELL_LINES);
      while (out->len > 0 && out->data[out->len - 1] == ' ') out->len--;
      buffer_add_char(out, '\n');
    }
  }
}

/* The names' cells stay, for the head and for records. */
static void drop_rows(Table *t)
{
  const Cell *last = &t->cells[t->columns - 1];
  t->text.len = last->start + last->len;
  t->cell_count = t->columns;
}

static void write_chunk(Output *o, bool goes_on)
{
  Table *t = o->state;
  if (!t->begun) lay_out(o, goes_on);
  if (!t->begun && !t->records) {
    rule(o, lines_of(o)->top);
    table_row(o, t->cells);
    rule(o, lines_of(o)->middle);
  }
  t->begun = true;
  for (size_t k = t->columns; k < t->cell_count; k += t->columns) {
    if (t->ruled && t->rows_written > 0) rule(o, lines_of(o)->middle);
    if (t->records)
      record(o, &t->cells[k]);
    else
      table_row(o, &t->cells[k]);
    t->rows_written++;
    sink_breathe(&o->sink);
    if (sink_is_broken(&o->sink)) break;
  }
  drop_rows(t);
}

static void close_table(Output *o)
{
  Table *t = o->state;
  if (t->columns == 0) return;
  write_chunk(o, false);
  if (!t->records) rule(o, lines_of(o)->bottom);
}

static void end(Output *o, clio_query *q)
{
  if (!explains(q)) close_table(o);
}

/* ---- WHY: a table for each row, and one below it of the facts that it rests on, which are maps in the last column */

static const clio_value *entry(const clio_value *map, const char *name)
{
  const clio_value *value;
  const char *key;
  size_t len;
  for (uint32_t i = 0; (value = clio_value_entry(map, i, &key, &len)) != NULL; i++)
    if (len == strlen(name) && memcmp(key, name, len) == 0) return value;
  return NULL;
}

static void explained_row(Output *o, clio_query *q)
{
  static const char *const columns[] = {"text", "source", "page", "according_to"};
  static const char *const names[] = {"rests on", "source", "page", "according to"};
  enum { COLUMNS = sizeof columns / sizeof *columns };
  uint32_t count = clio_column_count(q) - 1;
  open_columns(o, q, count);
  for (uint32_t i = 0; i < count; i++) add_value(o->state, q, clio_column(q, i));
  close_table(o);
  const clio_value *facts = clio_column(q, count);
  if (clio_value_length(facts) == 0) {
    buffer_add_text(&o->sink.buffer, "  without any one fact it would still be there\n");
    return;
  }
  open_table(o, COLUMNS);
  for (uint32_t i = 0; i < COLUMNS; i++) add_name(o->state, names[i]);
  for (uint32_t f = 0; f < clio_value_length(facts); f++)
    for (uint32_t i = 0; i < COLUMNS; i++) add_value(o->state, q, entry(clio_value_item(facts, f), columns[i]));
  close_table(o);
}

const OutputFormat output_table = {"table", "a table drawn with lines", true, begin, row, end, free_table};
