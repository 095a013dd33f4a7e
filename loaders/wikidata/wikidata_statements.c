/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements to properties and relationships; see wikidata_statements.h. */
#include "wikidata_statements.h"

static Text text_of_json(const json_t *json)
{
  return (Text){json_string_value(json), json_string_length(json)};
}

/* ---- properties */

static WikidataProperty *find(const WikidataProperties *properties, Text key)
{
  for (uint32_t i = 0; i < properties->count; i++)
    if (text_equal(properties->at[i].key, key)) return &properties->at[i];
  return NULL;
}

/* The list grows by doubling, in memory that the arena gives back with all else. */
static Status add_to_list(Arena *arena, WikidataProperty *property, Value value, Error *err)
{
  if (property->count == 1 || property->count == property->cap) {
    uint32_t cap = MAX(4u, 2 * property->cap);
    Value *grown = arena_array(arena, Value, cap);
    TRY(arena_check(arena, err));
    if (property->count == 1)
      grown[0] = property->value;
    else
      memcpy(grown, property->value.items, property->count * sizeof *grown);
    property->value = value_list(grown, property->count);
    property->cap = cap;
  }
  ((Value *)property->value.items)[property->count++] = value;
  property->value.aux = property->count;
  return STATUS_OK;
}

Status wikidata_add(WikidataProperties *properties, Text key, Value value, Error *err)
{
  WikidataProperty *property = find(properties, key);
  if (property) return add_to_list(properties->arena, property, value, err);
  if (properties->count == properties->cap) {
    uint32_t cap = MAX(8u, 2 * properties->cap);
    WikidataProperty *grown = arena_array(properties->arena, WikidataProperty, cap);
    TRY(arena_check(properties->arena, err));
    if (properties->count > 0) memcpy(grown, properties->at, properties->count * sizeof *grown);
    properties->at = grown;
    properties->cap = cap;
  }
  properties->at[properties->count++] = (WikidataProperty){.key = key, .value = value, .count = 1};
  return STATUS_OK;
}

/* The same unless it is there already. */
static Status add_new(WikidataProperties *properties, Text key, Value value, Error *err)
{
  WikidataProperty *property = find(properties, key);
  for (uint32_t i = 0; property && i < property->count; i++)
    if (value_equivalent(property->count == 1 ? property->value : property->value.items[i], value)) return STATUS_OK;
  return wikidata_add(properties, key, value, err);
}

/* A value with its parts: key, key_unit, key_lower. */
static Status add_value(WikidataProperties *properties, Text key, const WikidataValue *v, Error *err)
{
  switch (v->kind) {
  case WIKIDATA_NOTHING: return wikidata_add(properties, TEXT("no_value"), value_string(key), err);
  case WIKIDATA_UNKNOWN: return wikidata_add(properties, key, value_string(TEXT("unknown")), err);
  case WIKIDATA_ENTITY: return wikidata_add(properties, key, value_string(v->id), err);
  case WIKIDATA_LITERAL: break;
  }
  TRY(wikidata_add(properties, key, v->value, err));
  for (uint32_t i = 0; i < v->part_count; i++) {
    char *part = arena_printf(properties->arena, "%.*s_%s", (int)key.len, key.data, v->parts[i].name);
    TRY(arena_check(properties->arena, err));
    TRY(wikidata_add(properties, text_of(part), v->parts[i].value, err));
  }
  return STATUS_OK;
}

/* ---- qualifiers and references */

typedef Status (*TakeSnak)(WikidataFacts *f, WikidataProperties *out, const json_t *around, Text property,
                           const WikidataValue *v, Error *err);

/* Each snak of an object of lists, by property. */
static Status each_snak(WikidataFacts *f, WikidataProperties *out, const json_t *around, TakeSnak take, Error *err)
{
  const char *property;
  json_t *snaks;
  WikidataValue v;
  json_object_foreach((json_t *)around, property, snaks)
  {
    if (!json_is_array(snaks)) return error_set(err, ERROR_FORMAT, NULL, "`%s` is no list", property);
    for (size_t i = 0; i < json_array_size(snaks); i++) {
      TRY(wikidata_value(f->arena, f->in, json_array_get(snaks, i), &v, err));
      TRY(take(f, out, around, text_of(property), &v, err));
    }
  }
  return STATUS_OK;
}

/* Keys that mean something else on a relationship. */
static bool is_taken(Text key)
{
  static const char *const taken[] = {"rank", "source", "page", "retrieved", "no_value", "of", "disputed"};
  for (size_t i = 0; i < ARRAY_LEN(taken); i++)
    if (text_equal(key, text_of(taken[i]))) return true;
  return false;
}

