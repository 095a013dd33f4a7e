/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making nodes of the tree and growing its lists. */
#include "ast.h"

Expr *ast_expr(Arena *arena, ExprKind kind, Span span, uint32_t nargs)
{
  Expr *e = arena_new(arena, Expr);
  Expr **args = nargs ? arena_array(arena, Expr *, nargs) : NULL;
  e->kind = kind;
  e->span = span;
  e->args = args;
  e->n = nargs;
  return e;
}

ExprOp ast_mirrored(ExprOp op)
{
  switch (op) {
  case OP_LT: return OP_GT;
  case OP_LE: return OP_GE;
  case OP_GT: return OP_LT;
  case OP_GE: return OP_LE;
  default: return op;
  }
}

bool ast_is_case_test(const Expr *e)
{
  while (e->kind == EXPR_BINARY && e->op == OP_OR) e = e->args[0];
  return e->n > 0 && e->args[0] && e->args[0]->kind == EXPR_VARIABLE &&
         text_equal(e->args[0]->name.text, AST_CASE_VALUE);
}

bool ast_reserve(Arena *arena, void **at, const uint32_t *n, uint32_t *cap, size_t size)
{
  if (arena->bad) return false;
  if (*n < *cap) return true;
  uint32_t more = *cap ? *cap * 2 : 4;
  if (more <= *cap) {
    arena->bad = true;
    return false;
  }
  void *grown = arena_calloc(arena, more, size);
  if (arena->bad || !grown) return false;
  if (*n) memcpy(grown, *at, *n * size);
  *at = grown;
  *cap = more;
  return true;
}
