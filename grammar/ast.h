/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The syntax tree of a Cypher statement, as the parser builds it and the rooms behind it read it. Nodes live in the
 * statement's arena and are never freed one by one. Text is borrowed from the arena (unescaped where it was escaped).
 * The tree says what was written, not what it means: names are not resolved here. The fields marked `bind:` are empty
 * after parsing and filled in by queries/check, so that later passes need no table beside the tree. */
#ifndef CLIO_GRAMMAR_AST_H
#define CLIO_GRAMMAR_AST_H

#include "core/value.h"

typedef struct Expr Expr;
typedef struct Pattern Pattern;
typedef struct PathPattern PathPattern;
typedef struct Clause Clause;
typedef struct Query Query;
typedef struct LabelExpr LabelExpr;

/* A vector of pointers or structs in the arena: `List(Expr *)`-like, one type per element kind. */
#define AST_LIST(Name, Type)                                                                                           \
  typedef struct Name {                                                                                                \
    Type *at;                                                                                                          \
    uint32_t n, cap;                                                                                                   \
  } Name

AST_LIST(ExprList, Expr *);
AST_LIST(ClauseList, Clause *);
AST_LIST(PathList, PathPattern *);

/* A name as it was written: a variable, key, label, type or alias. text.data NULL: none. */
typedef struct Name {
  Text text;
  Span span;
} Name;
AST_LIST(NameList, Name);

/* ---- expressions */

typedef enum ExprKind {
  EXPR_LITERAL,               /* value: null, bool, int, float, string */
  EXPR_PARAMETER,             /* name */
  EXPR_VARIABLE,              /* name */
  EXPR_PROPERTY,              /* args[0].name */
  EXPR_INDEX,                 /* args[0][args[1]] */
  EXPR_SLICE,                 /* args[0][args[1]..args[2]], args 1 and 2 may be NULL */
  EXPR_HAS_LABELS,            /* args[0]:labels */
  EXPR_LIST,                  /* [args...] */
  EXPR_MAP,                   /* {keys[i]: args[i]} */
  EXPR_UNARY,                 /* op args[0] */
  EXPR_BINARY,                /* args[0] op args[1] */
  EXPR_COMPARISON,            /* args[0] ops[0] args[1] ops[1] args[2] ...: a chain means every pair, joined by AND */
  EXPR_CALL,                  /* name(args), distinct; bind: function */
  EXPR_COUNT_STAR,            /* count(*) */
  EXPR_CASE,                  /* args: [value or NULL, when, then, when, then, ..., else or NULL]; extended: a `when` is
                               * a predicate over the value, for which the variable AST_CASE_VALUE stands */
  EXPR_LIST_COMPREHENSION,    /* [name IN args[0] WHERE args[1] | args[2]], args 1 and 2 may be NULL */
  EXPR_PATTERN_COMPREHENSION, /* [path WHERE args[0] | args[1]], args[0] may be NULL; path->name may be set */
  EXPR_QUANTIFIER,            /* op: all, any, none, single (name IN args[0] WHERE args[1]), args[1] may be NULL */
  EXPR_REDUCE,         /* reduce(name = args[0], name2 IN args[1] | args[2]); with args[3]: allReduce(..., args[3])
                        */
  EXPR_PATTERN,        /* a path used as a predicate */
  EXPR_SHORTEST_PATH,  /* path with path->shortest set, used as an expression */
  EXPR_SUBQUERY,       /* op: EXISTS, COUNT, COLLECT, VALUE { query }; a bare pattern is a MATCH without RETURN */
  EXPR_MAP_PROJECTION, /* args[0] {items}: keys[i], args[i] and ops[i] (ProjectionKind) from i = 1 on */
  EXPR_IS_TYPED        /* args[0] IS [NOT] :: type; name holds the type's text, negated */
} ExprKind;

