/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GEXF 1.2 for Gephi, which networkx reads as well. Valid time becomes the intervals of a dynamic graph, so that Gephi
 * shows a timeline: of a bound that is a range of days, the earliest start and the latest end. Gephi passes over
 * intervals with an open end, so the first and the last day that occur stand in for what is open, and takes bare years
 * for numbers, so dates are written in full. */
#include "caption.h"
#include "keys.h"
#include "typed.h"
#include "xml/xml_write.h"

#include "core/fact_days.h"

#include <math.h>

typedef struct Times {
  FactDays of[2];       /* by EntityKind */
  DateDays first, last; /* of all that is known; first > last: nothing is */
  uint64_t open, absurd;
} Times;

typedef struct Writer {
  Export *e;
  const Graph *graph;
  Str *out;
  Keys keys;
  Captions captions;
  Times times;
  const Column *weight; /* of relationships; NULL: none, or not of numbers alone */
  Str text;             /* for one attribute */
} Writer;

static void attribute(Writer *w, const char *name, Text value)
{
  xml_add_attribute(w->out, name, value, &w->e->summary.replaced);
}

/* ---- time */

static bool is_open(DateDays day)
{
  return day <= EDTF_BEFORE_ALL || day >= EDTF_AFTER_ALL;
}

static void see_day(Times *t, DateDays day)
{
  if (is_open(day)) return;
  t->first = MIN(t->first, day);
  t->last = MAX(t->last, day);
}

static Status find_times(Writer *w, Arena *arena, Error *err)
{
  Times *t = &w->times;
  *t = (Times){.first = EDTF_AFTER_ALL, .last = EDTF_BEFORE_ALL};
  for (EntityKind kind = ENTITY_NODE; kind <= ENTITY_REL; kind++) {
    Walk walk;
    uint32_t slot;
    FactColumns columns = fact_columns(w->graph, kind);
    TRY(fact_days_open(&t->of[kind], &columns, arena, err));
    if (fact_days_none(&t->of[kind])) continue;
    walk_begin(&walk, w->e, kind);
    while (walk_next(&walk, &slot)) {
      Validity v = fact_days(&t->of[kind], slot);
      see_day(t, v.start.first);
      see_day(t, v.end.last);
    }
  }
  return STATUS_OK;
}

static void attribute_day(Writer *w, const char *name, DateDays day)
{
  str_clear(&w->text);
  value_show(&w->text, value_date(day), NULL);
  attribute(w, name, str_text(&w->text));
}

static void write_times(Writer *w, EntityKind kind, uint32_t slot)
{
  Times *t = &w->times;
  if (fact_days_none(&t->of[kind])) return;
  Validity v = fact_days(&t->of[kind], slot);
  DateDays start = v.start.first, end = v.end.last;
  if (is_open(start) && is_open(end)) return; /* always */
  if (is_open(start) || is_open(end)) t->open++;
  if (is_open(start)) start = t->first;
  if (is_open(end)) end = t->last;
  if (start > end) {
    t->absurd++;
    return;
  }
  attribute_day(w, "start", start);
  attribute_day(w, "end", end);
}

static void note_times(Writer *w)
{
  const Times *t = &w->times;
  if (t->open) {
    str_clear(&w->text);
    value_show(&w->text, value_date(t->first), NULL);
    str_add(&w->text, " or ");
    value_show(&w->text, value_date(t->last), NULL);
    export_note(w->e, "open starts and ends, written as the first or last day of all (%s): %llu", str_cstr(&w->text),
                (unsigned long long)t->open);
  }
  if (t->absurd)
    export_note(w->e, "written without a time, as they end before they begin: %llu", (unsigned long long)t->absurd);
}

/* ---- attributes */

/* Gephi has columns of these names, and would not show a second one; networkx reads `key` in its own way. */
static void write_attribute(Writer *w, uint32_t number)
{
  static const char *const of_nodes[] = {"id", "label", "labels", "interval", NULL};
  static const char *const of_edges[] = {"id",   "label",  "source",   "target", "type",
                                         "kind", "weight", "interval", "key",    NULL};
  const Key *key = &w->keys.at[number];
  (void)keys_name(&w->keys, key, key->kind == ENTITY_NODE ? of_nodes : of_edges, &w->text);
  export_number(w->out, "<attribute id=\"d", number);
  str_add_char(w->out, '"');
  attribute(w, "title", str_text(&w->text));
  attribute(w, "type", text_of(key_type_word(key->type)));
  str_add(w->out, "/>\n");
}

static void write_attributes(Writer *w)
{
  str_add(w->out, "<attributes class=\"node\" mode=\"static\">\n"
                  "<attribute id=\"labels\" title=\"labels\" type=\"string\"/>\n");
  for (uint32_t i = 0; i < w->keys.node_count; i++) write_attribute(w, i);
  str_add(w->out, "</attributes>\n<attributes class=\"edge\" mode=\"static\">\n");
  for (uint32_t i = w->keys.node_count; i < w->keys.count; i++) write_attribute(w, i);
  str_add(w->out, "</attributes>\n");
}

