/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph as a whole: opening, names, statements and transactions. Entities and properties are in node.c, rel.c and
 * props.c, adjacency in neighbours.c, indexes in indexes.c; what they change is in the undo log (undo.c).
 *
 * A transaction is committed in this order: the store writes it, the undo log forgets it, then the topology may merge
 * and dictionaries be compacted. So nothing has to be undone across a merge, and nothing moves while a statement runs.
 */
#include "graph_internal.h"
#include "workers.h"

#include "large.h"
#include "store.h"

#include <stdlib.h>

/* ---- opening and closing */

Status graph_new(Graph **out, Error *err)
{
  Graph *g = calloc(1, sizeof *g);
  if (!g) return error_out_of_memory(err);
  stats_init(&g->stats);
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) names_init(&g->names[kind]);
  if (topology_new(&g->topology, err) == STATUS_OK && labels_init(&g->labels, err) == STATUS_OK) {
    *out = g;
    return STATUS_OK;
  }
  graph_close(g);
  return STATUS_FAIL;
}

static Status open_store(Graph *g, const char *path, const GraphOptions *options, Error *err)
{
  GraphOptions defaults = {.create = true};
  if (!options) options = &defaults;
  g->path = strdup(path);
  if (!g->path) return error_out_of_memory(err);
  g->read_only = options->read_only;
  return store_open(&g->store, g, path, options, err);
}

Status graph_open(Graph **out, const char *path, const GraphOptions *options, Error *err)
{
  Graph *g = NULL;
  TRY(graph_new(&g, err));
  g->workers = options ? options->workers : NULL;
  if (path && open_store(g, path, options, err) != STATUS_OK) {
    graph_close(g);
    return STATUS_FAIL;
  }
  *out = g;
  return STATUS_OK;
}

void graph_close(Graph *g)
{
  if (!g) return;
  undo_rollback(g, 0);
  store_close(g->store);
  large_free(g->undo.items);
  for (uint32_t i = 0; i < g->index_count; i++) index_free(g->indexes[i]);
  free(g->indexes);
  for (uint32_t i = 0; i < g->constraint_count; i++) constraint_free(g->constraints[i]);
  free(g->constraints);
  for (uint32_t i = 0; i < g->fulltext_count; i++) fulltext_free(g->fulltexts[i]);
  free(g->fulltexts);
  graph_free_intervals(g);
  for (int kind = 0; kind < 2; kind++) {
    for (uint32_t key = 0; key < g->column_count[kind]; key++) column_free(g->columns[kind][key]);
    free(g->columns[kind]);
  }
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) names_free(&g->names[kind]);
  labels_free(&g->labels);
  stats_free(&g->stats);
  settings_free(&g->settings);
  topology_free(g->topology);
  page_set_free(&g->node_pages);
  page_set_free(&g->rel_pages);
  free(g->path);
  free(g);
}

Workers *graph_workers(const Graph *g)
{
  return g->workers;
}

bool graph_is_read_only(const Graph *g)
{
  return g->read_only;
}

const char *graph_path(const Graph *g)
{
  return g->path;
}

const struct Topology *graph_topology(const Graph *g)
{
  return g->topology;
}

uint32_t graph_node_limit(const Graph *g)
{
  return topology_node_limit(g->topology);
}

uint32_t graph_rel_limit(const Graph *g)
{
  return topology_rel_limit(g->topology);
}

uint64_t graph_node_count(const Graph *g)
{
  return g->node_count;
}

uint64_t graph_rel_count(const Graph *g)
{
  return topology_rel_count(g->topology);
}

/* ---- names */

uint32_t graph_name_find(const Graph *g, NameKind kind, Text text)
{
  return names_find(&g->names[kind], text);
}

Status graph_name_add(Graph *g, NameKind kind, Text text, uint32_t *id, Error *err)
{
  uint32_t before = g->names[kind].count;
  TRY(names_add(&g->names[kind], text, id, err));
  if (g->names[kind].count > before) g->schema_version++;
  return STATUS_OK;
}

Text graph_name(const Graph *g, NameKind kind, uint32_t id)
{
  return names_text(&g->names[kind], id);
}

uint32_t graph_name_count(const Graph *g, NameKind kind)
{
  return g->names[kind].count;
}

/* ---- settings */

const Settings *graph_settings(const Graph *g)
{
  return &g->settings;
}

SettingNames *graph_put_setting(Graph *g, Setting setting, SettingNames *names)
{
  SettingNames *before = g->settings.own[setting];
  g->settings.own[setting] = names;
  g->settings_changed = true;
  graph_forget_intervals(g, 0); /* which are made after the settings */
  g->schema_version++;
  return before;
}

