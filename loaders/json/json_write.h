/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of JSON share: properties, and the types of those whose JSON does not say them, in one spelling that
 * docs/data-formats.md describes. */
#ifndef CLIO_LOADERS_JSON_WRITE_H
#define CLIO_LOADERS_JSON_WRITE_H

#include "export.h"

typedef struct JsonWriter {
  Export *e;
  Str types; /* of the entity at hand */
} JsonWriter;

/* Names that members of an entity have before any property does; ends in NULL. */
typedef const char *const *JsonReserved;

/* Properties as members, with a comma before each, for an object that has members already. A property that is called
 * like a reserved name, or like one with underscores behind it, gets a further underscore; so does its type. */
void json_members(JsonWriter *w, EntityKind kind, uint32_t slot, JsonReserved reserved);
/* {"name":"Riga"} */
void json_properties(JsonWriter *w, EntityKind kind, uint32_t slot);
/* ,"types":{"founded":"date"} of the properties that were written last; nothing where JSON says all of them. */
void json_types(JsonWriter *w);

/* Writes all nodes or relationships; the writer is the JsonWriter. Fails also where there was no memory for types. */
Status json_entities(JsonWriter *w, EntityKind kind, EntityWriter write, Error *err);

Status jsonl_write(Export *e, Error *err);
Status node_link_write(Export *e, Error *err);
Status cytoscape_write(Export *e, Error *err);

#endif
