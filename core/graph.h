/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The property graph: nodes, relationships, labels, properties, indexes, statistics and transactions. This is what the
 * rooms above see of the store; topology.h (igraph, overlay, adjacency), column.h (properties) and index.h are below
 * it.
 *
 * A node or relationship is named by its slot, a 32-bit number that is given out in order and never reused, so ids that
 * users have seen stay what they were. A slot whose entity was deleted stays dead. Labels, relationship types and
 * property keys are interned numbers.
 *
 * Reading needs no lock: one writer, or any number of readers, at a time. Nothing is rebuilt while a statement runs:
 * pointers into adjacency runs, columns and bitmaps stay valid until graph_statement_end, graph_expect_reading or a
 * write to that structure.
 */
#ifndef CLIO_CORE_GRAPH_H
#define CLIO_CORE_GRAPH_H

#include "map.h"
#include "settings.h"
#include "value.h"

#include <roaring/roaring.h>

typedef struct Graph Graph;
typedef struct Column Column;
typedef struct Index Index;
typedef struct Fulltext Fulltext;

#define SLOT_NONE UINT32_MAX

typedef enum NameKind { NAME_LABEL, NAME_TYPE, NAME_KEY, NAME_KIND_COUNT } NameKind;
typedef enum EntityKind { ENTITY_NODE, ENTITY_REL } EntityKind;
typedef enum Direction { DIR_OUT, DIR_IN, DIR_BOTH } Direction;

/* ---- opening and closing */

typedef struct GraphOptions {
  bool read_only;
  bool create;                   /* make the file where it is missing */
  bool fast;                     /* a commit does not wait for the disk */
  int64_t busy_ms;               /* how long to wait for a lock */
  const _Atomic bool *interrupt; /* ends the waiting where it is set; may be NULL */
  struct Workers *workers;       /* borrowed, for reading a large file and for bulk loads; NULL: one thread does it */
  /* Called now and then while the file is read, with bytes; false ends it. NULL: nobody wants to know. */
  bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total);
  void *payload;
} GraphOptions;

/* path NULL: in memory. Reads the whole file. */
Status graph_open(Graph **out, const char *path, const GraphOptions *options, Error *err);
void graph_close(Graph *g); /* an open transaction is rolled back */
bool graph_is_read_only(const Graph *g);
struct Workers *graph_workers(const Graph *g); /* those of the options */
const char *graph_path(const Graph *g);        /* NULL in memory */

/* ---- names */

uint32_t graph_name_find(const Graph *g, NameKind kind, Text text); /* NAME_NONE where unknown */
Status graph_name_add(Graph *g, NameKind kind, Text text, uint32_t *id, Error *err);
Text graph_name(const Graph *g, NameKind kind, uint32_t id); /* NUL-terminated as well */
uint32_t graph_name_count(const Graph *g, NameKind kind);

/* ---- transactions
 * Every change outside of an explicit transaction belongs to the running statement: the caller brackets it with
 * graph_statement_begin and graph_statement_end(ok). A failed statement is undone exactly. Without an explicit
 * transaction a good statement is committed (written to the file) at its end. */

Status graph_statement_begin(Graph *g, Error *err);
Status graph_statement_end(Graph *g, bool ok, Error *err);
Status graph_begin(Graph *g, Error *err);
Status graph_commit(Graph *g, Error *err);
Status graph_rollback(Graph *g, Error *err);
bool graph_in_transaction(const Graph *g);

/* ---- other processes that have the same file open. A statement calls one of these before it begins; both move what is
 * borrowed from the graph when others have committed since. Within an explicit transaction the first statement decides
 * what is seen until it ends. */

/* Whether graph_catch_up has something to do. */
bool graph_is_behind(const Graph *g);
/* Brings the graph to the file's last commit. Costs nanoseconds when nobody has written. */
Status graph_catch_up(Graph *g, Error *err);
/* Lets an open transaction, if there is one, go on seeing what it sees now: when its first statement begins. */
void graph_hold(Graph *g);
/* Catches up, and keeps others from writing until the statement or transaction ends; waits for its turn up to
 * GraphOptions.busy_ms. Fails with ERROR_BUSY after that, and where the transaction has seen what is past. */
