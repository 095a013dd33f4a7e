/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A diagram that is laid out, as shapes on a page. */
#include "diagram.h"
#include "legend.h"

#include <math.h>

#define MARGIN       20.0
#define LEGEND_ABOVE 18.0
#define CORNER       5.0

/* ---- the page */

typedef struct Extent {
  double left, top, right, bottom;
} Extent;

static void include(Extent *e, double x, double y, double reach)
{
  e->left = MIN(e->left, x - reach);
  e->right = MAX(e->right, x + reach);
  e->top = MIN(e->top, y - reach);
  e->bottom = MAX(e->bottom, y + reach);
}

static Extent find_extent(const Diagram *d)
{
  Extent e = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  if (d->node_count == 0) return (Extent){0};
  for (uint32_t i = 0; i < d->node_count; i++) {
    const DrawnNode *n = &d->nodes[i];
    include(&e, n->at.x - n->width / 2, n->at.y - n->height / 2, 0);
    include(&e, n->at.x + n->width / 2, n->at.y + n->height / 2, 0);
  }
  for (uint32_t i = 0; i < d->rel_count; i++) {
    const DrawnRel *r = &d->rels[i];
    double half = MAX(r->type.width, r->when.width) / 2;
    for (uint32_t k = 0; k < r->point_count; k++) include(&e, r->points[k].x, r->points[k].y, 1);
    if (r->type.n == 0) continue;
    include(&e, r->label.x + half * cos(r->angle), r->label.y + half * sin(r->angle), REL_LETTERS + 2);
    include(&e, r->label.x - half * cos(r->angle), r->label.y - half * sin(r->angle), REL_LETTERS + 2);
  }
  return e;
}

static void move(Point *points, uint32_t n, double dx, double dy)
{
  for (uint32_t i = 0; i < n; i++) {
    points[i].x += dx;
    points[i].y += dy;
  }
}

static void move_all(Diagram *d, double dx, double dy)
{
  for (uint32_t i = 0; i < d->node_count; i++) move(&d->nodes[i].at, 1, dx, dy);
  for (uint32_t i = 0; i < d->rel_count; i++) {
    DrawnRel *r = &d->rels[i];
    move(r->points, r->point_count, dx, dy);
    move(r->head, ARRAY_LEN(r->head), dx, dy);
    move(&r->label, 1, dx, dy);
  }
}

/* ---- shapes */

static void draw_line(const Diagram *d, Scene *s, const DrawnRel *r)
{
  Style line = {.line = d->named ? 1.1 : 0.6, .stroke = r->colour, .dashed = r->contested};
  Style head = {.fill = FILL_PLAIN, .colour = r->colour};
  Str title;
  str_init(&title);
  if (d->named) wording_rel_title(&title, d->subject->captions, r->slot);
  s->arena.bad |= title.bad;
  scene_begin(s, "edge", 'r', r->slot, arena_text(&s->arena, str_text(&title)));
  scene_curve(s, r->points, r->point_count, line);
  scene_polygon(s, r->head, ARRAY_LEN(r->head), head);
  scene_end(s);
  str_free(&title);
}

static void draw_rel_label(Scene *s, const DrawnRel *r, const Lines *lines, double size, double below, Colour colour)
{
  if (lines->n == 0) return;
  scene_label(s, (Label){.text = lines->at[0],
                         .at = {r->label.x - below * sin(r->angle), r->label.y + below * cos(r->angle)},
                         .anchor = ANCHOR_MIDDLE,
                         .size = size,
                         .width = lines->width,
                         .angle = r->angle,
                         .colour = colour,
                         .halo = true});
}

/* The type stands on the line, with a date above it and the date below. */
static void draw_texts(Scene *s, const DrawnRel *r)
{
  if (r->type.n == 0 || r->point_count == 0) return;
  scene_begin(s, "edge-label", 0, 0, (Text){0});
  draw_rel_label(s, r, &r->type, REL_LETTERS, r->when.n ? -2.5 : REL_LETTERS * 0.36, r->colour);
  draw_rel_label(s, r, &r->when, DATE_LETTERS, DATE_LETTERS + 1.5, COLOUR_FAINT);
  scene_end(s);
}

