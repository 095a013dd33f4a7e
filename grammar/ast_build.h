/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The constructors that the grammar's actions call, in the order of the grammar. They put together what they are given
 * and check nothing but the height of the tree. Lists travel by value and grow in the arena.
 *
 * Once the arena is bad, nodes are scratch memory: a constructor may write to them and read numbers, but must not
 * follow a pointer that it reads from one. */
#ifndef CLIO_GRAMMAR_AST_BUILD_H
#define CLIO_GRAMMAR_AST_BUILD_H

#include "ast.h"

typedef struct Parser Parser;

AST_LIST(NodeList, NodePattern *);
AST_LIST(RelList, RelPattern *);
AST_LIST(GroupList, PathGroup *);
AST_LIST(KindList, uint8_t);

/* An entry of a map or a map projection, which may lack a key or a value. */
typedef struct Entry {
  ProjectionKind kind;
  Name key;
  Expr *value;
} Entry;

typedef struct Entries {
  NameList keys;
  ExprList values;
  KindList kinds; /* ProjectionKind */
} Entries;

typedef struct Quantifier {
  bool given;
  bool star; /* the old form inside the brackets */
  bool has_min, has_max;
  int64_t min, max;
} Quantifier;

typedef struct Selector {
  ShortestKind shortest;
  int64_t k;
  PathMode mode;
} Selector;

/* A path while its steps come in. */
typedef struct PathBuilder {
  Span span;
  NodeList nodes;
  RelList rels;
  GroupList groups; /* as long as rels */
  bool grouped;
} PathBuilder;

typedef struct MatchBody {
  Pattern *pattern;
  FactFilter facts;
  Expr *where;
} MatchBody;

typedef struct QueryChain {
  Query *first, *last;
} QueryChain;

#define NO_NAME       ((Name){0})
#define NO_NAMES      ((NameList){0})
#define NO_EXPRS      ((ExprList){0})
#define NO_ENTRIES    ((Entries){0})
#define NO_CLAUSES    ((ClauseList){0})
#define NO_FACTS      ((FactFilter){0})
#define NO_ITEMS      ((ProjectionList){0})
#define NO_SORTS      ((SortList){0})
#define NO_SETS       ((SetList){0})
#define NO_YIELDS     ((YieldList){0})
#define NO_PATH       ((PathBuilder){0})
#define NO_CHAIN      ((QueryChain){0})
#define NO_QUANTIFIER ((Quantifier){0})

/* ---- lists: the list with one more item */

NameList build_names(Parser *p, NameList list, Name item);
ExprList build_exprs(Parser *p, ExprList list, Expr *item);
ExprList build_arm(Parser *p, ExprList arms, Expr *when, Expr *then);
Entries build_entries(Parser *p, Entries list, Entry item);
ClauseList build_clauses(Parser *p, ClauseList list, Clause *item);
ProjectionList build_projection_items(Parser *p, ProjectionList list, ProjectionItem item);
SortList build_sorts(Parser *p, SortList list, SortItem item);
SetList build_set_items(Parser *p, SetList list, SetItem item);
YieldList build_yields(Parser *p, YieldList list, YieldItem item);

/* ---- statements */

Statement *build_statement(Parser *p, Span span, StatementKind kind);
Statement *build_query_statement(Parser *p, Span span, FactFilter defaults, Query *query);
Statement *build_mode(Statement *statement, Span span, StatementMode mode);

/* ---- indexes and constraints: a statement is put together from the end, its keys first (NULL starts them) */

Statement *build_schema_key(Parser *p, Statement *keys, Name variable, Name key);
Statement *build_schema_entity(Parser *p, bool rel, Name variable, NameList labels);
Statement *build_index_over(Parser *p, Statement *entity, Statement *keys);
/* word: an error unless it is EACH. */
Statement *build_index_over_each(Parser *p, Statement *entity, Name word, Statement *keys);
/* kind: the word in front of INDEX, or NO_NAME; it has to fit what the index is over. options: a map or NULL. */
Statement *build_index_of(Parser *p, Name kind, Statement *target, Expr *options);
/* word: NODE, RELATIONSHIP or REL, where it is written in front of UNIQUE or KEY. */
Statement *build_requirement(Parser *p, Statement *entity, Statement *keys, RequireKind require, Name word);
Statement *build_required_type(Parser *p, Statement *entity, Statement *keys, Span type);
/* name: a variable of that name, a parameter, or NULL. */
Statement *build_created(Span span, Expr *name, bool if_not_exists, Statement *target);
Statement *build_drop(Parser *p, Span span, StatementKind kind, Expr *name, bool if_exists);
/* The word in front of INDEX: an error unless it is a kind that an index of Clio can stand in for. */
void build_index_kind(Parser *p, Name word);
Expr *build_index_options(Parser *p, Name word, Expr *map); /* an error unless the word is OPTIONS */
/* What SHOW shows: the call of a procedure. */
Clause *build_shown(Parser *p, Name what);
Clause *build_shown_indexes(Parser *p, Name kind, Name what);
Clause *build_shown_constraints(Parser *p, NameList kind, Name what);
Clause *build_show(Parser *p, Span span, Clause *shown, Expr *where);

