/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as a text and a word for their type, for formats that have too few types of their own: the words are those of
 * the CSV header's grammar (`long`, `date`, `date[]`). What is written so is read back as the same value. */
#ifndef CLIO_LOADERS_TYPED_H
#define CLIO_LOADERS_TYPED_H

#include "core/str.h"
#include "core/value.h"

struct json_t;

/* The word for a type; "any" for what has none. */
const char *typed_word_of(ValueType type);
/* The word for a value: of a list, that of its items and `[]`; `any[]` where they are of several types, or none. */
#define TYPED_WORD_BYTES 24
void typed_word(Value v, char out[TYPED_WORD_BYTES]);

/* The text: of a list, JSON. There, items that JSON has a type for are themselves; those of another one are strings
 * where the word says which, and objects such as {"date": "1940-06-15"} in a list of several types. */
void typed_write(Str *out, Value v);
/* A list's text alone, also as a value within JSON. */
void typed_write_list(Str *out, Value list);

/* The value of a text. Strings borrow from it, all else lives in the arena. ERROR_FORMAT, without saying where, for a
 * word that is none, and for what the word does not stand for: what was found and what was expected. */
Status typed_read(Arena *arena, Text word, Text text, Value *out, Error *err);
/* The value of parsed JSON; word empty: of the type that JSON says. Strings borrow from it. ERROR_FORMAT for an object
 * that names no type. */
Status typed_read_json(Arena *arena, Text word, const struct json_t *json, Value *out, Error *err);

#endif
