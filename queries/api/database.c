/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Databases: opening, closing, transactions, and the error that each handle keeps. */
#include "api.h"

#include "grammar/source.h"
#include "loaders/loader.h"

#include "core/store.h"

#include <stdlib.h>
#include <time.h>

CLIO_API const char *clio_version(void)
{
  return CLIO_VERSION;
}

int64_t monotonic_nanos(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * NANOS_PER_SECOND + t.tv_nsec;
}

/* ---- errors */

void db_clear_error(clio_db *db)
{
  error_clear(&db->error);
  db->last = (clio_error){.code = "", .detail = "", .message = "", .rendered = ""};
}

clio_status db_fail(clio_db *db, Text text)
{
  Error *err = &db->error;
  if (err->kind == ERROR_NONE) error_internal(err, "a failure without an error");
  str_clear(&db->rendered);
  source_render_error(&db->rendered, text, err);
  Position at = {0, 0};
  if (err->span.end > 0) at = source_position(text, err->span.start);
  db->last = (clio_error){.code = error_kind_name(err->kind),
                          .detail = err->detail ? err->detail : "",
                          .compile_time = err->phase == PHASE_COMPILE,
                          .message = err->message,
                          .line = at.line,
                          .column = at.column,
                          .rendered = str_cstr(&db->rendered)};
  return CLIO_ERROR;
}

CLIO_API const clio_error *clio_last_error(const clio_db *db)
{
  static const clio_error no_memory = {
      .code = "MemoryLimit", .detail = "", .message = "out of memory", .rendered = "MemoryLimit: out of memory\n"};
  return db ? &db->last : &no_memory;
}

bool db_is_open(const clio_db *db)
{
  return db->graph != NULL;
}

/* ---- opening and closing */

static void read_options(clio_db *db, const clio_options *options)
{
  db->options = (clio_options)CLIO_OPTIONS_INIT;
  if (options) memcpy(&db->options, options, MIN(options->size, sizeof db->options));
}

CLIO_API clio_status clio_open(clio_db **out, const char *path, const clio_options *options)
{
  clio_db *db = *out = calloc(1, sizeof *db);
  if (!db) return CLIO_ERROR;
  db_clear_error(db);
  read_options(db, options);
  map_init(&db->cache.map, NULL);
  arena_init(&db->parameters.arena, NULL);
  db->workers = workers_new(db->options.threads);
  if (!db->workers) {
    error_out_of_memory(&db->error);
    return db_fail(db, (Text){"", 0});
  }
  const char *file = path && *path ? path : NULL;
  GraphOptions graph = {.read_only = db->options.read_only,
                        .create = !db->options.must_exist && !db->options.read_only,
                        .fast = db->options.fast,
                        .busy_ms = db->options.busy_ms,
                        .interrupt = &db->interrupt,
                        .workers = db->workers,
                        .progress = db->options.progress,
                        .payload = db->options.payload};
  if (graph_open(&db->graph, file, &graph, &db->error) != STATUS_OK) return db_fail(db, (Text){"", 0});
  return CLIO_OK;
}

CLIO_API void clio_close(clio_db *db)
{
  if (!db) return;
  while (db->queries) clio_finish(db->queries);
  plan_cache_clear(&db->cache);
  procedure_scope_free(&db->procedures);
  parameters_free(&db->parameters);
  if (db->graph) graph_close(db->graph);
  workers_free(db->workers);
  str_free(&db->rendered);
  str_free(&db->scratch);
  free(db->valid_time);
  free(db->according_to);
  free(db);
}

CLIO_API void clio_interrupt(clio_db *db)
{
  atomic_store(&db->interrupt, true);
}

CLIO_API void clio_set_memory(clio_db *db, uint64_t bytes)
{
  if ((bytes == 0) != (db->options.memory == 0)) plan_cache_clear(&db->cache);
  db->options.memory = bytes;
}

CLIO_API void clio_set_timeout(clio_db *db, uint32_t ms)
{
  db->options.timeout_ms = ms;
}

CLIO_API uint64_t clio_node_count(const clio_db *db)
{
  return db->graph ? graph_node_count(db->graph) : 0;
}

CLIO_API uint64_t clio_relationship_count(const clio_db *db)
{
  return db->graph ? graph_rel_count(db->graph) : 0;
}

/* ---- transactions */

static clio_status in_transaction(clio_db *db, Status (*change)(Graph *g, Error *err))
{
  if (!db_is_open(db)) return CLIO_ERROR;
  db_clear_error(db);
  if (db_buffer_rows(db) != STATUS_OK) return db_fail(db, (Text){"", 0});
  return change(db->graph, &db->error) == STATUS_OK ? CLIO_OK : db_fail(db, (Text){"", 0});
}

CLIO_API clio_status clio_begin(clio_db *db)
{
  db->transaction_time = (ZonedDateTime){0};
  return in_transaction(db, graph_begin);
}

CLIO_API clio_status clio_commit(clio_db *db)
{
  return in_transaction(db, graph_commit);
}

CLIO_API clio_status clio_rollback(clio_db *db)
{
  return in_transaction(db, graph_rollback);
}

CLIO_API bool clio_in_transaction(const clio_db *db)
{
  return db->graph && graph_in_transaction(db->graph);
}
