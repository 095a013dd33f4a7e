/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of texts that can be asked for words: an FTS5 table in a private SQLite database in memory. It keeps where
 * which words are and not the texts, so a row is taken out by giving its texts once more. Words are those of words.h.
 * Knows nothing of graphs, nor of how people write what they look for (word_query.h). */
#ifndef CLIO_CORE_WORD_TABLE_H
#define CLIO_CORE_WORD_TABLE_H

#include "error.h"
#include "vocabulary.h"

typedef struct WordTable WordTable;

/* Columns are called c0, c1, ... in expressions. */
Status word_table_new(WordTable **out, uint32_t columns, Error *err);
void word_table_free(WordTable *t);

/* Within one SQLite transaction, which the next reading ends. */
Status word_table_add(WordTable *t, uint32_t row, const Text *texts, Error *err);
Status word_table_remove(WordTable *t, uint32_t row, const Text *texts, Error *err);
/* After many rows were added: makes reading faster. */
Status word_table_pack(WordTable *t, Error *err);

/* In an expression, this word is in every row. */
#define WORD_TABLE_EVERY "\1"

/* What to look for: an expression of FTS5 over words that are folded and quoted, and for each phrase in it, in order,
 * how much it counts in the score. */
typedef struct WordExpression {
  Text text;
  const double *weights;
  uint32_t phrases;
} WordExpression;

/* long work asks now and then; true ends it, and the error is the asker's */
typedef struct Interruption {
  bool (*asked)(void *context);
  void *context;
} Interruption;

/* Gives row and score of what the expression finds, best first and then by row. The score is BM25 with the usual
 * parameters (k1 1.2, b 0.75), higher for better. limit < 0: all. */
typedef Status (*WordFound)(void *context, uint32_t row, double score, Error *err);
Status word_table_find(WordTable *t, const WordExpression *expression, int64_t skip, int64_t limit,
                       Interruption interruption, WordFound found, void *context, Error *err);

/* All words of the table, kept up from the first call on; words of rows that were taken out may be among them. */
Status word_table_vocabulary(WordTable *t, const Vocabulary **out, Error *err);

#endif
