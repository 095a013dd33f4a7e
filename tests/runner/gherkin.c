/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gherkin.h"

#include <string.h>

typedef struct Steps {
  Step *items;
  size_t count;
} Steps;

typedef struct Parser {
  Pool *pool;
  char *rest;    /* what follows the current line; NULL at the end */
  char *line;    /* the current line, without its indentation */
  size_t indent; /* of the current line */
  unsigned line_number;
} Parser;

static bool next_line(Parser *p)
{
  if (!p->rest) return false;
  char *raw = p->rest, *end = strchr(raw, '\n');
  p->rest = end ? end + 1 : NULL;
  if (end) {
    *end = '\0';
    if (end > raw && end[-1] == '\r') end[-1] = '\0';
  }
  p->line_number++;
  p->indent = strspn(raw, " \t");
  p->line = raw + p->indent;
  return true;
}

/* Moves on to the next line that says something: not blank, not a comment, not tags. */
static bool next_item(Parser *p)
{
  while (next_line(p)) {
    if (*p->line && !strchr("#@", *p->line)) return true;
  }
  p->line = NULL;
  return false;
}

static const char *after(const char *line, const char *word)
{
  size_t length = strlen(word);
  if (strncmp(line, word, length) != 0) return NULL;
  line += length;
  return line + strspn(line, " \t");
}

static const char *after_any(const char *line, const char *const *words)
{
  const char *rest = NULL;
  for (; *words && !rest; words++) rest = after(line, *words);
  return rest;
}

static const char *step_text(const char *line)
{
  static const char *const words[] = {"Given ", "When ", "Then ", "And ", "But ", "* ", NULL};
  return after_any(line, words);
}

static const char *scenario_title(const char *line, bool *outline)
{
  static const char *const outlines[] = {"Scenario Outline:", "Scenario Template:", NULL};
  static const char *const singles[] = {"Scenario:", "Example:", NULL};
  const char *title = after_any(line, outlines);
  *outline = title != NULL;
  return title ? title : after_any(line, singles);
}

static const char *examples_title(const char *line)
{
  static const char *const words[] = {"Examples:", "Scenarios:", NULL};
  return after_any(line, words);
}

/* The lines between two """, less the indentation of the first. NULL when the second is missing. */
static char *read_doc(Parser *p)
{
  size_t indent = p->indent;
  char *doc = NULL;
  while (next_line(p)) {
    if (strncmp(p->line, "\"\"\"", 3) == 0) return doc ? doc : pool_copy(p->pool, "", 0);
    const char *text = p->indent > indent ? p->line - (p->indent - indent) : p->line;
    doc = doc ? pool_printf(p->pool, "%s\n%s", doc, text) : pool_copy(p->pool, text, strlen(text));
  }
  return NULL;
}

static char *complain(const Parser *p, const char *what)
{
  return pool_printf(p->pool, "line %u: %s", p->line_number, what);
}

/* Reads table lines from the current line on, and moves on to the item after them. */
static char *read_table(Parser *p, Table *table)
{
  while (p->line && *p->line == '|') {
    if (!table_add_line(p->pool, table, p->line)) return complain(p, "a malformed line of a table");
    next_item(p);
  }
  return NULL;
}

/* Reads steps from the current line on, and moves on to the item after them. */
static char *read_steps(Parser *p, Steps *steps)
{
  const char *text;
  while (p->line && (text = step_text(p->line))) {
    Step step = {.text = text, .line = p->line_number};
    next_item(p);
    if (p->line && strncmp(p->line, "\"\"\"", 3) == 0) {
      step.doc = read_doc(p);
      if (!step.doc) return complain(p, "a text without its closing \"\"\"");
      next_item(p);
    }
    char *problem = read_table(p, &step.table);
    if (problem) return problem;
    steps->items = pool_grow(p->pool, steps->items, steps->count, sizeof(Step));
    steps->items[steps->count++] = step;
  }
  return NULL;
}

