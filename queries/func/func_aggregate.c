/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Aggregate functions. All of them pass over nulls; over no values at all, counts, sums and deviations are 0,
 * collect() is [] and the others are null. A group's state starts as zeroes and keeps what it needs in the groups'
 * arena. */
#include "func_internal.h"

#include <math.h>
#include <stdlib.h>

__extension__ typedef __int128 Int128;

static uint32_t room_for(uint32_t cap)
{
  return cap == 0 ? 8 : cap * 2;
}

/* ---- count */

typedef struct CountState {
  int64_t n;
} CountState;

static Status count_step(AggregateContext *c UNUSED, void *state, const Value *args, uint32_t n UNUSED)
{
  ((CountState *)state)->n += args[0].type != VALUE_NULL;
  return STATUS_OK;
}

static Status count_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  *out = value_int(((CountState *)state)->n);
  return STATUS_OK;
}

static const Aggregate count_aggregate = {sizeof(CountState), count_step, count_finish};

const Function function_count = {
    .name = "count",
    .signature = "count([DISTINCT] value :: ANY) :: INTEGER",
    .help = "How many values are not null; count(*) counts rows.",
    .example = "COLLECT { UNWIND [1, null, 2] AS x RETURN count(x) }",
    .value = "[2]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_INT,
    .aggregate = &count_aggregate,
};

/* ---- sum and avg: of numbers, or of durations. Integers are summed exactly. */

typedef struct SumState {
  Int128 integers;
  double floats;
  Duration duration;
  int64_t n;
  bool has_float, has_duration, has_number;
} SumState;

static Status sum_step_of(AggregateContext *c, const Function *f, SumState *s, Value v)
{
  FunctionContext *context = c->function;
  switch (v.type) {
  case VALUE_NULL: return STATUS_OK;
  case VALUE_INT:
    s->integers += v.integer;
    s->has_number = true;
    break;
  case VALUE_FLOAT:
    s->floats += v.number;
    s->has_number = s->has_float = true;
    break;
  case VALUE_DURATION:
    TRY(duration_add(s->duration, *v.duration, &s->duration, context->err));
    s->has_duration = true;
    break;
  default: return function_wrong_type(context, f, 0, v);
  }
  if (s->has_number && s->has_duration)
    return error_set(context->err, ERROR_TYPE, "InvalidArgumentValue", "%s cannot mix numbers and durations", f->name);
  s->n++;
  return STATUS_OK;
}

static Status sum_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return sum_step_of(c, &function_sum, state, args[0]);
}

static Status sum_finish(AggregateContext *c, void *state, Value *out)
{
  const SumState *s = state;
  if (s->has_duration) {
    *out = value_duration(c->arena, s->duration);
    return arena_check(c->arena, c->function->err);
  }
  if (s->has_float) {
    *out = value_float(s->floats + (double)s->integers);
    return STATUS_OK;
  }
  if (s->integers < INT64_MIN || s->integers > INT64_MAX)
    return error_set(c->function->err, ERROR_ARITHMETIC, "IntegerOverflow", "the sum does not fit an integer");
  *out = value_int((int64_t)s->integers);
  return STATUS_OK;
}

static const Aggregate sum_aggregate = {sizeof(SumState), sum_step, sum_finish};

const Function function_sum = {
    .name = "sum",
    .signature = "sum([DISTINCT] value :: NUMBER | DURATION) :: NUMBER | DURATION",
    .help = "The sum of numbers or durations; an integer where all are.",
    .example = "COLLECT { UNWIND [1, null, 2] AS x RETURN sum(x) }",
    .value = "[3]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER | TYPE_DURATION},
    .result = TYPE_NUMBER | TYPE_DURATION,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &sum_aggregate,
};

static Status avg_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return sum_step_of(c, &function_avg, state, args[0]);
}

static Status avg_finish(AggregateContext *c, void *state, Value *out)
{
  const SumState *s = state;
  *out = VALUE_NULL_VALUE;
  if (s->n == 0) return STATUS_OK;
  if (s->has_duration) {
    Duration mean;
    TRY(duration_divide(s->duration, (double)s->n, &mean, c->function->err));
    *out = value_duration(c->arena, mean);
    return arena_check(c->arena, c->function->err);
  }
  *out = value_float((s->floats + (double)s->integers) / (double)s->n);
  return STATUS_OK;
}

