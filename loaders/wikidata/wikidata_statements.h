/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An entity's statements as what a graph can hold: properties of its node, and relationships that have a statement's
 * qualifiers, rank and references as properties. Knows JSON, nothing of what is in the graph. */
#ifndef CLIO_LOADERS_WIKIDATA_STATEMENTS_H
#define CLIO_LOADERS_WIKIDATA_STATEMENTS_H

#include "wikidata_names.h"
#include "wikidata_value.h"

/* Properties; several values of one key are a list. */
typedef struct WikidataProperty {
  Text key;
  Value value;
  uint32_t count, cap; /* of the values; from 2 on value is a list of them */
} WikidataProperty;

typedef struct WikidataProperties {
  Arena *arena;
  WikidataProperty *at;
  uint32_t count, cap;
} WikidataProperties;

Status wikidata_add(WikidataProperties *properties, Text key, Value value, Error *err);

typedef struct WikidataRel {
  Text type;
  Text end;                 /* id of an entity; data NULL: a node of the relationship's own */
  const char *label;        /* of that node: Value or Unknown */
  WikidataProperties value; /* of that node */
  WikidataProperties properties;
  bool is_class; /* `instance of` a class, not deprecated */
} WikidataRel;

typedef struct WikidataFacts {
  Arena *arena;
  Intake *in; /* for notes */
  const WikidataNames *names;
  WikidataProperties properties; /* of the entity's node */
  WikidataRel *rels;
  uint32_t rel_count, rel_cap;
} WikidataFacts;

/* Adds what an entity's `claims` say. ERROR_FORMAT, without saying where. */
Status wikidata_statements(WikidataFacts *facts, const json_t *claims, Error *err);

#endif