/* The text with each <name> replaced by the example's cell of that name. */
static const char *fill_in(Pool *pool, const char *text, const Table *examples, char *const *cells)
{
  for (size_t i = 0; text && i < examples->width; i++) {
    char *mark = pool_printf(pool, "<%s>", examples->lines[0][i]);
    const char *found;
    size_t from = 0;
    while ((found = strstr(text + from, mark))) {
      size_t before = (size_t)(found - text);
      text = pool_printf(pool, "%.*s%s%s", (int)before, text, cells[i], found + strlen(mark));
      from = before + strlen(cells[i]);
    }
  }
  return text;
}

static Table fill_in_table(Pool *pool, const Table *table, const Table *examples, char *const *cells)
{
  Table filled = {0};
  for (size_t line = 0; line < table->count; line++) {
    char **line_cells = pool_alloc(pool, table->width * sizeof(char *));
    for (size_t i = 0; i < table->width; i++) {
      const char *text = fill_in(pool, table->lines[line][i], examples, cells);
      line_cells[i] = pool_copy(pool, text, strlen(text));
    }
    table_add_cells(pool, &filled, line_cells, table->width);
  }
  return filled;
}

static void add_scenario(Pool *pool, Feature *feature, Scenario scenario)
{
  feature->scenarios = pool_grow(pool, feature->scenarios, feature->count, sizeof(Scenario));
  feature->scenarios[feature->count++] = scenario;
}

static void add_example(Pool *pool, Feature *feature, Scenario outline, const Table *examples, char *const *cells)
{
  Step *steps = pool_alloc(pool, outline.step_count * sizeof(Step));
  for (size_t i = 0; i < outline.step_count; i++) {
    const Step *step = &outline.steps[i];
    steps[i] = (Step){fill_in(pool, step->text, examples, cells), fill_in(pool, step->doc, examples, cells),
                      fill_in_table(pool, &step->table, examples, cells), step->line};
  }
  outline.title = fill_in(pool, outline.title, examples, cells);
  outline.steps = steps;
  add_scenario(pool, feature, outline);
}

/* All Examples of an outline; the count of examples runs on from one to the next. */
static char *read_examples(Parser *p, Feature *feature, Scenario outline)
{
  while (p->line && examples_title(p->line)) {
    Table examples = {0};
    next_item(p);
    char *problem = read_table(p, &examples);
    if (problem) return problem;
    for (size_t i = 1; i < examples.count; i++) {
      outline.example++;
      add_example(p->pool, feature, outline, &examples, examples.lines[i]);
    }
  }
  return outline.example ? NULL : complain(p, "an outline without examples");
}

static char *read_scenario(Parser *p, Feature *feature, const Steps *background, const char *title, bool outline)
{
  Scenario scenario = {.title = title, .line = p->line_number};
  Steps steps = {0};
  for (size_t i = 0; i < background->count; i++) {
    steps.items = pool_grow(p->pool, steps.items, steps.count, sizeof(Step));
    steps.items[steps.count++] = background->items[i];
  }
  next_item(p);
  char *problem = read_steps(p, &steps);
  if (problem) return problem;
  scenario.steps = steps.items;
  scenario.step_count = steps.count;
  if (outline || (p->line && examples_title(p->line))) return read_examples(p, feature, scenario);
  add_scenario(p->pool, feature, scenario);
  return NULL;
}

char *gherkin_read(Pool *pool, char *text, Feature *feature)
{
  Parser p = {.pool = pool, .rest = text};
  Steps background = {0};
  char *problem = NULL;
  if (!next_item(&p) || !after(p.line, "Feature:")) return complain(&p, "should begin with Feature:");
  next_item(&p);
  while (p.line && !problem) {
    bool outline;
    const char *title = scenario_title(p.line, &outline);
    if (title) {
      problem = read_scenario(&p, feature, &background, title, outline);
    } else if (after(p.line, "Background:")) {
      next_item(&p);
      problem = read_steps(&p, &background);
    } else if (feature->count == 0 && background.count == 0) {
      next_item(&p); /* the feature's description */
    } else {
      problem = complain(&p, "neither a step nor a scenario");
    }
  }
  return problem;
}
