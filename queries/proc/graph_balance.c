/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structural balance of ties that are friendly or hostile: their weight is above or below 0. A graph is balanced where
 * its nodes fall into two camps with friendly ties inside and hostile ones between them; a tie that contradicts a
 * division into camps is frustrated. igraph knows nothing of signs, so this is computed here. */
#include "analysis.h"

#include <math.h>
#include <stdlib.h>

#define TIES                                                                                                           \
  "`weight`, a property of each relationship, more than 0 where it is friendly and less where it is hostile, "
#define BOTH_WAYS " Directions make no difference."

/* ---- triangles: of a simple graph, where of several ties between two nodes the sum counts */

static const char *const triangle_names[] = {"+++", "++-", "+--", "---", NULL};

/* Counts the triangles of which v is the highest vertex. tie: by vertex, 0 outside. igraph's undirected edges lead from
 * the higher vertex to the lower, so `os` and `oi` list the lower neighbours of each. */
static void count_below(Analysis *a, igraph_integer_t v, double *tie)
{
  const igraph_t *graph = &a->projection.graph;
  const igraph_integer_t *start = VECTOR(graph->os), *edges = VECTOR(graph->oi), *to = VECTOR(graph->to);
  const double *weights = VECTOR(a->projection.weights);
  for (igraph_integer_t i = start[v]; i < start[v + 1]; i++) tie[to[edges[i]]] = weights[edges[i]];
  for (igraph_integer_t i = start[v]; i < start[v + 1]; i++) {
    igraph_integer_t u = to[edges[i]];
    for (igraph_integer_t k = start[u]; k < start[u + 1]; k++) {
      double sides[] = {tie[u], tie[to[edges[k]]], weights[edges[k]]};
      if (sides[0] == 0 || sides[1] == 0 || sides[2] == 0) continue;
      VECTOR(a->scores[0])[(sides[0] < 0) + (sides[1] < 0) + (sides[2] < 0)]++;
    }
  }
  for (igraph_integer_t i = start[v]; i < start[v + 1]; i++) tie[to[edges[i]]] = 0;
}

static igraph_error_t compute_signed_triangles(Analysis *a)
{
  igraph_error_t code = igraph_vector_resize(&a->scores[0], ARRAY_LEN(triangle_names) - 1);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_vector_null(&a->scores[0]);
  double *tie = calloc(a->projection.node_count, sizeof *tie);
  if (!tie) return IGRAPH_ENOMEM;
  for (igraph_integer_t v = 0; v < a->projection.node_count && code == IGRAPH_SUCCESS; v++) {
    if (analysis_interrupted(a)) code = IGRAPH_INTERRUPTED;
    count_below(a, v, tie);
  }
  free(tie);
  return code;
}

static const Algorithm signed_triangles = {
    .doing = "counting triangles",
    .options = OPTION(WEIGHT),
    .required = OPTION(WEIGHT),
    .simple_methods = 1,
    .weights = WEIGHT_ANY,
    .names = triangle_names,
    .result = RESULT_COUNTS,
    .compute = compute_signed_triangles,
};

