/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of strings. Positions and lengths count code points. What is a part of an argument borrows from it; text
 * that is plain ASCII is changed in one pass into the arena, other text through a builder. */
#include "core/utf8.h"
#include "func_internal.h"

static bool is_ascii(Text text)
{
  unsigned char all = 0;
  for (size_t i = 0; i < text.len; i++) all |= (unsigned char)text.data[i];
  return all < 0x80;
}

/* ---- case */

typedef void (*MapText)(Str *out, Text text);

static Status map_case(FunctionContext *c, Value v, char first, MapText map, Value *out)
{
  Text text = value_text(v);
  if (!is_ascii(text)) {
    Str s;
    str_init(&s);
    map(&s, text);
    return function_string(c, &s, out);
  }
  char *room;
  TRY(function_text(c, text.len, &room));
  for (size_t i = 0; i < text.len; i++) {
    unsigned char ch = (unsigned char)text.data[i];
    room[i] = (char)((unsigned char)(ch - first) < 26 ? ch ^ 0x20 : ch);
  }
  *out = value_string((Text){room, text.len});
  return STATUS_OK;
}

static Status run_to_upper(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_to_upper, args, n));
  return map_case(c, args[0], 'a', utf8_upper, out);
}

const Function function_to_upper = {
    .name = "toUpper",
    .signature = "toUpper(text :: STRING) :: STRING",
    .help = "The text in upper case.",
    .example = "toUpper('Päts')",
    .value = "'PÄTS'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_to_upper,
};
const Function function_upper = {
    .name = "upper",
    .signature = "upper(text :: STRING) :: STRING",
    .help = "The text in upper case: GQL's name of toUpper().",
    .example = "upper('abc')",
    .value = "'ABC'",
    .category = "string",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_to_upper,
};

static Status run_to_lower(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_to_lower, args, n));
  return map_case(c, args[0], 'A', utf8_lower, out);
}

const Function function_to_lower = {
    .name = "toLower",
    .signature = "toLower(text :: STRING) :: STRING",
    .help = "The text in lower case.",
    .example = "toLower('ÕUN')",
    .value = "'õun'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_to_lower,
};
const Function function_lower = {
    .name = "lower",
    .signature = "lower(text :: STRING) :: STRING",
    .help = "The text in lower case: GQL's name of toLower().",
    .example = "lower('ABC')",
    .value = "'abc'",
    .category = "string",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_to_lower,
};

static Status run_text_fold(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_text_fold, args, n));
  return map_case(c, args[0], 'A', utf8_fold, out);
}

const Function function_text_fold = {
    .name = "text.fold",
    .signature = "text.fold(text :: STRING) :: STRING",
    .help = "The text in lower case and without diacritics, for searches that should find Päts by 'pats'.",
    .example = "text.fold('PÄTS')",
    .value = "'pats'",
    .category = "string",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_text_fold,
};

/* The form that the second argument names. */
static Status normal_form(FunctionContext *c, const Function *f, const Value *args, uint32_t n, NormalForm *out)
{
  static const char *const forms[] = {
      [NORMAL_NFC] = "NFC", [NORMAL_NFD] = "NFD", [NORMAL_NFKC] = "NFKC", [NORMAL_NFKD] = "NFKD"};
  *out = NORMAL_NFC;
  for (size_t form = 0; n == 2; form++) {
    if (form == ARRAY_LEN(forms))
      return function_bad_value(c, f, "InvalidArgumentValue", "the form is one of 'NFC', 'NFD', 'NFKC', 'NFKD'");
    *out = (NormalForm)form;
    if (text_equal(value_text(args[1]), text_of(forms[form]))) break;
  }
  return STATUS_OK;
}

static Status run_normalize(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  NormalForm form;
  TRY(function_check(c, &function_normalize, args, n));
  TRY(normal_form(c, &function_normalize, args, n, &form));
  Str s;
  str_init(&s);
  utf8_normalize(&s, value_text(args[0]), form);
  return function_string(c, &s, out);
}

const Function function_normalize = {
    .name = "normalize",
    .signature = "normalize(text :: STRING [, form :: STRING]) :: STRING",
    .help = "The text in a Unicode normal form: 'NFC' (if none is given), 'NFD', 'NFKC' or 'NFKD'.",
    .example = "size(normalize('ä', 'NFD'))",
    .value = "2",
    .category = "string",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_normalize,
};

/* GQL asks only texts: of anything else it is not known. */
static Status run_is_normalized(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  NormalForm form;
  *out = VALUE_NULL_VALUE;
  if (args[0].type != VALUE_STRING) return STATUS_OK;
  TRY(function_check(c, &function_is_normalized, args, n));
  TRY(normal_form(c, &function_is_normalized, args, n, &form));
  Str s;
  str_init(&s);
  utf8_normalize(&s, value_text(args[0]), form);
  Status status = str_check(&s, c->err);
  *out = value_bool(text_equal(str_text(&s), value_text(args[0])));
  str_free(&s);
  return status;
}

