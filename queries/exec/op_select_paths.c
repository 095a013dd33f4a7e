/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SELECT_PATHS: for each input row, from the node `from` on, the paths that selector and k choose of those between it
 * and each node at the other end (into: the node `to` alone) which fit the path that child[1] describes and pass
 * `filters`; shorter ones first. Binds what the path binds. Order of the input kept.
 *
 * First the graph is searched breadth first from the start (product.h), as far as needed. Then the ways are followed
 * back from an end: a search that always goes on with the trace of which the whole length, the part behind it plus the
 * distance of its node from the start, is least. That distance is exact for walks, so the first paths found are the
 * shortest, and what is looked at besides them are only beginnings of walks of their length. Whether a relationship
 * (or node) comes twice is checked along the trace: only where shortest walks are no trails must longer ones be tried.
 * Ways into a visit come by distance, so a trace takes those of the length at hand and waits in line for the others. */
#include "fanout.h"
#include "paths.h"
#include "product.h"

typedef struct Trace { /* a visit, and the way from there to the end */
  uint32_t visit;
  uint32_t behind;  /* the trace that it continues; PRODUCT_NONE at the end */
  uint32_t payload; /* of the way into that one's visit */
  uint32_t length;  /* to the end */
  uint32_t way;     /* into the visit: the next one to take; PRODUCT_NONE: see last */
  uint32_t last;    /* the last one that was taken; more may have come since */
  uint32_t next;    /* in line */
} Trace;

typedef struct Part { /* what a segment binds in the rows made; NULL: nobody asks */
  uint32_t *to, *rel;
  Value *rels, *left, *right;
  Value **lists; /* by part of a group */
  uint32_t repetitions, filled;
} Part;

typedef struct Select {
  Op op;
  Fanout fanout;
  Product product;
  Part *parts; /* by segment */
  Eval **filters;
  Batch probe; /* the row at hand, for filters */
  Value *paths;
  Arena arena;       /* the lists of the rows made */
  Arena probe_arena; /* those of a path that may not pass; and of the filters */
  Trace *traces;
  uint32_t *lines; /* by length of the whole path: the traces that wait, the last that came first */
  uint32_t trace_count, trace_cap, line_count, line_cap;
  uint32_t length; /* lines before it are empty */
  uint32_t end;    /* the next of the product's ends to look at */
  bool tracing;
  int64_t chosen, groups; /* of the end at hand */
  uint32_t last_length;
  bool active;
  uint32_t ticks;
  uint32_t *from_buffer, *to_buffer;
  const uint32_t *from, *to;
} Select;

/* ---- opening */

static Status add_output(Exec *x, uint32_t slot, uint32_t *own, uint32_t *n, bool ids, void *buffer)
{
  if (slot == SLOT_NONE) return STATUS_OK;
  own[(*n)++] = slot;
  if (ids)
    *(uint32_t **)buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof(uint32_t));
  else
    *(Value **)buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof(Value));
  return arena_check(&x->arena, x->err);
}

static bool is_single(const Exec *x, const Plan *segment)
{
  return segment->kind == PLAN_EXPAND_VAR && segment->rel != SLOT_NONE &&
         x->tree->checked->slots[segment->rel].kind == SLOT_REL;
}

static Status open_part(Exec *x, const Plan *segment, Part *part, uint32_t *own, uint32_t *n)
{
  if (!segment->into) TRY(add_output(x, segment->to, own, n, true, &part->to));
  if (is_single(x, segment)) return add_output(x, segment->rel, own, n, true, &part->rel);
  TRY(add_output(x, segment->rel, own, n, false, &part->rels));
  TRY(add_output(x, segment->from_list, own, n, false, &part->left));
  TRY(add_output(x, segment->to_list, own, n, false, &part->right));
  part->lists = arena_array(&x->arena, Value *, segment->slot_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < segment->slot_count; i++)
    TRY(add_output(x, segment->slots2[i], own, n, false, &part->lists[i]));
  return STATUS_OK;
}

static Status select_open(Exec *x, Op *op)
{
  Select *self = (Select *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  arena_init(&self->probe_arena, x->limit);
  TRY(product_open(x, op->child[1], &self->product));
  uint32_t outputs = 1, n = 0;
  for (uint32_t i = 0; i < self->product.segment_count; i++) outputs += 4 + self->product.segments[i].plan->slot_count;
  uint32_t *own = arena_array(&x->arena, uint32_t, outputs);
  self->parts = arena_array(&x->arena, Part, self->product.segment_count);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  self->to_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->to_buffer);
  self->probe = batch_new(&x->arena, x->slot_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < self->product.segment_count; i++)
    TRY(open_part(x, self->product.segments[i].plan, &self->parts[i], own, &n));
  if (plan->path_count) TRY(add_output(x, plan->paths[0].slot, own, &n, false, &self->paths));
  TRY(op_compile(x, plan->filters, plan->filter_count, &self->filters));
  return fanout_open(x, plan, own, n, &self->fanout);
}

