/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What operators are made of and queries reach only in passing: copying rows between batches, stores of kept rows, and
 * the tables of ids. Operators themselves are tested by queries (tests/cypher). */
#include "exec/id_set.h"
#include "exec/number_map.h"
#include "exec/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SLOTS = 4, NODES = 0, VALUES = 1, CONSTANT = 2, ABSENT = 3 };

typedef struct Fixture {
  Arena arena;
  Batch batch; /* BATCH_ROWS rows: node 10 * i, value i, the constant 'c' */
  uint32_t ids[BATCH_ROWS];
  Value values[BATCH_ROWS];
} Fixture;

static int setup(void **state)
{
  Fixture *f = calloc(1, sizeof *f);
  assert_non_null(f);
  arena_init(&f->arena, NULL);
  f->batch = batch_new(&f->arena, SLOTS);
  for (uint32_t i = 0; i < BATCH_ROWS; i++) {
    f->ids[i] = 10 * i;
    f->values[i] = value_int(i);
  }
  f->batch.n = BATCH_ROWS;
  f->batch.slots[NODES] = (Vec){.kind = VEC_NODE, .ids = f->ids};
  f->batch.slots[VALUES] = (Vec){.kind = VEC_VALUE, .values = f->values};
  f->batch.slots[CONSTANT] = (Vec){.kind = VEC_CONST, .constant = value_string(TEXT("c"))};
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  Fixture *f = *state;
  arena_free(&f->arena);
  free(f);
  return 0;
}

/* ---- batches */

static void ids_are_borrowed_or_taken_out_of_values(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  uint32_t buffer[BATCH_ROWS];
  const uint32_t *ids;
  assert_int_equal(batch_ids(&f->batch, NODES, VEC_NODE, buffer, &ids, &err), STATUS_OK);
  assert_ptr_equal(ids, f->ids);

  Value mixed[2] = {value_node(7), VALUE_NULL_VALUE};
  f->batch.slots[VALUES].values = mixed;
  f->batch.n = 2;
  assert_int_equal(batch_ids(&f->batch, VALUES, VEC_NODE, buffer, &ids, &err), STATUS_OK);
  assert_int_equal(ids[0], 7);
  assert_int_equal(ids[1], UINT32_MAX);
  assert_int_equal(batch_ids(&f->batch, VALUES, VEC_REL, buffer, &ids, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_TYPE);
  assert_string_equal(err.detail, "InvalidArgumentType");
}

static void rows_that_do_not_count_may_hold_anything(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  uint32_t buffer[BATCH_ROWS];
  const uint32_t *ids;
  uint16_t sel[] = {1};
  Value values[2] = {value_int(3), value_node(8)};
  f->batch.slots[VALUES].values = values;
  f->batch.sel = sel;
  f->batch.n = 1;
  assert_int_equal(batch_ids(&f->batch, VALUES, VEC_NODE, buffer, &ids, &err), STATUS_OK);
  assert_int_equal(ids[1], 8);
}

static void gathering_multiplies_and_reorders_rows(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Gather g;
  Batch out = batch_new(&f->arena, SLOTS);
  uint16_t rows[] = {5, 5, 1023, 0};
  gather_init(&g, &f->arena, SLOTS);
  for (uint32_t i = 0; i < SLOTS; i++) gather_add(&g, i);
  gather_add(&g, NODES); /* twice is once */
  assert_int_equal(g.n, SLOTS);
  assert_int_equal(gather_rows(&g, &f->batch, rows, 4, &out, &err), STATUS_OK);
  assert_int_equal(out.slots[NODES].kind, VEC_NODE);
  for (uint32_t i = 0; i < 4; i++) {
    assert_int_equal(out.slots[NODES].ids[i], 10 * rows[i]);
    assert_int_equal(out.slots[VALUES].values[i].integer, rows[i]);
  }
  assert_int_equal(out.slots[CONSTANT].kind, VEC_CONST);
  assert_int_equal(out.slots[ABSENT].kind, VEC_NONE);
}

static void only_missing_slots_are_filled_in(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Gather g;
  Batch out = batch_new(&f->arena, SLOTS);
  Value own[4] = {value_int(100), value_int(101), value_int(102), value_int(103)};
  uint16_t sel[] = {1, 3};
  uint32_t at[] = {0, 9, 0, 2};
  out.n = 2;
  out.sel = sel;
  out.slots[VALUES] = (Vec){.kind = VEC_VALUE, .values = own};
  gather_init(&g, &f->arena, SLOTS);
  gather_add(&g, NODES);
  gather_add(&g, VALUES);
  assert_int_equal(gather_missing(&g, &f->batch, at, &out, &out, &err), STATUS_OK);
  assert_ptr_equal(out.slots[VALUES].values, own);
  assert_int_equal(out.slots[NODES].ids[1], 90);
  assert_int_equal(out.slots[NODES].ids[3], 20);
}

/* ---- kept rows */

static const uint32_t all_slots[] = {NODES, VALUES, CONSTANT, ABSENT};

static void kept_rows_come_back_over_many_chunks(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Rows rows;
  uint16_t odd[BATCH_ROWS / 2];
  for (uint32_t i = 0; i < ARRAY_LEN(odd); i++) odd[i] = (uint16_t)(2 * i + 1);
  rows_init(&rows, all_slots, SLOTS, NULL);
  f->batch.n = 40; /* less than a first chunk, then more */
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  f->batch.n = BATCH_ROWS;
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  f->batch.sel = odd;
  f->batch.n = ARRAY_LEN(odd);
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);

  assert_int_equal(rows.n, 40 + BATCH_ROWS + BATCH_ROWS / 2);
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t want = i < 40 ? i : i < 40 + BATCH_ROWS ? i - 40 : 2 * (i - 40 - BATCH_ROWS) + 1;
    assert_int_equal(rows_get(&rows, 0, i).type, VALUE_NODE);
    assert_int_equal(rows_get(&rows, 0, i).id, 10 * want);
    assert_int_equal(rows_get(&rows, 1, i).integer, want);
    assert_int_equal(rows_get(&rows, 2, i).aux, 1);
    assert_int_equal(rows_get(&rows, 3, i).type, VALUE_NULL);
  }
  Batch out = batch_new(&f->arena, SLOTS);
  uint32_t given = 0;
  for (uint32_t c = 0; c < rows.chunk_count; c++) {
    rows_chunk(&rows, c, &out);
    assert_true(out.n > 0 && out.n <= BATCH_ROWS);
    assert_int_equal(out.slots[NODES].kind, VEC_NODE);
    assert_int_equal(out.slots[ABSENT].kind, VEC_NONE);
    given += out.n;
  }
  assert_int_equal(given, rows.n);
  rows_free(&rows);
}

