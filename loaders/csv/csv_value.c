/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Typed values of CSV cells; see csv_value.h. The common forms of numbers and dates are read right here, all others by
 * the functions that read them everywhere. */
#include "csv_value.h"

#include "core/utf8.h"

#include <math.h>
#include <strings.h>

static Status unexpected(Text found, const char *expected, Error *err)
{
  char shown[SHOWN_BYTES];
  show_text(found, shown);
  return error_set(err, ERROR_FORMAT, NULL, "found %s, expected %s", shown, expected);
}

/* ---- numbers */

bool csv_parse_int(Text text, int64_t *out)
{
  Text t = csv_trim(text);
  bool negative = t.len > 0 && t.data[0] == '-';
  size_t i = t.len > 0 && (t.data[0] == '-' || t.data[0] == '+');
  if (i == t.len) return false;
  int64_t n = 0; /* negative, as there is one more of those */
  for (; i < t.len; i++) {
    unsigned digit = (unsigned)(unsigned char)t.data[i] - '0';
    if (digit > 9 || __builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, (int64_t)digit, &n)) return false;
  }
  if (!negative && n == INT64_MIN) return false;
  *out = negative ? n : -n;
  return true;
}

static Status parse_int(Text text, CsvType type, Value *out, Error *err)
{
  static const struct IntRange {
    int64_t low, high;
    const char *expected;
  } ranges[] = {
      [CSV_BYTE] = {INT8_MIN, INT8_MAX, "a whole number from -128 to 127"},
      [CSV_SHORT] = {INT16_MIN, INT16_MAX, "a whole number from -32768 to 32767"},
      [CSV_INT] = {INT32_MIN, INT32_MAX, "a whole number from -2147483648 to 2147483647"},
      [CSV_LONG] = {INT64_MIN, INT64_MAX, "a whole number from -9223372036854775808 to 9223372036854775807"},
  };
  int64_t n;
  if (!csv_parse_int(text, &n) || n < ranges[type].low || n > ranges[type].high)
    return unexpected(text, ranges[type].expected, err);
  *out = value_int(n);
  return STATUS_OK;
}

/* [-]digits[.digits] of at most 15 digits: both the digits and the power of ten are exact in a double, so that one
 * division rounds correctly (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990). */
static bool parse_short_decimal(Text t, double *out)
{
  static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  size_t i = t.len > 0 && t.data[0] == '-', point = t.len;
  int64_t digits = 0;
  if (t.len - i > 16 || t.len == i || t.data[i] == '.' || t.data[t.len - 1] == '.') return false;
  for (; i < t.len; i++) {
    unsigned digit = (unsigned)(unsigned char)t.data[i] - '0';
    if (digit <= 9) {
      digits = digits * 10 + digit;
    } else if (t.data[i] == '.' && point == t.len) {
      point = i;
    } else {
      return false;
    }
  }
  if (digits >= INT64_C(1000000000000000)) return false;
  double n = (double)digits / powers[point == t.len ? 0 : t.len - point - 1];
  *out = t.data[0] == '-' ? -n : n;
  return true;
}

static Status parse_float(Text text, Value *out, Error *err)
{
  Text t = csv_trim(text);
  double f;
  if (!parse_short_decimal(t, &f)) {
    if (!value_parse_float(t, &f)) return unexpected(text, "a number", err);
    if (isinf(f) && !memchr(t.data, 'I', t.len)) return unexpected(text, "a number within the range of a double", err);
  }
  *out = value_float(f);
  return STATUS_OK;
}

static Status parse_bool(Text text, Value *out, Error *err)
{
  Text t = csv_trim(text);
  bool yes = t.len == 4 && strncasecmp(t.data, "true", 4) == 0;
  if (!yes && !(t.len == 5 && strncasecmp(t.data, "false", 5) == 0)) return unexpected(text, "true or false", err);
  *out = value_bool(yes);
  return STATUS_OK;
}

static Status parse_char(Text text, Value *out, Error *err)
{
  size_t at = 0;
  (void)utf8_next(text, &at);
  if (at != text.len) return unexpected(text, "one character", err);
  *out = value_string(text);
  return STATUS_OK;
}

/* ---- dates and times */

static bool two_digits(const char *at, int32_t *out)
{
  unsigned tens = (unsigned)(unsigned char)at[0] - '0', ones = (unsigned)(unsigned char)at[1] - '0';
  *out = (int32_t)(tens * 10 + ones);
  return tens <= 9 && ones <= 9;
}

static bool parse_plain_date(Text t, Value *out)
{
  int32_t century, year, month, day;
  if (t.len != 10 || t.data[4] != '-' || t.data[7] != '-' || !two_digits(t.data, &century) ||
      !two_digits(t.data + 2, &year) || !two_digits(t.data + 5, &month) || !two_digits(t.data + 8, &day))
    return false;
  year += century * 100;
  if (month < 1 || month > 12 || day < 1 || day > date_days_in_month(year, month)) return false;
  *out = value_date(date_from_civil(year, month, day));
  return true;
}

