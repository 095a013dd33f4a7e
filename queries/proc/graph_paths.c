/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that find paths: shortest and widest ones, several, all, and the longest of the shortest. Each row is a
 * path with its length and the node at which it ends. */
#include "analysis.h"

#define PATH_GIVES "target :: NODE, length :: FLOAT, path :: PATH"
#define DIRECTIONS "`mode`: paths lead 'out', 'in' or along relationships of 'all' directions ('out'), "
#define LENGTHS    "`weight`, a property with each relationship's length (all have length 1), "

static const ProcedureField path_fields[] = {
    {"target", "NODE", TYPE_NODE, false},
    {"length", "FLOAT", TYPE_FLOAT, false},
    {"path", "PATH", TYPE_PATH, false},
};

static igraph_vs_t targets_of(const Analysis *a)
{
  return value_is_null(a->options.targets) ? igraph_vss_all() : igraph_vss_vector(&a->targets);
}

/* ---- shortest paths */

static igraph_error_t compute_shortest(Analysis *a)
{
  const igraph_vector_t *lengths = analysis_weights(a);
  igraph_neimode_t mode = analysis_mode(a);
  igraph_error_t code = IGRAPH_SUCCESS;
  if (analysis_has_negative(a)) {
    lengths = &a->scores[1];
    code = analysis_shift_lengths(a, a->source, mode, &a->scores[0], &a->scores[1]);
  }
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_get_shortest_paths_dijkstra(&a->projection.graph, &a->lists[0], &a->lists[1], a->source, targets_of(a),
                                            lengths, mode, NULL, NULL);
}

static const Algorithm shortest_paths = {
    .doing = "finding shortest paths",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(MODE) | OPTION(WEIGHT),
    .required = OPTION(SOURCE),
    .defaults = {.directed = true},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .weights = WEIGHT_ANY,
    .many_targets = true,
    .result = RESULT_PATHS,
    .compute = compute_shortest,
};

GRAPH_PROCEDURE(
    shortest_paths, "shortestPaths", 0, PATH_GIVES, path_fields,
    "A shortest path from a node to each node that can be reached, itself included.",
    "`source`, the node, `target`, a node or a list of nodes to which paths shall lead (all), " DIRECTIONS
    "`weight`, a property with each relationship's length, which can be negative unless that of a circle is (all have "
    "length 1), ",
    "time about linear in the relationships, where some lengths are negative for each node with each relationship",
    "Dijkstra 1959, Bellman 1958, Ford 1956",
    "MATCH (a:Person {name: 'Ann'}) CALL graph.shortestPaths({source: a, types: ['KNOWS']}) YIELD target, length "
    "RETURN target, length")

/* ---- widest paths */

static igraph_error_t compute_widest(Analysis *a)
{
  return igraph_get_widest_paths(&a->projection.graph, &a->lists[0], &a->lists[1], a->source, targets_of(a),
                                 analysis_weights(a), analysis_mode(a), NULL, NULL);
}

static const Algorithm widest_paths = {
    .doing = "finding widest paths",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(MODE) | OPTION(WEIGHT),
    .required = OPTION(SOURCE) | OPTION(WEIGHT),
    .defaults = {.directed = true},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .weights = WEIGHT_ANY,
    .many_targets = true,
    .widest = true,
    .result = RESULT_PATHS,
    .compute = compute_widest,
};

static const ProcedureField widest_fields[] = {
    {"target", "NODE", TYPE_NODE, false},
    {"width", "FLOAT", TYPE_FLOAT, false},
    {"path", "PATH", TYPE_PATH, false},
};

GRAPH_PROCEDURE(
    widest_paths, "widestPaths", 0, "target :: NODE, width :: FLOAT, path :: PATH", widest_fields,
    "A path from a node to each node that can be reached whose narrowest relationship is as wide as can be; that width "
    "is infinite from the node to itself.",
    "`source`, the node, `weight`, a property with each relationship's width, `target`, a node or a list of nodes to "
    "which paths shall lead (all), " DIRECTIONS,
    "time about linear in the relationships", "Pollack 1960",
    "MATCH (a:Port {name: 'Riga'}) CALL graph.widestPaths({source: a, weight: 'depth'}) YIELD target, width RETURN "
    "target, width")

/* ---- the k shortest paths */

static igraph_error_t compute_k_shortest(Analysis *a)
{
  return igraph_get_k_shortest_paths(&a->projection.graph, analysis_weights(a), &a->lists[0], &a->lists[1],
                                     a->options.k, a->source, VECTOR(a->targets)[0], analysis_mode(a));
}

static const Algorithm k_shortest_paths = {
    .doing = "finding the shortest paths",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(K) | OPTION(MODE) | OPTION(WEIGHT),
    .required = OPTION(SOURCE) | OPTION(TARGET),
    .defaults = {.directed = true, .k = 3},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .result = RESULT_PATHS,
    .compute = compute_k_shortest,
};

