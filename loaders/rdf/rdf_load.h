/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the load of RDF keeps over all files, between rdf_load.c and rdf_statements.c: nobody else includes it. */
#ifndef CLIO_LOADERS_RDF_LOAD_H
#define CLIO_LOADERS_RDF_LOAD_H

#include "intake.h"
#include "rdf_lists.h"
#include "rdf_parse.h"
#include "rdf_triples.h"

/* What an IRI is called, as soon as it has been asked for: NAME_NONE before. */
typedef struct RdfCalled {
  uint32_t ids[NAME_KIND_COUNT];
} RdfCalled;

/* A resource that stands for a statement (RDF 1.1 Schema, 5.3): SLOT_NONE, NAME_NONE and MAP_NONE what has not been
 * said yet. */
typedef struct RdfReified {
  uint32_t node; /* SLOT_NONE: it is a statement and nothing more so far, which needs no node */
  uint32_t subject, object;
  uint32_t predicate; /* number of its IRI in iris */
  uint32_t literal;   /* the last of literals that has been said of it, until they are properties of a node */
  uint32_t said;      /* at the end: the first relationship that says its triple, MAP_NONE */
  bool typed, other;  /* it is an rdf:Statement; it is more: an end of relationships, or what others speak of */
} RdfReified;

typedef struct RdfSaid {
  Value value;
  uint32_t key, before; /* before: the one that was said before of the same statement, MAP_NONE */
} RdfSaid;

typedef struct RdfStatements {
  Map of_node; /* nodes to items */
  RdfReified *items;
  uint32_t count, cap;
  RdfSaid *literals;
  uint32_t literal_count, literal_cap;
} RdfStatements;

/* A resource is found as a number: a node, or with this bit an item of the statements, which may have a node. */
#define RDF_STATEMENT UINT32_C(0x80000000)

static inline bool rdf_is_statement(uint32_t number)
{
  return number != SLOT_NONE && number & RDF_STATEMENT;
}

typedef struct RdfLoad {
  Intake *in;
  Ids *ids; /* of resources, over all files, to their numbers */
  uint32_t group;
  RdfNames *names;
  Names iris; /* of predicates and classes */
  RdfCalled *called;
  uint32_t called_cap;
  RdfTriples triples;
  RdfStatements statements;
  RdfLists lists;
  RdfKept kept;                      /* values of statements and lists */
  uint32_t resource, uri, graph_uri; /* the label and the keys of a resource */
  uint32_t first_node;               /* those below were there before */
  uint32_t file;                     /* blank nodes and nodes without an IRI are those of one file */
  bool quads;                        /* a resource is one of a named graph */
  Arena arena;                       /* of one statement */
  Str text, subject;                 /* likewise; the key of its subject */
} RdfLoad;

/* What a resource is called among the ids. */
Status rdf_key(const RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, Str *key, Error *err);
/* The number of the resource with this key, SLOT_NONE where nothing has been said of it. */
uint32_t rdf_find(const RdfLoad *load, Text key);
/* The node of the resource with this key, found as number, which is made where there is none yet. */
Status rdf_node(RdfLoad *load, Text key, uint32_t number, uint32_t *node, Error *err);
/* The same for a resource that has not been looked for. */
Status rdf_resource(RdfLoad *load, const RdfTerm *term, const RdfTerm *graph, uint32_t *node, Error *err);
/* A node for the resource with this key, whatever else has it. */
Status rdf_add_node(RdfLoad *load, Text key, uint32_t *node, Error *err);
/* The number of an IRI in iris, and what it is called as a label, type or key. */
Status rdf_iri(RdfLoad *load, Text iri, uint32_t *number, Error *err);
Status rdf_called(RdfLoad *load, uint32_t iri, NameKind kind, uint32_t *id, Error *err);
/* Says a triple, unless it has been said. */
Status rdf_relate(RdfLoad *load, uint32_t start, uint32_t type, uint32_t end, Error *err);
/* What the literal of a statement is as a property; the value borrows from it, or is in the arena. */
Status rdf_property(RdfLoad *load, const RdfStatement *s, uint32_t *key, Value *v, Error *err);
/* The values of a property and one more; what it is already is left as it is. In the arena. */
Value rdf_with_value(Arena *arena, Value before, Value v);

/* Takes a triple that says something of a statement, or makes its subject one; *taken is false where it is one like any
 * other. */
Status rdf_reified_take(RdfLoad *load, const RdfStatement *s, uint32_t number, bool *taken, Error *err);
/* The node of a statement, made with all that has been said of it where it has none. */
Status rdf_reified_node(RdfLoad *load, Text key, uint32_t number, uint32_t *node, Error *err);
/* When all has been read: statements about triples that were said become the properties of relationships. */
Status rdf_reified_finish(RdfLoad *load, Error *err);
void rdf_reified_free(RdfStatements *statements);

#endif
