/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building scenes; see scene.h. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>

void scene_init(Scene *s)
{
  *s = (Scene){0};
  arena_init(&s->arena, NULL);
}

void scene_free(Scene *s)
{
  free(s->shapes);
  arena_free(&s->arena);
}

static void add(Scene *s, Shape shape)
{
  if (s->count == s->cap) {
    uint32_t cap = MAX(s->cap * 2, 256u);
    Shape *grown = realloc(s->shapes, cap * sizeof *grown);
    if (!grown) {
      s->arena.bad = true;
      return;
    }
    s->shapes = grown;
    s->cap = cap;
  }
  s->shapes[s->count++] = shape;
}

void scene_begin(Scene *s, const char *type, char prefix, uint32_t id, Text title)
{
  Shape shape = {.kind = SHAPE_BEGIN, .group = {.type = type, .title = title}};
  if (prefix) snprintf(shape.group.id, sizeof shape.group.id, "%c%u", prefix, id);
  add(s, shape);
}

void scene_end(Scene *s)
{
  add(s, (Shape){.kind = SHAPE_END});
}

void scene_box(Scene *s, Box box, double radius, Style style)
{
  add(s, (Shape){.kind = SHAPE_BOX, .style = style, .box = box, .radius = radius});
}

void scene_curve(Scene *s, const Point *points, uint32_t count, Style style)
{
  add(s, (Shape){.kind = SHAPE_CURVE, .style = style, .points = points, .count = count});
}

void scene_line(Scene *s, Point from, Point to, Style style)
{
  Point *points = arena_array(&s->arena, Point, 4);
  if (!points) return;
  points[0] = points[1] = from;
  points[2] = points[3] = to;
  scene_curve(s, points, 4, style);
}

void scene_polygon(Scene *s, const Point *points, uint32_t count, Style style)
{
  add(s, (Shape){.kind = SHAPE_POLYGON, .style = style, .points = points, .count = count});
}

void scene_label(Scene *s, Label label)
{
  add(s, (Shape){.kind = SHAPE_LABEL, .label = label});
}
