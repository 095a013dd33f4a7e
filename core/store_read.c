/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the file: all of it into a graph, at opening and for `clio check`, or single pages (store_follow.c). Nothing
 * in the file is trusted: every number is checked against what it may be before it is used. At opening the first damage
 * ends it; a check reports it, leaves out what is damaged, and goes on. */
#include "store_internal.h"

#include "utf8.h"
#include "workers.h"

#include <stdatomic.h>
#include <stdio.h>

Status loader_damaged(Loader *l, const char *format, ...)
{
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  l->findings++;
  if (!l->report) return error_set(l->err, ERROR_CORRUPT, NULL, "'%s' is damaged: %s", l->store->path, text);
  l->report(l->context, text);
  return STATUS_OK;
}

/* ---- walking a table */

static Status tell_progress(Loader *l, sqlite3_stmt *row)
{
  enum { STEP = 1 << 16 };
  const GraphOptions *opening = l->store->opening;
  if (!opening || !opening->progress || sqlite3_column_type(row, 1) != SQLITE_BLOB) return STATUS_OK;
  l->done += (uint64_t)sqlite3_column_bytes(row, 1);
  if (l->done - l->told < STEP) return STATUS_OK;
  l->told = l->done;
  if (opening->progress(opening->payload, l->store->path, l->done, MAX(l->store->size, l->done))) return STATUS_OK;
  return error_set(l->err, ERROR_INTERRUPTED, NULL, "opening '%s' was interrupted", l->store->path);
}

/* What SQLite says at the end of reading: damage is one thing, a disk that fails another. */
static Status check_read(Loader *l, int code, const char *query)
{
  if ((code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_ERROR)
    return loader_damaged(l, "%s (reading with %s)", sqlite3_errmsg(l->store->db), query);
  return store_result(l->store, code, "reading it", l->err);
}

Status loader_rows(Loader *l, const char *query, LoadRow load)
{
  sqlite3_stmt *statement = NULL;
  Status status = STATUS_OK;
  int code = sqlite3_prepare_v2(l->store->db, query, -1, &statement, NULL);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    if (code != SQLITE_ROW) break;
    if (l->table) l->digest += digest_row(l->table, statement);
    status = load(l, statement);
    if (status == STATUS_OK) status = tell_progress(l, statement);
    if (status != STATUS_OK) break;
  }
  if (status == STATUS_OK) status = check_read(l, code, query);
  sqlite3_finalize(statement);
  return status;
}

bool loader_open_blob(sqlite3_stmt *row, BlobKind kind, int64_t id, Reader *r)
{
  const void *data = sqlite3_column_blob(row, 1);
  return codec_open(r, data, (size_t)sqlite3_column_bytes(row, 1), kind, id);
}

Status loader_table(Loader *l, StoreTable table, LoadRow load)
{
  l->table = table;
  Status status = loader_rows(l, digest_query(table), load);
  l->table = 0;
  return status;
}

/* ---- state, names, label sets */

static Status load_state(Loader *l, sqlite3_stmt *row)
{
  l->store->commits = sqlite3_column_int64(row, 0);
  l->nodes = sqlite3_column_int64(row, 1);
  l->rels = sqlite3_column_int64(row, 2);
  if (l->nodes >= 0 && l->nodes < SLOT_NONE && l->rels >= 0 && l->rels < SLOT_NONE) return STATUS_OK;
  l->nodes = l->rels = 0;
  return loader_damaged(l, "the counts of nodes and relationships are out of range");
}

Status loader_name(Loader *l, sqlite3_stmt *row)
{
  int64_t kind = sqlite3_column_int64(row, 0), id = sqlite3_column_int64(row, 1);
  const char *data = (const char *)sqlite3_column_text(row, 2);
  Text text = {data ? data : "", (size_t)sqlite3_column_bytes(row, 2)};
  if (kind < 0 || kind >= NAME_KIND_COUNT) return loader_damaged(l, "a name of kind %lld", (long long)kind);
  if (id != l->g->names[kind].count || utf8_valid(text) != text.len)
    return loader_damaged(l, "name %lld of kind %lld is out of order or not UTF-8", (long long)id, (long long)kind);
  uint32_t got;
  TRY(names_add(&l->g->names[kind], text, &got, l->err));
  return got == id ? STATUS_OK
                   : loader_damaged(l, "name %lld of kind %lld is there twice", (long long)id, (long long)kind);
}

