/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding what is worth a note; see notes.h. Two walks over the checked tree: the first, of statements that write,
 * gathers the names that the statement may bring about itself; the second looks at what the statement reads. Names that
 * the graph has ever known are passed over, also where nothing bears them now: whether something does can change
 * without the schema, and a note must not be wrong. */
#include "notes.h"

#include "core/nearest.h"
#include "proc/proc.h"

#include <stdlib.h>

/* A product of two large sides in the plan, by a slot that either side binds. */
typedef struct Product {
  uint32_t left, right;
  double rows;
} Product;

typedef struct ProductList {
  Product *at;
  uint32_t n, cap;
} ProductList;

typedef struct Reader {
  Arena *arena;
  const Graph *graph;
  const Checked *checked;
  NoteList *notes;
  NameList written[NAME_KIND_COUNT];   /* what the statement itself may make */
  bool writes_any[NAME_KIND_COUNT];    /* names that only the rows know */
  NameList mentioned[NAME_KIND_COUNT]; /* what a note has been made of */
  ProductList products;
  bool expected; /* what is read may well be missing (n.x IS NULL, !Draft): only a near name is worth a note */
} Reader;

static void add_note(Reader *r, const char *code, Span span, const char *message)
{
  Note note = {code, span, message};
  if (r->notes->n < NOTES_MOST) ast_push(r->arena, r->notes, note);
}

static bool has_name(const NameList *list, Text name)
{
  for (uint32_t i = 0; i < list->n; i++)
    if (text_equal(list->at[i].text, name)) return true;
  return false;
}

/* ---- what is written */

static void write_name(Reader *r, NameKind kind, Name name)
{
  ast_push(r->arena, &r->written[kind], name);
}

static void write_labels(Reader *r, NameKind kind, const LabelExpr *labels)
{
  for (; labels; labels = labels->left) {
    if (labels->kind == LABEL_NAME) write_name(r, kind, labels->name);
    if (labels->kind == LABEL_DYNAMIC) r->writes_any[kind] = true;
    write_labels(r, kind, labels->right);
  }
}

/* A map, or null: a literal's keys, or whatever another expression gives. */
static void write_map(Reader *r, const Expr *map)
{
  if (!map) return;
  if (map->kind != EXPR_MAP) r->writes_any[NAME_KEY] = true;
  for (uint32_t i = 0; map->kind == EXPR_MAP && i < map->n; i++) write_name(r, NAME_KEY, map->keys[i]);
}

static void write_pattern(Reader *r, const Pattern *pattern)
{
  for (uint32_t p = 0; p < pattern->paths.n; p++) {
    const PathPattern *path = pattern->paths.at[p];
    for (uint32_t i = 0; i <= path->n; i++) {
      write_labels(r, NAME_LABEL, path->nodes[i]->labels);
      write_map(r, path->nodes[i]->properties);
      if (i == path->n || !path->rels[i]) continue;
      write_labels(r, NAME_TYPE, path->rels[i]->types);
      write_map(r, path->rels[i]->properties);
    }
  }
}

static void write_items(Reader *r, const SetList *items)
{
  for (uint32_t i = 0; i < items->n; i++) {
    const SetItem *item = &items->at[i];
    switch (item->kind) {
    case SET_PROPERTY:
      if (item->target->kind == EXPR_PROPERTY)
        write_name(r, NAME_KEY, item->target->name);
      else
        r->writes_any[NAME_KEY] = true;
      break;
    case SET_REPLACE:
    case SET_ADD: write_map(r, item->value); break;
    case SET_LABELS: write_labels(r, NAME_LABEL, item->labels); break;
    case REMOVE_PROPERTY:
    case REMOVE_LABELS: break;
    }
  }
}

static void write_query(Reader *r, const Query *query);

static void write_clause(Reader *r, const Clause *clause)
{
  if (clause->kind == CLAUSE_CREATE || clause->kind == CLAUSE_MERGE) write_pattern(r, clause->pattern);
  write_items(r, &clause->items);
  write_items(r, &clause->on_create);
  write_items(r, &clause->on_match);
  for (uint32_t i = 0; i < clause->updates.n; i++) write_clause(r, clause->updates.at[i]);
  write_query(r, clause->query);
  if (clause->procedure && clause->procedure->writes)
    for (uint32_t kind = 0; kind < NAME_KIND_COUNT; kind++) r->writes_any[kind] = true;
}

static void write_query(Reader *r, const Query *query)
{
  for (; query; query = query->next) {
    for (uint32_t i = 0; i < query->clauses.n; i++) write_clause(r, query->clauses.at[i]);
    write_query(r, query->body);
    write_query(r, query->then);
  }
}

