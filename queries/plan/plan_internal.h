/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the planner share, and nobody else includes. The order in which to read them: plan_build.c (clauses
 * to operators, the passes afterwards), plan_pattern.c (a MATCH as a graph of nodes, edges and conjuncts), plan_match.c
 * and plan_search.c (in which order that graph is solved), then the others.
 *
 * The tree of the statement is read here and never changed, except that slot2 of pattern expressions and subqueries is
 * set to the number of their subplan: a statement is planned again when the graph's schema has changed. Expressions
 * that must differ from what was written are copies. */
#ifndef CLIO_QUERIES_PLAN_INTERNAL_H
#define CLIO_QUERIES_PLAN_INTERNAL_H

#include "core/graph.h"
#include "core/index.h"
#include "plan.h"
#include "proc/proc.h"

/* ---- plan_slots.c: sets of slots, and which slots a piece of the tree speaks of */

typedef struct SlotSet {
  uint64_t *bits;
  uint32_t words;
} SlotSet;

void slots_add(Arena *arena, SlotSet *set, uint32_t slot); /* SLOT_NONE adds nothing */
void slots_remove(SlotSet *set, uint32_t slot);
void slots_add_all(Arena *arena, SlotSet *set, const SlotSet *more);
SlotSet slots_copy(Arena *arena, const SlotSet *set);
bool slots_has(const SlotSet *set, uint32_t slot);
bool slots_contain(const SlotSet *set, const SlotSet *part);
bool slots_meet(const SlotSet *a, const SlotSet *b);
bool slots_empty(const SlotSet *set);
void slots_keep(SlotSet *set, const SlotSet *other);    /* intersection */
void slots_drop(SlotSet *set, const SlotSet *other);    /* difference */
uint32_t slots_next(const SlotSet *set, uint32_t from); /* the first one >= from; SLOT_NONE at the end */
uint32_t slots_count(const SlotSet *set);

/* Every slot that is mentioned, locals of comprehensions and variables of subqueries included. Slots are unique in the
 * statement, so what comes from outside is found by intersecting with what is bound there. NULL is nothing. */
void slots_of_expr(Arena *arena, const Expr *e, SlotSet *out);
void slots_of_path(Arena *arena, const PathPattern *path, SlotSet *out);
void slots_of_query(Arena *arena, const Query *query, SlotSet *out);
void slots_of_set_item(Arena *arena, const SetItem *item, SlotSet *out);
void slots_of_labels(Arena *arena, const LabelExpr *labels, SlotSet *out); /* dynamic ones hold expressions */

/* ---- the planner */

/* What is known at one point of the pipeline. */
typedef struct PlanScope {
  SlotSet bound;    /* slots that have a value here (perhaps null) */
  SlotSet non_null; /* of these, the ones that a pattern bound, so that they cannot be null */
  bool inside;      /* in a subplan, which may run again after something was written */
} PlanScope;

typedef struct Planner {
  Arena *arena;
  Arena scratch; /* for searching; gone when the plan is made */
  const Graph *graph;
  Checked *checked;
  PlanOptions options;
  bool in_group; /* planning the body of a repeated group */
  PlanTree *tree;
  Error *err;
  uint32_t *slot_label; /* per slot: the rarest label known of a node, NAME_NONE otherwise; for estimates alone */
  uint32_t slot_label_count;
  uint32_t label_notes;         /* how often one has been noted */
  struct SlotNodes *slot_nodes; /* per slot: see cost_note_nodes */
  uint32_t slot_node_count;
  struct {
    struct LabelShare *at;
    uint32_t n, cap;
  } label_shares; /* found by sampling, see cost_reached_label */
  struct {
    struct ValidShare *at;
    uint32_t n, cap;
  } valid_shares;         /* likewise, see access_valid */
  SlotSet *subplan_bound; /* per subplan: what its ARGUMENT can hand out */
  uint32_t subplan_bound_cap;
  bool merging; /* the pattern is one that MERGE looks for: with every row there may be one more of it */
} Planner;

