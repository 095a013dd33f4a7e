/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data in and out: which loader a path needs, one transaction around a load, and which part of the graph a query's
 * result stands for. Reading and writing formats is the loaders' work. */
#include "api.h"

#include "core/store.h"
#include "loaders/input.h"
#include "loaders/loader.h"
#include "loaders/made.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static clio_status fail(clio_db *db)
{
  return db_fail(db, (Text){"", 0});
}

/* ---- import */

/* name: what was asked for; NULL: nothing was. */
static Status unknown_format(const char *name, const char *path, Error *err)
{
  Str known;
  str_init(&known);
  for (size_t i = 0; import_format_at(i); i++)
    str_addf(&known, "%s%s", i ? ", " : "", import_format_name(import_format_at(i)));
  if (name)
    error_set(err, ERROR_ARGUMENT, NULL, "`%s` is not a format to import: use one of %s", name, str_cstr(&known));
  else
    error_set(err, ERROR_ARGUMENT, NULL, "cannot tell the format of %s: name it with --format, one of %s", path,
              str_cstr(&known));
  str_free(&known);
  return STATUS_FAIL;
}

static Status read_options(const clio_import_options *given, ImportOptions *out, const ImportFormat **format,
                           Error *err)
{
  clio_import_options options = CLIO_IMPORT_INIT;
  if (given) memcpy(&options, given, MIN(given->size, sizeof options));
  *out = (ImportOptions){.delimiter = options.delimiter ? options.delimiter : ',',
                         .array_delimiter = options.array_delimiter ? options.array_delimiter : ';',
                         .quote = options.quote ? options.quote : '"',
                         .skip_bad_rows = options.skip_bad_rows,
                         .header = options.header,
                         .progress = options.progress,
                         .skipped = options.skipped,
                         .payload = options.payload,
                         .noted = options.noted,
                         .encoding = options.encoding,
                         .merge = options.merge,
                         .dry_run = options.dry_run,
                         .skip_duplicates = options.skip_duplicate_nodes,
                         .skip_bad_rels = options.skip_bad_relationships,
                         .bad_rows = options.bad_rows,
                         .as = options.as,
                         .id = options.id,
                         .from = options.from,
                         .to = options.to,
                         .types = options.types,
                         .create_missing = options.create_missing,
                         .told = options.told,
                         .languages = options.languages,
                         .mapping = options.mapping};
  if (out->bad_rows) out->skip_bad_rows = true;
  const char *id = options.id_type ? options.id_type : "string";
  if (strcmp(id, "integer") == 0)
    out->id_type = ID_INTEGER;
  else if (strcmp(id, "actual") == 0)
    out->id_type = ID_ACTUAL;
  else if (strcmp(id, "string") != 0)
    return error_set(err, ERROR_ARGUMENT, NULL, "`%s` is not an id type: use string, integer or actual", id);
  *format = options.format ? import_format(text_of(options.format)) : NULL;
  if (!options.format || *format) return STATUS_OK;
  return unknown_format(options.format, NULL, err);
}

/* A pipe and the like. */
static Status read_stream(const char *path, Str *out, Error *err)
{
  FILE *file = fopen(path, "rb");
  if (!file) return error_set(err, ERROR_IO, NULL, "cannot open %s: %s", path, strerror(errno));
  char buffer[65536];
  size_t n;
  while ((n = fread(buffer, 1, sizeof buffer, file)) > 0) str_add_bytes(out, buffer, n);
  bool bad = ferror(file) != 0;
  int code = errno;
  fclose(file);
  if (bad) return error_set(err, ERROR_IO, NULL, "cannot read %s: %s", path, strerror(code));
  return str_check(out, err);
}

/* A file, which may be compressed. */
static Status read_file(const char *path, Str *out, Error *err)
{
  Input *input;
  Status status;
  char buffer[65536];
  size_t n;
  TRY(input_open(&input, path, err));
  while ((status = input_read(input, buffer, sizeof buffer, &n, err)) == STATUS_OK && n > 0)
    str_add_bytes(out, buffer, n);
  input_close(input);
  return status == STATUS_OK ? str_check(out, err) : STATUS_FAIL;
}

/* Puts the script's name and line before what went wrong in one of its statements. */
static void locate_error(clio_db *db, const char *path, const char *script, size_t at)
{
  uint32_t line = MAX(db->last.line, 1u);
  if (db->last.line == 0) at += strspn(script + at, " \t\r\n"); /* nowhere within the statement: where that begins */
  for (size_t i = 0; i < at; i++) line += script[i] == '\n';
  char message[sizeof db->error.message];
  memcpy(message, db->error.message, sizeof message);
  ErrorKind kind = db->error.kind;
  const char *detail = db->error.detail;
  error_clear(&db->error);
  error_set(&db->error, kind, detail, "%s, line %u: %s", path, line, message);
}

