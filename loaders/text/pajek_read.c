/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Networks of Pajek: vertices by number, then arcs and edges in sections, each line by line. docs/data-formats.md says
 * what becomes of what; loaders/README.md why this is not left to igraph. */
#include "text_formats.h"

#include "gathered.h"
#include "lines.h"
#include "xml/xml_value.h"

#include <stdlib.h>
#include <strings.h>

enum {
  MOST_UNNAMED = 10000000, /* vertices that no line describes: a number alone must not exhaust the memory */
  ASK_AFTER = 4096
};

typedef struct Pajek Pajek;
typedef Status (*ReadLine)(Pajek *p, Error *err);

struct Pajek {
  Intake *in;
  Lines lines;
  Gathered gathered;
  ReadLine read_line; /* of the section */
  uint32_t *nodes;    /* by number, from 1; SLOT_NONE */
  uint64_t count, first_mode, row;
  bool undirected;
  Str type; /* of the section's relationships; empty: it has no name */
};

/* ---- words */

static Status next(Pajek *p, Word *word, bool *more, Error *err)
{
  return lines_word(&p->lines, word, more, err);
}

static Status fail_at(Pajek *p, const Word *word, const char *expected, Error *err)
{
  char shown[SHOWN_BYTES];
  show_text(word->text, shown);
  return lines_fail(&p->lines, word->text.data, err, "found %s, expected %s", shown, expected);
}

static Status read_count(Pajek *p, const Word *word, uint64_t *out, Error *err)
{
  Value value;
  Error ignored = {0};
  bool good = xml_value(&p->gathered.arena, CSV_LONG, word->text, &value, &ignored) == STATUS_OK;
  if (!good || value.type != VALUE_INT || value.integer < 0) return fail_at(p, word, "a number", err);
  *out = (uint64_t)value.integer;
  return STATUS_OK;
}

static Status make_node(Pajek *p, uint64_t number, Error *err)
{
  char digits[VALUE_NUMBER_BYTES];
  Value id;
  uint32_t *node = &p->nodes[number - 1];
  Text text = {digits, value_format_int((int64_t)number, digits)};
  TRY(intake_add_node(p->in, node, err));
  TRY(intake_id_value(p->in, text, &id, err));
  TRY(intake_set(p->in, ENTITY_NODE, *node, TEXT("id"), id, err));
  if (p->first_mode == 0) return STATUS_OK;
  return intake_set(p->in, ENTITY_NODE, *node, TEXT("mode"), value_int(number <= p->first_mode ? 1 : 2), err);
}

static Status read_vertex(Pajek *p, const Word *word, uint32_t *node, Error *err)
{
  uint64_t number;
  TRY(read_count(p, word, &number, err));
  if (number == 0 || number > p->count) return fail_at(p, word, "the number of a vertex", err);
  if (p->nodes[number - 1] == SLOT_NONE) TRY(make_node(p, number, err));
  *node = p->nodes[number - 1];
  return STATUS_OK;
}

/* A number, if it is one. */
static Status gather_word(Pajek *p, Text key, const Word *word, Error *err)
{
  Value value;
  Error ignored = {0};
  Arena *arena = &p->gathered.arena;
  if (word->quoted || (xml_value(arena, CSV_LONG, word->text, &value, &ignored) != STATUS_OK &&
                       xml_value(arena, CSV_DOUBLE, word->text, &value, &ignored) != STATUS_OK))
    return gathered_add_text(&p->gathered, key, word->text, false, err);
  return gathered_add(&p->gathered, key, value, false, err);
}

static bool is_number(Pajek *p, const Word *word)
{
  Value value;
  Error ignored = {0};
  return !word->quoted && xml_value(&p->gathered.arena, CSV_DOUBLE, word->text, &value, &ignored) == STATUS_OK;
}

static Text until(Text text, char c)
{
  const char *end = memchr(text.data, c, text.len);
  return end ? (Text){text.data, (size_t)(end - text.data)} : text;
}

static Text behind_last(Text text, char c)
{
  const char *last = memrchr(text.data, c, text.len);
  return last ? (Text){last + 1, text.len - (size_t)(last + 1 - text.data)} : text;
}

/* [1990-1995], [1990-*], [1990], [1-3,5]: from the first to the last. */
static Status read_times(Pajek *p, const Word *word, Error *err)
{
  static const char *const keys[] = {"valid_from", "valid_to"};
  Text all = until((Text){word->text.data + 1, word->text.len - 1}, ']');
  Text first = until(all, ','), last = behind_last(all, ',');
  if (first.len < all.len)
    intake_note(p->in, "several times of one vertex or line, which is from the first to the last of them", 1);
  const Word words[] = {{until(first, '-'), false}, {behind_last(last, '-'), false}};
  for (size_t i = 0; i < ARRAY_LEN(keys); i++)
    if (words[i].text.len > 0 && !text_equal(words[i].text, TEXT("*")))
      TRY(gather_word(p, text_of(keys[i]), &words[i], err));
  return STATUS_OK;
}

