/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between literals and values; see rdf_value.h. Lexical forms are those of XML Schema 1.1 part 2. */
#include "rdf_value.h"

#include "typed.h"

#include <math.h>

/* ---- from literals */

/* The words of typed.h for datatypes of XML Schema. gYear and gYearMonth are dates in EDTF by their form. */
static const struct {
  const char *datatype, *word;
} datatypes[] = {
    {"string", "string"},
    {"boolean", "boolean"},
    {"integer", "long"},
    {"long", "long"},
    {"int", "int"},
    {"short", "short"},
    {"byte", "byte"},
    {"nonNegativeInteger", "long"},
    {"positiveInteger", "long"},
    {"nonPositiveInteger", "long"},
    {"negativeInteger", "long"},
    {"unsignedLong", "long"},
    {"unsignedInt", "long"},
    {"unsignedShort", "long"},
    {"unsignedByte", "long"},
    {"double", "double"},
    {"float", "double"},
    {"decimal", "double"},
    {"date", "date"},
    {"time", "time"},
    {"dateTime", "datetime"},
    {"dateTimeStamp", "datetime"},
    {"duration", "duration"},
    {"dayTimeDuration", "duration"},
    {"yearMonthDuration", "duration"},
    {"gYear", "edtf"},
    {"gYearMonth", "edtf"},
};

/* Whether there is a zone behind the last colon of a time. */
static bool has_zone(Text text)
{
  const char *t = memchr(text.data, 'T', text.len);
  size_t from = t ? (size_t)(t - text.data) : 0;
  for (size_t i = from; i < text.len; i++)
    if (strchr("Zz+", text.data[i]) || (text.data[i] == '-' && i > from)) return true;
  return false;
}

/* The word for the datatype, with room for one that is escaped; empty: Clio has no type for it. */
static Text word_of(const RdfLiteral *literal, Str *room)
{
  Text local = literal->datatype;
  if (text_equal(local, TEXT(EDTF))) return TEXT("edtf");
  if (text_cut_start(&local, TEXT(CLIO_TYPE))) {
    rdf_unescape(room, local);
    return str_text(room);
  }
  if (!text_cut_start(&local, TEXT(XSD))) return TEXT("");
  for (size_t i = 0; i < ARRAY_LEN(datatypes); i++) {
    if (!text_equal(local, text_of(datatypes[i].datatype))) continue;
    Text word = text_of(datatypes[i].word);
    bool local_time = !has_zone(literal->text);
    if (local_time && text_equal(word, TEXT("time"))) return TEXT("localtime");
    if (local_time && text_equal(word, TEXT("datetime"))) return TEXT("localdatetime");
    return word;
  }
  return TEXT("");
}

static Status read_typed(Arena *arena, Text word, Text text, Value *out)
{
  Error ignored = {0};
  bool boolean = text_equal(word, TEXT("boolean"));
  if (boolean && text_equal(text, TEXT("1"))) text = TEXT("true");
  if (boolean && text_equal(text, TEXT("0"))) text = TEXT("false");
  if (text_equal(text, TEXT("INF")) || text_equal(text, TEXT("+INF"))) text = TEXT("Infinity");
  if (text_equal(text, TEXT("-INF"))) text = TEXT("-Infinity");
  TRY(typed_read(arena, word, text, out, &ignored));
  return value_is_null(*out) ? STATUS_FAIL : STATUS_OK;
}

Status rdf_value_read(Arena *arena, RdfNames *names, const RdfLiteral *literal, Value *out, Str *suffix, Error *err)
{
  *out = value_string(literal->text);
  if (literal->language.len > 0) {
    str_add_char(suffix, '@');
    str_add_text(suffix, literal->language);
    return STATUS_OK;
  }
  if (literal->datatype.len == 0) return STATUS_OK;
  Str room;
  str_init(&room);
  Text word = word_of(literal, &room);
  bool known = word.len > 0 && read_typed(arena, word, literal->text, out) == STATUS_OK;
  str_free(&room);
  TRY(arena_check(arena, err));
  if (known) return STATUS_OK;
  *out = value_string(literal->text);
  str_add(suffix, "^^");
  return rdf_names_shorten(names, literal->datatype, suffix, err);
}

/* ---- to literals */

