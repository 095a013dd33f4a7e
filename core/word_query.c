/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading what people look for into a tree, and writing the tree as an expression of FTS5; see word_query.h. The rules
 * are those of Lucene's classic query parser: words without an operator are alternatives, and AND makes both of its
 * sides required. Different is that a word that falls apart into several (a hyphen in it) is looked for as these words
 * in a row, and that exclusions alone leave everything else rather than nothing.
 *
 * Every word that is written into the expression is quoted and folded, so nothing that a user types is seen by FTS5's
 * own parser. */
#include "word_query.h"

#include "nearest.h"
#include "utf8.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  DEEPEST = 10,        /* parentheses: FTS5's parser has room for a hundred symbols */
  MOST_PHRASES = 5000, /* FTS5 copies all alternatives before one when it reads that one */
  MOST_NEAR = 50,      /* words that a fuzzy word stands for, as in Lucene */
  MOST_MATCHES = 1024, /* likewise for a pattern */
  MOST_EDITS = 2,
  LONGEST_SHOWN = 80
};

typedef enum PartKind {
  PART_PHRASE, /* words in a row; with prefix the last one is the beginning of a word */
  PART_NEAR,   /* words with at most `between` others among them */
  PART_CHOICE, /* any one of the words */
  PART_EVERY,
  PART_GROUP
} PartKind;

typedef enum Occur { OCCUR_MAY, OCCUR_MUST, OCCUR_NOT } Occur;

/* What is left of a part: nothing at all was asked for (signs without a letter), or what can be in no row. */
typedef enum PartState { STATE_SKIP, STATE_NONE, STATE_GOOD } PartState;

typedef struct Part Part;
struct Part {
  PartKind kind;
  Occur occur;
  PartState state;
  bool prefix;
  const bool *columns; /* NULL: all */
  double weight;
  int64_t between;
  LikeWord *words;
  uint32_t n;
  size_t length;      /* PART_CHOICE: letters of the word that they are like */
  Part *first, *last; /* PART_GROUP */
  Part *next;
};

typedef struct QueryReader {
  Arena *arena;
  Text text;
  size_t at;
  const Text *fields;
  uint32_t field_count, depth;
  WordTable *table;
  Error *err;
} QueryReader;

static Status refuse(const QueryReader *r, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
static Status refuse(const QueryReader *r, size_t at, const char *format, ...)
{
  va_list args;
  Str why;
  str_init(&why);
  va_start(args, format);
  char text[512];
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  size_t shown = utf8_cut(r->text, LONGEST_SHOWN);
  return error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "the full-text query '%.*s%s' cannot be read at its character %zu: %s", (int)shown, r->text.data,
                   shown < r->text.len ? "..." : "", utf8_length((Text){r->text.data, at}) + 1, text);
}

/* ---- signs */

static bool at_end(const QueryReader *r)
{
  return r->at == r->text.len;
}

static char peek(const QueryReader *r)
{
  return at_end(r) ? '\0' : r->text.data[r->at];
}

static void skip_blanks(QueryReader *r)
{
  for (size_t next = r->at; next < r->text.len; r->at = next)
    if (!utf8_is_space(utf8_next(r->text, &next))) break;
}

/* Whether the text goes on with the word, and then with something that is not part of it. */
static bool take_operator(QueryReader *r, const char *word)
{
  size_t end = r->at + strlen(word);
  if (!text_begins((Text){r->text.data + r->at, r->text.len - r->at}, text_of(word))) return false;
  bool is_word = word[0] >= 'A' && word[0] <= 'Z';
  if (is_word && end < r->text.len && !strchr(" \t\r\n+-!()\"", r->text.data[end])) return false;
  r->at = end;
  return true;
}

static bool take(QueryReader *r, char sign)
{
  if (at_end(r) || peek(r) != sign) return false;
  r->at++;
  return true;
}

