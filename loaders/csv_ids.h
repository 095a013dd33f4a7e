/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which node an id of a CSV file stands for, by group. Ids are texts or integers; one group has one kind. A text that
 * is a plain number is kept as one. Numbers that lie close together, as most data sets have them, are looked up in a
 * plain array, which halves the time of a load of 100,000 nodes and a million relationships. */
#ifndef CLIO_LOADERS_CSV_IDS_H
#define CLIO_LOADERS_CSV_IDS_H

#include "core/map.h"
#include "loader.h"

typedef struct CsvIds CsvIds;

#define CSV_NO_GROUP UINT32_MAX

Status csv_ids_new(CsvIds **out, Error *err);
void csv_ids_free(CsvIds *ids); /* NULL is fine */

/* The number of the group, which is made where it is new. ERROR_FORMAT where the group has ids of another kind. */
Status csv_ids_group(CsvIds *ids, Text name, IdType type, uint32_t *group, Error *err);
uint32_t csv_ids_find_group(const CsvIds *ids, Text name); /* CSV_NO_GROUP where there is none */
Text csv_ids_group_name(const CsvIds *ids, uint32_t group);

/* What an id of the group is as a property: a string (borrowing the text) or an integer; ERROR_FORMAT, without saying
 * where, for what is no integer in a group of such. */
Status csv_ids_value(const CsvIds *ids, uint32_t group, Text text, Value *out, Error *err);
/* The node of an id (as csv_ids_value gives it), SLOT_NONE where it has none. */
uint32_t csv_ids_find(const CsvIds *ids, uint32_t group, Value id);
/* Adds an id that csv_ids_find did not find. Copies the text. */
Status csv_ids_add(CsvIds *ids, uint32_t group, Value id, uint32_t node, Error *err);

#endif
