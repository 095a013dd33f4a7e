/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays that grow in place of being copied keep what is in them, from the first bytes to many huge pages. */
#include "core/large.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void an_array_keeps_its_items_when_it_grows(void **state)
{
  (void)state;
  enum { MOST = 6000000 };
  uint32_t *items = NULL;
  size_t cap = 0;
  for (size_t i = 0; i < MOST; i++) {
    if (i == cap) {
      cap = cap + cap / 2 + 1;
      uint32_t *grown = large_grow(items, cap * sizeof *items);
      assert_non_null(grown);
      items = grown;
    }
    items[i] = (uint32_t)(i * 2654435761u);
  }
  for (size_t i = 0; i < MOST; i++)
    if (items[i] != (uint32_t)(i * 2654435761u)) fail_msg("item %zu was lost", i);
  large_free(items);
}

static void a_size_that_cannot_be_leaves_the_array_as_it_is(void **state)
{
  (void)state;
  for (size_t size = 64; size <= (size_t)64 << 20; size <<= 10) {
    unsigned char *block = large_grow(NULL, size);
    assert_non_null(block);
    block[0] = 1;
    block[size - 1] = 2;
    assert_null(large_grow(block, SIZE_MAX - 5));
    assert_null(large_grow(block, SIZE_MAX / 2));
    assert_int_equal(block[0], 1);
    assert_int_equal(block[size - 1], 2);
    large_free(block);
  }
  large_free(NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_array_keeps_its_items_when_it_grows),
      cmocka_unit_test(a_size_that_cannot_be_leaves_the_array_as_it_is),
  };
  return cmocka_run_group_tests_name("large", tests, NULL, NULL);
}