Status loader_label_set(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0);
  Reader r;
  uint32_t set = 0;
  uint64_t n = 0, labels = l->g->names[NAME_LABEL].count;
  bool good = loader_open_blob(row, BLOB_LABEL_SET, id, &r);
  n = codec_get_varint(&r);
  good = good && n <= labels;
  arena_reset(&l->arena);
  uint32_t *ids = arena_array(&l->arena, uint32_t, good ? n : 0);
  TRY(arena_check(&l->arena, l->err));
  for (uint64_t i = 0; good && i < n; i++) {
    uint64_t label = codec_get_varint(&r);
    good = !r.bad && label < labels && (i == 0 || label > ids[i - 1]);
    ids[i] = (uint32_t)label;
  }
  if (!good || !codec_done(&r)) return loader_damaged(l, "label set %lld cannot be read", (long long)id);
  TRY(labels_intern(&l->g->labels, ids, (uint32_t)n, &set, l->err));
  return set == id ? STATUS_OK : loader_damaged(l, "label set %lld is out of order", (long long)id);
}

/* ---- nodes */

uint32_t loader_page_slots(int64_t page, int64_t limit)
{
  if (page < 0 || page > (limit - 1) >> GRAPH_PAGE_SHIFT) return 0;
  return (uint32_t)MIN((int64_t)GRAPH_PAGE_SLOTS, limit - (page << GRAPH_PAGE_SHIFT));
}

bool loader_node_page(Loader *l, sqlite3_stmt *row, uint64_t *sets, uint32_t *n, Status *status)
{
  int64_t page = sqlite3_column_int64(row, 0);
  Reader r;
  *n = loader_page_slots(page, l->nodes);
  if (*n == 0) {
    *status = loader_damaged(l, "node page %lld is beyond the last node", (long long)page);
  } else if (!loader_open_blob(row, BLOB_NODE_PAGE, page, &r)) {
    *status = loader_damaged(l, "node page %lld: wrong checksum", (long long)page);
  } else if (codec_get_varint(&r) != *n) {
    *status = loader_damaged(l, "node page %lld has a wrong length", (long long)page);
  } else {
    codec_get_integers(&r, sets, *n);
    if (codec_done(&r)) return true;
    *status = loader_damaged(l, "node page %lld cannot be read", (long long)page);
  }
  return false;
}

static Status load_node_page(Loader *l, sqlite3_stmt *row)
{
  uint64_t sets[GRAPH_PAGE_SLOTS];
  uint32_t n, first = (uint32_t)sqlite3_column_int64(row, 0) << GRAPH_PAGE_SHIFT;
  Status status;
  if (!loader_node_page(l, row, sets, &n, &status)) return status;
  for (uint32_t i = 0; i < n; i++) {
    if (sets[i] == 0) continue;
    if (sets[i] > l->g->labels.set_count) {
      TRY(loader_damaged(l, "node %u has label set %llu, which is not there", first + i,
                         (unsigned long long)(sets[i] - 1)));
      continue;
    }
    l->g->labels.of_node[first + i] = (uint32_t)(sets[i] - 1);
    l->g->node_count++;
  }
  return STATUS_OK;
}

static Status count_pages(Loader *l, const char *query, int64_t limit, const char *what)
{
  sqlite3_stmt *statement = NULL;
  int64_t wanted = (limit + GRAPH_PAGE_SLOTS - 1) >> GRAPH_PAGE_SHIFT, found = -1;
  int code = sqlite3_prepare_v2(l->store->db, query, -1, &statement, NULL);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  if (code == SQLITE_ROW) found = sqlite3_column_int64(statement, 0);
  Status status = check_read(l, code, query);
  sqlite3_finalize(statement);
  TRY(status);
  if (found == wanted) return STATUS_OK;
  return loader_damaged(l, "%lld %s pages where there should be %lld", (long long)found, what, (long long)wanted);
}

