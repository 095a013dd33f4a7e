/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Legends; see legend.h. */
#include "legend.h"

#include "wording.h"

#include <inttypes.h>
#include <stdlib.h>

#define LETTERS      9.0
#define ROW          17.0
#define SIGN_WIDTH   16.0
#define SIGN_HEIGHT  9.0
#define SIGN_GAP     5.0
#define ENTRY_GAP    18.0
#define WIDEST_TEXT  220.0
#define USUAL_WIDTH  420.0
#define MOST_ENTRIES 24u /* names beyond are only counted */

Status legend_begin(Legend *l, Scene *scene, Lettering *lettering, uint32_t most, Error *err)
{
  *l = (Legend){.scene = scene, .lettering = lettering, .cap = most};
  l->entries = arena_array(&scene->arena, LegendEntry, MAX(most, 1u));
  return l->entries ? STATUS_OK : error_out_of_memory(err);
}

void legend_add(Legend *l, LegendSign sign, Style style, Text text, uint64_t count)
{
  Arena *arena = &l->scene->arena;
  if (l->count == l->cap) return;
  Lines lines = lettering_break(l->lettering, arena, text, LETTERS, WIDEST_TEXT, 1);
  text = lines.at[0];
  if (count > 0) {
    char *counted = arena_printf(arena, "%.*s  %" PRIu64, (int)text.len, text.data, count);
    if (counted) text = text_of(counted);
  }
  l->entries[l->count++] = (LegendEntry){sign, style, text, lettering_width(l->lettering, text, LETTERS, false)};
}

static int by_count(const void *a, const void *b)
{
  const NameColour *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return (x->name > y->name) - (x->name < y->name);
}

static Style style_of(LegendSign sign, Colour colour)
{
  if (sign == LEGEND_LINE) return (Style){.line = 1.6, .stroke = colour};
  return (Style){.fill = FILL_PLAIN, .colour = colour, .line = 1, .stroke = colours_border(colour)};
}

void legend_add_names(Legend *l, LegendSign sign, const Graph *g, NameKind kind, const NameColour *names, uint32_t n)
{
  NameColour *sorted = arena_array(&l->scene->arena, NameColour, MAX(n, 1u));
  if (!sorted) return;
  memcpy(sorted, names, n * sizeof *names);
  qsort(sorted, n, sizeof *sorted, by_count);
  Str text;
  str_init(&text);
  for (uint32_t i = 0; i < MIN(n, MOST_ENTRIES); i++) {
    str_clear(&text);
    wording_text(&text, graph_name(g, kind, sorted[i].name));
    legend_add(l, sign, style_of(sign, sorted[i].colour), str_text(&text), sorted[i].count);
  }
  if (n > MOST_ENTRIES) {
    str_clear(&text);
    str_addf(&text, "and %u more %s", n - MOST_ENTRIES, kind == NAME_TYPE ? "types" : "labels");
    legend_add(l, LEGEND_NOTE, (Style){0}, str_text(&text), 0);
  }
  l->scene->arena.bad |= text.bad;
  str_free(&text);
}

static double entry_width(const LegendEntry *e)
{
  return e->width + (e->sign == LEGEND_NOTE ? 0 : SIGN_WIDTH + SIGN_GAP);
}

double legend_least_width(const Legend *l)
{
  double all = 0, widest = 0;
  for (uint32_t i = 0; i < l->count; i++) {
    all += entry_width(&l->entries[i]) + (i ? ENTRY_GAP : 0);
    widest = MAX(widest, entry_width(&l->entries[i]));
  }
  return MAX(widest, MIN(all, USUAL_WIDTH));
}

static void draw_entry(Legend *l, const LegendEntry *e, Point at)
{
  double middle = at.y + ROW / 2, sign = e->sign == LEGEND_NOTE ? 0 : SIGN_WIDTH + SIGN_GAP;
  scene_begin(l->scene, "legend-entry", 0, 0, (Text){0});
  if (e->sign == LEGEND_BOX)
    scene_box(l->scene, (Box){at.x, middle - SIGN_HEIGHT / 2, SIGN_WIDTH, SIGN_HEIGHT}, 2, e->style);
  else if (e->sign == LEGEND_LINE)
    scene_line(l->scene, (Point){at.x, middle}, (Point){at.x + SIGN_WIDTH, middle}, e->style);
  scene_label(l->scene, (Label){.text = e->text,
                                .at = {at.x + sign, middle + LETTERS * 0.36},
                                .size = LETTERS,
                                .width = e->width,
                                .colour = COLOUR_TEXT});
  scene_end(l->scene);
}

double legend_draw(Legend *l, Point at, double width)
{
  Point next = at;
  if (l->count == 0) return 0;
  scene_begin(l->scene, "legend", 0, 0, (Text){0});
  for (uint32_t i = 0; i < l->count; i++) {
    const LegendEntry *e = &l->entries[i];
    bool other_sign = i > 0 && e->sign != l->entries[i - 1].sign && e->sign != LEGEND_NOTE;
    if (next.x > at.x && (next.x + entry_width(e) > at.x + width || other_sign)) next = (Point){at.x, next.y + ROW};
    draw_entry(l, e, next);
    next.x += entry_width(e) + ENTRY_GAP;
  }
  scene_end(l->scene);
  return next.y + ROW - at.y;
}
