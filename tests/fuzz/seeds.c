/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what a fuzzer starts from: the scripts of the corpus, a file each, and the dictionary of keywords, functions
 * and procedures as the registries have them. */
#include "clio.h"
#include "corpus.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_file(const char *path)
{
  FILE *file = fopen(path, "w");
  if (!file) fail_usage("%s: %s", path, strerror(errno));
  return file;
}

static void close_file(FILE *file, const char *path)
{
  if (fclose(file) != 0) fail_usage("%s: %s", path, strerror(errno));
}

/* FNV-1a: equal scripts make one file. */
static uint64_t hash(const char *text)
{
  uint64_t h = 0xCBF29CE484222325u;
  for (; *text; text++) h = (h ^ (unsigned char)*text) * 0x100000001B3u;
  return h;
}

static void write_seeds(Pool *pool, const char *folder, const Cases *cases)
{
  for (size_t i = 0; i < cases->count; i++) {
    const char *script = cases->items[i].body;
    const char *path = pool_printf(pool, "%s/%016" PRIx64, folder, hash(script));
    FILE *file = open_file(path);
    fputs(script, file);
    close_file(file, path);
  }
}

static void write_dictionary(const char *path)
{
  static const struct {
    clio_name_kind kind;
    const char *format;
  } words[] = {{CLIO_KEYWORDS, "\" %s \"\n"}, {CLIO_FUNCTIONS, "\"%s(\"\n"}, {CLIO_PROCEDURES, "\"%s(\"\n"}};
  clio_db *db = NULL;
  if (clio_open(&db, NULL, NULL) != CLIO_OK) fail_usage("cannot open a graph in memory");
  FILE *file = open_file(path);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    const char *name;
    for (uint32_t k = 0; (name = clio_name(db, words[i].kind, k, NULL)); k++) fprintf(file, words[i].format, name);
  }
  close_file(file, path);
  clio_close(db);
}

int main(int argc, char **argv)
{
  if (argc < 4) fail_usage("usage: seeds FOLDER DICTIONARY PATH...\nWrites the scripts below each PATH to FOLDER.");
  Pool pool = {0};
  Cases cases = {0};
  for (int i = 3; i < argc; i++) corpus_load(&pool, argv[i], &cases);
  write_seeds(&pool, argv[1], &cases);
  write_dictionary(argv[2]);
  pool_free(&pool);
  return 0;
}
