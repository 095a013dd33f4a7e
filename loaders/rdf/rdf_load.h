/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the load of RDF keeps over all files, between rdf_load.c and rdf_statements.c: nobody else includes it. */
#ifndef CLIO_LOADERS_RDF_LOAD_H
#define CLIO_LOADERS_RDF_LOAD_H

#include "intake.h"
#include "rdf_names.h"
#include "rdf_parse.h"

/* What an IRI is called, as soon as it has been asked for: NAME_NONE before. */
typedef struct RdfCalled {
  uint32_t ids[NAME_KIND_COUNT];
} RdfCalled;

/* Which relationship says a triple: RDF knows each triple once. */
typedef struct RdfTriples {
  Map map; /* to relationships */
  const Graph *graph;
} RdfTriples;

/* A resource that stands for a statement (RDF 1.1 Schema, 5.3): SLOT_NONE and NAME_NONE what has not been said yet. */
typedef struct RdfReified {
  uint32_t node, subject, object;
  uint32_t predicate; /* number of its IRI in iris */
  bool typed, other;  /* it is an rdf:Statement; it is more: an end of relationships, or what others speak of */
} RdfReified;

typedef struct RdfLoad {
  Intake *in;
  RdfNames *names;
  Names iris; /* of predicates and classes */
  RdfCalled *called;
  uint32_t called_cap;
  RdfTriples triples;
  Map reified_map; /* nodes to reified */
  RdfReified *reified;
  uint32_t reified_count, reified_cap;
  uint32_t resource, uri, graph_uri; /* the label and the keys of a resource */
  uint32_t first_node;               /* those below were there before */
  uint32_t file;                     /* blank nodes and nodes without an IRI are those of one file */
  bool quads;                        /* a resource is one of a named graph */
  Arena arena;                       /* of one statement */
  Str text;                          /* likewise */
} RdfLoad;

/* The node of a resource, SLOT_NONE where nothing has been said of it. */
Status rdf_find(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, uint32_t *node, Error *err);
/* The same, made where it has not been said. */
Status rdf_resource(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, uint32_t *node, Error *err);
/* The number of an IRI in iris, and what it is called as a label, type or key. */
Status rdf_iri(RdfLoad *load, Text iri, uint32_t *number, Error *err);
Status rdf_called(RdfLoad *load, uint32_t iri, NameKind kind, uint32_t *id, Error *err);
/* Says a triple, unless it has been said. */
Status rdf_relate(RdfLoad *load, uint32_t start, uint32_t type, uint32_t end, Error *err);
/* The relationships that say a triple, one after another: *at starts at MAP_NONE; MAP_NONE at the end. */
uint32_t rdf_triple_next(const RdfTriples *triples, uint32_t start, uint32_t type, uint32_t end, uint32_t *at);

/* Takes a triple that says something of a statement; *taken is false where it is one like any other. */
Status rdf_reified_take(RdfLoad *load, uint32_t node, const RdfStatement *s, bool *taken, Error *err);
/* When all has been read: statements about triples that were said become the properties of relationships. */
Status rdf_reified_finish(RdfLoad *load, Error *err);

#endif
