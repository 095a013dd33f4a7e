/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of things in pictures; see wording.h. */
#include "wording.h"

#include "core/utf8.h"

#define EN_DASH "\xE2\x80\x93"
#define ARROW   "\xE2\x86\x92"

void wording_text(Str *out, Text text)
{
  bool blank = true; /* at the beginning, or behind a blank */
  for (size_t at = 0; at < text.len;) {
    size_t from = at;
    uint32_t c = utf8_next(text, &at);
    bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE;
    if (control || utf8_is_space(c)) {
      if (!blank) str_add_char(out, ' ');
      blank = true;
    } else {
      str_add_bytes(out, text.data + from, at - from);
      blank = false;
    }
  }
  if (blank && out->len > 0 && out->data[out->len - 1] == ' ') out->data[--out->len] = '\0';
}

static void add_value(Str *out, const Graph *g, Value v)
{
  Str text;
  str_init(&text);
  value_show(&text, v, g);
  wording_text(out, str_text(&text));
  out->bad |= text.bad;
  str_free(&text);
}

void wording_node(Str *out, const Captions *c, uint32_t node)
{
  Str name;
  str_init(&name);
  captions_add(c, node, &name);
  wording_text(out, str_text(&name));
  out->bad |= name.bad;
  str_free(&name);
}

/* Whether the first says it all: the second is the same, or missing where the first is an interval. */
static bool is_whole(Value from, Value to)
{
  Edtf date;
  if (value_is_null(from)) return false;
  return value_is_null(to) ? validity_date(from, &date) && date.interval : value_equivalent(from, to);
}

void wording_when(Str *out, const Graph *g, Value fact)
{
  Value from = fact_property(g, fact, SETTING_VALID_FROM), to = fact_property(g, fact, SETTING_VALID_TO);
  if (value_is_null(from) && value_is_null(to)) {
    Value date = fact_property(g, fact, SETTING_DATE);
    if (!value_is_null(date)) add_value(out, g, date);
    return;
  }
  if (!value_is_null(from)) add_value(out, g, from);
  if (is_whole(from, to)) return;
  str_add(out, EN_DASH);
  if (!value_is_null(to)) add_value(out, g, to);
}

typedef struct Claimants {
  Str *out;
  const Captions *captions;
  bool some;
} Claimants;

static Status add_claimant(void *context, Text text)
{
  Claimants *c = context;
  const Graph *g = c->captions->graph;
  uint32_t node;
  if (setting_has(graph_settings(g), SETTING_VOICE, text)) return STATUS_OK;
  if (c->some) str_add(c->out, ", ");
  c->some = true;
  if (fact_node_of(g, text, &node))
    wording_node(c->out, c->captions, node);
  else
    wording_text(c->out, text);
  return STATUS_OK;
}

void wording_claimants(Str *out, const Captions *captions, Value fact)
{
  Claimants c = {out, captions, false};
  (void)fact_texts(captions->graph, fact, SETTING_CLAIMANT, add_claimant, &c);
}

static void add_when_line(Str *out, const Graph *g, Value fact)
{
  size_t before = out->len;
  str_add_char(out, '\n');
  wording_when(out, g, fact);
  if (out->len == before + 1) out->data[--out->len] = '\0';
}

void wording_node_title(Str *out, const Captions *c, uint32_t node)
{
  const Graph *g = c->graph;
  uint32_t n;
  const uint32_t *labels = graph_labels(g, node, &n);
  wording_node(out, c, node);
  for (uint32_t i = 0; i < n; i++) {
    str_add(out, i ? ":" : "\n:");
    wording_text(out, graph_name(g, NAME_LABEL, labels[i]));
  }
  add_when_line(out, g, value_node(node));
}

void wording_rel_title(Str *out, const Captions *c, uint32_t rel)
{
  const Graph *g = c->graph;
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  wording_node(out, c, start);
  str_add_char(out, ' ');
  wording_text(out, graph_name(g, NAME_TYPE, graph_rel_type(g, rel)));
  str_add(out, " " ARROW " ");
  wording_node(out, c, end);
  add_when_line(out, g, value_rel(rel));
}

bool wording_contested(const Graph *g, Value fact)
{
  FactRivals rivals;
  uint32_t other = SLOT_NONE;
  FactKeys keys = fact_keys(g);
  if (fact_is_disputed(&keys, fact)) return true;
  if (fact.type != VALUE_REL) return false;
  fact_rivals_begin(&rivals, &keys, fact.id);
  return fact_rivals_next(&rivals, &other);
}
