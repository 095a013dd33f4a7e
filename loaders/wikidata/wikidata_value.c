/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snaks to values; see wikidata_value.h. */
#include "wikidata_value.h"

#include <stdio.h>
#include <stdlib.h>

static Text text_of_json(const json_t *json)
{
  return (Text){json_string_value(json), json_string_length(json)};
}

static bool says(const json_t *object, const char *member, const char *text)
{
  const json_t *json = json_object_get(object, member);
  return json_is_string(json) && text_equal(text_of_json(json), text_of(text));
}

Status wikidata_map(const json_t *object, const char *member, const json_t **out, Error *err)
{
  const json_t *json = json_object_get(object, member);
  bool empty = !json || json_is_null(json) || (json_is_array(json) && json_array_size(json) == 0);
  *out = empty ? NULL : json;
  if (empty || json_is_object(json)) return STATUS_OK;
  return error_set(err, ERROR_FORMAT, NULL, "`%s` is no object", member);
}

static Status lacks(const char *what, const char *member, Error *err)
{
  return error_set(err, ERROR_FORMAT, NULL, "%s has no `%s`", what, member);
}

static Status text_member(const json_t *object, const char *what, const char *member, Text *out, Error *err)
{
  const json_t *json = json_object_get(object, member);
  if (!json_is_string(json)) return lacks(what, member, err);
  *out = text_of_json(json);
  return STATUS_OK;
}

static void add_part(WikidataValue *v, const char *name, Value value, bool loses)
{
  v->parts[v->part_count].name = name;
  v->parts[v->part_count++].value = value;
  v->loses = v->loses || loses;
}

/* ---- entities */

Text wikidata_entity_label(Text id)
{
  switch (id.len > 0 ? id.data[0] : '\0') {
  case 'Q': return TEXT("Item");
  case 'P': return TEXT("Property");
  case 'L': return TEXT("Lexeme");
  default: return TEXT("Entity");
  }
}

/* Of an address such as http://www.wikidata.org/entity/Q2. */
static Text id_of_address(Text address)
{
  size_t at = address.len;
  while (at > 0 && address.data[at - 1] != '/') at--;
  return (Text){address.data + at, address.len - at};
}

static Status read_entity(Arena *arena, const json_t *json, WikidataValue *v, Error *err)
{
  const json_t *id = json_object_get(json, "id"), *number = json_object_get(json, "numeric-id");
  v->kind = WIKIDATA_ENTITY;
  if (json_is_string(id) && json_string_length(id) > 0) {
    v->id = text_of_json(id);
    return STATUS_OK;
  }
  if (!json_is_integer(number)) return lacks("an entity", "id", err);
  v->id = text_of(arena_printf(arena, "%c%lld", says(json, "entity-type", "property") ? 'P' : 'Q',
                               (long long)json_integer_value(number)));
  return arena_check(arena, err);
}

/* ---- quantities */

static Status read_number(Intake *in, const json_t *json, const char *member, Value *out, Error *err)
{
  Text text;
  int64_t integer;
  double number;
  TRY(text_member(json, "a quantity", member, &text, err));
  Text digits = text;
  if (digits.len > 0 && digits.data[0] == '+') digits = (Text){text.data + 1, text.len - 1};
  *out = value_string(text);
  bool whole = !memchr(digits.data, '.', digits.len);
  if (whole && value_parse_int(digits, &integer))
    *out = value_int(integer);
  else if (!whole && value_parse_float(digits, &number))
    *out = value_float(number);
  else
    intake_note(in, "quantities beyond 64 bits, kept as strings", 1);
  return STATUS_OK;
}

static Status read_quantity(Intake *in, const json_t *json, WikidataValue *v, Error *err)
{
  static const char *const bounds[][2] = {{"lowerBound", "lower"}, {"upperBound", "upper"}};
  Text unit;
  TRY(read_number(in, json, "amount", &v->value, err));
  TRY(text_member(json, "a quantity", "unit", &unit, err));
  if (!text_equal(unit, TEXT("1"))) add_part(v, "unit", value_string(id_of_address(unit)), true);
  for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
    Value bound;
    if (!json_object_get(json, bounds[i][0])) continue;
    TRY(read_number(in, json, bounds[i][0], &bound, err));
    add_part(v, bounds[i][1], bound, true);
  }
  return STATUS_OK;
}

/* ---- times */

typedef struct WikidataTime {
  int64_t year; /* astronomical: 0 is 1 BCE */
  int month, day;
  int precision; /* Wikidata's: 6 millennium, 7 century, 8 decade, 9 year, 10 month, 11 day */
} WikidataTime;