static void a_column_whose_kind_changes_turns_into_values(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Rows rows;
  rows_init(&rows, all_slots, 1, NULL);
  f->batch.n = 2;
  f->batch.slots[NODES].kind = VEC_NONE;
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  f->batch.slots[NODES].kind = VEC_NODE;
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  f->batch.slots[NODES] = (Vec){.kind = VEC_CONST, .constant = value_int(5)};
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  ValueType want[] = {VALUE_NULL, VALUE_NULL, VALUE_NODE, VALUE_NODE, VALUE_INT, VALUE_INT};
  for (uint32_t i = 0; i < ARRAY_LEN(want); i++) assert_int_equal(rows_get(&rows, 0, i).type, want[i]);
  assert_int_equal(rows_get(&rows, 0, 3).id, 10);

  Rows picked;
  uint32_t some[] = {3, 4, 0};
  rows_init(&picked, all_slots, 1, NULL);
  assert_int_equal(rows_add_rows(&picked, &rows, some, 3, &err), STATUS_OK);
  assert_int_equal(rows_get(&picked, 0, 0).id, 10);
  assert_int_equal(rows_get(&picked, 0, 1).integer, 5);
  assert_int_equal(rows_get(&picked, 0, 2).type, VALUE_NULL);
  rows_free(&picked);
  rows_free(&rows);
}

static void kept_values_do_not_borrow_from_the_batch(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Rows rows;
  char text[] = "Riga";
  f->values[0] = value_string(text_of(text));
  f->batch.n = 1;
  rows_init(&rows, all_slots, 2, NULL);
  assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  memset(text, 'x', sizeof text);
  assert_memory_equal(rows_get(&rows, 1, 0).text, "Riga", 4);
  rows_free(&rows);
}

static void picked_rows_are_gathered_across_chunks(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Rows rows;
  Gather g;
  Batch out = batch_new(&f->arena, SLOTS);
  rows_init(&rows, all_slots, SLOTS, NULL);
  for (int i = 0; i < 3; i++) assert_int_equal(rows_add(&rows, &f->batch, &err), STATUS_OK);
  gather_init(&g, &f->arena, SLOTS);
  for (uint32_t i = 0; i < SLOTS; i++) gather_add(&g, i);
  uint32_t picked[] = {3000, 0, 1500};
  assert_int_equal(rows_gather(&rows, picked, 3, &g, &out, &err), STATUS_OK);
  for (uint32_t i = 0; i < 3; i++) {
    assert_int_equal(out.slots[NODES].ids[i], picked[i] % BATCH_ROWS * 10);
    assert_int_equal(out.slots[VALUES].values[i].integer, picked[i] % BATCH_ROWS);
  }
  rows_free(&rows);
}

