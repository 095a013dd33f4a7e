/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan as text, for EXPLAIN and PROFILE: one operator a line, the last one first, its input below it. A second input
 * or a subplan is drawn to the right, before the input goes on.
 *
 *     Operator           Estimated  Details
 *     + Project                3.2  p.name AS name
 *     + OptionalApply          3.2
 *     | + Expand               3.2  (p)-[:KNOWS]->(f)
 *     | + Argument             1.0  p
 *     + NodeIndexSeek          1.0  (p:Person) p.id = 7 (index person_id)
 *     + Argument               1.0 */
#include "plan_internal.h"

typedef struct Line {
  const Plan *plan;
  uint32_t depth;
  Str details;
} Line;

typedef struct Printing {
  const PlanTree *tree;
  const Graph *graph;
  const OpProfile *profile;
  Line *lines;
  uint32_t n;
} Printing;

/* ---- pieces */

static void print_slot(Str *s, const Printing *x, uint32_t slot)
{
  if (slot == SLOT_NONE || slot >= x->tree->checked->slot_count) return;
  Text name = x->tree->checked->slots[slot].name;
  if (name.len == 0)
    str_addf(s, "anon_%u", slot);
  else if (name.data[0] == '\0') /* invented by a rewrite; expressions print it likewise */
    str_add_text(s, (Text){name.data + 1, name.len - 1});
  else
    value_print_name(s, name);
}

static void print_slots(Str *s, const Printing *x, const uint32_t *slots, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0) str_add(s, ", ");
    print_slot(s, x, slots[i]);
  }
}

static void print_node(Str *s, const Printing *x, uint32_t slot, const NameRef *label)
{
  str_add_char(s, '(');
  print_slot(s, x, slot);
  if (label != NULL && label->text.data != NULL) {
    str_add_char(s, ':');
    value_print_name(s, label->text);
  }
  str_add_char(s, ')');
}

static void print_length(Str *s, const Plan *plan)
{
  if (plan->kind != PLAN_EXPAND_VAR && plan->kind != PLAN_REACH && plan->kind != PLAN_SHORTEST_PATH) return;
  str_add_char(s, '*');
  str_add_int(s, plan->min);
  str_add(s, "..");
  if (plan->max != INT64_MAX) str_add_int(s, plan->max);
}

static void print_uniqueness(Str *s, const Printing *x, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->unique_count; i++) {
    str_add(s, i == 0 ? " not " : ", ");
    print_slot(s, x, plan->unique[i]);
  }
}

static void print_rel(Str *s, const Printing *x, const Plan *plan)
{
  print_node(s, x, plan->from, NULL);
  bool plain =
      plan->rel == SLOT_NONE && plan->type_count == 0 && plan->kind != PLAN_EXPAND_VAR && plan->kind != PLAN_REACH;
  if (plain) {
    str_add(s, plan->dir == DIR_IN ? "<--" : plan->dir == DIR_OUT ? "-->" : "--");
    print_node(s, x, plan->to, NULL);
    print_uniqueness(s, x, plan);
    return;
  }
  str_add(s, plan->dir == DIR_IN ? "<-[" : "-[");
  print_slot(s, x, plan->rel);
  for (uint32_t i = 0; i < plan->type_count; i++) {
    str_add_char(s, i == 0 ? ':' : '|');
    value_print_name(s, plan->types[i].text);
  }
  print_length(s, plan);
  str_add(s, plan->dir == DIR_OUT ? "]->" : "]-");
  print_node(s, x, plan->to, NULL);
  if (plan->step_filter != NULL) {
    str_add(s, " each ");
    ast_print_expr(s, plan->step_filter);
  }
  print_uniqueness(s, x, plan);
}

