/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DOT, for Graphviz to draw: captions, types, colours by label. Properties are not written: Graphviz would take those
 * that are called like its own attributes (pos, size, URL) for orders. */
#include "caption.h"
#include "export.h"
#include "palette.h"

typedef struct Writer {
  Export *e;
  Captions captions;
  Str text;
} Writer;

/* In quotes, as a label: there a backslash begins an escape, and `&amp;` is what it is in HTML. */
static void add_label(Export *e, Text text)
{
  Str *out = &e->out.text;
  str_add_char(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == '"' || c == '\\') {
      str_add_char(out, '\\');
      str_add_char(out, c);
    } else if (c == '\n') {
      str_add(out, "\\n");
    } else if (c == '&') {
      str_add(out, "&amp;");
    } else if ((unsigned char)c < 0x20 && c != '\t') {
      str_add(out, "\xEF\xBF\xBD"); /* no drawing has a place for it */
      e->summary.replaced++;
    } else {
      str_add_char(out, c);
    }
  }
  str_add_char(out, '"');
}

static void write_node(void *writer, uint32_t node)
{
  Writer *w = writer;
  Export *e = w->e;
  export_number(&e->out.text, "n", node);
  str_add(&e->out.text, " [label=");
  str_clear(&w->text);
  captions_add(&w->captions, node, &w->text);
  add_label(e, str_text(&w->text));
  str_clear(&w->text);
  export_colon_labels(&w->text, e->graph, node);
  if (w->text.len > 0) {
    str_add(&e->out.text, ", tooltip=");
    add_label(e, str_text(&w->text));
  }
  str_addf(&e->out.text, ", fillcolor=\"%s\"]\n", palette_colour(e->graph, node));
}

static void write_edge(void *writer, uint32_t rel)
{
  Writer *w = writer;
  Export *e = w->e;
  uint32_t from, to;
  graph_rel_ends(e->graph, rel, &from, &to);
  export_number(&e->out.text, "n", from);
  export_number(&e->out.text, " -> n", to);
  str_add(&e->out.text, " [label=");
  add_label(e, graph_name(e->graph, NAME_TYPE, graph_rel_type(e->graph, rel)));
  str_add(&e->out.text, "]\n");
}

static Status write_document(Writer *w, Error *err)
{
  Str *out = &w->e->out.text;
  TRY(captions_open(&w->captions, w->e->graph, err));
  str_add(out, "digraph {\nnode [shape=box, style=\"rounded,filled\"]\n");
  TRY(export_entities(w->e, ENTITY_NODE, write_node, w, err));
  TRY(export_entities(w->e, ENTITY_REL, write_edge, w, err));
  str_add(out, "}\n");
  return str_check(&w->text, err);
}

Status dot_write(Export *e, Error *err)
{
  Writer w = {.e = e};
  str_init(&w.text);
  Status status = write_document(&w, err);
  captions_close(&w.captions);
  str_free(&w.text);
  return status;
}
