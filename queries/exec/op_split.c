/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPLIT, for FOR PORTION OF VALID_TIME FROM a TO b: the input rows with what is left of each relationship within the
 * portion, when the parts of it before and after have become relationships of their own, with the same type, ends and
 * properties; null where it does not hold within the portion. Order kept. A relationship that comes by in several rows
 * has been split already, and is found within the portion.
 *
 * The parts hold on the same days as the whole did, possibly and certainly. Where that cannot be, since nobody knows on
 * which side of a cut the relationship begins or ends, it is an error. */
#include "core/fact.h"
#include "core/validity.h"
#include "op.h"

typedef struct Split {
  Op op;
  Eval *from, *to;
  Arena arena; /* of one batch */
} Split;

/* A relationship as it is, and where it is cut. */
typedef struct Fact {
  uint32_t rel, from_key, to_key;
  Value from, to; /* its properties */
  Validity days;
  DayRange portion;
  bool cut_before, cut_after;
} Fact;

static Status split_open(Exec *x, Op *op)
{
  Split *self = (Split *)op;
  arena_init(&self->arena, x->limit);
  TRY(eval_compile(x, op->plan->low, &self->from));
  return eval_compile(x, op->plan->high, &self->to);
}

/* ---- where to cut */

static Status read_bound(Exec *x, const Expr *e, Value v, DateDays *out)
{
  Edtf date;
  Str text;
  if (validity_date(v, &date)) {
    *out = edtf_earliest(&date);
    return STATUS_OK;
  }
  str_init(&text);
  value_print(&text, v, x->graph);
  error_at(x->err, ERROR_ARGUMENT, "InvalidArgumentValue", e->span,
           "a portion of time goes from one date to another, and %s is none", str_cstr(&text));
  str_free(&text);
  return STATUS_FAIL;
}

/* Whether the day of the bound is before the cut, which is in front of a day. */
static Status is_before(Exec *x, const Expr *e, DayRange bound, DateDays cut, bool start, bool *out)
{
  *out = bound.last < cut;
  if (*out || bound.first >= cut) return STATUS_OK;
  Str day;
  str_init(&day);
  temporal_print(&day, temporal_of_date(cut));
  error_at(x->err, ERROR_ARGUMENT, "InvalidArgumentValue", e->span,
           "the relationship cannot be split at %s: whether it %s before that day is not known", str_cstr(&day),
           start ? "began" : "ended");
  str_free(&day);
  return STATUS_FAIL;
}

/* *within is false where the fact does not hold in the portion. */
static Status find_cuts(Exec *x, const Plan *plan, Fact *f, bool *within)
{
  DateDays first = f->portion.first, end = f->portion.last + 1;
  bool begins_before_end, ends_before, ends_within;
  *within = f->days.start.first <= f->days.end.last && f->days.start.first < end && f->days.end.last >= first;
  if (!*within) return STATUS_OK;
  TRY(is_before(x, plan->high, f->days.start, end, true, &begins_before_end));
  TRY(is_before(x, plan->low, f->days.end, first, false, &ends_before));
  TRY(is_before(x, plan->low, f->days.start, first, true, &f->cut_before));
  TRY(is_before(x, plan->high, f->days.end, end, false, &ends_within));
  f->cut_after = !ends_within;
  return STATUS_OK;
}

/* ---- the parts */

/* A day in the style of the bound that it replaces: text, EDTF or a date. */
static Value day_like(Arena *arena, Value style, DateDays day)
{
  if (style.type != VALUE_STRING && style.type != VALUE_EDTF) return value_date(day);
  Str text;
  str_init(&text);
  temporal_print(&text, temporal_of_date(day));
  Edtf date = edtf_of_day(day);
  Value v = style.type == VALUE_STRING ? value_string_copy(arena, str_text(&text))
                                       : value_edtf(arena, str_text(&text), &date);
  arena->bad = arena->bad || text.bad;
  str_free(&text);
  return v;
}

/* One side of an interval in the style of the whole; null for an open one. */
static Value side_of(Arena *arena, Value interval, bool end)
{
  Edtf date;
  Text text = interval.type == VALUE_EDTF ? value_edtf_text(interval) : value_text(interval);
  const char *slash = memchr(text.data, '/', text.len);
  Text side = {text.data, (size_t)(slash - text.data)};
  if (end) side = (Text){slash + 1, text.len - side.len - 1};
  if (!edtf_parse(side, &date, NULL)) return VALUE_NULL_VALUE;
  return interval.type == VALUE_EDTF ? value_edtf(arena, side, &date) : value_string_copy(arena, side);
}

/* An interval in valid_from that is both bounds becomes two, so that each can be cut. */
static void take_apart(Arena *arena, Fact *f)
{
  Edtf date;
  if (f->to.type != VALUE_NULL || !validity_date(f->from, &date) || !date.interval) return;
  Value whole = f->from;
  f->from = side_of(arena, whole, false);
  f->to = side_of(arena, whole, true);
}

/* A date that is cut is known to the day: its first and last days go. date: VALIDITY_FROM or VALIDITY_TO. */
static Status set_cut(Exec *x, uint32_t rel, uint32_t date)
{
  for (uint32_t i = 1; i < VALIDITY_TO - VALIDITY_FROM; i++) {
    Text name = setting_name(graph_settings(x->graph), validity_settings[date + i]);
    uint32_t key = graph_name_find(x->graph, NAME_KEY, name);
    if (key != NAME_NONE) TRY(graph_set_prop(x->graph, ENTITY_REL, rel, key, VALUE_NULL_VALUE, x->err));
  }
  return STATUS_OK;
}