static void print_repeat(Str *s, const Printing *x, const Plan *plan)
{
  print_node(s, x, plan->from, NULL);
  str_add(s, " (");
  uint32_t printed = 0;
  for (uint32_t i = 0; i < plan->slot_count; i++) {
    if (plan->slots2[i] == SLOT_NONE) continue;
    if (printed++ > 0) str_add(s, ", ");
    print_slot(s, x, plan->slots2[i]);
  }
  str_addf(s, "){%lld,", (long long)plan->min);
  if (plan->max != INT64_MAX) str_add_int(s, plan->max);
  str_add(s, "} ");
  print_node(s, x, plan->to, NULL);
  print_uniqueness(s, x, plan);
}

static void print_mode(Str *s, const Plan *plan)
{
  static const char *const modes[] = {[PATH_DEFAULT] = "",
                                      [PATH_WALK] = "WALK ",
                                      [PATH_TRAIL] = "TRAIL ",
                                      [PATH_ACYCLIC] = "ACYCLIC ",
                                      [PATH_SIMPLE] = "SIMPLE "};
  str_add(s, modes[plan->mode]);
}

static void print_exprs(Str *s, Expr *const *exprs, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0) str_add(s, ", ");
    ast_print_expr(s, exprs[i]);
  }
}

static void print_conjuncts(Str *s, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->filter_count; i++) {
    const Expr *e = plan->filters[i];
    bool loose = plan->filter_count > 1 && e->kind == EXPR_BINARY && (e->op == OP_OR || e->op == OP_XOR);
    if (i > 0) str_add(s, " AND ");
    if (loose) str_add_char(s, '(');
    ast_print_expr(s, e);
    if (loose) str_add_char(s, ')');
  }
}

static void print_selection(Str *s, const Printing *x, const Plan *plan)
{
  long long k = (long long)plan->k;
  switch (plan->selector) {
  case SHORTEST_NONE: break;
  case SHORTEST_ONE: str_add(s, "ANY SHORTEST "); break;
  case SHORTEST_ALL: str_add(s, "ALL SHORTEST "); break;
  case SHORTEST_K: str_addf(s, "SHORTEST %lld ", k); break;
  case SHORTEST_GROUPS: str_addf(s, "SHORTEST %lld GROUPS ", k); break;
  case SHORTEST_ANY: str_addf(s, "ANY %lld ", k); break;
  }
  print_mode(s, plan);
  print_node(s, x, plan->flag ? plan->to : plan->from, NULL);
  str_add(s, "...");
  print_node(s, x, plan->flag ? plan->from : plan->to, NULL);
  if (plan->filter_count > 0) str_add(s, " where ");
  print_conjuncts(s, plan);
}

static void print_seek(Str *s, const Printing *x, const Plan *plan)
{
  uint32_t subject = plan->kind == PLAN_REL_INDEX_SEEK ? plan->rel : plan->slot;
  Str property;
  str_init(&property);
  print_slot(&property, x, subject);
  if (property.len > 0) str_add_char(&property, '.');
  value_print_name(&property, graph_name(x->graph, NAME_KEY, index_key(plan->index)));
  str_add_char(s, ' ');
  if (plan->equal || plan->in_list || plan->prefix) {
    str_addf(s, "%s %s ", str_cstr(&property), plan->equal ? "=" : plan->in_list ? "IN" : "STARTS WITH");
    ast_print_expr(s, plan->low);
  } else {
    if (plan->low != NULL) {
      str_addf(s, "%s %s ", str_cstr(&property), plan->low_inclusive ? ">=" : ">");
      ast_print_expr(s, plan->low);
    }
    if (plan->low != NULL && plan->high != NULL) str_add(s, " AND ");
    if (plan->high != NULL) {
      str_addf(s, "%s %s ", str_cstr(&property), plan->high_inclusive ? "<=" : "<");
      ast_print_expr(s, plan->high);
    }
  }
  str_free(&property);
  str_add(s, " (index ");
  value_print_name(s, index_name(plan->index));
  str_add_char(s, ')');
}

