/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Full-text indexes: the words in some properties of the nodes with one of some labels, or of the relationships of one
 * of some types. Texts and lists of texts count. The definition is part of the database; the words are kept in memory,
 * found out when somebody first looks for one, and from then on follow every change of the graph, also within a
 * transaction and when it is rolled back. */
#ifndef CLIO_CORE_FULLTEXT_H
#define CLIO_CORE_FULLTEXT_H

#include "graph.h"
#include "word_table.h"

typedef struct FulltextSpec {
  Text name; /* empty: one is made up */
  EntityKind kind;
  const uint32_t *labels; /* or types */
  const uint32_t *keys;   /* each once */
  uint32_t label_count, key_count;
} FulltextSpec;

Status graph_create_fulltext(Graph *g, const FulltextSpec *spec, bool if_not_exists, Error *err);
uint32_t graph_fulltext_count(const Graph *g);
Fulltext *graph_fulltext(const Graph *g, uint32_t i);
Fulltext *graph_find_fulltext(const Graph *g, Text name); /* NULL: none */
const FulltextSpec *fulltext_spec(const Fulltext *f);
/* Somebody has looked for words in it, so that doing so again does not mean to find them out first. */
bool fulltext_is_in_use(const Fulltext *f);
/* Whether what Neo4j calls so finds about the words that this finds. */
bool fulltext_is_analyzer(Text name);

/* An index over all labels or types and all keys that have a text, which is in no list; for looking around. */
Status fulltext_over_all(Fulltext **out, const Graph *g, EntityKind kind, Error *err);
void fulltext_free(Fulltext *f);

/* Gives nodes or relationships and their scores, best first. The query is in the syntax of word_query.h. */
typedef struct FulltextSearch {
  Text query;
  int64_t skip, limit; /* limit < 0: all */
  Interruption interruption;
  WordFound found;
  void *context;
} FulltextSearch;

Status fulltext_search(Fulltext *f, const Graph *g, const FulltextSearch *search, Error *err);

#endif
