/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which relationships say which triples. RDF knows each triple once; a graph of properties may have several
 * relationships for it, each with properties of its own, and each can be described by a statement of its own. */
#ifndef CLIO_LOADERS_RDF_TRIPLES_H
#define CLIO_LOADERS_RDF_TRIPLES_H

#include "core/graph.h"
#include "core/map.h"

typedef struct RdfProperty {
  uint32_t key;
  Value value;
} RdfProperty;

typedef struct RdfProperties {
  const RdfProperty *at; /* each key once */
  uint32_t count;
} RdfProperties;

/* A relationship that is one of several for its triple, in runs of the same first and properties. */
typedef struct RdfBeside {
  uint32_t first, rel; /* the first relationship for the triple, and this one, which may be that one */
  uint64_t properties; /* their hash, or 0 where relationships are not told apart by them */
  uint32_t taken;      /* in the first of a run: how many from there on are known to be taken */
} RdfBeside;

typedef struct RdfRuns {
  RdfBeside *at;
  uint32_t count, cap;
} RdfRuns;

/* Zero-initialise, with the graph. */
typedef struct RdfTriples {
  const Graph *graph;
  Map map; /* to the first relationship for each triple */
  RdfRuns by_rel, by_properties;
  roaring_bitmap_t *taken;
} RdfTriples;

void rdf_triples_free(RdfTriples *triples);
/* The first relationship that says the triple; MAP_NONE: none does. */
uint32_t rdf_triples_find(const RdfTriples *triples, uint32_t start, uint32_t type, uint32_t end);
/* Relationships of the same triple come in ascending order. */
Status rdf_triples_add(RdfTriples *triples, uint32_t rel, Error *err);

/* ---- when all triples are there */

Status rdf_triples_prepare(RdfTriples *triples, Error *err);
/* Takes, of the relationships that say the same as this first one and have not been taken, the one that has just these
 * properties, as after an earlier import, or else the first of them; MAP_NONE: there is none left. */
uint32_t rdf_triples_take(RdfTriples *triples, uint32_t first, RdfProperties properties);

#endif
