/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IS [NOT] :: type (GQL's value type predicate): reads the type's name once, tests values against it. A type is one or
 * more alternatives; each may be NOT NULL, and a list says what its items are. */
#include "eval_internal.h"

#include <ctype.h>

typedef struct TypeTest TypeTest;
struct TypeTest {
  uint32_t types; /* TypeMask */
  bool not_null;
  TypeTest *items; /* of a list; NULL: any */
  TypeTest *next;  /* another alternative */
};

typedef struct TypeReader {
  Exec *x;
  const Expr *expr;
  const char *at, *end;
} TypeReader;

static const struct {
  const char *name;
  uint32_t types;
} type_names[] = {
    /* longer names before their beginnings */
    {"ANY VALUE", TYPE_ANY},
    {"ANY", TYPE_ANY},
    {"BOOLEAN", TYPE_BOOL},
    {"BOOL", TYPE_BOOL},
    {"DATE", TYPE_DATE},
    {"DURATION", TYPE_DURATION},
    {"EDGE", TYPE_REL},
    {"FLOAT64", TYPE_FLOAT},
    {"FLOAT", TYPE_FLOAT},
    {"INTEGER64", TYPE_INT},
    {"INTEGER", TYPE_INT},
    {"INT64", TYPE_INT},
    {"INT", TYPE_INT},
    {"SIGNED INTEGER", TYPE_INT},
    {"LOCAL DATETIME", TYPE_LOCALDATETIME},
    {"LOCAL TIME", TYPE_LOCALTIME},
    {"MAP", TYPE_MAP},
    {"NODE", TYPE_NODE},
    {"VERTEX", TYPE_NODE},
    {"NULL", TYPE_NULL},
    {"NOTHING", 0},
    {"NUMBER", TYPE_NUMBER},
    {"PATH", TYPE_PATH},
    {"PROPERTY VALUE", TYPE_ANY & ~(uint32_t)(TYPE_MAP | TYPE_ENTITY | TYPE_PATH)},
    {"RELATIONSHIP", TYPE_REL},
    {"STRING", TYPE_STRING},
    {"VARCHAR", TYPE_STRING},
    {"TIMESTAMP WITH TIME ZONE", TYPE_DATETIME},
    {"TIMESTAMP WITHOUT TIME ZONE", TYPE_LOCALDATETIME},
    {"TIME WITH TIME ZONE", TYPE_TIME},
    {"TIME WITHOUT TIME ZONE", TYPE_LOCALTIME},
    {"ZONED DATETIME", TYPE_DATETIME},
    {"ZONED TIME", TYPE_TIME},
};

static void skip_blanks(TypeReader *t)
{
  while (t->at < t->end && isspace((unsigned char)*t->at)) t->at++;
}

/* Takes words, one blank of which stands for any number; not a mere beginning of a longer word. */
static bool take_words(TypeReader *t, const char *words)
{
  skip_blanks(t);
  const char *at = t->at;
  for (; *words; words++) {
    if (*words == ' ') {
      if (at == t->end || !isspace((unsigned char)*at)) return false;
      while (at < t->end && isspace((unsigned char)*at)) at++;
      continue;
    }
    if (at == t->end || toupper((unsigned char)*at) != *words) return false;
    at++;
  }
  if (at < t->end && isalnum((unsigned char)*at) && isalpha((unsigned char)at[-1])) return false;
  t->at = at;
  return true;
}

static bool take_char(TypeReader *t, char c)
{
  skip_blanks(t);
  if (t->at == t->end || *t->at != c) return false;
  t->at++;
  return true;
}

static Status unknown_type(TypeReader *t)
{
  error_at(t->x->err, ERROR_SYNTAX, "UnexpectedSyntax", t->expr->span,
           "`%.*s` is not a type; types are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME, "
           "LOCAL DATETIME, ZONED DATETIME, DURATION, NODE, RELATIONSHIP, PATH, MAP, LIST<...>, ANY",
           (int)(t->end - t->at), t->at);
  return STATUS_FAIL;
}

static Status read_type(TypeReader *t, TypeTest **out);

static Status read_one(TypeReader *t, TypeTest *test)
{
  bool list = take_words(t, "LIST") || take_words(t, "ARRAY");
  if (list) {
    test->types = TYPE_LIST;
    if (take_char(t, '<')) {
      TRY(read_type(t, &test->items));
      if (!take_char(t, '>')) return unknown_type(t);
    }
  } else {
    size_t i = 0;
    while (i < ARRAY_LEN(type_names) && !take_words(t, type_names[i].name)) i++;
    if (i == ARRAY_LEN(type_names)) return unknown_type(t);
    test->types = type_names[i].types;
  }
  test->not_null = take_words(t, "NOT NULL") || take_char(t, '!');
  return STATUS_OK;
}

static Status read_type(TypeReader *t, TypeTest **out)
{
  TypeTest *test = arena_new(&t->x->arena, TypeTest);
  TRY(arena_check(&t->x->arena, t->x->err));
  TRY(read_one(t, test));
  if (take_char(t, '|')) TRY(read_type(t, &test->next));
  *out = test;
  return STATUS_OK;
}

Status eval_compile_type(Exec *x, Eval *e)
{
  Text name = e->expr->name.text;
  TypeReader t = {x, e->expr, name.data, name.data + name.len};
  TypeTest *test;
  TRY(read_type(&t, &test));
  skip_blanks(&t);
  if (t.at != t.end) return unknown_type(&t);
  e->cache = test;
  return STATUS_OK;
}

static bool is_typed(const TypeTest *test, Value v);

static bool is_one(const TypeTest *test, Value v)
{
  if (v.type == VALUE_NULL) return !test->not_null;
  if (!(test->types & (1u << v.type))) return false;
  for (uint32_t i = 0; test->items && i < v.aux; i++)
    if (!is_typed(test->items, v.items[i])) return false;
  return true;
}

static bool is_typed(const TypeTest *test, Value v)
{
  for (; test; test = test->next)
    if (is_one(test, v)) return true;
  return false;
}

Status eval_is_typed(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a;
  TRY(eval_args(r, e, 0, rows, &a));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    values[row] = value_bool(is_typed(e->cache, vec_get(&a, row)) != e->expr->negated);
  }
  return STATUS_OK;
}
