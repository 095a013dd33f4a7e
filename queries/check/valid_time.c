/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of Clio's valid-time clauses (after SQL:2011's FOR VALID_TIME), of each node and relationship x of a
 * pattern:
 *
 *     AS OF e                  valid.at(x.valid_from, x.valid_to, e)
 *     FROM a TO b              valid.overlaps(x.valid_from, x.valid_to, a, b, false)
 *     BETWEEN a AND b          valid.overlaps(x.valid_from, x.valid_to, a, b, true)
 *     CONTAINED IN (a, b)      valid.within(x.valid_from, x.valid_to, a, b), but for the ends of relationships BETWEEN
 *
 * and with CERTAINLY valid.certainlyAt and so on. Which properties these are is set for each database. Where it knows
 * properties for the days that a date means, [x.valid_from, x.valid_from_min, x.valid_from_max] stands for
 * x.valid_from, and likewise for x.valid_to. That all relationships of a repetition hold at one moment in the period is
 * asked of the whole repetition:
 *
 *     valid.together([r, ...], a, b, closed)
 *
 * which AS OF a single day has no need of. */
#include "rewrite.h"

#include "core/validity.h"
#include "func/name.h"

static Expr *boolean(const Rewrite *r, bool value)
{
  return rewrite_literal(r, value_bool(value));
}

static Expr *property(const Rewrite *r, Text name, Setting setting)
{
  return rewrite_property(r, name, arena_text(r->arena, setting_name(check_settings(r->c), setting)));
}

/* date: VALIDITY_FROM or VALIDITY_TO. */
static Expr *bound(const Rewrite *r, Text name, uint32_t date)
{
  if (!r->c->options || !r->c->options->narrowed_dates) return property(r, name, validity_settings[date]);
  Expr *list = ast_expr(r->arena, EXPR_LIST, r->span, VALIDITY_TO - VALIDITY_FROM);
  for (uint32_t i = 0; i < list->n; i++) list->args[i] = property(r, name, validity_settings[date + i]);
  return list;
}

/* The function of a question, for the best or the worst case. */
static const char *function_of(const TemporalFilter *f, TemporalKind kind)
{
  switch (kind) {
  case VALID_AS_OF: return f->certainly ? "valid.certainlyAt" : "valid.at";
  case VALID_CONTAINED_IN: return f->certainly ? "valid.certainlyWithin" : "valid.within";
  default: return f->certainly ? "valid.certainlyOverlaps" : "valid.overlaps";
  }
}

static Expr *ask(const Rewrite *r, Text name, TemporalKind kind)
{
  const TemporalFilter *f = &r->filter;
  if (f->kind == VALID_NONE) return NULL;
  Expr *args[5] = {bound(r, name, VALIDITY_FROM), bound(r, name, VALIDITY_TO), f->from, f->to, NULL};
  uint32_t n = kind == VALID_AS_OF ? 3 : 4;
  if (kind == VALID_FROM_TO || kind == VALID_BETWEEN) args[n++] = boolean(r, kind == VALID_BETWEEN);
  return rewrite_call(r, function_of(f, kind), args, n);
}

Expr *valid_time_test(const Rewrite *r, Text name)
{
  return ask(r, name, r->filter.kind);
}

Expr *valid_time_test_of_end(const Rewrite *r, Text name)
{
  return ask(r, name, r->filter.kind == VALID_CONTAINED_IN ? VALID_BETWEEN : r->filter.kind);
}

/* ---- at one moment */

/* What is known of the day that AS OF asks for, before it runs. */
typedef enum Asked { ASKED_DAY, ASKED_DAYS, ASKED_UNKNOWN } Asked;

static Asked asked(const TemporalFilter *f)
{
  static const char *const days[] = {"date", "datetime", "localdatetime", "valid.day"};
  const Expr *e = f->from;
  Edtf date;
  if (f->kind != VALID_AS_OF) return ASKED_DAYS;
  if (f->certainly) return ASKED_DAY; /* what holds on all days holds on one */
  if (e->kind == EXPR_LITERAL && validity_date(e->value, &date))
    return edtf_earliest(&date) == edtf_latest(&date) ? ASKED_DAY : ASKED_DAYS;
  for (size_t i = 0; e->kind == EXPR_CALL && i < ARRAY_LEN(days); i++)
    if (name_compare(e->name.text, text_of(days[i])) == 0) return ASKED_DAY;
  return ASKED_UNKNOWN;
}

/* The relationships that one step repeats, as a list of lists. */
static Expr *repeated_rels(const Rewrite *r, const RelPattern *rel, const PathGroup *group)
{
  uint32_t n = rel ? 1 : group->path->n;
  Expr *list = ast_expr(r->arena, EXPR_LIST, r->span, n);
  for (uint32_t i = 0; i < n; i++)
    list->args[i] = rewrite_variable(r, rel ? rel->name.text : group->path->rels[i]->name.text);
  return list;
}

void valid_time_together(const Rewrite *r, PathPattern *path, uint32_t step)
{
  const TemporalFilter *f = &r->filter;
  const RelPattern *rel = path->rels[step];
  if (f->kind == VALID_NONE || (rel && !rel->variable) || asked(f) != ASKED_DAYS) return;
  Expr *args[4] = {repeated_rels(r, rel, rel ? NULL : path->groups[step]), f->from, f->to ? f->to : f->from,
                   boolean(r, f->kind != VALID_FROM_TO)};
  const char *function = f->certainly ? "valid.certainlyTogether" : "valid.together";
  path->where = check_and(r->c, path->where, rewrite_call(r, function, args, ARRAY_LEN(args)));
}

void valid_time_ask_for_day(Rewrite *r)
{
  if (r->filter.kind == VALID_NONE || asked(&r->filter) != ASKED_UNKNOWN) return;
  r->filter.from = rewrite_call(r, "valid.day", &r->filter.from, 1);
}
