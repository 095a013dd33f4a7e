/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The benchmark's graph as plain arrays, read from its CSV files: what any engine would at least have to keep. Nothing
 * here knows of Clio. A node is its id; ids are dense. Days are yyyymmdd, 0 where there is none. */
#ifndef BENCH_ARRAYS_H
#define BENCH_ARRAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum RelType {
  REL_KNOWS,
  REL_CITIZEN_OF,
  REL_SIGNED,
  REL_SUPERSEDES,
  REL_MEMBER_OF,
  REL_LOCATED_IN,
  REL_PART_OF,
  REL_TYPES
} RelType;

/* The neighbours of node i are node[start[i]] to before node[start[i + 1]], each by the relationship beside it. */
typedef struct Adjacency {
  uint32_t *start, *node, *rel;
} Adjacency;

typedef struct Rels {
  uint32_t count, *from, *to;
  int32_t *day, *until; /* the first and the second property of those types that have days */
  Adjacency out, in;
} Rels;

typedef struct Range {
  uint32_t first, end;
} Range;

typedef struct Arrays {
  uint32_t nodes;
  Range people, states, treaties, events;
  char **name;
  int32_t *number; /* a person's prominence, a state's population */
  int32_t *day;    /* of birth, of conclusion */
  double *wealth;
  Rels rels[REL_TYPES];
} Arrays;

/* Reads the folder, or says what is wrong with it and exits. Freed by the end of the process. */
Arrays *arrays_read(const char *folder);

/* Zeroed; exits where there is no memory. */
void *arrays_allocate(size_t count, size_t size);

/* yyyymmdd of "yyyy-mm-dd" */
int32_t arrays_day(const char *text);

#endif
