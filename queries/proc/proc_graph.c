/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way that all graph algorithms go; see analysis.h. A call is interrupted before and while its part of the graph is
 * made, and then where igraph asks: betweenness, closeness, triangles, clustering and Louvain do so all the time,
 * Leiden is asked between its rounds. PageRank, components, degree and coreness do not ask, nor do the rounds of
 * eigenvectors; these take time about linear in the graph, and the statement ends after them. What igraph allocates
 * while it computes is not counted against the query's memory, only the graph is. */
#include "analysis.h"

#include "core/igraph_guard.h"
#include "core/large.h"
#include "core/topology_igraph.h"

#include <math.h>
#include <stdlib.h>

const ProcedureField analysis_argument = {"options", "MAP", TYPE_MAP, false};

static Status project(Analysis *a)
{
  const Algorithm *algorithm = a->algorithm;
  const AlgorithmOptions *o = &a->options;
  ProcedureRun *run = a->run;
  ProjectionShape shape = {
      .labels = o->labels,
      .types = o->types,
      .dated = o->dated,
      .days = o->days,
      .directed = o->directed && !(algorithm->undirected_modes >> o->mode & 1),
      .weight = o->weight,
      .positive = algorithm->lengths,
      .who = run->procedure->name,
  };
  return projection_make(&a->projection, run->graph, &shape, run->function->limit, run->interrupted, run->sink,
                         run->function->err);
}

/* ARPACK gives up on some graphs; that is no fault of the program. */
static Status check_computed(const Analysis *a, igraph_error_t code)
{
  if (code < IGRAPH_ARPACK_PROD || code > IGRAPH_ARPACK_REORDER)
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
  if (code == IGRAPH_SUCCESS) code = a->algorithm->compute(a);
  return check_computed(a, code);
}

static void free_results(Analysis *a)
{
  for (size_t i = 0; i < ARRAY_LEN(a->scores); i++)
    if (a->scores[i].stor_begin) igraph_vector_destroy(&a->scores[i]);
  if (a->numbers.stor_begin) igraph_vector_int_destroy(&a->numbers);
}

/* ---- rows */

/* Gives the groups numbers from 0 in the order of their first nodes: what igraph numbers them by differs. */
static Status number_groups(Analysis *a)
{
  igraph_integer_t *groups = VECTOR(a->numbers), next = 0, n = a->projection.node_count;
  igraph_integer_t *number = malloc((size_t)n * sizeof *number);
  if (!number) return error_out_of_memory(a->run->function->err);
  for (igraph_integer_t i = 0; i < n; i++) number[i] = -1;
  for (igraph_integer_t v = 0; v < n; v++) {
    igraph_integer_t *group = &number[groups[v]];
    if (*group < 0) *group = next++;
    groups[v] = *group;
  }
  free(number);
  return STATUS_OK;
}

static Value score_value(const Analysis *a, igraph_real_t score)
{
  if (!isnan(score)) return value_float(score);
  return a->options.isolates ? value_float(0) : VALUE_NULL_VALUE;
}

static Status emit_rows(Analysis *a)
{
  ProcedureRun *run = a->run;
  AlgorithmResult result = a->algorithm->result;
  for (uint32_t v = 0; v < a->projection.node_count; v++) {
    Value fields[3] = {value_node(projection_node(&a->projection, v))};
    if (result == RESULT_NUMBERS || result == RESULT_GROUPS) {
      fields[1] = value_int(VECTOR(a->numbers)[v]);
    } else {
      fields[1] = score_value(a, VECTOR(a->scores[0])[v]);
      if (result == RESULT_TWO_SCORES) fields[2] = score_value(a, VECTOR(a->scores[1])[v]);
    }
    TRY(run->emit(run->sink, fields, run->procedure->result_count, run->function->err));
  }
  return STATUS_OK;
}

/* igraph is not asked about a graph without nodes, which some of its functions refuse. */
static Status analyse(Analysis *a)
{
  TRY(project(a));
  if (a->projection.node_count == 0) return STATUS_OK;
  TRY(compute(a));
  if (a->algorithm->result == RESULT_GROUPS) TRY(number_groups(a));
  return emit_rows(a);
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