static void draw_node_label(Scene *s, const DrawnNode *n, Text text, double width, double y, double size, Colour colour)
{
  scene_label(s, (Label){.text = text,
                         .at = {n->at.x, y + size * (LINE_HEIGHT / 2 + 0.36)},
                         .anchor = ANCHOR_MIDDLE,
                         .size = size,
                         .width = width,
                         .colour = colour});
}

static void draw_node(const Diagram *d, Scene *s, const DrawnNode *n)
{
  Box box = {n->at.x - n->width / 2, n->at.y - n->height / 2, n->width, n->height};
  Style style = {.fill = FILL_PLAIN, .colour = n->colour, .line = 1, .stroke = colours_border(n->colour)};
  Str title;
  str_init(&title);
  wording_node_title(&title, d->subject->captions, n->slot);
  s->arena.bad |= title.bad;
  scene_begin(s, "node", 'n', n->slot, arena_text(&s->arena, str_text(&title)));
  scene_box(s, box, d->named ? CORNER : n->width / 2, style);
  double letters = n->caption.n * NODE_LETTERS * LINE_HEIGHT + n->when.n * DATE_LETTERS * LINE_HEIGHT;
  double y = n->at.y - letters / 2;
  for (uint32_t i = 0; i < n->caption.n; i++, y += NODE_LETTERS * LINE_HEIGHT)
    draw_node_label(s, n, n->caption.at[i], n->caption.widths[i], y, NODE_LETTERS, COLOUR_TEXT);
  if (n->when.n) draw_node_label(s, n, n->when.at[0], n->when.width, y, DATE_LETTERS, COLOUR_TEXT);
  scene_end(s);
  str_free(&title);
}

/* ---- the whole */

static Status make_legend(const Diagram *d, Scene *s, Legend *l, Error *err)
{
  const Graph *g = d->subject->graph;
  bool contested = false;
  TRY(legend_begin(l, s, d->lettering, d->label_count + d->type_count + 5, err));
  for (uint32_t i = 0; i < d->rel_count; i++) contested |= d->rels[i].contested;
  legend_add_names(l, LEGEND_BOX, g, NAME_LABEL, d->labels, d->label_count);
  Colour plain = colours_of(NULL, 0, 0);
  if (d->plain > 0)
    legend_add(l, LEGEND_BOX, (Style){FILL_PLAIN, plain, 1, colours_border(plain), false}, TEXT("no label"), d->plain);
  legend_add_names(l, LEGEND_LINE, g, NAME_TYPE, d->types, d->type_count);
  if (contested)
    legend_add(l, LEGEND_LINE, (Style){.line = 1.6, .stroke = COLOUR_TEXT, .dashed = true}, TEXT("contested"), 0);
  if (d->node_count == 0) legend_add(l, LEGEND_NOTE, (Style){0}, TEXT("there are no nodes to show"), 0);
  return STATUS_OK;
}

Status diagram_draw(Diagram *d, Scene *s, Error *err)
{
  Legend legend;
  TRY(make_legend(d, s, &legend, err));
  Extent e = find_extent(d);
  double width = MAX(e.right - e.left, legend_least_width(&legend)), height = e.bottom - e.top;
  double side = (width - (e.right - e.left)) / 2; /* what is narrower than the legend stands in the middle */
  move_all(d, MARGIN + side - e.left, MARGIN - e.top);
  for (uint32_t i = 0; i < d->rel_count; i++) draw_line(d, s, &d->rels[i]);
  for (uint32_t i = 0; i < d->rel_count; i++) draw_texts(s, &d->rels[i]);
  for (uint32_t i = 0; i < d->node_count; i++) draw_node(d, s, &d->nodes[i]);
  double below = MARGIN + height + (d->node_count ? LEGEND_ABOVE : 0);
  below += legend_draw(&legend, (Point){MARGIN, below}, width);
  s->width = width + 2 * MARGIN;
  s->height = below + MARGIN;
  return arena_check(&s->arena, err);
}
