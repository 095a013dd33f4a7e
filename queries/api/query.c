/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The life of a query: prepare, step, finish. A statement that only reads hands out its rows as they come; one that
 * writes runs to its end first, takes effect, and hands out its rows from memory. */
#include "api.h"

#include "core/utf8.h"
#include "grammar/parse.h"
#include "proc/proc.h"
#include "schema.h"

#include <stdlib.h>
#include <time.h>

static Text query_text(const clio_query *q)
{
  return q->prepared->text;
}

static clio_status fail(clio_query *q)
{
  q->state = QUERY_FAILED;
  return db_fail(q->db, query_text(q));
}

/* ---- prepare and finish */

static void set_columns(clio_query *q)
{
  const Statement *s = q->prepared->statement;
  q->column_count = q->prepared->checked.column_count;
  if (s->mode == MODE_EXPLAIN) q->column_count = 1;
  if (s->mode == MODE_WHY) q->column_count++;
}

static clio_status refuse_bad_text(clio_db *db, Text text, size_t valid)
{
  Span at = {(uint32_t)valid, (uint32_t)valid + 1};
  error_at(&db->error, ERROR_SYNTAX, "UnexpectedSyntax", at, "the statement is not valid UTF-8 at byte %zu", valid);
  return db_fail(db, (Text){text.data, valid});
}

CLIO_API clio_status clio_prepare(clio_db *db, clio_query **out, const char *data, ptrdiff_t length, size_t *tail)
{
  *out = NULL;
  if (!db_is_open(db)) return CLIO_ERROR;
  db_clear_error(db);
  Text text = {data, length < 0 ? strlen(data) : (size_t)length};
  bool blank;
  size_t end = parse_statement_end(text, &blank);
  if (end > 0) text.len = end;
  if (tail) *tail = text.len;
  if (blank) return CLIO_OK;
  size_t valid = utf8_valid(text);
  if (valid < text.len) return refuse_bad_text(db, text, valid);
  Prepared *p;
  if (db_catch_up(db) != STATUS_OK || prepare(db, text, &p, &db->error) != STATUS_OK) return db_fail(db, text);
  clio_query *q = calloc(1, sizeof *q);
  if (!q) {
    prepared_release(p);
    error_out_of_memory(&db->error);
    return db_fail(db, text);
  }
  q->db = db;
  q->prepared = p;
  q->limit.limit = db->options.memory;
  arena_init(&q->bindings.arena, NULL);
  arena_init(&q->kept.arena, &q->limit);
  arena_init(&q->row_arena, NULL);
  set_columns(q);
  q->row = arena_array(&q->row_arena, Value, MAX(q->column_count, 1u));
  if (arena_check(&q->row_arena, &db->error) != STATUS_OK) {
    prepared_release(p);
    free(q);
    return db_fail(db, text);
  }
  q->next = db->queries;
  db->queries = q;
  *out = q;
  return CLIO_OK;
}

void query_close_exec(clio_query *q)
{
  if (q->exec_open) exec_close(&q->exec);
  q->exec_open = false;
}

static void drop_rows(clio_query *q)
{
  arena_free(&q->kept.arena);
  q->kept.values = NULL;
  q->kept.rows = q->kept.cap = q->kept.next = 0;
  q->missed = (Notes){0};
  q->looked_for_missed = false;
}

CLIO_API void clio_finish(clio_query *q)
{
  if (!q) return;
  query_close_exec(q);
  drop_rows(q);
  parameters_free(&q->bindings);
  arena_free(&q->row_arena);
  str_free(&q->plan);
  prepared_release(q->prepared);
  prepared_release(q->outdated);
  clio_query **at = &q->db->queries;
  while (*at != q) at = &(*at)->next;
  *at = q->next;
  free(q);
}

/* Plans anew where the graph has become another one since the statement was prepared. The caller may hold names and
 * notes of the old plan until the query is reset. */
static Status renew(clio_query *q)
{
  Prepared *fresh;
  if (LIKELY(!prepared_is_stale(q->db, q->prepared))) return STATUS_OK;
  TRY(prepare(q->db, query_text(q), &fresh, &q->db->error));
  prepared_release(q->outdated);
  q->outdated = q->prepared;
  q->prepared = fresh;
  return STATUS_OK;
}

CLIO_API clio_status clio_reset(clio_query *q)
{
  prepared_release(q->outdated);
  q->outdated = NULL;
  query_close_exec(q);
  drop_rows(q);
  str_clear(&q->plan);
  q->state = QUERY_READY;
  q->summary = (clio_summary){0};
  db_clear_error(q->db);
  return renew(q) == STATUS_OK ? CLIO_OK : fail(q);
}