Status graph_lock(Graph *g, Error *err);
void graph_unlock(Graph *g); /* for a statement that does not begin after all; a transaction keeps its lock */

/* A statement whose changes are only supposed, to see what would be: it ends in their being undone. Also in a graph
 * that is open for reading only. */
Status graph_suppose_begin(Graph *g, Error *err);
void graph_suppose_end(Graph *g);

/* What the running or last statement changed. */
typedef struct GraphChanges {
  uint64_t nodes_created, nodes_deleted, rels_created, rels_deleted;
  uint64_t properties_set, labels_added, labels_removed, indexes_added, indexes_removed;
  uint64_t constraints_added, constraints_removed;
} GraphChanges;
const GraphChanges *graph_changes(const Graph *g);
uint64_t graph_version(const Graph *g);        /* grows with every committed or undone change */
uint64_t graph_schema_version(const Graph *g); /* grows with new names, indexes, constraints, settings, types of
                                                * columns: cached plans look at it */

/* ---- entities */

uint32_t graph_node_limit(const Graph *g); /* slots in use are below this */
uint32_t graph_rel_limit(const Graph *g);
uint64_t graph_node_count(const Graph *g); /* alive */
uint64_t graph_rel_count(const Graph *g);
bool graph_node_alive(const Graph *g, uint32_t node);
bool graph_rel_alive(const Graph *g, uint32_t rel);

Status graph_add_node(Graph *g, const uint32_t *labels, uint32_t n, uint32_t *node, Error *err);
/* Fails with ERROR_CONSTRAINT_VERIFICATION "DeleteConnectedNode" while relationships are attached. */
Status graph_delete_node(Graph *g, uint32_t node, Error *err);
Status graph_add_rel(Graph *g, uint32_t type, uint32_t start, uint32_t end, uint32_t *rel, Error *err);
Status graph_delete_rel(Graph *g, uint32_t rel, Error *err);

/* Also for entities deleted by the transaction that is still open. */
uint32_t graph_rel_type(const Graph *g, uint32_t rel);
void graph_rel_ends(const Graph *g, uint32_t rel, uint32_t *start, uint32_t *end);

/* ---- labels */

bool graph_has_label(const Graph *g, uint32_t node, uint32_t label);
/* Borrowed, ascending label ids, valid until the node's labels change. */
const uint32_t *graph_labels(const Graph *g, uint32_t node, uint32_t *n);
Status graph_add_label(Graph *g, uint32_t node, uint32_t label, Error *err);    /* nothing where it is there */
Status graph_remove_label(Graph *g, uint32_t node, uint32_t label, Error *err); /* nothing where it is not */
/* The alive nodes with the label; NULL stands for the empty set. */
const roaring_bitmap_t *graph_label_nodes(const Graph *g, uint32_t label);

/* ---- properties */

/* null where absent. Borrowed from the graph: valid until the transaction that changes it ends. */
Value graph_prop(const Graph *g, EntityKind kind, uint32_t slot, uint32_t key);
/* Null removes. The value is copied. Refuses what cannot be stored (maps, nodes, lists of such: ERROR_TYPE
 * "InvalidPropertyType"; a list that contains null or mixes types is stored as it is). */
Status graph_set_prop(Graph *g, EntityKind kind, uint32_t slot, uint32_t key, Value v, Error *err);
/* Walks an entity's properties in key order: start with *at = 0; false at the end. */
bool graph_next_prop(const Graph *g, EntityKind kind, uint32_t slot, uint32_t *at, uint32_t *key, Value *v);
/* The column of a key, for loops over many slots (column.h); NULL where no entity ever had it. */
const Column *graph_column(const Graph *g, EntityKind kind, uint32_t key);

/* ---- adjacency */

/* The relationships of one node in the merged adjacency of one type and direction, sorted by neighbour, then rel. */
typedef struct Run {
  const uint32_t *nodes, *rels;
  uint32_t len;
} Run;

