/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHORTEST_PATH: for each input row, whose nodes `from` and `to` are both bound, the shortest path between them (or all
 * of that length: all_shortest) over relationships of the types that step_filter lets pass, with min to max steps.
 * Binds the list of relationships. No path, no row; order kept.
 *
 * The search goes breadth first from both ends, always a whole level of the side whose frontier is smaller, and ends
 * when the sides meet: as every level is complete, a node first reached by both lies on a shortest path. A side keeps
 * for each node it visited how it was reached (all_shortest: every way), from which the paths are read off.
 *
 * Two cases cannot be had so, since a shortest walk might use a relationship twice: a minimum over one, and in both
 * directions a way back to the node itself. They try all trails of one length after the other. */
#include "number_map.h"
#include "trail.h"

typedef struct Way { /* how a node was reached */
  uint32_t parent;   /* visit */
  uint32_t rel;
  uint32_t next; /* another way; UINT32_MAX: none */
} Way;

typedef struct Visit {
  uint32_t node, depth;
  uint32_t way; /* the first; UINT32_MAX at the root */
} Visit;

typedef struct Side {
  NumberMap map; /* node to visit */
  Visit *visits;
  Way *ways;
  uint32_t visit_count, visit_cap, way_count, way_cap;
  uint32_t frontier; /* first visit of the last level, which reaches to visit_count */
  uint32_t depth;    /* levels completed */
  Direction dir;
  bool backwards;
} Side;

typedef struct Meeting {
  uint32_t visit[2]; /* of the same node, on either side */
} Meeting;

typedef enum Search { SEARCH_NONE, SEARCH_EMPTY_PATH, SEARCH_MEETINGS, SEARCH_TRAILS } Search;

typedef struct Shortest {
  Op op;
  Fanout fanout;
  Trail trail; /* its steps serve both kinds of search */
  Side sides[2];
  Meeting *meetings;
  uint32_t meeting_count, meeting_cap;
  uint32_t meeting_at;
  uint32_t *chosen; /* the way taken at each step back from the meeting: first side 0's steps, then side 1's */
  uint32_t chosen_cap, length;
  bool first_choice;         /* of the meeting at hand */
  int64_t trail_length;      /* SEARCH_TRAILS */
  bool trail_any, trail_hit; /* a trail of that length exists; one of them leads to `to` */
  Search search;             /* what the row at hand has yet to give */
  uint32_t ticks;
  Arena arena; /* the lists of the rows made */
  Value *lists;
  uint32_t *from_buffer, *to_buffer;
  const uint32_t *from, *to; /* of the input batch, by row */
} Shortest;

static Status shortest_open(Exec *x, Op *op)
{
  Shortest *self = (Shortest *)op;
  arena_init(&self->arena, x->limit);
  self->lists = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->lists);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  self->to_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->to_buffer);
  TRY(trail_open(x, op->plan, &self->trail));
  self->sides[0].dir = op->plan->dir;
  self->sides[1].dir = op->plan->dir == DIR_OUT ? DIR_IN : op->plan->dir == DIR_IN ? DIR_OUT : DIR_BOTH;
  self->sides[1].backwards = true;
  return fanout_open(x, op->plan, &op->plan->rel, 1, &self->fanout);
}

