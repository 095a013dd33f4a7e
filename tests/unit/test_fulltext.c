/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Full-text indexes against a scan: after random writes, failed statements, transactions and bulk loads each word is
 * found exactly where it is, and with the score that an index gives which was built just now. In memory, and in a file
 * that two graphs write in turns. */
#include "core/fulltext_internal.h"
#include "core/words.h"
#include "must.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>

#include "store_file.h"

enum { MOST = 4096, STEPS = 400 };

typedef struct Trial {
  Graph *g, *other; /* on the same file, or NULL */
  Random random;
  uint32_t labels[3], types[2], keys[3];
} Trial;

static const char *const words[] = {"päts", "riga", "Rīga", "free", "city", "Łódź", "treaty", "1939", "a-b"};
static const char *const asked[] = {"pats", "riga", "free", "city", "lodz", "treaty", "1939", "b"};

static uint32_t name(Graph *g, NameKind kind, const char *text)
{
  uint32_t id = NAME_NONE;
  MUST(graph_name_add(g, kind, text_of(text), &id, &err));
  return id;
}

static void add_names(Trial *t, Graph *g)
{
  static const char *const labels[] = {"A", "B", "C"}, *const types[] = {"S", "T"}, *const keys[] = {"x", "y", "z"};
  for (int i = 0; i < 3; i++) t->labels[i] = name(g, NAME_LABEL, labels[i]);
  for (int i = 0; i < 2; i++) t->types[i] = name(g, NAME_TYPE, types[i]);
  for (int i = 0; i < 3; i++) t->keys[i] = name(g, NAME_KEY, keys[i]);
}

static void add_indexes(Trial *t)
{
  FulltextSpec nodes = {TEXT("nodes"), ENTITY_NODE, t->labels, t->keys, 2, 2};
  FulltextSpec rels = {TEXT("rels"), ENTITY_REL, t->types, t->keys + 1, 1, 1};
  MUST(graph_create_fulltext(t->g, &nodes, false, &err));
  MUST(graph_create_fulltext(t->g, &rels, false, &err));
}

/* ---- what is there */

static bool text_has(Text text, const char *word)
{
  WordReader r;
  bool has = false;
  words_begin(&r, text);
  while (words_next(&r)) has |= text_equal(r.word, text_of(word));
  words_end(&r);
  return has;
}

static bool value_has(Value v, const char *word)
{
  if (v.type == VALUE_STRING) return text_has(value_text(v), word);
  for (uint32_t i = 0; v.type == VALUE_LIST && i < v.aux; i++)
    if (value_has(v.items[i], word)) return true;
  return false;
}

static bool is_covered(const Graph *g, const FulltextSpec *s, uint32_t slot)
{
  for (uint32_t i = 0; i < s->label_count; i++)
    if (s->kind == ENTITY_NODE ? graph_has_label(g, slot, s->labels[i])
                               : graph_rel_alive(g, slot) && graph_rel_type(g, slot) == s->labels[i])
      return true;
  return false;
}

static bool should_find(const Graph *g, const FulltextSpec *s, uint32_t slot, const char *word)
{
  if (!is_covered(g, s, slot)) return false;
  for (uint32_t i = 0; i < s->key_count; i++)
    if (value_has(graph_prop(g, s->kind, slot, s->keys[i]), word)) return true;
  return false;
}

typedef struct Found {
  double scores[MOST]; /* by slot; 0: not found */
  uint32_t n;
} Found;

static Status note(void *context, uint32_t slot, double score, Error *err)
{
  (void)err;
  Found *found = context;
  assert_true(slot < MOST && score > 0 && found->scores[slot] == 0);
  found->scores[slot] = score;
  found->n++;
  return STATUS_OK;
}

static void search(const Graph *g, Fulltext *f, const char *query, Found *found)
{
  FulltextSearch how = {.query = text_of(query), .limit = -1, .found = note, .context = found};
  memset(found, 0, sizeof *found);
  MUST(fulltext_search(f, g, &how, &err));
}

static void check_index(const Graph *g, Fulltext *f, Found found[ARRAY_LEN(asked)])
{
  const FulltextSpec *s = fulltext_spec(f);
  uint32_t limit = s->kind == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g);
  for (size_t w = 0; w < ARRAY_LEN(asked); w++) {
    search(g, f, asked[w], &found[w]);
    for (uint32_t slot = 0; slot < limit; slot++)
      if (should_find(g, s, slot, asked[w]) != (found[w].scores[slot] != 0))
        fail_msg("%s %u and '%s'", s->kind == ENTITY_NODE ? "node" : "relationship", slot, asked[w]);
  }
}

