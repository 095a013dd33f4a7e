/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The grammar: openCypher 9, the additions of Cypher 5 and GQL that ast.h names, and Clio's own clauses. Rules only:
 * an action is one call of a constructor (ast_build.h) and says nothing about meaning, which is the business of
 * queries/check. Clauses may come in any order here; which orders make sense is said there too.
 *
 * Where one token of lookahead is not enough, lookahead.c has looked further ahead and changed the token:
 *   PATTERN_PAREN          a `(` that opens a node pattern followed by a relationship, as against a parenthesis
 *   COMPREHENSION_BRACKET  a `[` that opens a list comprehension, as against a list
 *   PATTERN_BRACKET        a `[` that opens a pattern comprehension
 *   SUCH_THAT              the `|` in front of the result of a comprehension, reduce() or FOREACH, as against the `|`
 *                          between labels
 *   EXISTS_SUBQUERY, COUNT_SUBQUERY, COLLECT_SUBQUERY, VALUE_SUBQUERY
 *                          the words with a subquery in braces behind them, as against a variable and its projection
 *   FOR_TIME               the FOR of FOR VALID_TIME and FOR PORTION OF, as against the clause
 *   WITH_POSITION          the WITH of FOR ... WITH ORDINALITY, as against the clause
 *   ALL_ROWS               the ALL of RETURN ALL and ACCORDING TO ALL, as against a variable of that name
 *   TRIM, TRIM_SIDE, TRIM_FROM
 *                          the words of trim(BOTH x FROM s), as against the function and variables
 *   TEMPORAL_WORD          DATE and its kin with a string behind them, as against a variable
 *   DOTTED_NAME            a function's or procedure's name of several parts, as against a property of a variable
 *
 * The expected number of conflicts is 0 and has to stay 0: a conflict is solved, not counted. */

