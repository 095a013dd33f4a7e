/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of the store, shared by store_sqlite.c (the file, its locks and SQLite's errors), store_read.c (opening
 * and checking), store_write.c (committing), store_follow.c (what other processes have committed),
 * store_constraints.c and store_fulltexts.c (the tables of constraints and of full-text indexes), store_recent.c (the
 * record of what recent commits changed) and store_digest.c (whether all rows belong together). */
#ifndef CLIO_CORE_STORE_INTERNAL_H
#define CLIO_CORE_STORE_INTERNAL_H

#include "codec.h"
#include "graph_internal.h"
#include "store.h"

#include <sqlite3.h>

#define STORE_APPLICATION_ID 0x436C696F /* "Clio" */
#define STORE_FORMAT_VERSION 2

/* Numbers go into the digest. Tables of blobs have those of their blobs. */
typedef enum StoreTable {
  TABLE_LABEL_SET = BLOB_LABEL_SET,
  TABLE_NODE_PAGE = BLOB_NODE_PAGE,
  TABLE_REL_PAGE = BLOB_REL_PAGE,
  TABLE_PROP_PAGE = BLOB_PROP_PAGE,
  TABLE_PROP_TEXT = BLOB_PROP_TEXT,
  TABLE_PROP_CONSTRAINT = BLOB_CONSTRAINT,
  TABLE_NAME = 8,
  TABLE_PROP_COLUMN = 9,
  TABLE_PROP_INDEX = 10,
  TABLE_SETTING = BLOB_SETTING,
  TABLE_FULLTEXT_INDEX = BLOB_FULLTEXT,
  TABLE_COUNT
} StoreTable;

typedef enum StoreStatement {
  STORE_BEGIN,
  STORE_COMMIT,
  STORE_ROLLBACK,
  STORE_GET_STATE,
  STORE_GET_RECENT,
  STORE_SET_STATE,
  STORE_PUT_NAME,
  STORE_PUT_LABEL_SET,
  STORE_PUT_NODE_PAGE,
  STORE_PUT_REL_PAGE,
  STORE_PUT_COLUMN,
  STORE_PUT_PAGE,
  STORE_DROP_PAGES,
  STORE_PUT_TEXTS,
  STORE_DROP_TEXTS,
  STORE_CLEAR_INDEXES,
  STORE_PUT_INDEX,
  STORE_CLEAR_FULLTEXTS,
  STORE_PUT_FULLTEXT,
  STORE_CLEAR_CONSTRAINTS,
  STORE_PUT_CONSTRAINT,
  STORE_CLEAR_SETTINGS,
  STORE_PUT_SETTING,
  STORE_GET_NODE_PAGE,
  STORE_GET_REL_PAGE,
  STORE_GET_COLUMN,
  STORE_GET_PAGE,
  STORE_GET_DIGEST,
  STORE_DIGEST, /* and from here on one for each table: rows between two ids */
  STORE_STATEMENT_COUNT = STORE_DIGEST + TABLE_COUNT
} StoreStatement;

/* ---- store_recent.c: which pages the latest commits changed, so that a process that has fallen behind by a few need
 * not read everything. Part of the row that each commit writes anyway. */

typedef struct ChangedColumn {
  int64_t id;   /* see store_column */
  bool rewrite; /* all of it, its type perhaps as well */
  PageSet pages;
} ChangedColumn;

typedef struct Changed {
  bool everything; /* more than is worth listing, or indexes, constraints or settings */
  PageSet nodes, rels;
  ChangedColumn *columns;
  uint32_t column_count, column_cap;
} Changed;

typedef struct Recent {
  int64_t last; /* the commit that the newest entry is of */
  uint32_t count;
  Str entries; /* one for each commit, oldest first: its length as a varint, and what it changed */
} Recent;

void recent_init(Recent *r);
void recent_free(Recent *r);
void recent_clear(Recent *r);
/* Appends what the graph has changed since the last commit, and drops the oldest entries where they get too long. */
Status recent_add(Recent *r, const Graph *g, int64_t commit, Error *err);
void recent_write(const Recent *r, Str *out);
/* False where it makes no sense. */
bool recent_read(Recent *r, Reader *from, int64_t last, Error *err);
/* All that has changed since a commit; everything where that is not known any more. */
Status recent_since(const Recent *r, int64_t commit, Changed *out, Error *err);
void changed_free(Changed *c);

/* ---- the store */

enum { STORE_LOG_HEADER = 6 }; /* 64-bit words */

struct Store {
  sqlite3 *db;
  char *path;
  sqlite3_stmt *statements[STORE_STATEMENT_COUNT]; /* prepared when first needed */
  int64_t commits;                                 /* of the file, as this process knows it */
  uint32_t saved_names[NAME_KIND_COUNT], saved_sets;
  bool reads_only;
  bool locked; /* an SQLite transaction that may write is open */
  int64_t busy_ms;
  const _Atomic bool *interrupt;
  const uint64_t *log;             /* the header of SQLite's log in shared memory; NULL: there is no log to watch */
  uint64_t seen[STORE_LOG_HEADER]; /* what it was when this process last looked into the file */
  const GraphOptions *opening;     /* NULL once it is open */
  uint64_t size;                   /* of the file when it was opened, in bytes */
  struct Workers *workers;         /* borrowed; NULL: none */
  uint64_t digest;                 /* while committing: of the rows so far; see store_digest.c */
  bool has_digest;                 /* otherwise it is counted at the end of this commit */
  Str buffer;
};

static inline bool column_is_changed(const Column *c)
{
  return c && (c->rewrite || c->dirty.count);
}

