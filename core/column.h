/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of one property key, for all nodes or for all relationships, by slot.
 *
 * A column is an array of pages of 1,024 slots, made where a value is; a page holds a presence bitmap and one typed
 * array. While all values of the key are of one type the array holds them bare (column types below); once they are
 * not, the column turns into one of tagged Values. Loops over many slots take the page, its presence bits and its array
 * and run over them; the array entry of an absent slot is zero or stale, but can always be read.
 *
 * Strings, also in tagged columns, are interned in the column's dictionary, so within a COLUMN_STRING equal codes are
 * equal texts and nothing else is. So are dates in EDTF, each of which is kept once. Knows nothing of the graph, of
 * transactions or of the file. */
#ifndef CLIO_CORE_COLUMN_H
#define CLIO_CORE_COLUMN_H

#include "dictionary.h"
#include "graph.h"
#include "large.h"
#include "page_set.h"

typedef enum ColumnType {
  COLUMN_INT,    /* int64_t */
  COLUMN_FLOAT,  /* double */
  COLUMN_BOOL,   /* uint8_t: 0 or 1 */
  COLUMN_DATE,   /* int32_t: days since 1970-01-01; a date too far away makes the column tagged */
  COLUMN_STRING, /* uint32_t: codes in the dictionary */
  COLUMN_TAGGED, /* Value, any types */
  COLUMN_TYPE_COUNT
} ColumnType;

#define COLUMN_PAGE_SHIFT 10
#define COLUMN_PAGE_SLOTS (1u << COLUMN_PAGE_SHIFT)
#define COLUMN_PAGE_WORDS (COLUMN_PAGE_SLOTS / 64)

typedef union ColumnBound {
  int64_t integer; /* COLUMN_INT, COLUMN_DATE */
  double number;   /* COLUMN_FLOAT */
} ColumnBound;

typedef struct ColumnPage {
  uint64_t present[COLUMN_PAGE_WORDS]; /* bit i % 64 of word i / 64: slot i of the page has a value */
  /* No value of an int, date or float page lies outside of these (NaN apart); they may be wider than needed. */
  ColumnBound low, high;
  uint32_t count; /* values present */
  _Alignas(16) unsigned char data[];
} ColumnPage;

/* What a change of type replaces as a whole. */
typedef struct ColumnStorage {
  ColumnType type;
  ColumnPage **pages;  /* NULL where no slot of the page ever had a value */
  uint32_t page_count; /* length of pages */
  uint64_t count;      /* values present */
  Pool memory;         /* of the pages */
} ColumnStorage;

/* Dates in EDTF by the code of their text; NULL where the text is no date of the column. */
typedef struct Interned {
  const EdtfValue **at;
  uint32_t count;
} Interned;

/* What has changed among the slots below a limit, for an index that covers them and is kept up lazily. */
typedef struct ColumnWatch {
  uint32_t below;  /* 0: nobody watches */
  uint32_t *slots; /* changed since, COLUMN_WATCHED at most; a slot may stand here more than once */
  uint32_t n;
  uint64_t epoch; /* another one as soon as not all changes are known; 0: never watched */
} ColumnWatch;

enum { COLUMN_WATCHED = 1 << 16 };

struct Column {
  ColumnStorage storage;
  Dictionary dictionary;
  Interned dates;
  ColumnWatch watch;
  EntityKind kind;
  uint32_t key;
  uint32_t index_count; /* indexes over this column */
  bool tracked;         /* there is a file, and what differs from it is noted here: */
  bool rewrite;         /* everything does */
  PageSet dirty;        /* these pages do */
  uint32_t saved_texts; /* dictionary texts from this code on do */
};

/* ---- for loops over many slots */

static inline ColumnType column_type(const Column *c)
{
  return c->storage.type;
}

static inline uint64_t column_count(const Column *c)
{
  return c->storage.count;
}

/* The page of the slots number * 1024 onwards, or NULL when none of them has a value. */
static inline const ColumnPage *column_page(const Column *c, uint32_t number)
{
  return number < c->storage.page_count ? c->storage.pages[number] : NULL;
}

static inline bool page_has(const ColumnPage *page, uint32_t i)
{
  return page->present[i / 64] >> (i % 64) & 1;
}

static inline const int64_t *page_ints(const ColumnPage *page)
{
  return (const int64_t *)(const void *)page->data;
}

static inline const double *page_floats(const ColumnPage *page)
{
  return (const double *)(const void *)page->data;
}

static inline const uint8_t *page_bools(const ColumnPage *page)
{
  return page->data;
}

static inline const int32_t *page_dates(const ColumnPage *page)
{
  return (const int32_t *)(const void *)page->data;
}

