/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A timeline as shapes on a page: a row for each subject, bars from the earliest to the latest day. What a bar may not
 * cover, as its dates are only known to a month, a year or a decade, is hatched; where a fact has no end, an arrow
 * leads out of it. */
#include "axis.h"
#include "legend.h"
#include "timeline.h"

#include <math.h>

#define MARGIN            20.0
#define ROW               24.0
#define BAR               13.0
#define LETTERS           10.0
#define AXIS_LETTERS      9.0
#define DATE_LETTERS      7.5
#define CAPTION_WIDTH     290.0
#define CAPTION_GAP       14.0
#define PLOT_WIDTH        760.0
#define TICK_ROOM         76.0 /* for a label of the axis and what is between two */
#define AXIS_HEIGHT       20.0
#define ARROW             9.0
#define STUB              34.0 /* how much of a bar shows where nobody knows when it begins or ends */
#define SHORTEST          3.0
#define EVENT             6.0  /* an event that is shorter is drawn as a mark */
#define PAD               0.03 /* of the time, on either side */
#define LEGEND_ABOVE      14.0
#define ROWS_FOR_TWO_AXES 25u

#define COLOUR_STRIPE    0xF6F6F6u
#define COLOUR_CONTESTED 0xCC3311u

typedef struct Plot {
  const Timeline *timeline;
  Lettering *lettering;
  Scene *scene;
  Arena *arena;
  double left, top, width; /* of the bars' part of the page */
  DateDays first, last;    /* at its sides */
  bool one_type;           /* all relationships are of one type, which need not be said in each row */
  bool some_hatched, some_contested, some_open;
} Plot;

static double x_of(const Plot *p, DateDays day)
{
  return p->left + p->width * (double)(day - p->first) / (double)(p->last - p->first);
}

static Text taken(Plot *p, Str *text)
{
  Text copy = arena_text(p->arena, str_text(text));
  p->arena->bad |= text->bad;
  str_clear(text);
  return copy;
}

/* ---- bars */

typedef struct BarShape {
  double start, certain_start, certain_end, end;
  bool open_start, open_end, unknown_start, unknown_end;
} BarShape;

static double clamp(const Plot *p, double x)
{
  return MIN(MAX(x, p->left), p->left + p->width);
}

/* The ends of days; of those beyond all dates the sides of the plot. */
static BarShape shape_of(const Plot *p, const Validity *v)
{
  BarShape b = {.open_start = timeline_is_open(v->start),
                .open_end = timeline_is_open(v->end),
                .unknown_start = timeline_is_unknown(v->start),
                .unknown_end = timeline_is_unknown(v->end)};
  b.start = clamp(p, x_of(p, MAX(v->start.first, p->first)));
  b.end = clamp(p, x_of(p, MIN(v->end.last + 1, p->last)));
  b.certain_start = clamp(p, x_of(p, MIN(MAX(v->start.last, p->first), p->last)));
  b.certain_end = clamp(p, x_of(p, MAX(MIN(v->end.first + 1, p->last), p->first)));
  if (b.unknown_start) {
    if (v->start.last >= EDTF_AFTER_ALL) b.certain_start = b.certain_end = b.end;
    b.start = clamp(p, MIN(b.certain_start, b.certain_end) - STUB);
  }
  if (b.unknown_end) {
    if (v->end.first <= EDTF_BEFORE_ALL) b.certain_start = b.certain_end = b.start;
    b.end = clamp(p, MAX(b.certain_start, b.certain_end) + STUB);
  }
  if (b.end - b.start < SHORTEST) b.end = b.start + SHORTEST;
  return b;
}

static bool is_event(const TimelineFact *f, const BarShape *b)
{
  return f->event && b->end - b->start < EVENT;
}

static void draw_event(Plot *p, const BarShape *b, double middle, Style style)
{
  Point *points = arena_array(p->arena, Point, 4);
  double x = (b->start + b->end) / 2, r = BAR * 0.5;
  if (!points) return;
  points[0] = (Point){x, middle - r};
  points[1] = (Point){x + r, middle};
  points[2] = (Point){x, middle + r};
  points[3] = (Point){x - r, middle};
  scene_polygon(p->scene, points, 4, style);
}

