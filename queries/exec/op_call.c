/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROCEDURE_CALL: for each input row one row for every row that the procedure gives for its arguments, with the yielded
 * fields; a procedure without fields keeps the row as it is. A procedure runs to its end before the first of its rows
 * goes on; order kept. */
#include "fanout.h"

typedef struct Call {
  Op op;
  Fanout fanout;
  Eval **args;
  Vec *arg_vecs;
  Value *arg_values;
  Arena batch_arena;     /* arguments of the input batch */
  Arena arena;           /* what the procedure gave */
  uint32_t *fields;      /* by yield: position among the procedure's results */
  Value **columns;       /* by yield: of the rows made */
  uint32_t **id_columns; /* likewise, where the slot holds nodes or relationships */
  Value *results;        /* of the row at hand, row after row */
  uint32_t result_cap;
  uint64_t result_rows, at;
  bool active;
  Exec *exec; /* while the procedure runs */
} Call;

static Status find_field(Exec *x, const Plan *plan, uint32_t yield, uint32_t *field)
{
  Text name = plan->yields[yield].field.text;
  for (uint32_t i = 0; i < plan->procedure->result_count; i++)
    if (text_equal(text_of(plan->procedure->results[i].name), name)) {
      *field = i;
      return STATUS_OK;
    }
  return error_internal(x->err, "a procedure's field that it does not have");
}

static Status call_open(Exec *x, Op *op)
{
  Call *self = (Call *)op;
  const Plan *plan = op->plan;
  arena_init(&self->batch_arena, x->limit);
  arena_init(&self->arena, x->limit);
  self->arg_vecs = arena_array(&x->arena, Vec, plan->expr_count);
  self->arg_values = arena_array(&x->arena, Value, plan->expr_count);
  self->fields = arena_array(&x->arena, uint32_t, plan->yield_count);
  self->columns = arena_array(&x->arena, Value *, plan->yield_count);
  self->id_columns = arena_array(&x->arena, uint32_t *, plan->yield_count);
  uint32_t *own = arena_array(&x->arena, uint32_t, plan->yield_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->yield_count; i++) {
    own[i] = plan->yields[i].slot;
    TRY(find_field(x, plan, i, &self->fields[i]));
    self->columns[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->columns[i]);
    SlotKind kind = x->tree->checked->slots[own[i]].kind;
    if (kind == SLOT_NODE || kind == SLOT_REL)
      self->id_columns[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->id_columns[i]);
  }
  TRY(op_compile(x, plan->exprs, plan->expr_count, &self->args));
  return fanout_open(x, plan, own, plan->yield_count, &self->fanout);
}

static Status start_batch(Exec *x, Call *self)
{
  arena_reset(&self->batch_arena);
  for (uint32_t i = 0; i < self->op.plan->expr_count; i++)
    TRY(eval_run(x, self->args[i], &self->fanout.in, &self->batch_arena, &self->arg_vecs[i]));
  return arena_check(&self->batch_arena, x->err);
}

/* ---- what the procedure calls back */

static Status take_result(void *sink, const Value *fields, uint32_t n, Error *err)
{
  Call *self = sink;
  if (self->op.plan->procedure->result_count == 0) return STATUS_OK;
  TRY(op_grow(self->exec, (void **)&self->results, &self->result_cap, (self->result_rows + 1) * n,
              sizeof *self->results));
  for (uint32_t i = 0; i < n; i++) self->results[self->result_rows * n + i] = value_copy(&self->arena, fields[i]);
  self->result_rows++;
  return arena_check(&self->arena, err);
}

static bool is_interrupted(void *sink)
{
  return exec_check(((Call *)sink)->exec) != STATUS_OK;
}

static Status start_row(Exec *x, Call *self, uint32_t row)
{
  const Plan *plan = self->op.plan;
  for (uint32_t i = 0; i < plan->expr_count; i++) self->arg_values[i] = vec_get(&self->arg_vecs[i], row);
  self->exec = x;
  self->at = self->result_rows = 0;
  self->active = true;
  x->function.arena = &self->arena;
  ProcedureRun run = {.function = &x->function,
                      .graph = x->graph,
                      .procedure = plan->procedure,
                      .emit = take_result,
                      .sink = self,
                      .interrupted = is_interrupted};
  TRY(plan->procedure->run(&run, self->arg_values, plan->expr_count));
  TRY(exec_check(x));
  if (plan->procedure->result_count == 0) self->result_rows = 1;
  return arena_check(&self->arena, x->err);
}

/* ---- rows */

static void give_results(Call *self)
{
  Fanout *f = &self->fanout;
  const Plan *plan = self->op.plan;
  uint32_t width = plan->procedure->result_count;
  uint32_t n = (uint32_t)MIN(self->result_rows - self->at, BATCH_ROWS - f->n);
  for (uint32_t y = 0; y < plan->yield_count; y++)
    for (uint32_t i = 0; i < n; i++)
      self->columns[y][f->n + i] = self->results[(self->at + i) * width + self->fields[y]];
  fanout_add(f, fanout_at(f), n);
  self->at += n;
}

static void set_columns(Exec *x, Call *self, Batch *out)
{
  const Plan *plan = self->op.plan;
  for (uint32_t y = 0; y < plan->yield_count; y++) {
    Vec *vec = &out->slots[plan->yields[y].slot];
    uint32_t *ids = self->id_columns[y];
    *vec = (Vec){.kind = VEC_VALUE, .values = self->columns[y]};
    if (!ids) continue;
    for (uint32_t i = 0; i < out->n; i++)
      ids[i] = value_is_null(self->columns[y][i]) ? SLOT_NONE : self->columns[y][i].id;
    bool nodes = x->tree->checked->slots[plan->yields[y].slot].kind == SLOT_NODE;
    *vec = (Vec){.kind = nodes ? VEC_NODE : VEC_REL, .ids = ids};
  }
}

static Status call_next(Exec *x, Op *op, Batch *out)
{
  Call *self = (Call *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  if (!self->active) arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f)));
    }
    give_results(self);
    if (self->at == self->result_rows) {
      fanout_done(f);
      self->active = false;
    }
  }
  TRY(fanout_finish(x, f, out));
  set_columns(x, self, out);
  return STATUS_OK;
}

static Status call_rewind(Exec *x, Op *op)
{
  Call *self = (Call *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void call_close(Exec *x, Op *op)
{
  Call *self = (Call *)op;
  op_release(x, self->results, self->result_cap, sizeof *self->results);
  arena_free(&self->batch_arena);
  arena_free(&self->arena);
}

const OpClass op_class_PROCEDURE_CALL = {
    .size = sizeof(Call), .open = call_open, .next = call_next, .rewind = call_rewind, .close = call_close};
