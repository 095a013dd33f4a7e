/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interval indexes; see intervals.h. The entries are sorted by their first day, and over them stands a tree of the
 * latest last days, sixteen entries or nodes to a node: what ends too early is passed over in steps that grow. What
 * must stay true: an index covers the relationships below its limit as they were when it was made, but for those that
 * the columns have noted since (ColumnWatch). */
#include "intervals.h"

#include "fact_days.h"
#include "graph_internal.h"
#include "large.h"

#include <pthread.h>
#include <stdlib.h>

enum { FAN = 16, FAN_SHIFT = 4, MOST_LEVELS = 8, FEW_CHANGES = 1000, CHANGED_SHARE = 8 };

typedef struct Entry {
  int32_t first, last;
  IntervalRel rel;
} Entry;

struct Intervals {
  uint32_t type, limit; /* relationships below the limit are covered */
  Entry *entries;
  uint32_t n;
  int32_t *latest[MOST_LEVELS]; /* of FAN entries, of FAN of these, ... */
  uint32_t counts[MOST_LEVELS];
  uint32_t levels;
  uint64_t deletions;              /* of the graph, when it was made */
  uint64_t epochs[VALIDITY_DATES]; /* of the columns' watches, and how much of them is in moved */
  uint32_t seen[VALIDITY_DATES];
  uint32_t *moved; /* ascending */
  uint32_t moved_count;
};

/* Days too far away for an entry are all the same to it: what is found is tested anyway. */
static int32_t clamp(DateDays day)
{
  return (int32_t)MAX(INT32_MIN, MIN(INT32_MAX, day));
}

typedef struct Columns {
  Column *at[VALIDITY_DATES];
} Columns;

static Columns columns_of(const Graph *g)
{
  Columns columns = {{NULL}};
  for (size_t i = 0; i < VALIDITY_DATES; i++) {
    uint32_t key = graph_name_find(g, NAME_KEY, setting_name(&g->settings, validity_settings[i]));
    if (key != NAME_NONE && key < g->column_count[ENTITY_REL]) columns.at[i] = g->columns[ENTITY_REL][key];
  }
  return columns;
}

static void free_index(Intervals *index)
{
  if (!index) return;
  large_free(index->entries);
  for (uint32_t i = 0; i < index->levels; i++) free(index->latest[i]);
  free(index->moved);
  free(index);
}

/* ---- making */

/* By the first day, which is all that matters: three passes over eleven bits each. */
static Status sort_entries(Entry **entries, uint32_t n, Error *err)
{
  enum { BITS = 11, BUCKETS = 1 << BITS };
  Entry *from = *entries, *to = large_grow(NULL, MAX(n, 1u) * sizeof *to);
  uint32_t *starts = malloc(BUCKETS * sizeof *starts);
  if (!to || !starts) {
    large_free(to);
    free(starts);
    return error_out_of_memory(err);
  }
  for (unsigned shift = 0; shift < 32; shift += BITS) {
    memset(starts, 0, BUCKETS * sizeof *starts);
    for (uint32_t i = 0; i < n; i++) starts[((uint32_t)from[i].first ^ UINT32_C(1) << 31) >> shift & (BUCKETS - 1)]++;
    for (uint32_t b = 0, sum = 0; b < BUCKETS; b++) {
      uint32_t count = starts[b];
      starts[b] = sum;
      sum += count;
    }
    for (uint32_t i = 0; i < n; i++)
      to[starts[((uint32_t)from[i].first ^ UINT32_C(1) << 31) >> shift & (BUCKETS - 1)]++] = from[i];
    Entry *swapped = from;
    from = to;
    to = swapped;
  }
  large_free(to);
  free(starts);
  *entries = from;
  return STATUS_OK;
}

static Status build_levels(Intervals *index, Error *err)
{
  for (uint32_t below = index->n; below > FAN; below = index->counts[index->levels++]) {
    uint32_t level = index->levels, n = (below + FAN - 1) / FAN;
    int32_t *latest = malloc(n * sizeof *latest);
    if (!latest) return error_out_of_memory(err);
    index->latest[level] = latest;
    index->counts[level] = n;
    for (uint32_t i = 0; i < n; i++) {
      latest[i] = INT32_MIN;
      for (uint32_t k = i * FAN; k < MIN(below, (i + 1) * FAN); k++) {
        int32_t last = level == 0 ? index->entries[k].last : index->latest[level - 1][k];
        latest[i] = MAX(latest[i], last);
      }
    }
  }
  return STATUS_OK;
}