/* towards: -1 to the left, 1 to the right. */
static void draw_arrow(Plot *p, double x, double middle, double towards, Style style)
{
  Point *points = arena_array(p->arena, Point, 3);
  if (!points) return;
  points[0] = (Point){x + towards * ARROW, middle};
  points[1] = (Point){x, middle - BAR * 0.7};
  points[2] = (Point){x, middle + BAR * 0.7};
  scene_polygon(p->scene, points, 3, style);
}

static void draw_piece(Plot *p, double from, double to, double middle, Fill fill, Colour colour)
{
  if (to - from < 0.01) return;
  p->some_hatched |= fill == FILL_HATCHED;
  scene_box(p->scene, (Box){from, middle - BAR / 2, to - from, BAR}, 0, (Style){.fill = fill, .colour = colour});
}

static void draw_question(Plot *p, double x, double middle)
{
  scene_label(p->scene, (Label){.text = TEXT("?"),
                                .at = {x, middle + LETTERS * 0.36},
                                .anchor = ANCHOR_MIDDLE,
                                .size = LETTERS,
                                .colour = COLOUR_TEXT,
                                .bold = true,
                                .halo = true});
}

static void draw_bar(Plot *p, const TimelineFact *f, const BarShape *b, double middle, Colour colour)
{
  Style outline = {.line = f->contested ? 1.4 : 0.8,
                   .stroke = f->contested ? COLOUR_CONTESTED : colours_border(colour),
                   .dashed = f->contested};
  Style solid = outline;
  solid.fill = FILL_PLAIN;
  solid.colour = colour;
  if (is_event(f, b)) {
    draw_event(p, b, middle, solid);
    return;
  }
  if (b->certain_start < b->certain_end) {
    draw_piece(p, b->start, b->certain_start, middle, FILL_HATCHED, colour);
    draw_piece(p, b->certain_start, b->certain_end, middle, FILL_PLAIN, colour);
    draw_piece(p, b->certain_end, b->end, middle, FILL_HATCHED, colour);
  } else {
    draw_piece(p, b->start, b->end, middle, FILL_HATCHED, colour);
  }
  scene_box(p->scene, (Box){b->start, middle - BAR / 2, b->end - b->start, BAR}, 0, outline);
  outline.fill = FILL_PLAIN;
  outline.colour = colour;
  if (b->open_start) draw_arrow(p, b->start, middle, -1, outline);
  if (b->open_end) draw_arrow(p, b->end, middle, 1, outline);
  if (b->unknown_start) draw_question(p, b->start + 7, middle);
  if (b->unknown_end) draw_question(p, b->end - 7, middle);
  p->some_open |= b->open_start || b->open_end;
}

/* ---- texts */

static void caption_fact(Str *out, const Plot *p, const TimelineFact *f)
{
  const Graph *g = p->timeline->subject->graph;
  wording_node(out, p->timeline->subject->captions, f->from);
  if (f->fact.type == VALUE_NODE) return;
  str_add_char(out, ' ');
  if (p->one_type)
    str_add(out, "\xE2\x86\x92");
  else
    wording_text(out, graph_name(g, NAME_TYPE, f->name));
  str_add_char(out, ' ');
  wording_node(out, p->timeline->subject->captions, f->to);
}

static void when_and_who(Str *out, const Subject *s, Value fact)
{
  wording_when(out, s->graph, fact);
  size_t before = out->len;
  str_add(out, " \xC2\xB7 ");
  size_t behind = out->len;
  wording_claimants(out, s->captions, fact);
  if (out->len == behind) out->data[out->len = before] = '\0';
}

/* Beside the bar, where there is room before the next one or the side of the page, else within it, else nowhere: its
 * title says it, too. */
