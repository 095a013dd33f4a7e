/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Header lines of CSV files; see csv_header.h. */
#include "csv_header.h"

#include <stdio.h>
#include <strings.h>

static const struct RoleName {
  const char *name;
  CsvRole role;
} role_names[] = {
    {"ID", CSV_ID},       {"START_ID", CSV_START_ID}, {"END_ID", CSV_END_ID},
    {"LABEL", CSV_LABEL}, {"TYPE", CSV_TYPE},         {"IGNORE", CSV_IGNORE},
};

static const struct TypeName {
  const char *name;
  CsvType type;
} type_names[] = {
    {"string", CSV_STRING},     {"char", CSV_CHAR},         {"byte", CSV_BYTE},
    {"short", CSV_SHORT},       {"int", CSV_INT},           {"long", CSV_LONG},
    {"float", CSV_FLOAT},       {"double", CSV_DOUBLE},     {"boolean", CSV_BOOLEAN},
    {"date", CSV_DATE},         {"time", CSV_TIME},         {"localtime", CSV_LOCALTIME},
    {"duration", CSV_DURATION}, {"datetime", CSV_DATETIME}, {"localdatetime", CSV_LOCALDATETIME},
    {"integer", CSV_LONG},      {"bool", CSV_BOOLEAN},      {"edtf", CSV_EDTF},
};

const char *csv_type_name(CsvType type)
{
  size_t i = 0;
  while (type_names[i].type != type) i++;
  return type_names[i].name;
}

static bool same_word(Text text, const char *word)
{
  return text.len == strlen(word) && strncasecmp(text.data, word, text.len) == 0;
}

/* What is before the last c goes to *before; false where there is no c. */
static bool split_last(Text text, char c, Text *before, Text *after)
{
  const char *at = text.len ? memrchr(text.data, c, text.len) : NULL;
  if (!at) return false;
  *before = (Text){text.data, (size_t)(at - text.data)};
  *after = (Text){at + 1, text.len - before->len - 1};
  return true;
}

static bool split_first(Text text, char c, Text *before, Text *after)
{
  const char *at = text.len ? memchr(text.data, c, text.len) : NULL;
  if (!at) return false;
  Text whole = text; /* before or after may be text itself */
  *before = (Text){whole.data, (size_t)(at - whole.data)};
  *after = (Text){at + 1, whole.len - before->len - 1};
  return true;
}

/* Takes a part in brackets off the end of the text. */
static bool take_bracket(Text *text, char open, char close, Text *inside)
{
  const char *at;
  if (text->len == 0 || text->data[text->len - 1] != close || !(at = memchr(text->data, open, text->len))) return false;
  *inside = csv_trim((Text){at + 1, (size_t)(text->data + text->len - at) - 2});
  text->len = (size_t)(at - text->data);
  return true;
}

/* ---- one column */

typedef struct HeaderParser {
  Arena *arena;
  const char *file;  /* or what else errors begin with */
  const CsvRow *row; /* NULL: it is no file */
  Text *cells;       /* by column */
  uint32_t count;
  IdType id_type;
  Error *err;
} HeaderParser;

PRINTF_LIKE(3, 4)
static Status column_error(const HeaderParser *p, uint32_t column, const char *format, ...)
{
  char what[400];
  va_list args;
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  if (!p->row) return error_set(p->err, ERROR_ARGUMENT, NULL, "%s: %s", p->file, what);
  return error_set(p->err, ERROR_FORMAT, NULL, "%s, line %llu, column %u: %s", p->file,
                   (unsigned long long)csv_field_line(p->row, column), column + 1, what);
}

static bool find_role(Text word, CsvRole *role)
{
  for (size_t i = 0; i < ARRAY_LEN(role_names); i++) {
    if (!same_word(word, role_names[i].name)) continue;
    *role = role_names[i].role;
    return true;
  }
  return false;
}

bool csv_type_find(Text word, CsvType *type)
{
  for (size_t i = 0; i < ARRAY_LEN(type_names); i++) {
    if (!same_word(word, type_names[i].name)) continue;
    *type = type_names[i].type;
    return true;
  }
  return false;
}

static bool is_end(CsvRole role)
{
  return role == CSV_START_ID || role == CSV_END_ID;
}

static Status parse_id_type(const HeaderParser *p, uint32_t i, Text value, IdType *out)
{
  char shown[SHOWN_BYTES];
  CsvType type;
  if (same_word(value, "actual")) {
    *out = ID_ACTUAL;
    return STATUS_OK;
  }
  if (csv_type_find(value, &type) && (type == CSV_STRING || type == CSV_INT || type == CSV_LONG)) {
    *out = type == CSV_STRING ? ID_STRING : ID_INTEGER;
    return STATUS_OK;
  }
  show_text(value, shown);
  return column_error(p, i, "%s is no id-type: use string, int, long or actual", shown);
}

