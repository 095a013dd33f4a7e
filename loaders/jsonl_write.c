/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON Lines: one node or relationship a line, as queries with --format jsonl show them. */
#include "export.h"

static void write_node(void *writer, uint32_t node)
{
  Export *e = writer;
  value_json(&e->out.text, value_node(node), e->graph);
  str_add_char(&e->out.text, '\n');
}

static void write_rel(void *writer, uint32_t rel)
{
  Export *e = writer;
  value_json(&e->out.text, value_rel(rel), e->graph);
  str_add_char(&e->out.text, '\n');
}

Status jsonl_write(Export *e, Error *err)
{
  TRY(export_entities(e, ENTITY_NODE, write_node, e, err));
  return export_entities(e, ENTITY_REL, write_rel, e, err);
}
