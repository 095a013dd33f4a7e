/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Table procedures: a call gives the results of the rows whose inputs are equivalent to the arguments. */
#include "proc_internal.h"

#include <stdlib.h>

static Status check_arguments(const ProcedureRun *run, const Value *args, uint32_t n)
{
  const Procedure *p = run->procedure;
  for (uint32_t i = 0; i < n; i++) {
    const ProcedureField *field = &p->args[i];
    uint32_t allowed = field->types | (field->nullable ? (uint32_t)TYPE_NULL : 0);
    if (allowed & TYPE_FLOAT) allowed |= TYPE_INT;
    if (allowed & 1u << args[i].type) continue;
    return error_set(run->function->err, ERROR_TYPE, "InvalidArgumentType",
                     "argument %u of %s must be of type %s, not %s: %s", i + 1, p->name, field->type_name,
                     value_type_name((ValueType)args[i].type), p->signature);
  }
  return STATUS_OK;
}

static Status run_table(ProcedureRun *run, const Value *args, uint32_t n)
{
  const Procedure *p = run->procedure;
  const TableProcedure *table = p->payload;
  uint32_t width = p->arg_count + p->result_count;
  TRY(check_arguments(run, args, n));
  if (p->result_count == 0) return STATUS_OK;
  for (const Value *row = table->cells, *end = row + table->cell_count; row < end; row += width) {
    uint32_t i = 0;
    while (i < n && value_equivalent(row[i], args[i])) i++;
    if (i == n) TRY(run->emit(run->sink, row + n, p->result_count, run->function->err));
  }
  return STATUS_OK;
}

static Status copy_cells(TableProcedure *t, const Value *rows, uint32_t row_count, Error *err)
{
  size_t count = (size_t)row_count * (t->base.arg_count + t->base.result_count);
  if (count == 0) return STATUS_OK;
  t->cells = calloc(count, sizeof *t->cells);
  if (!t->cells) return error_out_of_memory(err);
  for (; t->cell_count < count; t->cell_count++) TRY(value_own(rows[t->cell_count], &t->cells[t->cell_count], err));
  return STATUS_OK;
}

static Status scope_add(ProcedureScope *scope, Procedure *p, Error *err)
{
  if (scope->n == scope->cap) {
    uint32_t cap = scope->cap ? scope->cap * 2 : 4;
    Procedure **procedures = realloc(scope->procedures, cap * sizeof *procedures);
    if (!procedures) return error_out_of_memory(err);
    scope->procedures = procedures;
    scope->cap = cap;
  }
  scope->procedures[scope->n++] = p;
  return STATUS_OK;
}

void table_procedure_free(TableProcedure *t)
{
  for (size_t i = 0; i < t->cell_count; i++) value_disown(t->cells[i]);
  free(t->cells);
  arena_free(&t->arena);
  free(t);
}

/* Once it is in the scope, the scope gives everything back. */
Status procedure_add_table(ProcedureScope *scope, Text signature, const Value *rows, uint32_t row_count, Error *err)
{
  TableProcedure *t = calloc(1, sizeof *t);
  if (!t) return error_out_of_memory(err);
  arena_init(&t->arena, NULL);
  t->base.help = "A table of the host program.";
  t->base.apart = true;
  t->base.run = run_table;
  t->base.payload = t;
  Status status = signature_parse(&t->arena, signature, &t->base, err);
  if (status == STATUS_OK) status = copy_cells(t, rows, row_count, err);
  if (status == STATUS_OK) status = scope_add(scope, &t->base, err);
  if (status == STATUS_OK) return STATUS_OK;
  table_procedure_free(t);
  return STATUS_FAIL;
}
