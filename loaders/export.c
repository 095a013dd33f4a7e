/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Export: the table of formats, the file that takes its name only when it is complete, and what writers share. */
#include "export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const ExportFormat formats[] = {
    {"graphml", ".graphml", "GraphML, for Neo4j, Gephi, yEd, igraph, networkx", graphml_write},
    {"cypher", ".cypher", "a script of statements that make the graph anew", cypher_write},
    {"jsonl", ".jsonl", "JSON Lines: an object a line, nodes first", jsonl_write},
};

const ExportFormat *export_format_at(size_t i)
{
  return i < ARRAY_LEN(formats) ? &formats[i] : NULL;
}

const ExportFormat *export_format(Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(formats); i++)
    if (text_equal(name, text_of(formats[i].name))) return &formats[i];
  return NULL;
}

const ExportFormat *export_format_of_path(const char *path)
{
  size_t len = strlen(path);
  for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
    size_t end = strlen(formats[i].extension);
    if (len > end && strcmp(path + len - end, formats[i].extension) == 0) return &formats[i];
  }
  return NULL;
}

/* ---- output */

enum { PASS_BYTES = 1 << 18 };

void output_init(Output *out, int fd)
{
  *out = (Output){.fd = fd};
  str_init(&out->text);
}

void output_free(Output *out)
{
  str_free(&out->text);
}

static void write_all(Output *out)
{
  const char *from = out->text.data;
  size_t left = out->text.len;
  while (left > 0 && !out->error) {
    ssize_t n = write(out->fd, from, left);
    if (n < 0 && errno != EINTR) out->error = errno;
    if (n < 0) continue;
    from += n;
    left -= (size_t)n;
  }
  str_clear(&out->text);
}

static Status output_check(const Output *out, Error *err)
{
  if (out->error) return error_set(err, ERROR_IO, NULL, "%s", strerror(out->error));
  return str_check(&out->text, err);
}

Status output_pass(Output *out, Error *err)
{
  if (UNLIKELY(out->text.len >= PASS_BYTES)) write_all(out);
  return output_check(out, err);
}

Status output_finish(Output *out, Error *err)
{
  if (!out->text.bad) write_all(out);
  return output_check(out, err);
}

/* ---- walks */

void walk_begin(Walk *walk, const Graph *g, const ExportSet *set, EntityKind kind)
{
  *walk = (Walk){.graph = g, .set = set, .kind = kind};
  walk->limit = kind == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g);
  if (set) roaring_init_iterator(kind == ENTITY_NODE ? set->nodes : set->rels, &walk->it);
}

static bool has_ends(const Walk *walk, uint32_t rel)
{
  uint32_t start, end;
  graph_rel_ends(walk->graph, rel, &start, &end);
  return roaring_bitmap_contains(walk->set->nodes, start) && roaring_bitmap_contains(walk->set->nodes, end);
}

static bool next_of_set(Walk *walk, uint32_t *slot)
{
  while (walk->it.has_value) {
    *slot = walk->it.current_value;
    roaring_advance_uint32_iterator(&walk->it);
    if (walk->kind == ENTITY_NODE ? graph_node_alive(walk->graph, *slot)
                                  : graph_rel_alive(walk->graph, *slot) && has_ends(walk, *slot))
      return true;
  }
  return false;
}

bool walk_next(Walk *walk, uint32_t *slot)
{
  if (walk->set) return next_of_set(walk, slot);
  while (walk->next < walk->limit) {
    *slot = walk->next++;
    if (walk->kind == ENTITY_NODE ? graph_node_alive(walk->graph, *slot) : graph_rel_alive(walk->graph, *slot))
      return true;
  }
  return false;
}

/* ---- the file */

/* Where an export goes: to standard output and to what is no regular file (a pipe, a terminal) directly, otherwise to a
 * file beside the one that it will replace. */
typedef struct Target {
  char *path;      /* what is replaced: where links lead, or what the caller said; NULL: nothing is */
  char *temporary; /* beside it */
  int fd;
} Target;

