/* SPDX-License-Identifier: GPL-2.0-or-later */
/* floor load DATABASE FOLDER: an engine that answers the benchmark's queries from plain arrays, each by a function
 * written for it: about the least that an answer can cost on one thread, with nothing to parse, plan or keep safe. It
 * speaks what all engines speak (see README.md), with a statement such as `three_steps 17`, a function's name and its
 * arguments; DATABASE is not used. The answers are made without Clio, and so they check it too.
 *
 * A function prints its rows. To add one, write it and put it into `answers`. */
#include "arrays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What the functions work with. Marks are never cleared: a mark is set where it equals the newest stamp. */
typedef struct Work {
  const Arrays *graph;
  uint32_t arg[2]; /* a node's id, or a day */
  uint32_t stamp, *mark, *queue, *count;
  double *rank, *share;
} Work;

static const Rels *rels_of(const Work *w, RelType type)
{
  return &w->graph->rels[type];
}

static uint32_t degree(const Adjacency *adjacency, uint32_t node)
{
  return adjacency->start[node + 1] - adjacency->start[node];
}

#define FOR_NEIGHBOURS(i, adjacency, of)                                                                               \
  for (uint32_t i = (adjacency)->start[of]; i < (adjacency)->start[(of) + 1]; i++)

/* ---- the best ten: those counted most, the smaller key first among equals */

typedef struct Counted {
  uint64_t key;
  uint32_t count;
} Counted;

typedef struct Best {
  uint32_t size;
  Counted items[10];
} Best;

static bool precedes(Counted a, Counted b)
{
  return a.count != b.count ? a.count > b.count : a.key < b.key;
}

static void best_add(Best *best, uint64_t key, uint32_t count)
{
  Counted item = {key, count};
  uint32_t limit = sizeof best->items / sizeof *best->items;
  if (best->size == limit && !precedes(item, best->items[limit - 1])) return;
  uint32_t i = best->size < limit ? best->size++ : limit - 1;
  for (; i > 0 && precedes(item, best->items[i - 1]); i--) best->items[i] = best->items[i - 1];
  best->items[i] = item;
}

