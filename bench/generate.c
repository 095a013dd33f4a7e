/* SPDX-License-Identifier: GPL-2.0-or-later */
/* generate SCALE FOLDER: the graph of the benchmark, as CSV files that `clio import` reads, and parameters.json with
 * the people, treaties and dates that the queries ask about. Scale 1 is 100,000 nodes and about a million
 * relationships.
 *
 * The same scale always gives the same bytes: one generator of random numbers with a fixed seed, and of the mathematics
 * library nothing. What the answers rely on: every id is unique in the whole graph; KNOWS goes from the smaller id to
 * the larger and never twice between two people, so that walks and trails are the same and there are no cycles;
 * SUPERSEDES goes back in time, at most LINEAGE - 1 steps deep; PART_OF is a tree. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { YEAR = 365, SPAN = 400 * YEAR, FIRST_YEAR = 1600 }; /* days; all dates lie within SPAN of 1 January 1600 */
enum { CIRCLE = 50, LINEAGE = 20, FANOUT = 8 };

typedef enum Label { PERSON, STATE, TREATY, ORGANISATION, EVENT, PLACE, LABELS } Label;

static const uint32_t per_scale[LABELS] = {60000, 2000, 8000, 5000, 15000, 10000};

typedef struct Generator {
  uint64_t random;
  double scale;
  const char *folder;
  uint32_t count[LABELS], first[LABELS]; /* nodes of a label, and the id of the first of them */
  uint32_t nodes;
  uint32_t *born, *degree; /* by person: day of birth, number of KNOWS */
  uint32_t *concluded;     /* by treaty: its day */
  char (*treaty_names)[48];
} Generator;

static void die(const char *what)
{
  perror(what);
  exit(1);
}

static void *allocate(size_t count, size_t size)
{
  void *memory = calloc(count ? count : 1, size);
  if (!memory) die("generate");
  return memory;
}

/* ---- random numbers */

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t next(Generator *g)
{
  uint64_t z = g->random += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static double unit(Generator *g)
{
  return (double)(next(g) >> 11) * 0x1p-53;
}

static uint32_t below(Generator *g, uint32_t n)
{
  return (uint32_t)((next(g) >> 32) * n >> 32);
}

static uint32_t between(Generator *g, uint32_t low, uint32_t high)
{
  return low + below(g, high - low + 1);
}

static bool chance(Generator *g, double probability)
{
  return unit(g) < probability;
}

#define PICK(g, array) ((array)[below(g, sizeof(array) / sizeof *(array))])

/* Draws members of a group of n, the one of rank r with a probability in proportion to 1 / sqrt(r). */
typedef struct Skew {
  uint32_t *by_rank, n;
} Skew;

static Skew skew_new(Generator *g, uint32_t n)
{
  Skew skew = {allocate(n, sizeof *skew.by_rank), n};
  for (uint32_t i = 0; i < n; i++) {
    uint32_t j = below(g, i + 1);
    skew.by_rank[i] = skew.by_rank[j];
    skew.by_rank[j] = i;
  }
  return skew;
}

static uint32_t skew_draw(Generator *g, const Skew *skew)
{
  double u = unit(g);
  return skew->by_rank[(uint32_t)(u * u * skew->n)];
}

/* ---- pairs that were taken already */

typedef struct PairSet {
  uint64_t *slots; /* 0: free */
  size_t mask;
} PairSet;

static PairSet pair_set_new(size_t pairs)
{
  size_t size = 16;
  while (size < 2 * pairs) size *= 2;
  return (PairSet){allocate(size, sizeof(uint64_t)), size - 1};
}

/* False when the pair is there. */
static bool pair_set_add(PairSet *set, uint32_t a, uint32_t b)
{
  uint64_t pair = ((uint64_t)a << 32 | b) + 1;
  size_t i = (size_t)(pair * 0x9e3779b97f4a7c15 >> 20) & set->mask;
  for (; set->slots[i]; i = (i + 1) & set->mask) {
    if (set->slots[i] == pair) return false;
  }
  set->slots[i] = pair;
  return true;
}

/* ---- files */

static FILE *create(const Generator *g, const char *name)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", g->folder, name);
  FILE *file = fopen(path, "w");
  if (!file) die(path);
  return file;
}

static void finish(FILE *file)
{
  bool failed = ferror(file);
  if (fclose(file) || failed) die("generate");
}

typedef struct Date {
  char text[16];
} Date;

