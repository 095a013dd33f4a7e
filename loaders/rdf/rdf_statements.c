/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about statements. RDF says something of a triple by a resource of the type rdf:Statement, with
 * rdf:subject, rdf:predicate and rdf:object; a graph of properties has relationships with properties. Where the triple
 * itself is said too and all else that is said of the statement are literals, these become the properties of its
 * relationship, and a second statement about the same triple a relationship beside it. Otherwise the statement stays a
 * resource.
 *
 * Which of the two it will be is known when all has been read. Until something else is said of it, a statement whose
 * first triple is one of those four is no node: a file may have millions of them. */
#include "rdf_load.h"

#include <stdlib.h>

typedef enum Part { PART_NONE, PART_TYPE, PART_SUBJECT, PART_PREDICATE, PART_OBJECT } Part;

void rdf_reified_free(RdfStatements *statements)
{
  map_free(&statements->of_node);
  free(statements->items);
  free(statements->literals);
}

/* ---- parts */

static Part part_of(const RdfStatement *s)
{
  Text local = s->predicate.text;
  if (s->object.kind == RDF_LITERAL || !text_cut_start(&local, TEXT(RDF))) return PART_NONE;
  if (text_equal(local, TEXT("subject"))) return PART_SUBJECT;
  if (text_equal(local, TEXT("object"))) return PART_OBJECT;
  if (text_equal(local, TEXT("predicate"))) return s->object.kind == RDF_IRI ? PART_PREDICATE : PART_NONE;
  return text_equal(local, TEXT("type")) && text_equal(s->object.text, TEXT(RDF "Statement")) ? PART_TYPE : PART_NONE;
}

/* Said a second time, a part is a triple like any other. */
static bool has_part(const RdfReified *r, Part part)
{
  switch (part) {
  case PART_SUBJECT: return r->subject != SLOT_NONE;
  case PART_OBJECT: return r->object != SLOT_NONE;
  case PART_PREDICATE: return r->predicate != NAME_NONE;
  default: return false;
  }
}

static Status set_part(RdfLoad *load, uint32_t at, Part part, const RdfStatement *s, Error *err)
{
  uint32_t said = 0;
  if (part == PART_PREDICATE) TRY(rdf_iri(load, s->object.text, &said, err));
  if (part == PART_SUBJECT || part == PART_OBJECT) TRY(rdf_resource(load, &s->object, &s->graph, &said, err));
  RdfReified *r = &load->statements.items[at];
  if (part == PART_TYPE) r->typed = true;
  if (part == PART_SUBJECT) r->subject = said;
  if (part == PART_OBJECT) r->object = said;
  if (part == PART_PREDICATE) r->predicate = said;
  return STATUS_OK;
}

/* ---- statements */

static bool same_node(const void *context, uint32_t item, const void *key)
{
  return ((const RdfReified *)context)[item].node == *(const uint32_t *)key;
}

/* MAP_NONE: what has this number is no statement. */
static uint32_t find_reified(const RdfStatements *all, uint32_t number)
{
  if (number == SLOT_NONE) return MAP_NONE;
  if (rdf_is_statement(number)) return number & ~RDF_STATEMENT;
  return map_find(&all->of_node, value_hash_mix(number), same_node, all->items, &number);
}

