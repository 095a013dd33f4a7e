/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LOAD_CSV: for each input row one row for every row of a CSV file: a list of strings, or (flag: WITH HEADERS) a map by
 * the names in the file's first row (columns without a name are left out). An empty field without quotes is null. The
 * file is read as the rows are asked for; it is a path, relative to the working directory, or a file: URL. */
#include "fanout.h"
#include "file_url.h"

#include "loaders/csv/csv_rows.h"

typedef struct Header {
  Text name;
  uint32_t column;
} Header;

typedef struct LoadCsv {
  Op op;
  Fanout fanout;
  Eval *url, *terminator;
  Arena batch_arena; /* urls of the input batch */
  Vec urls, terminators;
  Arena arena; /* of the rows made */
  Arena header_arena;
  Value *values;   /* of the rows made */
  CsvRows *file;   /* of the row at hand; NULL: none is open */
  Header *headers; /* the columns that have a name */
  uint32_t header_count, column_count;
} LoadCsv;

static Status load_open(Exec *x, Op *op)
{
  LoadCsv *self = (LoadCsv *)op;
  const Plan *plan = op->plan;
  arena_init(&self->batch_arena, x->limit);
  arena_init(&self->arena, x->limit);
  arena_init(&self->header_arena, x->limit);
  self->values = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->values);
  TRY(eval_compile(x, plan->expr, &self->url));
  if (plan->expr2) TRY(eval_compile(x, plan->expr2, &self->terminator));
  return fanout_open(x, plan, &plan->slot, 1, &self->fanout);
}

static Status start_batch(Exec *x, LoadCsv *self)
{
  arena_reset(&self->batch_arena);
  TRY(eval_run(x, self->url, &self->fanout.in, &self->batch_arena, &self->urls));
  if (self->terminator) TRY(eval_run(x, self->terminator, &self->fanout.in, &self->batch_arena, &self->terminators));
  return arena_check(&self->batch_arena, x->err);
}

static Status find_delimiter(Exec *x, LoadCsv *self, uint32_t row, char *delimiter)
{
  *delimiter = ',';
  if (!self->terminator) return STATUS_OK;
  Value v = vec_get(&self->terminators, row);
  bool fits = v.type == VALUE_STRING && v.aux == 1 && v.text[0] != '"' && v.text[0] != '\n' && v.text[0] != '\r';
  if (!fits)
    return error_at(x->err, ERROR_ARGUMENT, "InvalidArgumentValue", self->op.plan->expr2->span,
                    "FIELDTERMINATOR is a single character, and neither a quote nor a line break");
  *delimiter = v.text[0];
  return STATUS_OK;
}

/* ---- rows */

static bool has_header(const LoadCsv *self, Text name)
{
  for (uint32_t i = 0; i < self->header_count; i++)
    if (text_equal(self->headers[i].name, name)) return true;
  return false;
}

static Status read_headers(Exec *x, LoadCsv *self)
{
  const Text *fields;
  bool more;
  arena_reset(&self->header_arena);
  self->header_count = 0;
  TRY(csv_rows_next(self->file, &fields, &self->column_count, &more, x->err));
  if (!more) self->column_count = 0;
  self->headers = arena_array(&self->header_arena, Header, self->column_count);
  TRY(arena_check(&self->header_arena, x->err));
  for (uint32_t i = 0; i < self->column_count; i++) {
    if (fields[i].len == 0) continue;
    if (has_header(self, fields[i]))
      return error_at(x->err, ERROR_FORMAT, NULL, self->op.plan->expr->span, "the file has two columns named `%.*s`",
                      (int)fields[i].len, fields[i].data);
    self->headers[self->header_count++] = (Header){arena_text(&self->header_arena, fields[i]), i};
  }
  return arena_check(&self->header_arena, x->err);
}

static Status start_row(Exec *x, LoadCsv *self, uint32_t row)
{
  Value url = vec_get(&self->urls, row);
  char *path = NULL, delimiter;
  TRY(file_url_path(x, &self->batch_arena, "LOAD CSV", self->op.plan->expr->span, url, &path));
  TRY(find_delimiter(x, self, row, &delimiter));
  Status status = csv_rows_open(&self->file, path, delimiter, x->limit, x->err);
  if (status != STATUS_OK && x->err->span.end == 0) x->err->span = self->op.plan->expr->span;
  TRY(status);
  return self->op.plan->flag ? read_headers(x, self) : STATUS_OK;
}

static Value field_value(Arena *arena, const Text *fields, uint32_t n, uint32_t i)
{
  return i < n && fields[i].data ? value_string_copy(arena, fields[i]) : VALUE_NULL_VALUE;
}

/* One row of the file as a list, or as a map with an entry for each header. */
static Status read_row(Exec *x, LoadCsv *self, Value *out, bool *more)
{
  const Text *fields;
  uint32_t n;
  TRY(csv_rows_next(self->file, &fields, &n, more, x->err));
  if (!*more) return STATUS_OK;
  if (!self->op.plan->flag) {
    Value *items = arena_array(&self->arena, Value, n);
    TRY(arena_check(&self->arena, x->err));
    for (uint32_t i = 0; i < n; i++) items[i] = field_value(&self->arena, fields, n, i);
    *out = value_list(items, n);
    return arena_check(&self->arena, x->err);
  }
  MapEntry *entries = arena_array(&self->arena, MapEntry, self->header_count);
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < self->header_count; i++)
    entries[i] = (MapEntry){self->headers[i].name, field_value(&self->arena, fields, n, self->headers[i].column)};
  *out = value_map(entries, self->header_count);
  return arena_check(&self->arena, x->err);
}

static Status load_next(Exec *x, Op *op, Batch *out)
{
  LoadCsv *self = (LoadCsv *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (!self->file) {
      FanoutState state;
      /* The headers are those of the rows made so far, so another file waits until they are gone. */
      if (f->n) break;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f)));
    }
    bool more;
    TRY(read_row(x, self, &self->values[f->n], &more));
    if (more) {
      fanout_add(f, fanout_at(f), 1);
      continue;
    }
    csv_rows_close(self->file);
    self->file = NULL;
    fanout_done(f);
  }
  TRY(fanout_finish(x, f, out));
  out->slots[op->plan->slot] = (Vec){.kind = VEC_VALUE, .values = self->values};
  return STATUS_OK;
}

static Status load_rewind(Exec *x, Op *op)
{
  LoadCsv *self = (LoadCsv *)op;
  csv_rows_close(self->file);
  self->file = NULL;
  return fanout_rewind(x, op, &self->fanout);
}

static void load_close(Exec *x, Op *op)
{
  (void)x;
  LoadCsv *self = (LoadCsv *)op;
  csv_rows_close(self->file);
  self->file = NULL;
  arena_free(&self->batch_arena);
  arena_free(&self->arena);
  arena_free(&self->header_arena);
}

const OpClass op_class_LOAD_CSV = {
    .size = sizeof(LoadCsv), .open = load_open, .next = load_next, .rewind = load_rewind, .close = load_close};
