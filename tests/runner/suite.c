/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite.h"

#include "guard.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Options {
  Settings settings;
  const char *only, *known_file, *write_known_file;
  unsigned jobs;
} Options;

typedef struct Run {
  const Suite *suite;
  const Options *options;
  const Case *cases;
} Run;

typedef struct Lines {
  char **items;
  size_t count;
} Lines;

static const char *const options_help =
    "  --only TEXT         the cases whose file and title, as file:title, hold TEXT\n"
    "  --known FILE        failures listed there are expected: they count as skipped, and passing is a failure\n"
    "  --write-known FILE  writes the list of this run's failures\n"
    "  --timeout SECONDS   for one statement (10)\n"
    "  --jobs N            worker processes (one for each processor); 0: none, for use in a debugger\n"
    "  -v, --verbose       print the queries and their rows\n";

static unsigned read_number(const char *text)
{
  char *end;
  unsigned long number = strtoul(text, &end, 10);
  if (end == text || *end || number > 100000) fail_usage("not a number: %s", text);
  return (unsigned)number;
}

static Options read_options(const Suite *suite, int argc, char **argv)
{
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  Options options = {.settings = {.timeout = 10, .whole_reasons = suite->whole_reasons},
                     .jobs = processors > 0 ? (unsigned)processors : 1};
  for (int i = 1; i < argc; i++) {
    const char *option = argv[i];
    if (strcmp(option, "-v") == 0 || strcmp(option, "--verbose") == 0) {
      options.settings.verbose = options.settings.whole_reasons = true;
    } else if (strcmp(option, "--help") == 0) {
      printf("%s%s", suite->usage, options_help);
      exit(0);
    } else if (*option != '-') {
      options.settings.path = option;
    } else if (i + 1 == argc) {
      fail_usage("%s: unknown option, or without its value (--help lists the options)", option);
    } else if (strcmp(option, "--only") == 0) {
      options.only = argv[++i];
    } else if (strcmp(option, "--known") == 0) {
      options.known_file = argv[++i];
    } else if (strcmp(option, "--write-known") == 0) {
      options.write_known_file = argv[++i];
    } else if (strcmp(option, "--timeout") == 0) {
      options.settings.timeout = read_number(argv[++i]);
    } else if (strcmp(option, "--jobs") == 0) {
      options.jobs = read_number(argv[++i]);
    } else {
      fail_usage("%s: unknown option (--help lists the options)", option);
    }
  }
  if (!options.settings.path) fail_usage("%s%s", suite->usage, options_help);
  return options;
}

static void choose(Pool *pool, const char *only, Cases *cases)
{
  size_t kept = 0;
  for (size_t i = 0; i < cases->count; i++) {
    const Case *test = &cases->items[i];
    if (only && !strstr(pool_printf(pool, "%s:%s", test->file, test->title), only)) continue;
    cases->items[kept++] = *test;
  }
  cases->count = kept;
}

static Lines read_known(Pool *pool, const char *path)
{
  Lines lines = {0};
  if (!path) return lines;
  char *text = pool_read_file(pool, path);
  if (!text) fail_usage("%s: %s", path, strerror(errno));
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
    if (*line == '#') continue;
    lines.items = pool_grow(pool, lines.items, lines.count, sizeof(char *));
    lines.items[lines.count++] = line;
  }
  return lines;
}

static bool lists(const Lines *lines, const char *line)
{
  for (size_t i = 0; i < lines->count; i++) {
    if (strcmp(lines->items[i], line) == 0) return true;
  }
  return false;
}

static bool run_case(void *context, size_t i, FILE *out)
{
  const Run *run = context;
  return run->suite->run(&run->cases[i], &run->options->settings, out);
}

static void tell(const char *verdict, const Case *test, const char *text, bool whole)
{
  if (!text) text = "was not run";
  size_t length = whole ? strlen(text) : strcspn(text, "\n");
  printf("%s %s:%u %s: %.*s%s", verdict, test->file, test->line, test->title, (int)length, text,
         length && text[length - 1] == '\n' ? "" : "\n");
}

