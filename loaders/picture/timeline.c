/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is on a timeline, in which rows. */
#include "timeline.h"
#include "loaders/palette.h"

#include <stdlib.h>

enum { MOST_FACTS = 2000 };

static Status too_many(Error *err)
{
  return error_set(err, ERROR_ARGUMENT, NULL,
                   "more than %d facts have dates, more than a timeline can show: narrow it by a query, such as MATCH "
                   "(:State {name: 'Latvia'})-[r]->() RETURN r",
                   MOST_FACTS);
}

/* ---- facts */

static bool is_known(DayRange bound)
{
  return !timeline_is_open(bound) && !timeline_is_unknown(bound);
}

/* Fills in when it holds; false where nothing is known of that. */
static bool find_days(const Graph *g, TimelineFact *f)
{
  Edtf date;
  FactDates dates = fact_dates(g, f->fact);
  f->days = fact_dates_validity(&dates);
  if (!fact_is_dated(&dates)) {
    if (!validity_date(fact_property(g, f->fact, SETTING_DATE), &date)) return false;
    f->days = (Validity){date.start, date.end};
    f->event = true;
  }
  f->event |= f->days.start.first == f->days.end.last;
  return is_known(f->days.start) || is_known(f->days.end);
}

static Status add_fact(Timeline *t, Value fact, Error *err)
{
  const Graph *g = t->subject->graph;
  TimelineFact *f = &t->facts[t->count];
  *f = (TimelineFact){.fact = fact};
  if (!find_days(g, f)) {
    t->undated++;
    return STATUS_OK;
  }
  if (++t->count > MOST_FACTS) return too_many(err);
  f->from = f->to = fact.id;
  if (fact.type == VALUE_REL) {
    f->name = graph_rel_type(g, fact.id);
    graph_rel_ends(g, fact.id, &f->from, &f->to);
  } else {
    f->name = palette_label(g, fact.id);
  }
  f->contested = wording_contested(g, fact);
  return STATUS_OK;
}

static void include(DayRange *all, DayRange bound)
{
  if (timeline_is_open(bound)) return;
  if (bound.first > EDTF_BEFORE_ALL) {
    all->first = MIN(all->first, bound.first);
    all->last = MAX(all->last, bound.first);
  }
  if (bound.last < EDTF_AFTER_ALL) {
    all->first = MIN(all->first, bound.last);
    all->last = MAX(all->last, bound.last);
  }
}

static Status read_facts(Timeline *t, Error *err)
{
  const Subject *s = t->subject;
  for (uint32_t i = 0; i < s->node_count; i++)
    if (!s->asked || roaring_bitmap_contains(s->asked, s->nodes[i])) TRY(add_fact(t, value_node(s->nodes[i]), err));
  for (uint32_t i = 0; i < s->rel_count; i++) TRY(add_fact(t, value_rel(s->rels[i]), err));
  t->days = (DayRange){EDTF_AFTER_ALL, EDTF_BEFORE_ALL};
  for (uint32_t i = 0; i < t->count; i++) {
    include(&t->days, t->facts[i].days.start);
    include(&t->days, t->facts[i].days.end);
  }
  if (t->count > 0) return STATUS_OK;
  Text from = setting_name(graph_settings(s->graph), SETTING_VALID_FROM);
  Text to = setting_name(graph_settings(s->graph), SETTING_VALID_TO);
  Text date = setting_name(graph_settings(s->graph), SETTING_DATE);
  return error_set(err, ERROR_ARGUMENT, NULL,
                   "there is nothing for a timeline: none of the %u nodes and %u relationships has a date under "
                   "`%.*s`, `%.*s` or `%.*s`",
                   s->node_count, s->rel_count, (int)from.len, from.data, (int)to.len, to.data, (int)date.len,
                   date.data);
}

/* ---- rows */

/* The earliest day that is known of it. */
static DateDays first_day(const TimelineFact *f)
{
  if (f->days.start.first > EDTF_BEFORE_ALL) return f->days.start.first;
  return timeline_is_open(f->days.start) || f->days.start.last >= EDTF_AFTER_ALL ? EDTF_BEFORE_ALL : f->days.start.last;
}

static int compare_numbers(int64_t a, int64_t b)
{
  return (a > b) - (a < b);
}

static int compare_subjects(const TimelineFact *x, const TimelineFact *y)
{
  int order = compare_numbers(x->fact.type, y->fact.type);
  if (order == 0) order = compare_numbers(x->from, y->from);
  if (order == 0) order = compare_numbers(x->name, y->name);
  return order ? order : compare_numbers(x->to, y->to);
}