/* A new operator on top of *plan (which becomes child[0]); *plan is set to it. Fails when the arena is bad, so that
 * whoever walks a plan walks a whole one. rows is taken from the child. */
Status plan_add(Planner *p, PlanKind kind, Plan **plan, Plan **made);
/* alone: one row without values, whatever is outside. */
Status plan_argument(Planner *p, double rows, bool alone, Plan **out);
uint32_t plan_hidden_slot(Planner *p, SlotKind kind);
PlanScope plan_scope_copy(Planner *p, const PlanScope *scope);
PlanScope plan_scope_inside(Planner *p, const PlanScope *scope); /* the scope of a subplan */
NameRef plan_name_ref(const Planner *p, NameKind kind, Text text);
uint32_t plan_slot_label(const Planner *p, uint32_t slot);
void plan_note_label(Planner *p, uint32_t slot, uint32_t label);

/* The columns that a query gives, by name. */
typedef struct Columns {
  ResultColumn *at;
  uint32_t n, cap;
} Columns;

/* Plans query (all parts of a union, and NEXT) on top of *plan. The scope is the one before it and, afterwards, the one
 * of its last RETURN. columns (which may be NULL) gets what it returns; empty for a query that returns nothing. */
Status plan_query(Planner *p, const Query *query, PlanScope *scope, Plan **plan, Columns *columns);
/* The same for a run of clauses. */
Status plan_clauses(Planner *p, Clause *const *clauses, uint32_t n, PlanScope *scope, Plan **plan, Columns *columns);

/* ---- plan_expr.c: making and changing expressions */

Expr *expr_variable(Planner *p, uint32_t slot, Span span);
Expr *expr_property(Planner *p, uint32_t slot, Name key);
Expr *expr_compare(Planner *p, ExprOp op, Expr *a, Expr *b);
Expr *expr_binary(Planner *p, ExprOp op, Expr *a, Expr *b);
Expr *expr_unary(Planner *p, ExprOp op, Expr *a);
Expr *expr_int(Planner *p, int64_t i);
Expr *expr_has_labels(Planner *p, uint32_t slot, LabelExpr *labels);
/* NULL when there is no such function. */
Expr *expr_call(Planner *p, const char *name, Expr **args, uint32_t n);

/* A copy of e in which replace() has put something else in place of the parts for which it does not return NULL.
 * Parts that nothing changes in are shared with e. Not into patterns and subqueries. */
typedef Expr *(*ExprReplace)(void *context, Expr *e);
Expr *expr_rewrite(Planner *p, Expr *e, ExprReplace replace, void *context);
Expr *expr_replace_slot(Planner *p, Expr *e, uint32_t slot, uint32_t with);
/* The same expression over the same variables. */
bool expr_same(Planner *p, const Expr *a, const Expr *b);
bool expr_is_variable(const Expr *e, uint32_t slot);
bool expr_is_int(const Expr *e, int64_t *value); /* an integer literal */
/* Gives constant expressions their value, for estimates; false when e is not constant or cannot be computed. */
bool expr_constant(Planner *p, const Expr *e, Value *out);
/* Whether it calls something that may give another value for the same arguments, such as rand(). */
bool expr_is_volatile(Expr *e);

/* ---- plan_pred.c: conjuncts */

typedef enum ConjunctKind {
  CONJUNCT_OTHER,
  CONJUNCT_LABEL,    /* slot:label, one name */
  CONJUNCT_PROPERTY, /* slot.key op value */
  CONJUNCT_ID,       /* id(slot) = value, id(slot) IN value */
  CONJUNCT_EXISTS,   /* [NOT] a pattern or EXISTS { } */
  CONJUNCT_JOIN      /* a.x = b.y: other = value; also a CONJUNCT_PROPERTY of slot as far as seeks go */
} ConjunctKind;

