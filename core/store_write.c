/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Committing: everything that differs from the file goes into it in one SQLite transaction. What differs is known by
 * pages of 1,024 slots, and for names, label sets and texts, which only grow, by how many the file has. */
#include "store_internal.h"

/* Runs a statement that writes the row, whose parameters are bound. */
static Status put_row(Store *store, sqlite3_stmt *statement, StoreTable table, int64_t id, const char *what, Error *err)
{
  TRY(digest_rows(store, table, id, id, true, err));
  TRY(store_run(store, statement, what, err));
  return digest_rows(store, table, id, id, false, err);
}

Status store_put_blob(Store *store, StoreStatement which, BlobKind kind, int64_t id, const char *what, Error *err)
{
  sqlite3_stmt *statement;
  TRY(str_check(&store->buffer, err));
  if (store->buffer.len > INT32_MAX)
    return error_set(err, ERROR_ARGUMENT, NULL, "the texts or lists under one key are too large for the file");
  codec_seal(&store->buffer, kind, id);
  TRY(store_statement(store, which, &statement, err));
  sqlite3_bind_int64(statement, 1, id);
  sqlite3_bind_blob(statement, 2, store->buffer.data, (int)store->buffer.len, SQLITE_STATIC);
  return put_row(store, statement, (StoreTable)kind, id, what, err);
}

static Status drop_range(Store *store, StoreStatement which, int64_t first, int64_t last, Error *err)
{
  sqlite3_stmt *statement;
  TRY(digest_rows(store, which == STORE_DROP_PAGES ? TABLE_PROP_PAGE : TABLE_PROP_TEXT, first, last, true, err));
  TRY(store_statement(store, which, &statement, err));
  sqlite3_bind_int64(statement, 1, first);
  sqlite3_bind_int64(statement, 2, last);
  return store_run(store, statement, "deleting pages", err);
}

/* ---- names, label sets, indexes, constraints */

static Status put_names(Store *store, const Graph *g, Error *err)
{
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) {
    for (uint32_t id = store->saved_names[kind]; id < g->names[kind].count; id++) {
      sqlite3_stmt *statement;
      Text text = names_text(&g->names[kind], id);
      TRY(store_statement(store, STORE_PUT_NAME, &statement, err));
      sqlite3_bind_int(statement, 1, kind);
      sqlite3_bind_int64(statement, 2, id);
      sqlite3_bind_text64(statement, 3, text.data, text.len, SQLITE_STATIC, SQLITE_UTF8);
      TRY(store_run(store, statement, "writing names", err));
      TRY(digest_rows(store, TABLE_NAME, kind, id, false, err));
    }
  }
  return STATUS_OK;
}

static Status put_label_sets(Store *store, const Graph *g, Error *err)
{
  for (uint32_t id = store->saved_sets; id < g->labels.set_count; id++) {
    const LabelSet *set = &g->labels.sets[id];
    codec_begin(&store->buffer);
    codec_put_varint(&store->buffer, set->count);
    for (uint32_t i = 0; i < set->count; i++) codec_put_varint(&store->buffer, set->ids[i]);
    TRY(store_put_blob(store, STORE_PUT_LABEL_SET, BLOB_LABEL_SET, id, "writing label sets", err));
  }
  return STATUS_OK;
}

