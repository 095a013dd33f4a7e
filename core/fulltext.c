/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One full-text index: which entities it covers, and how their words get into a WordTable and out of it.
 *
 * `indexed` are the slots whose words are in the table, exactly as they were when they were put in: fulltext_touch
 * takes a slot out of both before anything about it changes. `pending` are those that have changed since; before a
 * search they are put in again. So a change costs little while nobody searches, it makes no difference whether it is
 * done, undone or followed, and what has happened to an index cannot be told from its scores. Whatever fails leaves an
 * index that is built anew. */
#include "fulltext_internal.h"

#include "column.h"
#include "word_query.h"

#include <stdlib.h>

/* A bit for each slot. Bitmaps of CRoaring end the process when they get no memory. */
typedef struct SlotSet {
  uint64_t *words;
  uint32_t word_count;
  uint64_t count; /* slots in it */
} SlotSet;

struct Fulltext {
  FulltextSpec spec;
  bool over_all;    /* labels and types do not matter */
  WordTable *table; /* NULL: to be built */
  SlotSet indexed, pending;
  Text *texts; /* by key: what the entity at hand has */
  Str *lists;  /* by key: room for a list's items, with a line's end between them */
};

/* ---- sets of slots */

static Status set_add(SlotSet *set, uint32_t slot, Error *err)
{
  if (slot / 64 >= set->word_count) {
    uint32_t count = MAX(slot / 64 + 1, set->word_count + set->word_count / 2);
    uint64_t *grown = realloc(set->words, count * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    memset(grown + set->word_count, 0, (count - set->word_count) * sizeof *grown);
    set->words = grown;
    set->word_count = count;
  }
  uint64_t bit = UINT64_C(1) << (slot % 64), *word = &set->words[slot / 64];
  set->count += !(*word & bit);
  *word |= bit;
  return STATUS_OK;
}

static bool set_take(SlotSet *set, uint32_t slot)
{
  uint64_t bit = UINT64_C(1) << (slot % 64);
  if (slot / 64 >= set->word_count || !(set->words[slot / 64] & bit)) return false;
  set->words[slot / 64] &= ~bit;
  set->count--;
  return true;
}

static void set_free(SlotSet *set)
{
  free(set->words);
  *set = (SlotSet){0};
}

/* ---- making and ending one */

static Status copy_ids(const uint32_t **out, const uint32_t *ids, uint32_t n, Error *err)
{
  uint32_t *copy = malloc(MAX(n, 1u) * sizeof *copy);
  if (!copy) return error_out_of_memory(err);
  if (n) memcpy(copy, ids, n * sizeof *copy);
  *out = copy;
  return STATUS_OK;
}

static Status fill(Fulltext *f, const FulltextSpec *spec, Error *err)
{
  f->spec = (FulltextSpec){.kind = spec->kind, .label_count = spec->label_count, .key_count = spec->key_count};
  TRY(copy_ids(&f->spec.labels, spec->labels, spec->label_count, err));
  TRY(copy_ids(&f->spec.keys, spec->keys, spec->key_count, err));
  char *name = malloc(spec->name.len + 1);
  if (!name) return error_out_of_memory(err);
  if (spec->name.len) memcpy(name, spec->name.data, spec->name.len);
  f->spec.name = (Text){name, spec->name.len};
  f->texts = calloc(MAX(spec->key_count, 1u), sizeof *f->texts);
  f->lists = calloc(MAX(spec->key_count, 1u), sizeof *f->lists);
  return f->texts && f->lists ? STATUS_OK : error_out_of_memory(err);
}

Status fulltext_new(Fulltext **out, const FulltextSpec *spec, Error *err)
{
  Fulltext *f = calloc(1, sizeof *f);
  if (!f) return error_out_of_memory(err);
  if (fill(f, spec, err) != STATUS_OK) {
    fulltext_free(f);
    return STATUS_FAIL;
  }
  *out = f;
  return STATUS_OK;
}

void fulltext_forget(Fulltext *f)
{
  word_table_free(f->table);
  f->table = NULL;
  set_free(&f->indexed);
  set_free(&f->pending);
}

void fulltext_free(Fulltext *f)
{
  if (!f) return;
  fulltext_forget(f);
  for (uint32_t i = 0; f->lists && i < f->spec.key_count; i++) str_free(&f->lists[i]);
  free(f->texts);
  free(f->lists);
  free((uint32_t *)f->spec.labels);
  free((uint32_t *)f->spec.keys);
  free((char *)f->spec.name.data);
  free(f);
}

const FulltextSpec *fulltext_spec(const Fulltext *f)
{
  return &f->spec;
}

bool fulltext_is_in_use(const Fulltext *f)
{
  return f->table != NULL;
}

bool fulltext_is_analyzer(Text name)
{
  return text_equal(name, TEXT("standard-folding")) || text_equal(name, TEXT("standard-no-stop-words"));
}

bool fulltext_has_key(const Fulltext *f, uint32_t key)
{
  for (uint32_t i = 0; i < f->spec.key_count; i++)
    if (f->spec.keys[i] == key) return true;
  return false;
}

static bool may_hold_text(const Column *column)
{
  return column && column_count(column) &&
         (column_type(column) == COLUMN_STRING || column_type(column) == COLUMN_TAGGED);
}

Status fulltext_over_all(Fulltext **out, const Graph *g, EntityKind kind, Error *err)
{
  uint32_t n = graph_name_count(g, NAME_KEY), *keys = malloc(MAX(n, 1u) * sizeof *keys);
  FulltextSpec spec = {.kind = kind, .keys = keys};
  if (!keys) return error_out_of_memory(err);
  for (uint32_t key = 0; key < n; key++)
    if (may_hold_text(graph_column(g, kind, key))) keys[spec.key_count++] = key;
  Status status = fulltext_new(out, &spec, err);
  if (status == STATUS_OK) (*out)->over_all = true;
  free(keys);
  return status;
}

/* ---- what an entity has */

static bool covers(const Fulltext *f, const Graph *g, uint32_t slot)
{
  bool node = f->spec.kind == ENTITY_NODE;
  if (!(node ? graph_node_alive(g, slot) : graph_rel_alive(g, slot))) return false;
  if (f->over_all) return true;
  for (uint32_t i = 0; i < f->spec.label_count; i++)
    if (node ? graph_has_label(g, slot, f->spec.labels[i]) : graph_rel_type(g, slot) == f->spec.labels[i]) return true;
  return false;
}

static void add_texts(Str *out, Value list)
{
  for (uint32_t i = 0; i < list.aux; i++) {
    Value item = list.items[i];
    if (item.type == VALUE_LIST) add_texts(out, item);
    if (item.type != VALUE_STRING) continue;
    str_add_text(out, value_text(item));
    str_add_char(out, '\n');
  }
}

/* Whether there is any text; it may be without a word. */
static Status collect(Fulltext *f, const Graph *g, uint32_t slot, bool *any, Error *err)
{
  *any = false;
  for (uint32_t i = 0; i < f->spec.key_count; i++) {
    Value v = graph_prop(g, f->spec.kind, slot, f->spec.keys[i]);
    str_clear(&f->lists[i]);
    if (v.type == VALUE_LIST) add_texts(&f->lists[i], v);
    TRY(str_check(&f->lists[i], err));
    f->texts[i] = v.type == VALUE_STRING ? value_text(v) : str_text(&f->lists[i]);
    *any |= f->texts[i].len > 0;
  }
  return STATUS_OK;
}

static Status put_in(Fulltext *f, const Graph *g, uint32_t slot, Error *err)
{
  bool any;
  if (!covers(f, g, slot)) return STATUS_OK;
  TRY(collect(f, g, slot, &any, err));
  if (!any) return STATUS_OK;
  TRY(word_table_add(f->table, slot, f->texts, err));
  return set_add(&f->indexed, slot, err);
}

static Status take_out(Fulltext *f, const Graph *g, uint32_t slot, Error *err)
{
  bool any;
  TRY(collect(f, g, slot, &any, err));
  return word_table_remove(f->table, slot, f->texts, err);
}

void fulltext_touch(Fulltext *f, const Graph *g, uint32_t slot)
{
  Error ignored = {0};
  if (!f->table) return;
  Status status = set_add(&f->pending, slot, &ignored);
  if (status == STATUS_OK && set_take(&f->indexed, slot)) status = take_out(f, g, slot, &ignored);
  if (status != STATUS_OK) fulltext_forget(f);
}

/* ---- building and catching up */

/* By properties, as these are often fewer than the entities. */
static Status find_candidates(const Fulltext *f, const Graph *g, SlotSet *slots, Error *err)
{
  for (uint32_t i = 0; i < f->spec.key_count; i++) {
    const Column *column = graph_column(g, f->spec.kind, f->spec.keys[i]);
    for (uint32_t number = 0; may_hold_text(column) && number < column->storage.page_count; number++) {
      const ColumnPage *page = column_page(column, number);
      for (uint32_t k = 0; page && k < COLUMN_PAGE_SLOTS; k++)
        if (page_has(page, k)) TRY(set_add(slots, (number << COLUMN_PAGE_SHIFT) + k, err));
    }
  }
  return STATUS_OK;
}

static Status start(Fulltext *f, const Graph *g, Error *err)
{
  TRY(word_table_new(&f->table, f->spec.key_count, err));
  return find_candidates(f, g, &f->pending, err);
}

static Status put_pending(Fulltext *f, const Graph *g, Interruption interruption, Error *err)
{
  enum { BETWEEN_QUESTIONS = 1024 };
  uint64_t before = f->indexed.count, done = 0, all = f->pending.count;
  for (uint32_t w = 0; w < f->pending.word_count; w++) {
    while (f->pending.words[w]) {
      uint32_t slot = w * 64 + (uint32_t)__builtin_ctzll(f->pending.words[w]);
      TRY(put_in(f, g, slot, err));
      (void)set_take(&f->pending, slot);
      if (interruption.asked && ++done % BETWEEN_QUESTIONS == 0 && interruption.asked(interruption.context))
        return error_set(err, ERROR_INTERRUPTED, NULL, "interrupted while building a full-text index");
    }
  }
  return all > before / 2 ? word_table_pack(f->table, err) : STATUS_OK;
}

static Status catch_up(Fulltext *f, const Graph *g, Interruption interruption, Error *err)
{
  if (f->table && f->pending.count == 0) return STATUS_OK;
  Status status = f->table ? STATUS_OK : start(f, g, err);
  if (status == STATUS_OK) status = put_pending(f, g, interruption, err);
  if (status != STATUS_OK) fulltext_forget(f);
  return status;
}

/* ---- searching */

Status fulltext_search(Fulltext *f, const Graph *g, const FulltextSearch *search, Error *err)
{
  Arena arena;
  WordExpression expression;
  uint32_t n = f->spec.key_count;
  TRY(catch_up(f, g, search->interruption, err));
  arena_init(&arena, NULL);
  Text *fields = arena_array(&arena, Text, n);
  Status status = arena_check(&arena, err);
  for (uint32_t i = 0; status == STATUS_OK && i < n; i++) fields[i] = graph_name(g, NAME_KEY, f->spec.keys[i]);
  if (status == STATUS_OK) status = word_query_read(&arena, search->query, fields, n, f->table, &expression, err);
  if (status == STATUS_OK && expression.phrases)
    status = word_table_find(f->table, &expression, search->skip, search->limit, search->interruption, search->found,
                             search->context, err);
  arena_free(&arena);
  return status;
}