static Status load_nodes(Loader *l)
{
  Graph *g = l->g;
  TRY(count_pages(l, "SELECT count(*) FROM node_page", l->nodes, "node"));
  TRY(topology_reserve(g->topology, (uint32_t)l->nodes, 0, l->err));
  TRY(labels_reserve(&g->labels, (uint32_t)l->nodes, l->err));
  if (l->nodes) memset(g->labels.of_node, 0xFF, (size_t)l->nodes * sizeof *g->labels.of_node); /* LABELS_DEAD */
  for (int64_t i = 0; i < l->nodes; i++) TRY(topology_add_node(g->topology, l->err));
  return loader_table(l, TABLE_NODE_PAGE, load_node_page);
}

/* ---- relationships */

static Status add_dead_until(Loader *l, int64_t limit)
{
  while (graph_rel_limit(l->g) < limit) TRY(topology_add_dead_rel(l->g->topology, l->err));
  return STATUS_OK;
}

static bool is_node(const Loader *l, uint64_t slot)
{
  return slot < (uint64_t)l->nodes && l->g->labels.of_node[slot] != LABELS_DEAD;
}

/* The relationship of the next slots' number i, as in the file: type + 1, or 0 for a deleted one. What is damaged
 * becomes a deleted one. */
static Status check_rel(Loader *l, uint32_t i, uint64_t *type, uint64_t start, uint64_t end)
{
  if (LIKELY(*type <= l->g->names[NAME_TYPE].count && (*type == 0 || (is_node(l, start) && is_node(l, end)))))
    return STATUS_OK;
  uint64_t wrong = *type;
  uint32_t rel = graph_rel_limit(l->g) + i;
  *type = 0;
  if (wrong > l->g->names[NAME_TYPE].count)
    return loader_damaged(l, "relationship %u has type %llu, which is not there", rel, (unsigned long long)(wrong - 1));
  return loader_damaged(l, "relationship %u goes from node %llu to node %llu, which are not both there", rel,
                        (unsigned long long)start, (unsigned long long)end);
}

static Status add_rels(Loader *l, RelPage *page, uint32_t n)
{
  uint32_t types[GRAPH_PAGE_SLOTS], starts[GRAPH_PAGE_SLOTS], ends[GRAPH_PAGE_SLOTS];
  for (uint32_t i = 0; i < n; i++) {
    TRY(check_rel(l, i, &page->types[i], page->starts[i], page->ends[i]));
    bool alive = page->types[i] > 0;
    types[i] = alive ? (uint32_t)page->types[i] - 1 : NAME_NONE;
    starts[i] = alive ? (uint32_t)page->starts[i] : SLOT_NONE;
    ends[i] = alive ? (uint32_t)page->ends[i] : SLOT_NONE;
  }
  return topology_add_rels(l->g->topology, types, starts, ends, n, l->err);
}

bool loader_rel_page(Loader *l, sqlite3_stmt *row, RelPage *page, uint32_t *n, Status *status)
{
  int64_t number = sqlite3_column_int64(row, 0);
  Reader r;
  *n = loader_page_slots(number, l->rels);
  if (*n == 0) {
    *status = loader_damaged(l, "relationship page %lld is beyond the last relationship", (long long)number);
  } else if (!loader_open_blob(row, BLOB_REL_PAGE, number, &r)) {
    *status = loader_damaged(l, "relationship page %lld: wrong checksum", (long long)number);
  } else if (codec_get_varint(&r) != *n) {
    *status = loader_damaged(l, "relationship page %lld has a wrong length", (long long)number);
  } else {
    codec_get_integers(&r, page->types, *n);
    codec_get_integers(&r, page->starts, *n);
    codec_get_integers(&r, page->ends, *n);
    if (codec_done(&r)) return true;
    *status = loader_damaged(l, "relationship page %lld cannot be read", (long long)number);
  }
  return false;
}

