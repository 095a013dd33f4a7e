/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about the schema; see schema.h. An index is over one key of one label or relationship type. */
#include "schema.h"

#include "core/fulltext.h"

/* An error of the graph does not know where in the statement it comes from. */
static Status at(Span span, Status status, Error *err)
{
  if (status != STATUS_OK && err->span.end == 0) err->span = span;
  return status;
}

/* The name as it is written, or the parameter's value; empty where there is none. */
static Status read_name(const Statement *s, const Value *parameters, Text *name, Error *err)
{
  *name = s->name.text;
  if (!s->name_parameter) return STATUS_OK;
  Value v = parameters[s->name_parameter->key];
  if (v.type == VALUE_STRING && v.aux > 0) {
    *name = value_text(v);
    return STATUS_OK;
  }
  if (v.type == VALUE_STRING) return error_at(err, ERROR_ARGUMENT, NULL, s->name_parameter->span, "the name is empty");
  return error_at(err, ERROR_TYPE, "InvalidArgumentType", s->name_parameter->span,
                  "a name is a string, not a value of type %s", value_type_name((ValueType)v.type));
}

static Status add_names(Graph *g, const Statement *s, uint32_t *labels, uint32_t *keys, Error *err)
{
  NameKind of = s->of_rels ? NAME_TYPE : NAME_LABEL;
  for (uint32_t i = 0; i < s->labels.n; i++) TRY(graph_name_add(g, of, s->labels.at[i].text, &labels[i], err));
  for (uint32_t i = 0; i < s->keys.n; i++) TRY(graph_name_add(g, NAME_KEY, s->keys.at[i].text, &keys[i], err));
  return STATUS_OK;
}

static Status create_index(Graph *g, const Statement *s, Text name, Error *err)
{
  uint32_t label, key;
  if (s->keys.n != 1)
    return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", s->span, "an index is over exactly one property");
  TRY(add_names(g, s, &label, &key, err));
  return graph_create_index(g, s->of_rels ? ENTITY_REL : ENTITY_NODE, label, key, name, s->if_not_exists, err);
}

static Status create_fulltext(Graph *g, const Statement *s, Text name, Arena *arena, Error *err)
{
  uint32_t *labels = arena_array(arena, uint32_t, s->labels.n), *keys = arena_array(arena, uint32_t, s->keys.n);
  FulltextSpec spec = {.name = name,
                       .kind = s->of_rels ? ENTITY_REL : ENTITY_NODE,
                       .labels = labels,
                       .keys = keys,
                       .label_count = s->labels.n,
                       .key_count = s->keys.n};
  TRY(arena_check(arena, err));
  TRY(add_names(g, s, labels, keys, err));
  return graph_create_fulltext(g, &spec, s->if_not_exists, err);
}

static Status create_constraint(Graph *g, const Statement *s, Text name, Arena *arena, Error *err)
{
  static const ConstraintRule rules[] = {[REQUIRE_UNIQUE] = CONSTRAINT_UNIQUE,
                                         [REQUIRE_EXISTS] = CONSTRAINT_EXISTS,
                                         [REQUIRE_KEY] = CONSTRAINT_KEY,
                                         [REQUIRE_TYPE] = CONSTRAINT_TYPE};
  uint32_t *keys = arena_array(arena, uint32_t, s->keys.n);
  ConstraintSpec spec = {.rule = rules[s->require],
                         .kind = s->of_rels ? ENTITY_REL : ENTITY_NODE,
                         .keys = keys,
                         .key_count = s->keys.n,
                         .type = s->type.text,
                         .name = name};
  TRY(arena_check(arena, err));
  TRY(add_names(g, s, &spec.label, keys, err));
  return at(s->require == REQUIRE_TYPE ? s->type.span : SPAN_NONE,
            graph_create_constraint(g, &spec, s->if_not_exists, err), err);
}

Status schema_run(Graph *g, const Statement *s, const Value *parameters, Arena *arena, Error *err)
{
  Text name;
  TRY(read_name(s, parameters, &name, err));
  switch (s->kind) {
  case STATEMENT_CREATE_INDEX:
    return s->fulltext ? create_fulltext(g, s, name, arena, err) : create_index(g, s, name, err);
  case STATEMENT_CREATE_CONSTRAINT: return create_constraint(g, s, name, arena, err);
  case STATEMENT_DROP_INDEX: return graph_drop_index(g, name, s->if_exists, err);
  case STATEMENT_DROP_CONSTRAINT: return graph_drop_constraint(g, name, s->if_exists, err);
  default: return error_internal(err, "a statement that is not about the schema");
  }
}
