/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scenes on surfaces of cairo: PNG images and PDF pages. */
#include "colours.h"
#include "pango_late.h"
#include "surface.h"

#include <math.h>

#define HATCH_DISTANCE 4.0

static void set_colour(cairo_t *cairo, Colour colour)
{
  cairo_set_source_rgb(cairo, (colour >> 16 & 0xFF) / 255.0, (colour >> 8 & 0xFF) / 255.0, (colour & 0xFF) / 255.0);
}

/* ---- shapes */

static void trace_box(cairo_t *cairo, Box b, double radius)
{
  double r = MIN(radius, MIN(b.width, b.height) / 2);
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, b.x + b.width - r, b.y + r, r, -M_PI / 2, 0);
  cairo_arc(cairo, b.x + b.width - r, b.y + b.height - r, r, 0, M_PI / 2);
  cairo_arc(cairo, b.x + r, b.y + b.height - r, r, M_PI / 2, M_PI);
  cairo_arc(cairo, b.x + r, b.y + r, r, M_PI, 1.5 * M_PI);
  cairo_close_path(cairo);
}

static void trace_curve(cairo_t *cairo, const Point *p, uint32_t n)
{
  if (n > 0) cairo_move_to(cairo, p[0].x, p[0].y);
  for (uint32_t i = 1; i + 2 < n; i += 3)
    cairo_curve_to(cairo, p[i].x, p[i].y, p[i + 1].x, p[i + 1].y, p[i + 2].x, p[i + 2].y);
}

static void trace_polygon(cairo_t *cairo, const Point *p, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    if (i == 0)
      cairo_move_to(cairo, p[i].x, p[i].y);
    else
      cairo_line_to(cairo, p[i].x, p[i].y);
  }
  cairo_close_path(cairo);
}

static void trace(cairo_t *cairo, const Shape *shape)
{
  cairo_new_path(cairo);
  if (shape->kind == SHAPE_BOX)
    trace_box(cairo, shape->box, shape->radius);
  else if (shape->kind == SHAPE_CURVE)
    trace_curve(cairo, shape->points, shape->count);
  else
    trace_polygon(cairo, shape->points, shape->count);
}

static Box box_around(const Shape *shape)
{
  if (shape->kind == SHAPE_BOX) return shape->box;
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
  for (uint32_t i = 0; i < shape->count; i++) {
    left = MIN(left, shape->points[i].x);
    right = MAX(right, shape->points[i].x);
    top = MIN(top, shape->points[i].y);
    bottom = MAX(bottom, shape->points[i].y);
  }
  return (Box){left, top, right - left, bottom - top};
}

/* Stripes as in svg.c's pattern, within the shape that is traced. */
static void hatch(cairo_t *cairo, const Shape *shape)
{
  Box box = box_around(shape);
  double step = HATCH_DISTANCE * M_SQRT2, first = floor((box.x - box.height) / step) * step;
  cairo_save(cairo);
  cairo_clip(cairo);
  cairo_new_path(cairo);
  for (double x = first; x < box.x + box.width + box.height; x += step) {
    cairo_move_to(cairo, x + box.height + 1, box.y - 1);
    cairo_line_to(cairo, x - 1, box.y + box.height + 1);
  }
  set_colour(cairo, shape->style.colour);
  cairo_set_dash(cairo, NULL, 0, 0);
  cairo_set_line_width(cairo, HATCH_DISTANCE / 2);
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

static void draw_shape(cairo_t *cairo, const Shape *shape)
{
  static const double dashes[] = {4, 3};
  const Style *style = &shape->style;
  trace(cairo, shape);
  if (style->fill == FILL_PLAIN) {
    set_colour(cairo, style->colour);
    cairo_fill(cairo);
  } else if (style->fill == FILL_HATCHED) {
    hatch(cairo, shape);
  }
  if (style->line <= 0) return;
  trace(cairo, shape);
  cairo_set_line_width(cairo, style->line);
  cairo_set_dash(cairo, dashes, style->dashed ? ARRAY_LEN(dashes) : 0, 0);
  set_colour(cairo, style->stroke);
  cairo_stroke(cairo);
}

static void draw_label(cairo_t *cairo, Lettering *lettering, const Label *label)
{
  int width, height;
  PangoLayout *layout = lettering_layout(lettering, label->text, label->size, label->bold);
  cairo_save(cairo);
  cairo_translate(cairo, label->at.x, label->at.y);
  cairo_rotate(cairo, label->angle);
  pango_cairo_update_layout(cairo, layout);
  pango_layout_get_size(layout, &width, &height);
  double back = label->anchor == ANCHOR_START ? 0 : label->anchor == ANCHOR_MIDDLE ? 0.5 : 1;
  cairo_translate(cairo, -back * width / PANGO_SCALE, -(double)pango_layout_get_baseline(layout) / PANGO_SCALE);
  if (label->halo) {
    cairo_move_to(cairo, 0, 0);
    pango_cairo_layout_path(cairo, layout);
    set_colour(cairo, COLOUR_WHITE);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_set_line_width(cairo, 3);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cairo);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
  }
  cairo_move_to(cairo, 0, 0);
  set_colour(cairo, label->colour);
  pango_cairo_show_layout(cairo, layout);
  cairo_restore(cairo);
}

static cairo_status_t draw(cairo_surface_t *surface, const Scene *s, Page page, Lettering *lettering)
{
  cairo_t *cairo = cairo_create(surface);
  set_colour(cairo, COLOUR_WHITE);
  cairo_paint(cairo);
  cairo_translate(cairo, (page.width - s->width * page.scale) / 2, (page.height - s->height * page.scale) / 2);
  cairo_scale(cairo, page.scale, page.scale);
  for (uint32_t i = 0; i < s->count; i++) {
    const Shape *shape = &s->shapes[i];
    if (shape->kind == SHAPE_LABEL)
      draw_label(cairo, lettering, &shape->label);
    else if (shape->kind != SHAPE_BEGIN && shape->kind != SHAPE_END)
      draw_shape(cairo, shape);
  }
  cairo_status_t code = cairo_status(cairo);
  cairo_destroy(cairo);
  return code;
}

/* ---- files */

static cairo_status_t append(void *out, const unsigned char *data, unsigned len)
{
  str_add_bytes(out, data, len);
  return ((Str *)out)->bad ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static Status check(cairo_status_t code, const Str *out, Error *err)
{
  TRY(str_check(out, err));
  if (code == CAIRO_STATUS_SUCCESS) return STATUS_OK;
  if (code == CAIRO_STATUS_NO_MEMORY) return error_out_of_memory(err);
  return error_set(err, ERROR_IO, NULL, "the picture cannot be drawn: %s", cairo_status_to_string(code));
}

Status png_write(const Scene *s, Page page, Lettering *lettering, Str *out, Error *err)
{
  TRY(memory_expect((size_t)page.width * (size_t)page.height * 4, err));
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)page.width, (int)page.height);
  cairo_status_t code = draw(surface, s, page, lettering);
  if (code == CAIRO_STATUS_SUCCESS) code = cairo_surface_write_to_png_stream(surface, append, out);
  cairo_surface_destroy(surface);
  return check(code, out, err);
}

Status pdf_write(const Scene *s, Page page, Lettering *lettering, Str *out, Error *err)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, out, page.width, page.height);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, ""); /* the same graph, the same bytes */
  cairo_status_t code = draw(surface, s, page, lettering);
  cairo_surface_finish(surface);
  if (code == CAIRO_STATUS_SUCCESS) code = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  return check(code, out, err);
}
