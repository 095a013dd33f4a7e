/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time zones by name and number. The table of the zones read so far belongs to the process, as tzdata itself does: the
 * one exception to the rule that nothing is global. It only grows, a zone in it never changes, and it may be asked from
 * any thread: a lookup takes no lock, reading a new zone takes one. Files come from tzdata's folder (TZDIR, or
 * /usr/share/zoneinfo); glibc's own functions are of no use here, since the zone that they know is one per process. */
#include "temporal_zonefile.h"
#include "utf8.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define ZONE_LIMIT 4096 /* tzdata has about 600 names */
#define SLOT_COUNT (2 * ZONE_LIMIT)
#define MAX_NAME   63

typedef struct Zone {
  char name[MAX_NAME + 1];
  uint32_t len;
  ZoneOffsets offsets;
} Zone;

static struct {
  pthread_mutex_t lock;              /* held by whoever adds a zone */
  uint32_t count;                    /* guarded by lock */
  _Atomic(Zone *) zones[ZONE_LIMIT]; /* by ZoneId; number 0 stays empty */
  _Atomic ZoneId slots[SLOT_COUNT];  /* hash table with linear probing; a zone is stored before its slot */
} table = {.lock = PTHREAD_MUTEX_INITIALIZER};

static const Zone *zone_get(ZoneId zone)
{
  return zone < ZONE_LIMIT ? atomic_load_explicit(&table.zones[zone], memory_order_acquire) : NULL;
}

Text zone_name(ZoneId id)
{
  const Zone *zone = zone_get(id);
  return zone ? (Text){zone->name, zone->len} : TEXT("");
}

/* Names of zones are words of letters, digits, +, - and _, joined by slashes: no dots, so no way out of the folder.
 * They begin with a capital; what does not (posix/, right/, posixrules, leapseconds) are other forms of the data. */
static bool is_zone_name(Text name)
{
  if (name.len == 0 || name.len > MAX_NAME || name.data[0] < 'A' || name.data[0] > 'Z') return false;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.data[i];
    bool word =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '_';
    bool joint = c == '/' && name.data[i - 1] != '/' && i + 1 < name.len;
    if (!word && !joint) return false;
  }
  return true;
}

static Status read_offsets(Text name, ZoneOffsets *out, bool *exists, Error *err)
{
  const char *folder = getenv("TZDIR");
  if (!folder || !*folder) folder = "/usr/share/zoneinfo";
  char path[4096];
  int len = snprintf(path, sizeof path, "%s/%.*s", folder, (int)name.len, name.data);
  if (len < 0 || (size_t)len >= sizeof path) return error_set(err, ERROR_IO, NULL, "the path in TZDIR is too long");
  return zonefile_read(path, out, exists, err);
}

/* Since its release 2022b tzdata keeps one zone for places whose clocks have agreed since 1970; where a distribution
 * builds it with the older data of each place (PACKRATDATA=backzone), the years before 1970 differ from what everybody
 * else's tzdata says. They are taken from the zone that the place was merged into. */
static Status merge_history(Zone *zone, Error *err)
{
  Text target = zone_merged_into((Text){zone->name, zone->len});
  if (target.len == 0) return STATUS_OK;
  ZoneOffsets other;
  bool exists;
  TRY(read_offsets(target, &other, &exists, err));
  if (!exists) return STATUS_OK;
  Status status = zonefile_take_history(&zone->offsets, &other, 0, err);
  zonefile_free(&other);
  return status;
}

static Status zone_read(Text name, Zone **out, Error *err)
{
  Zone *zone = calloc(1, sizeof *zone);
  if (!zone) return error_out_of_memory(err);
  memcpy(zone->name, name.data, name.len);
  zone->len = (uint32_t)name.len;
  bool exists;
  Status status = STATUS_OK;
  TRY_OUT(read_offsets(name, &zone->offsets, &exists, err));
  if (!exists) {
    TRY_OUT(error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "there is no time zone '%.*s'", QUOTED(name)));
  }
  TRY_OUT(merge_history(zone, err));
  *out = zone;
  return STATUS_OK;
out:
  zonefile_free(&zone->offsets);
  free(zone);
  return status;
}

/* The zone in the table, or ZONE_NONE and the empty slot where it would go. */
static ZoneId lookup(Text name, size_t *slot)
{
  uint32_t hash = UINT32_C(2166136261); /* FNV-1a */
  for (size_t i = 0; i < name.len; i++) hash = (hash ^ (unsigned char)name.data[i]) * UINT32_C(16777619);
  for (size_t at = hash % SLOT_COUNT;; at = (at + 1) % SLOT_COUNT) {
    ZoneId id = atomic_load_explicit(&table.slots[at], memory_order_acquire);
    if (id == ZONE_NONE || text_equal(zone_name(id), name)) {
      *slot = at;
      return id;
    }
  }
}

static Status zone_add(Text name, ZoneId *out, Error *err)
{
  size_t slot;
  *out = lookup(name, &slot); /* another thread may have been faster */
  if (*out != ZONE_NONE) return STATUS_OK;
  if (table.count + 1 >= ZONE_LIMIT) return error_set(err, ERROR_MEMORY, NULL, "too many time zones are in use");
  Zone *zone;
  TRY(zone_read(name, &zone, err));
  *out = (ZoneId)++table.count;
  atomic_store_explicit(&table.zones[*out], zone, memory_order_release);
  atomic_store_explicit(&table.slots[slot], *out, memory_order_release);
  return STATUS_OK;
}

Status zone_find(Text name, ZoneId *out, Error *err)
{
  if (!is_zone_name(name)) {
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "'%.*s' is no time zone: expected an offset such as '+01:00' or a name such as 'Europe/Stockholm'",
                     QUOTED(name));
  }
  size_t slot;
  *out = lookup(name, &slot);
  if (LIKELY(*out != ZONE_NONE)) return STATUS_OK;
  pthread_mutex_lock(&table.lock);
  Status status = zone_add(name, out, err);
  pthread_mutex_unlock(&table.lock);
  return status;
}

int32_t zone_offset_at(ZoneId id, int64_t instant)
{
  const Zone *zone = zone_get(id);
  return zone ? zonefile_offset_at(&zone->offsets, instant) : 0;
}

int64_t zone_instant(ZoneId id, int64_t local, int32_t preferred, int32_t *offset)
{
  const Zone *zone = zone_get(id);
  *offset = 0;
  if (!zone) return local;
  /* No clock is further from UTC than MAX_OFFSET_SECONDS, so only the transitions around matter. */
  int64_t instant = local - MAX_OFFSET_SECONDS - 1;
  *offset = zonefile_offset_at(&zone->offsets, instant);
  ZoneTransition change;
  while (zonefile_next(&zone->offsets, instant, &change) && change.at <= local + MAX_OFFSET_SECONDS) {
    if (local < change.at + MIN(change.before, change.after)) break;
    if (local < change.at + change.before && change.after != preferred) break; /* shown twice: the earlier */
    *offset = change.after;
    if (local < change.at + change.before) break;                       /* shown twice: the later is preferred */
    if (local < change.at + change.after) return local - change.before; /* never shown: the clocks' jump is added */
    instant = change.at;
  }
  return local - *offset;
}
