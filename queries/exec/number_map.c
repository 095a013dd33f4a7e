/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of numbers; see number_map.h. */
#include "number_map.h"

#include "core/large.h"

#include <stdlib.h>

enum { FEWEST_SLOTS = 64 };

void number_map_clear(NumberMap *map)
{
  map->n = 0;
  if (++map->epoch != 0) return;
  /* Once in four billion: an old slot could carry the number that comes next. */
  if (map->slots) memset(map->slots, 0, map->cap * sizeof *map->slots);
  map->epoch = 1;
}

void number_map_free(Exec *x, NumberMap *map)
{
  memory_give(x->limit, map->cap * sizeof *map->slots);
  free(map->slots);
  *map = (NumberMap){0};
}

Status number_map_grow(Exec *x, NumberMap *map)
{
  NumberMap grown = {.cap = map->cap ? map->cap * 2 : FEWEST_SLOTS, .epoch = 1};
  size_t bytes = (size_t)grown.cap * sizeof *grown.slots;
  if (grown.cap == 0 || !memory_take(x->limit, bytes)) return memory_fail(x->limit, x->err);
  grown.slots = large_alloc(bytes);
  if (!grown.slots) {
    memory_give(x->limit, bytes);
    return error_out_of_memory(x->err);
  }
  memset(grown.slots, 0, bytes);
  for (uint32_t i = 0; i < map->cap; i++)
    if (map->slots[i].epoch == map->epoch) TRY(number_map_add(x, &grown, map->slots[i].key, map->slots[i].item));
  number_map_free(x, map);
  *map = grown;
  return STATUS_OK;
}
