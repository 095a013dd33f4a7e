/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Constraints against a naive rule: after random writes, statements, transactions and bulk loads, a statement is
 * accepted exactly when comparing all entities with all others says that everything holds, and otherwise nothing of it
 * stays. In memory, and in a file that is opened anew now and then, by one graph or by two in turns. */
#include "core/index.h"
#include "must.h"
#include "random.h"
#include "store_file.h"

enum { SPECS = 12 };

typedef struct Trial {
  Graph *g, *other; /* on the same file, or NULL */
  Random random;
  uint32_t labels[2], types[2], keys[3];
  bool made[SPECS];
  uint64_t accepted, refused;
} Trial;

static Graph *open_graph(const char *path)
{
  Graph *g = NULL;
  MUST(graph_open(&g, path, NULL, &err));
  return g;
}

static uint32_t name(Graph *g, NameKind kind, const char *text)
{
  uint32_t id = NAME_NONE;
  MUST(graph_name_add(g, kind, text_of(text), &id, &err));
  return id;
}

/* ---- the constraints that come and go: n is the number of keys */

static const struct {
  ConstraintRule rule;
  EntityKind kind;
  uint32_t label, keys[3], n;
  const char *type;
} specs[SPECS] = {
    {CONSTRAINT_UNIQUE, ENTITY_NODE, 0, {0}, 1, ""},
    {CONSTRAINT_UNIQUE, ENTITY_NODE, 0, {1, 2}, 2, ""},
    {CONSTRAINT_UNIQUE, ENTITY_NODE, 1, {0, 1, 2}, 3, ""},
    {CONSTRAINT_KEY, ENTITY_NODE, 1, {1}, 1, ""},
    {CONSTRAINT_KEY, ENTITY_NODE, 1, {0, 2}, 2, ""},
    {CONSTRAINT_EXISTS, ENTITY_NODE, 0, {2}, 1, ""},
    {CONSTRAINT_TYPE, ENTITY_NODE, 0, {1}, 1, "INT | STRING"},
    {CONSTRAINT_UNIQUE, ENTITY_REL, 0, {0}, 1, ""},
    {CONSTRAINT_UNIQUE, ENTITY_REL, 1, {1, 0}, 2, ""},
    {CONSTRAINT_KEY, ENTITY_REL, 0, {1, 2}, 2, ""},
    {CONSTRAINT_EXISTS, ENTITY_REL, 1, {0}, 1, ""},
    {CONSTRAINT_TYPE, ENTITY_REL, 0, {2}, 1, "DURATION"},
};

static void spec_name(int i, char out[8])
{
  snprintf(out, 8, "c%d", i);
}

static Status create(Trial *t, int i, Error *err)
{
  char text[8];
  uint32_t keys[3];
  spec_name(i, text);
  for (uint32_t k = 0; k < specs[i].n; k++) keys[k] = t->keys[specs[i].keys[k]];
  ConstraintSpec spec = {.rule = specs[i].rule,
                         .kind = specs[i].kind,
                         .label = (specs[i].kind == ENTITY_NODE ? t->labels : t->types)[specs[i].label],
                         .keys = keys,
                         .key_count = specs[i].n,
                         .type = text_of(specs[i].type),
                         .name = text_of(text)};
  return graph_create_constraint(t->g, &spec, false, err);
}

/* ---- the naive rule */

static uint32_t limit_of(const Graph *g, EntityKind kind)
{
  return kind == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g);
}

static bool is_covered(const Trial *t, int i, uint32_t slot)
{
  if (specs[i].kind == ENTITY_NODE) return graph_has_label(t->g, slot, t->labels[specs[i].label]);
  return graph_rel_alive(t->g, slot) && graph_rel_type(t->g, slot) == t->types[specs[i].label];
}

static Value value_at(const Trial *t, int i, uint32_t slot, uint32_t k)
{
  return graph_prop(t->g, specs[i].kind, slot, t->keys[specs[i].keys[k]]);
}

static bool all_there(const Trial *t, int i, uint32_t slot)
{
  for (uint32_t k = 0; k < specs[i].n; k++)
    if (value_is_null(value_at(t, i, slot, k))) return false;
  return true;
}

