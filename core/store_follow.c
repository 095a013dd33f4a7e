/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Following the commits of other processes. The file lists which pages the latest ones changed; those are read again
 * and what differs in them is changed in the graph by the functions that statements use, so that indexes and statistics
 * follow. Where that is not enough (an index was made, texts were numbered anew, this process is far behind), the whole
 * file is read into a graph that takes the place of the old one. Either way the graph is at one commit or at another,
 * never between them. */
#include "store_internal.h"

#include <stdio.h>

typedef struct Follower {
  Loader l;
  Changed changed;
  bool lost; /* has to read everything */
} Follower;

/* ---- what has changed */

static Status read_changed(Store *store, int64_t last, Changed *changed, Error *err)
{
  Recent recent;
  Reader r;
  sqlite3_stmt *statement;
  Error ignored = {0};
  *changed = (Changed){.everything = true};
  /* A file of the first version has no such list. */
  if (store_statement(store, STORE_GET_RECENT, &statement, &ignored) != STATUS_OK) return STATUS_OK;
  recent_init(&recent);
  Status status = STATUS_OK;
  if (sqlite3_step(statement) == SQLITE_ROW && loader_open_blob(statement, BLOB_RECENT, 1, &r) &&
      recent_read(&recent, &r, last, err))
    status = recent_since(&recent, store->commits, changed, err);
  sqlite3_reset(statement);
  recent_free(&recent);
  return status;
}

/* ---- what only grows */

static Status follow_names(Follower *f)
{
  Store *store = f->l.store;
  Graph *g = f->l.g;
  char query[128];
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) {
    uint32_t known = g->names[kind].count;
    snprintf(query, sizeof query, "SELECT kind, id, text FROM name WHERE kind = %d AND id >= %u ORDER BY id", kind,
             known);
    TRY(loader_rows(&f->l, query, loader_name));
    if (g->names[kind].count > known) g->schema_version++;
    store->saved_names[kind] = g->names[kind].count;
  }
  snprintf(query, sizeof query, "SELECT id, data FROM label_set WHERE id >= %u ORDER BY id", store->saved_sets);
  TRY(loader_rows(&f->l, query, loader_label_set));
  store->saved_sets = g->labels.set_count;
  return STATUS_OK;
}

/* Texts are known by their codes up to saved_texts; a row may begin with some of those. */
static Status follow_texts_row(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0), column_id = id >> 32;
  Column *column = l->g->columns[column_id & 1][column_id >> 1];
  uint32_t at = (uint32_t)id;
  Reader r;
  if (!loader_open_blob(row, BLOB_PROP_TEXT, id, &r))
    return loader_damaged(l, "texts %lld: wrong checksum", (long long)id);
  for (uint64_t n = codec_get_varint(&r); n > 0 && !r.bad; n--, at++) {
    Text text = codec_get_text(&r);
    uint32_t code = 0;
    if (r.bad || at < column_texts(column)) continue;
    TRY(dictionary_add(&column->dictionary, text, &code, l->err));
    if (code != at) return loader_damaged(l, "texts %lld are out of order", (long long)id);
  }
  if (!codec_done(&r)) return loader_damaged(l, "texts %lld cannot be read", (long long)id);
  column->saved_texts = column_texts(column);
  return STATUS_OK;
}

static Status follow_texts(Follower *f, const Column *column, int64_t id)
{
  enum { TEXTS = 1024 }; /* to a row that is complete */
  char query[128];
  int64_t first = store_part(id, column_texts(column) / TEXTS * TEXTS);
  snprintf(query, sizeof query, "SELECT id, data FROM prop_text WHERE id BETWEEN %lld AND %lld ORDER BY id",
           (long long)first, (long long)store_part(id, UINT32_MAX));
  return loader_rows(&f->l, query, follow_texts_row);
}

/* ---- nodes and relationships */

