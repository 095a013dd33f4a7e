/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of CSV files with the headers of neo4j-admin, which csv_import reads back as the same graph; what CSV cannot
 * hold is written as docs/data-formats.md says, and counted. Which entity goes to which file is csv_parts.h's affair.
 *
 * What must stay true: no file's name ends as those of header files do (csv_files.c), and no two are the same, also
 * where capitals do not count. */
#include "csv_parts.h"
#include "csv_scan.h"
#include "schema_write.h"
#include "typed.h"

#include "core/utf8.h"

#include <stdio.h>

typedef struct Writer {
  Export *e;
  char delimiter, array_delimiter, quote;
  Names files; /* their names, in small letters */
  Str name;    /* of a file or a column */
  Str cell, scratch;
  uint64_t lists, names, labels; /* that CSV cannot hold */
} Writer;

/* ---- cells */

/* A brace would begin options in a header. */
static bool must_be_quoted(const Writer *w, Text text)
{
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == w->delimiter || c == w->quote || c == '\n' || c == '\r' || c == '{') return true;
  }
  return text.len == 0;
}

/* A NUL is no text to any reader of CSV. */
static void add_plain(Writer *w, Text text)
{
  Str *out = &w->e->out.text;
  size_t from = 0;
  for (size_t i = 0; i < text.len; i++) {
    if (LIKELY(text.data[i] != '\0' && text.data[i] != w->quote)) continue;
    str_add_bytes(out, text.data + from, i - from);
    if (text.data[i] == '\0') {
      str_add(out, "\xEF\xBF\xBD");
      w->e->summary.replaced++;
    } else {
      str_add_char(out, w->quote);
      str_add_char(out, w->quote);
    }
    from = i + 1;
  }
  str_add_bytes(out, text.data + from, text.len - from);
}

static void add_text(Writer *w, Text text)
{
  bool quoted = must_be_quoted(w, text);
  if (quoted) str_add_char(&w->e->out.text, w->quote);
  add_plain(w, text);
  if (quoted) str_add_char(&w->e->out.text, w->quote);
}

static void add_value(Writer *w, Value v)
{
  str_clear(&w->cell);
  if (v.type != VALUE_LIST) {
    value_show(&w->cell, v, NULL);
  } else if (csv_cell_type(v, w->array_delimiter, &w->scratch) & CELL_LIST) {
    for (uint32_t i = 0; i < v.aux; i++) {
      if (i) str_add_char(&w->cell, w->array_delimiter);
      value_show(&w->cell, v.items[i], NULL);
    }
  } else {
    typed_write(&w->cell, v);
    w->lists++;
  }
  add_text(w, str_text(&w->cell));
}

static void add_labels(Writer *w, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(w->e->graph, node, &n);
  str_clear(&w->cell);
  for (uint32_t i = 0; i < n; i++) {
    Text name = graph_name(w->e->graph, NAME_LABEL, labels[i]);
    if (i) str_add_char(&w->cell, w->array_delimiter);
    for (size_t k = 0; k < name.len; k++)
      str_add_char(&w->cell, name.data[k] == w->array_delimiter ? '_' : name.data[k]);
    w->labels += name.len > 0 && memchr(name.data, w->array_delimiter, name.len);
  }
  if (n > 0) add_text(w, str_text(&w->cell)); /* an empty cell has no labels */
}

/* ---- headers */

static bool name_taken(const Writer *w, const CsvPart *part)
{
  uint32_t key = graph_name_find(w->e->graph, NAME_KEY, str_text(&w->name));
  return key != NAME_NONE && part->types[key];
}

/* Headers are read without blanks around them, and must have a name. */
static void choose_column_name(Writer *w, const CsvPart *part, uint32_t key)
{
  Text name = graph_name(w->e->graph, NAME_KEY, key), trimmed = csv_trim(name);
  str_clear(&w->name);
  str_add_text(&w->name, trimmed);
  if (name.len > 0 && trimmed.len == name.len) return;
  w->names++;
  do str_add_char(&w->name, '_');
  while (!w->name.bad && name_taken(w, part));
}