static Status parse_option(const HeaderParser *p, uint32_t i, CsvColumn *c, Text name, Text value)
{
  char shown[SHOWN_BYTES];
  bool zoned = c->role == CSV_PROPERTY && (c->type == CSV_TIME || c->type == CSV_DATETIME);
  if (zoned && same_word(name, "timezone")) {
    c->timezone = value;
    return STATUS_OK;
  }
  /* At the ends of relationships both say again what the nodes' own header says. */
  if ((c->role == CSV_ID || is_end(c->role)) && same_word(name, "id-type"))
    return parse_id_type(p, i, value, &c->id_type);
  if ((c->role == CSV_ID || is_end(c->role)) && same_word(name, "label")) {
    c->label = value;
    return STATUS_OK;
  }
  show_text(name, shown);
  return column_error(p, i, "there is no option %s here: %s", shown,
                      zoned               ? "it can be timezone"
                      : c->role == CSV_ID ? "it can be label or id-type"
                                          : "columns of this kind have none");
}

static Status parse_options(const HeaderParser *p, uint32_t i, CsvColumn *c, Text options)
{
  char shown[SHOWN_BYTES];
  while (options.len > 0) {
    Text option, name, value;
    if (!split_first(options, ',', &option, &options)) {
      option = options;
      options = (Text){0};
    }
    if (!split_first(option, ':', &name, &value) || csv_trim(value).len == 0) {
      show_text(option, shown);
      return column_error(p, i, "expected {option:value}, found %s", shown);
    }
    TRY(parse_option(p, i, c, csv_trim(name), csv_trim(value)));
  }
  return STATUS_OK;
}

static Status parse_type(const HeaderParser *p, uint32_t i, CsvColumn *c, Text word)
{
  char shown[SHOWN_BYTES];
  Text scalar = word;
  c->array = text_cut_end(&scalar, TEXT("[]"));
  if (csv_type_find(scalar, &c->type)) return STATUS_OK;
  show_text(word, shown);
  if (same_word(scalar, "point"))
    return column_error(p, i, "there is no type point: give each coordinate a column of its own, of type double");
  return column_error(
      p, i,
      "%s is no type: use string, int, long, double, boolean, date, datetime, ..., one of these with [], "
      "or a role such as :ID (a name with a colon in it needs a type behind it)",
      shown);
}

static Status parse_column(const HeaderParser *p, uint32_t i, CsvColumn *c)
{
  Text text = csv_trim(p->cells[i]), options = {0}, group = {0}, name, word;
  *c = (CsvColumn){.id_type = p->id_type, .key = NAME_NONE};
  if (text.len == 0) return column_error(p, i, "the header is empty: name the column, or leave it out with :IGNORE");
  text = arena_text(p->arena, text);
  bool has_options = memchr(text.data, ':', text.len) && take_bracket(&text, '{', '}', &options);
  if (!split_last(text, ':', &name, &word)) {
    c->name = text;
    return STATUS_OK;
  }
  c->name = csv_trim(name);
  word = csv_trim(word);
  bool has_group = take_bracket(&word, '(', ')', &group);
  if (find_role(word, &c->role)) {
    if (c->role != CSV_ID) c->name = (Text){0};
    if (has_group && c->role != CSV_ID && !is_end(c->role)) return column_error(p, i, "only ids can have a group");
    c->group = group;
  } else {
    if (has_group) word = (Text){word.data, word.len + group.len + 2};
    TRY(parse_type(p, i, c, word));
    if (c->name.len == 0) return column_error(p, i, "the column has a type, but no name");
  }
  return has_options ? parse_options(p, i, c, options) : STATUS_OK;
}

/* ---- the whole line */

static bool opens_braces(const CsvField *field)
{
  const char *brace = field->text.len ? memrchr(field->text.data, '{', field->text.len) : NULL;
  return brace && !field->quoted && !memchr(brace, '}', (size_t)(field->text.data + field->text.len - brace));
}

/* The cells of the line. Options in braces may be split by the delimiter too: such cells, without quotes, lie side by
 * side in the scanner's buffer with the delimiter between them. */
static Status join_cells(HeaderParser *p)
{
  const CsvField *fields = p->row->fields;
  p->cells = arena_array(p->arena, Text, p->row->count);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < p->row->count; i++) {
    uint32_t last = i;
    if (opens_braces(&fields[i])) do
        last++;
      while (last < p->row->count && !fields[last].quoted &&
             !memchr(fields[last].text.data, '}', fields[last].text.len));
    if (last == i || last == p->row->count || fields[last].quoted) {
      p->cells[p->count++] = fields[i].text;
      continue;
    }
    const char *start = fields[i].text.data, *end = fields[last].text.data + fields[last].text.len;
    char *joined = arena_copy(p->arena, start, (size_t)(end - start));
    TRY(arena_check(p->arena, p->err));
    for (; i < last; i++) joined[fields[i + 1].text.data - start - 1] = ',';
    p->cells[p->count++] = (Text){joined, (size_t)(end - start)};
  }
  return STATUS_OK;
}