static Status put_indexes(Store *store, const Graph *g, Error *err)
{
  sqlite3_stmt *statement;
  if (!g->indexes_changed) return STATUS_OK;
  TRY(digest_rows(store, TABLE_PROP_INDEX, 0, INT64_MAX, true, err));
  TRY(store_statement(store, STORE_CLEAR_INDEXES, &statement, err));
  TRY(store_run(store, statement, "writing indexes", err));
  TRY(store_statement(store, STORE_PUT_INDEX, &statement, err));
  for (uint32_t i = 0; i < g->index_count; i++) {
    const Index *index = g->indexes[i];
    Text name = index_name(index);
    if (graph_index_owner(g, index)) continue; /* the constraint says that there is one */
    sqlite3_bind_int64(statement, 1, i);
    sqlite3_bind_text64(statement, 2, name.data, name.len, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int(statement, 3, (int)index_kind(index));
    sqlite3_bind_int64(statement, 4, index_label(index));
    sqlite3_bind_int64(statement, 5, index_key(index));
    TRY(store_run(store, statement, "writing indexes", err));
  }
  return digest_rows(store, TABLE_PROP_INDEX, 0, INT64_MAX, false, err);
}

static void put_ids(Str *out, const uint32_t *ids, uint32_t n)
{
  codec_put_varint(out, n);
  for (uint32_t i = 0; i < n; i++) codec_put_varint(out, ids[i]);
}

static Status put_fulltexts(Store *store, const Graph *g, Error *err)
{
  sqlite3_stmt *statement;
  if (!g->indexes_changed) return STATUS_OK;
  TRY(digest_rows(store, TABLE_FULLTEXT_INDEX, 0, INT64_MAX, true, err));
  TRY(store_statement(store, STORE_CLEAR_FULLTEXTS, &statement, err));
  TRY(store_run(store, statement, "writing indexes", err));
  for (uint32_t i = 0; i < g->fulltext_count; i++) {
    const FulltextSpec *s = fulltext_spec(g->fulltexts[i]);
    codec_begin(&store->buffer);
    codec_put_text(&store->buffer, s->name);
    codec_put_byte(&store->buffer, (uint8_t)s->kind);
    put_ids(&store->buffer, s->labels, s->label_count);
    put_ids(&store->buffer, s->keys, s->key_count);
    TRY(store_put_blob(store, STORE_PUT_FULLTEXT, BLOB_FULLTEXT, i, "writing indexes", err));
  }
  return STATUS_OK;
}

static Status put_constraints(Store *store, const Graph *g, Error *err)
{
  sqlite3_stmt *statement;
  if (!g->constraints_changed) return STATUS_OK;
  TRY(digest_rows(store, TABLE_PROP_CONSTRAINT, 0, INT64_MAX, true, err));
  TRY(store_statement(store, STORE_CLEAR_CONSTRAINTS, &statement, err));
  TRY(store_run(store, statement, "writing constraints", err));
  for (uint32_t i = 0; i < g->constraint_count; i++) {
    const ConstraintSpec *s = &g->constraints[i]->spec;
    codec_begin(&store->buffer);
    codec_put_text(&store->buffer, s->name);
    codec_put_byte(&store->buffer, (uint8_t)s->rule);
    codec_put_byte(&store->buffer, (uint8_t)s->kind);
    codec_put_varint(&store->buffer, s->label);
    put_ids(&store->buffer, s->keys, s->key_count);
    codec_put_text(&store->buffer, s->type);
    TRY(store_put_blob(store, STORE_PUT_CONSTRAINT, BLOB_CONSTRAINT, i, "writing constraints", err));
  }
  return STATUS_OK;
}

/* ---- nodes and relationships */

static uint32_t slots_in_page(uint32_t number, uint32_t limit)
{
  uint32_t first = number << GRAPH_PAGE_SHIFT;
  return first >= limit ? 0 : MIN(GRAPH_PAGE_SLOTS, limit - first);
}

static Status put_node_pages(Store *store, const Graph *g, Error *err)
{
  uint64_t sets[GRAPH_PAGE_SLOTS];
  for (uint32_t p = 0; p < g->node_pages.count; p++) {
    uint32_t number = g->node_pages.numbers[p], n = slots_in_page(number, graph_node_limit(g));
    if (n == 0) continue; /* of nodes whose making was undone */
    /* Dead ones are 0, all others one more than their set. */
    for (uint32_t i = 0; i < n; i++) sets[i] = (uint32_t)(g->labels.of_node[(number << GRAPH_PAGE_SHIFT) + i] + 1);
    codec_begin(&store->buffer);
    codec_put_varint(&store->buffer, n);
    codec_put_integers(&store->buffer, sets, n);
    TRY(store_put_blob(store, STORE_PUT_NODE_PAGE, BLOB_NODE_PAGE, number, "writing nodes", err));
  }
  return STATUS_OK;
}

static Status put_rel_pages(Store *store, const Graph *g, Error *err)
{
  uint64_t types[GRAPH_PAGE_SLOTS], starts[GRAPH_PAGE_SLOTS], ends[GRAPH_PAGE_SLOTS];
  for (uint32_t p = 0; p < g->rel_pages.count; p++) {
    uint32_t number = g->rel_pages.numbers[p], n = slots_in_page(number, graph_rel_limit(g));
    if (n == 0) continue;
    for (uint32_t i = 0; i < n; i++) {
      uint32_t rel = (number << GRAPH_PAGE_SHIFT) + i, start, end;
      bool alive = topology_rel_alive(g->topology, rel);
      topology_rel_ends(g->topology, rel, &start, &end);
      types[i] = alive ? (uint64_t)topology_rel_type(g->topology, rel) + 1 : 0;
      /* Dead ones repeat their neighbour, which packs best. */
      starts[i] = alive ? start : i ? starts[i - 1] : 0;
      ends[i] = alive ? end : i ? ends[i - 1] : 0;
    }
    codec_begin(&store->buffer);
    codec_put_varint(&store->buffer, n);
    codec_put_integers(&store->buffer, types, n);
    codec_put_integers(&store->buffer, starts, n);
    codec_put_integers(&store->buffer, ends, n);
    TRY(store_put_blob(store, STORE_PUT_REL_PAGE, BLOB_REL_PAGE, number, "writing relationships", err));
  }
  return STATUS_OK;
}

/* ---- properties */

static void encode_presence(Str *out, const ColumnPage *page)
{
  uint32_t n = page->count;
  bool is_prefix = n == COLUMN_PAGE_SLOTS || !page_has(page, n);
  for (uint32_t i = 0; is_prefix && i < n; i++) is_prefix = page_has(page, i);
  codec_put_byte(out, is_prefix ? 0 : 1);
  if (is_prefix) {
    codec_put_varint(out, n);
    return;
  }
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i += 8) codec_put_byte(out, (uint8_t)(page->present[i / 64] >> (i % 64)));
}

