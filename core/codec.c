/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The database file's encodings; see codec.h and docs/file-format.md. */
#include "codec.h"

#include "utf8.h"

#include <endian.h>
#include <math.h>
#include <zlib.h>

enum { CHECKSUM_BYTES = 4, RUNS = 0x80 };

/* ---- checksums: CRC-32 (ISO 3309) over kind, id and content */

static uint32_t checksum(const void *data, size_t len, BlobKind kind, int64_t id)
{
  uint8_t head[9] = {(uint8_t)kind};
  uint64_t number = htole64((uint64_t)id);
  memcpy(head + 1, &number, sizeof number);
  return (uint32_t)crc32_z(crc32_z(0, head, sizeof head), data, len);
}

void codec_begin(Str *out)
{
  static const uint8_t room[CHECKSUM_BYTES];
  str_clear(out);
  str_add_bytes(out, room, sizeof room);
}

void codec_seal(Str *out, BlobKind kind, int64_t id)
{
  if (out->bad) return;
  uint32_t sum = htole32(checksum(out->data + CHECKSUM_BYTES, out->len - CHECKSUM_BYTES, kind, id));
  memcpy(out->data, &sum, sizeof sum);
}

bool codec_open(Reader *r, const void *data, size_t len, BlobKind kind, int64_t id)
{
  uint32_t sum;
  *r = (Reader){.bad = true};
  if (!data || len < CHECKSUM_BYTES) return false;
  memcpy(&sum, data, sizeof sum);
  const uint8_t *content = (const uint8_t *)data + CHECKSUM_BYTES;
  if (le32toh(sum) != checksum(content, len - CHECKSUM_BYTES, kind, id)) return false;
  *r = (Reader){.at = content, .end = (const uint8_t *)data + len};
  return true;
}

/* ---- plain */

void codec_put_byte(Str *out, uint8_t byte)
{
  str_add_bytes(out, &byte, 1);
}

void codec_put_varint(Str *out, uint64_t n)
{
  uint8_t bytes[10];
  size_t len = 0;
  for (; n >= 0x80; n >>= 7) bytes[len++] = (uint8_t)(n | 0x80);
  bytes[len++] = (uint8_t)n;
  str_add_bytes(out, bytes, len);
}

void codec_put_text(Str *out, Text text)
{
  codec_put_varint(out, text.len);
  str_add_text(out, text);
}

static void put_u64(Str *out, uint64_t n)
{
  n = htole64(n);
  str_add_bytes(out, &n, sizeof n);
}

const void *codec_get_bytes(Reader *r, size_t len)
{
  if (r->bad || (size_t)(r->end - r->at) < len) {
    r->bad = true;
    return NULL;
  }
  const void *data = r->at;
  r->at += len;
  return data;
}

uint8_t codec_get_byte(Reader *r)
{
  const uint8_t *byte = codec_get_bytes(r, 1);
  return byte ? *byte : 0;
}

uint64_t codec_get_varint(Reader *r)
{
  uint64_t n = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    uint8_t byte = codec_get_byte(r);
    n |= (uint64_t)(byte & 0x7F) << shift;
    if (!(byte & 0x80)) return r->bad ? 0 : n;
  }
  r->bad = true;
  return 0;
}

static uint64_t get_u64(Reader *r)
{
  uint64_t n = 0;
  const void *data = codec_get_bytes(r, sizeof n);
  if (data) memcpy(&n, data, sizeof n);
  return le64toh(n);
}

Text codec_get_text(Reader *r)
{
  uint64_t len = codec_get_varint(r);
  const char *data = len <= UINT32_MAX ? codec_get_bytes(r, len) : NULL;
  Text text = {data, data ? len : 0};
  if (!data || utf8_valid(text) != text.len) {
    r->bad = true;
    return (Text){"", 0};
  }
  return text;
}

/* ---- packed integers */

static unsigned bytes_for(uint64_t n)
{
  unsigned bytes = 0;
  for (; n; n >>= 8) bytes++;
  return bytes;
}

