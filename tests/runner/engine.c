/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LEVELS 8 /* of folders above a test in which its graph may be */

static const char *const effect_names[EFFECT_COUNT] = {"nodes", "relationships", "properties", "labels"};

static const char *const defining_queries[EFFECT_COUNT] = {
    "MATCH (n) RETURN n",
    "MATCH ()-[r]->() RETURN r",
    "MATCH (n) UNWIND keys(n) AS key WITH properties(n) AS properties, key, n "
    "RETURN n AS entity, key, properties[key] AS value UNION ALL "
    "MATCH ()-[r]->() UNWIND keys(r) AS key WITH properties(r) AS properties, key, r "
    "RETURN r AS entity, key, properties[key] AS value",
    "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label",
};

static const char *copy(Pool *pool, const char *text)
{
  return text ? pool_copy(pool, text, strlen(text)) : "";
}

static Failure *copy_failure(Pool *pool, const clio_db *db)
{
  const clio_error *error = clio_last_error(db);
  Failure *failure = pool_alloc(pool, sizeof(Failure));
  *failure = (Failure){.code = copy(pool, error->code),
                       .detail = copy(pool, error->detail),
                       .message = copy(pool, error->message),
                       .rendered = copy(pool, error->rendered),
                       .compile_time = error->compile_time,
                       .line = error->line,
                       .column = error->column};
  return failure;
}

clio_db *engine_open(unsigned timeout_seconds)
{
  clio_db *db = NULL;
  if (clio_open(&db, NULL, NULL) != CLIO_OK) {
    fail_usage("cannot open a graph in memory: %s", db ? clio_last_error(db)->message : "out of memory");
  }
  clio_set_timeout(db, timeout_seconds * 1000);
  return db;
}

static char *value_text(Pool *pool, const clio_query *query, const clio_value *value)
{
  char *text = clio_value_text(query, value, CLIO_AS_CYPHER);
  if (!text) fail_usage("out of memory");
  char *kept = pool_copy(pool, text, strlen(text));
  free(text);
  return kept;
}

static bool bind_all(clio_query *query, const Table *parameters)
{
  for (size_t i = 0; parameters && i < parameters->count; i++) {
    char *const *cells = parameters->lines[i];
    if (clio_bind_literal(query, cells[0], cells[1]) != CLIO_OK) return false;
  }
  return true;
}

static void add_names(Pool *pool, Table *table, const clio_query *query)
{
  uint32_t width = clio_column_count(query);
  if (!width) return;
  char **cells = pool_alloc(pool, width * sizeof(char *));
  for (uint32_t i = 0; i < width; i++) {
    const char *name = clio_column_name(query, i);
    cells[i] = pool_copy(pool, name, strlen(name));
  }
  table_add_cells(pool, table, cells, width);
}

static void add_row(Pool *pool, Table *table, const clio_query *query)
{
  char **cells = pool_alloc(pool, table->width * sizeof(char *));
  for (uint32_t i = 0; i < table->width; i++) cells[i] = value_text(pool, query, clio_column(query, i));
  table_add_cells(pool, table, cells, table->width);
}

static const char *copy_notes(Pool *pool, clio_query *query)
{
  const char *text = "";
  for (uint32_t i = 0; i < clio_query_note_count(query); i++)
    text = pool_printf(pool, "%s%s", text, clio_query_note(query, i)->rendered);
  return text;
}

Answer engine_run(Pool *pool, clio_db *db, const char *text, const Table *parameters)
{
  Answer answer = {0};
  clio_query *query = NULL;
  clio_status status = clio_prepare(db, &query, text, -1, NULL);
  if (status == CLIO_OK && !query) {
    answer.failure = pool_alloc(pool, sizeof(Failure));
    *answer.failure = (Failure){"", "", "there is no statement in the text", "there is no statement in the text\n",
                                .compile_time = true};
    return answer;
  }
  if (status == CLIO_OK && !bind_all(query, parameters)) status = CLIO_ERROR;
  if (status == CLIO_OK) {
    add_names(pool, &answer.table, query);
    while ((status = clio_step(query)) == CLIO_ROW) add_row(pool, &answer.table, query);
    if (status == CLIO_DONE) answer.notes = copy_notes(pool, query); /* some are only known then */
    if (status == CLIO_DONE && clio_query_mode(query) == CLIO_MODE_EXPLAIN) answer.plan = copy(pool, clio_plan(query));
  }
  if (status == CLIO_ERROR) answer.failure = copy_failure(pool, db);
  clio_finish(query);
  return answer;
}

char *failure_describe(Pool *pool, const char *what, const Failure *failure)
{
  return pool_printf(pool, "%s: %s%s%s at %s, %u:%u: %s", what, failure->code, *failure->detail ? " " : "",
                     failure->detail, failure->compile_time ? "compile time" : "runtime", failure->line,
                     failure->column, failure->message);
}