Status graph_set_setting(Graph *g, Setting setting, const Text *names, uint32_t n, Error *err)
{
  const SettingInfo *info = setting_info(setting);
  SettingNames *list = NULL;
  TRY(graph_check_writable(g, err));
  if (names && info->single && n != 1)
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "the setting %s is exactly one name", info->name);
  if (names && n > SETTING_MOST_NAMES)
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "the setting %s takes at most %d names", info->name,
                     SETTING_MOST_NAMES);
  TRY(undo_reserve(g, 1, err));
  if (names) TRY(setting_names_own(names, n, &list, err));
  undo_push(g, (Undo){.op = UNDO_SETTING, .slot = setting, .names = graph_put_setting(g, setting, list)});
  return STATUS_OK;
}

/* ---- what changes ask first */

Status graph_check_writable(const Graph *g, Error *err)
{
  if (UNLIKELY(g->read_only && !g->supposing))
    return error_set(err, ERROR_READ_ONLY, NULL, "the database was opened read-only");
  if (LIKELY(g->statements == 1 || (g->statements == 0 && g->in_transaction))) return STATUS_OK;
  if (g->statements == 0)
    return error_set(err, ERROR_MISUSE, NULL, "a change outside of any statement and transaction");
  return error_set(err, ERROR_MISUSE, NULL, "a statement cannot write while another one is open on the same database");
}

Status graph_touch(Graph *g, EntityKind kind, uint32_t slot, Error *err)
{
  if (!g->store) return STATUS_OK;
  return page_set_add(kind == ENTITY_NODE ? &g->node_pages : &g->rel_pages, slot >> GRAPH_PAGE_SHIFT, err);
}

/* ---- commit and rollback */

/* Texts that no slot uses any more are dropped when they are the most of a dictionary. Indexes point into it. */
static void compact_dictionaries(Graph *g)
{
  enum { FEWEST = 4096 };
  Error ignored = {0};
  for (int kind = 0; kind < 2; kind++) {
    for (uint32_t key = 0; key < g->column_count[kind]; key++) {
      Column *column = g->columns[kind][key];
      if (!column || column_texts(column) < FEWEST || column_texts(column) / 2 < column_count(column)) continue;
      for (uint32_t i = 0; i < g->index_count; i++)
        if ((int)index_kind(g->indexes[i]) == kind && index_key(g->indexes[i]) == key) index_invalidate(g->indexes[i]);
      (void)column_compact_texts(column, &ignored);
    }
  }
}

/* What is put off until no statement runs. None of it can make a committed statement fail: what there is no memory for
 * now is tried again after the next one. */
static void settle(Graph *g)
{
  Error ignored = {0};
  if (g->statements || g->in_transaction) return;
  if (!g->read_only) compact_dictionaries(g);
  graph_repair_indexes(g);
  (void)topology_settle(g->topology, &ignored);
}

static void roll_back(Graph *g, size_t savepoint)
{
  undo_rollback(g, savepoint);
  g->changes = (GraphChanges){0};
  graph_repair_indexes(g);
  graph_settle_constraints(g, false);
}

static Status commit(Graph *g, Error *err)
{
  if (g->undo.count == 0) return STATUS_OK;
  if (g->store && store_commit(g->store, g, err) != STATUS_OK) {
    roll_back(g, 0);
    return STATUS_FAIL;
  }
  undo_forget(g);
  graph_settle_constraints(g, true);
  g->version++;
  return STATUS_OK;
}

/* ---- other processes that write the same file */

bool graph_is_behind(const Graph *g)
{
  return g->store && !g->pinned && store_has_moved(g->store);
}

Status graph_catch_up(Graph *g, Error *err)
{
  return LIKELY(!graph_is_behind(g)) ? STATUS_OK : store_follow(g->store, g, err);
}

void graph_hold(Graph *g)
{
  g->pinned = g->in_transaction;
}

Status graph_lock(Graph *g, Error *err)
{
  if (LIKELY(!g->store) || store_is_locked(g->store)) return STATUS_OK;
  TRY(store_lock(g->store, err));
  Status status = g->pinned ? store_check_current(g->store, err) : store_follow(g->store, g, err);
  graph_hold(g);
  if (status != STATUS_OK) store_unlock(g->store);
  return status;
}

void graph_unlock(Graph *g)
{
  if (g->store && !g->in_transaction) store_unlock(g->store);
}

void graph_end_following(Graph *g, bool ok)
{
  if (g->statements) g->statements--;
  if (ok) {
    graph_follow_constraints(g);
    undo_forget(g);
    g->version++;
  } else {
    roll_back(g, g->savepoint);
  }
  g->changes = (GraphChanges){0};
}

