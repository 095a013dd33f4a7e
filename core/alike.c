/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing a text with all that a property has; see alike.h. */
#include "alike.h"

#include "column.h"
#include "fulltext.h"
#include "nearest.h"
#include "utf8.h"
#include "words.h"

enum {
  MOST_PAGES = 2048,     /* of a column that is looked through for one text */
  MOST_TEXTS = 20000,    /* to be compared as a whole */
  MOST_BYTES = 64 << 10, /* of texts, to be compared word by word */
  LONGEST_ASKED = 64,    /* bytes */
  MOST_WORDS = 8,
  MOST_CANDIDATES = 4,
  MOST_FOUND = 20, /* by a full-text index */
  LONGER_BY = 12   /* bytes between two texts of three slips */
};

/* ---- who has it */

static const Column *column_of(const PropertyTexts *t)
{
  const Column *c = graph_column(t->graph, t->kind, t->key);
  return c && (column_type(c) == COLUMN_STRING || column_type(c) == COLUMN_TAGGED) ? c : NULL;
}

static bool is_meant(const PropertyTexts *t, uint32_t slot)
{
  const Graph *g = t->graph;
  if (t->kind == ENTITY_REL)
    return graph_rel_alive(g, slot) && (t->label == NAME_NONE || graph_rel_type(g, slot) == t->label);
  return graph_node_alive(g, slot) && (t->label == NAME_NONE || graph_has_label(g, slot, t->label));
}

static bool slot_has(const Column *c, const ColumnPage *page, uint32_t i, uint32_t code)
{
  if (column_type(c) == COLUMN_STRING) return page_codes(page)[i] == code && page_has(page, i);
  Value v = page_has(page, i) ? page_values(page)[i] : VALUE_NULL_VALUE;
  return v.type == VALUE_STRING && text_equal(value_text(v), column_text(c, code));
}

static bool anybody_has(const PropertyTexts *t, const Column *c, uint32_t code)
{
  for (uint32_t number = 0; number < c->storage.page_count; number++) {
    const ColumnPage *page = column_page(c, number);
    for (uint32_t i = 0; page && i < COLUMN_PAGE_SLOTS; i++)
      if (slot_has(c, page, i, code) && is_meant(t, (number << COLUMN_PAGE_SHIFT) + i)) return true;
  }
  return false;
}

bool texts_lack(const PropertyTexts *t, Text text)
{
  const Column *c = column_of(t);
  uint32_t code = c ? column_code(c, text) : DICTIONARY_NONE;
  if (code == DICTIONARY_NONE) return true;
  return c->storage.page_count <= MOST_PAGES && !anybody_has(t, c, code);
}

/* ---- the best few candidates */

typedef struct Candidate {
  uint32_t code;
  unsigned edits;
  size_t length;
} Candidate;

typedef struct Candidates {
  Candidate at[MOST_CANDIDATES];
  uint32_t n;
} Candidates;

/* Fewest edits first, then the shortest, then the one that was there first. */
static void offer(Candidates *list, Candidate c)
{
  uint32_t at = list->n;
  while (at > 0 && (c.edits < list->at[at - 1].edits ||
                    (c.edits == list->at[at - 1].edits && c.length < list->at[at - 1].length)))
    at--;
  if (at == MOST_CANDIDATES) return;
  list->n = MIN(list->n + 1, (uint32_t)MOST_CANDIDATES);
  for (uint32_t i = list->n - 1; i > at; i--) list->at[i] = list->at[i - 1];
  list->at[at] = c;
}

static Text best_of(const PropertyTexts *t, const Column *c, const Candidates *list)
{
  for (uint32_t i = 0; i < list->n; i++)
    if (anybody_has(t, c, list->at[i].code)) return column_text(c, list->at[i].code);
  return (Text){NULL, 0};
}

/* ---- whole texts */

/* Numbers that differ are other numbers, not slips. */
static bool same_digits(Text a, Text b)
{
  size_t i = 0, k = 0;
  for (;; i++, k++) {
    while (i < a.len && (a.data[i] < '0' || a.data[i] > '9')) i++;
    while (k < b.len && (b.data[k] < '0' || b.data[k] > '9')) k++;
    if (i == a.len || k == b.len) return i == a.len && k == b.len;
    if (a.data[i] != b.data[k]) return false;
  }
}

/* Which letters of ASCII there are, whatever their case; *plain is false where there are others. */
static uint32_t letters_of(Text text, bool *plain)
{
  uint32_t set = 0;
  unsigned char all = 0;
  for (size_t i = 0; i < text.len; i++) {
    set |= UINT32_C(1) << (text.data[i] & 31);
    all |= (unsigned char)text.data[i];
  }
  *plain = all < 0x80;
  return set;
}

static void compare_texts(const Column *c, Text asked, Candidates *list)
{
  bool asked_plain, plain;
  uint32_t letters = letters_of(asked, &asked_plain);
  NearestName nobody = nearest_name(asked);
  for (uint32_t code = 0; code < column_texts(c); code++) {
    Text text = column_text(c, code);
    if (text.len > asked.len + LONGER_BY || asked.len > text.len + LONGER_BY) continue;
    /* One slip takes at most one letter out of the set and puts one in. */
    uint32_t others = letters ^ letters_of(text, &plain);
    if (plain && asked_plain && (unsigned)__builtin_popcount(others) > 2 * (nobody.distance - 1)) continue;
    NearestName nearest = nobody;
    if (nearest_name_try(&nearest, text) && !text_equal(text, asked) && same_digits(asked, text))
      offer(list, (Candidate){code, nearest.distance, text.len});
  }
}

