/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of a graph, shared by the files that implement graph.h (graph.c, node.c, rel.c, props.c, indexes.c,
 * bulk.c, undo.c, constraints.c, fulltexts.c, neighbours.c) and by the store, which fills and saves it. Nobody else
 * includes this.
 */
#ifndef CLIO_CORE_GRAPH_INTERNAL_H
#define CLIO_CORE_GRAPH_INTERNAL_H

#include "column.h"
#include "constraint.h"
#include "fulltext_internal.h"
#include "graph.h"
#include "index_internal.h"
#include "intervals.h"
#include "labels.h"
#include "page_set.h"
#include "stats.h"
#include "topology.h"

typedef struct Store Store;

typedef enum UndoOp {
  UNDO_ADD_NODES,       /* slot: the first, other: how many, one after the other */
  UNDO_DELETE_NODE,     /* slot, other: the label set before */
  UNDO_ADD_RELS,        /* likewise */
  UNDO_DELETE_REL,      /* slot */
  UNDO_LABELS,          /* slot, other: the label set before */
  UNDO_PROP,            /* kind, slot, other: the key; value: before, which the log owns */
  UNDO_STORAGE,         /* kind, other: the key; storage: before the change of type, owned */
  UNDO_BULK,            /* slot: the first node, other: the first relationship */
  UNDO_ADD_INDEX,       /* index: borrowed */
  UNDO_DROP_INDEX,      /* index: owned; other: its place */
  UNDO_ADD_CONSTRAINT,  /* constraint: borrowed */
  UNDO_DROP_CONSTRAINT, /* constraint: owned; other: its place */
  UNDO_SETTING,         /* slot: which; names: before, owned */
  UNDO_ADD_FULLTEXT,    /* fulltext: borrowed */
  UNDO_DROP_FULLTEXT    /* fulltext: owned; other: its place */
} UndoOp;

typedef struct Undo {
  uint8_t op, kind;
  uint32_t slot, other;
  union {
    Value value;
    ColumnStorage *storage;
    Index *index;
    Constraint *constraint;
    SettingNames *names;
    Fulltext *fulltext;
  };
} Undo;

typedef struct UndoLog {
  Undo *items;
  size_t count, cap;
} UndoLog;

struct Graph {
  Topology *topology;
  Labels labels;
  Stats stats;
  Names names[NAME_KIND_COUNT];
  Column **columns[2]; /* by EntityKind and key; NULL: no entity ever had it */
  uint32_t column_count[2];
  Index **indexes;
  uint32_t index_count, index_cap;
  Constraint **constraints;
  uint32_t constraint_count, constraint_cap;
  Fulltext **fulltexts;
  uint32_t fulltext_count, fulltext_cap;
  uint64_t node_count;          /* alive */
  uint64_t rel_deletions;       /* whether they were undone or not: for whoever wants to know that there was none */
  struct Intervals **intervals; /* by type; NULL: not asked for yet */
  uint32_t interval_count;
  Settings settings;

  UndoLog undo;
  size_t savepoint;        /* where the running statement's changes begin */
  size_t checked;          /* before here, the changes are known to break no constraint */
  uint32_t saved_limit[2]; /* by EntityKind: slots from here on were given out since the savepoint */
  GraphChanges changes;
  uint64_t version, schema_version;
  bool read_only, in_transaction;
  bool supposing;      /* see graph_suppose_begin */
  bool pinned;         /* a statement of the transaction has run: what others commit is not seen until it ends */
  uint32_t statements; /* open ones: one that writes, or any number that read */

  bool bulk;
  uint32_t bulk_nodes, bulk_rels; /* slots from here on are made by the bulk load */

  double read_time; /* nanoseconds that reading has taken since the last refresh: see graph_note_reading */
  bool refreshed;   /* a refresh is part of what the statement at hand takes */

  struct Workers *workers; /* borrowed; NULL: none */
  Store *store;            /* NULL in memory */
  char *path;
  PageSet node_pages, rel_pages; /* pages of label sets and of relationships that differ from the file's */
  bool indexes_changed;          /* or full-text ones */
  bool constraints_changed, settings_changed;
};

#define GRAPH_PAGE_SHIFT COLUMN_PAGE_SHIFT
#define GRAPH_PAGE_SLOTS COLUMN_PAGE_SLOTS

/* graph.c */
Status graph_new(Graph **out, Error *err); /* empty, in memory */
/* Puts all that another graph holds in the place of what this one holds; the other gets that, to be closed. */
void graph_replace(Graph *g, Graph *fresh);
/* Ends a statement that has made the graph what the file says already; ok false: that is undone. */
void graph_end_following(Graph *g, bool ok);
Status graph_check_writable(const Graph *g, Error *err);
Status graph_touch(Graph *g, EntityKind kind, uint32_t slot, Error *err); /* notes the page for the store */

static inline bool graph_alive(const Graph *g, EntityKind kind, uint32_t slot)
{
  return kind == ENTITY_NODE ? graph_node_alive(g, slot) : graph_rel_alive(g, slot);
}

