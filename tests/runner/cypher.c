/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query tests: runs the cases of .test files, each on a database of its own, and tells a failure in full. Uses
 * nothing of Clio but clio.h. */
#include "casefile.h"
#include "engine.h"
#include "suite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A case while it runs. */
typedef struct Trial {
  Pool *pool;
  clio_db *db;
  const char *file;
  const CaseText *text;
  size_t at; /* the current section */
  Table parameters;
  const char *query;
  Answer answer;
  Snapshot before;
  const Section *unmet; /* the section that is not satisfied */
} Trial;

/* A section returns NULL when it is satisfied, otherwise the reason why not. */
typedef char *SectionRun(Trial *trial, const Section *section);

static const char *section_text(const Section *section)
{
  return *section->text ? section->text : section->option;
}

static char *run_graph(Trial *t, const Section *section)
{
  return engine_set_up_named(t->pool, t->db, t->file, section->option);
}

static char *run_setup(Trial *t, const Section *section)
{
  return engine_set_up(t->pool, t->db, section_text(section));
}

static char *run_params(Trial *t, const Section *section)
{
  const char *text = section_text(section);
  char *line;
  while ((line = next_text_line(t->pool, &text))) {
    char *colon = strchr(line, ':');
    if (!colon) return pool_printf(t->pool, "a parameter is written `name: literal`, not `%s`", line);
    *colon = '\0';
    char **cells = pool_alloc(t->pool, 2 * sizeof(char *));
    cells[0] = line;
    cells[1] = colon + 1;
    table_add_cells(t->pool, &t->parameters, cells, 2);
  }
  return NULL;
}

static const Section *expectation(const Trial *t, SectionKind kind)
{
  for (size_t i = t->at + 1; i < t->text->section_count && t->text->sections[i].kind > SECTION_QUERY; i++) {
    if (t->text->sections[i].kind == kind) return &t->text->sections[i];
  }
  return NULL;
}

static char *run_query(Trial *t, const Section *section)
{
  bool error_wanted = expectation(t, SECTION_ERROR) != NULL;
  if (error_wanted || expectation(t, SECTION_EFFECTS)) {
    t->before = snapshot_take(t->pool, t->db);
    if (t->before.problem) return t->before.problem;
  }
  t->query = section_text(section);
  t->answer = engine_run(t->pool, t->db, t->query, &t->parameters);
  return t->answer.failure && !error_wanted ? failure_describe(t->pool, "unexpected error", t->answer.failure) : NULL;
}

static char *read_table(Trial *t, const Section *section, Table *table)
{
  const char *text = section->text;
  char *line;
  while ((line = next_text_line(t->pool, &text))) {
    if (!table_add_line(t->pool, table, line)) return pool_printf(t->pool, "a malformed line of a table: %s", line);
  }
  return table->count ? NULL : pool_printf(t->pool, "a table without its columns' names");
}

static char *check_rows(Trial *t, const Section *section)
{
  Table wanted = {0};
  RowsWanted how = {.in_order = section->kind == SECTION_ORDERED, .list_order = true};
  if (strcmp(section->option, "ignoring element order for lists") == 0) {
    how.list_order = false;
  } else if (*section->option) {
    return pool_printf(t->pool, "an option that there is not: %s", section->option);
  }
  char *problem = read_table(t, section, &wanted);
  return problem ? problem : table_difference(t->pool, &wanted, &t->answer.table, how);
}

static char *check_empty(Trial *t, const Section *section)
{
  (void)section;
  return t->answer.table.count ? pool_printf(t->pool, "there should be no columns and rows") : NULL;
}

/* `+nodes 1, -properties 2`, on one line or several; `none`. */
static char *check_effects(Trial *t, const Section *section)
{
  Effects wanted = {0};
  char *text = pool_printf(t->pool, "%s", section_text(section)), *state;
  for (char *word = strtok_r(text, ", \n", &state); word; word = strtok_r(NULL, ", \n", &state)) {
    if (strcmp(word, "none") == 0) continue;
    char *number = strtok_r(NULL, ", \n", &state);
    if (!number || !effects_set(&wanted, word, strtol(number, NULL, 10))) {
      return pool_printf(t->pool, "an effect that there is not: %s", word);
    }
  }
  return snapshot_check(t->pool, t->db, &t->before, &wanted);
}

/* Each line occurs in the plan, after the line before; a line behind an exclamation mark occurs nowhere. */
static char *check_plan(Trial *t, const Section *section)
{
  Answer answer = engine_run(t->pool, t->db, pool_printf(t->pool, "EXPLAIN %s", t->query), &t->parameters);
  if (answer.failure) return failure_describe(t->pool, "EXPLAIN failed", answer.failure);
  if (!answer.plan) return pool_printf(t->pool, "EXPLAIN gave no plan");
  const char *text = section_text(section), *from = answer.plan;
  char *line;
  while ((line = next_text_line(t->pool, &text))) {
    if (*line == '!') {
      char *unwanted = line + 1 + strspn(line + 1, " ");
      if (!strstr(answer.plan, unwanted)) continue;
      return pool_printf(t->pool, "`%s` should not be in the plan\n%s", unwanted, answer.plan);
    }
    const char *found = strstr(from, line);
    if (!found) return pool_printf(t->pool, "`%s` is not in the plan, or not there\n%s", line, answer.plan);
    from = found + strlen(line);
  }
  return NULL;
}