static Status load_rel_page(Loader *l, sqlite3_stmt *row)
{
  int64_t number = sqlite3_column_int64(row, 0);
  RelPage page;
  uint32_t n;
  Status status;
  /* What goes before it is missing or damaged. */
  if (loader_page_slots(number, l->rels)) TRY(add_dead_until(l, number << GRAPH_PAGE_SHIFT));
  if (!loader_rel_page(l, row, &page, &n, &status)) return status;
  return add_rels(l, &page, n);
}

static Status load_rels(Loader *l)
{
  TRY(count_pages(l, "SELECT count(*) FROM rel_page", l->rels, "relationship"));
  TRY(topology_reserve(l->g->topology, 0, (uint32_t)l->rels, l->err));
  topology_unlink(l->g->topology);
  TRY(loader_table(l, TABLE_REL_PAGE, load_rel_page));
  return add_dead_until(l, l->rels);
}

/* ---- properties */

static Column *find_column(const Loader *l, int64_t id, EntityKind *kind)
{
  *kind = id & 1 ? ENTITY_REL : ENTITY_NODE;
  if (id < 0 || id >> 1 >= l->g->column_count[*kind]) return NULL;
  return l->g->columns[*kind][id >> 1];
}

static Status load_column(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0), type = sqlite3_column_int64(row, 1);
  EntityKind kind = id & 1 ? ENTITY_REL : ENTITY_NODE;
  Column *column;
  if (id < 0 || id >> 1 >= l->g->names[NAME_KEY].count || type < 0 || type >= COLUMN_TYPE_COUNT)
    return loader_damaged(l, "property column %lld of type %lld makes no sense", (long long)id, (long long)type);
  TRY(graph_make_column(l->g, kind, (uint32_t)(id >> 1), &column, l->err));
  column->storage.type = (ColumnType)type;
  column->rewrite = false;
  return STATUS_OK;
}

static Status load_texts(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0);
  uint32_t first = (uint32_t)id;
  EntityKind kind;
  Column *column = find_column(l, id >> 32, &kind);
  Reader r;
  if (!column || column_type(column) != COLUMN_STRING)
    return loader_damaged(l, "texts %lld belong to no column of texts", (long long)id);
  if (!loader_open_blob(row, BLOB_PROP_TEXT, id, &r))
    return loader_damaged(l, "texts %lld: wrong checksum", (long long)id);
  uint64_t n = codec_get_varint(&r);
  if (first != column_texts(column) || n > (uint64_t)(r.end - r.at))
    return loader_damaged(l, "texts %lld are out of order", (long long)id);
  TRY(dictionary_reserve(&column->dictionary, first + (uint32_t)n, l->err));
  for (uint64_t i = 0; i < n; i++) {
    uint32_t code;
    Text text = codec_get_text(&r);
    if (r.bad) return loader_damaged(l, "texts %lld cannot be read", (long long)id);
    TRY(dictionary_add(&column->dictionary, text, &code, l->err));
    if (code != first + i) return loader_damaged(l, "texts %lld hold one text twice", (long long)id);
  }
  return codec_done(&r) ? STATUS_OK : loader_damaged(l, "texts %lld cannot be read", (long long)id);
}

void loader_presence(Reader *r, uint64_t *present)
{
  memset(present, 0, COLUMN_PAGE_WORDS * sizeof *present);
  uint8_t form = codec_get_byte(r);
  if (form == 0) {
    uint64_t n = codec_get_varint(r);
    if (n > COLUMN_PAGE_SLOTS)
      r->bad = true;
    else
      for (uint32_t i = 0; i < n; i++) present[i / 64] |= UINT64_C(1) << (i % 64);
  } else if (form == 1) {
    const uint8_t *bits = codec_get_bytes(r, COLUMN_PAGE_SLOTS / 8);
    for (uint32_t i = 0; bits && i < COLUMN_PAGE_SLOTS / 8; i++) present[i / 8] |= (uint64_t)bits[i] << (8 * (i % 8));
  } else {
    r->bad = true;
  }
}