const Function function_is_normalized = {
    .name = "isNormalized",
    .signature = "isNormalized(text :: STRING [, form :: STRING]) :: BOOLEAN",
    .help = "Whether the text is in a Unicode normal form, as text IS [NOT] [NFC] NORMALIZED asks.",
    .example = "isNormalized('ä', 'NFD')",
    .value = "false",
    .category = "string",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {0, TYPE_STRING},
    .result = TYPE_BOOL | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_is_normalized,
};

/* ---- trimming */

enum { TRIM_LEFT = 1, TRIM_RIGHT = 2 };

/* characters.data NULL: white space */
static bool is_trimmed(uint32_t codepoint, Text characters)
{
  if (!characters.data) return utf8_is_space(codepoint);
  for (size_t at = 0; at < characters.len;)
    if (utf8_next(characters, &at) == codepoint) return true;
  return false;
}

static Status trim(FunctionContext *c, const Function *f, int sides, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, f, args, n));
  Text text = value_text(args[0]), characters = {NULL, 0};
  if (n == 2) characters = (Text){args[1].aux ? args[1].text : "", args[1].aux};
  size_t start = 0, end = text.len;
  for (size_t at = 0; (sides & TRIM_LEFT) && start < end; start = at)
    if (!is_trimmed(utf8_next(text, &at), characters)) break;
  for (size_t at = end; (sides & TRIM_RIGHT) && end > start; end = at)
    if (!is_trimmed(utf8_prev(text, &at), characters)) break;
  *out = value_piece(args[0], (Text){text.data + start, end - start});
  return STATUS_OK;
}

static Status run_trim(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  return trim(c, &function_trim, TRIM_LEFT | TRIM_RIGHT, args, n, out);
}

static Status run_ltrim(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  return trim(c, &function_ltrim, TRIM_LEFT, args, n, out);
}

static Status run_rtrim(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  return trim(c, &function_rtrim, TRIM_RIGHT, args, n, out);
}

const Function function_trim = {
    .name = "trim",
    .signature = "trim(text :: STRING [, characters :: STRING]) :: STRING",
    .help = "The text without white space, or the given characters, at both ends.",
    .example = "trim('  a b ')",
    .value = "'a b'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_trim,
};
const Function function_btrim = {
    .name = "btrim",
    .signature = "btrim(text :: STRING [, characters :: STRING]) :: STRING",
    .help = "The text without white space, or the given characters, at both ends: GQL's name of trim().",
    .example = "btrim('xxaxx', 'x')",
    .value = "'a'",
    .category = "string",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_trim,
};
const Function function_ltrim = {
    .name = "ltrim",
    .signature = "ltrim(text :: STRING [, characters :: STRING]) :: STRING",
    .help = "The text without white space, or the given characters, at its start.",
    .example = "ltrim('  a ')",
    .value = "'a '",
    .category = "string",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_ltrim,
};
const Function function_rtrim = {
    .name = "rtrim",
    .signature = "rtrim(text :: STRING [, characters :: STRING]) :: STRING",
    .help = "The text without white space, or the given characters, at its end.",
    .example = "rtrim(' a  ')",
    .value = "' a'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_rtrim,
};

/* ---- parts */

static Status check_not_negative(FunctionContext *c, const Function *f, const char *what, Value v)
{
  if (v.integer >= 0) return STATUS_OK;
  return function_bad_value(c, f, "NegativeIntegerArgument", "the %s cannot be negative: %lld", what,
                            (long long)v.integer);
}

static Status run_substring(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_substring, args, n));
  for (uint32_t i = 1; i < n; i++)
    TRY(check_not_negative(c, &function_substring, i == 1 ? "start" : "length", args[i]));
  Text text = value_text(args[0]);
  size_t start = utf8_offset(text, (size_t)args[1].integer);
  Text rest = {text.data + start, text.len - start};
  if (n == 3) rest.len = utf8_offset(rest, (size_t)args[2].integer);
  *out = value_piece(args[0], rest);
  return STATUS_OK;
}

const Function function_substring = {
    .name = "substring",
    .signature = "substring(text :: STRING, start :: INTEGER [, length :: INTEGER]) :: STRING",
    .help = "The part of the text from a position on (the first character is 0), to its end or of the given length.",
    .example = "substring('Molotov', 1, 4)",
    .value = "'olot'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 3,
    .arg_types = {TYPE_STRING, TYPE_INT, TYPE_INT},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_substring,
};

static Status run_left(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_left, args, n));
  TRY(check_not_negative(c, &function_left, "length", args[1]));
  Text text = value_text(args[0]);
  *out = value_piece(args[0], (Text){text.data, utf8_offset(text, (size_t)args[1].integer)});
  return STATUS_OK;
}

const Function function_left = {
    .name = "left",
    .signature = "left(text :: STRING, length :: INTEGER) :: STRING",
    .help = "The first so many characters.",
    .example = "left('Riga', 2)",
    .value = "'Ri'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_INT},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_left,
};

static Status run_right(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_right, args, n));
  TRY(check_not_negative(c, &function_right, "length", args[1]));
  Text text = value_text(args[0]);
  size_t start = text.len;
  for (int64_t i = 0; i < args[1].integer && start > 0; i++) utf8_prev(text, &start);
  *out = value_piece(args[0], (Text){text.data + start, text.len - start});
  return STATUS_OK;
}