static Status start_batch(Exec *x, Shortest *self)
{
  const Plan *plan = self->op.plan;
  const Batch *in = &self->fanout.in;
  TRY(batch_ids(in, plan->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  TRY(batch_ids(in, plan->to, VEC_NODE, self->to_buffer, &self->to, x->err));
  steps_batch(x, &self->trail.steps);
  return STATUS_OK;
}

/* ---- breadth first from both ends */

static Status add_way(Exec *x, Side *side, uint32_t visit, uint32_t parent, uint32_t rel)
{
  TRY(op_grow(x, (void **)&side->ways, &side->way_cap, (uint64_t)side->way_count + 1, sizeof *side->ways));
  side->ways[side->way_count] = (Way){parent, rel, side->visits[visit].way};
  side->visits[visit].way = side->way_count++;
  return STATUS_OK;
}

static Status add_visit(Exec *x, Side *side, uint32_t node, uint32_t depth, uint32_t *visit)
{
  TRY(op_grow(x, (void **)&side->visits, &side->visit_cap, (uint64_t)side->visit_count + 1, sizeof *side->visits));
  *visit = side->visit_count++;
  side->visits[*visit] = (Visit){node, depth, UINT32_MAX};
  return number_map_add(x, &side->map, node, *visit);
}

static Status start_side(Exec *x, Side *side, uint32_t node)
{
  uint32_t root;
  number_map_clear(&side->map);
  side->visit_count = side->way_count = side->depth = side->frontier = 0;
  return add_visit(x, side, node, 0, &root);
}

static Status add_meeting(Exec *x, Shortest *self, uint32_t s, uint32_t visit, uint32_t other)
{
  TRY(op_grow(x, (void **)&self->meetings, &self->meeting_cap, (uint64_t)self->meeting_count + 1,
              sizeof *self->meetings));
  self->meetings[self->meeting_count++] = s == 0 ? (Meeting){{visit, other}} : (Meeting){{other, visit}};
  return STATUS_OK;
}

/* One step from a visited node. */
static Status reach(Exec *x, Shortest *self, uint32_t s, uint32_t parent, uint32_t rel, uint32_t node)
{
  Side *side = &self->sides[s];
  uint32_t depth = side->depth + 1, visit = number_map_find(&side->map, node);
  if (visit != UINT32_MAX) {
    if (!self->op.plan->all_shortest || side->visits[visit].depth != depth) return STATUS_OK;
    return add_way(x, side, visit, parent, rel);
  }
  TRY(add_visit(x, side, node, depth, &visit));
  TRY(add_way(x, side, visit, parent, rel));
  uint32_t other = number_map_find(&self->sides[1 - s].map, node);
  return other == UINT32_MAX ? STATUS_OK : add_meeting(x, self, s, visit, other);
}

/* The way back to the node itself: the root is visited, so a step that closes the circle is met here. */
static Status close_circle(Exec *x, Shortest *self, uint32_t s, uint32_t parent, uint32_t rel, uint32_t node)
{
  Side *side = &self->sides[s];
  if (node != side->visits[0].node || self->sides[1 - s].depth > 0) return STATUS_OK;
  uint32_t again = side->visit_count;
  TRY(op_grow(x, (void **)&side->visits, &side->visit_cap, (uint64_t)again + 1, sizeof *side->visits));
  side->visits[side->visit_count++] = (Visit){node, side->depth + 1, UINT32_MAX};
  TRY(add_way(x, side, again, parent, rel));
  return add_meeting(x, self, s, again, 0);
}

static Status expand_level(Exec *x, Shortest *self, uint32_t s, bool circle)
{
  Side *side = &self->sides[s];
  Steps *steps = &self->trail.steps;
  bool all = self->op.plan->all_shortest;
  uint32_t first = side->frontier, end = side->visit_count;
  for (uint32_t visit = first; visit < end; visit++) {
    if (UNLIKELY(++self->ticks % 1024 == 0)) TRY(exec_check(x));
    steps->n = 0;
    TRY(steps_load(x, steps, side->visits[visit].node, side->dir, side->backwards));
    for (uint32_t i = 0; i < steps->n; i++) {
      TRY(reach(x, self, s, visit, steps->rels[i], steps->nodes[i]));
      if (circle) TRY(close_circle(x, self, s, visit, steps->rels[i], steps->nodes[i]));
      if (self->meeting_count && !all) return STATUS_OK;
    }
  }
  side->frontier = end;
  side->depth++;
  return STATUS_OK;
}

static Status search(Exec *x, Shortest *self, uint32_t from, uint32_t to)
{
  Side *sides = self->sides;
  self->meeting_count = self->meeting_at = 0;
  self->first_choice = true;
  TRY(start_side(x, &sides[0], from));
  TRY(start_side(x, &sides[1], to));
  while (self->meeting_count == 0 && (int64_t)sides[0].depth + sides[1].depth < self->op.plan->max) {
    uint32_t widths[2] = {sides[0].visit_count - sides[0].frontier, sides[1].visit_count - sides[1].frontier};
    if (widths[0] == 0 || widths[1] == 0) break;
    TRY(expand_level(x, self, widths[1] < widths[0], from == to));
  }
  self->search = self->meeting_count ? SEARCH_MEETINGS : SEARCH_NONE;
  return STATUS_OK;
}

/* ---- reading the paths off */

static uint32_t way_at(const Shortest *self, const Meeting *m, uint32_t position, uint32_t first_steps)
{
  uint32_t s = position >= first_steps;
  const Side *side = &self->sides[s];
  bool starts = position == 0 || position == first_steps;
  uint32_t visit = starts ? m->visit[s] : side->ways[self->chosen[position - 1]].parent;
  return side->visits[visit].way;
}

/* The next combination of ways at the meeting at hand, like an odometer; false when all were given. */
static Status next_choice(Exec *x, Shortest *self, bool *found)
{
  const Meeting *m = &self->meetings[self->meeting_at];
  uint32_t first_steps = self->sides[0].visits[m->visit[0]].depth;
  self->length = first_steps + self->sides[1].visits[m->visit[1]].depth;
  TRY(op_grow(x, (void **)&self->chosen, &self->chosen_cap, self->length, sizeof *self->chosen));
  uint32_t position = 0;
  *found = self->first_choice;
  if (!self->first_choice) {
    for (position = self->length; position > 0; position--) {
      const Side *side = &self->sides[position - 1 >= first_steps];
      uint32_t next = side->ways[self->chosen[position - 1]].next;
      if (next == UINT32_MAX) continue;
      self->chosen[position - 1] = next;
      *found = true;
      break;
    }
  }
  self->first_choice = false;
  for (; *found && position < self->length; position++) self->chosen[position] = way_at(self, m, position, first_steps);
  return STATUS_OK;
}

static Status next_meeting_path(Exec *x, Shortest *self, Value *list, bool *found)
{
  *found = false;
  while (!*found && self->meeting_at < self->meeting_count) {
    TRY(next_choice(x, self, found));
    if (*found) break;
    self->meeting_at++;
    self->first_choice = true;
  }
  if (!*found) return STATUS_OK;
  uint32_t first_steps = self->sides[0].visits[self->meetings[self->meeting_at].visit[0]].depth;
  Value *items = arena_alloc(&self->arena, self->length * sizeof *items);
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < first_steps; i++)
    items[first_steps - 1 - i] = value_rel(self->sides[0].ways[self->chosen[i]].rel);
  for (uint32_t i = first_steps; i < self->length; i++) items[i] = value_rel(self->sides[1].ways[self->chosen[i]].rel);
  *list = value_list(items, self->length);
  return STATUS_OK;
}

/* ---- all trails, shorter ones first */

static Status next_trail_path(Exec *x, Shortest *self, uint32_t from, uint32_t to, Value *list, bool *found)
{
  Trail *trail = &self->trail;
  for (;;) {
    TRY(trail_next(x, trail, found));
    if (!*found) {
      if (self->trail_hit || !self->trail_any || self->trail_length >= self->op.plan->max) return STATUS_OK;
      self->trail_any = false;
      self->trail_length++;
      TRY(trail_start(x, trail, from, self->trail_length, self->trail_length));
      continue;
    }
    self->trail_any = true;
    if (trail->nodes[trail->depth] != to) continue;
    self->trail_hit = true;
    Value *items = arena_alloc(&self->arena, trail->depth * sizeof *items);
    TRY(arena_check(&self->arena, x->err));
    for (uint32_t i = 0; i < trail->depth; i++) items[i] = value_rel(trail->rels[i]);
    *list = value_list(items, trail->depth);
    return STATUS_OK;
  }
}

/* ---- rows */

static Status start_row(Exec *x, Shortest *self, uint32_t row)
{
  const Plan *plan = self->op.plan;
  uint32_t from = self->from[row], to = self->to[row];
  self->search = SEARCH_NONE;
  if (from == SLOT_NONE || to == SLOT_NONE || plan->max < plan->min) return STATUS_OK;
  if (from == to && plan->min <= 0) {
    self->search = SEARCH_EMPTY_PATH;
    return STATUS_OK;
  }
  TRY(steps_row(x, &self->trail.steps, &self->fanout.in, row));
  if (plan->min <= 1 && !(from == to && plan->dir == DIR_BOTH)) return search(x, self, from, to);
  self->search = SEARCH_TRAILS;
  self->trail_length = MAX(plan->min, 1);
  self->trail_any = true;
  self->trail_hit = false;
  return trail_start(x, &self->trail, from, self->trail_length, self->trail_length);
}

static Status next_path(Exec *x, Shortest *self, uint32_t row, Value *list, bool *found)
{
  *found = false;
  switch (self->search) {
  case SEARCH_NONE: return STATUS_OK;
  case SEARCH_EMPTY_PATH:
    self->search = SEARCH_NONE;
    *list = value_list(NULL, 0);
    *found = true;
    return STATUS_OK;
  case SEARCH_MEETINGS: TRY(next_meeting_path(x, self, list, found)); break;
  case SEARCH_TRAILS: TRY(next_trail_path(x, self, self->from[row], self->to[row], list, found)); break;
  }
  if (*found && !self->op.plan->all_shortest) self->search = SEARCH_NONE;
  return STATUS_OK;
}

static Status shortest_next(Exec *x, Op *op, Batch *out)
{
  Shortest *self = (Shortest *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (self->search == SEARCH_NONE) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f)));
    }
    bool found;
    TRY(next_path(x, self, fanout_at(f), &self->lists[f->n], &found));
    if (found) fanout_add(f, fanout_at(f), 1);
    if (!found) self->search = SEARCH_NONE;
    if (self->search == SEARCH_NONE) fanout_done(f);
  }
  TRY(fanout_finish(x, f, out));
  if (op->plan->rel != SLOT_NONE) out->slots[op->plan->rel] = (Vec){.kind = VEC_VALUE, .values = self->lists};
  return STATUS_OK;
}

static Status shortest_rewind(Exec *x, Op *op)
{
  Shortest *self = (Shortest *)op;
  self->search = SEARCH_NONE;
  return fanout_rewind(x, op, &self->fanout);
}

static void shortest_close(Exec *x, Op *op)
{
  Shortest *self = (Shortest *)op;
  for (int s = 0; s < 2; s++) {
    Side *side = &self->sides[s];
    number_map_free(x, &side->map);
    op_release(x, side->visits, side->visit_cap, sizeof *side->visits);
    op_release(x, side->ways, side->way_cap, sizeof *side->ways);
  }
  op_release(x, self->meetings, self->meeting_cap, sizeof *self->meetings);
  op_release(x, self->chosen, self->chosen_cap, sizeof *self->chosen);
  trail_close(x, &self->trail);
  arena_free(&self->arena);
}

const OpClass op_class_SHORTEST_PATH = {.size = sizeof(Shortest),
                                        .open = shortest_open,
                                        .next = shortest_next,
                                        .rewind = shortest_rewind,
                                        .close = shortest_close};