static void print_items(Str *s, const Printing *x, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->item_count; i++) {
    const PlanItem *item = &plan->items[i];
    if (i > 0) str_add(s, ", ");
    ast_print_expr(s, item->expr);
    if (expr_is_variable(item->expr, item->slot)) continue;
    str_add(s, " AS ");
    print_slot(s, x, item->slot);
  }
  for (uint32_t i = 0; i < plan->aggregate_count; i++) {
    if (i + plan->item_count > 0) str_add(s, ", ");
    ast_print_expr(s, plan->aggregates[i].call);
    str_add(s, " AS ");
    print_slot(s, x, plan->aggregates[i].slot);
  }
}

static void print_sort(Str *s, const Printing *x, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->sort_count; i++) {
    if (i > 0) str_add(s, ", ");
    print_slot(s, x, plan->sort[i].slot);
    if (plan->sort[i].descending) str_add(s, " DESC");
    if (plan->sort[i].descending != plan->sort[i].nulls_first)
      str_add(s, plan->sort[i].nulls_first ? " NULLS FIRST" : " NULLS LAST");
  }
  if (plan->count == NULL) return;
  str_add(s, " LIMIT ");
  ast_print_expr(s, plan->count);
}

static void print_creation(Str *s, const Printing *x, const Plan *plan)
{
  bool first = true;
  for (uint32_t i = 0; i < plan->node_count; i++) {
    const PlanNode *node = &plan->nodes[i];
    if (node->bound) continue;
    if (!first) str_add(s, ", ");
    first = false;
    str_add_char(s, '(');
    print_slot(s, x, node->slot);
    for (uint32_t k = 0; k < node->label_count; k++) {
      str_add_char(s, ':');
      value_print_name(s, node->labels[k].text);
    }
    str_add_char(s, ')');
  }
  for (uint32_t i = 0; i < plan->rel_count; i++) {
    const PlanRel *rel = &plan->rels[i];
    if (!first) str_add(s, ", ");
    first = false;
    print_node(s, x, rel->start, NULL);
    str_add(s, "-[");
    print_slot(s, x, rel->slot);
    str_add_char(s, ':');
    if (rel->dynamic_type == NULL)
      value_print_name(s, rel->type.text);
    else
      ast_print_expr(s, rel->dynamic_type);
    str_add(s, "]->");
    print_node(s, x, rel->end, NULL);
  }
}

static void print_set(Str *s, const SetItem *items, uint32_t n)
{
  static const char *const signs[] = {[SET_PROPERTY] = " = ", [SET_REPLACE] = " = ", [SET_ADD] = " += "};
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0) str_add(s, ", ");
    if (items[i].kind == REMOVE_PROPERTY || items[i].kind == REMOVE_LABELS) str_add(s, "REMOVE ");
    ast_print_expr(s, items[i].target);
    if (items[i].kind == SET_LABELS || items[i].kind == REMOVE_LABELS) str_add(s, ":...");
    if (items[i].value == NULL) continue;
    str_add(s, signs[items[i].kind]);
    ast_print_expr(s, items[i].value);
  }
}

static void print_paths(Str *s, const Printing *x, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->path_count; i++) {
    if (i > 0) str_add(s, "; ");
    print_slot(s, x, plan->paths[i].slot);
    str_add(s, " = ");
    print_slots(s, x, plan->paths[i].slots, plan->paths[i].n);
  }
}

static void print_call(Str *s, const Printing *x, const Plan *plan)
{
  if (plan->procedure != NULL) str_add(s, plan->procedure->name);
  str_add_char(s, '(');
  print_exprs(s, plan->exprs, plan->expr_count);
  str_add_char(s, ')');
  for (uint32_t i = 0; i < plan->yield_count; i++) {
    str_add(s, i == 0 ? " YIELD " : ", ");
    print_slot(s, x, plan->yields[i].slot);
  }
}