/* Moves the numbers, one for each slot present, to their slots; the others get one that any type can hold. */
static void spread(ColumnType type, const uint64_t *present, uint32_t n, uint64_t *values)
{
  uint64_t absent = type == COLUMN_INT || type == COLUMN_DATE ? codec_bias(0) : 0;
  for (uint32_t i = COLUMN_PAGE_SLOTS; i-- > 0 && n <= i;)
    values[i] = present[i / 64] >> (i % 64) & 1 ? values[--n] : absent;
}

/* Writes decoded numbers into the page's array; false if the type cannot hold one of them. */
static bool put_numbers(ColumnType type, ColumnPage *page, const uint64_t *values)
{
  bool good = true;
  switch (type) {
  case COLUMN_INT: {
    int64_t *to = (int64_t *)(void *)page->data;
    for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) to[i] = codec_unbias(values[i]);
    return true;
  }
  case COLUMN_FLOAT: memcpy(page->data, values, COLUMN_PAGE_SLOTS * sizeof *values); return true;
  case COLUMN_BOOL:
    for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) {
      page->data[i] = (uint8_t)values[i];
      good = good && values[i] <= 1;
    }
    return good;
  case COLUMN_DATE: {
    int32_t *to = (int32_t *)(void *)page->data;
    for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) {
      int64_t days = codec_unbias(values[i]);
      to[i] = (int32_t)days;
      good = good && to[i] == days;
    }
    return good;
  }
  case COLUMN_STRING: {
    uint32_t *to = (uint32_t *)(void *)page->data;
    for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) {
      to[i] = (uint32_t)values[i];
      good = good && values[i] < DICTIONARY_NONE;
    }
    return good;
  }
  default: return false;
  }
}

static Status load_numbers(Loader *l, Column *column, uint32_t number, const uint64_t *present, Reader *r, bool *good)
{
  uint64_t values[COLUMN_PAGE_SLOTS];
  ColumnPage *page;
  uint32_t n = 0;
  for (uint32_t w = 0; w < COLUMN_PAGE_WORDS; w++) n += (uint32_t)__builtin_popcountll(present[w]);
  codec_get_integers(r, values, n);
  *good = codec_done(r);
  if (!*good) return STATUS_OK;
  TRY(column_make_page(column, number, &page, l->err));
  spread(column_type(column), present, n, values);
  *good = put_numbers(column_type(column), page, values);
  if (*good) memcpy(page->present, present, sizeof page->present);
  *good = column_page_seal(column, page) && *good;
  if (*good) return STATUS_OK;
  memset(page->present, 0, sizeof page->present);
  (void)column_page_seal(column, page);
  return STATUS_OK;
}

static Status load_values(Loader *l, Column *column, uint32_t number, const uint64_t *present, Reader *r, bool *good)
{
  arena_reset(&l->arena);
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS && !r->bad; i++) {
    if (!(present[i / 64] >> (i % 64) & 1)) continue;
    Value old, v = codec_get_value(r, &l->arena);
    TRY(arena_check(&l->arena, l->err));
    if (!r->bad) TRY(column_set(column, (number << COLUMN_PAGE_SHIFT) + i, v, &old, l->err));
  }
  *good = codec_done(r);
  return STATUS_OK;
}

/* The first slot of those present whose entity is not there, or SLOT_NONE. */
static uint32_t find_orphan(const Graph *g, EntityKind kind, uint32_t number, const uint64_t *present)
{
  uint32_t first = number << COLUMN_PAGE_SHIFT;
  bool nodes = kind == ENTITY_NODE;
  uint64_t alive = nodes ? graph_node_count(g) : graph_rel_count(g);
  uint32_t limit = nodes ? graph_node_limit(g) : graph_rel_limit(g);
  if (alive == limit && first + COLUMN_PAGE_SLOTS <= limit) return SLOT_NONE;
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++)
    if ((present[i / 64] >> (i % 64) & 1) && UNLIKELY(!graph_alive(g, kind, first + i))) return first + i;
  return SLOT_NONE;
}

