/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clio: an embedded graph knowledge base, queried in openCypher.
 *
 *   clio_db *db;
 *   clio_query *query;
 *   if (clio_open(&db, "baltic.clio", NULL) != CLIO_OK) { fputs(clio_last_error(db)->rendered, stderr); ... }
 *   clio_prepare(db, &query, "MATCH (s:State {name: $name}) RETURN s.description", -1, NULL);
 *   clio_bind_string(query, "name", "Latvia", -1);
 *   while (clio_step(query) == CLIO_ROW) print(clio_column(query, 0));
 *   clio_finish(query);
 *   clio_close(db);
 *
 * Conventions. Functions return a clio_status unless they say otherwise; results come through out-parameters, which
 * stand behind the object. Text is UTF-8; a length of -1 means NUL-terminated. A `const` pointer that is returned is
 * borrowed and lives as long as its function says; what is made by an open, prepare or _text function is given back
 * with the function that the comment names. A database handle and everything made from it belongs to one thread at a
 * time: threads may pass it on, or take turns by a mutex of theirs, which has to be held from a statement's first step
 * until its last value has been read. Threads that are to work at the same time open the file each for themselves, as
 * processes do, and see each other's commits. clio_interrupt alone may be called from any thread or signal handler. */
#ifndef CLIO_H
#define CLIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CLIO_API __attribute__((visibility("default")))
#else
#define CLIO_API
#endif

#define CLIO_VERSION "0.1.0"

CLIO_API const char *clio_version(void);

/* ---- statuses and errors */

typedef enum clio_status {
  CLIO_OK = 0,
  CLIO_ROW = 1,  /* clio_step: a row is ready */
  CLIO_DONE = 2, /* clio_step: no more rows; the statement has taken effect */
  CLIO_ERROR = 3 /* see clio_last_error of the handle */
} clio_status;

typedef struct clio_error {
  const char *code;     /* "SyntaxError", "TypeError", "IOError", ...: openCypher's names where it has one */
  const char *detail;   /* openCypher's detail such as "UndefinedVariable"; "" where there is none */
  bool compile_time;    /* found before anything ran */
  const char *message;  /* one sentence */
  uint32_t line;        /* in the statement's text, from 1; 0 where the error has no place in it */
  uint32_t column;      /* in characters, from 1 */
  const char *rendered; /* code, position and message, and the line with a caret under it; ends in a newline */
} clio_error;

typedef struct clio_db clio_db;
typedef struct clio_query clio_query;
typedef struct clio_value clio_value;

/* The last error on this handle; the strings live until the next call on it. Never NULL. */
CLIO_API const clio_error *clio_last_error(const clio_db *db);

/* ---- databases */

typedef struct clio_options {
  size_t size; /* sizeof(clio_options): lets the struct grow */
  bool read_only;
  bool must_exist;     /* do not make the file where it is missing */
  uint32_t busy_ms;    /* how long to wait for another process that is writing */
  uint64_t memory;     /* bytes one query may hold; 0: no limit */
  uint32_t timeout_ms; /* for one statement; 0: none */
  uint32_t threads;    /* that may work on one statement; 0: as many as there are processors */
  bool fast;           /* a commit does not wait for the disk: a power failure may take the last ones back, whole */
  /* Progress of clio_open, called now and then; done and total are bytes. Returning false interrupts. */
  bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total);
  void *payload;
} clio_options;

#define CLIO_OPTIONS_INIT                                                                                              \
  {                                                                                                                    \
    sizeof(clio_options), false, false, 5000, 0, 0, 0, false, NULL, NULL                                               \
  }

/* Opens a database file (NULL or "": a graph in memory). *db is set even on failure, so that its error can be read,
 * unless there was no memory for it; close it in either case. options NULL: the defaults. */
CLIO_API clio_status clio_open(clio_db **db, const char *path, const clio_options *options);
CLIO_API void clio_close(clio_db *db);     /* finishes its queries; NULL is fine */
CLIO_API void clio_interrupt(clio_db *db); /* the running statement fails with code "Interrupted"; async-signal-safe */
CLIO_API void clio_set_memory(clio_db *db, uint64_t bytes);
CLIO_API void clio_set_timeout(clio_db *db, uint32_t ms);

/* Explicit transactions; without one each statement is its own. Also as statements: BEGIN, COMMIT, ROLLBACK. */
CLIO_API clio_status clio_begin(clio_db *db);
CLIO_API clio_status clio_commit(clio_db *db);
CLIO_API clio_status clio_rollback(clio_db *db);
CLIO_API bool clio_in_transaction(const clio_db *db);

/* ---- statements */

/* Prepares the first statement of text. *tail (may be NULL) is the offset of what follows its semicolon. An empty
 * text or one of comments alone gives CLIO_OK and *query NULL. Finish every query with clio_finish. */