static Status fill(const Graph *g, Intervals *index, const FactDays *facts, Error *err)
{
  uint64_t count = graph_type_count(g, index->type);
  index->entries = large_grow(NULL, MAX(count, 1u) * sizeof *index->entries);
  if (!index->entries) return error_out_of_memory(err);
  for (uint32_t rel = 0; rel < index->limit && index->n < count; rel++) {
    if (!graph_rel_alive(g, rel) || graph_rel_type(g, rel) != index->type) continue;
    Validity v = fact_days(facts, rel);
    if (v.start.first > v.end.last) continue;
    Entry *e = &index->entries[index->n++];
    *e = (Entry){clamp(v.start.first), clamp(v.end.last), {.rel = rel}};
    graph_rel_ends(g, rel, &e->rel.start, &e->rel.end);
  }
  TRY(sort_entries(&index->entries, index->n, err));
  return build_levels(index, err);
}

/* A column that is not there differs from any that comes to be. */
static uint64_t epoch_of(const Column *column)
{
  return column ? column->watch.epoch : UINT64_MAX;
}

static Status make_index(Graph *g, uint32_t type, Intervals **out, Error *err)
{
  Columns columns = columns_of(g);
  FactColumns dates = fact_columns(g, ENTITY_REL);
  Intervals *index = calloc(1, sizeof *index);
  if (!index) return error_out_of_memory(err);
  index->type = type;
  index->limit = graph_rel_limit(g);
  index->deletions = g->rel_deletions;
  FactDays facts;
  Arena arena; /* what texts of dates mean */
  arena_init(&arena, NULL);
  Status status = fact_days_open(&facts, &dates, &arena, err);
  if (status == STATUS_OK) status = fill(g, index, &facts, err);
  arena_free(&arena);
  for (size_t i = 0; i < VALIDITY_DATES; i++) {
    Column *column = columns.at[i];
    if (column && status == STATUS_OK) status = column_watch(column, index->limit, err);
    index->epochs[i] = epoch_of(column);
    index->seen[i] = column ? column->watch.n : 0;
  }
  if (status == STATUS_OK)
    *out = index;
  else
    free_index(index);
  return status;
}

/* ---- keeping up */

static int by_number(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* False where too much has changed to go on with it. */
static bool can_follow(const Graph *g, const Intervals *index, const Columns *columns)
{
  uint64_t changes = graph_rel_limit(g) - index->limit;
  for (size_t i = 0; i < VALIDITY_DATES; i++) {
    const Column *column = columns->at[i];
    if (epoch_of(column) != index->epochs[i]) return false;
    if (column) changes += column->watch.n - index->seen[i];
  }
  return changes + index->moved_count <= FEW_CHANGES + (uint64_t)index->n / CHANGED_SHARE;
}

static Status follow(Intervals *index, const Columns *columns, Error *err)
{
  uint32_t fresh = 0, n = index->moved_count;
  for (size_t i = 0; i < VALIDITY_DATES; i++)
    if (columns->at[i]) fresh += columns->at[i]->watch.n - index->seen[i];
  if (fresh == 0) return STATUS_OK;
  uint32_t *moved = realloc(index->moved, (n + fresh) * sizeof *moved);
  if (!moved) return error_out_of_memory(err);
  index->moved = moved;
  for (size_t i = 0; i < VALIDITY_DATES; i++) {
    const ColumnWatch *watch = columns->at[i] ? &columns->at[i]->watch : NULL;
    for (uint32_t k = watch ? index->seen[i] : 0; watch && k < watch->n; k++)
      if (watch->slots[k] < index->limit) moved[n++] = watch->slots[k];
    if (watch) index->seen[i] = watch->n;
  }
  if (n > 0) qsort(moved, n, sizeof *moved, by_number);
  index->moved_count = MIN(n, 1);
  for (uint32_t i = 1; i < n; i++)
    if (moved[i] != moved[index->moved_count - 1]) moved[index->moved_count++] = moved[i];
  return STATUS_OK;
}

static Status refresh(Graph *g, uint32_t type, Error *err)
{
  if (type >= g->interval_count) {
    uint32_t count = graph_name_count(g, NAME_TYPE);
    Intervals **grown = realloc(g->intervals, count * sizeof(Intervals *));
    if (!grown) return error_out_of_memory(err);
    memset(grown + g->interval_count, 0, (count - g->interval_count) * sizeof(Intervals *));
    g->intervals = grown;
    g->interval_count = count;
  }
  Columns columns = columns_of(g);
  Intervals *index = g->intervals[type];
  if (index && can_follow(g, index, &columns)) return follow(index, &columns, err);
  free_index(index);
  g->intervals[type] = NULL;
  return make_index(g, type, &g->intervals[type], err);
}

Status graph_intervals(Graph *g, uint32_t type, const Intervals **out, Error *err)
{
  static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&one_at_a_time);
  Status status = refresh(g, type, err);
  *out = status == STATUS_OK ? g->intervals[type] : NULL;
  pthread_mutex_unlock(&one_at_a_time);
  return status;
}