/* Made in the bulk load that is going on: not in bitmaps, statistics and indexes yet. */
static inline bool graph_is_fresh(const Graph *g, EntityKind kind, uint32_t slot)
{
  return g->bulk && slot >= (kind == ENTITY_NODE ? g->bulk_nodes : g->bulk_rels);
}

/* node.c: gives the node another label set (not LABELS_DEAD), with statistics and indexes. */
Status graph_assign_labels(Graph *g, uint32_t node, uint32_t set, Error *err);

/* rel.c: adds by to the counts of the relationship's type at the labels of its ends. */
Status graph_count_rel(Graph *g, uint32_t type, uint32_t start, uint32_t end, int64_t by, Error *err);

/* props.c */
Status graph_make_column(Graph *g, EntityKind kind, uint32_t key, Column **out, Error *err);
Status graph_unset_all(Graph *g, EntityKind kind, uint32_t slot, Error *err);
/* Gives a column another type, undoably; see column_retype. */
Status graph_retype(Graph *g, Column *column, ColumnType type, Error *err);

/* indexes.c */
/* Tells the indexes that cover it that an entity's property has changed; null is absent. */
Status graph_reindex(Graph *g, EntityKind kind, uint32_t slot, uint32_t key, Value before, Value after, Error *err);
/* Puts what an entity has into the indexes of a label (or type), or takes it out. */
Status graph_index_entity(Graph *g, EntityKind kind, uint32_t slot, uint32_t label, bool insert, Error *err);
Status graph_build_index(const Graph *g, Index *index, Error *err);
void graph_invalidate_indexes(Graph *g);
/* Builds those that are not usable anew, except deferred ones; where there is no memory for that, another time. */
void graph_repair_indexes(Graph *g);
Status graph_put_index(Graph *g, Index *index, uint32_t at, Error *err);
void graph_take_index(Graph *g, uint32_t at);

/* schema_names.c: indexes and constraints share their names. */
uint32_t graph_find_index_name(const Graph *g, Text name);      /* its place, or index_count */
uint32_t graph_find_constraint_name(const Graph *g, Text name); /* its place, or constraint_count */
bool graph_is_schema_name(const Graph *g, Text name);           /* of whatever it is */
/* Appends a name that is free: prefix_Label_key_key, if need be with a number. */
void graph_make_schema_name(const Graph *g, const char *prefix, EntityKind kind, uint32_t label, const uint32_t *keys,
                            uint32_t key_count, Str *out);
Status graph_no_such_index(const Graph *g, Text name, Error *err);
Status graph_no_such_constraint(const Graph *g, Text name, Error *err);

/* fulltexts.c */
/* An entity's property (any: NAME_NONE) or labels are about to change. */
void graph_touch_fulltexts(Graph *g, EntityKind kind, uint32_t slot, uint32_t key);
void graph_forget_fulltexts(Graph *g); /* they are built anew when they are next asked */
Status graph_put_fulltext(Graph *g, Fulltext *f, uint32_t at, Error *err);
void graph_take_fulltext(Graph *g, uint32_t at);
Status graph_load_fulltext(Graph *g, const FulltextSpec *spec, Error *err); /* without undoing */
Status graph_drop_fulltext(Graph *g, Text name, bool *there, Error *err);

/* constraints.c: which there are. */
Status graph_put_constraint(Graph *g, Constraint *c, uint32_t at, Error *err);
void graph_take_constraint(Graph *g, uint32_t at);
/* Puts in a constraint that is taken to hold, with its index, to be built; without undoing. */
Status graph_load_constraint(Graph *g, const ConstraintSpec *spec, Error *err);

/* constraint_check.c: whether they hold. */
/* After the changes of the undo log from g->checked on. */
Status graph_check_constraints(Graph *g, Error *err);
/* For all entities; creating: before it is made, which is what a message then says. */
Status constraint_verify(Graph *g, Constraint *c, bool creating, Error *err);
/* The same, when another process has made them and checked: only takes note of them. */
void graph_follow_constraints(Graph *g);
/* What is kept of several keys' values: after a commit, and after a rollback. */
void graph_settle_constraints(Graph *g, bool committed);

/* graph.c: puts a list in the place of a setting's, which it gives back. */
SettingNames *graph_put_setting(Graph *g, Setting setting, SettingNames *names);

/* bulk.c: label bitmaps, statistics, adjacency and indexes of everything from these slots on; and the contrary. */
Status graph_absorb(Graph *g, uint32_t first_node, uint32_t first_rel, Error *err);
void graph_undo_bulk(Graph *g, uint32_t first_node, uint32_t first_rel);
/* For the store: label bitmaps and statistics of everything, alone. */
Status graph_count_all(Graph *g, Error *err);

/* undo.c */
Status undo_reserve(Graph *g, size_t more, Error *err);
void undo_push(Graph *g, Undo undo); /* room must have been reserved */
/* Notes that the slot was given out; op is UNDO_ADD_NODES or UNDO_ADD_RELS. */
void undo_push_added(Graph *g, UndoOp op, uint32_t slot);
void undo_savepoint(Graph *g); /* the running statement's changes begin here */
void undo_rollback(Graph *g, size_t savepoint);
void undo_forget(Graph *g); /* the changes are committed */

#endif
