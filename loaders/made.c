/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has been made, in words; see made.h. Each entity belongs to a group; the columns of properties are gone through
 * one by one. */
#include "made.h"

#include "core/column.h"
#include "typed.h"

#include <stdlib.h>

/* Entities with the same labels or type. */
typedef struct Group {
  uint32_t like; /* one of them */
  uint64_t count;
  Str keys; /* in words, as far as they have been gone through */
} Group;

typedef struct Made {
  const Graph *graph;
  EntityKind kind;
  uint32_t first, limit;
  uint32_t *group_of; /* by slot - first */
  Map map;            /* to the groups */
  Group *groups;
  uint32_t count, cap;
} Made;

/* ---- groups */

static uint64_t group_hash(const Made *m, uint32_t slot)
{
  uint32_t n;
  if (m->kind == ENTITY_REL) return value_hash_mix(graph_rel_type(m->graph, slot));
  const uint32_t *labels = graph_labels(m->graph, slot, &n);
  return hash_bytes(labels, n * sizeof *labels);
}

static bool is_alike(const void *context, uint32_t item, const void *key)
{
  const Made *m = context;
  uint32_t a = m->groups[item].like, b = *(const uint32_t *)key, n, k;
  if (m->kind == ENTITY_REL) return graph_rel_type(m->graph, a) == graph_rel_type(m->graph, b);
  const uint32_t *of_a = graph_labels(m->graph, a, &n), *of_b = graph_labels(m->graph, b, &k);
  return n == k && (n == 0 || memcmp(of_a, of_b, n * sizeof *of_a) == 0);
}

static Status find_group(Made *m, uint32_t slot, uint32_t *group, Error *err)
{
  uint64_t hash = group_hash(m, slot);
  *group = map_find(&m->map, hash, is_alike, m, &slot);
  if (*group != MAP_NONE) return STATUS_OK;
  if (m->count == m->cap) {
    uint32_t cap = MAX(16u, m->cap * 2);
    Group *grown = realloc(m->groups, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    m->groups = grown;
    m->cap = cap;
  }
  *group = m->count;
  TRY(map_add(&m->map, hash, m->count, err));
  m->groups[m->count++] = (Group){.like = slot};
  return STATUS_OK;
}

static bool is_alive(const Made *m, uint32_t slot)
{
  return m->kind == ENTITY_NODE ? graph_node_alive(m->graph, slot) : graph_rel_alive(m->graph, slot);
}

static Status form_groups(Made *m, Error *err)
{
  m->group_of = malloc(MAX(m->limit - m->first, 1u) * sizeof *m->group_of);
  if (!m->group_of) return error_out_of_memory(err);
  for (uint32_t slot = m->first; slot < m->limit; slot++) {
    uint32_t group = MAP_NONE;
    if (is_alive(m, slot)) TRY(find_group(m, slot, &group, err));
    m->group_of[slot - m->first] = group;
    if (group != MAP_NONE) m->groups[group].count++;
  }
  return STATUS_OK;
}

/* ---- keys */

/* Of one key, by group. */
typedef struct KeyUse {
  uint64_t count;
  uint32_t types; /* a bit for each ValueType */
} KeyUse;

static void tell_key(const Made *m, Group *group, uint32_t key, const KeyUse *use)
{
  Text name = graph_name(m->graph, NAME_KEY, key);
  const char *before = " ";
  str_addf(&group->keys, "%s%.*s", group->keys.len ? ", " : " with ", (int)name.len, name.data);
  for (unsigned type = 0; type < VALUE_TYPE_COUNT; type++) {
    if (!(use->types >> type & 1)) continue;
    str_addf(&group->keys, "%s%s", before, type == VALUE_LIST ? "list" : typed_word_of((ValueType)type));
    before = " or ";
  }
  if (use->count < group->count) str_addf(&group->keys, " (in %llu)", (unsigned long long)use->count);
}

static void count_key(const Made *m, const Column *column, KeyUse *uses)
{
  for (uint32_t number = m->first >> COLUMN_PAGE_SHIFT; number < column->storage.page_count; number++) {
    const ColumnPage *page = column_page(column, number);
    for (uint32_t i = 0; page && i < COLUMN_PAGE_SLOTS; i++) {
      uint32_t slot = (number << COLUMN_PAGE_SHIFT) + i;
      if (!page_has(page, i) || slot < m->first || slot >= m->limit) continue;
      uint32_t group = m->group_of[slot - m->first];
      if (group == MAP_NONE) continue;
      uses[group].count++;
      uses[group].types |= 1u << column_page_value(column, page, i).type;
    }
  }
}

static Status tell_keys(Made *m, Error *err)
{
  KeyUse *uses = malloc(MAX(m->count, 1u) * sizeof *uses);
  if (!uses) return error_out_of_memory(err);
  for (uint32_t key = 0; key < graph_name_count(m->graph, NAME_KEY); key++) {
    const Column *column = graph_column(m->graph, m->kind, key);
    if (!column) continue;
    memset(uses, 0, m->count * sizeof *uses);
    count_key(m, column, uses);
    for (uint32_t i = 0; i < m->count; i++)
      if (uses[i].count > 0) tell_key(m, &m->groups[i], key, &uses[i]);
  }
  free(uses);
  return STATUS_OK;
}

/* ---- lines */

static void add_name(Str *line, const Graph *g, NameKind kind, uint32_t id)
{
  str_add(line, ":");
  str_add_text(line, graph_name(g, kind, id));
}

static Status tell_group(const Made *m, const Group *group, const ImportOptions *o, Error *err)
{
  Str line;
  uint32_t n;
  const char *one = m->kind == ENTITY_NODE ? "node" : "relationship";
  str_init(&line);
  str_addf(&line, "%llu %s%s ", (unsigned long long)group->count, one, group->count == 1 ? "" : "s");
  if (m->kind == ENTITY_REL) {
    add_name(&line, m->graph, NAME_TYPE, graph_rel_type(m->graph, group->like));
  } else {
    const uint32_t *labels = graph_labels(m->graph, group->like, &n);
    for (uint32_t i = 0; i < n; i++) add_name(&line, m->graph, NAME_LABEL, labels[i]);
    if (n == 0) str_add(&line, "without labels");
  }
  str_add_text(&line, str_text(&group->keys));
  line.bad |= group->keys.bad;
  Status status = str_check(&line, err);
  if (status == STATUS_OK) o->told(o->payload, str_cstr(&line));
  str_free(&line);
  return status;
}

static Status tell_kind(const Graph *g, EntityKind kind, uint32_t first, const ImportOptions *o, Error *err)
{
  Made m = {.graph = g, .kind = kind, .first = first};
  m.limit = kind == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g);
  map_init(&m.map, NULL);
  Status status = form_groups(&m, err);
  if (status == STATUS_OK) status = tell_keys(&m, err);
  for (uint32_t i = 0; i < m.count; i++) {
    if (status == STATUS_OK) status = tell_group(&m, &m.groups[i], o, err);
    str_free(&m.groups[i].keys);
  }
  free(m.groups);
  free(m.group_of);
  map_free(&m.map);
  return status;
}

Status made_tell(const Graph *g, uint32_t first_node, uint32_t first_rel, const ImportOptions *options, Error *err)
{
  TRY(tell_kind(g, ENTITY_NODE, first_node, options, err));
  return tell_kind(g, ENTITY_REL, first_rel, options, err);
}