static void print_day(int32_t day)
{
  printf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

/* ---- lookups and scans */

static void person(Work *w)
{
  const Arrays *g = w->graph;
  printf("row\t%s\t", g->name[w->arg[0]]);
  print_day(g->day[w->arg[0]]);
  printf("\t%d\n", g->number[w->arg[0]]);
}

static int by_value(const void *left, const void *right)
{
  const uint32_t *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static void acquaintances(Work *w)
{
  const Rels *knows = rels_of(w, REL_KNOWS);
  uint32_t found = 0;
  FOR_NEIGHBOURS(i, &knows->out, w->arg[0])
  {
    uint32_t friend = knows->out.node[i];
    if (knows->day[knows->out.rel[i]] >= 18000101 && w->graph->number[friend] > 500) w->queue[found++] = friend;
  }
  qsort(w->queue, found, sizeof *w->queue, by_value);
  for (uint32_t i = 0; i < found; i++) printf("row\t%u\t%s\n", w->queue[i], w->graph->name[w->queue[i]]);
}

static void range_scan(Work *w)
{
  const Arrays *g = w->graph;
  uint32_t found = 0;
  double low = 0, high = 0;
  for (uint32_t i = g->people.first; i < g->people.end; i++) {
    if (g->number[i] < 400 || g->number[i] >= 450 || g->day[i] < 18000101) continue;
    if (found == 0 || g->wealth[i] < low) low = g->wealth[i];
    if (found == 0 || g->wealth[i] > high) high = g->wealth[i];
    found++;
  }
  if (found > 0) {
    printf("row\t%u\t%.17g\t%.17g\n", found, low, high);
  } else {
    puts("row\t0\tnull\tnull");
  }
}

static void text_scan(Work *w)
{
  uint32_t found = 0;
  for (uint32_t i = w->graph->people.first; i < w->graph->people.end; i++) {
    found += w->graph->name[i][0] == 'A' && strstr(w->graph->name[i], "a Berg");
  }
  printf("row\t%u\n", found);
}

/* ---- steps */

static void two_steps(Work *w)
{
  const Rels *knows = rels_of(w, REL_KNOWS);
  uint64_t paths = 0;
  for (uint32_t i = w->graph->people.first; i < w->graph->people.end; i++) {
    paths += (uint64_t)degree(&knows->in, i) * degree(&knows->out, i);
  }
  printf("row\t%llu\n", (unsigned long long)paths);
}

static void three_steps(Work *w)
{
  const Adjacency *out = &rels_of(w, REL_KNOWS)->out;
  uint32_t found = 0, stamp = ++w->stamp;
  FOR_NEIGHBOURS(i, out, w->arg[0])
  FOR_NEIGHBOURS(j, out, out->node[i])
  FOR_NEIGHBOURS(k, out, out->node[j])
  {
    uint32_t end = out->node[k];
    found += w->mark[end] != stamp;
    w->mark[end] = stamp;
  }
  printf("row\t%u\n", found);
}

static void common_friends(Work *w)
{
  const Rels *knows = rels_of(w, REL_KNOWS);
  const Adjacency *sides[] = {&knows->out, &knows->in};
  uint32_t stamp = ++w->stamp, found = 0;
  w->mark[w->arg[0]] = stamp;
  for (int s = 0; s < 2; s++) {
    FOR_NEIGHBOURS(i, sides[s], w->arg[0]) w->mark[sides[s]->node[i]] = stamp;
  }
  for (int s = 0; s < 2; s++) {
    FOR_NEIGHBOURS(i, sides[s], w->arg[0])
    for (int t = 0; t < 2; t++) {
      FOR_NEIGHBOURS(j, sides[t], sides[s]->node[i])
      {
        uint32_t candidate = sides[t]->node[j];
        if (w->mark[candidate] != stamp && w->count[candidate]++ == 0) w->queue[found++] = candidate;
      }
    }
  }
  Best best = {0};
  for (uint32_t i = 0; i < found; i++) {
    best_add(&best, w->queue[i], w->count[w->queue[i]]);
    w->count[w->queue[i]] = 0;
  }
  for (uint32_t i = 0; i < best.size; i++) {
    printf("row\t%llu\t%u\n", (unsigned long long)best.items[i].key, best.items[i].count);
  }
}

static void triangles(Work *w)
{
  const Adjacency *out = &rels_of(w, REL_KNOWS)->out;
  uint64_t found = 0;
  for (uint32_t a = w->graph->people.first; a < w->graph->people.end; a++) {
    uint32_t stamp = ++w->stamp;
    FOR_NEIGHBOURS(i, out, a) w->mark[out->node[i]] = stamp;
    FOR_NEIGHBOURS(i, out, a)
    FOR_NEIGHBOURS(j, out, out->node[i]) found += w->mark[out->node[j]] == stamp;
  }
  printf("row\t%llu\n", (unsigned long long)found);
}

/* ---- paths */

/* What is reached from the treaty, and the first or last day on which any of it was concluded. */
static void closure(Work *w, const Adjacency *adjacency, bool last)
{
  uint32_t head = 0, tail = 0, stamp = ++w->stamp;
  int32_t day = 0;
  w->queue[tail++] = w->arg[0];
  while (head < tail) {
    uint32_t treaty = w->queue[head++];
    FOR_NEIGHBOURS(i, adjacency, treaty)
    {
      uint32_t other = adjacency->node[i];
      if (w->mark[other] == stamp) continue;
      w->mark[other] = stamp;
      w->queue[tail++] = other;
      int32_t its = w->graph->day[other];
      if (day == 0 || (last ? its > day : its < day)) day = its;
    }
  }
  printf("row\t%u\t", tail - 1);
  print_day(day);
  putchar('\n');
}

static void superseded(Work *w)
{
  closure(w, &rels_of(w, REL_SUPERSEDES)->out, false);
}

static void superseding(Work *w)
{
  closure(w, &rels_of(w, REL_SUPERSEDES)->in, true);
}

/* One side of a search that goes from both ends. Its queue grows upwards in one half of the work's. */
typedef struct Side {
  const Adjacency *adjacency;
  uint32_t *queue, head, tail, stamp;
} Side;

/* Goes one step further; true when that meets the other side. */
static bool side_advance(Side *side, uint32_t *mark, uint32_t other_stamp)
{
  for (uint32_t level_end = side->tail; side->head < level_end; side->head++) {
    FOR_NEIGHBOURS(i, side->adjacency, side->queue[side->head])
    {
      uint32_t node = side->adjacency->node[i];
      if (mark[node] == other_stamp) return true;
      if (mark[node] == side->stamp) continue;
      mark[node] = side->stamp;
      side->queue[side->tail++] = node;
    }
  }
  return false;
}

static void shortest_path(Work *w)
{
  const Rels *knows = rels_of(w, REL_KNOWS);
  Side sides[] = {{&knows->out, w->queue, 0, 1, ++w->stamp},
                  {&knows->in, w->queue + w->graph->nodes, 0, 1, ++w->stamp}};
  for (int s = 0; s < 2; s++) {
    sides[s].queue[0] = w->arg[s];
    w->mark[w->arg[s]] = sides[s].stamp;
  }
  for (int length = 1; length <= 15; length++) {
    uint32_t ahead = sides[0].tail - sides[0].head, behind = sides[1].tail - sides[1].head;
    if (ahead == 0 || behind == 0) return;
    int s = ahead <= behind ? 0 : 1;
    if (!side_advance(&sides[s], w->mark, sides[1 - s].stamp)) continue;
    printf("row\t%d\n", length);
    return;
  }
}

/* ---- groups */

static void citizens(Work *w)
{
  const Arrays *g = w->graph;
  const Adjacency *in = &rels_of(w, REL_CITIZEN_OF)->in;
  Best best = {0};
  for (uint32_t i = g->states.first; i < g->states.end; i++) {
    if (degree(in, i) > 0) best_add(&best, i, degree(in, i));
  }
  for (uint32_t i = 0; i < best.size; i++) {
    uint32_t state = (uint32_t)best.items[i].key;
    int64_t sum = 0;
    FOR_NEIGHBOURS(j, in, state) sum += g->number[in->node[j]];
    printf("row\t%u\t%s\t%u\t%.17g\n", state, g->name[state], best.items[i].count, (double)sum / best.items[i].count);
  }
}

static void large_parties(Work *w)
{
  const Arrays *g = w->graph;
  const Adjacency *in = &rels_of(w, REL_SIGNED)->in;
  uint32_t most = 0;
  for (uint32_t i = g->treaties.first; i < g->treaties.end; i++) {
    uint32_t large = 0;
    FOR_NEIGHBOURS(j, in, i) large += g->number[in->node[j]] > 10000000;
    w->count[large]++;
    if (large > most) most = large;
  }
  for (uint32_t n = 0; n <= most; n++) {
    if (w->count[n] > 0) printf("row\t%u\t%u\n", n, w->count[n]);
    w->count[n] = 0;
  }
}

static void unaffiliated(Work *w)
{
  uint32_t found = 0;
  for (uint32_t i = w->graph->people.first; i < w->graph->people.end; i++) {
    found += degree(&rels_of(w, REL_MEMBER_OF)->out, i) == 0;
  }
  printf("row\t%u\n", found);
}

static void most_acquainted(Work *w)
{
  const Adjacency *out = &rels_of(w, REL_KNOWS)->out;
  Best best = {0};
  for (uint32_t i = w->graph->people.first; i < w->graph->people.end; i++) {
    if (degree(out, i) > 0) best_add(&best, i, degree(out, i));
  }
  for (uint32_t i = 0; i < best.size; i++) {
    printf("row\t%llu\t%u\n", (unsigned long long)best.items[i].key, best.items[i].count);
  }
}

static int by_count(const void *left, const void *right)
{
  const Counted *a = left, *b = right;
  return precedes(*b, *a) - precedes(*a, *b);
}

static void print_groups(Counted *groups, uint32_t n, const uint32_t *beside)
{
  qsort(groups, n, sizeof *groups, by_count);
  for (uint32_t i = 0; i < n; i++) {
    printf("row\t%llu\t%u", (unsigned long long)groups[i].key, groups[i].count);
    if (beside) printf("\t%u", beside[groups[i].key]);
    putchar('\n');
  }
}

static void valid_on_day(Work *w)
{
  enum { MOST_PARTIES = 256 };
  const Rels *signed_by = rels_of(w, REL_SIGNED), *citizen = rels_of(w, REL_CITIZEN_OF);
  int32_t day = (int32_t)w->arg[1];
  Counted groups[MOST_PARTIES] = {0};
  uint32_t found = 0;
  FOR_NEIGHBOURS(i, &signed_by->in, w->arg[0])
  {
    uint32_t state = signed_by->in.node[i], highest = 0, n = 0;
    if (signed_by->day[signed_by->in.rel[i]] > day || found == MOST_PARTIES) continue;
    FOR_NEIGHBOURS(j, &citizen->in, state)
    {
      uint32_t rel = citizen->in.rel[j], prominence = (uint32_t)w->graph->number[citizen->in.node[j]];
      if (citizen->day[rel] > day || (citizen->until[rel] != 0 && citizen->until[rel] <= day)) continue;
      if (prominence > highest) highest = prominence;
      n++;
    }
    w->count[state] = highest;
    if (n > 0) groups[found++] = (Counted){state, n};
  }
  print_groups(groups, found, w->count);
  FOR_NEIGHBOURS(i, &signed_by->in, w->arg[0]) w->count[signed_by->in.node[i]] = 0;
}

static void allies(Work *w)
{
  const Rels *signed_by = rels_of(w, REL_SIGNED);
  Best best = {0};
  for (uint32_t a = w->graph->states.first; a < w->graph->states.end; a++) {
    uint32_t found = 0;
    FOR_NEIGHBOURS(i, &signed_by->out, a)
    FOR_NEIGHBOURS(j, &signed_by->in, signed_by->out.node[i])
    {
      uint32_t b = signed_by->in.node[j];
      if (b > a && w->count[b]++ == 0) w->queue[found++] = b;
    }
    for (uint32_t i = 0; i < found; i++) {
      best_add(&best, (uint64_t)a << 32 | w->queue[i], w->count[w->queue[i]]);
      w->count[w->queue[i]] = 0;
    }
  }
  for (uint32_t i = 0; i < best.size; i++) {
    uint64_t pair = best.items[i].key;
    printf("row\t%u\t%u\t%u\n", (uint32_t)(pair >> 32), (uint32_t)pair, best.items[i].count);
  }
}

static void events_by_region(Work *w)
{
  enum { MOST_REGIONS = 64 };
  const Adjacency *part = &rels_of(w, REL_PART_OF)->out, *parts = &rels_of(w, REL_PART_OF)->in;
  const Adjacency *located = &rels_of(w, REL_LOCATED_IN)->out;
  uint32_t world = w->arg[0];
  for (uint32_t i = w->graph->events.first; i < w->graph->events.end; i++) {
    uint32_t place = located->node[located->start[i]], above;
    if (place == world || (above = part->node[part->start[place]]) == world) continue;
    while (above != world) {
      place = above;
      above = part->node[part->start[place]];
    }
    w->count[place]++;
  }
  Counted groups[MOST_REGIONS] = {0};
  uint32_t found = 0;
  FOR_NEIGHBOURS(i, parts, world)
  {
    uint32_t region = parts->node[i];
    if (w->count[region] > 0 && found < MOST_REGIONS) groups[found++] = (Counted){region, w->count[region]};
    w->count[region] = 0;
  }
  print_groups(groups, found, NULL);
}

/* Power iteration. What comes to people who know nobody goes to all alike. */
static void pagerank(Work *w)
{
  const Rels *knows = rels_of(w, REL_KNOWS);
  const Range people = w->graph->people;
  double n = people.end - people.first, change = 1, damping = 0.85;
  for (uint32_t i = people.first; i < people.end; i++) w->rank[i] = 1 / n;
  while (change > 1e-9) {
    double lost = change = 0;
    for (uint32_t i = people.first; i < people.end; i++) {
      uint32_t ways = degree(&knows->out, i);
      w->share[i] = ways ? w->rank[i] / ways : 0;
      if (ways == 0) lost += w->rank[i];
    }
    for (uint32_t i = people.first; i < people.end; i++) {
      double sum = 0;
      FOR_NEIGHBOURS(j, &knows->in, i) sum += w->share[knows->in.node[j]];
      double rank = (1 - damping) / n + damping * (sum + lost / n);
      change += rank > w->rank[i] ? rank - w->rank[i] : w->rank[i] - rank;
      w->rank[i] = rank;
    }
  }
  for (int round = 0; round < 5; round++) {
    uint32_t highest = people.first;
    for (uint32_t i = people.first; i < people.end; i++) {
      if (w->rank[i] > w->rank[highest]) highest = i;
    }
    printf("row\t%u\n", highest);
    w->rank[highest] = 0;
  }
}

/* ---- the engine */

static const struct {
  const char *name;
  void (*print)(Work *);
} answers[] = {{"person", person},
               {"acquaintances", acquaintances},
               {"two_steps", two_steps},
               {"three_steps", three_steps},
               {"common_friends", common_friends},
               {"triangles", triangles},
               {"superseded", superseded},
               {"superseding", superseding},
               {"shortest_path", shortest_path},
               {"citizens", citizens},
               {"range_scan", range_scan},
               {"text_scan", text_scan},
               {"large_parties", large_parties},
               {"unaffiliated", unaffiliated},
               {"most_acquainted", most_acquainted},
               {"valid_on_day", valid_on_day},
               {"allies", allies},
               {"events_by_region", events_by_region},
               {"pagerank", pagerank}};

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint32_t argument(const char *word)
{
  if (!word) return 0;
  return *word == '\'' ? (uint32_t)arrays_day(word + 1) : (uint32_t)strtoul(word, NULL, 10);
}

static void answer(Work *w, char *statement)
{
  const char *name = strtok(statement, " \n");
  for (int i = 0; i < 2; i++) w->arg[i] = argument(strtok(NULL, " \n"));
  for (size_t i = 0; name && i < sizeof answers / sizeof *answers; i++) {
    if (strcmp(answers[i].name, name) != 0) continue;
    double start = now();
    answers[i].print(w);
    printf("time\t%.2f\n", now() - start);
    return;
  }
  printf("error\tthere is no function %s\n", name ? name : "");
}

int main(int argc, char **argv)
{
  if (argc != 4 || strcmp(argv[1], "load") != 0) {
    fputs("usage: floor load DATABASE FOLDER\n", stderr);
    return 2;
  }
  static char buffer[1 << 20]; /* so that no answer is written before its time is taken */
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  double start = now();
  static Work work; /* in reach until the process ends: nothing of it is freed */
  work.graph = arrays_read(argv[3]);
  work.mark = arrays_allocate(work.graph->nodes, sizeof *work.mark);
  work.queue = arrays_allocate(2 * (size_t)work.graph->nodes, sizeof *work.queue);
  work.count = arrays_allocate(work.graph->nodes, sizeof *work.count);
  work.rank = arrays_allocate(work.graph->nodes, sizeof *work.rank);
  work.share = arrays_allocate(work.graph->nodes, sizeof *work.share);
  printf("version\tarrays\ntime\t%.2f\n", now() - start);
  fflush(stdout);
  char *line = NULL;
  size_t size = 0;
  for (; getline(&line, &size, stdin) > 0; fflush(stdout)) answer(&work, line);
  free(line);
  return 0;
}
