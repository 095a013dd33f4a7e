/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Property columns; see column.h. What must stay true: a page's count equals the bits set in its presence bitmap, the
 * column's count their sum; bounds only widen; in a tagged column strings point into the dictionary and dates
 * in EDTF into its memory, and every other value that has memory owns it. */
#include "column.h"

#include <math.h>
#include <stdlib.h>

static size_t width_of(ColumnType type)
{
  static const uint8_t widths[] = {
      [COLUMN_INT] = sizeof(int64_t),  [COLUMN_FLOAT] = sizeof(double),    [COLUMN_BOOL] = sizeof(uint8_t),
      [COLUMN_DATE] = sizeof(int32_t), [COLUMN_STRING] = sizeof(uint32_t), [COLUMN_TAGGED] = sizeof(Value),
  };
  return widths[type];
}

/* The type of a column of which v is the only value. */
static ColumnType type_of(Value v)
{
  switch (v.type) {
  case VALUE_INT: return COLUMN_INT;
  case VALUE_FLOAT: return COLUMN_FLOAT;
  case VALUE_BOOL: return COLUMN_BOOL;
  case VALUE_STRING: return COLUMN_STRING;
  case VALUE_DATE: return v.integer >= INT32_MIN && v.integer <= INT32_MAX ? COLUMN_DATE : COLUMN_TAGGED;
  default: return COLUMN_TAGGED;
  }
}

Status column_new(Column **out, EntityKind kind, uint32_t key, bool tracked, Error *err)
{
  Column *c = calloc(1, sizeof *c);
  if (!c) return error_out_of_memory(err);
  c->kind = kind;
  c->key = key;
  c->tracked = c->rewrite = tracked;
  dictionary_init(&c->dictionary);
  *out = c;
  return STATUS_OK;
}

void column_value_free(Value v)
{
  if (v.type != VALUE_STRING && v.type != VALUE_EDTF) value_disown(v);
}

void column_storage_free(ColumnStorage *storage)
{
  pool_free(&storage->memory);
  free(storage->pages);
  *storage = (ColumnStorage){.type = storage->type};
}

static Value *values_of(ColumnPage *page)
{
  return (Value *)(void *)page->data;
}

static void free_values(ColumnStorage *storage)
{
  if (storage->type != COLUMN_TAGGED) return;
  for (uint32_t number = 0; number < storage->page_count; number++) {
    ColumnPage *page = storage->pages[number];
    if (!page) continue;
    for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++)
      if (page_has(page, i)) column_value_free(values_of(page)[i]);
  }
}

void column_free(Column *c)
{
  if (!c) return;
  free_values(&c->storage);
  column_storage_free(&c->storage);
  dictionary_free(&c->dictionary);
  free(c->dates.at);
  free(c->watch.slots);
  page_set_free(&c->dirty);
  free(c);
}

/* ---- pages */

static void reset_bounds(ColumnPage *page, ColumnType type)
{
  if (type == COLUMN_FLOAT) {
    page->low.number = (double)INFINITY;
    page->high.number = -(double)INFINITY;
  } else {
    page->low.integer = INT64_MAX;
    page->high.integer = INT64_MIN;
  }
}

static ColumnPage *new_page(ColumnStorage *storage)
{
  size_t size = sizeof(ColumnPage) + COLUMN_PAGE_SLOTS * width_of(storage->type);
  if (!storage->memory.block) pool_init(&storage->memory, size);
  ColumnPage *page = pool_take(&storage->memory);
  if (!page) return NULL;
  memset(page, 0, size);
  reset_bounds(page, storage->type);
  return page;
}

static Status make_page(ColumnStorage *storage, uint32_t number, ColumnPage **page, Error *err)
{
  if (number >= storage->page_count) {
    uint32_t count = MAX(number + 1, storage->page_count + storage->page_count / 2);
    ColumnPage **grown = realloc(storage->pages, count * sizeof(ColumnPage *));
    if (!grown) return error_out_of_memory(err);
    memset(grown + storage->page_count, 0, (count - storage->page_count) * sizeof(ColumnPage *));
    storage->pages = grown;
    storage->page_count = count;
  }
  if (!storage->pages[number]) {
    storage->pages[number] = new_page(storage);
    if (!storage->pages[number]) return error_out_of_memory(err);
  }
  *page = storage->pages[number];
  return STATUS_OK;
}

Status column_make_page(Column *c, uint32_t number, ColumnPage **page, Error *err)
{
  return make_page(&c->storage, number, page, err);
}

/* ---- watching */

/* Not all changes are known any more. */
static void lose_watch(Column *c)
{
  if (c->watch.below == 0) return;
  c->watch.below = c->watch.n = 0;
  c->watch.epoch++;
}