static void draw_dates(Plot *p, const TimelineFact *f, const BarShape *b, double middle, double before, double behind)
{
  enum { GAP = 5 };
  Str text;
  str_init(&text);
  when_and_who(&text, p->timeline->subject, f->fact);
  Lines lines = lettering_break(p->lettering, p->arena, str_text(&text), DATE_LETTERS, PLOT_WIDTH / 2, 1);
  p->arena->bad |= text.bad;
  str_free(&text);
  double reach = is_event(f, b) ? 4 : 0, left = b->start - reach - (b->open_start ? ARROW : 0) - GAP;
  double right = b->end + reach + (b->open_end ? ARROW : 0) + GAP;
  Label label = {.text = lines.at[0], .size = DATE_LETTERS, .width = lines.width, .colour = COLOUR_FAINT};
  label.at = (Point){right, middle + DATE_LETTERS * 0.36};
  if (right + lines.width > behind) {
    label.at.x = left;
    label.anchor = ANCHOR_END;
    if (left - lines.width < before) {
      if (lines.width + 2 * GAP > b->end - b->start) return;
      label.at.x = (b->start + b->end) / 2;
      label.anchor = ANCHOR_MIDDLE;
      label.colour = COLOUR_TEXT;
    }
  }
  scene_label(p->scene, label);
}

static void fact_title(Str *out, const Plot *p, const TimelineFact *f)
{
  if (f->fact.type == VALUE_NODE)
    wording_node_title(out, p->timeline->subject->captions, f->fact.id);
  else
    wording_rel_title(out, p->timeline->subject->captions, f->fact.id);
}

/* ---- rows */

static Colour colour_of(const Timeline *t, const TimelineFact *f)
{
  return f->fact.type == VALUE_NODE ? colours_of(t->labels, t->label_count, f->name)
                                    : colours_of(t->types, t->type_count, f->name);
}

static void draw_fact(Plot *p, const TimelineFact *f, double middle, double before, double behind)
{
  Str title;
  str_init(&title);
  fact_title(&title, p, f);
  BarShape b = shape_of(p, &f->days);
  scene_begin(p->scene, f->contested ? "fact contested" : "fact", f->fact.type == VALUE_NODE ? 'n' : 'r', f->fact.id,
              taken(p, &title));
  draw_bar(p, f, &b, middle, colour_of(p->timeline, f));
  draw_dates(p, f, &b, middle, before, behind);
  scene_end(p->scene);
  p->some_contested |= f->contested;
  str_free(&title);
}

static void draw_row(Plot *p, uint32_t row)
{
  const Timeline *t = p->timeline;
  double middle = p->top + row * ROW + ROW / 2, before = p->left;
  for (uint32_t i = t->rows[row]; i < t->rows[row + 1]; i++) {
    const TimelineFact *f = &t->facts[i];
    BarShape b = shape_of(p, &f->days);
    double behind = p->left + p->width + ARROW;
    if (i + 1 < t->rows[row + 1]) behind = shape_of(p, &f[1].days).start - EVENT;
    draw_fact(p, f, middle, before, behind);
    before = b.end + EVENT;
  }
}

/* ---- the axis */

static void draw_tick_label(Plot *p, const Tick *tick, double x, double y)
{
  double width = lettering_width(p->lettering, tick->label, AXIS_LETTERS, false);
  x = MAX(x, p->left - CAPTION_GAP + width / 2);
  scene_label(p->scene, (Label){.text = tick->label,
                                .at = {x, y},
                                .anchor = ANCHOR_MIDDLE,
                                .size = AXIS_LETTERS,
                                .width = width,
                                .colour = COLOUR_TEXT});
}

static void draw_axis(Plot *p)
{
  Tick ticks[AXIS_MOST_TICKS];
  uint32_t rows = p->timeline->row_count;
  uint32_t n = axis_ticks(p->arena, p->first, p->last, (uint32_t)(p->width / TICK_ROOM), ticks);
  double bottom = p->top + rows * ROW;
  scene_begin(p->scene, "axis", 0, 0, (Text){0});
  for (uint32_t i = 0; i < n; i++) {
    double x = x_of(p, ticks[i].day);
    scene_line(p->scene, (Point){x, p->top - 3}, (Point){x, bottom + 3}, (Style){.line = 0.8, .stroke = COLOUR_RULE});
    draw_tick_label(p, &ticks[i], x, p->top - 7);
    if (rows >= ROWS_FOR_TWO_AXES) draw_tick_label(p, &ticks[i], x, bottom + 7 + AXIS_LETTERS);
  }
  scene_end(p->scene);
}

static void set_days(Plot *p)
{
  DayRange days = p->timeline->days;
  double pad = MAX(ceil((double)(days.last - days.first) * PAD), 1);
  p->first = days.first - (DateDays)pad;
  p->last = days.last + 1 + (DateDays)pad;
}