static bool take_number(QueryReader *r, double *number)
{
  char digits[32];
  size_t n = 0;
  while (n + 1 < sizeof digits && r->at + n < r->text.len && strchr("0123456789.", r->text.data[r->at + n]) &&
         r->text.data[r->at + n])
    n++;
  if (n == 0) return false;
  memcpy(digits, r->text.data + r->at, n);
  digits[n] = '\0';
  char *end;
  *number = strtod(digits, &end);
  if (*end) return false;
  r->at += n;
  return true;
}

/* ---- words */

static Part *new_part(QueryReader *r, PartKind kind)
{
  Part *part = arena_new(r->arena, Part);
  part->kind = kind;
  part->weight = 1;
  part->state = STATE_GOOD;
  return part;
}

static void add_word(QueryReader *r, Part *part, uint32_t *cap, Text word)
{
  if (part->n == *cap) {
    LikeWord *grown = arena_array(r->arena, LikeWord, MAX(8u, *cap * 2));
    if (r->arena->bad) return;
    if (part->n) memcpy(grown, part->words, part->n * sizeof *grown);
    part->words = grown;
    *cap = MAX(8u, *cap * 2);
  }
  part->words[part->n++] = (LikeWord){arena_text(r->arena, word), 0};
}

static Status split(QueryReader *r, Part *part, Text text)
{
  WordReader words;
  uint32_t cap = 0;
  words_begin(&words, text);
  while (words_next(&words)) add_word(r, part, &cap, words.word);
  bool bad = words.folded.bad;
  words_end(&words);
  if (bad) return error_out_of_memory(r->err);
  if (part->n == 0) part->state = STATE_SKIP;
  return arena_check(r->arena, r->err);
}

/* Words that stand for one: the nearer, the more they count, as in Lucene. */
static Status fuzzy(QueryReader *r, Part *part, size_t start, unsigned edits)
{
  const Vocabulary *vocabulary;
  if (part->state == STATE_SKIP) return STATUS_OK;
  if (part->n > 1) return refuse(r, start, "`~` stands behind one word, and this is %u", part->n);
  Text word = part->words[0].word;
  part->length = utf8_length(word);
  unsigned half = (unsigned)part->length / 2;
  TRY(word_table_vocabulary(r->table, &vocabulary, r->err));
  part->kind = PART_CHOICE;
  part->words = arena_array(r->arena, LikeWord, MOST_NEAR);
  TRY(arena_check(r->arena, r->err));
  part->n = vocabulary_near(vocabulary, word, MIN(edits, half), part->words, MOST_NEAR);
  if (part->n == 0) part->state = STATE_NONE;
  return STATUS_OK;
}

/* The text with its signs * and ? where `wild` says that they are meant as such. */
static Status pattern(QueryReader *r, Part *part, size_t start, Text text, const bool *wild)
{
  const Vocabulary *vocabulary;
  Str folded;
  str_init(&folded);
  for (size_t at = 0, next; at < text.len; at = next) {
    for (next = at; next < text.len && !wild[next];) next++;
    if (next > at)
      words_fold(&folded, (Text){text.data + at, next - at});
    else
      str_add_char(&folded, text.data[next++]);
  }
  Status status = str_check(&folded, r->err);
  part->kind = PART_CHOICE;
  part->words = arena_array(r->arena, LikeWord, MOST_MATCHES);
  if (status == STATUS_OK) status = arena_check(r->arena, r->err);
  if (status == STATUS_OK) status = word_table_vocabulary(r->table, &vocabulary, r->err);
  if (status == STATUS_OK) {
    part->n = vocabulary_match(vocabulary, str_text(&folded), part->words, MOST_MATCHES);
    if (part->n == 0) part->state = STATE_NONE;
    if (part->n > MOST_MATCHES)
      status = refuse(r, start, "%u words match this pattern, which is more than %d: write more of it", part->n,
                      (int)MOST_MATCHES);
  }
  str_free(&folded);
  return status;
}

