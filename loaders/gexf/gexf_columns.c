/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Declared attributes and their values; see gexf_columns.h. */
#include "gexf_columns.h"

#include "csv/csv_value.h"
#include "typed.h"

#include <math.h>
#include <stdlib.h>

void gexf_columns_init(GexfColumns *c)
{
  *c = (GexfColumns){0};
  arena_init(&c->arena, NULL);
  names_init(&c->ids);
}

void gexf_columns_free(GexfColumns *c)
{
  arena_free(&c->arena);
  names_free(&c->ids);
  free(c->columns);
}

/* ---- declarations */

/* boolean, string, integer, ..., and lists of them: liststring. */
static bool read_type(Text word, GexfColumn *column)
{
  column->type = CSV_STRING;
  column->list = text_cut_start(&word, TEXT("list"));
  if (text_equal(word, TEXT("anyURI"))) return true;
  if (!csv_type_find(word, &column->type)) return false;
  column->type = xml_wide_type(column->type);
  return true;
}

Status gexf_columns_declare(GexfColumns *c, const XmlElement *element, bool *known, Error *err)
{
  uint32_t number;
  Text id, name, type = TEXT("string");
  TRY(xml_required(element, "id", &id, err));
  if (gexf_columns_find(c, id)) {
    char shown[SHOWN_BYTES];
    show_text(id, shown);
    return error_set(err, ERROR_FORMAT, NULL, "another attribute has the id %s", shown);
  }
  if (!xml_attribute(element, NULL, "title", &name)) name = id;
  (void)xml_attribute(element, NULL, "type", &type);
  if (c->ids.count == c->cap) {
    uint32_t cap = MAX(c->cap * 2, 16u);
    GexfColumn *grown = realloc(c->columns, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    c->columns = grown;
    c->cap = cap;
  }
  GexfColumn column = {.name = arena_text(&c->arena, name.len ? name : id)};
  *known = read_type(type, &column);
  TRY(names_add(&c->ids, id, &number, err));
  c->columns[number] = column;
  return arena_check(&c->arena, err);
}

Status gexf_columns_set_default(GexfColumns *c, Text text, Error *err)
{
  GexfColumn *column = &c->columns[c->ids.count - 1];
  TRY(gexf_value(&c->arena, column, text, &column->fallback, err));
  column->has_default = !value_is_null(column->fallback);
  c->has_default |= column->has_default;
  return STATUS_OK;
}

const GexfColumn *gexf_columns_find(const GexfColumns *c, Text id)
{
  uint32_t number = names_find(&c->ids, id);
  return number == NAME_NONE ? NULL : &c->columns[number];
}

/* ---- values */

/* What separates the items: | ; or , whichever of them is there. */
static char delimiter_of(Text text)
{
  return memchr(text.data, '|', text.len) ? '|' : memchr(text.data, ';', text.len) ? ';' : ',';
}

static Text without_quotes(Text item)
{
  char first = item.len >= 2 ? item.data[0] : 'x';
  if ((first != '"' && first != '\'') || item.data[item.len - 1] != first) return item;
  return (Text){item.data + 1, item.len - 2};
}

/* Gephi has written lists as a|b, as a;b, as [a, b], and as ["a", "b"]. */
static Status list_value(Arena *arena, CsvType type, Text text, Value *out, Error *err)
{
  char word[TYPED_WORD_BYTES];
  Error not_json = {0};
  text = xml_trim(text);
  *out = value_list(NULL, 0);
  if (text.len == 0) return STATUS_OK;
  if (text.data[0] == '[' && text.data[text.len - 1] == ']') {
    size_t len = strlen(csv_type_name(type));
    memcpy(word, csv_type_name(type), len);
    memcpy(word + len, "[]", 2);
    if (typed_read(arena, (Text){word, len + 2}, text, out, &not_json) == STATUS_OK) return STATUS_OK;
    text = (Text){text.data + 1, text.len - 2};
  }
  char delimiter = delimiter_of(text);
  uint32_t n = 1, i = 0;
  for (size_t k = 0; k < text.len; k++) n += text.data[k] == delimiter;
  Value *items = arena_array(arena, Value, n);
  TRY(arena_check(arena, err));
  Text part;
  for (size_t at = 0; csv_next_part(text, delimiter, &at, &part);) {
    TRY(xml_value(arena, type, without_quotes(xml_trim(part)), &items[i], err));
    i += !value_is_null(items[i]);
  }
  *out = value_list(items, i);
  return STATUS_OK;
}

Status gexf_value(Arena *arena, const GexfColumn *column, Text text, Value *out, Error *err)
{
  return column->list ? list_value(arena, column->type, text, out, err)
                      : xml_value(arena, column->type, text, out, err);
}

Status gexf_time(Arena *arena, Text text, Value *out, Error *err)
{
  static const CsvType types[] = {CSV_LONG, CSV_DOUBLE, CSV_DATE, CSV_LOCALDATETIME, CSV_DATETIME};
  text = xml_trim(text);
  for (size_t i = 0; i < ARRAY_LEN(types); i++) {
    Error ignored = {0};
    if (xml_value(arena, types[i], text, out, &ignored) != STATUS_OK) continue;
    bool whole = out->type == VALUE_FLOAT && fabs(out->number) < 1e15 && floor(out->number) == out->number;
    if (out->type == VALUE_FLOAT && !isfinite(out->number)) *out = VALUE_NULL_VALUE;
    if (whole) *out = value_int((int64_t)out->number); /* the default format is double, also of years */
    return STATUS_OK;
  }
  char shown[SHOWN_BYTES];
  show_text(text, shown);
  return error_set(err, ERROR_FORMAT, NULL, "found %s, expected a number, a date or a date and time", shown);
}
