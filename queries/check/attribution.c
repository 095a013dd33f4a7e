/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of ACCORDING TO x and RANK BEST, of each node and relationship f of a pattern:
 *
 *     ACCORDING TO x   claim.accepted([f.claimed_by, f.according_to], f.disputed, claim.party(x), ['article', ...])
 *     RANK BEST        rankOf(f) <> 'deprecated', and of a relationship
 *                      (rankOf(f) = 'preferred' OR none(o IN rivals(f) WHERE rankOf(o) = 'preferred' AND ...))
 *
 * where the dots stand for the tests of valid time and of ACCORDING TO, which o has to pass as well: what is not seen
 * takes no place. Which properties these are is set for each database. */
#include "rewrite.h"

static Expr *properties(const Rewrite *r, Text of, Setting setting)
{
  SettingNames names = setting_names(check_settings(r->c), setting);
  Expr *list = ast_expr(r->arena, EXPR_LIST, r->span, names.n);
  for (uint32_t i = 0; i < names.n; i++) list->args[i] = rewrite_property(r, of, arena_text(r->arena, names.at[i]));
  return list;
}

static Expr *texts(const Rewrite *r, Setting setting)
{
  SettingNames names = setting_names(check_settings(r->c), setting);
  Expr *list = ast_expr(r->arena, EXPR_LIST, r->span, names.n);
  for (uint32_t i = 0; i < names.n; i++) list->args[i] = rewrite_text(r, arena_text(r->arena, names.at[i]));
  return list;
}

static Expr *accepted(const Rewrite *r, Text name)
{
  if (!r->party) return NULL;
  Text disputed = arena_text(r->arena, setting_name(check_settings(r->c), SETTING_DISPUTED));
  Expr *args[] = {properties(r, name, SETTING_CLAIMANT), rewrite_property(r, name, disputed), r->party,
                  texts(r, SETTING_VOICE)};
  return rewrite_call(r, "claim.accepted", args, ARRAY_LEN(args));
}

static Expr *ranked(const Rewrite *r, Text name, ExprOp op, Text rank)
{
  Expr *variable = rewrite_variable(r, name), *e = ast_expr(r->arena, EXPR_COMPARISON, r->span, 2);
  e->ops = arena_array(r->arena, uint8_t, 1);
  if (e->ops) e->ops[0] = (uint8_t)op;
  e->args[0] = rewrite_call(r, "rankOf", &variable, 1);
  e->args[1] = rewrite_text(r, rank);
  return e;
}

/* Of a relationship: no better one that is seen says something else. */
static Expr *unrivalled(const Rewrite *r, Text name)
{
  Text rival = rewrite_invent(r, "rival");
  Expr *variable = rewrite_variable(r, name), *none = ast_expr(r->arena, EXPR_QUANTIFIER, r->span, 2),
       *either = ast_expr(r->arena, EXPR_BINARY, r->span, 2);
  none->op = OP_NONE_OF;
  none->name = (Name){rival, r->span};
  none->args[0] = rewrite_call(r, "rivals", &variable, 1);
  none->args[1] = check_and(r->c, ranked(r, rival, OP_EQ, TEXT("preferred")),
                            check_and(r->c, valid_time_test(r, rival), accepted(r, rival)));
  either->op = OP_OR;
  either->args[0] = ranked(r, name, OP_EQ, TEXT("preferred"));
  either->args[1] = none;
  return either;
}

Expr *attribution_test(const Rewrite *r, Text name, bool is_rel)
{
  Expr *test = accepted(r, name);
  if (!r->best_rank) return test;
  test = check_and(r->c, test, ranked(r, name, OP_NE, TEXT("deprecated")));
  return is_rel ? check_and(r->c, test, unrivalled(r, name)) : test;
}
