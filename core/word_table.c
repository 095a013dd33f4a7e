/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words in FTS5: the table, its tokenizer and its order of merit; see word_table.h. One more column than was asked for
 * holds the word that is in every row.
 *
 * The database needs no journal: whoever owns it throws it away when a change of it has failed. */
#include "word_table.h"

#include "words.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>

struct WordTable {
  sqlite3 *db;
  sqlite3_stmt *add, *remove, *find;
  uint32_t columns;
  bool writing; /* an SQLite transaction is open */
  bool has_vocabulary;
  Vocabulary vocabulary;
  Interruption interruption; /* while reading */
};

/* The texts are in the graph already, and every error here is one of memory, of an interruption or a bug. */
static Status result(WordTable *t, int code, Error *err)
{
  switch (code & 0xFF) {
  case SQLITE_OK:
  case SQLITE_ROW:
  case SQLITE_DONE: return STATUS_OK;
  case SQLITE_NOMEM: return error_out_of_memory(err);
  case SQLITE_INTERRUPT: return error_set(err, ERROR_INTERRUPTED, NULL, "interrupted while looking for words");
  default:
    return error_set(err, ERROR_INTERNAL, NULL, "full-text search: %s",
                     t->db ? sqlite3_errmsg(t->db) : sqlite3_errstr(code));
  }
}

/* ---- the tokenizer */

static int tokenizer_new(void *context UNUSED, const char **args UNUSED, int n UNUSED, Fts5Tokenizer **out)
{
  static char only;
  *out = (Fts5Tokenizer *)(void *)&only;
  return SQLITE_OK;
}

static void tokenizer_free(Fts5Tokenizer *tokenizer UNUSED) {}

static int tokenize(Fts5Tokenizer *tokenizer UNUSED, void *context, int flags UNUSED, const char *text, int len,
                    int (*token)(void *context, int flags, const char *word, int len, int start, int end))
{
  WordReader r;
  int code = SQLITE_OK;
  if (len == 1 && text[0] == WORD_TABLE_EVERY[0]) return token(context, 0, text, len, 0, len);
  words_begin(&r, (Text){text, (size_t)len});
  while (code == SQLITE_OK && words_next(&r))
    code = token(context, 0, r.word.data, (int)r.word.len, (int)r.start, (int)r.end);
  if (r.folded.bad) code = SQLITE_NOMEM;
  words_end(&r);
  return code;
}

/* ---- the score: BM25 (Robertson and others, 1994), as FTS5 has it, with a weight for each phrase of the query. */

typedef struct Merit {
  double average; /* words in a row */
  int phrases;
  double *idf;  /* by phrase, with its weight */
  double *seen; /* by phrase: how often it is in the row at hand */
} Merit;

static void merit_free(void *merit)
{
  sqlite3_free(merit);
}

static int count_row(const Fts5ExtensionApi *api UNUSED, Fts5Context *fts UNUSED, void *count)
{
  ++*(int64_t *)count;
  return SQLITE_OK;
}

static int merit_fill(const Fts5ExtensionApi *api, Fts5Context *fts, const double *weights, Merit *m)
{
  const double least = 1e-6; /* a word that is in most rows counts little, but does not count against a row */
  sqlite3_int64 rows = 0, words = 0;
  int code = api->xRowCount(fts, &rows);
  if (code == SQLITE_OK) code = api->xColumnTotalSize(fts, -1, &words);
  m->average = MAX((double)(words - rows) / (double)MAX(rows, 1), least);
  for (int i = 0; code == SQLITE_OK && i < m->phrases; i++) {
    int64_t hits = 0;
    if (weights[i] == 0) continue;
    code = api->xQueryPhrase(fts, i, &hits, count_row);
    double idf = log(((double)rows - (double)hits + 0.5) / ((double)hits + 0.5));
    m->idf[i] = weights[i] * MAX(idf, least);
  }
  return code;
}

static int merit_of_query(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_value *weights, Merit **out)
{
  *out = api->xGetAuxdata(fts, 0);
  if (*out) return SQLITE_OK;
  int n = api->xPhraseCount(fts);
  if (sqlite3_value_bytes(weights) != n * (int)sizeof(double)) return SQLITE_MISUSE;
  Merit *m = sqlite3_malloc64(sizeof *m + 2 * (size_t)n * sizeof(double));
  if (!m) return SQLITE_NOMEM;
  memset(m, 0, sizeof *m + 2 * (size_t)n * sizeof(double));
  m->phrases = n;
  m->idf = (double *)(void *)(m + 1);
  m->seen = m->idf + n;
  int code = merit_fill(api, fts, sqlite3_value_blob(weights), m);
  if (code == SQLITE_OK) {
    *out = m;
    return api->xSetAuxdata(fts, m, merit_free); /* which frees it where it fails */
  }
  merit_free(m);
  return code;
}

