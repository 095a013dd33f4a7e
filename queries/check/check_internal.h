/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the checker share: scopes, inferred types, and the walkers' signatures. */
#ifndef CLIO_QUERIES_CHECK_INTERNAL_H
#define CLIO_QUERIES_CHECK_INTERNAL_H

#include "check.h"
#include "proc/proc.h"

/* What an expression can give: a set of types, and for lists that of the items (0: nothing is known of them). */
typedef struct ExprType {
  uint32_t types, items;
} ExprType;

/* Whether a value of the type can be one of those allowed; null stands for a value that is missing and always can. */
static inline bool type_fits(ExprType type, uint32_t allowed)
{
  uint32_t known = type.types & ~(uint32_t)TYPE_NULL;
  return known == 0 || (known & allowed) != 0;
}

#define TYPE_OF(mask)   ((ExprType){(mask), 0})
#define TYPE_UNKNOWN    TYPE_OF(TYPE_ANY)
#define TYPE_MAYBE_BOOL TYPE_OF(TYPE_BOOL | TYPE_NULL)

typedef struct Binding {
  Text name;
  uint32_t slot;
} Binding;

typedef struct Scope {
  Binding *at;
  uint32_t n, cap;
} Scope;

typedef struct Checker {
  Arena *arena;
  Error *err;
  Checked *out;
  const CheckOptions *options;
  Scope scope;
  Scope left_behind;    /* variables that a WITH has not handed on, for the error that follows */
  ExprType *slot_types; /* by slot: also the items of lists */
  uint32_t slot_type_cap;
  bool read_only;        /* inside EXISTS, COUNT, COLLECT */
  const Scope *outer;    /* inside CALL { }: what an importing WITH may name */
  const Scope *around;   /* inside a repeated group: what is bound, but not for the group */
  uint32_t hidden_names; /* invented so far */
} Checker;

static inline const Settings *check_settings(const Checker *c)
{
  return c->options ? c->options->settings : NULL;
}

/* Where an expression stands decides what it may contain. */
typedef struct ExprPlace {
  bool aggregates;   /* aggregate functions are allowed */
  bool in_aggregate; /* inside the arguments of one */
  bool pattern;      /* a bare pattern may stand here as a predicate */
} ExprPlace;

/* ---- check.c: scopes and slots */
uint32_t scope_find(const Scope *scope, Text name); /* the slot, or SLOT_NONE */
void scope_add(Checker *c, Scope *scope, Text name, uint32_t slot);
Scope scope_copy(Checker *c, const Scope *scope);
uint32_t check_new_slot(Checker *c, Text name, SlotKind kind, ExprType type);
ExprType check_slot_type(const Checker *c, uint32_t slot);
Status check_undefined(Checker *c, const Name *name);

/* ---- check_expr.c */
Status check_expr(Checker *c, Expr *e, ExprPlace place, ExprType *type);
Status check_predicate(Checker *c, Expr *e);             /* a WHERE */
Status check_plain(Checker *c, Expr *e, ExprType *type); /* no aggregates, no bare patterns */
Status check_type_error(Checker *c, const Expr *e, const char *expected, ExprType found);
/* Of functions and procedures: the i-th argument, from 0, has the wrong type; there are too many or too few. */
Status check_argument_error(Checker *c, const Expr *arg, uint32_t i, const char *of, ExprType found,
                            const char *signature);
Status check_count_error(Checker *c, Span span, const char *of, uint32_t wanted, uint32_t given, const char *signature);
/* SKIP and LIMIT: constant, and not negative where that can be seen. */
Status check_row_count(Checker *c, Expr *e, const char *clause);

/* ---- check_pattern.c */
typedef enum PatternUse {
  PATTERN_MATCH,
  PATTERN_CREATE,
  PATTERN_MERGE,
  PATTERN_EXPRESSION,
  PATTERN_COMPREHENSION
} PatternUse;
Status check_pattern(Checker *c, PathPattern **paths, uint32_t n, PatternUse use);
Status check_labels(Checker *c, LabelExpr *labels);
/* For writing: only names (or dynamic labels) joined by "and". */
Status check_plain_labels(Checker *c, const LabelExpr *labels, const char *where);

/* ---- path_shape.c */
/* Takes the parentheses of a path that is matched apart; see there. */
Status check_path_shape(Checker *c, PathPattern *path);
Expr *check_and(Checker *c, Expr *a, Expr *b); /* a AND b; either may be NULL */

/* ---- check_projection.c */
Status check_projection(Checker *c, Projection *p, Expr **where, bool is_return);

/* ---- check_update.c */
Status check_set_items(Checker *c, SetList *items);
Status check_delete(Checker *c, Clause *clause);

/* ---- check_portion.c */
/* SET and DELETE with FOR PORTION OF VALID_TIME, once they have been checked as if without it. */
Status check_portion(Checker *c, Clause *clause);

/* ---- check_fulltext.c */
Status check_fulltext(const Statement *s, Error *err);

/* ---- check_call.c */
Status check_call(Checker *c, Clause *clause, bool standalone);

/* ---- check_clause.c */
typedef struct QueryShape {
  bool returns_optional; /* EXISTS, COUNT: no RETURN needed */
  bool top;              /* the statement itself */
} QueryShape;
/* Checks a query with its unions. *last gets the projection of the first part's RETURN (NULL without one). */
Status check_query(Checker *c, Query *query, QueryShape shape, Projection **last);

/* ---- rewrite.c */
/* Turns the valid time of a MATCH (or the statement's default) and its attribution into predicates of its pattern. */
Status facts_rewrite(Checker *c, Clause *clause);
/* The default day as an option of a procedure that takes one. */
Status call_rewrite(Checker *c, Clause *clause);
/* Names that the rewrite invents begin with a NUL byte: users can neither write nor see them. */
static inline bool name_is_hidden(Text name)
{
  return name.len > 0 && name.data[0] == '\0';
}

#endif