static int compare_days(const TimelineFact *x, const TimelineFact *y)
{
  int order = compare_numbers(first_day(x), first_day(y));
  if (order == 0) order = compare_numbers(x->days.end.last, y->days.end.last);
  if (order == 0) order = compare_numbers(x->fact.type, y->fact.type);
  return order ? order : compare_numbers(x->fact.id, y->fact.id);
}

static int by_subject(const void *a, const void *b)
{
  int order = compare_subjects(a, b);
  return order ? order : compare_days(a, b);
}

static int by_row(const void *a, const void *b)
{
  const TimelineFact *x = a, *y = b;
  int order = compare_numbers(x->row, y->row);
  return order ? order : compare_days(x, y);
}

static bool comes_before(const TimelineFact *a, const TimelineFact *b)
{
  return a->days.end.last < b->days.start.first;
}

/* Each fact goes into the first row of its subject in which it is behind the last one. */
static void give_rows(Timeline *t, uint32_t *last)
{
  uint32_t first = 0; /* row of the subject */
  for (uint32_t i = 0; i < t->count; i++) {
    TimelineFact *f = &t->facts[i];
    if (i == 0 || compare_subjects(f, f - 1) != 0) first = t->row_count;
    f->row = first;
    while (f->row < t->row_count && !comes_before(&t->facts[last[f->row]], f)) f->row++;
    last[f->row] = i;
    t->row_count = MAX(t->row_count, f->row + 1);
  }
}

typedef struct RowOrder {
  const TimelineFact *first;
  uint32_t row;
} RowOrder;

static int by_first(const void *a, const void *b)
{
  const RowOrder *x = a, *y = b;
  return compare_days(x->first, y->first);
}

/* From the earliest downward. */
static Status order_rows(Timeline *t, Arena *arena, Error *err)
{
  RowOrder *order = arena_array(arena, RowOrder, t->count);
  uint32_t *place = arena_array(arena, uint32_t, t->count);
  t->rows = arena_array(arena, uint32_t, t->count + 1);
  if (!order || !place || !t->rows) return error_out_of_memory(err);
  for (uint32_t i = t->count; i-- > 0;) order[t->facts[i].row] = (RowOrder){&t->facts[i], t->facts[i].row};
  qsort(order, t->row_count, sizeof *order, by_first);
  for (uint32_t i = 0; i < t->row_count; i++) place[order[i].row] = i;
  for (uint32_t i = 0; i < t->count; i++) t->facts[i].row = place[t->facts[i].row];
  qsort(t->facts, t->count, sizeof *t->facts, by_row);
  for (uint32_t i = 0; i < t->count; i++) t->rows[t->facts[i].row + 1] = i + 1;
  return STATUS_OK;
}

/* ---- colours: both labels and types fill bars, so they share one scheme as if their names were of one kind */

static uint32_t count_names(const Timeline *t, ValueType type, NameColour *names)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->count; i++) {
    if (t->facts[i].fact.type != type || t->facts[i].name == NAME_NONE) continue;
    uint32_t k = 0;
    while (k < n && names[k].name != t->facts[i].name) k++;
    if (k == n) names[n++] = (NameColour){.name = t->facts[i].name};
    names[k].count++;
  }
  return n;
}

static Status colour_names(Timeline *t, Arena *arena, Error *err)
{
  uint32_t labels = graph_name_count(t->subject->graph, NAME_LABEL);
  NameColour *names = arena_array(arena, NameColour, 2 * (size_t)t->count);
  if (!names) return error_out_of_memory(err);
  t->label_count = count_names(t, VALUE_NODE, names);
  t->type_count = count_names(t, VALUE_REL, names + t->label_count);
  for (uint32_t i = 0; i < t->type_count; i++) names[t->label_count + i].name += labels;
  colours_fill(names, t->label_count + t->type_count); /* by name, and so labels come first */
  t->labels = names;
  t->types = names + t->label_count;
  for (uint32_t i = 0; i < t->type_count; i++) t->types[i].name -= labels;
  return STATUS_OK;
}

Status timeline_read(Timeline *t, const Subject *subject, Arena *arena, Error *err)
{
  uint32_t most = subject->node_count + subject->rel_count;
  *t = (Timeline){.subject = subject, .facts = arena_array(arena, TimelineFact, MIN(most, (uint32_t)MOST_FACTS) + 1)};
  uint32_t *last = arena_array(arena, uint32_t, (size_t)MOST_FACTS + 1);
  if (!t->facts || !last) return error_out_of_memory(err);
  TRY(read_facts(t, err));
  qsort(t->facts, t->count, sizeof *t->facts, by_subject);
  give_rows(t, last);
  TRY(order_rows(t, arena, err));
  return colour_names(t, arena, err);
}
