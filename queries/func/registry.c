/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding functions by name. The rows stand beside their C functions; functions.def puts them in the order of their
 * names, so that one binary search finds a name and the list is in order. */
#include "core/nearest.h"
#include "func_internal.h"
#include "name.h"

static const Function *const functions[] = {
#define FUNCTION(id) &function_##id,
#include "functions.def"
#undef FUNCTION
};

const Function *function_find(Text name)
{
  size_t low = 0, high = ARRAY_LEN(functions);
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = name_compare(name, text_of(functions[middle]->name));
    if (order == 0) return functions[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const Function *function_nearest(Text name)
{
  const Function *best = NULL;
  NearestName nearest = nearest_name(name);
  for (size_t i = 0; i < ARRAY_LEN(functions); i++)
    if (nearest_name_try(&nearest, text_of(functions[i]->name))) best = functions[i];
  return best;
}

const Function *function_at(uint32_t i)
{
  return i < ARRAY_LEN(functions) ? functions[i] : NULL;
}