/* ---- names that are read */

static const struct {
  const char *code, *nobody_has;
} kinds[NAME_KIND_COUNT] = {
    [NAME_LABEL] = {"UnknownLabel", "no node has the label"},
    [NAME_TYPE] = {"UnknownRelationshipType", "no relationship has the type"},
    [NAME_KEY] = {"UnknownPropertyKey", "no node or relationship has the property"},
};

static Text nearest_in_graph(const Graph *graph, NameKind kind, Text name)
{
  Text best = {NULL, 0};
  NearestName nearest = nearest_name(name);
  for (uint32_t i = 0, n = graph_name_count(graph, kind); i < n; i++) {
    Text candidate = graph_name(graph, kind, i);
    if (nearest_name_try(&nearest, candidate)) best = candidate;
  }
  return best;
}

static void note_unknown(Reader *r, NameKind kind, const Name *name)
{
  const char *nobody_has = kinds[kind].nobody_has;
  Text nearest = nearest_in_graph(r->graph, kind, name->text);
  if (!nearest.data && r->expected) return;
  const char *message;
  int len = (int)name->text.len;
  if (nearest.data)
    message = arena_printf(r->arena, "%s `%.*s`; did you mean `%.*s`?", nobody_has, len, name->text.data,
                           (int)nearest.len, nearest.data);
  else if (kind == NAME_LABEL && graph_name_find(r->graph, NAME_TYPE, name->text) != NAME_NONE)
    message = arena_printf(r->arena, "%s `%.*s`: it is a relationship type", nobody_has, len, name->text.data);
  else if (kind == NAME_TYPE && graph_name_find(r->graph, NAME_LABEL, name->text) != NAME_NONE)
    message = arena_printf(r->arena, "%s `%.*s`: it is a label of nodes", nobody_has, len, name->text.data);
  else
    message = arena_printf(r->arena, "%s `%.*s`", nobody_has, len, name->text.data);
  ast_push(r->arena, &r->mentioned[kind], *name);
  add_note(r, kinds[kind].code, name->span, message);
}

static void read_name(Reader *r, NameKind kind, const Name *name)
{
  if (graph_node_count(r->graph) == 0 || r->notes->n == NOTES_MOST || r->writes_any[kind]) return;
  if (graph_name_find(r->graph, kind, name->text) != NAME_NONE) return;
  if (has_name(&r->written[kind], name->text) || has_name(&r->mentioned[kind], name->text)) return;
  note_unknown(r, kind, name);
}

static void read_labels(Reader *r, NameKind kind, const LabelExpr *labels)
{
  if (!labels) return;
  bool expected = r->expected;
  if (labels->kind == LABEL_NAME) read_name(r, kind, &labels->name);
  r->expected = expected || labels->kind == LABEL_NOT;
  read_labels(r, kind, labels->left);
  read_labels(r, kind, labels->right);
  r->expected = expected;
}

static bool is_null(const Expr *e)
{
  return e->kind == EXPR_LITERAL && value_is_null(e->value);
}

/* A map of a pattern that is matched, where null fits nothing. */
static void read_map(Reader *r, const Name *entity, const Expr *map)
{
  for (uint32_t i = 0; map && map->kind == EXPR_MAP && i < map->n; i++) {
    const Name *key = &map->keys[i];
    read_name(r, NAME_KEY, key);
    if (!is_null(map->args[i])) continue;
    Text variable = entity->text.len > 0 && entity->text.data[0] ? entity->text : TEXT("x");
    add_note(r, "ComparisonWithNull", map->args[i]->span,
             arena_printf(r->arena, "nothing equals null, so this matches nothing: write WHERE %.*s.%.*s IS NULL",
                          (int)variable.len, variable.data, (int)key->text.len, key->text.data));
  }
}

/* The names in a path, not those in its expressions. */
static void read_path_names(Reader *r, const PathPattern *path)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    read_labels(r, NAME_LABEL, path->nodes[i]->labels);
    read_map(r, &path->nodes[i]->name, path->nodes[i]->properties);
    if (i == path->n) break;
    if (path->rels[i]) read_labels(r, NAME_TYPE, path->rels[i]->types);
    if (path->rels[i]) read_map(r, &path->rels[i]->name, path->rels[i]->properties);
    if (path->groups && path->groups[i]) read_path_names(r, path->groups[i]->path);
  }
}

/* ---- expressions */

static uint32_t types_of(const Reader *r, const Expr *e)
{
  if (e->kind != EXPR_VARIABLE || e->slot >= r->checked->slot_count) return TYPE_ANY;
  return r->checked->slots[e->slot].types & ~(uint32_t)TYPE_NULL;
}

