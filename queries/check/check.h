/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From names to meaning: resolves variables to slots, functions and procedures to their rows, finds aggregation, and
 * raises every compile-time error of openCypher before anything runs. Annotates the tree in place (the fields marked
 * `bind:` in ast.h) and describes the slots. Knows the tree and the registries; reads nothing from the graph but
 * its settings, so a checked statement is valid for any graph with the same ones. */
#ifndef CLIO_QUERIES_CHECK_H
#define CLIO_QUERIES_CHECK_H

#include "func/func.h"
#include "grammar/ast.h"

typedef enum SlotKind { SLOT_VALUE, SLOT_NODE, SLOT_REL, SLOT_REL_LIST, SLOT_PATH } SlotKind;

typedef struct SlotInfo {
  Text name;      /* "" for hidden ones */
  SlotKind kind;  /* SLOT_NODE and SLOT_REL: node or relationship or null, never anything else */
  uint32_t types; /* TypeMask of what it can hold */
} SlotInfo;

typedef struct ResultColumn {
  Text name; /* NUL-terminated */
  uint32_t slot;
} ResultColumn;

struct ProcedureScope;

typedef struct Checked {
  Statement *statement;
  SlotInfo *slots;
  uint32_t slot_count, slot_cap;
  ResultColumn *columns; /* of the result; column_count 0 for a statement that returns nothing */
  uint32_t column_count;
  Name *parameters; /* distinct names of $parameters; EXPR_PARAMETER's key is the index */
  uint32_t parameter_count, parameter_cap;
  bool writes; /* changes data */
} Checked;

/* Which parameters are known at compile time, for ParameterMissing; the check of presence happens when a run starts. */
typedef struct CheckOptions {
  const struct ProcedureScope *procedures; /* besides the built-in ones: registered by the host; may be NULL */
  const Settings *settings;                /* of the database, for what is rewritten by them; NULL: the defaults */
  bool narrowed_dates;                     /* some dates may have the first or last day that they mean beside them */
} CheckOptions;

/* AS OF and its kin, ACCORDING TO and RANK BEST are rewritten into plain predicates on the way (check/rewrite.c), so
 * nothing behind the checker knows of them. After it a projection's items hold all columns, those of a star included,
 * and parts of a union have theirs in the order of the first part. */
Status check_statement(Arena *arena, Statement *statement, const CheckOptions *options, Checked *out, Error *err);

/* A fresh hidden slot; planners use it as well. SLOT_NONE without memory. */
uint32_t checked_add_slot(Arena *arena, Checked *checked, Text name, SlotKind kind, uint32_t types);

/* The name of the column that an item makes: its alias, else the variable's name, else the expression as written. */
Text projection_name(const ProjectionItem *item);

/* true when the expression contains an aggregate call outside of subqueries. */
bool expr_has_aggregate(const Expr *e);

#endif
