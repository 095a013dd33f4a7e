/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that choose or test, and look at their arguments' nulls themselves. */
#include "func_internal.h"

/* The evaluator does not call this: it stops evaluating arguments at the first that is not null. */
static Status run_coalesce(FunctionContext *c UNUSED, const Value *args, uint32_t n, Value *out)
{
  uint32_t i = 0;
  while (i + 1 < n && args[i].type == VALUE_NULL) i++;
  *out = args[i];
  return STATUS_OK;
}

const Function function_coalesce = {
    .name = "coalesce",
    .signature = "coalesce(value :: ANY, ...) :: ANY",
    .help = "The first of the values that is not null.",
    .example = "coalesce(null, 'unknown')",
    .value = "'unknown'",
    .category = "predicate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = FUNCTION_VARIADIC,
    .result = TYPE_ANY,
    .scalar = run_coalesce,
};

static Status run_null_if(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)
{
  *out = value_equal(args[0], args[1]) == TRI_TRUE ? VALUE_NULL_VALUE : args[0];
  return STATUS_OK;
}

const Function function_null_if = {
    .name = "nullIf",
    .signature = "nullIf(value :: ANY, other :: ANY) :: ANY",
    .help = "The value, or null where it equals the other one.",
    .example = "nullIf('n/a', 'n/a')",
    .value = "null",
    .category = "predicate",
    .origin = "GQL",
    .min_args = 2,
    .max_args = 2,
    .result = TYPE_ANY,
    .scalar = run_null_if,
};

/* A pattern arrives as whether it matches. */
static Status run_exists(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)
{
  *out = args[0].type == VALUE_BOOL ? args[0] : value_bool(args[0].type != VALUE_NULL);
  return STATUS_OK;
}

const Function function_exists = {
    .name = "exists",
    .signature = "exists(pattern or property) :: BOOLEAN",
    .help =
        "Whether a pattern matches, or a property is there. EXISTS { } and IS NOT NULL say the same in newer Cypher.",
    .example = "exists({name: 'Riga'}.name)",
    .value = "true",
    .category = "predicate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_BOOL,
    .scalar = run_exists,
};