static Status take_edits(QueryReader *r, unsigned *edits)
{
  double number = MOST_EDITS;
  size_t start = r->at;
  (void)take_number(r, &number);
  if (number != 0 && number != 1 && number != 2)
    return refuse(r, start, "the number behind `~` is how many letters may differ: 0, 1 or 2");
  *edits = (unsigned)number;
  return STATUS_OK;
}

/* ---- one thing to look for */

typedef struct RawTerm {
  Str text;       /* without backslashes */
  Str wild;       /* beside it: 1 where there is a sign * or ? that was written without one */
  uint32_t signs; /* how many of those */
} RawTerm;

static bool ends_term(char c)
{
  return c == '\0' || strchr("\"()[]{}^~:", c) != NULL;
}

static Status take_raw(QueryReader *r, RawTerm *raw)
{
  while (!at_end(r)) {
    size_t start = r->at, next = r->at;
    bool escaped = peek(r) == '\\';
    if (escaped && ++next == r->text.len) return refuse(r, start, "there is nothing behind the backslash");
    char c = r->text.data[next];
    bool blank = utf8_is_space(utf8_next(r->text, &next));
    if (!escaped && (blank || ends_term(c))) break;
    size_t first = start + escaped;
    bool sign = !escaped && (c == '*' || c == '?');
    str_add_bytes(&raw->text, r->text.data + first, next - first);
    for (size_t i = first; i < next; i++) str_add_char(&raw->wild, sign);
    raw->signs += sign;
    r->at = next;
  }
  TRY(str_check(&raw->text, r->err));
  return str_check(&raw->wild, r->err);
}

static Status read_term(QueryReader *r, size_t start, RawTerm *raw, const bool *columns, Part **out)
{
  Text text = str_text(&raw->text);
  const bool *wild = (const bool *)(const void *)raw->wild.data;
  Part *part = *out = new_part(r, PART_PHRASE);
  unsigned edits = MOST_EDITS;
  part->columns = columns;
  if (raw->signs == 0) {
    TRY(split(r, part, text));
    if (!take(r, '~')) return STATUS_OK;
    TRY(take_edits(r, &edits));
    return fuzzy(r, part, start, edits);
  }
  if (peek(r) == '~') return refuse(r, r->at, "`~` cannot stand behind a pattern with * or ?");
  if (text.len == 1 && text.data[0] == '*') {
    if (columns) return refuse(r, start, "* alone stands for every row, and goes without a property");
    part->kind = PART_EVERY;
    return STATUS_OK;
  }
  bool beginning = raw->signs == 1 && wild[text.len - 1] && text.data[text.len - 1] == '*';
  if (!beginning) return pattern(r, part, start, text, wild);
  part->prefix = true;
  return split(r, part, (Text){text.data, text.len - 1});
}

static Status read_phrase(QueryReader *r, const bool *columns, Part **out)
{
  size_t start = r->at++;
  Str text;
  str_init(&text);
  while (!at_end(r) && peek(r) != '"') {
    if (peek(r) == '\\' && r->at + 1 < r->text.len) r->at++;
    str_add_char(&text, r->text.data[r->at++]);
  }
  Part *part = *out = new_part(r, PART_PHRASE);
  part->columns = columns;
  Status status = at_end(r) ? refuse(r, start, "the quotation mark is not closed") : str_check(&text, r->err);
  if (status == STATUS_OK) status = split(r, part, str_text(&text));
  str_free(&text);
  TRY(status);
  r->at++;
  double between = 0;
  size_t at = r->at;
  if (!take(r, '~')) return STATUS_OK;
  if (!take_number(r, &between) || between != floor(between) || between > INT32_MAX)
    return refuse(r, at, "behind a phrase, `~` wants a whole number: how many words may be between its words");
  if (part->n > 1 && between > 0) part->kind = PART_NEAR;
  part->between = (int64_t)between;
  return STATUS_OK;
}

/* ---- fields */

