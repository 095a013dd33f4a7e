/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about statements. RDF says something of a triple by a resource of the type rdf:Statement, with
 * rdf:subject, rdf:predicate and rdf:object; a graph of properties has relationships with properties. Where the triple
 * itself is said too and all else that is said of the statement are literals, these become the properties of its
 * relationship, and a second statement about the same triple a relationship beside it. Otherwise the statement stays a
 * resource. */
#include "rdf_load.h"

#include <stdlib.h>

static bool same_node(const void *context, uint32_t item, const void *key)
{
  return ((const RdfReified *)context)[item].node == *(const uint32_t *)key;
}

static uint32_t find_reified(const RdfLoad *load, uint32_t node)
{
  return map_find(&load->reified_map, value_hash_mix(node), same_node, load->reified, &node);
}

static Status get_reified(RdfLoad *load, uint32_t node, RdfReified **out, Error *err)
{
  uint32_t at = find_reified(load, node);
  if (at == MAP_NONE) {
    if (load->reified_count == load->reified_cap) {
      uint32_t cap = MAX(64u, load->reified_cap * 2);
      RdfReified *grown = realloc(load->reified, cap * sizeof *grown);
      if (!grown) return error_out_of_memory(err);
      load->reified = grown;
      load->reified_cap = cap;
    }
    at = load->reified_count;
    TRY(map_add(&load->reified_map, value_hash_mix(node), at, err));
    load->reified[load->reified_count++] =
        (RdfReified){.node = node, .subject = SLOT_NONE, .object = SLOT_NONE, .predicate = NAME_NONE};
  }
  *out = &load->reified[at];
  return STATUS_OK;
}

/* One of the three parts of a statement; said a second time it is a triple like any other. */
static Status take_part(RdfLoad *load, uint32_t node, const RdfStatement *s, char part, bool *taken, Error *err)
{
  RdfReified *r;
  uint32_t said;
  if (part == 'p' && s->object.kind != RDF_IRI) return STATUS_OK;
  TRY(get_reified(load, node, &r, err));
  uint32_t *to = part == 's' ? &r->subject : part == 'o' ? &r->object : &r->predicate;
  if (*to != SLOT_NONE) return STATUS_OK;
  if (part == 'p')
    TRY(rdf_iri(load, s->object.text, &said, err));
  else
    TRY(rdf_resource(load, &s->object, &s->graph, &said, err));
  *to = said;
  *taken = true;
  return STATUS_OK;
}

Status rdf_reified_take(RdfLoad *load, uint32_t node, const RdfStatement *s, bool *taken, Error *err)
{
  RdfReified *r;
  Text local = s->predicate.text;
  *taken = false;
  if (s->object.kind == RDF_LITERAL || !text_cut_start(&local, TEXT(RDF))) return STATUS_OK;
  if (text_equal(local, TEXT("subject"))) return take_part(load, node, s, 's', taken, err);
  if (text_equal(local, TEXT("predicate"))) return take_part(load, node, s, 'p', taken, err);
  if (text_equal(local, TEXT("object"))) return take_part(load, node, s, 'o', taken, err);
  if (!text_equal(local, TEXT("type")) || !text_equal(s->object.text, TEXT(RDF "Statement"))) return STATUS_OK;
  TRY(get_reified(load, node, &r, err));
  *taken = r->typed = true;
  return STATUS_OK;
}

/* ---- at the end */

static void is_other(RdfLoad *load, uint32_t node)
{
  uint32_t at = node == SLOT_NONE ? MAP_NONE : find_reified(load, node);
  if (at != MAP_NONE) load->reified[at].other = true;
}

/* The resource of a statement's predicate. */
static RdfTerm predicate_of(const RdfLoad *load, const RdfReified *r)
{
  return (RdfTerm){.kind = RDF_IRI, .text = names_text(&load->iris, r->predicate)};
}

/* Statements that are an end of a relationship, or a part of another statement, are things of their own. */
static Status find_others(RdfLoad *load, Error *err)
{
  const Graph *g = load->in->graph;
  for (uint32_t rel = 0, limit = graph_rel_limit(g); rel < limit; rel++) {
    uint32_t start, end;
    if (!graph_rel_alive(g, rel)) continue;
    graph_rel_ends(g, rel, &start, &end);
    is_other(load, start);
    is_other(load, end);
  }
  for (uint32_t i = 0; i < load->reified_count; i++) {
    const RdfReified *r = &load->reified[i];
    is_other(load, r->subject);
    is_other(load, r->object);
    if (r->predicate == NAME_NONE) continue;
    uint32_t node;
    RdfTerm predicate = predicate_of(load, r);
    TRY(rdf_find(load, &predicate, &(RdfTerm){0}, &node, err));
    is_other(load, node);
  }
  return STATUS_OK;
}

