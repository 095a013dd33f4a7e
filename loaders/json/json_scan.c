/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See json_scan.h. */
#include "json_scan.h"

static JsonScanEnd fault(JsonScan *s, const char *expected)
{
  s->expected = expected;
  return SCAN_FAULT;
}

static JsonScanEnd scan_text(JsonScan *s, const char *data, size_t n)
{
  for (; s->at < n; s->at++) {
    char c = data[s->at];
    if (s->escaped) {
      s->escaped = false;
    } else if (c == '\\') {
      s->escaped = true;
    } else if (c == '"') {
      s->at++;
      s->in_text = false;
      return s->depth == 0 ? SCAN_DONE : SCAN_ON;
    } else if (c == '\n') {
      return fault(s, "'\"' before the line ends");
    }
  }
  return SCAN_ON;
}

static JsonScanEnd scan_open(JsonScan *s, char c)
{
  if (s->depth == JSON_MOST_DEPTH) return fault(s, "at most 1000 lists and objects within each other");
  s->objects[s->depth++] = c == '{';
  s->at++;
  return SCAN_ON;
}

static JsonScanEnd scan_close(JsonScan *s, char c)
{
  if (s->depth == 0) return fault(s, "a value");
  bool object = s->objects[s->depth - 1];
  if (object != (c == '}')) return fault(s, object ? "'}'" : "']'");
  s->depth--;
  s->at++;
  return s->depth == 0 ? SCAN_DONE : SCAN_ON;
}

JsonScanEnd json_scan(JsonScan *s, const char *data, size_t n)
{
  JsonScanEnd end = SCAN_ON;
  while (end == SCAN_ON && s->at < n) {
    char c = data[s->at];
    if (s->in_text) {
      end = scan_text(s, data, n);
      continue;
    }
    if (s->in_word && (c == '\0' || strchr("\"[]{},: \t\r\n", c))) return SCAN_DONE;
    switch (c) {
    case '"':
      s->in_text = true;
      s->at++;
      break;
    case '[':
    case '{': end = scan_open(s, c); break;
    case ']':
    case '}': end = scan_close(s, c); break;
    case '\n':
      if (s->one_line) return fault(s, "the rest of the value on the same line");
      s->at++;
      break;
    case ',':
    case ':':
      if (s->depth == 0) return fault(s, "a value");
      s->at++;
      break;
    default:
      s->in_word = s->depth == 0;
      s->at++;
      break;
    }
  }
  return end;
}
