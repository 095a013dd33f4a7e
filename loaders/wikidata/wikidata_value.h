/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a snak says, the smallest piece of Wikidata's statements: a property, and a value, or that there is one which
 * nobody knows, or that there is none. Knows JSON, nothing of graphs. */
#ifndef CLIO_LOADERS_WIKIDATA_VALUE_H
#define CLIO_LOADERS_WIKIDATA_VALUE_H

#include "intake.h"

#include <jansson.h>

typedef enum WikidataKind {
  WIKIDATA_NOTHING, /* stated: there is none */
  WIKIDATA_UNKNOWN, /* stated: there is one */
  WIKIDATA_ENTITY,
  WIKIDATA_LITERAL
} WikidataKind;

enum { WIKIDATA_MOST_PARTS = 4 };

typedef struct WikidataValue {
  WikidataKind kind;
  Text id;     /* of an entity */
  Value value; /* of a literal: the main part of it */
  bool time;
  struct {
    const char *name; /* unit, lower, upper, language, julian, globe, precision */
    Value value;
  } parts[WIKIDATA_MOST_PARTS]; /* the others */
  uint32_t part_count;
  bool loses; /* the main part alone says less */
} WikidataValue;

/* Text is borrowed from the JSON; all else lives in the arena. What is kept as it is for want of better is noted.
 * ERROR_FORMAT, without saying where. */
Status wikidata_value(Arena *arena, Intake *in, const json_t *snak, WikidataValue *out, Error *err);

/* A time that somebody has marked so becomes an approximate one; nothing where it cannot. */
Status wikidata_approximate(Arena *arena, WikidataValue *v, Error *err);

/* The label for what has such an id, by its letter. */
Text wikidata_entity_label(Text id);

/* A member that is an object; a dump writes an empty one as a list. NULL where there is none. ERROR_FORMAT for anything
 * else. */
Status wikidata_map(const json_t *object, const char *member, const json_t **out, Error *err);

#endif
