/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registry of functions: a function is one row with its name, signature, help text and C function. The checker
 * resolves calls here, the evaluator calls through it, and the shell's help, completion and docs/ print the same rows.
 * Knows values and the graph, nothing of rows, plans or syntax. */
#ifndef CLIO_QUERIES_FUNC_H
#define CLIO_QUERIES_FUNC_H

#include "core/fact.h"
#include "core/graph.h"
#include "core/type_test.h"

/* What a function may use while it runs. */
typedef struct FunctionContext {
  const Graph *graph;
  Arena *arena; /* results live here; reset after the batch */
  Error *err;
  ZonedDateTime statement_time, transaction_time; /* clocks; UTC instants */
  ZoneId zone;                                    /* the session's zone */
  uint64_t random;                                /* state of rand() and randomUUID() */
  MemoryLimit *limit;
  const void *cache;       /* per call site: see FunctionFlags */
  FactKeys facts;          /* by claim_keys (claim_test.h) */
  struct Witness *witness; /* NULL unless WHY is asked; see function_looks_at */
} FunctionContext;

/* To be called with each node and relationship that a function takes into account and that is not in its arguments: WHY
 * asks what the function would give without it. What it has seen and left aside as if it were not there need not be. */
void function_looks_at(FunctionContext *c, Value fact);

/* args are borrowed; *out may borrow from args. An error without a span gets the call's. */
typedef Status (*ScalarFunction)(FunctionContext *c, const Value *args, uint32_t n, Value *out);

enum { FUNCTION_MAX_TYPED_ARGS = 4, FUNCTION_VARIADIC = 255 };

typedef enum FunctionFlags {
  FUNCTION_NULL_IN_NULL_OUT = 1, /* any null argument gives null without a call */
  FUNCTION_VOLATILE = 2,         /* a new value each call: rand(), randomUUID(), the realtime clock; never folded */
  FUNCTION_STATEMENT = 4,        /* constant within a statement: date(), timestamp(); not folded into a cached plan */
  FUNCTION_TYPE_ERRORS_AT_COMPILE = 8 /* an argument whose type is known and wrong is a compile-time SyntaxError
                                       * InvalidArgumentType; at run time it is a TypeError in any case */
} FunctionFlags;

/* ---- aggregation: state is zeroed memory of state_size bytes per group. args has n values; for DISTINCT the caller
 * hands over each distinct value once. step must copy what it keeps into arena (which lives as long as the groups). */
typedef struct AggregateContext {
  FunctionContext *function;
  Arena *arena;
} AggregateContext;
typedef struct Aggregate {
  size_t state_size;
  Status (*step)(AggregateContext *c, void *state, const Value *args, uint32_t n);
  Status (*finish)(AggregateContext *c, void *state, Value *out);
} Aggregate;

typedef struct Function {
  const char *name;      /* as printed: "toUpper", "duration.between"; matched without regard to case */
  const char *signature; /* "toUpper(text :: STRING) :: STRING" */
  const char *help;      /* one or two sentences */
  const char *example;   /* an expression whose value is checked by tests: "toUpper('abc')" */
  const char *value;     /* what the example gives, as a Cypher literal: "'ABC'" */
  const char *category;  /* "string", "number", "list", "graph", "temporal", "conversion", "aggregate", "predicate" */
  const char *origin;    /* "openCypher", "Cypher 5", "Cypher 25", "GQL", "Clio" */
  uint8_t min_args, max_args;                  /* FUNCTION_VARIADIC: no upper bound */
  uint32_t arg_types[FUNCTION_MAX_TYPED_ARGS]; /* TypeMask; 0 and arguments past the array: any */
  uint32_t result;                             /* TypeMask of what it can give */
  uint32_t flags;
  ScalarFunction scalar; /* NULL for aggregates */
  const Aggregate *aggregate;
} Function;

const Function *function_find(Text name);    /* NULL where unknown */
const Function *function_nearest(Text name); /* for "did you mean"; NULL where nothing is near */
/* What to do in place of a function that other systems have and Clio has not, as a sentence; NULL: nothing is known. */
const char *function_elsewhere(Text name);
const Function *function_at(uint32_t i); /* all of them, by name; NULL past the last */

/* Property access, indexing and slicing share their rules between the operators and functions; func_access.c. */
Status access_property(FunctionContext *c, Value subject, Text key, Value *out); /* nodes and rels go by name here */
Status access_index(FunctionContext *c, Value subject, Value index, Value *out);
Status access_slice(FunctionContext *c, Value list, const Value *from, const Value *to, Value *out);

/* The names of the types in a TypeMask, as IS :: takes them: "STRING | INTEGER". */
Status function_type_names(FunctionContext *c, uint32_t types, Value *out);

/* A date of any type in EDTF; null for what is no date. func_edtf.c. */
Status function_date_or_null(FunctionContext *c, Value v, Value *out);

#endif
