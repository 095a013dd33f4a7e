/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether like is related to like, by the number of relationships or by a property of the nodes. */
#include "analysis.h"

/* The nodes that have the property, and what it is: numbers, or of texts the number of each one's class. */
typedef struct Likeness {
  Names classes;
  igraph_vector_int_t vertices, class_of;
  igraph_vector_t numbers;
} Likeness;

static igraph_error_t add_class(Analysis *a, Likeness *l, Text name)
{
  uint32_t class;
  uint32_t before = l->classes.count;
  if (names_add(&l->classes, name, &class, a->run->function->err) != STATUS_OK) return IGRAPH_FAILURE;
  if (class == before) {
    igraph_error_t code = analysis_take(a, name.len + sizeof name);
    if (code != IGRAPH_SUCCESS) return code;
  }
  return igraph_vector_int_push_back(&l->class_of, class);
}

static igraph_error_t add_value(Analysis *a, Likeness *l, uint32_t vertex, Value value)
{
  igraph_error_t code;
  if (value_is_number(value))
    code = igraph_vector_push_back(&l->numbers, value_number(value));
  else if (value.type == VALUE_STRING)
    code = add_class(a, l, value_text(value));
  else
    return analysis_refuse(a, "the `property` must be a number or a string at every node that has it");
  return code == IGRAPH_SUCCESS ? igraph_vector_int_push_back(&l->vertices, vertex) : code;
}

static igraph_error_t read_values(Analysis *a, Likeness *l)
{
  const Graph *g = a->run->graph;
  uint32_t key = graph_name_find(g, NAME_KEY, a->options.property);
  for (uint32_t v = 0; key != NAME_NONE && v < a->projection.node_count; v++) {
    Value value = graph_prop(g, ENTITY_NODE, projection_node(&a->projection, v), key);
    igraph_error_t code = value_is_null(value) ? IGRAPH_SUCCESS : add_value(a, l, v, value);
    if (code != IGRAPH_SUCCESS) return code;
  }
  if (igraph_vector_size(&l->numbers) == 0 || igraph_vector_int_size(&l->class_of) == 0) return IGRAPH_SUCCESS;
  return analysis_refuse(a, "the `property` is a number at some nodes and a string at others");
}

static igraph_error_t by_values(const Analysis *a, const Likeness *l, const igraph_t *graph)
{
  igraph_real_t *out = VECTOR(a->scores[0]);
  bool directed = a->options.directed;
  if (igraph_vector_size(&l->numbers) > 0) return igraph_assortativity(graph, &l->numbers, NULL, out, directed, true);
  return igraph_assortativity_nominal(graph, &l->class_of, out, directed, true);
}

static igraph_error_t by_part(const Analysis *a, const Likeness *l)
{
  const igraph_t *whole = &a->projection.graph;
  if (igraph_vector_int_size(&l->vertices) == a->projection.node_count) return by_values(a, l, whole);
  igraph_t part;
  igraph_error_t code =
      igraph_induced_subgraph(whole, &part, igraph_vss_vector(&l->vertices), IGRAPH_SUBGRAPH_COPY_AND_DELETE);
  if (code != IGRAPH_SUCCESS) return code;
  code = by_values(a, l, &part);
  igraph_destroy(&part);
  return code;
}

static igraph_error_t by_property(Analysis *a)
{
  Likeness l = {0};
  names_init(&l.classes);
  igraph_error_t code = igraph_vector_int_init(&l.vertices, 0);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_init(&l.class_of, 0);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_init(&l.numbers, 0);
  if (code == IGRAPH_SUCCESS) code = read_values(a, &l);
  if (code == IGRAPH_SUCCESS) code = by_part(a, &l);
  igraph_vector_destroy(&l.numbers);
  igraph_vector_int_destroy(&l.class_of);
  igraph_vector_int_destroy(&l.vertices);
  names_free(&l.classes);
  return code;
}

static igraph_error_t compute_assortativity(Analysis *a)
{
  igraph_error_t code = igraph_vector_resize(&a->scores[0], 1);
  if (code != IGRAPH_SUCCESS) return code;
  if (a->options.property.len > 0) return by_property(a);
  return igraph_assortativity_degree(&a->projection.graph, VECTOR(a->scores[0]), a->options.directed);
}

static const Algorithm assortativity = {
    .doing = "computing assortativity",
    .options = OPTION(DIRECTED) | OPTION(PROPERTY),
    .defaults = {.directed = true},
    .result = RESULT_FIGURE,
    .compute = compute_assortativity,
};

static const ProcedureField assortativity_fields[] = {{"assortativity", "FLOAT?", TYPE_FLOAT, true}};

GRAPH_PROCEDURE(
    assortativity, "assortativity", 1, "assortativity :: FLOAT?", assortativity_fields,
    "Whether like is related to like (up to 1) or to the unlike (down to -1): the correlation of the degrees at both "
    "ends or, with `property`, of what the nodes have there, numbers or strings; nodes without it are left out. Null "
    "where all are the same.",
    "`property` of the nodes (their degrees), `directed`; true: outgoing degrees at the start and incoming ones at the "
    "end (true), ",
    "linear time", "Newman 2002 and 2003",
    "CALL graph.assortativity({types: ['KNOWS'], property: 'country', directed: false}) YIELD assortativity RETURN "
    "assortativity")