GRAPH_PROCEDURE(
    k_shortest_paths, "kShortestPaths", 0, PATH_GIVES, path_fields,
    "The shortest path from one node to another, the next shortest, and so on, by length; none visits a node twice.",
    "`source` and `target`, the nodes, `k`, how many paths (3), " DIRECTIONS LENGTHS,
    "time about linear in the relationships for each node of each path", "Yen 1971",
    "MATCH (a:Person {name: 'Ann'}), (b:Person {name: 'Bob'}) CALL graph.kShortestPaths({source: a, target: b, k: 5}) "
    "YIELD path, length RETURN path, length")

/* ---- all simple paths */

/* A relationship from each vertex of a path to the next. */
static igraph_error_t find_edges(const Analysis *a, const igraph_vector_int_t *vertices, igraph_vector_int_t *edges)
{
  bool backward = analysis_mode(a) == IGRAPH_IN;
  igraph_integer_t n = igraph_vector_int_size(vertices) - 1;
  igraph_error_t code = igraph_vector_int_resize(edges, n);
  for (igraph_integer_t i = 0; i < n && code == IGRAPH_SUCCESS; i++) {
    igraph_integer_t from = VECTOR(*vertices)[i], to = VECTOR(*vertices)[i + 1];
    code = igraph_get_eid(&a->projection.graph, &VECTOR(*edges)[i], backward ? to : from, backward ? from : to, true,
                          true);
  }
  return code;
}

/* Of igraph's one vector, where -1 ends each. */
static igraph_error_t split_paths(Analysis *a)
{
  igraph_integer_t first = 0;
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(&a->numbers); i++) {
    igraph_vector_int_t *vertices, *edges;
    if (VECTOR(a->numbers)[i] >= 0) continue;
    igraph_error_t code = igraph_vector_int_list_push_back_new(&a->lists[0], &vertices);
    if (code == IGRAPH_SUCCESS) code = igraph_vector_int_list_push_back_new(&a->lists[1], &edges);
    if (code == IGRAPH_SUCCESS) code = igraph_vector_int_resize(vertices, i - first);
    if (code != IGRAPH_SUCCESS) return code;
    memcpy(VECTOR(*vertices), VECTOR(a->numbers) + first, (size_t)(i - first) * sizeof *VECTOR(*vertices));
    code = find_edges(a, vertices, edges);
    if (code != IGRAPH_SUCCESS) return code;
    first = i + 1;
  }
  return IGRAPH_SUCCESS;
}

static igraph_error_t compute_simple(Analysis *a)
{
  igraph_integer_t cutoff = a->options.cutoff < (double)a->projection.node_count ? (igraph_integer_t)a->options.cutoff
                                                                                 : a->projection.node_count;
  igraph_error_t code = igraph_get_all_simple_paths(&a->projection.graph, &a->numbers, a->source, targets_of(a), cutoff,
                                                    analysis_mode(a));
  return code == IGRAPH_SUCCESS ? split_paths(a) : code;
}

static const Algorithm simple_paths = {
    .doing = "finding simple paths",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(CUTOFF) | OPTION(MODE),
    .required = OPTION(SOURCE),
    .defaults = {.directed = true, .cutoff = 4},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .many_targets = true,
    .result = RESULT_PATHS,
    .compute = compute_simple,
};

GRAPH_PROCEDURE(
    simple_paths, "simplePaths", 0, PATH_GIVES, path_fields,
    "All paths from a node to others that visit no node twice; of parallel relationships one stands for all.",
    "`source`, the node, `target`, a node or a list of nodes to which paths shall lead (all), `cutoff`, the most "
    "relationships of a path (4), " DIRECTIONS,
    "time as there are paths, of which there can be exponentially many in their length", "Rubin 1978",
    "MATCH (a:Person {name: 'Ann'}), (b:Person {name: 'Bob'}) CALL graph.simplePaths({source: a, target: b, cutoff: "
    "3}) YIELD path RETURN path")

/* ---- diameter */

static igraph_error_t compute_diameter(Analysis *a)
{
  igraph_vector_int_t *vertices, *edges;
  igraph_error_t code = igraph_vector_int_list_push_back_new(&a->lists[0], &vertices);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_list_push_back_new(&a->lists[1], &edges);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_diameter_dijkstra(&a->projection.graph, analysis_weights(a), NULL, NULL, NULL, vertices, edges,
                                  a->options.directed, true);
}

static const Algorithm diameter = {
    .doing = "finding the diameter",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT),
    .defaults = {.directed = true},
    .weights = WEIGHT_POSITIVE,
    .result = RESULT_PATHS,
    .compute = compute_diameter,
};

GRAPH_PROCEDURE(
    diameter, "diameter", 1, PATH_GIVES, path_fields,
    "The longest of all shortest paths between two nodes of which one can be reached from the other, as one row; its "
    "length is the diameter of the graph.",
    "`directed` (true), " LENGTHS, "time about linear in the relationships for each node", "Dijkstra 1959",
    "CALL graph.diameter({types: ['KNOWS'], directed: false}) YIELD length, path RETURN length, path")
