/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Export: the table of formats, and what writers share. */
#include "export.h"

#include "core/target.h"

#include <errno.h>
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

Status export_graph(const Graph *g, const ExportSet *set, const char *path, const ExportFormat *format,
                    ExportSummary *summary, Error *err)
{
  Target target;
  Error inner = {0};
  *summary = (ExportSummary){0};
  Status status = target_open(&target, path, err);
  if (status == STATUS_OK) {
    status = format->write(g, set, target.fd, summary, &inner);
    if (status != STATUS_OK && inner.kind == ERROR_IO)
      error_set(err, ERROR_IO, NULL, "cannot write %s: %s", strcmp(path, "-") == 0 ? "to standard output" : path,
                inner.message);
    else if (status != STATUS_OK)
      error_set(err, inner.kind, inner.detail, "%s", inner.message);
  }
  if (status == STATUS_OK) status = target_finish(&target, err);
  target_drop(&target);
  return status;
}
