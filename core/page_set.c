/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of page numbers; see page_set.h. */
#include "page_set.h"

#include <stdlib.h>

Status page_set_insert(PageSet *set, uint32_t number, Error *err)
{
  if (number / 64 >= set->words) {
    uint32_t words = MAX(number / 64 + 1, set->words + set->words / 2);
    uint64_t *bits = realloc(set->bits, words * sizeof *bits);
    if (!bits) return error_out_of_memory(err);
    memset(bits + set->words, 0, (words - set->words) * sizeof *bits);
    set->bits = bits;
    set->words = words;
  }
  if (set->count == set->cap) {
    uint32_t cap = MAX(16u, set->cap * 2);
    uint32_t *numbers = realloc(set->numbers, cap * sizeof *numbers);
    if (!numbers) return error_out_of_memory(err);
    set->numbers = numbers;
    set->cap = cap;
  }
  set->bits[number / 64] |= UINT64_C(1) << (number % 64);
  set->numbers[set->count++] = number;
  return STATUS_OK;
}

void page_set_clear(PageSet *set)
{
  for (uint32_t i = 0; i < set->count; i++) set->bits[set->numbers[i] / 64] = 0;
  set->count = 0;
}

void page_set_free(PageSet *set)
{
  free(set->numbers);
  free(set->bits);
  *set = (PageSet){0};
}