/* ---- words */

typedef struct AskedWords {
  Str folded; /* one behind the other */
  Text at[MOST_WORDS];
  uint32_t n;
} AskedWords;

/* n is 0 where there are too many to compare, or none. */
static void read_words(AskedWords *words, Text asked)
{
  WordReader r;
  size_t lengths[MOST_WORDS];
  str_init(&words->folded);
  words->n = 0;
  words_begin(&r, asked);
  bool more = words_next(&r);
  for (; more && words->n < MOST_WORDS; more = words_next(&r)) {
    lengths[words->n++] = r.word.len;
    str_add_text(&words->folded, r.word);
  }
  words_end(&r);
  if (more) words->n = 0;
  const char *text = str_cstr(&words->folded);
  for (uint32_t i = 0; i < words->n; text += lengths[i++]) words->at[i] = (Text){text, lengths[i]};
}

static unsigned edits_allowed(Text word)
{
  return word.len < 4 ? 0 : word.len < 8 ? 1 : 2;
}

/* False unless the text has a word like each of those asked for; *edits is how unlike they are in all. */
static bool words_are_in(const AskedWords *words, Text text, unsigned *edits)
{
  unsigned best[MOST_WORDS];
  WordReader r;
  for (uint32_t i = 0; i < words->n; i++) best[i] = edits_allowed(words->at[i]) + 1;
  words_begin(&r, text);
  while (words_next(&r)) {
    for (uint32_t i = 0; i < words->n; i++) {
      if (best[i] == 0 || !same_digits(words->at[i], r.word)) continue;
      unsigned distance = utf8_distance(words->at[i], r.word, best[i] - 1);
      best[i] = MIN(best[i], distance);
    }
  }
  words_end(&r);
  *edits = 0;
  for (uint32_t i = 0; i < words->n; i++) {
    if (best[i] > edits_allowed(words->at[i])) return false;
    *edits += best[i];
  }
  return true;
}

static void offer_by_words(const Column *c, const AskedWords *words, uint32_t code, Candidates *list)
{
  unsigned edits;
  Text text = column_text(c, code);
  if (words_are_in(words, text, &edits)) offer(list, (Candidate){code, edits, text.len});
}

static size_t bytes_of(const Column *c)
{
  size_t bytes = 0;
  for (uint32_t code = 0; code < column_texts(c) && bytes <= MOST_BYTES; code++) bytes += column_text(c, code).len;
  return bytes;
}

/* ---- a full-text index, where there are many */

typedef struct Search {
  const PropertyTexts *texts;
  const Column *column;
  const AskedWords *words;
  Candidates *list;
} Search;

static Status add_found(void *context, uint32_t slot, double score UNUSED, Error *err UNUSED)
{
  Search *s = context;
  Value v = column_get(s->column, slot);
  if (v.type == VALUE_STRING && is_meant(s->texts, slot))
    offer_by_words(s->column, s->words, column_code(s->column, value_text(v)), s->list);
  return STATUS_OK;
}

static Fulltext *index_over(const PropertyTexts *t)
{
  for (uint32_t i = 0; i < graph_fulltext_count(t->graph); i++) {
    Fulltext *f = graph_fulltext(t->graph, i);
    const FulltextSpec *spec = fulltext_spec(f);
    bool label = t->label == NAME_NONE, key = false;
    for (uint32_t k = 0; k < spec->label_count; k++) label = label || spec->labels[k] == t->label;
    for (uint32_t k = 0; k < spec->key_count; k++) key = key || spec->keys[k] == t->key;
    if (spec->kind == t->kind && label && key && fulltext_is_in_use(f)) return f;
  }
  return NULL;
}

static Status search_words(Search *s, Error *err)
{
  Fulltext *f = index_over(s->texts);
  if (!f) return STATUS_OK;
  Str query;
  str_init(&query);
  for (uint32_t i = 0; i < s->words->n; i++) {
    unsigned edits = edits_allowed(s->words->at[i]);
    str_add(&query, i ? " +" : "+");
    str_add_text(&query, s->words->at[i]);
    if (edits > 0) str_addf(&query, "~%u", edits);
  }
  FulltextSearch search = {.query = str_text(&query), .limit = MOST_FOUND, .found = add_found, .context = s};
  Status status = str_check(&query, err);
  if (status == STATUS_OK) status = fulltext_search(f, s->texts->graph, &search, err);
  str_free(&query);
  return status;
}

static Status compare_words(const PropertyTexts *t, const Column *c, Text asked, Candidates *list, Error *err)
{
  AskedWords words;
  read_words(&words, asked);
  Status status = str_check(&words.folded, err);
  if (status == STATUS_OK && words.n > 0) {
    if (bytes_of(c) <= MOST_BYTES)
      for (uint32_t code = 0; code < column_texts(c); code++) offer_by_words(c, &words, code, list);
    else
      status = search_words(&(Search){t, c, &words, list}, err);
  }
  str_free(&words.folded);
  return status;
}

Status texts_alike(const PropertyTexts *t, Text asked, Text *out, Error *err)
{
  Candidates list = {.n = 0};
  const Column *c = column_of(t);
  *out = (Text){NULL, 0};
  if (!c || asked.len > LONGEST_ASKED || c->storage.page_count > MOST_PAGES) return STATUS_OK;
  if (column_texts(c) <= MOST_TEXTS) compare_texts(c, asked, &list);
  *out = best_of(t, c, &list);
  if (out->data) return STATUS_OK;
  list.n = 0;
  TRY(compare_words(t, c, asked, &list, err));
  *out = best_of(t, c, &list);
  return STATUS_OK;
}
