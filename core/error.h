/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one way to fail. Every fallible function returns a Status and leaves the detail in the Error that it was
 * given; the first error wins, so that a caller need not check whether one is already there. Out of memory is an
 * error like any other and needs no memory to be reported. */
#ifndef CLIO_CORE_ERROR_H
#define CLIO_CORE_ERROR_H

#include "base.h"

#include <stdarg.h>

typedef enum Status { STATUS_OK = 0, STATUS_FAIL = 1 } Status;

/* Kinds of errors. The first group carries the names that openCypher gives them (error_kind_name). */
typedef enum ErrorKind {
  ERROR_NONE = 0,
  ERROR_SYNTAX,                  /* SyntaxError */
  ERROR_SEMANTIC,                /* SemanticError */
  ERROR_PARAMETER_MISSING,       /* ParameterMissing */
  ERROR_TYPE,                    /* TypeError */
  ERROR_ARGUMENT,                /* ArgumentError */
  ERROR_ARITHMETIC,              /* ArithmeticError */
  ERROR_ENTITY_NOT_FOUND,        /* EntityNotFound */
  ERROR_PROPERTY_NOT_FOUND,      /* PropertyNotFound */
  ERROR_LABEL_NOT_FOUND,         /* LabelNotFound */
  ERROR_CONSTRAINT_VERIFICATION, /* ConstraintVerificationFailed: a delete that would leave relationships dangling */
  ERROR_CONSTRAINT_VALIDATION,   /* ConstraintValidationFailed */
  ERROR_PROCEDURE,               /* ProcedureError */
  ERROR_IO,                      /* IOError: a file cannot be opened, read or written */
  ERROR_FORMAT,                  /* FormatError: a file's content is not what its format asks for */
  ERROR_MEMORY,                  /* MemoryLimit: the process or the query ran out of memory */
  ERROR_INTERRUPTED,             /* Interrupted: by the user */
  ERROR_TIMEOUT,                 /* Timeout */
  ERROR_READ_ONLY,               /* ReadOnly */
  ERROR_BUSY,                    /* Busy: the database file is locked by another process */
  ERROR_CORRUPT,                 /* Corrupt: the database file is damaged */
  ERROR_MISUSE,                  /* Misuse: the library was called against its contract */
  ERROR_INTERNAL                 /* InternalError: a bug in Clio */
} ErrorKind;

typedef enum ErrorPhase { PHASE_COMPILE, PHASE_RUNTIME } ErrorPhase;

/* A range of bytes in the query text; start == end == 0 means nowhere. */
typedef struct Span {
  uint32_t start, end;
} Span;

#define SPAN_NONE ((Span){0, 0})

typedef struct Error {
  ErrorKind kind;
  ErrorPhase phase;
  const char *detail; /* openCypher's detail, such as "UndefinedVariable"; static text, or NULL */
  Span span;          /* where in the query text, if anywhere */
  char message[1024]; /* one sentence, without position; cut at a character boundary when longer */
} Error;

/* Returns STATUS_FAIL so that a caller can write `return error_set(...)`. Keeps an error that is already set.
 * detail is static text or NULL; the span is set by error_at, or afterwards by whoever knows it. The phase is
 * PHASE_RUNTIME except for ERROR_SYNTAX, ERROR_SEMANTIC and ERROR_PARAMETER_MISSING; whoever knows better sets it. */
Status error_set(Error *err, ErrorKind kind, const char *detail, const char *format, ...) PRINTF_LIKE(4, 5);
Status error_at(Error *err, ErrorKind kind, const char *detail, Span span, const char *format, ...) PRINTF_LIKE(5, 6);

Status error_out_of_memory(Error *err);
/* Says that something that cannot happen did; for asserting invariants where carrying on would be wrong. */
Status error_internal(Error *err, const char *what);

void error_clear(Error *err);
const char *error_kind_name(ErrorKind kind); /* "SyntaxError", ... */

#define TRY(call)                                                                                                      \
  do {                                                                                                                 \
    if (UNLIKELY((call) != STATUS_OK)) return STATUS_FAIL;                                                             \
  } while (0)

/* For functions that hold resources: jumps to the label out, where they are given back. Expects `Status status`. */
#define TRY_OUT(call)                                                                                                  \
  do {                                                                                                                 \
    if (UNLIKELY((call) != STATUS_OK)) {                                                                               \
      status = STATUS_FAIL;                                                                                            \
      goto out;                                                                                                        \
    }                                                                                                                  \
  } while (0)

#endif
