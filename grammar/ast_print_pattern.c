/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns and labels as canonical Cypher. */
#include "ast_print_internal.h"

/* ---- labels */

static void print_label_at(Str *out, const LabelExpr *labels, LabelKind outer)
{
  /* What binds less tightly inside what binds more, and a pair on the right, need parentheses. */
  bool loose = (labels->kind == LABEL_OR && outer != LABEL_OR) || (labels->kind == LABEL_AND && outer == LABEL_NOT);
  if (loose) str_add_char(out, '(');
  print_labels(out, labels);
  if (loose) str_add_char(out, ')');
}

static void print_label_right(Str *out, const LabelExpr *labels, LabelKind outer)
{
  bool same = labels->kind == outer;
  if (same) str_add_char(out, '(');
  print_label_at(out, labels, same ? LABEL_OR : outer);
  if (same) str_add_char(out, ')');
}

void print_labels(Str *out, const LabelExpr *labels)
{
  switch (labels->kind) {
  case LABEL_NAME: value_print_name(out, labels->name.text); break;
  case LABEL_ANY: str_add_char(out, '%'); break;
  case LABEL_NOT:
    str_add_char(out, '!');
    print_label_at(out, labels->left, LABEL_NOT);
    break;
  case LABEL_AND:
    print_label_at(out, labels->left, LABEL_AND);
    str_add_char(out, labels->colon ? ':' : '&');
    print_label_right(out, labels->right, LABEL_AND);
    break;
  case LABEL_OR:
    print_label_at(out, labels->left, LABEL_OR);
    str_add(out, labels->colon ? "|:" : "|");
    print_label_right(out, labels->right, LABEL_OR);
    break;
  case LABEL_DYNAMIC:
    str_add(out, labels->any ? "$any(" : "$(");
    ast_print_expr(out, labels->expr);
    str_add_char(out, ')');
    break;
  }
}

/* ---- nodes and relationships */

static void print_space(Str *out, size_t start)
{
  if (out->len > start) str_add_char(out, ' ');
}

static void print_filter(Str *out, size_t start, const Expr *properties, const Expr *where)
{
  if (properties) {
    print_space(out, start);
    ast_print_expr(out, properties);
  }
  if (where) {
    print_space(out, start);
    str_add(out, "WHERE ");
    ast_print_expr(out, where);
  }
}

static void print_name_and_labels(Str *out, Name name, const LabelExpr *labels)
{
  if (name.text.data) print_variable(out, name);
  if (!labels) return;
  str_add_char(out, ':');
  print_labels(out, labels);
}

static void print_node(Str *out, const NodePattern *node)
{
  str_add_char(out, '(');
  size_t start = out->len;
  print_name_and_labels(out, node->name, node->labels);
  print_filter(out, start, node->properties, node->where);
  str_add_char(out, ')');
}

static void print_range(Str *out, const RelPattern *rel)
{
  str_add_char(out, '*');
  if (rel->has_min) str_add_int(out, rel->min);
  if (rel->has_min && rel->has_max && rel->min == rel->max) return;
  if (rel->has_min || rel->has_max) str_add(out, "..");
  if (rel->has_max) str_add_int(out, rel->max);
}

static void print_quantifier(Str *out, int64_t min, bool has_max, int64_t max)
{
  if (!has_max && min <= 1) {
    str_add_char(out, min == 0 ? '*' : '+');
    return;
  }
  str_add_char(out, '{');
  str_add_int(out, min);
  if (!has_max || max != min) str_add_char(out, ',');
  if (has_max && max != min) str_add_int(out, max);
  str_add_char(out, '}');
}

static void print_rel(Str *out, const RelPattern *rel)
{
  bool star = rel->variable && !rel->quantified;
  str_add(out, rel->direction == REL_IN || rel->direction == REL_EITHER ? "<-" : "-");
  if (rel->name.text.data || rel->types || rel->properties || rel->where || star) {
    str_add_char(out, '[');
    size_t start = out->len;
    print_name_and_labels(out, rel->name, rel->types);
    if (star) print_range(out, rel);
    print_filter(out, start, rel->properties, rel->where);
    str_add_char(out, ']');
  }
  str_add(out, rel->direction == REL_OUT || rel->direction == REL_EITHER ? "->" : "-");
  if (rel->quantified) print_quantifier(out, rel->min, rel->has_max, rel->max);
}

/* ---- paths */

static void print_group(Str *out, const PathGroup *group)
{
  str_add_char(out, '(');
  ast_print_path(out, group->path);
  if (group->where) {
    str_add(out, " WHERE ");
    ast_print_expr(out, group->where);
  }
  str_add_char(out, ')');
  if (group->has_min || group->has_max) print_quantifier(out, group->min, group->has_max, group->max);
}

static void print_steps(Str *out, const PathPattern *path)
{
  if (path->where) str_add_char(out, '(');
  print_node(out, path->nodes[0]);
  for (uint32_t i = 0; i < path->n; i++) {
    if (path->rels[i])
      print_rel(out, path->rels[i]);
    else
      print_group(out, path->groups[i]);
    print_node(out, path->nodes[i + 1]);
  }
  if (!path->where) return;
  str_add(out, " WHERE ");
  ast_print_expr(out, path->where);
  str_add_char(out, ')');
}

static void print_selector(Str *out, const PathPattern *path)
{
  static const char *const modes[] = {[PATH_DEFAULT] = "",
                                      [PATH_WALK] = "WALK ",
                                      [PATH_TRAIL] = "TRAIL ",
                                      [PATH_ACYCLIC] = "ACYCLIC ",
                                      [PATH_SIMPLE] = "SIMPLE "};
  switch (path->shortest) {
  case SHORTEST_NONE: break;
  case SHORTEST_ONE: str_add(out, "ANY SHORTEST "); break;
  case SHORTEST_ALL: str_add(out, "ALL SHORTEST "); break;
  case SHORTEST_ANY: str_addf(out, "ANY %lld ", (long long)path->k); break;
  case SHORTEST_K:
  case SHORTEST_GROUPS: str_addf(out, "SHORTEST %lld ", (long long)path->k); break;
  }
  str_add(out, modes[path->mode]);
  if (path->shortest == SHORTEST_GROUPS) str_add(out, "GROUPS ");
}

void ast_print_path(Str *out, const PathPattern *path)
{
  if (path->name.text.data) {
    print_variable(out, path->name);
    str_add(out, " = ");
  }
  if (path->shortest_function) {
    str_add(out, path->shortest == SHORTEST_ALL ? "allShortestPaths(" : "shortestPath(");
    print_steps(out, path);
    str_add_char(out, ')');
  } else {
    print_selector(out, path);
    print_steps(out, path);
  }
}
