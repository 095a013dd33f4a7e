/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The day that all statements of a database are asked about. A statement that sets no day of its own gets it as if it
 * began with SETTING DEFAULT VALID_TIME. */
#include "api.h"

#include <stdlib.h>

CLIO_API clio_status clio_set_valid_time(clio_db *db, const char *day, bool certainly)
{
  Edtf date;
  char *copy = NULL;
  db_clear_error(db);
  if (day && edtf_read(text_of(day), &date, &db->error) != STATUS_OK) return db_fail(db, TEXT(""));
  if (day && !(copy = strdup(day))) {
    error_out_of_memory(&db->error);
    return db_fail(db, TEXT(""));
  }
  free(db->valid_time);
  db->valid_time = copy;
  db->certainly_valid = certainly;
  plan_cache_clear(&db->cache);
  return CLIO_OK;
}

CLIO_API const char *clio_valid_time(const clio_db *db)
{
  return db->valid_time;
}

Status set_default_valid_time(const clio_db *db, Arena *arena, Statement *statement, Error *err)
{
  if (!db->valid_time || statement->kind != STATEMENT_QUERY || statement->default_temporal) return STATUS_OK;
  Expr *day = ast_expr(arena, EXPR_LITERAL, SPAN_NONE, 0);
  TemporalFilter *filter = arena_new(arena, TemporalFilter);
  Value text = value_string_copy(arena, text_of(db->valid_time));
  TRY(arena_check(arena, err));
  text.flags = VALUE_STABLE;
  day->value = text;
  *filter = (TemporalFilter){.kind = VALID_AS_OF, .from = day, .certainly = db->certainly_valid};
  statement->default_temporal = filter;
  return STATUS_OK;
}
