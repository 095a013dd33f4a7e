/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filling in an Error. See error.h for the rules. */
#include "error.h"

#include "utf8.h"

#include <stdio.h>

static void set(Error *err, ErrorKind kind, const char *detail, Span span, const char *format, va_list args)
{
  if (err->kind != ERROR_NONE) return;
  err->kind = kind;
  err->detail = detail;
  err->span = span;
  bool compile = kind == ERROR_SYNTAX || kind == ERROR_SEMANTIC || kind == ERROR_PARAMETER_MISSING;
  err->phase = compile ? PHASE_COMPILE : PHASE_RUNTIME;
  int n = vsnprintf(err->message, sizeof err->message, format, args);
  if (n < 0) err->message[0] = '\0';
  if (n >= (int)sizeof err->message)
    err->message[utf8_cut((Text){err->message, sizeof err->message - 1}, sizeof err->message - 1)] = '\0';
}

Status error_set(Error *err, ErrorKind kind, const char *detail, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  set(err, kind, detail, SPAN_NONE, format, args);
  va_end(args);
  return STATUS_FAIL;
}

Status error_at(Error *err, ErrorKind kind, const char *detail, Span span, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  set(err, kind, detail, span, format, args);
  va_end(args);
  return STATUS_FAIL;
}

Status error_out_of_memory(Error *err)
{
  return error_set(err, ERROR_MEMORY, NULL, "out of memory");
}

Status error_internal(Error *err, const char *what)
{
  return error_set(err, ERROR_INTERNAL, NULL, "internal error: %s; please report this", what);
}

void error_clear(Error *err)
{
  err->kind = ERROR_NONE;
  err->detail = NULL;
  err->span = SPAN_NONE;
  err->phase = PHASE_COMPILE;
  err->message[0] = '\0';
}

const char *error_kind_name(ErrorKind kind)
{
  static const char *const names[] = {
      [ERROR_NONE] = "NoError",
      [ERROR_SYNTAX] = "SyntaxError",
      [ERROR_SEMANTIC] = "SemanticError",
      [ERROR_PARAMETER_MISSING] = "ParameterMissing",
      [ERROR_TYPE] = "TypeError",
      [ERROR_ARGUMENT] = "ArgumentError",
      [ERROR_ARITHMETIC] = "ArithmeticError",
      [ERROR_ENTITY_NOT_FOUND] = "EntityNotFound",
      [ERROR_PROPERTY_NOT_FOUND] = "PropertyNotFound",
      [ERROR_LABEL_NOT_FOUND] = "LabelNotFound",
      [ERROR_CONSTRAINT_VERIFICATION] = "ConstraintVerificationFailed",
      [ERROR_CONSTRAINT_VALIDATION] = "ConstraintValidationFailed",
      [ERROR_PROCEDURE] = "ProcedureError",
      [ERROR_IO] = "IOError",
      [ERROR_FORMAT] = "FormatError",
      [ERROR_MEMORY] = "MemoryLimit",
      [ERROR_INTERRUPTED] = "Interrupted",
      [ERROR_TIMEOUT] = "Timeout",
      [ERROR_READ_ONLY] = "ReadOnly",
      [ERROR_BUSY] = "Busy",
      [ERROR_CORRUPT] = "Corrupt",
      [ERROR_MISUSE] = "Misuse",
      [ERROR_INTERNAL] = "InternalError",
  };
  return (size_t)kind < ARRAY_LEN(names) && names[kind] ? names[kind] : "Error";
}