static bool clash(const Trial *t, int i, uint32_t a, uint32_t b)
{
  if (!is_covered(t, i, b) || !all_there(t, i, a) || !all_there(t, i, b)) return false;
  for (uint32_t k = 0; k < specs[i].n; k++)
    if (!value_equivalent(value_at(t, i, a, k), value_at(t, i, b, k))) return false;
  return true;
}

static bool holds_for(const Trial *t, int i, uint32_t slot)
{
  ConstraintRule rule = specs[i].rule;
  Value v = value_at(t, i, slot, 0);
  if ((rule == CONSTRAINT_EXISTS || rule == CONSTRAINT_KEY) && !all_there(t, i, slot)) return false;
  if (rule == CONSTRAINT_TYPE && specs[i].kind == ENTITY_NODE)
    return value_is_null(v) || v.type == VALUE_INT || v.type == VALUE_STRING;
  if (rule == CONSTRAINT_TYPE) return value_is_null(v) || v.type == VALUE_DURATION;
  if (rule == CONSTRAINT_EXISTS) return true;
  for (uint32_t other = 0; other < slot; other++)
    if (clash(t, i, slot, other)) return false;
  return true;
}

static bool holds(const Trial *t, int i)
{
  for (uint32_t slot = 0; slot < limit_of(t->g, specs[i].kind); slot++)
    if (is_covered(t, i, slot) && !holds_for(t, i, slot)) return false;
  return true;
}

static bool all_hold(const Trial *t)
{
  for (int i = 0; i < SPECS; i++)
    if (t->made[i] && !holds(t, i)) return false;
  return true;
}

/* ---- what the graph looks like */

static void describe_kind(Str *out, const Graph *g, EntityKind kind)
{
  for (uint32_t slot = 0; slot < limit_of(g, kind); slot++) {
    uint32_t at = 0, key, n = 0;
    Value v;
    bool alive = kind == ENTITY_NODE ? graph_node_alive(g, slot) : graph_rel_alive(g, slot);
    if (!alive) continue;
    str_addf(out, "%u", slot);
    const uint32_t *labels = kind == ENTITY_NODE ? graph_labels(g, slot, &n) : NULL;
    for (uint32_t i = 0; i < n; i++) str_addf(out, ":%u", labels[i]);
    while (graph_next_prop(g, kind, slot, &at, &key, &v)) {
      str_addf(out, " %u=", key);
      value_print(out, v, g);
    }
    str_add_char(out, '\n');
  }
}

static void describe(const Trial *t, Str *out)
{
  str_init(out);
  describe_kind(out, t->g, ENTITY_NODE);
  describe_kind(out, t->g, ENTITY_REL);
  for (uint32_t i = 0; i < graph_index_count(t->g); i++) {
    const Index *index = graph_index(t->g, i);
    str_add_text(out, index_name(index));
    str_addf(out, " %llu %llu\n", (unsigned long long)index_entries(index), (unsigned long long)index_distinct(index));
  }
  for (uint32_t i = 0; i < graph_constraint_count(t->g); i++) str_add_text(out, graph_constraint(t->g, i)->name);
}

/* ---- random writes */

static Value random_value(Trial *t)
{
  static const Value items[] = {{.type = VALUE_INT, .integer = 1}, {.type = VALUE_INT, .integer = 2}};
  static const Duration month = {.months = 1}, days = {.days = 30};
  switch (below(&t->random, 10)) {
  case 0: return VALUE_NULL_VALUE;
  case 1: return value_int(1);
  case 2: return value_float(1.0);
  case 3: return value_float(0.0 / 0.0);
  case 4: return value_string(TEXT("a"));
  case 5: return (Value){.type = VALUE_DURATION, .duration = below(&t->random, 2) ? &month : &days};
  case 6: return value_list(items, 1 + below(&t->random, 2));
  default: return value_int((int64_t)below(&t->random, 12));
  }
}

static uint32_t random_slot(Trial *t, EntityKind kind)
{
  uint32_t limit = limit_of(t->g, kind);
  for (int tries = 0; limit && tries < 30; tries++) {
    uint32_t slot = below(&t->random, limit);
    if (kind == ENTITY_NODE ? graph_node_alive(t->g, slot) : graph_rel_alive(t->g, slot)) return slot;
  }
  return SLOT_NONE;
}

