/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan: a tree of operators that says how a checked statement runs on this graph. Built by plan/ from the tree and
 * the graph's statistics, printed by EXPLAIN, run by exec/. A plan names labels, types and keys by number, so it is
 * good for the graph it was made for while graph_schema_version stands still; a plan holds no values of parameters. */
#ifndef CLIO_QUERIES_PLAN_H
#define CLIO_QUERIES_PLAN_H

#include "check/check.h"

typedef enum PlanKind {
#define OPERATOR(ENUM, name, flags) PLAN_##ENUM,
#include "exec/op_list.def"
#undef OPERATOR
  PLAN_KIND_COUNT
} PlanKind;

typedef struct Plan Plan;
struct Procedure;

/* A label or type named in a query: its number when the graph knew it at planning time, NAME_NONE otherwise (it then
 * matches nothing; writing operators intern the text when they run). In a statement that writes, an earlier clause may
 * bring the name about: there, readers look an unknown text up again when they are first asked for rows. */
typedef struct NameRef {
  Text text;
  uint32_t id;
} NameRef;

typedef struct PlanItem { /* expr -> slot */
  Expr *expr;
  uint32_t slot;
} PlanItem;

typedef struct PlanSortKey {
  uint32_t slot;
  bool descending;
  bool nulls_first;
} PlanSortKey;

typedef struct PlanAggregate {
  Expr *call; /* EXPR_CALL of an aggregate (arguments in args, distinct), or EXPR_COUNT_STAR */
  uint32_t slot;
} PlanAggregate;

typedef struct PlanNode { /* a node to create */
  uint32_t slot;
  NameRef *labels;
  uint32_t label_count;
  Expr **dynamic_labels;
  uint32_t dynamic_count;
  Expr *properties; /* EXPR_MAP, EXPR_PARAMETER or NULL */
  bool bound;       /* already there: not created (MERGE, CREATE with a bound end) */
} PlanNode;

typedef struct PlanRel {     /* a relationship to create */
  uint32_t slot, start, end; /* slots */
  NameRef type;
  Expr *dynamic_type; /* or NULL */
  Span span;          /* in the statement, for errors */
  Expr *properties;
} PlanRel;

typedef struct PlanPath { /* how a path variable is put together */
  uint32_t slot;
  uint32_t *slots; /* node, rel, node, ...: a rel slot may be SLOT_REL_LIST; node slots inside a list are derived */
  uint32_t n;
} PlanPath;

/* What the slots of a WITNESS hold. */
typedef enum WitnessOf {
  WITNESS_MATCH,  /* what patterns matched */
  WITNESS_SEARCH, /* what a search for paths chose of all that it found */
  WITNESS_PART,   /* what a pattern matched, and is noted further up where it has come to something */
  WITNESS_ROW     /* what patterns matched for a row of the result, which is there with these facts only */
} WitnessOf;

/* Correlated subplans appear as the second child; their leaf is PLAN_ARGUMENT, which gives the outer batch's rows. */
struct Plan {
  PlanKind kind;
  Plan *child[2];     /* input; second input or subplan */
  const Plan *driver; /* GATHER: the scan below it that is shared out */
  double rows;        /* estimated rows out */
  uint32_t *live;     /* slots that operators above need: what this one must hand up */
  uint32_t live_count;
  uint32_t id; /* position in PROFILE's table */

  /* scans, seeks, expansions */
  uint32_t slot; /* the node (or for rel scans the relationship) that it binds; UNWIND, LOAD_..., FOREACH: the variable;
                  * OPTIONAL, ROLLUP...: see op_list.def */
  NameRef label;
  const Index *index; /* *_INDEX_SEEK; looked up again when the plan is reused */
  Expr *low, *high;   /* index seek: equality uses low alone (equal); id seek: low */
  bool equal, low_inclusive, high_inclusive, prefix, in_list;
  uint32_t from, rel, to; /* slots */
  NameRef *types;         /* relationship types; type_count 0: any */
  uint32_t type_count;
  Direction dir;
  bool into;        /* `to` is bound already (variable-length, shortest) */
  uint32_t *unique; /* slots of relationships (or lists) of the same MATCH that must differ from `rel` */
  uint32_t unique_count;
  int64_t min, max;  /* variable length; max INT64_MAX: none; UNWIND, min: what position begins with */
  uint32_t position; /* UNWIND: gets the item's place in the list; or SLOT_NONE */
  Expr *step_filter; /* predicate over each relationship of a variable-length step, over slot `step` (SLOT_REL) */
  uint32_t step;
  uint32_t step_node; /* slot for the node reached by the step, when step_filter speaks of it; SLOT_NONE otherwise */
  uint32_t step_from; /* likewise for the node it comes from */
  uint32_t from_list, to_list; /* EXPAND_VAR: lists of the nodes left and right of each step, or SLOT_NONE */
  bool all_shortest;
  PathMode mode;
  ShortestKind selector; /* SELECT_PATHS: of the paths between two nodes, which, and how many */
  int64_t k;