static void add_header_cell(Writer *w, const CsvPart *part, uint32_t key)
{
  CellType type = part->types[key];
  choose_column_name(w, part, key);
  str_add_char(&w->name, ':');
  str_add(&w->name, typed_word_of((ValueType)(type & ~CELL_LIST)));
  if (type & CELL_LIST) str_add(&w->name, "[]");
  str_add_char(&w->e->out.text, w->delimiter);
  add_text(w, str_text(&w->name));
}

/* ---- files */

static void add_file_word(Str *out, Text word)
{
  str_add_char(out, '-');
  for (size_t i = 0; i < word.len; i++) {
    unsigned char c = (unsigned char)word.data[i];
    bool plain = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    str_add_char(out, plain ? (char)c : '_');
  }
}

static Status file_name_is_new(Writer *w, bool *is_new, Error *err)
{
  uint32_t before = w->files.count, ignored;
  str_clear(&w->scratch);
  utf8_lower(&w->scratch, str_text(&w->name));
  TRY(str_check(&w->scratch, err));
  TRY(names_add(&w->files, str_text(&w->scratch), &ignored, err));
  *is_new = w->files.count > before;
  return STATUS_OK;
}

/* nodes-Place-State.csv, relationships-SIGNED-2.csv */
static Status choose_file_name(Writer *w, EntityKind kind, const CsvPart *part, Error *err)
{
  enum { MOST_BYTES = 120 };
  uint32_t n;
  bool is_new;
  str_clear(&w->name);
  if (kind == ENTITY_NODE) {
    const uint32_t *labels = graph_labels(w->e->graph, part->class, &n);
    str_add(&w->name, "nodes");
    for (uint32_t i = 0; i < n; i++) add_file_word(&w->name, graph_name(w->e->graph, NAME_LABEL, labels[i]));
  } else {
    str_add(&w->name, "relationships");
    add_file_word(&w->name, graph_name(w->e->graph, NAME_TYPE, part->class));
  }
  TRY(str_check(&w->name, err));
  w->name.len = utf8_cut(str_text(&w->name), MOST_BYTES);
  if (text_ends(str_text(&w->name), TEXT("-header"))) str_add_char(&w->name, '_');
  size_t stem = w->name.len;
  TRY(file_name_is_new(w, &is_new, err));
  for (unsigned number = 2; !is_new; number++) {
    w->name.len = stem;
    str_addf(&w->name, "-%u", number);
    TRY(file_name_is_new(w, &is_new, err));
  }
  str_add(&w->name, ".csv");
  return str_check(&w->name, err);
}

static void write_header(Writer *w, EntityKind kind, const CsvParts *parts, const CsvPart *part)
{
  Str *out = &w->e->out.text;
  str_add(out, kind == ENTITY_NODE ? ":ID" : ":START_ID");
  if (kind == ENTITY_REL) {
    str_add_char(out, w->delimiter);
    str_add(out, ":END_ID");
  }
  str_add_char(out, w->delimiter);
  str_add(out, kind == ENTITY_NODE ? ":LABEL" : ":TYPE");
  for (uint32_t key = 0; key < parts->key_count; key++)
    if (part->types[key]) add_header_cell(w, part, key);
  str_add_char(out, '\n');
}

static void write_row(Writer *w, EntityKind kind, const CsvParts *parts, const CsvPart *part, uint32_t slot)
{
  const Graph *g = w->e->graph;
  Str *out = &w->e->out.text;
  if (kind == ENTITY_NODE) {
    str_add_int(out, slot);
    str_add_char(out, w->delimiter);
    add_labels(w, slot);
  } else {
    uint32_t start, end;
    graph_rel_ends(g, slot, &start, &end);
    str_add_int(out, start);
    str_add_char(out, w->delimiter);
    str_add_int(out, end);
    str_add_char(out, w->delimiter);
    add_text(w, graph_name(g, NAME_TYPE, graph_rel_type(g, slot)));
  }
  for (uint32_t key = 0; key < parts->key_count; key++) {
    if (!part->types[key]) continue;
    str_add_char(out, w->delimiter);
    Value v = graph_prop(g, kind, slot, key);
    if (v.type != VALUE_NULL) add_value(w, v);
  }
  str_add_char(out, '\n');
}