static inline const uint32_t *page_codes(const ColumnPage *page)
{
  return (const uint32_t *)(const void *)page->data;
}

static inline const Value *page_values(const ColumnPage *page)
{
  return (const Value *)(const void *)page->data;
}

/* The codes in use are below column_texts; some may be used by no slot any more. */
static inline uint32_t column_texts(const Column *c)
{
  return c->dictionary.count;
}

static inline Text column_text(const Column *c, uint32_t code)
{
  return dictionary_text(&c->dictionary, code);
}

/* The code of a text, or DICTIONARY_NONE: then no slot of a COLUMN_STRING has it. */
static inline uint32_t column_code(const Column *c, Text text)
{
  return dictionary_find(&c->dictionary, text);
}

static inline Value column_string(const Column *c, uint32_t code)
{
  Text text = dictionary_text(&c->dictionary, code);
  return (Value){.type = VALUE_STRING, .flags = VALUE_STABLE, .aux = (uint32_t)text.len, .text = text.data};
}

/* Value number i of a page of this column, which must be present. */
static inline Value column_page_value(const Column *c, const ColumnPage *page, uint32_t i)
{
  switch (c->storage.type) {
  case COLUMN_INT: return value_int(page_ints(page)[i]);
  case COLUMN_FLOAT: return value_float(page_floats(page)[i]);
  case COLUMN_BOOL: return value_bool(page_bools(page)[i] != 0);
  case COLUMN_DATE: return value_date(page_dates(page)[i]);
  case COLUMN_STRING: return column_string(c, page_codes(page)[i]);
  case COLUMN_TAGGED: return page_values(page)[i];
  case COLUMN_TYPE_COUNT: break;
  }
  return VALUE_NULL_VALUE;
}

static inline Value column_get(const Column *c, uint32_t slot)
{
  const ColumnPage *page = column_page(c, slot >> COLUMN_PAGE_SHIFT);
  uint32_t i = slot % COLUMN_PAGE_SLOTS;
  return page && page_has(page, i) ? column_page_value(c, page, i) : VALUE_NULL_VALUE;
}

static inline bool column_has(const Column *c, uint32_t slot)
{
  const ColumnPage *page = column_page(c, slot >> COLUMN_PAGE_SHIFT);
  return page && page_has(page, slot % COLUMN_PAGE_SLOTS);
}

/* ---- changes, by the graph and the store only */

Status column_new(Column **out, EntityKind kind, uint32_t key, bool tracked, Error *err);
void column_free(Column *c);

/* Whether v can be set without a change of type; if not, *type is the one that it takes. */
bool column_accepts(const Column *c, Value v, ColumnType *type);
/* Turns the column into one of the type, which must be COLUMN_TAGGED unless the column is empty. What it was goes to
 * *old, for column_restore_storage or column_storage_free. */
Status column_retype(Column *c, ColumnType type, ColumnStorage *old, Error *err);
/* Takes back what column_retype gave, and frees what there is now. */
void column_restore_storage(Column *c, ColumnStorage old);
void column_storage_free(ColumnStorage *storage); /* without the values in it: those are in the newer storage */

/* Sets a value that column_accepts, a copy of it. *old is what was there (null: nothing) and belongs to the caller,
 * who gives it back with column_restore or column_value_free. */
Status column_set(Column *c, uint32_t slot, Value v, Value *old, Error *err);
/* Sets the values of *n slots from first on, which have none, as far as column_accepts them; null: nothing is set. *n
 * becomes how far that is. */
Status column_set_run(Column *c, uint32_t first, const Value *values, uint32_t *n, Error *err);
Status column_unset(Column *c, uint32_t slot, Value *old, Error *err);
/* Undoes column_set or column_unset of this transaction; cannot fail. */
void column_restore(Column *c, uint32_t slot, Value old);
/* Removes the values of all slots from first on; for a bulk load that is undone. */
void column_truncate(Column *c, uint32_t first);
void column_value_free(Value v);
/* Makes the dictionary anew with only the texts that are in use: values read before are void. */
Status column_compact_texts(Column *c, Error *err);

/* For the store, which fills pages itself: an empty page of the column's type, in place. Afterwards page_seal counts
 * the values and sets the bounds; false if a value cannot be (a bool over 1, a code without text). */
Status column_make_page(Column *c, uint32_t number, ColumnPage **page, Error *err);
bool column_page_seal(Column *c, ColumnPage *page);
/* From now on changes of slots below the limit, too, are noted. */
Status column_watch(Column *c, uint32_t below, Error *err);

void column_saved(Column *c); /* the file has all of it now */

#endif