void codec_put_integers(Str *out, const uint64_t *values, uint32_t n)
{
  uint64_t low = n ? values[0] : 0, high = low;
  uint32_t runs = n > 0;
  for (uint32_t i = 1; i < n; i++) {
    low = MIN(low, values[i]);
    high = MAX(high, values[i]);
    runs += values[i] != values[i - 1];
  }
  unsigned width = bytes_for(high - low);
  size_t longest_run = 2 + bytes_for(high) + 1 + bytes_for(high) / 7; /* as varints */
  if (runs * longest_run < (size_t)n * width) {
    codec_put_byte(out, RUNS);
    for (uint32_t i = 0, end; i < n; i = end) {
      for (end = i + 1; end < n && values[end] == values[i];) end++;
      codec_put_varint(out, end - i);
      codec_put_varint(out, values[i]);
    }
    return;
  }
  codec_put_byte(out, (uint8_t)width);
  put_u64(out, low);
  if (!str_reserve(out, (size_t)n * width + sizeof(uint64_t))) return;
  char *at = out->data + out->len;
  for (uint32_t i = 0; i < n; i++, at += width) {
    uint64_t difference = htole64(values[i] - low);
    memcpy(at, &difference, sizeof difference);
  }
  out->len += (size_t)n * width;
  out->data[out->len] = '\0';
}

static void get_runs(Reader *r, uint64_t *values, uint32_t n)
{
  for (uint32_t i = 0; i < n;) {
    uint64_t len = codec_get_varint(r), value = codec_get_varint(r);
    if (r->bad || len == 0 || len > n - i) {
      r->bad = true;
      memset(values + i, 0, (n - i) * sizeof *values);
      return;
    }
    while (len-- > 0) values[i++] = value;
  }
}

/* Whole words where there are enough bytes behind, which all but the last few have. Inlined with a width that is known,
 * for some instructions an integer rather than twenty. */
static inline __attribute__((always_inline)) void unpack(const uint8_t *at, const uint8_t *end, unsigned width,
                                                         uint64_t low, uint64_t *values, uint32_t n)
{
  const uint64_t mask = width >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * width)) - 1;
  uint32_t i = 0;
  for (; i < n && (size_t)(end - at) >= sizeof(uint64_t); i++, at += width) {
    uint64_t difference;
    memcpy(&difference, at, sizeof difference);
    values[i] = low + (le64toh(difference) & mask);
  }
  for (; i < n; i++, at += width) {
    uint64_t difference = 0;
    memcpy(&difference, at, width);
    values[i] = low + le64toh(difference);
  }
}

void codec_get_integers(Reader *r, uint64_t *values, uint32_t n)
{
  uint8_t width = codec_get_byte(r);
  if (width == RUNS) {
    get_runs(r, values, n);
    return;
  }
  uint64_t low = get_u64(r);
  const uint8_t *at = width <= 8 ? codec_get_bytes(r, (size_t)n * width) : NULL;
  if (!at) {
    r->bad = true;
    memset(values, 0, n * sizeof *values);
    return;
  }
  switch (width) {
  case 0: unpack(at, r->end, 0, low, values, n); break;
  case 1: unpack(at, r->end, 1, low, values, n); break;
  case 2: unpack(at, r->end, 2, low, values, n); break;
  case 3: unpack(at, r->end, 3, low, values, n); break;
  case 4: unpack(at, r->end, 4, low, values, n); break;
  default: unpack(at, r->end, width, low, values, n); break;
  }
}

/* ---- values */

typedef enum ValueTag {
  TAG_NULL = 0, /* only within lists */
  TAG_FALSE = 1,
  TAG_TRUE = 2,
  TAG_INT = 3,
  TAG_FLOAT = 4,
  TAG_STRING = 5,
  TAG_DATE = 6,
  TAG_LOCALTIME = 7,
  TAG_TIME = 8,
  TAG_LOCALDATETIME = 9,
  TAG_DATETIME = 10,
  TAG_DURATION = 11,
  TAG_LIST = 12,
  TAG_EDTF = 13
} ValueTag;

