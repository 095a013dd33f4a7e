/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file says of one node or relationship, until all of it is known: the type of a relationship may come last, and
 * what is said in two places may be said once only. Knows no format. */
#ifndef CLIO_LOADERS_GATHERED_H
#define CLIO_LOADERS_GATHERED_H

#include "intake.h"

typedef struct GatheredValue {
  Text key;
  Value value;
  bool weak;
} GatheredValue;

typedef struct Gathered {
  Arena arena;           /* for keys and values, emptied by gathered_clear */
  GatheredValue *values; /* no two of one key */
  uint32_t count, cap;
  Map map;         /* private: the values by their keys, where there are many */
  uint32_t mapped; /* of the values, those in it */
} Gathered;

void gathered_init(Gathered *g);
void gathered_free(Gathered *g);
void gathered_clear(Gathered *g);

/* The last value counts. Null: nothing. The key and the value must live as long as the arena's content does. weak: only
 * where nothing else is said under the key, before or after. */
Status gathered_add(Gathered *g, Text key, Value value, bool weak, Error *err);
Status gathered_add_text(Gathered *g, Text key, Text text, bool weak, Error *err); /* which is copied */
GatheredValue *gathered_find(Gathered *g, Text key);                               /* NULL where there is none */
/* Whether one of the values is this string. */
bool gathered_says(const Gathered *g, Text text);
void gathered_truncate(Gathered *g, uint32_t count); /* to the first so many */

/* Sets the properties, and leaves everything as it is. */
Status gathered_set(const Gathered *g, Intake *in, EntityKind kind, uint32_t slot, Error *err);

#endif
