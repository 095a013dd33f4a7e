/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the file's table of full-text indexes: what they are over. Their words are not in the file. */
#include "store_internal.h"

bool loader_ids(Loader *l, Reader *r, NameKind kind, const uint32_t **out, uint32_t *count)
{
  uint64_t n = codec_get_varint(r), names = l->g->names[kind].count;
  if (r->bad || n == 0 || n > names) return false;
  uint32_t *ids = arena_array(&l->arena, uint32_t, n);
  bool good = !l->arena.bad;
  for (uint64_t i = 0; good && i < n; i++) {
    uint64_t id = codec_get_varint(r);
    good = !r->bad && id < names;
    ids[i] = (uint32_t)id;
  }
  *out = ids;
  *count = (uint32_t)n;
  return good;
}

static Status load_fulltext(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0);
  Reader r;
  if (!loader_open_blob(row, BLOB_FULLTEXT, id, &r))
    return loader_damaged(l, "full-text index %lld: wrong checksum", (long long)id);
  FulltextSpec spec = {.name = codec_get_text(&r)};
  uint8_t kind = codec_get_byte(&r);
  spec.kind = kind == ENTITY_NODE ? ENTITY_NODE : ENTITY_REL;
  arena_reset(&l->arena);
  bool good = !r.bad && spec.name.len && kind <= ENTITY_REL &&
              loader_ids(l, &r, kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, &spec.labels, &spec.label_count) &&
              loader_ids(l, &r, NAME_KEY, &spec.keys, &spec.key_count);
  TRY(arena_check(&l->arena, l->err));
  if (!good || !codec_done(&r)) return loader_damaged(l, "full-text index %lld cannot be read", (long long)id);
  return graph_load_fulltext(l->g, &spec, l->err);
}

Status loader_fulltexts(Loader *l)
{
  return loader_table(l, TABLE_FULLTEXT_INDEX, load_fulltext);
}
