/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mutate.h"

#include <ctype.h>

typedef struct Mutator {
  Random *random;
  Pieces script, donor;
  Phrases phrases;
  Str *out;
} Mutator;

static Text piece_text(const Pieces *pieces, Span span)
{
  return (Text){pieces->text.data + span.start, span.end - span.start};
}

static bool pick(Mutator *m, const SpanList *list, Span *out)
{
  if (list->n == 0) return false;
  *out = list->at[random_below(m->random, list->n)];
  return true;
}

/* ---- writing: the text up to a place, what is put there, and the rest. Spaces keep tokens apart: `1` and `2`, but
 * also
 * `<` and `>`. */

static void add_apart(Mutator *m, Text text)
{
  if (text.len == 0) return;
  if (m->out->len > 0 && !isspace((unsigned char)text.data[0])) {
    char last = m->out->data[m->out->len - 1];
    if (!isspace((unsigned char)last) && last != '(' && last != '.') str_add_char(m->out, ' ');
  }
  str_add_text(m->out, text);
}

static void add_range(Mutator *m, size_t from, size_t to)
{
  add_apart(m, (Text){m->script.text.data + from, to - from});
}

static void replace(Mutator *m, Span at, Text text)
{
  add_range(m, 0, at.start);
  add_apart(m, text);
  add_range(m, at.end, m->script.text.len);
}

/* What follows is added in place of the span; then comes replace_end. */
static void replace_start(Mutator *m, Span at)
{
  add_range(m, 0, at.start);
  add_apart(m, TEXT(" "));
}

static void replace_end(Mutator *m, Span at)
{
  add_range(m, at.end, m->script.text.len);
}

/* ---- changes: false when the script has not what they need; nothing is written then */

static PieceKind pick_kind(Mutator *m)
{
  static const PieceKind kinds[] = {PIECE_EXPR, PIECE_EXPR, PIECE_EXPR,   PIECE_EXPR,   PIECE_LABELS,
                                    PIECE_NODE, PIECE_REL,  PIECE_PATH,   PIECE_ITEM,   PIECE_CLAUSE,
                                    PIECE_PATH, PIECE_ITEM, PIECE_CLAUSE, PIECE_CLAUSE, PIECE_QUERY};
  return kinds[random_below(m->random, ARRAY_LEN(kinds))];
}

static bool exchange_piece(Mutator *m)
{
  PieceKind kind = pick_kind(m);
  Span at, from;
  if (!pick(m, &m->script.kinds[kind], &at) || !pick(m, &m->donor.kinds[kind], &from)) return false;
  Text text = piece_text(&m->donor, from);
  if (kind != PIECE_EXPR || random_below(m->random, 2)) {
    replace(m, at, text);
    return true;
  }
  replace_start(m, at);
  str_addf(m->out, "(%.*s)", (int)text.len, text.data);
  replace_end(m, at);
  return true;
}

static bool swap_pieces(Mutator *m)
{
  PieceKind kind = pick_kind(m);
  Span a, b;
  if (!pick(m, &m->script.kinds[kind], &a) || !pick(m, &m->script.kinds[kind], &b)) return false;
  if (a.start > b.start) {
    Span other = a;
    a = b;
    b = other;
  }
  if (a.end > b.start) return false;
  add_range(m, 0, a.start);
  add_apart(m, piece_text(&m->script, b));
  add_range(m, a.end, b.start);
  add_apart(m, piece_text(&m->script, a));
  add_range(m, b.end, m->script.text.len);
  return true;
}

static bool insert_clause(Mutator *m)
{
  Span at, from;
  if (!pick(m, &m->script.kinds[PIECE_CLAUSE], &at)) return false;
  if (random_below(m->random, 2))
    at.end = at.start;
  else
    at.start = at.end;
  replace_start(m, at);
  if (random_below(m->random, 3) && pick(m, &m->donor.kinds[PIECE_CLAUSE], &from))
    str_add_text(m->out, piece_text(&m->donor, from));
  else
    phrase_add_clause(&m->phrases);
  replace_end(m, at);
  return true;
}

static bool delete_clause(Mutator *m)
{
  Span at;
  if (m->script.kinds[PIECE_CLAUSE].n < 2 || !pick(m, &m->script.kinds[PIECE_CLAUSE], &at)) return false;
  replace(m, at, TEXT(""));
  return true;
}

static bool wrap_expr(Mutator *m)
{
  Span at;
  if (!pick(m, &m->script.kinds[PIECE_EXPR], &at)) return false;
  replace_start(m, at);
  phrase_add_around(&m->phrases, piece_text(&m->script, at));
  replace_end(m, at);
  return true;
}

/* An expression that holds another one, in place of which the other one stands alone. */
static bool unwrap_expr(Mutator *m)
{
  Span at, inner;
  if (!pick(m, &m->script.kinds[PIECE_EXPR], &at) || !pick(m, &m->script.kinds[PIECE_EXPR], &inner)) return false;
  if (inner.start < at.start || inner.end > at.end || inner.end - inner.start == at.end - at.start) return false;
  replace(m, at, piece_text(&m->script, inner));
  return true;
}

static bool new_expr(Mutator *m)
{
  Span at;
  if (!pick(m, &m->script.kinds[PIECE_EXPR], &at)) return false;
  replace_start(m, at);
  phrase_add_expr(&m->phrases);
  replace_end(m, at);
  return true;
}

