/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements as text, one after the other: Turtle and TriG, which say a subject once and shorten IRIs, and N-Triples
 * and N-Quads, which have a line for each. raptor's own writer of Turtle keeps all statements in memory until the end.
 * Knows nothing of graphs of properties. */
#ifndef CLIO_LOADERS_RDF_SYNTAX_H
#define CLIO_LOADERS_RDF_SYNTAX_H

#include "rdf_names.h"
#include "rdf_parse.h"

typedef enum RdfSyntax { SYNTAX_TURTLE, SYNTAX_TRIG, SYNTAX_NTRIPLES, SYNTAX_NQUADS } RdfSyntax;

typedef struct RdfWriter {
  Str *out;
  RdfSyntax syntax;
  const RdfNames *names;
  Str subject, predicate, graph; /* as they are written; graph empty: the default one. predicate: the last one */
  bool open;                     /* the subject has had a statement */
  uint64_t replaced;             /* characters that no reader takes (NUL), written as U+FFFD */
} RdfWriter;

void rdf_writer_init(RdfWriter *w, Str *out, RdfSyntax syntax, const RdfNames *names);
void rdf_writer_free(RdfWriter *w);
/* The prefixes, where the syntax has such. */
void rdf_write_prefixes(RdfWriter *w);
/* What follows is about this subject; graph RDF_NONE: in the default graph. */
void rdf_write_subject(RdfWriter *w, const RdfTerm *subject, const RdfTerm *graph);
void rdf_write_statement(RdfWriter *w, Text predicate, const RdfTerm *object);
void rdf_write_end(RdfWriter *w); /* of the subject */

#endif
