/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The breadth-first search over pattern and graph; see product.h. A level is completed (the nodes between segments, one
 * segment after the other) before it is expanded. So a visit's distance is final when it is made: those of count 0 come
 * from visits of their own level, all others by one segment's steps, which are all equally long. */
#include "product.h"

/* ---- opening */

static Status open_segment(Exec *x, Op *op, const Op *filter, Segment *s)
{
  s->plan = op->plan;
  s->repeat = op->plan->kind == PLAN_REPEAT;
  s->length = s->repeat ? repetition_length(op->plan) : 1;
  if (filter) {
    s->test_count = filter->plan->filter_count;
    TRY(op_compile(x, filter->plan->filters, s->test_count, &s->tests));
  }
  return s->repeat ? repetition_open(x, op, &s->repetition) : steps_open(x, op->plan, &s->steps);
}

Status product_open(Exec *x, Op *path, Product *p)
{
  uint32_t parts = 0;
  arena_init(&p->arena, x->limit);
  for (const Op *op = path; op->child[0]; op = op->child[0]) {
    p->segment_count += op->plan->kind != PLAN_FILTER;
    parts = MAX(parts, op->plan->slot_count);
  }
  p->segments = arena_array(&x->arena, Segment, p->segment_count);
  p->found = arena_array(&x->arena, uint32_t, parts);
  p->rows = batch_new(&x->arena, x->slot_count);
  TRY(arena_check(&x->arena, x->err));
  uint32_t at = p->segment_count;
  const Op *filter = NULL;
  for (Op *op = path; op->child[0]; op = op->child[0]) {
    bool is_filter = op->plan->kind == PLAN_FILTER;
    if (!is_filter) TRY(open_segment(x, op, filter, &p->segments[--at]));
    filter = is_filter ? op : NULL;
  }
  return STATUS_OK;
}

void product_close(Exec *x, Product *p)
{
  for (uint32_t i = 0; i < p->segment_count && p->segments; i++)
    if (p->segments[i].plan && !p->segments[i].repeat) steps_close(x, &p->segments[i].steps);
  op_release(x, p->visits, p->visit_cap, sizeof *p->visits);
  op_release(x, p->ways, p->way_cap, sizeof *p->ways);
  op_release(x, p->parts, p->part_cap, sizeof *p->parts);
  op_release(x, p->levels, p->level_cap, sizeof *p->levels);
  op_release(x, p->ends, p->end_cap, sizeof *p->ends);
  op_release(x, p->table, p->table_cap, sizeof *p->table);
  arena_free(&p->arena);
}

void product_batch(Exec *x, Product *p)
{
  for (uint32_t i = 0; i < p->segment_count; i++)
    if (!p->segments[i].repeat) steps_batch(x, &p->segments[i].steps);
}

/* ---- visits */

