/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of RDF to statements, by raptor2. Nothing outside of rdf_parse.c knows of that library; this room knows nothing
 * of graphs. */
#ifndef CLIO_LOADERS_RDF_PARSE_H
#define CLIO_LOADERS_RDF_PARSE_H

#include "input.h"

typedef enum RdfKind { RDF_NONE, RDF_IRI, RDF_BLANK, RDF_LITERAL } RdfKind;

/* Borrowed for the time of one call. */
typedef struct RdfTerm {
  RdfKind kind;
  Text text;               /* the IRI, the blank node's label without _:, the literal */
  Text datatype, language; /* of literals; empty where there is none */
} RdfTerm;

typedef struct RdfStatement {
  RdfTerm subject, predicate, object, graph; /* graph RDF_NONE: the default one */
} RdfStatement;

/* A failure ends the parsing. */
typedef struct RdfEvents {
  Status (*statement)(void *context, const RdfStatement *statement, Error *err);
  Status (*prefix)(void *context, Text prefix, Text space, Error *err);
  Status (*progress)(void *context, uint64_t done, Error *err);
  Status (*leave_out)(void *context,
                      Error *err); /* STATUS_OK: go on behind what is wrong, where the syntax allows it */
} RdfEvents;

/* syntax is raptor's word: turtle, ntriples, nquads, trig, rdfxml. Relative IRIs are relative to the file. ERROR_FORMAT
 * names file, line and, where raptor knows it, column. */
Status rdf_parse(const char *path, const char *syntax, const RdfEvents *events, void *context, Error *err);

#endif