/* Statements stay resources that have other labels too, or were in the graph before: they are more than statements to
 * somebody. */
static bool is_plain(const RdfLoad *load, const RdfReified *r)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(load->in->graph, r->node, &n);
  return !r->other && r->typed && r->node >= load->first_node && r->subject != SLOT_NONE && r->predicate != NAME_NONE &&
         r->object != SLOT_NONE && (n == 0 || (n == 1 && labels[0] == load->resource));
}

static Status move_properties(RdfLoad *load, uint32_t node, uint32_t rel, Error *err)
{
  Graph *g = load->in->graph;
  uint32_t at = 0, key;
  Value v;
  while (graph_next_prop(g, ENTITY_NODE, node, &at, &key, &v))
    if (key != load->uri && key != load->graph_uri) TRY(graph_set_prop(g, ENTITY_REL, rel, key, v, err));
  return STATUS_OK;
}

/* Whether the relationship has the properties of the statement, and no others. */
static bool is_described(const RdfLoad *load, uint32_t rel, uint32_t statement)
{
  const Graph *g = load->in->graph;
  uint32_t at = 0, key, count = 0;
  Value v;
  while (graph_next_prop(g, ENTITY_NODE, statement, &at, &key, &v)) {
    if (key == load->uri || key == load->graph_uri) continue;
    Value other = graph_prop(g, ENTITY_REL, rel, key);
    if (v.type != other.type || !value_equivalent(v, other)) return false;
    count++;
  }
  for (at = 0; graph_next_prop(g, ENTITY_REL, rel, &at, &key, &v);) count--;
  return count == 0;
}

/* Of the relationships that say the triple and are no other statement's, the one that the statement describes already,
 * as after an earlier import, or else the first; MAP_NONE where there is none left. */
static uint32_t pick_relationship(const RdfLoad *load, const RdfReified *r, uint32_t type,
                                  const roaring_bitmap_t *claimed)
{
  uint32_t picked = MAP_NONE, at = MAP_NONE, rel;
  while ((rel = rdf_triple_next(&load->triples, r->subject, type, r->object, &at)) != MAP_NONE) {
    if (roaring_bitmap_contains(claimed, rel)) continue;
    if (is_described(load, rel, r->node)) return rel;
    if (picked == MAP_NONE) picked = rel;
  }
  return picked;
}

static Status become_relationship(RdfLoad *load, const RdfReified *r, uint32_t type, roaring_bitmap_t *claimed,
                                  Error *err)
{
  uint32_t rel = pick_relationship(load, r, type, claimed);
  if (rel == MAP_NONE) {
    TRY(graph_add_rel(load->in->graph, type, r->subject, r->object, &rel, err));
    load->in->summary->relationships++;
  }
  roaring_bitmap_add(claimed, rel);
  TRY(move_properties(load, r->node, rel, err));
  TRY(graph_delete_node(load->in->graph, r->node, err));
  load->in->summary->nodes--;
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
  RdfTerm predicate = predicate_of(load, r);
  TRY(rdf_resource(load, &predicate, &(RdfTerm){0}, &node, err));
  return relate_as(load, r->node, TEXT(RDF "predicate"), node, err);
}

Status rdf_reified_finish(RdfLoad *load, Error *err)
{
  if (load->reified_count == 0) return STATUS_OK;
  roaring_bitmap_t *claimed = roaring_bitmap_create();
  if (!claimed) return error_out_of_memory(err);
  Status status = find_others(load, err);
  for (uint32_t i = 0; i < load->reified_count && status == STATUS_OK; i++) {
    const RdfReified *r = &load->reified[i];
    uint32_t type = NAME_NONE, at = MAP_NONE;
    bool plain = is_plain(load, r);
    if (plain) status = rdf_called(load, r->predicate, NAME_TYPE, &type, err);
    if (status != STATUS_OK) break;
    bool said = plain && rdf_triple_next(&load->triples, r->subject, type, r->object, &at) != MAP_NONE;
    status = said ? become_relationship(load, r, type, claimed, err) : stay_resource(load, r, err);
  }
  roaring_bitmap_free(claimed);
  return status;
}