static void check_graph(Graph *g)
{
  static Found before[ARRAY_LEN(asked)], after[ARRAY_LEN(asked)];
  for (uint32_t i = 0; i < graph_fulltext_count(g); i++) {
    Fulltext *f = graph_fulltext(g, i);
    check_index(g, f, before);
    fulltext_forget(f);
    check_index(g, f, after);
    assert_memory_equal(before, after, sizeof before);
  }
}

/* ---- random writes */

static void random_text(Trial *t, char *out, size_t size)
{
  size_t len = 0;
  for (uint32_t n = 1 + below(&t->random, 4); n > 0; n--)
    len += (size_t)snprintf(out + len, size - len, "%s ", CHOOSE(&t->random, words));
}

static void set_random(Trial *t, EntityKind kind, uint32_t slot)
{
  char text[2][128];
  Value items[2];
  for (int i = 0; i < 2; i++) {
    random_text(t, text[i], sizeof text[i]);
    items[i] = value_string(text_of(text[i]));
  }
  Value v = items[0];
  switch (below(&t->random, 6)) {
  case 0: v = VALUE_NULL_VALUE; break;
  case 1: v = value_int(1939); break;
  case 2: v = value_list(items, 2); break;
  default: break;
  }
  MUST(graph_set_prop(t->g, kind, slot, t->keys[below(&t->random, 3)], v, &err));
}

static uint32_t random_node(Trial *t)
{
  uint32_t limit = graph_node_limit(t->g);
  for (int tries = 0; limit && tries < 20; tries++) {
    uint32_t node = below(&t->random, limit);
    if (graph_node_alive(t->g, node)) return node;
  }
  return SLOT_NONE;
}

static uint32_t random_rel(Trial *t)
{
  uint32_t limit = graph_rel_limit(t->g);
  for (int tries = 0; limit && tries < 20; tries++) {
    uint32_t rel = below(&t->random, limit);
    if (graph_rel_alive(t->g, rel)) return rel;
  }
  return SLOT_NONE;
}

static void add_node(Trial *t)
{
  uint32_t node, labels[2] = {t->labels[below(&t->random, 3)], t->labels[below(&t->random, 3)]};
  if (graph_node_limit(t->g) + 1 >= MOST) return;
  MUST(graph_add_node(t->g, labels, below(&t->random, 3), &node, &err));
  for (int i = 0; i < 2; i++) set_random(t, ENTITY_NODE, node);
}

static void add_rel(Trial *t, uint32_t start, uint32_t end)
{
  uint32_t rel;
  if (graph_rel_limit(t->g) + 1 >= MOST) return;
  MUST(graph_add_rel(t->g, t->types[below(&t->random, 2)], start, end, &rel, &err));
  set_random(t, ENTITY_REL, rel);
}

static void change_one(Trial *t)
{
  Error ignored = {0};
  uint32_t node = random_node(t), rel = random_rel(t), label = t->labels[below(&t->random, 3)];
  uint32_t what = below(&t->random, 9);
  if (node == SLOT_NONE || what < 2) {
    add_node(t);
    return;
  }
  switch (what) {
  case 2: add_rel(t, node, random_node(t) == SLOT_NONE ? node : random_node(t)); break;
  case 3: (void)graph_delete_node(t->g, node, &ignored); break;
  case 4: MUST(graph_add_label(t->g, node, label, &err)); break;
  case 5: MUST(graph_remove_label(t->g, node, label, &err)); break;
  case 6:
    if (rel != SLOT_NONE) MUST(graph_delete_rel(t->g, rel, &err));
    break;
  case 7:
    if (rel != SLOT_NONE) set_random(t, ENTITY_REL, rel);
    break;
  default: set_random(t, ENTITY_NODE, node); break;
  }
}

static void load_bulk(Trial *t)
{
  MUST(graph_bulk_begin(t->g, 10, 10, &err));
  for (int i = 0; i < 5; i++) {
    add_node(t);
    uint32_t node = random_node(t);
    if (node != SLOT_NONE) add_rel(t, node, node);
    if (node != SLOT_NONE) set_random(t, ENTITY_NODE, node);
  }
}

static void run_statement(Trial *t)
{
  bool bulk = below(&t->random, 8) == 0, ok = below(&t->random, 4) > 0;
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  if (bulk) load_bulk(t);
  if (bulk && ok) MUST(graph_bulk_end(t->g, true, &err));
  for (uint32_t n = below(&t->random, 6); n > 0 && !(bulk && !ok); n--) change_one(t);
  if (below(&t->random, 6) == 0 && !(bulk && !ok)) check_graph(t->g); /* within a statement that may yet fail */
  MUST(graph_statement_end(t->g, ok, &err));
}

