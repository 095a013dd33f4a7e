/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How two periods lie to each other: the thirteen relations of Allen ("Maintaining Knowledge about Temporal Intervals",
 * 1983), by days. A period is a date (all the days that it names), an interval in EDTF, or the valid time of a node,
 * relationship or path. Where bounds are known only as ranges of days, a relation may hold possibly or certainly: it is
 * certain when it is the only one that is possible. */
#include "func_internal.h"
#include "valid_entity.h"

#define PERIOD                                                                                                         \
  (TYPE_EDTF | TYPE_STRING | TYPE_INT | TYPE_DATE | TYPE_DATETIME | TYPE_LOCALDATETIME | TYPE_ENTITY | TYPE_PATH)
#define PERIOD_TEXT "EDTF | STRING | INTEGER | DATE | NODE | RELATIONSHIP | PATH"

typedef enum Relation {
  BEFORE,
  MEETS,
  OVERLAPS,
  STARTS,
  DURING,
  FINISHES,
  EQUALS,
  AFTER,
  MET_BY,
  OVERLAPPED_BY,
  STARTED_BY,
  CONTAINS,
  FINISHED_BY,
  RELATION_COUNT
} Relation;

/* The four ends, in the order of days that makes the relation: the start of a and what follows its last day, and those
 * of b. Each is below the next, or equal to it where same is set. */
typedef enum End { A_START, A_END, B_START, B_END } End;
typedef struct Chain {
  uint8_t ends[4];
  bool same[3];
} Chain;

static const Chain chains[RELATION_COUNT] = {
    [BEFORE] = {{A_START, A_END, B_START, B_END}, {false, false, false}},
    [MEETS] = {{A_START, A_END, B_START, B_END}, {false, true, false}},
    [OVERLAPS] = {{A_START, B_START, A_END, B_END}, {false, false, false}},
    [STARTS] = {{A_START, B_START, A_END, B_END}, {true, false, false}},
    [DURING] = {{B_START, A_START, A_END, B_END}, {false, false, false}},
    [FINISHES] = {{B_START, A_START, A_END, B_END}, {false, false, true}},
    [EQUALS] = {{A_START, B_START, A_END, B_END}, {true, false, true}},
    [AFTER] = {{B_START, B_END, A_START, A_END}, {false, false, false}},
    [MET_BY] = {{B_START, B_END, A_START, A_END}, {false, true, false}},
    [OVERLAPPED_BY] = {{B_START, A_START, B_END, A_END}, {false, false, false}},
    [STARTED_BY] = {{A_START, B_START, B_END, A_END}, {true, false, false}},
    [CONTAINS] = {{A_START, B_START, B_END, A_END}, {false, false, false}},
    [FINISHED_BY] = {{A_START, B_START, B_END, A_END}, {false, false, true}},
};

/* Whether some choice of days for the four ends makes the relation: each takes the least day that its range and what is
 * before it allow. Ends that are to be equal take one day of both their ranges. */
static bool is_possible(const Chain *chain, const DayRange ends[4])
{
  DateDays least = EDTF_BEFORE_ALL - 1;
  for (int i = 0; i < 4; i++) {
    DayRange range = ends[chain->ends[i]];
    while (i < 3 && chain->same[i]) {
      i++;
      range.first = MAX(range.first, ends[chain->ends[i]].first);
      range.last = MIN(range.last, ends[chain->ends[i]].last);
    }
    least = MAX(least + 1, range.first);
    if (least > range.last) return false;
  }
  return true;
}

/* A date alone is all its days; with digits that are not known, some period among them. */
static Validity period_of_date(const Edtf *date)
{
  if (date->interval || date->unspecified) return (Validity){date->start, date->end};
  return (Validity){{date->start.first, date->start.first}, {date->end.last, date->end.last}};
}

static Status read_period(FunctionContext *c, const Function *f, Value v, DayRange *start, DayRange *end)
{
  Edtf date;
  Validity period;
  if (v.type == VALUE_NODE || v.type == VALUE_REL || v.type == VALUE_PATH) {
    ValidSpan span;
    TRY(valid_span(c, v, &span));
    period = span.days;
  } else {
    if (v.type == VALUE_STRING) TRY(edtf_read(value_text(v), &date, c->err));
    if (!validity_date(v, &date)) return function_bad_value(c, f, "NumberOutOfRange", "a year has at most nine digits");
    period = period_of_date(&date);
  }
  *start = period.start;
  *end = (DayRange){period.end.first + 1, period.end.last + 1};
  return STATUS_OK;
}