/* Gives the row of a page to a function; a page that is not there is damage. */
static Status with_page(Follower *f, StoreStatement which, uint32_t page, Status (*use)(Follower *f, sqlite3_stmt *row))
{
  sqlite3_stmt *statement;
  TRY(store_statement(f->l.store, which, &statement, f->l.err));
  sqlite3_bind_int64(statement, 1, page);
  int code = sqlite3_step(statement);
  Status status = store_result(f->l.store, code, "reading what changed", f->l.err);
  if (code == SQLITE_ROW) status = use(f, statement);
  if (code == SQLITE_DONE) status = loader_damaged(&f->l, "page %u is missing", page);
  sqlite3_reset(statement);
  return status;
}

/* In ascending order, which is that of new slots. */
static Status with_pages(Follower *f, const PageSet *set, int64_t limit, StoreStatement which,
                         Status (*use)(Follower *f, sqlite3_stmt *row))
{
  for (uint32_t page = 0; page < set->words * 64 && !f->lost; page++)
    if (page_set_has(set, page) && loader_page_slots(page, limit)) TRY(with_page(f, which, page, use));
  return STATUS_OK;
}

static Status delete_rels(Follower *f, sqlite3_stmt *row)
{
  Graph *g = f->l.g;
  RelPage page;
  uint32_t n, first = (uint32_t)sqlite3_column_int64(row, 0) << GRAPH_PAGE_SHIFT;
  Status status;
  if (!loader_rel_page(&f->l, row, &page, &n, &status)) return status;
  for (uint32_t i = 0; i < n; i++)
    if (page.types[i] == 0 && graph_rel_alive(g, first + i)) TRY(graph_delete_rel(g, first + i, f->l.err));
  return STATUS_OK;
}

static Status delete_nodes(Follower *f, sqlite3_stmt *row)
{
  Graph *g = f->l.g;
  uint64_t sets[GRAPH_PAGE_SLOTS];
  uint32_t n, first = (uint32_t)sqlite3_column_int64(row, 0) << GRAPH_PAGE_SHIFT;
  Status status;
  if (!loader_node_page(&f->l, row, sets, &n, &status)) return status;
  for (uint32_t i = 0; i < n; i++)
    if (sets[i] == 0 && graph_node_alive(g, first + i)) TRY(graph_delete_node(g, first + i, f->l.err));
  return STATUS_OK;
}

/* The next slot, of a node that is dead again already when set is 0. */
static Status add_node(Follower *f, uint64_t set)
{
  const LabelSet *labels = &f->l.g->labels.sets[set ? set - 1 : 0];
  uint32_t node;
  TRY(graph_add_node(f->l.g, labels->ids, labels->count, &node, f->l.err));
  return set ? STATUS_OK : graph_delete_node(f->l.g, node, f->l.err);
}

static Status change_labels(Follower *f, uint32_t node, uint32_t set)
{
  Graph *g = f->l.g;
  const LabelSet *to = &g->labels.sets[set], *from = &g->labels.sets[g->labels.of_node[node]];
  for (uint32_t i = 0; i < from->count; i++)
    if (!labels_has(&g->labels, set, from->ids[i])) TRY(graph_remove_label(g, node, from->ids[i], f->l.err));
  for (uint32_t i = 0; i < to->count; i++) TRY(graph_add_label(g, node, to->ids[i], f->l.err));
  return STATUS_OK;
}

static Status follow_node(Follower *f, uint32_t node, uint64_t set)
{
  Graph *g = f->l.g;
  if (set > g->labels.set_count)
    return loader_damaged(&f->l, "node %u has label set %llu, which is not there", node, (unsigned long long)(set - 1));
  while (graph_node_limit(g) < node) TRY(add_node(f, 0)); /* made and deleted within one commit */
  if (node == graph_node_limit(g)) return add_node(f, set);
  if (set == 0 || g->labels.of_node[node] == set - 1) return STATUS_OK;
  f->lost |= !graph_node_alive(g, node); /* nothing rises from the dead */
  return f->lost ? STATUS_OK : change_labels(f, node, (uint32_t)set - 1);
}

static Status follow_nodes(Follower *f, sqlite3_stmt *row)
{
  uint64_t sets[GRAPH_PAGE_SLOTS];
  uint32_t n, first = (uint32_t)sqlite3_column_int64(row, 0) << GRAPH_PAGE_SHIFT;
  Status status;
  if (!loader_node_page(&f->l, row, sets, &n, &status)) return status;
  for (uint32_t i = 0; i < n && !f->lost; i++) TRY(follow_node(f, first + i, sets[i]));
  return STATUS_OK;
}

