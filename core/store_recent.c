/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of what the latest commits changed, by pages: how a process that keeps the graph in memory finds out what
 * to read again after others have written. It says where to look and not what is there, so it cannot disagree with the
 * pages themselves. */
#include "store_internal.h"

#include <stdlib.h>

enum {
  MOST_BYTES = 2048, /* of all entries: they fit into one page of the file together with the counters */
  MOST_IN_ENTRY = 512,
  EVERYTHING = 1
};

void recent_init(Recent *r)
{
  *r = (Recent){0};
  str_init(&r->entries);
}

void recent_free(Recent *r)
{
  str_free(&r->entries);
}

void recent_clear(Recent *r)
{
  str_clear(&r->entries);
  r->count = 0;
}

/* ---- writing */

static void put_pages(Str *out, const PageSet *set)
{
  codec_put_varint(out, set->count);
  for (uint32_t i = 0; i < set->count; i++) codec_put_varint(out, set->numbers[i]);
}

static void put_columns(Str *out, const Graph *g)
{
  uint32_t n = 0;
  for (int kind = 0; kind < 2; kind++)
    for (uint32_t key = 0; key < g->column_count[kind]; key++) n += column_is_changed(g->columns[kind][key]);
  codec_put_varint(out, n);
  for (int kind = 0; kind < 2; kind++) {
    for (uint32_t key = 0; key < g->column_count[kind]; key++) {
      const Column *c = g->columns[kind][key];
      static const PageSet none = {0};
      if (!column_is_changed(c)) continue;
      codec_put_varint(out, (uint64_t)store_column((EntityKind)kind, key));
      codec_put_byte(out, c->rewrite);
      put_pages(out, c->rewrite ? &none : &c->dirty);
    }
  }
}

/* As many bytes as the entry would have at the least. */
static size_t least_bytes(const Graph *g)
{
  size_t n = g->node_pages.count + g->rel_pages.count;
  for (int kind = 0; kind < 2; kind++)
    for (uint32_t key = 0; key < g->column_count[kind]; key++)
      if (column_is_changed(g->columns[kind][key])) n += 3 + g->columns[kind][key]->dirty.count;
  return n;
}

static void put_entry(Str *out, const Graph *g)
{
  if (g->indexes_changed || g->constraints_changed || g->settings_changed || least_bytes(g) > MOST_IN_ENTRY) {
    codec_put_byte(out, EVERYTHING);
    return;
  }
  codec_put_byte(out, 0);
  put_pages(out, &g->node_pages);
  put_pages(out, &g->rel_pages);
  put_columns(out, g);
  if (out->len <= MOST_IN_ENTRY) return;
  str_clear(out);
  codec_put_byte(out, EVERYTHING);
}

static void drop_oldest(Recent *r)
{
  Reader in = {.at = (const uint8_t *)r->entries.data, .end = (const uint8_t *)r->entries.data + r->entries.len};
  while (in.end - in.at > MOST_BYTES) {
    (void)codec_get_bytes(&in, codec_get_varint(&in));
    r->count--;
  }
  size_t left = (size_t)(in.end - in.at);
  memmove(r->entries.data, in.at, left);
  r->entries.len = left;
}

Status recent_add(Recent *r, const Graph *g, int64_t commit, Error *err)
{
  Str entry;
  str_init(&entry);
  put_entry(&entry, g);
  codec_put_text(&r->entries, str_text(&entry));
  bool bad = entry.bad;
  str_free(&entry);
  if (bad || r->entries.bad) { /* what is not listed is read again as a whole */
    str_free(&r->entries);
    recent_clear(r);
    return error_out_of_memory(err);
  }
  r->last = commit;
  r->count++;
  drop_oldest(r);
  return STATUS_OK;
}

void recent_write(const Recent *r, Str *out)
{
  codec_put_varint(out, r->count);
  str_add_text(out, str_text(&r->entries));
}

/* ---- reading */

bool recent_read(Recent *r, Reader *from, int64_t last, Error *err)
{
  recent_clear(r);
  uint64_t count = codec_get_varint(from);
  size_t len = (size_t)(from->end - from->at);
  if (from->bad || count > len || (count == 0) != (len == 0)) return false;
  str_add_bytes(&r->entries, from->at, len);
  if (str_check(&r->entries, err) != STATUS_OK) {
    str_free(&r->entries);
    return true; /* nothing is known, which is allowed */
  }
  r->last = last;
  r->count = (uint32_t)count;
  return true;
}

static Status add_pages(PageSet *set, Reader *in, Error *err)
{
  for (uint64_t n = codec_get_varint(in); n > 0 && !in->bad; n--) {
    uint64_t number = codec_get_varint(in);
    if (number >= SLOT_NONE >> GRAPH_PAGE_SHIFT) in->bad = true;
    if (!in->bad) TRY(page_set_add(set, (uint32_t)number, err));
  }
  return STATUS_OK;
}

static Status find_column(Changed *c, int64_t id, ChangedColumn **out, Error *err)
{
  for (uint32_t i = 0; i < c->column_count; i++)
    if (c->columns[i].id == id) {
      *out = &c->columns[i];
      return STATUS_OK;
    }
  if (c->column_count == c->column_cap) {
    uint32_t cap = MAX(8u, c->column_cap * 2);
    ChangedColumn *grown = realloc(c->columns, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    c->columns = grown;
    c->column_cap = cap;
  }
  *out = &c->columns[c->column_count++];
  **out = (ChangedColumn){.id = id};
  return STATUS_OK;
}

static Status add_entry(Changed *c, Reader *in, Error *err)
{
  if (codec_get_byte(in) == EVERYTHING) {
    c->everything = true;
    return STATUS_OK;
  }
  TRY(add_pages(&c->nodes, in, err));
  TRY(add_pages(&c->rels, in, err));
  for (uint64_t n = codec_get_varint(in); n > 0 && !in->bad; n--) {
    ChangedColumn *column = NULL;
    TRY(find_column(c, (int64_t)(codec_get_varint(in) & INT64_MAX), &column, err));
    column->rewrite |= codec_get_byte(in) != 0;
    TRY(add_pages(&column->pages, in, err));
  }
  if (!codec_done(in)) c->everything = true;
  return STATUS_OK;
}

Status recent_since(const Recent *r, int64_t commit, Changed *out, Error *err)
{
  int64_t before = r->last - r->count; /* the commit before the oldest entry */
  *out = (Changed){.everything = commit < before || commit > r->last};
  Reader in = {.at = (const uint8_t *)r->entries.data, .end = (const uint8_t *)r->entries.data + r->entries.len};
  for (int64_t at = before + 1; at <= r->last && !out->everything; at++) {
    size_t len = codec_get_varint(&in);
    Reader entry = {.at = codec_get_bytes(&in, len)};
    if (in.bad) {
      out->everything = true;
    } else if (at > commit) {
      entry.end = entry.at + len;
      TRY(add_entry(out, &entry, err));
    }
  }
  return STATUS_OK;
}

void changed_free(Changed *c)
{
  page_set_free(&c->nodes);
  page_set_free(&c->rels);
  for (uint32_t i = 0; i < c->column_count; i++) page_set_free(&c->columns[i].pages);
  free(c->columns);
  *c = (Changed){0};
}