static void set_random(Trial *t, EntityKind kind, uint32_t slot)
{
  MUST(graph_set_prop(t->g, kind, slot, CHOOSE(&t->random, t->keys), random_value(t), &err));
}

static uint32_t add_random_node(Trial *t)
{
  uint32_t labels[2], n = 0;
  for (int i = 0; i < 2; i++)
    if (below(&t->random, 2)) labels[n++] = t->labels[i];
  uint32_t node = SLOT_NONE;
  MUST(graph_add_node(t->g, labels, n, &node, &err));
  for (uint32_t i = below(&t->random, 5); i > 0; i--) set_random(t, ENTITY_NODE, node);
  return node;
}

static void add_random_rel(Trial *t)
{
  uint32_t start = random_slot(t, ENTITY_NODE), end = random_slot(t, ENTITY_NODE);
  if (start == SLOT_NONE || end == SLOT_NONE) return;
  uint32_t rel = SLOT_NONE;
  MUST(graph_add_rel(t->g, CHOOSE(&t->random, t->types), start, end, &rel, &err));
  for (uint32_t i = below(&t->random, 5); i > 0; i--) set_random(t, ENTITY_REL, rel);
}

static void swap(Trial *t)
{
  uint32_t a = random_slot(t, ENTITY_NODE), b = random_slot(t, ENTITY_NODE), key = CHOOSE(&t->random, t->keys);
  if (a == SLOT_NONE || b == SLOT_NONE) return;
  Arena arena;
  arena_init(&arena, NULL);
  Value x = value_copy_deep(&arena, graph_prop(t->g, ENTITY_NODE, a, key));
  MUST(graph_set_prop(t->g, ENTITY_NODE, a, key, graph_prop(t->g, ENTITY_NODE, b, key), &err));
  MUST(graph_set_prop(t->g, ENTITY_NODE, b, key, x, &err));
  arena_free(&arena);
}

static void write_random(Trial *t)
{
  EntityKind kind = below(&t->random, 3) ? ENTITY_NODE : ENTITY_REL;
  uint32_t slot = random_slot(t, kind);
  switch (below(&t->random, 10)) {
  case 0:
  case 1: add_random_node(t); return;
  case 2: add_random_rel(t); return;
  case 3: swap(t); return;
  default: break;
  }
  if (slot == SLOT_NONE) return;
  uint32_t label = CHOOSE(&t->random, t->labels);
  switch (below(&t->random, 6)) {
  case 0:
    if (kind == ENTITY_NODE) MUST(graph_add_label(t->g, slot, label, &err));
    return;
  case 1:
    if (kind == ENTITY_NODE) MUST(graph_remove_label(t->g, slot, label, &err));
    return;
  case 2:
    if (kind == ENTITY_REL) MUST(graph_delete_rel(t->g, slot, &err));
    if (kind == ENTITY_NODE && graph_degree(t->g, slot, NAME_NONE, DIR_BOTH) == 0)
      MUST(graph_delete_node(t->g, slot, &err));
    return;
  default: set_random(t, kind, slot);
  }
}

static void load_in_bulk(Trial *t)
{
  MUST(graph_bulk_begin(t->g, 8, 8, &err));
  for (uint32_t i = 1 + below(&t->random, 4); i > 0; i--) {
    add_random_node(t);
    add_random_rel(t);
  }
  uint32_t slot = random_slot(t, ENTITY_NODE); /* of something that was there before, perhaps */
  if (slot != SLOT_NONE) set_random(t, ENTITY_NODE, slot);
  MUST(graph_bulk_end(t->g, true, &err));
}

/* ---- statements */

static bool is_same_as(const Trial *t, const Str *before)
{
  Str now;
  describe(t, &now);
  bool equal = text_equal(str_text(&now), str_text(before));
  str_free(&now);
  return equal;
}

static void end_statement(Trial *t, const Str *before)
{
  Error wrong = {0};
  bool good = all_hold(t);
  Status status = graph_statement_end(t->g, true, &wrong);
  if (good) {
    must(status, &wrong);
    t->accepted++;
    return;
  }
  assert_int_equal(status, STATUS_FAIL);
  assert_int_equal(wrong.kind, ERROR_CONSTRAINT_VALIDATION);
  assert_true(is_same_as(t, before));
  assert_true(all_hold(t));
  t->refused++;
}