/* Maps and dates have keys, too: only what is surely an entity is looked at. */
static void read_key(Reader *r, const Expr *entity, const Name *key)
{
  uint32_t types = types_of(r, entity);
  if (types == 0 || (types & ~(uint32_t)TYPE_ENTITY)) return;
  read_name(r, NAME_KEY, key);
}

/* The rewrite of AS OF and its kin reads two keys that nobody wrote: all parts of it have the clause's place. */
static bool is_written(const Expr *property)
{
  return property->name.span.start != property->args[0]->span.start;
}

static void read_property(Reader *r, const Expr *e)
{
  if (e->kind == EXPR_PROPERTY && is_written(e)) read_key(r, e->args[0], &e->name);
  bool literal = e->kind == EXPR_INDEX && e->args[1]->kind == EXPR_LITERAL && e->args[1]->value.type == VALUE_STRING;
  if (literal) read_key(r, e->args[0], &(Name){value_text(e->args[1]->value), e->args[1]->span});
}

static void read_label_predicate(Reader *r, const Expr *e)
{
  uint32_t types = types_of(r, e->args[0]);
  if (types == TYPE_NODE) read_labels(r, NAME_LABEL, e->labels);
  if (types == TYPE_REL) read_labels(r, NAME_TYPE, e->labels);
}

static void read_map_projection(Reader *r, const Expr *e)
{
  for (uint32_t i = 1; i < e->n; i++)
    if (e->ops[i] == PROJECT_PROPERTY) read_key(r, e->args[0], &e->keys[i]);
}

static void read_comparison(Reader *r, const Expr *e)
{
  bool any = false;
  for (uint32_t i = 0; i < e->n; i++) any = any || is_null(e->args[i]);
  if (!any) return;
  bool pair = e->n == 2, equal = e->ops[0] == OP_EQ, unequal = e->ops[0] == OP_NE;
  const char *instead = pair && equal ? ": write IS NULL" : pair && unequal ? ": write IS NOT NULL" : "";
  add_note(r, "ComparisonWithNull", e->span, arena_printf(r->arena, "a comparison with null is never true%s", instead));
}

/* Whether the expression asks if something is there, so that its author does not count on it. */
static bool asks_for_presence(const Expr *e)
{
  if (e->kind == EXPR_UNARY) return e->op == OP_IS_NULL || e->op == OP_IS_NOT_NULL;
  return e->kind == EXPR_CALL && e->function && strcmp(e->function->name, "coalesce") == 0;
}

static Status read_query(Reader *r, const Query *query);

static Status read_expr(void *context, Expr **child)
{
  Reader *r = context;
  const Expr *e = *child;
  bool expected = r->expected;
  r->expected = expected || asks_for_presence(e);
  switch (e->kind) {
  case EXPR_PROPERTY:
  case EXPR_INDEX: read_property(r, e); break;
  case EXPR_HAS_LABELS: read_label_predicate(r, e); break;
  case EXPR_MAP_PROJECTION: read_map_projection(r, e); break;
  case EXPR_COMPARISON: read_comparison(r, e); break;
  case EXPR_PATTERN:
  case EXPR_PATTERN_COMPREHENSION:
  case EXPR_SHORTEST_PATH: read_path_names(r, e->path); break;
  case EXPR_SUBQUERY: TRY(read_query(r, e->query)); break;
  default: break;
  }
  TRY(ast_each_child(*child, read_expr, r));
  r->expected = expected;
  return STATUS_OK;
}

static Status read_optional_expr(Reader *r, Expr *e)
{
  return e ? read_expr(r, &e) : STATUS_OK;
}

/* ---- products */

enum { LARGE_SIDE = 1000 }; /* rows on either side of a product: a million pairs are worth a word */

static uint32_t slot_of_scan(const Plan *plan)
{
  for (; plan; plan = plan->child[0]) {
    switch (plan->kind) {
    case PLAN_ALL_NODES_SCAN:
    case PLAN_LABEL_SCAN:
    case PLAN_NODE_INDEX_SEEK:
    case PLAN_REL_INDEX_SEEK:
    case PLAN_REL_TYPE_SCAN: return plan->slot;
    default: break;
    }
  }
  return SLOT_NONE;
}