static Status relate(FunctionContext *c, const Function *f, Relation relation, bool certainly, const Value *args,
                     Value *out)
{
  DayRange ends[4];
  TRY(function_check(c, f, args, 2));
  TRY(read_period(c, f, args[0], &ends[A_START], &ends[A_END]));
  TRY(read_period(c, f, args[1], &ends[B_START], &ends[B_END]));
  bool holds = is_possible(&chains[relation], ends);
  for (int i = 0; certainly && holds && i < RELATION_COUNT; i++)
    holds = i == (int)relation || !is_possible(&chains[i], ends);
  *out = value_bool(holds);
  return STATUS_OK;
}

#define ALLEN_ROW(id, title, relation, certainly, text, call)                                                          \
  static Status run_##id(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)                         \
  {                                                                                                                    \
    return relate(c, &function_##id, relation, certainly, args, out);                                                  \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(a :: " PERIOD_TEXT ", b :: " PERIOD_TEXT ") :: BOOLEAN",                                    \
      .help = text,                                                                                                    \
      .example = title call,                                                                                           \
      .value = "true",                                                                                                 \
      .category = "temporal",                                                                                          \
      .origin = "Clio",                                                                                                \
      .min_args = 2,                                                                                                   \
      .max_args = 2,                                                                                                   \
      .arg_types = {PERIOD, PERIOD},                                                                                   \
      .result = TYPE_BOOL | TYPE_NULL,                                                                                 \
      .flags = ROW_NULL,                                                                                               \
      .scalar = run_##id,                                                                                              \
  };

#define ALLEN(id, name, Name, relation, text, call, possible)                                                          \
  ALLEN_ROW(interval_##id, "interval." name, relation, true, "Whether the period a " text, call)                       \
  ALLEN_ROW(interval_possibly_##id, "interval.possibly" Name, relation, false,                                         \
            "Whether the period a, for some of the days that it and b may mean, " text, possible)

ALLEN(before, "before", "Before", BEFORE, "ends a day or more before b begins.", "('1918', '1920')",
      "('1918/1939', '1939/1941')")
ALLEN(after, "after", "After", AFTER, "begins a day or more after b ends.", "('1920', '1918')",
      "('1939/1941', '1918/1939')")
ALLEN(meets, "meets", "Meets", MEETS, "ends on the day before b begins.", "('1918', '1919')",
      "('1918/1939', '1939/1941')")
ALLEN(met_by, "metBy", "MetBy", MET_BY, "begins on the day after b ends.", "('1919', '1918')",
      "('1939/1941', '1918/1939')")
ALLEN(overlaps, "overlaps", "Overlaps", OVERLAPS, "begins before b and ends within it.",
      "('1939-09-01/1940-06-15', '1940-01-01/1941-01-01')", "('1918/1939', '1939/1941')")
ALLEN(overlapped_by, "overlappedBy", "OverlappedBy", OVERLAPPED_BY, "begins within b and ends after it.",
      "('1940-01-01/1941-01-01', '1939-09-01/1940-06-15')", "('1939/1941', '1918/1939')")
ALLEN(starts, "starts", "Starts", STARTS, "begins on the same day as b and ends before it.", "('1940-01', '1940')",
      "('1940/1941', '1940/1945')")
ALLEN(started_by, "startedBy", "StartedBy", STARTED_BY, "begins on the same day as b and ends after it.",
      "('1940', '1940-01')", "('1940/1945', '1940/1941')")
ALLEN(during, "during", "During", DURING, "begins after b and ends before it.", "('1940-06', '1940')",
      "('1940/1941', '1940/1945')")
ALLEN(contains, "contains", "Contains", CONTAINS, "begins before b and ends after it.", "('1940', '1940-06')",
      "('1940/1945', '1940/1941')")
ALLEN(finishes, "finishes", "Finishes", FINISHES, "begins after b and ends on the same day.", "('1940-12', '1940')",
      "('1941/1945', '1940/1945')")
ALLEN(finished_by, "finishedBy", "FinishedBy", FINISHED_BY, "begins before b and ends on the same day.",
      "('1940', '1940-12')", "('1940/1945', '1941/1945')")
ALLEN(equals, "equals", "Equals", EQUALS, "begins and ends on the same days as b.", "('1940', '1940-01-01/1940-12-31')",
      "('1940/1945', '1940/1945')")
