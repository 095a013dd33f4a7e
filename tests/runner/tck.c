/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The openCypher TCK: runs the scenarios of a folder of .feature files, each on a database of its own, and checks what
 * its steps ask for. Uses nothing of Clio but clio.h. */
#include "engine.h"
#include "gherkin.h"
#include "suite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct TckCase {
  const Scenario *scenario;
  const char *problem; /* in place of a scenario: why the file cannot be read */
} TckCase;

/* A scenario while it runs. */
typedef struct Trial {
  Pool *pool;
  clio_db *db;
  const char *file;
  const Scenario *scenario;
  size_t at; /* the current step */
  Table parameters;
  const char *query; /* the last one executed, NULL before */
  Answer answer;
  Snapshot before;
} Trial;

/* A step returns NULL when it is satisfied, otherwise the reason why not. argument is the step's text after the words
 * that chose the function. */
typedef char *StepRun(Trial *trial, const Step *step, const char *argument);

static char *step_nothing(Trial *t, const Step *step, const char *argument)
{
  (void)t, (void)step, (void)argument;
  return NULL;
}

static char *step_named_graph(Trial *t, const Step *step, const char *argument)
{
  (void)step;
  const char *end = strstr(argument, " graph");
  if (!end) return pool_printf(t->pool, "a step that is not understood: the %s", argument);
  return engine_set_up_named(t->pool, t->db, t->file, pool_copy(t->pool, argument, (size_t)(end - argument)));
}

static char *step_having_executed(Trial *t, const Step *step, const char *argument)
{
  return engine_set_up(t->pool, t->db, step->doc ? step->doc : argument);
}

static char *step_parameters(Trial *t, const Step *step, const char *argument)
{
  (void)argument;
  if (step->table.width != 2) return pool_printf(t->pool, "parameters want a table of names and values");
  t->parameters = step->table;
  return NULL;
}

/* The signature ends in a colon, which is not part of it; the table's first line names the columns. */
static char *step_procedure(Trial *t, const Step *step, const char *argument)
{
  size_t length = strlen(argument);
  while (length && strchr(" :", argument[length - 1])) length--;
  char *signature = pool_copy(t->pool, argument, length);
  const Table *table = &step->table;
  size_t rows = table->count ? table->count - 1 : 0;
  const char **cells = pool_alloc(t->pool, (rows * table->width + 1) * sizeof(char *));
  for (size_t i = 0; i < rows * table->width; i++) cells[i] = table->lines[1 + i / table->width][i % table->width];
  if (clio_register_table_procedure(t->db, signature, cells, rows) == CLIO_OK) return NULL;
  return pool_printf(t->pool, "the procedure cannot be registered: %s", clio_last_error(t->db)->message);
}

static bool contains(const char *text, const char *part)
{
  return strstr(text, part) != NULL;
}

/* Whether a step before the next query looks at what the query changed. */
static bool effects_matter(const Trial *t)
{
  for (size_t i = t->at + 1; i < t->scenario->step_count; i++) {
    const char *text = t->scenario->steps[i].text;
    if (strncmp(text, "executing", 9) == 0) return false;
    if (contains(text, "side effects") || contains(text, "should be raised")) return true;
  }
  return false;
}

static char *step_executing(Trial *t, const Step *step, const char *argument)
{
  if (effects_matter(t)) {
    t->before = snapshot_take(t->pool, t->db);
    if (t->before.problem) return t->before.problem;
  }
  t->query = step->doc ? step->doc : argument;
  t->answer = engine_run(t->pool, t->db, t->query, &t->parameters);
  return NULL;
}

static char *unexpected_failure(Trial *t)
{
  if (!t->query) return pool_printf(t->pool, "no query was executed");
  return t->answer.failure ? failure_describe(t->pool, "unexpected error", t->answer.failure) : NULL;
}

static char *step_result(Trial *t, const Step *step, const char *argument)
{
  char *reason = unexpected_failure(t);
  if (reason) return reason;
  if (strncmp(argument, "empty", 5) == 0) {
    size_t rows = t->answer.table.count ? t->answer.table.count - 1 : 0;
    return rows ? pool_printf(t->pool, "the result should be empty, got %zu rows", rows) : NULL;
  }
  RowsWanted how = {.in_order = contains(argument, "in order"), .list_order = !contains(argument, "ignoring element")};
  if (!step->table.count) return pool_printf(t->pool, "the step lacks its table");
  return table_difference(t->pool, &step->table, &t->answer.table, how);
}

static char *step_effects(Trial *t, const Step *step, const char *argument)
{
  (void)argument;
  Effects wanted = {0};
  char *reason = unexpected_failure(t);
  if (reason) return reason;
  for (size_t i = 0; i < step->table.count; i++) {
    char *const *cells = step->table.lines[i];
    if (step->table.width != 2 || !effects_set(&wanted, cells[0], strtol(cells[1], NULL, 10))) {
      return pool_printf(t->pool, "a side effect that is not understood: %s", cells[0]);
    }
  }
  return snapshot_check(t->pool, t->db, &t->before, &wanted);
}

