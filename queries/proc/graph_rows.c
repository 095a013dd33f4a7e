/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an algorithm found as rows: vertices and edges become nodes and relationships again. A function for each kind of
 * result; knows nothing of what the algorithms are about. Lists and paths live in the arena of the call. */
#include "analysis.h"

#include <math.h>
#include <stdlib.h>

static Status emit(const Analysis *a, const Value *fields)
{
  ProcedureRun *run = a->run;
  return run->emit(run->sink, fields, run->procedure->result_count, run->function->err);
}

static Value node_of(const Analysis *a, igraph_integer_t vertex)
{
  return value_node(projection_node(&a->projection, (uint32_t)vertex));
}

static Value score_value(const Analysis *a, igraph_real_t score)
{
  if (!isnan(score)) return value_float(score);
  return a->options.isolates ? value_float(0) : VALUE_NULL_VALUE;
}

/* ---- for each node */

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

static Status emit_numbers(Analysis *a)
{
  for (uint32_t v = 0; v < a->projection.node_count; v++) {
    const Value fields[] = {node_of(a, v), value_int(VECTOR(a->numbers)[v])};
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

static Status emit_groups(Analysis *a)
{
  TRY(number_groups(a));
  return emit_numbers(a);
}

static Status emit_scores(Analysis *a)
{
  for (uint32_t v = 0; v < a->projection.node_count; v++) {
    Value fields[3] = {node_of(a, v), score_value(a, VECTOR(a->scores[0])[v])};
    if (a->algorithm->result == RESULT_TWO_SCORES) fields[2] = score_value(a, VECTOR(a->scores[1])[v]);
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

/* ---- for some */

static Status emit_nodes(Analysis *a)
{
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(&a->numbers); i++) {
    const Value fields[] = {node_of(a, VECTOR(a->numbers)[i]), value_int(i)};
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

static Status emit_rels(Analysis *a)
{
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(&a->numbers); i++) {
    Value fields[2] = {value_rel(a->projection.rels[VECTOR(a->numbers)[i]])};
    if (a->run->procedure->result_count > 1) fields[1] = score_value(a, VECTOR(a->scores[0])[i]);
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

static Status make_list(const Analysis *a, const igraph_vector_int_t *from, bool rels, Value *out)
{
  Arena *arena = a->run->function->arena;
  size_t n = (size_t)igraph_vector_int_size(from);
  Value *items = arena_array(arena, Value, n);
  TRY(arena_check(arena, a->run->function->err));
  for (size_t i = 0; i < n; i++)
    items[i] = rels ? value_rel(a->projection.rels[VECTOR(*from)[i]]) : node_of(a, VECTOR(*from)[i]);
  *out = value_list(items, (uint32_t)n);
  return STATUS_OK;
}

static Status emit_node_lists(Analysis *a)
{
  for (igraph_integer_t i = 0; i < igraph_vector_int_list_size(&a->lists[0]); i++) {
    igraph_vector_int_t *vertices = igraph_vector_int_list_get_ptr(&a->lists[0], i);
    Value nodes;
    igraph_vector_int_sort(vertices);
    TRY(make_list(a, vertices, false, &nodes));
    TRY(emit(a, &nodes));
  }
  return STATUS_OK;
}

static double path_length(const Analysis *a, const igraph_vector_int_t *edges)
{
  igraph_integer_t n = igraph_vector_int_size(edges);
  double sum = 0, least = INFINITY;
  if (!a->projection.weighted) return (double)n;
  for (igraph_integer_t i = 0; i < n; i++) {
    double weight = VECTOR(a->projection.weights)[VECTOR(*edges)[i]];
    sum += weight;
    least = MIN(least, weight);
  }
  return a->algorithm->widest ? least : sum;
}

static Status emit_path(const Analysis *a, const igraph_vector_int_t *vertices, const igraph_vector_int_t *edges)
{
  Arena *arena = a->run->function->arena;
  size_t n = (size_t)igraph_vector_int_size(edges);
  if (igraph_vector_int_size(vertices) == 0) return STATUS_OK;
  uint32_t *slots = arena_array(arena, uint32_t, 2 * n + 1);
  TRY(arena_check(arena, a->run->function->err));
  for (size_t i = 0; i < n; i++) slots[2 * i + 1] = a->projection.rels[VECTOR(*edges)[i]];
  for (size_t i = 0; i <= n; i++) slots[2 * i] = projection_node(&a->projection, (uint32_t)VECTOR(*vertices)[i]);
  const Value fields[] = {value_node(slots[2 * n]), value_float(path_length(a, edges)), value_path(slots, (uint32_t)n)};
  return emit(a, fields);
}

static Status emit_paths(Analysis *a)
{
  for (igraph_integer_t i = 0; i < igraph_vector_int_list_size(&a->lists[0]); i++)
    TRY(emit_path(a, igraph_vector_int_list_get_ptr(&a->lists[0], i), igraph_vector_int_list_get_ptr(&a->lists[1], i)));
  return STATUS_OK;
}

static Status emit_pairs(Analysis *a)
{
  for (igraph_integer_t i = 0; i < igraph_vector_size(&a->scores[0]); i++) {
    const Value fields[] = {node_of(a, VECTOR(a->numbers)[2 * i]), node_of(a, VECTOR(a->numbers)[2 * i + 1]),
                            score_value(a, VECTOR(a->scores[0])[i])};
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

/* igraph leaves a count undefined where the graph is too small to have any. */
static Status emit_counts(Analysis *a)
{
  for (igraph_integer_t i = 0; a->algorithm->names[i]; i++) {
    Value name = value_string(text_of(a->algorithm->names[i]));
    name.flags = VALUE_STABLE;
    double count = VECTOR(a->scores[0])[i];
    const Value fields[] = {name, value_int(isnan(count) ? 0 : (int64_t)count)};
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

/* Such as a->b, b->c. */
static Status describe_edges(const Analysis *a, const igraph_vector_int_t *edges, Value *out)
{
  Str text;
  str_init(&text);
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(edges); i += 2)
    str_addf(&text, "%s%c%s%c", i > 0 ? ", " : "", (char)('a' + VECTOR(*edges)[i]), a->options.directed ? "->" : "-",
             (char)('a' + VECTOR(*edges)[i + 1]));
  *out = value_string_copy(a->run->function->arena, (Text){str_cstr(&text), text.len});
  Status status = text.bad ? error_out_of_memory(a->run->function->err) : STATUS_OK;
  str_free(&text);
  return status;
}

static Status emit_motifs(Analysis *a)
{
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(&a->numbers); i++) {
    Value fields[] = {value_int(VECTOR(a->numbers)[i]), VALUE_NULL_VALUE, value_int((int64_t)VECTOR(a->scores[0])[i])};
    TRY(describe_edges(a, igraph_vector_int_list_get_ptr(&a->lists[0], i), &fields[1]));
    TRY(emit(a, fields));
  }
  return STATUS_OK;
}

/* ---- one row */

static Status emit_figure(Analysis *a)
{
  Value figure = score_value(a, VECTOR(a->scores[0])[0]);
  return emit(a, &figure);
}

static Status emit_cut(Analysis *a)
{
  if (igraph_vector_int_list_size(&a->lists[0]) == 0) return STATUS_OK;
  Value fields[3] = {score_value(a, VECTOR(a->scores[0])[0])};
  TRY(make_list(a, &a->numbers, true, &fields[1]));
  TRY(make_list(a, igraph_vector_int_list_get_ptr(&a->lists[0], 0), false, &fields[2]));
  return emit(a, fields);
}

Status graph_rows_emit(Analysis *a)
{
  static Status (*const emits[])(Analysis *) = {
      [RESULT_SCORES] = emit_scores,
      [RESULT_TWO_SCORES] = emit_scores,
      [RESULT_NUMBERS] = emit_numbers,
      [RESULT_GROUPS] = emit_groups,
      [RESULT_NODES] = emit_nodes,
      [RESULT_RELS] = emit_rels,
      [RESULT_NODE_LISTS] = emit_node_lists,
      [RESULT_PATHS] = emit_paths,
      [RESULT_PAIRS] = emit_pairs,
      [RESULT_COUNTS] = emit_counts,
      [RESULT_MOTIFS] = emit_motifs,
      [RESULT_FIGURE] = emit_figure,
      [RESULT_CUT] = emit_cut,
  };
  return emits[a->algorithm->result](a);
}