static Status place_column(const HeaderParser *p, CsvHeader *h, uint32_t i)
{
  static const char *const names[] = {
      [CSV_ID] = ":ID", [CSV_START_ID] = ":START_ID", [CSV_END_ID] = ":END_ID", [CSV_TYPE] = ":TYPE"};
  CsvRole role = h->columns[i].role;
  uint32_t *place = role == CSV_ID         ? &h->id
                    : role == CSV_START_ID ? &h->start
                    : role == CSV_END_ID   ? &h->end
                    : role == CSV_TYPE     ? &h->type
                                           : NULL;
  if (role == CSV_LABEL) h->has_labels = true;
  if (role == CSV_ID && h->columns[i].label.len > 0) h->has_labels = true;
  if (!place) return STATUS_OK;
  if (*place != CSV_NO_COLUMN)
    return column_error(p, i, "there is a second %s: the first is column %u%s", names[role], *place + 1,
                        role == CSV_ID ? "; ids of several columns have to be put into one" : "");
  *place = i;
  return STATUS_OK;
}

static Status check_names(const HeaderParser *p, const CsvHeader *h)
{
  char shown[SHOWN_BYTES];
  Names names;
  Status status = STATUS_OK;
  names_init(&names);
  for (uint32_t i = 0; i < h->count; i++) {
    uint32_t id, before = names.count;
    if (h->columns[i].name.len == 0 || h->columns[i].role == CSV_IGNORE) continue;
    TRY_OUT(names_add(&names, h->columns[i].name, &id, p->err));
    if (names.count > before) continue;
    show_text(h->columns[i].name, shown);
    TRY_OUT(column_error(p, i, "there are two columns with the name %s", shown));
  }
out:
  names_free(&names);
  return status;
}

/* A file is of nodes or of relationships, and must have all that goes with it and nothing of the other. */
static Status check_kind(const HeaderParser *p, CsvHeader *h)
{
  h->of_rels = h->start != CSV_NO_COLUMN || h->end != CSV_NO_COLUMN;
  if (!h->of_rels) {
    if (h->type != CSV_NO_COLUMN) return column_error(p, h->type, ":TYPE needs :START_ID and :END_ID beside it");
    return STATUS_OK;
  }
  if (h->start == CSV_NO_COLUMN) return column_error(p, h->end, ":END_ID needs :START_ID beside it");
  if (h->end == CSV_NO_COLUMN) return column_error(p, h->start, ":START_ID needs :END_ID beside it");
  if (h->id != CSV_NO_COLUMN) return column_error(p, h->id, ":ID is for nodes; this file is of relationships");
  for (uint32_t i = 0; i < h->count; i++)
    if (h->columns[i].role == CSV_LABEL)
      return column_error(p, i, ":LABEL is for nodes; the type of relationships is :TYPE");
  return STATUS_OK;
}

Status csv_header_parse(Arena *arena, const char *file, const CsvRow *row, IdType id_type, CsvHeader *out, Error *err)
{
  HeaderParser p = {.arena = arena, .file = file, .row = row, .id_type = id_type, .err = err};
  TRY(join_cells(&p));
  *out = (CsvHeader){.count = p.count,
                     .columns = arena_array(arena, CsvColumn, p.count),
                     .id = CSV_NO_COLUMN,
                     .start = CSV_NO_COLUMN,
                     .end = CSV_NO_COLUMN,
                     .type = CSV_NO_COLUMN};
  TRY(arena_check(arena, err));
  for (uint32_t i = 0; i < p.count; i++) {
    TRY(parse_column(&p, i, &out->columns[i]));
    TRY(place_column(&p, out, i));
  }
  TRY(arena_check(arena, err));
  TRY(check_names(&p, out));
  return check_kind(&p, out);
}

/* ---- for headers that only name columns */

bool csv_header_is_typed(const CsvRow *row)
{
  CsvRole role;
  CsvType type;
  for (uint32_t i = 0; i < row->count; i++) {
    Text text = csv_trim(row->fields[i].text), name, word, ignored;
    (void)take_bracket(&text, '{', '}', &ignored);
    if (!split_last(text, ':', &name, &word)) continue;
    word = csv_trim(word);
    (void)take_bracket(&word, '(', ')', &ignored);
    (void)take_bracket(&word, '[', ']', &ignored);
    if (find_role(word, &role) || csv_type_find(word, &type) || same_word(word, "point")) return true;
  }
  return false;
}

Status csv_header_type(Arena *arena, const char *who, Text text, CsvColumn *column, Error *err)
{
  HeaderParser p = {.arena = arena, .file = who, .err = err};
  Text options;
  bool has_options = take_bracket(&text, '{', '}', &options);
  TRY(parse_type(&p, 0, column, csv_trim(text)));
  return has_options ? parse_options(&p, 0, column, options) : STATUS_OK;
}

Status csv_header_check_names(const char *file, const CsvRow *row, const CsvHeader *header, Error *err)
{
  HeaderParser p = {.file = file, .row = row, .err = err};
  return check_names(&p, header);
}