/* Takes the next slot for a relationship that is dead again already, from any node to itself. */
static Status add_dead_rel(Follower *f)
{
  Graph *g = f->l.g;
  uint32_t rel, node = 0;
  while (node < graph_node_limit(g) && !graph_node_alive(g, node)) node++;
  f->lost |= node == graph_node_limit(g) || g->names[NAME_TYPE].count == 0;
  if (f->lost) return STATUS_OK;
  TRY(graph_add_rel(g, 0, node, node, &rel, f->l.err));
  return graph_delete_rel(g, rel, f->l.err);
}

static Status follow_rels(Follower *f, sqlite3_stmt *row)
{
  Graph *g = f->l.g;
  RelPage page;
  uint32_t n, made, first = (uint32_t)sqlite3_column_int64(row, 0) << GRAPH_PAGE_SHIFT;
  Status status;
  if (!loader_rel_page(&f->l, row, &page, &n, &status)) return status;
  for (uint32_t i = 0; i < n; i++) {
    if (first + i < graph_rel_limit(g)) continue;
    while (graph_rel_limit(g) < first + i && !f->lost) TRY(add_dead_rel(f));
    if (page.types[i] == 0) TRY(add_dead_rel(f));
    if (f->lost) return STATUS_OK;
    if (page.types[i] == 0) continue;
    if (page.types[i] > g->names[NAME_TYPE].count || page.starts[i] >= SLOT_NONE || page.ends[i] >= SLOT_NONE)
      return loader_damaged(&f->l, "relationship %u makes no sense", first + i);
    TRY(graph_add_rel(g, (uint32_t)page.types[i] - 1, (uint32_t)page.starts[i], (uint32_t)page.ends[i], &made,
                      f->l.err));
  }
  return STATUS_OK;
}

/* ---- properties */

static Value value_of(const Column *column, uint64_t bits, bool *bad)
{
  int64_t n = codec_unbias(bits);
  double number;
  switch (column_type(column)) {
  case COLUMN_INT: return value_int(n);
  case COLUMN_DATE: return value_date(n);
  case COLUMN_BOOL: return value_bool(bits != 0);
  case COLUMN_FLOAT: memcpy(&number, &bits, sizeof number); return value_float(number);
  case COLUMN_STRING:
    *bad |= bits >= column_texts(column);
    return *bad ? VALUE_NULL_VALUE : column_string(column, (uint32_t)bits);
  default: *bad = true; return VALUE_NULL_VALUE;
  }
}

/* The values of a page in a column of its type; null where it has none. */
static Status decode_values(Follower *f, const Column *column, Reader *r, Value *values)
{
  uint64_t present[COLUMN_PAGE_WORDS], numbers[COLUMN_PAGE_SLOTS];
  uint32_t n = 0, next = 0;
  bool tagged = column_type(column) == COLUMN_TAGGED;
  loader_presence(r, present);
  for (uint32_t w = 0; w < COLUMN_PAGE_WORDS; w++) n += (uint32_t)__builtin_popcountll(present[w]);
  if (!tagged) codec_get_integers(r, numbers, n);
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS && !r->bad; i++) {
    values[i] = VALUE_NULL_VALUE;
    if (!(present[i / 64] >> (i % 64) & 1)) continue;
    values[i] = tagged ? codec_get_value(r, &f->l.arena) : value_of(column, numbers[next++], &r->bad);
  }
  return arena_check(&f->l.arena, f->l.err);
}

/* Down to the sign of zero. */
static bool is_same(Value a, Value b)
{
  Str x, y;
  if (a.type != b.type) return false;
  switch (a.type) {
  case VALUE_NULL: return true;
  case VALUE_INT:
  case VALUE_DATE:
  case VALUE_BOOL:
  case VALUE_STRING: return value_order(a, b) == 0;
  default: break;
  }
  str_init(&x);
  str_init(&y);
  codec_put_value(&x, a);
  codec_put_value(&y, b);
  bool same = !x.bad && !y.bad && text_equal(str_text(&x), str_text(&y));
  str_free(&x);
  str_free(&y);
  return same;
}