static uint64_t encoded(const Column *c, const ColumnPage *page, uint32_t i)
{
  uint64_t bits;
  switch (column_type(c)) {
  case COLUMN_INT: return codec_bias(page_ints(page)[i]);
  case COLUMN_DATE: return codec_bias(page_dates(page)[i]);
  case COLUMN_BOOL: return page_bools(page)[i];
  case COLUMN_STRING: return page_codes(page)[i];
  case COLUMN_FLOAT: memcpy(&bits, &page_floats(page)[i], sizeof bits); return bits;
  default: return 0;
  }
}

static void encode_page(Str *out, const Column *c, const ColumnPage *page)
{
  uint64_t values[COLUMN_PAGE_SLOTS];
  uint32_t n = 0;
  codec_begin(out);
  codec_put_byte(out, (uint8_t)column_type(c));
  encode_presence(out, page);
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) {
    if (!page_has(page, i)) continue;
    if (column_type(c) == COLUMN_TAGGED)
      codec_put_value(out, page_values(page)[i]);
    else
      values[n++] = encoded(c, page, i);
  }
  if (column_type(c) != COLUMN_TAGGED) codec_put_integers(out, values, n);
}

static Status put_page(Store *store, const Column *c, uint32_t number, Error *err)
{
  const ColumnPage *page = column_page(c, number);
  int64_t id = store_part(store_column(c->kind, c->key), number);
  if (!page || page->count == 0) return drop_range(store, STORE_DROP_PAGES, id, id, err);
  encode_page(&store->buffer, c, page);
  return store_put_blob(store, STORE_PUT_PAGE, BLOB_PROP_PAGE, id, "writing properties", err);
}

enum { TEXTS_SHIFT = 10, TEXTS = 1 << TEXTS_SHIFT };

