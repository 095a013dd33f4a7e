/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where statements of Turtle and TriG end, so that a parser that keeps all of its text in memory (twice, as raptor
 * 2.0.15 does) can be given a file in pieces. Texts, IRIs, comments and brackets, and little else; what is wrong is
 * left to the parser. */
#ifndef CLIO_LOADERS_RDF_PIECES_H
#define CLIO_LOADERS_RDF_PIECES_H

#include "core/str.h"

typedef enum RdfWithin { WITHIN_NOTHING, WITHIN_IRI, WITHIN_TEXT, WITHIN_LONG_TEXT, WITHIN_COMMENT } RdfWithin;

/* Zero-initialise, but for the text. */
typedef struct RdfPieces {
  size_t at;  /* how far the bytes have been looked at */
  size_t end; /* behind the last statement that is whole, outside of graphs in braces; 0: none is */
  RdfWithin within;
  char quote;  /* of the text */
  int depth;   /* of brackets */
  bool closed; /* a graph in braces has ended, and perhaps its statement */
  bool based;  /* the next IRI is a base */
  size_t iri;  /* where the IRI begins */
  Str bases;   /* the statements of bases up to here, in one line, which the pieces after them need too */
} RdfPieces;

/* Goes on from pieces->at in the first n bytes; last: the file ends there. */
void rdf_pieces_scan(RdfPieces *pieces, const char *data, size_t n, bool last);
/* The bytes before pieces->end have been taken away. */
void rdf_pieces_take(RdfPieces *pieces);

#endif