enum { MILLENNIUM = 6, CENTURY, DECADE, YEAR, MONTH, DAY };

static bool scan_time(const char *text, WikidataTime *out)
{
  long long year;
  int end = 0;
  if (text[0] != '+' && text[0] != '-') return false;
  if (sscanf(text + 1, "%16lld-%2d-%2dT%*2d:%*2d:%*2dZ%n", &year, &out->month, &out->day, &end) != 3) return false;
  if (end == 0 || text[1 + end] != '\0' || text[1] < '0' || text[1] > '9') return false;
  out->year = text[0] == '-' && year > 0 ? 1 - year : year;
  return out->month <= 12 && out->day <= 31 && out->month >= 0 && out->day >= 0;
}

/* A day of the Julian calendar, which runs without a break, as the number of days since 1970-01-01. */
static DateDays julian_days(const WikidataTime *t)
{
  int64_t late = t->month <= 2, year = t->year + 4800 - late, month = t->month + 12 * late - 3;
  return t->day + (153 * month + 2) / 5 + 365 * year + year / 4 - 32083 - 2440588;
}

/* Days alone: of months and years nobody knows which days of the other calendar are meant. */
static void to_gregorian(WikidataTime *t)
{
  if (t->precision < DAY || t->year < -4700 || t->month == 0 || t->day == 0) return;
  CivilDate civil = date_civil(julian_days(t));
  t->year = civil.year;
  t->month = civil.month;
  t->day = civil.day;
}

static void add_year(Str *out, int64_t year)
{
  bool wide = year > 9999 || year < -9999;
  str_addf(out, wide ? "Y%s%04lld" : "%s%04lld", year < 0 ? "-" : "", (long long)(year < 0 ? -year : year));
}

/* The years that a century or the like has: of decades 1930 to 1939, of centuries and millennia 1901 to 2000. */
static void add_years(Str *out, const WikidataTime *t)
{
  int64_t span = t->precision == DECADE ? 10 : t->precision == CENTURY ? 100 : 1000;
  int64_t counted = t->year > 0 ? t->year : 1 - t->year; /* from 1, away from the era's beginning */
  int64_t first = t->precision == DECADE ? counted / 10 * 10 : (counted - 1) / span * span;
  if (t->year > 0 && first + span <= 9999 && t->precision != MILLENNIUM) {
    str_addf(out, t->precision == DECADE ? "%03lldX" : "%02lldXX", (long long)(first / span));
    return;
  }
  int64_t from = first + (t->precision != DECADE), to = from + span - 1;
  from = MAX(from, (int64_t)1); /* there is no year 0 */
  add_year(out, t->year > 0 ? from : 1 - to);
  str_add_char(out, '/');
  add_year(out, t->year > 0 ? to : 1 - from);
}

static void add_date(Str *out, const WikidataTime *t)
{
  if (t->precision >= MILLENNIUM && t->precision <= DECADE) {
    add_years(out, t);
    return;
  }
  add_year(out, t->year);
  if (t->precision < MILLENNIUM) str_add_char(out, '~');
  if (t->precision >= MONTH && t->month > 0) str_addf(out, "-%02d", t->month);
  if (t->precision >= DAY && t->month > 0 && t->day > 0) str_addf(out, "-%02d", t->day);
}

static Status to_edtf(Arena *arena, Text text, Value *out, bool *good, Error *err)
{
  Edtf edtf;
  *good = edtf_parse(text, &edtf, NULL);
  if (*good) *out = value_edtf(arena, arena_text(arena, text), &edtf);
  return arena_check(arena, err);
}

static Status date_value(Arena *arena, const WikidataTime *t, Value *out, bool *good, Error *err)
{
  Str text;
  str_init(&text);
  add_date(&text, t);
  Status status = str_check(&text, err);
  if (status == STATUS_OK) status = to_edtf(arena, str_text(&text), out, good, err);
  str_free(&text);
  return status;
}

/* The date as it is written, which may be none of the Gregorian calendar. */
static Status add_julian(Arena *arena, WikidataValue *v, const WikidataTime *t, Text text, Error *err)
{
  bool good;
  Value written;
  TRY(date_value(arena, t, &written, &good, err));
  add_part(v, "julian", value_string(good ? value_edtf_text(written) : text), true);
  return STATUS_OK;
}

