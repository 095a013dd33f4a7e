/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of procedures share: the built-in rows, and how a scope holds its own. */
#ifndef CLIO_QUERIES_PROC_INTERNAL_H
#define CLIO_QUERIES_PROC_INTERNAL_H

#include "proc.h"

extern const Procedure procedure_db_indexes; /* proc_db.c */
extern const Procedure procedure_db_labels;
extern const Procedure procedure_db_property_keys;
extern const Procedure procedure_db_relationship_types;
extern const Procedure procedure_dbms_functions;
extern const Procedure procedure_dbms_procedures;

/* A procedure with what it owns; `base` comes first, so that a scope can hold them as plain procedures. */
typedef struct TableProcedure {
  Procedure base;
  Arena arena; /* names and fields */
  Value *cells;
  size_t cell_count;
} TableProcedure;

void table_procedure_free(TableProcedure *t);

/* Reads "ns.name(a :: INTEGER?, ...) :: (x :: STRING?, ...)" into name, signature, args and results, all in the arena.
 */
Status signature_parse(Arena *arena, Text signature, Procedure *out, Error *err);

#endif
