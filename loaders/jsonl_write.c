/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON Lines: one node or relationship a line, as queries with --format jsonl show them. */
#include "export.h"

static Status write_kind(Output *out, const Graph *g, const ExportSet *set, EntityKind kind, uint64_t *count,
                         Error *err)
{
  Walk walk;
  uint32_t slot;
  walk_begin(&walk, g, set, kind);
  while (walk_next(&walk, &slot)) {
    value_json(&out->text, kind == ENTITY_NODE ? value_node(slot) : value_rel(slot), g);
    str_add_char(&out->text, '\n');
    TRY(output_pass(out, err));
    ++*count;
  }
  return STATUS_OK;
}

Status jsonl_write(const Graph *g, const ExportSet *set, int fd, ExportSummary *summary, Error *err)
{
  Output out;
  output_init(&out, fd);
  Status status = write_kind(&out, g, set, ENTITY_NODE, &summary->nodes, err);
  if (status == STATUS_OK) status = write_kind(&out, g, set, ENTITY_REL, &summary->relationships, err);
  if (status == STATUS_OK) status = output_finish(&out, err);
  output_free(&out);
  return status;
}
