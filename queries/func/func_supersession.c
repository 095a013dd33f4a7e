/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of supersession: whether a text is in force, what has put it out of force, what it comes from and led to.
 */
#include "core/fact.h"
#include "func_internal.h"
#include "supersession.h"
#include "valid_test.h"

#define WHEN "EDTF | DATE | STRING | INTEGER"

static Status check_text(FunctionContext *c, const Function *f, const Value *args, uint32_t n)
{
  TRY(function_check(c, f, args, n));
  return graph_node_alive(c->graph, args[0].id) ? STATUS_OK : function_deleted(c);
}

/* ---- inForce */

/* A text holds from its valid_from or date to its valid_to. */
static Validity own_validity(const Graph *g, Value text)
{
  FactDates dates = fact_dates(g, text);
  if (value_is_null(dates.at[VALIDITY_FROM])) dates.at[VALIDITY_FROM] = fact_property(g, text, SETTING_DATE);
  return fact_dates_validity(&dates);
}

static Tri in_force(const Lineage *l, Value text, DayRange days)
{
  Validity own = own_validity(l->c->graph, text);
  ValidityQuestion possibly = {VALIDITY_AT, false, days}, certainly = {VALIDITY_AT, true, days};
  if (!fact_is_effective(l->c->graph, text) || !validity_holds(&possibly, own)) return TRI_FALSE;
  Tri answer = validity_holds(&certainly, own) ? TRI_TRUE : TRI_NULL;
  for (uint32_t i = l->members[0].first_later; i != LINEAGE_NONE; i = l->links[i].next_later) {
    if (!lineage_ends(l, &l->links[i])) continue;
    DayRange since = lineage_days(l, &l->links[i]);
    if (since.first > days.last) continue;
    function_looks_at(l->c, value_rel(l->links[i].rel));
    if (since.last <= days.first) return TRI_FALSE;
    answer = TRI_NULL;
  }
  return answer;
}

static Status run_in_force(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  DayRange days = {0, 0};
  Lineage l;
  TRY(check_text(c, &function_in_force, args, n));
  TRY(valid_asked_days(c, &function_in_force, 1, args[1], &days));
  Status status = lineage_make(&l, c, args[0].id, false);
  if (status == STATUS_OK) *out = value_tri(in_force(&l, args[0], days));
  lineage_free(&l);
  return status;
}

const Function function_in_force = {
    .name = "inForce",
    .signature = "inForce(text :: NODE, when :: " WHEN ") :: BOOLEAN",
    .help =
        "Whether a treaty, law or other text is in force on a day: it has begun, has not ended, and nothing in force "
        "has superseded or annulled it by then. Null where its dates do not tell.",
    .example = "inForce(null, '1940')",
    .value = "null",
    .category = "claims",
    .origin = "Clio",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_NODE, TYPE_EDTF | TYPE_TEMPORAL | TYPE_STRING | TYPE_INT},
    .result = TYPE_BOOL | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_in_force,
};

/* ---- supersededBy, lineage */

static Status nodes_of(FunctionContext *c, const Lineage *l, const bool *chosen, Value *out)
{
  Value *items;
  uint32_t n = 0;
  TRY(function_items(c, l->member_count, &items));
  for (uint32_t i = 0; i < l->member_count; i++)
    if (!chosen || chosen[l->order[i]]) items[n++] = value_node(l->members[l->order[i]].node);
  *out = value_list(items, n);
  return STATUS_OK;
}

static Status superseding(FunctionContext *c, const Lineage *l, DateDays last, Value *out)
{
  bool *chosen = arena_array(c->arena, bool, l->member_count);
  TRY(arena_check(c->arena, c->err));
  for (uint32_t i = l->members[0].first_later; i != LINEAGE_NONE; i = l->links[i].next_later) {
    const LineageLink *link = &l->links[i];
    if (lineage_ends(l, link) && lineage_days(l, link).first <= last) chosen[link->later] = true;
  }
  return nodes_of(c, l, chosen, out);
}

static Status run_superseded_by(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  DayRange days = {EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  Lineage l;
  TRY(check_text(c, &function_superseded_by, args, n));
  if (n == 2) TRY(valid_asked_days(c, &function_superseded_by, 1, args[1], &days));
  Status status = lineage_make(&l, c, args[0].id, false);
  if (status == STATUS_OK) status = superseding(c, &l, days.last, out);
  lineage_look_at(&l);
  lineage_free(&l);
  return status;
}

const Function function_superseded_by = {
    .name = "supersededBy",
    .signature = "supersededBy(text :: NODE [, when :: " WHEN "]) :: LIST<NODE>",
    .help = "What has superseded or annulled a text, or may have by a day, the earliest first.",
    .example = "supersededBy(null)",
    .value = "null",
    .category = "claims",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_NODE, TYPE_EDTF | TYPE_TEMPORAL | TYPE_STRING | TYPE_INT},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_superseded_by,
};

static Status run_lineage(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  Lineage l;
  TRY(check_text(c, &function_lineage, args, n));
  Status status = lineage_make(&l, c, args[0].id, true);
  if (status == STATUS_OK) status = nodes_of(c, &l, NULL, out);
  lineage_look_at(&l);
  lineage_free(&l);
  return status;
}

const Function function_lineage = {
    .name = "lineage",
    .signature = "lineage(text :: NODE) :: LIST<NODE>",
    .help =
        "A text with everything that it supersedes, amends, annuls or follows, and everything that does so to it, the "
        "earliest first.",
    .example = "lineage(null)",
    .value = "null",
    .category = "claims",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NODE},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_lineage,
};