static bool is_shape(const Word *word)
{
  static const char *const shapes[] = {"ellipse", "box",   "diamond", "triangle", "cross",
                                       "empty",   "house", "man",     "woman"};
  for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
    if (word->text.len == strlen(shapes[i]) && strncasecmp(word->text.data, shapes[i], word->text.len) == 0)
      return true;
  return false;
}

/* What is behind the numbers of a line: a shape, pairs of a name and a value, times. */
static Status read_rest(Pajek *p, Word *word, bool more, Error *err)
{
  while (more) {
    if (word->text.len > 0 && word->text.data[0] == '[') {
      TRY(read_times(p, word, err));
    } else if (is_shape(word)) {
      TRY(gather_word(p, TEXT("shape"), word, err));
    } else {
      Text key = text_equal(word->text, TEXT("l")) ? TEXT("label") : arena_text(&p->gathered.arena, word->text);
      Word name = *word;
      TRY(next(p, word, &more, err));
      if (!more) return fail_at(p, &name, "a shape, times, or a name with a value", err);
      TRY(gather_word(p, key, word, err));
    }
    TRY(next(p, word, &more, err));
  }
  return STATUS_OK;
}

/* ---- sections */

static Status vertex_line(Pajek *p, Error *err)
{
  static const char *const axes[] = {"x", "y", "z"};
  Word word;
  bool more;
  uint32_t node;
  uint64_t number;
  TRY(next(p, &word, &more, err));
  TRY(read_count(p, &word, &number, err));
  if (number > 0 && number <= p->count && p->nodes[number - 1] != SLOT_NONE)
    return intake_fault(p->in, FAULT_DUPLICATE,
                        fail_at(p, &word, "the number of a vertex that has not been described", err));
  TRY(read_vertex(p, &word, &node, err));
  TRY(next(p, &word, &more, err));
  if (more) {
    TRY(gathered_add_text(&p->gathered, TEXT("label"), word.text, false, err));
    TRY(next(p, &word, &more, err));
  }
  for (size_t i = 0; more && i < ARRAY_LEN(axes) && is_number(p, &word); i++) {
    TRY(gather_word(p, text_of(axes[i]), &word, err));
    TRY(next(p, &word, &more, err));
  }
  TRY(read_rest(p, &word, more, err));
  return gathered_set(&p->gathered, p->in, ENTITY_NODE, node, err);
}

/* The end of a line that is drawn; ERROR_FORMAT where the file has no such vertex. */
static Status read_end(Pajek *p, const Word *word, uint32_t *node, Error *err)
{
  return intake_fault(p->in, FAULT_RELATIONSHIP, read_vertex(p, word, node, err));
}

static Status add_rel(Pajek *p, uint32_t start, uint32_t end, Error *err)
{
  uint32_t rel;
  GatheredValue *label = gathered_find(&p->gathered, TEXT("label"));
  Text type = str_text(&p->type);
  bool named = label && label->value.type == VALUE_STRING && label->value.aux > 0 && type.len == 0;
  if (named) type = value_text(label->value);
  if (type.len == 0) intake_note(p->in, "lines without a label or a named relation, whose type is RELATED", 1);
  if (p->undirected) intake_note(p->in, "undirected edges, each a relationship from the first to the second vertex", 1);
  TRY(intake_add_rel(p->in, start, end, type.len > 0 ? type : INTAKE_TYPE, &rel, err));
  if (named) label->value = VALUE_NULL_VALUE; /* it is the type */
  return gathered_set(&p->gathered, p->in, ENTITY_REL, rel, err);
}

static Status edge_line(Pajek *p, Error *err)
{
  Word word;
  bool more;
  uint32_t start, end;
  TRY(next(p, &word, &more, err));
  TRY(read_end(p, &word, &start, err));
  TRY(next(p, &word, &more, err));
  if (!more)
    return intake_fault(
        p->in, FAULT_RELATIONSHIP,
        lines_fail(&p->lines, p->lines.at, err, "found the end of the line, expected the second vertex"));
  TRY(read_end(p, &word, &end, err));
  TRY(next(p, &word, &more, err));
  if (more && is_number(p, &word)) {
    TRY(gather_word(p, TEXT("weight"), &word, err));
    TRY(next(p, &word, &more, err));
  }
  TRY(read_rest(p, &word, more, err));
  return add_rel(p, start, end, err);
}

static Status list_line(Pajek *p, Error *err)
{
  Word word;
  bool more;
  uint32_t start, end;
  TRY(next(p, &word, &more, err));
  TRY(read_end(p, &word, &start, err));
  TRY(next(p, &word, &more, err));
  while (more) {
    TRY(read_end(p, &word, &end, err));
    TRY(add_rel(p, start, end, err));
    TRY(next(p, &word, &more, err));
  }
  return STATUS_OK;
}