static Status check_unchanged(const clio_summary *s, Error *err)
{
  uint64_t changes = s->nodes_created + s->nodes_deleted + s->relationships_created + s->relationships_deleted +
                     s->properties_set + s->labels_added + s->labels_removed;
  if (changes == 0) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, NULL,
                   "the statement changes the graph, but a data set's own script may only make settings, indexes and "
                   "constraints: name it as a file of the import to run it all the same");
}

/* The statement at the start of the text; *tail: where the next one begins. */
static Status run_statement(clio_db *db, Text text, bool settings, size_t *tail)
{
  clio_query *q = NULL;
  clio_summary summary = {0};
  clio_status step = clio_prepare(db, &q, text.data, (ptrdiff_t)text.len, tail);
  while (step == CLIO_OK && q && (step = clio_step(q)) == CLIO_ROW) step = CLIO_OK;
  if (q) clio_get_summary(q, &summary);
  clio_finish(q);
  if (step == CLIO_ERROR) return STATUS_FAIL;
  return settings ? check_unchanged(&summary, &db->error) : STATUS_OK;
}

/* settings: nothing but those, indexes and constraints may be made. */
static Status run_script(clio_db *db, const char *path, bool settings, const ImportOptions *options,
                         ImportSummary *summary)
{
  Str script;
  struct stat info;
  Error *err = &db->error;
  str_init(&script);
  bool is_file = stat(path, &info) == 0 && S_ISREG(info.st_mode);
  Status status = (is_file ? read_file : read_stream)(path, &script, err);
  size_t at = 0, tail = 0;
  for (; status == STATUS_OK && at < script.len; at += tail) {
    status = run_statement(db, (Text){script.data + at, script.len - at}, settings, &tail);
    if (status != STATUS_OK)
      locate_error(db, path, str_cstr(&script), at);
    else if (options->progress && !options->progress(options->payload, path, at + tail, script.len))
      status = error_set(err, ERROR_INTERRUPTED, NULL, "the import was interrupted");
  }
  str_free(&script);
  summary->files++;
  return status;
}

/* The files of an import, by how they are loaded. */
typedef struct Sorted {
  const char **csv;
  ImportFile *files;
  const char **scripts;
  size_t csv_count, file_count, script_count;
} Sorted;

typedef struct GivenOption {
  bool given;
  const char *name;
} GivenOption;

static const char *first_given(const GivenOption *options, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (options[i].given) return options[i].name;
  return NULL;
}

/* The option that only CSV files go with, if there is one. */
static const char *option_of_csv(const ImportOptions *o)
{
  const GivenOption options[] = {{o->from || o->to, "--from and --to"},
                                 {o->types, "--types"},
                                 {o->create_missing, "--create-missing"},
                                 {o->encoding, "--encoding"},
                                 {o->bad_rows, "--bad-rows"}};
  return first_given(options, ARRAY_LEN(options));
}

/* The option that scripts do not go with. */
static const char *option_of_data(const ImportOptions *o)
{
  const GivenOption options[] = {{o->as, "--as"},
                                 {o->id, "--id"},
                                 {o->merge, "--merge"},
                                 {o->skip_duplicates, "--skip-duplicate-nodes"},
                                 {o->skip_bad_rels, "--skip-bad-relationships"}};
  return first_given(options, ARRAY_LEN(options));
}

static Status check_merge(const ImportFile *file, const ImportOptions *o, Error *err)
{
  if (o->merge && !import_can_merge(file->format))
    return error_set(err, ERROR_ARGUMENT, NULL,
                     "--merge does not go with %s: what Wikidata says of an entity is loaded once", file->path);
  if (o->id && import_knows_again(file->format))
    return error_set(err, ERROR_ARGUMENT, NULL, "--id does not go with %s, whose ids are the same everywhere",
                     file->path);
  if (o->id && !o->merge)
    return error_set(err, ERROR_ARGUMENT, NULL, "--id goes with CSV files or with --merge, and %s is no CSV file",
                     file->path);
  return STATUS_OK;
}

