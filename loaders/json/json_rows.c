/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects of JSON Lines; see json_rows.h. jansson reads each line by itself. */
#include "json_rows.h"

#include "shown.h"
#include "window.h"

#include <jansson.h>
#include <stdlib.h>

struct JsonRows {
  Window window;
  uint64_t line; /* the next, from 1 */
};

Status json_rows_open(JsonRows **out, const char *path, MemoryLimit *limit, Error *err)
{
  JsonRows *rows = calloc(1, sizeof *rows);
  if (!rows) return error_out_of_memory(err);
  *rows = (JsonRows){.window.limit = limit, .line = 1};
  if (input_open_text(&rows->window.input, path, NULL, err) != STATUS_OK) {
    free(rows);
    return STATUS_FAIL;
  }
  *out = rows;
  return STATUS_OK;
}

void json_rows_close(JsonRows *rows)
{
  if (!rows) return;
  window_close(&rows->window);
  free(rows);
}

/* ---- lines */

/* The next line, without its end; valid until the next call. */
static Status next_line(JsonRows *rows, Text *line, bool *more, Error *err)
{
  Window *w = &rows->window;
  for (*more = true; !window_take_line(w, line);) {
    *more = !w->ended;
    if (!*more) return STATUS_OK;
    TRY(window_fill_line(w, rows->line, err));
  }
  return STATUS_OK;
}

static bool is_blank(Text line)
{
  for (size_t i = 0; i < line.len; i++)
    if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r') return false;
  return true;
}

/* ---- values */

static Value read_value(Arena *arena, const json_t *json);

static Text read_text(Arena *arena, const char *data, size_t len)
{
  return arena_text(arena, (Text){data, len});
}

static Value read_list(Arena *arena, const json_t *json)
{
  uint32_t n = (uint32_t)json_array_size(json);
  Value *items = arena_array(arena, Value, n);
  if (arena->bad) return VALUE_NULL_VALUE;
  for (uint32_t i = 0; i < n; i++) items[i] = read_value(arena, json_array_get(json, i));
  return value_list(items, n);
}

static Value read_map(Arena *arena, const json_t *json)
{
  json_t *object = (json_t *)(uintptr_t)json; /* the walk does not change it */
  MapEntry *entries = arena_array(arena, MapEntry, json_object_size(json));
  const char *key;
  json_t *member;
  uint32_t n = 0;
  if (arena->bad) return VALUE_NULL_VALUE;
  json_object_foreach(object, key, member) entries[n++] =
      (MapEntry){read_text(arena, key, strlen(key)), read_value(arena, member)};
  return value_map(entries, n);
}

/* No deeper than jansson reads, which is not much deeper than values may be (VALUE_MAX_DEPTH). */
static Value read_value(Arena *arena, const json_t *json)
{
  switch (json_typeof(json)) {
  case JSON_OBJECT: return read_map(arena, json);
  case JSON_ARRAY: return read_list(arena, json);
  case JSON_STRING: return value_string(read_text(arena, json_string_value(json), json_string_length(json)));
  case JSON_INTEGER: return value_int(json_integer_value(json));
  case JSON_REAL: return value_float(json_real_value(json));
  case JSON_TRUE: return value_bool(true);
  case JSON_FALSE: return value_bool(false);
  case JSON_NULL: break;
  }
  return VALUE_NULL_VALUE;
}

static const char *kind_of(const json_t *json)
{
  return json_is_array(json) ? "a list" : json_is_string(json) ? "a string" : json_is_null(json) ? "null" : "a value";
}

static Status parse_line(const JsonRows *rows, Text line, json_t **out, Error *err)
{
  json_error_t error;
  unsigned long long number = (unsigned long long)rows->line;
  *out = json_loadb(line.data, line.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
  Text complaint = shown_complaint(*out ? "" : error.text);
  if (!*out)
    return error_set(err, ERROR_FORMAT, NULL, "%s, line %llu, column %d: %.*s", input_path(rows->window.input), number,
                     error.column, (int)complaint.len, complaint.data);
  if (json_is_object(*out)) return STATUS_OK;
  error_set(err, ERROR_FORMAT, NULL, "%s, line %llu: found %s, expected an object such as {\"name\": \"Riga\"}",
            input_path(rows->window.input), number, kind_of(*out));
  json_decref(*out);
  return STATUS_FAIL;
}

Status json_rows_next(JsonRows *rows, Arena *arena, Value *out, bool *more, Error *err)
{
  Text line;
  json_t *json;
  for (;; rows->line++) {
    TRY(next_line(rows, &line, more, err));
    if (!*more) return STATUS_OK;
    if (rows->line == 1) (void)text_cut_start(&line, TEXT("\xEF\xBB\xBF"));
    if (!is_blank(line)) break;
  }
  TRY(parse_line(rows, line, &json, err));
  rows->line++;
  *out = read_map(arena, json);
  json_decref(json);
  return arena_check(arena, err);
}