CLIO_API clio_status clio_prepare(clio_db *db, clio_query **query, const char *text, ptrdiff_t length, size_t *tail);
CLIO_API void clio_finish(clio_query *query); /* an unfinished statement is undone; NULL is fine */
/* Ready to run again; bindings stay. */
CLIO_API clio_status clio_reset(clio_query *query);

/* Bindings copy their value. A name that the statement does not use is no error. */
CLIO_API clio_status clio_bind_null(clio_query *query, const char *name);
CLIO_API clio_status clio_bind_bool(clio_query *query, const char *name, bool value);
CLIO_API clio_status clio_bind_int(clio_query *query, const char *name, int64_t value);
CLIO_API clio_status clio_bind_float(clio_query *query, const char *name, double value);
CLIO_API clio_status clio_bind_string(clio_query *query, const char *name, const char *text, ptrdiff_t length);
/* Any value, written as a Cypher literal or a constant expression: [1, 2], {a: date('1940-06-15')}. */
CLIO_API clio_status clio_bind_literal(clio_query *query, const char *name, const char *literal);
/* Parameters for every statement of this database, wherever the statement has no binding of its own. */
CLIO_API clio_status clio_set_parameter(clio_db *db, const char *name, const char *literal);
CLIO_API void clio_clear_parameters(clio_db *db);
/* Each MATCH of the statements that are prepared from now on sees only what held on the day, unless it or its statement
 * says something else: as SETTING DEFAULT VALID_TIME AS OF day does. day is a date in EDTF, such as 1940-08-04 or 1940;
 * NULL: no day any more. */
CLIO_API clio_status clio_set_valid_time(clio_db *db, const char *day, bool certainly);
CLIO_API const char *clio_valid_time(const clio_db *db); /* what was set last, until the next time; or NULL */
/* Likewise with what a party asserts and what nobody contests: as SETTING DEFAULT ACCORDING TO party does. party is the
 * id or name of a node, or another text by which facts name who asserts them; NULL: whoever asserts it. */
CLIO_API clio_status clio_set_according_to(clio_db *db, const char *party);
CLIO_API const char *clio_according_to(const clio_db *db); /* what was set last, until the next time; or NULL */

/* Runs to the next row. Rows of a statement that writes come when all writing is done. */
CLIO_API clio_status clio_step(clio_query *query);
CLIO_API uint32_t clio_column_count(const clio_query *query); /* known after clio_prepare */
CLIO_API const char *clio_column_name(const clio_query *query, uint32_t column);
CLIO_API const clio_value *clio_column(const clio_query *query, uint32_t column); /* until the next step */
/* The plan as text; with PROFILE after the last row, rows and times included. Until the query is finished. */
CLIO_API const char *clio_plan(clio_query *query);
typedef enum clio_mode { CLIO_MODE_RUN, CLIO_MODE_EXPLAIN, CLIO_MODE_PROFILE, CLIO_MODE_WHY } clio_mode;
CLIO_API clio_mode clio_query_mode(const clio_query *query);

/* What the author of a statement will want to know although it is no error: found when it is prepared, or, once it has
 * run without giving a row, when notes are asked for. */
typedef struct clio_note {
  /* "UnknownLabel", "UnknownRelationshipType", "UnknownPropertyKey": a name that the statement reads and that nothing
   * in the graph bears; "ComparisonWithNull": a comparison that is never true; "CartesianProduct": large parts of a
   * pattern that nothing connects; "UnknownText": a text that a property was to have, when nothing was found, and that
   * nothing has though something has one like it */
  const char *code;
  const char *message;   /* one sentence, with the name that was probably meant */
  uint32_t line, column; /* in the statement's text, from 1; columns in characters */
  const char *rendered;  /* position and message, and the line with a caret under it; ends in a newline */
} clio_note;
/* In the order of their places. They live until the query is reset or finished. */
CLIO_API uint32_t clio_query_note_count(clio_query *query);
CLIO_API const clio_note *clio_query_note(clio_query *query, uint32_t i); /* NULL past the last */

typedef struct clio_summary {
  uint64_t rows;
  uint64_t nodes_created, nodes_deleted, relationships_created, relationships_deleted;
  uint64_t properties_set, labels_added, labels_removed, indexes_added, indexes_removed;
  uint64_t constraints_added, constraints_removed;
  double ms; /* from the first step to the last, the time spent in the library */
} clio_summary;
CLIO_API void clio_get_summary(const clio_query *query, clio_summary *summary);

/* One call: runs all statements of text; callback (may be NULL) sees every row, and stops the run by returning false.
 */
typedef bool (*clio_row_callback)(void *payload, clio_query *query);
CLIO_API clio_status clio_exec(clio_db *db, const char *text, clio_row_callback callback, void *payload);

/* ---- values */

