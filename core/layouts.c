/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph's layouts by name; see layouts.h. */
#include "layouts.h"

#include <math.h>

const char *const layout_methods[LAYOUT_COUNT + 1] = {
    [LAYOUT_FRUCHTERMAN_REINGOLD] = "fruchtermanreingold",
    [LAYOUT_KAMADA_KAWAI] = "kamadakawai",
    [LAYOUT_CIRCLE] = "circle",
    [LAYOUT_TREE] = "tree",
    [LAYOUT_SUGIYAMA] = "sugiyama",
    [LAYOUT_DRL] = "drl",
};

static igraph_error_t place_by_drl(const igraph_t *graph, const igraph_vector_t *weights, igraph_matrix_t *places)
{
  igraph_layout_drl_options_t options;
  igraph_error_t code = igraph_layout_drl_options_init(&options, IGRAPH_LAYOUT_DRL_DEFAULT);
  if (code == IGRAPH_SUCCESS) code = igraph_layout_drl(graph, places, false, &options, weights);
  /* Interrupted, igraph 0.10.2 says here that all went well, and has placed nothing. */
  bool placed = igraph_matrix_nrow(places) == igraph_vcount(graph);
  return code == IGRAPH_SUCCESS && !placed ? IGRAPH_INTERRUPTED : code;
}

/* The figures are the defaults of igraph's interfaces for R and Python. */
igraph_error_t layout_place(LayoutMethod method, const igraph_t *graph, const igraph_vector_t *weights,
                            igraph_matrix_t *places)
{
  enum { ROUNDS = 500, ROUNDS_EACH = 50 };
  igraph_integer_t count = igraph_vcount(graph);
  double n = (double)count;
  switch (method) {
  case LAYOUT_FRUCHTERMAN_REINGOLD:
    return igraph_layout_fruchterman_reingold(graph, places, false, ROUNDS, sqrt(n) / 10, IGRAPH_LAYOUT_AUTOGRID,
                                              weights, NULL, NULL, NULL, NULL);
  case LAYOUT_KAMADA_KAWAI:
    return igraph_layout_kamada_kawai(graph, places, false, ROUNDS_EACH * count, 0, n, weights, NULL, NULL, NULL, NULL);
  case LAYOUT_CIRCLE: return igraph_layout_circle(graph, places, igraph_vss_all());
  case LAYOUT_TREE: return igraph_layout_reingold_tilford(graph, places, IGRAPH_ALL, NULL, NULL);
  case LAYOUT_DRL: return place_by_drl(graph, weights, places);
  default: return igraph_layout_sugiyama(graph, places, NULL, NULL, NULL, 1, 1, LAYOUT_SUGIYAMA_ROUNDS, weights);
  }
}
