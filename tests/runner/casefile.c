/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "casefile.h"

#include <string.h>

static const char *const section_names[SECTION_KIND_COUNT] = {
    "graph", "setup", "params", "query", "rows", "ordered", "empty", "effects", "plan", "error", "message", "notes"};

typedef struct Sections {
  Section *items;
  size_t count;
} Sections;

typedef struct Parser {
  Pool *pool;
  const char *rest;
  char *line; /* NULL at the end */
  unsigned line_number;
} Parser;

char *next_text_line(Pool *pool, const char **text)
{
  if (!**text) return NULL;
  size_t length = strcspn(*text, "\n");
  char *line = pool_copy(pool, *text, length);
  *text += length + ((*text)[length] == '\n');
  return line;
}

static void next_line(Parser *p)
{
  p->line = next_text_line(p->pool, &p->rest);
  p->line_number++;
}

static bool is_blank(const char *line)
{
  return !line[strspn(line, " \t\r")];
}

/* Moves on to a line that is neither blank nor a comment. */
static void next_item(Parser *p)
{
  do {
    next_line(p);
  } while (p->line && (is_blank(p->line) || *p->line == '#'));
}

static char *complain(const Parser *p, const char *what)
{
  return pool_printf(p->pool, "line %u: %s", p->line_number, what);
}

/* The indented lines from the current one on; moves on to the item after them. Blank lines inside belong to it. */
static const char *read_block(Parser *p)
{
  const char *block = NULL;
  size_t indent = 0;
  unsigned blank_lines = 0;
  for (; p->line; next_line(p)) {
    if (*p->line == '#') continue;
    if (is_blank(p->line)) {
      blank_lines++;
      continue;
    }
    size_t spaces = strspn(p->line, " ");
    if (spaces == 0) break;
    if (!block) indent = spaces;
    for (; block && blank_lines; blank_lines--) block = pool_printf(p->pool, "%s\n", block);
    blank_lines = 0;
    block = pool_printf(p->pool, "%s%s%s", block ? block : "", block ? "\n" : "",
                        p->line + (spaces < indent ? spaces : indent));
  }
  return block ? block : "";
}

static char *read_sections(Parser *p, Sections *sections)
{
  while (p->line && strncmp(p->line, "==", 2) != 0) {
    size_t name_length = strcspn(p->line, ":");
    int kind = 0;
    while (kind < SECTION_KIND_COUNT && (strncmp(section_names[kind], p->line, name_length) != 0 ||
                                         section_names[kind][name_length] || p->line[name_length] != ':')) {
      kind++;
    }
    if (kind == SECTION_KIND_COUNT) return complain(p, "neither a title nor a section that there is");
    const char *option = p->line + name_length + 1;
    Section section = {.kind = (SectionKind)kind, .line = p->line_number, .option = option + strspn(option, " ")};
    next_line(p);
    section.text = read_block(p);
    sections->items = pool_grow(p->pool, sections->items, sections->count, sizeof(Section));
    sections->items[sections->count++] = section;
  }
  return NULL;
}

/* Every query says what it should give; what is expected follows a query. */
static const char *check_order(const Sections *sections)
{
  const char *problem = NULL;
  bool asked = false, answered = true;
  for (size_t i = 0; i < sections->count && !problem; i++) {
    SectionKind kind = sections->items[i].kind;
    if (kind > SECTION_QUERY) {
      if (!asked) problem = "an expectation comes before any query";
      answered = true;
    } else if (!answered) {
      problem = "a query without an expectation";
    }
    if (kind == SECTION_QUERY) {
      asked = true;
      answered = false;
    }
  }
  if (!problem && !asked) problem = "a case without a query";
  if (!problem && !answered) problem = "a query without an expectation";
  return problem;
}

char *casefile_read(Pool *pool, char *text, CaseFile *file)
{
  Parser p = {.pool = pool, .rest = text};
  Sections common = {0};
  next_item(&p);
  char *problem = read_sections(&p, &common);
  while (p.line && !problem) {
    CaseText test = {.title = p.line + 2 + strspn(p.line + 2, " "), .line = p.line_number};
    Sections sections = {0};
    for (size_t i = 0; i < common.count; i++) {
      sections.items = pool_grow(pool, sections.items, sections.count, sizeof(Section));
      sections.items[sections.count++] = common.items[i];
    }
    next_item(&p);
    problem = read_sections(&p, &sections);
    const char *out_of_order = problem ? NULL : check_order(&sections);
    if (out_of_order) problem = pool_printf(pool, "line %u: %s", test.line, out_of_order);
    test.sections = sections.items;
    test.section_count = sections.count;
    file->cases = pool_grow(pool, file->cases, file->count, sizeof(CaseText));
    file->cases[file->count++] = test;
  }
  return problem;
}
