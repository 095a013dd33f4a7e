/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a statement asked for in vain; see missed.h. Only conditions without which there can be no row are looked at:
 * the maps and conjuncts of MATCHes that are not optional. */
#include "missed.h"

#include "core/alike.h"

typedef struct Finder {
  Arena *arena;
  const Graph *graph;
  const Value *parameters;
  const Pattern *pattern; /* of the MATCH at hand */
  NoteList *notes;
  Error *err;
} Finder;

/* ---- one text */

static Text in_quotes(const Finder *f, Text text)
{
  Str out;
  str_init(&out);
  value_print(&out, value_string(text), NULL);
  Text copy = arena_text(f->arena, str_text(&out));
  str_free(&out);
  return copy;
}

static Status look_for(Finder *f, const PropertyTexts *texts, Text text, Span span)
{
  Text alike;
  if (f->notes->n == NOTES_MOST || text.len == 0 || !texts_lack(texts, text)) return STATUS_OK;
  TRY(texts_alike(texts, text, &alike, f->err));
  if (!alike.data) return STATUS_OK;
  bool node = texts->kind == ENTITY_NODE, named = texts->label != NAME_NONE;
  Text bearer = named  ? graph_name(f->graph, node ? NAME_LABEL : NAME_TYPE, texts->label)
                : node ? TEXT("node")
                       : TEXT("relationship");
  Text key = graph_name(f->graph, NAME_KEY, texts->key), asked = in_quotes(f, text), meant = in_quotes(f, alike);
  Note note = {"UnknownText", span,
               arena_printf(f->arena, "no %.*s has the %.*s %.*s; did you mean %.*s?", (int)bearer.len, bearer.data,
                            (int)key.len, key.data, (int)asked.len, asked.data, (int)meant.len, meant.data)};
  ast_push(f->arena, f->notes, note);
  return arena_check(f->arena, f->err);
}

/* A text, a parameter, or a list of these. */
static Status look_for_each(Finder *f, const PropertyTexts *texts, const Expr *e)
{
  if (e->kind == EXPR_LIST) {
    for (uint32_t i = 0; i < e->n; i++) TRY(look_for_each(f, texts, e->args[i]));
    return STATUS_OK;
  }
  if (e->kind != EXPR_LITERAL && e->kind != EXPR_PARAMETER) return STATUS_OK;
  Value v = e->kind == EXPR_LITERAL ? e->value : f->parameters[e->key];
  const Value *items = v.type == VALUE_LIST ? v.items : &v;
  for (uint32_t i = 0, n = v.type == VALUE_LIST ? v.aux : 1; i < n; i++)
    if (items[i].type == VALUE_STRING) TRY(look_for(f, texts, value_text(items[i]), e->span));
  return STATUS_OK;
}

/* ---- conditions */

/* The first of labels that are all asked for. */
static uint32_t label_of(const Graph *g, NameKind kind, const LabelExpr *labels)
{
  while (labels && labels->kind == LABEL_AND) labels = labels->left;
  return labels && labels->kind == LABEL_NAME ? graph_name_find(g, kind, labels->name.text) : NAME_NONE;
}

static Status look_in_key(Finder *f, EntityKind kind, const LabelExpr *labels, Text key, const Expr *value)
{
  PropertyTexts texts = {.graph = f->graph, .kind = kind, .key = graph_name_find(f->graph, NAME_KEY, key)};
  texts.label = label_of(f->graph, kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, labels);
  return texts.key == NAME_NONE ? STATUS_OK : look_for_each(f, &texts, value);
}

/* Of a variable of the pattern; false for any other. */
static bool find_in_pattern(const Pattern *pattern, uint32_t slot, EntityKind *kind, const LabelExpr **labels)
{
  bool found = false;
  for (uint32_t p = 0; p < pattern->paths.n; p++) {
    const PathPattern *path = pattern->paths.at[p];
    for (uint32_t i = 0; i <= path->n; i++) {
      const NodePattern *node = path->nodes[i];
      const RelPattern *rel = i < path->n ? path->rels[i] : NULL;
      if (node->slot == slot) {
        *kind = ENTITY_NODE;
        if (!found || !*labels) *labels = node->labels;
        found = true;
      } else if (rel && !rel->variable && rel->slot == slot) {
        *kind = ENTITY_REL;
        *labels = rel->types;
        return true;
      }
    }
  }
  return found;
}

static Status look_in_pair(Finder *f, const Expr *property, const Expr *value)
{
  EntityKind kind = ENTITY_NODE;
  const LabelExpr *labels = NULL;
  if (property->kind != EXPR_PROPERTY || property->args[0]->kind != EXPR_VARIABLE) return STATUS_OK;
  if (!find_in_pattern(f->pattern, property->args[0]->slot, &kind, &labels)) return STATUS_OK;
  return look_in_key(f, kind, labels, property->name.text, value);
}

static Status look_in_condition(Finder *f, const Expr *e)
{
  if (!e) return STATUS_OK;
  if (e->kind == EXPR_BINARY && e->op == OP_AND) {
    TRY(look_in_condition(f, e->args[0]));
    return look_in_condition(f, e->args[1]);
  }
  if (e->kind == EXPR_BINARY && e->op == OP_IN) return look_in_pair(f, e->args[0], e->args[1]);
  if (e->kind != EXPR_COMPARISON || e->n != 2 || e->ops[0] != OP_EQ) return STATUS_OK;
  TRY(look_in_pair(f, e->args[0], e->args[1]));
  return look_in_pair(f, e->args[1], e->args[0]);
}

static Status look_in_map(Finder *f, EntityKind kind, const LabelExpr *labels, const Expr *map)
{
  for (uint32_t i = 0; map && map->kind == EXPR_MAP && i < map->n; i++)
    TRY(look_in_key(f, kind, labels, map->keys[i].text, map->args[i]));
  return STATUS_OK;
}

static Status look_in_path(Finder *f, const PathPattern *path)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    const NodePattern *node = path->nodes[i];
    TRY(look_in_map(f, ENTITY_NODE, node->labels, node->properties));
    TRY(look_in_condition(f, node->where));
    const RelPattern *rel = i < path->n ? path->rels[i] : NULL;
    if (!rel || rel->variable) continue; /* what repeats may be there no times */
    TRY(look_in_map(f, ENTITY_REL, rel->types, rel->properties));
    TRY(look_in_condition(f, rel->where));
  }
  return STATUS_OK;
}

/* ---- clauses */

static Status look_in_query(Finder *f, const Query *query);

static Status look_in_clause(Finder *f, const Clause *clause)
{
  if (clause->optional) return STATUS_OK;
  if (clause->kind != CLAUSE_MATCH) return look_in_query(f, clause->query);
  f->pattern = clause->pattern;
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) TRY(look_in_path(f, clause->pattern->paths.at[i]));
  return look_in_condition(f, clause->where);
}

static Status look_in_query(Finder *f, const Query *query)
{
  for (; query; query = query->next) {
    for (uint32_t i = 0; i < query->clauses.n; i++) TRY(look_in_clause(f, query->clauses.at[i]));
    TRY(look_in_query(f, query->body));
    TRY(look_in_query(f, query->then));
  }
  return STATUS_OK;
}

Status missed_find(Arena *arena, const Graph *graph, const Checked *checked, const Value *parameters, NoteList *out,
                   Error *err)
{
  Finder f = {.arena = arena, .graph = graph, .parameters = parameters, .notes = out, .err = err};
  *out = (NoteList){0};
  return look_in_query(&f, checked->statement->query);
}
