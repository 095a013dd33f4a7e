/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms on what can flow through a graph, and on what has to be cut to stop it. */
#include "analysis.h"

#define CAPACITIES "`weight`, a property with each relationship's capacity (all have capacity 1)"

static igraph_error_t check_ends(const Analysis *a)
{
  if (a->source != VECTOR(a->targets)[0]) return IGRAPH_SUCCESS;
  error_set(a->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
            "%s: `source` and `target` are the same node", a->run->procedure->name);
  return IGRAPH_FAILURE;
}

/* ---- maximum flow */

/* Along the relationship. In an undirected graph igraph's flows lead from the lower vertex to the higher. */
static double flow_along(const Analysis *a, igraph_integer_t edge)
{
  uint32_t start, end;
  double flow = VECTOR(a->scores[0])[edge];
  graph_rel_ends(a->run->graph, a->projection.rels[edge], &start, &end);
  return a->options.directed || start <= end ? flow : -flow;
}

/* Leaves only the edges through which something flows. */
static void drop_idle(Analysis *a)
{
  igraph_integer_t n = 0, edges = igraph_vector_size(&a->scores[0]);
  for (igraph_integer_t i = 0; i < edges; i++) {
    double flow = flow_along(a, i);
    if (flow == 0) continue;
    VECTOR(a->scores[0])[n] = flow;
    VECTOR(a->numbers)[n++] = i;
  }
  igraph_vector_int_resize(&a->numbers, n); /* growing smaller cannot fail */
}

static igraph_error_t compute_max_flow(Analysis *a)
{
  igraph_real_t value;
  igraph_error_t code = check_ends(a);
  if (code != IGRAPH_SUCCESS) return code;
  code = igraph_maxflow(&a->projection.graph, &value, &a->scores[0], NULL, NULL, NULL, a->source, VECTOR(a->targets)[0],
                        analysis_weights(a), NULL);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_resize(&a->numbers, igraph_vector_size(&a->scores[0]));
  if (code == IGRAPH_SUCCESS) drop_idle(a);
  return code;
}

static const Algorithm max_flow = {
    .doing = "finding the maximum flow",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(DIRECTED) | OPTION(WEIGHT),
    .required = OPTION(SOURCE) | OPTION(TARGET),
    .defaults = {.directed = true},
    .result = RESULT_RELS,
    .compute = compute_max_flow,
};

static const ProcedureField flow_fields[] = {
    {"relationship", "RELATIONSHIP", TYPE_REL, false},
    {"flow", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    max_flow, "maxFlow", 0, "relationship :: RELATIONSHIP, flow :: FLOAT", flow_fields,
    "What flows through each relationship when as much as possible flows from one node to another; those through which "
    "nothing does are left out. How much that is says graph.minCut. By Goldberg and Tarjan's push-relabel algorithm "
    "(1988), in time at most the cube of the nodes. Options: `source` and `target`, the nodes, `directed`; false: "
    "things flow either way, and a flow below 0 goes against the relationship (true), " CAPACITIES ", " OPTIONS_PART
    ".",
    "MATCH (a:Port {name: 'Riga'}), (b:Port {name: 'Tallinn'}) CALL graph.maxFlow({source: a, target: b, weight: "
    "'tons'}) YIELD relationship, flow RETURN relationship, flow")

/* ---- minimum cut */

static igraph_error_t cut_between(Analysis *a, igraph_real_t *value, igraph_vector_int_t *side)
{
  igraph_error_t code = check_ends(a);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_maxflow(&a->projection.graph, value, NULL, &a->numbers, side, NULL, a->source, VECTOR(a->targets)[0],
                        analysis_weights(a), NULL);
}

static igraph_error_t compute_min_cut(Analysis *a)
{
  igraph_vector_int_t *side;
  igraph_error_t code = igraph_vector_int_list_push_back_new(&a->lists[0], &side);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_resize(&a->scores[0], 1);
  if (code != IGRAPH_SUCCESS) return code;
  code = cut_between(a, &VECTOR(a->scores[0])[0], side);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_vector_int_sort(&a->numbers);
  igraph_vector_int_sort(side);
  return IGRAPH_SUCCESS;
}

static const Algorithm min_cut = {
    .doing = "finding the minimum cut",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(DIRECTED) | OPTION(WEIGHT),
    .required = OPTION(SOURCE) | OPTION(TARGET),
    .defaults = {.directed = true},
    .result = RESULT_CUT,
    .compute = compute_min_cut,
};

static const ProcedureField cut_fields[] = {
    {"value", "FLOAT", TYPE_FLOAT, false},
    {"cut", "LIST OF RELATIONSHIP", TYPE_LIST, false},
    {"nodes", "LIST OF NODE", TYPE_LIST, false},
};

GRAPH_PROCEDURE(
    min_cut, "minCut", 0, "value :: FLOAT, cut :: LIST OF RELATIONSHIP, nodes :: LIST OF NODE", cut_fields,
    "The relationships with the least capacity in sum without which there is no way from one node to another, and the "
    "nodes on the first one's side. The value, that sum, is as much as can flow (Ford and Fulkerson 1956). Takes time "
    "at most the cube of the nodes. Options: `source` and `target`, the nodes, `directed` (true), " CAPACITIES
    ", " OPTIONS_PART ".",
    "MATCH (a:Port {name: 'Riga'}), (b:Port {name: 'Tallinn'}) CALL graph.minCut({source: a, target: b}) YIELD value, "
    "cut RETURN value, cut")