typedef enum clio_type {
  CLIO_NULL,
  CLIO_BOOL,
  CLIO_INT,
  CLIO_FLOAT,
  CLIO_STRING,
  CLIO_LIST,
  CLIO_MAP,
  CLIO_NODE,
  CLIO_RELATIONSHIP,
  CLIO_PATH,
  CLIO_DATE,
  CLIO_LOCALTIME,
  CLIO_TIME,
  CLIO_LOCALDATETIME,
  CLIO_DATETIME,
  CLIO_DURATION,
  CLIO_EDTF /* a date as historians write them: 1939~; its text is what clio_value_text gives */
} clio_type;

CLIO_API clio_type clio_value_type(const clio_value *value);
CLIO_API bool clio_value_bool(const clio_value *value);    /* false unless a true bool */
CLIO_API int64_t clio_value_int(const clio_value *value);  /* an int, or a float cut; 0 otherwise */
CLIO_API double clio_value_float(const clio_value *value); /* a number; 0 otherwise */
/* A string's bytes, not NUL-terminated in general; *length may be NULL only for strings without NUL that the caller
 * knows to be terminated by other means. NULL when not a string. */
CLIO_API const char *clio_value_string(const clio_value *value, size_t *length);
CLIO_API int64_t clio_value_id(const clio_value *value); /* node, relationship: its id; -1 otherwise */
CLIO_API uint32_t
clio_value_length(const clio_value *value); /* items of a list, entries of a map, relationships of a path */
CLIO_API const clio_value *clio_value_item(const clio_value *list, uint32_t i);
CLIO_API const clio_value *clio_value_entry(const clio_value *map, uint32_t i, const char **key, size_t *length);

typedef enum clio_format {
  CLIO_AS_CYPHER, /* a literal: 'text', [1, 2], (:State {name: 'Latvia'}) */
  CLIO_AS_TEXT,   /* as people read it: strings and dates bare */
  CLIO_AS_JSON
} clio_format;
/* malloc'ed, NUL-terminated; free() it. NULL without memory. */
CLIO_API char *clio_value_text(const clio_query *query, const clio_value *value, clio_format format);

/* ---- what is in the graph */

typedef enum clio_name_kind {
  CLIO_LABELS,
  CLIO_TYPES,
  CLIO_KEYS,
  CLIO_FUNCTIONS,
  CLIO_PROCEDURES,
  CLIO_KEYWORDS,
  CLIO_IMPORT_FORMATS, /* these two also without a database */
  CLIO_EXPORT_FORMATS
} clio_name_kind;
/* The i-th name, or NULL past the last; *count (may be NULL) gets how many entities have the label or type. Until the
 * next call on db. */
CLIO_API const char *clio_name(clio_db *db, clio_name_kind kind, uint32_t i, uint64_t *count);
CLIO_API uint64_t clio_node_count(const clio_db *db);
CLIO_API uint64_t clio_relationship_count(const clio_db *db);
/* How many keystrokes lie between what was typed and a name, whatever their letter case: for "did you mean". CLIO_FAR
 * where it is too many for the one to be a slip of the other. */
#define CLIO_FAR UINT32_MAX
CLIO_API uint32_t clio_name_distance(const char *typed, const char *name);
/* Help on a function, procedure, clause or keyword: several lines of text, or NULL. Until the next call on db. */
CLIO_API const char *clio_help(clio_db *db, const char *name);

/* ---- procedures of the caller */

/* A procedure that answers from a table: `CALL test.city('Riga', 1)` gives, in the table's order, the results of the
 * rows whose inputs are equivalent to the arguments (null to null, 1 to 1.0). Arguments must be of the declared types,
 * as those of any procedure. signature reads "test.city(name :: STRING?, id :: INTEGER?) :: (city :: STRING?)"; there
 * may be no inputs and no results. cells has rows * (inputs + results) Cypher literals, row by row, inputs first.
 * Everything is copied. A procedure of that name is replaced. Fails for a malformed signature or literal. */
CLIO_API clio_status clio_register_table_procedure(clio_db *db, const char *signature, const char *const *cells,
                                                   size_t rows);

/* ---- data in and out */

