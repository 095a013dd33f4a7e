/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of slots, and the slots that expressions, patterns and clauses mention. A set grows as slots are added; what
 * lies beyond its words is not in it. Mentioned is more than needed: callers intersect with what is bound. */
#include "plan_internal.h"

/* ---- sets */

void slots_add(Arena *arena, SlotSet *set, uint32_t slot)
{
  if (slot == SLOT_NONE) return;
  uint32_t word = slot / 64;
  if (word >= set->words) {
    uint32_t words = MAX(word + 1, set->words * 2);
    uint64_t *bits = arena_array(arena, uint64_t, words);
    if (bits == NULL || arena->bad) return;
    if (set->words > 0) memcpy(bits, set->bits, set->words * sizeof *bits);
    set->bits = bits;
    set->words = words;
  }
  set->bits[word] |= UINT64_C(1) << (slot % 64);
}

void slots_remove(SlotSet *set, uint32_t slot)
{
  if (slot / 64 < set->words) set->bits[slot / 64] &= ~(UINT64_C(1) << (slot % 64));
}

bool slots_has(const SlotSet *set, uint32_t slot)
{
  return slot / 64 < set->words && (set->bits[slot / 64] >> (slot % 64) & 1) != 0;
}

SlotSet slots_copy(Arena *arena, const SlotSet *set)
{
  SlotSet copy = {0};
  slots_add_all(arena, &copy, set);
  return copy;
}

void slots_add_all(Arena *arena, SlotSet *set, const SlotSet *more)
{
  for (uint32_t i = more->words; i-- > 0;) {
    if (more->bits[i] == 0) continue;
    if (i >= set->words) slots_add(arena, set, i * 64 + (uint32_t)__builtin_ctzll(more->bits[i]));
    if (i < set->words) set->bits[i] |= more->bits[i];
  }
}

bool slots_contain(const SlotSet *set, const SlotSet *part)
{
  for (uint32_t i = 0; i < part->words; i++)
    if ((part->bits[i] & ~(i < set->words ? set->bits[i] : 0)) != 0) return false;
  return true;
}

bool slots_meet(const SlotSet *a, const SlotSet *b)
{
  for (uint32_t i = 0; i < MIN(a->words, b->words); i++)
    if ((a->bits[i] & b->bits[i]) != 0) return true;
  return false;
}

bool slots_empty(const SlotSet *set)
{
  return slots_next(set, 0) == SLOT_NONE;
}

void slots_keep(SlotSet *set, const SlotSet *other)
{
  for (uint32_t i = 0; i < set->words; i++) set->bits[i] &= i < other->words ? other->bits[i] : 0;
}

void slots_drop(SlotSet *set, const SlotSet *other)
{
  for (uint32_t i = 0; i < MIN(set->words, other->words); i++) set->bits[i] &= ~other->bits[i];
}

uint32_t slots_next(const SlotSet *set, uint32_t from)
{
  for (uint32_t i = from / 64; i < set->words; i++) {
    uint64_t bits = set->bits[i];
    if (i == from / 64) bits &= ~UINT64_C(0) << (from % 64);
    if (bits != 0) return i * 64 + (uint32_t)__builtin_ctzll(bits);
  }
  return SLOT_NONE;
}

uint32_t slots_count(const SlotSet *set)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < set->words; i++) n += (uint32_t)__builtin_popcountll(set->bits[i]);
  return n;
}

/* ---- what is mentioned */

void slots_of_labels(Arena *arena, const LabelExpr *labels, SlotSet *out)
{
  for (; labels != NULL; labels = labels->left) {
    slots_of_expr(arena, labels->expr, out);
    slots_of_labels(arena, labels->right, out);
  }
}