static const Aggregate avg_aggregate = {sizeof(SumState), avg_step, avg_finish};

const Function function_avg = {
    .name = "avg",
    .signature = "avg([DISTINCT] value :: NUMBER | DURATION) :: FLOAT | DURATION",
    .help = "The mean of numbers or durations.",
    .example = "COLLECT { UNWIND [1, null, 2] AS x RETURN avg(x) }",
    .value = "[1.5]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER | TYPE_DURATION},
    .result = TYPE_FLOAT | TYPE_DURATION | TYPE_NULL,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &avg_aggregate,
};

/* ---- min and max */

typedef struct BestState {
  Value best;
  char *text; /* room for a string, used again for the next one that fits */
  uint32_t cap;
} BestState;

static Status keep(AggregateContext *c, BestState *s, Value v)
{
  if (v.type != VALUE_STRING || (v.flags & VALUE_STABLE)) {
    s->best = value_copy(c->arena, v);
    return arena_check(c->arena, c->function->err);
  }
  if (v.aux > s->cap) {
    size_t cap = MAX((size_t)v.aux, (size_t)s->cap * 2);
    s->cap = (uint32_t)MIN(cap, (size_t)UINT32_MAX);
    s->text = arena_alloc(c->arena, s->cap);
    TRY(arena_check(c->arena, c->function->err));
  }
  if (v.aux > 0) memcpy(s->text, v.text, v.aux);
  s->best = value_string((Text){s->text, v.aux});
  return STATUS_OK;
}

/* VALUE_NULL is 0, so a zeroed state holds none yet. */
static Status min_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  BestState *s = state;
  if (args[0].type == VALUE_NULL) return STATUS_OK;
  return s->best.type == VALUE_NULL || value_order(args[0], s->best) < 0 ? keep(c, s, args[0]) : STATUS_OK;
}

static Status max_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  BestState *s = state;
  if (args[0].type == VALUE_NULL) return STATUS_OK;
  return s->best.type == VALUE_NULL || value_order(args[0], s->best) > 0 ? keep(c, s, args[0]) : STATUS_OK;
}

static Status best_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  *out = ((BestState *)state)->best;
  return STATUS_OK;
}

static const Aggregate min_aggregate = {sizeof(BestState), min_step, best_finish};
static const Aggregate max_aggregate = {sizeof(BestState), max_step, best_finish};

const Function function_min = {
    .name = "min",
    .signature = "min(value :: ANY) :: ANY",
    .help = "The least value, in the order of ORDER BY.",
    .example = "COLLECT { UNWIND ['b', null, 'a'] AS x RETURN min(x) }",
    .value = "['a']",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_ANY,
    .aggregate = &min_aggregate,
};
const Function function_max = {
    .name = "max",
    .signature = "max(value :: ANY) :: ANY",
    .help = "The greatest value, in the order of ORDER BY, but never null.",
    .example = "COLLECT { UNWIND [1, null, 2] AS x RETURN max(x) }",
    .value = "[2]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_ANY,
    .aggregate = &max_aggregate,
};

/* ---- collect */

typedef struct CollectState {
  Value *items;
  uint32_t n, cap;
} CollectState;

static Status collect_value(AggregateContext *c, CollectState *s, Value v)
{
  if (s->n == s->cap) {
    if (s->cap > UINT32_MAX / 2) return error_set(c->function->err, ERROR_MEMORY, NULL, "a list cannot grow further");
    uint32_t cap = room_for(s->cap);
    Value *items = arena_alloc(c->arena, cap * sizeof(Value));
    TRY(arena_check(c->arena, c->function->err));
    if (s->n > 0) memcpy(items, s->items, s->n * sizeof(Value));
    s->items = items;
    s->cap = cap;
  }
  s->items[s->n++] = value_copy(c->arena, v);
  return arena_check(c->arena, c->function->err);
}

static Status collect_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return args[0].type == VALUE_NULL ? STATUS_OK : collect_value(c, state, args[0]);
}

static Status collect_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  const CollectState *s = state;
  *out = value_list(s->items, s->n);
  return STATUS_OK;
}

static const Aggregate collect_aggregate = {sizeof(CollectState), collect_step, collect_finish};