/* ---- what a trace holds */

static bool way_has_rel(const Product *p, const Visit *into, uint32_t payload, uint32_t rel)
{
  if (into->count == 0) return false;
  const Segment *s = &p->segments[into->segment];
  if (!s->repeat) return payload == rel;
  const uint32_t *parts = product_parts(p, payload);
  for (uint32_t i = 1; i < s->plan->slot_count; i += 2)
    if (parts[i] == rel) return true;
  return false;
}

static bool trace_has_rel(const Select *self, const Trace *t, uint32_t rel)
{
  for (; t->behind != PRODUCT_NONE; t = &self->traces[t->behind])
    if (way_has_rel(&self->product, &self->product.visits[self->traces[t->behind].visit], t->payload, rel)) return true;
  return false;
}

/* The nodes of a way but for the one that it leads to. */
static bool way_has_node(const Product *p, const Visit *from, const Visit *into, uint32_t payload, uint32_t node)
{
  if (into->count == 0) return false;
  if (from->node == node) return true;
  const Segment *s = &p->segments[into->segment];
  if (!s->repeat) return false;
  const uint32_t *parts = product_parts(p, payload);
  for (uint32_t i = 2; i + 1 < s->plan->slot_count; i += 2)
    if (parts[i] == node) return true;
  return false;
}

/* but_last: the last node of the path does not count. */
static bool trace_has_node(const Select *self, const Trace *t, uint32_t node, bool but_last)
{
  const Product *p = &self->product;
  for (; t->behind != PRODUCT_NONE; t = &self->traces[t->behind]) {
    const Trace *behind = &self->traces[t->behind];
    if (way_has_node(p, &p->visits[t->visit], &p->visits[behind->visit], t->payload, node)) return true;
  }
  return !but_last && p->visits[t->visit].node == node;
}

static uint32_t last_node(const Select *self, const Trace *t)
{
  while (t->behind != PRODUCT_NONE) t = &self->traces[t->behind];
  return self->product.visits[t->visit].node;
}

/* ---- whether a way may stand before a trace */

static bool rels_are_new(const Select *self, const Trace *t, const Way *way)
{
  const Product *p = &self->product;
  const Segment *s = &p->segments[p->visits[t->visit].segment];
  if (!s->repeat) return !trace_has_rel(self, t, way->payload);
  const uint32_t *parts = product_parts(p, way->payload);
  for (uint32_t i = 1; i < s->plan->slot_count; i += 2)
    if (trace_has_rel(self, t, parts[i])) return false;
  return true;
}

/* closing: the node where the way begins may be the last one of the path, if the path begins there, too. */
static bool nodes_are_new(const Select *self, const Trace *t, const Way *way, bool closing)
{
  const Product *p = &self->product;
  const Segment *s = &p->segments[p->visits[t->visit].segment];
  const Visit *from = &p->visits[way->from];
  bool first = from->distance == 0;
  if (trace_has_node(self, t, from->node, closing && first)) return false;
  /* A closed path ends: a way that goes on before it would make its beginning an inner node. */
  if (closing && t->behind != PRODUCT_NONE && t->length > 0 && p->visits[t->visit].node == last_node(self, t))
    return false;
  const uint32_t *parts = s->repeat ? product_parts(p, way->payload) : NULL;
  for (uint32_t i = 2; s->repeat && i + 1 < s->plan->slot_count; i += 2)
    if (parts[i] == from->node || trace_has_node(self, t, parts[i], false)) return false;
  return true;
}

static bool may_stand_before(const Select *self, const Trace *t, const Way *way)
{
  if (self->product.visits[t->visit].count == 0) return true;
  switch (self->op.plan->mode) {
  case PATH_WALK: return true;
  case PATH_ACYCLIC: return nodes_are_new(self, t, way, false);
  case PATH_SIMPLE: return rels_are_new(self, t, way) && nodes_are_new(self, t, way, true);
  case PATH_DEFAULT:
  case PATH_TRAIL: break;
  }
  return rels_are_new(self, t, way);
}