/* ---- the whole */

static void draw_captions(Plot *p, const Lines *captions)
{
  uint32_t rows = p->timeline->row_count;
  for (uint32_t row = 0; row < rows; row++) {
    double y = p->top + row * ROW;
    if (row % 2 == 0)
      scene_box(p->scene, (Box){MARGIN, y, p->left + p->width + ARROW - MARGIN, ROW}, 0,
                (Style){.fill = FILL_PLAIN, .colour = COLOUR_STRIPE});
    scene_begin(p->scene, "row", 0, 0, (Text){0});
    scene_label(p->scene, (Label){.text = captions[row].at[0],
                                  .at = {MARGIN + 4, y + ROW / 2 + LETTERS * 0.36},
                                  .size = LETTERS,
                                  .width = captions[row].width,
                                  .colour = COLOUR_TEXT});
    scene_end(p->scene);
  }
}

static Status make_captions(Plot *p, Lines **out, Error *err)
{
  const Timeline *t = p->timeline;
  double widest = 0;
  Str text;
  Lines *captions = *out = arena_array(p->arena, Lines, t->row_count);
  if (!captions) return error_out_of_memory(err);
  str_init(&text);
  for (uint32_t row = 0; row < t->row_count; row++) {
    str_clear(&text);
    caption_fact(&text, p, &t->facts[t->rows[row]]);
    captions[row] = lettering_break(p->lettering, p->arena, str_text(&text), LETTERS, CAPTION_WIDTH, 1);
    widest = MAX(widest, captions[row].width);
  }
  p->left = MARGIN + 4 + widest + CAPTION_GAP + ARROW;
  Status status = str_check(&text, err);
  str_free(&text);
  return status;
}

static Status draw_legend(Plot *p, double *height, Error *err)
{
  const Timeline *t = p->timeline;
  const Graph *g = t->subject->graph;
  Legend legend;
  char undated[64];
  Colour grey = colours_of(NULL, 0, 0), border = colours_border(grey);
  TRY(legend_begin(&legend, p->scene, p->lettering, t->label_count + t->type_count + 6, err));
  legend_add_names(&legend, LEGEND_BOX, g, NAME_LABEL, t->labels, t->label_count);
  legend_add_names(&legend, LEGEND_BOX, g, NAME_TYPE, t->types, t->type_count);
  if (p->some_hatched)
    legend_add(&legend, LEGEND_BOX, (Style){FILL_HATCHED, grey, 0.8, border, false}, TEXT("possible days"), 0);
  if (p->some_contested)
    legend_add(&legend, LEGEND_BOX, (Style){FILL_NONE, 0, 1.4, COLOUR_CONTESTED, true}, TEXT("contested"), 0);
  if (p->some_open) legend_add(&legend, LEGEND_NOTE, (Style){0}, TEXT("\xE2\x96\xB6 open"), 0);
  if (t->undated > 0) {
    snprintf(undated, sizeof undated, "%u without dates not shown", t->undated);
    legend_add(&legend, LEGEND_NOTE, (Style){0}, text_of(undated), 0);
  }
  double y = p->top + t->row_count * ROW + LEGEND_ABOVE + (t->row_count >= ROWS_FOR_TWO_AXES ? AXIS_HEIGHT : 0);
  *height = y + legend_draw(&legend, (Point){MARGIN, y}, p->left + p->width - MARGIN) + MARGIN;
  return STATUS_OK;
}

Status timeline_draw(const Timeline *t, Lettering *lettering, Scene *s, Error *err)
{
  Plot p = {.timeline = t,
            .lettering = lettering,
            .scene = s,
            .arena = &s->arena,
            .top = MARGIN + AXIS_HEIGHT,
            .width = PLOT_WIDTH,
            .one_type = t->type_count == 1};
  Lines *captions;
  set_days(&p);
  TRY(make_captions(&p, &captions, err));
  draw_captions(&p, captions);
  draw_axis(&p);
  for (uint32_t row = 0; row < t->row_count; row++) draw_row(&p, row);
  TRY(draw_legend(&p, &s->height, err));
  s->width = p.left + p.width + ARROW + MARGIN;
  return arena_check(&s->arena, err);
}