static Status check_options(const Sorted *sorted, const ImportOptions *options, Error *err)
{
  const char *of_csv = option_of_csv(options), *of_data = option_of_data(options);
  bool script = sorted->script_count > 0;
  if (of_csv && sorted->file_count + sorted->script_count > 0)
    return error_set(err, ERROR_ARGUMENT, NULL, "%s goes with CSV files only, and %s is none", of_csv,
                     script ? sorted->scripts[0] : sorted->files[0].path);
  if (of_data && script)
    return error_set(err, ERROR_ARGUMENT, NULL, "%s does not go with a script, and %s is one", of_data,
                     sorted->scripts[0]);
  for (size_t i = 0; i < sorted->file_count; i++) TRY(check_merge(&sorted->files[i], options, err));
  return STATUS_OK;
}

static Status sort_paths(const char *const *paths, size_t count, const ImportFormat *format, Sorted *out, Error *err)
{
  for (size_t i = 0; i < count; i++) {
    const ImportFormat *f = format;
    if (!f) TRY(import_format_of(paths[i], &f, err));
    if (!f) return unknown_format(NULL, paths[i], err);
    if (import_is_data_set(f))
      out->csv[out->csv_count++] = paths[i];
    else if (import_is_script(f))
      out->scripts[out->script_count++] = paths[i];
    else
      out->files[out->file_count++] = (ImportFile){paths[i], f};
  }
  return STATUS_OK;
}

/* One statement: what fails in it is undone. */
static Status import_data(clio_db *db, const Sorted *sorted, const ImportOptions *options, ImportSummary *summary)
{
  Error ignored = {0}, *err = &db->error;
  Status status = STATUS_OK;
  TRY(graph_statement_begin(db->graph, err));
  if (sorted->csv_count > 0) status = csv_import(db->graph, sorted->csv, sorted->csv_count, options, summary, err);
  if (status == STATUS_OK && sorted->file_count > 0)
    status = import_files(db->graph, sorted->files, sorted->file_count, options, summary, err);
  bool ok = status == STATUS_OK;
  return graph_statement_end(db->graph, ok, ok ? err : &ignored) == STATUS_OK ? status : STATUS_FAIL;
}

static bool is_named(const Sorted *sorted, const struct stat *script)
{
  struct stat info;
  for (size_t i = 0; i < sorted->script_count; i++)
    if (stat(sorted->scripts[i], &info) == 0 && info.st_dev == script->st_dev && info.st_ino == script->st_ino)
      return true;
  return false;
}

/* The script of a data set, if the path is one that has it, and it is not run as a file of the import anyway. */
static Status run_settings(clio_db *db, const Sorted *sorted, const char *path, const ImportOptions *options,
                           ImportSummary *summary)
{
  struct stat info;
  Str script;
  str_init(&script);
  str_addf(&script, "%s/%s", path, CSV_SETTINGS);
  Status status = str_check(&script, &db->error);
  if (status == STATUS_OK && stat(str_cstr(&script), &info) == 0 && !is_named(sorted, &info))
    status = run_script(db, str_cstr(&script), true, options, summary);
  str_free(&script);
  return status;
}

static Status import_all(clio_db *db, const char *const *paths, size_t count, const ImportFormat *format,
                         const ImportOptions *options, ImportSummary *summary)
{
  size_t room = MAX(count, (size_t)1);
  Sorted sorted = {.csv = calloc(room, sizeof *sorted.csv),
                   .files = calloc(room, sizeof *sorted.files),
                   .scripts = calloc(room, sizeof *sorted.scripts)};
  Status status = sorted.csv && sorted.files && sorted.scripts ? sort_paths(paths, count, format, &sorted, &db->error)
                                                               : error_out_of_memory(&db->error);
  if (status == STATUS_OK) status = check_options(&sorted, options, &db->error);
  if (status == STATUS_OK && sorted.csv_count + sorted.file_count > 0)
    status = import_data(db, &sorted, options, summary);
  for (size_t i = 0; i < sorted.csv_count && status == STATUS_OK; i++)
    status = run_settings(db, &sorted, sorted.csv[i], options, summary);
  for (size_t i = 0; i < sorted.script_count && status == STATUS_OK; i++)
    status = run_script(db, sorted.scripts[i], false, options, summary);
  free(sorted.csv);
  free(sorted.files);
  free(sorted.scripts);
  return status;
}

static Status check_import(const clio_db *db, const ImportOptions *options, Error *err)
{
  if (graph_is_read_only(db->graph))
    return error_set(err, ERROR_READ_ONLY, NULL, "the database is open for reading only");
  if (options->dry_run && graph_in_transaction(db->graph))
    return error_set(err, ERROR_MISUSE, NULL,
                     "a dry run cannot be undone alone within a transaction: end that one first");
  return STATUS_OK;
}