static int score_row(const Fts5ExtensionApi *api, Fts5Context *fts, Merit *m, double *score)
{
  const double k1 = 1.2, b = 0.75;
  int found = 0, length = 0;
  for (int i = 0; i < m->phrases; i++) m->seen[i] = 0;
  int code = api->xInstCount(fts, &found);
  for (int i = 0; code == SQLITE_OK && i < found; i++) {
    int phrase, column, offset;
    code = api->xInst(fts, i, &phrase, &column, &offset);
    if (code == SQLITE_OK) m->seen[phrase]++;
  }
  if (code == SQLITE_OK) code = api->xColumnSize(fts, -1, &length);
  double norm = k1 * (1 - b + b * (length - 1) / m->average);
  *score = 0;
  for (int i = 0; i < m->phrases; i++) *score += m->idf[i] * (m->seen[i] * (k1 + 1)) / (m->seen[i] + norm);
  return code;
}

static void score(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n,
                  sqlite3_value **values)
{
  Merit *m;
  double sum = 0;
  int code = n == 1 ? merit_of_query(api, fts, values[0], &m) : SQLITE_MISUSE;
  if (code == SQLITE_OK) code = score_row(api, fts, m, &sum);
  if (code == SQLITE_OK)
    sqlite3_result_double(context, sum);
  else
    sqlite3_result_error_code(context, code);
}

/* ---- making and ending a table */

static int register_with_fts5(sqlite3 *db)
{
  static fts5_tokenizer tokenizer = {tokenizer_new, tokenizer_free, tokenize};
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL);
  if (code != SQLITE_OK) return code;
  sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
  sqlite3_step(statement);
  code = sqlite3_finalize(statement);
  if (code == SQLITE_OK && !api) code = SQLITE_ERROR;
  if (code == SQLITE_OK) code = api->xCreateTokenizer(api, "words", NULL, &tokenizer, NULL);
  if (code == SQLITE_OK) code = api->xCreateFunction(api, "score", NULL, score, NULL);
  return code;
}

static void add_columns(Str *sql, const WordTable *t, const char *format)
{
  for (uint32_t i = 0; i <= t->columns; i++) str_addf(sql, format, i);
}

/* The parameters are the row in ?1 and the texts from ?2 on. */
static void add_writing(Str *sql, const WordTable *t, const char *begin, const char *middle)
{
  str_clear(sql);
  str_add(sql, begin);
  add_columns(sql, t, ", c%u");
  str_add(sql, middle);
  for (uint32_t i = 0; i <= t->columns; i++) str_addf(sql, ", ?%u", i + 2);
  str_add(sql, ")");
}

static Status run(WordTable *t, const char *sql, Error *err)
{
  return result(t, sqlite3_exec(t->db, sql, NULL, NULL, NULL), err);
}

static Status prepare(WordTable *t, Str *sql, sqlite3_stmt **out, Error *err)
{
  TRY(str_check(sql, err));
  return result(t, sqlite3_prepare_v3(t->db, str_cstr(sql), -1, SQLITE_PREPARE_PERSISTENT, out, NULL), err);
}

static Status make(WordTable *t, Str *sql, Error *err)
{
  TRY(result(
      t, sqlite3_open_v2(":memory:", &t->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL),
      err));
  TRY(run(t, "PRAGMA journal_mode = OFF", err));
  TRY(result(t, register_with_fts5(t->db), err));
  str_add(sql, "CREATE VIRTUAL TABLE t USING fts5(");
  add_columns(sql, t, "c%u, ");
  str_add(sql, "content='', tokenize='words')");
  TRY(str_check(sql, err));
  TRY(run(t, str_cstr(sql), err));
  TRY(run(t, "INSERT INTO t(t, rank) VALUES ('hashsize', 33554432)", err));
  add_writing(sql, t, "INSERT INTO t(rowid", ") VALUES (?1");
  TRY(prepare(t, sql, &t->add, err));
  add_writing(sql, t, "INSERT INTO t(t, rowid", ") VALUES ('delete', ?1");
  return prepare(t, sql, &t->remove, err);
}

Status word_table_new(WordTable **out, uint32_t columns, Error *err)
{
  Str sql;
  WordTable *t = calloc(1, sizeof *t);
  if (!t) return error_out_of_memory(err);
  t->columns = columns;
  vocabulary_init(&t->vocabulary);
  str_init(&sql);
  Status status = make(t, &sql, err);
  str_free(&sql);
  if (status == STATUS_OK)
    *out = t;
  else
    word_table_free(t);
  return status;
}

void word_table_free(WordTable *t)
{
  if (!t) return;
  sqlite3_finalize(t->add);
  sqlite3_finalize(t->remove);
  sqlite3_finalize(t->find);
  sqlite3_close(t->db);
  vocabulary_free(&t->vocabulary);
  free(t);
}

/* ---- writing */

static Status begin_writing(WordTable *t, Error *err)
{
  if (t->writing) return STATUS_OK;
  TRY(run(t, "BEGIN", err));
  t->writing = true;
  return STATUS_OK;
}

