/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of the database file: little-endian numbers, packed integers, property values, and blobs sealed with a
 * checksum. docs/file-format.md is the specification; what is written here once can never be read differently. Knows
 * nothing of SQLite and of the graph. */
#ifndef CLIO_CORE_CODEC_H
#define CLIO_CORE_CODEC_H

#include "str.h"
#include "value.h"

/* What a blob is part of; goes into its checksum, so that blobs cannot change places unnoticed. */
typedef enum BlobKind {
  BLOB_LABEL_SET = 1,
  BLOB_NODE_PAGE = 2,
  BLOB_REL_PAGE = 3,
  BLOB_PROP_PAGE = 4,
  BLOB_PROP_TEXT = 5,
  BLOB_RECENT = 6,
  BLOB_CONSTRAINT = 7,
  BLOB_SETTING = 11, /* tables without blobs have numbers as well: see store_internal.h */
  BLOB_FULLTEXT = 12
} BlobKind;

/* ---- writing: appends to a string builder */

void codec_begin(Str *out); /* empties it and leaves room for the checksum */
void codec_seal(Str *out, BlobKind kind, int64_t id);
void codec_put_byte(Str *out, uint8_t byte);
void codec_put_varint(Str *out, uint64_t n); /* LEB128 */
void codec_put_text(Str *out, Text text);    /* length and bytes */
/* n integers, as runs or as differences from the least, whichever is shorter. */
void codec_put_integers(Str *out, const uint64_t *values, uint32_t n);
void codec_put_value(Str *out, Value v); /* one that can be a property */

/* ---- reading: a reader that has met its end or nonsense is bad for good, and gives zeroes */

typedef struct Reader {
  const uint8_t *at, *end;
  bool bad;
} Reader;

/* False where the checksum is not that of this blob. */
bool codec_open(Reader *r, const void *data, size_t len, BlobKind kind, int64_t id);
uint8_t codec_get_byte(Reader *r);
uint64_t codec_get_varint(Reader *r);
const void *codec_get_bytes(Reader *r, size_t len); /* NULL when bad */
Text codec_get_text(Reader *r);                     /* borrowed from the blob; valid UTF-8 or bad */
void codec_get_integers(Reader *r, uint64_t *values, uint32_t n);
Value codec_get_value(Reader *r, Arena *arena);
/* All of it was read, and none of it was nonsense. */
static inline bool codec_done(const Reader *r)
{
  return !r->bad && r->at == r->end;
}

/* Signed to unsigned with the same order, and back. */
static inline uint64_t codec_bias(int64_t n)
{
  return (uint64_t)n ^ UINT64_C(1) << 63;
}

static inline int64_t codec_unbias(uint64_t n)
{
  return (int64_t)(n ^ UINT64_C(1) << 63);
}

#endif