static uint32_t home(const Product *p, uint32_t segment, uint32_t count, uint32_t node)
{
  uint64_t hash = ((uint64_t)segment << 32 ^ count) * UINT64_C(0xD6E8FEB86659FD93) ^ node;
  return (uint32_t)((hash * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (p->table_cap - 1);
}

static uint32_t find(const Product *p, uint32_t segment, uint32_t count, uint32_t node)
{
  for (uint32_t at = home(p, segment, count, node);; at = (at + 1) & (p->table_cap - 1)) {
    const ProductSlot *slot = &p->table[at];
    if (slot->epoch != p->epoch) return PRODUCT_NONE;
    const Visit *v = &p->visits[slot->visit];
    if (v->node == node && v->count == count && v->segment == segment) return slot->visit;
  }
}

static void enter(Product *p, uint32_t visit)
{
  const Visit *v = &p->visits[visit];
  uint32_t at = home(p, v->segment, v->count, v->node);
  while (p->table[at].epoch == p->epoch) at = (at + 1) & (p->table_cap - 1);
  p->table[at] = (ProductSlot){visit, p->epoch};
}

/* Room for one more visit in the table. */
static Status reserve_slot(Exec *x, Product *p)
{
  if (LIKELY((uint64_t)(p->visit_count + 1) * 4 < (uint64_t)p->table_cap * 3)) return STATUS_OK;
  enum { SMALLEST = 1024 };
  uint64_t cap = MAX((uint64_t)p->table_cap * 2, SMALLEST);
  TRY(op_grow(x, (void **)&p->table, &p->table_cap, cap, sizeof *p->table));
  memset(p->table, 0, p->table_cap * sizeof *p->table);
  p->epoch = 1;
  for (uint32_t i = 0; i < p->visit_count; i++) enter(p, i);
  return STATUS_OK;
}

static Status reserve_level(Exec *x, Product *p, uint32_t distance)
{
  TRY(op_grow(x, (void **)&p->levels, &p->level_cap, (uint64_t)distance + 1, sizeof *p->levels));
  for (; p->level_count <= distance; p->level_count++) p->levels[p->level_count] = (Level){PRODUCT_NONE, PRODUCT_NONE};
  return STATUS_OK;
}

static Status add_visit(Exec *x, Product *p, uint32_t segment, uint32_t count, uint32_t node, uint32_t distance,
                        uint32_t *out)
{
  TRY(reserve_slot(x, p));
  TRY(op_grow(x, (void **)&p->visits, &p->visit_cap, (uint64_t)p->visit_count + 1, sizeof *p->visits));
  TRY(reserve_level(x, p, distance));
  *out = p->visit_count++;
  p->visits[*out] = (Visit){node, segment, count, distance, PRODUCT_NONE, PRODUCT_NONE, PRODUCT_NONE};
  enter(p, *out);
  Level *level = &p->levels[distance];
  if (level->first == PRODUCT_NONE)
    level->first = *out;
  else
    p->visits[level->last].next = *out;
  level->last = *out;
  if (segment < p->segment_count) return STATUS_OK;
  TRY(op_grow(x, (void **)&p->ends, &p->end_cap, (uint64_t)p->end_count + 1, sizeof *p->ends));
  p->ends[p->end_count++] = *out;
  return STATUS_OK;
}

static Status add_way(Exec *x, Product *p, uint32_t from, uint32_t segment, uint32_t count, uint32_t node,
                      uint32_t payload)
{
  uint32_t to = find(p, segment, count, node);
  if (to == PRODUCT_NONE) {
    uint32_t length = count == 0 ? 0 : p->segments[segment].length;
    TRY(add_visit(x, p, segment, count, node, p->visits[from].distance + length, &to));
  }
  TRY(op_grow(x, (void **)&p->ways, &p->way_cap, (uint64_t)p->way_count + 1, sizeof *p->ways));
  uint32_t way = p->way_count++;
  p->ways[way] = (Way){from, payload, PRODUCT_NONE};
  Visit *visit = &p->visits[to];
  if (visit->first_way == PRODUCT_NONE)
    visit->first_way = way;
  else
    p->ways[visit->last_way].next = way;
  visit->last_way = way;
  return STATUS_OK;
}

/* ---- completing a level */

static bool is_last(const Product *p, uint32_t segment)
{
  return segment + 1 == p->segment_count;
}

static bool may_leave(const Product *p, const Visit *v)
{
  if ((int64_t)v->count < p->segments[v->segment].plan->min) return false;
  return !is_last(p, v->segment) || p->target == PRODUCT_NONE || v->node == p->target;
}

/* Of the first n of p->nodes, those that pass the tests behind the segment: their positions in *out. */
static Status test_nodes(Exec *x, Product *p, const Segment *s, uint32_t n, const uint16_t **out, uint32_t *passed)
{
  *passed = n;
  *out = NULL;
  if (s->plan->to != SLOT_NONE && s->test_count) p->rows.slots[s->plan->to] = (Vec){.kind = VEC_NODE, .ids = p->nodes};
  arena_reset(&p->arena);
  for (uint32_t i = 0; i < s->test_count && *passed; i++) {
    p->rows.n = *passed;
    p->rows.sel = *out;
    TRY(eval_filter(x, s->tests[i], &p->rows, &p->arena, p->sel[i % 2], passed));
    *out = p->sel[i % 2];
  }
  return STATUS_OK;
}

static Status leave_some(Exec *x, Product *p, uint32_t segment, uint32_t n)
{
  const uint16_t *sel;
  uint32_t passed;
  TRY(test_nodes(x, p, &p->segments[segment], n, &sel, &passed));
  for (uint32_t i = 0; i < passed; i++) {
    uint32_t at = sel ? sel[i] : i;
    TRY(add_way(x, p, p->visits_of[at], segment + 1, 0, p->nodes[at], PRODUCT_NONE));
  }
  return STATUS_OK;
}

/* From the visits of one segment in the level to the node before the next one. */
static Status leave_segment(Exec *x, Product *p, uint32_t level, uint32_t segment)
{
  uint32_t n = 0;
  for (uint32_t i = p->levels[level].first; i != PRODUCT_NONE; i = p->visits[i].next) {
    const Visit *v = &p->visits[i];
    if (v->segment != segment || !may_leave(p, v)) continue;
    p->nodes[n] = v->node;
    p->visits_of[n++] = i;
    if (n < BATCH_ROWS) continue;
    TRY(leave_some(x, p, segment, n));
    n = 0;
  }
  return leave_some(x, p, segment, n);
}

static Status complete_level(Exec *x, Product *p, uint32_t level)
{
  TRY(exec_check(x));
  for (uint32_t s = 0; s < p->segment_count; s++) TRY(leave_segment(x, p, level, s));
  return STATUS_OK;
}

/* ---- expanding a level */

/* The count after one more repetition. */
static uint32_t count_after(const Segment *s, uint32_t count)
{
  if (s->plan->max != INT64_MAX) return count + 1;
  uint32_t enough = (uint32_t)MIN(MAX(s->plan->min, 1), (int64_t)UINT32_MAX - 1);
  return MIN(count + 1, enough);
}

static bool may_go_on(const Product *p, const Visit *v)
{
  return v->segment < p->segment_count && (int64_t)v->count < p->segments[v->segment].plan->max;
}

static Status take_steps(Exec *x, Product *p, uint32_t visit)
{
  Visit v = p->visits[visit];
  Segment *s = &p->segments[v.segment];
  if (UNLIKELY(++p->ticks % 1024 == 0)) TRY(exec_check(x));
  s->steps.n = 0;
  TRY(steps_load(x, &s->steps, v.node, s->plan->dir, false));
  uint32_t count = count_after(s, v.count);
  for (uint32_t i = 0; i < s->steps.n; i++)
    TRY(add_way(x, p, visit, v.segment, count, s->steps.nodes[i], s->steps.rels[i]));
  return STATUS_OK;
}

static Status repeat_some(Exec *x, Product *p, uint32_t segment, uint32_t n)
{
  Segment *s = &p->segments[segment];
  uint32_t width = s->plan->slot_count, end = repetition_end(s->plan);
  repetition_start(&s->repetition, p->nodes, n);
  for (;;) {
    TRY(repetition_next(x, &s->repetition));
    uint32_t rows = s->repetition.rows.n;
    if (rows == 0) return STATUS_OK;
    for (uint32_t i = 0; i < rows; i++) {
      uint32_t visit = p->visits_of[repetition_get(&s->repetition, i, p->found)], payload = p->part_count;
      TRY(op_grow(x, (void **)&p->parts, &p->part_cap, (uint64_t)p->part_count + width, sizeof *p->parts));
      memcpy(p->parts + payload, p->found, width * sizeof *p->parts);
      p->part_count += width;
      TRY(add_way(x, p, visit, segment, count_after(s, p->visits[visit].count), p->found[end], payload));
    }
  }
}

static Status expand_segment(Exec *x, Product *p, uint32_t level, uint32_t segment)
{
  uint32_t n = 0;
  for (uint32_t i = p->levels[level].first; i != PRODUCT_NONE; i = p->visits[i].next) {
    const Visit *v = &p->visits[i];
    if (v->segment != segment || !may_go_on(p, v)) continue;
    if (!p->segments[segment].repeat) {
      TRY(take_steps(x, p, i));
      continue;
    }
    p->nodes[n] = v->node;
    p->visits_of[n++] = i;
    if (n < BATCH_ROWS) continue;
    TRY(repeat_some(x, p, segment, n));
    n = 0;
  }
  return n ? repeat_some(x, p, segment, n) : STATUS_OK;
}

/* ---- the search */

Status product_start(Exec *x, Product *p, const Batch *in, uint32_t row, uint32_t node, uint32_t target)
{
  uint32_t start;
  p->visit_count = p->way_count = p->part_count = p->level_count = p->end_count = p->expanded = 0;
  if (++p->epoch == 0) {
    memset(p->table, 0, p->table_cap * sizeof *p->table);
    p->epoch = 1;
  }
  p->target = target;
  for (uint32_t i = 0; i < x->slot_count; i++) {
    const Vec *from = &in->slots[i];
    p->rows.slots[i] = from->kind == VEC_NONE ? *from : (Vec){.kind = VEC_CONST, .constant = vec_get(from, row)};
  }
  for (uint32_t i = 0; i < p->segment_count; i++) {
    Segment *s = &p->segments[i];
    if (s->repeat)
      repetition_row(&s->repetition, in, row);
    else
      TRY(steps_row(x, &s->steps, in, row));
  }
  TRY(add_visit(x, p, 0, 0, node, 0, &start));
  return complete_level(x, p, 0);
}

Status product_reach(Exec *x, Product *p, uint64_t distance)
{
  while (p->expanded < distance && !product_done(p)) {
    for (uint32_t s = 0; s < p->segment_count; s++) TRY(expand_segment(x, p, p->expanded, s));
    p->expanded++;
    if (p->expanded < p->level_count) TRY(complete_level(x, p, p->expanded));
  }
  return STATUS_OK;
}
