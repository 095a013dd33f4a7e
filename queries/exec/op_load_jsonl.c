/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LOAD_JSONL: for each input row one row for every line of a file in JSON Lines: the line's object as a map. The file
 * is read as the rows are asked for; see file_url.h for its name. */
#include "fanout.h"
#include "file_url.h"

#include "loaders/json/json_rows.h"

typedef struct LoadJsonl {
  Op op;
  Fanout fanout;
  Eval *url;
  Arena batch_arena; /* urls of the input batch */
  Vec urls;
  Arena arena;    /* of the rows made */
  Value *values;  /* of the rows made */
  JsonRows *file; /* of the row at hand; NULL: none is open */
} LoadJsonl;

static Status load_open(Exec *x, Op *op)
{
  LoadJsonl *self = (LoadJsonl *)op;
  const Plan *plan = op->plan;
  arena_init(&self->batch_arena, x->limit);
  arena_init(&self->arena, x->limit);
  self->values = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->values);
  TRY(eval_compile(x, plan->expr, &self->url));
  return fanout_open(x, plan, &plan->slot, 1, &self->fanout);
}

static Status start_batch(Exec *x, LoadJsonl *self)
{
  arena_reset(&self->batch_arena);
  TRY(eval_run(x, self->url, &self->fanout.in, &self->batch_arena, &self->urls));
  return arena_check(&self->batch_arena, x->err);
}

static Status start_row(Exec *x, LoadJsonl *self, uint32_t row)
{
  Span span = self->op.plan->expr->span;
  char *path = NULL;
  TRY(file_url_path(x, &self->batch_arena, "LOAD JSONL", span, vec_get(&self->urls, row), &path));
  Status status = json_rows_open(&self->file, path, x->limit, x->err);
  if (status != STATUS_OK && x->err->span.end == 0) x->err->span = span;
  return status;
}

static Status load_next(Exec *x, Op *op, Batch *out)
{
  LoadJsonl *self = (LoadJsonl *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (!self->file) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f)));
    }
    bool more;
    TRY(json_rows_next(self->file, &self->arena, &self->values[f->n], &more, x->err));
    if (more) {
      fanout_add(f, fanout_at(f), 1);
      continue;
    }
    json_rows_close(self->file);
    self->file = NULL;
    fanout_done(f);
  }
  TRY(fanout_finish(x, f, out));
  out->slots[op->plan->slot] = (Vec){.kind = VEC_VALUE, .values = self->values};
  return STATUS_OK;
}

static Status load_rewind(Exec *x, Op *op)
{
  LoadJsonl *self = (LoadJsonl *)op;
  json_rows_close(self->file);
  self->file = NULL;
  return fanout_rewind(x, op, &self->fanout);
}

static void load_close(Exec *x, Op *op)
{
  (void)x;
  LoadJsonl *self = (LoadJsonl *)op;
  json_rows_close(self->file);
  self->file = NULL;
  arena_free(&self->batch_arena);
  arena_free(&self->arena);
}

const OpClass op_class_LOAD_JSONL = {
    .size = sizeof(LoadJsonl), .open = load_open, .next = load_next, .rewind = load_rewind, .close = load_close};