void graph_replace(Graph *g, Graph *fresh)
{
  Graph old = *g;
  *g = *fresh;
  *fresh = old;
  g->store = old.store;
  g->path = old.path;
  g->workers = old.workers;
  g->read_only = old.read_only;
  g->in_transaction = old.in_transaction;
  g->pinned = old.pinned;
  g->version = old.version + 1;
  g->schema_version = old.schema_version + 1;
  fresh->store = NULL;
  fresh->path = NULL;
}

/* ---- statements */

Status graph_statement_begin(Graph *g, Error *err)
{
  if (g->statements && g->undo.count > g->savepoint)
    return error_set(err, ERROR_MISUSE, NULL, "a statement that writes is still open on this database");
  if (g->statements++ == 0) {
    undo_savepoint(g);
    g->changes = (GraphChanges){0};
  }
  return STATUS_OK;
}

Status graph_statement_end(Graph *g, bool ok, Error *err)
{
  if (g->statements == 0) return error_set(err, ERROR_MISUSE, NULL, "no statement is open");
  if (--g->statements) return STATUS_OK;
  if (g->bulk) ok = false;
  Status status = STATUS_OK;
  if (g->undo.count > g->savepoint) {
    if (ok) status = graph_check_constraints(g, err);
    if (!ok || status != STATUS_OK)
      roll_back(g, g->savepoint);
    else if (!g->in_transaction)
      status = commit(g, err);
    settle(g);
  }
  graph_unlock(g);
  return status;
}

Status graph_suppose_begin(Graph *g, Error *err)
{
  TRY(graph_statement_begin(g, err));
  g->supposing = true;
  return STATUS_OK;
}

void graph_suppose_end(Graph *g)
{
  roll_back(g, g->savepoint);
  g->supposing = false;
  g->statements--;
}

/* ---- when to merge: once reading around the overlay has cost, or is about to cost, as much as merging it would. So
 * merging never costs more than reading, however reads and writes alternate. */

void graph_expect_reading(Graph *g, double rows)
{
  const double row_nanos = 30;
  Error ignored = {0};
  if (!g->statements) graph_repair_indexes(g);
  double cost = (double)topology_refresh_cost(g->topology);
  if (LIKELY(cost == 0) || g->statements || g->undo.count) return;
  if (g->read_time + rows * row_nanos < cost) return;
  g->read_time = 0;
  g->refreshed = true;
  (void)topology_refresh(g->topology, &ignored);
}

void graph_note_reading(Graph *g, double nanos)
{
  const double short_nanos = 50000, share = 16; /* what takes microseconds has met few relationships, if any */
  if (!g->refreshed) g->read_time += nanos < short_nanos ? nanos / share : nanos;
  g->refreshed = false;
}

/* ---- transactions */

Status graph_begin(Graph *g, Error *err)
{
  if (g->in_transaction)
    return error_set(err, ERROR_MISUSE, NULL, "a transaction is open already: COMMIT or ROLLBACK ends it");
  if (g->statements) return error_set(err, ERROR_MISUSE, NULL, "a transaction cannot begin within a statement");
  g->in_transaction = true;
  g->pinned = false;
  undo_savepoint(g);
  return STATUS_OK;
}

static Status check_transaction(const Graph *g, Error *err)
{
  if (!g->in_transaction) return error_set(err, ERROR_MISUSE, NULL, "no transaction is open: BEGIN opens one");
  if (g->statements) return error_set(err, ERROR_MISUSE, NULL, "a transaction cannot end while a statement is open");
  return STATUS_OK;
}

Status graph_commit(Graph *g, Error *err)
{
  TRY(check_transaction(g, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "a bulk load is still on");
  g->in_transaction = g->pinned = false;
  Status status = graph_check_constraints(g, err); /* of what was changed outside of any statement */
  if (status == STATUS_OK)
    status = commit(g, err);
  else
    roll_back(g, 0);
  settle(g);
  graph_unlock(g);
  return status;
}

Status graph_rollback(Graph *g, Error *err)
{
  TRY(check_transaction(g, err));
  g->in_transaction = g->pinned = false;
  roll_back(g, 0);
  settle(g);
  graph_unlock(g);
  return STATUS_OK;
}

bool graph_in_transaction(const Graph *g)
{
  return g->in_transaction;
}

Status graph_compact(Graph *g, Error *err)
{
  if (g->undo.count || g->statements > 1) return STATUS_OK;
  TRY(topology_refresh(g->topology, err));
  return topology_record(g->topology, err);
}

const GraphChanges *graph_changes(const Graph *g)
{
  return &g->changes;
}

uint64_t graph_version(const Graph *g)
{
  return g->version;
}

uint64_t graph_schema_version(const Graph *g)
{
  return g->schema_version;
}