/* ---- starting */

Status query_parameters(clio_query *q, const Value **out)
{
  const Checked *checked = &q->prepared->checked;
  Value *values = arena_array(&q->kept.arena, Value, MAX(checked->parameter_count, 1u));
  TRY(arena_check(&q->kept.arena, &q->db->error));
  for (uint32_t i = 0; i < checked->parameter_count; i++) {
    const Name *name = &checked->parameters[i];
    const Value *own = parameters_find(&q->bindings, name->text);
    const Value *shared = own ? NULL : parameters_find(&q->db->parameters, name->text);
    if (!own && !shared) return parameter_missing(q, name, &q->db->error);
    values[i] = own ? *own : value_copy_deep(&q->kept.arena, *shared);
  }
  *out = values;
  return STATUS_OK;
}

/* A transaction begins with its first statement. */
StatementClock query_clock(clio_db *db)
{
  ClockTime clock = clock_now();
  ZonedDateTime now = {.seconds = clock.seconds, .nanos = clock.nanos, .zone = ZONE_NONE};
  if (!graph_in_transaction(db->graph) || db->transaction_time.seconds == 0) db->transaction_time = now;
  return (StatementClock){.statement = now, .transaction = db->transaction_time};
}

int64_t query_deadline(const clio_db *db)
{
  uint32_t timeout = db->options.timeout_ms;
  return timeout ? monotonic_nanos() + (int64_t)timeout * 1000000 : 0;
}

Status query_open(clio_query *q, const Value *parameters, StatementClock clock, int64_t deadline,
                  struct Witness *witness)
{
  clio_db *db = q->db;
  bool profile = q->prepared->statement->mode == MODE_PROFILE;
  TRY(exec_open(&q->exec, db->graph, &q->prepared->tree, parameters, clock, &q->limit, db->workers, &db->interrupt,
                deadline, profile, witness, &db->error));
  q->exec_open = true;
  q->batch = (Batch){.slots = arena_array(&q->exec.arena, Vec, MAX(q->exec.slot_count, 1u))};
  q->batch_at = 0;
  return arena_check(&q->exec.arena, &db->error);
}

static Status start(clio_query *q)
{
  const Value *parameters = NULL;
  TRY(query_parameters(q, &parameters));
  return query_open(q, parameters, query_clock(q->db), query_deadline(q->db), NULL);
}

/* ---- rows */

Status query_keep_row(clio_query *q, const Value *row)
{
  KeptRows *kept = &q->kept;
  uint32_t width = q->column_count;
  if (kept->rows == kept->cap) {
    uint64_t cap = kept->cap ? kept->cap * 2 : 64;
    Value *values = arena_array(&kept->arena, Value, cap * MAX(width, 1u));
    TRY(arena_check(&kept->arena, &q->db->error));
    if (kept->rows) memcpy(values, kept->values, kept->rows * width * sizeof *values);
    kept->values = values;
    kept->cap = cap;
  }
  /* The commit that follows may give back what the graph lends, dictionary texts included. */
  for (uint32_t i = 0; i < width; i++) kept->values[kept->rows * width + i] = value_copy_deep(&kept->arena, row[i]);
  kept->rows++;
  return arena_check(&kept->arena, &q->db->error);
}

static void read_row(clio_query *q)
{
  uint32_t row = batch_row(&q->batch, q->batch_at++);
  const uint32_t *slots = q->prepared->tree.root->slots;
  for (uint32_t i = 0; i < q->prepared->checked.column_count; i++) q->row[i] = vec_get(&q->batch.slots[slots[i]], row);
}

/* *more: a row was read. */
Status query_next_row(clio_query *q, bool *more)
{
  *more = false;
  if (q->batch_at == q->batch.n) {
    TRY(exec_next(&q->exec, &q->batch));
    q->batch_at = 0;
    if (q->batch.n == 0) return STATUS_OK;
  }
  read_row(q);
  *more = true;
  return STATUS_OK;
}

static Status keep_all(clio_query *q)
{
  bool more;
  for (;;) {
    TRY(query_next_row(q, &more));
    if (!more) return STATUS_OK;
    TRY(query_keep_row(q, q->row));
  }
}

static void note_plan(clio_query *q)
{
  str_clear(&q->plan);
  plan_print(&q->plan, &q->prepared->tree, q->db->graph, q->exec_open ? q->exec.profile : NULL);
}

