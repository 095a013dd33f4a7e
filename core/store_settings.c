/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings in the file: a row for each that is not at its default. */
#include "store_internal.h"

Status store_put_settings(Store *store, const Graph *g, Error *err)
{
  sqlite3_stmt *statement;
  if (!g->settings_changed) return STATUS_OK;
  TRY(digest_rows(store, TABLE_SETTING, 0, INT64_MAX, true, err));
  TRY(store_statement(store, STORE_CLEAR_SETTINGS, &statement, err));
  TRY(store_run(store, statement, "writing settings", err));
  for (int i = 0; i < SETTING_COUNT; i++) {
    const SettingNames *names = g->settings.own[i];
    if (!names) continue;
    codec_begin(&store->buffer);
    codec_put_varint(&store->buffer, names->n);
    for (uint32_t k = 0; k < names->n; k++) codec_put_text(&store->buffer, names->at[k]);
    TRY(store_put_blob(store, STORE_PUT_SETTING, BLOB_SETTING, i, "writing settings", err));
  }
  return STATUS_OK;
}

static Status load_setting(Loader *l, sqlite3_stmt *row)
{
  int64_t id = sqlite3_column_int64(row, 0);
  Text names[SETTING_MOST_NAMES];
  Reader r;
  bool good = loader_open_blob(row, BLOB_SETTING, id, &r) && id >= 0 && id < SETTING_COUNT;
  uint64_t n = codec_get_varint(&r);
  good = good && n <= SETTING_MOST_NAMES && (n == 1 || !setting_info((Setting)id)->single);
  for (uint64_t i = 0; good && i < n; i++) names[i] = codec_get_text(&r);
  if (!good || !codec_done(&r)) return loader_damaged(l, "setting %lld cannot be read", (long long)id);
  return setting_names_own(names, (uint32_t)n, &l->g->settings.own[id], l->err);
}

Status loader_settings(Loader *l)
{
  return loader_table(l, TABLE_SETTING, load_setting);
}