char *engine_set_up(Pool *pool, clio_db *db, const char *text)
{
  if (clio_exec(db, text, NULL, NULL) != CLIO_ERROR) return NULL;
  return failure_describe(pool, "the graph could not be set up", copy_failure(pool, db));
}

char *engine_set_up_named(Pool *pool, clio_db *db, const char *test_file, const char *name)
{
  const char *slash = strrchr(test_file, '/');
  char *folder = slash ? pool_copy(pool, test_file, (size_t)(slash - test_file)) : pool_printf(pool, ".");
  for (int level = 0; level < MAX_LEVELS; level++) {
    char *script = pool_read_file(pool, pool_printf(pool, "%s/graphs/%s/%s.cypher", folder, name, name));
    if (script) return engine_set_up(pool, db, script);
    folder = pool_printf(pool, "%s/..", folder);
  }
  return pool_printf(pool, "there is no graph named %s", name);
}

bool effects_set(Effects *effects, const char *name, long count)
{
  for (int kind = 0; kind < EFFECT_COUNT; kind++) {
    if (strcmp(name + 1, effect_names[kind]) != 0) continue;
    if (*name != '+' && *name != '-') return false;
    *(*name == '+' ? &effects->added[kind] : &effects->removed[kind]) = count;
    return true;
  }
  return false;
}

/* Entities are told apart by their id: two nodes may look the same. */
static char *record_text(Pool *pool, const clio_query *query)
{
  char *record = NULL;
  for (uint32_t i = 0; i < clio_column_count(query); i++) {
    const clio_value *value = clio_column(query, i);
    clio_type type = clio_value_type(value);
    char *cell = type == CLIO_NODE || type == CLIO_RELATIONSHIP
                     ? pool_printf(pool, "%c%" PRId64, type == CLIO_NODE ? 'n' : 'r', clio_value_id(value))
                     : value_text(pool, query, value);
    record = record ? pool_printf(pool, "%s %s", record, cell) : cell;
  }
  return record;
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

Snapshot snapshot_take(Pool *pool, clio_db *db)
{
  Snapshot snapshot = {0};
  if (clio_node_count(db) == 0 && clio_relationship_count(db) == 0) return snapshot;
  for (int kind = 0; kind < EFFECT_COUNT && !snapshot.problem; kind++) {
    char **records = NULL;
    size_t count = 0;
    clio_query *query = NULL;
    clio_status status = clio_prepare(db, &query, defining_queries[kind], -1, NULL);
    while (status != CLIO_ERROR && (status = clio_step(query)) == CLIO_ROW) {
      records = pool_grow(pool, records, count, sizeof(char *));
      records[count++] = record_text(pool, query);
    }
    if (status == CLIO_ERROR) {
      snapshot.problem = failure_describe(pool, "a query for effects failed", copy_failure(pool, db));
    }
    clio_finish(query);
    if (count) qsort(records, count, sizeof(char *), by_text);
    snapshot.records[kind] = records;
    snapshot.count[kind] = count;
  }
  return snapshot;
}

static Effects snapshot_effects(const Snapshot *before, const Snapshot *after)
{
  Effects effects = {0};
  for (int kind = 0; kind < EFFECT_COUNT; kind++) {
    size_t i = 0, j = 0;
    while (i < before->count[kind] || j < after->count[kind]) {
      int order = i == before->count[kind]  ? 1
                  : j == after->count[kind] ? -1
                                            : strcmp(before->records[kind][i], after->records[kind][j]);
      if (order < 0) effects.removed[kind]++;
      if (order > 0) effects.added[kind]++;
      if (order <= 0) i++;
      if (order >= 0) j++;
    }
  }
  return effects;
}

static char *effects_difference(Pool *pool, const Effects *wanted, const Effects *got)
{
  char *reason = NULL;
  for (int kind = 0; kind < 2 * EFFECT_COUNT; kind++) {
    bool added = kind < EFFECT_COUNT;
    const char *name = effect_names[kind % EFFECT_COUNT];
    long want = (added ? wanted->added : wanted->removed)[kind % EFFECT_COUNT];
    long have = (added ? got->added : got->removed)[kind % EFFECT_COUNT];
    if (want == have) continue;
    reason = pool_printf(pool, "%s%c%s should be %ld, got %ld", reason ? pool_printf(pool, "%s; ", reason) : "",
                         added ? '+' : '-', name, want, have);
  }
  return reason;
}

char *snapshot_check(Pool *pool, clio_db *db, const Snapshot *before, const Effects *wanted)
{
  Snapshot after = snapshot_take(pool, db);
  if (after.problem) return after.problem;
  Effects got = snapshot_effects(before, &after);
  return effects_difference(pool, wanted, &got);
}