typedef struct Conjunct {
  ConjunctKind kind;
  Expr *expr;
  SlotSet needs; /* visible slots that it speaks of */
  bool done;
  uint32_t twin; /* the same comparison seen from its other side: both are done together; or CONJUNCT_NO_TWIN */
  uint32_t slot;
  NameRef label;
  uint32_t key_id; /* of the property; NAME_NONE where the graph does not know it */
  ExprOp op;       /* OP_EQ, OP_LT .. OP_GE, OP_IN, OP_STARTS_WITH, with the property on the left */
  Expr *value;
  SlotSet value_needs;
  Expr *other; /* CONJUNCT_JOIN: the property on the left; value is the one on the right */
  SlotSet other_needs;
  bool negated;    /* CONJUNCT_EXISTS: NOT before it */
  bool element_id; /* CONJUNCT_ID by elementId(): value is text */
  bool recheck;    /* stays a filter although a seek has used it */
  double share;    /* by conjunct_selectivity, */
  uint32_t shared; /* when the planner had so many label_notes, and 1 more; 0: not yet */
} Conjunct;

#define CONJUNCT_NO_TWIN UINT32_MAX

typedef struct Conjuncts {
  Conjunct *at;
  uint32_t n, cap;
} Conjuncts;

/* Splits e at AND and adds its parts. visible: what may be needed (bound before or by the MATCH itself). */
Status conjuncts_add(Planner *p, Conjuncts *list, Expr *e, const PlanScope *visible);
/* Puts FILTERs and SEMI_APPLYs on top of *plan for all conjuncts that are not done and whose slots are bound. */
Status conjuncts_apply(Planner *p, Conjuncts *list, const PlanScope *scope, Plan **plan);
void conjunct_done(Conjuncts *list, uint32_t i);
bool conjunct_ready(const Conjunct *c, const SlotSet *bound);
/* The share of rows that pass, with what is known of the label of its slot. */
double conjunct_selectivity(Planner *p, Conjunct *c);
/* A predicate that stands alone: WITH ... WHERE, FILTER, YIELD ... WHERE. */
Status plan_where(Planner *p, Expr *where, const PlanScope *scope, Plan **plan);

/* ---- plan_cost.c: estimates */

enum { COST_ROW = 1, COST_SEEK = 4, COST_EXPAND = 2 };
double cost_label_rows(const Planner *p, uint32_t label); /* NAME_NONE: all nodes */
double cost_node_count(const Planner *p);                 /* at least 1 */
double cost_default_selectivity(Planner *p, const Expr *e);
/* Share of the index's entries that satisfy the conjunct; parameters count as an average value. */
double cost_index_selectivity(Planner *p, const Index *index, ExprOp op, const Expr *value);
double cost_range_selectivity(Planner *p, const Index *index, const Expr *low, bool low_inclusive, const Expr *high,
                              bool high_inclusive);
/* Relationships of the types per node with the label. */
double cost_fan_out(const Planner *p, uint32_t label, const NameRef *types, uint32_t n, Direction dir);
/* The rarest label that all nodes have from which relationships of the types go in that direction; or NAME_NONE. */
uint32_t cost_common_label(const Planner *p, const NameRef *types, uint32_t n, Direction dir);
/* The statement says which nodes the slot stands for, a few at most: `n.key = 7` with an index. Estimates then look at
 * these, which may have far more relationships than others. */
void cost_note_nodes(Planner *p, uint32_t slot, const Index *index, Value value);
/* Relationships of the types per node of the slot. */
double cost_slot_fan_out(const Planner *p, uint32_t slot, const NameRef *types, uint32_t n, Direction dir);
/* Likewise per node that was reached by a relationship of the type, which it has in the direction `reached`: nodes with
 * many are reached more often. Negative where that is not known. */
double cost_fan_out_of_reached(const Planner *p, uint32_t type, Direction reached, Direction dir);
double cost_rel_count(const Planner *p, const NameRef *types, uint32_t n);
/* Paths of a variable-length step per input row: the first relationship from what is known of the start, the others
 * from any node. */