typedef enum ExprOp {
  OP_NONE,
  /* unary */
  OP_NOT,
  OP_NEGATE,
  OP_PLUS,
  OP_IS_NULL,
  OP_IS_NOT_NULL,
  /* binary */
  OP_OR,
  OP_XOR,
  OP_AND,
  OP_ADD,
  OP_SUB,
  OP_MUL,
  OP_DIV,
  OP_MOD,
  OP_POW,
  OP_CONCAT,
  OP_IN,
  OP_STARTS_WITH,
  OP_ENDS_WITH,
  OP_CONTAINS,
  OP_REGEX,
  /* comparison */
  OP_EQ,
  OP_NE,
  OP_LT,
  OP_LE,
  OP_GT,
  OP_GE,
  /* quantifiers */
  OP_ALL,
  OP_ANY,
  OP_NONE_OF,
  OP_SINGLE,
  /* subqueries */
  OP_EXISTS,
  OP_COUNT,
  OP_COLLECT,
  OP_VALUE,
  OP_COUNT_OF_OPS
} ExprOp;

typedef enum ProjectionKind {
  PROJECT_PROPERTY, /* .key: the argument is NULL */
  PROJECT_ALL,      /* .*: no key, the argument is NULL */
  PROJECT_ENTRY,    /* key: argument */
  PROJECT_VARIABLE  /* key: the argument is the variable of that name */
} ProjectionKind;

struct Function; /* queries/func */

struct Expr {
  ExprKind kind;
  ExprOp op;
  Span span;
  uint32_t height;    /* levels of the tree from here down, as parsed; the parser bounds it (PARSE_MAX_HEIGHT) */
  bool distinct;      /* EXPR_CALL: count(DISTINCT x) */
  bool negated;       /* EXPR_IS_TYPED */
  bool extended;      /* EXPR_CASE */
  bool parenthesised; /* written in parentheses; the printer and `a < b < c` need to know */
  Name name;          /* see the kinds; for EXPR_CALL the dotted name, as written */
  Name name2;         /* EXPR_REDUCE: the element variable */
  Value value;        /* EXPR_LITERAL */
  Expr **args;
  uint32_t n;
  Name *keys;        /* EXPR_MAP, EXPR_MAP_PROJECTION: n of them */
  uint8_t *ops;      /* EXPR_COMPARISON: n - 1 of ExprOp; EXPR_MAP_PROJECTION: n of ProjectionKind */
  LabelExpr *labels; /* EXPR_HAS_LABELS */
  PathPattern *path; /* pattern kinds */
  Query *query;      /* EXPR_SUBQUERY */
  /* bind: */
  uint32_t slot;  /* EXPR_VARIABLE and the kinds that bring a local variable (an extended EXPR_CASE too): its slot */
  uint32_t slot2; /* EXPR_REDUCE: the element's slot; pattern kinds and subqueries: number of the subplan */
  const struct Function *function; /* EXPR_CALL */
  uint32_t key; /* EXPR_PROPERTY: position in the query's table of keys; EXPR_PARAMETER: of parameters */
};

/* The name of the variable that stands for the value of an extended CASE. No text that was read can hold it. */
#define AST_CASE_VALUE ((Text){"", 1})

/* ---- labels and types: A, A:B (and), A|B, A&B, !A, % (any) */

typedef enum LabelKind { LABEL_NAME, LABEL_AND, LABEL_OR, LABEL_NOT, LABEL_ANY, LABEL_DYNAMIC } LabelKind;

struct LabelExpr {
  LabelKind kind;
  Span span;
  Name name;               /* LABEL_NAME */
  LabelExpr *left, *right; /* and, or; not uses left */
  Expr *expr;              /* LABEL_DYNAMIC: $(expr), a name or a list of names of which all are meant */
  bool any;                /* LABEL_DYNAMIC: $any(expr), one of which is enough */
  uint32_t height;
  bool colon; /* LABEL_AND written as :A:B, LABEL_OR with the old type form :A|:B */
};

