/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus.h"

#include "tests/runner/casefile.h"
#include "tests/runner/gherkin.h"

#include <errno.h>
#include <string.h>

static void add_script(Pool *pool, Cases *cases, const char *path, unsigned line, const char *title, const char *script)
{
  if (!script || !*script) return;
  cases_add(pool, cases, (Case){.file = path, .line = line, .title = title, .body = script});
}

static const char *join(Pool *pool, const char *script, const char *statement)
{
  return script ? pool_printf(pool, "%s;\n%s", script, statement) : statement;
}

static char *read_file(Pool *pool, const char *path)
{
  char *text = pool_read_file(pool, path);
  if (!text) fail_usage("%s: %s", path, strerror(errno));
  return text;
}

static void load_test(Pool *pool, const char *path, Cases *cases)
{
  CaseFile file = {0};
  char *problem = casefile_read(pool, read_file(pool, path), &file);
  if (problem) fail_usage("%s: %s", path, problem);
  for (size_t i = 0; i < file.count; i++) {
    const CaseText *test = &file.cases[i];
    const char *script = NULL;
    for (size_t k = 0; k < test->section_count; k++) {
      const Section *section = &test->sections[k];
      if (section->kind != SECTION_SETUP && section->kind != SECTION_QUERY) continue;
      script = join(pool, script, *section->text ? section->text : section->option);
    }
    add_script(pool, cases, path, test->line, test->title, script);
  }
}

static void load_feature(Pool *pool, const char *path, Cases *cases)
{
  Feature feature = {0};
  char *problem = gherkin_read(pool, read_file(pool, path), &feature);
  if (problem) fail_usage("%s: %s", path, problem);
  for (size_t i = 0; i < feature.count; i++) {
    const Scenario *scenario = &feature.scenarios[i];
    const char *script = NULL;
    for (size_t k = 0; k < scenario->step_count; k++)
      if (scenario->steps[k].doc) script = join(pool, script, scenario->steps[k].doc);
    add_script(pool, cases, path, scenario->line, scenario->title, script);
  }
}

static void load_script(Pool *pool, const char *path, Cases *cases)
{
  add_script(pool, cases, path, 1, "the script", read_file(pool, path));
}

/* ---- pages */

/* In a table of functions, what stands in front of an arrow is an expression. */
static const char *example_of_function(Pool *pool, const char *line)
{
  const char *end = strstr(line, "` → `"), *start = NULL;
  if (!end || *line != '|') return NULL;
  for (const char *at = line; (at = strstr(at, "| `")) && at < end; at++) start = at + strlen("| `");
  if (!start) return NULL;
  char *text = pool_copy(pool, start, (size_t)(end - start)), *to = text;
  for (const char *at = text; *at; at++)
    if (at[0] != '\\' || at[1] != '|') *to++ = *at;
  *to = '\0';
  return pool_printf(pool, "RETURN %s", text);
}

/* The statement's part of a line in a session with the shell; NULL for output. */
static const char *typed_line(const char *line)
{
  static const char *const prompts[] = {"clio> ", "  ... "};
  for (size_t i = 0; i < sizeof prompts / sizeof prompts[0]; i++)
    if (strncmp(line, prompts[i], strlen(prompts[i])) == 0) return line + strlen(prompts[i]);
  return NULL;
}

static void load_page(Pool *pool, const char *path, Cases *cases)
{
  const char *text = read_file(pool, path), *script = NULL, *line;
  enum { OUTSIDE, CYPHER, SESSION, OTHER } block = OUTSIDE;
  for (unsigned number = 1; (line = next_text_line(pool, &text)); number++) {
    if (strncmp(line, "```", 3) == 0) {
      add_script(pool, cases, path, number, "the block before", script);
      script = NULL;
      if (block != OUTSIDE)
        block = OUTSIDE;
      else if (strcmp(line, "```cypher") == 0)
        block = CYPHER;
      else
        block = strcmp(line, "```clio") == 0 ? SESSION : OTHER;
    } else if (block == OUTSIDE) {
      add_script(pool, cases, path, number, "an example", example_of_function(pool, line));
    } else if (block != OTHER) {
      const char *part = block == SESSION ? typed_line(line) : line;
      if (part) script = script ? pool_printf(pool, "%s\n%s", script, part) : part;
    }
  }
}

void corpus_load(Pool *pool, const char *path, Cases *cases)
{
  find_files(pool, path, ".test", load_test, cases);
  find_files(pool, path, ".cypher", load_script, cases);
  find_files(pool, path, ".feature", load_feature, cases);
  find_files(pool, path, ".md", load_page, cases);
}

void corpus_load_files(Pool *pool, const char *path, Cases *cases)
{
  find_files(pool, path, ".import", load_script, cases);
}
