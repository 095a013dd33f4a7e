/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Property columns: types, changes of type and back, pages, bounds, dictionaries. */
#include "core/column.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static Column *new_column(void)
{
  Error err = {0};
  Column *c = NULL;
  assert_int_equal(column_new(&c, ENTITY_NODE, 3, true, &err), STATUS_OK);
  return c;
}

/* As the graph does it, but without a way back. */
static void set(Column *c, uint32_t slot, Value v)
{
  Error err = {0};
  ColumnType type;
  Value old;
  if (!column_accepts(c, v, &type)) {
    ColumnStorage storage;
    assert_int_equal(column_retype(c, type, &storage, &err), STATUS_OK);
    column_storage_free(&storage);
  }
  assert_int_equal(column_set(c, slot, v, &old, &err), STATUS_OK);
  column_value_free(old);
}

static void unset(Column *c, uint32_t slot)
{
  Error err = {0};
  Value old;
  assert_int_equal(column_unset(c, slot, &old, &err), STATUS_OK);
  column_value_free(old);
}

static bool is(const Column *c, uint32_t slot, Value v)
{
  Value got = column_get(c, slot);
  return got.type == v.type && value_order(got, v) == 0;
}

static void a_column_takes_the_type_of_its_values(void **state)
{
  (void)state;
  const struct {
    Value value;
    ColumnType type;
  } cases[] = {
      {value_int(5), COLUMN_INT},           {value_float(5), COLUMN_FLOAT},
      {value_bool(true), COLUMN_BOOL},      {value_string(TEXT("five")), COLUMN_STRING},
      {value_date(INT32_MAX), COLUMN_DATE}, {value_date((int64_t)INT32_MAX + 1), COLUMN_TAGGED},
      {value_localtime(5), COLUMN_TAGGED},  {value_list(NULL, 0), COLUMN_TAGGED},
  };
  Column *c = new_column();
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    set(c, 7, cases[i].value);
    assert_int_equal(column_type(c), cases[i].type);
    assert_true(is(c, 7, cases[i].value));
    assert_int_equal(column_count(c), 1);
    unset(c, 7);
    assert_int_equal(column_count(c), 0);
    assert_int_equal(column_get(c, 7).type, VALUE_NULL);
  }
  column_free(c);
}

static void ints_and_floats_together_become_tagged(void **state)
{
  (void)state;
  Column *c = new_column();
  set(c, 0, value_int(INT64_C(9007199254740993)));
  set(c, 5000, value_float(0.5));
  assert_int_equal(column_type(c), COLUMN_TAGGED);
  assert_true(is(c, 0, value_int(INT64_C(9007199254740993))));
  assert_true(is(c, 5000, value_float(0.5)));
  set(c, 5000, value_int(1));
  assert_int_equal(column_type(c), COLUMN_TAGGED);
  column_free(c);
}

static void a_change_of_type_can_be_taken_back(void **state)
{
  (void)state;
  Error err = {0};
  Column *c = new_column();
  ColumnStorage old;
  Value before;
  set(c, 1, value_string(TEXT("one")));
  set(c, 2000, value_string(TEXT("two")));
  const char *text = column_get(c, 1).text;
  assert_int_equal(column_retype(c, COLUMN_TAGGED, &old, &err), STATUS_OK);
  assert_int_equal(column_set(c, 1, value_list(NULL, 0), &before, &err), STATUS_OK);
  assert_ptr_equal(before.text, text);
  column_restore(c, 1, before);
  column_restore_storage(c, old);
  assert_int_equal(column_type(c), COLUMN_STRING);
  assert_true(is(c, 1, value_string(TEXT("one"))));
  assert_true(is(c, 2000, value_string(TEXT("two"))));
  assert_int_equal(column_count(c), 2);
  column_free(c);
}

static void replaced_values_belong_to_the_caller(void **state)
{
  (void)state;
  Error err = {0};
  Column *c = new_column();
  Value one = value_int(1), list = value_list(&one, 1), old;
  set(c, 1, list);
  assert_int_equal(column_set(c, 1, value_int(2), &old, &err), STATUS_OK);
  assert_int_equal(old.items[0].integer, 1);
  column_restore(c, 1, old);
  assert_true(is(c, 1, list));
  assert_int_equal(column_unset(c, 1, &old, &err), STATUS_OK);
  assert_false(column_has(c, 1));
  column_restore(c, 1, old);
  assert_true(is(c, 1, list));
  column_free(c);
}

