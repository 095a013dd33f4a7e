/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding relationships by the days on which they hold. What share of a type holds when a question asks is told from a
 * few of them; the interval index itself is made when the plan runs. */
#include "core/fact.h"
#include "core/fact_days.h"
#include "core/intervals.h"
#include "func/valid_test.h"
#include "plan_internal.h"

enum { SAMPLED = 128, TRIES = 16, ASKED = 16, MOST_ASKED = 3 };

/* How much of its type a test finds. */
typedef struct ValidShare {
  const Expr *test;
  double share;
} ValidShare;

typedef struct Sample {
  Validity days[SAMPLED];
  uint32_t n;
} Sample;

/* Relationships at equal distances; of a type that is rare among them, fewer. */
static void take_sample(const Planner *p, uint32_t type, Sample *sample)
{
  uint64_t limit = graph_rel_limit(p->graph), tries = MIN(limit, (uint64_t)SAMPLED * TRIES);
  for (uint64_t i = 0; i < tries && sample->n < SAMPLED; i++) {
    uint32_t rel = (uint32_t)((i * UINT64_C(0x9E3779B97F4A7C15) >> 32) * limit >> 32);
    if (!graph_rel_alive(p->graph, rel) || graph_rel_type(p->graph, rel) != type) continue;
    sample->days[sample->n++] = fact_validity(p->graph, value_rel(rel));
  }
}

static uint32_t count_on(const Sample *sample, DayRange days)
{
  ValidityQuestion q = {.test = VALIDITY_OVERLAPS, .days = days};
  uint32_t n = 0;
  for (uint32_t i = 0; i < sample->n; i++) n += validity_holds(&q, sample->days[i]);
  return n;
}

/* The days that a test asks about, where they are known before it runs. */
static bool asked_days(Planner *p, const Expr *test, DayRange *out)
{
  Value asked[MOST_ASKED];
  for (uint32_t i = 2; i < test->n; i++)
    if (!expr_constant(p, test->args[i], &asked[i - 2])) return false;
  Error ignored = {0};
  FunctionContext context = {.graph = p->graph, .arena = p->arena, .err = &ignored};
  ValidityQuestion q = {0};
  bool known;
  if (!valid_test_of(test->function, &q.test, &q.certainly)) return false;
  if (valid_test_question(&context, test->function, asked, test->n - 2, &q, &known) != STATUS_OK) return false;
  *out = q.days;
  return known;
}

/* Where the days are not known, those on which some of the relationships begin stand for them. */
static double share_of(Planner *p, uint32_t type, const Expr *test)
{
  Sample sample = {.n = 0};
  DayRange days;
  take_sample(p, type, &sample);
  if (sample.n == 0) return 1;
  if (asked_days(p, test, &days)) return MAX(count_on(&sample, days), 0.5) / sample.n;
  double sum = 0;
  uint32_t n = MIN(sample.n, ASKED);
  for (uint32_t i = 0; i < n; i++) {
    DateDays day = sample.days[i].start.first;
    sum += count_on(&sample, (DayRange){day, day});
  }
  return MAX(sum / n, 0.5) / sample.n;
}

static bool is_property(const Planner *p, const Expr *e, uint32_t slot, Setting setting)
{
  return e->kind == EXPR_PROPERTY && e->args[0]->kind == EXPR_VARIABLE && e->args[0]->slot == slot &&
         setting_has(graph_settings(p->graph), setting, e->name.text);
}

/* As the index reads it (check/valid_time.c writes it so). */
static bool is_bound(const Planner *p, const Expr *e, uint32_t slot, uint32_t date)
{
  if (!fact_dates_are_narrowed(p->graph)) return is_property(p, e, slot, validity_settings[date]);
  if (e->kind != EXPR_LIST || e->n != VALIDITY_TO - VALIDITY_FROM) return false;
  for (uint32_t i = 0; i < e->n; i++)
    if (!is_property(p, e->args[i], slot, validity_settings[date + i])) return false;
  return true;
}

bool valid_is_test(Planner *p, const Expr *e, uint32_t slot, const SlotSet *bound)
{
  ValidityTest test;
  bool certainly;
  if (e == NULL || e->kind != EXPR_CALL || e->function == NULL || e->n < 3 || e->n > 2 + MOST_ASKED) return false;
  if (!valid_test_of(e->function, &test, &certainly)) return false;
  if (!is_bound(p, e->args[0], slot, VALIDITY_FROM) || !is_bound(p, e->args[1], slot, VALIDITY_TO)) return false;
  SlotSet needs = {0};
  for (uint32_t i = 2; i < e->n; i++) slots_of_expr(&p->scratch, e->args[i], &needs);
  return slots_contain(bound, &needs);
}

static double known_share(Planner *p, uint32_t type, const Expr *test)
{
  for (uint32_t i = 0; i < p->valid_shares.n; i++)
    if (p->valid_shares.at[i].test == test) return p->valid_shares.at[i].share;
  ValidShare share = {test, share_of(p, type, test)};
  ast_push(&p->scratch, &p->valid_shares, share);
  return share.share;
}

/* The index holds days of some five million years; what is asked beyond needs another look. */
static bool is_answered(Planner *p, const Expr *test)
{
  ValidityTest kind = VALIDITY_WITHIN;
  bool certainly = true;
  DayRange days;
  if (!valid_test_of(test->function, &kind, &certainly) || kind == VALIDITY_WITHIN || certainly) return false;
  return asked_days(p, test, &days) && days.first > INT32_MIN && days.last < INT32_MAX;
}

NodeAccess access_valid(Planner *p, const PatternEdge *edge, Expr *test, bool *answered)
{
  *answered = is_answered(p, test);
  double count = cost_rel_count(p, edge->types, 1);
  NodeAccess access = {.kind = PLAN_REL_VALID_SEEK,
                       .label = {.id = NAME_NONE},
                       .used = {ACCESS_UNUSED, ACCESS_UNUSED, ACCESS_UNUSED},
                       .expr = test};
  access.rows = count * known_share(p, edge->types[0].id, test);
  /* What is found lies all over, which costs more than what is read in one go. */
  access.cost = COST_SEEK + access.rows * 2;
  return access;
}
