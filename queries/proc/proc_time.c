/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Procedures over the time of facts: all that is dated around a node, and what changed between two days. */
#include "core/fact.h"
#include "proc_internal.h"

#include <stdlib.h>

/* ---- kb.timeline */

typedef struct Entry {
  DayRange days;
  uint32_t rel, other;
  Value since, until;
} Entry;

static int by_time(const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  if (x->days.first != y->days.first) return x->days.first < y->days.first ? -1 : 1;
  if (x->days.last != y->days.last) return x->days.last < y->days.last ? -1 : 1;
  return (x->rel > y->rel) - (x->rel < y->rel);
}

/* A date as both bounds. */
static FactDates dates_on(Value date)
{
  FactDates dates;
  for (size_t i = 0; i < VALIDITY_DATES; i++) dates.at[i] = VALUE_NULL_VALUE;
  dates.at[VALIDITY_FROM] = dates.at[VALIDITY_TO] = date;
  return dates;
}

static bool place(const FactDates *dates, Entry *e)
{
  if (!fact_is_dated(dates)) return false;
  Validity v = fact_dates_validity(dates);
  e->since = dates->at[VALIDITY_FROM];
  e->until = dates->at[VALIDITY_TO];
  /* What has only an end is placed there. */
  e->days = v.start.first == EDTF_BEFORE_ALL ? v.end : (DayRange){v.start.first, v.end.last};
  return true;
}

/* By the bounds of a relationship, else by its date; false where it has none of them. */
static bool place_by_itself(const Graph *g, Value rel, Entry *e)
{
  FactDates dates = fact_dates(g, rel), on = dates_on(fact_property(g, rel, SETTING_DATE));
  return place(&dates, e) || place(&on, e);
}

/* What a node is of, such as an event or a treaty, is also when somebody took part in it. How long it was there is not
 * how long a relationship held, and only says where that stands. */
static bool place_by_node(const Graph *g, Value node, Entry *e)
{
  FactDates dates = fact_dates(g, node), on = dates_on(fact_property(g, node, SETTING_DATE));
  if (place(&on, e)) return true;
  if (!place(&dates, e)) return false;
  e->since = e->until = VALUE_NULL_VALUE;
  return true;
}

static Status emit_entry(ProcedureRun *run, const Entry *e)
{
  Value fields[] = {VALUE_NULL_VALUE, VALUE_NULL_VALUE, value_rel(e->rel), value_node(e->other)};
  TRY(function_date_or_null(run->function, e->since, &fields[0]));
  TRY(function_date_or_null(run->function, e->until, &fields[1]));
  return procedure_emit(run, fields, ARRAY_LEN(fields));
}

static Status run_timeline(ProcedureRun *run, const Value *args, uint32_t n UNUSED)
{
  const Graph *g = run->graph;
  uint32_t rel, other, count = 0;
  Neighbours walk;
  if (value_is_null(args[0])) return STATUS_OK;
  TRY(kb_check_node(run, args[0]));
  Entry *entries =
      arena_array(run->function->arena, Entry, graph_degree(g, args[0].id, NAME_NONE, DIR_BOTH) + (size_t)1);
  TRY(arena_check(run->function->arena, run->function->err));
  neighbours_begin(&walk, g, args[0].id, NAME_NONE, DIR_BOTH);
  while (neighbours_next(&walk, &rel, &other, 1)) {
    Entry *e = &entries[count];
    *e = (Entry){.rel = rel, .other = other};
    count += place_by_itself(g, value_rel(rel), e) || place_by_node(g, value_node(other), e);
  }
  if (count) qsort(entries, count, sizeof *entries, by_time);
  for (uint32_t i = 0; i < count; i++) TRY(emit_entry(run, &entries[i]));
  return STATUS_OK;
}

static const ProcedureField timeline_fields[] = {{"since", "EDTF?", TYPE_EDTF, true},
                                                 {"until", "EDTF?", TYPE_EDTF, true},
                                                 {"fact", "RELATIONSHIP", TYPE_REL, false},
                                                 {"other", "NODE", TYPE_NODE, false}};

