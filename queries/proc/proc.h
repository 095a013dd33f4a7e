/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registry of procedures: what CALL name(args) YIELD fields can name. Built-in ones are const rows; a host program
 * may add table procedures (clio_register_table_procedure), whose rows are given beforehand. */
#ifndef CLIO_QUERIES_PROC_H
#define CLIO_QUERIES_PROC_H

#include "func/func.h"

typedef struct ProcedureField {
  const char *name;
  const char *type_name; /* as in the signature: "INTEGER?" */
  uint32_t types;        /* TypeMask */
  bool nullable;
} ProcedureField;

/* Rows are handed out by emit, one Value per result field. A false from emit means stop. */
typedef struct ProcedureRun {
  FunctionContext *function;
  Graph *graph;
  const struct Procedure *procedure;
  Status (*emit)(void *sink, const Value *fields, uint32_t n, Error *err);
  void *sink;
  bool (*interrupted)(void *sink); /* long work asks now and then */
} ProcedureRun;

typedef struct Procedure {
  const char *name;      /* dotted: "db.labels" */
  const char *signature; /* "db.labels() :: (label :: STRING)" */
  const char *help;
  const char *example; /* a statement that calls it; NULL where that would say nothing new */
  const ProcedureField *args;
  uint32_t arg_count;
  uint32_t optional_args; /* so many of the last may be left out: run is given fewer */
  const ProcedureField *results;
  uint32_t result_count;
  bool writes;
  bool apart;    /* it looks at nothing of the graph */
  bool defaults; /* its one argument is a map of options, in which what SETTING DEFAULT says can stand */
  Status (*run)(ProcedureRun *run, const Value *args, uint32_t n);
  const void *payload; /* for run: a table procedure's rows, a graph algorithm's description (analysis.h) */
} Procedure;

/* Procedures registered by the host, one scope per database. */
typedef struct ProcedureScope {
  Procedure **procedures;
  uint32_t n, cap;
} ProcedureScope;

const Procedure *procedure_find(const ProcedureScope *scope, Text name); /* built-in or of the scope; NULL */
const Procedure *procedure_nearest(const ProcedureScope *scope, Text name);
const Procedure *procedure_at(uint32_t i); /* built-in ones by name; NULL past the last */

/* Makes a table procedure from a signature such as "test.my.proc(in :: INTEGER?) :: (out :: STRING?)" and rows of
 * (arguments..., results...): a call gives the results of the rows whose first values equal the arguments. Values are
 * copied. */
Status procedure_add_table(ProcedureScope *scope, Text signature, const Value *rows, uint32_t row_count, Error *err);
void procedure_scope_free(ProcedureScope *scope);

/* How many nodes have the label, relationships the type, or entities the property. */
uint64_t name_uses(const Graph *g, NameKind kind, uint32_t id);

#endif