static void pages_are_made_where_values_are(void **state)
{
  (void)state;
  Column *c = new_column();
  set(c, 10 * COLUMN_PAGE_SLOTS + 5, value_int(1));
  for (uint32_t page = 0; page < 20; page++) assert_int_equal(column_page(c, page) != NULL, page == 10);
  assert_true(page_has(column_page(c, 10), 5));
  assert_false(column_has(c, UINT32_MAX));
  assert_int_equal(column_get(c, 3).type, VALUE_NULL);
  column_free(c);
}

static void bounds_hold_all_values_of_a_page(void **state)
{
  (void)state;
  Column *c = new_column();
  set(c, 0, value_int(5));
  set(c, 1, value_int(-5));
  set(c, 1023, value_int(50));
  set(c, 1024, value_int(500));
  assert_int_equal(column_page(c, 0)->low.integer, -5);
  assert_int_equal(column_page(c, 0)->high.integer, 50);
  assert_int_equal(column_page(c, 1)->low.integer, 500);
  column_free(c);
  c = new_column();
  set(c, 0, value_float(1.5));
  set(c, 1, value_float((double)NAN));
  set(c, 2, value_float(-2.5));
  assert_true(column_page(c, 0)->low.number <= -2.5 && column_page(c, 0)->high.number >= 1.5);
  column_free(c);
}

static void equal_texts_have_equal_codes(void **state)
{
  (void)state;
  Column *c = new_column();
  char text[32];
  for (uint32_t i = 0; i < 10000; i++) {
    snprintf(text, sizeof text, "text %u", i % 300);
    set(c, i, value_string(text_of(text)));
  }
  assert_int_equal(column_texts(c), 300);
  for (uint32_t i = 0; i < 300; i++) {
    snprintf(text, sizeof text, "text %u", i);
    uint32_t code = column_code(c, text_of(text));
    assert_true(text_equal(column_text(c, code), text_of(text)));
    assert_int_equal(page_codes(column_page(c, 0))[i], code);
    assert_true(column_get(c, i).flags & VALUE_STABLE);
  }
  assert_int_equal(column_code(c, TEXT("text 300")), DICTIONARY_NONE);
  column_free(c);
}

static void compacting_keeps_the_texts_in_use(void **state)
{
  (void)state;
  Error err = {0};
  for (int tagged = 0; tagged < 2; tagged++) {
    Column *c = new_column();
    char text[32];
    for (uint32_t i = 0; i < 3000; i++) {
      snprintf(text, sizeof text, "text %u", i);
      set(c, i, value_string(text_of(text)));
    }
    if (tagged) set(c, 5000, value_int(1));
    for (uint32_t i = 0; i < 3000; i++)
      if (i % 3) unset(c, i);
    assert_int_equal(column_compact_texts(c, &err), STATUS_OK);
    assert_int_equal(column_texts(c), 1000);
    for (uint32_t i = 0; i < 3000; i += 3) {
      snprintf(text, sizeof text, "text %u", i);
      assert_true(is(c, i, value_string(text_of(text))));
    }
    column_free(c);
  }
}

static void truncating_removes_the_end(void **state)
{
  (void)state;
  Column *c = new_column();
  Value one = value_int(1);
  for (uint32_t i = 0; i < 3000; i++) set(c, i, value_list(&one, 1));
  column_truncate(c, 1500);
  assert_int_equal(column_count(c), 1500);
  assert_true(column_has(c, 1499));
  assert_false(column_has(c, 1500));
  assert_false(column_has(c, 2999));
  column_free(c);
}

static void changed_pages_are_noted(void **state)
{
  (void)state;
  Column *c = new_column();
  assert_true(c->rewrite);
  set(c, 5, value_int(1));
  column_saved(c);
  assert_int_equal(c->dirty.count, 0);
  set(c, 7000, value_int(1));
  set(c, 7001, value_int(1));
  set(c, 1, value_int(1));
  unset(c, 5);
  assert_false(c->rewrite);
  assert_int_equal(c->dirty.count, 2);
  assert_int_equal(c->dirty.numbers[0], 6);
  assert_int_equal(c->dirty.numbers[1], 0);
  set(c, 2, value_bool(true));
  assert_true(c->rewrite);
  column_free(c);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_column_takes_the_type_of_its_values),
      cmocka_unit_test(ints_and_floats_together_become_tagged),
      cmocka_unit_test(a_change_of_type_can_be_taken_back),
      cmocka_unit_test(replaced_values_belong_to_the_caller),
      cmocka_unit_test(pages_are_made_where_values_are),
      cmocka_unit_test(bounds_hold_all_values_of_a_page),
      cmocka_unit_test(equal_texts_have_equal_codes),
      cmocka_unit_test(compacting_keeps_the_texts_in_use),
      cmocka_unit_test(truncating_removes_the_end),
      cmocka_unit_test(changed_pages_are_noted),
  };
  return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