static Status take_qualifier(WikidataFacts *f, WikidataProperties *out, const json_t *around, Text property,
                             const WikidataValue *v, Error *err)
{
  Text key = wikidata_key(f->names, property);
  bool bound = text_equal(property, TEXT("P580")) || text_equal(property, TEXT("P582"));
  bool several = json_array_size(json_object_getn(around, property.data, property.len)) > 1;
  return add_value(out, is_taken(key) || (bound && several) ? property : key, v, err);
}

static Status add_qualifiers(WikidataFacts *f, WikidataProperties *out, const json_t *qualifiers, Error *err)
{
  TRY(each_snak(f, out, qualifiers, take_qualifier, err));
  if (json_object_get(qualifiers, "P1310")) TRY(wikidata_add(out, TEXT("disputed"), value_bool(true), err));
  /* What is so at one point in time begins and ends there. */
  const WikidataProperty *point = find(out, wikidata_key(f->names, TEXT("P585")));
  if (!point || point->value.type != VALUE_EDTF || find(out, TEXT("valid_from")) || find(out, TEXT("valid_to")))
    return STATUS_OK;
  Value day = point->value;
  TRY(wikidata_add(out, TEXT("valid_from"), day, err));
  return wikidata_add(out, TEXT("valid_to"), day, err);
}

/* The property that names the source best: stated in, reference URL, import URL, imported from, heuristic. */
static Text source_of(const json_t *reference)
{
  static const char *const sources[] = {"P248", "P854", "P4656", "P143", "P887"};
  for (size_t i = 0; i < ARRAY_LEN(sources); i++)
    if (json_object_get(reference, sources[i])) return text_of(sources[i]);
  return (Text){NULL, 0};
}

static Value main_value(const WikidataValue *v)
{
  if (v->kind == WIKIDATA_LITERAL) return v->value;
  return value_string(v->kind == WIKIDATA_ENTITY ? v->id : TEXT("unknown"));
}

static Status take_source(WikidataFacts *f, WikidataProperties *out, const json_t *around, Text property,
                          const WikidataValue *v, Error *err)
{
  if (text_equal(property, source_of(around))) return add_new(out, TEXT("source"), main_value(v), err);
  if (text_equal(property, TEXT("P304"))) return add_new(out, TEXT("page"), main_value(v), err);
  if (text_equal(property, TEXT("P813"))) return add_new(out, TEXT("retrieved"), main_value(v), err);
  Text key = wikidata_key(f->names, property), start = TEXT("reference_");
  char *name = arena_printf(f->arena, "%s%.*s", text_begins(key, start) ? "" : start.data, (int)key.len, key.data);
  TRY(arena_check(f->arena, err));
  return add_value(out, text_of(name), v, err);
}

static Status add_references(WikidataFacts *f, WikidataProperties *out, const json_t *references, Error *err)
{
  const json_t *snaks;
  if (references && !json_is_array(references)) return error_set(err, ERROR_FORMAT, NULL, "`references` is no list");
  for (size_t i = 0; i < json_array_size(references); i++) {
    TRY(wikidata_map(json_array_get(references, i), "snaks", &snaks, err));
    TRY(each_snak(f, out, snaks, take_source, err));
  }
  return STATUS_OK;
}

/* ---- statements */

typedef enum Rank { RANK_DEPRECATED, RANK_NORMAL, RANK_PREFERRED } Rank;

static const char *const rank_names[] = {"deprecated", "normal", "preferred"};

static Status read_rank(const json_t *statement, Rank *out, Error *err)
{
  const json_t *rank = json_object_get(statement, "rank");
  *out = RANK_NORMAL;
  if (!rank) return STATUS_OK;
  for (size_t i = 0; json_is_string(rank) && i < ARRAY_LEN(rank_names); i++) {
    if (!text_equal(text_of_json(rank), text_of(rank_names[i]))) continue;
    *out = (Rank)i;
    return STATUS_OK;
  }
  return error_set(err, ERROR_FORMAT, NULL, "`rank` is none of deprecated, normal, preferred");
}

/* The statements of one property. */
typedef struct Group {
  Text property;
  Rank best;   /* the highest there is, but for deprecated ones */
  bool ranked; /* not all are normal: then each says its rank */
} Group;

static Status look_at_ranks(const json_t *statements, Group *group, Error *err)
{
  Rank rank;
  group->best = RANK_NORMAL;
  for (size_t i = 0; i < json_array_size(statements); i++) {
    TRY(read_rank(json_array_get(statements, i), &rank, err));
    group->best = MAX(group->best, rank);
    group->ranked = group->ranked || rank != RANK_NORMAL;
  }
  return STATUS_OK;
}

