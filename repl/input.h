/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts text that arrives bit by bit into pieces to run: statements, which end in `;` outside of quotes, backticks and
 * comments, and colon commands, which are lines. No byte is looked at twice, so that a conversation through a pipe
 * costs the same for each statement, and a script of any size is read once. Knows nothing of what statements mean. */
#ifndef CLIO_REPL_INPUT_H
#define CLIO_REPL_INPUT_H

#include "buffer.h"

typedef enum PieceKind { PIECE_STATEMENT, PIECE_COMMAND } PieceKind;

/* Borrowed until text is added. A statement has its semicolon, a command neither its colon nor its line's end. */
typedef struct Piece {
  PieceKind kind;
  const char *text;
  size_t len;
  size_t line, column; /* of its first byte in all the input, from 1; columns count characters */
} Piece;

typedef enum SplitState {
  SPLIT_BETWEEN, /* before a statement: white space and comments are passed over */
  SPLIT_BETWEEN_LINE_COMMENT,
  SPLIT_BETWEEN_BLOCK_COMMENT,
  SPLIT_CODE,
  SPLIT_SINGLE_QUOTES,
  SPLIT_DOUBLE_QUOTES,
  SPLIT_BACKTICKS,
  SPLIT_LINE_COMMENT,
  SPLIT_BLOCK_COMMENT,
  SPLIT_COMMAND
} SplitState;

typedef struct Splitter {
  Buffer text;
  size_t begin;        /* the piece being read, or the comment before it, begins here */
  size_t at;           /* everything before is looked at */
  size_t line, column; /* of begin */
  SplitState state;
} Splitter;

void splitter_init(Splitter *s);
void splitter_free(Splitter *s);
/* Forgets what has been added; the next text begins at line 1. */
void splitter_clear(Splitter *s);
void splitter_add(Splitter *s, const char *data, size_t len);
/* Room for reading straight into the splitter: fill up to `room` bytes and say how many with splitter_filled. */
char *splitter_space(Splitter *s, size_t room);
void splitter_filled(Splitter *s, size_t len);
/* The next piece, if it is complete. At the end of the input what is left is a piece, too, unless it is blank. */
bool splitter_next(Splitter *s, bool at_end, Piece *piece);
/* A statement has begun and waits for its end. What there is of it. */
bool splitter_pending(const Splitter *s, const char **text, size_t *len);

#endif
