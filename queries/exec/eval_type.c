/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IS [NOT] :: type: the type's name is read once, the values are tested against it. */
#include "core/type_test.h"
#include "eval_internal.h"

Status eval_compile_type(Exec *x, Eval *e)
{
  TypeTest *test;
  TRY(type_test_read(&x->arena, e->expr->name.text, &test, x->err));
  e->cache = test;
  return STATUS_OK;
}

Status eval_is_typed(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a;
  TRY(eval_args(r, e, 0, rows, &a));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    values[row] = value_bool(type_test_holds(e->cache, vec_get(&a, row)) != e->expr->negated);
  }
  return STATUS_OK;
}
