/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours; see palette.h. They are light, for black text on them, and those of a scheme that people with any colour
 * vision can tell apart (Paul Tol, Colour Schemes, SRON technical note 09-002: light). */
#include "palette.h"

const char *const palette_colours[PALETTE_COLOURS] = {"#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF",
                                                      "#44BB99", "#BBCC33", "#AAAA00", "#DDDDDD"};

uint32_t palette_label(const Graph *g, uint32_t node)
{
  uint32_t n, best = 0;
  const uint32_t *labels = graph_labels(g, node, &n);
  for (uint32_t i = 1; i < n; i++)
    if (graph_label_count(g, labels[i]) < graph_label_count(g, labels[best])) best = i;
  return n ? labels[best] : NAME_NONE;
}

const char *palette_colour(const Graph *g, uint32_t node)
{
  uint32_t label = palette_label(g, node);
  return label == NAME_NONE ? "#FFFFFF" : palette_colours[label % PALETTE_COLOURS];
}