/* In a transaction. */
static Status import_counted(clio_db *db, const char *const *paths, size_t count, const ImportFormat *format,
                             const ImportOptions *options, clio_import_summary *out)
{
  ImportSummary summary = {0};
  TRY(graph_lock(db->graph, &db->error));
  uint64_t nodes = graph_node_count(db->graph), rels = graph_rel_count(db->graph);
  uint32_t first_node = graph_node_limit(db->graph), first_rel = graph_rel_limit(db->graph);
  TRY(import_all(db, paths, count, format, options, &summary));
  if (options->dry_run && options->told) TRY(made_tell(db->graph, first_node, first_rel, options, &db->error));
  *out = (clio_import_summary){.nodes = graph_node_count(db->graph) - nodes,
                               .relationships = graph_rel_count(db->graph) - rels,
                               .properties = summary.properties,
                               .skipped = summary.skipped,
                               .files = summary.files,
                               .matched_nodes = summary.matched_nodes,
                               .matched_relationships = summary.matched_rels,
                               .refused = summary.refused};
  return STATUS_OK;
}

CLIO_API clio_status clio_import(clio_db *db, const char *const *paths, size_t count, const clio_import_options *given,
                                 clio_import_summary *out)
{
  if (!db_is_open(db)) return CLIO_ERROR;
  db_clear_error(db);
  ImportOptions options;
  clio_import_summary summary;
  const ImportFormat *format;
  if (read_options(given, &options, &format, &db->error) != STATUS_OK) return fail(db);
  if (check_import(db, &options, &db->error) != STATUS_OK) return fail(db);
  bool own = !graph_in_transaction(db->graph);
  if (own && clio_begin(db) != CLIO_OK) return CLIO_ERROR;
  Status status = import_counted(db, paths, count, format, &options, &summary);
  Error ignored = {0};
  if (own && status == STATUS_OK && !options.dry_run) status = graph_commit(db->graph, &db->error);
  if (own && graph_in_transaction(db->graph)) (void)graph_rollback(db->graph, &ignored);
  if (status != STATUS_OK) return fail(db);
  if (out) *out = summary;
  return CLIO_OK;
}

/* ---- export */

typedef struct Chosen {
  const Graph *graph;
  roaring_bitmap_t *nodes, *rels;
  roaring_bitmap_t *asked; /* nodes, without those that are only ends of relationships */
} Chosen;

static void choose_node(Chosen *c, uint32_t node)
{
  roaring_bitmap_add(c->nodes, node);
  roaring_bitmap_add(c->asked, node);
}

static void free_chosen(Chosen *c)
{
  if (c->nodes) roaring_bitmap_free(c->nodes);
  if (c->rels) roaring_bitmap_free(c->rels);
  if (c->asked) roaring_bitmap_free(c->asked);
}

static void choose_rel(Chosen *c, uint32_t rel)
{
  uint32_t start, end;
  graph_rel_ends(c->graph, rel, &start, &end);
  roaring_bitmap_add(c->rels, rel);
  roaring_bitmap_add(c->nodes, start);
  roaring_bitmap_add(c->nodes, end);
}

static void choose(Chosen *c, Value v)
{
  switch (v.type) {
  case VALUE_NODE: choose_node(c, v.id); break;
  case VALUE_REL: choose_rel(c, v.id); break;
  case VALUE_PATH:
    choose_node(c, v.path[0]);
    for (uint32_t i = 0; i < v.aux; i++) {
      choose_rel(c, v.path[2 * i + 1]);
      choose_node(c, v.path[2 * i + 2]);
    }
    break;
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++) choose(c, v.items[i]);
    break;
  case VALUE_MAP:
    for (uint32_t i = 0; i < v.aux; i++) choose(c, v.entries[i].value);
    break;
  default: break;
  }
}

static clio_status choose_by_query(clio_db *db, const char *query, Chosen *c)
{
  clio_query *q;
  clio_status status;
  size_t tail;
  if (clio_prepare(db, &q, query, -1, &tail) != CLIO_OK) return CLIO_ERROR;
  if (!q) {
    error_set(&db->error, ERROR_ARGUMENT, NULL, "there is no query to export the result of");
    return fail(db);
  }
  while ((status = clio_step(q)) == CLIO_ROW)
    for (uint32_t i = 0; i < q->column_count; i++) choose(c, q->row[i]);
  clio_finish(q);
  return status == CLIO_DONE ? CLIO_OK : CLIO_ERROR;
}

