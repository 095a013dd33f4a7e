/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of columns; see csv_infer.h. */
#include "csv_infer.h"

#include "csv_value.h"

#include "core/edtf.h"

#include <strings.h>

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool all_digits(Text t)
{
  for (size_t i = 0; i < t.len; i++)
    if (!is_digit(t.data[i])) return false;
  return t.len > 0;
}

/* Without its sign. */
static Text amount(Text t)
{
  return t.len > 0 && t.data[0] == '-' ? (Text){t.data + 1, t.len - 1} : t;
}

static bool has_leading_zero(Text digits)
{
  return digits.len > 1 && digits.data[0] == '0' && is_digit(digits.data[1]);
}

static bool is_boolean(Text t)
{
  return (t.len == 4 && strncasecmp(t.data, "true", 4) == 0) || (t.len == 5 && strncasecmp(t.data, "false", 5) == 0);
}

static bool is_integer(Text t)
{
  int64_t n;
  return all_digits(amount(t)) && !has_leading_zero(amount(t)) && csv_parse_int(t, &n);
}

/* An integer of any length is none: beyond 64 bits, digits would be lost. */
static bool is_float(Text t)
{
  Text digits = amount(t);
  double number;
  if (digits.len == 0 || !(is_digit(digits.data[0]) || digits.data[0] == '.') || has_leading_zero(digits)) return false;
  if (all_digits(digits)) return is_integer(t);
  return value_parse_float(t, &number);
}

/* Only the full form: 19400615, 1940 and 1940-W24 are read as dates, too, but need not be meant so. */
static bool is_date(Text t)
{
  static const char pattern[] = "dddd-dd-dd";
  Temporal ignored;
  Error err = {0};
  if (t.len != sizeof pattern - 1) return false;
  for (size_t i = 0; i < t.len; i++)
    if (pattern[i] == 'd' ? !is_digit(t.data[i]) : t.data[i] != pattern[i]) return false;
  return temporal_parse(TEMPORAL_DATE, t, &ignored, &err) == STATUS_OK;
}

static bool is_datetime(Text t, TemporalType type)
{
  Temporal ignored;
  Error err = {0};
  if (t.len < 12 || t.data[10] != 'T' || !is_date((Text){t.data, 10})) return false;
  bool local = temporal_parse(TEMPORAL_LOCALDATETIME, t, &ignored, &err) == STATUS_OK;
  if (local || type == TEMPORAL_LOCALDATETIME) return local && type == TEMPORAL_LOCALDATETIME;
  err = (Error){0};
  return temporal_parse(TEMPORAL_DATETIME, t, &ignored, &err) == STATUS_OK;
}

static bool is_localdatetime(Text t)
{
  return is_datetime(t, TEMPORAL_LOCALDATETIME);
}

static bool is_zoned_datetime(Text t)
{
  return is_datetime(t, TEMPORAL_DATETIME);
}

/* Those that begin with a year. */
static bool is_edtf(Text t)
{
  Edtf ignored;
  Error err = {0};
  Text year = amount(t);
  return year.len >= 4 && is_digit(year.data[0]) && edtf_read(t, &ignored, &err) == STATUS_OK;
}

static const struct Guess {
  CsvType type;
  bool (*fits)(Text value);
} guesses[] = {
    {CSV_BOOLEAN, is_boolean},
    {CSV_LONG, is_integer},
    {CSV_DOUBLE, is_float},
    {CSV_DATE, is_date},
    {CSV_LOCALDATETIME, is_localdatetime},
    {CSV_DATETIME, is_zoned_datetime},
    {CSV_EDTF, is_edtf},
};

void csv_infer_begin(CsvInference *inference)
{
  *inference = (CsvInference){.possible = (1u << ARRAY_LEN(guesses)) - 1};
}

void csv_infer_value(CsvInference *inference, Text value)
{
  Text t = csv_trim(value);
  if (value.len == 0 || inference->possible == 0) return;
  inference->seen = true;
  inference->not_digits |= !all_digits(t);
  inference->wide |= t.len > 18;
  for (size_t i = 0; i < ARRAY_LEN(guesses); i++)
    if (inference->possible >> i & 1 && !guesses[i].fits(t)) inference->possible &= ~(1u << i);
}

/* A column of digits is never one of years: 0117 is a number with a leading zero. */
CsvType csv_infer_end(const CsvInference *inference)
{
  if (!inference->seen) return CSV_STRING;
  for (size_t i = 0; i < ARRAY_LEN(guesses); i++)
    if (inference->possible >> i & 1 && (guesses[i].type != CSV_EDTF || inference->not_digits)) return guesses[i].type;
  return CSV_STRING;
}