/* ---- following the ways back */

static Status stand_in_line(Exec *x, Select *self, uint32_t trace, uint64_t length)
{
  if (UNLIKELY(length >= UINT32_MAX)) return error_set(x->err, ERROR_MEMORY, NULL, "a path is too long");
  TRY(op_grow(x, (void **)&self->lines, &self->line_cap, length + 1, sizeof *self->lines));
  for (; self->line_count <= length; self->line_count++) self->lines[self->line_count] = PRODUCT_NONE;
  self->traces[trace].next = self->lines[length];
  self->lines[length] = trace;
  return STATUS_OK;
}

static Status add_trace(Exec *x, Select *self, Trace trace, uint64_t length)
{
  TRY(op_grow(x, (void **)&self->traces, &self->trace_cap, (uint64_t)self->trace_count + 1, sizeof *self->traces));
  trace.way = self->product.visits[trace.visit].first_way;
  trace.last = PRODUCT_NONE;
  self->traces[self->trace_count] = trace;
  return stand_in_line(x, self, self->trace_count++, length);
}

static Status start_end(Exec *x, Select *self, uint32_t visit)
{
  self->trace_count = self->line_count = self->length = 0;
  self->chosen = self->groups = 0;
  self->last_length = UINT32_MAX;
  self->tracing = true;
  return add_trace(x, self, (Trace){.visit = visit, .behind = PRODUCT_NONE}, self->product.visits[visit].distance);
}

/* The way to take next; more may have come since the trace was in line. */
static uint32_t next_way(const Product *p, const Trace *t)
{
  if (t->way != PRODUCT_NONE) return t->way;
  return t->last == PRODUCT_NONE ? p->visits[t->visit].first_way : p->ways[t->last].next;
}

/* Continues a trace by its ways of the length at hand, and puts it in line again for those that are longer. */
static Status continue_trace(Exec *x, Select *self, uint32_t at)
{
  Product *p = &self->product;
  for (;;) {
    Trace t = self->traces[at];
    uint32_t step = product_length(p, &p->visits[t.visit]), index = next_way(p, &t);
    if (index == PRODUCT_NONE) {
      self->traces[at].way = PRODUCT_NONE;
      return product_done(p) ? STATUS_OK : stand_in_line(x, self, at, (uint64_t)t.length + p->expanded + 1);
    }
    Way way = p->ways[index];
    uint64_t length = (uint64_t)t.length + step + p->visits[way.from].distance;
    if (length > self->length) {
      self->traces[at].way = index;
      return stand_in_line(x, self, at, length);
    }
    self->traces[at].way = way.next;
    self->traces[at].last = index;
    Trace longer = {.visit = way.from, .behind = at, .payload = way.payload, .length = t.length + step};
    if (may_stand_before(self, &t, &way)) TRY(add_trace(x, self, longer, length));
  }
}

/* The next path back to the start, by its first trace; PRODUCT_NONE: there is none any more. */
static Status next_trace(Exec *x, Select *self, uint32_t *out)
{
  *out = PRODUCT_NONE;
  for (;;) {
    while (self->length < self->line_count && self->lines[self->length] == PRODUCT_NONE) self->length++;
    if (self->length >= self->line_count) return STATUS_OK;
    if (UNLIKELY(++self->ticks % 1024 == 0)) TRY(exec_check(x));
    TRY(product_reach(x, &self->product, self->length));
    uint32_t at = self->lines[self->length];
    self->lines[self->length] = self->traces[at].next;
    if (self->traces[at].visit == 0) {
      *out = at;
      return STATUS_OK;
    }
    TRY(continue_trace(x, self, at));
  }
}

/* ---- rows */

static Value *items_of(Arena *arena, Value **lists, uint32_t row, uint32_t n)
{
  if (!lists || !*lists) return NULL;
  Value *items = arena_alloc(arena, (size_t)n * sizeof *items);
  if (arena->bad) return NULL;
  (*lists)[row] = value_list(items, n);
  return items;
}

/* Makes the lists of a segment, for so many repetitions. */
static void make_lists(const Segment *s, Part *part, Arena *arena, uint32_t row)
{
  uint32_t n = part->repetitions;
  items_of(arena, &part->rels, row, n * s->length);
  items_of(arena, &part->left, row, n);
  items_of(arena, &part->right, row, n);
  for (uint32_t i = 0; s->repeat && i < s->plan->slot_count; i++) items_of(arena, &part->lists[i], row, n);
  part->filled = 0;
}