/* ---- patterns */

typedef enum RelDirection { REL_OUT, REL_IN, REL_BOTH, REL_EITHER } RelDirection; /* -->, <--, --, <--> */

typedef struct NodePattern {
  Span span;
  Name name;         /* text.data NULL: anonymous */
  LabelExpr *labels; /* or NULL */
  Expr *properties;  /* EXPR_MAP, EXPR_PARAMETER or NULL */
  Expr *where;       /* inline WHERE, or NULL */
  /* bind: */
  uint32_t slot;      /* inside a repeated group: of the node of one repetition */
  uint32_t list_slot; /* of the list that its name stands for outside of its group; SLOT_NONE: no such list */
  NameList aliases;   /* further names of the same node, which stood beside it in parentheses */
} NodePattern;

typedef struct RelPattern {
  Span span;
  Name name;
  LabelExpr *types; /* or NULL */
  Expr *properties;
  Expr *where;
  RelDirection direction;
  bool variable;   /* has * (or a quantifier) */
  bool quantified; /* written as a GQL quantifier {m,n}, + or * behind the relationship */
  bool has_min, has_max;
  int64_t min, max; /* as written */
  /* bind: */
  uint32_t slot;      /* inside a repeated group: of the relationship of one repetition */
  uint32_t list_slot; /* as of a NodePattern */
  uint32_t each_slot; /* variable: of the single relationship that its name stands for in its own WHERE; or SLOT_NONE */
  Expr *each_node;    /* variable: what every node that one of its relationships leads to must satisfy; or NULL */
  Name node_name;     /* of that node in each_node */
  uint32_t node_slot;
} RelPattern;

/* One element of a path: rels[i] leads from nodes[i] to nodes[i + 1]. A quantified group ((a)-[r]->(b)){m,n} stands as
 * a RelPattern-less step: groups[i] is set instead of rels[i]. Without a quantifier (neither has_min nor has_max) it
 * is matched exactly once and its variables are not lists; binding takes such groups apart, so none is left then. */
typedef struct PathGroup {
  Span span;
  PathPattern *path;
  Expr *where;
  bool has_min, has_max;
  int64_t min, max;
} PathGroup;

typedef enum ShortestKind {
  SHORTEST_NONE,   /* all paths */
  SHORTEST_ONE,    /* shortestPath(...), ANY SHORTEST */
  SHORTEST_ALL,    /* allShortestPaths(...), ALL SHORTEST */
  SHORTEST_K,      /* SHORTEST k */
  SHORTEST_GROUPS, /* SHORTEST k GROUPS */
  SHORTEST_ANY     /* ANY k: any k paths, of whatever length */
} ShortestKind;
typedef enum PathMode { PATH_DEFAULT, PATH_WALK, PATH_TRAIL, PATH_ACYCLIC, PATH_SIMPLE } PathMode;

struct PathPattern {
  Span span;
  Name name;              /* p = ..., or none */
  ShortestKind shortest;  /* shortestPath(...), allShortestPaths(...), SHORTEST k ... */
  bool shortest_function; /* written in the function form */
  int64_t k;
  PathMode mode;
  NodePattern **nodes; /* n + 1; with groups, adjoining groups share an anonymous node between them */
  RelPattern **rels;   /* n; NULL where groups[i] is set */
  PathGroup **groups;  /* n or NULL when there is none */
  uint32_t n;          /* steps */
  uint32_t height;
  /* bind: */
  uint32_t slot; /* of the path variable, or SLOT_NONE */
  Expr *where;   /* of the parentheses that were taken apart: a path that is selected is one that satisfies it */
};

struct Pattern {
  Span span;
  uint32_t height;
  PathList paths;
};

/* Clio's own: [FOR VALID_TIME] AS OF e, FOR VALID_TIME FROM e TO e, BETWEEN e AND e, CONTAINED IN (e, e) or ALL, each
 * with [POSSIBLY | CERTAINLY] behind it. */
