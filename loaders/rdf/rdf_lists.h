/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties with many values, on the way. RDF says them one by one; a graph takes a list as a whole, so that to put
 * each into it would copy all before it. */
#ifndef CLIO_LOADERS_RDF_LISTS_H
#define CLIO_LOADERS_RDF_LISTS_H

#include "rdf_value.h"

/* A list of so many values goes on here. */
enum { RDF_MANY = 64 };

typedef struct RdfList {
  uint32_t node, key;
  uint32_t first, last; /* items */
  uint32_t count;
} RdfList;

typedef struct RdfItem {
  Value value;
  uint32_t list, next; /* next: MAP_NONE at the end */
} RdfItem;

/* Zero-initialise. */
typedef struct RdfLists {
  Map of_property, of_value; /* to lists and items */
  RdfList *lists;
  uint32_t count, cap;
  RdfItem *items;
  uint32_t item_count, item_cap;
} RdfLists;

void rdf_lists_free(RdfLists *lists);
/* One more value of a property that has these already, each once; kept is where values are copied to. */
Status rdf_lists_add(RdfLists *lists, RdfKept *kept, uint32_t node, uint32_t key, Value before, Value v, Error *err);
/* When all have been said. */
Status rdf_lists_finish(RdfLists *lists, Graph *g, Error *err);

#endif
