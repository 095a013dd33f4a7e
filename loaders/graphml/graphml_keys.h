/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys that a GraphML file declares: what the data under each are called, of which type they are, and what they
 * stand for. Knows nothing of graphs. */
#ifndef CLIO_LOADERS_GRAPHML_GRAPHML_KEYS_H
#define CLIO_LOADERS_GRAPHML_GRAPHML_KEYS_H

#include "csv/csv_header.h"
#include "xml/xml_read.h"

#define GRAPHML_CLIO "urn:clio:graphml" /* the namespace of what our own files add */

typedef enum GraphmlOwner { OWNER_NODE, OWNER_EDGE, OWNER_OTHER, OWNER_COUNT } GraphmlOwner;

typedef enum GraphmlRole {
  ROLE_PROPERTY,
  ROLE_LABELS,   /* of nodes, as :A:B */
  ROLE_TYPE,     /* of edges */
  ROLE_GRAPHICS, /* yEd's drawing, which has the labels that people see */
  ROLE_NOTHING   /* other things of yEd */
} GraphmlRole;

typedef struct GraphmlKey {
  Text name;
  GraphmlRole role;
  bool of[OWNER_COUNT];
  bool has_default;
  bool scalar; /* of the type; otherwise of that of the word */
  CsvType type;
  Text word;
  Value fallback; /* what entities without the data have */
} GraphmlKey;

typedef struct GraphmlKeys {
  Arena arena;
  Names ids;
  struct GraphmlIds {
    uint32_t key[OWNER_COUNT]; /* by what it is of, as one id may be declared for several; NAME_NONE */
  } * by_id;
  GraphmlKey **keys;
  uint32_t count, cap;
  bool has_default; /* one of them has */
  bool has_labels;  /* a key of nodes is called so: the layout of Neo4j's APOC */
} GraphmlKeys;

void graphml_keys_init(GraphmlKeys *keys);
void graphml_keys_free(GraphmlKeys *keys);
/* For <key>. *known is false where its type is none that is known. */
Status graphml_keys_declare(GraphmlKeys *keys, const XmlElement *element, GraphmlKey **out, bool *known, Error *err);
Status graphml_keys_set_default(GraphmlKeys *keys, GraphmlKey *key, Text text, Error *err);
/* NULL where no key has the id. One that is declared for other owners is better than none. */
const GraphmlKey *graphml_keys_find(const GraphmlKeys *keys, Text id, GraphmlOwner owner);

/* The value of a text, which lives in the arena; null where it is empty and not of a string. word: the type that the
 * datum gives itself, or empty. ERROR_FORMAT, without saying where, for what is not of the type. */
Status graphml_value(Arena *arena, const GraphmlKey *key, Text word, Text text, Value *out, Error *err);

#endif
