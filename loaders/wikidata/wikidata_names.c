/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See wikidata_names.h. */
#include "wikidata_names.h"

#include "core/map.h"
#include "core/utf8.h"
#include "csv/csv_rows.h"
#include "shown.h"

#include <stdlib.h>

typedef struct Called {
  Text name, key; /* the second in small letters */
} Called;

struct WikidataNames {
  Arena arena;
  Names ids;
  Called *called; /* by the number of the id */
  uint32_t cap;
};

static const struct {
  const char *id, *name;
} known[] = {
#define NAME(id, name) {#id, #name},
#include "wikidata_names.def"
#undef NAME
};

static Status set_name(WikidataNames *names, Text id, Text name, Error *err)
{
  uint32_t number;
  TRY(names_add(&names->ids, id, &number, err));
  if (number >= names->cap) {
    uint32_t cap = MAX(2 * names->cap, 512u);
    Called *grown = realloc(names->called, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    names->called = grown;
    names->cap = cap;
  }
  Str small;
  str_init(&small);
  utf8_lower(&small, name);
  Status status = str_check(&small, err);
  if (status == STATUS_OK)
    names->called[number] = (Called){arena_text(&names->arena, name), arena_text(&names->arena, str_text(&small))};
  str_free(&small);
  return status == STATUS_OK ? arena_check(&names->arena, err) : STATUS_FAIL;
}

static bool is_id(Text id)
{
  bool good = id.len > 1 && (id.data[0] == 'P' || id.data[0] == 'Q');
  for (size_t i = 1; i < id.len && good; i++) good = id.data[i] >= '0' && id.data[i] <= '9';
  return good;
}

static Status read_row(WikidataNames *names, const char *path, uint64_t number, const Text *fields, uint32_t n,
                       Error *err)
{
  char shown[SHOWN_BYTES];
  if (n == 2 && is_id(fields[0]) && fields[1].len > 0) return set_name(names, fields[0], fields[1], err);
  show_text(n > 0 && fields[0].data ? fields[0] : TEXT(""), shown);
  return error_set(err, ERROR_FORMAT, NULL,
                   "%s, row %llu: found %u column%s and %s, expected an id and a name: P1891,SIGNATORY", path,
                   (unsigned long long)number, n, n == 1 ? "" : "s", shown);
}

static Status read_mapping(WikidataNames *names, const char *path, Error *err)
{
  CsvRows *rows;
  const Text *fields;
  uint32_t n;
  bool more;
  TRY(csv_rows_open(&rows, path, ',', NULL, err));
  Status status = STATUS_OK;
  for (uint64_t number = 1; status == STATUS_OK; number++) {
    status = csv_rows_next(rows, &fields, &n, &more, err);
    if (status != STATUS_OK || !more) break;
    status = read_row(names, path, number, fields, n, err);
  }
  csv_rows_close(rows);
  return status;
}

Status wikidata_names_open(WikidataNames **out, const char *mapping, Error *err)
{
  WikidataNames *names = calloc(1, sizeof *names);
  if (!names) return error_out_of_memory(err);
  arena_init(&names->arena, NULL);
  names_init(&names->ids);
  Status status = STATUS_OK;
  for (size_t i = 0; i < ARRAY_LEN(known) && status == STATUS_OK; i++)
    status = set_name(names, text_of(known[i].id), text_of(known[i].name), err);
  if (status == STATUS_OK && mapping) status = read_mapping(names, mapping, err);
  if (status == STATUS_OK)
    *out = names;
  else
    wikidata_names_close(names);
  return status;
}

void wikidata_names_close(WikidataNames *names)
{
  if (!names) return;
  names_free(&names->ids);
  arena_free(&names->arena);
  free(names->called);
  free(names);
}

static const Called *find(const WikidataNames *names, Text id)
{
  uint32_t number = names_find(&names->ids, id);
  return number == NAME_NONE ? NULL : &names->called[number];
}

Text wikidata_type(const WikidataNames *names, Text property)
{
  const Called *called = find(names, property);
  return called ? called->name : property;
}

Text wikidata_key(const WikidataNames *names, Text property)
{
  const Called *called = find(names, property);
  return called ? called->key : property;
}

Text wikidata_label(const WikidataNames *names, Text item)
{
  const Called *called = find(names, item);
  return called ? called->name : (Text){NULL, 0};
}