double cost_var_fan_out(double first, double later, int64_t min, int64_t max, double most);
/* The column that a property of a node or relationship is read from; NULL for any other expression, and where no entity
 * has the property. */
const Column *cost_column(const Planner *p, const Expr *e);
/* How many groups the rows fall into. */
double cost_groups(const Planner *p, const PlanItem *keys, uint32_t n, double rows);
/* Share of the nodes reached over the types in that direction, from nodes with the label `from` (NAME_NONE: any), that
 * have the label. */
double cost_reached_label(Planner *p, uint32_t from, uint32_t label, const NameRef *types, uint32_t n, Direction dir);

/* ---- plan_pattern.c: a pattern as a graph */

typedef struct PatternNode {
  uint32_t slot;
  bool searched; /* the end of a selected path that nothing else binds: the search for the path finds it */
} PatternNode;

typedef struct PatternEdge {
  Span span;
  const RelPattern *rel;  /* NULL for a group */
  const PathGroup *group; /* a repeated group, or NULL */
  bool repeat;            /* a group whose body is a plan of its own; other groups are steps of variable length */
  double ways[2];         /* repeat: estimated, through the body from its left end and from its right */
  uint32_t slot;          /* of the relationship or list */
  uint32_t left, right;   /* node slots as written */
  Direction dir;          /* seen from left */
  NameRef *types;
  uint32_t type_count;
  bool variable;
  bool bound; /* the relationship or list came from an earlier clause */
  ShortestKind shortest;
  PathMode mode;
  int64_t min, max;
  Expr *step_filter;
  uint32_t step, step_from,
      step_node;               /* the relationship, the nodes left and right of it; as in Plan, but as written */
  uint32_t from_list, to_list; /* lists of these nodes, or SLOT_NONE */
  SlotSet needs;               /* what step_filter or the group needs besides the step */
  uint32_t trail;              /* relationships of one trail differ; 0: they need not */
  bool done;
} PatternEdge;

/* A path of which only some are wanted: found by a search of its own once all else is bound. Its ends are nodes of the
 * pattern, what lies between them is its own. */
typedef struct PatternSelection {
  const PathPattern *path;
  PatternEdge *edges;  /* path->n */
  uint32_t *nodes;     /* slots, path->n + 1; inner ones that something else binds, too, have a hidden slot here */
  ExprList *tests;     /* by node: what the inner ones must satisfy */
  ExprList *rel_tests; /* by edge: likewise for single relationships */
  ExprList filters;    /* what the whole path must satisfy to be chosen among */
  bool reversed;       /* searched from the right end */
} PatternSelection;

/* A path whose nodes must differ, which can be seen only when it is complete. */
typedef struct PatternMode {
  PlanPath path;
  PathMode mode;
} PatternMode;

typedef struct PatternGraph {
  PatternNode *nodes;
  uint32_t node_count, node_cap;
  PatternEdge *edges;
  uint32_t edge_count, edge_cap;
  PlanPath *paths;
  uint32_t path_count, path_cap;
  PatternSelection *selections;
  uint32_t selection_count, selection_cap;
  PatternMode *modes;
  uint32_t mode_count, mode_cap;
  Conjuncts conjuncts;
  SlotSet slots; /* all that the pattern binds */
} PatternGraph;

/* What one MATCH asks: within a part, and only there, relationships must differ. */
typedef struct PatternPart {
  PathPattern *const *paths;
  uint32_t n;
  Expr *where; /* or NULL */
} PatternPart;

PatternPart pattern_of_clause(const Clause *clause); /* plan_match.c */
/* Takes the paths of all parts apart, which are solved together. The scope is the one before the pattern. */
Status pattern_graph(Planner *p, const PatternPart *parts, uint32_t n, const PlanScope *scope, PatternGraph *out);
/* Whether one relationship could stand for both, which openCypher forbids within one MATCH. */
bool edges_can_share(const PatternEdge *a, const PatternEdge *b);
Direction direction_reverse(Direction dir);
/* The plain names of a type expression A|B; false when it is something else than a choice of names. */
bool pattern_types(Planner *p, const LabelExpr *types, NameRef **out, uint32_t *n);

