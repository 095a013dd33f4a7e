/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of edges: two names a line, and perhaps a weight and a time, or a dictionary as networkx writes it; and the LGL
 * format, where a line with # names the first end of those that follow. loaders/README.md says why this is not left to
 * igraph. */
#include "text_formats.h"

#include "lines.h"
#include "python_dict.h"
#include "xml/xml_value.h"

typedef struct EdgeList {
  Lines lines;
  Intake *in;
  Gathered gathered;
} EdgeList;

static Status find_node(EdgeList *e, const Word *word, uint32_t *node, Error *err)
{
  Value id;
  *node = intake_find(e->in, word->text);
  if (*node != SLOT_NONE) return STATUS_OK;
  TRY(intake_id_value(e->in, word->text, &id, err));
  TRY(intake_describe(e->in, word->text, node, err));
  return intake_set(e->in, ENTITY_NODE, *node, TEXT("id"), id, err);
}

/* The end of an edge; ERROR_FORMAT where the line has no further word. */
static Status read_end(EdgeList *e, const char *which, uint32_t *node, Error *err)
{
  Word word;
  bool more;
  TRY(lines_word(&e->lines, &word, &more, err));
  if (!more)
    return intake_fault(
        e->in, FAULT_RELATIONSHIP,
        lines_fail(&e->lines, e->lines.at, err, "found the end of the line, expected the %s of an edge", which));
  if (find_node(e, &word, node, err) == STATUS_OK) return STATUS_OK;
  return lines_locate(&e->lines, word.text.data, err);
}

/* A whole number if it is written as one. */
static Status read_number(EdgeList *e, Text key, const Word *word, Error *err)
{
  Value value;
  Error ignored = {0};
  if (xml_value(&e->gathered.arena, CSV_LONG, word->text, &value, &ignored) != STATUS_OK &&
      xml_value(&e->gathered.arena, CSV_DOUBLE, word->text, &value, err) != STATUS_OK)
    return lines_locate(&e->lines, word->text.data, err);
  return gathered_add(&e->gathered, key, value, false, err);
}

static Status read_dict(EdgeList *e, Error *err)
{
  Lines *l = &e->lines;
  const char *limit = l->line.data + l->line.len;
  if (python_dict(&e->gathered, &l->at, limit, err) != STATUS_OK) return lines_locate(l, l->at, err);
  return STATUS_OK;
}

static Status read_data(EdgeList *e, Error *err)
{
  static const char *const names[] = {"weight", "timestamp"};
  Lines *l = &e->lines;
  const char *limit = l->line.data + l->line.len;
  Word word;
  bool more = true;
  gathered_clear(&e->gathered);
  while (l->at < limit && lines_is_blank(l, *l->at)) l->at++;
  if (l->at < limit && *l->at == '{') TRY(read_dict(e, err));
  for (size_t i = 0; i < ARRAY_LEN(names) && e->gathered.count == i && more; i++) {
    TRY(lines_word(l, &word, &more, err));
    if (more) TRY(read_number(e, text_of(names[i]), &word, err));
  }
  TRY(lines_word(l, &word, &more, err));
  return more ? lines_fail(l, word.text.data, err, "found more, expected the end of the line") : STATUS_OK;
}

static Status add_edge(EdgeList *e, uint32_t start, uint32_t end, Error *err)
{
  uint32_t rel;
  TRY(read_data(e, err));
  TRY(intake_add_rel(e->in, start, end, INTAKE_TYPE, &rel, err));
  return gathered_set(&e->gathered, e->in, ENTITY_REL, rel, err);
}

/* ---- the two kinds of files */

static Status read_edge(EdgeList *e, uint32_t *first UNUSED, Error *err)
{
  uint32_t start, end;
  if (*e->lines.at == '#' || *e->lines.at == '%') return STATUS_OK;
  TRY(read_end(e, "first end", &start, err));
  TRY(read_end(e, "second end", &end, err));
  return add_edge(e, start, end, err);
}

static Status read_lgl_line(EdgeList *e, uint32_t *first, Error *err)
{
  uint32_t end;
  Word more_word;
  bool more;
  if (*e->lines.at == '#') {
    e->lines.at++;
    *first = SLOT_NONE;
    TRY(read_end(e, "first end", first, err));
    TRY(lines_word(&e->lines, &more_word, &more, err));
    return more ? lines_fail(&e->lines, more_word.text.data, err, "found more, expected the end of the line")
                : STATUS_OK;
  }
  if (*first == SLOT_NONE)
    return lines_fail(&e->lines, e->lines.at, err, "found an edge before a line with # and its first end");
  TRY(read_end(e, "second end", &end, err));
  return add_edge(e, *first, end, err);
}

typedef Status (*ReadLine)(EdgeList *e, uint32_t *first, Error *err);

static bool is_empty(Lines *l)
{
  const char *limit = l->line.data + l->line.len;
  while (l->at < limit && lines_is_blank(l, *l->at)) l->at++;
  return l->at == limit;
}

static Status read_lines(EdgeList *e, ReadLine read_line, Error *err)
{
  uint32_t first = SLOT_NONE;
  for (bool more = true; more;) {
    Status status = lines_next(&e->lines, &more, err);
    if (status == STATUS_OK && more && !is_empty(&e->lines)) status = read_line(e, &first, err);
    if (status != STATUS_OK && (e->lines.broken || intake_leave_out(e->in, err) != STATUS_OK)) return STATUS_FAIL;
  }
  return STATUS_OK;
}

static Status read(Intake *in, const char *path, const char *blanks, ReadLine read_line, Error *err)
{
  EdgeList e = {.in = in};
  gathered_init(&e.gathered);
  Status status = lines_open(&e.lines, in, path, blanks, err);
  if (status == STATUS_OK) status = read_lines(&e, read_line, err);
  lines_close(&e.lines);
  gathered_free(&e.gathered);
  return status;
}

Status edge_list_read(Intake *in, const char *path, Error *err)
{
  return read(in, path, " \t,;", read_edge, err);
}

Status lgl_read(Intake *in, const char *path, Error *err)
{
  return read(in, path, " \t", read_lgl_line, err);
}
