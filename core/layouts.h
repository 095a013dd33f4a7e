/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph's layouts by name: where the nodes of a graph may be drawn. For procedures and for pictures. */
#ifndef CLIO_CORE_LAYOUTS_H
#define CLIO_CORE_LAYOUTS_H

#include "igraph_late.h"

#include "base.h"

typedef enum LayoutMethod {
  LAYOUT_FRUCHTERMAN_REINGOLD,
  LAYOUT_KAMADA_KAWAI,
  LAYOUT_CIRCLE,
  LAYOUT_TREE,
  LAYOUT_SUGIYAMA,
  LAYOUT_DRL,
  LAYOUT_COUNT
} LayoutMethod;

extern const char *const layout_methods[LAYOUT_COUNT + 1]; /* their names, and NULL */

/* Places node i in row i: x, and y, which for a tree and for layers is the layer, counted from 0 at the top. Rows
 * behind those of the nodes may be bends. Within igraph_guard_enter. weights may be NULL, and say how strong a
 * relationship is, of Kamada and Kawai how long; circles and trees do not ask for them. */
igraph_error_t layout_place(LayoutMethod method, const igraph_t *graph, const igraph_vector_t *weights,
                            igraph_matrix_t *places);

enum { LAYOUT_SUGIYAMA_ROUNDS = 100 };

#endif
