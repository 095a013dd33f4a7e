/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A window over a file, which moves on with what is taken; see json_document.h. */
#include "json_document.h"

#include "json_scan.h"
#include "shown.h"

#include "core/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { FIRST_LINE_BYTES = 1 << 20 };

struct JsonDocument {
  Intake *intake;
  Window window;
  size_t counted; /* where the window was when lines and characters were last counted */
  uint64_t line, column;
  JsonPlace place;
  bool whole; /* the value that failed was complete */
  Str scratch;
  json_t *key; /* the last one, for whoever borrows its text */
};

/* ---- errors */

static Status fail_with(const JsonDocument *d, JsonPlace place, Error *err, const char *message)
{
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %llu, column %llu: %s", input_path(d->window.input),
                   (unsigned long long)place.line, (unsigned long long)place.column, message);
}

Status document_fail(const JsonDocument *d, JsonPlace place, Error *err, const char *format, ...)
{
  char message[sizeof err->message];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return fail_with(d, place, err, message);
}

Status document_locate(const JsonDocument *d, JsonPlace place, Error *err)
{
  char message[sizeof err->message];
  if (err->kind != ERROR_FORMAT && err->kind != ERROR_TYPE && err->kind != ERROR_ARGUMENT) return STATUS_FAIL;
  memcpy(message, err->message, sizeof message);
  error_clear(err);
  return fail_with(d, place, err, message);
}

JsonPlace document_place(const JsonDocument *d)
{
  return d->place;
}

static JsonPlace here(JsonDocument *d)
{
  if (d->counted == d->window.at) return (JsonPlace){d->line, d->column};
  const char *from = d->window.data + d->counted, *end = d->window.data + d->window.at, *newline;
  while ((newline = memchr(from, '\n', (size_t)(end - from)))) {
    d->line++;
    d->column = 1;
    from = newline + 1;
  }
  for (; from < end; from++) d->column += ((unsigned char)*from & 0xC0) != 0x80;
  d->counted = d->window.at;
  return (JsonPlace){d->line, d->column};
}

bool document_is_whole(const JsonDocument *d)
{
  return d->whole;
}

/* ---- the window */

/* Reads on; what has not been taken stays. */
static Status fill(JsonDocument *d, Error *err)
{
  JsonPlace place = here(d);
  if (window_is_full(&d->window))
    return document_fail(d, place, err, "a value is longer than %d MB", WINDOW_MOST >> 20);
  TRY(window_fill(&d->window, err));
  d->counted = 0;
  return intake_progress(d->intake, input_done(d->window.input), err);
}

static void advance(JsonDocument *d, size_t n)
{
  d->window.at += n;
}

static Status check_start(JsonDocument *d, Error *err)
{
  while (d->window.end < 4 && !d->window.ended) TRY(fill(d, err));
  Text start = {d->window.data, d->window.end};
  if (text_begins(start, TEXT("\xEF\xBB\xBF"))) d->window.at = d->counted = 3;
  bool wide = text_begins(start, TEXT("\xFF\xFE")) || text_begins(start, TEXT("\xFE\xFF"));
  if (wide) return document_fail(d, here(d), err, "the text is UTF-16, expected UTF-8");
  return STATUS_OK;
}

Status document_open(JsonDocument **out, Intake *in, const char *path, Error *err)
{
  JsonDocument *d = calloc(1, sizeof *d);
  if (!d) return error_out_of_memory(err);
  *d = (JsonDocument){.intake = in, .line = 1, .column = 1, .place = {1, 1}};
  str_init(&d->scratch);
  Status status = input_open(&d->window.input, path, err);
  if (status == STATUS_OK) status = check_start(d, err);
  if (status == STATUS_OK)
    *out = d;
  else
    document_close(d);
  return status;
}

void document_close(JsonDocument *d)
{
  if (!d) return;
  json_decref(d->key);
  window_close(&d->window);
  str_free(&d->scratch);
  free(d);
}

/* ---- one character */

/* For messages: the character at the window's start. */
static const char *show_next(const JsonDocument *d, char out[SHOWN_BYTES])
{
  if (d->window.at == d->window.end) return "the end of the file";
  if (d->window.data[d->window.at] == '\n') return "the end of the line";
  if (d->window.data[d->window.at] == '\0') return "a NUL byte";
  size_t rest = MIN(d->window.end - d->window.at, (size_t)4), n = 1;
  while (n < rest && ((unsigned char)d->window.data[d->window.at + n] & 0xC0) == 0x80) n++;
  if (utf8_valid((Text){d->window.data + d->window.at, n}) < n) return "bytes that are no UTF-8";
  show_text((Text){d->window.data + d->window.at, n}, out);
  return out;
}

static Status unexpected(JsonDocument *d, const char *expected, Error *err)
{
  char shown[SHOWN_BYTES];
  d->whole = false;
  return document_fail(d, here(d), err, "found %s, expected %s", show_next(d, shown), expected);
}