typedef struct clio_import_options {
  size_t size;                            /* sizeof(clio_import_options) */
  const char *format;                     /* of CLIO_IMPORT_FORMATS; NULL: after the extension */
  const char *id_type;                    /* "string" (default), "integer", "actual" */
  char delimiter, array_delimiter, quote; /* 0: , ; " */
  bool skip_bad_rows;
  const char *header; /* a header line in a file of its own, or NULL */
  /* Progress, called now and then; returning false interrupts. total may be 0 when unknown. */
  bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total);
  /* Each row left out by skip_bad_rows, as one message. */
  void (*skipped)(void *payload, const char *message);
  void *payload;
  /* What a file has and a graph has not, or what was made up for it, with how often: one message each. */
  void (*noted)(void *payload, const char *message);
  const char *encoding; /* of CSV files: one that iconv knows; NULL: UTF-8, or what a byte order mark says */
  bool merge;           /* nodes and relationships that are there already are matched, and not made again */
  bool dry_run;         /* everything is undone at the end; bad rows do not end it. Not within a transaction */
  bool skip_duplicate_nodes, skip_bad_relationships; /* parts of skip_bad_rows */
  const char *bad_rows;                              /* CSV: a folder that gets the rows that are left out, or NULL */
  /* CSV files whose header only names columns; all may be NULL. */
  const char *as;        /* labels with colons between them, or the type of relationships */
  const char *id;        /* the column of the nodes' ids; to merge any format: the property that tells nodes apart, and
                          * those in which parallel relationships differ, with commas between them */
  const char *from, *to; /* ends of relationships: "Label:key=column" */
  const char *types;     /* "column=type,...": those that are not to be found out */
  bool create_missing;   /* nodes at the ends of relationships */
  /* What files are taken for, and, of a dry run, what would be made: a line of text each. */
  void (*told)(void *payload, const char *line);
  const char *languages; /* Wikidata: of names and descriptions, "en,lv"; NULL: "en" */
  const char *mapping;   /* Wikidata: a CSV file of ids and names, which come before the known ones; or NULL */
} clio_import_options;

#define CLIO_IMPORT_INIT                                                                                               \
  {                                                                                                                    \
    sizeof(clio_import_options), NULL, NULL, 0, 0, 0, false, NULL, NULL, NULL, NULL, NULL, NULL, false, false, false,  \
        false, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, NULL                                             \
  }

typedef struct clio_import_summary {
  uint64_t nodes, relationships, properties, skipped, files;
  uint64_t matched_nodes, matched_relationships; /* of merge */
  uint64_t refused; /* of a dry run: of those skipped, how many would have ended the import */
} clio_import_summary;

/* All or nothing: when it fails, the graph is as it was. A folder is a data set of CSV files; a script settings.cypher
 * in it is run as well, and may only make settings, indexes and constraints. */
CLIO_API clio_status clio_import(clio_db *db, const char *const *paths, size_t count,
                                 const clio_import_options *options, clio_import_summary *summary);

typedef struct clio_export_options {
  size_t size;         /* sizeof(clio_export_options) */
  const char *format;  /* "graphml", "jsonl", ...; NULL: after the extension */
  const char *variant; /* of the format, where readers differ; NULL: its first */
  const char *query;   /* what to write: the nodes, relationships and paths that it returns; NULL: everything */
  /* Progress, called now and then with nodes and relationships; returning false interrupts. */
  bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total);
  void (*note)(void *payload, const char *message); /* what is worth knowing of the file, a sentence each */
  void *payload;
  char delimiter, array_delimiter, quote; /* of CSV; 0: , ; " */
  /* Pictures (svg, png, pdf): */
  bool timeline;          /* facts by their dates, instead of a diagram */
  const char *layout;     /* of a diagram, as the procedure graph.layout calls it; NULL: whichever suits the graph */
  uint32_t width, height; /* pixels, of a PDF points; 0: as the picture needs */
} clio_export_options;

#define CLIO_EXPORT_INIT                                                                                               \
  {                                                                                                                    \
    sizeof(clio_export_options), NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, false, NULL, 0, 0                        \
  }

typedef struct clio_export_summary {
  uint64_t nodes, relationships;
  uint64_t replaced; /* characters that the format cannot hold, such as control characters in GraphML: as U+FFFD */
} clio_export_summary;
/* Writes the graph, or with a query the part of it that it returns, with the ends of relationships. path "-" is
 * standard output; one that ends in .gz, .zst or .bz2 is compressed. options and summary may be NULL. The file appears
 * under its name only when complete. */
CLIO_API clio_status clio_export(clio_db *db, const char *path, const clio_export_options *options,
                                 clio_export_summary *summary);

/* Copies the last commit of a database file, while others may be writing it, to a new file, which appears when it is
 * complete. path NULL: the database that is open, also one in memory, but not within a transaction. progress (may be
 * NULL) is called now and then; returning false interrupts. */
CLIO_API clio_status clio_backup(clio_db *db, const char *path, const char *to,
                                 bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total),
                                 void *payload);

typedef struct clio_check_summary {
  uint64_t nodes, relationships;
  uint64_t
      checksum; /* of what can be read from the graph: equal for a copy, whether backed up or exported and imported */
} clio_check_summary;
/* Verifies a database file without changing it. Each finding is one call. CLIO_OK when there was none; summary may be
 * NULL. */
CLIO_API clio_status clio_check(clio_db *db, const char *path, void (*finding)(void *payload, const char *message),
                                void *payload, clio_check_summary *summary);

#ifdef __cplusplus
}
#endif

#endif