static void print_details(Str *s, const Printing *x, const Plan *plan)
{
  switch (plan->kind) {
  case PLAN_ARGUMENT:
  case PLAN_OPTIONAL: print_slots(s, x, plan->live, plan->kind == PLAN_ARGUMENT ? plan->live_count : 0); break;
  case PLAN_INTERSECT:
  case PLAN_ALL_NODES_SCAN: print_node(s, x, plan->slot, NULL); break;
  case PLAN_LABEL_SCAN: print_node(s, x, plan->slot, &plan->label); break;
  case PLAN_NODE_INDEX_SEEK:
    print_node(s, x, plan->slot, &plan->label);
    print_seek(s, x, plan);
    break;
  case PLAN_NODE_ID_SEEK:
    print_node(s, x, plan->slot, NULL);
    str_add(s, plan->in_list ? " id IN " : " id = ");
    ast_print_expr(s, plan->low);
    break;
  case PLAN_REL_INDEX_SEEK:
    print_rel(s, x, plan);
    print_seek(s, x, plan);
    break;
  case PLAN_REL_VALID_SEEK:
    print_rel(s, x, plan);
    str_add_char(s, ' ');
    ast_print_expr(s, plan->expr);
    break;
  case PLAN_REL_ID_SEEK:
  case PLAN_REL_TYPE_SCAN:
  case PLAN_EXPAND:
  case PLAN_EXPAND_INTO:
  case PLAN_EXPAND_VAR:
  case PLAN_REACH:
  case PLAN_SHORTEST_PATH: print_rel(s, x, plan); break;
  case PLAN_REPEAT: print_repeat(s, x, plan); break;
  case PLAN_SELECT_PATHS: print_selection(s, x, plan); break;
  case PLAN_PATH_MODE:
    print_mode(s, plan);
    print_slots(s, x, plan->paths[0].slots, plan->paths[0].n);
    break;
  case PLAN_FILTER: print_conjuncts(s, plan); break;
  case PLAN_PROJECT:
  case PLAN_AGGREGATE: print_items(s, x, plan); break;
  case PLAN_PATHS: print_paths(s, x, plan); break;
  case PLAN_SORT:
  case PLAN_TOP: print_sort(s, x, plan); break;
  case PLAN_SKIP:
  case PLAN_LIMIT: ast_print_expr(s, plan->count); break;
  case PLAN_UNWIND:
  case PLAN_LOAD_CSV:
  case PLAN_LOAD_JSONL:
    ast_print_expr(s, plan->expr);
    str_add(s, " AS ");
    print_slot(s, x, plan->slot);
    break;
  case PLAN_FOREACH:
    print_slot(s, x, plan->slot);
    str_add(s, " IN ");
    ast_print_expr(s, plan->expr);
    break;
  case PLAN_SEMI_APPLY: str_add(s, plan->flag ? "no rows" : "some row"); break;
  case PLAN_COUNT_APPLY:
    if (plan->flag) str_add(s, "from the graph's counts");
    break;
  case PLAN_DISTINCT:
  case PLAN_HASH_JOIN:
  case PLAN_UNION:
  case PLAN_OTHERWISE:
  case PLAN_EXCEPT_ROWS:
  case PLAN_INTERSECT_ROWS:
  case PLAN_WITNESS:
  case PLAN_PRODUCE_RESULTS: print_slots(s, x, plan->slots, plan->slot_count); break;
  case PLAN_CREATE:
  case PLAN_MERGE: print_creation(s, x, plan); break;
  case PLAN_SET: print_set(s, plan->set_items, plan->set_count); break;
  case PLAN_SPLIT:
    print_slots(s, x, plan->slots, plan->slot_count);
    str_add(s, " FROM ");
    ast_print_expr(s, plan->low);
    str_add(s, " TO ");
    ast_print_expr(s, plan->high);
    break;
  case PLAN_DELETE:
    if (plan->flag) str_add(s, "DETACH ");
    print_exprs(s, plan->exprs, plan->expr_count);
    break;
  case PLAN_PROCEDURE_CALL: print_call(s, x, plan); break;
  case PLAN_GATHER: print_details(s, x, plan->driver); break;
  default: break;
  }
}

