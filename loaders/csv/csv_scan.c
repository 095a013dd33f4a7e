/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSV scanner; see csv_scan.h. A row is scanned in one go: where the buffer ends within it, more is read behind it
 * and the row is scanned anew from its start, which happens once per block. What must stay true: the byte at end is
 * NUL, so that the loops over ordinary bytes stop there without looking at the end; and doubled quotes are undone only
 * when the row is complete. */
#include "csv_scan.h"

#include "core/utf8.h"
#include "input.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 1 << 20, FIRST_BYTES = 1 << 16, MOST_BYTES = CSV_MAX_ROW + BLOCK_BYTES };

/* What a byte means to the loop that runs over ordinary ones (ORDINARY must be 0). */
typedef enum ByteClass { ORDINARY, DELIMITER, QUOTE, LINE_FEED, CARRIAGE_RETURN, NUL, HIGH } ByteClass;

typedef enum Outcome { ROW, NEEDS_MORE, BAD } Outcome;

struct CsvScanner {
  Input *input;
  char *data;
  size_t cap;     /* bytes of data; one is kept for the NUL */
  char *at, *end; /* not yet scanned */
  bool at_eof;    /* nothing more to read */
  bool stuck;     /* after a bad row: the rows behind it cannot be told */
  uint64_t line;  /* of at */
  uint64_t began; /* the line in which the last row starts, and where that is in the buffer */
  const char *start;
  bool raw; /* doubled quotes are left as they are */
  char delimiter, quote;
  CsvField *fields;
  uint32_t count, field_cap;
  MemoryLimit *limit;
  uint8_t bare[256], quoted[256]; /* ByteClass outside and inside of quotes */
};

static void classify(CsvScanner *s)
{
  s->bare[0] = s->quoted[0] = NUL;
  for (int i = 0x80; i < 0x100; i++) s->bare[i] = s->quoted[i] = HIGH;
  s->bare['\n'] = s->quoted['\n'] = LINE_FEED;
  s->bare['\r'] = CARRIAGE_RETURN;
  s->bare[(unsigned char)s->delimiter] = DELIMITER;
  s->quoted[(unsigned char)s->quote] = QUOTE;
}

/* ---- the buffer */

/* Makes a block of memory that counts against the limit larger. */
static Status grow(CsvScanner *s, void **block, size_t from, size_t to, Error *err)
{
  if (!memory_take(s->limit, to - from)) return memory_fail(s->limit, err);
  void *grown = realloc(*block, to);
  if (!grown) {
    memory_give(s->limit, to - from);
    return error_out_of_memory(err);
  }
  *block = grown;
  return STATUS_OK;
}

static Status grow_data(CsvScanner *s, size_t cap, Error *err)
{
  void *data = s->data;
  TRY(grow(s, &data, s->cap, cap, err));
  s->data = data;
  s->cap = cap;
  return STATUS_OK;
}

/* Moves what is not scanned yet to the front and reads more behind it. */
static Status fill(CsvScanner *s, Error *err)
{
  size_t kept = (size_t)(s->end - s->at), count;
  if (kept >= CSV_MAX_ROW) {
    s->stuck = true;
    return error_set(err, ERROR_FORMAT, NULL,
                     "%s, line %llu: the row is longer than %zu MB: a quote may be open that is never closed",
                     input_path(s->input), (unsigned long long)s->line, CSV_MAX_ROW >> 20);
  }
  memmove(s->data, s->at, kept);
  s->at = s->data;
  s->end = s->data + kept;
  if (s->cap - 1 - kept < s->cap / 2 && s->cap < MOST_BYTES)
    TRY(grow_data(s, MIN(MAX(s->cap * 2, (size_t)BLOCK_BYTES), (size_t)MOST_BYTES), err));
  s->at = s->data;
  s->end = s->data + kept;
  if (input_read(s->input, s->end, s->cap - 1 - kept, &count, err) != STATUS_OK) {
    s->stuck = true;
    return STATUS_FAIL;
  }
  s->end += count;
  s->end[0] = '\0';
  s->at_eof = count == 0;
  return STATUS_OK;
}

static Status skip_byte_order_mark(CsvScanner *s, Error *err)
{
  while (s->end - s->at < 3 && !s->at_eof) TRY(fill(s, err));
  if (s->end - s->at >= 3 && memcmp(s->at, "\xEF\xBB\xBF", 3) == 0) s->at += 3;
  return STATUS_OK;
}

