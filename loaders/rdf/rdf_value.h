/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Literals of RDF and values of properties. What a property cannot say in its value stands behind its key: the language
 * of a text (`rdfs__label@lv`), a datatype that Clio has no type for (`geo__asWKT^^geo__wktLiteral`, the value being
 * the text as it was). */
#ifndef CLIO_LOADERS_RDF_VALUE_H
#define CLIO_LOADERS_RDF_VALUE_H

#include "rdf_names.h"

#include "core/dictionary.h"

typedef struct RdfLiteral {
  Text text, datatype, language; /* the last two may be empty */
} RdfLiteral;

/* What a literal is as a property: its value (strings borrow from the literal), and what goes behind the key, appended
 * to suffix. */
Status rdf_value_read(Arena *arena, RdfNames *names, const RdfLiteral *literal, Value *out, Str *suffix, Error *err);

/* What a value is as a literal: the text is appended, the datatype is static or appended to type. A list is one
 * literal.
 */
void rdf_value_write(Value v, Str *text, Str *type);
/* Whether a list can be written as a set of literals, one for each item, and comes back as it was. */
bool rdf_is_set(Value list);

/* Values that are kept longer than what they were read from. Zero-initialise. */
typedef struct RdfKept {
  Dictionary texts;
  Arena others;
} RdfKept;

void rdf_kept_free(RdfKept *kept);
Status rdf_keep(RdfKept *kept, Value *v, Error *err);

/* The parts of a key: that of the predicate, and the language or the name of the datatype behind it. */
typedef struct RdfKey {
  Text predicate, language, datatype;
} RdfKey;
RdfKey rdf_key_split(Text key, Value v);

#endif