Status column_watch(Column *c, uint32_t below, Error *err)
{
  ColumnWatch *watch = &c->watch;
  if (!watch->slots) watch->slots = malloc(COLUMN_WATCHED * sizeof *watch->slots);
  if (!watch->slots) return error_out_of_memory(err);
  if (watch->below == 0) watch->epoch++;
  watch->below = MAX(watch->below, below);
  return STATUS_OK;
}

static void note_change(Column *c, uint32_t slot)
{
  ColumnWatch *watch = &c->watch;
  if (LIKELY(slot >= watch->below)) return;
  if (watch->n == COLUMN_WATCHED)
    lose_watch(c);
  else
    watch->slots[watch->n++] = slot;
}

static Status touch(Column *c, uint32_t number, Error *err)
{
  return c->tracked ? page_set_add(&c->dirty, number, err) : STATUS_OK;
}

static void widen(ColumnPage *page, int64_t i)
{
  page->low.integer = MIN(page->low.integer, i);
  page->high.integer = MAX(page->high.integer, i);
}

static void widen_float(ColumnPage *page, double f)
{
  if (f < page->low.number) page->low.number = f;
  if (f > page->high.number) page->high.number = f;
}

bool column_page_seal(Column *c, ColumnPage *page)
{
  lose_watch(c);
  bool good = true;
  c->storage.count -= page->count;
  page->count = 0;
  for (uint32_t w = 0; w < COLUMN_PAGE_WORDS; w++) page->count += (uint32_t)__builtin_popcountll(page->present[w]);
  c->storage.count += page->count;
  reset_bounds(page, c->storage.type);
  for (uint32_t w = 0; w < COLUMN_PAGE_WORDS; w++) {
    for (uint64_t bits = page->present[w]; bits; bits &= bits - 1) {
      uint32_t i = w * 64 + (uint32_t)__builtin_ctzll(bits);
      switch (c->storage.type) {
      case COLUMN_INT: widen(page, page_ints(page)[i]); break;
      case COLUMN_DATE: widen(page, page_dates(page)[i]); break;
      case COLUMN_FLOAT: widen_float(page, page_floats(page)[i]); break;
      case COLUMN_BOOL: good = good && page_bools(page)[i] <= 1; break;
      case COLUMN_STRING: good = good && page_codes(page)[i] < c->dictionary.count; break;
      case COLUMN_TAGGED:
      case COLUMN_TYPE_COUNT: break;
      }
    }
  }
  return good;
}

/* ---- changes of type */

bool column_accepts(const Column *c, Value v, ColumnType *type)
{
  *type = type_of(v);
  if (LIKELY(*type == c->storage.type)) return true;
  if (c->storage.count == 0) return false;
  *type = COLUMN_TAGGED;
  return c->storage.type == COLUMN_TAGGED;
}

static Status tag_page(const Column *c, const ColumnPage *page, ColumnStorage *to, ColumnPage **out, Error *err)
{
  ColumnPage *tagged = new_page(to);
  if (!tagged) return error_out_of_memory(err);
  memcpy(tagged->present, page->present, sizeof page->present);
  tagged->count = page->count;
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++)
    if (page_has(page, i)) values_of(tagged)[i] = column_page_value(c, page, i);
  *out = tagged;
  return STATUS_OK;
}

Status column_retype(Column *c, ColumnType type, ColumnStorage *old, Error *err)
{
  ColumnStorage fresh = {.type = type};
  if (c->storage.count > 0) {
    fresh.pages = calloc(c->storage.page_count, sizeof(ColumnPage *));
    if (!fresh.pages) return error_out_of_memory(err);
    fresh.page_count = c->storage.page_count;
    fresh.count = c->storage.count;
    for (uint32_t i = 0; i < c->storage.page_count; i++) {
      if (c->storage.pages[i] && tag_page(c, c->storage.pages[i], &fresh, &fresh.pages[i], err) != STATUS_OK) {
        column_storage_free(&fresh);
        return STATUS_FAIL;
      }
    }
  }
  *old = c->storage;
  c->storage = fresh;
  c->rewrite = true;
  return STATUS_OK;
}

void column_restore_storage(Column *c, ColumnStorage old)
{
  free_values(&c->storage); /* only those of a bulk load can have memory: all others have been undone by now */
  column_storage_free(&c->storage);
  c->storage = old;
  c->rewrite = true;
}

/* ---- values */

static Value take(const Column *c, ColumnPage *page, uint32_t i)
{
  return page_has(page, i) ? column_page_value(c, page, i) : VALUE_NULL_VALUE;
}

static void mark(Column *c, ColumnPage *page, uint32_t i)
{
  uint64_t bit = UINT64_C(1) << (i % 64);
  if (page->present[i / 64] & bit) return;
  page->present[i / 64] |= bit;
  page->count++;
  c->storage.count++;
}