static Status read_field(QueryReader *r, size_t start, const RawTerm *raw, const bool **columns)
{
  Text name = str_text(&raw->text);
  bool *chosen = arena_array(r->arena, bool, r->field_count), any = false;
  TRY(arena_check(r->arena, r->err));
  bool prefix = raw->signs == 1 && name.len > 1 && raw->wild.data[name.len - 1];
  if (prefix) name.len--;
  NearestName nearest = nearest_name(name);
  Text best = {NULL, 0};
  for (uint32_t i = 0; i < r->field_count; i++) {
    Text field = r->fields[i];
    chosen[i] = prefix ? text_begins(field, name) : text_equal(field, name);
    any |= chosen[i];
    if (nearest_name_try(&nearest, field)) best = field;
  }
  *columns = chosen;
  if (any) return STATUS_OK;
  int len = (int)MIN(name.len, (size_t)100);
  if (best.data)
    return refuse(r, start, "the index has no property `%.*s`; did you mean `%.*s`?", len, name.data, (int)best.len,
                  best.data);
  return refuse(r, start, "the index has no property `%.*s` (a colon that is part of a word is written `\\:`)", len,
                name.data);
}

/* ---- groups */

static Status read_clauses(QueryReader *r, const bool *columns, Part *group);

static Status read_group(QueryReader *r, const bool *columns, Part **out)
{
  size_t start = r->at++;
  *out = new_part(r, PART_GROUP);
  TRY(read_clauses(r, columns, *out));
  return take(r, ')') ? STATUS_OK : refuse(r, start, "the parenthesis is not closed");
}

static Status read_part(QueryReader *r, const bool *columns, Part **out);

static Status read_word_or_field(QueryReader *r, const bool *columns, Part **out)
{
  RawTerm raw = {.signs = 0};
  size_t start = r->at;
  str_init(&raw.text);
  str_init(&raw.wild);
  Status status = take_raw(r, &raw);
  if (status == STATUS_OK && raw.text.len == 0) {
    status = at_end(r)
                 ? refuse(r, start, "something to look for is missing")
                 : refuse(r, start, "unexpected `%c`: a sign that is to be found is written with a backslash", peek(r));
  } else if (status == STATUS_OK && take(r, ':')) {
    bool everything = raw.signs == 1 && raw.text.len == 1 && peek(r) == '*';
    if (!everything) status = read_field(r, start, &raw, &columns);
    skip_blanks(r);
    if (status == STATUS_OK) status = read_part(r, everything ? NULL : columns, out);
  } else if (status == STATUS_OK) {
    status = read_term(r, start, &raw, columns, out);
  }
  str_free(&raw.text);
  str_free(&raw.wild);
  return status;
}

static Status read_what(QueryReader *r, const bool *columns, Part **out)
{
  switch (peek(r)) {
  case '"': return read_phrase(r, columns, out);
  case '(': return read_group(r, columns, out);
  case '[':
  case '{': return refuse(r, r->at, "ranges are not supported: compare the property in WHERE");
  case '/': return refuse(r, r->at, "regular expressions are not supported: use =~ in WHERE, or a pattern with * or ?");
  default: return read_word_or_field(r, columns, out);
  }
}

static Status read_part(QueryReader *r, const bool *columns, Part **out)
{
  if (r->depth == DEEPEST) return refuse(r, r->at, "it is nested deeper than %d times", (int)DEEPEST);
  r->depth++;
  TRY(read_what(r, columns, out));
  r->depth--;
  return STATUS_OK;
}

static Status read_weight(QueryReader *r, Part *part)
{
  size_t at = r->at;
  if (!take(r, '^')) return STATUS_OK;
  if (take_number(r, &part->weight)) return STATUS_OK;
  return refuse(r, at, "behind `^` a number says how much the word counts");
}

static bool at_closing(const QueryReader *r)
{
  return at_end(r) || peek(r) == ')';
}

