/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Procedures that a host program adds to a database. */
#include "api.h"

#include "proc/proc_internal.h"

static Status add_table(clio_db *db, Text signature, const char *const *cells, size_t rows, Arena *arena)
{
  Error *err = &db->error;
  Procedure shape = {0};
  TRY(signature_parse(arena, signature, &shape, err));
  size_t count = rows * ((size_t)shape.arg_count + shape.result_count);
  Value *values = arena_array(arena, Value, MAX(count, (size_t)1));
  TRY(arena_check(arena, err));
  for (size_t i = 0; i < count; i++) TRY(evaluate_literal(db, cells[i], arena, &values[i], err));
  plan_cache_clear(&db->cache); /* plans may name a procedure that is replaced */
  return procedure_add_table(&db->procedures, signature, values, (uint32_t)rows, err);
}

CLIO_API clio_status clio_register_table_procedure(clio_db *db, const char *signature, const char *const *cells,
                                                   size_t rows)
{
  db_clear_error(db);
  Arena arena;
  arena_init(&arena, NULL);
  Status status = add_table(db, text_of(signature), cells, rows, &arena);
  arena_free(&arena);
  return status == STATUS_OK ? CLIO_OK : db_fail(db, (Text){"", 0});
}
