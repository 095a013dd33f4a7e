/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interval index against looking at all relationships: random facts of several types of dates, changed, deleted,
 * added and taken back between the questions. */
#include "core/intervals.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { NODES = 10, FIRST_RELS = 4000, ROUNDS = 300, YEARS = 30, MOST_RELS = 100000 };

typedef struct World {
  Graph *g;
  Error err;
  Random random;
  uint32_t types[2], from, to;
  Arena arena;
} World;

static void must(World *w, Status status)
{
  if (status != STATUS_OK) fail_msg("%s", w->err.message);
}

static Value some_date(World *w)
{
  DateDays day = date_from_civil(1900 + (int)below(&w->random, YEARS), 1 + (int32_t)below(&w->random, 12), 1);
  char text[32];
  Edtf date;
  snprintf(text, sizeof text, "%d-%02d", (int)date_civil(day).year, date_civil(day).month);
  switch (below(&w->random, 8)) {
  case 0: return value_string_copy(&w->arena, text_of(text));
  case 1: must(w, edtf_read(text_of(text), &date, &w->err)); return value_edtf(&w->arena, text_of(text), &date);
  case 2: return value_int(1900 + below(&w->random, YEARS));
  case 3: return below(&w->random, 4) ? VALUE_NULL_VALUE : value_string(TEXT("nobody knows"));
  default: return value_date(day + below(&w->random, 28));
  }
}

static void set_bounds(World *w, uint32_t rel)
{
  if (below(&w->random, 3)) must(w, graph_set_prop(w->g, ENTITY_REL, rel, w->from, some_date(w), &w->err));
  if (below(&w->random, 3)) must(w, graph_set_prop(w->g, ENTITY_REL, rel, w->to, some_date(w), &w->err));
}

static void add_rel(World *w)
{
  uint32_t rel, start = below(&w->random, NODES), end = below(&w->random, NODES);
  must(w, graph_add_rel(w->g, CHOOSE(&w->random, w->types), start, end, &rel, &w->err));
  set_bounds(w, rel);
}

static void change_something(World *w)
{
  uint32_t rel = below(&w->random, graph_rel_limit(w->g));
  if (below(&w->random, 3) == 0) {
    add_rel(w);
  } else if (graph_rel_alive(w->g, rel)) {
    if (below(&w->random, 3) == 0)
      must(w, graph_delete_rel(w->g, rel, &w->err));
    else
      set_bounds(w, rel);
  }
}

static bool holds(const World *w, uint32_t rel, DayRange days)
{
  ValidityQuestion q = {.test = VALIDITY_OVERLAPS, .days = days};
  return validity_holds(
      &q, validity_of(graph_prop(w->g, ENTITY_REL, rel, w->from), graph_prop(w->g, ENTITY_REL, rel, w->to)));
}

static void ask(World *w)
{
  static uint8_t found[MOST_RELS];
  IntervalRel rels[100];
  const Intervals *index;
  IntervalCursor cursor;
  uint32_t type = CHOOSE(&w->random, w->types), limit = graph_rel_limit(w->g);
  DateDays first = date_from_civil(1895, 1, 1) + below(&w->random, (YEARS + 10) * 365);
  DayRange days = {first, first + (int)below(&w->random, 500) - 20};
  memset(found, 0, limit);
  must(w, graph_intervals(w->g, type, &index, &w->err));
  intervals_seek(&cursor, w->g, index, days);
  for (size_t n; (n = intervals_next(&cursor, rels, ARRAY_LEN(rels))) > 0;) {
    for (size_t i = 0; i < n; i++) {
      uint32_t start, end;
      graph_rel_ends(w->g, rels[i].rel, &start, &end);
      assert_true(rels[i].start == start && rels[i].end == end);
      found[rels[i].rel]++;
    }
  }
  for (uint32_t rel = 0; rel < limit; rel++) {
    bool wanted = graph_rel_alive(w->g, rel) && graph_rel_type(w->g, rel) == type && holds(w, rel, days);
    if (found[rel] != wanted) fail_msg("relationship %u: %u instead of %d", rel, found[rel], wanted);
  }
}

static void change_many(World *w, uint32_t n, bool keep)
{
  must(w, graph_statement_begin(w->g, &w->err));
  for (uint32_t i = 0; i < n; i++) change_something(w);
  if (below(&w->random, 3) == 0) ask(w); /* in the midst of a transaction, which may be taken back */
  must(w, graph_statement_end(w->g, keep, &w->err));
}

static void set_up(World *w)
{
  uint32_t node;
  must(w, graph_open(&w->g, NULL, NULL, &w->err));
  must(w, graph_statement_begin(w->g, &w->err));
  must(w, graph_name_add(w->g, NAME_TYPE, TEXT("A"), &w->types[0], &w->err));
  must(w, graph_name_add(w->g, NAME_TYPE, TEXT("B"), &w->types[1], &w->err));
  must(w, graph_name_add(w->g, NAME_KEY, TEXT("valid_from"), &w->from, &w->err));
  must(w, graph_name_add(w->g, NAME_KEY, TEXT("valid_to"), &w->to, &w->err));
  for (int i = 0; i < NODES; i++) must(w, graph_add_node(w->g, NULL, 0, &node, &w->err));
  ask(w); /* before there is any column */
  for (int i = 0; i < FIRST_RELS; i++) add_rel(w);
  must(w, graph_statement_end(w->g, true, &w->err));
}

static void the_index_finds_what_holds(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 3; seed++) {
    World w = {.random = seed};
    arena_init(&w.arena, NULL);
    set_up(&w);
    for (int round = 0; round < ROUNDS; round++) {
      change_many(&w, below(&w.random, round % 50 == 0 ? 3000 : 20), below(&w.random, 4) > 0);
      ask(&w);
      arena_reset(&w.arena);
    }
    graph_close(w.g);
    arena_free(&w.arena);
  }
}

static void an_empty_period_finds_nothing(void **state)
{
  (void)state;
  World w = {.random = 9};
  const Intervals *index;
  IntervalCursor cursor;
  IntervalRel rel;
  arena_init(&w.arena, NULL);
  set_up(&w);
  must(&w, graph_intervals(w.g, w.types[0], &index, &w.err));
  intervals_seek(&cursor, w.g, index, (DayRange){1, 0});
  assert_int_equal(intervals_next(&cursor, &rel, 1), 0);
  graph_close(w.g);
  arena_free(&w.arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_index_finds_what_holds),
      cmocka_unit_test(an_empty_period_finds_nothing),
  };
  return cmocka_run_group_tests_name("intervals", tests, NULL, NULL);
}