static void set_item(const Value *lists, uint32_t row, uint32_t at, Value item)
{
  /* The lists were made by make_lists: what they point to is ours. */
  if (lists) ((Value *)(uintptr_t)lists[row].items)[at] = item;
}

static void fill_step(Part *part, uint32_t row, uint32_t at, bool flag, uint32_t rel, uint32_t from, uint32_t to)
{
  if (part->rel) part->rel[row] = rel;
  set_item(part->rels, row, at, value_rel(rel));
  set_item(part->left, row, at, value_node(flag ? to : from));
  set_item(part->right, row, at, value_node(flag ? from : to));
}

static void fill_repetition(const Segment *s, Part *part, uint32_t row, uint32_t at, const uint32_t *parts)
{
  for (uint32_t i = 0; i < s->plan->slot_count; i++)
    set_item(part->lists[i], row, at, i % 2 ? value_rel(parts[i]) : value_node(parts[i]));
  for (uint32_t i = 0; part->rels && i < s->length; i++)
    set_item(part->rels, row, at * s->length + i, value_rel(parts[2 * i + 1]));
}

static void fill_way(Select *self, const Trace *t, const Visit *into, uint32_t row)
{
  const Product *p = &self->product;
  if (into->count == 0) {
    Part *left = &self->parts[into->segment - 1];
    if (left->to) left->to[row] = into->node;
    return;
  }
  const Segment *s = &p->segments[into->segment];
  Part *part = &self->parts[into->segment];
  bool flag = s->plan->flag;
  uint32_t at = flag ? part->repetitions - 1 - part->filled : part->filled;
  part->filled++;
  if (s->repeat)
    fill_repetition(s, part, row, at, product_parts(p, t->payload));
  else
    fill_step(part, row, at, flag, t->payload, p->visits[t->visit].node, into->node);
}

static const Visit *visit_behind(const Select *self, const Trace *t)
{
  return &self->product.visits[self->traces[t->behind].visit];
}

/* Puts the path into the row. */
static void make_row(Select *self, uint32_t first, Arena *arena, uint32_t row)
{
  const Product *p = &self->product;
  for (uint32_t i = 0; i < p->segment_count; i++) self->parts[i].repetitions = 0;
  for (const Trace *t = &self->traces[first]; t->behind != PRODUCT_NONE; t = &self->traces[t->behind]) {
    const Visit *into = visit_behind(self, t);
    if (into->count > 0) self->parts[into->segment].repetitions++;
  }
  for (uint32_t i = 0; i < p->segment_count; i++) make_lists(&p->segments[i], &self->parts[i], arena, row);
  if (arena->bad) return;
  for (const Trace *t = &self->traces[first]; t->behind != PRODUCT_NONE; t = &self->traces[t->behind])
    fill_way(self, t, visit_behind(self, t), row);
}

static void set_values(Batch *out, uint32_t slot, const Value *values)
{
  if (values) out->slots[slot] = (Vec){.kind = VEC_VALUE, .values = values};
}

static void set_ids(Batch *out, uint32_t slot, VecKind kind, const uint32_t *ids)
{
  if (ids) out->slots[slot] = (Vec){.kind = kind, .ids = ids};
}

static void set_slots(const Select *self, Batch *out)
{
  for (uint32_t i = 0; i < self->product.segment_count; i++) {
    const Plan *segment = self->product.segments[i].plan;
    const Part *part = &self->parts[i];
    set_ids(out, segment->to, VEC_NODE, part->to);
    set_ids(out, segment->rel, VEC_REL, part->rel);
    set_values(out, segment->rel, part->rels);
    set_values(out, segment->from_list, part->left);
    set_values(out, segment->to_list, part->right);
    for (uint32_t k = 0; part->lists && k < segment->slot_count; k++)
      set_values(out, segment->slots2[k], part->lists[k]);
  }
  if (self->paths) set_values(out, self->op.plan->paths[0].slot, self->paths);
}

/* Whether the path in the row passes the filters. */
static Status test_row(Exec *x, Select *self, uint16_t row, Arena *arena, bool *passes)
{
  const Plan *plan = self->op.plan;
  self->probe.n = 1;
  self->probe.sel = &row;
  set_slots(self, &self->probe);
  if (self->paths) TRY(path_build(x, &plan->paths[0], &self->probe, row, arena, &self->paths[row]));
  *passes = true;
  for (uint32_t i = 0; i < plan->filter_count && *passes; i++) {
    uint16_t sel[1];
    uint32_t n;
    TRY(eval_filter(x, self->filters[i], &self->probe, &self->probe_arena, sel, &n));
    *passes = n == 1;
  }
  return STATUS_OK;
}

