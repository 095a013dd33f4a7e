/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parameters: of a database, and of one query. */
#include "api.h"

#include "core/nearest.h"
#include "core/utf8.h"

Status parameters_set(Parameters *p, Text name, Value v, Error *err)
{
  uint32_t i = 0;
  while (i < p->n && !text_equal(p->at[i].name, name)) i++;
  if (i == p->n) {
    Parameter parameter = {.name = arena_text(&p->arena, name), .value = VALUE_NULL_VALUE};
    arena_init(&parameter.arena, NULL);
    ast_push(&p->arena, p, parameter);
    TRY(arena_check(&p->arena, err));
  }
  Parameter *parameter = &p->at[i];
  arena_reset(&parameter->arena);
  parameter->value = value_copy_deep(&parameter->arena, v);
  if (LIKELY(!parameter->arena.bad)) return STATUS_OK;
  parameter->value = VALUE_NULL_VALUE;
  arena_free(&parameter->arena);
  return error_out_of_memory(err);
}

const Value *parameters_find(const Parameters *p, Text name)
{
  for (uint32_t i = 0; i < p->n; i++)
    if (text_equal(p->at[i].name, name)) return &p->at[i].value;
  return NULL;
}

static void offer_parameters(const Parameters *p, NearestName *nearest, Text *best)
{
  for (uint32_t i = 0; i < p->n; i++)
    if (nearest_name_try(nearest, p->at[i].name)) *best = p->at[i].name;
}

Status parameter_missing(const clio_query *q, const Name *name, Error *err)
{
  Text best = {NULL, 0};
  NearestName nearest = nearest_name(name->text);
  offer_parameters(&q->bindings, &nearest, &best);
  offer_parameters(&q->db->parameters, &nearest, &best);
  int len = (int)name->text.len;
  if (!best.data)
    return error_at(err, ERROR_PARAMETER_MISSING, "MissingParameter", name->span, "the parameter $%.*s has no value",
                    len, name->text.data);
  return error_at(err, ERROR_PARAMETER_MISSING, "MissingParameter", name->span,
                  "the parameter $%.*s has no value; did you mean $%.*s?", len, name->text.data, (int)best.len,
                  best.data);
}

void parameters_free(Parameters *p)
{
  for (uint32_t i = 0; i < p->n; i++) arena_free(&p->at[i].arena);
  arena_free(&p->arena);
  p->at = NULL;
  p->n = p->cap = 0;
}

static bool is_blank(const Str *text, size_t from)
{
  return strspn(text->data + from, " \t\r\n") == text->len - from;
}

Status evaluate_literal(clio_db *db, const char *literal, Arena *arena, Value *out, Error *err)
{
  if (literal_read(text_of(literal), arena, out)) return STATUS_OK;
  Str text;
  str_init(&text);
  str_addf(&text, "RETURN %s\n", literal);
  Status status = str_check(&text, err);
  clio_query *q = NULL;
  size_t tail = 0;
  if (status == STATUS_OK && clio_prepare(db, &q, str_cstr(&text), -1, &tail) == CLIO_OK && q &&
      is_blank(&text, tail) && clio_column_count(q) == 1 && !q->prepared->checked.writes && clio_step(q) == CLIO_ROW) {
    *out = value_copy_deep(arena, q->row[0]);
    status = arena_check(arena, err);
  } else if (status == STATUS_OK) {
    char reason[sizeof err->message];
    memcpy(reason, db->error.message, sizeof reason);
    db_clear_error(db);
    status = error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "`%s` is not a value%s%s", literal,
                       *reason ? ": " : "", reason);
  }
  clio_finish(q);
  str_free(&text);
  return status;
}

CLIO_API clio_status clio_set_parameter(clio_db *db, const char *name, const char *literal)
{
  db_clear_error(db);
  Arena arena;
  Error err = {0};
  Value v = VALUE_NULL_VALUE;
  arena_init(&arena, NULL);
  Status status = evaluate_literal(db, literal, &arena, &v, &err);
  if (status == STATUS_OK) status = parameters_set(&db->parameters, text_of(name), v, &err);
  arena_free(&arena);
  db->error = err;
  return status == STATUS_OK ? CLIO_OK : db_fail(db, (Text){"", 0});
}

CLIO_API void clio_clear_parameters(clio_db *db)
{
  parameters_free(&db->parameters);
}

/* A run that is not at its end may still need the old value: it is brought there first. */
static clio_status bind(clio_query *q, const char *name, Value v)
{
  db_clear_error(q->db);
  if (query_buffer_rest(q) != STATUS_OK) return db_fail(q->db, (Text){"", 0});
  if (parameters_set(&q->bindings, text_of(name), v, &q->db->error) == STATUS_OK) return CLIO_OK;
  return db_fail(q->db, (Text){"", 0});
}

CLIO_API clio_status clio_bind_null(clio_query *q, const char *name)
{
  return bind(q, name, VALUE_NULL_VALUE);
}

CLIO_API clio_status clio_bind_bool(clio_query *q, const char *name, bool value)
{
  return bind(q, name, value_bool(value));
}

CLIO_API clio_status clio_bind_int(clio_query *q, const char *name, int64_t value)
{
  return bind(q, name, value_int(value));
}

CLIO_API clio_status clio_bind_float(clio_query *q, const char *name, double value)
{
  return bind(q, name, value_float(value));
}

CLIO_API clio_status clio_bind_string(clio_query *q, const char *name, const char *text, ptrdiff_t length)
{
  Text t = {text, length < 0 ? strlen(text) : (size_t)length};
  size_t valid = utf8_valid(t);
  if (valid < t.len || t.len > UINT32_MAX) {
    db_clear_error(q->db);
    error_set(&q->db->error, ERROR_ARGUMENT, "InvalidArgumentValue",
              t.len > UINT32_MAX ? "the string for $%s is longer than 4 GiB"
                                 : "the string for $%s is not valid UTF-8 at byte %zu",
              name, valid);
    return db_fail(q->db, (Text){"", 0});
  }
  return bind(q, name, value_string(t));
}

CLIO_API clio_status clio_bind_literal(clio_query *q, const char *name, const char *literal)
{
  Arena arena;
  Value v = VALUE_NULL_VALUE;
  Error err = {0};
  arena_init(&arena, NULL);
  db_clear_error(q->db);
  Status status = evaluate_literal(q->db, literal, &arena, &v, &err);
  clio_status result = CLIO_ERROR;
  if (status == STATUS_OK) {
    result = bind(q, name, v);
  } else {
    q->db->error = err;
    (void)db_fail(q->db, (Text){"", 0});
  }
  arena_free(&arena);
  return result;
}
