/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measuring and breaking texts; see lettering.h. */
#include "lettering.h"

#include "core/utf8.h"
#include "pango_late.h"

#include <stdlib.h>

enum { PANGO_MEMORY = 32 << 20 };
enum { LONGEST_LOOKED_AT = 1000 }; /* bytes; no picture shows more of one text */

#define ELLIPSIS TEXT("\xE2\x80\xA6")

struct Lettering {
  PangoFontMap *fonts;
  PangoContext *context;
  PangoLayout *layout;
  PangoFontDescription *font;
};

Status lettering_open(Lettering **out, Error *err)
{
  TRY(pango_load(err));
  TRY(memory_expect(PANGO_MEMORY, err)); /* Pango does not survive having none */
  Lettering *l = *out = calloc(1, sizeof *l);
  if (!l) return error_out_of_memory(err);
  l->fonts = pango_cairo_font_map_new();
  l->context = pango_font_map_create_context(l->fonts);
  /* Distances are those of the design of the font, at any size and on any surface; colours do not depend on what the
   * screen is made of. */
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options(l->context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(l->context, FALSE);
  l->layout = pango_layout_new(l->context);
  l->font = pango_font_description_new();
  pango_font_description_set_family(l->font, LETTERING_FONT);
  return STATUS_OK;
}

void lettering_free(Lettering *l)
{
  if (!l) return;
  pango_font_description_free(l->font);
  g_object_unref(l->layout);
  g_object_unref(l->context);
  g_object_unref(l->fonts);
  free(l);
}

/* width 0: one line. */
static void set(Lettering *l, Text text, double size, bool bold, double width)
{
  pango_font_description_set_absolute_size(l->font, size * PANGO_SCALE);
  pango_font_description_set_weight(l->font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(l->layout, l->font);
  pango_layout_set_wrap(l->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(l->layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
  pango_layout_set_text(l->layout, text.data, (int)text.len);
}

PangoLayout *lettering_layout(Lettering *l, Text text, double size, bool bold)
{
  set(l, text, size, bold, 0);
  return l->layout;
}

double lettering_width(Lettering *l, Text text, double size, bool bold)
{
  int width, height;
  set(l, text, size, bold, 0);
  pango_layout_get_size(l->layout, &width, &height);
  return (double)width / PANGO_SCALE;
}

static Text trim_end(Text text)
{
  while (text.len > 0 && text.data[text.len - 1] == ' ') text.len--;
  return text;
}

/* The longest beginning, up to where a reader would put the cursor, that fits together with an ellipsis. */
static Text shorten(Lettering *l, Arena *arena, Text text, double size, double width)
{
  int places;
  double room = width - lettering_width(l, ELLIPSIS, size, false);
  set(l, text, size, false, 0);
  const PangoLogAttr *attrs = pango_layout_get_log_attrs_readonly(l->layout, &places);
  size_t *ends = arena_array(arena, size_t, (size_t)places + 1), count = 0, at = 0;
  if (!ends) return ELLIPSIS;
  for (int i = 0; i < places && at < text.len; i++, (void)utf8_next(text, &at))
    if (attrs[i].is_cursor_position) ends[count++] = at;
  size_t low = 0, high = count; /* ends[low] fits */
  while (low + 1 < high) {
    size_t middle = (low + high) / 2;
    if (lettering_width(l, (Text){text.data, ends[middle]}, size, false) <= room)
      low = middle;
    else
      high = middle;
  }
  Text kept = trim_end((Text){text.data, count > 0 ? ends[low] : 0});
  char *copy = arena_printf(arena, "%.*s%s", (int)kept.len, kept.data, ELLIPSIS.data);
  return copy ? text_of(copy) : ELLIPSIS;
}

/* Into how many lines the text breaks; *second is where the next one begins. */
static uint32_t count_lines(Lettering *l, Text text, double size, double width, size_t *second)
{
  set(l, text, size, false, width);
  uint32_t n = (uint32_t)pango_layout_get_line_count(l->layout);
  if (n > 1) *second = (size_t)pango_layout_get_line_readonly(l->layout, 1)->start_index;
  return n;
}

static void add_line(Lettering *l, Lines *lines, Text text, double size)
{
  double width = lettering_width(l, text, size, false);
  lines->at[lines->n] = text;
  lines->widths[lines->n++] = width;
  lines->width = MAX(lines->width, width);
}

static void add_fitting(Lettering *l, Arena *arena, Lines *lines, Text text, double size, double width)
{
  bool fits = lettering_width(l, text, size, false) <= width;
  add_line(l, lines, fits ? text : shorten(l, arena, text, size, width), size);
}

Lines lettering_break(Lettering *l, Arena *arena, Text text, double size, double width, uint32_t most)
{
  Lines lines = {0};
  bool cut = text.len > LONGEST_LOOKED_AT;
  Text whole = arena_text(arena, cut ? (Text){text.data, utf8_cut(text, LONGEST_LOOKED_AT)} : text);
  double full = lettering_width(l, whole, size, false);
  if (most < 2 || full <= width) {
    add_fitting(l, arena, &lines, whole, size, width);
    return lines;
  }
  size_t second = whole.len;
  for (double part = full / 2; part < width; part *= 1.08)
    if (count_lines(l, whole, size, part, &second) <= 2) {
      width = part;
      break;
    }
  (void)count_lines(l, whole, size, width, &second);
  add_line(l, &lines, trim_end((Text){whole.data, second}), size);
  add_fitting(l, arena, &lines, (Text){whole.data + second, whole.len - second}, size, width);
  return lines;
}