static Status follow_values(Follower *f, const Column *column, uint32_t page, const Value *values)
{
  Graph *g = f->l.g;
  uint32_t limit = column->kind == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g);
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) {
    uint32_t slot = (page << COLUMN_PAGE_SHIFT) + i;
    Value before = column_get(column, slot);
    if (is_same(before, values[i])) continue;
    if (slot >= limit || !graph_alive(g, column->kind, slot))
      return loader_damaged(&f->l, "property page %u has a value of something that is not there", page);
    TRY(graph_set_prop(g, column->kind, slot, column->key, values[i], f->l.err));
  }
  return STATUS_OK;
}

static Status follow_page(Follower *f, const Column *column, int64_t id, uint32_t page, sqlite3_stmt *row)
{
  static const Value nothing[COLUMN_PAGE_SLOTS]; /* all null */
  Value values[COLUMN_PAGE_SLOTS];
  Reader r;
  if (!row) return follow_values(f, column, page, nothing);
  if (!loader_open_blob(row, BLOB_PROP_PAGE, store_part(id, page), &r) || codec_get_byte(&r) != column_type(column))
    return loader_damaged(&f->l, "property page %u cannot be read", page);
  arena_reset(&f->l.arena);
  TRY(decode_values(f, column, &r, values));
  if (!codec_done(&r)) return loader_damaged(&f->l, "property page %u cannot be read", page);
  return follow_values(f, column, page, values);
}

static Status follow_pages(Follower *f, const Column *column, const ChangedColumn *changed)
{
  sqlite3_stmt *statement;
  TRY(store_statement(f->l.store, STORE_GET_PAGE, &statement, f->l.err));
  uint32_t end = MAX(changed->pages.words * 64, column->storage.page_count);
  if (changed->rewrite) {
    uint32_t limit = column->kind == ENTITY_NODE ? graph_node_limit(f->l.g) : graph_rel_limit(f->l.g);
    end = MAX(end, (limit >> GRAPH_PAGE_SHIFT) + 1);
  }
  for (uint32_t page = 0; page < end; page++) {
    if (!changed->rewrite && !page_set_has(&changed->pages, page)) continue;
    sqlite3_bind_int64(statement, 1, store_part(changed->id, page));
    int code = sqlite3_step(statement);
    Status status = store_result(f->l.store, code, "reading what changed", f->l.err);
    if (status == STATUS_OK) status = follow_page(f, column, changed->id, page, code == SQLITE_ROW ? statement : NULL);
    sqlite3_reset(statement);
    TRY(status);
  }
  return STATUS_OK;
}

static Status read_type(Follower *f, int64_t id, int *type)
{
  sqlite3_stmt *statement;
  TRY(store_statement(f->l.store, STORE_GET_COLUMN, &statement, f->l.err));
  sqlite3_bind_int64(statement, 1, id);
  int code = sqlite3_step(statement);
  *type = code == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  Status status = store_result(f->l.store, code, "reading what changed", f->l.err);
  sqlite3_reset(statement);
  return status;
}

/* A column whose type is another one in the file can be followed while there is nothing in it. */
static Status follow_column(Follower *f, const ChangedColumn *changed)
{
  EntityKind kind = changed->id & 1 ? ENTITY_REL : ENTITY_NODE;
  uint64_t key = (uint64_t)changed->id >> 1;
  Column *column;
  int type;
  f->lost |= key >= f->l.g->names[NAME_KEY].count;
  if (f->lost) return STATUS_OK;
  TRY(read_type(f, changed->id, &type));
  TRY(graph_make_column(f->l.g, kind, (uint32_t)key, &column, f->l.err));
  bool empty = column_count(column) == 0 && column_texts(column) == 0;
  f->lost |= type < 0 || type >= COLUMN_TYPE_COUNT || (!empty && (int)column_type(column) != type);
  f->lost |= !empty && (changed->rewrite || column->rewrite || column_texts(column) != column->saved_texts);
  if (f->lost) return STATUS_OK;
  if (empty && (int)column_type(column) != type) TRY(graph_retype(f->l.g, column, (ColumnType)type, f->l.err));
  if (type == COLUMN_STRING) TRY(follow_texts(f, column, changed->id));
  TRY(follow_pages(f, column, changed));
  f->lost |= (int)column_type(column) != type;
  return STATUS_OK;
}

