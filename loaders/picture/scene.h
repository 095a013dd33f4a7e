/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is drawn: boxes, curves, polygons and texts in plain units, in the order of drawing, grouped by what they stand
 * for. A unit is a pixel of a screen, y grows downward. Who makes a scene knows no surface, and surfaces (svg.c,
 * canvas.c) know nothing of graphs. */
#ifndef CLIO_LOADERS_PICTURE_SCENE_H
#define CLIO_LOADERS_PICTURE_SCENE_H

#include "core/arena.h"

typedef struct Point {
  double x, y;
} Point;

typedef struct Box {
  double x, y, width, height; /* x and y of the corner at the upper left */
} Box;

typedef uint32_t Colour; /* 0xRRGGBB */

typedef enum Fill { FILL_NONE, FILL_PLAIN, FILL_HATCHED } Fill;

typedef struct Style {
  Fill fill;
  Colour colour; /* of the fill */
  double line;   /* 0: none */
  Colour stroke;
  bool dashed;
} Style;

typedef enum Anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } Anchor;

/* One line of text. */
typedef struct Label {
  Text text;
  Point at; /* on the base line; the start, middle or end of the text */
  Anchor anchor;
  double size, width;
  double angle; /* in radians, clockwise, around at */
  Colour colour;
  bool bold, halo; /* white around the letters */
} Label;

typedef enum ShapeKind { SHAPE_BEGIN, SHAPE_END, SHAPE_BOX, SHAPE_CURVE, SHAPE_POLYGON, SHAPE_LABEL } ShapeKind;

typedef struct Shape {
  ShapeKind kind;
  Style style;
  union {
    struct {
      const char *type; /* "node", "edge", ... */
      char id[24];      /* or empty */
      Text title;       /* the whole of what may be shortened in it; may be empty */
    } group;            /* SHAPE_BEGIN */
    struct {
      Box box;
      double radius;
    };
    struct {
      const Point *points; /* of a curve: 3 k + 1, as of Bezier curves that are joined */
      uint32_t count;
    };
    Label label;
  };
} Shape;

typedef struct Scene {
  Arena arena; /* of the texts and points, too */
  Shape *shapes;
  uint32_t count, cap;
  double width, height;
  Text title;
} Scene;

void scene_init(Scene *s);
void scene_free(Scene *s);

/* All of these note running out of memory in the arena. Points are borrowed, texts as well. */
void scene_begin(Scene *s, const char *type, char prefix, uint32_t id, Text title); /* prefix 0: it has no id */
void scene_end(Scene *s);
void scene_box(Scene *s, Box box, double radius, Style style);
void scene_curve(Scene *s, const Point *points, uint32_t count, Style style);
void scene_line(Scene *s, Point from, Point to, Style style);
void scene_polygon(Scene *s, const Point *points, uint32_t count, Style style);
void scene_label(Scene *s, Label label);

#endif
