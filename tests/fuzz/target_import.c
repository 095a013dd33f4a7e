/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files in all formats that are read but scripts, through clio.h. The first line of a text names the format, or says
 * `table`, which is CSV with a plain header whose rows are merged; the rest is the file, which is in memory only. What
 * has to hold: nothing crashes or leaks; it can be interrupted; a file that is refused leaves the graph as it was, with
 * an error that is whole; a file that is taken gives as many nodes and relationships as are told, also when it is taken
 * again (when merged none then, and no more of them where a format finds what is there); leaving out what is bad does
 * not refuse more; a dry run leaves nothing behind; and what has been merged is found when it is merged again. */
#include "target.h"

#include "clio.h"
#include "core/str.h"
#include "core/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SECONDS = 2 /* of processor time, then the import is interrupted */ };

const bool target_takes_files = true;

typedef struct Trial {
  clio_db *db;
  Str *complaint;
  const char *format;
  bool table;
  char path[40];
  clock_t start;
} Trial;

static bool complain(Trial *t, const char *what)
{
  const clio_error *error = clio_last_error(t->db);
  str_addf(t->complaint, "%s: %s: %s\n", t->format, what, error && error->message ? error->message : "");
  return false;
}

static bool go_on(void *payload, const char *file, uint64_t done, uint64_t total)
{
  const Trial *t = payload;
  (void)file;
  (void)done;
  (void)total;
  return clock() - t->start < (clock_t)MOST_SECONDS * CLOCKS_PER_SEC;
}

static void ignore(void *payload, const char *message)
{
  (void)payload;
  (void)message;
}

typedef enum Manner { MANNER_STRICT, MANNER_SKIP, MANNER_DRY, MANNER_MERGE } Manner;

static clio_status import(Trial *t, Manner manner, clio_import_summary *summary)
{
  clio_import_options options = CLIO_IMPORT_INIT;
  const char *path = t->path;
  options.format = t->format;
  options.skip_bad_rows = manner == MANNER_SKIP || manner == MANNER_MERGE;
  options.dry_run = manner == MANNER_DRY;
  options.merge = t->table || manner == MANNER_MERGE;
  options.as = t->table ? "Row" : NULL;
  options.id = t->table ? "id" : NULL;
  options.told = ignore;
  options.progress = go_on;
  options.skipped = ignore;
  options.noted = ignore;
  options.payload = t;
  t->start = clock();
  return clio_import(t->db, &path, 1, &options, summary);
}

static bool error_is_whole(Trial *t)
{
  const clio_error *error = clio_last_error(t->db);
  Text message = text_of(error->message);
  if (message.len == 0 || utf8_valid(message) < message.len) return complain(t, "an error that is not whole");
  return error->code && strcmp(error->code, "InternalError") == 0 ? complain(t, "a bug") : true;
}

static bool was_interrupted(Trial *t)
{
  return strcmp(clio_last_error(t->db)->code, "Interrupted") == 0;
}

static bool has(Trial *t, uint64_t nodes, uint64_t rels)
{
  return clio_node_count(t->db) == nodes && clio_relationship_count(t->db) == rels;
}

/* What the file tells of is there already, or what of it has a name is; Wikidata's entities are left out then. */
static bool finds_again(const char *format)
{
  static const char *const formats[] = {"wikidata", "turtle", "ntriples", "nquads", "trig", "rdfxml"};
  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
    if (strcmp(format, formats[i]) == 0) return true;
  return false;
}

static bool as_before(const Trial *t, const clio_import_summary *first, const clio_import_summary *second)
{
  if (finds_again(t->format)) return second->nodes <= first->nodes && second->relationships <= first->relationships;
  if (t->table) return second->skipped == 0 && second->nodes == 0 && second->relationships == 0;
  return second->skipped == 0 && second->nodes == first->nodes && second->relationships == first->relationships;
}

/* Nodes that have no id, or one that several have, are left out both times. */
static bool try_merge(Trial *t)
{
  clio_import_summary first = {0}, second = {0};
  if (finds_again(t->format) || strcmp(t->format, "csv") == 0) return true;
  bool merged = import(t, MANNER_MERGE, &first) == CLIO_OK;
  if (!merged) return error_is_whole(t);
  if (import(t, MANNER_MERGE, &second) != CLIO_OK) return error_is_whole(t);
  bool found = second.nodes == 0 && second.relationships == 0;
  return found ? true : complain(t, "made again what had been merged");
}

static bool try_import(Trial *t)
{
  clio_import_summary first = {0}, second = {0};
  bool supposed = import(t, MANNER_DRY, &first) == CLIO_OK;
  if (!supposed && !error_is_whole(t)) return false;
  if (!has(t, 0, 0)) return complain(t, "a dry run left something");
  first = (clio_import_summary){0};
  bool taken = import(t, MANNER_STRICT, &first) == CLIO_OK;
  if (!taken && !error_is_whole(t)) return false;
  bool interrupted = !taken && was_interrupted(t);
  if (!has(t, first.nodes, first.relationships)) return complain(t, "other counts than were told");
  bool again = import(t, MANNER_SKIP, &second) == CLIO_OK;
  if (!again && !error_is_whole(t)) return false;
  interrupted |= !again && was_interrupted(t);
  if (taken && !again && !interrupted) return complain(t, "leaving out what is bad refuses more");
  if (taken && again && !as_before(t, &first, &second)) return complain(t, "taken otherwise the second time");
  if (!has(t, first.nodes + second.nodes, first.relationships + second.relationships))
    return complain(t, "other counts than were told");
  return try_merge(t);
}

/* The format that the text's first line names; NULL where it is none that files have. */
static const char *format_of(Text text, Text *content, bool *table)
{
  const char *end = text.len ? memchr(text.data, '\n', text.len) : NULL, *name;
  if (!end) return NULL;
  size_t len = (size_t)(end - text.data);
  *content = (Text){end + 1, text.len - len - 1};
  *table = text_equal((Text){text.data, len}, TEXT("table"));
  if (*table) return "csv";
  for (uint32_t i = 0; (name = clio_name(NULL, CLIO_IMPORT_FORMATS, i, NULL)); i++)
    if (strlen(name) == len && memcmp(name, text.data, len) == 0) return strcmp(name, "cypher") == 0 ? NULL : name;
  return NULL;
}

static bool write_all(int fd, Text content)
{
  while (content.len > 0) {
    ssize_t n = write(fd, content.data, content.len);
    if (n <= 0) return false;
    content = (Text){content.data + n, content.len - (size_t)n};
  }
  return true;
}

char *target_check(const char *text, size_t length)
{
  Text content;
  Str complaint;
  clio_options options = CLIO_OPTIONS_INIT;
  Trial t = {.complaint = &complaint};
  t.format = format_of((Text){text, length}, &content, &t.table);
  options.threads = 1;
  if (!t.format) return NULL;
  str_init(&complaint);
  int fd = memfd_create("import", MFD_CLOEXEC);
  snprintf(t.path, sizeof t.path, "/proc/self/fd/%d", fd);
  bool good = fd >= 0 && write_all(fd, content) && clio_open(&t.db, NULL, &options) == CLIO_OK;
  good = good ? try_import(&t) : complain(&t, "there is no file, or no graph");
  clio_close(t.db);
  if (fd >= 0) close(fd);
  char *reason = good ? NULL : str_take(&complaint);
  str_free(&complaint);
  return reason;
}