static void drop_and_make(Trial *t)
{
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  MUST(graph_drop_index(t->g, TEXT("nodes"), false, &err));
  add_node(t);
  bool ok = below(&t->random, 2);
  if (ok) {
    FulltextSpec nodes = {TEXT("nodes"), ENTITY_NODE, t->labels, t->keys, 2, 2};
    MUST(graph_create_fulltext(t->g, &nodes, false, &err));
    check_graph(t->g);
  }
  MUST(graph_statement_end(t->g, ok, &err));
}

static void run_transaction(Trial *t)
{
  MUST(graph_begin(t->g, &err));
  for (uint32_t n = below(&t->random, 4); n > 0; n--) run_statement(t);
  if (below(&t->random, 3) == 0) check_graph(t->g);
  if (below(&t->random, 2))
    MUST(graph_commit(t->g, &err));
  else
    MUST(graph_rollback(t->g, &err));
}

static void step(Trial *t)
{
  uint32_t what = below(&t->random, 12);
  if (what == 0)
    drop_and_make(t);
  else if (what < 4)
    run_transaction(t);
  else
    run_statement(t);
  if (below(&t->random, 3) == 0) check_graph(t->g);
  if (!t->other || below(&t->random, 2)) return;
  Graph *g = t->g;
  t->g = t->other;
  t->other = g;
  MUST(graph_catch_up(t->g, &err));
  check_graph(t->g);
}

static void start(Trial *t)
{
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  add_names(t, t->g);
  add_indexes(t);
  MUST(graph_statement_end(t->g, true, &err));
}

static Graph *open_graph(const char *path)
{
  Graph *g = NULL;
  GraphOptions options = {.create = true, .fast = true};
  MUST(graph_open(&g, path, &options, &err));
  return g;
}

static void test_in_memory(void **state)
{
  (void)state;
  Trial t = {.g = open_graph(NULL), .random = 11};
  start(&t);
  for (int i = 0; i < STEPS; i++) step(&t);
  graph_close(t.g);
}

static void test_in_turns(void **state)
{
  (void)state;
  Trial t = {.g = open_graph(file), .random = 12};
  start(&t);
  t.other = open_graph(file);
  for (int i = 0; i < STEPS; i++) step(&t);
  graph_close(t.g);
  graph_close(t.other);
  t.g = open_graph(file);
  assert_int_equal(graph_fulltext_count(t.g), 2);
  check_graph(t.g);
  graph_close(t.g);
  assert_int_equal(check_file(), 0);
}

static void test_damage(void **state)
{
  (void)state;
  Trial t = {.g = open_graph(file), .random = 13};
  Graph *g = NULL;
  start(&t);
  graph_close(t.g);
  run_sql("UPDATE fulltext_index SET data = x'00' WHERE id = 0");
  MUST_FAIL(graph_open(&g, file, NULL, &err), ERROR_CORRUPT);
  assert_int_equal(check_file(), 1);
}

static bool at_once(void *context)
{
  ++*(int *)context;
  return true;
}

static void test_interruption(void **state)
{
  (void)state;
  Trial t = {.g = open_graph(NULL), .random = 14};
  int questions = 0;
  start(&t);
  MUST(graph_statement_begin(t.g, &err));
  for (int i = 0; i < 3000; i++) {
    uint32_t node;
    MUST(graph_add_node(t.g, t.labels, 1, &node, &err));
    MUST(graph_set_prop(t.g, ENTITY_NODE, node, t.keys[0], value_string(TEXT("riga")), &err));
  }
  MUST(graph_statement_end(t.g, true, &err));
  Found *found = calloc(1, sizeof *found);
  FulltextSearch how = {TEXT("riga"), 0, -1, {at_once, &questions}, note, found};
  Fulltext *f = graph_find_fulltext(t.g, TEXT("nodes"));
  MUST_FAIL(fulltext_search(f, t.g, &how, &err), ERROR_INTERRUPTED);
  assert_int_equal(questions, 1);
  assert_int_equal(found->n, 0);
  search(t.g, f, "riga", found);
  assert_int_equal(found->n, 3000);
  free(found);
  graph_close(t.g);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_in_memory),
      cmocka_unit_test_setup(test_in_turns, start_afresh),
      cmocka_unit_test_setup(test_damage, start_afresh),
      cmocka_unit_test(test_interruption),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
