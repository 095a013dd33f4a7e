/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types by name; see type_test.h. A type is one or more alternatives; each may be NOT NULL, and a list says what its
 * items are. Null is of every type that is not NOT NULL. */
#include "type_test.h"

#include <ctype.h>

struct TypeTest {
  uint32_t types; /* TypeMask */
  bool not_null;
  TypeTest *inner; /* of a list: what the items are, NULL: anything; without types: alternatives in ANY<...> */
  TypeTest *next;  /* another alternative */
};

typedef struct TypeReader {
  Arena *arena;
  Error *err;
  const char *at, *end;
} TypeReader;

static const struct {
  const char *name;
  uint32_t types;
} type_names[] = {
    /* longer names before their beginnings */
    {"BOOLEAN", TYPE_BOOL},
    {"BOOL", TYPE_BOOL},
    {"DATE", TYPE_DATE},
    {"DURATION", TYPE_DURATION},
    {"EDGE", TYPE_REL},
    {"EDTF", TYPE_EDTF},
    {"FLOAT64", TYPE_FLOAT},
    {"FLOAT", TYPE_FLOAT},
    {"INTEGER64", TYPE_INT},
    {"INTEGER", TYPE_INT},
    {"INT64", TYPE_INT},
    {"INT", TYPE_INT},
    {"SIGNED INTEGER64", TYPE_INT},
    {"SIGNED INTEGER", TYPE_INT},
    {"SIGNED INT64", TYPE_INT},
    {"SIGNED INT", TYPE_INT},
    {"LOCAL DATETIME", TYPE_LOCALDATETIME},
    {"LOCAL TIME", TYPE_LOCALTIME},
    {"MAP", TYPE_MAP},
    {"NODE", TYPE_NODE},
    {"VERTEX", TYPE_NODE},
    {"NULL", TYPE_NULL},
    {"NOTHING", 0},
    {"NUMBER", TYPE_NUMBER},
    {"PATH", TYPE_PATH},
    {"PROPERTY VALUE", TYPE_STORABLE | TYPE_NULL},
    {"RELATIONSHIP", TYPE_REL},
    {"STRING", TYPE_STRING},
    {"VARCHAR", TYPE_STRING},
    {"TIMESTAMP WITH TIME ZONE", TYPE_DATETIME},
    {"TIMESTAMP WITH TIMEZONE", TYPE_DATETIME},
    {"TIMESTAMP WITHOUT TIME ZONE", TYPE_LOCALDATETIME},
    {"TIMESTAMP WITHOUT TIMEZONE", TYPE_LOCALDATETIME},
    {"TIME WITH TIME ZONE", TYPE_TIME},
    {"TIME WITH TIMEZONE", TYPE_TIME},
    {"TIME WITHOUT TIME ZONE", TYPE_LOCALTIME},
    {"TIME WITHOUT TIMEZONE", TYPE_LOCALTIME},
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
  if (at < t->end && isalnum((unsigned char)*at) && isalnum((unsigned char)at[-1])) return false;
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
  skip_blanks(t);
  if (take_words(t, "POINT"))
    return error_set(t->err, ERROR_SYNTAX, "UnexpectedSyntax",
                     "there is no type POINT: places are kept as two numbers");
  return error_set(t->err, ERROR_SYNTAX, "UnexpectedSyntax",
                   "`%.*s` is not a type; types are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME, "
                   "LOCAL DATETIME, ZONED DATETIME, DURATION, EDTF, NODE, RELATIONSHIP, PATH, MAP, LIST<...>, ANY",
                   (int)(t->end - t->at), t->at);
}

static Status read_type(TypeReader *t, TypeTest **out);

static Status read_inner(TypeReader *t, TypeTest *test)
{
  if (!take_char(t, '<')) return STATUS_OK;
  TRY(read_type(t, &test->inner));
  return take_char(t, '>') ? STATUS_OK : unknown_type(t);
}

static Status read_name(TypeReader *t, TypeTest *test)
{
  if (take_words(t, "LIST") || take_words(t, "ARRAY")) {
    test->types = TYPE_LIST;
    return read_inner(t, test);
  }
  bool any = take_words(t, "ANY");
  size_t i = 0;
  while (i < ARRAY_LEN(type_names) && !take_words(t, type_names[i].name)) i++;
  if (i < ARRAY_LEN(type_names)) {
    test->types = type_names[i].types;
    return STATUS_OK;
  }
  if (!any) return unknown_type(t);
  (void)take_words(t, "VALUE");
  test->types = TYPE_ANY;
  TRY(read_inner(t, test));
  if (test->inner) test->types = 0;
  return STATUS_OK;
}

/* Behind the name NOT NULL, and LIST or ARRAY for a list of what was read so far, in any number. */
static Status read_one(TypeReader *t, TypeTest *test)
{
  TRY(read_name(t, test));
  for (;;) {
    if (take_words(t, "NOT NULL") || take_char(t, '!')) {
      test->not_null = true;
    } else if (take_words(t, "LIST") || take_words(t, "ARRAY")) {
      TypeTest *item = arena_new(t->arena, TypeTest);
      TRY(arena_check(t->arena, t->err));
      *item = *test;
      *test = (TypeTest){.types = TYPE_LIST, .inner = item};
    } else {
      return STATUS_OK;
    }
  }
}

static Status read_type(TypeReader *t, TypeTest **out)
{
  TypeTest *test = arena_new(t->arena, TypeTest);
  TRY(arena_check(t->arena, t->err));
  TRY(read_one(t, test));
  if (take_char(t, '|')) TRY(read_type(t, &test->next));
  *out = test;
  return STATUS_OK;
}

Status type_test_read(Arena *arena, Text name, TypeTest **out, Error *err)
{
  TypeReader t = {arena, err, name.data, name.data + name.len};
  TRY(read_type(&t, out));
  skip_blanks(&t);
  return t.at == t.end ? STATUS_OK : unknown_type(&t);
}

static bool holds(const TypeTest *test, Value v)
{
  if (v.type == VALUE_NULL) return !test->not_null && (!test->inner || test->types || type_test_holds(test->inner, v));
  if (test->inner && !test->types) return type_test_holds(test->inner, v);
  if (!(test->types & (1u << v.type))) return false;
  for (uint32_t i = 0; test->inner && i < v.aux; i++)
    if (!type_test_holds(test->inner, v.items[i])) return false;
  return true;
}

bool type_test_holds(const TypeTest *test, Value v)
{
  for (; test; test = test->next)
    if (holds(test, v)) return true;
  return false;
}

static bool is_storable(const TypeTest *test, bool in_list);

static bool all_storable(const TypeTest *test, bool in_list)
{
  for (; test; test = test->next)
    if (!is_storable(test, in_list)) return false;
  return true;
}

static bool is_storable(const TypeTest *test, bool in_list)
{
  if (test->not_null && !in_list) return false;
  if (test->inner && !test->types) return all_storable(test->inner, in_list);
  if (test->types == 0 || (test->types & ~(uint32_t)(TYPE_STORABLE | TYPE_NULL)) || test->types == TYPE_NULL)
    return false;
  return all_storable(test->inner, true);
}

bool type_test_is_storable(const TypeTest *test)
{
  return all_storable(test, false);
}