/* ---- lines */

static uint32_t count_lines(const Plan *plan)
{
  uint32_t n = 0;
  for (; plan != NULL; plan = plan->child[0]) n += 1 + count_lines(plan->child[1]);
  return n;
}

static void collect(Printing *x, const Plan *plan, uint32_t depth)
{
  for (; plan != NULL; plan = plan->child[0]) {
    Line *line = &x->lines[x->n++];
    line->plan = plan;
    line->depth = depth;
    str_init(&line->details);
    print_details(&line->details, x, plan);
    if (plan->child[1] != NULL) collect(x, plan->child[1], depth + 1);
  }
}

static void pad(Str *out, size_t used, size_t width)
{
  for (; used < width; used++) str_add_char(out, ' ');
}

static size_t name_width(const Line *line)
{
  return 2 * line->depth + 2 + strlen(plan_name(line->plan->kind));
}

static void print_line(Str *out, const Printing *x, const Line *line, size_t names)
{
  for (uint32_t i = 0; i < line->depth; i++) str_add(out, "| ");
  str_addf(out, "+ %s", plan_name(line->plan->kind));
  pad(out, name_width(line), names);
  str_addf(out, "%12.1f", line->plan->rows);
  if (x->profile != NULL) {
    const OpProfile *profile = &x->profile[line->plan->id];
    uint64_t below = 0;
    for (uint32_t i = 0; i < 2; i++)
      if (line->plan->child[i] != NULL) below += x->profile[line->plan->child[i]->id].nanos;
    uint64_t own = profile->nanos > below ? profile->nanos - below : 0;
    str_addf(out, "%12llu%10llu%12.3f", (unsigned long long)profile->rows, (unsigned long long)profile->batches,
             (double)own / 1e6);
  }
  if (line->details.len > 0) {
    str_add(out, "  ");
    str_add_text(out, str_text(&line->details));
  }
  if (line->details.bad) out->bad = true;
  str_add_char(out, '\n');
}

static void print_header(Str *out, const Printing *x, size_t names)
{
  str_add(out, "Operator");
  pad(out, strlen("Operator"), names);
  str_addf(out, "%12s", "Estimated");
  if (x->profile != NULL) str_addf(out, "%12s%10s%12s", "Rows", "Batches", "ms");
  str_add(out, "  Details\n");
}

static void print_tree(Str *out, Printing *x, const Plan *root, bool header)
{
  enum { SHORTEST_NAMES = 16 };
  uint32_t count = count_lines(root);
  Arena arena;
  arena_init(&arena, NULL);
  x->lines = arena_array(&arena, Line, count);
  x->n = 0;
  if (x->lines == NULL || arena.bad) {
    out->bad = true;
    arena_free(&arena);
    return;
  }
  collect(x, root, 0);
  size_t names = SHORTEST_NAMES;
  for (uint32_t i = 0; i < x->n; i++) names = MAX(names, name_width(&x->lines[i]));
  if (header) print_header(out, x, names);
  for (uint32_t i = 0; i < x->n; i++) {
    print_line(out, x, &x->lines[i], names);
    str_free(&x->lines[i].details);
  }
  arena_free(&arena);
}

void plan_print(Str *out, const PlanTree *tree, const Graph *graph, const OpProfile *profile)
{
  static const char *const results[] = {[SUBPLAN_EXISTS] = "whether there are rows",
                                        [SUBPLAN_COUNT] = "number of rows",
                                        [SUBPLAN_COLLECT] = "list",
                                        [SUBPLAN_FIRST] = "first row"};
  Printing x = {.tree = tree, .graph = graph, .profile = profile};
  print_tree(out, &x, tree->root, true);
  for (uint32_t i = 0; i < tree->subplan_count; i++) {
    str_addf(out, "Subplan %u: %s\n", i + 1, results[tree->subplans[i].result]);
    print_tree(out, &x, tree->subplans[i].root, false);
  }
}