static const char *datatype_of(Value v, Text text)
{
  switch (v.type) {
  case VALUE_BOOL: return XSD "boolean";
  case VALUE_INT: return XSD "integer";
  case VALUE_FLOAT: return XSD "double";
  case VALUE_DATE: return XSD "date";
  case VALUE_LOCALTIME:
  case VALUE_TIME: return XSD "time";
  case VALUE_LOCALDATETIME: return XSD "dateTime";
  case VALUE_DATETIME: return memchr(text.data, '[', text.len) ? NULL : XSD "dateTime";
  case VALUE_DURATION: return memchr(text.data, '-', text.len) ? NULL : XSD "duration";
  case VALUE_EDTF: return EDTF;
  default: return NULL;
  }
}

/* XML Schema wants the seconds that ISO 8601 leaves out where they are none. */
static void add_seconds(Str *text, size_t from)
{
  const char *colon = memchr(text->data + from, ':', text->len - from);
  size_t at = colon ? (size_t)(colon - text->data) + 3 : text->len;
  if (at > text->len || (at < text->len && text->data[at] == ':')) return;
  str_add(text, ":00");
  if (text->bad) return;
  memmove(text->data + at + 3, text->data + at, text->len - 3 - at);
  memcpy(text->data + at, ":00", 3);
}

void rdf_value_write(Value v, Str *text, Str *type)
{
  size_t from = text->len;
  if (v.type == VALUE_FLOAT && isinf(v.number)) {
    str_add(text, v.number > 0 ? "INF" : "-INF");
    str_add(type, XSD "double");
    return;
  }
  typed_write(text, v);
  if (v.type == VALUE_STRING || text->bad) return;
  const char *datatype = datatype_of(v, (Text){text->data + from, text->len - from});
  if (datatype) {
    str_add(type, datatype);
    if (v.type >= VALUE_DATETIME && v.type <= VALUE_LOCALTIME && v.type != VALUE_DATE) add_seconds(text, from);
    return;
  }
  char word[TYPED_WORD_BYTES];
  typed_word(v, word);
  str_add(type, CLIO_TYPE);
  rdf_escape(type, text_of(word));
}

/* Comparing all items with each other is for short lists only. */
enum { MOST_OF_SET = 256 };

bool rdf_is_set(Value list)
{
  if (list.aux < 2 || list.aux > MOST_OF_SET) return false;
  for (uint32_t i = 0; i < list.aux; i++) {
    Value item = list.items[i];
    if (value_is_null(item) || item.type == VALUE_LIST) return false;
    for (uint32_t k = 0; k < i; k++)
      if (value_same(item, list.items[k])) return false;
  }
  return true;
}

/* ---- keeping values */

void rdf_kept_free(RdfKept *kept)
{
  dictionary_free(&kept->texts);
  arena_free(&kept->others);
}

Status rdf_keep(RdfKept *kept, Value *v, Error *err)
{
  uint32_t code;
  if (v->type != VALUE_STRING) {
    *v = value_copy_deep(&kept->others, *v);
    return arena_check(&kept->others, err);
  }
  TRY(dictionary_add(&kept->texts, value_text(*v), &code, err));
  *v = value_string(dictionary_text(&kept->texts, code));
  return STATUS_OK;
}

/* ---- keys */

/* BCP 47, as far as Turtle's grammar knows it. */
static bool is_language(Text text)
{
  size_t run = 0;
  bool first = true;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (!first && c >= '0' && c <= '9')) {
      if (++run > 8) return false;
    } else if (c == '-' && run > 0) {
      run = 0;
      first = false;
    } else {
      return false;
    }
  }
  return run > 0;
}

static bool is_text(Value v)
{
  if (v.type != VALUE_LIST) return v.type == VALUE_STRING;
  if (!rdf_is_set(v)) return false;
  for (uint32_t i = 0; i < v.aux; i++)
    if (v.items[i].type != VALUE_STRING) return false;
  return true;
}

RdfKey rdf_key_split(Text key, Value v)
{
  RdfKey out = {.predicate = key};
  if (!is_text(v)) return out;
  const char *at = key.len ? memrchr(key.data, '@', key.len) : NULL;
  const char *carets = key.len ? memmem(key.data, key.len, "^^", 2) : NULL;
  const char *end = key.data + key.len;
  if (carets && carets > key.data && carets + 2 < end) {
    out.predicate.len = (size_t)(carets - key.data);
    out.datatype = (Text){carets + 2, (size_t)(end - carets) - 2};
  } else if (at && at > key.data && is_language((Text){at + 1, (size_t)(end - at) - 1})) {
    out.predicate.len = (size_t)(at - key.data);
    out.language = (Text){at + 1, (size_t)(end - at) - 1};
  }
  return out;
}