Status query_buffer_rest(clio_query *q)
{
  if (q->state != QUERY_STREAMING) return STATUS_OK;
  /* The row at hand stays what it is. */
  Value *row = arena_array(&q->kept.arena, Value, MAX(q->column_count, 1u));
  TRY(arena_check(&q->kept.arena, &q->db->error));
  for (uint32_t i = 0; i < q->column_count; i++) row[i] = value_copy_deep(&q->kept.arena, q->row[i]);
  Status status = keep_all(q);
  if (q->column_count) memcpy(q->row, row, q->column_count * sizeof *row);
  if (q->prepared->statement->mode == MODE_PROFILE) note_plan(q);
  query_close_exec(q);
  q->state = status == STATUS_OK ? QUERY_BUFFERED : QUERY_FAILED;
  return status;
}

Status db_buffer_rows(clio_db *db)
{
  for (clio_query *q = db->queries; q; q = q->next) TRY(query_buffer_rest(q));
  return STATUS_OK;
}

Status db_catch_up(clio_db *db)
{
  if (UNLIKELY(graph_is_behind(db->graph))) TRY(db_buffer_rows(db));
  return graph_catch_up(db->graph, &db->error);
}

static void add_changes(clio_query *q)
{
  const GraphChanges *c = graph_changes(q->db->graph);
  clio_summary *s = &q->summary;
  s->nodes_created = c->nodes_created;
  s->nodes_deleted = c->nodes_deleted;
  s->relationships_created = c->rels_created;
  s->relationships_deleted = c->rels_deleted;
  s->properties_set = c->properties_set;
  s->labels_added = c->labels_added;
  s->labels_removed = c->labels_removed;
  s->indexes_added = c->indexes_added;
  s->indexes_removed = c->indexes_removed;
  s->constraints_added = c->constraints_added;
  s->constraints_removed = c->constraints_removed;
}

/* The graph may put itself in order for what is coming, which moves what running queries read. */
static void expect_reading(const clio_query *q)
{
  for (const clio_query *other = q->db->queries; other; other = other->next)
    if (other->exec_open) return;
  graph_expect_reading(q->db->graph, q->prepared->rows);
}

/* Runs a writing statement to its end inside the graph's bracket. */
static Status run_writing(clio_query *q, Status (*body)(clio_query *q))
{
  Graph *g = q->db->graph;
  Error *err = &q->db->error, ignored = {0};
  if (graph_is_read_only(g)) return error_set(err, ERROR_READ_ONLY, NULL, "the database is open for reading only");
  TRY(db_buffer_rows(q->db));
  TRY(graph_lock(g, err));
  if (renew(q) != STATUS_OK) {
    graph_unlock(g);
    return STATUS_FAIL;
  }
  expect_reading(q);
  TRY(graph_statement_begin(g, err));
  Status status = body(q);
  if (status != STATUS_OK) {
    query_close_exec(q);
    (void)graph_statement_end(g, false, &ignored);
    return STATUS_FAIL;
  }
  status = graph_statement_end(g, true, err);
  if (status == STATUS_OK) add_changes(q);
  return status;
}

static Status write_body(clio_query *q)
{
  TRY(start(q));
  TRY(keep_all(q));
  if (q->prepared->statement->mode == MODE_PROFILE) note_plan(q);
  query_close_exec(q);
  return STATUS_OK;
}

static Status schema_body(clio_query *q)
{
  const Value *parameters;
  TRY(query_parameters(q, &parameters));
  return schema_run(q->db->graph, q->prepared->statement, parameters, &q->kept.arena, &q->db->error);
}

/* One row for each line of the plan. */
static Status explain(clio_query *q)
{
  note_plan(q);
  TRY(str_check(&q->plan, &q->db->error));
  Text rest = str_text(&q->plan);
  while (rest.len > 0) {
    const char *end = memchr(rest.data, '\n', rest.len);
    size_t len = end ? (size_t)(end - rest.data) : rest.len;
    Value line = value_string((Text){rest.data, len});
    TRY(query_keep_row(q, &line));
    len += end != NULL;
    rest = (Text){rest.data + len, rest.len - len};
  }
  return STATUS_OK;
}

static Status run_transaction(clio_query *q, StatementKind kind)
{
  TRY(db_buffer_rows(q->db));
  Graph *g = q->db->graph;
  Error *err = &q->db->error;
  if (kind == STATEMENT_BEGIN) q->db->transaction_time = (ZonedDateTime){0};
  if (kind == STATEMENT_BEGIN) return graph_begin(g, err);
  return kind == STATEMENT_COMMIT ? graph_commit(g, err) : graph_rollback(g, err);
}