static bool is_leap(uint32_t year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t year_length(uint32_t year)
{
  return is_leap(year) ? 366 : 365;
}

static uint32_t month_length(uint32_t year, uint32_t month)
{
  static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 1 && is_leap(year) ? 29 : lengths[month];
}

static Date date(uint32_t day)
{
  uint32_t year = FIRST_YEAR, month = 0;
  for (; day >= year_length(year); year++) day -= year_length(year);
  for (; day >= month_length(year, month); month++) day -= month_length(year, month);
  Date d;
  snprintf(d.text, sizeof d.text, "%04u-%02u-%02u", year, month + 1, day + 1);
  return d;
}

/* ---- nodes */

static const char *const given[] = {"Agnes",     "Aino",   "Anton",   "Arvid",  "Birgit",  "Bruno",   "Cecilia",
                                    "Dorothea",  "Edgar",  "Elsa",    "Ernst",  "Felix",   "Frida",   "Gustav",
                                    "Hedvig",    "Henrik", "Ida",     "Ilmari", "Janis",   "Johanna", "Karl",
                                    "Katarzyna", "Lars",   "Leopold", "Marta",  "Mikhail", "Natalia", "Oskar",
                                    "Paulina",   "Stefan", "Teresa",  "Wilhelm"};
static const char *const stems[] = {"Ahl",  "Berg", "Czar", "Dahl", "Eken",   "Falk",  "Grün", "Hall", "Ivar", "Jär",
                                    "Kall", "Lind", "Nowa", "Olsz", "Peters", "Rosen", "Sand", "Tamm", "Ulm",  "Wall"};
static const char *const endings[] = {"berg", "blad", "ek", "feld", "holm", "ius", "man", "ov", "ski", "sson"};
static const char *const sites[] = {"Aar",  "Brem", "Dorp", "Elb", "Falster", "Gott", "Hel",   "Kol",
                                    "Lund", "Mem",  "Nar",  "Os",  "Pern",    "Rev",  "Stral", "Vib"};
static const char *const settlements[] = {"borg", "burg", "ford", "gard", "hagen",
                                          "mund", "nes",  "stad", "sund", "wick"};

static void write_people(Generator *g)
{
  FILE *file = create(g, "Person.csv");
  fputs("id:ID(Person){id-type:int},name,born:date,died:date,prominence:int,wealth:double\n", file);
  for (uint32_t i = 0; i < g->count[PERSON]; i++) {
    g->born[i] = below(g, SPAN - 60 * YEAR);
    double fame = unit(g), luck = unit(g);
    const char *first = PICK(g, given), *second = PICK(g, given), *stem = PICK(g, stems), *ending = PICK(g, endings);
    Date born = date(g->born[i]), died = date(g->born[i] + between(g, 20 * YEAR, 60 * YEAR - 1));
    fprintf(file, "%u,%s %s %s%s,%s,%s,%u,%u.%02u\n", g->first[PERSON] + i, first, second, stem, ending, born.text,
            died.text, (uint32_t)(1000 * fame * fame), (uint32_t)(100000 * luck * luck * luck * luck), below(g, 100));
  }
  finish(file);
}

static void write_states(Generator *g)
{
  FILE *file = create(g, "State.csv");
  fputs("id:ID(State){id-type:int},name,founded:date,dissolved:date,population:int\n", file);
  for (uint32_t i = 0; i < g->count[STATE]; i++) {
    uint32_t founded = below(g, SPAN / 2);
    bool ended = chance(g, 0.4);
    Date from = date(founded), to = date(founded + between(g, 10 * YEAR, SPAN / 2));
    const char *site = PICK(g, sites), *kind = PICK(g, settlements);
    double size = unit(g);
    fprintf(file, "%u,%s%s %u,%s,%s,%u\n", g->first[STATE] + i, site, kind, i, from.text, ended ? to.text : "",
            20000 + (uint32_t)(60e6 * size * size * size));
  }
  finish(file);
}

/* In the order of their days, as SUPERSEDES needs them. */
static void write_treaties(Generator *g)
{
  static const char *const kinds[] = {"Treaty", "Peace", "Convention", "Accord", "Protocol"};
  FILE *file = create(g, "Treaty.csv");
  fputs("id:ID(Treaty){id-type:int},name,concluded:date,articles:int\n", file);
  for (uint32_t i = 0; i < g->count[TREATY]; i++) {
    g->concluded[i] = (uint32_t)((i + unit(g)) / g->count[TREATY] * (SPAN - 3 * YEAR));
    const char *kind = PICK(g, kinds), *site = PICK(g, sites), *settlement = PICK(g, settlements);
    snprintf(g->treaty_names[i], sizeof *g->treaty_names, "%s of %s%s no. %u", kind, site, settlement, i);
    fprintf(file, "%u,%s,%s,%u\n", g->first[TREATY] + i, g->treaty_names[i], date(g->concluded[i]).text,
            between(g, 3, 120));
  }
  finish(file);
}

static void write_organisations(Generator *g)
{
  static const char *const kinds[] = {"Society", "Order", "League", "Guild", "Academy"};
  FILE *file = create(g, "Organisation.csv");
  fputs("id:ID(Organisation){id-type:int},name,founded:date,members:int\n", file);
  for (uint32_t i = 0; i < g->count[ORGANISATION]; i++) {
    const char *kind = PICK(g, kinds), *site = PICK(g, sites), *settlement = PICK(g, settlements);
    Date founded = date(below(g, SPAN));
    fprintf(file, "%u,%s of %s%s %u,%s,%u\n", g->first[ORGANISATION] + i, kind, site, settlement, i, founded.text,
            between(g, 5, 50000));
  }
  finish(file);
}

static void write_events(Generator *g)
{
  static const char *const kinds[] = {"Battle of", "Congress of", "Siege of", "Fire of", "Coronation at", "Revolt of"};
  FILE *file = create(g, "Event.csv");
  fputs("id:ID(Event){id-type:int},name,happened:date,severity:double\n", file);
  for (uint32_t i = 0; i < g->count[EVENT]; i++) {
    const char *kind = PICK(g, kinds), *site = PICK(g, sites), *settlement = PICK(g, settlements);
    Date happened = date(below(g, SPAN));
    fprintf(file, "%u,%s %s%s %u,%s,%u.%u\n", g->first[EVENT] + i, kind, site, settlement, i, happened.text,
            below(g, 10), below(g, 10));
  }
  finish(file);
}

static void write_places(Generator *g)
{
  FILE *file = create(g, "Place.csv");
  fputs("id:ID(Place){id-type:int},name,population:int\n", file);
  for (uint32_t i = 0; i < g->count[PLACE]; i++) {
    const char *site = PICK(g, sites), *settlement = PICK(g, settlements);
    fprintf(file, "%u,%s%s %u,%u\n", g->first[PLACE] + i, site, settlement, i, between(g, 100, 1000000));
  }
  finish(file);
}

/* ---- relationships */

static FILE *create_rels(const Generator *g, const char *type, const char *from, const char *to, const char *columns)
{
  char name[64];
  snprintf(name, sizeof name, "%s.csv", type);
  FILE *file = create(g, name);
  fprintf(file, ":START_ID(%s),:END_ID(%s)%s\n", from, to, columns);
  return file;
}

/* Half of all ends are drawn by fame; three in ten relationships stay within a circle, which makes triangles. */
static void write_knows(Generator *g)
{
  FILE *file = create_rels(g, "KNOWS", "Person", "Person", ",since:date");
  uint32_t people = g->count[PERSON], wanted = (uint32_t)(500000 * g->scale);
  Skew skew = skew_new(g, people);
  PairSet taken = pair_set_new(wanted);
  for (uint32_t made = 0; made < wanted;) {
    uint32_t a = skew_draw(g, &skew), b = skew_draw(g, &skew);
    if (chance(g, 0.3)) b = (a / CIRCLE * CIRCLE + below(g, CIRCLE)) % people;
    uint32_t from = a < b ? a : b, to = a < b ? b : a;
    if (from == to || !pair_set_add(&taken, from, to)) continue;
    uint32_t later = g->born[from] > g->born[to] ? g->born[from] : g->born[to];
    fprintf(file, "%u,%u,%s\n", g->first[PERSON] + from, g->first[PERSON] + to,
            date(later + between(g, 8 * YEAR, 25 * YEAR)).text);
    g->degree[from]++;
    g->degree[to]++;
    made++;
  }
  free(taken.slots);
  free(skew.by_rank);
  finish(file);
}

/* From birth on; a quarter of the people move once. */
static void write_citizens(Generator *g)
{
  FILE *file = create_rels(g, "CITIZEN_OF", "Person", "State", ",since:date,until:date");
  Skew skew = skew_new(g, g->count[STATE]);
  for (uint32_t i = 0; i < g->count[PERSON]; i++) {
    uint32_t first = skew_draw(g, &skew), second = skew_draw(g, &skew);
    bool moves = first != second && chance(g, 0.25);
    Date moved = date(g->born[i] + between(g, 5 * YEAR, 20 * YEAR));
    fprintf(file, "%u,%u,%s,%s\n", g->first[PERSON] + i, g->first[STATE] + first, date(g->born[i]).text,
            moves ? moved.text : "");
    if (moves) fprintf(file, "%u,%u,%s,\n", g->first[PERSON] + i, g->first[STATE] + second, moved.text);
  }
  free(skew.by_rank);
  finish(file);
}

static void write_signed(Generator *g)
{
  FILE *file = create_rels(g, "SIGNED", "State", "Treaty", ",signed_on:date");
  Skew skew = skew_new(g, g->count[STATE]);
  PairSet taken = pair_set_new(40 * (size_t)g->count[TREATY]);
  for (uint32_t i = 0; i < g->count[TREATY]; i++) {
    double u = unit(g);
    uint32_t parties = 2 + (uint32_t)(8 * u * u * u);
    if (chance(g, 0.05)) parties += between(g, 10, 30);
    for (; parties > 0; parties--) {
      uint32_t state = skew_draw(g, &skew);
      if (!pair_set_add(&taken, state, i)) continue;
      fprintf(file, "%u,%u,%s\n", g->first[STATE] + state, g->first[TREATY] + i,
              date(g->concluded[i] + below(g, 2 * YEAR)).text);
    }
  }
  free(taken.slots);
  free(skew.by_rank);
  finish(file);
}

/* Lineages are interleaved. Lineage 0 has no gap, so that it reaches from treaty 0 to newest_treaty(). */
static uint32_t lineages(const Generator *g)
{
  return (g->count[TREATY] + LINEAGE - 1) / LINEAGE;
}

static uint32_t newest_treaty(const Generator *g)
{
  return (g->count[TREATY] - 1) / lineages(g) * lineages(g);
}

static void write_supersedes(Generator *g)
{
  FILE *file = create_rels(g, "SUPERSEDES", "Treaty", "Treaty", "");
  uint32_t step = lineages(g);
  for (uint32_t i = step; i < g->count[TREATY]; i++) {
    bool broken = chance(g, 0.04) && i % step != 0, branches = chance(g, 0.3);
    uint32_t back = between(g, 2, 4) * step;
    if (broken) continue;
    fprintf(file, "%u,%u\n", g->first[TREATY] + i, g->first[TREATY] + i - step);
    if (branches && back <= i) fprintf(file, "%u,%u\n", g->first[TREATY] + i, g->first[TREATY] + i - back);
  }
  finish(file);
}

/* People drawn by fame, each once in each of what is drawn for them. */
static void write_affiliations(Generator *g, FILE *file, Label to, uint32_t wanted, bool roles)
{
  static const char *const names[] = {"leader", "witness", "delegate", "soldier", "scribe"};
  Skew people = skew_new(g, g->count[PERSON]), others = skew_new(g, g->count[to]);
  PairSet taken = pair_set_new(wanted);
  for (uint32_t made = 0; made < wanted;) {
    uint32_t a = skew_draw(g, &people), b = skew_draw(g, &others);
    if (!pair_set_add(&taken, a, b)) continue;
    fprintf(file, "%u,%u,", g->first[PERSON] + a, g->first[to] + b);
    if (roles) {
      fprintf(file, "%s\n", PICK(g, names));
    } else {
      fprintf(file, "%u\n", FIRST_YEAR + g->born[a] / YEAR + between(g, 15, 40));
    }
    made++;
  }
  free(taken.slots);
  free(people.by_rank);
  free(others.by_rank);
  finish(file);
}

static void write_geography(Generator *g)
{
  FILE *file = create_rels(g, "LOCATED_IN", "Event", "Place", "");
  Skew skew = skew_new(g, g->count[PLACE]);
  for (uint32_t i = 0; i < g->count[EVENT]; i++) {
    fprintf(file, "%u,%u\n", g->first[EVENT] + i, g->first[PLACE] + skew_draw(g, &skew));
  }
  free(skew.by_rank);
  finish(file);
  file = create_rels(g, "PART_OF", "Place", "Place", "");
  for (uint32_t i = 1; i < g->count[PLACE]; i++) {
    fprintf(file, "%u,%u\n", g->first[PLACE] + i, g->first[PLACE] + (i - 1) / FANOUT);
  }
  finish(file);
}

/* ---- parameters */

typedef struct Ranked {
  uint32_t person, degree;
} Ranked;

static int by_degree(const void *left, const void *right)
{
  const Ranked *a = left, *b = right;
  if (a->degree != b->degree) return a->degree < b->degree ? 1 : -1;
  return (a->person > b->person) - (a->person < b->person);
}

/* "name": [low + a random number below n, ...] */
static void write_draws(Generator *g, FILE *file, const char *name, uint32_t items, uint32_t low, uint32_t n)
{
  fprintf(file, " \"%s\": [", name);
  for (uint32_t i = 0; i < items; i++) fprintf(file, "%s%u", i ? ", " : "", low + below(g, n));
  fputs("],\n", file);
}

static void write_parameters(Generator *g)
{
  enum { LOOKUPS = 50, NAMES = 20, PAIRS = 10, WRITES = 200 };
  FILE *file = create(g, "parameters.json");
  uint32_t people = g->count[PERSON], person = g->first[PERSON];
  Ranked *ranked = allocate(people, sizeof *ranked);
  for (uint32_t i = 0; i < people; i++) ranked[i] = (Ranked){i, g->degree[i]};
  qsort(ranked, people, sizeof *ranked, by_degree);

  fputs("{\n", file);
  write_draws(g, file, "person", LOOKUPS, person, people);
  /* Of the best known people the one from whom KNOWS leads furthest: that with the smallest id. */
  uint32_t hub = ranked[0].person;
  for (uint32_t i = 1; i < people / 200; i++) hub = ranked[i].person < hub ? ranked[i].person : hub;
  fprintf(file, " \"hub\": %u,\n \"acquainted\": [", person + hub);
  for (uint32_t i = 0; i < NAMES; i++) {
    fprintf(file, "%s%u", i ? ", " : "", person + ranked[people / 200 + i * (people / 500)].person);
  }
  fputs("],\n \"treaty_name\": [", file);
  for (uint32_t i = 0; i < NAMES; i++) {
    fprintf(file, "%s\"%s\"", i ? ", " : "", g->treaty_names[below(g, g->count[TREATY])]);
  }
  uint32_t treaty = g->count[TREATY] / 2;
  fprintf(file, "],\n \"newest\": %u,\n \"oldest\": %u,\n \"treaty\": %u,\n \"day\": \"%s\",\n \"world\": %u,\n",
          g->first[TREATY] + newest_treaty(g), g->first[TREATY], g->first[TREATY] + treaty,
          date(g->concluded[treaty] + YEAR).text, g->first[PLACE]);
  /* KNOWS leads to larger ids: most paths from the first tenth to the last exist. */
  write_draws(g, file, "from", PAIRS, person, people / 10);
  write_draws(g, file, "to", PAIRS, person + people - people / 10, people / 10);
  write_draws(g, file, "left", WRITES, person, people / 2);
  write_draws(g, file, "right", WRITES, person + people / 2, people / 2);
  fputs(" \"new\": [", file);
  for (uint32_t i = 0; i < WRITES; i++) fprintf(file, "%s%u", i ? ", " : "", g->nodes + i);
  fprintf(file, "],\n \"first_new\": %u\n}\n", g->nodes);
  free(ranked);
  finish(file);
}

int main(int argc, char **argv)
{
  Generator g = {.random = 1939};
  char *end = NULL;
  if (argc == 3) g.scale = strtod(argv[1], &end);
  if (argc != 3 || *end || !(g.scale >= 0.01 && g.scale <= 100)) {
    fputs("usage: generate SCALE FOLDER   (scale 0.01 to 100)\n", stderr);
    return 2;
  }
  g.folder = argv[2];
  if (mkdir(g.folder, 0777)) die(g.folder);
  for (int label = 0; label < LABELS; label++) {
    g.count[label] = (uint32_t)(per_scale[label] * g.scale + 0.5);
    g.first[label] = g.nodes;
    g.nodes += g.count[label];
  }
  g.born = allocate(g.count[PERSON], sizeof *g.born);
  g.degree = allocate(g.count[PERSON], sizeof *g.degree);
  g.concluded = allocate(g.count[TREATY], sizeof *g.concluded);
  g.treaty_names = allocate(g.count[TREATY], sizeof *g.treaty_names);

  write_people(&g);
  write_states(&g);
  write_treaties(&g);
  write_organisations(&g);
  write_events(&g);
  write_places(&g);
  write_knows(&g);
  write_citizens(&g);
  write_signed(&g);
  write_supersedes(&g);
  write_affiliations(&g, create_rels(&g, "MEMBER_OF", "Person", "Organisation", ",since_year:int"), ORGANISATION,
                     (uint32_t)(120000 * g.scale), false);
  write_affiliations(&g, create_rels(&g, "PARTICIPATED_IN", "Person", "Event", ",role"), EVENT,
                     (uint32_t)(230000 * g.scale), true);
  write_geography(&g);
  write_parameters(&g);

  free(g.born);
  free(g.degree);
  free(g.concluded);
  free(g.treaty_names);
  return 0;
}
