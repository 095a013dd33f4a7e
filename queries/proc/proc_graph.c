/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way that all graph algorithms go; see analysis.h. A call is interrupted before and while its part of the graph is
 * made, and then where igraph asks: what takes time for each pair of nodes, and Louvain, does so all the time, Leiden
 * is asked between its rounds, similarity, distances and cuts between nodes, what is computed here between rounds.
 * PageRank, components, degree and coreness do not ask, nor do the rounds of eigenvectors; these take time about linear
 * in the graph, and the statement ends after them. Nor does GLPK, which does the exact feedback arc sets and Sugiyama's
 * layers, and walktrap and spinglass ask seldom. What igraph allocates while it computes is not counted against the
 * query's memory; the graph is, and pairs of nodes, of which there can be as many as its square. */
#include "analysis.h"

#include "core/igraph_guard.h"
#include "core/topology_igraph.h"
#include "func/claim_test.h"

const ProcedureField analysis_argument = {"options", "MAP", TYPE_MAP, false};

const char *const analysis_directions[] = {"out", "in", "all", NULL};

const ProcedureField analysis_score_fields[2] = {
    {"node", "NODE", TYPE_NODE, false},
    {"score", "FLOAT", TYPE_FLOAT, false},
};

igraph_error_t analysis_refuse(const Analysis *a, const char *why)
{
  error_set(a->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s: %s", a->run->procedure->name, why);
  return IGRAPH_FAILURE;
}

igraph_error_t analysis_scores_to_numbers(Analysis *a)
{
  igraph_error_t code = igraph_vector_int_resize(&a->numbers, igraph_vector_size(&a->scores[0]));
  for (igraph_integer_t i = 0; code == IGRAPH_SUCCESS && i < igraph_vector_size(&a->scores[0]); i++)
    VECTOR(a->numbers)[i] = (igraph_integer_t)VECTOR(a->scores[0])[i];
  return code;
}

igraph_error_t analysis_take(Analysis *a, size_t bytes)
{
  FunctionContext *context = a->run->function;
  if (!memory_take(context->limit, bytes)) {
    memory_fail(context->limit, context->err);
    return IGRAPH_FAILURE;
  }
  a->taken += bytes;
  return IGRAPH_SUCCESS;
}

igraph_error_t analysis_add_pair(Analysis *a, igraph_integer_t one, igraph_integer_t other, double score)
{
  igraph_error_t code = analysis_take(a, 2 * sizeof one + sizeof score);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_push_back(&a->numbers, one);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_push_back(&a->numbers, other);
  return code == IGRAPH_SUCCESS ? igraph_vector_push_back(&a->scores[0], score) : code;
}

static Status project(Analysis *a)
{
  const Algorithm *algorithm = a->algorithm;
  const AlgorithmOptions *o = &a->options;
  ProcedureRun *run = a->run;
  ProjectionShape shape = {
      .labels = o->labels,
      .types = o->types,
      .dated = o->dated,
      .question = {.test = VALIDITY_AT, .certainly = o->certainly, .days = o->days},
      .claimed = !value_is_null(o->according_to),
      .best = o->rank != 0,
      .directed = o->directed && !(algorithm->undirected_modes >> o->mode & 1),
      .simple = algorithm->simple_methods >> o->method & 1,
      .rels = algorithm->result == RESULT_RELS || algorithm->result == RESULT_PATHS || algorithm->result == RESULT_CUT,
      .weight = o->weight,
      .range = algorithm->weights,
      .who = run->procedure->name,
  };
  if (shape.claimed) TRY(claim_party(run->function, o->according_to, &shape.party));
  return projection_make(&a->projection, run->graph, &shape, run->function->limit, run->interrupted, run->sink,
                         run->function->err);
}

static Status find_vertex(const Analysis *a, const char *option, Value node, igraph_integer_t *out)
{
  uint32_t vertex = projection_vertex(&a->projection, node.id);
  *out = vertex;
  if (vertex != SLOT_NONE) return STATUS_OK;
  return error_set(a->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "%s: node %u of the option `%s` is not one of those that the other options choose",
                   a->run->procedure->name, node.id, option);
}

static Status find_vertices(Analysis *a)
{
  const char *option = a->algorithm->options & OPTION(NODES) ? "nodes" : "target";
  Value targets = a->options.targets;
  Error *err = a->run->function->err;
  if (!value_is_null(a->options.source)) TRY(find_vertex(a, "source", a->options.source, &a->source));
  uint32_t n = targets.type == VALUE_LIST ? targets.aux : !value_is_null(targets);
  TRY(topology_igraph_error(igraph_vector_int_init(&a->targets, n), "listing nodes", err));
  for (uint32_t i = 0; i < n; i++)
    TRY(find_vertex(a, option, targets.type == VALUE_LIST ? targets.items[i] : targets, &VECTOR(a->targets)[i]));
  return STATUS_OK;
}

/* ARPACK gives up on some graphs, other algorithms refuse some; that is no fault of the program. */
static Status check_computed(const Analysis *a, igraph_error_t code)
{
  if (code != IGRAPH_EINVAL && (code < IGRAPH_ARPACK_PROD || code > IGRAPH_ARPACK_REORDER))
    return topology_igraph_error(code, a->algorithm->doing, a->run->function->err);
  return error_set(a->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "%s did not come to a result on this graph while %s: %s", a->run->procedure->name,
                   a->algorithm->doing, igraph_strerror(code));
}

static Status compute(Analysis *a)
{
  igraph_rng_seed(igraph_rng_default(), a->options.seed);
  igraph_error_t code = igraph_vector_init(&a->scores[0], 0);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_init(&a->scores[1], 0);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_init(&a->numbers, 0);
  for (size_t i = 0; i < ARRAY_LEN(a->lists) && code == IGRAPH_SUCCESS; i++)
    code = igraph_vector_int_list_init(&a->lists[i], 0);
  if (code == IGRAPH_SUCCESS) code = a->algorithm->compute(a);
  return check_computed(a, code);
}

static void free_results(Analysis *a)
{
  for (size_t i = 0; i < ARRAY_LEN(a->scores); i++)
    if (a->scores[i].stor_begin) igraph_vector_destroy(&a->scores[i]);
  for (size_t i = 0; i < ARRAY_LEN(a->lists); i++)
    if (a->lists[i].stor_begin) igraph_vector_int_list_destroy(&a->lists[i]);
  if (a->numbers.stor_begin) igraph_vector_int_destroy(&a->numbers);
  if (a->targets.stor_begin) igraph_vector_int_destroy(&a->targets);
  memory_give(a->run->function->limit, a->taken);
}

/* igraph is not asked about a graph without nodes, which some of its functions refuse. */
static Status analyse(Analysis *a)
{
  TRY(project(a));
  TRY(find_vertices(a));
  if (a->projection.node_count == 0) return STATUS_OK;
  TRY(compute(a));
  return graph_rows_emit(a);
}

Status analysis_run(ProcedureRun *run, const Value *args, uint32_t n)
{
  Analysis a = {.run = run, .algorithm = run->procedure->payload};
  TRY(graph_options_read(run->procedure, n > 0 ? args : NULL, &a.options, run->function->err));
  TRY(igraph_guard_enter(run->interrupted, run->sink, run->function->err));
  Status status = analyse(&a);
  free_results(&a);
  projection_free(&a.projection);
  igraph_guard_leave();
  return status;
}
