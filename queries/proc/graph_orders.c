/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that choose relationships so that a tree or an order of the nodes remains. */
#include "analysis.h"

#include <stdlib.h>

static const ProcedureField rel_fields[] = {{"relationship", "RELATIONSHIP", TYPE_REL, false}};

/* ---- minimum spanning tree */

static igraph_error_t compute_spanning_tree(Analysis *a)
{
  igraph_error_t code = igraph_minimum_spanning_tree(&a->projection.graph, &a->numbers, analysis_weights(a));
  if (code == IGRAPH_SUCCESS) igraph_vector_int_sort(&a->numbers);
  return code;
}

static const Algorithm spanning_tree = {
    .doing = "finding a spanning tree",
    .options = OPTION(WEIGHT),
    .weights = WEIGHT_ANY,
    .result = RESULT_RELS,
    .compute = compute_spanning_tree,
};

GRAPH_PROCEDURE(
    spanning_tree, "spanningTree", 1, "relationship :: RELATIONSHIP", rel_fields,
    "Relationships that connect all that is connected, without a circle, and with the least weight in sum: a minimum "
    "spanning tree of each component. Directions make no difference.",
    "`weight`, a property of each relationship, which can be negative (none), ",
    "time linear in the relationships, with weights more by the logarithm of the nodes", "Prim 1957",
    "CALL graph.spanningTree({types: ['ROAD'], weight: 'km'}) YIELD relationship RETURN relationship")

/* ---- topological order */

enum { MOST_NAMED = 12 };

/* Takes away what nothing leads to, again and again: each vertex that is left is led to by another one that is, so that
 * going back from it ends in a cycle. Returns a vertex of one; before says whence each is led to. degree is all 0. */
static igraph_integer_t find_cycle(const igraph_t *graph, igraph_integer_t *degree, igraph_integer_t *before)
{
  igraph_integer_t *free_ones = before, n = 0, edges = igraph_vector_int_size(&graph->from), at = 0;
  const igraph_integer_t *from = VECTOR(graph->from), *to = VECTOR(graph->to);
  for (igraph_integer_t e = 0; e < edges; e++) degree[to[e]]++;
  for (igraph_integer_t v = 0; v < graph->n; v++)
    if (degree[v] == 0) free_ones[n++] = v;
  while (n > 0) {
    igraph_integer_t v = free_ones[--n];
    for (igraph_integer_t i = VECTOR(graph->os)[v]; i < VECTOR(graph->os)[v + 1]; i++) {
      igraph_integer_t next = to[VECTOR(graph->oi)[i]];
      if (--degree[next] == 0) free_ones[n++] = next;
    }
  }
  for (igraph_integer_t e = 0; e < edges; e++)
    if (degree[from[e]] > 0) before[to[e]] = from[e];
  while (degree[at] == 0) at++;
  for (igraph_integer_t i = 0; i < graph->n; i++) at = before[at];
  return at;
}

static void add_node(const Analysis *a, Str *out, igraph_integer_t vertex)
{
  value_print(out, value_node(projection_node(&a->projection, (uint32_t)vertex)), a->run->graph);
}

static void name_cycle(const Analysis *a, const igraph_integer_t *before, igraph_integer_t last)
{
  igraph_integer_t cycle[MOST_NAMED], n = 0, length = 0, at = last;
  do {
    if (n < MOST_NAMED) cycle[n++] = at;
    length++;
    at = before[at];
  } while (at != last);
  Str text;
  str_init(&text);
  add_node(a, &text, last);
  if (length > n) str_addf(&text, " -> ... (%lld more)", (long long)(length - n));
  while (n-- > 0) {
    str_addf(&text, " -> ");
    add_node(a, &text, cycle[n]);
  }
  error_set(a->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
            "%s: there is no order, as relationships lead in a circle: %s", a->run->procedure->name, str_cstr(&text));
  str_free(&text);
}

static igraph_error_t refuse_cycle(const Analysis *a)
{
  const igraph_t *graph = &a->projection.graph;
  igraph_integer_t *degree = calloc(2 * (size_t)graph->n, sizeof *degree);
  if (!degree) return IGRAPH_ENOMEM;
  igraph_integer_t *before = degree + graph->n;
  name_cycle(a, before, find_cycle(graph, degree, before));
  free(degree);
  return IGRAPH_FAILURE;
}

static igraph_error_t compute_order(Analysis *a)
{
  igraph_bool_t acyclic;
  igraph_error_t code = igraph_is_dag(&a->projection.graph, &acyclic);
  if (code != IGRAPH_SUCCESS) return code;
  if (!acyclic) return refuse_cycle(a);
  return igraph_topological_sorting(&a->projection.graph, &a->numbers, IGRAPH_OUT);
}

static const Algorithm topological_order = {
    .doing = "ordering nodes",
    .defaults = {.directed = true},
    .result = RESULT_NODES,
    .compute = compute_order,
};

static const ProcedureField order_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"position", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(topological_order, "topologicalOrder", 1, "node :: NODE, position :: INTEGER", order_fields,
                "The nodes so that all relationships lead from a node to a later one; an error that names a circle "
                "where there is one.",
                "", "linear time", "Kahn 1962",
                "CALL graph.topologicalOrder({types: ['REQUIRES']}) YIELD node, position RETURN node, position")

/* ---- feedback arc set */

static const char *const feedback_methods[] = {"approximate", "exact", NULL};
static const igraph_fas_algorithm_t feedback_method[] = {IGRAPH_FAS_APPROX_EADES, IGRAPH_FAS_EXACT_IP};

static igraph_error_t compute_feedback(Analysis *a)
{
  igraph_error_t code = igraph_feedback_arc_set(&a->projection.graph, &a->numbers, analysis_weights(a),
                                                feedback_method[a->options.method]);
  if (code == IGRAPH_SUCCESS) igraph_vector_int_sort(&a->numbers);
  return code;
}

static const Algorithm feedback_arc_set = {
    .doing = "finding a feedback arc set",
    .options = OPTION(WEIGHT) | OPTION(METHOD),
    .defaults = {.directed = true},
    .methods = feedback_methods,
    .result = RESULT_RELS,
    .compute = compute_feedback,
};

GRAPH_PROCEDURE(
    feedback_arc_set, "feedbackArcSet", 1, "relationship :: RELATIONSHIP", rel_fields,
    "Relationships without which none lead in a circle.",
    "`method`: 'approximate', a small set, or 'exact', the one with the least weight in sum ('approximate'), `weight`, "
    "a property of each relationship (all have weight 1), ",
    "linear time, by 'exact' exponential in the nodes", "Eades and others 1993",
    "CALL graph.feedbackArcSet({types: ['REQUIRES'], method: 'exact'}) YIELD relationship RETURN relationship")