typedef enum TemporalKind {
  VALID_NONE,
  VALID_AS_OF,
  VALID_FROM_TO,
  VALID_BETWEEN,
  VALID_CONTAINED_IN,
  VALID_ALL
} TemporalKind;

typedef struct TemporalFilter {
  TemporalKind kind;
  Span span;
  Expr *from, *to; /* AS OF uses from alone */
  bool certainly;
} TemporalFilter;

/* RANK BEST, or RANK ALL where a default says otherwise. */
typedef enum RankFilter { RANK_UNSAID, RANK_BEST, RANK_ALL } RankFilter;

/* Clio's own: which facts a MATCH sees, or those of a statement that say nothing else. */
typedef struct FactFilter {
  TemporalFilter *temporal;
  Expr *according_to; /* ACCORDING TO e */
  bool anybody;       /* ACCORDING TO ALL */
  RankFilter rank;
} FactFilter;

/* ---- clauses */

typedef enum ClauseKind {
  CLAUSE_MATCH,      /* pattern, facts, where; optional */
  CLAUSE_UNWIND,     /* expr AS name; position: FOR name IN expr WITH ORDINALITY (from 1) or OFFSET (from 0) position */
  CLAUSE_WITH,       /* projection, where */
  CLAUSE_RETURN,     /* projection */
  CLAUSE_CREATE,     /* pattern; insert when written INSERT */
  CLAUSE_MERGE,      /* pattern (one path), on_create, on_match */
  CLAUSE_SET,        /* items */
  CLAUSE_REMOVE,     /* items */
  CLAUSE_DELETE,     /* exprs, detach */
  CLAUSE_CALL,       /* procedure; show when written SHOW */
  CLAUSE_SUBQUERY,   /* CALL (imports) { query } [IN TRANSACTIONS] */
  CLAUSE_FOREACH,    /* FOREACH (name IN expr | updates) */
  CLAUSE_LOAD_CSV,   /* LOAD CSV [WITH HEADERS] FROM expr AS name [FIELDTERMINATOR s] */
  CLAUSE_LOAD_JSONL, /* LOAD JSONL FROM expr AS name */
  CLAUSE_FILTER,     /* FILTER [WHERE] expr */
  CLAUSE_LET,        /* LET name = expr, ...: projection items */
  CLAUSE_FINISH
} ClauseKind;

typedef struct ProjectionItem {
  Span span;
  Expr *expr;
  Name alias;    /* as written after AS; text.data NULL: none */
  Text text;     /* the expression as written: the column's name when there is no alias */
  uint32_t slot; /* bind: */
} ProjectionItem;
AST_LIST(ProjectionList, ProjectionItem);

typedef enum NullsOrder { NULLS_DEFAULT, NULLS_FIRST, NULLS_LAST } NullsOrder; /* last; first when descending */

typedef struct SortItem {
  Span span;
  Expr *expr;
  bool descending;
  NullsOrder nulls;
} SortItem;
AST_LIST(SortList, SortItem);

typedef struct Projection {
  Span span;
  bool distinct;
  bool star; /* RETURN *, a AS b */
  ProjectionList items;
  bool grouped;   /* GROUP BY is there, and group are its expressions */
  ExprList group; /* which have to name columns, and all that do not aggregate */
  SortList order;
  Expr *skip, *limit; /* or NULL */
} Projection;

typedef enum SetKind {
  SET_PROPERTY,    /* target (EXPR_PROPERTY, or EXPR_INDEX for n[key]) = value */
  SET_REPLACE,     /* target = value: a map or entity replaces all properties */
  SET_ADD,         /* target += value */
  SET_LABELS,      /* target:labels */
  REMOVE_PROPERTY, /* target */
  REMOVE_LABELS
} SetKind;