const Procedure procedure_kb_timeline = {
    .name = "kb.timeline",
    .signature = "kb.timeline(node :: NODE?) :: (since :: EDTF?, until :: EDTF?, fact :: RELATIONSHIP, other :: NODE)",
    .help =
        "The relationships of a node in the order of time, with the node at the other end. One without dates of its "
        "own has the date of that node, such as an event; where that has only a time for which it was there, the "
        "relationship stands at it, and since and until are null. Where neither is dated, it is left out.",
    .example =
        "MATCH (s:State {name: 'Latvia'}) CALL kb.timeline(s) YIELD since, until, fact, other RETURN since, until, "
        "type(fact), other.name",
    .args = kb_node_argument,
    .arg_count = 1,
    .results = timeline_fields,
    .result_count = ARRAY_LEN(timeline_fields),
    .run = run_timeline,
};

/* ---- kb.diff */

static Status read_day(ProcedureRun *run, Value v, ValidityQuestion *q)
{
  Edtf date;
  if (!validity_date(v, &date))
    return error_set(run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "kb.diff compares two dates such as '1940-06-15' or '1940'");
  *q = (ValidityQuestion){VALIDITY_AT, false, {edtf_earliest(&date), edtf_latest(&date)}};
  return STATUS_OK;
}

/* Between two days, where the second comes after the first. */
static bool held_between(const ValidityQuestion q[2], Validity v)
{
  ValidityQuestion between = {VALIDITY_OVERLAPS, false, {q[0].days.last + 1, q[1].days.first - 1}};
  return validity_holds(&between, v);
}

static Status compare(ProcedureRun *run, const ValidityQuestion q[2], Value fact)
{
  FactDates dates = fact_dates(run->graph, fact);
  if (!fact_is_dated(&dates)) return STATUS_OK;
  Validity v = fact_dates_validity(&dates);
  bool before = validity_holds(&q[0], v), after = validity_holds(&q[1], v);
  if (before == after && (before || !held_between(q, v))) return STATUS_OK;
  const char *change = before ? "ended" : after ? "begun" : "passed";
  Value fields[] = {static_text(change), fact, VALUE_NULL_VALUE, VALUE_NULL_VALUE};
  TRY(function_date_or_null(run->function, dates.at[VALIDITY_FROM], &fields[2]));
  TRY(function_date_or_null(run->function, dates.at[VALIDITY_TO], &fields[3]));
  return procedure_emit(run, fields, ARRAY_LEN(fields));
}

static Status run_diff(ProcedureRun *run, const Value *args, uint32_t n UNUSED)
{
  ValidityQuestion q[2];
  for (int i = 0; i < 2; i++) {
    if (value_is_null(args[i])) return STATUS_OK;
    TRY(read_day(run, args[i], &q[i]));
  }
  for (uint32_t node = SLOT_NONE; kb_next_node(run, &node);) TRY(compare(run, q, value_node(node)));
  for (uint32_t rel = SLOT_NONE; kb_next_rel(run, &rel);) TRY(compare(run, q, value_rel(rel)));
  return STATUS_OK;
}

#define WHEN TYPE_EDTF | TYPE_TEMPORAL | TYPE_STRING | TYPE_INT

static const ProcedureField diff_args[] = {{"before", "EDTF | DATE | STRING | INTEGER", WHEN, true},
                                           {"after", "EDTF | DATE | STRING | INTEGER", WHEN, true}};
static const ProcedureField diff_fields[] = {{"change", "STRING", TYPE_STRING, false},
                                             {"fact", "NODE | RELATIONSHIP", TYPE_ENTITY, false},
                                             {"since", "EDTF?", TYPE_EDTF, true},
                                             {"until", "EDTF?", TYPE_EDTF, true}};

const Procedure procedure_kb_diff = {
    .name = "kb.diff",
    .signature =
        "kb.diff(before :: EDTF | DATE | STRING | INTEGER, after :: EDTF | DATE | STRING | INTEGER) :: (change :: "
        "STRING, fact :: NODE | RELATIONSHIP, since :: EDTF?, until :: EDTF?)",
    .help =
        "What changed between two dates: the nodes and relationships that AS OF the one sees and AS OF the other does "
        "not, as `ended` or `begun`, and those that held only in between, as `passed`.",
    .example = "CALL kb.diff('1940-06-01', '1940-09-01') YIELD change, fact RETURN change, fact",
    .args = diff_args,
    .arg_count = ARRAY_LEN(diff_args),
    .results = diff_fields,
    .result_count = ARRAY_LEN(diff_fields),
    .run = run_diff,
};