static void run_write(Trial *t)
{
  Str before;
  describe(t, &before);
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  if (below(&t->random, 12) == 0)
    load_in_bulk(t);
  else
    for (uint32_t i = 1 + below(&t->random, 4); i > 0; i--) write_random(t);
  if (below(&t->random, 20) == 0)
    MUST(graph_statement_end(t->g, false, &err));
  else
    end_statement(t, &before);
  str_free(&before);
}

static bool excludes(int i, int k)
{
  bool unique = specs[i].rule == CONSTRAINT_UNIQUE || specs[i].rule == CONSTRAINT_KEY;
  bool other = specs[k].rule == CONSTRAINT_UNIQUE || specs[k].rule == CONSTRAINT_KEY;
  if (!unique || !other || specs[i].kind != specs[k].kind || specs[i].label != specs[k].label) return false;
  return specs[i].n == specs[k].n && memcmp(specs[i].keys, specs[k].keys, specs[i].n * sizeof(uint32_t)) == 0;
}

static void change_schema(Trial *t)
{
  Error wrong = {0};
  char text[8];
  int i = (int)below(&t->random, SPECS);
  for (int k = 0; k < SPECS; k++)
    if (t->made[k] && k != i && excludes(i, k)) return;
  spec_name(i, text);
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  bool good = t->made[i] || holds(t, i);
  Status status = t->made[i] ? graph_drop_constraint(t->g, text_of(text), false, &wrong) : create(t, i, &wrong);
  if (good) must(status, &wrong);
  assert_int_equal(status, good ? STATUS_OK : STATUS_FAIL);
  if (!good) assert_int_equal(wrong.kind, ERROR_CONSTRAINT_VALIDATION);
  if (good) t->made[i] = !t->made[i];
  MUST(graph_statement_end(t->g, good, &err));
}

static void run_some(Trial *t, uint32_t n)
{
  for (; n > 0; n--) {
    if (below(&t->random, 8) == 0)
      change_schema(t);
    else
      run_write(t);
    if (t->other && !graph_in_transaction(t->g)) {
      Graph *g = t->g;
      t->g = t->other;
      t->other = g;
      MUST(graph_catch_up(t->g, &err));
    }
  }
}

static void run_transaction(Trial *t)
{
  Str before;
  bool made[SPECS];
  describe(t, &before);
  memcpy(made, t->made, sizeof made);
  MUST(graph_begin(t->g, &err));
  run_some(t, 1 + below(&t->random, 6));
  if (below(&t->random, 2)) {
    MUST(graph_commit(t->g, &err));
  } else {
    MUST(graph_rollback(t->g, &err));
    memcpy(t->made, made, sizeof made);
    assert_true(is_same_as(t, &before));
  }
  str_free(&before);
}

static void check_schema(const Trial *t)
{
  uint32_t count = 0;
  for (int i = 0; i < SPECS; i++) count += t->made[i];
  assert_int_equal(graph_constraint_count(t->g), count);
}

/* ---- trials */

static void begin_trial(Trial *t, uint64_t seed, const char *path, bool shared)
{
  static const char *const texts[] = {"x", "y", "z"};
  uint32_t node;
  *t = (Trial){.g = open_graph(path), .random = seed};
  for (int i = 0; i < 2; i++) {
    t->labels[i] = name(t->g, NAME_LABEL, i ? "B" : "A");
    t->types[i] = name(t->g, NAME_TYPE, i ? "U" : "T");
  }
  for (int i = 0; i < 3; i++) t->keys[i] = name(t->g, NAME_KEY, texts[i]);
  if (!path) return;
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err)); /* so that the names are in the file */
  MUST(graph_add_node(t->g, NULL, 0, &node, &err));
  MUST(graph_statement_end(t->g, true, &err));
  if (shared) t->other = open_graph(path);
}