/* Relationships of one node, of one type (or of all: NAME_NONE), in one direction. Deleted ones are left out.
 * DIR_BOTH gives a loop once. Relationships made while it runs may be given or not. */
typedef struct Neighbours {
  const Graph *graph;
  uint32_t node, type;
  Direction dir;
  uint32_t phase, at, type_at, chain; /* private, from here on */
  Run run;
  bool filtered;
} Neighbours;

void neighbours_begin(Neighbours *n, const Graph *g, uint32_t node, uint32_t type, Direction dir);
/* Fills up to max pairs; the number filled, 0 at the end. Fewer than max are the last ones. */
size_t neighbours_next(Neighbours *n, uint32_t *rels, uint32_t *nodes, size_t max);

/* The compact form for fast loops: the run of one node, DIR_OUT or DIR_IN. It is the whole truth only while
 * graph_type_is_compact (no overlay, no deletions). */
bool graph_type_is_compact(const Graph *g, uint32_t type);
Run graph_run(const Graph *g, uint32_t node, uint32_t type, Direction dir);

/* The same of a whole type and direction laid open, for loops over many nodes. */
typedef struct Runs {
  const uint32_t *offsets; /* span + 1 of them; run i is [offsets[i], offsets[i + 1]) of nodes and rels */
  const uint32_t *nodes, *rels;
  const uint32_t *keys; /* run i is of node first + i where keys is NULL, otherwise of keys[i], which ascend */
  uint32_t first, span;
} Runs;

Runs graph_runs(const Graph *g, uint32_t type, Direction dir);
/* The number of the node's run, or SLOT_NONE where it has none. */
uint32_t runs_search(const Runs *runs, uint32_t node);

static inline Run runs_of(const Runs *runs, uint32_t node)
{
  uint32_t i = runs->keys ? runs_search(runs, node) : node - runs->first;
  if (i >= runs->span) return (Run){0};
  uint32_t at = runs->offsets[i];
  return (Run){runs->nodes + at, runs->rels + at, runs->offsets[i + 1] - at};
}

/* For whoever runs statements: how many rows the next one will handle, roughly; and how long one took that only read.
 * What is new is merged into the compact form where reading on without would cost more. The first moves what is read:
 * call it while nothing is. */
void graph_expect_reading(Graph *g, double rows);
void graph_note_reading(Graph *g, double nanos);

/* Merges everything into the compact form and into igraph's graph now, rather than when enough has gathered. Nothing
 * while a statement or transaction has uncommitted changes. */
Status graph_compact(Graph *g, Error *err);

uint64_t graph_degree(const Graph *g, uint32_t node, uint32_t type, Direction dir); /* type NAME_NONE: all */
/* Appends nothing, reports the first relationship start -> end of the type (NAME_NONE: any) after *rel
 * (SLOT_NONE to start); false when there are no more. Works from the smaller side. */
bool graph_next_between(const Graph *g, uint32_t start, uint32_t end, uint32_t type, uint32_t *rel);

/* ---- statistics, exact and kept on write */

uint64_t graph_label_count(const Graph *g, uint32_t label);
uint64_t graph_type_count(const Graph *g, uint32_t type);
/* How the relationships of a type are spread over the nodes, as of when its compact arrays were last made. */
typedef struct DegreeSums {
  uint64_t starts, ends;                      /* nodes that one starts or ends at */
  uint64_t out_squares, in_squares, products; /* sums over all nodes of out * out, in * in and out * in */
} DegreeSums;
const DegreeSums *graph_degree_sums(const Graph *g, uint32_t type); /* NULL where nothing is known */
/* Whether relationships of the type may lead from a node to itself; also true when the last such one was deleted. */
bool graph_type_may_loop(const Graph *g, uint32_t type);
/* Relationships of the type (NAME_NONE: any) that start (DIR_OUT) or end (DIR_IN) at a node with the label. */
uint64_t graph_label_type_count(const Graph *g, uint32_t label, uint32_t type, Direction dir);