static Status load_prop_page(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0);
  uint32_t number = (uint32_t)id;
  uint64_t present[COLUMN_PAGE_WORDS];
  EntityKind kind;
  Column *column = find_column(l, id >> 32, &kind);
  Reader r;
  bool good;
  if (!column) return loader_damaged(l, "property page %lld belongs to no column", (long long)id);
  if (loader_page_slots(number, kind == ENTITY_NODE ? l->nodes : l->rels) == 0)
    return loader_damaged(l, "property page %lld is beyond the last slot", (long long)id);
  if (!loader_open_blob(row, BLOB_PROP_PAGE, id, &r))
    return loader_damaged(l, "property page %lld: wrong checksum", (long long)id);
  if (codec_get_byte(&r) != column_type(column))
    return loader_damaged(l, "property page %lld is of another type than its column", (long long)id);
  loader_presence(&r, present);
  if (r.bad) return loader_damaged(l, "property page %lld cannot be read", (long long)id);
  uint32_t orphan = find_orphan(l->g, kind, number, present);
  if (orphan != SLOT_NONE)
    return loader_damaged(l, "property page %lld has a value of %s %u, which is not there", (long long)id,
                          kind == ENTITY_NODE ? "node" : "relationship", orphan);
  if (column_type(column) == COLUMN_TAGGED)
    TRY(load_values(l, column, number, present, &r, &good));
  else
    TRY(load_numbers(l, column, number, present, &r, &good));
  return good ? STATUS_OK : loader_damaged(l, "property page %lld cannot be read", (long long)id);
}

/* ---- indexes */

static Status load_index(Loader *l, sqlite3_stmt *row)
{
  const char *data = (const char *)sqlite3_column_text(row, 0);
  Text name = {data ? data : "", (size_t)sqlite3_column_bytes(row, 0)};
  int64_t kind = sqlite3_column_int64(row, 1), label = sqlite3_column_int64(row, 2), key = sqlite3_column_int64(row, 3);
  const Names *names = l->g->names;
  if ((kind != ENTITY_NODE && kind != ENTITY_REL) || label < 0 || key < 0 || key >= names[NAME_KEY].count ||
      label >= names[kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE].count || utf8_valid(name) != name.len)
    return loader_damaged(l, "the index '%.*s' is over an unknown label, type or key", (int)MIN(name.len, (size_t)100),
                          name.data);
  Index *index;
  TRY(index_new(&index, (EntityKind)kind, (uint32_t)label, (uint32_t)key, name, l->err));
  index_defer(index);
  if (graph_put_index(l->g, index, l->g->index_count, l->err) == STATUS_OK) return STATUS_OK;
  index_free(index);
  return STATUS_FAIL;
}

/* ---- all of it: once nodes and relationships are there, one thread reads the properties while another one makes the
 * compact arrays. */

static Status load_entities(Loader *l)
{
  l->nodes = l->rels = -1;
  TRY(store_format_version(l->store, &l->version, l->err));
  TRY(loader_rows(l, "SELECT commits, nodes, rels FROM state WHERE id = 1", load_state));
  if (l->nodes < 0) {
    TRY(loader_damaged(l, "it does not say how many nodes and relationships it has"));
    l->nodes = l->rels = 0;
  }
  TRY(loader_table(l, TABLE_NAME, loader_name));
  TRY(loader_table(l, TABLE_LABEL_SET, loader_label_set));
  TRY(load_nodes(l));
  return load_rels(l);
}

static Status load_properties(Loader *l)
{
  TRY(loader_table(l, TABLE_PROP_COLUMN, load_column));
  TRY(loader_table(l, TABLE_PROP_TEXT, load_texts));
  TRY(loader_table(l, TABLE_PROP_PAGE, load_prop_page));
  TRY(loader_table(l, TABLE_PROP_INDEX, load_index));
  if (l->version >= 2) { /* before, there were no such tables */
    TRY(loader_fulltexts(l));
    TRY(loader_constraints(l));
    TRY(loader_settings(l));
  }
  return graph_count_all(l->g, l->err);
}