/* A property column's number in the file; its pages and texts are numbered (column << 32 | page or first code). */
static inline int64_t store_column(EntityKind kind, uint32_t key)
{
  return (int64_t)key << 1 | (kind == ENTITY_REL);
}

static inline int64_t store_part(int64_t column, uint32_t number)
{
  return column << 32 | number;
}

#define STORE_MOST_KEYS (1u << 29)

/* Turns SQLite's result code into an Error; what says what was being done. OK for SQLITE_OK, ROW and DONE. */
Status store_result(const Store *store, int code, const char *what, Error *err);
Status store_statement(Store *store, StoreStatement which, sqlite3_stmt **out, Error *err);
/* Runs a statement whose parameters are bound to its end, and resets it. */
Status store_run(Store *store, sqlite3_stmt *statement, const char *what, Error *err);
Status store_exec(Store *store, const char *sql, const char *what, Error *err);
/* The first column of a query's first row; 0 where there is none. */
Status store_get_number(Store *store, const char *query, int64_t *number, Error *err);
/* The counters of the one row of `state`; -1 where it is missing. */
Status store_get_state(Store *store, int64_t *commits, int64_t *nodes, int64_t *rels, Error *err);
Status store_begin_reading(Store *store, Error *err);
void store_end(Store *store); /* rolls back what has not been committed; nothing where no transaction is open */
/* Opens the file and makes sure that it is a Clio database of this version. */
Status store_connect(Store **out, const char *path, const GraphOptions *options, Error *err);
Status store_format_version(Store *store, int64_t *version, Error *err);
void store_look_at_log(const Store *store, uint64_t *header);

/* ---- store_digest.c */

/* All rows of a table, in the order and with the columns that the digest is made of; NULL: no such table. */
const char *digest_query(StoreTable table);
uint64_t digest_row(StoreTable table, sqlite3_stmt *row);
uint64_t digest_state(int64_t commits, int64_t nodes, int64_t rels);
/* A commit begins with what the file says, takes away the rows that it is about to replace (gone), adds those that it
 * has written, and ends with what is to be written then. Names are found by kind and id, others by a range of ids. */
Status digest_begin(Store *store, Error *err);
Status digest_rows(Store *store, StoreTable table, int64_t first, int64_t last, bool gone, Error *err);
Status digest_end(Store *store, int64_t commits, int64_t nodes, int64_t rels, int64_t *digest, Error *err);

/* ---- store_read.c */

/* Reads the whole file into an empty graph. report NULL: the first damage is an error; otherwise it is reported and
 * what is damaged left out. */
Status store_read(Store *store, Graph *g, StoreFinding report, void *context, uint64_t *findings, Error *err);
/* The graph is what the file says: names, label sets, and pages of nodes and relationships. */
void store_note_saved(Store *store, Graph *g);

/* What reads the file page by page, for the whole of it and for what has changed. */
typedef struct Loader {
  Store *store;
  Graph *g;
  StoreFinding report; /* NULL: damage is an error */
  void *context;
  uint64_t findings;
  int64_t version;     /* of the file's format */
  int64_t nodes, rels; /* slot limits that the file states */
  uint64_t done, told; /* bytes read, and read when progress was last told of */
  StoreTable table;    /* whose rows go into the digest; 0: none */
  uint64_t digest;
  Arena arena; /* of one page's values */
  Error *err;
} Loader;

typedef Status (*LoadRow)(Loader *l, sqlite3_stmt *row);

typedef struct RelPage {
  uint64_t types[GRAPH_PAGE_SLOTS], starts[GRAPH_PAGE_SLOTS], ends[GRAPH_PAGE_SLOTS];
} RelPage;

Status loader_damaged(Loader *l, const char *format, ...) PRINTF_LIKE(2, 3);
Status loader_rows(Loader *l, const char *query, LoadRow load);
Status loader_table(Loader *l, StoreTable table, LoadRow load); /* all rows, which go into the digest */
Status loader_name(Loader *l, sqlite3_stmt *row);
Status loader_label_set(Loader *l, sqlite3_stmt *row);
/* The number of slots that a page must hold; 0 for a page that must not be there. */
uint32_t loader_page_slots(int64_t page, int64_t limit);
/* Decode a row (id, data); false: damaged, which has been dealt with. A set's number is one more than it says in
 * memory, a type likewise; 0 is dead. */
bool loader_node_page(Loader *l, sqlite3_stmt *row, uint64_t *sets, uint32_t *n, Status *status);
bool loader_rel_page(Loader *l, sqlite3_stmt *row, RelPage *page, uint32_t *n, Status *status);
/* store_fulltexts.c: a count and as many names of the kind, at least one; false: damaged. */
bool loader_ids(Loader *l, Reader *r, NameKind kind, const uint32_t **out, uint32_t *count);
Status loader_fulltexts(Loader *l);
Status loader_constraints(Loader *l);        /* store_constraints.c */
Status loader_verify_constraints(Loader *l); /* each one that does not hold is damage */
bool loader_open_blob(sqlite3_stmt *row, BlobKind kind, int64_t id, Reader *r);
void loader_presence(Reader *r, uint64_t *present);

/* ---- store_settings.c */

Status store_put_settings(Store *store, const Graph *g, Error *err);
Status loader_settings(Loader *l);

/* ---- store_write.c: seals what the buffer holds and puts it into the row id of a table of blobs. */
Status store_put_blob(Store *store, StoreStatement which, BlobKind kind, int64_t id, const char *what, Error *err);

#endif
