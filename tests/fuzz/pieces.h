/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script cut up for the mutator: its tokens, and the parts of its syntax trees by kind, each as a range of bytes. Two
 * parts of one kind can mostly stand for each other, which is how new statements are made from known ones. Knows what
 * the tree looks like, nothing of what is done with the parts. */
#ifndef CLIO_TESTS_FUZZ_PIECES_H
#define CLIO_TESTS_FUZZ_PIECES_H

#include "grammar/ast.h"

typedef enum PieceKind {
  PIECE_EXPR,
  PIECE_LABELS,
  PIECE_NODE,
  PIECE_REL,
  PIECE_PATH,
  PIECE_ITEM, /* of RETURN, WITH and LET */
  PIECE_CLAUSE,
  PIECE_QUERY,
  PIECE_STATEMENT,
  PIECE_KIND_COUNT
} PieceKind;

AST_LIST(SpanList, Span);

typedef struct Pieces {
  Arena *arena;
  Text text;
  SpanList kinds[PIECE_KIND_COUNT]; /* empty for statements that do not parse */
  SpanList tokens;                  /* up to the first bad one of each statement */
  SpanList variables;               /* wherever one is named */
} Pieces;

/* text must outlive the pieces; they live in the arena. */
void pieces_cut(Pieces *pieces, Arena *arena, Text text);

/* The statement that the script begins with, its semicolon included; the whole rest where none ends. */
Text script_first(Text script);

#endif