/* What the edge binds besides its ends. */
void edge_binds(Arena *arena, const PatternEdge *edge, SlotSet *out);
/* One more condition on each step of a variable-length edge. */
void edge_and_step(Planner *p, PatternEdge *edge, Expr *test);
/* When step_filter is complete: registers its subplans and notes what it needs of what is visible. */
Status edge_finish(Planner *p, const PlanScope *visible, PatternEdge *edge);

/* ---- plan_group.c: repeated groups */

/* The edge of a group between two nodes of the pattern. before: what is bound before the pattern. */
Status group_edge(Planner *p, const PathGroup *group, PathMode mode, const PlanScope *before, PatternEdge *out);
/* The REPEAT of the edge on top of *plan, but for its ends, bounds and uniqueness. */
Status group_repeat(Planner *p, const PatternEdge *edge, bool reversed, const PlanScope *scope, Plan **plan, Plan **op);

/* ---- plan_select.c: paths that are selected by length */

/* Which ends of selected paths are found by the search. */
void selections_choose_ends(Planner *p, PatternGraph *g, const SlotSet *bound);
Status plan_selection(Planner *p, PatternGraph *g, PatternSelection *selection, PlanScope *scope, Plan **plan);

/* ---- plan_index.c: how to find the first node (or relationship) */

#define ACCESS_UNUSED UINT32_MAX

typedef struct NodeAccess {
  PlanKind kind;
  NameRef label;
  const Index *index;
  Expr *low, *high, *expr;
  bool equal, low_inclusive, high_inclusive, prefix, in_list;
  uint32_t used[3]; /* conjuncts that it answers, or ACCESS_UNUSED */
  double rows;      /* per input row */
  double cost;
} NodeAccess;

/* The cheapest way to find the nodes of the slot when `bound` is bound. */
NodeAccess access_node(Planner *p, const Conjuncts *conjuncts, uint32_t slot, const SlotSet *bound);
/* The best relationship index for the edge; kind PLAN_REL_TYPE_SCAN when there is none. */
NodeAccess access_rel(Planner *p, const Conjuncts *conjuncts, const PatternEdge *edge, const SlotSet *bound);

/* ---- plan_valid.c: relationships by the days on which they hold */

/* Whether e is a test of the valid time of the relationship, asked about what is bound. */
bool valid_is_test(Planner *p, const Expr *e, uint32_t slot, const SlotSet *bound);
/* Through the interval index of the edge's only type. *answered: all that it finds passes the test. */
NodeAccess access_valid(Planner *p, const PatternEdge *edge, Expr *test, bool *answered);

/* ---- plan_step.c: one step of a solution */

typedef enum StepKind {
  STEP_NODE,      /* scan or seek of node `index` */
  STEP_REL,       /* scan or seek of edge `index`, binding both ends */
  STEP_BOUND_REL, /* the ends of edge `index`, whose relationship is bound */
  STEP_EXPAND     /* along edge `index`; reversed: from its right end. Into, where both ends are bound */
} StepKind;

typedef struct SolveStep {
  StepKind kind;
  uint32_t index;
  bool reversed;
  NodeAccess access;   /* STEP_NODE, STEP_REL */
  double cost_per_row; /* of the rows before */
  double rows, cost;   /* after it, with the conjuncts that become ready; of it alone */
} SolveStep;

typedef struct Solution {
  SolveStep *at;
  uint32_t n, cap;
  double rows, cost;
} Solution;

/* Rows made per row before it, before conjuncts. */
double step_rows(const Planner *p, const PatternGraph *g, const SolveStep *step, const SlotSet *bound,
                 double *cost_per_row);
