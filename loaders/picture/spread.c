/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making room: nodes that overlap are pushed apart, and connected parts are packed beside each other. */
#include "diagram.h"

#include <math.h>
#include <stdlib.h>

#define PARTS_GAP   46.0
#define PAGE_ASPECT 1.5 /* what packing aims at: width by height */

/* ---- nodes */

enum { ROUNDS = 250, STRETCHING = 50, MOST_STRETCHES = 400 };
#define STRETCH  1.06
#define REL_ENDS 22.0 /* of a relationship beside its text: the arrow, and some of the line */

typedef struct Sweep {
  Diagram *d;
  uint32_t *order; /* by where the boxes begin */
  uint32_t n;
  double gap;
} Sweep;

static double left_of(const DrawnNode *n)
{
  return n->at.x - n->width / 2;
}

/* Nearly in order from the round before. */
static void sort_by_left(const Sweep *s)
{
  const DrawnNode *nodes = s->d->nodes;
  for (uint32_t i = 1; i < s->n; i++) {
    uint32_t node = s->order[i], at = i;
    double left = left_of(&nodes[node]);
    for (; at > 0 && left_of(&nodes[s->order[at - 1]]) > left; at--) s->order[at] = s->order[at - 1];
    s->order[at] = node;
  }
}

/* Pushes two boxes apart along the way that is shorter. False where there is nothing to do. */
static bool push(const Sweep *s, DrawnNode *a, DrawnNode *b)
{
  double dx = b->at.x - a->at.x, dy = b->at.y - a->at.y;
  double x = (a->width + b->width) / 2 + s->gap - fabs(dx);
  double y = (drawn_height(a) + drawn_height(b)) / 2 + s->gap - fabs(dy);
  if (x <= 1e-6 || y <= 1e-6) return false;
  if (x < y) {
    double half = dx < 0 ? -x / 2 : x / 2;
    a->at.x -= half;
    b->at.x += half;
  } else {
    double half = dy < 0 ? -y / 2 : y / 2;
    a->at.y -= half;
    b->at.y += half;
  }
  return true;
}

static bool push_all(const Sweep *s)
{
  DrawnNode *nodes = s->d->nodes;
  bool some = false;
  sort_by_left(s);
  for (uint32_t i = 0; i < s->n; i++) {
    DrawnNode *a = &nodes[s->order[i]];
    for (uint32_t k = i + 1; k < s->n; k++) {
      DrawnNode *b = &nodes[s->order[k]];
      if (left_of(b) > a->at.x + a->width / 2 + s->gap) break;
      some |= push(s, a, b);
    }
  }
  return some;
}

/* ---- relationships need room for what is written on them */

/* How much of the line between the middles of two nodes one of them covers. */
static double covered(const DrawnNode *n, double dx, double dy, double length)
{
  double x = fabs(dx) > 1e-9 ? n->width / 2 * length / fabs(dx) : INFINITY;
  double y = fabs(dy) > 1e-9 ? n->height / 2 * length / fabs(dy) : INFINITY;
  return MIN(x, y);
}

static void stretch_rel(Diagram *d, const DrawnRel *rel)
{
  DrawnNode *a = &d->nodes[rel->from], *b = &d->nodes[rel->to];
  double dx = b->at.x - a->at.x, dy = b->at.y - a->at.y, length = hypot(dx, dy);
  if (rel->from == rel->to || length < 1e-9) return;
  double wanted = MAX(rel->type.width, rel->when.width) + REL_ENDS;
  double lacking = wanted - (length - covered(a, dx, dy, length) - covered(b, dx, dy, length));
  if (lacking <= 0) return;
  double x = dx / length * lacking / 2, y = dy / length * lacking / 2;
  a->at.x -= x;
  a->at.y -= y;
  b->at.x += x;
  b->at.y += y;
}

static void stretch_part(Diagram *d, uint32_t part)
{
  for (uint32_t i = 0; i < d->rel_count; i++)
    if (d->nodes[d->rels[i].from].part == part) stretch_rel(d, &d->rels[i]);
}

Status spread_nodes(Diagram *d, const uint32_t *nodes, uint32_t n, double gap, Error *err)
{
  Sweep s = {d, arena_array(d->arena, uint32_t, MAX(n, 1u)), n, gap};
  if (!s.order) return error_out_of_memory(err);
  memcpy(s.order, nodes, n * sizeof *nodes);
  for (uint32_t stretch = 0; stretch < MOST_STRETCHES; stretch++) {
    for (uint32_t round = 0; round < ROUNDS; round++) {
      if (stretch == 0 && round < STRETCHING) stretch_part(d, d->nodes[nodes[0]].part);
      if (!push_all(&s) && (stretch > 0 || round >= STRETCHING)) return STATUS_OK;
    }
    for (uint32_t i = 0; i < n; i++) {
      d->nodes[nodes[i]].at.x *= STRETCH;
      d->nodes[nodes[i]].at.y *= STRETCH;
    }
    TRY(picture_go_on(d->subject, err));
  }
  return STATUS_OK;
}

/* ---- parts */

typedef struct Part {
  uint32_t number, n;
  Box box;
} Part;

static Box box_of_part(const Diagram *d, const uint32_t *nodes, uint32_t n)
{
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
  for (uint32_t i = 0; i < n; i++) {
    const DrawnNode *node = &d->nodes[nodes[i]];
    left = MIN(left, node->at.x - node->width / 2);
    right = MAX(right, node->at.x + node->width / 2);
    top = MIN(top, node->at.y - drawn_height(node) / 2);
    bottom = MAX(bottom, node->at.y + drawn_height(node) / 2);
  }
  return (Box){left, top, right - left, bottom - top};
}