static void put_tag(Str *out, ValueTag tag)
{
  codec_put_byte(out, (uint8_t)tag);
}

/* Zigzag, so that small negative numbers are short as well. */
static void put_signed(Str *out, int64_t n)
{
  codec_put_varint(out, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

static int64_t get_signed(Reader *r)
{
  uint64_t n = codec_get_varint(r);
  return (int64_t)(n >> 1 ^ (~(n & 1) + 1));
}

static void put_datetime(Str *out, const ZonedDateTime *when)
{
  put_tag(out, TAG_DATETIME);
  put_signed(out, when->seconds);
  codec_put_varint(out, when->nanos);
  put_signed(out, when->offset);
  codec_put_text(out, when->zone == ZONE_NONE ? (Text){"", 0} : zone_name(when->zone));
}

static void put_duration(Str *out, const Duration *d)
{
  put_tag(out, TAG_DURATION);
  put_signed(out, d->months);
  put_signed(out, d->days);
  put_signed(out, d->seconds);
  put_signed(out, d->nanos);
}

void codec_put_value(Str *out, Value v)
{
  double number;
  uint64_t bits;
  switch ((ValueType)v.type) {
  case VALUE_BOOL: put_tag(out, v.boolean ? TAG_TRUE : TAG_FALSE); break;
  case VALUE_INT:
    put_tag(out, TAG_INT);
    put_signed(out, v.integer);
    break;
  case VALUE_FLOAT:
    put_tag(out, TAG_FLOAT);
    number = isnan(v.number) ? NAN : v.number; /* all of them are one value: 0.0 / 0.0 has a sign, a parsed one none */
    memcpy(&bits, &number, sizeof bits);
    put_u64(out, bits);
    break;
  case VALUE_STRING:
    put_tag(out, TAG_STRING);
    codec_put_text(out, value_text(v));
    break;
  case VALUE_DATE:
    put_tag(out, TAG_DATE);
    put_signed(out, v.integer);
    break;
  case VALUE_LOCALTIME:
    put_tag(out, TAG_LOCALTIME);
    put_signed(out, v.integer);
    break;
  case VALUE_TIME:
    put_tag(out, TAG_TIME);
    put_signed(out, v.integer);
    put_signed(out, value_zoned_time(v).offset);
    break;
  case VALUE_LOCALDATETIME:
    put_tag(out, TAG_LOCALDATETIME);
    put_signed(out, v.integer);
    codec_put_varint(out, v.aux);
    break;
  case VALUE_DATETIME: put_datetime(out, v.when); break;
  case VALUE_DURATION: put_duration(out, v.duration); break;
  case VALUE_EDTF:
    put_tag(out, TAG_EDTF);
    codec_put_text(out, value_edtf_text(v));
    break;
  case VALUE_LIST:
    put_tag(out, TAG_LIST);
    codec_put_varint(out, v.aux);
    for (uint32_t i = 0; i < v.aux; i++) codec_put_value(out, v.items[i]);
    break;
  default: put_tag(out, TAG_NULL); break;
  }
}

static uint32_t get_nanos(Reader *r)
{
  uint64_t nanos = codec_get_varint(r);
  if (nanos >= (uint64_t)NANOS_PER_SECOND) r->bad = true;
  return r->bad ? 0 : (uint32_t)nanos;
}

static int32_t get_offset(Reader *r)
{
  enum { MOST = 18 * 3600 };
  int64_t offset = get_signed(r);
  if (offset < -MOST || offset > MOST) r->bad = true;
  return r->bad ? 0 : (int32_t)offset;
}

static int64_t get_within(Reader *r, int64_t low, int64_t high)
{
  int64_t n = get_signed(r);
  if (n < low || n > high) r->bad = true;
  return r->bad ? 0 : n;
}

/* A generous bound on what a year of nine digits can be in days. */
#define MOST_DAYS (INT64_C(366) * (TEMPORAL_MAX_YEAR + 2))

static Value get_datetime(Reader *r, Arena *arena)
{
  ZonedDateTime when = {.seconds = get_within(r, -MOST_DAYS * SECONDS_PER_DAY, MOST_DAYS * SECONDS_PER_DAY)};
  Error ignored = {0};
  when.nanos = get_nanos(r);
  when.offset = get_offset(r);
  Text zone = codec_get_text(r);
  /* A zone that this system does not know leaves its offset. */
  if (zone.len && zone_find(zone, &when.zone, &ignored) != STATUS_OK) when.zone = ZONE_NONE;
  return value_datetime(arena, when);
}

static Value get_duration(Reader *r, Arena *arena)
{
  Duration d = {.months = get_signed(r)};
  d.days = get_signed(r);
  d.seconds = get_signed(r);
  d.nanos = (int32_t)get_within(r, 0, NANOS_PER_SECOND - 1);
  return value_duration(arena, d);
}

static Value get_edtf(Reader *r, Arena *arena)
{
  Edtf date;
  Text text = codec_get_text(r);
  if (!edtf_parse(text, &date, NULL)) r->bad = true;
  return r->bad ? VALUE_NULL_VALUE : value_edtf(arena, text, &date);
}

static Value get_value(Reader *r, Arena *arena, unsigned depth);

static Value get_list(Reader *r, Arena *arena, unsigned depth)
{
  uint64_t n = codec_get_varint(r);
  /* Every item takes a byte at least. */
  if (r->bad || n > (uint64_t)(r->end - r->at) || depth > VALUE_MAX_DEPTH) {
    r->bad = true;
    return VALUE_NULL_VALUE;
  }
  Value *items = arena_array(arena, Value, n);
  if (!items) {
    r->bad = true;
    return VALUE_NULL_VALUE;
  }
  for (uint64_t i = 0; i < n && !r->bad; i++) items[i] = get_value(r, arena, depth + 1);
  return value_list(items, (uint32_t)n);
}

static Value get_value(Reader *r, Arena *arena, unsigned depth)
{
  double number;
  uint64_t bits;
  switch (codec_get_byte(r)) {
  case TAG_NULL:
    if (depth == 0) r->bad = true;
    return VALUE_NULL_VALUE;
  case TAG_FALSE: return value_bool(false);
  case TAG_TRUE: return value_bool(true);
  case TAG_INT: return value_int(get_signed(r));
  case TAG_FLOAT:
    bits = get_u64(r);
    memcpy(&number, &bits, sizeof number);
    return value_float(number);
  case TAG_STRING: return value_string(codec_get_text(r));
  case TAG_DATE: return value_date(get_within(r, -MOST_DAYS, MOST_DAYS));
  case TAG_LOCALTIME: return value_localtime(get_within(r, 0, NANOS_PER_DAY - 1));
  case TAG_TIME: {
    int64_t nanos = get_within(r, 0, NANOS_PER_DAY - 1);
    return value_time((ZonedTime){nanos, get_offset(r)});
  }
  case TAG_LOCALDATETIME: {
    int64_t seconds = get_within(r, -MOST_DAYS * SECONDS_PER_DAY, MOST_DAYS * SECONDS_PER_DAY);
    return value_localdatetime((LocalDateTime){seconds, get_nanos(r)});
  }
  case TAG_DATETIME: return get_datetime(r, arena);
  case TAG_DURATION: return get_duration(r, arena);
  case TAG_EDTF: return get_edtf(r, arena);
  case TAG_LIST: return get_list(r, arena, depth);
  default: r->bad = true; return VALUE_NULL_VALUE;
  }
}

Value codec_get_value(Reader *r, Arena *arena)
{
  Value v = get_value(r, arena, 0);
  return r->bad ? VALUE_NULL_VALUE : v;
}