static Status write_rows(Writer *w, EntityKind kind, const CsvParts *parts, const CsvPart *part, const Members *members,
                         Error *err)
{
  uint64_t *count = kind == ENTITY_NODE ? &w->e->summary.nodes : &w->e->summary.relationships;
  write_header(w, kind, parts, part);
  for (size_t i = 0; i < part->count; i++, ++*count) {
    write_row(w, kind, parts, part, members->at[part->first + i].slot);
    TRY(export_pass(w->e, err));
  }
  TRY(str_check(&w->name, err));
  TRY(str_check(&w->scratch, err));
  return str_check(&w->cell, err);
}

static Status write_part(Writer *w, EntityKind kind, const CsvParts *parts, const CsvPart *part, const Members *members,
                         Error *err)
{
  TRY(choose_file_name(w, kind, part, err));
  TRY(export_open_file(w->e, str_cstr(&w->name), err));
  Status status = write_rows(w, kind, parts, part, members, err);
  return export_close_file(w->e, status, err);
}

/* A graph without nodes is a data set, too. */
static Status write_no_nodes(Writer *w, Error *err)
{
  TRY(export_open_file(w->e, "nodes.csv", err));
  str_add(&w->e->out.text, ":ID");
  str_add_char(&w->e->out.text, w->delimiter);
  str_add(&w->e->out.text, ":LABEL\n");
  return export_close_file(w->e, STATUS_OK, err);
}

static Status write_kind(Writer *w, EntityKind kind, Error *err)
{
  Members members;
  CsvParts parts = {0};
  Status status = STATUS_OK;
  TRY_OUT(members_collect(&members, w->e, kind, err));
  TRY_OUT(csv_parts_find(&parts, w->e->graph, kind, &members, w->array_delimiter, err));
  for (uint32_t i = 0; i < parts.count; i++) TRY_OUT(write_part(w, kind, &parts, &parts.at[i], &members, err));
  if (kind == ENTITY_NODE && parts.count == 0) TRY_OUT(write_no_nodes(w, err));
out:
  csv_parts_free(&parts);
  members_free(&members);
  return status;
}

/* What a data set has besides rows. A part of a graph has none of it. */
static Status write_settings(Writer *w, Error *err)
{
  Status status = STATUS_OK;
  Str script;
  str_init(&script);
  if (!w->e->set) schema_write(&script, w->e->graph);
  if (script.len > 0 || script.bad) {
    TRY_OUT(export_open_file(w->e, CSV_SETTINGS, err));
    str_add_text(&w->e->out.text, str_text(&script));
    status = export_close_file(w->e, str_check(&script, err), err);
  }
out:
  str_free(&script);
  return status;
}

/* ---- the folder */

static Status take_options(Writer *w, const ExportOptions *o, Error *err)
{
  w->delimiter = o->delimiter ? o->delimiter : ',';
  w->array_delimiter = o->array_delimiter ? o->array_delimiter : ';';
  w->quote = o->quote ? o->quote : '"';
  const char marks[] = {w->delimiter, w->array_delimiter, w->quote};
  for (size_t i = 0; i < ARRAY_LEN(marks); i++)
    if ((marks[i] & 0x80) || strchr("\r\n", marks[i]) || marks[i] == marks[(i + 1) % ARRAY_LEN(marks)])
      return error_set(err, ERROR_ARGUMENT, NULL,
                       "the delimiters and the quote of CSV files must be different ASCII characters");
  return STATUS_OK;
}

static void note(const Writer *w, uint64_t count, const char *what)
{
  if (count) export_note(w->e, "%s: %llu", what, (unsigned long long)count);
}

Status csv_write(Export *e, Error *err)
{
  Writer w = {.e = e};
  TRY(take_options(&w, e->options, err));
  names_init(&w.files);
  str_init(&w.name);
  str_init(&w.cell);
  str_init(&w.scratch);
  Status status = write_kind(&w, ENTITY_NODE, err);
  if (status == STATUS_OK) status = write_kind(&w, ENTITY_REL, err);
  if (status == STATUS_OK) status = write_settings(&w, err);
  if (status == STATUS_OK) {
    note(&w, w.lists, "lists that a cell cannot hold, written as text in JSON");
    note(&w, w.names, "columns whose names begin or end in blanks, or are empty, written under another name");
    note(&w, w.labels, "labels with the delimiter of lists in them, written with _ in its place");
  }
  names_free(&w.files);
  str_free(&w.name);
  str_free(&w.cell);
  str_free(&w.scratch);
  return status;
}