Status csv_open(CsvScanner **out, const char *path, const CsvDialect *dialect, MemoryLimit *limit, Error *err)
{
  char delimiter = dialect->delimiter, quote = dialect->quote;
  if (delimiter == quote || strchr("\r\n", delimiter) || strchr("\r\n", quote) || ((delimiter | quote) & 0x80))
    return error_set(err, ERROR_ARGUMENT, NULL,
                     "the delimiter and the quote of CSV files must be two different ASCII characters");
  CsvScanner *s = calloc(1, sizeof *s);
  if (!s) return error_out_of_memory(err);
  s->delimiter = delimiter;
  s->quote = quote;
  s->line = 1;
  s->limit = limit;
  classify(s);
  Status status = STATUS_OK;
  TRY_OUT(input_open_text(&s->input, path, dialect->encoding, err));
  TRY_OUT(grow_data(s, FIRST_BYTES, err));
  s->at = s->end = s->data;
  TRY_OUT(skip_byte_order_mark(s, err));
  *out = s;
  s = NULL;
out:
  csv_close(s);
  return status;
}

void csv_close(CsvScanner *s)
{
  if (!s) return;
  input_close(s->input);
  memory_give(s->limit, s->cap + s->field_cap * sizeof *s->fields);
  free(s->data);
  free(s->fields);
  free(s);
}

uint64_t csv_size(const CsvScanner *s)
{
  return input_size(s->input);
}

uint64_t csv_done(const CsvScanner *s)
{
  return input_done(s->input);
}

uint64_t csv_estimate_lines(const CsvScanner *s)
{
  uint64_t lines = 0, done = input_done(s->input);
  for (const char *p = s->data; p < s->end && (p = memchr(p, '\n', (size_t)(s->end - p))); p++) lines++;
  return done ? (uint64_t)((double)lines * (double)input_size(s->input) / (double)done) + 1 : 0;
}

/* ---- rows */

static Status row_error(const CsvScanner *s, uint64_t line, const char *what, Error *err)
{
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %llu, column %u: %s", input_path(s->input),
                   (unsigned long long)line, s->count, what);
}

static Outcome binary(CsvScanner *s, uint64_t line, Error *err)
{
  s->stuck = true;
  row_error(s, line, "there is a NUL byte: this is not a text file, or one in UTF-16 (--encoding UTF-16LE)", err);
  return BAD;
}

static Status grow_fields(CsvScanner *s, Error *err)
{
  void *fields = s->fields;
  uint32_t cap = MAX(32u, s->field_cap * 2);
  TRY(grow(s, &fields, s->field_cap * sizeof *s->fields, cap * sizeof *s->fields, err));
  s->fields = fields;
  s->field_cap = cap;
  return STATUS_OK;
}

static Outcome scan_bare(CsvScanner *s, char **at, CsvField *field, uint64_t line, Error *err)
{
  bool high = false;
  char *p = *at;
  for (;; p++) {
    while (!s->bare[(unsigned char)*p]) p++;
    if (s->bare[(unsigned char)*p] == HIGH) {
      high = true;
      continue;
    }
    if (LIKELY(p != s->end)) {
      if (s->bare[(unsigned char)*p] == NUL) return binary(s, line, err);
      break;
    }
    if (!s->at_eof) return NEEDS_MORE;
    break;
  }
  *field = (CsvField){.text = {*at, (size_t)(p - *at)}, .high = high};
  *at = p;
  return ROW;
}

/* *at is behind the opening quote. */
static Outcome scan_quoted(CsvScanner *s, char **at, CsvField *field, uint64_t *line, Error *err)
{
  char *p = *at;
  uint64_t opened = *line;
  bool escaped = false, high = false;
  for (;; p++) {
    while (!s->quoted[(unsigned char)*p]) p++;
    ByteClass class = (ByteClass)s->quoted[(unsigned char)*p];
    if (class == HIGH) {
      high = true;
    } else if (class == LINE_FEED) {
      ++*line;
    } else if (p == s->end) {
      if (!s->at_eof) return NEEDS_MORE;
      s->stuck = true;
      row_error(s, opened, "the quote that opens here is never closed", err);
      return BAD;
    } else if (class == NUL) {
      return binary(s, *line, err);
    } else if (p + 1 == s->end && !s->at_eof) {
      return NEEDS_MORE;
    } else if (p[1] == s->quote && p + 1 != s->end) {
      escaped = true;
      p++;
    } else {
      break;
    }
  }
  *field = (CsvField){.text = {*at, (size_t)(p - *at)}, .quoted = true, .escaped = escaped, .high = high};
  *at = p + 1;
  return ROW;
}

/* The values of a row are checked when it is complete, so that the scanner stands behind it whatever they are. */
static Status check_texts(const CsvScanner *s, const CsvRow *row, Error *err)
{
  for (uint32_t i = 0; i < row->count; i++) {
    Text text = row->fields[i].text;
    size_t bad = row->fields[i].high ? utf8_valid(text) : text.len;
    if (LIKELY(bad == text.len)) continue;
    return error_set(err, ERROR_FORMAT, NULL, "%s, line %llu, column %u: byte %zu of the value, 0x%02X, is not UTF-8",
                     input_path(s->input), (unsigned long long)csv_field_line(row, i), i + 1, bad + 1,
                     (unsigned)(unsigned char)text.data[bad]);
  }
  return STATUS_OK;
}

