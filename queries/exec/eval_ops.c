/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operators over vectors. Each loop looks at the two tags first and does ints, floats and dates in place; everything
 * else goes to core's value functions. */
#include "eval_internal.h"

static Status wrong_operand(Evaluation *r, const Eval *e, const char *wanted, Value found)
{
  error_set(r->x->err, ERROR_TYPE, "InvalidArgumentType", "expected %s, but this is %s", wanted,
            value_type_name((ValueType)found.type));
  return eval_failed(r, e);
}

static bool tri_of(Value v, Tri *out)
{
  if (v.type == VALUE_BOOL)
    *out = v.boolean ? TRI_TRUE : TRI_FALSE;
  else if (v.type == VALUE_NULL)
    *out = TRI_NULL;
  else
    return false;
  return true;
}

Status eval_operands(Evaluation *r, Eval *e, Rows rows, Vec *a, Vec *b, Value **values, Vec *out)
{
  TRY(eval_args(r, e, 0, rows, a));
  TRY(eval_args(r, e, 1, rows, b));
  *values = eval_values(r, rows, out);
  return *values ? STATUS_OK : STATUS_FAIL;
}

/* ---- unary */

static Status unary_value(Evaluation *r, Eval *e, Value v, Value *out)
{
  switch (e->expr->op) {
  case OP_IS_NULL: *out = value_bool(v.type == VALUE_NULL); return STATUS_OK;
  case OP_IS_NOT_NULL: *out = value_bool(v.type != VALUE_NULL); return STATUS_OK;
  case OP_NOT: {
    Tri t;
    if (!tri_of(v, &t)) return wrong_operand(r, e->args[0], "true or false", v);
    *out = t == TRI_NULL ? VALUE_NULL_VALUE : value_bool(t == TRI_FALSE);
    return STATUS_OK;
  }
  case OP_PLUS:
    if (!value_is_number(v) && v.type != VALUE_NULL && v.type != VALUE_DURATION)
      return wrong_operand(r, e->args[0], "a number", v);
    *out = v;
    return STATUS_OK;
  default: return value_negate(r->arena, v, out, r->x->err) == STATUS_OK ? STATUS_OK : eval_failed(r, e);
  }
}

Status eval_unary(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a;
  TRY(eval_args(r, e, 0, rows, &a));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    TRY(unary_value(r, e, vec_get(&a, row), &values[row]));
  }
  return STATUS_OK;
}

/* ---- arithmetic */

static ArithOp arith_op(ExprOp op)
{
  switch (op) {
  case OP_ADD: return ARITH_ADD;
  case OP_SUB: return ARITH_SUB;
  case OP_MUL: return ARITH_MUL;
  case OP_DIV: return ARITH_DIV;
  case OP_MOD: return ARITH_MOD;
  default: return ARITH_POW;
  }
}

/* The common cases that cannot fail. */
static inline bool quick_arith(ArithOp op, Value a, Value b, Value *out)
{
  if (a.type == VALUE_INT && b.type == VALUE_INT) {
    int64_t n;
    bool over = true;
    if (op == ARITH_ADD) over = __builtin_add_overflow(a.integer, b.integer, &n);
    if (op == ARITH_SUB) over = __builtin_sub_overflow(a.integer, b.integer, &n);
    if (op == ARITH_MUL) over = __builtin_mul_overflow(a.integer, b.integer, &n);
    if (over) return false;
    *out = value_int(n);
    return true;
  }
  if (!value_is_number(a) || !value_is_number(b) || op > ARITH_MUL) return false;
  double x = value_number(a), y = value_number(b);
  *out = value_float(op == ARITH_ADD ? x + y : op == ARITH_SUB ? x - y : x * y);
  return true;
}

Status eval_arithmetic(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a, b;
  Value *values;
  TRY(eval_operands(r, e, rows, &a, &b, &values, out));
  ArithOp op = arith_op(e->expr->op);
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value x = vec_get(&a, row), y = vec_get(&b, row);
    if (quick_arith(op, x, y, &values[row])) continue;
    if (value_arith(r->arena, op, x, y, &values[row], r->x->err) != STATUS_OK) return eval_failed(r, e);
  }
  return STATUS_OK;
}

Status eval_concat(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a, b;
  Value *values;
  TRY(eval_operands(r, e, rows, &a, &b, &values, out));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value x = vec_get(&a, row), y = vec_get(&b, row);
    bool fits = (x.type == VALUE_STRING || x.type == VALUE_LIST) && x.type == y.type;
    if (!fits && x.type != VALUE_NULL && y.type != VALUE_NULL)
      return wrong_operand(r, e, "two strings or two lists around ||", x.type == VALUE_STRING ? y : x);
    if (value_arith(r->arena, ARITH_ADD, x, y, &values[row], r->x->err) != STATUS_OK) return eval_failed(r, e);
  }
  return STATUS_OK;
}

/* ---- comparison */

static bool holds(ExprOp op, int order)
{
  switch (op) {
  case OP_EQ: return order == 0;
  case OP_NE: return order != 0;
  case OP_LT: return order < 0;
  case OP_LE: return order <= 0;
  case OP_GT: return order > 0;
  default: return order >= 0;
  }
}

Tri eval_compare_values(ExprOp op, Value a, Value b)
{
  if (a.type == b.type && (a.type == VALUE_INT || a.type == VALUE_DATE))
    return (Tri)holds(op, (a.integer > b.integer) - (a.integer < b.integer));
  if (op == OP_EQ || op == OP_NE) {
    Tri equal = value_equal(a, b);
    return equal == TRI_NULL ? TRI_NULL : (Tri)((equal == TRI_TRUE) == (op == OP_EQ));
  }
  int order = 0;
  bool unordered = false;
  if (!value_compare(a, b, &order, &unordered)) return TRI_NULL;
  return unordered ? TRI_FALSE : (Tri)holds(op, order);
}

