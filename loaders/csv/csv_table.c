/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables and the options that say what is in them; see csv_table.h. */
#include "csv_table.h"

#include "csv_value.h"

static uint32_t count_parts(Text list, char delimiter)
{
  uint32_t n = 0;
  Text part;
  for (size_t at = 0; csv_next_part(list, delimiter, &at, &part);) n++;
  return n;
}

/* The parts of a list, without blanks; each must say something. */
static Status split(Arena *arena, const char *option, const char *list, char delimiter, Text **parts, uint32_t *count,
                    Error *err)
{
  Text whole = text_of(list), part;
  if (delimiter == ':' && whole.len > 0 && whole.data[0] == ':') whole = text_of(list + 1); /* :Person, as in queries */
  *parts = arena_array(arena, Text, count_parts(whole, delimiter));
  TRY(arena_check(arena, err));
  for (size_t at = 0; csv_next_part(whole, delimiter, &at, &part);) {
    part = csv_trim(part);
    if (part.len == 0) return error_set(err, ERROR_ARGUMENT, NULL, "%s: a name is empty in `%.80s`", option, list);
    (*parts)[(*count)++] = part;
  }
  return STATUS_OK;
}

/* Label:key=column */
static Status read_end(const char *option, const char *text, CsvEnd *out, Error *err)
{
  const char *colon = strchr(text + (text[0] == ':'), ':'), *equals = strrchr(text, '=');
  if (text[0] == ':') text++;
  if (colon && equals > colon)
    *out = (CsvEnd){csv_trim((Text){text, (size_t)(colon - text)}),
                    csv_trim((Text){colon + 1, (size_t)(equals - colon) - 1}), csv_trim(text_of(equals + 1))};
  if (out->label.len > 0 && out->key.len > 0 && out->column.len > 0) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, NULL, "%s takes Label:key=column, such as State:name=state, not `%.80s`",
                   option, text);
}

static Status read_types(Arena *arena, const char *list, CsvTableOptions *out, Error *err)
{
  Text *parts;
  uint32_t count = 0;
  TRY(split(arena, "--types", list, ',', &parts, &count, err));
  out->types = arena_array(arena, CsvColumn, count);
  TRY(arena_check(arena, err));
  for (uint32_t i = 0; i < count; i++) {
    const char *equals = memrchr(parts[i].data, '=', parts[i].len);
    if (!equals)
      return error_set(err, ERROR_ARGUMENT, NULL,
                       "--types takes column=type,... such as name=string,born=date, not `%.80s`", list);
    size_t len = (size_t)(equals - parts[i].data);
    CsvColumn *column = &out->types[out->type_count++];
    *column = (CsvColumn){.name = csv_trim((Text){parts[i].data, len})};
    TRY(csv_header_type(arena, "--types", (Text){equals + 1, parts[i].len - len - 1}, column, err));
  }
  return STATUS_OK;
}

Status csv_table_options(Arena *arena, const ImportOptions *o, CsvTableOptions *out, Error *err)
{
  *out = (CsvTableOptions){.wanted = o->as || o->id || o->from || o->to || o->types};
  if (o->as) TRY(split(arena, "--as", o->as, ':', &out->names, &out->name_count, err));
  if (o->id) TRY(split(arena, "--id", o->id, ',', &out->ids, &out->id_count, err));
  if (o->types) TRY(read_types(arena, o->types, out, err));
  if (o->from) TRY(read_end("--from", o->from, &out->from, err));
  if (o->to) TRY(read_end("--to", o->to, &out->to, err));
  if (!o->from != !o->to)
    return error_set(err, ERROR_ARGUMENT, NULL, "%s is missing: relationships need both --from and --to",
                     o->from ? "--to" : "--from");
  if (o->from && out->name_count > 1)
    return error_set(err, ERROR_ARGUMENT, NULL, "--as: a relationship has one type, not several");
  if (o->create_missing && !o->from)
    return error_set(err, ERROR_ARGUMENT, NULL, "--create-missing goes with --from and --to");
  return STATUS_OK;
}

Status csv_table_refuse(const char *file, const CsvTableOptions *o, Error *err)
{
  const char *option = o->from.label.len ? "--from and --to do" : o->type_count ? "--types does" : NULL;
  if (!option) return STATUS_OK;
  return error_set(err, ERROR_FORMAT, NULL,
                   "%s, line 1: the header says itself what its columns are; %s not go with it", file, option);
}

/* ---- columns */

static uint32_t find_column(const CsvHeader *h, Text name)
{
  for (uint32_t i = 0; i < h->count; i++)
    if (text_equal(h->columns[i].name, name)) return i;
  return CSV_NO_COLUMN;
}

