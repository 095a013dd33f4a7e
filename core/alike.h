/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the texts that a property has, the one that is most like a text that it does not have: for "did you mean" of what
 * people ask for. First whole texts within a few slips of the keyboard, then texts with words that are like all words
 * asked for. Looks at distinct texts, and at no more than a few milliseconds allow: where there are too many, only a
 * full-text index that is in use is asked. */
#ifndef CLIO_CORE_ALIKE_H
#define CLIO_CORE_ALIKE_H

#include "graph.h"

/* A property of the nodes with a label or the relationships of a type; NAME_NONE: of all. */
typedef struct PropertyTexts {
  const Graph *graph;
  EntityKind kind;
  uint32_t label, key;
} PropertyTexts;

/* True where it is certain that nothing has the text; false also where finding out would take too long. */
bool texts_lack(const PropertyTexts *texts, Text text);
/* *out is empty where none is like it. It is the graph's. */
Status texts_alike(const PropertyTexts *texts, Text text, Text *out, Error *err);

#endif
