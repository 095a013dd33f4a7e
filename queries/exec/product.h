/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A path pattern and the graph searched as one: breadth first over pairs of a place in the pattern and a node, from one
 * node on. Every pair is visited once, whatever the number of paths that lead there, and keeps all ways in which it was
 * reached; so the search costs what the part of the graph that the pattern can reach holds, once for each place. What
 * it finds are the walks that fit the pattern: whether a relationship or node may come twice is for those who read the
 * ways back (op_select_paths.c).
 *
 * The pattern is a sequence of segments, each one relationship or group with the number of its repetitions. The place
 * of a visit is a segment and how often it was repeated, counted up to its maximum or, where it has none, only as far
 * as matters (once, or its minimum). Count 0 is a node between segments: it is reached by a way without relationships
 * from a visit of the segment before, when that was repeated often enough and the node satisfies what the pattern asks.
 */
#ifndef CLIO_QUERIES_PRODUCT_H
#define CLIO_QUERIES_PRODUCT_H

#include "repetition.h"
#include "steps.h"

#define PRODUCT_NONE UINT32_MAX

typedef struct Segment {
  const Plan *plan; /* EXPAND_VAR or REPEAT */
  bool repeat;
  Steps steps;
  Repetition repetition;
  uint32_t length; /* relationships of one repetition */
  Eval **tests;    /* of the node behind it */
  uint32_t test_count;
} Segment;

typedef struct Visit {
  uint32_t node, segment;
  uint32_t count;
  uint32_t distance;            /* relationships from the start: no walk to it is shorter */
  uint32_t first_way, last_way; /* ways in, by distance of where they come from */
  uint32_t next;                /* of the same distance */
} Visit;

/* A step into a visit. payload: the relationship, or of a group the place of its parts (product_parts); meaningless
 * into a visit with count 0. */
typedef struct Way {
  uint32_t from; /* visit */
  uint32_t payload;
  uint32_t next;
} Way;

typedef struct Level {
  uint32_t first, last; /* visits of one distance */
} Level;

typedef struct ProductSlot {
  uint32_t visit, epoch;
} ProductSlot;

typedef struct Product {
  Segment *segments;
  uint32_t segment_count;
  uint32_t target; /* the only end that counts; PRODUCT_NONE: any */
  Visit *visits;   /* 0: the start */
  Way *ways;
  uint32_t *parts; /* of repetitions */
  Level *levels;
  uint32_t *ends; /* visits behind the last segment, nearest first */
  ProductSlot *table;
  uint32_t visit_count, visit_cap, way_count, way_cap, part_count, part_cap, level_count, level_cap;
  uint32_t end_count, end_cap, table_cap, epoch;
  uint32_t expanded; /* levels below it are; it and those below are complete */
  Batch rows;        /* the outer row's slots as constants, and the node that a test is about */
  Arena arena;
  uint32_t nodes[BATCH_ROWS], visits_of[BATCH_ROWS]; /* of one run of a test or a body */
  uint16_t sel[2][BATCH_ROWS];
  uint32_t *found; /* the parts of one repetition */
  uint32_t ticks;
} Product;

/* path: the operators of the path as they were opened, the last first, down to the ARGUMENT. */
Status product_open(Exec *x, Op *path, Product *p);
void product_close(Exec *x, Product *p);
/* Looks at names again; once for each input batch. */
void product_batch(Exec *x, Product *p);
/* Starts anew at a node. target: the node where paths must end, or PRODUCT_NONE. */
Status product_start(Exec *x, Product *p, const Batch *in, uint32_t row, uint32_t node, uint32_t target);
/* Goes on until all visits up to that distance are there, with their ways but for those from visits as far or farther;
 * or to the end of what can be reached. */
Status product_reach(Exec *x, Product *p, uint64_t distance);

/* Nothing more can be reached: all visits and ways are there. */
static inline bool product_done(const Product *p)
{
  return p->expanded >= p->level_count;
}

/* Relationships of the ways into the visit. */
static inline uint32_t product_length(const Product *p, const Visit *visit)
{
  return visit->count == 0 ? 0 : p->segments[visit->segment].length;
}

/* The parts of a repetition, in the order written. */
static inline const uint32_t *product_parts(const Product *p, uint32_t payload)
{
  return p->parts + payload;
}

#endif