static Status need_column(const char *file, const CsvHeader *h, const char *option, Text name, uint32_t *column,
                          Error *err)
{
  char shown[SHOWN_BYTES];
  *column = find_column(h, name);
  if (*column != CSV_NO_COLUMN) return STATUS_OK;
  show_text(name, shown);
  return error_set(err, ERROR_FORMAT, NULL, "%s, line 1: there is no column %s, which %s names", file, shown, option);
}

static Status place_end(const char *file, CsvHeader *h, const char *option, const CsvEnd *end, CsvRole role,
                        uint32_t *column, Error *err)
{
  TRY(need_column(file, h, option, end->column, column, err));
  if (h->columns[*column].role != CSV_PROPERTY)
    return error_set(err, ERROR_FORMAT, NULL, "%s, line 1: --from and --to name the same column", file);
  h->columns[*column].role = role;
  return STATUS_OK;
}

static Status place_id(const char *file, CsvHeader *h, const CsvTableOptions *o, Error *err)
{
  if (o->id_count == 0) return STATUS_OK;
  if (o->id_count > 1)
    return error_set(err, ERROR_ARGUMENT, NULL, "--id: nodes are told apart by one column, not several");
  TRY(need_column(file, h, "--id", o->ids[0], &h->id, err));
  h->columns[h->id].role = CSV_ID;
  return STATUS_OK;
}

static Status place_types(const char *file, CsvHeader *h, const CsvTableOptions *o, bool *open, Error *err)
{
  for (uint32_t i = 0; i < o->type_count; i++) {
    uint32_t at;
    TRY(need_column(file, h, "--types", o->types[i].name, &at, err));
    CsvColumn *column = &h->columns[at];
    column->type = o->types[i].type;
    column->array = o->types[i].array;
    column->timezone = o->types[i].timezone;
    open[at] = false;
    bool whole = column->type == CSV_INT || column->type == CSV_LONG;
    if (column->role != CSV_ID || (!column->array && (whole || column->type == CSV_STRING))) continue;
    return error_set(err, ERROR_ARGUMENT, NULL, "--types: the column of --id can be string or int");
  }
  return STATUS_OK;
}

Status csv_table_header(Arena *arena, const char *file, const CsvRow *row, const CsvTableOptions *o, CsvHeader *h,
                        bool **open, Error *err)
{
  *h = (CsvHeader){.count = row->count,
                   .columns = arena_array(arena, CsvColumn, row->count),
                   .of_rels = o->from.label.len > 0,
                   .id = CSV_NO_COLUMN,
                   .start = CSV_NO_COLUMN,
                   .end = CSV_NO_COLUMN,
                   .type = CSV_NO_COLUMN};
  *open = arena_array(arena, bool, row->count);
  TRY(arena_check(arena, err));
  for (uint32_t i = 0; i < row->count; i++) {
    Text name = arena_text(arena, csv_trim(row->fields[i].text));
    h->columns[i] = (CsvColumn){.name = name, .key = NAME_NONE, .role = name.len > 0 ? CSV_PROPERTY : CSV_IGNORE};
    (*open)[i] = name.len > 0;
  }
  TRY(arena_check(arena, err));
  TRY(csv_header_check_names(file, row, h, err));
  if (h->of_rels) {
    TRY(place_end(file, h, "--from", &o->from, CSV_START_ID, &h->start, err));
    TRY(place_end(file, h, "--to", &o->to, CSV_END_ID, &h->end, err));
  } else {
    TRY(place_id(file, h, o, err));
  }
  return place_types(file, h, o, *open, err);
}

/* ---- in words */

static void tell_column(const CsvColumn *c, const CsvTableOptions *o, Str *out)
{
  const CsvEnd *end = c->role == CSV_START_ID ? &o->from : c->role == CSV_END_ID ? &o->to : NULL;
  str_addf(out, "%.*s %s%s", (int)c->name.len, c->name.data, csv_type_name(c->type), c->array ? "[]" : "");
  if (c->role == CSV_ID) str_add(out, " (the id)");
  if (end)
    str_addf(out, " (%s :%.*s by %.*s)", end == &o->from ? "from" : "to", (int)end->label.len, end->label.data,
             (int)end->key.len, end->key.data);
}

void csv_table_tell(const char *file, const CsvHeader *h, const CsvTableOptions *o, Text stem, Str *out)
{
  str_addf(out, "%s: %s ", file, h->of_rels ? "relationships" : "nodes");
  for (uint32_t i = 0; i < MAX(o->name_count, 1u); i++) {
    Text name = o->name_count > 0 ? o->names[i] : stem;
    str_addf(out, ":%.*s", (int)name.len, name.data);
  }
  const char *before = " with ";
  for (uint32_t i = 0; i < h->count; i++) {
    if (h->columns[i].role == CSV_IGNORE) continue;
    str_add(out, before);
    tell_column(&h->columns[i], o, out);
    before = ", ";
  }
  for (uint32_t i = 0; i < h->count; i++)
    if (h->columns[i].role == CSV_IGNORE) str_addf(out, "; column %u has no name and is left out", i + 1);
}
