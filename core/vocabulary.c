/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words like a given one; see vocabulary.h. */
#include "vocabulary.h"

#include "utf8.h"

#include <stdlib.h>

void vocabulary_init(Vocabulary *v)
{
  *v = (Vocabulary){0};
  dictionary_init(&v->words);
}

void vocabulary_free(Vocabulary *v)
{
  dictionary_free(&v->words);
  free(v->letters);
  free(v->lengths);
  *v = (Vocabulary){0};
}

static uint64_t letters_of(Text word, size_t *length)
{
  uint64_t set = 0;
  *length = 0;
  for (size_t at = 0; at < word.len; ++*length) set |= UINT64_C(1) << (utf8_next(word, &at) & 63);
  return set;
}

static Status reserve(Vocabulary *v, uint32_t count, Error *err)
{
  if (count <= v->cap) return STATUS_OK;
  uint32_t cap = MAX(MAX(count, 256u), v->cap + v->cap / 2);
  uint64_t *letters = realloc(v->letters, cap * sizeof *letters);
  if (!letters) return error_out_of_memory(err);
  v->letters = letters;
  uint8_t *lengths = realloc(v->lengths, cap * sizeof *lengths);
  if (!lengths) return error_out_of_memory(err);
  v->lengths = lengths;
  v->cap = cap;
  return STATUS_OK;
}

Status vocabulary_add(Vocabulary *v, Text word, Error *err)
{
  uint32_t before = v->words.count, code;
  size_t length;
  TRY(reserve(v, before + 1, err));
  TRY(dictionary_add(&v->words, word, &code, err));
  if (v->words.count == before) return STATUS_OK;
  v->letters[code] = letters_of(word, &length);
  v->lengths[code] = (uint8_t)MIN(length, 255u);
  return STATUS_OK;
}

/* ---- within a few edits */

static bool comes_before(const LikeWord *a, const LikeWord *b)
{
  if (a->edits != b->edits) return a->edits < b->edits;
  int order = memcmp(a->word.data, b->word.data, MIN(a->word.len, b->word.len));
  return order ? order < 0 : a->word.len < b->word.len;
}

/* The list stays sorted; what falls off its end is worse than all that is in it. */
static uint32_t insert(LikeWord *list, uint32_t n, uint32_t most, LikeWord item)
{
  if (n == most && (most == 0 || !comes_before(&item, &list[n - 1]))) return n;
  uint32_t at = n < most ? n++ : n - 1;
  for (; at > 0 && comes_before(&item, &list[at - 1]); at--) list[at] = list[at - 1];
  list[at] = item;
  return n;
}

/* One edit takes at most one letter out of the set and puts one in. */
uint32_t vocabulary_near(const Vocabulary *v, Text word, unsigned edits, LikeWord *out, uint32_t most)
{
  size_t length;
  uint64_t letters = letters_of(word, &length);
  uint32_t n = 0;
  for (uint32_t code = 0; code < v->words.count; code++) {
    if (__builtin_popcountll(letters ^ v->letters[code]) > 2 * (int)edits) continue;
    size_t other = v->lengths[code];
    if (other + edits < MIN(length, 255u) || other > length + edits) continue;
    Text candidate = dictionary_text(&v->words, code);
    unsigned distance = utf8_distance(word, candidate, edits);
    if (distance <= edits) n = insert(out, n, most, (LikeWord){candidate, distance});
  }
  return n;
}

/* ---- by a pattern */

/* The last star that was met may take one letter more whenever what follows it does not fit. */
static bool matches(Text pattern, Text word)
{
  size_t p = 0, w = 0, star = SIZE_MAX, retry = 0;
  while (w < word.len) {
    if (p < pattern.len && pattern.data[p] == '*') {
      star = ++p;
      retry = w;
    } else if (p < pattern.len && pattern.data[p] == '?') {
      p++;
      (void)utf8_next(word, &w);
    } else if (p < pattern.len && pattern.data[p] == word.data[w]) {
      p++;
      w++;
    } else if (star != SIZE_MAX) {
      p = star;
      (void)utf8_next(word, &retry);
      w = retry;
    } else {
      return false;
    }
  }
  while (p < pattern.len && pattern.data[p] == '*') p++;
  return p == pattern.len;
}

uint32_t vocabulary_match(const Vocabulary *v, Text pattern, LikeWord *out, uint32_t most)
{
  uint32_t n = 0;
  for (uint32_t code = 0; code < v->words.count; code++) {
    Text word = dictionary_text(&v->words, code);
    if (!matches(pattern, word)) continue;
    if (n < most) out[n] = (LikeWord){word, 0};
    n++;
  }
  return n;
}