/* Whether one word after the error's name holds: compile, runtime, a position, or the detail. */
static bool error_has(const Failure *failure, const char *word)
{
  unsigned line = 0, column = 0;
  int used = 0;
  if (strcmp(word, "compile") == 0) return failure->compile_time;
  if (strcmp(word, "runtime") == 0) return !failure->compile_time;
  if (sscanf(word, "%u:%u%n", &line, &column, &used) == 2 && !word[used]) {
    return failure->line == line && failure->column == column;
  }
  return strcmp(word, "*") == 0 || strcmp(failure->detail, word) == 0;
}

static char *check_error(Trial *t, const Section *section)
{
  const Failure *failure = t->answer.failure;
  if (!failure) return pool_printf(t->pool, "wanted %s, but the query went well", section->option);
  char *words = pool_printf(t->pool, "%s", section->option), *state;
  char *word = strtok_r(words, " ", &state);
  bool good = word && (strcmp(word, "*") == 0 || strcmp(failure->code, word) == 0);
  while (good && (word = strtok_r(NULL, " ", &state))) good = error_has(failure, word);
  if (!good) return failure_describe(t->pool, pool_printf(t->pool, "wanted %s, got", section->option), failure);
  Effects none = {0};
  return snapshot_check(t->pool, t->db, &t->before, &none);
}

static char *check_message(Trial *t, const Section *section)
{
  const char *text = section_text(section);
  char *line;
  if (!t->answer.failure) return pool_printf(t->pool, "a message was wanted, but the query went well");
  while ((line = next_text_line(t->pool, &text))) {
    if (!strstr(t->answer.failure->rendered, line)) {
      return pool_printf(t->pool, "`%s` should be in the message\n%s", line, t->answer.failure->rendered);
    }
  }
  return NULL;
}

/* Each line occurs in the notes as they are shown, after the line before; `none`: there are no notes. */
static char *check_notes(Trial *t, const Section *section)
{
  if (t->answer.failure) return pool_printf(t->pool, "notes were wanted, but the query failed");
  const char *text = section_text(section), *from = t->answer.notes;
  if (strcmp(text, "none") == 0) return *from ? pool_printf(t->pool, "there should be no notes\n%s", from) : NULL;
  char *line;
  while ((line = next_text_line(t->pool, &text))) {
    const char *found = strstr(from, line);
    if (!found) return pool_printf(t->pool, "`%s` is not in the notes, or not there\n%s", line, t->answer.notes);
    from = found + strlen(line);
  }
  return NULL;
}

static SectionRun *const section_runs[SECTION_KIND_COUNT] = {
    [SECTION_GRAPH] = run_graph,   [SECTION_SETUP] = run_setup,       [SECTION_PARAMS] = run_params,
    [SECTION_QUERY] = run_query,   [SECTION_ROWS] = check_rows,       [SECTION_ORDERED] = check_rows,
    [SECTION_EMPTY] = check_empty, [SECTION_EFFECTS] = check_effects, [SECTION_PLAN] = check_plan,
    [SECTION_ERROR] = check_error, [SECTION_MESSAGE] = check_message, [SECTION_NOTES] = check_notes,
};

static void print_indented(FILE *out, const char *title, const char *text)
{
  fprintf(out, "  %s:\n", title);
  while (*text) {
    size_t length = strcspn(text, "\n");
    fprintf(out, "    %.*s\n", (int)length, text);
    text += length + (text[length] == '\n');
  }
}

static void print_details(const Trial *t, FILE *out)
{
  if (t->query) print_indented(out, "query", t->query);
  if (t->unmet && *t->unmet->text) print_indented(out, "wanted", t->unmet->text);
  if (t->answer.failure) {
    print_indented(out, "got", t->answer.failure->rendered);
  } else if (t->query) {
    fputs("  got:\n", out);
    table_print(out, &t->answer.table);
  }
}

static bool run(const Case *test, const Settings *settings, FILE *out)
{
  Pool pool = {0};
  Trial trial = {.pool = &pool, .file = test->file, .text = test->body};
  char *reason = NULL;
  trial.db = engine_open(settings->timeout);
  for (; trial.at < trial.text->section_count && !reason; trial.at++) {
    const Section *section = &trial.text->sections[trial.at];
    reason = section_runs[section->kind](&trial, section);
    if (reason && section->kind > SECTION_QUERY) trial.unmet = section;
  }
  fprintf(out, "%s\n", reason ? reason : "");
  if (reason || settings->verbose) print_details(&trial, out);
  clio_close(trial.db);
  pool_free(&pool);
  return !reason;
}

static void load_file(Pool *pool, const char *path, Cases *cases)
{
  CaseFile file = {0};
  char *text = pool_read_file(pool, path);
  if (!text) fail_usage("%s: %s", path, strerror(errno));
  char *problem = casefile_read(pool, text, &file);
  if (problem) fail_usage("%s: %s", path, problem);
  for (size_t i = 0; i < file.count; i++) {
    const CaseText *body = &file.cases[i];
    cases_add(pool, cases, (Case){path, body->line, body->title, body});
  }
}

static void load(Pool *pool, const char *path, Cases *cases)
{
  find_files(pool, path, ".test", load_file, cases);
}

int main(int argc, char **argv)
{
  static const Suite suite = {
      .usage = "usage: cypher [options] DIR\nRuns the cases of the .test files below DIR.\n",
      .whole_reasons = true,
      .load = load,
      .run = run,
  };
  return suite_main(&suite, argc, argv);
}