/* A quoted value goes on behind its quote. What the rest of the line is cannot be told: it is left out. */
static Outcome bad_end(CsvScanner *s, char *p, uint64_t line, Error *err)
{
  char *next = memchr(p, '\n', (size_t)(s->end - p));
  if (!next && !s->at_eof) return NEEDS_MORE;
  char what[100];
  snprintf(what, sizeof what, "after the closing quote, the delimiter %s%.1s or the end of the line was expected",
           s->delimiter == '\t' ? "tab" : "", s->delimiter == '\t' ? "" : &s->delimiter);
  row_error(s, line, what, err);
  s->at = next ? next + 1 : s->end;
  s->line = line + 1;
  return BAD;
}

static Outcome scan_field(CsvScanner *s, char **at, CsvField *field, uint64_t *line, Error *err)
{
  if (**at != s->quote) return scan_bare(s, at, field, *line, err);
  ++*at;
  return scan_quoted(s, at, field, line, err);
}

static Outcome scan_row(CsvScanner *s, Error *err)
{
  char *p = s->at;
  uint64_t line = s->line;
  s->count = 0;
  for (;;) {
    if (UNLIKELY(s->count == s->field_cap) && grow_fields(s, err) != STATUS_OK) return BAD;
    Outcome outcome = scan_field(s, &p, &s->fields[s->count++], &line, err);
    if (UNLIKELY(outcome != ROW)) return outcome;
    if (p == s->end) {
      if (!s->at_eof) return NEEDS_MORE;
      break;
    }
    if (*p == s->delimiter) {
      p++;
      continue;
    }
    if (UNLIKELY(*p != '\n' && *p != '\r')) return bad_end(s, p, line, err);
    if (*p++ == '\r') {
      if (p == s->end && !s->at_eof) return NEEDS_MORE;
      if (p != s->end && *p == '\n') p++;
    }
    line++;
    break;
  }
  s->at = p;
  s->line = line;
  return ROW;
}

static void undo_escapes(CsvField *field, char quote)
{
  char *to = (char *)(uintptr_t)field->text.data; /* the scanner's own buffer */
  const char *from = to, *end = from + field->text.len;
  while (from < end) {
    if (*from == quote) from++;
    *to++ = *from++;
  }
  field->text.len = (size_t)(to - field->text.data);
}

Status csv_next(CsvScanner *s, CsvRow *row, bool *more, Error *err)
{
  *more = false;
  if (s->stuck) return STATUS_OK;
  for (;;) {
    if (s->at == s->end && !s->at_eof) TRY(fill(s, err));
    if (s->at == s->end && s->at_eof) return STATUS_OK;
    s->began = s->line;
    s->start = s->at;
    Outcome outcome = scan_row(s, err);
    if (outcome == BAD) return STATUS_FAIL;
    if (outcome == NEEDS_MORE) {
      TRY(fill(s, err));
      continue;
    }
    if (s->count == 1 && s->fields[0].text.len == 0 && !s->fields[0].quoted) continue;
    *row = (CsvRow){s->fields, s->count, s->began};
    for (uint32_t i = 0; i < s->count; i++)
      if (UNLIKELY(s->fields[i].escaped) && !s->raw) undo_escapes(&s->fields[i], s->quote);
    TRY(check_texts(s, row, err));
    *more = true;
    return STATUS_OK;
  }
}

Status csv_next_raw(CsvScanner *s, Text *text, bool *more, Error *err)
{
  CsvRow row;
  s->raw = true;
  Status status = csv_next(s, &row, more, err);
  s->raw = false;
  if (status != STATUS_OK && (s->stuck || err->kind != ERROR_FORMAT)) return STATUS_FAIL;
  *more |= status != STATUS_OK;
  error_clear(err);
  *text = (Text){s->start, (size_t)(s->at - s->start)};
  return STATUS_OK;
}

uint64_t csv_line(const CsvScanner *s)
{
  return s->began;
}

bool csv_can_go_on(const CsvScanner *s)
{
  return !s->stuck;
}

uint64_t csv_field_line(const CsvRow *row, uint32_t i)
{
  uint64_t line = row->line;
  for (uint32_t k = 0; k < i; k++)
    for (size_t at = 0; at < row->fields[k].text.len; at++) line += row->fields[k].text.data[at] == '\n';
  return line;
}

Text csv_trim(Text t)
{
  while (t.len > 0 && (t.data[0] == ' ' || t.data[0] == '\t')) {
    t.data++;
    t.len--;
  }
  while (t.len > 0 && (t.data[t.len - 1] == ' ' || t.data[t.len - 1] == '\t')) t.len--;
  return t;
}