/* limited: a LIMIT above asks for no more rows than it needs. */
static void find_products(Reader *r, const Plan *plan, bool limited)
{
  if (!plan) return;
  const Plan *left = plan->child[0], *right = plan->child[1];
  bool takes_all = plan->kind == PLAN_AGGREGATE || plan->kind == PLAN_SORT || plan->kind == PLAN_TOP;
  limited = plan->kind == PLAN_LIMIT || (limited && !takes_all);
  if (plan->kind == PLAN_CARTESIAN_PRODUCT && !limited && left->rows >= LARGE_SIDE && right->rows >= LARGE_SIDE) {
    Product product = {slot_of_scan(left), slot_of_scan(right), plan->rows};
    ast_push(r->arena, &r->products, product);
  }
  find_products(r, left, limited);
  find_products(r, right, limited);
}

static const PathPattern *path_of_slot(const Pattern *pattern, uint32_t slot)
{
  for (uint32_t p = 0; p < pattern->paths.n; p++) {
    const PathPattern *path = pattern->paths.at[p];
    for (uint32_t i = 0; i <= path->n; i++) {
      if (path->nodes[i]->slot == slot) return path;
      if (i < path->n && path->rels[i] && path->rels[i]->slot == slot) return path;
    }
  }
  return NULL;
}

static void note_products(Reader *r, const Pattern *pattern)
{
  for (uint32_t i = 0; i < r->products.n; i++) {
    const Product *product = &r->products.at[i];
    const PathPattern *left = path_of_slot(pattern, product->left), *right = path_of_slot(pattern, product->right);
    if (!left || !right || left == right) continue;
    add_note(r, "CartesianProduct", left->span.start > right->span.start ? left->span : right->span,
             arena_printf(r->arena,
                          "no relationship connects this with the rest of the pattern, so every pair of matches is "
                          "made: about %.0f",
                          product->rows));
  }
}

/* ---- clauses */

static Status read_projection(Reader *r, const Projection *p)
{
  if (!p) return STATUS_OK;
  for (uint32_t i = 0; i < p->items.n; i++) TRY(read_expr(r, &p->items.at[i].expr));
  for (uint32_t i = 0; i < p->group.n; i++) TRY(read_expr(r, &p->group.at[i]));
  for (uint32_t i = 0; i < p->order.n; i++) TRY(read_expr(r, &p->order.at[i].expr));
  TRY(read_optional_expr(r, p->skip));
  return read_optional_expr(r, p->limit);
}

static Status read_items(Reader *r, const SetList *items)
{
  for (uint32_t i = 0; i < items->n; i++) {
    const SetItem *item = &items->at[i];
    if (item->kind == REMOVE_LABELS) read_labels(r, NAME_LABEL, item->labels);
    TRY(read_optional_expr(r, item->target));
    TRY(read_optional_expr(r, item->value));
  }
  return STATUS_OK;
}

static Status read_clause(Reader *r, const Clause *clause)
{
  for (uint32_t i = 0; clause->pattern && i < clause->pattern->paths.n; i++) {
    PathPattern *path = clause->pattern->paths.at[i];
    if (clause->kind == CLAUSE_MATCH) read_path_names(r, path);
    TRY(ast_each_path_expr(path, read_expr, r));
  }
  if (clause->kind == CLAUSE_MATCH) note_products(r, clause->pattern);
  TRY(read_optional_expr(r, clause->where));
  TRY(read_optional_expr(r, clause->expr));
  TRY(read_projection(r, clause->projection));
  TRY(read_items(r, &clause->items));
  TRY(read_items(r, &clause->on_create));
  TRY(read_items(r, &clause->on_match));
  for (uint32_t i = 0; i < clause->exprs.n; i++) TRY(read_expr(r, &clause->exprs.at[i]));
  for (uint32_t i = 0; i < clause->updates.n; i++) TRY(read_clause(r, clause->updates.at[i]));
  return read_query(r, clause->query);
}

static Status read_query(Reader *r, const Query *query)
{
  for (; query; query = query->next) {
    TRY(read_optional_expr(r, query->when));
    for (uint32_t i = 0; i < query->clauses.n; i++) TRY(read_clause(r, query->clauses.at[i]));
    TRY(read_query(r, query->body));
    TRY(read_query(r, query->then));
  }
  return STATUS_OK;
}

static int by_place(const void *a, const void *b)
{
  const Note *first = a, *second = b;
  return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

Status notes_find(Arena *arena, const Graph *graph, const Checked *checked, const PlanTree *tree, NoteList *out,
                  Error *err)
{
  Reader r = {.arena = arena, .graph = graph, .checked = checked, .notes = out};
  *out = (NoteList){0};
  find_products(&r, tree->root, false);
  if (checked->writes) write_query(&r, checked->statement->query);
  TRY(read_query(&r, checked->statement->query));
  TRY(arena_check(arena, err));
  if (out->n > 1) qsort(out->at, out->n, sizeof *out->at, by_place);
  return STATUS_OK;
}