static Status put_texts(Store *store, const Column *c, uint32_t first, uint32_t end, Error *err)
{
  codec_begin(&store->buffer);
  codec_put_varint(&store->buffer, end - first);
  for (uint32_t code = first; code < end; code++) codec_put_text(&store->buffer, column_text(c, code));
  int64_t id = store_part(store_column(c->kind, c->key), first);
  return store_put_blob(store, STORE_PUT_TEXTS, BLOB_PROP_TEXT, id, "writing texts", err);
}

/* A commit appends its new texts as a row of their own. When 1,024 are complete, they become one row. */
static Status put_new_texts(Store *store, const Column *c, Error *err)
{
  uint32_t count = column_texts(c), saved = c->rewrite ? 0 : c->saved_texts;
  int64_t column = store_column(c->kind, c->key);
  while (saved < count) {
    uint32_t block = saved >> TEXTS_SHIFT << TEXTS_SHIFT, end = count - block < TEXTS ? count : block + TEXTS;
    bool complete = end == block + TEXTS;
    if (complete && saved > block) {
      TRY(drop_range(store, STORE_DROP_TEXTS, store_part(column, block), store_part(column, end - 1), err));
      saved = block;
    }
    TRY(put_texts(store, c, saved, end, err));
    saved = end;
  }
  return STATUS_OK;
}

static Status rewrite_column(Store *store, const Column *c, Error *err)
{
  int64_t column = store_column(c->kind, c->key);
  sqlite3_stmt *statement;
  TRY(drop_range(store, STORE_DROP_PAGES, store_part(column, 0), store_part(column, UINT32_MAX), err));
  TRY(drop_range(store, STORE_DROP_TEXTS, store_part(column, 0), store_part(column, UINT32_MAX), err));
  TRY(store_statement(store, STORE_PUT_COLUMN, &statement, err));
  sqlite3_bind_int64(statement, 1, column);
  sqlite3_bind_int(statement, 2, (int)column_type(c));
  TRY(put_row(store, statement, TABLE_PROP_COLUMN, column, "writing property columns", err));
  for (uint32_t number = 0; number < c->storage.page_count; number++)
    if (column_page(c, number) && column_page(c, number)->count) TRY(put_page(store, c, number, err));
  return STATUS_OK;
}

static Status put_column(Store *store, const Column *c, Error *err)
{
  if (c->key >= STORE_MOST_KEYS) return error_set(err, ERROR_IO, NULL, "too many property keys for the file");
  if (c->rewrite) {
    TRY(rewrite_column(store, c, err));
  } else {
    for (uint32_t i = 0; i < c->dirty.count; i++) TRY(put_page(store, c, c->dirty.numbers[i], err));
  }
  return column_type(c) == COLUMN_STRING ? put_new_texts(store, c, err) : STATUS_OK;
}

static Status put_columns(Store *store, const Graph *g, Error *err)
{
  for (int kind = 0; kind < 2; kind++)
    for (uint32_t key = 0; key < g->column_count[kind]; key++)
      if (column_is_changed(g->columns[kind][key])) TRY(put_column(store, g->columns[kind][key], err));
  return STATUS_OK;
}

/* ---- the transaction */

static Status run_plain(Store *store, StoreStatement which, const char *what, Error *err)
{
  sqlite3_stmt *statement;
  TRY(store_statement(store, which, &statement, err));
  return store_run(store, statement, what, err);
}

Status store_lock(Store *store, Error *err)
{
  if (store->locked) return STATUS_OK;
  TRY(run_plain(store, STORE_BEGIN, "waiting for its turn to write", err));
  store->locked = true;
  return STATUS_OK;
}

void store_unlock(Store *store)
{
  if (store->locked) store_end(store);
  store->locked = false;
}

bool store_is_locked(const Store *store)
{
  return store->locked;
}

Status store_check_current(Store *store, Error *err)
{
  int64_t commits, nodes, rels;
  TRY(store_get_state(store, &commits, &nodes, &rels, err));
  if (commits == store->commits) return STATUS_OK;
  return error_set(err, ERROR_BUSY, NULL,
                   "another process has changed '%s' since this transaction began: roll it back and try again",
                   store->path);
}

