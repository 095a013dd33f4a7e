/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What SETTING DEFAULT makes of the options of a graph algorithm (check/rewrite.c). */
#include "func_internal.h"

/* Whether a day is certain is said of the day that is asked for, not of the default. */
static bool stands(Value options, Text key)
{
  bool says_day = value_map_get(options, TEXT("asOf")) != NULL;
  return value_map_get(options, key) || (says_day && text_equal(key, TEXT("certainly")));
}

static Status run_graph_options(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_graph_options, args, n));
  uint32_t count = args[0].aux;
  MapEntry *entries = arena_array(c->arena, MapEntry, MAX(count + args[1].aux, 1u));
  TRY(arena_check(c->arena, c->err));
  for (uint32_t i = 0; i < count; i++) entries[i] = args[0].entries[i];
  for (uint32_t i = 0; i < args[1].aux; i++)
    if (!stands(args[0], args[1].entries[i].key)) entries[count++] = args[1].entries[i];
  *out = value_map(entries, count);
  return STATUS_OK;
}

const Function function_graph_options = {
    .name = "graph.options",
    .signature = "graph.options(options :: MAP, defaults :: MAP) :: MAP",
    .help =
        "The options of a graph algorithm with defaults for those that are not said: how SETTING DEFAULT reaches CALL "
        "graph.pagerank(...). With a day in `asOf` the default of `certainly` is not taken.",
    .example = "graph.options({types: 'KNOWS'}, {asOf: '1940', certainly: false})",
    .value = "{types: 'KNOWS', asOf: '1940', certainly: false}",
    .category = "claims",
    .origin = "Clio",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_MAP, TYPE_MAP},
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .result = TYPE_MAP,
    .scalar = run_graph_options,
};