static void unmark(Column *c, ColumnPage *page, uint32_t i)
{
  uint64_t bit = UINT64_C(1) << (i % 64);
  if (!(page->present[i / 64] & bit)) return;
  page->present[i / 64] &= ~bit;
  page->count--;
  c->storage.count--;
}

static void put(Column *c, ColumnPage *page, uint32_t i, Value v, uint32_t code)
{
  switch (c->storage.type) {
  case COLUMN_INT:
    ((int64_t *)(void *)page->data)[i] = v.integer;
    widen(page, v.integer);
    break;
  case COLUMN_FLOAT:
    ((double *)(void *)page->data)[i] = v.number;
    widen_float(page, v.number);
    break;
  case COLUMN_BOOL: page->data[i] = v.boolean; break;
  case COLUMN_DATE:
    ((int32_t *)(void *)page->data)[i] = (int32_t)v.integer;
    widen(page, v.integer);
    break;
  case COLUMN_STRING: ((uint32_t *)(void *)page->data)[i] = code; break;
  case COLUMN_TAGGED: values_of(page)[i] = v; break;
  case COLUMN_TYPE_COUNT: break;
  }
  mark(c, page, i);
}

/* Points v to the date of that code, which is kept once, in the dictionary's memory. */
static Status intern_date(Dictionary *d, Interned *dates, uint32_t code, Value *v, Error *err)
{
  if (code >= dates->count) {
    uint32_t count = MAX(code + 1, d->cap);
    const EdtfValue **grown = realloc(dates->at, count * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    memset(grown + dates->count, 0, (count - dates->count) * sizeof *grown);
    dates->at = grown;
    dates->count = count;
  }
  if (!dates->at[code]) {
    Value copy = value_copy_deep(&d->arena, *v);
    if (d->arena.bad) {
      d->arena.bad = false; /* nothing was taken: the dictionary is as good as before */
      return error_out_of_memory(err);
    }
    dates->at[code] = copy.edtf;
  }
  v->edtf = dates->at[code];
  v->flags = VALUE_STABLE;
  return STATUS_OK;
}

/* Makes *v one that the column can keep. */
static Status intern(Column *c, Value *v, uint32_t *code, Error *err)
{
  if (v->type == VALUE_STRING) {
    TRY(dictionary_add(&c->dictionary, value_text(*v), code, err));
    *v = column_string(c, *code);
  } else if (v->type == VALUE_EDTF) {
    TRY(dictionary_add(&c->dictionary, value_edtf_text(*v), code, err));
    TRY(intern_date(&c->dictionary, &c->dates, *code, v, err));
  } else if (c->storage.type == COLUMN_TAGGED) {
    Value owned;
    TRY(value_own(*v, &owned, err));
    *v = owned;
  }
  return STATUS_OK;
}

Status column_set(Column *c, uint32_t slot, Value v, Value *old, Error *err)
{
  uint32_t number = slot >> COLUMN_PAGE_SHIFT, i = slot % COLUMN_PAGE_SLOTS, code = 0;
  ColumnPage *page;
  TRY(make_page(&c->storage, number, &page, err));
  TRY(touch(c, number, err));
  TRY(intern(c, &v, &code, err));
  *old = take(c, page, i);
  note_change(c, slot);
  put(c, page, i, v, code);
  return STATUS_OK;
}

Status column_set_run(Column *c, uint32_t first, const Value *values, uint32_t *n, Error *err)
{
  ColumnPage *page = NULL; /* of the slot at hand, once it is to have a value */
  ColumnType type;
  for (uint32_t k = 0; k < *n; k++) {
    uint32_t slot = first + k, i = slot % COLUMN_PAGE_SLOTS, code = 0;
    Value v = values[k];
    if (i == 0) page = NULL;
    if (value_is_null(v)) continue;
    if (UNLIKELY(!column_accepts(c, v, &type))) {
      *n = k;
      break;
    }
    if (!page) {
      TRY(make_page(&c->storage, slot >> COLUMN_PAGE_SHIFT, &page, err));
      TRY(touch(c, slot >> COLUMN_PAGE_SHIFT, err));
    }
    TRY(intern(c, &v, &code, err));
    note_change(c, slot);
    put(c, page, i, v, code);
  }
  return STATUS_OK;
}

Status column_unset(Column *c, uint32_t slot, Value *old, Error *err)
{
  uint32_t number = slot >> COLUMN_PAGE_SHIFT, i = slot % COLUMN_PAGE_SLOTS;
  *old = VALUE_NULL_VALUE;
  if (!column_has(c, slot)) return STATUS_OK;
  ColumnPage *page = c->storage.pages[number];
  TRY(touch(c, number, err));
  *old = take(c, page, i);
  note_change(c, slot);
  unmark(c, page, i);
  return STATUS_OK;
}

void column_restore(Column *c, uint32_t slot, Value old)
{
  uint32_t i = slot % COLUMN_PAGE_SLOTS;
  ColumnPage *page = c->storage.pages[slot >> COLUMN_PAGE_SHIFT];
  column_value_free(take(c, page, i));
  note_change(c, slot);
  if (value_is_null(old))
    unmark(c, page, i);
  else
    put(c, page, i, old, c->storage.type == COLUMN_STRING ? column_code(c, value_text(old)) : 0);
}

void column_truncate(Column *c, uint32_t first)
{
  if (first < c->watch.below) lose_watch(c);
  for (uint32_t number = first >> COLUMN_PAGE_SHIFT; number < c->storage.page_count; number++) {
    ColumnPage *page = c->storage.pages[number];
    if (!page) continue;
    uint32_t from = number == first >> COLUMN_PAGE_SHIFT ? first % COLUMN_PAGE_SLOTS : 0;
    for (uint32_t i = from; i < COLUMN_PAGE_SLOTS; i++) {
      column_value_free(take(c, page, i));
      unmark(c, page, i);
    }
  }
}

/* ---- a dictionary with only what is in use */

/* The texts and dates of one column on their way into a new dictionary. */
typedef struct Compaction {
  Dictionary fresh;
  uint32_t *codes; /* by old code: the new one, or DICTIONARY_NONE */
  Interned dates;  /* by new code */
} Compaction;

/* The text under which a value of a tagged column is interned; false for what is not. */
static bool interned_text(Value v, Text *text)
{
  if (v.type != VALUE_STRING && v.type != VALUE_EDTF) return false;
  *text = v.type == VALUE_STRING ? value_text(v) : value_edtf_text(v);
  return true;
}

static Status keep_value(const Column *c, Compaction *to, Value v, Error *err)
{
  Text text;
  if (!interned_text(v, &text)) return STATUS_OK;
  uint32_t code = column_code(c, text);
  if (to->codes[code] == DICTIONARY_NONE) TRY(dictionary_add(&to->fresh, text, &to->codes[code], err));
  return v.type == VALUE_EDTF ? intern_date(&to->fresh, &to->dates, to->codes[code], &v, err) : STATUS_OK;
}

static Status keep_page(const Column *c, Compaction *to, const ColumnPage *page, Error *err)
{
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++)
    if (page_has(page, i)) TRY(keep_value(c, to, column_page_value(c, page, i), err));
  return STATUS_OK;
}

