/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What properties and classes of Wikidata are called in a graph: by wikidata_names.def, and by the user's own rows,
 * which come first. Knows ids and names, nothing of JSON or graphs. */
#ifndef CLIO_LOADERS_WIKIDATA_NAMES_H
#define CLIO_LOADERS_WIKIDATA_NAMES_H

#include "core/arena.h"

typedef struct WikidataNames WikidataNames;

/* mapping: a CSV file of ids and names, `P1891,SIGNED_BY`, or NULL. */
Status wikidata_names_open(WikidataNames **out, const char *mapping, Error *err);
void wikidata_names_close(WikidataNames *names); /* NULL is fine */

/* The type of a property's relationships and the key of its values; the id where it has no name. */
Text wikidata_type(const WikidataNames *names, Text property);
Text wikidata_key(const WikidataNames *names, Text property);
/* The label of a class: data is NULL where there is none. */
Text wikidata_label(const WikidataNames *names, Text item);

#endif