static Status set_bounds(Exec *x, const Fact *f, uint32_t rel, Value from, Value to)
{
  TRY(graph_set_prop(x->graph, ENTITY_REL, rel, f->from_key, from, x->err));
  return graph_set_prop(x->graph, ENTITY_REL, rel, f->to_key, to, x->err);
}

/* cut: the date that is not the relationship's own. */
static Status add_part(Exec *x, const Fact *f, Value from, Value to, uint32_t cut)
{
  uint32_t start, end, part, at = 0, key;
  Value v;
  graph_rel_ends(x->graph, f->rel, &start, &end);
  TRY(graph_add_rel(x->graph, graph_rel_type(x->graph, f->rel), start, end, &part, x->err));
  while (graph_next_prop(x->graph, ENTITY_REL, f->rel, &at, &key, &v))
    if (key != f->from_key && key != f->to_key) TRY(graph_set_prop(x->graph, ENTITY_REL, part, key, v, x->err));
  TRY(set_bounds(x, f, part, from, to));
  return set_cut(x, part, cut);
}

static Status cut(Exec *x, Arena *arena, Fact *f)
{
  if (!f->cut_before && !f->cut_after) return STATUS_OK;
  take_apart(arena, f);
  Value from_style = f->from.type == VALUE_NULL ? f->to : f->from,
        to_style = f->to.type == VALUE_NULL ? f->from : f->to;
  Value from = f->from, to = f->to, end = VALUE_NULL_VALUE, start = VALUE_NULL_VALUE;
  if (f->cut_before) {
    end = day_like(arena, to_style, f->portion.first - 1);
    from = day_like(arena, from_style, f->portion.first);
  }
  if (f->cut_after) {
    start = day_like(arena, from_style, f->portion.last + 1);
    to = day_like(arena, to_style, f->portion.last);
  }
  TRY(arena_check(arena, x->err));
  if (f->cut_before) TRY(add_part(x, f, f->from, end, VALIDITY_TO));
  if (f->cut_after) TRY(add_part(x, f, start, f->to, VALIDITY_FROM));
  if (f->cut_before) TRY(set_cut(x, f->rel, VALIDITY_FROM));
  if (f->cut_after) TRY(set_cut(x, f->rel, VALIDITY_TO));
  return set_bounds(x, f, f->rel, from, to);
}

/* ---- rows */

static Status split_rel(Exec *x, Split *self, Value v, DayRange portion, uint32_t *out)
{
  *out = SLOT_NONE;
  if (v.type == VALUE_NULL) return STATUS_OK;
  if (v.type != VALUE_REL)
    return error_set(x->err, ERROR_TYPE, "InvalidArgumentType",
                     "FOR PORTION OF VALID_TIME splits relationships, not a value of type %s", value_type_name(v.type));
  if (!graph_rel_alive(x->graph, v.id))
    return error_set(x->err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess",
                     "the relationship has been deleted by this statement");
  Fact f = {.rel = v.id, .portion = portion};
  bool within;
  const Settings *settings = graph_settings(x->graph);
  TRY(graph_name_add(x->graph, NAME_KEY, setting_name(settings, SETTING_VALID_FROM), &f.from_key, x->err));
  TRY(graph_name_add(x->graph, NAME_KEY, setting_name(settings, SETTING_VALID_TO), &f.to_key, x->err));
  f.from = graph_prop(x->graph, ENTITY_REL, v.id, f.from_key);
  f.to = graph_prop(x->graph, ENTITY_REL, v.id, f.to_key);
  f.days = fact_validity(x->graph, v);
  TRY(find_cuts(x, self->op.plan, &f, &within));
  if (!within) return STATUS_OK;
  *out = v.id;
  return cut(x, &self->arena, &f);
}

static Status split_next(Exec *x, Op *op, Batch *out)
{
  Split *self = (Split *)op;
  const Plan *plan = op->plan;
  Vec from, to;
  TRY(exec_check(x));
  TRY(op_next(x, op->child[0], out));
  arena_reset(&self->arena);
  if (out->n == 0) return STATUS_OK;
  TRY(eval_run(x, self->from, out, &self->arena, &from));
  TRY(eval_run(x, self->to, out, &self->arena, &to));
  uint32_t *ids = arena_array(&self->arena, uint32_t, (size_t)plan->slot_count * BATCH_ROWS);
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < out->n; i++) {
    uint32_t row = batch_row(out, i);
    DayRange portion;
    TRY(read_bound(x, plan->low, vec_get(&from, row), &portion.first));
    TRY(read_bound(x, plan->high, vec_get(&to, row), &portion.last));
    if (portion.first >= portion.last--)
      return error_at(x->err, ERROR_ARGUMENT, "InvalidArgumentValue", plan->low->span,
                      "the portion ends before it begins, or holds no day");
    for (uint32_t k = 0; k < plan->slot_count; k++)
      TRY(split_rel(x, self, vec_get(&out->slots[plan->slots[k]], row), portion, &ids[k * BATCH_ROWS + row]));
  }
  for (uint32_t k = 0; k < plan->slot_count; k++)
    out->slots[plan->slots2[k]] = (Vec){.kind = VEC_REL, .ids = ids + (size_t)k * BATCH_ROWS};
  return STATUS_OK;
}

static Status split_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void split_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Split *)op)->arena);
}

const OpClass op_class_SPLIT = {
    .size = sizeof(Split), .open = split_open, .next = split_next, .rewind = split_rewind, .close = split_close};