static Status cannot(const char *what, const char *path, Error *err)
{
  return error_set(err, ERROR_IO, NULL, "cannot %s %s: %s", what, path, strerror(errno));
}

static Status open_temporary(Target *t, const struct stat *existing, Error *err)
{
  /* Not mkstemp: the file must get the permissions that a new file of this user has. */
  for (unsigned attempt = 0; attempt < 100; attempt++) {
    free(t->temporary);
    if (asprintf(&t->temporary, "%s.%ld-%u.part", t->path, (long)getpid(), attempt) < 0) {
      t->temporary = NULL;
      return error_out_of_memory(err);
    }
    t->fd = open(t->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (t->fd >= 0 || errno != EEXIST) break;
  }
  if (t->fd < 0) {
    free(t->temporary);
    t->temporary = NULL;
    return cannot("write", t->path, err);
  }
  if (existing && fchmod(t->fd, existing->st_mode & 07777) != 0) return cannot("write", t->path, err);
  return STATUS_OK;
}

static Status open_target(Target *t, const char *path, Error *err)
{
  struct stat info;
  *t = (Target){.fd = -1};
  if (strcmp(path, "-") == 0) {
    t->fd = STDOUT_FILENO;
    return STATUS_OK;
  }
  bool exists = stat(path, &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) return error_set(err, ERROR_IO, NULL, "cannot write %s: it is a folder", path);
  if (exists && !S_ISREG(info.st_mode)) {
    t->fd = open(path, O_WRONLY | O_CLOEXEC);
    return t->fd < 0 ? cannot("write", path, err) : STATUS_OK;
  }
  if (exists && access(path, W_OK) != 0) return cannot("write", path, err);
  t->path = exists ? realpath(path, NULL) : strdup(path);
  if (!t->path) return cannot("write", path, err);
  return open_temporary(t, exists ? &info : NULL, err);
}

/* A file system that has no place for a file's name after a crash has lost the file: hence the folder is synced too;
 * where it cannot be, there is nothing more to do. */
static void sync_folder(const char *path)
{
  const char *slash = strrchr(path, '/');
  char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
  int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (fd >= 0) {
    (void)fsync(fd);
    close(fd);
  }
  free(folder);
}

static Status finish_target(Target *t, const char *path, Error *err)
{
  Status status = STATUS_OK;
  if (t->temporary && fsync(t->fd) != 0) TRY_OUT(cannot("write", path, err));
  if (t->fd != STDOUT_FILENO) {
    int fd = t->fd;
    t->fd = -1;
    if (close(fd) != 0) TRY_OUT(cannot("write", path, err));
  }
  if (!t->temporary) return STATUS_OK;
  if (rename(t->temporary, t->path) != 0) TRY_OUT(cannot("write", path, err));
  free(t->temporary);
  t->temporary = NULL;
  sync_folder(t->path);
out:
  return status;
}

static void drop_target(Target *t)
{
  if (t->fd >= 0 && t->fd != STDOUT_FILENO) close(t->fd);
  if (t->temporary) (void)unlink(t->temporary);
  free(t->temporary);
  free(t->path);
}

Status export_graph(const Graph *g, const ExportSet *set, const char *path, const ExportFormat *format,
                    ExportSummary *summary, Error *err)
{
  Target target;
  Error inner = {0};
  *summary = (ExportSummary){0};
  Status status = open_target(&target, path, err);
  if (status == STATUS_OK) {
    status = format->write(g, set, target.fd, summary, &inner);
    if (status != STATUS_OK && inner.kind == ERROR_IO)
      error_set(err, ERROR_IO, NULL, "cannot write %s: %s", strcmp(path, "-") == 0 ? "to standard output" : path,
                inner.message);
    else if (status != STATUS_OK)
      error_set(err, inner.kind, inner.detail, "%s", inner.message);
  }
  if (status == STATUS_OK) status = finish_target(&target, path, err);
  drop_target(&target);
  return status;
}