%require "3.8"
%define api.pure full
%define api.prefix {cypher_}
%define api.token.prefix {TK_}
%define api.location.type {Span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0

%code requires {
#include "ast_build.h"
}

%code {
#include "parser.h"

/* Deep enough for PARSE_MAX_HEIGHT levels of the form that takes most of the stack. */
#define YYMAXDEPTH 20000

#define YYLLOC_DEFAULT(current, rhs, n)                                                                                \
  ((current) = (n) ? (Span){YYRHSLOC(rhs, 1).start, YYRHSLOC(rhs, n).end}                                              \
                   : (Span){YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end})

static int yylex(YYSTYPE *value, Span *span, Parser *parser);
static void yyerror(Span *span, Parser *parser, const char *message);
}

%param {Parser *p}
%initial-action { @$ = SPAN_NONE; }

%union {
  Name name;
  NameList names;
  int64_t integer;
  uint32_t height;
  double number;
  bool flag;
  ExprOp op;
  Expr *expr;
  ExprList exprs;
  Entry entry;
  Entries entries;
  LabelExpr *label;
  NodePattern *node;
  RelPattern *rel;
  RelDirection direction;
  Quantifier quantifier;
  PathGroup *group;
  PathBuilder path_builder;
  PathPattern *path;
  Selector selector;
  PathMode path_mode;
  Pattern *pattern;
  TemporalFilter *temporal;
  FactFilter facts;
  RankFilter rank;
  MatchBody match;
  Clause *clause;
  ClauseList clauses;
  Projection *projection;
  ProjectionItem item;
  ProjectionList items;
  SortItem sort;
  SortList sorts;
  NullsOrder nulls;
  SetItem set_item;
  SetList set_items;
  YieldItem yield_item;
  YieldList yields;
  Query *query;
  QueryChain chain;
  UnionKind union_kind;
  Transactions *transactions;
  ErrorMode error_mode;
  Statement *statement;
  StatementMode mode;
}

/* ---- tokens */

%token QUERY_END 0 "the end of the query"
%token INVALID

%token <name> IDENTIFIER "a name" DOTTED_NAME "a function" PARAMETER "a parameter" STRING "a string"
%token <integer> INTEGER "an integer"
%token <number> FLOAT "a float"
%token INTEGER_MIN "9223372036854775808" /* an integer only with a minus in front of it */

%token NE "<>" LE "<=" GE ">=" REGEX "=~" CONCAT "||" RANGE ".." ADD_EQUAL "+=" TYPE_COLON "::"
%token <name> DOLLAR_PAREN "$(" /* its text is empty, or `any` for $any( */
%token PATTERN_PAREN "a node pattern" COMPREHENSION_BRACKET PATTERN_BRACKET SUCH_THAT "|"
%token <name> EXISTS_SUBQUERY COUNT_SUBQUERY COLLECT_SUBQUERY VALUE_SUBQUERY FOR_TIME "FOR" TRIM TRIM_SIDE
              TEMPORAL_WORD
%token TRIM_FROM "FROM" WITH_POSITION "WITH" ALL_ROWS "ALL"

/* One line of keywords.def each. */
%token <name> ACCORDING ACYCLIC ALL ALLREDUCE ALLSHORTESTPATHS AND ANY ARRAY AS ASC ASCENDING BEGIN BEST BETWEEN BREAK
              BY CALL CASE CERTAINLY COLLECT COMMIT CONCURRENT CONSTRAINT CONSTRAINTS CONTAINED CONTAINS CONTINUE
              COUNT CREATE CSV DEFAULT DELETE DESC DESCENDING DESTINATION DETACH DIRECTED DISTINCT DROP ELSE END ENDS
              ERROR EXCEPT EXISTS EXPLAIN FAIL FALSE FIELDTERMINATOR FILTER FINISH FIRST FOR FOREACH FROM GROUP GROUPS
              HEADERS IF IN INDEX INDEXES INSERT INTERSECT IS JOIN JSONL KEY LABELED LAST LET LIMIT LIST LOAD MATCH MERGE
              NEXT NODETACH NONE NORMALIZED NOT NULL NULLS OF OFFSET ON OPTIONAL OR ORDER ORDINALITY OTHERWISE PATH
              PATHS PORTION POSSIBLY PROFILE RANK REDUCE REMOVE REPORT REQUIRE RETURN ROLLBACK ROW ROWS SCAN SEEK SET
              SETTING SHORTEST SHORTESTPATH SHOW SIMPLE SINGLE SKIP SOURCE STARTS STATUS THEN TO TRAIL TRANSACTION
              TRANSACTIONS TRUE TYPED UNION UNIQUE UNWIND USING VALID_TIME VALUE WALK WHEN WHERE WHY WITH XOR YIELD

/* ---- operators that bind tighter than NOT, the loosest first; OR, XOR, AND and NOT are rules */

/* A pattern predicate and the type LIST go on as long as they can: a `-` or `<` behind the one leads to its next node,
 * a `<` behind the other to the type of the items. ORDER BY, SKIP and LIMIT belong to the clause before them, where it
 * takes them, rather than being clauses of their own. */
%precedence LONGEST
%precedence ORDER SKIP OFFSET LIMIT '{'
%left '=' NE '<' LE '>' GE
%left IN STARTS ENDS CONTAINS REGEX IS TYPE_COLON
%left '+' '-' CONCAT
%left '*' '/' '%'
%left '^'

%type <name> name function_name procedure_name key special unreserved is_word reserved opt_name alias opt_alias
%type <name> opt_trim_side kind_word opt_status normal_form new_index
%type <height> type type_term type_base type_words
%type <names> names opt_imports constraint_kind schema_labels
%type <flag> opt_distinct distance_left distance_right is_or_not
%type <expr> expr xor_expr and_expr not_expr operand unary labelled postfix primary literal map
%type <expr> opt_properties opt_where opt_case_value opt_else opt_result opt_bound case case_test trim opt_batch_rows
%type <exprs> or_terms xor_terms and_terms expr_list opt_expr_list case_arms case_tests
%type <entries> entries projection_entries
%type <entry> entry projection_entry
%type <label> label_expr label_and label_not label_atom opt_labels opt_types is_label is_label_and is_label_not
%type <op> quantifier_word comparison_op
%type <node> node marked_node
%type <rel> rel
%type <quantifier> range quantifier opt_quantifier
%type <group> group marked_group
%type <path_builder> path_to_node path_to_group path_parts marked_to_node marked_to_group
%type <path> path_pattern named_path shortest_function marked_path
%type <selector> selector
%type <path_mode> path_mode opt_path_mode
%type <pattern> pattern
%type <temporal> opt_temporal as_of period portion
%type <facts> defaults attribution opt_attribution
%type <rank> rank opt_rank
%type <match> match_body
%type <flag> opt_certainty
%type <clause> clause match_clause unwind_clause with_clause return_clause create_clause merge_clause set_clause
%type <clause> remove_clause delete_clause call_clause subquery_clause foreach_clause load_clause filter_clause
%type <clause> let_clause merge_actions call procedure order_clause show_clause show_target
%type <clauses> clauses
%type <projection> projection_body grouped_items projection_items opt_order_skip_limit order_skip_limit
%type <item> projection_item let_item
%type <items> projection_list let_list
%type <sort> sort_item
%type <sorts> sort_list
%type <expr> opt_skip opt_limit opt_terminator
%type <set_item> set_item remove_item
%type <set_items> set_list remove_list
%type <yield_item> yield_item
%type <yields> yield_list
%type <query> query single_query subquery
%type <chain> composite_query union_query conditional_query branches
%type <union_kind> conjunction opt_all
%type <transactions> opt_transactions transactions
%type <error_mode> error_mode
%type <statement> statement query_statement schema_statement index_target schema_entity schema_keys requirement
%type <statement> required_keys
%type <expr> schema_name opt_options
%type <mode> mode
%type <flag> opt_headers descends
%type <nulls> opt_nulls

%%

/* ==== Statements */

input
  : statement opt_semicolon QUERY_END                   { p->statement = $1; }
  ;

opt_semicolon
  : %empty
  | ';'
  ;

statement
  : query_statement
  | mode query_statement                                { $$ = build_mode($2, @$, $1); }
  | schema_statement
  | BEGIN opt_transaction                               { $$ = build_statement(p, @$, STATEMENT_BEGIN); }
  | COMMIT opt_transaction                              { $$ = build_statement(p, @$, STATEMENT_COMMIT); }
  | ROLLBACK opt_transaction                            { $$ = build_statement(p, @$, STATEMENT_ROLLBACK); }
  ;

query_statement
  : query                                               { $$ = build_query_statement(p, @$, NO_FACTS, $1); }
  | SETTING DEFAULT defaults query                      { $$ = build_query_statement(p, @$, $3, $4); }
  ;

defaults
  : VALID_TIME as_of opt_attribution                    { $$ = build_facts($2, $3); }
  | attribution
  ;

mode
  : EXPLAIN                                             { $$ = MODE_EXPLAIN; }
  | PROFILE                                             { $$ = MODE_PROFILE; }
  | WHY                                                 { $$ = MODE_WHY; }
  ;

opt_transaction
  : %empty
  | TRANSACTION
  ;

/* ==== Indexes and constraints */

schema_statement
  : new_index FOR index_target opt_options              { $$ = build_created(@$, NULL, false, build_index_of(p, $1, $3, $4)); }
  | new_index IF NOT EXISTS FOR index_target opt_options
                                                        { $$ = build_created(@$, NULL, true, build_index_of(p, $1, $6, $7)); }
  | new_index schema_name FOR index_target opt_options  { $$ = build_created(@$, $2, false, build_index_of(p, $1, $4, $5)); }
  | new_index schema_name IF NOT EXISTS FOR index_target opt_options
                                                        { $$ = build_created(@$, $2, true, build_index_of(p, $1, $7, $8)); }
  | new_constraint FOR requirement                      { $$ = build_created(@$, NULL, false, $3); }
  | new_constraint IF NOT EXISTS FOR requirement
                                                        { $$ = build_created(@$, NULL, true, $6); }
  | new_constraint schema_name FOR requirement
                                                        { $$ = build_created(@$, $2, false, $4); }
  | new_constraint schema_name IF NOT EXISTS FOR requirement
                                                        { $$ = build_created(@$, $2, true, $7); }
  | DROP INDEX schema_name                              { $$ = build_drop(p, @$, STATEMENT_DROP_INDEX, $3, false); }
  | DROP INDEX schema_name IF EXISTS                    { $$ = build_drop(p, @$, STATEMENT_DROP_INDEX, $3, true); }
  | DROP CONSTRAINT schema_name                         { $$ = build_drop(p, @$, STATEMENT_DROP_CONSTRAINT, $3, false); }
  | DROP CONSTRAINT schema_name IF EXISTS               { $$ = build_drop(p, @$, STATEMENT_DROP_CONSTRAINT, $3, true); }
  ;

new_index
  : CREATE INDEX                                        { $$ = NO_NAME; }
  | CREATE IDENTIFIER INDEX                             { $$ = $2; build_index_kind(p, $2); }
  ;

new_constraint
  : CREATE CONSTRAINT
  ;

schema_name
  : name                                                { $$ = build_variable(p, $1); }
  | PARAMETER                                           { $$ = build_parameter(p, $1); }
  ;

opt_options
  : %empty                                              { $$ = NULL; }
  | IDENTIFIER map                                      { $$ = build_index_options(p, $1, $2); }
  ;

index_target
  : schema_entity ON '(' schema_keys ')'                { $$ = build_index_over(p, $1, $4); }
  | schema_entity ON IDENTIFIER '[' schema_keys ']'     { $$ = build_index_over_each(p, $1, $3, $5); }
  ;

schema_entity
  : '(' name ':' schema_labels ')'                      { $$ = build_schema_entity(p, false, $2, $4); }
  | '(' ')' distance_left '[' name ':' schema_labels ']' distance_right '(' ')'
                                                        { $$ = build_schema_entity(p, true, $5, $7); }
  ;

schema_labels
  : key                                                 { $$ = build_names(p, NO_NAMES, $1); }
  | schema_labels '|' key                               { $$ = build_names(p, $1, $3); }
  ;

schema_keys
  : name '.' key                                        { $$ = build_schema_key(p, NULL, $1, $3); }
  | schema_keys ',' name '.' key                        { $$ = build_schema_key(p, $1, $3, $5); }
  ;

requirement
  : schema_entity REQUIRE required_keys IS UNIQUE opt_options
                                                        { $$ = build_requirement(p, $1, $3, REQUIRE_UNIQUE, NO_NAME); }
  | schema_entity REQUIRE required_keys IS IDENTIFIER UNIQUE opt_options
                                                        { $$ = build_requirement(p, $1, $3, REQUIRE_UNIQUE, $5); }
  | schema_entity REQUIRE required_keys IS KEY opt_options
                                                        { $$ = build_requirement(p, $1, $3, REQUIRE_KEY, NO_NAME); }
  | schema_entity REQUIRE required_keys IS IDENTIFIER KEY opt_options
                                                        { $$ = build_requirement(p, $1, $3, REQUIRE_KEY, $5); }
  | schema_entity REQUIRE required_keys IS NOT NULL     { $$ = build_requirement(p, $1, $3, REQUIRE_EXISTS, NO_NAME); }
  | schema_entity REQUIRE required_keys IS typed type   { $$ = build_required_type(p, $1, $3, @6); }
  | schema_entity REQUIRE required_keys TYPE_COLON type { $$ = build_required_type(p, $1, $3, @5); }
  ;

required_keys
  : name '.' key                                        { $$ = build_schema_key(p, NULL, $1, $3); }
  | '(' schema_keys ')'                                 { $$ = $2; }
  ;

/* ==== Queries: clauses in a row, parts of a union, branches of a conditional query, statements joined by NEXT */

query
  : composite_query                                     { $$ = build_query_end(p, $1, NULL); }
  | composite_query NEXT query                          { $$ = build_query_end(p, $1, $3); }
  ;

composite_query
  : union_query
  | conditional_query
  ;

union_query
  : single_query                                        { $$ = build_union_start($1); }
  | union_query conjunction single_query                { $$ = build_union($1, $2, $3); }
  ;

conjunction
  : UNION opt_all                                       { $$ = $2; }
  | EXCEPT opt_all                                      { $$ = $2 == UNION_ALL ? UNION_EXCEPT_ALL : UNION_EXCEPT; }
  | INTERSECT opt_all                                   { $$ = $2 == UNION_ALL ? UNION_INTERSECT_ALL : UNION_INTERSECT; }
  | OTHERWISE                                           { $$ = UNION_OTHERWISE; }
  ;

opt_all
  : %empty                                              { $$ = UNION_DISTINCT; }
  | DISTINCT                                            { $$ = UNION_DISTINCT; }
  | ALL                                                 { $$ = UNION_ALL; }
  ;

conditional_query
  : branches
  | branches ELSE single_query                          { $$ = build_branch(p, $1, NULL, $3); }
  ;

branches
  : WHEN expr THEN single_query                         { $$ = build_branch(p, NO_CHAIN, $2, $4); }
  | branches WHEN expr THEN single_query                { $$ = build_branch(p, $1, $3, $5); }
  ;

single_query
  : clauses                                             { $$ = build_query(p, @$, $1); }
  | '{' query '}'                                       { $$ = build_nested_query(p, @$, $2); }
  ;

clauses
  : clause                                              { $$ = build_clauses(p, NO_CLAUSES, $1); }
  | clauses clause                                      { $$ = build_clauses(p, $1, $2); }
  ;

clause
  : match_clause
  | unwind_clause
  | with_clause
  | return_clause
  | create_clause
  | merge_clause
  | set_clause
  | remove_clause
  | delete_clause
  | call_clause
  | subquery_clause
  | foreach_clause
  | load_clause
  | filter_clause
  | let_clause
  | order_clause
  | show_clause
  | FINISH                                              { $$ = build_clause(p, @$, CLAUSE_FINISH); }
  ;

/* ==== MATCH */

match_clause
  : MATCH match_body                                    { $$ = build_match(p, @$, false, $2); }
  | OPTIONAL MATCH match_body                           { $$ = build_match(p, @$, true, $3); }
  ;

match_body
  : pattern opt_temporal opt_attribution hints opt_where
                                                        { $$ = build_match_body($1, $2, $3, $5); }
  ;

/* Hints to other systems' planners, which this one has no need of. */
hints
  : %empty
  | hints USING INDEX hint_target '(' keys ')'
  | hints USING INDEX SEEK hint_target '(' keys ')'
  | hints USING IDENTIFIER INDEX hint_target '(' keys ')'
  | hints USING IDENTIFIER INDEX SEEK hint_target '(' keys ')'
  | hints USING SCAN hint_target
  | hints USING JOIN ON names
  ;

hint_target
  : name ':' key
  ;

keys
  : key
  | keys ',' key
  ;

opt_where
  : %empty                                              { $$ = NULL; }
  | WHERE expr                                          { $$ = $2; }
  ;

/* ==== Valid time: which of the dated relationships a MATCH sees. The bounds are operands, not whole expressions, for
 * the sake of BETWEEN's AND. */

opt_temporal
  : %empty                                              { $$ = NULL; }
  | as_of
  | FOR_TIME VALID_TIME as_of                           { $$ = build_temporal_span($3, @$); }
  | FOR_TIME VALID_TIME period opt_certainty            { $$ = build_certainty($3, @$, $4); }
  ;

as_of
  : AS OF operand opt_certainty                         { $$ = build_temporal(p, VALID_AS_OF, $3, NULL);
                                                          build_certainty($$, @$, $4); }
  ;

period
  : FROM operand TO operand                             { $$ = build_temporal(p, VALID_FROM_TO, $2, $4); }
  | BETWEEN operand AND operand                         { $$ = build_temporal(p, VALID_BETWEEN, $2, $4); }
  | CONTAINED IN '(' operand ',' operand ')'            { $$ = build_temporal(p, VALID_CONTAINED_IN, $4, $6); }
  | ALL                                                 { $$ = build_temporal(p, VALID_ALL, NULL, NULL); }
  ;

opt_certainty
  : %empty                                              { $$ = false; }
  | POSSIBLY                                            { $$ = false; }
  | CERTAINLY                                           { $$ = true; }
  ;

opt_attribution
  : %empty                                              { $$ = NO_FACTS; }
  | attribution
  ;

attribution
  : ACCORDING TO operand opt_rank                       { $$ = build_attribution($3, $4); }
  | ACCORDING TO ALL_ROWS opt_rank                      { $$ = build_attribution(NULL, $4); }
  | rank                                                { $$ = (FactFilter){.rank = $1}; }
  ;

opt_rank
  : %empty                                              { $$ = RANK_UNSAID; }
  | rank
  ;

rank
  : RANK BEST                                           { $$ = RANK_BEST; }
  | RANK ALL                                            { $$ = RANK_ALL; }
  ;

/* ==== UNWIND, and FOR in its place */

unwind_clause
  : UNWIND expr AS name                                 { $$ = build_unwind(p, @$, $2, $4); }
  | FOR name IN expr                                    { $$ = build_unwind(p, @$, $4, $2); }
  | FOR name IN expr WITH_POSITION ORDINALITY name      { $$ = build_position(build_unwind(p, @$, $4, $2), $7, 1); }
  | FOR name IN expr WITH_POSITION OFFSET name          { $$ = build_position(build_unwind(p, @$, $4, $2), $7, 0); }
  ;

/* ==== WITH and RETURN */

with_clause
  : WITH projection_body opt_where                      { $$ = build_with(p, @$, $2, $3); }
  ;

return_clause
  : RETURN projection_body                              { $$ = build_return(p, @$, $2); }
  ;

projection_body
  : opt_distinct grouped_items opt_order_skip_limit     { $$ = build_projection_body(@$, $1, $2, $3); }
  ;

opt_distinct
  : %empty                                              { $$ = false; }
  | ALL_ROWS                                            { $$ = false; }
  | DISTINCT                                            { $$ = true; }
  ;

grouped_items
  : projection_items
  | projection_items GROUP BY expr_list                 { $$ = build_grouping($1, $4); }
  | projection_items GROUP BY '(' ')'                   { $$ = build_grouping($1, NO_EXPRS); }
  ;

projection_items
  : '*'                                                 { $$ = build_projection(p, true, NO_ITEMS); }
  | '*' ',' projection_list                             { $$ = build_projection(p, true, $3); }
  | projection_list                                     { $$ = build_projection(p, false, $1); }
  ;

projection_list
  : projection_item                                     { $$ = build_projection_items(p, NO_ITEMS, $1); }
  | projection_list ',' projection_item                 { $$ = build_projection_items(p, $1, $3); }
  ;

projection_item
  : expr opt_alias                                      { $$ = build_projection_item(p, @$, @1, $1, $2); }
  ;

opt_alias
  : %empty                                              { $$ = NO_NAME; }
  | alias
  ;

alias
  : AS name                                             { $$ = $2; }
  ;

opt_order_skip_limit
  : %empty %prec LONGEST                                { $$ = build_order(p, NO_SORTS, NULL, NULL); }
  | order_skip_limit
  ;

order_skip_limit
  : ORDER BY sort_list opt_skip opt_limit               { $$ = build_order(p, $3, $4, $5); }
  | SKIP expr opt_limit                                 { $$ = build_order(p, NO_SORTS, $2, $3); }
  | OFFSET expr opt_limit                               { $$ = build_order(p, NO_SORTS, $2, $3); }
  | LIMIT expr                                          { $$ = build_order(p, NO_SORTS, NULL, $2); }
  ;

sort_list
  : sort_item                                           { $$ = build_sorts(p, NO_SORTS, $1); }
  | sort_list ',' sort_item                             { $$ = build_sorts(p, $1, $3); }
  ;

sort_item
  : expr opt_nulls                                      { $$ = build_sort(@$, $1, false, $2); }
  | expr descends opt_nulls                             { $$ = build_sort(@$, $1, $2, $3); }
  ;

descends
  : ASC                                                 { $$ = false; }
  | ASCENDING                                           { $$ = false; }
  | DESC                                                { $$ = true; }
  | DESCENDING                                          { $$ = true; }
  ;

opt_nulls
  : %empty                                              { $$ = NULLS_DEFAULT; }
  | NULLS FIRST                                         { $$ = NULLS_FIRST; }
  | NULLS LAST                                          { $$ = NULLS_LAST; }
  ;

opt_skip
  : %empty %prec LONGEST                                { $$ = NULL; }
  | SKIP expr                                           { $$ = $2; }
  | OFFSET expr                                         { $$ = $2; }
  ;

opt_limit
  : %empty %prec LONGEST                                { $$ = NULL; }
  | LIMIT expr                                          { $$ = $2; }
  ;

/* ---- as a clause of its own: of all variables */

order_clause
  : order_skip_limit                                    { $$ = build_order_clause(p, @$, $1); }
  ;

/* ==== FILTER and LET */

filter_clause
  : FILTER expr                                         { $$ = build_filter(p, @$, $2); }
  | FILTER WHERE expr                                   { $$ = build_filter(p, @$, $3); }
  ;

let_clause
  : LET let_list                                        { $$ = build_let(p, @$, $2); }
  ;

let_list
  : let_item                                            { $$ = build_projection_items(p, NO_ITEMS, $1); }
  | let_list ',' let_item                               { $$ = build_projection_items(p, $1, $3); }
  ;

let_item
  : name '=' expr                                       { $$ = build_projection_item(p, @$, @3, $3, $1); }
  ;

/* ==== CREATE and MERGE */

create_clause
  : CREATE pattern                                      { $$ = build_create(p, @$, $2, false); }
  | INSERT pattern                                      { $$ = build_create(p, @$, $2, true); }
  ;

merge_clause
  : MERGE path_pattern merge_actions                    { $$ = build_merge(p, @$, $2, $3); }
  ;

merge_actions
  : %empty                                              { $$ = build_clause(p, @$, CLAUSE_MERGE); }
  | merge_actions ON CREATE SET set_list                { $$ = build_on_create(p, $1, $5); }
  | merge_actions ON MATCH SET set_list                 { $$ = build_on_match(p, $1, $5); }
  ;

/* ==== SET and REMOVE */

set_clause
  : SET set_list                                        { $$ = build_set(p, @$, CLAUSE_SET, $2); }
  | SET set_list portion
      { $$ = build_portion(p, build_set(p, @$, CLAUSE_SET, $2), @3, $3); }
  ;

set_list
  : set_item                                            { $$ = build_set_items(p, NO_SETS, $1); }
  | set_list ',' set_item                               { $$ = build_set_items(p, $1, $3); }
  ;

set_item
  : postfix '.' key '=' expr        { $$ = build_set_item(@$, SET_PROPERTY, build_property(p, $1, $3), $5); }
  | postfix '[' expr ']' '=' expr   { $$ = build_set_item(@$, SET_PROPERTY, build_index(p, $1, $3, @4), $6); }
  | name '=' expr                   { $$ = build_set_item(@$, SET_REPLACE, build_variable(p, $1), $3); }
  | name ADD_EQUAL expr             { $$ = build_set_item(@$, SET_ADD, build_variable(p, $1), $3); }
  | name ':' label_expr             { $$ = build_label_item(@$, SET_LABELS, build_variable(p, $1), $3); }
  | name IS label_expr              { $$ = build_label_item(@$, SET_LABELS, build_variable(p, $1), $3); }
  ;

remove_clause
  : REMOVE remove_list                                  { $$ = build_set(p, @$, CLAUSE_REMOVE, $2); }
  ;

remove_list
  : remove_item                                         { $$ = build_set_items(p, NO_SETS, $1); }
  | remove_list ',' remove_item                         { $$ = build_set_items(p, $1, $3); }
  ;

remove_item
  : postfix '.' key                 { $$ = build_set_item(@$, REMOVE_PROPERTY, build_property(p, $1, $3), NULL); }
  | postfix '[' expr ']'            { $$ = build_set_item(@$, REMOVE_PROPERTY, build_index(p, $1, $3, @4), NULL); }
  | name ':' label_expr             { $$ = build_label_item(@$, REMOVE_LABELS, build_variable(p, $1), $3); }
  | name IS label_expr              { $$ = build_label_item(@$, REMOVE_LABELS, build_variable(p, $1), $3); }
  ;

/* After SQL:2011: what is changed or deleted only for a part of the time in which it holds. */
portion
  : FOR_TIME PORTION OF VALID_TIME FROM operand TO operand
                                                        { $$ = build_temporal(p, VALID_FROM_TO, $6, $8); }
  ;

/* ==== DELETE */

delete_clause
  : DELETE expr_list                                    { $$ = build_delete(p, @$, false, false, $2); }
  | DELETE expr_list portion
      { $$ = build_portion(p, build_delete(p, @$, false, false, $2), @3, $3); }
  | DETACH DELETE expr_list                             { $$ = build_delete(p, @$, true, false, $3); }
  | NODETACH DELETE expr_list                           { $$ = build_delete(p, @$, false, true, $3); }
  ;

/* ==== CALL: procedures */

call_clause
  : call                                                { $$ = $1; }
  | OPTIONAL call                                       { $$ = build_optional($2, @$); }
  ;

call
  : procedure                                           { $$ = $1; }
  | procedure YIELD '*'                                 { $$ = build_yield_all($1, @$); }
  | procedure YIELD yield_list opt_where                { $$ = build_yield(p, $1, @$, $3, $4); }
  ;

procedure
  : CALL procedure_name                                 { $$ = build_call(p, @$, $2, false, NO_EXPRS); }
  | CALL procedure_name '(' opt_expr_list ')'           { $$ = build_call(p, @$, $2, true, $4); }
  ;

procedure_name
  : name
  | DOTTED_NAME
  ;

yield_list
  : yield_item                                          { $$ = build_yields(p, NO_YIELDS, $1); }
  | yield_list ',' yield_item                           { $$ = build_yields(p, $1, $3); }
  ;

yield_item
  : name opt_alias                                      { $$ = build_yield_item($1, $2); }
  ;

/* ==== CALL: subqueries */

subquery_clause
  : CALL '{' query '}' opt_transactions                 { $$ = build_subquery(p, @$, $3, $5); }
  | CALL '(' opt_imports ')' '{' query '}' opt_transactions
                                                        { $$ = build_subquery_with(p, @$, $3, $6, $8); }
  | CALL '(' '*' ')' '{' query '}' opt_transactions     { $$ = build_subquery_with_all(p, @$, $6, $8); }
  | OPTIONAL subquery_clause                            { $$ = build_optional($2, @$); }
  ;

opt_imports
  : %empty                                              { $$ = NO_NAMES; }
  | names
  ;

names
  : name                                                { $$ = build_names(p, NO_NAMES, $1); }
  | names ',' name                                      { $$ = build_names(p, $1, $3); }
  ;

/* ---- IN TRANSACTIONS */

opt_transactions
  : %empty                                              { $$ = NULL; }
  | IN opt_concurrency TRANSACTIONS transactions        { $$ = $4; }
  ;

/* Batches run one after the other all the same. */
opt_concurrency
  : %empty
  | CONCURRENT
  | INTEGER CONCURRENT
  | PARAMETER CONCURRENT
  ;

transactions
  : opt_batch_rows error_mode opt_status                { $$ = build_transactions(p, @$, $1, $2, $3); }
  ;

opt_batch_rows
  : %empty                                              { $$ = NULL; }
  | OF operand row_or_rows                              { $$ = $2; }
  ;

row_or_rows
  : ROW
  | ROWS
  ;

error_mode
  : %empty                                              { $$ = ERROR_MODE_FAIL; }
  | ON ERROR FAIL                                       { $$ = ERROR_MODE_FAIL; }
  | ON ERROR CONTINUE                                   { $$ = ERROR_MODE_CONTINUE; }
  | ON ERROR BREAK                                      { $$ = ERROR_MODE_BREAK; }
  ;

opt_status
  : %empty                                              { $$ = NO_NAME; }
  | REPORT STATUS AS name                               { $$ = $4; }
  ;

/* ==== SHOW: a procedure that tells what there is */

show_clause
  : SHOW show_target opt_where                          { $$ = build_show(p, @$, $2, $3); }
  | SHOW show_target YIELD '*' opt_where                { $$ = build_show(p, @$, $2, $5); }
  | SHOW show_target YIELD yield_list opt_where
                                                        { $$ = build_yield(p, build_show(p, @$, $2, NULL), @$, $4, $5); }
  ;

show_target
  : IDENTIFIER                                          { $$ = build_shown(p, $1); }
  | INDEX                                               { $$ = build_shown(p, $1); }
  | INDEXES                                             { $$ = build_shown(p, $1); }
  | CONSTRAINT                                          { $$ = build_shown(p, $1); }
  | CONSTRAINTS                                         { $$ = build_shown(p, $1); }
  | ALL IDENTIFIER                                      { $$ = build_shown(p, $2); }
  | ALL INDEXES                                         { $$ = build_shown(p, $2); }
  | ALL CONSTRAINTS                                     { $$ = build_shown(p, $2); }
  | IDENTIFIER INDEXES                                  { $$ = build_shown_indexes(p, $1, $2); }
  | constraint_kind CONSTRAINT                          { $$ = build_shown_constraints(p, $1, $2); }
  | constraint_kind CONSTRAINTS                         { $$ = build_shown_constraints(p, $1, $2); }
  ;

constraint_kind
  : kind_word                                           { $$ = build_names(p, NO_NAMES, $1); }
  | constraint_kind kind_word                           { $$ = build_names(p, $1, $2); }
  ;

kind_word
  : IDENTIFIER
  | UNIQUE
  | KEY
  ;

/* ==== FOREACH */

foreach_clause
  : FOREACH '(' name IN expr SUCH_THAT clauses ')'      { $$ = build_foreach(p, @$, $3, $5, $7); }
  ;

/* ==== LOAD CSV, LOAD JSONL */

load_clause
  : LOAD CSV opt_headers FROM expr AS name opt_terminator
                                                        { $$ = build_load_csv(p, @$, $3, $5, $7, $8); }
  | LOAD JSONL FROM expr AS name                        { $$ = build_load_jsonl(p, @$, $4, $6); }
  ;

opt_headers
  : %empty                                              { $$ = false; }
  | WITH HEADERS                                        { $$ = true; }
  ;

opt_terminator
  : %empty                                              { $$ = NULL; }
  | FIELDTERMINATOR expr                                { $$ = $2; }
  ;

/* ==== Patterns */

pattern
  : path_pattern                                        { $$ = build_pattern(p, @$, NULL, $1); }
  | pattern ',' path_pattern                            { $$ = build_pattern(p, @$, $1, $3); }
  ;

path_pattern
  : named_path
  | name '=' named_path                                 { $$ = build_path_name(@$, $1, $3); }
  ;

named_path
  : path_parts                                          { $$ = build_path(p, @$, $1); }
  | selector path_parts                                 { $$ = build_path_selected(p, @$, $1, $2); }
  | shortest_function
  ;

selector
  : path_mode opt_paths                                 { $$ = build_selector(SHORTEST_NONE, 0, $1); }
  | ALL opt_path_mode opt_paths                         { $$ = build_selector(SHORTEST_NONE, 0, $2); }
  | ANY opt_path_mode opt_paths                         { $$ = build_selector(SHORTEST_ANY, 1, $2); }
  | ANY INTEGER opt_path_mode opt_paths                 { $$ = build_selector(SHORTEST_ANY, $2, $3); }
  | ALL SHORTEST opt_path_mode opt_paths                { $$ = build_selector(SHORTEST_ALL, 0, $3); }
  | ANY SHORTEST opt_path_mode opt_paths                { $$ = build_selector(SHORTEST_ONE, 1, $3); }
  | SHORTEST INTEGER opt_path_mode opt_paths            { $$ = build_selector(SHORTEST_K, $2, $3); }
  | SHORTEST INTEGER opt_path_mode opt_paths groups     { $$ = build_selector(SHORTEST_GROUPS, $2, $3); }
  | SHORTEST opt_path_mode opt_paths groups             { $$ = build_selector(SHORTEST_GROUPS, 1, $2); }
  ;

opt_path_mode
  : %empty                                              { $$ = PATH_DEFAULT; }
  | path_mode
  ;

path_mode
  : WALK                                                { $$ = PATH_WALK; }
  | TRAIL                                               { $$ = PATH_TRAIL; }
  | ACYCLIC                                             { $$ = PATH_ACYCLIC; }
  | SIMPLE                                              { $$ = PATH_SIMPLE; }
  ;

opt_paths
  : %empty
  | PATH
  | PATHS
  ;

groups
  : GROUP
  | GROUPS
  ;

shortest_function
  : SHORTESTPATH '(' path_parts ')'                     { $$ = build_shortest(p, @$, SHORTEST_ONE, $3); }
  | ALLSHORTESTPATHS '(' path_parts ')'                 { $$ = build_shortest(p, @$, SHORTEST_ALL, $3); }
  ;

/* Nodes alternate with relationships; a group in parentheses brings its own ends, so it may stand beside a node or
 * beside another group. */
path_parts
  : path_to_node
  | path_to_group
  ;

path_to_node
  : node                                                { $$ = build_path_start(p, $1); }
  | path_to_node rel node                               { $$ = build_path_step(p, $1, $2, $3); }
  | path_to_group node                                  { $$ = build_path_node(p, $1, $2); }
  ;

path_to_group
  : group                                               { $$ = build_path_group(p, NO_PATH, $1); }
  | path_to_node group                                  { $$ = build_path_group(p, $1, $2); }
  | path_to_group group                                 { $$ = build_path_group(p, $1, $2); }
  ;

group
  : '(' path_pattern opt_where ')' opt_quantifier       { $$ = build_group(p, @$, $2, $3, $5); }
  ;

/* ---- the path of a pattern predicate or comprehension, which begins at a parenthesis marked by the filter */

marked_path
  : marked_to_node %prec LONGEST                        { $$ = build_path(p, @$, $1); }
  | marked_to_group %prec LONGEST                       { $$ = build_path(p, @$, $1); }
  ;

marked_to_node
  : marked_node rel node            { $$ = build_path_step(p, build_path_start(p, $1), $2, $3); }
  | marked_to_node rel node                             { $$ = build_path_step(p, $1, $2, $3); }
  | marked_to_group node                                { $$ = build_path_node(p, $1, $2); }
  ;

marked_to_group
  : marked_node marked_group        { $$ = build_path_group(p, build_path_start(p, $1), $2); }
  | marked_to_node marked_group                         { $$ = build_path_group(p, $1, $2); }
  | marked_to_group marked_group                        { $$ = build_path_group(p, $1, $2); }
  ;

/* In an expression the quantifier must be there: without it a `+` behind the group would be one, or an addition. */
marked_group
  : '(' path_pattern opt_where ')' quantifier           { $$ = build_group(p, @$, $2, $3, $5); }
  ;

/* ---- nodes */

node
  : marked_node
  | '(' opt_name opt_labels opt_properties opt_where ')'
                                                        { $$ = build_node(p, @$, $2, $3, $4, $5); }
  ;

marked_node
  : PATTERN_PAREN opt_name opt_labels opt_properties opt_where ')'
                                                        { $$ = build_node(p, @$, $2, $3, $4, $5); }
  ;

opt_name
  : %empty                                              { $$ = NO_NAME; }
  | name
  ;

opt_labels
  : %empty                                              { $$ = NULL; }
  | ':' label_expr                                      { $$ = $2; }
  | IS label_expr                                       { $$ = $2; }
  ;

opt_properties
  : %empty                                              { $$ = NULL; }
  | map
  | PARAMETER                                           { $$ = build_parameter(p, $1); }
  ;

/* ---- relationships: the old star inside the brackets or a quantifier behind them, not both */

rel
  : distance_left distance_right opt_quantifier         { $$ = build_rel(p, @$, $1, $2, NULL, $3); }
  | distance_left '[' opt_name opt_types opt_properties opt_where ']' distance_right opt_quantifier
      { $$ = build_rel(p, @$, $1, $8, build_rel_detail(p, $3, $4, $5, $6), $9); }
  | distance_left '[' opt_name opt_types range opt_properties opt_where ']' distance_right
      { $$ = build_rel(p, @$, $1, $9, build_rel_detail(p, $3, $4, $6, $7), $5); }
  ;

distance_left
  : '-'                                                 { $$ = false; }
  | '<' '-'                                             { $$ = true; }
  ;

distance_right
  : '-'                                                 { $$ = false; }
  | '-' '>'                                             { $$ = true; }
  ;

opt_types
  : opt_labels
  ;

range
  : '*'                                                 { $$ = build_range(false, 0, false, 0); }
  | '*' INTEGER                                         { $$ = build_range(true, $2, true, $2); }
  | '*' INTEGER RANGE                                   { $$ = build_range(true, $2, false, 0); }
  | '*' INTEGER RANGE INTEGER                           { $$ = build_range(true, $2, true, $4); }
  | '*' RANGE                                           { $$ = build_range(false, 0, false, 0); }
  | '*' RANGE INTEGER                                   { $$ = build_range(false, 0, true, $3); }
  ;

opt_quantifier
  : %empty                                              { $$ = NO_QUANTIFIER; }
  | quantifier
  ;

quantifier
  : '*'                                                 { $$ = build_quantifier(0, false, 0); }
  | '+'                                                 { $$ = build_quantifier(1, false, 0); }
  | '{' INTEGER '}'                                     { $$ = build_quantifier($2, true, $2); }
  | '{' INTEGER ',' '}'                                 { $$ = build_quantifier($2, false, 0); }
  | '{' INTEGER ',' INTEGER '}'                         { $$ = build_quantifier($2, true, $4); }
  | '{' ',' INTEGER '}'                                 { $$ = build_quantifier(0, true, $3); }
  | '{' ',' '}'                                         { $$ = build_quantifier(0, false, 0); }
  ;

/* ==== Labels and types */

label_expr
  : label_and
  | label_expr '|' label_and                            { $$ = build_label_pair(p, @$, LABEL_OR, false, $1, $3); }
  | label_expr '|' ':' label_and                        { $$ = build_label_pair(p, @$, LABEL_OR, true, $1, $4); }
  ;

label_and
  : label_not
  | label_and '&' label_not                             { $$ = build_label_pair(p, @$, LABEL_AND, false, $1, $3); }
  | label_and ':' label_not                             { $$ = build_label_pair(p, @$, LABEL_AND, true, $1, $3); }
  ;

label_not
  : label_atom
  | '!' label_not                                       { $$ = build_label_not(p, @$, $2); }
  ;

label_atom
  : key                                                 { $$ = build_label(p, $1); }
  | '%'                                                 { $$ = build_label_any(p, @$); }
  | '(' label_expr ')'                                  { $$ = $2; }
  | DOLLAR_PAREN expr ')'                               { $$ = build_label_dynamic(p, @$, $1, $2); }
  ;

/* ---- behind IS, where NULL, NOT, TYPED and the words of is_word say something else than a label */

is_label
  : is_label_and
  | is_label '|' label_and                              { $$ = build_label_pair(p, @$, LABEL_OR, false, $1, $3); }
  ;

is_label_and
  : is_label_not
  | is_label_and '&' label_not                          { $$ = build_label_pair(p, @$, LABEL_AND, false, $1, $3); }
  ;

is_label_not
  : IDENTIFIER                                          { $$ = build_label(p, $1); }
  | unreserved                                          { $$ = build_label(p, $1); }
  | special                                             { $$ = build_label(p, $1); }
  | LABELED label_not                                   { $$ = $2; }
  | '!' label_not                                       { $$ = build_label_not(p, @$, $2); }
  | '%'                                                 { $$ = build_label_any(p, @$); }
  | '(' label_expr ')'                                  { $$ = $2; }
  | DOLLAR_PAREN expr ')'                               { $$ = build_label_dynamic(p, @$, $1, $2); }
  ;

is_or_not
  : IS                                                  { $$ = false; }
  | IS NOT                                              { $$ = true; }
  ;

normal_form
  : NORMALIZED                                          { $$ = NO_NAME; }
  | IDENTIFIER NORMALIZED                               { $$ = $1; }
  ;

/* ==== Expressions: OR, XOR, AND, NOT. A row of one operator is gathered and built as a balanced tree, so that a long
 * one stays low. */

expr
  : or_terms                                            { $$ = build_terms(p, OP_OR, $1); }
  ;

or_terms
  : xor_expr                                            { $$ = build_exprs(p, NO_EXPRS, $1); }
  | or_terms OR xor_expr                                { $$ = build_exprs(p, $1, $3); }
  ;

xor_expr
  : xor_terms                                           { $$ = build_terms(p, OP_XOR, $1); }
  ;

xor_terms
  : and_expr                                            { $$ = build_exprs(p, NO_EXPRS, $1); }
  | xor_terms XOR and_expr                              { $$ = build_exprs(p, $1, $3); }
  ;

and_expr
  : and_terms                                           { $$ = build_terms(p, OP_AND, $1); }
  ;

and_terms
  : not_expr                                            { $$ = build_exprs(p, NO_EXPRS, $1); }
  | and_terms AND not_expr                              { $$ = build_exprs(p, $1, $3); }
  ;

not_expr
  : operand
  | NOT not_expr                                        { $$ = build_unary(p, @$, OP_NOT, $2); }
  ;

/* ---- comparisons, predicates, arithmetic; the precedence is declared above */

operand
  : unary
  | operand comparison_op operand %prec '='             { $$ = build_comparison(p, @$, $2, $1, $3); }
  | operand IN operand                                  { $$ = build_binary(p, @$, OP_IN, $1, $3); }
  | operand STARTS WITH operand %prec STARTS            { $$ = build_binary(p, @$, OP_STARTS_WITH, $1, $4); }
  | operand ENDS WITH operand %prec ENDS                { $$ = build_binary(p, @$, OP_ENDS_WITH, $1, $4); }
  | operand CONTAINS operand                            { $$ = build_binary(p, @$, OP_CONTAINS, $1, $3); }
  | operand REGEX operand                               { $$ = build_binary(p, @$, OP_REGEX, $1, $3); }
  | operand is_or_not NULL %prec IS                     { $$ = build_unary(p, @$, $2 ? OP_IS_NOT_NULL : OP_IS_NULL, $1); }
  | operand TYPE_COLON type                             { $$ = build_typed(p, @$, $1, false, @3, $3); }
  | operand is_or_not typed type %prec IS               { $$ = build_typed(p, @$, $1, $2, @4, $4); }
  | operand is_or_not is_label %prec IS                 { $$ = build_not(p, @$, $2, build_has_labels(p, @$, $1, $3)); }
  | operand is_or_not normal_form %prec IS              { $$ = build_not(p, @$, $2, build_normalized(p, @$, $1, $3)); }
  | operand is_or_not SOURCE OF operand %prec IS        { $$ = build_end_of(p, @$, $1, $2, "startNode", $5); }
  | operand is_or_not DESTINATION OF operand %prec IS   { $$ = build_end_of(p, @$, $1, $2, "endNode", $5); }
  | operand is_or_not DIRECTED %prec IS                 { $$ = build_not(p, @$, $2, build_directed(p, @$, $1)); }
  | operand '+' operand                                 { $$ = build_binary(p, @$, OP_ADD, $1, $3); }
  | operand '-' operand                                 { require_ascii(p, @2); $$ = build_binary(p, @$, OP_SUB, $1, $3); }
  | operand CONCAT operand                              { $$ = build_binary(p, @$, OP_CONCAT, $1, $3); }
  | operand '*' operand                                 { $$ = build_binary(p, @$, OP_MUL, $1, $3); }
  | operand '/' operand                                 { $$ = build_binary(p, @$, OP_DIV, $1, $3); }
  | operand '%' operand                                 { $$ = build_binary(p, @$, OP_MOD, $1, $3); }
  | operand '^' operand                                 { $$ = build_binary(p, @$, OP_POW, $1, $3); }
  ;

unary
  : labelled
  | '-' unary                                           { require_ascii(p, @1); $$ = build_unary(p, @$, OP_NEGATE, $2); }
  | '+' unary                                           { $$ = build_unary(p, @$, OP_PLUS, $2); }
  | '-' INTEGER_MIN                                     { require_ascii(p, @1); $$ = build_literal(p, @$, value_int(INT64_MIN)); }
  ;

labelled
  : postfix
  | postfix ':' label_expr                              { $$ = build_has_labels(p, @$, $1, $3); }
  ;

postfix
  : primary
  | postfix '.' key                                     { $$ = build_property(p, $1, $3); }
  | postfix '[' expr ']'                                { $$ = build_index(p, $1, $3, @4); }
  | postfix '[' opt_bound RANGE opt_bound ']'           { $$ = build_slice(p, @$, $1, $3, $5); }
  ;

opt_bound
  : %empty                                              { $$ = NULL; }
  | expr
  ;

typed
  : TYPE_COLON
  | TYPED
  ;

/* ---- types: kept as text, so that a rule gives no more than the height */

type
  : type_term
  | type '|' type_term                                  { $$ = MAX($1, $3); }
  ;

type_term
  : type_base
  | type_term NOT NULL
  | type_term '!'
  | type_term list_word                                 { $$ = build_type_list(p, @$, $1); }
  ;

type_base
  : type_words
  | ANY type_words                                      { $$ = $2; }
  | list_word %prec LONGEST                             { $$ = 1; }
  | list_word '<' type '>'                              { $$ = build_type_list(p, @$, $3); }
  | any_word %prec LONGEST                              { $$ = 1; }
  | any_word '<' type '>'                               { $$ = build_type_list(p, @$, $3); }
  ;

type_words
  : IDENTIFIER                                          { $$ = 1; }
  | PATH                                                { $$ = 1; }
  | NULL                                                { $$ = 1; }
  | type_words IDENTIFIER
  | type_words VALUE
  ;

any_word
  : ANY
  | ANY VALUE
  ;

list_word
  : LIST
  | ARRAY
  ;

/* ---- primaries */

primary
  : literal
  | map
  | PARAMETER                                           { $$ = build_parameter(p, $1); }
  | name %prec LONGEST                                  { $$ = build_variable(p, $1); }
  | '(' expr ')'                                        { $$ = build_parenthesised($2, @$); }
  | '[' opt_expr_list ']'                               { $$ = build_list(p, @$, $2); }
  | case
  | function_name '(' opt_expr_list ')'                 { $$ = build_function(p, @$, $1, false, $3); }
  | function_name '(' DISTINCT expr_list ')'            { $$ = build_function(p, @$, $1, true, $4); }
  | COUNT '(' '*' ')'                                   { $$ = build_count_star(p, @$); }
  | COUNT '(' opt_expr_list ')'                         { $$ = build_function(p, @$, $1, false, $3); }
  | COUNT '(' DISTINCT expr_list ')'                    { $$ = build_function(p, @$, $1, true, $4); }
  | quantifier_word '(' name IN expr opt_where ')'      { $$ = build_quantified(p, @$, $1, $3, $5, $6); }
  | REDUCE '(' name '=' expr ',' name IN expr SUCH_THAT expr ')'
                                                        { $$ = build_reduce(p, @$, $3, $5, $7, $9, $11); }
  | ALLREDUCE '(' name '=' expr ',' name IN expr SUCH_THAT expr ',' expr ')'
                                                        { $$ = build_all_reduce(p, build_reduce(p, @$, $3, $5, $7, $9, $11), $13); }
  | trim
  | TEMPORAL_WORD STRING                                { $$ = build_temporal_literal(p, @$, NO_NAME, $1, $2); }
  | TEMPORAL_WORD TEMPORAL_WORD STRING                  { $$ = build_temporal_literal(p, @$, $1, $2, $3); }
  | COMPREHENSION_BRACKET name IN expr opt_where opt_result ']'
                                                        { $$ = build_comprehension(p, @$, $2, $4, $5, $6); }
  | PATTERN_BRACKET marked_path opt_where SUCH_THAT expr ']'
                                                        { $$ = build_pattern_comprehension(p, @$, $2, $3, $5); }
  | PATTERN_BRACKET name '=' marked_path opt_where SUCH_THAT expr ']'
      { $$ = build_pattern_comprehension(p, @$, build_path_name(@4, $2, $4), $5, $7); }
  | name '{' projection_entries '}'                     { $$ = build_map_projection(p, @$, $1, $3); }
  | name '{' '}'                                        { $$ = build_map_projection(p, @$, $1, NO_ENTRIES); }
  | marked_path                                         { $$ = build_path_expr(p, @$, EXPR_PATTERN, $1); }
  | shortest_function                                   { $$ = build_path_expr(p, @$, EXPR_SHORTEST_PATH, $1); }
  | EXISTS_SUBQUERY subquery                            { $$ = build_subquery_expr(p, @$, OP_EXISTS, $2); }
  | COUNT_SUBQUERY subquery                             { $$ = build_subquery_expr(p, @$, OP_COUNT, $2); }
  | COLLECT_SUBQUERY subquery                           { $$ = build_subquery_expr(p, @$, OP_COLLECT, $2); }
  | VALUE_SUBQUERY subquery                             { $$ = build_subquery_expr(p, @$, OP_VALUE, $2); }
  ;

literal
  : INTEGER                                             { $$ = build_literal(p, @$, value_int($1)); }
  | FLOAT                                               { $$ = build_literal(p, @$, value_float($1)); }
  | STRING                                              { $$ = build_literal(p, @$, value_string($1.text)); }
  | TRUE                                                { $$ = build_literal(p, @$, value_bool(true)); }
  | FALSE                                               { $$ = build_literal(p, @$, value_bool(false)); }
  | NULL                                                { $$ = build_literal(p, @$, VALUE_NULL_VALUE); }
  ;

map
  : '{' '}'                                             { $$ = build_map(p, @$, NO_ENTRIES); }
  | '{' entries '}'                                     { $$ = build_map(p, @$, $2); }
  ;

entries
  : entry                                               { $$ = build_entries(p, NO_ENTRIES, $1); }
  | entries ',' entry                                   { $$ = build_entries(p, $1, $3); }
  ;

entry
  : key ':' expr                                        { $$ = build_entry(PROJECT_ENTRY, $1, $3); }
  ;

trim
  : TRIM '(' opt_trim_side TRIM_FROM expr ')'           { $$ = build_trim(p, @$, $3, NULL, $5); }
  | TRIM '(' opt_trim_side expr TRIM_FROM expr ')'      { $$ = build_trim(p, @$, $3, $4, $6); }
  ;

opt_trim_side
  : %empty                                              { $$ = NO_NAME; }
  | TRIM_SIDE
  ;

case
  : CASE opt_case_value case_arms opt_else END          { $$ = build_case(p, @$, $2, $3, $4); }
  ;

opt_case_value
  : %empty                                              { $$ = NULL; }
  | expr
  ;

case_arms
  : WHEN case_tests THEN expr                           { $$ = build_arm(p, NO_EXPRS, build_case_tests(p, @2, $2), $4); }
  | case_arms WHEN case_tests THEN expr                 { $$ = build_arm(p, $1, build_case_tests(p, @3, $3), $5); }
  ;

case_tests
  : case_test                                           { $$ = build_exprs(p, NO_EXPRS, $1); }
  | case_tests ',' case_test                            { $$ = build_exprs(p, $1, $3); }
  ;

/* A value that equals the one of the CASE, or a predicate without its left side, for which that value stands. */
case_test
  : expr
  | comparison_op operand %prec '='     { $$ = build_comparison(p, @$, $1, build_case_value(p, @$), $2); }
  | REGEX operand                       { $$ = build_binary(p, @$, OP_REGEX, build_case_value(p, @$), $2); }
  | IN operand                          { $$ = build_binary(p, @$, OP_IN, build_case_value(p, @$), $2); }
  | CONTAINS operand                    { $$ = build_binary(p, @$, OP_CONTAINS, build_case_value(p, @$), $2); }
  | STARTS WITH operand %prec STARTS    { $$ = build_binary(p, @$, OP_STARTS_WITH, build_case_value(p, @$), $3); }
  | ENDS WITH operand %prec ENDS        { $$ = build_binary(p, @$, OP_ENDS_WITH, build_case_value(p, @$), $3); }
  | is_or_not NULL      { $$ = build_unary(p, @$, $1 ? OP_IS_NOT_NULL : OP_IS_NULL, build_case_value(p, @$)); }
  | is_or_not typed type                { $$ = build_typed(p, @$, build_case_value(p, @$), $1, @3, $3); }
  | TYPE_COLON type                     { $$ = build_typed(p, @$, build_case_value(p, @$), false, @2, $2); }
  ;

opt_else
  : %empty                                              { $$ = NULL; }
  | ELSE expr                                           { $$ = $2; }
  ;

opt_expr_list
  : %empty                                              { $$ = NO_EXPRS; }
  | expr_list
  ;

expr_list
  : expr                                                { $$ = build_exprs(p, NO_EXPRS, $1); }
  | expr_list ',' expr                                  { $$ = build_exprs(p, $1, $3); }
  ;

opt_result
  : %empty                                              { $$ = NULL; }
  | SUCH_THAT expr                                      { $$ = $2; }
  ;

quantifier_word
  : ALL                                                 { $$ = OP_ALL; }
  | ANY                                                 { $$ = OP_ANY; }
  | NONE                                                { $$ = OP_NONE_OF; }
  | SINGLE                                              { $$ = OP_SINGLE; }
  ;

comparison_op
  : '='                                                 { $$ = OP_EQ; }
  | NE                                                  { $$ = OP_NE; }
  | '<'                                                 { require_ascii(p, @1); $$ = OP_LT; }
  | LE                                                  { $$ = OP_LE; }
  | '>'                                                 { require_ascii(p, @1); $$ = OP_GT; }
  | GE                                                  { $$ = OP_GE; }
  ;

subquery
  : '{' query '}'                                       { $$ = $2; }
  | '{' match_body '}'                                  { $$ = build_match_query(p, @2, $2); }
  ;

projection_entries
  : projection_entry                                    { $$ = build_entries(p, NO_ENTRIES, $1); }
  | projection_entries ',' projection_entry             { $$ = build_entries(p, $1, $3); }
  ;

projection_entry
  : '.' key                                             { $$ = build_entry(PROJECT_PROPERTY, $2, NULL); }
  | '.' '*'                                             { $$ = build_entry(PROJECT_ALL, NO_NAME, NULL); }
  | key ':' expr                                        { $$ = build_entry(PROJECT_ENTRY, $1, $3); }
  | name                                              { $$ = build_entry(PROJECT_VARIABLE, $1, build_variable(p, $1)); }
  ;

/* ==== Names: the classes of keywords.def */

key
  : name
  | reserved
  ;

name
  : IDENTIFIER
  | unreserved
  | is_word
  | special
  ;

function_name
  : IDENTIFIER
  | DOTTED_NAME
  | unreserved
  | is_word
  ;

unreserved
  : ACCORDING | ACYCLIC | ARRAY | ASC | ASCENDING | BEGIN | BEST | BETWEEN | BREAK | BY | CALL | CERTAINLY | COLLECT
  | COMMIT | CONCURRENT | CONSTRAINT | CONSTRAINTS | CONTAINED | CONTINUE | CSV | DEFAULT | DESC | DESCENDING | DROP
  | END | ERROR | EXCEPT | EXISTS | EXPLAIN | FAIL | FIELDTERMINATOR | FILTER | FINISH | FIRST | FOR | FOREACH | FROM
  | GROUP | GROUPS | HEADERS | IF | INDEX | INDEXES | INSERT | INTERSECT | JOIN | JSONL | KEY | LAST | LET | LIST | LOAD
  | NEXT | NODETACH | NULLS | OF | OFFSET | ORDINALITY | OTHERWISE | PATH | PATHS | PORTION | POSSIBLY | PROFILE
  | RANK | REPORT | REQUIRE | ROLLBACK | ROW | ROWS | SCAN | SEEK | SETTING | SHORTEST | SHOW | SIMPLE | STATUS | TO
  | TRAIL | TRANSACTION | TRANSACTIONS | UNIQUE | USING | VALID_TIME | VALUE | WALK | WHY | YIELD
  ;

is_word
  : DESTINATION | DIRECTED | LABELED | NORMALIZED | SOURCE | TYPED
  ;

special
  : ALL | ALLREDUCE | ALLSHORTESTPATHS | ANY | COUNT | NONE | REDUCE | SHORTESTPATH | SINGLE
  ;

reserved
  : AND | AS | CASE | CONTAINS | CREATE | DELETE | DETACH | DISTINCT | ELSE | ENDS | FALSE | IN | IS | LIMIT
  | MATCH | MERGE | NOT | NULL | ON | OPTIONAL | OR | ORDER | REMOVE | RETURN | SET | SKIP | STARTS | THEN
  | TRUE | UNION | UNWIND | WHEN | WHERE | WITH | XOR
  ;

%%

static int yylex(YYSTYPE *value, Span *span, Parser *parser)
{
  /* Nothing is to be had from a tree that lacks memory or is too high. */
  if (parser->arena->bad || parser->err->kind != ERROR_NONE) return TK_INVALID;
  const Token *token = &parser->tokens.at[MIN(parser->next, parser->tokens.n - 1)];
  parser->next++;
  *span = token->span;
  if (token->kind == TK_INTEGER) value->integer = token->integer;
  else if (token->kind == TK_FLOAT) value->number = token->number;
  else value->name = (Name){token->text, token->span};
  return token->kind;
}

static int yyreport_syntax_error(const yypcontext_t *context, Parser *parser)
{
  yysymbol_kind_t kinds[YYNTOKENS];
  const char *names[YYNTOKENS];
  int n = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
  for (int i = 0; i < n; i++) names[i] = yysymbol_name(kinds[i]);
  syntax_error_report(parser, names, MAX(n, 0));
  return 0;
}

/* Bison calls this only when its stack is at its limit. */
static void yyerror(Span *span, Parser *parser, const char *message)
{
  (void)message;
  parser_too_deep(parser, *span);
}