static Status read_clauses(QueryReader *r, const bool *columns, Part *group)
{
  for (;;) {
    skip_blanks(r);
    size_t start = r->at;
    bool both = group->first && (take_operator(r, "AND") || take_operator(r, "&&"));
    bool either = group->first && !both && (take_operator(r, "OR") || take_operator(r, "||"));
    skip_blanks(r);
    if (at_closing(r) && !both && !either) break;
    bool must = take(r, '+');
    bool excluded = !must && (take_operator(r, "NOT") || take(r, '-') || take_operator(r, "!"));
    skip_blanks(r);
    if (at_closing(r)) return refuse(r, start, "something to look for is missing behind this");
    Part *part;
    TRY(read_part(r, columns, &part));
    TRY(read_weight(r, part));
    TRY(arena_check(r->arena, r->err));
    if (both && group->last->occur == OCCUR_MAY) group->last->occur = OCCUR_MUST;
    part->occur = excluded ? OCCUR_NOT : must || both ? OCCUR_MUST : OCCUR_MAY;
    if (group->last)
      group->last->next = part;
    else
      group->first = part;
    group->last = part;
  }
  if (group->first) return STATUS_OK;
  return refuse(r, r->at, "there is nothing to look for");
}

/* ---- what is left of it */

static void settle(Part *part)
{
  bool must = false, excluded = false, some = false, none = false;
  if (part->kind != PART_GROUP) return;
  for (Part *p = part->first; p; p = p->next) {
    settle(p);
    if (p->state == STATE_SKIP) continue;
    bool good = p->state == STATE_GOOD;
    if (p->occur == OCCUR_MUST && !good) part->state = STATE_NONE;
    must |= p->occur == OCCUR_MUST;
    some |= p->occur == OCCUR_MAY && good;
    none |= p->occur == OCCUR_MAY && !good;
    excluded |= p->occur == OCCUR_NOT;
  }
  if (!must && !some && part->state == STATE_GOOD) part->state = none ? STATE_NONE : excluded ? STATE_GOOD : STATE_SKIP;
}

/* ---- as an expression of FTS5 */

typedef struct Writer {
  Str text, weights;
  uint32_t phrases;
  uint32_t columns;
} Writer;

static void write_phrase(Writer *w, const LikeWord *words, uint32_t n, double weight)
{
  str_add_char(&w->text, '"');
  for (uint32_t i = 0; i < n; i++) {
    if (i) str_add_char(&w->text, ' ');
    str_add_text(&w->text, words[i].word);
  }
  str_add_char(&w->text, '"');
  str_add_bytes(&w->weights, &weight, sizeof weight);
  w->phrases++;
}

static void write_every(Writer *w)
{
  const LikeWord every = {TEXT(WORD_TABLE_EVERY), 0};
  write_phrase(w, &every, 1, 0);
}

static void write_columns(Writer *w, const bool *columns)
{
  if (!columns) return;
  str_add_char(&w->text, '{');
  for (uint32_t i = 0; i < w->columns; i++)
    if (columns[i]) str_addf(&w->text, " c%u", i);
  str_add(&w->text, " } : ");
}

/* The letters that differ take from what the word counts. */
static double nearness(const LikeWord *word, size_t length)
{
  if (word->edits == 0) return 1;
  size_t shorter = MAX(MIN(length, utf8_length(word->word)), (size_t)1);
  return 1 - (double)word->edits / (double)shorter;
}

static void write_part(Writer *w, const Part *part, double weight);

/* The parts that occur in one way, with a word between them. */
static uint32_t write_parts(Writer *w, const Part *group, Occur occur, const char *between, double weight)
{
  uint32_t n = 0;
  for (const Part *p = group->first; p; p = p->next) {
    if (p->occur != occur || p->state != STATE_GOOD) continue;
    if (n++) str_add(&w->text, between);
    write_part(w, p, occur == OCCUR_NOT ? 0 : weight);
  }
  return n;
}

static bool has(const Part *group, Occur occur)
{
  const Part *p = group->first;
  while (p && (p->occur != occur || p->state != STATE_GOOD)) p = p->next;
  return p != NULL;
}