static Tri tri_and(Tri a, Tri b)
{
  if (a == TRI_FALSE || b == TRI_FALSE) return TRI_FALSE;
  return a == TRI_NULL || b == TRI_NULL ? TRI_NULL : TRI_TRUE;
}

/* Of two operands: what most comparisons are, mostly of integers. */
static Status compare_two(Evaluation *r, ExprOp op, const Vec *a, const Vec *b, Rows rows, Value *values)
{
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value left = vec_get(a, row), right = vec_get(b, row);
    if (LIKELY(left.type == VALUE_INT && right.type == VALUE_INT)) {
      values[row] = value_bool(holds(op, (left.integer > right.integer) - (left.integer < right.integer)));
      continue;
    }
    if (UNLIKELY(eval_is_long(left))) TRY(exec_check(r->x));
    values[row] = value_tri(eval_compare_values(op, left, right));
  }
  return STATUS_OK;
}

Status eval_comparison(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec *operands = arena_array(r->arena, Vec, e->n);
  TRY(arena_check(r->arena, r->x->err));
  for (uint32_t i = 0; i < e->n; i++) TRY(eval_args(r, e, i, rows, &operands[i]));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  if (e->n == 2) return compare_two(r, (ExprOp)e->expr->ops[0], &operands[0], &operands[1], rows, values);
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Tri all = TRI_TRUE;
    Value left = vec_get(&operands[0], row);
    for (uint32_t k = 1; k < e->n; k++) {
      Value right = vec_get(&operands[k], row);
      if (UNLIKELY(eval_is_long(left))) TRY(exec_check(r->x));
      all = tri_and(all, eval_compare_values((ExprOp)e->expr->ops[k - 1], left, right));
      left = right;
    }
    values[row] = value_tri(all);
  }
  return STATUS_OK;
}

/* ---- logic */

/* The right side is evaluated only where the left leaves it open: not for false AND, true OR. */
Status eval_logic(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  bool is_and = e->expr->op == OP_AND;
  Tri decided = is_and ? TRI_FALSE : TRI_TRUE;
  Vec a, b;
  TRY(eval_args(r, e, 0, rows, &a));
  Value *values = eval_values(r, rows, out);
  uint16_t *open = arena_alloc(r->arena, MAX(rows.n, 1u) * sizeof *open);
  if (!values || arena_check(r->arena, r->x->err) != STATUS_OK) return STATUS_FAIL;
  uint32_t n = 0;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Tri left;
    Value v = vec_get(&a, row);
    if (!tri_of(v, &left)) return wrong_operand(r, e->args[0], "true or false", v);
    values[row] = value_tri(left);
    if (left != decided) open[n++] = (uint16_t)row;
  }
  if (n == 0) return STATUS_OK;
  TRY(eval_args(r, e, 1, (Rows){open, n}, &b));
  for (uint32_t i = 0; i < n; i++) {
    Tri right;
    Value v = vec_get(&b, open[i]);
    if (!tri_of(v, &right)) return wrong_operand(r, e->args[1], "true or false", v);
    if (right == decided || values[open[i]].type != VALUE_NULL) values[open[i]] = value_tri(right);
  }
  return STATUS_OK;
}

Status eval_xor(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a, b;
  Value *values;
  TRY(eval_operands(r, e, rows, &a, &b, &values, out));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value x = vec_get(&a, row), y = vec_get(&b, row);
    Tri left, right;
    if (!tri_of(x, &left)) return wrong_operand(r, e->args[0], "true or false", x);
    if (!tri_of(y, &right)) return wrong_operand(r, e->args[1], "true or false", y);
    bool open = left == TRI_NULL || right == TRI_NULL;
    values[row] = open ? VALUE_NULL_VALUE : value_bool(left != right);
  }
  return STATUS_OK;
}

/* ---- membership and text */

static Tri member(Value v, Value list)
{
  Tri found = TRI_FALSE;
  for (uint32_t i = 0; i < list.aux; i++) {
    Tri equal = value_equal(v, list.items[i]);
    if (equal == TRI_TRUE) return TRI_TRUE;
    if (equal == TRI_NULL) found = TRI_NULL;
  }
  return found;
}

Status eval_in(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a, b;
  Value *values;
  TRY(eval_operands(r, e, rows, &a, &b, &values, out));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value list = vec_get(&b, row);
    if (list.type != VALUE_LIST && list.type != VALUE_NULL) return wrong_operand(r, e->args[1], "a list", list);
    if (list.aux > 256 || eval_is_long(vec_get(&a, row))) TRY(exec_check(r->x));
    values[row] = list.type == VALUE_NULL ? VALUE_NULL_VALUE : value_tri(member(vec_get(&a, row), list));
  }
  return STATUS_OK;
}

bool eval_text_fits(ExprOp op, Text text, Text part)
{
  if (op == OP_STARTS_WITH) return text_begins(text, part);
  if (op == OP_ENDS_WITH) return text_ends(text, part);
  return part.len == 0 || memmem(text.data, text.len, part.data, part.len) != NULL;
}

Status eval_text_test(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a, b;
  Value *values;
  TRY(eval_operands(r, e, rows, &a, &b, &values, out));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value x = vec_get(&a, row), y = vec_get(&b, row);
    bool texts = x.type == VALUE_STRING && y.type == VALUE_STRING;
    if (UNLIKELY(eval_is_long(x))) TRY(exec_check(r->x));
    values[row] = texts ? value_bool(eval_text_fits(e->expr->op, value_text(x), value_text(y))) : VALUE_NULL_VALUE;
  }
  return STATUS_OK;
}