static const ProcedureField triangle_fields[] = {
    {"kind", "STRING", TYPE_STRING, false},
    {"count", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    signed_triangles, "signedTriangles", 0, "kind :: STRING, count :: INTEGER", triangle_fields,
    "How many triangles have no, one, two and three hostile sides: '+++' and '+--' are balanced (the enemy of my enemy "
    "is my friend), '++-' and '---' are not. Of several relationships between two nodes the sum of the weights "
    "counts." BOTH_WAYS,
    TIES, "time as the relationships with the highest degree", "Heider 1946, Cartwright and Harary 1956",
    "CALL graph.signedTriangles({types: ['STANCE'], weight: 'sign'}) YIELD kind, count RETURN kind, count")

/* ---- camps */

enum { KICKS = 200, KICK_ONE_IN = 8 };

/* The sides, 1 or -1 by vertex, while they are looked for. */
typedef struct Camps {
  Analysis *a;
  signed char *sides, *best;
  igraph_integer_t *queue;
} Camps;

static igraph_integer_t other_end(const igraph_t *graph, igraph_integer_t edge, igraph_integer_t v)
{
  igraph_integer_t from = VECTOR(graph->from)[edge];
  return from == v ? VECTOR(graph->to)[edge] : from;
}

/* The i-th of a vertex's edges, those of which it is the higher end first; -1 past the last. */
static igraph_integer_t edge_at(const igraph_t *graph, igraph_integer_t v, igraph_integer_t i)
{
  igraph_integer_t out = VECTOR(graph->os)[v] + i, in = VECTOR(graph->is)[v] + out - VECTOR(graph->os)[v + 1];
  if (out < VECTOR(graph->os)[v + 1]) return VECTOR(graph->oi)[out];
  return in < VECTOR(graph->is)[v + 1] ? VECTOR(graph->ii)[in] : -1;
}

/* Gives all vertices that ties connect what their first one has: 1, and then the side that the tie leads to; or what it
 * has in `first`, and then the same. Where the graph is balanced, no tie contradicts the former. */
static void spread(Camps *c, signed char *out, const signed char *first)
{
  const igraph_t *graph = &c->a->projection.graph;
  const double *weights = VECTOR(c->a->projection.weights);
  memset(out, 0, (size_t)graph->n);
  for (igraph_integer_t root = 0; root < graph->n; root++) {
    igraph_integer_t n = 0;
    if (out[root] != 0) continue;
    out[root] = first ? first[root] : 1;
    c->queue[n++] = root;
    for (igraph_integer_t at = 0; at < n; at++)
      for (igraph_integer_t v = c->queue[at], i = 0, edge; (edge = edge_at(graph, v, i)) >= 0; i++) {
        igraph_integer_t to = other_end(graph, edge, v);
        if (out[to] != 0 || weights[edge] == 0) continue;
        out[to] = first || weights[edge] > 0 ? out[v] : (signed char)-out[v];
        c->queue[n++] = to;
      }
  }
}

/* Whether changing sides would leave less frustration at the vertex. */
static bool is_better_off(const Camps *c, igraph_integer_t v)
{
  const igraph_t *graph = &c->a->projection.graph;
  double content = 0, all = 0;
  for (igraph_integer_t i = 0, edge; (edge = edge_at(graph, v, i)) >= 0; i++) {
    double weight = VECTOR(c->a->projection.weights)[edge];
    igraph_integer_t to = other_end(graph, edge, v);
    if (to == v) continue;
    content += weight * c->sides[v] * c->sides[to];
    all += fabs(weight);
  }
  return content < -1e-12 * all; /* not by what was rounded: each change has to be one for the better */
}

static igraph_error_t change_sides(Camps *c)
{
  for (bool changed = true; changed;) {
    changed = false;
    if (analysis_interrupted(c->a)) return IGRAPH_INTERRUPTED;
    for (igraph_integer_t v = 0; v < c->a->projection.graph.n; v++) {
      if (!is_better_off(c, v)) continue;
      c->sides[v] = (signed char)-c->sides[v];
      changed = true;
    }
  }
  return IGRAPH_SUCCESS;
}

static bool is_frustrated(const Camps *c, igraph_integer_t edge)
{
  const igraph_t *graph = &c->a->projection.graph;
  return VECTOR(c->a->projection.weights)[edge] * c->sides[VECTOR(graph->from)[edge]] *
             c->sides[VECTOR(graph->to)[edge]] <
         0;
}

static double frustration(const Camps *c)
{
  double sum = 0;
  for (igraph_integer_t e = 0; e < igraph_ecount(&c->a->projection.graph); e++)
    if (is_frustrated(c, e)) sum += fabs(VECTOR(c->a->projection.weights)[e]);
  return sum;
}

/* From the best division so far, with some vertices moved at random, down to the next one that no vertex by itself can
 * make better; and so on. Ends in the best. */
static igraph_error_t search(Camps *c)
{
  size_t n = (size_t)c->a->projection.graph.n;
  spread(c, c->sides, NULL);
  igraph_error_t code = change_sides(c);
  double least = frustration(c);
  memcpy(c->best, c->sides, n);
  for (uint32_t kick = 0; kick < KICKS && least > 0 && code == IGRAPH_SUCCESS; kick++) {
    for (size_t v = 0; v < n; v++)
      if (igraph_rng_get_integer(igraph_rng_default(), 1, KICK_ONE_IN) == 1) c->sides[v] = (signed char)-c->sides[v];
    code = change_sides(c);
    double found = frustration(c);
    if (found < least) {
      least = found;
      memcpy(c->best, c->sides, n);
    }
    memcpy(c->sides, c->best, n);
  }
  return code;
}

/* The first vertex of all that ties connect is on the side 1, whichever way the search went. */
static void name_sides(Camps *c)
{
  spread(c, c->best, c->sides);
  for (igraph_integer_t v = 0; v < c->a->projection.graph.n; v++) c->sides[v] = (signed char)(c->sides[v] * c->best[v]);
}

static igraph_error_t list_camps(Camps *c)
{
  Analysis *a = c->a;
  igraph_error_t code = igraph_vector_int_resize(&a->numbers, a->projection.node_count);
  for (igraph_integer_t v = 0; v < a->projection.node_count && code == IGRAPH_SUCCESS; v++)
    VECTOR(a->numbers)[v] = c->sides[v] < 0;
  return code;
}

static igraph_error_t list_frustrated(Camps *c)
{
  igraph_error_t code = IGRAPH_SUCCESS;
  for (igraph_integer_t e = 0; e < igraph_ecount(&c->a->projection.graph) && code == IGRAPH_SUCCESS; e++)
    if (is_frustrated(c, e)) code = igraph_vector_int_push_back(&c->a->numbers, e);
  return code;
}

static igraph_error_t divide(Analysis *a, igraph_error_t (*list)(Camps *c))
{
  size_t n = a->projection.node_count;
  Camps c = {a, malloc(n), malloc(n), malloc(n * sizeof *c.queue)};
  igraph_error_t code = c.sides && c.best && c.queue ? search(&c) : IGRAPH_ENOMEM;
  if (code == IGRAPH_SUCCESS) {
    name_sides(&c);
    code = list(&c);
  }
  free(c.sides);
  free(c.best);
  free(c.queue);
  return code;
}

#define DIVISION                                                                                                       \
  "that leaves as little frustration, the weight of relationships that contradict it, as can be found; none is left "  \
  "where the graph is balanced, but elsewhere a better one may exist, as finding the best is NP-hard." BOTH_WAYS
#define DIVISION_CHOICES TIES "`seed` of the random numbers: the same gives the same camps (0), "
#define DIVISION_TIME    "time about linear in the relationships for each of 200 attempts"

static igraph_error_t compute_camps(Analysis *a)
{
  return divide(a, list_camps);
}

static const Algorithm camps = {
    .doing = "dividing nodes into camps",
    .options = OPTION(WEIGHT) | OPTION(SEED),
    .required = OPTION(WEIGHT),
    .weights = WEIGHT_ANY,
    .result = RESULT_GROUPS,
    .compute = compute_camps,
};

static const ProcedureField camp_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"camp", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(camps, "camps", 0, "node :: NODE, camp :: INTEGER", camp_fields,
                "Two camps, 0 and 1, with friends in the same one and enemies in the other: the division " DIVISION,
                DIVISION_CHOICES, DIVISION_TIME, "Harary 1953, Aref and Wilson 2019",
                "CALL graph.camps({types: ['STANCE'], weight: 'sign'}) YIELD node, camp RETURN camp, collect(node)")

static igraph_error_t compute_frustrated(Analysis *a)
{
  return divide(a, list_frustrated);
}

static const Algorithm frustrated = {
    .doing = "dividing nodes into camps",
    .options = OPTION(WEIGHT) | OPTION(SEED),
    .required = OPTION(WEIGHT),
    .weights = WEIGHT_ANY,
    .result = RESULT_RELS,
    .compute = compute_frustrated,
};

static const ProcedureField frustrated_fields[] = {{"relationship", "RELATIONSHIP", TYPE_REL, false}};

GRAPH_PROCEDURE(
    frustrated, "frustrated", 0, "relationship :: RELATIONSHIP", frustrated_fields,
    "The relationships that keep the graph from structural balance, as they contradict the division into two camps "
    "(graph.camps) " DIVISION,
    DIVISION_CHOICES, DIVISION_TIME, "Abelson and Rosenberg 1958, Aref and Wilson 2019",
    "CALL graph.frustrated({types: ['STANCE'], weight: 'sign'}) YIELD relationship RETURN relationship")