static Status parse_in_zone(CsvType type, Text text, Text timezone, Temporal *out, Error *err)
{
  TemporalFields fields = {.timezone = timezone};
  Error ignored = {0};
  TemporalType to = type == CSV_TIME ? TEMPORAL_TIME : TEMPORAL_DATETIME;
  Temporal *base = type == CSV_TIME ? &fields.time : &fields.datetime;
  TemporalType local = type == CSV_TIME ? TEMPORAL_LOCALTIME : TEMPORAL_LOCALDATETIME;
  if (temporal_parse(local, text, base, &ignored) == STATUS_OK) return temporal_make(to, &fields, out, err);
  return temporal_parse(to, text, out, err);
}

static Status parse_temporal(Arena *arena, const CsvColumn *c, Text text, Value *out, Error *err)
{
  static const struct TemporalKind {
    TemporalType type;
    const char *expected;
  } kinds[] = {
      [CSV_DATE] = {TEMPORAL_DATE, "a date such as 1940-06-15"},
      [CSV_LOCALTIME] = {TEMPORAL_LOCALTIME, "a local time such as 04:30:00"},
      [CSV_TIME] = {TEMPORAL_TIME, "a time such as 04:30:00+03:00"},
      [CSV_LOCALDATETIME] = {TEMPORAL_LOCALDATETIME, "a local date and time such as 1940-06-15T04:30:00"},
      [CSV_DATETIME] = {TEMPORAL_DATETIME, "a date and time such as 1940-06-15T04:30:00+03:00"},
  };
  Text t = csv_trim(text);
  Temporal temporal;
  Error inner = {0};
  if (c->type == CSV_DATE && parse_plain_date(t, out)) return STATUS_OK;
  Status status = c->timezone.len > 0 ? parse_in_zone(c->type, t, c->timezone, &temporal, &inner)
                                      : temporal_parse(kinds[c->type].type, t, &temporal, &inner);
  if (status != STATUS_OK) return unexpected(text, kinds[c->type].expected, err);
  *out = value_of_temporal(arena, temporal);
  return STATUS_OK;
}

static Status parse_duration(Arena *arena, Text text, Value *out, Error *err)
{
  Duration duration;
  Error inner = {0};
  if (duration_parse(csv_trim(text), &duration, &inner) != STATUS_OK)
    return unexpected(text, "a duration such as P1Y2M10DT12H", err);
  *out = value_duration(arena, duration);
  return STATUS_OK;
}

static Status parse_edtf(Arena *arena, Text text, Value *out, Error *err)
{
  Edtf date;
  Error inner = {0};
  Text t = csv_trim(text);
  if (edtf_read(t, &date, &inner) != STATUS_OK) return error_set(err, ERROR_FORMAT, NULL, "%s", inner.message);
  *out = value_edtf(arena, t, &date);
  return STATUS_OK;
}

/* ---- cells */

static Status parse_scalar(Arena *arena, const CsvColumn *c, Text text, Value *out, Error *err)
{
  switch (c->type) {
  case CSV_STRING: *out = value_string(text); return STATUS_OK;
  case CSV_CHAR: return parse_char(text, out, err);
  case CSV_BYTE:
  case CSV_SHORT:
  case CSV_INT:
  case CSV_LONG: return parse_int(text, c->type, out, err);
  case CSV_FLOAT:
  case CSV_DOUBLE: return parse_float(text, out, err);
  case CSV_BOOLEAN: return parse_bool(text, out, err);
  case CSV_DATE:
  case CSV_LOCALTIME:
  case CSV_TIME:
  case CSV_LOCALDATETIME:
  case CSV_DATETIME: return parse_temporal(arena, c, text, out, err);
  case CSV_DURATION: return parse_duration(arena, text, out, err);
  case CSV_EDTF: return parse_edtf(arena, text, out, err);
  }
  return error_internal(err, "a CSV column has no type");
}

bool csv_next_part(Text list, char delimiter, size_t *at, Text *part)
{
  if (*at > list.len) return false;
  const char *from = list.data + *at;
  const char *end = list.len > *at ? memchr(from, delimiter, list.len - *at) : NULL;
  *part = (Text){from, end ? (size_t)(end - from) : list.len - *at};
  *at += part->len + 1;
  return true;
}

static Status parse_array(Arena *arena, const CsvColumn *c, Text text, char delimiter, Value *out, Error *err)
{
  uint32_t count = 1, n = 0;
  for (size_t i = 0; i < text.len; i++) count += text.data[i] == delimiter;
  Value *items = arena_array(arena, Value, count);
  TRY(arena_check(arena, err));
  Text part;
  for (size_t at = 0; csv_next_part(text, delimiter, &at, &part); n++) {
    if (part.len == 0 && c->type != CSV_STRING)
      return error_set(err, ERROR_FORMAT, NULL, "item %u of the list is empty, expected a %s", n + 1,
                       csv_type_name(c->type));
    TRY(parse_scalar(arena, c, part, &items[n], err));
  }
  *out = value_list(items, count);
  return STATUS_OK;
}

Status csv_value(Arena *arena, const CsvColumn *c, const CsvField *field, char array_delimiter, Value *out, Error *err)
{
  *out = VALUE_NULL_VALUE;
  if (field->text.len == 0 && !(field->quoted && c->type == CSV_STRING && !c->array)) return STATUS_OK;
  if (c->array) return parse_array(arena, c, field->text, array_delimiter, out, err);
  return parse_scalar(arena, c, field->text, out, err);
}