const Function function_collect = {
    .name = "collect",
    .signature = "collect([DISTINCT] value :: ANY) :: LIST",
    .help = "A list of the values that are not null.",
    .example = "COLLECT { UNWIND [1, null, 2] AS x RETURN collect(x) }",
    .value = "[[1, 2]]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_LIST,
    .aggregate = &collect_aggregate,
};
const Function function_collect_list = {
    .name = "collect_list",
    .signature = "collect_list([DISTINCT] value :: ANY) :: LIST",
    .help = "A list of the values that are not null: GQL's name of collect().",
    .example = "COLLECT { UNWIND [1, null, 2] AS x RETURN collect_list(x) }",
    .value = "[[1, 2]]",
    .category = "aggregate",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_LIST,
    .aggregate = &collect_aggregate,
};

/* ---- standard deviation (Welford 1962) */

typedef struct DeviationState {
  int64_t n;
  double mean, squares; /* of the differences from the mean, summed */
} DeviationState;

static Status deviation_step_of(AggregateContext *c, const Function *f, DeviationState *s, Value v)
{
  if (v.type == VALUE_NULL) return STATUS_OK;
  if (!value_is_number(v)) return function_wrong_type(c->function, f, 0, v);
  double x = value_number(v), before = x - s->mean;
  s->n++;
  s->mean += before / (double)s->n;
  s->squares += before * (x - s->mean);
  return STATUS_OK;
}

static Status sample_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return deviation_step_of(c, &function_st_dev, state, args[0]);
}

static Status population_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return deviation_step_of(c, &function_st_dev_p, state, args[0]);
}

static Status sample_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  const DeviationState *s = state;
  *out = value_float(s->n > 1 ? sqrt(s->squares / (double)(s->n - 1)) : 0);
  return STATUS_OK;
}

static Status population_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  const DeviationState *s = state;
  *out = value_float(s->n > 0 ? sqrt(s->squares / (double)s->n) : 0);
  return STATUS_OK;
}

static const Aggregate sample_aggregate = {sizeof(DeviationState), sample_step, sample_finish};
static const Aggregate population_aggregate = {sizeof(DeviationState), population_step, population_finish};

const Function function_st_dev = {
    .name = "stDev",
    .signature = "stDev([DISTINCT] value :: NUMBER) :: FLOAT",
    .help = "The standard deviation of a sample; 0 for fewer than two values.",
    .example = "COLLECT { UNWIND [2, 4, 6] AS x RETURN stDev(x) }",
    .value = "[2.0]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_FLOAT,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &sample_aggregate,
};
const Function function_stddev_samp = {
    .name = "stddev_samp",
    .signature = "stddev_samp([DISTINCT] value :: NUMBER) :: FLOAT",
    .help = "The standard deviation of a sample: GQL's name of stDev().",
    .example = "COLLECT { UNWIND [2, 4, 6] AS x RETURN stddev_samp(x) }",
    .value = "[2.0]",
    .category = "aggregate",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_FLOAT,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &sample_aggregate,
};
const Function function_st_dev_p = {
    .name = "stDevP",
    .signature = "stDevP([DISTINCT] value :: NUMBER) :: FLOAT",
    .help = "The standard deviation of a whole population.",
    .example = "COLLECT { UNWIND [2, 4, 4, 4, 5, 5, 7, 9] AS x RETURN stDevP(x) }",
    .value = "[2.0]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_FLOAT,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &population_aggregate,
};
const Function function_stddev_pop = {
    .name = "stddev_pop",
    .signature = "stddev_pop([DISTINCT] value :: NUMBER) :: FLOAT",
    .help = "The standard deviation of a whole population: GQL's name of stDevP().",
    .example = "COLLECT { UNWIND [2, 4, 4, 4, 5, 5, 7, 9] AS x RETURN stddev_pop(x) }",
    .value = "[2.0]",
    .category = "aggregate",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NUMBER},
    .result = TYPE_FLOAT,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &population_aggregate,
};

/* ---- percentiles */

typedef struct PercentileState {
  CollectState values;
  double percentile;
} PercentileState;