/* Whether all rows are there, and all of one commit. Other damage tells more. */
static Status check_digest(Loader *l)
{
  int64_t known, digest;
  if (l->version < 2 || l->findings > 0) return STATUS_OK;
  TRY(store_get_number(l->store, "SELECT digest IS NOT NULL FROM state", &known, l->err));
  TRY(store_get_number(l->store, "SELECT digest FROM state", &digest, l->err));
  if (!known || (uint64_t)digest == l->digest + digest_state(l->store->commits, l->nodes, l->rels)) return STATUS_OK;
  return loader_damaged(l, "the digest of its rows is not that of its last commit: some are changed, missing or older");
}

typedef struct Rest {
  Loader *loader;
  Status properties, adjacency;
  atomic_flag begun; /* the adjacency, by whoever set it */
  _Atomic(Refresh *) refresh;
  Error error; /* of beginning it */
} Rest;

/* SQLite and whoever gets reports stay with the caller's thread, which then helps with the compact arrays, or makes
 * them where no other thread has begun. */
static void load_rest(void *context, uint32_t worker)
{
  Rest *rest = context;
  Refresh *refresh = NULL;
  if (worker == 0) rest->properties = load_properties(rest->loader);
  if (!atomic_flag_test_and_set(&rest->begun)) {
    rest->adjacency = topology_relink_begin(rest->loader->g->topology, &refresh, &rest->error);
    atomic_store(&rest->refresh, refresh);
  }
  refresh = atomic_load(&rest->refresh);
  if (refresh) topology_relink_work(refresh);
}

static Status load_all(Loader *l)
{
  enum { WORTH_A_THREAD = 1 << 15 };
  Rest rest = {.loader = l, .begun = ATOMIC_FLAG_INIT};
  TRY(load_entities(l));
  if (l->store->workers && l->rels >= WORTH_A_THREAD)
    workers_run(l->store->workers, load_rest, &rest);
  else
    load_rest(&rest, 0);
  if (rest.refresh) rest.adjacency = topology_relink_end(l->g->topology, rest.refresh, &rest.error);
  TRY(rest.properties);
  if (rest.adjacency != STATUS_OK) *l->err = rest.error;
  TRY(rest.adjacency);
  TRY(check_digest(l));
  return l->report ? loader_verify_constraints(l) : STATUS_OK;
}

void store_note_saved(Store *store, Graph *g)
{
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) store->saved_names[kind] = g->names[kind].count;
  store->saved_sets = g->labels.set_count;
  page_set_clear(&g->node_pages);
  page_set_clear(&g->rel_pages);
  g->indexes_changed = g->constraints_changed = g->settings_changed = false;
}

/* Those of indexes alone are not in the file. */
static void note_columns(Graph *g)
{
  for (int kind = 0; kind < 2; kind++)
    for (uint32_t key = 0; key < g->column_count[kind]; key++)
      if (g->columns[kind][key] && !g->columns[kind][key]->rewrite) column_saved(g->columns[kind][key]);
}

Status store_read(Store *store, Graph *g, StoreFinding report, void *context, uint64_t *findings, Error *err)
{
  Loader l = {.store = store, .g = g, .report = report, .context = context, .err = err};
  bool own = sqlite3_get_autocommit(store->db);
  arena_init(&l.arena, NULL);
  store_look_at_log(store, store->seen);
  /* One read transaction, so that all tables are of one commit. */
  Status status = own ? store_begin_reading(store, err) : STATUS_OK;
  if (status == STATUS_OK) status = load_all(&l);
  if (own) store_end(store);
  arena_free(&l.arena);
  *findings = l.findings;
  if (status != STATUS_OK) return status;
  note_columns(g);
  store_note_saved(store, g);
  return STATUS_OK;
}