typedef struct SetItem {
  SetKind kind;
  Span span;
  Expr *target; /* for labels: the entity */
  Expr *value;
  LabelExpr *labels; /* a LABEL_AND chain of names (or dynamic labels) */
} SetItem;
AST_LIST(SetList, SetItem);

typedef struct YieldItem {
  Name field;
  Name alias;    /* text.data NULL: none */
  uint32_t slot; /* bind: */
} YieldItem;
AST_LIST(YieldList, YieldItem);

/* IN TRANSACTIONS: what happens to a batch of rows for which the subquery fails. */
typedef enum ErrorMode { ERROR_MODE_FAIL, ERROR_MODE_CONTINUE, ERROR_MODE_BREAK } ErrorMode;

typedef struct Transactions {
  Span span;
  Expr *rows; /* in a batch; NULL: as many as come */
  ErrorMode on_error;
  Name status;   /* REPORT STATUS AS status; text.data NULL: none */
  uint32_t slot; /* bind: of status */
} Transactions;

struct Procedure; /* queries/proc */

/* FOR PORTION OF VALID_TIME: a relationship that is split, and the slot of what is left of it within the portion; null
 * where it does not hold then. */
typedef struct PortionTarget {
  Span span;
  uint32_t rel, slot;
} PortionTarget;
AST_LIST(PortionList, PortionTarget);

struct Clause {
  ClauseKind kind;
  Span span;
  uint32_t height;
  bool optional; /* MATCH, CALL */
  bool detach;   /* DELETE */
  bool insert;   /* CREATE written as INSERT */
  bool nodetach; /* NODETACH DELETE */
  bool headers;  /* LOAD CSV WITH HEADERS */
  bool show;     /* CALL written as SHOW */
  Pattern *pattern;
  FactFilter facts;
  TemporalFilter *temporal; /* SET, DELETE: FOR PORTION OF VALID_TIME FROM a TO b */
  Expr *where;
  Projection *projection;
  Expr *expr;       /* UNWIND, FOREACH list, url of LOAD, FILTER */
  Name name;        /* UNWIND, FOREACH, variable of LOAD; CALL: the procedure's dotted name */
  Name position;    /* UNWIND; text.data NULL: none */
  int64_t first;    /* what position begins with */
  Expr *terminator; /* LOAD CSV FIELDTERMINATOR, or NULL */
  SetList items, on_create, on_match;
  PortionList portion; /* bind: SET, DELETE with temporal */
  ExprList exprs;      /* DELETE; CALL arguments */
  bool has_args;       /* CALL name(...) as against CALL name */
  bool has_yield;
  bool yield_star;
  YieldList yield;            /* its WHERE is in where */
  Query *query;               /* SUBQUERY */
  Transactions *transactions; /* SUBQUERY, or NULL */
  bool has_imports;           /* CALL (a, b) { }: imports lists them; import_star for CALL (*) */
  bool import_star;
  NameList imports;
  ClauseList updates;                /* FOREACH */
  uint32_t slot;                     /* bind: of name */
  uint32_t position_slot;            /* bind: of position */
  const struct Procedure *procedure; /* bind: */
};

/* One query: clauses in order. A union is a chain through `next`, and so are the branches of a conditional query. */
typedef enum UnionKind {
  UNION_NONE,
  UNION_DISTINCT,
  UNION_ALL,
  UNION_EXCEPT,
  UNION_EXCEPT_ALL,
  UNION_INTERSECT,
  UNION_INTERSECT_ALL,
  UNION_OTHERWISE, /* this part, where the one before it gives no row */
  UNION_BRANCH     /* every part of a conditional query */
} UnionKind;

struct Query {
  Span span;
  uint32_t height;
  ClauseList clauses;
  Query *body;          /* { query } in the place of clauses, or NULL */
  Expr *when;           /* UNION_BRANCH: WHEN when THEN this part; NULL: ELSE */
  UnionKind union_kind; /* how this part joins the one before it */
  Query *next;          /* the next part of the union */
  Query *then;          /* GQL: NEXT, the statement that goes on with this one's rows */
};

