/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formats FOLDER: how fast each format is written and read back, through clio.h, with the graph that `generate` has
 * left in the folder. Times are of the processor, with one thread. Each reading is a process of its own, so that the
 * memory it took at most can be told. Prints a table; asserts nothing. */
#include "clio.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct {
  const char *name, *file; /* as the format is called when it is written, and a path that says it when it is read */
} formats[] = {
    {"csv", "graph/"},        {"graphml", "graph.graphml"}, {"gexf", "graph.gexf"},  {"gml", "graph.gml"},
    {"jsonl", "graph.jsonl"}, {"node-link", "graph.json"},  {"turtle", "graph.ttl"}, {"ntriples", "graph.nt"},
};

static double processor_time(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(clio_db *db, clio_status status)
{
  if (status == CLIO_OK) return;
  fprintf(stderr, "%s\n", clio_last_error(db)->message);
  exit(1);
}

static clio_db *open_in_memory(void)
{
  clio_options options = CLIO_OPTIONS_INIT;
  options.threads = 1;
  clio_db *db;
  check(NULL, clio_open(&db, NULL, &options));
  return db;
}

static double import(clio_db *db, const char *path, const char *id_type, double *seconds)
{
  clio_import_options options = CLIO_IMPORT_INIT;
  clio_import_summary summary = {0};
  options.id_type = id_type;
  double start = processor_time();
  check(db, clio_import(db, &path, 1, &options, &summary));
  *seconds = processor_time() - start;
  return (double)(summary.nodes + summary.relationships);
}

/* A figure for people: 1.25 M. */
static void print_rate(double elements, double seconds)
{
  printf(" %9.2f M", elements / seconds / 1e6);
}

static void measure_writing(clio_db *db, const char *name, const char *path)
{
  clio_export_options options = CLIO_EXPORT_INIT;
  clio_export_summary summary = {0};
  struct stat info = {0};
  options.format = name;
  double start = processor_time();
  check(db, clio_export(db, path, &options, &summary));
  printf("%-12s", name);
  print_rate((double)(summary.nodes + summary.relationships), processor_time() - start);
  if (stat(path, &info) == 0 && S_ISREG(info.st_mode))
    printf(" %9.1f", (double)info.st_size / 1048576);
  else
    printf(" %9s", "");
}

/* Of this process, since it was started; in MiB. */
static double peak_memory(void)
{
  FILE *file = fopen("/proc/self/status", "r");
  char line[256];
  double kib = 0;
  while (file && fgets(line, sizeof line, file))
    if (strncmp(line, "VmHWM:", 6) == 0) kib = strtod(line + 6, NULL);
  if (file) fclose(file);
  return kib / 1024;
}

static int read_one(const char *path)
{
  double seconds, elements = import(open_in_memory(), path, "string", &seconds);
  print_rate(elements, seconds);
  printf(" %9.1f\n", peak_memory());
  return 0;
}

static void measure_reading(char *self, const char *path)
{
  char read[] = "--read", *copy = strdup(path), *args[] = {self, read, copy, NULL};
  pid_t child;
  int status = 1;
  fflush(stdout);
  if (!copy || posix_spawn(&child, "/proc/self/exe", NULL, NULL, args, environ) != 0) exit(1);
  if (waitpid(child, &status, 0) < 0 || status != 0) exit(1);
  free(copy);
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--read") == 0) return read_one(argv[2]);
  if (argc != 2) {
    fputs("usage: formats FOLDER\n", stderr);
    return 2;
  }
  double seconds, elements;
  clio_db *db = open_in_memory();
  elements = import(db, argv[1], "integer", &seconds);
  printf("%.0f nodes and relationships, loaded from CSV in %.2f s\n\n", elements, seconds);
  printf("%-12s %11s %9s %11s %9s\n", "", "written/s", "MiB", "read/s", "MiB");
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    measure_writing(db, formats[i].name, formats[i].file);
    measure_reading(argv[0], formats[i].file);
  }
  clio_close(db);
  return 0;
}