static Status pass_blanks(JsonDocument *d, const char *blanks, Error *err)
{
  do {
    size_t n = 0;
    while (d->window.at + n < d->window.end && d->window.data[d->window.at + n] &&
           strchr(blanks, d->window.data[d->window.at + n]))
      n++;
    advance(d, n);
    if (d->window.at < d->window.end || d->window.ended) break;
    TRY(fill(d, err));
  } while (true);
  return STATUS_OK;
}

Status document_peek(JsonDocument *d, char *next, Error *err)
{
  TRY(pass_blanks(d, " \t\r\n", err));
  d->place = here(d);
  *next = d->window.at < d->window.end ? d->window.data[d->window.at] : '\0';
  if (d->window.at < d->window.end && !*next) return unexpected(d, "JSON", err);
  return STATUS_OK;
}

Status document_enter(JsonDocument *d, char *bracket, Error *err)
{
  TRY(document_peek(d, bracket, err));
  if (*bracket != '[' && *bracket != '{') return unexpected(d, "'[' or '{'", err);
  advance(d, 1);
  return STATUS_OK;
}

void document_pass(JsonDocument *d)
{
  advance(d, 1);
}

Status document_more(JsonDocument *d, char bracket, bool *first, bool *more, Error *err)
{
  char next, close = bracket == '[' ? ']' : '}';
  TRY(document_peek(d, &next, err));
  *more = next != close;
  if (*more && *first) {
    *first = false;
    return STATUS_OK;
  }
  if (*more && next != ',') return unexpected(d, close == ']' ? "',' or ']'" : "',' or '}'", err);
  advance(d, 1);
  return STATUS_OK;
}

Status document_finish(JsonDocument *d, Error *err)
{
  char next;
  TRY(document_peek(d, &next, err));
  return next ? unexpected(d, "the end of the file", err) : STATUS_OK;
}

/* ---- values */

/* The length of the value that the window begins with. Unless it is kept, it is taken on the way. */
static Status scan_value(JsonDocument *d, bool keep, bool one_line, size_t *length, Error *err)
{
  JsonScan s;
  s = (JsonScan){.one_line = one_line};
  JsonScanEnd end;
  d->whole = false;
  while ((end = json_scan(&s, d->window.data + d->window.at, d->window.end - d->window.at)) == SCAN_ON) {
    if (!keep) {
      advance(d, s.at);
      s.at = 0;
    }
    if (d->window.ended) break;
    TRY(fill(d, err));
  }
  bool word_ends = end == SCAN_ON && s.depth == 0 && s.in_word;
  if (end == SCAN_DONE || word_ends) {
    *length = s.at;
    return STATUS_OK;
  }
  advance(d, s.at);
  if (end == SCAN_FAULT) return unexpected(d, s.expected, err);
  bool object = s.depth > 0 && s.objects[s.depth - 1];
  return unexpected(d, s.in_text ? "'\"'" : s.depth == 0 ? "a value" : object ? "'}'" : "']'", err);
}

Status document_skip(JsonDocument *d, Error *err)
{
  char next;
  size_t length;
  TRY(document_peek(d, &next, err));
  TRY(scan_value(d, false, false, &length, err));
  advance(d, length);
  return STATUS_OK;
}

/* ---- decoding */

