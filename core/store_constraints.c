/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the file's table of constraints. Those of a file hold for what is in it, since they were looked at before
 * each commit; only a check looks again. */
#include "store_internal.h"

static Status load_constraint(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0);
  const Names *names = l->g->names;
  Reader r;
  Error wrong = {0};
  if (!loader_open_blob(row, BLOB_CONSTRAINT, id, &r))
    return loader_damaged(l, "constraint %lld: wrong checksum", (long long)id);
  ConstraintSpec spec = {.name = codec_get_text(&r)};
  uint8_t rule = codec_get_byte(&r), kind = codec_get_byte(&r);
  uint64_t label = codec_get_varint(&r);
  arena_reset(&l->arena);
  bool good = !r.bad && spec.name.len && rule < CONSTRAINT_RULE_COUNT && (kind == ENTITY_NODE || kind == ENTITY_REL) &&
              label < names[kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE].count &&
              loader_ids(l, &r, NAME_KEY, &spec.keys, &spec.key_count);
  TRY(arena_check(&l->arena, l->err));
  spec.rule = (ConstraintRule)rule;
  spec.kind = (EntityKind)kind;
  spec.label = (uint32_t)label;
  spec.type = codec_get_text(&r);
  if (!good || !codec_done(&r)) return loader_damaged(l, "constraint %lld cannot be read", (long long)id);
  if (graph_load_constraint(l->g, &spec, &wrong) == STATUS_OK) return STATUS_OK;
  if (wrong.kind == ERROR_MEMORY) return error_out_of_memory(l->err);
  return loader_damaged(l, "constraint %lld makes no sense: %s", (long long)id, wrong.message);
}

Status loader_constraints(Loader *l)
{
  return loader_table(l, TABLE_PROP_CONSTRAINT, load_constraint);
}

Status loader_verify_constraints(Loader *l)
{
  for (uint32_t i = 0; i < graph_constraint_count(l->g); i++) {
    Error wrong = {0};
    if (graph_verify_constraint(l->g, i, &wrong) == STATUS_OK) continue;
    if (wrong.kind != ERROR_CONSTRAINT_VALIDATION) return error_set(l->err, wrong.kind, NULL, "%s", wrong.message);
    TRY(loader_damaged(l, "%s", wrong.message));
  }
  return STATUS_OK;
}