/* Everything up to the first row. */
static Status run(clio_query *q)
{
  const Statement *s = q->prepared->statement;
  atomic_store(&q->db->interrupt, false);
  q->state = QUERY_BUFFERED;
  if (s->mode == MODE_EXPLAIN && s->kind == STATEMENT_QUERY) return explain(q);
  switch (s->kind) {
  case STATEMENT_BEGIN:
  case STATEMENT_COMMIT:
  case STATEMENT_ROLLBACK: return run_transaction(q, s->kind);
  case STATEMENT_CREATE_INDEX:
  case STATEMENT_CREATE_CONSTRAINT:
  case STATEMENT_DROP_INDEX:
  case STATEMENT_DROP_CONSTRAINT: return run_writing(q, schema_body);
  case STATEMENT_QUERY: break;
  }
  if (q->prepared->checked.writes) return run_writing(q, write_body);
  TRY(db_catch_up(q->db));
  graph_hold(q->db->graph);
  TRY(renew(q));
  if (s->mode == MODE_WHY) return why_run(q);
  q->state = QUERY_STREAMING;
  expect_reading(q);
  return start(q);
}

static Status step(clio_query *q, bool *more)
{
  *more = false;
  if (q->state == QUERY_READY) TRY(run(q));
  if (q->state == QUERY_STREAMING) {
    TRY(query_next_row(q, more));
    if (*more) return STATUS_OK;
    if (q->prepared->statement->mode == MODE_PROFILE) note_plan(q);
    query_close_exec(q);
  } else if (q->kept.next < q->kept.rows) {
    memcpy(q->row, q->kept.values + q->kept.next * q->column_count, q->column_count * sizeof *q->row);
    q->kept.next++;
    *more = true;
    return STATUS_OK;
  }
  q->state = QUERY_DONE;
  return STATUS_OK;
}

CLIO_API clio_status clio_step(clio_query *q)
{
  if (q->state == QUERY_DONE) return CLIO_DONE;
  if (q->state == QUERY_FAILED) return CLIO_ERROR;
  db_clear_error(q->db);
  int64_t before = monotonic_nanos();
  bool more;
  Status status = step(q, &more);
  q->summary.ms += (double)(monotonic_nanos() - before) / 1e6;
  if (q->state == QUERY_DONE && !q->prepared->checked.writes) graph_note_reading(q->db->graph, q->summary.ms * 1e6);
  if (status != STATUS_OK) {
    query_close_exec(q);
    return fail(q);
  }
  q->summary.rows += more;
  return more ? CLIO_ROW : CLIO_DONE;
}

/* ---- looking at a query */

CLIO_API uint32_t clio_column_count(const clio_query *q)
{
  return q->column_count;
}

CLIO_API const char *clio_column_name(const clio_query *q, uint32_t column)
{
  if (column >= q->column_count) return NULL;
  const Statement *s = q->prepared->statement;
  if (s->mode == MODE_EXPLAIN) return "plan";
  if (s->mode == MODE_WHY && column + 1 == q->column_count) return WHY_COLUMN;
  return q->prepared->checked.columns[column].name.data;
}

CLIO_API const clio_value *clio_column(const clio_query *q, uint32_t column)
{
  return column < q->column_count ? (const clio_value *)&q->row[column] : NULL;
}

CLIO_API const char *clio_plan(clio_query *q)
{
  if (q->prepared->statement->kind != STATEMENT_QUERY) return "";
  if (q->plan.len == 0) note_plan(q);
  return str_cstr(&q->plan);
}

CLIO_API clio_mode clio_query_mode(const clio_query *q)
{
  switch (q->prepared->statement->mode) {
  case MODE_EXPLAIN: return CLIO_MODE_EXPLAIN;
  case MODE_PROFILE: return CLIO_MODE_PROFILE;
  case MODE_WHY: return CLIO_MODE_WHY;
  default: return CLIO_MODE_RUN;
  }
}

CLIO_API void clio_get_summary(const clio_query *q, clio_summary *summary)
{
  *summary = q->summary;
}

CLIO_API clio_status clio_exec(clio_db *db, const char *text, clio_row_callback callback, void *payload)
{
  size_t length = strlen(text), at = 0;
  while (at < length) {
    clio_query *q;
    size_t tail;
    if (clio_prepare(db, &q, text + at, (ptrdiff_t)(length - at), &tail) != CLIO_OK) return CLIO_ERROR;
    at += tail;
    if (!q) continue;
    clio_status status;
    while ((status = clio_step(q)) == CLIO_ROW)
      if (callback && !callback(payload, q)) break;
    clio_finish(q);
    if (status == CLIO_ERROR) return status;
    if (status == CLIO_ROW) return CLIO_OK;
  }
  return CLIO_OK;
}
