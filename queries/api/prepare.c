/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From text to plan, once: plans are kept by the text of their statement. A kept plan is used again while the graph
 * knows the same names and indexes and has not grown or shrunk so much that another plan would be better. */
#include "api.h"

#include "core/fact_days.h"
#include "grammar/parse.h"

#include <stdlib.h>

static void prepared_free(Prepared *p)
{
  arena_free(&p->arena);
  free(p);
}

void prepared_release(Prepared *p)
{
  if (p && --p->references == 0) prepared_free(p);
}

static bool changed_much(uint64_t before, uint64_t now)
{
  const uint64_t slack = 100;
  return now > before * 4 + slack || before > now * 4 + slack;
}

bool prepared_is_stale(const clio_db *db, const Prepared *p)
{
  return p->schema_version != graph_schema_version(db->graph) ||
         changed_much(p->node_count, graph_node_count(db->graph)) ||
         changed_much(p->rel_count, graph_rel_count(db->graph));
}

static Status prepare_new(clio_db *db, Text text, Prepared **out, Error *err)
{
  Prepared *p = calloc(1, sizeof *p);
  if (!p) return error_out_of_memory(err);
  arena_init(&p->arena, NULL);
  p->references = 1;
  p->schema_version = graph_schema_version(db->graph);
  p->node_count = graph_node_count(db->graph);
  p->rel_count = graph_rel_count(db->graph);
  p->text = arena_text(&p->arena, text);
  PlanOptions plan_options = {.threads = workers_count(db->workers), .limited = db->options.memory != 0};
  CheckOptions options = {.procedures = &db->procedures,
                          .settings = graph_settings(db->graph),
                          .narrowed_dates = fact_dates_are_narrowed(db->graph)};
  Status status = arena_check(&p->arena, err);
  if (status == STATUS_OK) status = parse_statement(&p->arena, text, &p->statement, err);
  if (status == STATUS_OK && p->statement->mode == MODE_WHY) plan_options = (PlanOptions){.witness = true};
  if (status == STATUS_OK) status = set_defaults(db, &p->arena, p->statement, err);
  if (status == STATUS_OK) status = check_statement(&p->arena, p->statement, &options, &p->checked, err);
  if (status == STATUS_OK && p->statement->mode == MODE_WHY) status = why_check(p, err);
  if (status == STATUS_OK && p->statement->kind == STATEMENT_QUERY)
    status = plan_statement(&p->arena, db->graph, &p->checked, &plan_options, &p->tree, err);
  if (status == STATUS_OK && p->statement->kind == STATEMENT_QUERY) status = prepare_notes(p, db->graph, err);
  if (status != STATUS_OK) {
    if (p->arena.bad) { /* what is missing in the tree then may have been taken for a mistake in the statement */
      error_clear(err);
      (void)arena_check(&p->arena, err);
    }
    prepared_free(p);
    return STATUS_FAIL;
  }
  p->rows = plan_work(p->tree.root);
  *out = p;
  return STATUS_OK;
}

static bool same_text(const void *context, uint32_t item, const void *key)
{
  const PlanCache *cache = context;
  return text_equal(cache->entries[item]->text, *(const Text *)key);
}

static void forget(PlanCache *cache, uint32_t i)
{
  map_remove(&cache->map, cache->entries[i]->hash, i);
  prepared_release(cache->entries[i]);
}

/* The place for a new entry: a free one, or that of the next entry that has not been used since the hand of the clock
 * last came by it. */
static uint32_t make_room(PlanCache *cache)
{
  if (cache->n < PLAN_CACHE_SIZE) return cache->n++;
  for (;; cache->hand = (cache->hand + 1) % PLAN_CACHE_SIZE) {
    Prepared *p = cache->entries[cache->hand];
    if (!p->used) break;
    p->used = false;
  }
  uint32_t place = cache->hand;
  cache->hand = (place + 1) % PLAN_CACHE_SIZE;
  forget(cache, place);
  return place;
}

Status prepare(clio_db *db, Text text, Prepared **out, Error *err)
{
  PlanCache *cache = &db->cache;
  uint64_t hash = hash_bytes(text.data, text.len);
  uint32_t at = map_find(&cache->map, hash, same_text, cache, &text);
  if (at != MAP_NONE) {
    Prepared *p = cache->entries[at];
    if (!prepared_is_stale(db, p)) {
      p->used = true;
      p->references++;
      *out = p;
      return STATUS_OK;
    }
  }
  TRY(prepare_new(db, text, out, err));
  if (text.len > PLAN_CACHE_TEXT) return STATUS_OK;
  (*out)->hash = hash;
  if (at != MAP_NONE)
    forget(cache, at);
  else
    at = make_room(cache);
  cache->entries[at] = *out;
  (*out)->references++;
  if (LIKELY(map_add(&cache->map, hash, at, err) == STATUS_OK)) return STATUS_OK;
  prepared_release(*out); /* the cache has it, but will not find it */
  return STATUS_FAIL;
}

void plan_cache_clear(PlanCache *cache)
{
  for (uint32_t i = 0; i < cache->n; i++) prepared_release(cache->entries[i]);
  cache->n = 0;
  map_free(&cache->map);
}