/* What may be there beside what must be is joined so that it decides about nothing and counts all the same. */
static void write_wanted(Writer *w, const Part *group, double weight)
{
  bool must = has(group, OCCUR_MUST), may = has(group, OCCUR_MAY);
  if (must) (void)write_parts(w, group, OCCUR_MUST, " AND ", weight);
  if (must && may) str_add(&w->text, " AND (");
  if (may) (void)write_parts(w, group, OCCUR_MAY, " OR ", weight);
  if (must && may) str_add(&w->text, " OR ");
  if (must == may) write_every(w);
  if (must && may) str_add_char(&w->text, ')');
}

static void write_group(Writer *w, const Part *group, double weight)
{
  bool excluded = has(group, OCCUR_NOT);
  str_add(&w->text, excluded ? "((" : "(");
  write_wanted(w, group, weight);
  if (excluded) {
    str_add(&w->text, ") NOT (");
    (void)write_parts(w, group, OCCUR_NOT, " OR ", weight);
    str_add_char(&w->text, ')');
  }
  str_add_char(&w->text, ')');
}

static void write_choice(Writer *w, const Part *part, double weight)
{
  str_add_char(&w->text, '(');
  for (uint32_t i = 0; i < part->n; i++) {
    if (i) str_add(&w->text, " OR ");
    write_phrase(w, &part->words[i], 1, weight * nearness(&part->words[i], part->length));
  }
  str_add_char(&w->text, ')');
}

static void write_part(Writer *w, const Part *part, double weight)
{
  weight *= part->weight;
  if (part->kind != PART_GROUP) write_columns(w, part->columns);
  switch (part->kind) {
  case PART_PHRASE:
    write_phrase(w, part->words, part->n, weight);
    if (part->prefix) str_add(&w->text, " *");
    break;
  case PART_NEAR:
    str_add(&w->text, "NEAR(");
    for (uint32_t i = 0; i < part->n; i++) {
      if (i) str_add_char(&w->text, ' ');
      write_phrase(w, &part->words[i], 1, weight);
    }
    str_addf(&w->text, ", %lld)", (long long)part->between);
    break;
  case PART_CHOICE: write_choice(w, part, weight); break;
  case PART_EVERY: write_every(w); break;
  case PART_GROUP: write_group(w, part, weight); break;
  }
}

static Status write_query(Arena *arena, const Part *all, uint32_t columns, WordExpression *out, Error *err)
{
  Writer w = {.columns = columns};
  str_init(&w.text);
  str_init(&w.weights);
  write_part(&w, all, 1);
  Status status = str_check(&w.text, err);
  if (status == STATUS_OK) status = str_check(&w.weights, err);
  double *weights = arena_array(arena, double, w.phrases);
  if (status == STATUS_OK) status = arena_check(arena, err);
  if (status == STATUS_OK) {
    memcpy(weights, w.weights.data, w.phrases * sizeof *weights);
    *out = (WordExpression){arena_text(arena, str_text(&w.text)), weights, w.phrases};
    status = arena_check(arena, err);
  }
  str_free(&w.text);
  str_free(&w.weights);
  if (status != STATUS_OK || w.phrases <= MOST_PHRASES) return status;
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "the full-text query looks for %u words, which is more than %d", w.phrases, (int)MOST_PHRASES);
}

Status word_query_read(Arena *arena, Text query, const Text *fields, uint32_t field_count, WordTable *table,
                       WordExpression *out, Error *err)
{
  QueryReader r = {
      .arena = arena, .text = query, .fields = fields, .field_count = field_count, .table = table, .err = err};
  *out = (WordExpression){.phrases = 0};
  Part *all = new_part(&r, PART_GROUP);
  TRY(arena_check(arena, err));
  TRY(read_clauses(&r, NULL, all));
  if (!at_end(&r)) return refuse(&r, r.at, "there is no parenthesis that this one closes");
  settle(all);
  return all->state == STATE_GOOD ? write_query(arena, all, field_count, out, err) : STATUS_OK;
}
