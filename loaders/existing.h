/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was in the graph before an import and may be meant by its files: nodes by a label and a property, relationships
 * by type and ends. An index is asked where there is one; otherwise a table is made at the first question. Knows no
 * format. */
#ifndef CLIO_LOADERS_EXISTING_H
#define CLIO_LOADERS_EXISTING_H

#include "core/graph.h"

typedef struct Existing Existing;

/* Before the bulk load begins. Nodes and relationships that are made later are not seen. */
Status existing_new(Existing **out, const Graph *g, Error *err);
void existing_free(Existing *e); /* NULL is fine */

/* The node with this label (NAME_NONE: whatever its labels) whose property is equivalent to v, or SLOT_NONE.
 * ERROR_FORMAT, without saying where, if there are several. */
Status existing_node(Existing *e, uint32_t label, uint32_t key, Value v, uint32_t *node, Error *err);
/* Adds one that existing_node did not find, and copies the value. */
Status existing_add_node(Existing *e, uint32_t label, uint32_t key, Value v, uint32_t node, Error *err);
/* A node that has been made, or got a label, is found from now on by each of its labels. Copies the value. */
Status existing_enter(Existing *e, uint32_t node, uint32_t key, Value v, Error *err);

/* What tells a relationship from others: type, ends, and the values of some keys (null: it does not have it). */
typedef struct RelKey {
  uint32_t type, start, end;
  const uint32_t *keys; /* the same for all calls; NAME_NONE: no relationship has it yet */
  const Value *values;
  uint32_t count;
} RelKey;

/* The first such relationship that has not been taken, which then is; SLOT_NONE where there is none left. */
Status existing_take_rel(Existing *e, const RelKey *key, uint32_t *rel, Error *err);

#endif