/* ---- all of it */

static Status follow_changes(Follower *f)
{
  Store *store = f->l.store;
  Graph *g = f->l.g;
  Changed *c = &f->changed;
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) f->lost |= g->names[kind].count != store->saved_names[kind];
  f->lost |= g->labels.set_count != store->saved_sets;
  if (f->lost) return STATUS_OK;
  TRY(follow_names(f));
  TRY(with_pages(f, &c->rels, f->l.rels, STORE_GET_REL_PAGE, delete_rels));
  TRY(with_pages(f, &c->nodes, f->l.nodes, STORE_GET_NODE_PAGE, delete_nodes));
  TRY(with_pages(f, &c->nodes, f->l.nodes, STORE_GET_NODE_PAGE, follow_nodes));
  while (graph_node_limit(g) < f->l.nodes && !f->lost) TRY(add_node(f, 0));
  TRY(with_pages(f, &c->rels, f->l.rels, STORE_GET_REL_PAGE, follow_rels));
  while (graph_rel_limit(g) < f->l.rels && !f->lost) TRY(add_dead_rel(f));
  for (uint32_t i = 0; i < c->column_count && !f->lost; i++) TRY(follow_column(f, &c->columns[i]));
  f->lost |= graph_node_limit(g) != f->l.nodes || graph_rel_limit(g) != f->l.rels;
  return STATUS_OK;
}

/* Whatever was changed is undone where it does not come to its end. */
static Status follow_by_pages(Follower *f)
{
  bool read_only = f->l.g->read_only;
  f->l.g->read_only = false; /* for what others have written */
  Status status = graph_statement_begin(f->l.g, f->l.err);
  if (status == STATUS_OK) status = follow_changes(f);
  graph_end_following(f->l.g, status == STATUS_OK && !f->lost);
  f->l.g->read_only = read_only;
  return status;
}

static Status read_anew(Store *store, Graph *g, Error *err)
{
  Graph *fresh = NULL;
  uint64_t findings;
  TRY(graph_new(&fresh, err));
  fresh->store = store; /* columns are tracked where there is a file */
  Status status = store_read(store, fresh, NULL, NULL, &findings, err);
  fresh->store = NULL;
  if (status == STATUS_OK) graph_replace(g, fresh);
  graph_close(fresh);
  return status;
}

static void note_followed(Follower *f)
{
  for (uint32_t i = 0; i < f->changed.column_count; i++) {
    int64_t id = f->changed.columns[i].id;
    column_saved(f->l.g->columns[id & 1][id >> 1]);
  }
  store_note_saved(f->l.store, f->l.g);
}

static Status follow(Store *store, Graph *g, Error *err)
{
  Follower f = {.l = {.store = store, .g = g, .err = err}};
  int64_t commits;
  TRY(store_get_state(store, &commits, &f.l.nodes, &f.l.rels, err));
  if (commits == store->commits) return STATUS_OK;
  Status status = read_changed(store, commits, &f.changed, err);
  f.lost = f.changed.everything;
  arena_init(&f.l.arena, NULL);
  if (status == STATUS_OK && !f.lost) {
    status = follow_by_pages(&f);
    if (status == STATUS_OK && !f.lost) note_followed(&f);
  }
  if (status == STATUS_OK && f.lost) status = read_anew(store, g, err);
  if (status == STATUS_OK) store->commits = commits;
  arena_free(&f.l.arena);
  changed_free(&f.changed);
  return status;
}

Status store_follow(Store *store, Graph *g, Error *err)
{
  uint64_t header[STORE_LOG_HEADER] = {0};
  store_look_at_log(store, header);
  if (!store->locked) TRY(store_begin_reading(store, err));
  Status status = follow(store, g, err);
  if (!store->locked) store_end(store);
  if (status == STATUS_OK) memcpy(store->seen, header, sizeof header);
  return status;
}
