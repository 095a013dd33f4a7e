/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what generate.c wrote, and relies on it: no quotes, no CR, ids that count up from file to file. */
#include "arrays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 8 };

void *arrays_allocate(size_t count, size_t size)
{
  void *memory = calloc(count ? count : 1, size);
  if (!memory) {
    perror("floor");
    exit(1);
  }
  return memory;
}

int32_t arrays_day(const char *text)
{
  unsigned year, month, day;
  return sscanf(text, "%4u-%2u-%2u", &year, &month, &day) == 3 ? (int32_t)(year * 10000 + month * 100 + day) : 0;
}

/* ---- files */

typedef struct Rows {
  char *text, *at;
  char *cells[MOST_CELLS];
} Rows;

static Rows rows_open(const char *folder, const char *name)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.csv", folder, name);
  FILE *file = fopen(path, "rb");
  long length = -1;
  if (file && fseek(file, 0, SEEK_END) == 0) length = ftell(file);
  if (length < 0) {
    perror(path);
    exit(1);
  }
  rewind(file);
  char *text = arrays_allocate((size_t)length + 1, 1);
  bool complete = fread(text, 1, (size_t)length, file) == (size_t)length;
  fclose(file);
  char *header_end = strchr(text, '\n');
  if (!complete || !header_end) {
    fprintf(stderr, "%s: cannot be read\n", path);
    exit(1);
  }
  return (Rows){.text = text, .at = header_end + 1};
}

static bool rows_next(Rows *rows)
{
  if (*rows->at == '\0') return false;
  char *end = strchr(rows->at, '\n');
  if (!end) return false;
  *end = '\0';
  uint32_t n = 0;
  for (char *cell = rows->at; cell && n < MOST_CELLS; n++) {
    rows->cells[n] = cell;
    if ((cell = strchr(cell, ','))) *cell++ = '\0';
  }
  rows->at = end + 1;
  return true;
}

static uint32_t rows_left(const Rows *rows)
{
  uint32_t n = 0;
  for (const char *at = rows->at; (at = strchr(at, '\n')); at++) n++;
  return n;
}

static uint32_t number(const char *cell)
{
  return (uint32_t)strtoul(cell, NULL, 10);
}

/* ---- nodes */

typedef struct NodeFile {
  const char *name;
  Range *range;            /* NULL: nobody asks */
  int number, day, wealth; /* columns; 0: none */
} NodeFile;

static void read_nodes(Arrays *a, const char *folder)
{
  Range none;
  const NodeFile files[] = {{"Person", &a->people, 4, 2, 5},   {"State", &a->states, 4, 0, 0},
                            {"Treaty", &a->treaties, 0, 2, 0}, {"Organisation", &none, 0, 0, 0},
                            {"Event", &a->events, 0, 0, 0},    {"Place", &none, 0, 0, 0}};
  enum { FILES = sizeof files / sizeof *files };
  Rows rows[FILES];
  for (int i = 0; i < FILES; i++) {
    rows[i] = rows_open(folder, files[i].name);
    uint32_t count = rows_left(&rows[i]);
    *files[i].range = (Range){a->nodes, a->nodes + count};
    a->nodes += count;
  }
  a->name = arrays_allocate(a->nodes, sizeof *a->name);
  a->number = arrays_allocate(a->nodes, sizeof *a->number);
  a->day = arrays_allocate(a->nodes, sizeof *a->day);
  a->wealth = arrays_allocate(a->nodes, sizeof *a->wealth);
  for (int i = 0; i < FILES; i++) {
    const NodeFile *file = &files[i]; /* its text stays, as the names point into it */
    while (rows_next(&rows[i])) {
      uint32_t id = number(rows[i].cells[0]);
      a->name[id] = rows[i].cells[1];
      if (file->number) a->number[id] = (int32_t)number(rows[i].cells[file->number]);
      if (file->day) a->day[id] = arrays_day(rows[i].cells[file->day]);
      if (file->wealth) a->wealth[id] = strtod(rows[i].cells[file->wealth], NULL);
    }
  }
}

/* ---- relationships */

/* A counting sort by the near end. */
static Adjacency connect(uint32_t nodes, uint32_t rels, const uint32_t *near, const uint32_t *far)
{
  Adjacency adjacency = {arrays_allocate(nodes + 2, sizeof(uint32_t)), arrays_allocate(rels, sizeof(uint32_t)),
                         arrays_allocate(rels, sizeof(uint32_t))};
  uint32_t *start = adjacency.start;
  for (uint32_t i = 0; i < rels; i++) start[near[i] + 2]++;
  for (uint32_t i = 2; i < nodes + 2; i++) start[i] += start[i - 1];
  for (uint32_t i = 0; i < rels; i++) {
    uint32_t place = start[near[i] + 1]++;
    adjacency.node[place] = far[i];
    adjacency.rel[place] = i;
  }
  return adjacency;
}

static void read_rels(Rels *rels, uint32_t nodes, const char *folder, const char *type, int days)
{
  Rows rows = rows_open(folder, type);
  uint32_t count = rows_left(&rows);
  rels->from = arrays_allocate(count, sizeof *rels->from);
  rels->to = arrays_allocate(count, sizeof *rels->to);
  if (days > 0) rels->day = arrays_allocate(count, sizeof *rels->day);
  if (days > 1) rels->until = arrays_allocate(count, sizeof *rels->until);
  for (; rows_next(&rows); rels->count++) {
    rels->from[rels->count] = number(rows.cells[0]);
    rels->to[rels->count] = number(rows.cells[1]);
    if (days > 0) rels->day[rels->count] = arrays_day(rows.cells[2]);
    if (days > 1) rels->until[rels->count] = arrays_day(rows.cells[3]);
  }
  free(rows.text);
  rels->out = connect(nodes, count, rels->from, rels->to);
  rels->in = connect(nodes, count, rels->to, rels->from);
}

Arrays *arrays_read(const char *folder)
{
  static const struct {
    const char *name;
    int days;
  } types[REL_TYPES] = {
      [REL_KNOWS] = {"KNOWS", 1},           [REL_CITIZEN_OF] = {"CITIZEN_OF", 2}, [REL_SIGNED] = {"SIGNED", 1},
      [REL_SUPERSEDES] = {"SUPERSEDES", 0}, [REL_MEMBER_OF] = {"MEMBER_OF", 0},   [REL_LOCATED_IN] = {"LOCATED_IN", 0},
      [REL_PART_OF] = {"PART_OF", 0}};
  Arrays *a = arrays_allocate(1, sizeof *a);
  read_nodes(a, folder);
  for (int i = 0; i < REL_TYPES; i++) read_rels(&a->rels[i], a->nodes, folder, types[i].name, types[i].days);
  return a;
}