static Status add_reified(RdfLoad *load, uint32_t node, uint32_t *at, Error *err)
{
  RdfStatements *all = &load->statements;
  if (all->count == RDF_STATEMENT - 1) return error_set(err, ERROR_MEMORY, NULL, "there are too many statements");
  if (all->count == all->cap) {
    uint32_t cap = MAX(64u, all->cap * 2);
    RdfReified *grown = realloc(all->items, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    all->items = grown;
    all->cap = cap;
  }
  *at = all->count;
  if (node == SLOT_NONE)
    TRY(ids_add(load->ids, load->group, value_string(str_text(&load->subject)), RDF_STATEMENT | *at, err));
  else
    TRY(map_add(&all->of_node, value_hash_mix(node), *at, err));
  all->items[all->count++] = (RdfReified){.node = node,
                                          .subject = SLOT_NONE,
                                          .object = SLOT_NONE,
                                          .predicate = NAME_NONE,
                                          .literal = MAP_NONE,
                                          .said = MAP_NONE};
  return STATUS_OK;
}

static Status keep_literal(RdfLoad *load, uint32_t at, const RdfStatement *s, Error *err)
{
  RdfStatements *all = &load->statements;
  RdfSaid said = {.before = all->items[at].literal};
  if (all->literal_count == all->literal_cap) {
    if (all->literal_cap > MAP_NONE / 2) return error_set(err, ERROR_MEMORY, NULL, "there are too many literals");
    uint32_t cap = MAX(64u, all->literal_cap * 2);
    RdfSaid *grown = realloc(all->literals, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    all->literals = grown;
    all->literal_cap = cap;
  }
  TRY(rdf_property(load, s, &said.key, &said.value, err));
  TRY(rdf_keep(&load->kept, &said.value, err));
  all->items[at].literal = all->literal_count;
  all->literals[all->literal_count++] = said;
  return STATUS_OK;
}

static bool says_nothing(const RdfStatement *s)
{
  return s->object.kind == RDF_IRI && text_equal(s->object.text, TEXT(CLIO_ANY)) &&
         text_equal(s->predicate.text, TEXT(RDF "type"));
}

Status rdf_reified_take(RdfLoad *load, const RdfStatement *s, uint32_t number, bool *taken, Error *err)
{
  const RdfStatements *all = &load->statements;
  Part part = part_of(s);
  *taken = false;
  if (part == PART_NONE && !rdf_is_statement(number)) return STATUS_OK;
  uint32_t at = find_reified(all, number);
  if (part == PART_NONE && all->items[at].node != SLOT_NONE) return STATUS_OK;
  if (part == PART_NONE) {
    *taken = s->object.kind == RDF_LITERAL || says_nothing(s);
    return s->object.kind == RDF_LITERAL ? keep_literal(load, at, s, err) : STATUS_OK;
  }
  if (at != MAP_NONE && has_part(&all->items[at], part)) return STATUS_OK;
  *taken = true;
  if (at == MAP_NONE) TRY(add_reified(load, number, &at, err));
  return set_part(load, at, part, s, err);
}

/* ---- their properties, in the arena */

static int by_key(const void *a, const void *b)
{
  const RdfSaid *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return (x->before > y->before) - (x->before < y->before);
}

/* What has been said of a statement that is no node. */
static Status literals_of(RdfLoad *load, const RdfReified *r, RdfProperties *out, Error *err)
{
  const RdfSaid *literals = load->statements.literals;
  uint32_t n = 0, count = 0;
  for (uint32_t i = r->literal; i != MAP_NONE; i = literals[i].before) n++;
  RdfSaid *said = arena_array(&load->arena, RdfSaid, n);
  RdfProperty *properties = arena_array(&load->arena, RdfProperty, n);
  TRY(arena_check(&load->arena, err));
  for (uint32_t i = r->literal, k = n; i != MAP_NONE; i = literals[i].before) {
    said[--k] = literals[i];
    said[k].before = k;
  }
  if (n > 1) qsort(said, n, sizeof *said, by_key);
  for (uint32_t i = 0; i < n; i++) {
    if (count > 0 && properties[count - 1].key == said[i].key)
      properties[count - 1].value = rdf_with_value(&load->arena, properties[count - 1].value, said[i].value);
    else
      properties[count++] = (RdfProperty){said[i].key, said[i].value};
  }
  *out = (RdfProperties){properties, count};
  return arena_check(&load->arena, err);
}

static Status properties_of_node(RdfLoad *load, uint32_t node, RdfProperties *out, Error *err)
{
  uint32_t at = 0, n = 0, key;
  Value v;
  while (graph_next_prop(load->in->graph, ENTITY_NODE, node, &at, &key, &v)) n++;
  RdfProperty *properties = arena_array(&load->arena, RdfProperty, n);
  TRY(arena_check(&load->arena, err));
  *out = (RdfProperties){properties, 0};
  for (at = 0; graph_next_prop(load->in->graph, ENTITY_NODE, node, &at, &key, &v);)
    if (key != load->uri && key != load->graph_uri) properties[out->count++] = (RdfProperty){key, v};
  return STATUS_OK;
}

static Status set_properties(RdfLoad *load, EntityKind kind, uint32_t slot, RdfProperties properties, Error *err)
{
  for (uint32_t i = 0; i < properties.count; i++)
    TRY(graph_set_prop(load->in->graph, kind, slot, properties.at[i].key, properties.at[i].value, err));
  return STATUS_OK;
}

Status rdf_reified_node(RdfLoad *load, Text key, uint32_t number, uint32_t *node, Error *err)
{
  RdfStatements *all = &load->statements;
  uint32_t at = find_reified(all, number);
  RdfReified *r = &all->items[at];
  RdfProperties properties;
  *node = r->node;
  if (*node != SLOT_NONE) return STATUS_OK;
  TRY(rdf_add_node(load, key, node, err));
  TRY(literals_of(load, r, &properties, err));
  TRY(set_properties(load, ENTITY_NODE, *node, properties, err));
  load->in->summary->properties += properties.count;
  r->node = *node;
  r->literal = MAP_NONE;
  return map_add(&all->of_node, value_hash_mix(*node), at, err);
}

/* ---- at the end */

static void is_other(RdfStatements *all, uint32_t node)
{
  uint32_t at = find_reified(all, node);
  if (at != MAP_NONE) all->items[at].other = true;
}

/* The resource of a statement's predicate. */
static RdfTerm predicate_of(const RdfLoad *load, uint32_t iri)
{
  return (RdfTerm){.kind = RDF_IRI, .text = names_text(&load->iris, iri)};
}

/* Statements whose resource is a predicate in others. */
static Status find_predicates(RdfLoad *load, Error *err)
{
  RdfStatements *all = &load->statements;
  bool *seen = calloc(load->iris.count + 1, sizeof *seen);
  if (!seen) return error_out_of_memory(err);
  Status status = STATUS_OK;
  for (uint32_t i = 0; i < all->count && status == STATUS_OK; i++) {
    uint32_t iri = all->items[i].predicate, node;
    if (iri == NAME_NONE || seen[iri]) continue;
    seen[iri] = true;
    RdfTerm predicate = predicate_of(load, iri);
    status = rdf_key(load, &predicate, &(RdfTerm){0}, &load->text, err);
    uint32_t number = status == STATUS_OK ? rdf_find(load, str_text(&load->text)) : SLOT_NONE;
    if (rdf_is_statement(number)) status = rdf_reified_node(load, str_text(&load->text), number, &node, err);
    is_other(all, number);
  }
  free(seen);
  return status;
}

/* Statements that are an end of a relationship, or a part of another statement, are things of their own. All of them
 * are nodes by now. */
static Status find_others(RdfLoad *load, Error *err)
{
  const Graph *g = load->in->graph;
  RdfStatements *all = &load->statements;
  TRY(find_predicates(load, err));
  if (all->of_node.count == 0) return STATUS_OK;
  for (uint32_t rel = 0, limit = graph_rel_limit(g); rel < limit; rel++) {
    uint32_t start, end;
    if (!graph_rel_alive(g, rel)) continue;
    graph_rel_ends(g, rel, &start, &end);
    is_other(all, start);
    is_other(all, end);
  }
  for (uint32_t i = 0; i < all->count; i++) {
    is_other(all, all->items[i].subject);
    is_other(all, all->items[i].object);
  }
  return STATUS_OK;
}

/* Statements stay resources that have other labels too, or were in the graph before: they are more than statements to
 * somebody. */
static bool is_plain(const RdfLoad *load, const RdfReified *r)
{
  uint32_t n = 0;
  if (r->other || !r->typed || r->subject == SLOT_NONE || r->predicate == NAME_NONE || r->object == SLOT_NONE)
    return false;
  if (r->node == SLOT_NONE) return true;
  const uint32_t *labels = graph_labels(load->in->graph, r->node, &n);
  return r->node >= load->first_node && (n == 0 || (n == 1 && labels[0] == load->resource));
}

/* Whether the triple of a statement that is nothing more has been said. */
static Status look_whether_said(RdfLoad *load, RdfReified *r, Error *err)
{
  uint32_t type;
  r->said = MAP_NONE;
  if (!is_plain(load, r)) return STATUS_OK;
  TRY(rdf_called(load, r->predicate, NAME_TYPE, &type, err));
  r->said = rdf_triples_find(&load->triples, r->subject, type, r->object);
  return STATUS_OK;
}

static Status delete_node(RdfLoad *load, uint32_t node, Error *err)
{
  uint32_t at = 0, key;
  Value v;
  while (graph_next_prop(load->in->graph, ENTITY_NODE, node, &at, &key, &v))
    load->in->summary->properties -= key == load->uri || key == load->graph_uri;
  load->in->summary->nodes--;
  return graph_delete_node(load->in->graph, node, err);
}

static Status become_relationship(RdfLoad *load, const RdfReified *r, Error *err)
{
  Graph *g = load->in->graph;
  RdfProperties properties;
  arena_reset(&load->arena);
  TRY(r->node == SLOT_NONE ? literals_of(load, r, &properties, err)
                           : properties_of_node(load, r->node, &properties, err));
  uint32_t rel = rdf_triples_take(&load->triples, r->said, properties);
  if (rel == MAP_NONE) {
    TRY(graph_add_rel(g, graph_rel_type(g, r->said), r->subject, r->object, &rel, err));
    load->in->summary->relationships++;
  }
  TRY(set_properties(load, ENTITY_REL, rel, properties, err));
  if (r->node != SLOT_NONE) return delete_node(load, r->node, err);
  load->in->summary->properties += properties.count;
  return STATUS_OK;
}

static Status relate_as(RdfLoad *load, uint32_t start, Text predicate, uint32_t end, Error *err)
{
  uint32_t iri, type;
  TRY(rdf_iri(load, predicate, &iri, err));
  TRY(rdf_called(load, iri, NAME_TYPE, &type, err));
  return rdf_relate(load, start, type, end, err);
}

static Status stay_resource(RdfLoad *load, const RdfReified *r, Error *err)
{
  uint32_t iri, label, node;
  if (r->typed) {
    TRY(rdf_iri(load, TEXT(RDF "Statement"), &iri, err));
    TRY(rdf_called(load, iri, NAME_LABEL, &label, err));
    TRY(graph_add_label(load->in->graph, r->node, label, err));
  }
  if (r->subject != SLOT_NONE) TRY(relate_as(load, r->node, TEXT(RDF "subject"), r->subject, err));
  if (r->object != SLOT_NONE) TRY(relate_as(load, r->node, TEXT(RDF "object"), r->object, err));
  if (r->predicate == NAME_NONE) return STATUS_OK;
  RdfTerm predicate = predicate_of(load, r->predicate);
  TRY(rdf_resource(load, &predicate, &(RdfTerm){0}, &node, err));
  return relate_as(load, r->node, TEXT(RDF "predicate"), node, err);
}

static Status make_node_where_not_said(void *context, Text key, uint32_t number, Error *err)
{
  RdfLoad *load = context;
  uint32_t node;
  if (!rdf_is_statement(number) || load->statements.items[number & ~RDF_STATEMENT].said != MAP_NONE) return STATUS_OK;
  arena_reset(&load->arena);
  return rdf_reified_node(load, key, number, &node, err);
}

/* Nodes for the statements that stay resources, as it seems now: of some, others that stay will have said the triple.
 */
static Status make_nodes(RdfLoad *load, Error *err)
{
  const RdfStatements *all = &load->statements;
  bool any = false;
  for (uint32_t i = 0; i < all->count; i++) {
    RdfReified *r = &all->items[i];
    TRY(look_whether_said(load, r, err));
    any |= r->said == MAP_NONE && r->node == SLOT_NONE;
  }
  return any ? ids_each(load->ids, load->group, make_node_where_not_said, load, err) : STATUS_OK;
}

Status rdf_reified_finish(RdfLoad *load, Error *err)
{
  const RdfStatements *all = &load->statements;
  if (all->count == 0) return STATUS_OK;
  TRY(find_others(load, err));
  TRY(make_nodes(load, err));
  TRY(rdf_triples_prepare(&load->triples, err));
  for (uint32_t i = 0; i < all->count; i++) {
    RdfReified *r = &all->items[i];
    if (r->said == MAP_NONE) TRY(look_whether_said(load, r, err));
    TRY(r->said == MAP_NONE ? stay_resource(load, r, err) : become_relationship(load, r, err));
  }
  return STATUS_OK;
}
