/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From text to checked tree and back. What has to hold: a text that is refused is refused with an error that is whole
 * and lies within the text; a tree that is printed parses back to an equal one, which prints the same and which the
 * checker judges alike; and a statement ends where parse_statement_end says. */
#include "target.h"

#include "check/check.h"
#include "core/str.h"
#include "core/utf8.h"
#include "grammar/parse.h"
#include "grammar/source.h"
#include "pieces.h"

const bool target_takes_files = false;

static bool complain(Str *complaint, const char *what, Text statement, Text printed)
{
  str_addf(complaint, "%s\n  statement: %.*s\n", what, (int)statement.len, statement.data);
  if (printed.len) str_addf(complaint, "  printed:   %.*s\n", (int)printed.len, printed.data);
  return false;
}

/* Also shows the error, which must be possible for any. */
static bool error_is_whole(Text statement, const Error *err, Str *complaint)
{
  Str shown;
  str_init(&shown);
  source_render_error(&shown, statement, err);
  Text message = text_of(err->message), rendered = str_text(&shown);
  bool whole = err->kind != ERROR_NONE && err->kind != ERROR_INTERNAL && message.len > 0 &&
               err->span.start <= err->span.end && err->span.start <= statement.len &&
               (utf8_valid(statement) < statement.len || utf8_valid(rendered) == rendered.len);
  if (!whole) str_addf(complaint, "an error that is not whole: %s", str_cstr(&shown));
  str_free(&shown);
  return whole || complain(complaint, "", statement, TEXT(""));
}

/* The checker's judgement of a tree, and the numbers that go with it. */
typedef struct Judgement {
  Status status;
  Error error;
  uint32_t columns, parameters;
  bool writes;
} Judgement;

static Judgement judge(Arena *arena, Statement *statement)
{
  Judgement j = {0};
  CheckOptions options = {0};
  Checked checked;
  j.status = check_statement(arena, statement, &options, &checked, &j.error);
  if (j.status != STATUS_OK) return j;
  j.columns = checked.column_count;
  j.parameters = checked.parameter_count;
  j.writes = checked.writes;
  return j;
}

static bool same_text(const char *a, const char *b)
{
  return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Columns without an alias are named by the text as it was written, which the printer does not keep: two that differ in
 * blanks or brackets become one, and what was said of one becomes a matter of the other. */
static bool is_about_names(const Error *err)
{
  static const char *const details[] = {"ColumnNameConflict", "DifferentColumnsInUnion", "VariableAlreadyBound",
                                        "UndefinedVariable", "VariableTypeConflict"};
  for (size_t i = 0; i < ARRAY_LEN(details); i++)
    if (same_text(err->detail, details[i])) return true;
  return false;
}

/* Which of several errors is found first may depend on such a name, too. */
static bool judged_alike(const Judgement *a, const Judgement *b)
{
  if (is_about_names(&a->error) || is_about_names(&b->error)) return true;
  return a->status == b->status && a->error.kind == b->error.kind && a->columns == b->columns &&
         a->parameters == b->parameters && a->writes == b->writes;
}

static bool comes_back(Arena *arena, Text statement, Statement *tree, Str *printed, Str *complaint)
{
  Statement *again;
  Error err = {0};
  ast_print_statement(printed, tree);
  if (printed->bad) return true;
  Text text = str_text(printed);
  if (parse_statement(arena, text, &again, &err) != STATUS_OK) {
    str_addf(complaint, "what is printed does not parse: %s", err.message);
    return complain(complaint, "", statement, text);
  }
  if (!ast_statement_equal(tree, again)) return complain(complaint, "comes back different", statement, text);
  Str twice;
  str_init(&twice);
  ast_print_statement(&twice, again);
  bool same = twice.bad || text_equal(text, str_text(&twice));
  str_free(&twice);
  if (!same) return complain(complaint, "prints differently the second time", statement, text);

  Judgement first = judge(arena, tree), second = judge(arena, again);
  if (first.status != STATUS_OK && !error_is_whole(statement, &first.error, complaint)) return false;
  if (!judged_alike(&first, &second)) {
    str_addf(complaint, "is judged differently when printed: first: %s; then: %s\n", first.error.message,
             second.error.message);
    return complain(complaint, "", statement, text);
  }
  /* Plans show expressions after the checker's rewriting. */
  str_clear(printed);
  ast_print_statement(printed, tree);
  return true;
}

static bool check_one(Text statement, Str *complaint)
{
  Arena arena;
  Str printed;
  Statement *tree;
  Error err = {0};
  arena_init(&arena, NULL);
  str_init(&printed);
  bool good;
  if (parse_statement(&arena, statement, &tree, &err) == STATUS_OK)
    good = comes_back(&arena, statement, tree, &printed, complaint);
  else
    good = error_is_whole(statement, &err, complaint);
  str_free(&printed);
  arena_free(&arena);
  return good;
}

/* If the whole text is one statement, then no other one begins within it. */
static bool ends_where_it_ends(Text script, Str *complaint)
{
  Arena arena;
  Statement *tree;
  Error err = {0};
  bool blank = true, good = true;
  Text first = script_first(script), rest = {script.data + first.len, script.len - first.len};
  if (rest.len == 0) return true;
  arena_init(&arena, NULL);
  if (parse_statement(&arena, script, &tree, &err) == STATUS_OK) good = parse_statement_end(rest, &blank) == 0 && blank;
  arena_free(&arena);
  return good || complain(complaint, "one statement for the parser, two for the reader of scripts", script, first);
}

char *target_check(const char *text, size_t length)
{
  Text script = {text, length};
  Str complaint;
  str_init(&complaint);
  bool good = ends_where_it_ends(script, &complaint);
  while (good && script.len > 0) {
    Text first = script_first(script);
    good = check_one(first, &complaint);
    script = (Text){script.data + first.len, script.len - first.len};
  }
  char *reason = good ? NULL : str_take(&complaint);
  str_free(&complaint);
  return reason;
}
