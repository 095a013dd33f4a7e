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
  char **paths;
  int path_count;
  const char *only;
  unsigned jobs;
} Options;

typedef struct Run {
  const Suite *suite;
  const Options *options;
  const Case *cases;
} Run;

static const char *const options_help =
    "  --only TEXT        the cases whose file and title, as file:title, hold TEXT\n"
    "  --timeout SECONDS  for one statement (10)\n"
    "  --jobs N           worker processes (one for each processor); 0: none, for use in a debugger\n"
    "  -v, --verbose      print the queries and their rows\n";

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
                     .paths = argv, /* moved to its front one by one */
                     .jobs = processors > 0 ? (unsigned)processors : 1};
  for (int i = 1; i < argc; i++) {
    char *option = argv[i];
    if (strcmp(option, "-v") == 0 || strcmp(option, "--verbose") == 0) {
      options.settings.verbose = options.settings.whole_reasons = true;
    } else if (strcmp(option, "--help") == 0) {
      printf("%s%s", suite->usage, options_help);
      exit(0);
    } else if (*option != '-') {
      argv[options.path_count++] = option;
    } else if (i + 1 == argc) {
      fail_usage("%s: unknown option, or without its value (--help lists the options)", option);
    } else if (strcmp(option, "--only") == 0) {
      options.only = argv[++i];
    } else if (strcmp(option, "--timeout") == 0) {
      options.settings.timeout = read_number(argv[++i]);
    } else if (strcmp(option, "--jobs") == 0) {
      options.jobs = read_number(argv[++i]);
    } else {
      fail_usage("%s: unknown option (--help lists the options)", option);
    }
  }
  if (options.path_count == 0) fail_usage("%s%s", suite->usage, options_help);
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

static bool report(const Options *options, const Cases *cases, const GuardResult *results)
{
  const Settings *settings = &options->settings;
  size_t passed = 0, failed = 0;
  for (size_t i = 0; i < cases->count; i++) {
    const Case *test = &cases->items[i];
    if (results[i].verdict == VERDICT_PASSED) {
      passed++;
      if (settings->verbose) tell("passed", test, results[i].text, true);
    } else {
      failed++;
      tell("FAILED", test, results[i].text, settings->whole_reasons);
    }
  }
  printf("%zu passed, %zu failed\n", passed, failed);
  return failed == 0;
}

int suite_main(const Suite *suite, int argc, char **argv)
{
  Pool pool = {0};
  Cases cases = {0};
  Options options = read_options(suite, argc, argv);
  for (int i = 0; i < options.path_count; i++) {
    size_t before = cases.count;
    suite->load(&pool, options.paths[i], &cases);
    if (cases.count == before) fail_usage("%s: no tests there", options.paths[i]);
  }
  choose(&pool, options.only, &cases);
  Run run = {suite, &options, cases.items};
  GuardResult *results = pool_alloc(&pool, cases.count * sizeof(GuardResult));
  unsigned seconds = 2 * options.settings.timeout + 5; /* the statements' own limit comes first, where it works */
  unsigned strays = guard_run(&pool, cases.count, options.jobs, seconds, run_case, &run, results);
  bool good = report(&options, &cases, results) && strays == 0;
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