static Status new_rel(WikidataFacts *f, WikidataRel **out, Error *err)
{
  if (f->rel_count == f->rel_cap) {
    uint32_t cap = MAX(16u, 2 * f->rel_cap);
    WikidataRel *grown = arena_array(f->arena, WikidataRel, cap);
    TRY(arena_check(f->arena, err));
    if (f->rel_count > 0) memcpy(grown, f->rels, f->rel_count * sizeof *grown);
    f->rels = grown;
    f->rel_cap = cap;
  }
  *out = &f->rels[f->rel_count++];
  **out = (WikidataRel){.value.arena = f->arena, .properties.arena = f->arena};
  return STATUS_OK;
}

/* The end of the relationship, and what stands there. */
static Status set_end(WikidataFacts *f, WikidataRel *rel, const Group *group, const WikidataValue *v, Error *err)
{
  rel->type = wikidata_type(f->names, group->property);
  switch (v->kind) {
  case WIKIDATA_ENTITY: rel->end = v->id; break;
  case WIKIDATA_UNKNOWN: rel->label = "Unknown"; break;
  case WIKIDATA_NOTHING:
    rel->label = "Value";
    TRY(wikidata_add(&rel->properties, TEXT("of"), value_string(rel->type), err));
    rel->type = TEXT("NO_VALUE");
    break;
  case WIKIDATA_LITERAL:
    rel->label = "Value";
    TRY(wikidata_add(&rel->value, TEXT("value"), v->value, err));
    for (uint32_t i = 0; i < v->part_count; i++)
      TRY(wikidata_add(&rel->value, text_of(v->parts[i].name), v->parts[i].value, err));
    break;
  }
  return STATUS_OK;
}

/* What the node itself says: values of the best rank, and which there are none of. */
static Status add_bare(WikidataFacts *f, const Group *group, const WikidataValue *v, Error *err)
{
  if (v->kind == WIKIDATA_LITERAL)
    return wikidata_add(&f->properties, wikidata_key(f->names, group->property), v->value, err);
  if (v->kind == WIKIDATA_NOTHING)
    return add_new(&f->properties, TEXT("no_value"), value_string(wikidata_type(f->names, group->property)), err);
  return STATUS_OK;
}

/* Sourcing circumstances (P1480) are circa (Q5727902). */
static bool is_circa(const json_t *qualifiers)
{
  const json_t *snak = json_array_get(json_object_get(qualifiers, "P1480"), 0);
  const json_t *id = json_object_get(json_object_get(json_object_get(snak, "datavalue"), "value"), "id");
  return json_is_string(id) && text_equal(text_of_json(id), TEXT("Q5727902"));
}

static Status take_statement(WikidataFacts *f, const Group *group, const json_t *statement, Error *err)
{
  Rank rank;
  WikidataValue v;
  WikidataRel *rel;
  const json_t *qualifiers, *references = json_object_get(statement, "references");
  TRY(read_rank(statement, &rank, err));
  TRY(wikidata_map(statement, "qualifiers", &qualifiers, err));
  TRY(wikidata_value(f->arena, f->in, json_object_get(statement, "mainsnak"), &v, err));
  if (v.time && is_circa(qualifiers)) TRY(wikidata_approximate(f->arena, &v, err));
  if (rank == group->best) TRY(add_bare(f, group, &v, err));
  bool bare = v.kind == WIKIDATA_LITERAL || v.kind == WIKIDATA_NOTHING;
  if (bare && !group->ranked && !v.loses && !qualifiers && json_array_size(references) == 0) return STATUS_OK;
  TRY(new_rel(f, &rel, err));
  TRY(set_end(f, rel, group, &v, err));
  TRY(add_qualifiers(f, &rel->properties, qualifiers, err));
  TRY(add_references(f, &rel->properties, references, err));
  if (group->ranked) TRY(wikidata_add(&rel->properties, TEXT("rank"), value_string(text_of(rank_names[rank])), err));
  rel->is_class = v.kind == WIKIDATA_ENTITY && rank != RANK_DEPRECATED && text_equal(group->property, TEXT("P31"));
  return STATUS_OK;
}

Status wikidata_statements(WikidataFacts *f, const json_t *claims, Error *err)
{
  const char *property;
  json_t *statements;
  json_object_foreach((json_t *)claims, property, statements)
  {
    Group group = {.property = text_of(property)};
    if (!json_is_array(statements)) return error_set(err, ERROR_FORMAT, NULL, "`%s` is no list", property);
    TRY(look_at_ranks(statements, &group, err));
    for (size_t i = 0; i < json_array_size(statements); i++) {
      if (take_statement(f, &group, json_array_get(statements, i), err) == STATUS_OK) continue;
      char message[sizeof err->message];
      if (err->kind != ERROR_FORMAT) return STATUS_FAIL;
      memcpy(message, err->message, sizeof message);
      error_clear(err);
      return error_set(err, ERROR_FORMAT, NULL, "statement %zu of %s: %s", i + 1, property, message);
    }
  }
  return STATUS_OK;
}