/* ---- choosing */

/* Whether a path of that length is still wanted between the two nodes at hand. */
static bool is_wanted(const Select *self, uint32_t length)
{
  const Plan *plan = self->op.plan;
  int64_t groups = self->groups + (length != self->last_length);
  switch (plan->selector) {
  case SHORTEST_ALL: return groups <= 1;
  case SHORTEST_GROUPS: return groups <= plan->k;
  case SHORTEST_ONE: return self->chosen < 1;
  case SHORTEST_K:
  case SHORTEST_ANY: return self->chosen < plan->k;
  case SHORTEST_NONE: break;
  }
  return true;
}

/* Makes the next row of the input row at hand, if there is one. */
static Status next_path(Exec *x, Select *self, uint32_t row, bool *found)
{
  bool filtered = self->op.plan->filter_count > 0;
  *found = false;
  for (;;) {
    if (!self->tracing) {
      const Product *p = &self->product;
      if (self->end >= p->end_count && !product_done(p)) TRY(product_reach(x, &self->product, p->expanded + 1));
      if (self->end >= p->end_count && !product_done(p)) continue;
      if (self->end >= p->end_count) return STATUS_OK;
      TRY(start_end(x, self, p->ends[self->end++]));
    }
    uint32_t first;
    bool passes = true;
    TRY(next_trace(x, self, &first));
    if (first == PRODUCT_NONE || !is_wanted(self, self->traces[first].length)) {
      self->tracing = false;
      continue;
    }
    if (filtered) {
      arena_reset(&self->probe_arena);
      make_row(self, first, &self->probe_arena, row);
      TRY(arena_check(&self->probe_arena, x->err));
      TRY(test_row(x, self, (uint16_t)row, &self->probe_arena, &passes));
    }
    if (!passes) continue;
    make_row(self, first, &self->arena, row);
    TRY(arena_check(&self->arena, x->err));
    if (self->paths) TRY(path_build(x, &self->op.plan->paths[0], &self->probe, row, &self->arena, &self->paths[row]));
    self->groups += self->traces[first].length != self->last_length;
    self->last_length = self->traces[first].length;
    self->chosen++;
    *found = true;
    return STATUS_OK;
  }
}

static Status start_batch(Exec *x, Select *self)
{
  const Plan *plan = self->op.plan;
  const Batch *in = &self->fanout.in;
  product_batch(x, &self->product);
  TRY(batch_ids(in, plan->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  return plan->into ? batch_ids(in, plan->to, VEC_NODE, self->to_buffer, &self->to, x->err) : STATUS_OK;
}

static Status start_row(Exec *x, Select *self, uint32_t row)
{
  const Batch *in = &self->fanout.in;
  uint32_t from = self->from[row], to = self->op.plan->into ? self->to[row] : PRODUCT_NONE;
  self->active = from != SLOT_NONE && !(self->op.plan->into && to == SLOT_NONE);
  self->tracing = false;
  self->end = 0;
  if (!self->active) return STATUS_OK;
  for (uint32_t i = 0; self->filters && i < x->slot_count; i++) {
    const Vec *vec = &in->slots[i];
    self->probe.slots[i] = vec->kind == VEC_NONE ? *vec : (Vec){.kind = VEC_CONST, .constant = vec_get(vec, row)};
  }
  return product_start(x, &self->product, in, row, from, to);
}

static Status select_next(Exec *x, Op *op, Batch *out)
{
  Select *self = (Select *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f)));
    }
    bool found = false;
    if (self->active) TRY(next_path(x, self, f->n, &found));
    if (found) {
      fanout_add(f, fanout_at(f), 1);
      continue;
    }
    fanout_done(f);
    self->active = false;
  }
  TRY(fanout_finish(x, f, out));
  set_slots(self, out);
  return STATUS_OK;
}

static Status select_rewind(Exec *x, Op *op)
{
  Select *self = (Select *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void select_close(Exec *x, Op *op)
{
  Select *self = (Select *)op;
  product_close(x, &self->product);
  op_release(x, self->traces, self->trace_cap, sizeof *self->traces);
  op_release(x, self->lines, self->line_cap, sizeof *self->lines);
  arena_free(&self->arena);
  arena_free(&self->probe_arena);
}

const OpClass op_class_SELECT_PATHS = {
    .size = sizeof(Select), .open = select_open, .next = select_next, .rewind = select_rewind, .close = select_close};
