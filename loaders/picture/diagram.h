/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph as a diagram: what is drawn of it (diagram.c), where its nodes are (layout.c, spread.c), how its
 * relationships run between them (route.c), and the shapes that come of that (diagram_scene.c). Each step fills the
 * fields of its own. */
#ifndef CLIO_LOADERS_PICTURE_DIAGRAM_H
#define CLIO_LOADERS_PICTURE_DIAGRAM_H

#include "colours.h"
#include "lettering.h"
#include "picture.h"
#include "scene.h"
#include "wording.h"

#define NODE_LETTERS 11.0
#define REL_LETTERS  8.0
#define DATE_LETTERS 7.0
#define LINE_HEIGHT  1.25 /* in letters */

typedef struct DrawnNode {
  uint32_t slot;
  Lines caption, when; /* no lines where the picture is too large for them */
  double width, height;
  Colour colour;
  uint32_t loops;
  uint32_t part; /* the connected part that it belongs to; layout.c, from here on */
  Point at;      /* its middle */
} DrawnNode;

typedef struct DrawnRel {
  uint32_t slot, from, to; /* the last two among the drawn nodes */
  Lines type, when;
  Colour colour;
  bool contested;
  uint32_t bend_count; /* places that it should pass on its way; layout.c */
  Point *bends;
  uint32_t point_count; /* of the curve from border to border; route.c, from here on */
  Point *points;
  Point head[3]; /* the tip of the arrow first */
  Point label;   /* the middle of its texts */
  double angle;
} DrawnRel;

typedef struct Diagram {
  const Subject *subject;
  Lettering *lettering;
  Arena *arena; /* of all that follows */
  DrawnNode *nodes;
  DrawnRel *rels;
  uint32_t node_count, rel_count;
  NameColour *labels, *types;
  uint32_t label_count, type_count;
  uint32_t plain; /* nodes without a label */
  bool named;     /* nodes are boxes with captions, not only dots */
  bool lettered;  /* relationships have their types and dates beside them */
} Diagram;

/* What there is to draw. Refuses more than a picture can hold. */
Status diagram_read(Diagram *d, Error *err);
/* Places all nodes so that none covers another. */
Status layout_nodes(Diagram *d, Error *err);
Status route_rels(Diagram *d, Error *err);
Status diagram_draw(Diagram *d, Scene *s, Error *err);

/* Moves nodes apart until no boxes overlap, and leaves room between them. */
Status spread_nodes(Diagram *d, const uint32_t *nodes, uint32_t n, double gap, Error *err);
/* Puts the parts beside each other. part_count parts; starts of each part's nodes among the order. */
Status spread_parts(Diagram *d, const uint32_t *order, const uint32_t *starts, uint32_t part_count, Error *err);

/* The room that a node takes, with what is drawn around it. */
static inline double drawn_height(const DrawnNode *n)
{
  return n->height + (n->loops ? 2 * (14.0 + 14.0 * n->loops) : 0);
}

#endif
