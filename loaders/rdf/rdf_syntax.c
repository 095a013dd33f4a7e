/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turtle and its kin as W3C has them (RDF 1.1 Turtle, TriG, N-Triples, N-Quads); see rdf_syntax.h. */
#include "rdf_syntax.h"

void rdf_writer_init(RdfWriter *w, Str *out, RdfSyntax syntax, const RdfNames *names)
{
  *w = (RdfWriter){.out = out, .syntax = syntax, .names = names};
  str_init(&w->subject);
  str_init(&w->predicate);
  str_init(&w->graph);
}

void rdf_writer_free(RdfWriter *w)
{
  str_free(&w->subject);
  str_free(&w->predicate);
  str_free(&w->graph);
}

static bool has_prefixes(const RdfWriter *w)
{
  return w->syntax == SYNTAX_TURTLE || w->syntax == SYNTAX_TRIG;
}

static bool has_graphs(const RdfWriter *w)
{
  return w->syntax == SYNTAX_TRIG || w->syntax == SYNTAX_NQUADS;
}

/* ---- terms */

/* A local name that needs no escapes in Turtle, by a part of the grammar's PN_LOCAL. */
static bool is_plain_local(Text local)
{
  for (size_t i = 0; i < local.len; i++) {
    char c = local.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    bool later = (c >= '0' && c <= '9') || (c == '-' && i > 0);
    if (!letter && !later) return false;
  }
  return true;
}

static void add_iri(const RdfWriter *w, Str *out, Text iri)
{
  Text prefix, local;
  if (has_prefixes(w) && rdf_names_abbreviate(w->names, iri, &prefix, &local) && is_plain_local(local)) {
    str_add_text(out, prefix);
    str_add_char(out, ':');
    str_add_text(out, local);
    return;
  }
  str_add_char(out, '<');
  str_add_text(out, iri);
  str_add_char(out, '>');
}

static void add_quoted(RdfWriter *w, Str *out, Text text)
{
  str_add_char(out, '"');
  size_t plain = 0; /* where the piece that needs no escape begins */
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.data[i];
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
    str_add_bytes(out, text.data + plain, i - plain);
    plain = i + 1;
    switch (c) {
    case '\0':
      str_add(out, "\xEF\xBF\xBD");
      w->replaced++;
      break;
    case '"': str_add(out, "\\\""); break;
    case '\\': str_add(out, "\\\\"); break;
    case '\n': str_add(out, "\\n"); break;
    case '\r': str_add(out, "\\r"); break;
    case '\t': str_add(out, "\\t"); break;
    default: str_addf(out, "\\u%04X", c); break;
    }
  }
  if (plain < text.len) str_add_bytes(out, text.data + plain, text.len - plain);
  str_add_char(out, '"');
}

static void add_literal(RdfWriter *w, Str *out, const RdfTerm *term)
{
  bool bare = text_equal(term->datatype, TEXT(XSD "integer")) || text_equal(term->datatype, TEXT(XSD "boolean"));
  if (bare && has_prefixes(w)) {
    str_add_text(out, term->text);
    return;
  }
  add_quoted(w, out, term->text);
  if (term->language.len > 0) {
    str_add_char(out, '@');
    str_add_text(out, term->language);
  } else if (term->datatype.len > 0) {
    str_add(out, "^^");
    add_iri(w, out, term->datatype);
  }
}

static void add_term(RdfWriter *w, Str *out, const RdfTerm *term)
{
  switch (term->kind) {
  case RDF_NONE: break;
  case RDF_IRI: add_iri(w, out, term->text); break;
  case RDF_BLANK:
    str_add(out, "_:");
    str_add_text(out, term->text);
    break;
  case RDF_LITERAL: add_literal(w, out, term); break;
  }
}

/* ---- statements */

void rdf_write_prefixes(RdfWriter *w)
{
  uint32_t at = 0;
  Text prefix, space;
  if (!has_prefixes(w)) return;
  while (rdf_names_next(w->names, &at, &prefix, &space)) {
    str_add(w->out, "@prefix ");
    str_add_text(w->out, prefix);
    str_add(w->out, ": <");
    str_add_text(w->out, space);
    str_add(w->out, "> .\n");
  }
}

void rdf_write_subject(RdfWriter *w, const RdfTerm *subject, const RdfTerm *graph)
{
  str_clear(&w->subject);
  str_clear(&w->graph);
  str_clear(&w->predicate);
  add_term(w, &w->subject, subject);
  if (has_graphs(w)) add_term(w, &w->graph, graph);
  w->open = false;
}

static void add_line(RdfWriter *w, Text predicate, const RdfTerm *object)
{
  str_add_text(w->out, str_text(&w->subject));
  str_add_char(w->out, ' ');
  add_iri(w, w->out, predicate);
  str_add_char(w->out, ' ');
  add_term(w, w->out, object);
  if (w->graph.len > 0) {
    str_add_char(w->out, ' ');
    str_add_text(w->out, str_text(&w->graph));
  }
  str_add(w->out, " .\n");
}

static void open_subject(RdfWriter *w)
{
  str_add_char(w->out, '\n');
  if (w->graph.len > 0) {
    str_add_text(w->out, str_text(&w->graph));
    str_add(w->out, " {\n");
  }
  str_add_text(w->out, str_text(&w->subject));
  str_add_char(w->out, ' ');
  w->open = true;
}

void rdf_write_statement(RdfWriter *w, Text predicate, const RdfTerm *object)
{
  if (!has_prefixes(w)) {
    add_line(w, predicate, object);
    return;
  }
  if (w->open && text_equal(predicate, str_text(&w->predicate))) {
    str_add(w->out, " , ");
  } else {
    if (w->open)
      str_add(w->out, " ;\n    ");
    else
      open_subject(w);
    if (text_equal(predicate, TEXT(RDF "type")))
      str_add_char(w->out, 'a');
    else
      add_iri(w, w->out, predicate);
    str_add_char(w->out, ' ');
    str_clear(&w->predicate);
    str_add_text(&w->predicate, predicate);
  }
  add_term(w, w->out, object);
}

void rdf_write_end(RdfWriter *w)
{
  if (!w->open) return;
  str_add(w->out, w->graph.len > 0 ? " .\n}\n" : " .\n");
  w->open = false;
}
