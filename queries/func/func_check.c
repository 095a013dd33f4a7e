/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints about arguments, room for results and what is looked at besides, for all files of functions. */
#include "func_internal.h"
#include "witness.h"

#include <stdio.h>

Status function_wrong_type(FunctionContext *c, const Function *f, uint32_t i, Value v)
{
  return error_set(c->err, ERROR_TYPE, "InvalidArgumentValue", "argument %u of %s cannot be of type %s: %s", i + 1,
                   f->name, value_type_name((ValueType)v.type), f->signature);
}

Status function_bad_value(FunctionContext *c, const Function *f, const char *detail, const char *format, ...)
{
  char message[512];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return error_set(c->err, ERROR_ARGUMENT, detail, "%s: %s", f->name, message);
}

Status function_deleted(FunctionContext *c)
{
  return error_set(c->err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess",
                   "the entity was deleted earlier in this statement");
}

void function_looks_at(FunctionContext *c, Value fact)
{
  if (UNLIKELY(c->witness != NULL)) witness_look_at(c->witness, c->graph, fact);
}

Status function_text(FunctionContext *c, size_t len, char **out)
{
  if (len > UINT32_MAX)
    return error_set(c->err, ERROR_ARGUMENT, "NumberOutOfRange", "the string would be longer than 4 GiB");
  *out = arena_alloc(c->arena, len);
  return arena_check(c->arena, c->err);
}

Status function_string(FunctionContext *c, Str *s, Value *out)
{
  char *room = NULL;
  Status status = str_check(s, c->err);
  if (status == STATUS_OK) status = function_text(c, s->len, &room);
  if (status == STATUS_OK) {
    if (s->len) memcpy(room, s->data, s->len);
    *out = value_string((Text){room, s->len});
  }
  str_free(s);
  return status;
}

Status function_items(FunctionContext *c, uint64_t n, Value **out)
{
  if (n > UINT32_MAX)
    return error_set(c->err, ERROR_ARGUMENT, "NumberOutOfRange", "the list would have more than %u items", UINT32_MAX);
  *out = arena_alloc(c->arena, (size_t)n * sizeof(Value));
  return arena_check(c->arena, c->err);
}
