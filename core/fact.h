/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What nodes and relationships say as facts, after the settings of the database: who asserts them, whether somebody
 * denies them, which rank they have, which others they cannot be true together with. Knows the graph and its settings,
 * nothing of queries. */
#ifndef CLIO_CORE_FACT_H
#define CLIO_CORE_FACT_H

#include "graph.h"
#include "validity.h"

typedef enum FactRank { FACT_DEPRECATED, FACT_NORMAL, FACT_PREFERRED } FactRank;

/* The first of the setting's properties that the node or relationship has; null without any. */
Value fact_property(const Graph *g, Value fact, Setting setting);
/* Its dates, by VALIDITY_FROM and its kin. */
typedef struct FactDates {
  Value at[VALIDITY_DATES];
} FactDates;
FactDates fact_dates(const Graph *g, Value fact);
bool fact_is_dated(const FactDates *dates);
Validity fact_dates_validity(const FactDates *dates);
Validity fact_validity(const Graph *g, Value fact);
/* Whether a text has come into force, as far as it is not marked otherwise. */
bool fact_is_effective(const Graph *g, Value text);

/* The keys of the properties that mark a fact as one of several versions, and of its dates: looked up once for many
 * facts. Good until graph_schema_version grows; NAME_NONE where no entity has the property. */
typedef struct FactKeys {
  const Graph *g;
  uint64_t schema;
  uint32_t disputed, rank, preferred, dates[VALIDITY_DATES];
} FactKeys;
FactKeys fact_keys(const Graph *g);

bool fact_is_disputed(const FactKeys *k, Value fact);
FactRank fact_rank(const FactKeys *k, Value fact);
Text fact_rank_name(FactRank rank);

/* Calls with each text of the setting's properties: they may hold one or a list of them. */
typedef Status (*FactText)(void *context, Text text);
Status fact_texts(const Graph *g, Value fact, Setting setting, FactText each, void *context);

/* Rivals say different things of the same: two relationships of one type from one node, both disputed or with a rank,
 * whose times may overlap, and that either lead to one node and differ in a property which says something of the fact,
 * or lead to different nodes though their type is exclusive. Here, all those of one relationship. */
typedef struct FactRivals {
  FactKeys keys;
  uint32_t rel;
  Validity when;
  bool exclusive; /* its type */
  bool walks;     /* through all of the type that start where this one does; else only through those between: */
  Run between;    /* both ends */
  Neighbours walk;
} FactRivals;
void fact_rivals_begin(FactRivals *r, const FactKeys *k, uint32_t rel);
/* The next one; false when there are no more. */
bool fact_rivals_next(FactRivals *r, uint32_t *other);
/* The next key, from *at (0 to start), in which two rivals differ. */
bool fact_difference(const Graph *g, uint32_t rel, uint32_t other, uint32_t *at, uint32_t *key);

/* The next node after *node (SLOT_NONE to start) that has the text in one of the setting's properties. */
bool fact_next_node(const Graph *g, Setting setting, Text text, uint32_t *node);
/* The node that is referred to by an id; false without one. Asks indexes first, which are
 * quicker than looking through all nodes. */
bool fact_node_of(const Graph *g, Text id, uint32_t *node);
/* What a node is called, else what it is referred to by; null where it has neither. */
Value fact_name_of(const Graph *g, uint32_t node);

#endif