static void run_trial(uint64_t seed, const char *path, bool shared, uint64_t counts[2])
{
  Trial t;
  begin_trial(&t, seed, path, shared);
  for (int round = 0; round < 40; round++) {
    if (below(&t.random, 3) == 0)
      run_transaction(&t);
    else
      run_some(&t, 1 + below(&t.random, 5));
    check_schema(&t);
    if (!path || shared || below(&t.random, 6)) continue;
    Str before;
    describe(&t, &before);
    graph_close(t.g);
    t.g = open_graph(path);
    check_schema(&t);
    if (below(&t.random, 2)) assert_true(is_same_as(&t, &before));
    str_free(&before);
  }
  graph_close(t.g);
  graph_close(t.other);
  counts[0] += t.accepted;
  counts[1] += t.refused;
}

static void statements_are_accepted_exactly_when_all_holds(void **state)
{
  (void)state;
  uint64_t counts[2] = {0};
  for (uint64_t seed = 1; seed <= 60; seed++) run_trial(seed, NULL, false, counts);
  assert_true(counts[0] > 300 && counts[1] > 300); /* the trials are of both sorts */
}

static void constraints_are_kept_in_the_file(void **state)
{
  (void)state;
  uint64_t counts[2] = {0};
  for (uint64_t seed = 101; seed <= 108; seed++) {
    remove_file();
    run_trial(seed, file, false, counts);
    assert_int_equal(check_file(), 0);
  }
}

static void processes_keep_to_each_others_constraints(void **state)
{
  (void)state;
  uint64_t counts[2] = {0};
  for (uint64_t seed = 201; seed <= 208; seed++) {
    remove_file();
    run_trial(seed, file, true, counts);
    assert_int_equal(check_file(), 0);
  }
}

/* ---- several keys */

static void begin_pairs(Trial *t, const char *path)
{
  begin_trial(t, 1, path, false);
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  MUST(create(t, 1, &err));
  MUST(graph_statement_end(t->g, true, &err));
}

static Status add_pair(Trial *t, Graph *g, int64_t n)
{
  Error wrong = {0};
  uint32_t node = SLOT_NONE;
  MUST(graph_lock(g, &err));
  MUST(graph_statement_begin(g, &err));
  MUST(graph_add_node(g, t->labels, 1, &node, &err));
  MUST(graph_set_prop(g, ENTITY_NODE, node, t->keys[1], value_int(n), &err));
  MUST(graph_set_prop(g, ENTITY_NODE, node, t->keys[2], value_int(n), &err));
  return graph_statement_end(g, true, &wrong);
}

static void change_first_pair(Trial *t, int64_t n)
{
  MUST(graph_lock(t->g, &err));
  MUST(graph_statement_begin(t->g, &err));
  MUST(graph_set_prop(t->g, ENTITY_NODE, 1, t->keys[1], value_int(n), &err));
  MUST(graph_statement_end(t->g, true, &err));
}

static void what_was_undone_is_still_known(void **state)
{
  (void)state;
  Trial t;
  begin_pairs(&t, file);
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_OK);
  graph_close(t.g);
  t.g = open_graph(file); /* so that the first statement to ask for them gathers the pairs, as they are then */
  MUST(graph_begin(t.g, &err));
  change_first_pair(&t, 2);
  MUST(graph_rollback(t.g, &err));
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_FAIL);
  for (int64_t i = 2; i < 500; i++) change_first_pair(&t, i); /* so many that they are gathered anew */
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_OK);
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_FAIL);
  graph_close(t.g);
}

static void what_others_commit_is_known(void **state)
{
  (void)state;
  Trial t;
  begin_pairs(&t, file);
  Graph *other = open_graph(file);
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_OK);
  assert_int_equal(add_pair(&t, other, 2), STATUS_OK);
  assert_int_equal(add_pair(&t, t.g, 3), STATUS_OK);
  assert_int_equal(add_pair(&t, other, 3), STATUS_FAIL);
  assert_int_equal(add_pair(&t, t.g, 2), STATUS_FAIL);
  assert_int_equal(add_pair(&t, other, 1), STATUS_FAIL);
  graph_close(other);
  graph_close(t.g);
}

static void nodes_without_the_label_do_not_count(void **state)
{
  (void)state;
  Trial t;
  begin_pairs(&t, NULL);
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_OK);
  MUST(graph_statement_begin(t.g, &err));
  MUST(graph_remove_label(t.g, 0, t.labels[0], &err));
  MUST(graph_statement_end(t.g, true, &err));
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_OK);
  assert_int_equal(add_pair(&t, t.g, 1), STATUS_FAIL);
  graph_close(t.g);
}

