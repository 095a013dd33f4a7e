/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of functions share. Each file holds the C functions of one subject and, beside each, its row of the
 * registry, a constant named function_<id>; functions.def lists the ids in the order of the names. A C function may
 * count on the number of its arguments, and with FUNCTION_NULL_IN_NULL_OUT on none of them being null; it checks
 * their types itself (function_check), as most are known only when it runs. */
#ifndef CLIO_QUERIES_FUNC_INTERNAL_H
#define CLIO_QUERIES_FUNC_INTERNAL_H

#include "func.h"

#define FUNCTION(id) extern const Function function_##id;
#include "functions.def"
#undef FUNCTION

enum { ROW_NULL = FUNCTION_NULL_IN_NULL_OUT, ROW_TYPED = FUNCTION_NULL_IN_NULL_OUT | FUNCTION_TYPE_ERRORS_AT_COMPILE };

/* ---- arguments (func_check.c) */

/* TypeError InvalidArgumentValue: argument i (from 0) of f cannot be v. */
Status function_wrong_type(FunctionContext *c, const Function *f, uint32_t i, Value v);
/* ArgumentError InvalidArgumentValue, or NumberOutOfRange, with the function's name in front of the message. */
Status function_bad_value(FunctionContext *c, const Function *f, const char *detail, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* EntityNotFound DeletedEntityAccess */
Status function_deleted(FunctionContext *c);

/* Holds the arguments against the row's types. */
static inline Status function_check(FunctionContext *c, const Function *f, const Value *args, uint32_t n)
{
  for (uint32_t i = 0; i < n && i < FUNCTION_MAX_TYPED_ARGS; i++)
    if (f->arg_types[i] && UNLIKELY(!(f->arg_types[i] & 1u << args[i].type)))
      return function_wrong_type(c, f, i, args[i]);
  return STATUS_OK;
}

/* ---- results (func_check.c) */

/* Room for a text of so many bytes in the arena; an error beyond 4 GiB. */
Status function_text(FunctionContext *c, size_t len, char **out);
/* The text of a builder as a string value; frees the builder. */
Status function_string(FunctionContext *c, Str *s, Value *out);
/* Room for so many list items in the arena. */
Status function_items(FunctionContext *c, uint64_t n, Value **out);

/* The value as a date in EDTF, which it has been read as. */
Status function_edtf_of(FunctionContext *c, Value v, const Edtf *date, Value *out);
/* x.year, x.earliest, ...; false where such a date has no part of that name. */
bool function_edtf_part(const Edtf *date, Text name, Value *out);

/* A piece of the text that the value holds, with its lifetime. */
static inline Value value_piece(Value of, Text piece)
{
  Value v = value_string(piece);
  v.flags = of.flags & VALUE_STABLE;
  return v;
}

/* Of static text. */
static inline Value value_static(const char *text)
{
  Value v = value_string(text_of(text));
  v.flags = VALUE_STABLE;
  return v;
}

#endif
