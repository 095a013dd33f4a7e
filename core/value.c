/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making, converting and copying values; see value.h for who owns what. Knows nothing of what values mean: comparison,
 * arithmetic and text have files of their own. */
#include "value.h"

#include <stdlib.h>

const char *value_type_name(ValueType type)
{
  static const char *const names[VALUE_TYPE_COUNT] = {
      [VALUE_NULL] = "Null",           [VALUE_MAP] = "Map",
      [VALUE_NODE] = "Node",           [VALUE_REL] = "Relationship",
      [VALUE_LIST] = "List",           [VALUE_PATH] = "Path",
      [VALUE_DATETIME] = "DateTime",   [VALUE_LOCALDATETIME] = "LocalDateTime",
      [VALUE_DATE] = "Date",           [VALUE_TIME] = "Time",
      [VALUE_LOCALTIME] = "LocalTime", [VALUE_EDTF] = "Edtf",
      [VALUE_DURATION] = "Duration",   [VALUE_STRING] = "String",
      [VALUE_BOOL] = "Boolean",        [VALUE_INT] = "Integer",
      [VALUE_FLOAT] = "Float",
  };
  return type < VALUE_TYPE_COUNT ? names[type] : "Any";
}

/* ---- making */

Value value_datetime(Arena *arena, ZonedDateTime when)
{
  ZonedDateTime *copy = arena_alloc(arena, sizeof when);
  *copy = when;
  return (Value){.type = VALUE_DATETIME, .when = copy};
}

Value value_duration(Arena *arena, Duration duration)
{
  Duration *copy = arena_alloc(arena, sizeof duration);
  *copy = duration;
  return (Value){.type = VALUE_DURATION, .duration = copy};
}

Value value_edtf(Arena *arena, Text text, const Edtf *date)
{
  EdtfValue *copy = arena_alloc(arena, sizeof *copy + text.len);
  if (UNLIKELY(!copy)) return VALUE_NULL_VALUE;
  copy->date = *date;
  memcpy(copy->text, text.data, text.len);
  return (Value){.type = VALUE_EDTF, .aux = (uint32_t)text.len, .edtf = copy};
}

Value value_string_copy(Arena *arena, Text text)
{
  char *copy = arena_alloc(arena, text.len);
  if (UNLIKELY(!copy)) return VALUE_NULL_VALUE;
  if (text.len) memcpy(copy, text.data, text.len);
  return value_string((Text){copy, text.len});
}

Value value_of_temporal(Arena *arena, Temporal temporal)
{
  switch (temporal.type) {
  case TEMPORAL_DATE: return value_date(temporal.date);
  case TEMPORAL_LOCALTIME: return value_localtime(temporal.localtime);
  case TEMPORAL_TIME: return value_time(temporal.time);
  case TEMPORAL_LOCALDATETIME: return value_localdatetime(temporal.localdatetime);
  case TEMPORAL_DATETIME: return value_datetime(arena, temporal.datetime);
  case TEMPORAL_NONE: break;
  }
  return VALUE_NULL_VALUE;
}

Temporal value_temporal(Value v)
{
  switch (v.type) {
  case VALUE_DATE: return temporal_of_date(v.integer);
  case VALUE_LOCALTIME: return temporal_of_localtime(v.integer);
  case VALUE_TIME: return temporal_of_time(value_zoned_time(v));
  case VALUE_LOCALDATETIME: return temporal_of_localdatetime(value_local_date_time(v));
  case VALUE_DATETIME: return temporal_of_datetime(*v.when);
  default: return (Temporal){.type = TEMPORAL_NONE};
  }
}

const Value *value_map_get(Value map, Text key)
{
  for (uint32_t i = 0; i < map.aux; i++)
    if (text_equal(map.entries[i].key, key)) return &map.entries[i].value;
  return NULL;
}

/* ---- copying
 * One walk serves both kinds of copy. It takes memory from a Space: an arena, or a block of the size that measure has
 * told. In a block, text is packed behind everything that needs alignment. */

typedef struct Space {
  Arena *arena;  /* or NULL: a block */
  bool deep;     /* copy stable values, too */
  char *aligned; /* block: where the next structure goes */
  char *text;    /* block: where the next text goes */
  bool too_deep;
} Space;

static size_t path_bytes(Value v)
{
  return (2 * (size_t)v.aux + 1) * sizeof *v.path;
}

static size_t aligned_size(size_t size)
{
  return (size + 7) & ~(size_t)7;
}

static const void *put(Space *space, const void *data, size_t size)
{
  char *to = space->aligned;
  if (space->arena)
    to = arena_alloc(space->arena, size);
  else
    space->aligned += aligned_size(size);
  return to && data ? memcpy(to, data, size) : to;
}

static const char *put_text(Space *space, Text text)
{
  if (text.len == 0) return "";
  char *to = space->text;
  if (space->arena)
    to = arena_alloc(space->arena, text.len);
  else
    space->text += text.len;
  return to ? memcpy(to, text.data, text.len) : to;
}

static bool is_kept(const Space *space, Value v)
{
  return space->arena && !space->deep && (v.flags & VALUE_STABLE);
}