/* ---- queries */

Query *build_query(Parser *p, Span span, ClauseList clauses);
QueryChain build_union_start(Query *query);
QueryChain build_union(QueryChain chain, UnionKind kind, Query *query);
QueryChain build_branch(Parser *p, QueryChain chain, Expr *when, Query *query);
Query *build_nested_query(Parser *p, Span span, Query *body);
Query *build_query_end(Parser *p, QueryChain chain, Query *then);
Query *build_match_query(Parser *p, Span span, MatchBody body);

/* ---- clauses */

Clause *build_clause(Parser *p, Span span, ClauseKind kind);
MatchBody build_match_body(Pattern *pattern, TemporalFilter *temporal, FactFilter facts, Expr *where);
/* ACCORDING TO a party, or NULL for ALL. */
FactFilter build_attribution(Expr *party, RankFilter rank);
FactFilter build_facts(TemporalFilter *temporal, FactFilter facts);
Clause *build_match(Parser *p, Span span, bool optional, MatchBody body);
TemporalFilter *build_temporal(Parser *p, TemporalKind kind, Expr *from, Expr *to);
TemporalFilter *build_certainty(TemporalFilter *temporal, Span span, bool certainly);
TemporalFilter *build_temporal_span(TemporalFilter *temporal, Span span);
Clause *build_unwind(Parser *p, Span span, Expr *list, Name name);
Clause *build_position(Clause *unwind, Name position, int64_t first);
Projection *build_projection(Parser *p, bool star, ProjectionList items);
Projection *build_order(Parser *p, SortList order, Expr *skip, Expr *limit);
Projection *build_projection_body(Span span, bool distinct, Projection *items, const Projection *order);
Projection *build_grouping(Projection *items, ExprList group);
ProjectionItem build_projection_item(Parser *p, Span span, Span text, Expr *expr, Name alias);
SortItem build_sort(Span span, Expr *expr, bool descending, NullsOrder nulls);
Clause *build_with(Parser *p, Span span, Projection *projection, Expr *where);
Clause *build_return(Parser *p, Span span, Projection *projection);
/* ORDER BY, SKIP or LIMIT as a clause: a WITH of all variables. */
Clause *build_order_clause(Parser *p, Span span, Projection *order);
Clause *build_filter(Parser *p, Span span, Expr *expr);
Clause *build_let(Parser *p, Span span, ProjectionList items);
Clause *build_create(Parser *p, Span span, Pattern *pattern, bool insert);
Clause *build_on_create(Parser *p, Clause *merge, SetList items);
Clause *build_on_match(Parser *p, Clause *merge, SetList items);
Clause *build_merge(Parser *p, Span span, PathPattern *path, Clause *actions);
SetItem build_set_item(Span span, SetKind kind, Expr *target, Expr *value);
SetItem build_label_item(Span span, SetKind kind, Expr *target, LabelExpr *labels);
Clause *build_set(Parser *p, Span span, ClauseKind kind, SetList items);
Clause *build_portion(Parser *p, Clause *clause, Span span, TemporalFilter *portion);
Clause *build_delete(Parser *p, Span span, bool detach, bool nodetach, ExprList exprs);
Clause *build_call(Parser *p, Span span, Name procedure, bool has_args, ExprList args);
Clause *build_yield_all(Clause *call, Span span);
Clause *build_yield(Parser *p, Clause *call, Span span, YieldList items, Expr *where);
YieldItem build_yield_item(Name field, Name alias);
/* The call of the procedure that tells of what; an error when there is none. */
Clause *build_subquery(Parser *p, Span span, Query *query, Transactions *transactions);
Clause *build_subquery_with(Parser *p, Span span, NameList imports, Query *query, Transactions *transactions);
Clause *build_subquery_with_all(Parser *p, Span span, Query *query, Transactions *transactions);
Transactions *build_transactions(Parser *p, Span span, Expr *rows, ErrorMode on_error, Name status);
Clause *build_optional(Clause *clause, Span span);
Clause *build_foreach(Parser *p, Span span, Name name, Expr *list, ClauseList updates);
Clause *build_load_jsonl(Parser *p, Span span, Expr *url, Name name);
Clause *build_load_csv(Parser *p, Span span, bool headers, Expr *url, Name name, Expr *terminator);

/* ---- patterns */

