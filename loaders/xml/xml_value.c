/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See xml_value.h. */
#include "xml_value.h"

#include "csv/csv_value.h"

#include <math.h>
#include <strings.h>

CsvType xml_wide_type(CsvType type)
{
  if (type == CSV_FLOAT) return CSV_DOUBLE;
  return type >= CSV_BYTE && type <= CSV_INT ? CSV_LONG : type;
}

static bool is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Text xml_trim(Text text)
{
  while (text.len > 0 && is_blank(text.data[text.len - 1])) text.len--;
  while (text.len > 0 && is_blank(text.data[0])) text = (Text){text.data + 1, text.len - 1};
  return text;
}

static bool is_word(Text text, const char *word)
{
  return text.len == strlen(word) && strncasecmp(text.data, word, text.len) == 0;
}

/* What XML Schema, Python and C write, and the CSV reader does not take. */
static bool special_number(Text text, double *out)
{
  bool negative = text.data[0] == '-';
  if (negative || text.data[0] == '+') text = (Text){text.data + 1, text.len - 1};
  if (is_word(text, "inf") || is_word(text, "infinity"))
    *out = negative ? -INFINITY : INFINITY;
  else if (is_word(text, "nan"))
    *out = NAN;
  else
    return false;
  return true;
}

Status xml_value(Arena *arena, CsvType type, Text text, Value *out, Error *err)
{
  CsvColumn column = {.type = type};
  double number;
  *out = VALUE_NULL_VALUE;
  if (type == CSV_STRING) {
    *out = value_string_copy(arena, text);
    return arena_check(arena, err);
  }
  text = xml_trim(text);
  if (text.len == 0) return STATUS_OK;
  if (type == CSV_DOUBLE && special_number(text, &number))
    *out = value_float(number);
  else if (type == CSV_BOOLEAN && text.len == 1 && (*text.data == '0' || *text.data == '1'))
    *out = value_bool(*text.data == '1');
  else
    TRY(csv_value(arena, &column, &(CsvField){.text = text, .quoted = true}, '\0', out, err));
  if (out->type != VALUE_STRING) return STATUS_OK;
  *out = value_string_copy(arena, value_text(*out)); /* of a single character */
  return arena_check(arena, err);
}