static Value copy_into(Space *space, Value v, unsigned depth)
{
  if (is_kept(space, v)) return v;
  Value out = v;
  out.flags = 0;
  if (UNLIKELY(depth > VALUE_MAX_DEPTH)) {
    space->too_deep = true;
    return VALUE_NULL_VALUE;
  }
  switch (v.type) {
  case VALUE_STRING: out.text = put_text(space, value_text(v)); break;
  case VALUE_DATETIME: out.when = put(space, v.when, sizeof *v.when); break;
  case VALUE_EDTF: out.edtf = put(space, v.edtf, value_edtf_bytes(v)); break;
  case VALUE_DURATION: out.duration = put(space, v.duration, sizeof *v.duration); break;
  case VALUE_PATH: out.path = put(space, v.path, path_bytes(v)); break;
  case VALUE_LIST: {
    if (v.aux == 0) break;
    Value *items = (Value *)put(space, NULL, v.aux * sizeof *items);
    if (!items) return VALUE_NULL_VALUE;
    for (uint32_t i = 0; i < v.aux; i++) items[i] = copy_into(space, v.items[i], depth + 1);
    out.items = items;
    break;
  }
  case VALUE_MAP: {
    if (v.aux == 0) break;
    MapEntry *entries = (MapEntry *)put(space, NULL, v.aux * sizeof *entries);
    if (!entries) return VALUE_NULL_VALUE;
    for (uint32_t i = 0; i < v.aux; i++) {
      Text key = v.entries[i].key;
      entries[i].key = (Text){put_text(space, key), key.len};
      entries[i].value = copy_into(space, v.entries[i].value, depth + 1);
    }
    out.entries = entries;
    break;
  }
  default: return out;
  }
  /* Only an arena that has run dry gives NULL, and only where the original was not NULL. */
  if (UNLIKELY(!out.items && v.items)) return VALUE_NULL_VALUE;
  return out;
}

Value value_copy(Arena *arena, Value v)
{
  Space space = {.arena = arena};
  Value out = copy_into(&space, v, 0);
  if (UNLIKELY(space.too_deep)) arena->bad = true;
  return out;
}

Value value_copy_deep(Arena *arena, Value v)
{
  Space space = {.arena = arena, .deep = true};
  Value out = copy_into(&space, v, 0);
  if (UNLIKELY(space.too_deep)) arena->bad = true;
  return out;
}

/* Adds up what copying v into a block takes. false: too deep. */
static bool measure(Value v, size_t *aligned, size_t *text, unsigned depth)
{
  if (depth > VALUE_MAX_DEPTH) return false;
  switch (v.type) {
  case VALUE_STRING: *text += v.aux; return true;
  case VALUE_DATETIME: *aligned += aligned_size(sizeof *v.when); return true;
  case VALUE_EDTF: *aligned += aligned_size(value_edtf_bytes(v)); return true;
  case VALUE_DURATION: *aligned += aligned_size(sizeof *v.duration); return true;
  case VALUE_PATH: *aligned += aligned_size(path_bytes(v)); return true;
  case VALUE_LIST:
    *aligned += v.aux * sizeof *v.items;
    for (uint32_t i = 0; i < v.aux; i++)
      if (!measure(v.items[i], aligned, text, depth + 1)) return false;
    return true;
  case VALUE_MAP:
    *aligned += v.aux * sizeof *v.entries;
    for (uint32_t i = 0; i < v.aux; i++) {
      *text += v.entries[i].key.len;
      if (!measure(v.entries[i].value, aligned, text, depth + 1)) return false;
    }
    return true;
  default: return true;
  }
}

Status value_own(Value v, Value *out, Error *err)
{
  size_t aligned = 0, text = 0;
  if (!measure(v, &aligned, &text, 0))
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "the value nests deeper than %d levels",
                     VALUE_MAX_DEPTH);
  Space space = {0};
  if (aligned + text > 0) {
    space.aligned = malloc(aligned + text);
    if (!space.aligned) return error_out_of_memory(err);
    space.text = space.aligned + aligned;
  }
  *out = copy_into(&space, v, 0);
  return STATUS_OK;
}

/* The block starts with what the outermost value points to: its own structure is the first that is put, and a string
 * has none before it. */
void value_disown(Value v)
{
  switch (v.type) {
  case VALUE_STRING:
  case VALUE_LIST:
  case VALUE_MAP:
    if (v.aux > 0) free((void *)v.items);
    break;
  case VALUE_DATETIME:
  case VALUE_EDTF:
  case VALUE_DURATION:
  case VALUE_PATH: free((void *)v.items); break;
  default: break;
  }
}

/* ---- weight */

static size_t add_weight(Value v, size_t sum, size_t most, unsigned depth)
{
  sum += sizeof v;
  if (depth > VALUE_MAX_DEPTH) return sum;
  switch (v.type) {
  case VALUE_STRING: return sum + v.aux;
  case VALUE_EDTF: return sum + value_edtf_bytes(v);
  case VALUE_PATH: return sum + 2 * v.aux * sizeof *v.path;
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux && sum <= most; i++) sum = add_weight(v.items[i], sum, most, depth + 1);
    return sum;
  case VALUE_MAP:
    for (uint32_t i = 0; i < v.aux && sum <= most; i++)
      sum = add_weight(v.entries[i].value, sum + v.entries[i].key.len, most, depth + 1);
    return sum;
  default: return sum;
  }
}

size_t value_weight(Value v, size_t most)
{
  return add_weight(v, 0, most, 0);
}
