/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scenes as SVG 1.1, with texts as texts: they can be selected, searched and edited, and groups have the ids of nodes
 * (n1) and relationships (r1) of the graph. Texts say how wide they are, so that they fit into their boxes where the
 * reader's fonts are others. */
#include "loaders/xml/xml_write.h"
#include "surface.h"

#include <math.h>
#include <stdio.h>

enum { MOST_PATTERNS = 32 };

/* Without what is not needed: 1, 0.5, -2.25. */
static void add_number(Str *out, double n)
{
  char text[32];
  int len = snprintf(text, sizeof text, "%.2f", n);
  while (text[len - 1] == '0') len--;
  if (text[len - 1] == '.') len--;
  if (len == 2 && memcmp(text, "-0", 2) == 0)
    str_add_char(out, '0');
  else
    str_add_bytes(out, text, (size_t)len);
}

static void add_attribute(Str *out, const char *name, double n)
{
  str_addf(out, " %s=\"", name);
  add_number(out, n);
  str_add_char(out, '"');
}

/* Scenes hold no characters that XML does not. */
static void add_text(Str *out, Text text)
{
  uint64_t ignored = 0;
  xml_add_text(out, text, &ignored);
}

static void add_title(Str *out, Text title)
{
  if (title.len == 0) return;
  str_add(out, "<title>");
  add_text(out, title);
  str_add(out, "</title>");
}

static void add_point(Str *out, Point p)
{
  add_number(out, p.x);
  str_add_char(out, ' ');
  add_number(out, p.y);
}

static void add_style(Str *out, const Style *style)
{
  if (style->fill == FILL_NONE)
    str_add(out, " fill=\"none\"");
  else if (style->fill == FILL_HATCHED)
    str_addf(out, " fill=\"url(#hatch-%06x)\"", style->colour);
  else
    str_addf(out, " fill=\"#%06x\"", style->colour);
  if (style->line <= 0) return;
  str_addf(out, " stroke=\"#%06x\"", style->stroke);
  add_attribute(out, "stroke-width", style->line);
  if (style->dashed) str_add(out, " stroke-dasharray=\"4 3\"");
}

static void add_group(Str *out, const Shape *shape)
{
  str_addf(out, "<g class=\"%s\"", shape->group.type);
  if (shape->group.id[0]) str_addf(out, " id=\"%s\"", shape->group.id);
  str_add_char(out, '>');
  add_title(out, shape->group.title);
}

static void add_box(Str *out, const Shape *shape)
{
  str_add(out, "<rect");
  add_attribute(out, "x", shape->box.x);
  add_attribute(out, "y", shape->box.y);
  add_attribute(out, "width", shape->box.width);
  add_attribute(out, "height", shape->box.height);
  if (shape->radius > 0) add_attribute(out, "rx", shape->radius);
  add_style(out, &shape->style);
  str_add(out, "/>");
}

static void add_curve(Str *out, const Shape *shape)
{
  str_add(out, "<path d=\"M");
  for (uint32_t i = 0; i < shape->count; i++) {
    if (i > 0) str_add(out, i % 3 == 1 ? "C" : " ");
    add_point(out, shape->points[i]);
  }
  str_add_char(out, '"');
  add_style(out, &shape->style);
  str_add(out, "/>");
}

static void add_polygon(Str *out, const Shape *shape)
{
  str_add(out, "<path d=\"M");
  for (uint32_t i = 0; i < shape->count; i++) {
    if (i > 0) str_add_char(out, 'L');
    add_point(out, shape->points[i]);
  }
  str_add(out, "Z\"");
  add_style(out, &shape->style);
  str_add(out, "/>");
}

static void add_label(Str *out, const Label *label)
{
  static const char *const anchors[] = {
      [ANCHOR_START] = "", [ANCHOR_MIDDLE] = " text-anchor=\"middle\"", [ANCHOR_END] = " text-anchor=\"end\""};
  str_add(out, "<text");
  add_attribute(out, "x", label->at.x);
  add_attribute(out, "y", label->at.y);
  add_attribute(out, "font-size", label->size);
  str_addf(out, " fill=\"#%06x\"%s", label->colour, anchors[label->anchor]);
  if (label->bold) str_add(out, " font-weight=\"bold\"");
  if (label->halo) str_add(out, " stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
  if (label->width > 0) {
    add_attribute(out, "textLength", label->width);
    str_add(out, " lengthAdjust=\"spacingAndGlyphs\"");
  }
  if (fabs(label->angle) > 1e-3) {
    str_add(out, " transform=\"rotate(");
    add_number(out, label->angle * 180 / M_PI);
    str_add_char(out, ' ');
    add_point(out, label->at);
    str_add(out, ")\"");
  }
  str_add_char(out, '>');
  add_text(out, label->text);
  str_add(out, "</text>");
}

static void add_shape(Str *out, const Shape *shape)
{
  switch (shape->kind) {
  case SHAPE_BEGIN: add_group(out, shape); break;
  case SHAPE_END: str_add(out, "</g>"); break;
  case SHAPE_BOX: add_box(out, shape); break;
  case SHAPE_CURVE: add_curve(out, shape); break;
  case SHAPE_POLYGON: add_polygon(out, shape); break;
  case SHAPE_LABEL: add_label(out, &shape->label); break;
  }
  str_add_char(out, '\n');
}

/* The patterns that hatched shapes are filled with. */
static void add_patterns(Str *out, const Scene *s)
{
  Colour seen[MOST_PATTERNS];
  size_t n = 0;
  for (uint32_t i = 0; i < s->count; i++) {
    const Shape *shape = &s->shapes[i];
    bool known = shape->kind != SHAPE_BOX && shape->kind != SHAPE_POLYGON;
    known = known || shape->style.fill != FILL_HATCHED;
    for (size_t k = 0; k < n && !known; k++) known = seen[k] == shape->style.colour;
    if (known || n == MOST_PATTERNS) continue;
    seen[n++] = shape->style.colour;
    str_addf(out,
             "<pattern id=\"hatch-%06x\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
             "patternTransform=\"rotate(45)\"><path d=\"M0 0V4\" stroke=\"#%06x\" stroke-width=\"3\"/></pattern>\n",
             shape->style.colour, shape->style.colour);
  }
}

Status svg_write(const Scene *s, Page page, Lettering *lettering UNUSED, Str *out, Error *err)
{
  double width = page.width / page.scale, height = page.height / page.scale;
  str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
  add_attribute(out, "width", page.width);
  add_attribute(out, "height", page.height);
  str_add(out, " viewBox=\"");
  add_point(out, (Point){(s->width - width) / 2, (s->height - height) / 2});
  str_add_char(out, ' ');
  add_point(out, (Point){width, height});
  str_add(out, "\" font-family=\"" LETTERING_FONT ", Verdana, sans-serif\">\n");
  add_title(out, s->title);
  add_patterns(out, s);
  str_add(out, "<rect");
  add_attribute(out, "x", (s->width - width) / 2);
  add_attribute(out, "y", (s->height - height) / 2);
  str_add(out, " width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
  for (uint32_t i = 0; i < s->count; i++) add_shape(out, &s->shapes[i]);
  str_add(out, "</svg>\n");
  return str_check(out, err);
}