/* ---- the file */

/* A file with all of the constraints, and entities that satisfy them. */
static void make_file(void)
{
  Trial t;
  begin_trial(&t, 1, file, false);
  MUST(graph_lock(t.g, &err));
  MUST(graph_statement_begin(t.g, &err));
  for (int i = 0; i < SPECS; i++) {
    bool excluded = false;
    for (int k = 0; k < i; k++) excluded |= excludes(i, k);
    if (!excluded) MUST(create(&t, i, &err));
  }
  for (uint32_t i = 0; i < 2000; i++) {
    uint32_t node = SLOT_NONE;
    MUST(graph_add_node(t.g, t.labels, 2, &node, &err));
    for (int k = 0; k < 3; k++) MUST(graph_set_prop(t.g, ENTITY_NODE, node, t.keys[k], value_int(i), &err));
  }
  MUST(graph_statement_end(t.g, true, &err));
  graph_close(t.g);
}

static void an_older_file_gets_constraints(void **state)
{
  (void)state;
  Trial t;
  begin_trial(&t, 1, file, false);
  graph_close(t.g);
  make_older();
  GraphOptions reading = {.read_only = true};
  MUST(graph_open(&t.g, file, &reading, &err));
  assert_int_equal(graph_constraint_count(t.g), 0);
  graph_close(t.g);
  t.g = open_graph(file);
  MUST(graph_lock(t.g, &err));
  MUST(graph_statement_begin(t.g, &err));
  MUST(create(&t, 0, &err));
  MUST(graph_statement_end(t.g, true, &err));
  graph_close(t.g);
  t.g = open_graph(file);
  assert_int_equal(graph_constraint_count(t.g), 1);
  assert_true(text_equal(graph_constraint(t.g, 0)->name, TEXT("c0")));
  assert_true(graph_constraint_owns_index(t.g, 0));
  graph_close(t.g);
  assert_int_equal(check_file(), 0);
}

static void must_be_damaged(const char *sql)
{
  remove_file();
  make_file();
  assert_int_equal(check_file(), 0);
  run_sql(sql);
  Graph *g = NULL;
  MUST_FAIL(graph_open(&g, file, NULL, &err), ERROR_CORRUPT);
  assert_true(check_file() > 0);
}

static void damage_is_found(void **state)
{
  (void)state;
  must_be_damaged("UPDATE prop_constraint SET data = substr(data, 1, length(data) - 1) || x'07' WHERE id = 3");
  must_be_damaged("UPDATE prop_constraint SET data = x'' WHERE id = 0");
  must_be_damaged("UPDATE prop_constraint SET id = 100 WHERE id = 2");
  must_be_damaged("UPDATE prop_constraint SET data = (SELECT data FROM prop_constraint WHERE id = 1) WHERE id = 0");
  must_be_damaged("DROP TABLE prop_constraint");
}

static void note_broken(void *context, const char *finding)
{
  uint32_t *broken = context;
  *broken += strstr(finding, "the constraint `c3` does not hold: node 1 with the label B has no y (so") == finding;
}

static void a_check_looks_whether_constraints_hold(void **state)
{
  (void)state;
  uint32_t broken = 0;
  StoreCheck check;
  make_file();
  run_sql("DELETE FROM prop_page WHERE id >> 32 = 2"); /* all y of nodes */
  MUST(store_check(file, note_broken, &broken, &check, &err));
  assert_int_equal(broken, 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(statements_are_accepted_exactly_when_all_holds),
      cmocka_unit_test_setup(constraints_are_kept_in_the_file, start_afresh),
      cmocka_unit_test_setup(processes_keep_to_each_others_constraints, start_afresh),
      cmocka_unit_test_setup(what_was_undone_is_still_known, start_afresh),
      cmocka_unit_test_setup(what_others_commit_is_known, start_afresh),
      cmocka_unit_test(nodes_without_the_label_do_not_count),
      cmocka_unit_test_setup(an_older_file_gets_constraints, start_afresh),
      cmocka_unit_test_setup(damage_is_found, start_afresh),
      cmocka_unit_test_setup(a_check_looks_whether_constraints_hold, start_afresh),
  };
  return cmocka_run_group_tests_name("constraint", tests, make_folder, remove_folder);
}
