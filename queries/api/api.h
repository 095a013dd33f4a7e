/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Behind clio.h: what a database and a query handle are. The files of this folder are the public interface's bodies and
 * hold no logic of the language: they prepare (parse, check, plan), run, and hand out rows. */
#ifndef CLIO_QUERIES_API_H
#define CLIO_QUERIES_API_H

#include "clio.h"
#include "core/graph.h"
#include "exec/exec.h"
#include "plan/plan.h"

typedef struct Parameter {
  Text name;
  Value value;
  Arena arena; /* of the value */
} Parameter;

/* Named values. The names live in the arena. */
typedef struct Parameters {
  Arena arena;
  Parameter *at;
  uint32_t n, cap;
} Parameters;

typedef struct Notes {
  clio_note *at;
  uint32_t n;
} Notes;

/* A statement, ready to run. Shared by the plan cache and the queries that run it; nothing in it changes afterwards. */
typedef struct Prepared {
  Arena arena;
  Text text;
  uint64_t hash;
  Statement *statement;
  Checked checked;
  PlanTree tree;
  Notes notes;                                    /* ready to be handed out; in the arena */
  uint64_t schema_version, node_count, rel_count; /* of the graph when it was planned */
  double rows;                                    /* that its operators handle, estimated */
  uint32_t references;
  bool used; /* since the cache last looked for room */
} Prepared;

enum {
  PLAN_CACHE_SIZE = 256,
  PLAN_CACHE_TEXT = 1 << 15 /* bytes; what is longer holds data, and its tree takes many times the memory */
};

typedef struct PlanCache {
  Prepared *entries[PLAN_CACHE_SIZE];
  uint32_t n, hand;
  Map map;
} PlanCache;

struct clio_db {
  Graph *graph;
  clio_options options;
  Error error;
  clio_error last;
  Str rendered, scratch;
  _Atomic bool interrupt;
  Workers *workers;
  Parameters parameters;
  ProcedureScope procedures;
  PlanCache cache;
  clio_query *queries; /* all that are not finished */
  ZonedDateTime transaction_time;
  char *valid_time; /* the day of all statements, in EDTF, or NULL */
  bool certainly_valid;
  char *according_to; /* the party of all statements: its id or name, or NULL */
};

typedef enum QueryState { QUERY_READY, QUERY_STREAMING, QUERY_BUFFERED, QUERY_DONE, QUERY_FAILED } QueryState;

/* Rows that are kept: column after column within a row, in the arena. */
typedef struct KeptRows {
  Arena arena;
  Value *values;
  uint64_t rows, cap, next;
} KeptRows;

struct clio_query {
  clio_db *db;
  clio_query *next;
  Prepared *prepared, *outdated; /* outdated: what was prepared before the graph changed; or NULL */
  Parameters bindings;
  MemoryLimit limit;
  QueryState state;
  Exec exec;
  bool exec_open;
  Batch batch;
  uint32_t batch_at;
  KeptRows kept;
  Value *row; /* the columns of the present row */
  Arena row_arena;
  clio_summary summary;
  Str plan;
  uint32_t column_count;
  Notes missed; /* on a run that found nothing, once somebody has asked; in the arena of kept rows */
  bool looked_for_missed;
};

/* ---- database.c */
/* Takes the error from db->error, with the text that its span is about; always CLIO_ERROR. */
clio_status db_fail(clio_db *db, Text text);
void db_clear_error(clio_db *db);
/* Opening may have failed: then there is nothing but the error of that, which stays. */
bool db_is_open(const clio_db *db);
int64_t monotonic_nanos(void);

/* ---- prepare.c */
/* The plan for a text, from the cache where it is still good. */
Status prepare(clio_db *db, Text text, Prepared **out, Error *err);
bool prepared_is_stale(const clio_db *db, const Prepared *p);
void prepared_release(Prepared *p);
void plan_cache_clear(PlanCache *cache); /* queries keep the plans that they run */

/* ---- defaults.c */
/* A statement without a day or party of its own gets those of the database, if there are any. */
Status set_defaults(const clio_db *db, Arena *arena, Statement *statement, Error *err);

/* ---- notes.c */
/* Finds the notes on a planned statement and renders them. */
Status prepare_notes(Prepared *p, const Graph *graph, Error *err);

/* ---- why.c */
#define WHY_COLUMN "why" /* the last one, which WHY adds */
/* Refuses what WHY cannot explain. */
Status why_check(const Prepared *p, Error *err);
/* Runs a query and finds the facts that each row rests on: kept as its last column. */
Status why_run(clio_query *q);

/* ---- parameters.c */
Status parameters_set(Parameters *p, Text name, Value v, Error *err);
const Value *parameters_find(const Parameters *p, Text name);
/* Fails: the statement uses the name, and there is no value for it. */
Status parameter_missing(const clio_query *q, const Name *name, Error *err);
void parameters_free(Parameters *p);
/* A constant expression's value, in the arena. */
Status evaluate_literal(clio_db *db, const char *literal, Arena *arena, Value *out, Error *err);

/* ---- literal.c */
/* Reads what is plain data; false, with leftovers in the arena, for everything else, which may be good all the same. */
bool literal_read(Text text, Arena *arena, Value *out);

/* ---- query.c */
/* Reads what is left of a running query, or of all, into memory, before a statement moves what they read. */
Status query_buffer_rest(clio_query *q);
Status db_buffer_rows(clio_db *db);
/* The pieces of a run, for whoever runs a plan more than once (why.c). */
Status query_parameters(clio_query *q, const Value **out);
StatementClock query_clock(clio_db *db);
int64_t query_deadline(const clio_db *db); /* from now on; 0: none */
Status query_open(clio_query *q, const Value *parameters, StatementClock clock, int64_t deadline,
                  struct Witness *witness);
Status query_next_row(clio_query *q, bool *more); /* into q->row */
Status query_keep_row(clio_query *q, const Value *row);
void query_close_exec(clio_query *q);
/* What comes first whenever the graph is looked at: sees what other processes have committed to its file. */
Status db_catch_up(clio_db *db);

#endif
