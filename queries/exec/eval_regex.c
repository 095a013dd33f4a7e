/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The =~ operator: the whole text must match a regular expression (PCRE2, UTF mode). A pattern is compiled once and
 * kept until another one comes; all its memory comes from the run's arena, so nothing needs freeing. Matching is
 * limited, so that no pattern can hang a query. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/utf8.h"
#include "eval_internal.h"

#include <pcre2.h>

enum { MATCH_LIMIT = 10000000, HEAP_LIMIT_KB = 65536 };

typedef struct Regex {
  pcre2_general_context *memory;
  pcre2_match_context *limits;
  pcre2_match_data *match;
  pcre2_code *code;
  Text pattern;
} Regex;

static void *take(PCRE2_SIZE size, void *arena)
{
  void *p = arena_alloc(arena, size);
  return ((Arena *)arena)->bad ? NULL : p;
}

static void give_back(void *block, void *arena)
{
  (void)block;
  (void)arena;
}

static Status regex_error(Evaluation *r, const Eval *e, int code, const char *what)
{
  PCRE2_UCHAR message[160];
  if (pcre2_get_error_message(code, message, sizeof message) < 0) message[0] = '\0';
  error_set(r->x->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s: %s", what, (const char *)message);
  return eval_failed(r, e);
}

static Status malformed(Evaluation *r, const Eval *e, Text pattern, int code, size_t at)
{
  PCRE2_UCHAR message[160];
  if (pcre2_get_error_message(code, message, sizeof message) < 0) message[0] = '\0';
  size_t before = utf8_length((Text){pattern.data, MIN(at, pattern.len)}), shown = utf8_cut(pattern, 100);
  error_set(r->x->err, ERROR_ARGUMENT, "InvalidArgumentValue",
            "'%.*s%s' is no regular expression: %s behind its character %zu", (int)shown, pattern.data,
            shown < pattern.len ? "..." : "", (const char *)message, before);
  return eval_failed(r, e);
}

static Status compile(Evaluation *r, Eval *e, Text pattern, Regex **out)
{
  Regex *x = e->cache;
  if (x && text_equal(x->pattern, pattern)) {
    *out = x;
    return STATUS_OK;
  }
  Arena *arena = &r->x->arena;
  if (!x) x = arena_new(arena, Regex);
  if (!x->memory) {
    x->memory = pcre2_general_context_create(take, give_back, arena);
    x->limits = x->memory ? pcre2_match_context_create(x->memory) : NULL;
    if (!x->limits) return error_out_of_memory(r->x->err);
    pcre2_set_match_limit(x->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(x->limits, HEAP_LIMIT_KB);
  }
  pcre2_compile_context *context = pcre2_compile_context_create(x->memory);
  int code = 0;
  PCRE2_SIZE at = 0;
  uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
  x->code = pcre2_compile((PCRE2_SPTR)pattern.data, pattern.len, options, &code, &at, context);
  TRY(arena_check(arena, r->x->err));
  if (!x->code) return malformed(r, e, pattern, code, at);
  x->match = pcre2_match_data_create_from_pattern(x->code, x->memory);
  x->pattern = arena_text(arena, pattern);
  if (!x->match) return error_out_of_memory(r->x->err);
  e->cache = *out = x;
  return arena_check(arena, r->x->err);
}

Status eval_regex(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec a, b;
  Value *values;
  TRY(eval_operands(r, e, rows, &a, &b, &values, out));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value text = vec_get(&a, row), pattern = vec_get(&b, row);
    values[row] = VALUE_NULL_VALUE;
    if (text.type != VALUE_STRING || pattern.type != VALUE_STRING) continue;
    Regex *x = NULL;
    TRY(compile(r, e, value_text(pattern), &x));
    int found = pcre2_match(x->code, (PCRE2_SPTR)text.text, text.aux, 0, PCRE2_NO_UTF_CHECK, x->match, x->limits);
    TRY(arena_check(&r->x->arena, r->x->err));
    if (found < 0 && found != PCRE2_ERROR_NOMATCH)
      return regex_error(r, e, found, "this regular expression needs too much work");
    values[row] = value_bool(found >= 0);
  }
  return STATUS_OK;
}