/* What a conjunct that becomes ready with the step leaves. */
double step_selectivity(Planner *p, const PatternGraph *g, const SolveStep *step, Conjunct *c);
void step_binds(Planner *p, const PatternGraph *g, const SolveStep *step, SlotSet *bound);
/* Sets what an operator along an edge has in common whatever it is: ends, types, direction, bounds, step. */
void step_set_edge(Plan *op, const PatternEdge *edge, bool reversed);
/* Turns the step into operators on top of *plan, with the filters that it makes possible. */
Status plan_step(Planner *p, PatternGraph *g, const SolveStep *step, PlanScope *scope, Plan **plan);
/* Applies what is ready; named paths are built early where a conjunct waits for them. */
Status finish_step_conjuncts(Planner *p, PatternGraph *g, PlanScope *scope, Plan **plan);
/* Shortest paths, named paths, and the conjuncts that waited for them. */
Status plan_pattern_end(Planner *p, PatternGraph *g, PlanScope *scope, Plan **plan);
/* Adds a conjunct: the two stand for different relationships. */
Status edges_differ(Planner *p, PatternGraph *g, const PatternEdge *a, const PatternEdge *b);

/* ---- plan_match.c */

Status plan_match(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);
/* A pattern on top of *plan: used by MATCH, MERGE, pattern predicates and comprehensions. Binds into scope. */
Status plan_pattern(Planner *p, const PatternPart *parts, uint32_t n, PlanScope *scope, Plan **plan);

/* ---- plan_run.c: MATCH clauses that are solved as one pattern */

/* Plans the run of clauses that begins with the MATCH at[0]. *taken: how many clauses it was. *rest: what is left of
 * the WHERE of the clause behind the run, where that is a WITH. */
Status plan_match_run(Planner *p, Clause *const *at, uint32_t n, PlanScope *scope, Plan **plan, uint32_t *taken,
                      Expr **rest);

/* ---- plan_project.c */

Status plan_projection(Planner *p, const Projection *projection, Expr *where, PlanScope *scope, Plan **plan,
                       Columns *columns);

/* ---- plan_update.c */

Status plan_create(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);
Status plan_merge(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);
Status plan_set(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);
Status plan_delete(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);
Status plan_foreach(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);

/* ---- plan_subquery.c */

/* Registers subplans for the patterns and subqueries inside e, evaluated where scope is bound. */
Status plan_expr(Planner *p, Expr *e, const PlanScope *scope);
Status plan_labels(Planner *p, LabelExpr *labels, const PlanScope *scope); /* plan_expr for those that are computed */
bool expr_has_subplan(const Expr *e);
Status plan_call_subquery(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan);
/* A subplan for EXISTS or a pattern as a conjunct, over so many outer rows: rows exist or not, values do not matter. */
Status plan_exists(Planner *p, const Expr *e, const PlanScope *scope, double outer_rows, Plan **out);
/* Whether the subplan must run for each outer row alone. */
bool plan_is_row_by_row(const Plan *plan);
bool plan_has_writes(const Plan *plan); /* it or a plan below it */

/* ---- passes over the finished tree: plan_build.c has their order */

Status plan_count(Planner *p);     /* plan_count.c */
Status plan_distinct(Planner *p);  /* plan_distinct.c */
Status plan_intersect(Planner *p); /* plan_intersect.c */
Status plan_eager(Planner *p);     /* plan_eager.c */
Status plan_parallel(Planner *p);  /* plan_parallel.c */
Status plan_live(Planner *p);      /* plan_live.c */
/* Every slot that the operator and what hangs on its right mention (plan_live.c). */
void plan_uses(Planner *p, const Plan *plan, SlotSet *out);
/* Every plan tree: the root and the subplans, by number. NULL past the last. */
Plan **plan_tree_at(Planner *p, uint32_t i);

unsigned plan_flags(PlanKind kind); /* of op_list.def */
const char *plan_name(PlanKind kind);

/* ---- plan_witness.c */

/* A WITNESS of the slots in a plan for WHY; nothing in other plans. */
Status plan_witness(Planner *p, const SlotSet *slots, WitnessOf what, Plan **plan);
Status plan_witness_rows(Planner *p); /* a pass */

#endif