  /* rows */
  Expr **filters; /* conjuncts; a row passes when each is true */
  uint32_t filter_count;
  PlanItem *items; /* PROJECT; AGGREGATE: grouping keys; UNION: see op_list.def */
  uint32_t item_count;
  PlanAggregate *aggregates;
  uint32_t aggregate_count;
  PlanSortKey *sort; /* SORT, TOP: keys are slots, computed below by PROJECT; DISTINCT: slots */
  uint32_t sort_count;
  Expr *count;      /* SKIP, LIMIT, TOP: how many */
  uint32_t *slots;  /* HASH_JOIN: keys; DISTINCT: keys; PRODUCE_RESULTS: columns; UNION: result slots */
  uint32_t *slots2; /* UNION: the second child's slots for the same columns */
  uint32_t slot_count;
  bool row_by_row; /* the subplan aggregates, sorts or limits: run it for each outer row alone */
  Expr *expr;      /* UNWIND list, url of LOAD, FOREACH list */
  Expr *expr2;     /* LOAD CSV field terminator */
  bool flag;       /* LOAD_CSV: headers; DELETE: detach; SEMI: anti; ROLLUP etc.: see op_list.def */
  WitnessOf witness_of;

  /* writing */
  PlanNode *nodes;
  uint32_t node_count;
  PlanRel *rels;
  uint32_t rel_count;
  SetItem *set_items;
  uint32_t set_count;
  SetItem *on_match;
  uint32_t on_match_count;
  Expr **exprs; /* DELETE; procedure arguments */
  uint32_t expr_count;

  PlanPath *paths; /* PATHS: path variables to build */
  uint32_t path_count;
  const struct Procedure *procedure;
  YieldItem *yields;
  uint32_t yield_count;
};

/* A pattern, pattern comprehension or subquery inside an expression: run as a subplan over the batch at hand.
 * The expression's slot2 is the index into PlanTree.subplans. */
typedef enum SubplanResult {
  SUBPLAN_EXISTS,  /* true or false */
  SUBPLAN_COUNT,   /* number of rows */
  SUBPLAN_COLLECT, /* list of the values of `slot` */
  SUBPLAN_ONLY,    /* the value of `slot` in the only row, null where there is none; an error where there are more */
  SUBPLAN_FIRST    /* the value of `slot` in the first row, null where there is none: shortestPath() as an expression */
} SubplanResult;

typedef struct Subplan {
  Plan *root;
  SubplanResult result;
  uint32_t slot;
  bool row_by_row; /* as in Plan */
} Subplan;

typedef struct PlanTree {
  Checked *checked;
  Plan *root; /* PRODUCE_RESULTS or EMPTY_RESULT on top */
  Subplan *subplans;
  uint32_t subplan_count, subplan_cap;
  uint32_t operator_count; /* ids are below this */
  uint64_t schema_version;
} PlanTree;

typedef struct PlanOptions {
  uint32_t threads;  /* that may run a plan together; below 2 there is no GATHER in it */
  double least_work; /* rows to handle from which on threads share a plan; 0: where it pays */
  bool witness;      /* for WHY: every pattern's facts pass a WITNESS, and none is left out because nobody asks */
  bool limited;      /* memory is, so that what is sorted may have to go to a file */
  /* Says which of n ways to go on with a pattern is taken, whatever they are estimated to cost; NULL: the cheapest.
   * With it a test goes through all orders. */
  uint32_t (*choose)(void *context, uint32_t n);
  void *context;
} PlanOptions;

/* How many rows the operator and all below it make, as far as estimates go. */
double plan_work(const Plan *plan);

/* options NULL: the defaults, one thread. */
Status plan_statement(Arena *arena, const Graph *graph, Checked *checked, const PlanOptions *options, PlanTree *out,
                      Error *err);

/* EXPLAIN's text: one operator a line, children indented, with estimated rows and what it does; with profile also
 * rows, calls and milliseconds by operator id. */
typedef struct OpProfile {
  uint64_t rows, batches;
  uint64_t nanos; /* children included */
} OpProfile;
void plan_print(Str *out, const PlanTree *tree, const Graph *graph, const OpProfile *profile);

#endif