/* The highest first, then the widest. */
static int by_height(const void *a, const void *b)
{
  const Part *x = a, *y = b;
  if (x->box.height != y->box.height) return x->box.height > y->box.height ? -1 : 1;
  if (x->box.width != y->box.width) return x->box.width > y->box.width ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

/* The upper edge of the free room below all parts that are placed: steps from the left to the right. */
typedef struct Step {
  double x, y; /* where it begins, and how far down all is taken */
} Step;

typedef struct Skyline {
  Step *steps;
  uint32_t n;
  double width, gap;
} Skyline;

/* How far down a box of this width has to begin when its left side is that of a step. */
static double floor_at(const Skyline *s, uint32_t step, double width)
{
  double y = 0, right = s->steps[step].x + width;
  for (uint32_t i = step; i < s->n && s->steps[i].x < right - 1e-6; i++) y = MAX(y, s->steps[i].y);
  return y;
}

/* The highest place, of several the leftmost. */
static Point find_place(const Skyline *s, Box box)
{
  Point best = {0, INFINITY};
  for (uint32_t i = 0; i < s->n; i++) {
    if (i > 0 && s->steps[i].x + box.width > s->width + 1e-6) break;
    double y = floor_at(s, i, box.width);
    if (y < best.y - 1e-6) best = (Point){s->steps[i].x, y};
  }
  return best;
}

static void take_place(Skyline *s, Point at, Box box)
{
  Step box_step = {at.x, at.y + box.height + s->gap}, behind = {at.x + box.width + s->gap, 0};
  uint32_t first = 0, last;
  while (first < s->n && s->steps[first].x < at.x - 1e-6) first++;
  for (last = first; last < s->n && s->steps[last].x < behind.x - 1e-6; last++) behind.y = s->steps[last].y;
  bool goes_on = last < s->n && s->steps[last].x <= behind.x + 1e-6;
  uint32_t added = goes_on ? 1 : 2;
  memmove(s->steps + first + added, s->steps + last, (s->n - last) * sizeof *s->steps);
  s->steps[first] = box_step;
  if (!goes_on) s->steps[first + 1] = behind;
  s->n = first + added + s->n - last;
}

/* Where each part goes on a page of the width; returns the height. */
static double fill_page(Skyline *s, const Part *parts, uint32_t n, double width, Point *places)
{
  double height = 0;
  *s = (Skyline){s->steps, 1, width, s->gap};
  s->steps[0] = (Step){0, 0};
  for (uint32_t i = 0; i < n; i++) {
    places[i] = find_place(s, parts[i].box);
    take_place(s, places[i], parts[i].box);
    height = MAX(height, places[i].y + parts[i].box.height);
  }
  return height;
}

/* The width for which all fit into the smallest page of the wanted shape. */
static double page_width(Skyline *s, const Part *parts, uint32_t n, Point *places)
{
  enum { MANY = 3000, FEW_TRIES = 3, TRIES = 24 };
  double widest = 0, area = 0, best = 0, smallest = INFINITY;
  for (uint32_t i = 0; i < n; i++) {
    widest = MAX(widest, parts[i].box.width);
    area += (parts[i].box.width + s->gap) * (parts[i].box.height + s->gap);
  }
  double width = MAX(widest, sqrt(area * PAGE_ASPECT) * 0.8);
  for (uint32_t i = 0; i < (n > MANY ? FEW_TRIES : TRIES); i++, width *= 1.06) {
    double size = MAX(width / PAGE_ASPECT, fill_page(s, parts, n, width, places));
    if (size >= smallest - 1e-6) continue;
    smallest = size;
    best = width;
  }
  return best;
}

static void move_part(Diagram *d, const uint32_t *nodes, uint32_t n, double dx, double dy)
{
  for (uint32_t i = 0; i < n; i++) {
    d->nodes[nodes[i]].at.x += dx;
    d->nodes[nodes[i]].at.y += dy;
  }
}

/* The bends of relationships move with the part that they are in. */
static void move_bends(Diagram *d, const Point *moved)
{
  for (uint32_t i = 0; i < d->rel_count; i++) {
    Point by = moved[d->nodes[d->rels[i].from].part];
    for (uint32_t k = 0; k < d->rels[i].bend_count; k++) {
      d->rels[i].bends[k].x += by.x;
      d->rels[i].bends[k].y += by.y;
    }
  }
}

Status spread_parts(Diagram *d, const uint32_t *order, const uint32_t *starts, uint32_t part_count, Error *err)
{
  uint32_t room = MAX(part_count, 1u);
  Part *parts = arena_array(d->arena, Part, room);
  Point *moved = arena_array(d->arena, Point, room), *places = arena_array(d->arena, Point, room);
  Skyline s = {.steps = arena_array(d->arena, Step, (size_t)room + 2), .gap = d->named ? PARTS_GAP : PARTS_GAP / 4};
  if (!parts || !moved || !places || !s.steps) return error_out_of_memory(err);
  for (uint32_t i = 0; i < part_count; i++) {
    uint32_t n = starts[i + 1] - starts[i];
    parts[i] = (Part){i, n, box_of_part(d, order + starts[i], n)};
  }
  qsort(parts, part_count, sizeof *parts, by_height);
  fill_page(&s, parts, part_count, page_width(&s, parts, part_count, places), places);
  for (uint32_t i = 0; i < part_count; i++) {
    const Part *p = &parts[i];
    Point by = {places[i].x - p->box.x, places[i].y - p->box.y};
    move_part(d, order + starts[p->number], p->n, by.x, by.y);
    moved[p->number] = by;
  }
  move_bends(d, moved);
  return STATUS_OK;
}