/* The list of recent changes with this commit's added. One that cannot be read is begun anew. */
static Status put_recent(Store *store, const Graph *g, Error *err)
{
  Recent recent;
  sqlite3_stmt *statement;
  Reader r;
  recent_init(&recent);
  TRY(store_statement(store, STORE_GET_RECENT, &statement, err));
  Status status = store_result(store, sqlite3_step(statement), "reading what changed", err);
  if (status == STATUS_OK && loader_open_blob(statement, BLOB_RECENT, 1, &r) &&
      !recent_read(&recent, &r, store->commits, err))
    recent_clear(&recent);
  sqlite3_reset(statement);
  if (status == STATUS_OK) status = recent_add(&recent, g, store->commits + 1, err);
  codec_begin(&store->buffer);
  recent_write(&recent, &store->buffer);
  codec_seal(&store->buffer, BLOB_RECENT, 1);
  recent_free(&recent);
  return status == STATUS_OK ? str_check(&store->buffer, err) : status;
}

static Status put_state(Store *store, const Graph *g, Error *err)
{
  sqlite3_stmt *statement;
  int64_t digest;
  TRY(digest_end(store, store->commits + 1, graph_node_limit(g), graph_rel_limit(g), &digest, err));
  TRY(put_recent(store, g, err));
  TRY(store_statement(store, STORE_SET_STATE, &statement, err));
  sqlite3_bind_int64(statement, 1, store->commits + 1);
  sqlite3_bind_int64(statement, 2, graph_node_limit(g));
  sqlite3_bind_int64(statement, 3, graph_rel_limit(g));
  sqlite3_bind_blob(statement, 4, store->buffer.data, (int)store->buffer.len, SQLITE_STATIC);
  sqlite3_bind_int64(statement, 5, digest);
  return store_run(store, statement, "writing the commit counter", err);
}

static Status put_all(Store *store, const Graph *g, Error *err)
{
  TRY(store_check_current(store, err));
  TRY(digest_begin(store, err));
  TRY(put_names(store, g, err));
  TRY(put_label_sets(store, g, err));
  TRY(put_node_pages(store, g, err));
  TRY(put_rel_pages(store, g, err));
  TRY(put_columns(store, g, err));
  TRY(put_indexes(store, g, err));
  TRY(put_fulltexts(store, g, err));
  TRY(put_constraints(store, g, err));
  TRY(store_put_settings(store, g, err));
  return put_state(store, g, err);
}

/* The log's count of commits, within its header. */
static uint32_t log_commits(const uint64_t *header)
{
  uint32_t n;
  memcpy(&n, &header[1], sizeof n);
  return n;
}

/* Commits, and takes note of what the log looks like then, unless others have committed in the meantime. */
static Status commit_and_look(Store *store, Error *err)
{
  uint64_t before[STORE_LOG_HEADER] = {0}, after[STORE_LOG_HEADER] = {0};
  store_look_at_log(store, before);
  TRY(run_plain(store, STORE_COMMIT, "committing", err));
  store_look_at_log(store, after);
  if (log_commits(after) == log_commits(before) + 1) memcpy(store->seen, after, sizeof after);
  return STATUS_OK;
}

static void note_columns(Graph *g)
{
  for (int kind = 0; kind < 2; kind++)
    for (uint32_t key = 0; key < g->column_count[kind]; key++)
      if (column_is_changed(g->columns[kind][key])) column_saved(g->columns[kind][key]);
}

enum { LARGE_BUFFER = 1 << 20 };

Status store_commit(Store *store, Graph *g, Error *err)
{
  TRY(store_lock(store, err));
  Status status = put_all(store, g, err);
  if (status == STATUS_OK) status = commit_and_look(store, err);
  if (status == STATUS_OK) {
    store->commits++;
    note_columns(g);
    store_note_saved(store, g);
  }
  store_unlock(store); /* SQLite has already rolled back after some errors */
  if (store->buffer.bad || store->buffer.cap > LARGE_BUFFER) str_free(&store->buffer);
  return status;
}