/* a TYPE should be raised at PHASE: DETAIL */
static char *step_error(Trial *t, const Step *step, const char *argument)
{
  (void)step;
  const char *phase = strstr(argument, " should be raised at "), *detail = phase ? strstr(phase, ": ") : NULL;
  if (!detail) return pool_printf(t->pool, "a step that is not understood: a %s", argument);
  char *type = pool_copy(t->pool, argument, (size_t)(phase - argument));
  phase += strlen(" should be raised at ");
  char *wanted = pool_printf(t->pool, "%s %s at %.*s", type, detail + 2, (int)(detail - phase), phase);
  const Failure *failure = t->answer.failure;
  if (!t->query || !failure) return pool_printf(t->pool, "wanted %s, but the query went well", wanted);
  bool any_detail = strcmp(detail + 2, "*") == 0, any_phase = strncmp(phase, "any time", 8) == 0;
  bool compile_time = strncmp(phase, "compile time", 12) == 0;
  if (strcmp(failure->code, type) != 0 || (!any_detail && strcmp(failure->detail, detail + 2) != 0) ||
      (!any_phase && failure->compile_time != compile_time)) {
    return failure_describe(t->pool, pool_printf(t->pool, "wanted %s, got", wanted), failure);
  }
  Effects none = {0};
  return snapshot_check(t->pool, t->db, &t->before, &none);
}

static const struct {
  const char *words;
  StepRun *run;
} step_kinds[] = {
    {"any graph", step_nothing},
    {"an empty graph", step_nothing},
    {"having executed:", step_having_executed},
    {"after having executed:", step_having_executed},
    {"parameters are:", step_parameters},
    {"parameter values are:", step_parameters},
    {"there exists a procedure ", step_procedure},
    {"executing query:", step_executing},
    {"executing control query:", step_executing},
    {"the result should be", step_result},
    {"the side effects should be:", step_effects},
    {"no side effects", step_effects},
    {"the ", step_named_graph},
    {"an ", step_error},
    {"a ", step_error},
};

static char *run_step(Trial *t)
{
  const Step *step = &t->scenario->steps[t->at];
  for (size_t i = 0; i < sizeof step_kinds / sizeof step_kinds[0]; i++) {
    size_t length = strlen(step_kinds[i].words);
    if (strncmp(step->text, step_kinds[i].words, length) != 0) continue;
    const char *argument = step->text + length;
    return step_kinds[i].run(t, step, argument + strspn(argument, " ,"));
  }
  return pool_printf(t->pool, "a step that is not understood: %s", step->text);
}

static bool run(const Case *test, const Settings *settings, FILE *out)
{
  const TckCase *body = test->body;
  if (body->problem) {
    fprintf(out, "%s\n", body->problem);
    return false;
  }
  Pool pool = {0};
  Trial trial = {.pool = &pool, .file = test->file, .scenario = body->scenario};
  trial.db = engine_open(settings->timeout);
  char *reason = NULL;
  for (; trial.at < body->scenario->step_count && !reason; trial.at++) reason = run_step(&trial);
  fprintf(out, "%s\n", reason ? reason : "");
  if (settings->verbose && trial.query) {
    fprintf(out, "%s\n", trial.query);
    table_print(out, &trial.answer.table);
    if (trial.answer.failure) fputs(trial.answer.failure->rendered, out);
  }
  clio_close(trial.db);
  pool_free(&pool);
  return !reason;
}

static void add_case(Pool *pool, Cases *cases, const char *path, const Scenario *scenario, const char *problem)
{
  const char *title = scenario ? scenario->title : "the feature";
  unsigned example = scenario ? scenario->example : 0;
  TckCase *body = pool_alloc(pool, sizeof(TckCase));
  *body = (TckCase){scenario, problem};
  cases_add(pool, cases,
            (Case){.file = path,
                   .line = scenario ? scenario->line : 1,
                   .title = example ? pool_printf(pool, "%s [example %u]", title, example) : title,
                   .body = body});
}

static void load_feature(Pool *pool, const char *path, Cases *cases)
{
  Feature feature = {0};
  char *text = pool_read_file(pool, path);
  char *problem = text ? gherkin_read(pool, text, &feature) : pool_copy(pool, strerror(errno), strlen(strerror(errno)));
  for (size_t i = 0; i < feature.count; i++) add_case(pool, cases, path, &feature.scenarios[i], NULL);
  if (problem) add_case(pool, cases, path, NULL, problem);
}

static void load(Pool *pool, const char *path, Cases *cases)
{
  find_files(pool, path, ".feature", load_feature, cases);
}

int main(int argc, char **argv)
{
  static const Suite suite = {
      .usage = "usage: tck [options] DIR\nRuns the scenarios of the .feature files below DIR.\n",
      .load = load,
      .run = run,
  };
  return suite_main(&suite, argc, argv);
}
