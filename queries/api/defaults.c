/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The day and the party that all statements of a database are asked about. A statement that says nothing of them itself
 * gets them as if it began with SETTING DEFAULT. */
#include "api.h"

#include "core/utf8.h"

#include <stdlib.h>

/* A copy in place of what was there, for statements that are prepared from now on. */
static clio_status replace(clio_db *db, char **text, const char *with)
{
  char *copy = with ? strdup(with) : NULL;
  if (with && !copy) {
    error_out_of_memory(&db->error);
    return db_fail(db, TEXT(""));
  }
  free(*text);
  *text = copy;
  plan_cache_clear(&db->cache);
  return CLIO_OK;
}

CLIO_API clio_status clio_set_valid_time(clio_db *db, const char *day, bool certainly)
{
  Edtf date;
  db_clear_error(db);
  if (day && edtf_read(text_of(day), &date, &db->error) != STATUS_OK) return db_fail(db, TEXT(""));
  clio_status status = replace(db, &db->valid_time, day);
  if (status == CLIO_OK) db->certainly_valid = certainly;
  return status;
}

CLIO_API const char *clio_valid_time(const clio_db *db)
{
  return db->valid_time;
}

CLIO_API clio_status clio_set_according_to(clio_db *db, const char *party)
{
  db_clear_error(db);
  Text text = party ? text_of(party) : TEXT("");
  if (utf8_valid(text) < text.len) {
    error_set(&db->error, ERROR_ARGUMENT, "InvalidArgumentValue", "the name of a party is not valid UTF-8");
    return db_fail(db, TEXT(""));
  }
  return replace(db, &db->according_to, party);
}

CLIO_API const char *clio_according_to(const clio_db *db)
{
  return db->according_to;
}

static Expr *literal(Arena *arena, const char *text)
{
  Expr *e = ast_expr(arena, EXPR_LITERAL, SPAN_NONE, 0);
  e->value = value_string_copy(arena, text_of(text));
  e->value.flags = VALUE_STABLE;
  return e;
}

Status set_defaults(const clio_db *db, Arena *arena, Statement *statement, Error *err)
{
  FactFilter *defaults = &statement->defaults;
  if (statement->kind != STATEMENT_QUERY) return STATUS_OK;
  if (db->valid_time && !defaults->temporal) {
    defaults->temporal = arena_new(arena, TemporalFilter);
    *defaults->temporal =
        (TemporalFilter){.kind = VALID_AS_OF, .from = literal(arena, db->valid_time), .certainly = db->certainly_valid};
  }
  if (db->according_to && !defaults->according_to && !defaults->anybody)
    defaults->according_to = literal(arena, db->according_to);
  return arena_check(arena, err);
}