void graph_forget_intervals(Graph *g, uint32_t first_rel)
{
  for (uint32_t i = 0; i < g->interval_count; i++) {
    if (!g->intervals[i] || g->intervals[i]->limit <= first_rel) continue;
    free_index(g->intervals[i]);
    g->intervals[i] = NULL;
  }
}

void graph_free_intervals(Graph *g)
{
  graph_forget_intervals(g, 0);
  for (uint32_t i = 0; i < g->interval_count; i++) free_index(g->intervals[i]);
  free(g->intervals);
}

/* ---- searching */

/* The number of entries that begin on the day or before. */
static uint32_t begun(const Intervals *index, int32_t day)
{
  uint32_t low = 0, high = index->n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (index->entries[middle].first <= day)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void intervals_seek(IntervalCursor *c, const Graph *g, const Intervals *index, DayRange days)
{
  *c = (IntervalCursor){.graph = g, .index = index, .days = days, .next = index->limit};
  c->complete = index->deletions == g->rel_deletions;
  c->end = days.first <= days.last ? begun(index, clamp(days.last)) : 0;
  if (days.first > days.last) {
    c->next = graph_rel_limit(g);
    c->moved = index->moved_count;
  }
}

/* The first entry from `at` on that may end on the day or later, as far as the tree tells. */
static uint32_t skip_early(const Intervals *index, uint32_t at, uint32_t end, int32_t day)
{
  while (at < end) {
    uint32_t level = 0, node = at >> FAN_SHIFT;
    if (at % FAN != 0 || index->levels == 0 || index->latest[0][node] >= day) return at;
    while (level + 1 < index->levels && node % FAN == 0 && index->latest[level + 1][node >> FAN_SHIFT] < day) {
      node >>= FAN_SHIFT;
      level++;
    }
    at = (uint32_t)MIN((uint64_t)(node + 1) << FAN_SHIFT * (level + 1), (uint64_t)end);
  }
  return at;
}

static bool has_moved(const Intervals *index, uint32_t rel)
{
  return index->moved_count > 0 && bsearch(&rel, index->moved, index->moved_count, sizeof rel, by_number);
}

static size_t next_entries(IntervalCursor *c, IntervalRel *rels, size_t most)
{
  const Intervals *index = c->index;
  int32_t day = clamp(c->days.first);
  size_t n = 0;
  while (n < most && c->at < c->end) {
    c->at = skip_early(index, c->at, c->end, day);
    uint32_t stop = MIN(c->end, (c->at / FAN + 1) * FAN);
    for (; c->at < stop && n < most; c->at++) {
      const Entry *e = &index->entries[c->at];
      rels[n] = e->rel;
      n += e->last >= day && !has_moved(index, e->rel.rel) && (c->complete || graph_rel_alive(c->graph, e->rel.rel));
    }
  }
  return n;
}

static Validity days_of(const Graph *g, uint32_t rel)
{
  Columns columns = columns_of(g);
  Value dates[VALIDITY_DATES];
  for (size_t i = 0; i < VALIDITY_DATES; i++)
    dates[i] = columns.at[i] ? column_get(columns.at[i], rel) : VALUE_NULL_VALUE;
  const uint32_t each = VALIDITY_TO - VALIDITY_FROM;
  return validity_of(value_list(dates, each), value_list(dates + VALIDITY_TO, each));
}

/* One that the entries do not know, or know otherwise than it is now. */
static bool add_if_held(const IntervalCursor *c, uint32_t rel, IntervalRel *out)
{
  if (!graph_rel_alive(c->graph, rel) || graph_rel_type(c->graph, rel) != c->index->type) return false;
  ValidityQuestion q = {.test = VALIDITY_OVERLAPS, .days = c->days};
  out->rel = rel;
  graph_rel_ends(c->graph, rel, &out->start, &out->end);
  return validity_holds(&q, days_of(c->graph, rel));
}

size_t intervals_next(IntervalCursor *c, IntervalRel *rels, size_t most)
{
  size_t n = next_entries(c, rels, most);
  for (; n < most && c->moved < c->index->moved_count; c->moved++)
    n += add_if_held(c, c->index->moved[c->moved], &rels[n]);
  for (uint32_t limit = graph_rel_limit(c->graph); n < most && c->next < limit; c->next++)
    n += add_if_held(c, c->next, &rels[n]);
  return n;
}