static Status find_format(const char *path, const char *name, const ExportFormat **out, Error *err)
{
  *out = name ? export_format(text_of(name)) : export_format_of_path(path);
  if (*out) return STATUS_OK;
  Str known;
  str_init(&known);
  for (size_t i = 0; export_format_at(i); i++) str_addf(&known, "%s%s", i ? ", " : "", export_format_at(i)->name);
  if (name)
    error_set(err, ERROR_ARGUMENT, NULL, "`%s` is not a format to export: use one of %s", name, str_cstr(&known));
  else
    error_set(err, ERROR_ARGUMENT, NULL, "cannot tell the format of %s: name one of %s", path, str_cstr(&known));
  str_free(&known);
  return STATUS_FAIL;
}

CLIO_API clio_status clio_export(clio_db *db, const char *path, const clio_export_options *given,
                                 clio_export_summary *out)
{
  if (!db_is_open(db)) return CLIO_ERROR;
  db_clear_error(db);
  clio_export_options options = CLIO_EXPORT_INIT;
  if (given) memcpy(&options, given, MIN(given->size, sizeof options));
  const ExportFormat *f;
  if (find_format(path, options.format, &f, &db->error) != STATUS_OK || db_catch_up(db) != STATUS_OK) return fail(db);
  Chosen chosen = {.graph = db->graph};
  if (options.query) {
    chosen.nodes = roaring_bitmap_create();
    chosen.rels = roaring_bitmap_create();
    chosen.asked = roaring_bitmap_create();
    if (!chosen.nodes || !chosen.rels || !chosen.asked) {
      error_out_of_memory(&db->error);
    } else if (choose_by_query(db, options.query, &chosen) != CLIO_OK) {
      free_chosen(&chosen);
      return CLIO_ERROR;
    }
  }
  ExportSet set = {chosen.nodes, chosen.rels, chosen.asked};
  ExportOptions o = {.variant = options.variant,
                     .progress = options.progress,
                     .note = options.note,
                     .payload = options.payload,
                     .delimiter = options.delimiter,
                     .array_delimiter = options.array_delimiter,
                     .quote = options.quote,
                     .picture = {options.timeline, options.layout, options.width, options.height}};
  ExportSummary summary = {0};
  Status status = db->error.kind != ERROR_NONE
                      ? STATUS_FAIL
                      : export_graph(db->graph, options.query ? &set : NULL, path, f, &o, &summary, &db->error);
  free_chosen(&chosen);
  if (status != STATUS_OK) return fail(db);
  if (out) *out = (clio_export_summary){summary.nodes, summary.relationships, summary.replaced};
  return CLIO_OK;
}

/* ---- backup */

static Status back_up(clio_db *db, const char *path, const char *to, const StoreProgress *progress)
{
  GraphOptions options = {.busy_ms = db->options.busy_ms, .interrupt = &db->interrupt};
  if (path) return store_backup(path, to, &options, progress, &db->error);
  if (graph_in_transaction(db->graph))
    return error_set(&db->error, ERROR_MISUSE, NULL, "a transaction is open: COMMIT or ROLLBACK comes first");
  if (graph_path(db->graph)) return store_backup(graph_path(db->graph), to, &options, progress, &db->error);
  TRY(db_buffer_rows(db));
  return store_save(db->graph, to, &db->error);
}

CLIO_API clio_status clio_backup(clio_db *db, const char *path, const char *to,
                                 bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total),
                                 void *payload)
{
  if (!db_is_open(db)) return CLIO_ERROR;
  db_clear_error(db);
  StoreProgress report = {progress, payload};
  return back_up(db, path, to, &report) == STATUS_OK ? CLIO_OK : fail(db);
}

/* ---- check */

CLIO_API clio_status clio_check(clio_db *db, const char *path, void (*finding)(void *payload, const char *message),
                                void *payload, clio_check_summary *summary)
{
  db_clear_error(db);
  StoreCheck check;
  if (store_check(path, finding, payload, &check, &db->error) != STATUS_OK) return fail(db);
  if (summary) *summary = (clio_check_summary){check.nodes, check.rels, check.checksum};
  if (check.findings == 0) return CLIO_OK;
  error_set(&db->error, ERROR_CORRUPT, NULL, "%s has %llu fault%s", path, (unsigned long long)check.findings,
            check.findings == 1 ? "" : "s");
  return fail(db);
}
