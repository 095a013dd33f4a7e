/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GML (Himsolt, GML: A portable Graph File Format, 1997): ASCII, in which other characters are references, names of
 * letters and digits, integers of 32 bits. networkx, when not told otherwise, names nodes by their labels, which must
 * differ then. */
#include "caption.h"
#include "keys.h"
#include "typed.h"

#include "core/utf8.h"

#include <math.h>
#include <stdlib.h>

typedef struct Writer {
  Export *e;
  const Graph *graph;
  Str *out;
  Keys keys;
  Names names;    /* of properties in the file */
  uint32_t *name; /* by key, its number among those */
  Captions captions;
  Map labels; /* nodes by their labels */
  Str text, other;
  bool failed; /* no memory for labels */
} Writer;

/* ---- values */

static void add_string(Str *out, Text text)
{
  str_add_char(out, '"');
  size_t plain = 0; /* where the piece that needs no reference begins */
  for (size_t i = 0; i < text.len;) {
    unsigned char c = (unsigned char)text.data[i];
    if (LIKELY(c >= 0x20 && c < 0x7F && c != '"' && c != '&')) {
      i++;
      continue;
    }
    str_add_bytes(out, text.data + plain, i - plain);
    uint32_t codepoint = utf8_next(text, &i);
    if (codepoint == '"' || codepoint == '&')
      str_add(out, codepoint == '"' ? "&quot;" : "&amp;");
    else
      str_addf(out, "&#%u;", codepoint);
    plain = i;
  }
  str_add_bytes(out, text.data + plain, text.len - plain);
  str_add_char(out, '"');
}

static void add_float(Str *out, double f)
{
  if (isfinite(f))
    value_print_float(out, f);
  else
    str_add(out, isnan(f) ? "NAN" : f > 0 ? "+INF" : "-INF");
}

static void add_value(Writer *w, Value v)
{
  if (v.type == VALUE_BOOL) {
    str_add_char(w->out, v.boolean ? '1' : '0');
  } else if (v.type == VALUE_INT && v.integer == (int32_t)v.integer) {
    str_add_int(w->out, v.integer);
  } else if (v.type == VALUE_FLOAT) {
    add_float(w->out, v.number);
  } else { /* also integers that do not fit */
    str_clear(&w->text);
    typed_write(&w->text, v);
    add_string(w->out, str_text(&w->text));
  }
}

static void write_values(Writer *w, uint32_t first, uint32_t limit, uint32_t slot)
{
  for (uint32_t i = first; i < limit; i++) {
    if (!column_has(w->keys.at[i].column, slot)) continue;
    str_add_char(w->out, ' ');
    str_add_text(w->out, names_text(&w->names, w->name[i]));
    str_add_char(w->out, ' ');
    add_value(w, column_get(w->keys.at[i].column, slot));
    str_add_char(w->out, '\n');
  }
}

/* ---- names */

/* ASCII letters and digits, an underscore for one or more of all else, a letter in front. */
static void add_plain_name(Str *out, Text name)
{
  for (size_t i = 0; i < name.len; i++) {
    char c = name.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
    if (!letter && out->len == 0) str_add_char(out, 'p');
    if (letter || digit || c == '_')
      str_add_char(out, c);
    else if (out->len > 0 && out->data[out->len - 1] != '_')
      str_add_char(out, '_');
  }
  if (out->len == 0) str_add_char(out, 'p');
}

/* used: names of the same kind, and those of the format itself. */
static Status add_name(Writer *w, Names *used, uint32_t number, uint64_t *changed, Error *err)
{
  Text name = graph_name(w->graph, NAME_KEY, w->keys.at[number].column->key);
  uint32_t ignored;
  str_clear(&w->text);
  add_plain_name(&w->text, name);
  while (!w->text.bad && names_find(used, str_text(&w->text)) != NAME_NONE) str_add_char(&w->text, '_');
  TRY(str_check(&w->text, err));
  *changed += !text_equal(str_text(&w->text), name);
  TRY(names_add(used, str_text(&w->text), &ignored, err));
  return names_add(&w->names, str_text(&w->text), &w->name[number], err);
}

static Status choose_names(Writer *w, uint32_t first, uint32_t limit, const char *const *reserved, uint64_t *changed,
                           Error *err)
{
  Names used;
  uint32_t ignored;
  Status status = STATUS_OK;
  names_init(&used);
  for (; *reserved; reserved++) TRY_OUT(names_add(&used, text_of(*reserved), &ignored, err));
  for (uint32_t i = first; i < limit; i++) TRY_OUT(add_name(w, &used, i, changed, err));
out:
  names_free(&used);
  return status;
}