Pattern *build_pattern(Parser *p, Span span, Pattern *pattern, PathPattern *path);
PathPattern *build_path_name(Span span, Name name, PathPattern *path);
PathPattern *build_path(Parser *p, Span span, PathBuilder builder);
PathPattern *build_path_selected(Parser *p, Span span, Selector selector, PathBuilder builder);
PathPattern *build_shortest(Parser *p, Span span, ShortestKind kind, PathBuilder builder);
Selector build_selector(ShortestKind kind, int64_t k, PathMode mode);
PathBuilder build_path_start(Parser *p, NodePattern *node);
PathBuilder build_path_step(Parser *p, PathBuilder builder, RelPattern *rel, NodePattern *node);
PathBuilder build_path_group(Parser *p, PathBuilder builder, PathGroup *group);
/* The node behind a group, in place of the anonymous one that the group brought. */
PathBuilder build_path_node(Parser *p, PathBuilder builder, NodePattern *node);
PathGroup *build_group(Parser *p, Span span, PathPattern *path, Expr *where, Quantifier quantifier);
NodePattern *build_node(Parser *p, Span span, Name name, LabelExpr *labels, Expr *properties, Expr *where);
RelPattern *build_rel_detail(Parser *p, Name name, LabelExpr *types, Expr *properties, Expr *where);
RelPattern *build_rel(Parser *p, Span span, bool left, bool right, RelPattern *detail, Quantifier quantifier);
Quantifier build_range(bool has_min, int64_t min, bool has_max, int64_t max);
Quantifier build_quantifier(int64_t min, bool has_max, int64_t max);

/* ---- labels */

LabelExpr *build_label(Parser *p, Name name);
LabelExpr *build_label_any(Parser *p, Span span);
LabelExpr *build_label_not(Parser *p, Span span, LabelExpr *inner);
LabelExpr *build_label_pair(Parser *p, Span span, LabelKind kind, bool colon, LabelExpr *left, LabelExpr *right);
LabelExpr *build_label_dynamic(Parser *p, Span span, Name opener, Expr *expr);

/* ---- expressions */

Expr *build_terms(Parser *p, ExprOp op, ExprList terms);
Expr *build_unary(Parser *p, Span span, ExprOp op, Expr *arg);
/* Other dashes and arrow heads than those of ASCII draw relationships; they are no operators. */
void require_ascii(Parser *p, Span sign);
Expr *build_binary(Parser *p, Span span, ExprOp op, Expr *left, Expr *right);
Expr *build_not(Parser *p, Span span, bool negated, Expr *expr); /* expr itself unless negated */
/* A comparison on the left goes on as a chain. */
Expr *build_comparison(Parser *p, Span span, ExprOp op, Expr *left, Expr *right);
/* The type is the text at its span, normalised: words in upper case, single spaces. */
Expr *build_typed(Parser *p, Span span, Expr *arg, bool negated, Span type, uint32_t height);
uint32_t build_type_list(Parser *p, Span span, uint32_t item);
Expr *build_has_labels(Parser *p, Span span, Expr *arg, LabelExpr *labels);
/* GQL's predicates as the calls that say the same. */
Expr *build_normalized(Parser *p, Span span, Expr *arg, Name form);
Expr *build_end_of(Parser *p, Span span, Expr *node, bool negated, const char *function, Expr *rel);
Expr *build_directed(Parser *p, Span span, Expr *rel);
Expr *build_property(Parser *p, Expr *arg, Name key);
Expr *build_index(Parser *p, Expr *arg, Expr *index, Span close);
Expr *build_slice(Parser *p, Span span, Expr *arg, Expr *from, Expr *to);
Expr *build_literal(Parser *p, Span span, Value value);
Expr *build_parameter(Parser *p, Name name);
Expr *build_variable(Parser *p, Name name);
Expr *build_parenthesised(Expr *expr, Span span);
Expr *build_list(Parser *p, Span span, ExprList items);
Entry build_entry(ProjectionKind kind, Name key, Expr *value);
Expr *build_map(Parser *p, Span span, Entries entries);
Expr *build_map_projection(Parser *p, Span span, Name variable, Entries entries);
/* Arms come from build_arm, their tests from build_case_tests, which gives a single value as it is and all else as a
 * predicate over build_case_value. */
Expr *build_case(Parser *p, Span span, Expr *value, ExprList arms, Expr *otherwise);
Expr *build_case_value(Parser *p, Span span);
Expr *build_case_tests(Parser *p, Span span, ExprList tests);
Expr *build_function(Parser *p, Span span, Name name, bool distinct, ExprList args);
Expr *build_count_star(Parser *p, Span span);
Expr *build_quantified(Parser *p, Span span, ExprOp op, Name name, Expr *list, Expr *where);
Expr *build_reduce(Parser *p, Span span, Name accumulator, Expr *start, Name name, Expr *list, Expr *step);
Expr *build_all_reduce(Parser *p, Expr *reduce, Expr *predicate);
/* trim(side what FROM from) as the call of btrim, ltrim or rtrim; what may be NULL. */
Expr *build_trim(Parser *p, Span span, Name side, Expr *what, Expr *from);
/* DATE 'x', ZONED TIME 'x' ... as the call of date('x') ... */
Expr *build_temporal_literal(Parser *p, Span span, Name zone, Name type, Name text);
Expr *build_comprehension(Parser *p, Span span, Name name, Expr *list, Expr *where, Expr *result);
Expr *build_pattern_comprehension(Parser *p, Span span, PathPattern *path, Expr *where, Expr *result);
Expr *build_path_expr(Parser *p, Span span, ExprKind kind, PathPattern *path);
Expr *build_subquery_expr(Parser *p, Span span, ExprOp op, Query *query);

#endif
