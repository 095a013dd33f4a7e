/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How relationships run: from border to border, beside each other where several join the same two nodes, around nodes
 * that are in the way, and where their texts find a place. */
#include "diagram.h"

#include <math.h>
#include <stdlib.h>

#define BORDER_GAP  1.5 /* between a node and the tip of an arrow */
#define HEAD_LENGTH 7.5
#define HEAD_WIDTH  5.5
#define LANE_GAP    22.0 /* between relationships that join the same nodes */
#define MOST_BENT   0.25 /* of its length, to the side */
#define CLEAR       5.0  /* what should be free around a node that a relationship passes */

enum { MOST_TESTS = 8000000 }; /* of relationships against nodes */

typedef struct Router {
  Diagram *d;
  Point *texts; /* of labels that are placed: the middles of squares that cover them */
  double *radii;
  uint32_t text_count;
} Router;

/* ---- curves */

static Point mix(Point a, Point b, double t)
{
  return (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static Point plus(Point a, Point b, double factor)
{
  return (Point){a.x + b.x * factor, a.y + b.y * factor};
}

static Point unit(Point from, Point to)
{
  double length = hypot(to.x - from.x, to.y - from.y);
  return length > 0 ? (Point){(to.x - from.x) / length, (to.y - from.y) / length} : (Point){1, 0};
}

static Point curve_at(const Point *p, double t)
{
  Point a = mix(p[0], p[1], t), b = mix(p[1], p[2], t), c = mix(p[2], p[3], t);
  return mix(mix(a, b, t), mix(b, c, t), t);
}

/* Keeps what is behind t (before false), or before it. */
static void cut(Point *p, double t, bool before)
{
  Point a = mix(p[0], p[1], t), b = mix(p[1], p[2], t), c = mix(p[2], p[3], t);
  Point ab = mix(a, b, t), bc = mix(b, c, t), middle = mix(ab, bc, t);
  if (before) {
    p[1] = a;
    p[2] = ab;
    p[3] = middle;
  } else {
    p[0] = middle;
    p[1] = bc;
    p[2] = c;
  }
}

/* A quadratic curve as a cubic one. */
static void set_bow(Point *p, Point from, Point control, Point to)
{
  p[0] = from;
  p[1] = mix(from, control, 2.0 / 3);
  p[2] = mix(to, control, 2.0 / 3);
  p[3] = to;
}

static bool inside(const DrawnNode *n, Point at, double gap)
{
  return fabs(at.x - n->at.x) < n->width / 2 + gap && fabs(at.y - n->at.y) < n->height / 2 + gap;
}

/* Where the curve crosses the node's border: at one end it is inside, at t outside. */
static double find_border(const Point *p, const DrawnNode *n, double in, double out, double gap)
{
  for (int i = 0; i < 30; i++) {
    double middle = (in + out) / 2;
    if (inside(n, curve_at(p, middle), gap))
      in = middle;
    else
      out = middle;
  }
  return out;
}

static void cut_start(Point *p, const DrawnNode *n)
{
  if (inside(n, p[0], 0) && !inside(n, p[3], 0)) cut(p, find_border(p, n, 0, 1, 0), false);
}

static void cut_end(Point *p, const DrawnNode *n)
{
  if (inside(n, p[3], BORDER_GAP) && !inside(n, p[0], BORDER_GAP)) cut(p, find_border(p, n, 1, 0, BORDER_GAP), true);
}

/* The line ends at the back of the arrow's head, which has the direction that the curve has there. */
static void add_head(const Diagram *d, DrawnRel *rel)
{
  Point *p = rel->points + rel->point_count - 4, tip = p[3];
  double scale = d->named ? 1 : 0.6, length = HEAD_LENGTH * scale, low = 0, high = 1;
  for (int i = 0; i < 30; i++) {
    double middle = (low + high) / 2;
    Point at = curve_at(p, middle);
    if (hypot(tip.x - at.x, tip.y - at.y) > length)
      low = middle;
    else
      high = middle;
  }
  if (low > 0) cut(p, low, true);
  Point back = low > 0 ? p[3] : p[0], along = unit(back, tip);
  back = plus(tip, along, -length);
  Point across = {-along.y * HEAD_WIDTH / 2 * scale, along.x * HEAD_WIDTH / 2 * scale};
  rel->head[0] = tip;
  rel->head[1] = plus(back, across, 1);
  rel->head[2] = plus(back, across, -1);
}

/* ---- ways */

static Point *new_points(Diagram *d, DrawnRel *rel, uint32_t count)
{
  rel->points = arena_array(d->arena, Point, count);
  rel->point_count = rel->points ? count : 0;
  return rel->points;
}

/* Loops stand above the node, one around the other. */
static void route_loop(Diagram *d, DrawnRel *rel, uint32_t lane)
{
  const DrawnNode *n = &d->nodes[rel->from];
  double half = MIN(8.0 + 5.0 * lane, n->width / 2 - 2), rise = 24 + 18.0 * lane, top = n->at.y - n->height / 2;
  Point *p = new_points(d, rel, 4);
  if (!p) return;
  p[0] = (Point){n->at.x - half, top};
  p[1] = (Point){n->at.x - half - 14, top - rise};
  p[2] = (Point){n->at.x + half + 14, top - rise};
  p[3] = (Point){n->at.x + half, top - BORDER_GAP};
}

static void set_bent_line(Point *p, Point from, Point to, double bend)
{
  Point along = unit(from, to), across = {-along.y, along.x};
  set_bow(p, from, plus(mix(from, to, 0.5), across, 2 * bend), to);
}

/* How much of a curve is on nodes other than its ends, in samples. */
static uint32_t count_hits(const Diagram *d, const DrawnRel *rel, const Point *p)
{
  enum { SAMPLES = 24 };
  uint32_t hits = 0;
  Point at[SAMPLES];
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
  for (int i = 0; i < SAMPLES; i++) {
    at[i] = curve_at(p, (i + 0.5) / SAMPLES);
    left = MIN(left, at[i].x);
    right = MAX(right, at[i].x);
    top = MIN(top, at[i].y);
    bottom = MAX(bottom, at[i].y);
  }
  for (uint32_t k = 0; k < d->node_count; k++) {
    const DrawnNode *n = &d->nodes[k];
    double w = n->width / 2 + CLEAR, h = n->height / 2 + CLEAR;
    if (k == rel->from || k == rel->to) continue;
    if (n->at.x + w < left || n->at.x - w > right || n->at.y + h < top || n->at.y - h > bottom) continue;
    for (int i = 0; i < SAMPLES; i++) hits += inside(n, at[i], CLEAR);
  }
  return hits;
}

/* The straightest way that is the least on nodes. offset: how far beside the middle of the lanes it is. */
static void route_line(Diagram *d, DrawnRel *rel, double offset, bool around)
{
  static const double bends[] = {0, 12, -12, 24, -24, 40, -40, 60, -60};
  Point from = d->nodes[rel->from].at, to = d->nodes[rel->to].at, best[4], p[4];
  double length = hypot(to.x - from.x, to.y - from.y);
  uint32_t fewest = UINT32_MAX;
  for (size_t i = 0; i < (around ? ARRAY_LEN(bends) : 1) && fewest > 0; i++) {
    if (fabs(bends[i]) > MOST_BENT * length) break;
    set_bent_line(p, from, to, offset + bends[i]);
    uint32_t hits = around ? count_hits(d, rel, p) : 0;
    if (hits >= fewest) continue;
    fewest = hits;
    memcpy(best, p, sizeof best);
  }
  if (new_points(d, rel, 4)) memcpy(rel->points, best, sizeof best);
}

/* Through the bends of a layout in layers, rounded (Catmull and Rom 1974). */
static void route_bends(Diagram *d, DrawnRel *rel, double offset)
{
  uint32_t n = rel->bend_count + 2;
  Point *way = arena_array(d->arena, Point, n), *p = new_points(d, rel, 3 * (n - 1) + 1);
  if (!way || !p) return;
  way[0] = d->nodes[rel->from].at;
  way[n - 1] = d->nodes[rel->to].at;
  Point along = unit(way[0], way[n - 1]);
  for (uint32_t i = 1; i + 1 < n; i++) way[i] = plus(rel->bends[i - 1], (Point){-along.y, along.x}, offset);
  for (uint32_t i = 0; i + 1 < n; i++) {
    Point before = way[i ? i - 1 : 0], after = way[MIN(i + 2, n - 1)];
    p[3 * i] = way[i];
    p[3 * i + 1] = plus(way[i], (Point){way[i + 1].x - before.x, way[i + 1].y - before.y}, 1.0 / 6);
    p[3 * i + 2] = plus(way[i + 1], (Point){after.x - way[i].x, after.y - way[i].y}, -1.0 / 6);
    p[3 * i + 3] = way[i + 1];
  }
}

/* ---- lanes */

typedef struct Lane {
  uint32_t low, high, rel; /* the nodes that it joins, the smaller number first */
} Lane;

static int by_nodes(const void *a, const void *b)
{
  const Lane *x = a, *y = b;
  if (x->low != y->low) return x->low < y->low ? -1 : 1;
  if (x->high != y->high) return x->high < y->high ? -1 : 1;
  return (x->rel > y->rel) - (x->rel < y->rel);
}

static void route_rel(Diagram *d, uint32_t i, uint32_t lane, uint32_t lanes)
{
  DrawnRel *rel = &d->rels[i];
  bool around = (uint64_t)d->rel_count * d->node_count <= MOST_TESTS && d->named;
  double offset = (lane - (lanes - 1) / 2.0) * LANE_GAP;
  if (rel->from > rel->to) offset = -offset; /* of those that lead the other way, the sides are exchanged */
  if (rel->from == rel->to)
    route_loop(d, rel, lane);
  else if (rel->bend_count > 0)
    route_bends(d, rel, offset);
  else
    route_line(d, rel, offset, around && lanes == 1);
  if (rel->point_count == 0) return;
  if (rel->from != rel->to) {
    cut_start(rel->points, &d->nodes[rel->from]);
    cut_end(rel->points + rel->point_count - 4, &d->nodes[rel->to]);
  }
  add_head(d, rel);
}

static Status route_all(Diagram *d, Error *err)
{
  Lane *lanes = arena_array(d->arena, Lane, MAX(d->rel_count, 1u));
  if (!lanes) return error_out_of_memory(err);
  for (uint32_t i = 0; i < d->rel_count; i++)
    lanes[i] = (Lane){MIN(d->rels[i].from, d->rels[i].to), MAX(d->rels[i].from, d->rels[i].to), i};
  qsort(lanes, d->rel_count, sizeof *lanes, by_nodes);
  for (uint32_t i = 0, n; i < d->rel_count; i += n) {
    for (n = 1; i + n < d->rel_count && lanes[i + n].low == lanes[i].low && lanes[i + n].high == lanes[i].high;) n++;
    for (uint32_t k = 0; k < n; k++) route_rel(d, lanes[i + k].rel, k, n);
    TRY(picture_go_on(d->subject, err));
  }
  return arena_check(d->arena, err);
}

/* ---- places of texts: along the relationship, where the fewest nodes and other texts are */

static double text_width(const DrawnRel *rel)
{
  return MAX(rel->type.width, rel->when.width);
}

static double overlap_with_nodes(const Diagram *d, Point at, double radius)
{
  double sum = 0;
  for (uint32_t i = 0; i < d->node_count; i++) {
    const DrawnNode *n = &d->nodes[i];
    double x = n->width / 2 + radius - fabs(at.x - n->at.x), y = n->height / 2 + radius - fabs(at.y - n->at.y);
    if (x > 0 && y > 0) sum += MIN(x, y);
  }
  return sum;
}

static double overlap_with_texts(const Router *r, Point at, double radius)
{
  double sum = 0;
  for (uint32_t i = 0; i < r->text_count; i++) {
    double room = radius + r->radii[i] - MAX(fabs(at.x - r->texts[i].x), fabs(at.y - r->texts[i].y));
    if (room > 0) sum += room;
  }
  return sum;
}

enum { SQUARES = 5 }; /* that cover a text */

static Point square_of(const DrawnRel *rel, Point at, double angle, int i)
{
  double off = text_width(rel) * ((i + 0.5) / SQUARES - 0.5);
  return (Point){at.x + off * cos(angle), at.y + off * sin(angle)};
}

static double text_radius(const DrawnRel *rel)
{
  return rel->when.n ? REL_LETTERS : REL_LETTERS * 0.65;
}

/* At t of 0 to 1 on the whole of the relationship; the angle is one that lets the text be read from the left. */
static Point place_at(const DrawnRel *rel, double t, double *angle)
{
  uint32_t pieces = (rel->point_count - 1) / 3;
  double whole = t * pieces;
  uint32_t piece = MIN((uint32_t)whole, pieces - 1);
  const Point *p = rel->points + (size_t)3 * piece;
  double at = whole - piece;
  Point before = curve_at(p, MAX(at - 0.05, 0)), after = curve_at(p, MIN(at + 0.05, 1));
  *angle = atan2(after.y - before.y, after.x - before.x);
  if (*angle > M_PI / 2 + 1e-9) *angle -= M_PI;
  if (*angle <= -M_PI / 2 + 1e-9) *angle += M_PI;
  return curve_at(p, at);
}

static void place_text(Router *r, DrawnRel *rel)
{
  static const double tries[] = {0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8};
  double best = INFINITY;
  if (rel->point_count == 0 || rel->type.n == 0) return;
  for (size_t i = 0; i < ARRAY_LEN(tries) && best > 0; i++) {
    double angle, overlap = 0;
    Point at = place_at(rel, tries[i], &angle);
    for (int k = 0; k < SQUARES; k++) {
      Point square = square_of(rel, at, angle, k);
      overlap +=
          3 * overlap_with_nodes(r->d, square, text_radius(rel)) + overlap_with_texts(r, square, text_radius(rel));
    }
    if (overlap >= best) continue;
    best = overlap;
    rel->label = at;
    rel->angle = angle;
  }
  for (int k = 0; k < SQUARES; k++) {
    r->texts[r->text_count] = square_of(rel, rel->label, rel->angle, k);
    r->radii[r->text_count++] = text_radius(rel);
  }
}

Status route_rels(Diagram *d, Error *err)
{
  Router r = {.d = d};
  TRY(route_all(d, err));
  if (!d->lettered) return STATUS_OK;
  r.texts = arena_array(d->arena, Point, (size_t)d->rel_count * SQUARES + 1);
  r.radii = arena_array(d->arena, double, (size_t)d->rel_count *SQUARES + 1);
  if (!r.texts || !r.radii) return error_out_of_memory(err);
  for (uint32_t i = 0; i < d->rel_count; i++) place_text(&r, &d->rels[i]);
  return STATUS_OK;
}