static Status percentile_step_of(AggregateContext *c, const Function *f, PercentileState *s, const Value *args)
{
  if (args[0].type == VALUE_NULL) return STATUS_OK;
  for (uint32_t i = 0; i < 2; i++)
    if (!value_is_number(args[i])) return function_wrong_type(c->function, f, i, args[i]);
  double percentile = value_number(args[1]);
  if (!(percentile >= 0 && percentile <= 1))
    return function_bad_value(c->function, f, "NumberOutOfRange", "the percentile must be between 0.0 and 1.0, not %g",
                              percentile);
  s->percentile = percentile;
  return collect_value(c, &s->values, args[0]);
}

static Status continuous_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return percentile_step_of(c, &function_percentile_cont, state, args);
}

static Status discrete_step(AggregateContext *c, void *state, const Value *args, uint32_t n UNUSED)
{
  return percentile_step_of(c, &function_percentile_disc, state, args);
}

static int by_order(const void *a, const void *b)
{
  return value_order(*(const Value *)a, *(const Value *)b);
}

static Status continuous_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  PercentileState *s = state;
  CollectState *v = &s->values;
  *out = VALUE_NULL_VALUE;
  if (v->n == 0) return STATUS_OK;
  qsort(v->items, v->n, sizeof(Value), by_order);
  double at = s->percentile * (v->n - 1), below = floor(at);
  double low = value_number(v->items[(uint32_t)below]), high = value_number(v->items[(uint32_t)ceil(at)]);
  *out = value_float(below == at ? low : low + (high - low) * (at - below));
  return STATUS_OK;
}

static Status discrete_finish(AggregateContext *c UNUSED, void *state, Value *out)
{
  PercentileState *s = state;
  CollectState *v = &s->values;
  *out = VALUE_NULL_VALUE;
  if (v->n == 0) return STATUS_OK;
  qsort(v->items, v->n, sizeof(Value), by_order);
  double rank = ceil(s->percentile * v->n);
  *out = v->items[rank < 1 ? 0 : (uint32_t)rank - 1];
  return STATUS_OK;
}

static const Aggregate continuous_aggregate = {sizeof(PercentileState), continuous_step, continuous_finish};
static const Aggregate discrete_aggregate = {sizeof(PercentileState), discrete_step, discrete_finish};

const Function function_percentile_cont = {
    .name = "percentileCont",
    .signature = "percentileCont([DISTINCT] value :: NUMBER, percentile :: NUMBER) :: FLOAT",
    .help = "The value below which that part (0.0 to 1.0) of the values lies, interpolated between the two nearest.",
    .example = "COLLECT { UNWIND [10, 20] AS x RETURN percentileCont(x, 0.5) }",
    .value = "[15.0]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_FLOAT | TYPE_NULL,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &continuous_aggregate,
};
const Function function_gql_percentile_cont = {
    .name = "percentile_cont",
    .signature = "percentile_cont([DISTINCT] value :: NUMBER, percentile :: NUMBER) :: FLOAT",
    .help = "The interpolated percentile: GQL's name of percentileCont().",
    .example = "COLLECT { UNWIND [10, 20] AS x RETURN percentile_cont(x, 0.5) }",
    .value = "[15.0]",
    .category = "aggregate",
    .origin = "GQL",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_FLOAT | TYPE_NULL,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &continuous_aggregate,
};
const Function function_percentile_disc = {
    .name = "percentileDisc",
    .signature = "percentileDisc([DISTINCT] value :: NUMBER, percentile :: NUMBER) :: NUMBER",
    .help = "The least of the values below which, itself included, that part (0.0 to 1.0) of them lies.",
    .example = "COLLECT { UNWIND [10, 20, 30] AS x RETURN percentileDisc(x, 0.5) }",
    .value = "[20]",
    .category = "aggregate",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_NUMBER | TYPE_NULL,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &discrete_aggregate,
};
const Function function_gql_percentile_disc = {
    .name = "percentile_disc",
    .signature = "percentile_disc([DISTINCT] value :: NUMBER, percentile :: NUMBER) :: NUMBER",
    .help = "The percentile among the values: GQL's name of percentileDisc().",
    .example = "COLLECT { UNWIND [10, 20, 30] AS x RETURN percentile_disc(x, 0.5) }",
    .value = "[20]",
    .category = "aggregate",
    .origin = "GQL",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NUMBER, TYPE_NUMBER},
    .result = TYPE_NUMBER | TYPE_NULL,
    .flags = FUNCTION_TYPE_ERRORS_AT_COMPILE,
    .aggregate = &discrete_aggregate,
};