static void move_value(const Column *c, const Compaction *to, Value *v)
{
  Text text;
  if (!interned_text(*v, &text)) return;
  uint32_t code = to->codes[column_code(c, text)];
  if (v->type == VALUE_STRING)
    v->text = to->fresh.texts[code].data;
  else
    v->edtf = to->dates.at[code];
}

static void move_page(const Column *c, const Compaction *to, ColumnPage *page)
{
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++) {
    if (!page_has(page, i)) continue;
    if (column_type(c) == COLUMN_STRING) {
      uint32_t *code = &((uint32_t *)(void *)page->data)[i];
      *code = to->codes[*code];
    } else if (column_type(c) == COLUMN_TAGGED) {
      move_value(c, to, &values_of(page)[i]);
    }
  }
}

Status column_compact_texts(Column *c, Error *err)
{
  Status status = STATUS_OK;
  uint32_t count = MAX(c->dictionary.count, 1u);
  Compaction to = {.codes = malloc(count * sizeof *to.codes)};
  dictionary_init(&to.fresh);
  if (!to.codes) return error_out_of_memory(err);
  memset(to.codes, 0xFF, count * sizeof *to.codes);
  /* First all that can fail: the new texts. Then the pages, which are rewritten in place. */
  for (uint32_t i = 0; i < c->storage.page_count; i++)
    if (c->storage.pages[i]) TRY_OUT(keep_page(c, &to, c->storage.pages[i], err));
  for (uint32_t i = 0; i < c->storage.page_count; i++)
    if (c->storage.pages[i]) move_page(c, &to, c->storage.pages[i]);
  Dictionary old = c->dictionary;
  Interned old_dates = c->dates;
  c->dictionary = to.fresh;
  c->dates = to.dates;
  to.fresh = old;
  to.dates = old_dates;
  c->rewrite = true;
out:
  dictionary_free(&to.fresh);
  free(to.dates.at);
  free(to.codes);
  return status;
}

void column_saved(Column *c)
{
  page_set_clear(&c->dirty);
  c->saved_texts = c->dictionary.count;
  c->rewrite = false;
}