static Status find_names(Writer *w, Error *err)
{
  static const char *const of_nodes[] = {"id", "label", "labels", "graphics", NULL};
  static const char *const of_edges[] = {"id", "label", "source", "target", "key", "graphics", NULL};
  uint64_t changed = 0;
  TRY(keys_find(&w->keys, w->e, err));
  w->name = malloc(MAX(w->keys.count, 1u) * sizeof *w->name);
  if (!w->name) return error_out_of_memory(err);
  TRY(choose_names(w, 0, w->keys.node_count, of_nodes, &changed, err));
  TRY(choose_names(w, w->keys.node_count, w->keys.count, of_edges, &changed, err));
  if (changed)
    export_note(w->e, "properties under another name, as GML has only letters and digits in names: %llu",
                (unsigned long long)changed);
  return STATUS_OK;
}

/* ---- labels that differ */

/* Whether the text ends as those do that had to be made different: " (n7)". */
static bool ends_in_number(Text text)
{
  size_t i = text.len;
  if (i == 0 || text.data[--i] != ')') return false;
  while (i > 0 && text.data[i - 1] >= '0' && text.data[i - 1] <= '9') i--;
  return text_ends((Text){text.data, i}, TEXT(" (n"));
}

static bool same_label(const void *context, uint32_t node, const void *key)
{
  Writer *w = (Writer *)(uintptr_t)context;
  str_clear(&w->other);
  captions_add(&w->captions, node, &w->other);
  return text_equal(str_text(&w->other), *(const Text *)key);
}

static void write_label(Writer *w, uint32_t node)
{
  Error ignored = {0};
  str_clear(&w->text);
  captions_add(&w->captions, node, &w->text);
  Text label = str_text(&w->text);
  uint64_t hash = hash_bytes(label.data, label.len);
  if (ends_in_number(label) || map_find(&w->labels, hash, same_label, w, &label) != MAP_NONE)
    str_addf(&w->text, " (n%u)", node);
  else
    w->failed |= map_add(&w->labels, hash, node, &ignored) != STATUS_OK;
  str_add(w->out, " label ");
  add_string(w->out, str_text(&w->text));
}

/* ---- entities */

static void write_node(void *writer, uint32_t node)
{
  Writer *w = writer;
  export_number(w->out, "node [\n id ", node);
  str_add_char(w->out, '\n');
  write_label(w, node);
  str_clear(&w->text);
  export_colon_labels(&w->text, w->graph, node);
  str_add(w->out, "\n labels ");
  add_string(w->out, str_text(&w->text));
  str_add_char(w->out, '\n');
  write_values(w, 0, w->keys.node_count, node);
  str_add(w->out, "]\n");
}

static void write_edge(void *writer, uint32_t rel)
{
  Writer *w = writer;
  uint32_t from, to;
  graph_rel_ends(w->graph, rel, &from, &to);
  export_number(w->out, "edge [\n source ", from);
  export_number(w->out, "\n target ", to);
  export_number(w->out, "\n key ", rel);
  str_add(w->out, "\n label ");
  add_string(w->out, graph_name(w->graph, NAME_TYPE, graph_rel_type(w->graph, rel)));
  str_add_char(w->out, '\n');
  write_values(w, w->keys.node_count, w->keys.count, rel);
  str_add(w->out, "]\n");
}

static Status check(const Writer *w, Error *err)
{
  if (w->failed) return error_out_of_memory(err);
  TRY(str_check(&w->other, err));
  return str_check(&w->text, err);
}

static Status write_document(Writer *w, Error *err)
{
  TRY(captions_open(&w->captions, w->graph, err));
  TRY(find_names(w, err));
  str_add(w->out, "Creator \"Clio\"\ngraph [\ndirected 1\nmultigraph 1\n");
  TRY(export_entities(w->e, ENTITY_NODE, write_node, w, err));
  TRY(export_entities(w->e, ENTITY_REL, write_edge, w, err));
  str_add(w->out, "]\n");
  return check(w, err);
}

Status gml_write(Export *e, Error *err)
{
  Writer w = {.e = e, .graph = e->graph, .out = &e->out.text};
  names_init(&w.names);
  map_init(&w.labels, NULL);
  str_init(&w.text);
  str_init(&w.other);
  Status status = write_document(&w, err);
  captions_close(&w.captions);
  keys_free(&w.keys);
  names_free(&w.names);
  map_free(&w.labels);
  free(w.name);
  str_free(&w.text);
  str_free(&w.other);
  return status;
}
