/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From JSON objects to entities: ids, labels, properties. All of an object is looked at before anything of it goes into
 * the graph, so that what is wrong can be left out whole. Knows no format. */
#ifndef CLIO_LOADERS_JSON_OBJECT_H
#define CLIO_LOADERS_JSON_OBJECT_H

#include "json_document.h"

typedef struct JsonProperty {
  Text key;
  Value value;
} JsonProperty;

/* The reading of one file. */
typedef struct JsonImport {
  Intake *in;
  JsonDocument *document;
  uint64_t index;  /* of the object at hand in its list, from 0 */
  bool quiet;      /* what is wrong is told when the same is read again */
  bool own;        /* the document says that Clio wrote it */
  bool undirected; /* it says so */
  /* Of the object at hand: */
  Arena arena;
  Str number;          /* as a text, on the way */
  const json_t *types; /* of properties, as Clio's exports tell them; NULL where they do not */
  JsonProperty *properties;
  uint32_t property_count, property_cap;
  Map spread_keys; /* the properties with a point in their names */
} JsonImport;

Status json_import_begin(JsonImport *j, Intake *in, const char *path, Error *err);
/* Gives everything back, and checks, if all went well, that no node is lacking. */
Status json_import_end(JsonImport *j, Status status, Error *err);

static inline Text json_text(const json_t *string)
{
  return (Text){json_string_value(string), json_string_length(string)};
}

/* The text by which a node is referred to; false for what is no id (null, an object). */
bool json_id(JsonImport *j, const json_t *id, Text *out);

/* ---- the properties of the object at hand; all of it is borrowed from the JSON or in the arena */

/* The types of what is added next, by name: a member of an object of Clio's; NULL: there are none. */
Status json_use_types(JsonImport *j, const json_t *types, Error *err);
/* Null is no property. An object is spread over properties such as `address.city`; within a list, it is a text. */
Status json_add(JsonImport *j, Text key, const json_t *value, Error *err);
Status json_add_value(JsonImport *j, Text key, Value value, Error *err);
/* The members but those with these names, which end with NULL. escaped: a property of such a name got an underscore
 * behind it, as in Clio's own documents, and loses it. */
Status json_add_members(JsonImport *j, const json_t *object, const char *const *except, bool escaped, Error *err);
/* Sets what was added. */
Status json_set_properties(JsonImport *j, EntityKind kind, uint32_t slot, Error *err);

/* A list of texts, or one text with names between the delimiters, in *out (in the arena). what: as errors call it. */
typedef struct JsonNames {
  Text *at;
  uint32_t count;
} JsonNames;
Status json_names(JsonImport *j, const json_t *json, const char *delimiters, const char *what, JsonNames *out,
                  Error *err);
Status json_set_labels(JsonImport *j, uint32_t node, const JsonNames *labels, Error *err);

/* ---- lists of objects */

typedef Status (*JsonTake)(JsonImport *j, const json_t *object, Error *err);

/* Hands over an object, or says where it is wrong, or leaves it out. */
Status json_hand_over(JsonImport *j, const json_t *json, JsonTake take, Error *err);
/* The same with the value that comes next. */
Status json_take_next(JsonImport *j, JsonTake take, Error *err);
/* The same with the next line that is not blank; *more is false where there is none. */
Status json_take_line(JsonImport *j, bool comma, JsonTake take, bool *more, Error *err);
/* Each element of the list that comes next, or each member's value of the object that comes next. */
Status json_each(JsonImport *j, JsonTake take, Error *err);

#endif