static Status read_time(Arena *arena, Intake *in, const json_t *json, WikidataValue *v, Error *err)
{
  Text text;
  WikidataTime t;
  bool good = false;
  const json_t *precision = json_object_get(json, "precision"), *calendar = json_object_get(json, "calendarmodel");
  TRY(text_member(json, "a time", "time", &text, err));
  if (!json_is_integer(precision) || json_integer_value(precision) < 0 || json_integer_value(precision) > 14)
    return lacks("a time", "precision", err);
  t.precision = (int)json_integer_value(precision);
  v->value = value_string(text);
  v->time = true;
  if (scan_time(text.data, &t)) {
    WikidataTime gregorian = t;
    bool julian = json_is_string(calendar) && text_equal(id_of_address(text_of_json(calendar)), TEXT("Q1985786"));
    if (julian) to_gregorian(&gregorian);
    TRY(date_value(arena, &gregorian, &v->value, &good, err));
    if (julian) TRY(add_julian(arena, v, &t, text, err));
  }
  if (!good) intake_note(in, "times that are no dates, kept as strings", 1);
  return STATUS_OK;
}

Status wikidata_approximate(Arena *arena, WikidataValue *v, Error *err)
{
  bool good;
  if (v->value.type != VALUE_EDTF) return STATUS_OK;
  Text text = value_edtf_text(v->value);
  char *marked = arena_printf(arena, "%.*s~", (int)text.len, text.data);
  TRY(arena_check(arena, err));
  return to_edtf(arena, text_of(marked), &v->value, &good, err);
}

/* ---- other values */

static Status read_text(const json_t *json, WikidataValue *v, Error *err)
{
  Text text, language;
  TRY(text_member(json, "a text", "text", &text, err));
  TRY(text_member(json, "a text", "language", &language, err));
  v->value = value_string(text);
  add_part(v, "language", value_string(language), true);
  return STATUS_OK;
}

static Status read_coordinates(Arena *arena, const json_t *json, WikidataValue *v, Error *err)
{
  static const char *const members[] = {"latitude", "longitude"};
  const json_t *globe = json_object_get(json, "globe"), *precision = json_object_get(json, "precision");
  Value *items = arena_array(arena, Value, ARRAY_LEN(members));
  TRY(arena_check(arena, err));
  for (size_t i = 0; i < ARRAY_LEN(members); i++) {
    const json_t *number = json_object_get(json, members[i]);
    if (!json_is_number(number)) return lacks("a coordinate", members[i], err);
    items[i] = value_float(json_number_value(number));
  }
  v->value = value_list(items, ARRAY_LEN(members));
  if (json_is_number(precision)) add_part(v, "precision", value_float(json_number_value(precision)), false);
  Text id = json_is_string(globe) ? id_of_address(text_of_json(globe)) : TEXT("Q2");
  if (!text_equal(id, TEXT("Q2"))) add_part(v, "globe", value_string(id), true); /* Q2 is the Earth */
  return STATUS_OK;
}

static Status read_other(Arena *arena, Intake *in, const json_t *json, WikidataValue *v, Error *err)
{
  char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
  if (!text) return error_out_of_memory(err);
  v->value = value_string(arena_text(arena, text_of(text)));
  free(text);
  intake_note(in, "values of unknown types, kept as texts in JSON", 1);
  return arena_check(arena, err);
}

static Status read_datavalue(Arena *arena, Intake *in, const json_t *datavalue, WikidataValue *v, Error *err)
{
  const json_t *value = json_object_get(datavalue, "value");
  Text type;
  TRY(text_member(datavalue, "a datavalue", "type", &type, err));
  if (!value) return lacks("a datavalue", "value", err);
  v->kind = WIKIDATA_LITERAL;
  if (json_is_string(value)) {
    v->value = value_string(text_of_json(value));
    return STATUS_OK;
  }
  if (text_equal(type, TEXT("wikibase-entityid"))) return read_entity(arena, value, v, err);
  if (text_equal(type, TEXT("time"))) return read_time(arena, in, value, v, err);
  if (text_equal(type, TEXT("quantity"))) return read_quantity(in, value, v, err);
  if (text_equal(type, TEXT("monolingualtext"))) return read_text(value, v, err);
  if (text_equal(type, TEXT("globecoordinate"))) return read_coordinates(arena, value, v, err);
  return read_other(arena, in, value, v, err);
}

Status wikidata_value(Arena *arena, Intake *in, const json_t *snak, WikidataValue *out, Error *err)
{
  *out = (WikidataValue){.kind = WIKIDATA_NOTHING};
  if (says(snak, "snaktype", "value")) return read_datavalue(arena, in, json_object_get(snak, "datavalue"), out, err);
  if (says(snak, "snaktype", "somevalue"))
    out->kind = WIKIDATA_UNKNOWN;
  else if (!says(snak, "snaktype", "novalue"))
    return lacks("a snak", "snaktype", err);
  return STATUS_OK;
}
