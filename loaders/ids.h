/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which node an id of a file stands for, by group. Ids are texts or integers; one group has one kind. A text that
 * is a plain number is kept as one; one that ends in a number (Q142, http://example.org/treaty/7), as that number of
 * its stem. Numbers that lie close together, as most data sets have them, are looked up in a plain array, which halves
 * the time of a load of 100,000 nodes and a million relationships, and takes four bytes for a node. */
#ifndef CLIO_LOADERS_IDS_H
#define CLIO_LOADERS_IDS_H

#include "core/map.h"
#include "loader.h"
#include "shown.h"

typedef struct Ids Ids;

#define IDS_NO_GROUP UINT32_MAX

Status ids_new(Ids **out, Error *err);
void ids_free(Ids *ids); /* NULL is fine */

/* The number of the group, which is made where it is new. ERROR_FORMAT where the group has ids of another kind. */
Status ids_group(Ids *ids, Text name, IdType type, uint32_t *group, Error *err);
uint32_t ids_find_group(const Ids *ids, Text name); /* IDS_NO_GROUP where there is none */
Text ids_group_name(const Ids *ids, uint32_t group);

/* What an id of the group is as a property: a string (borrowing the text) or an integer; ERROR_FORMAT, without saying
 * where, for what is no integer in a group of such. */
Status ids_value(const Ids *ids, uint32_t group, Text text, Value *out, Error *err);
/* The node of an id (as ids_value gives it), SLOT_NONE where it has none. */
uint32_t ids_find(const Ids *ids, uint32_t group, Value id);
/* Adds an id that ids_find did not find. Copies the text. */
Status ids_add(Ids *ids, uint32_t group, Value id, uint32_t node, Error *err);
/* Hands over each id of the group: as a text, and its node. In no order. */
typedef Status (*IdsEach)(void *context, Text id, uint32_t node, Error *err);
Status ids_each(const Ids *ids, uint32_t group, IdsEach each, void *context, Error *err);
/* An id as errors show it. */
void ids_show(const Ids *ids, uint32_t group, Text id, char out[SHOWN_BYTES]);

#endif
