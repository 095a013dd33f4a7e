/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captions; see caption.h. */
#include "caption.h"

#include "core/utf8.h"

#include <stdlib.h>

/* Data that comes from elsewhere may name things under keys that no setting names. */
static const Text usual_keys[] = {{"title", 5}, {"label", 5}};

static void collect(Captions *c, const Text *names, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    uint32_t key = graph_name_find(c->graph, NAME_KEY, names[i]);
    const Column *column = key == NAME_NONE ? NULL : graph_column(c->graph, ENTITY_NODE, key);
    if (column) c->columns[c->count++] = column;
  }
}

static void collect_setting(Captions *c, Setting setting)
{
  SettingNames names = setting_names(graph_settings(c->graph), setting);
  collect(c, names.at, names.n);
}

enum { MOST_COLUMNS = 2 * SETTING_MOST_NAMES + ARRAY_LEN(usual_keys) };

Status captions_open(Captions *c, const Graph *g, Error *err)
{
  *c = (Captions){.graph = g, .columns = malloc(MOST_COLUMNS * sizeof *c->columns)};
  if (!c->columns) return error_out_of_memory(err);
  collect_setting(c, SETTING_NAME);
  collect(c, usual_keys, ARRAY_LEN(usual_keys));
  collect_setting(c, SETTING_ID);
  return STATUS_OK;
}

void captions_close(Captions *c)
{
  free(c->columns);
}

static void cut(Str *out, size_t from)
{
  Text text = {out->data + from, out->len - from};
  out->len = from + utf8_cut(text, CAPTION_BYTES);
  str_add(out, "…");
}

void captions_add(const Captions *c, uint32_t node, Str *out)
{
  size_t from = out->len;
  for (uint32_t i = 0; i < c->count && out->len == from; i++)
    if (column_has(c->columns[i], node)) value_show(out, column_get(c->columns[i], node), c->graph);
  if (out->len == from) str_addf(out, "n%u", node);
  if (out->len - from > CAPTION_BYTES && !out->bad) cut(out, from);
}