/* Goes down the left side in a loop: chains of AND and OR are long on that side. */
void slots_of_expr(Arena *arena, const Expr *e, SlotSet *out)
{
  while (e != NULL) {
    switch (e->kind) {
    case EXPR_VARIABLE: slots_add(arena, out, e->slot); return;
    case EXPR_LIST_COMPREHENSION:
    case EXPR_QUANTIFIER: slots_add(arena, out, e->slot); break;
    case EXPR_CASE:
      if (e->extended) slots_add(arena, out, e->slot);
      break;
    case EXPR_REDUCE:
      slots_add(arena, out, e->slot);
      slots_add(arena, out, e->slot2);
      break;
    case EXPR_HAS_LABELS: slots_of_labels(arena, e->labels, out); break;
    case EXPR_PATTERN:
    case EXPR_PATTERN_COMPREHENSION:
    case EXPR_SHORTEST_PATH: slots_of_path(arena, e->path, out); break;
    case EXPR_SUBQUERY: slots_of_query(arena, e->query, out); break;
    default: break;
    }
    for (uint32_t i = 1; i < e->n; i++) slots_of_expr(arena, e->args[i], out);
    e = e->n > 0 ? e->args[0] : NULL;
  }
}

void slots_of_path(Arena *arena, const PathPattern *path, SlotSet *out)
{
  if (path == NULL) return;
  if (path->name.text.data != NULL) slots_add(arena, out, path->slot);
  slots_of_expr(arena, path->where, out);
  for (uint32_t i = 0; i <= path->n; i++) {
    const NodePattern *node = path->nodes[i];
    slots_add(arena, out, node->slot);
    slots_add(arena, out, node->list_slot);
    slots_of_labels(arena, node->labels, out);
    slots_of_expr(arena, node->properties, out);
    slots_of_expr(arena, node->where, out);
    if (i == path->n) break;
    const PathGroup *group = path->groups != NULL ? path->groups[i] : NULL;
    if (group != NULL) {
      slots_of_path(arena, group->path, out);
      slots_of_expr(arena, group->where, out);
      continue;
    }
    const RelPattern *rel = path->rels[i];
    slots_add(arena, out, rel->slot);
    slots_add(arena, out, rel->list_slot);
    slots_add(arena, out, rel->each_slot);
    slots_add(arena, out, rel->node_slot);
    slots_of_expr(arena, rel->each_node, out);
    slots_of_labels(arena, rel->types, out);
    slots_of_expr(arena, rel->properties, out);
    slots_of_expr(arena, rel->where, out);
  }
}

void slots_of_set_item(Arena *arena, const SetItem *item, SlotSet *out)
{
  slots_of_expr(arena, item->target, out);
  slots_of_expr(arena, item->value, out);
  slots_of_labels(arena, item->labels, out);
}

static void of_projection(Arena *arena, const Projection *projection, SlotSet *out)
{
  if (projection == NULL) return;
  for (uint32_t i = 0; i < projection->items.n; i++) slots_of_expr(arena, projection->items.at[i].expr, out);
  for (uint32_t i = 0; i < projection->order.n; i++) slots_of_expr(arena, projection->order.at[i].expr, out);
  slots_of_expr(arena, projection->skip, out);
  slots_of_expr(arena, projection->limit, out);
}

static void of_set_list(Arena *arena, const SetList *items, SlotSet *out)
{
  for (uint32_t i = 0; i < items->n; i++) slots_of_set_item(arena, &items->at[i], out);
}

static void of_clause(Arena *arena, const Clause *clause, SlotSet *out)
{
  for (uint32_t i = 0; clause->pattern != NULL && i < clause->pattern->paths.n; i++)
    slots_of_path(arena, clause->pattern->paths.at[i], out);
  slots_of_expr(arena, clause->where, out);
  slots_of_expr(arena, clause->expr, out);
  slots_of_expr(arena, clause->terminator, out);
  of_projection(arena, clause->projection, out);
  of_set_list(arena, &clause->items, out);
  of_set_list(arena, &clause->on_create, out);
  of_set_list(arena, &clause->on_match, out);
  for (uint32_t i = 0; i < clause->exprs.n; i++) slots_of_expr(arena, clause->exprs.at[i], out);
  for (uint32_t i = 0; i < clause->updates.n; i++) of_clause(arena, clause->updates.at[i], out);
  slots_of_query(arena, clause->query, out);
}

void slots_of_query(Arena *arena, const Query *query, SlotSet *out)
{
  for (; query != NULL; query = query->next) {
    for (uint32_t i = 0; i < query->clauses.n; i++) of_clause(arena, query->clauses.at[i], out);
    slots_of_expr(arena, query->when, out);
    slots_of_query(arena, query->body, out);
    slots_of_query(arena, query->then, out);
  }
}