static bool is_number_character(char c)
{
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* A number that jansson refuses for its size, and nothing else. */
static bool is_big(Text number)
{
  double f;
  int64_t i;
  size_t digits = number.len > 0 && number.data[0] == '-' ? 1 : 0;
  while (digits < number.len && number.data[digits] >= '0' && number.data[digits] <= '9') digits++;
  if (digits == number.len) return number.len > 0 && !value_parse_int(number, &i);
  return value_parse_float(number, &f) && isinf(f);
}

/* The text with such numbers in quotes. */
static uint64_t quote_big_numbers(Text text, Str *out)
{
  uint64_t count = 0;
  bool in_text = false;
  str_clear(out);
  for (size_t i = 0; i < text.len;) {
    size_t n = 0;
    while (!in_text && i + n < text.len && is_number_character(text.data[i + n])) n++;
    bool big = n > 0 && is_big((Text){text.data + i, n});
    if (n == 0) n = text.data[i] == '\\' && i + 1 < text.len ? 2 : 1;
    if (text.data[i] == '"') in_text = !in_text;
    if (big) str_add_char(out, '"');
    str_add_bytes(out, text.data + i, n);
    if (big) str_add_char(out, '"');
    count += big;
    i += n;
  }
  return count;
}

static Status decode(JsonDocument *d, Text text, JsonPlace place, json_t **out, Error *err)
{
  static const size_t flags = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL;
  json_error_t error;
  *out = json_loadb(text.data, text.len, flags, &error);
  if (!*out && json_error_code(&error) == json_error_numeric_overflow) {
    uint64_t count = quote_big_numbers(text, &d->scratch);
    TRY(str_check(&d->scratch, err));
    *out = json_loadb(d->scratch.data, d->scratch.len, flags, &error);
    if (*out) intake_note(d->intake, "numbers beyond 64 bits, kept as strings", count);
  }
  if (*out) return STATUS_OK;
  if (json_error_code(&error) == json_error_out_of_memory) return error_out_of_memory(err);
  uint64_t line = (uint64_t)MAX(error.line, 1), column = (uint64_t)MAX(error.column, 1);
  JsonPlace at = {place.line + line - 1, line == 1 ? place.column + column - 1 : column};
  Text complaint = shown_complaint(error.text);
  return document_fail(d, at, err, "%.*s", (int)complaint.len, complaint.data);
}

static Status take(JsonDocument *d, bool one_line, json_t **out, Error *err)
{
  size_t length;
  TRY(scan_value(d, true, one_line, &length, err));
  JsonPlace place = here(d);
  Text text = {d->window.data + d->window.at, length};
  advance(d, length);
  d->place = place;
  d->whole = true;
  return decode(d, text, place, out, err);
}

Status document_take(JsonDocument *d, json_t **out, Error *err)
{
  char next;
  *out = NULL;
  TRY(document_peek(d, &next, err));
  return take(d, false, out, err);
}

Status document_key(JsonDocument *d, Text *key, Error *err)
{
  char next;
  json_t *name;
  TRY(document_peek(d, &next, err));
  if (next != '"') return unexpected(d, "a name in quotes", err);
  TRY(take(d, false, &name, err));
  json_decref(d->key);
  d->key = name;
  *key = (Text){json_string_value(name), json_string_length(name)};
  TRY(document_peek(d, &next, err));
  if (next != ':') return unexpected(d, "':'", err);
  advance(d, 1);
  return STATUS_OK;
}

/* ---- lines */

static Status skip_line(JsonDocument *d, Error *err)
{
  const char *newline;
  while (!(newline = memchr(d->window.data + d->window.at, '\n', d->window.end - d->window.at)) && !d->window.ended) {
    advance(d, d->window.end - d->window.at);
    TRY(fill(d, err));
  }
  advance(d, newline ? (size_t)(newline - d->window.data) + 1 - d->window.at : d->window.end - d->window.at);
  return STATUS_OK;
}

static Status take_line(JsonDocument *d, bool comma, json_t **out, Error *err)
{
  TRY(take(d, true, out, err));
  TRY(pass_blanks(d, " \t\r", err));
  if (comma && d->window.at < d->window.end && d->window.data[d->window.at] == ',') {
    advance(d, 1);
    TRY(pass_blanks(d, " \t\r", err));
  }
  if (d->window.at < d->window.end && d->window.data[d->window.at] != '\n')
    return unexpected(d, "the end of the line", err);
  return STATUS_OK;
}

Status document_take_line(JsonDocument *d, bool comma, json_t **out, Error *err)
{
  char next;
  *out = NULL;
  Status status = document_peek(d, &next, err);
  if (status == STATUS_OK && next) status = take_line(d, comma, out, err);
  if (status == STATUS_OK) return STATUS_OK;
  json_decref(*out);
  *out = NULL;
  Error ignored = {0};
  if (err->kind == ERROR_FORMAT) (void)skip_line(d, &ignored);
  return STATUS_FAIL;
}

/* Looks without taking, and not far: what is all on one line would fill the memory. */
static Status look_ahead(JsonDocument *d, JsonScan *s, JsonScanEnd *end, Error *err)
{
  char next;
  TRY(document_peek(d, &next, err));
  while ((*end = json_scan(s, d->window.data + d->window.at, d->window.end - d->window.at)) == SCAN_ON &&
         !d->window.ended) {
    if (d->window.end - d->window.at > FIRST_LINE_BYTES) return STATUS_OK;
    TRY(fill(d, err));
  }
  return STATUS_OK;
}

Status document_is_line(JsonDocument *d, bool *out, Error *err)
{
  JsonScan s;
  JsonScanEnd end;
  s = (JsonScan){.one_line = true};
  TRY(look_ahead(d, &s, &end, err));
  *out = end == SCAN_DONE || (end == SCAN_ON && !d->window.ended);
  return STATUS_OK;
}

Status document_has_lines(JsonDocument *d, bool *out, Error *err)
{
  JsonScan s;
  JsonScanEnd end;
  bool line = false;
  s = (JsonScan){.one_line = true};
  *out = false;
  TRY(look_ahead(d, &s, &end, err));
  if (end != SCAN_DONE) return STATUS_OK;
  while (true) {
    for (; d->window.at + s.at < d->window.end; s.at++) {
      char c = d->window.data[d->window.at + s.at];
      if (c == '\n') line = true;
      if (c == '\n' || c == '\r' || c == ' ' || c == '\t') continue;
      *out = line && c == '{' && d->window.data[d->window.at] == '{';
      return STATUS_OK;
    }
    if (d->window.ended) return STATUS_OK;
    TRY(fill(d, err));
  }
}
