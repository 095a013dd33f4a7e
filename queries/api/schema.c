/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about the schema; see schema.h. An index is over one key of one label or relationship type. */
#include "schema.h"

Status schema_run(Graph *g, const Statement *s, Error *err)
{
  if (s->kind == STATEMENT_DROP_INDEX) return graph_drop_index(g, s->name.text, s->if_exists, err);
  if (s->keys.n != 1)
    return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", s->span, "an index is over exactly one property");
  EntityKind kind = s->rel_index ? ENTITY_REL : ENTITY_NODE;
  uint32_t label, key;
  TRY(graph_name_add(g, s->rel_index ? NAME_TYPE : NAME_LABEL, s->label.text, &label, err));
  TRY(graph_name_add(g, NAME_KEY, s->keys.at[0].text, &key, err));
  return graph_create_index(g, kind, label, key, s->name.text, s->if_not_exists, err);
}