static void find_weight(Writer *w)
{
  for (uint32_t i = w->keys.node_count; i < w->keys.count; i++) {
    const Key *key = &w->keys.at[i];
    bool numbers = key->type == KEY_LONG || key->type == KEY_DOUBLE;
    if (numbers && text_equal(graph_name(w->graph, NAME_KEY, key->column->key), TEXT("weight")))
      w->weight = key->column;
  }
}

static void write_value(Writer *w, uint32_t number, Value v)
{
  export_number(w->out, "<attvalue for=\"d", number);
  str_add_char(w->out, '"');
  str_clear(&w->text);
  typed_write(&w->text, v);
  attribute(w, "value", str_text(&w->text));
  str_add(w->out, "/>\n");
}

static void write_values(Writer *w, uint32_t first, uint32_t limit, uint32_t slot)
{
  for (uint32_t i = first; i < limit; i++)
    if (column_has(w->keys.at[i].column, slot)) write_value(w, i, column_get(w->keys.at[i].column, slot));
}

/* ---- entities */

static void write_labels(Writer *w, uint32_t node)
{
  str_clear(&w->text);
  export_colon_labels(&w->text, w->graph, node);
  if (w->text.len == 0) return;
  str_add(w->out, "<attvalue for=\"labels\"");
  attribute(w, "value", str_text(&w->text));
  str_add(w->out, "/>\n");
}

static void write_node(void *writer, uint32_t node)
{
  Writer *w = writer;
  export_number(w->out, "<node id=\"n", node);
  str_add_char(w->out, '"');
  str_clear(&w->text);
  captions_add(&w->captions, node, &w->text);
  attribute(w, "label", str_text(&w->text));
  write_times(w, ENTITY_NODE, node);
  str_add(w->out, ">\n<attvalues>\n");
  write_labels(w, node);
  write_values(w, 0, w->keys.node_count, node);
  str_add(w->out, "</attvalues>\n</node>\n");
}

/* Gephi takes no weights that are not above 0. */
static void write_weight(Writer *w, uint32_t rel)
{
  if (!w->weight || !column_has(w->weight, rel)) return;
  double weight = value_number(column_get(w->weight, rel));
  if (!(weight > 0) || isinf(weight)) return;
  str_add(w->out, " weight=\"");
  value_print_float(w->out, weight);
  str_add_char(w->out, '"');
}

static void write_edge(void *writer, uint32_t rel)
{
  Writer *w = writer;
  Text type = graph_name(w->graph, NAME_TYPE, graph_rel_type(w->graph, rel));
  export_open_edge(w->out, w->graph, rel);
  attribute(w, "label", type);
  attribute(w, "kind", type); /* what keeps Gephi from making one of parallel edges */
  write_weight(w, rel);
  write_times(w, ENTITY_REL, rel);
  str_add(w->out, ">\n<attvalues>\n");
  write_values(w, w->keys.node_count, w->keys.count, rel);
  str_add(w->out, "</attvalues>\n</edge>\n");
}

/* ---- the document */

static void write_head(Writer *w)
{
  str_add(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n"
                  "<meta>\n<creator>Clio</creator>\n</meta>\n<graph defaultedgetype=\"directed\"");
  if (w->times.first > w->times.last) {
    str_add(w->out, " mode=\"static\"");
  } else {
    str_add(w->out, " mode=\"dynamic\" timeformat=\"date\"");
    attribute_day(w, "start", w->times.first);
    attribute_day(w, "end", w->times.last);
  }
  str_add(w->out, ">\n");
}

static Status write_document(Writer *w, Arena *arena, Error *err)
{
  TRY(captions_open(&w->captions, w->graph, err));
  TRY(keys_find(&w->keys, w->e, err));
  TRY(find_times(w, arena, err));
  find_weight(w);
  write_head(w);
  write_attributes(w);
  str_add(w->out, "<nodes>\n");
  TRY(export_entities(w->e, ENTITY_NODE, write_node, w, err));
  str_add(w->out, "</nodes>\n<edges>\n");
  TRY(export_entities(w->e, ENTITY_REL, write_edge, w, err));
  str_add(w->out, "</edges>\n</graph>\n</gexf>\n");
  TRY(str_check(&w->text, err));
  note_times(w);
  return STATUS_OK;
}

Status gexf_write(Export *e, Error *err)
{
  Writer w = {.e = e, .graph = e->graph, .out = &e->out.text};
  Arena arena;
  arena_init(&arena, NULL);
  str_init(&w.text);
  Status status = write_document(&w, &arena, err);
  captions_close(&w.captions);
  keys_free(&w.keys);
  str_free(&w.text);
  arena_free(&arena);
  return status;
}