static void a_store_stops_at_the_memory_limit_and_gives_all_back(void **state)
{
  Fixture *f = *state;
  Error err = {0};
  Rows rows;
  MemoryLimit limit = {.limit = 1 << 20};
  Status status = STATUS_OK;
  rows_init(&rows, all_slots, SLOTS, &limit);
  for (int i = 0; i < 1000 && status == STATUS_OK; i++) status = rows_add(&rows, &f->batch, &err);
  assert_int_equal(status, STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_MEMORY);
  rows_free(&rows);
  assert_int_equal(limit.used, 0);
}

/* ---- tables of ids */

static void an_number_map_finds_what_was_added_since_it_was_cleared(void **state)
{
  (void)state;
  Error err = {0};
  MemoryLimit limit = {.limit = 64 << 20};
  Exec x = {.err = &err, .limit = &limit};
  NumberMap map = {0};
  number_map_clear(&map);
  for (uint32_t round = 0; round < 3; round++) {
    for (uint32_t i = 0; i < 10000; i++) {
      assert_int_equal(number_map_find(&map, i * 7), UINT32_MAX);
      assert_int_equal(number_map_add(&x, &map, i * 7, i + round), STATUS_OK);
    }
    for (uint32_t i = 0; i < 10000; i++) assert_int_equal(number_map_find(&map, i * 7), i + round);
    assert_int_equal(number_map_find(&map, 1), UINT32_MAX);
    number_map_clear(&map);
    assert_int_equal(number_map_find(&map, 0), UINT32_MAX);
  }
  map.epoch = UINT32_MAX; /* the number that comes next is one that old slots may carry */
  number_map_clear(&map);
  assert_int_equal(number_map_find(&map, 7), UINT32_MAX);
  number_map_free(&x, &map);
  assert_int_equal(limit.used, 0);
}

static void an_id_set_tells_new_ids_from_old(void **state)
{
  (void)state;
  Error err = {0};
  MemoryLimit limit = {.limit = 1 << 20};
  Exec x = {.err = &err, .limit = &limit};
  IdSet set = {0};
  uint32_t ids[] = {0, 63, 64, 5000, UINT32_MAX};
  for (int round = 0; round < 2; round++) {
    for (uint32_t i = 0; i < ARRAY_LEN(ids); i++) {
      bool added = false;
      assert_int_equal(id_set_add(&x, &set, ids[i], 100, &added), STATUS_OK);
      assert_true(added);
      assert_int_equal(id_set_add(&x, &set, ids[i], 100, &added), STATUS_OK);
      assert_false(added);
    }
    id_set_clear(&set);
  }
  bool added;
  assert_int_equal(id_set_add(&x, &set, UINT32_MAX - 1, 100, &added), STATUS_FAIL); /* half a gigabyte of bits */
  assert_int_equal(err.kind, ERROR_MEMORY);
  id_set_free(&x, &set);
  assert_int_equal(limit.used, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(ids_are_borrowed_or_taken_out_of_values, setup, teardown),
      cmocka_unit_test_setup_teardown(rows_that_do_not_count_may_hold_anything, setup, teardown),
      cmocka_unit_test_setup_teardown(gathering_multiplies_and_reorders_rows, setup, teardown),
      cmocka_unit_test_setup_teardown(only_missing_slots_are_filled_in, setup, teardown),
      cmocka_unit_test_setup_teardown(kept_rows_come_back_over_many_chunks, setup, teardown),
      cmocka_unit_test_setup_teardown(a_column_whose_kind_changes_turns_into_values, setup, teardown),
      cmocka_unit_test_setup_teardown(kept_values_do_not_borrow_from_the_batch, setup, teardown),
      cmocka_unit_test_setup_teardown(picked_rows_are_gathered_across_chunks, setup, teardown),
      cmocka_unit_test_setup_teardown(a_store_stops_at_the_memory_limit_and_gives_all_back, setup, teardown),
      cmocka_unit_test(an_number_map_finds_what_was_added_since_it_was_cleared),
      cmocka_unit_test(an_id_set_tells_new_ids_from_old),
  };
  return cmocka_run_group_tests_name("exec", tests, NULL, NULL);
}