static bool report(const Options *options, const Cases *cases, const GuardResult *results, const Lines *known)
{
  size_t passed = 0, failed = 0, skipped = 0;
  for (size_t i = 0; i < cases->count; i++) {
    const Case *test = &cases->items[i];
    bool good = results[i].verdict == VERDICT_PASSED, expected = lists(known, test->id);
    bool whole = options->settings.whole_reasons;
    if (good && expected) {
      failed++;
      tell("FAILED", test, "passes now: strike it off the list of known failures", false);
    } else if (good) {
      passed++;
      if (options->settings.verbose) tell("passed", test, results[i].text, true);
    } else if (expected) {
      skipped++;
      if (options->settings.verbose) tell("known", test, results[i].text, true);
    } else {
      failed++;
      tell("FAILED", test, results[i].text, whole);
    }
  }
  printf("%zu passed, %zu failed", passed, failed);
  if (skipped) printf(", %zu skipped", skipped);
  putchar('\n');
  return failed == 0;
}

static void write_known(const char *path, const Cases *cases, const GuardResult *results)
{
  FILE *file = fopen(path, "w");
  if (!file) fail_usage("%s: %s", path, strerror(errno));
  fputs("# Failures that are known: file:title:example, one a line. This list may only shrink.\n", file);
  for (size_t i = 0; i < cases->count; i++) {
    if (results[i].verdict != VERDICT_PASSED) fprintf(file, "%s\n", cases->items[i].id);
  }
  if (fclose(file) != 0) fail_usage("%s: %s", path, strerror(errno));
}

int suite_main(const Suite *suite, int argc, char **argv)
{
  Pool pool = {0};
  Cases cases = {0};
  Options options = read_options(suite, argc, argv);
  suite->load(&pool, options.settings.path, &cases);
  if (cases.count == 0) fail_usage("%s: no tests there", options.settings.path);
  choose(&pool, options.only, &cases);
  Lines known = read_known(&pool, options.known_file);
  Run run = {suite, &options, cases.items};
  GuardResult *results = pool_alloc(&pool, cases.count * sizeof(GuardResult));
  unsigned seconds = 2 * options.settings.timeout + 5; /* the statements' own limit comes first, where it works */
  unsigned strays = guard_run(&pool, cases.count, options.jobs, seconds, run_case, &run, results);
  if (options.write_known_file) write_known(options.write_known_file, &cases, results);
  bool good = report(&options, &cases, results, &known) && strays == 0;
  pool_free(&pool);
  return good ? 0 : 1;
}

void cases_add(Pool *pool, Cases *cases, Case test)
{
  cases->items = pool_grow(pool, cases->items, cases->count, sizeof(Case));
  cases->items[cases->count++] = test;
}

static bool ends_in(const char *text, const char *suffix)
{
  size_t length = strlen(text), suffix_length = strlen(suffix);
  return length >= suffix_length && strcmp(text + length - suffix_length, suffix) == 0;
}

void find_files(Pool *pool, const char *path, const char *suffix,
                void (*found)(Pool *pool, const char *path, Cases *cases), Cases *cases)
{
  struct stat info;
  if (stat(path, &info) != 0) fail_usage("%s: %s", path, strerror(errno));
  if (!S_ISDIR(info.st_mode)) {
    if (ends_in(path, suffix)) found(pool, path, cases);
    return;
  }
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, alphasort);
  if (count < 0) fail_usage("%s: %s", path, strerror(errno));
  for (int i = 0; i < count; i++) {
    if (entries[i]->d_name[0] != '.') {
      find_files(pool, pool_printf(pool, "%s/%s", path, entries[i]->d_name), suffix, found, cases);
    }
    free(entries[i]);
  }
  free(entries);
}