static bool new_path(Mutator *m)
{
  Span at;
  if (!pick(m, &m->script.kinds[PIECE_PATH], &at)) return false;
  replace_start(m, at);
  phrase_add_path(&m->phrases);
  replace_end(m, at);
  return true;
}

static bool rename_one(Mutator *m)
{
  Span at, from;
  if (!pick(m, &m->script.variables, &at) || !pick(m, &m->script.variables, &from)) return false;
  replace(m, at, piece_text(&m->script, from));
  return true;
}

static bool wrap_query(Mutator *m)
{
  bool whole = random_below(m->random, 2);
  Span at;
  if (!pick(m, &m->script.kinds[whole ? PIECE_STATEMENT : PIECE_QUERY], &at)) return false;
  Text text = piece_text(&m->script, at);
  bool ends = text.len > 0 && text.data[text.len - 1] == ';';
  replace_start(m, at);
  phrase_add_around_query(&m->phrases, text);
  if (ends) str_add_char(m->out, ';');
  replace_end(m, at);
  return true;
}

/* Behind a statement another one, of the donor's or a new one. */
static bool insert_statement(Mutator *m)
{
  Span at, from;
  if (!pick(m, &m->script.kinds[PIECE_STATEMENT], &at)) return false;
  Text text = piece_text(&m->script, at);
  at.start = at.end;
  replace_start(m, at);
  if (text.len == 0 || text.data[text.len - 1] != ';') str_add_char(m->out, ';');
  if (random_below(m->random, 3) && pick(m, &m->donor.kinds[PIECE_STATEMENT], &from))
    str_add_text(m->out, piece_text(&m->donor, from));
  else
    phrase_add_statement(&m->phrases);
  if (m->out->len > 0 && m->out->data[m->out->len - 1] != ';') str_add_char(m->out, ';');
  replace_end(m, at);
  return true;
}

static bool delete_statement(Mutator *m)
{
  Span at;
  if (m->script.kinds[PIECE_STATEMENT].n < 2 || !pick(m, &m->script.kinds[PIECE_STATEMENT], &at)) return false;
  replace(m, at, TEXT(""));
  return true;
}

/* A token goes, comes twice, or gives way to another one. */
static bool change_token(Mutator *m)
{
  Span at, from;
  if (!pick(m, &m->script.tokens, &at)) return false;
  switch (random_below(m->random, 4)) {
  case 0: replace(m, at, TEXT("")); return true;
  case 1:
    from = at;
    at.start = at.end;
    replace(m, at, piece_text(&m->script, from));
    return true;
  case 2:
    if (!pick(m, &m->donor.tokens, &from)) return false;
    replace(m, at, piece_text(&m->donor, from));
    return true;
  default:
    replace_start(m, at);
    phrase_add_token(&m->phrases);
    replace_end(m, at);
    return true;
  }
}

/* A row of tokens in place of another row. */
static bool splice_tokens(Mutator *m)
{
  Span a, b, c, d;
  if (!pick(m, &m->script.tokens, &a) || !pick(m, &m->script.tokens, &b)) return false;
  if (!pick(m, &m->donor.tokens, &c) || !pick(m, &m->donor.tokens, &d)) return false;
  Span at = {MIN(a.start, b.start), MAX(a.end, b.end)}, from = {MIN(c.start, d.start), MAX(c.end, d.end)};
  replace(m, at, piece_text(&m->donor, from));
  return true;
}

static const struct {
  bool (*run)(Mutator *m);
  uint32_t weight;
} changes[] = {
    {exchange_piece, 28},  {swap_pieces, 8},      {insert_clause, 12}, {delete_clause, 5}, {wrap_expr, 12},
    {unwrap_expr, 4},      {new_expr, 14},        {new_path, 6},       {rename_one, 6},    {wrap_query, 4},
    {insert_statement, 5}, {delete_statement, 4}, {change_token, 6},   {splice_tokens, 3},
};

static bool change(Mutator *m)
{
  uint32_t total = 0;
  for (size_t i = 0; i < ARRAY_LEN(changes); i++) total += changes[i].weight;
  for (unsigned attempt = 0; attempt < 20; attempt++) {
    uint32_t at = random_below(m->random, total);
    size_t i = 0;
    while (at >= changes[i].weight) at -= changes[i++].weight;
    if (changes[i].run(m)) return true;
  }
  return false;
}

bool mutate(Str *out, Text script, Text donor, Random *random)
{
  uint32_t count = 1;
  while (count < 4 && random_below(random, 3) == 0) count++;
  Str text;
  str_init(&text);
  str_add_text(&text, script);
  bool changed = false;
  for (uint32_t i = 0; i < count && !text.bad; i++) {
    Arena arena;
    Str next;
    arena_init(&arena, NULL);
    str_init(&next);
    Mutator m = {.random = random, .out = &next};
    m.phrases = (Phrases){random, &m.script, &next};
    pieces_cut(&m.script, &arena, str_text(&text));
    pieces_cut(&m.donor, &arena, donor);
    bool done = change(&m) && !next.bad;
    arena_free(&arena);
    if (done) {
      Str old = text;
      text = next;
      next = old;
      changed = true;
    }
    str_free(&next);
  }
  if (changed) str_add_text(out, str_text(&text));
  str_free(&text);
  return changed && !out->bad;
}