static Status matrix_line(Pajek *p, Error *err)
{
  Word word;
  bool more;
  uint64_t column = 0;
  TRY(next(p, &word, &more, err));
  for (; more; column++) {
    Value value;
    if (p->row >= p->count || column >= p->count) return fail_at(p, &word, "the end of the matrix", err);
    gathered_clear(&p->gathered);
    TRY(gather_word(p, TEXT("weight"), &word, err));
    value = p->gathered.values[0].value;
    if (!value_is_number(value)) return fail_at(p, &word, "a number", err);
    for (int i = 0; i < 2; i++) {
      uint64_t number = (i == 0 ? p->row : column) + 1;
      if (p->nodes[number - 1] == SLOT_NONE) TRY(make_node(p, number, err));
    }
    if (value_number(value) != 0) TRY(add_rel(p, p->nodes[p->row], p->nodes[column], err));
    TRY(next(p, &word, &more, err));
  }
  p->row++;
  return STATUS_OK;
}

static Status other_line(Pajek *p, Error *err UNUSED)
{
  intake_note(p->in, "lines of sections that are no network, left out", 1);
  return STATUS_OK;
}

/* ---- what begins a section */

/* Vertices without a line, as far as no line named them either. */
static Status make_others(Pajek *p, Error *err)
{
  for (uint64_t i = 1; i <= p->count; i++) {
    if (p->nodes[i - 1] != SLOT_NONE) continue;
    TRY(make_node(p, i, err));
    if (i % ASK_AFTER == 0) TRY(intake_progress(p->in, input_done(p->lines.window.input), err));
  }
  return STATUS_OK;
}

static Status begin_vertices(Pajek *p, Error *err)
{
  Word word;
  bool more;
  uint64_t count;
  TRY(make_others(p, err)); /* of the network before this one */
  TRY(next(p, &word, &more, err));
  if (!more)
    return lines_fail(&p->lines, p->lines.at, err, "found the end of the line, expected how many vertices there are");
  TRY(read_count(p, &word, &count, err));
  uint64_t most = MOST_UNNAMED + input_size(p->lines.window.input) / 4; /* as many lines as the file can have */
  if (count > most) return fail_at(p, &word, "fewer vertices, as the file cannot describe so many", err);
  p->count = 0;
  uint32_t *nodes = realloc(p->nodes, MAX(count, UINT64_C(1)) * sizeof *nodes);
  if (!nodes) return error_out_of_memory(err);
  memset(nodes, 0xFF, count * sizeof *nodes); /* SLOT_NONE */
  p->nodes = nodes;
  p->count = count;
  p->first_mode = 0;
  TRY(next(p, &word, &more, err));
  if (more) TRY(read_count(p, &word, &p->first_mode, err));
  p->read_line = vertex_line;
  return STATUS_OK;
}

/* Behind *Arcs and the like: :2 "the name of the relation". */
static Status read_relation(Pajek *p, Error *err)
{
  Word word;
  bool more;
  str_clear(&p->type);
  TRY(next(p, &word, &more, err));
  while (more) {
    if (word.quoted) {
      str_clear(&p->type);
      str_add_text(&p->type, word.text);
    }
    TRY(next(p, &word, &more, err));
  }
  return str_check(&p->type, err);
}

static Status begin_section(Pajek *p, Error *err)
{
  static const struct {
    const char *name;
    ReadLine read_line;
    bool undirected;
  } sections[] = {{"*arcs", edge_line, false},
                  {"*edges", edge_line, true},
                  {"*arcslist", list_line, false},
                  {"*edgeslist", list_line, true},
                  {"*matrix", matrix_line, false}};
  Word word;
  bool more;
  TRY(next(p, &word, &more, err));
  p->read_line = other_line;
  p->row = 0;
  if (word.text.len == 9 && strncasecmp(word.text.data, "*vertices", 9) == 0) return begin_vertices(p, err);
  for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
    if (word.text.len != strlen(sections[i].name) || strncasecmp(word.text.data, sections[i].name, word.text.len) != 0)
      continue;
    p->read_line = sections[i].read_line;
    p->undirected = sections[i].undirected;
    return read_relation(p, err);
  }
  return STATUS_OK;
}

static Status read_line(Pajek *p, Error *err)
{
  Lines *l = &p->lines;
  const char *limit = l->line.data + l->line.len;
  while (l->at < limit && lines_is_blank(l, *l->at)) l->at++;
  if (l->at == limit || *l->at == '%') return STATUS_OK;
  gathered_clear(&p->gathered);
  if (*l->at == '*') return begin_section(p, err);
  if (p->read_line) return p->read_line(p, err);
  Word word = {{l->at, (size_t)(limit - l->at)}, false};
  return fail_at(p, &word, "*Vertices", err);
}

static Status read_lines(Pajek *p, Error *err)
{
  for (bool more = true; more;) {
    Status status = lines_next(&p->lines, &more, err);
    if (status == STATUS_OK && more) status = read_line(p, err);
    if (status != STATUS_OK && (p->lines.broken || intake_leave_out(p->in, err) != STATUS_OK)) return STATUS_FAIL;
  }
  return make_others(p, err);
}

Status pajek_read(Intake *in, const char *path, Error *err)
{
  Pajek p = {.in = in};
  gathered_init(&p.gathered);
  str_init(&p.type);
  Status status = lines_open(&p.lines, in, path, " \t", err);
  if (status == STATUS_OK) status = read_lines(&p, err);
  lines_close(&p.lines);
  gathered_free(&p.gathered);
  str_free(&p.type);
  free(p.nodes);
  return status;
}