/* ---- indexes (index.h for seeking). One index per (kind, label or type, key). Those of a file are built when one of
 * the last two asks for them first. */

Status graph_create_index(Graph *g, EntityKind kind, uint32_t label, uint32_t key, Text name, bool if_not_exists,
                          Error *err);
Status graph_drop_index(Graph *g, Text name, bool if_exists, Error *err); /* not one that a constraint brought */
const Index *graph_find_index(const Graph *g, EntityKind kind, uint32_t label, uint32_t key); /* NULL: none */
uint32_t graph_index_count(const Graph *g);
const Index *graph_index(const Graph *g, uint32_t i);
const Index *graph_built_index(const Graph *g, uint32_t i); /* NULL where nothing has asked for it yet */

/* ---- constraints: what is true of all nodes of a label, or relationships of a type, whenever no statement runs.
 * graph_statement_end looks at what the statement has changed, so that values may be exchanged, or set after the entity
 * was made; where a constraint does not hold then, the statement has failed: ERROR_CONSTRAINT_VALIDATION with the
 * detail "UniquenessViolation", "ExistenceViolation" or "TypeViolation". Values are the same when they are equivalent
 * (value_equivalent): 1 and 1.0 are, and NaN is with itself. An entity that lacks one of the keys is unique. */

typedef enum ConstraintRule {
  CONSTRAINT_UNIQUE, /* no two entities have the same values of all keys */
  CONSTRAINT_EXISTS, /* the one key is there */
  CONSTRAINT_KEY,    /* both */
  CONSTRAINT_TYPE,   /* the one key's value, where it is there, is of the type */
  CONSTRAINT_RULE_COUNT
} ConstraintRule;

typedef struct ConstraintSpec {
  ConstraintRule rule;
  EntityKind kind;
  uint32_t label; /* or the type, for relationships */
  const uint32_t *keys;
  uint32_t key_count;
  Text type; /* CONSTRAINT_TYPE: as type_test_read takes it */
  Text name; /* empty: one is made up */
} ConstraintSpec;

/* Fails where it does not hold already, and names an entity. What is unique under one key gets an index over it, which
 * lives as long as the constraint and has its name. */
Status graph_create_constraint(Graph *g, const ConstraintSpec *spec, bool if_not_exists, Error *err);
Status graph_drop_constraint(Graph *g, Text name, bool if_exists, Error *err);
uint32_t graph_constraint_count(const Graph *g);
const ConstraintSpec *graph_constraint(const Graph *g, uint32_t i);
bool graph_constraint_owns_index(const Graph *g, uint32_t i);
/* The constraint that the index belongs to, or NULL. */
const ConstraintSpec *graph_index_owner(const Graph *g, const Index *index);
/* Whether it holds for all entities, whatever else is known: for checking a file. */
Status graph_verify_constraint(Graph *g, uint32_t i, Error *err);

/* ---- settings (settings.h) */

const Settings *graph_settings(const Graph *g);
/* names NULL: the default. ERROR_ARGUMENT where a single one is asked for and there are more or fewer. */
Status graph_set_setting(Graph *g, Setting setting, const Text *names, uint32_t n, Error *err);

/* ---- the whole graph for igraph's algorithms: see topology.h */
struct Topology;
const struct Topology *graph_topology(const Graph *g);

/* ---- bulk loading: between these two, indexes and adjacency are not kept up, which makes adding many entities
 * faster; both inside one statement. graph_bulk_end(false) leaves everything to the statement's undoing. */
Status graph_bulk_begin(Graph *g, uint32_t nodes_hint, uint32_t rels_hint, Error *err);
Status graph_bulk_end(Graph *g, bool ok, Error *err);
/* Sets one property of the n entities from slot first on, which the load that is on has made, and which do not have it
 * yet; null: nothing is set. As graph_set_prop does, in a fraction of its time. *count grows by how many were set. */
Status graph_set_fresh(Graph *g, EntityKind kind, uint32_t key, uint32_t first, uint32_t n, const Value *values,
                       uint64_t *count, Error *err);

#endif