const Function function_right = {
    .name = "right",
    .signature = "right(text :: STRING, length :: INTEGER) :: STRING",
    .help = "The last so many characters.",
    .example = "right('Riga', 2)",
    .value = "'ga'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_INT},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_right,
};

static Status run_char_length(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_char_length, args, n));
  *out = value_int((int64_t)utf8_length(value_text(args[0])));
  return STATUS_OK;
}

const Function function_char_length = {
    .name = "char_length",
    .signature = "char_length(text :: STRING) :: INTEGER",
    .help = "How many characters the text has.",
    .example = "char_length('Päts')",
    .value = "4",
    .category = "string",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_char_length,
};
const Function function_character_length = {
    .name = "character_length",
    .signature = "character_length(text :: STRING) :: INTEGER",
    .help = "How many characters the text has.",
    .example = "character_length('Päts')",
    .value = "4",
    .category = "string",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_char_length,
};

/* ---- replacing and splitting */

static const char *find(const char *from, const char *end, Text what)
{
  return from < end ? memmem(from, (size_t)(end - from), what.data, what.len) : NULL;
}

static Status run_replace(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_replace, args, n));
  Text text = value_text(args[0]), search = value_text(args[1]), with = value_text(args[2]);
  *out = args[0];
  if (search.len == 0 || text.len == 0) return STATUS_OK;
  const char *end = text.data + text.len, *at, *hit;
  size_t hits = 0;
  for (at = text.data; (hit = find(at, end, search)); at = hit + search.len) hits++;
  if (hits == 0) return STATUS_OK;
  char *room;
  TRY(function_text(c, text.len - hits * search.len + hits * with.len, &room));
  *out = value_string((Text){room, text.len - hits * search.len + hits * with.len});
  for (at = text.data; (hit = find(at, end, search)); at = hit + search.len) {
    memcpy(room, at, (size_t)(hit - at));
    room += hit - at;
    if (with.len) memcpy(room, with.data, with.len);
    room += with.len;
  }
  if (at < end) memcpy(room, at, (size_t)(end - at));
  return STATUS_OK;
}

const Function function_replace = {
    .name = "replace",
    .signature = "replace(text :: STRING, search :: STRING, replacement :: STRING) :: STRING",
    .help = "The text with every occurrence of the search text replaced.",
    .example = "replace('hello', 'l', 'w')",
    .value = "'hewwo'",
    .category = "string",
    .origin = "openCypher",
    .min_args = 3,
    .max_args = 3,
    .arg_types = {TYPE_STRING, TYPE_STRING, TYPE_STRING},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_replace,
};

/* The next delimiter at or after `from`: the one that begins first, of several the longest. Its length is 0 where an
 * empty delimiter cuts behind the next character. NULL: no more. */
static const char *next_delimiter(const char *from, const char *end, const Value *delimiters, uint32_t n, size_t *len)
{
  const char *best = NULL;
  *len = 0;
  for (uint32_t i = 0; i < n; i++) {
    Text delimiter = value_text(delimiters[i]);
    const char *hit;
    if (delimiter.len > 0) {
      hit = find(from, end, delimiter);
    } else {
      hit = from < end ? from + utf8_offset((Text){from, (size_t)(end - from)}, 1) : end;
      if (hit == end) hit = NULL;
    }
    if (!hit || (best && (hit > best || (hit == best && delimiter.len <= *len)))) continue;
    best = hit;
    *len = delimiter.len;
  }
  return best;
}

static Status run_split(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_split, args, n));
  const Value *delimiters = args[1].type == VALUE_LIST ? args[1].items : &args[1];
  uint32_t delimiter_count = args[1].type == VALUE_LIST ? args[1].aux : 1;
  for (uint32_t i = 0; i < delimiter_count; i++)
    if (delimiters[i].type != VALUE_STRING) return function_wrong_type(c, &function_split, 1, delimiters[i]);
  Text text = value_text(args[0]);
  const char *end = text.data + text.len, *at = text.data, *hit;
  uint64_t parts = 1;
  size_t len;
  for (; (hit = next_delimiter(at, end, delimiters, delimiter_count, &len)); at = hit + len) parts++;
  Value *items;
  TRY(function_items(c, parts, &items));
  at = text.data;
  for (uint64_t i = 0; i < parts; i++) {
    hit = next_delimiter(at, end, delimiters, delimiter_count, &len);
    items[i] = value_piece(args[0], (Text){at, (size_t)((hit ? hit : end) - at)});
    at = hit ? hit + len : end;
  }
  *out = value_list(items, (uint32_t)parts);
  return STATUS_OK;
}

const Function function_split = {
    .name = "split",
    .signature = "split(text :: STRING, delimiters :: STRING | LIST<STRING>) :: LIST<STRING>",
    .help = "The parts of the text between the delimiters; an empty delimiter cuts it into characters.",
    .example = "split('1939-08-23', '-')",
    .value = "['1939', '08', '23']",
    .category = "string",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {TYPE_STRING, TYPE_STRING | TYPE_LIST},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_split,
};