static Status end_writing(WordTable *t, Error *err)
{
  if (!t->writing) return STATUS_OK;
  t->writing = false;
  return run(t, "COMMIT", err);
}

static Status write_row(WordTable *t, sqlite3_stmt *statement, uint32_t row, const Text *texts, Error *err)
{
  TRY(begin_writing(t, err));
  sqlite3_bind_int64(statement, 1, row);
  for (uint32_t i = 0; i < t->columns; i++)
    sqlite3_bind_text64(statement, (int)i + 2, texts[i].len ? texts[i].data : "", texts[i].len, SQLITE_STATIC,
                        SQLITE_UTF8);
  sqlite3_bind_text(statement, (int)t->columns + 2, WORD_TABLE_EVERY, 1, SQLITE_STATIC);
  Status status = result(t, sqlite3_step(statement), err);
  sqlite3_reset(statement);
  return status;
}

static Status learn_words(WordTable *t, Text text, Error *err)
{
  WordReader r;
  Status status = STATUS_OK;
  words_begin(&r, text);
  while (status == STATUS_OK && words_next(&r)) status = vocabulary_add(&t->vocabulary, r.word, err);
  if (r.folded.bad) status = error_out_of_memory(err);
  words_end(&r);
  return status;
}

Status word_table_add(WordTable *t, uint32_t row, const Text *texts, Error *err)
{
  for (uint32_t i = 0; t->has_vocabulary && i < t->columns; i++) TRY(learn_words(t, texts[i], err));
  return write_row(t, t->add, row, texts, err);
}

Status word_table_remove(WordTable *t, uint32_t row, const Text *texts, Error *err)
{
  return write_row(t, t->remove, row, texts, err);
}

Status word_table_pack(WordTable *t, Error *err)
{
  TRY(end_writing(t, err));
  return run(t, "INSERT INTO t(t) VALUES ('optimize')", err);
}

/* ---- reading */

static int is_interrupted(void *context)
{
  const WordTable *t = context;
  return t->interruption.asked(t->interruption.context);
}

static Status step_through(WordTable *t, WordFound found, void *context, Error *err)
{
  int code;
  while ((code = sqlite3_step(t->find)) == SQLITE_ROW)
    TRY(found(context, (uint32_t)sqlite3_column_int64(t->find, 0), sqlite3_column_double(t->find, 1), err));
  return result(t, code, err);
}

Status word_table_find(WordTable *t, const WordExpression *expression, int64_t skip, int64_t limit,
                       Interruption interruption, WordFound found, void *context, Error *err)
{
  enum { STEPS_BETWEEN_QUESTIONS = 4096 };
  TRY(end_writing(t, err));
  if (!t->find) {
    const char *sql =
        "SELECT rowid, score(t, ?2) AS s FROM t WHERE t MATCH ?1 ORDER BY s DESC, rowid LIMIT ?3 OFFSET ?4";
    TRY(result(t, sqlite3_prepare_v3(t->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &t->find, NULL), err));
  }
  sqlite3_bind_text64(t->find, 1, expression->text.data, expression->text.len, SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_blob64(t->find, 2, expression->weights, expression->phrases * sizeof *expression->weights,
                      SQLITE_STATIC);
  sqlite3_bind_int64(t->find, 3, limit);
  sqlite3_bind_int64(t->find, 4, skip);
  t->interruption = interruption;
  if (interruption.asked) sqlite3_progress_handler(t->db, STEPS_BETWEEN_QUESTIONS, is_interrupted, t);
  Status status = step_through(t, found, context, err);
  sqlite3_progress_handler(t->db, 0, NULL, NULL);
  sqlite3_reset(t->find);
  sqlite3_clear_bindings(t->find);
  return status;
}

static Status load_vocabulary(WordTable *t, Error *err)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(t->db, "SELECT term FROM v", -1, &statement, NULL);
  Status status = STATUS_OK;
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    if (code != SQLITE_ROW) break;
    Text word = {(const char *)sqlite3_column_text(statement, 0), (size_t)sqlite3_column_bytes(statement, 0)};
    if (!word.data) word = TEXT("");
    if (!text_equal(word, TEXT(WORD_TABLE_EVERY))) status = vocabulary_add(&t->vocabulary, word, err);
    if (status != STATUS_OK) break;
  }
  if (status == STATUS_OK) status = result(t, code, err);
  sqlite3_finalize(statement);
  return status;
}

Status word_table_vocabulary(WordTable *t, const Vocabulary **out, Error *err)
{
  *out = &t->vocabulary;
  if (t->has_vocabulary) return STATUS_OK;
  TRY(end_writing(t, err));
  TRY(run(t, "CREATE VIRTUAL TABLE IF NOT EXISTS v USING fts5vocab(t, row)", err));
  TRY(load_vocabulary(t, err));
  t->has_vocabulary = true;
  return STATUS_OK;
}
