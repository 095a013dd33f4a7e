/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captions; see caption.h. */
#include "caption.h"

#include "core/utf8.h"

#include <stdlib.h>

static void collect(Captions *c, Setting setting)
{
  SettingNames names = setting_names(graph_settings(c->graph), setting);
  for (uint32_t i = 0; i < names.n; i++) {
    uint32_t key = graph_name_find(c->graph, NAME_KEY, names.at[i]);
    const Column *column = key == NAME_NONE ? NULL : graph_column(c->graph, ENTITY_NODE, key);
    if (column) c->columns[c->count++] = column;
  }
}

Status captions_open(Captions *c, const Graph *g, Error *err)
{
  *c = (Captions){.graph = g, .columns = malloc(2 * (size_t)SETTING_MOST_NAMES * sizeof *c->columns)};
  if (!c->columns) return error_out_of_memory(err);
  collect(c, SETTING_NAME);
  collect(c, SETTING_ID);
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