/* ---- statements */

typedef enum StatementKind {
  STATEMENT_QUERY,
  STATEMENT_CREATE_INDEX,      /* name (or none), if_not_exists, of_rels, variable, labels, keys, fulltext */
  STATEMENT_CREATE_CONSTRAINT, /* likewise, and require, type */
  STATEMENT_DROP_INDEX,        /* name, if_exists */
  STATEMENT_DROP_CONSTRAINT,   /* likewise */
  STATEMENT_BEGIN,
  STATEMENT_COMMIT,
  STATEMENT_ROLLBACK
} StatementKind;

typedef enum StatementMode { MODE_RUN, MODE_EXPLAIN, MODE_PROFILE, MODE_WHY } StatementMode;

/* What a constraint asks of the properties: IS UNIQUE, IS NOT NULL, IS KEY, IS :: type. */
typedef enum RequireKind { REQUIRE_UNIQUE, REQUIRE_EXISTS, REQUIRE_KEY, REQUIRE_TYPE } RequireKind;

typedef struct Statement {
  StatementKind kind;
  StatementMode mode;
  Span span;
  Query *query;
  FactFilter defaults; /* SETTING DEFAULT [VALID_TIME AS OF e] [ACCORDING TO e] [RANK BEST] */
  Name name;
  Expr *name_parameter; /* EXPR_PARAMETER: the name is its value; or NULL */
  bool if_exists, if_not_exists;
  bool of_rels;
  bool fulltext;                /* CREATE FULLTEXT INDEX ... ON EACH [keys] [OPTIONS options] */
  Expr *options;                /* a map or NULL; those of other indexes say nothing that matters */
  Name variable;                /* FOR (variable:labels) */
  NameList labels;              /* only a full-text index takes several */
  NameList key_variables, keys; /* ON (key_variables[i].keys[i], ...); the first are to be `variable` each */
  RequireKind require;
  Name type; /* REQUIRE_TYPE: the type's text, as of an EXPR_IS_TYPED */
} Statement;

/* ---- making nodes: constructors return a node in the arena, or scratch memory once the arena is bad (the parser
 * checks the arena at the end). Lists grow with ast_push. */

Expr *ast_expr(Arena *arena, ExprKind kind, Span span, uint32_t nargs);
#define ast_push(arena, list, item)                                                                                    \
  (ast_reserve((arena), (void **)&(list)->at, &(list)->n, &(list)->cap, sizeof *(list)->at)                            \
       ? (void)((list)->at[(list)->n++] = (item))                                                                      \
       : (void)0)
bool ast_reserve(Arena *arena, void **at, const uint32_t *n, uint32_t *cap, size_t size);

/* What a comparison is when its sides are exchanged; other operators are as they were. */
ExprOp ast_mirrored(ExprOp op);

/* Whether e is what stands behind WHEN in an extended CASE: a predicate over AST_CASE_VALUE, or such ones joined by OR.
 */
bool ast_is_case_test(const Expr *e);

/* ---- walking: calls visit for every direct child expression of e (not into subqueries). */
typedef Status (*ExprVisit)(void *context, Expr **child);
Status ast_each_child(Expr *e, ExprVisit visit, void *context);
/* The same for the properties, predicates and dynamic labels of a path. */
Status ast_each_path_expr(PathPattern *path, ExprVisit visit, void *context);

/* ---- printing: canonical Cypher; what it prints parses back to the same tree. */
void ast_print_expr(Str *out, const Expr *e);
void ast_print_path(Str *out, const PathPattern *path);
void ast_print_statement(Str *out, const Statement *statement);
/* Structural equality without spans and without what binding adds; parentheses count only where they change the tree;
 * for tests and for ORDER BY items that repeat a projected expression. */
bool ast_expr_equal(const Expr *a, const Expr *b);
bool ast_statement_equal(const Statement *a, const Statement *b);

#endif
