/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bulk load as the readers of formats see it; see intake.h. */
#include "intake.h"

#include "csv/csv_value.h"
#include "shown.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct Waiting {
  uint32_t rel;
  IntakePlace place;
};

/* How many bytes are read between two calls of the progress function. */
enum { PROGRESS_BYTES = 1 << 20 };

Status intake_begin(Intake *in, Graph *g, const ImportOptions *options, ImportSummary *summary, Error *err)
{
  *in = (Intake){.graph = g, .options = options, .summary = summary, .first_rel = graph_rel_limit(g)};
  TRY(intake_forget_ids(in, err));
  return graph_bulk_begin(g, 0, 0, err);
}

static void drop_ids(Intake *in)
{
  ids_free(in->ids);
  if (in->awaited) roaring_bitmap_free(in->awaited);
  free(in->waiting);
  in->ids = NULL;
  in->awaited = NULL;
  in->waiting = NULL;
  in->waiting_count = in->waiting_cap = 0;
}

/* ---- what is left out when all files have been read, as nothing can be deleted during a bulk load */

static uint64_t count_properties(const Graph *g, EntityKind kind, uint32_t slot)
{
  uint32_t at = 0, key;
  uint64_t count = 0;
  Value v;
  while (graph_next_prop(g, kind, slot, &at, &key, &v)) count++;
  return count;
}

static Status drop_rel(Intake *in, uint32_t rel, Error *err)
{
  if (!graph_rel_alive(in->graph, rel)) return STATUS_OK;
  in->summary->relationships--;
  in->summary->properties -= count_properties(in->graph, ENTITY_REL, rel);
  return graph_delete_rel(in->graph, rel, err);
}

static Status drop_node(Intake *in, uint32_t node, Error *err)
{
  in->summary->nodes--;
  in->summary->properties -= count_properties(in->graph, ENTITY_NODE, node);
  return graph_delete_node(in->graph, node, err);
}

static Status drop_lost(Intake *in, Error *err)
{
  roaring_uint32_iterator_t it;
  uint32_t start, end;
  if (!in->lost) return STATUS_OK;
  for (uint32_t rel = in->first_rel; rel < graph_rel_limit(in->graph); rel++) {
    graph_rel_ends(in->graph, rel, &start, &end);
    if (roaring_bitmap_contains(in->lost, start) || roaring_bitmap_contains(in->lost, end)) TRY(drop_rel(in, rel, err));
  }
  for (roaring_init_iterator(in->lost, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    TRY(drop_node(in, it.current_value, err));
  return STATUS_OK;
}

static Status finish_kept(Intake *in, Error *err)
{
  for (uint32_t i = 0; i < in->kept_count; i++) TRY(in->kept[i].keeper->finish(in, in->kept[i].kept, err));
  return STATUS_OK;
}

Status intake_end(Intake *in, bool ok, Error *err)
{
  Status status = graph_bulk_end(in->graph, ok, err);
  if (ok && status == STATUS_OK) status = drop_lost(in, err);
  if (ok && status == STATUS_OK) status = finish_kept(in, err);
  for (uint32_t i = 0; i < in->kept_count; i++) in->kept[i].keeper->free(in->kept[i].kept);
  in->kept_count = 0;
  drop_ids(in);
  if (in->lost) roaring_bitmap_free(in->lost);
  in->lost = NULL;
  return status;
}

void *intake_kept(Intake *in, const IntakeKeeper *keeper, Error *err)
{
  for (uint32_t i = 0; i < in->kept_count; i++)
    if (in->kept[i].keeper == keeper) return in->kept[i].kept;
  if (in->kept_count == INTAKE_MOST_KEPT) {
    error_internal(err, "too many readers keep something");
    return NULL;
  }
  void *made = keeper->make(in, err);
  if (!made) return NULL;
  in->kept[in->kept_count].keeper = keeper;
  in->kept[in->kept_count++].kept = made;
  return made;
}

/* ---- places */

void intake_places_free(IntakePlaces *places)
{
  for (int kind = 0; kind < 2; kind++) free(places->at[kind]);
}

/* Of an entity that has just been made. */
static Status keep_place(const Intake *in, EntityKind kind, uint32_t slot, Error *err)
{
  IntakePlaces *p = in->places;
  if (slot >= p->cap[kind]) {
    uint32_t cap = MAX(slot + slot / 2, 1024u);
    IntakePlace *grown = realloc(p->at[kind], cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    p->at[kind] = grown;
    p->cap[kind] = cap;
  }
  p->at[kind][slot] = in->place;
  return STATUS_OK;
}

static inline Status note_place(const Intake *in, EntityKind kind, uint32_t slot, Error *err)
{
  return LIKELY(!in->places) ? STATUS_OK : keep_place(in, kind, slot, err);
}

/* ---- nodes */

Status intake_forget_ids(Intake *in, Error *err)
{
  drop_ids(in);
  in->knows = false;
  in->awaited = roaring_bitmap_create();
  if (!in->awaited) return error_out_of_memory(err);
  TRY(ids_new(&in->ids, err));
  return ids_group(in->ids, TEXT(""), ID_STRING, &in->group, err);
}

Status intake_id_value(const Intake *in, Text id, Value *out, Error *err)
{
  int64_t n;
  *out = value_string(id);
  if (in->options->id_type == ID_STRING) return STATUS_OK;
  if (!csv_parse_int(id, &n)) {
    char shown[SHOWN_BYTES];
    show_text(id, shown);
    return error_set(err, ERROR_FORMAT, NULL, "found %s, expected an integer id", shown);
  }
  *out = value_int(n);
  return STATUS_OK;
}

Status intake_add_node(Intake *in, uint32_t *node, Error *err)
{
  TRY(graph_add_node(in->graph, NULL, 0, node, err));
  in->summary->nodes++;
  return note_place(in, ENTITY_NODE, *node, err);
}

uint32_t intake_find(const Intake *in, Text id)
{
  return ids_find(in->ids, in->group, value_string(id));
}

static bool has_more(const Graph *g, uint32_t node)
{
  uint32_t at = 0, key, count = 0;
  Value v;
  while (count < 2 && graph_next_prop(g, ENTITY_NODE, node, &at, &key, &v)) count++;
  return count > 1;
}

static Status know_node(Intake *in, uint32_t node, uint32_t key, Error *err)
{
  Value id = graph_prop(in->graph, ENTITY_NODE, node, key);
  if (id.type != VALUE_STRING || intake_find(in, value_text(id)) != SLOT_NONE) return STATUS_OK;
  if (!has_more(in->graph, node)) roaring_bitmap_add(in->awaited, node);
  return ids_add(in->ids, in->group, id, node, err);
}

Status intake_know_labelled(Intake *in, const char *const *labels, Text key, Error *err)
{
  uint32_t id = graph_name_find(in->graph, NAME_KEY, key);
  if (in->knows || id == NAME_NONE) return STATUS_OK;
  for (in->knows = true; *labels; labels++) {
    uint32_t label = graph_name_find(in->graph, NAME_LABEL, text_of(*labels));
    const roaring_bitmap_t *nodes = label == NAME_NONE ? NULL : graph_label_nodes(in->graph, label);
    if (!nodes) continue;
    roaring_uint32_iterator_t it;
    for (roaring_init_iterator(nodes, &it); it.has_value; roaring_advance_uint32_iterator(&it))
      TRY(know_node(in, it.current_value, id, err));
  }
  return STATUS_OK;
}

static Status add_named(Intake *in, Text id, uint32_t *node, Error *err)
{
  TRY(intake_add_node(in, node, err));
  return ids_add(in->ids, in->group, value_string(id), *node, err);
}

Status intake_name(Intake *in, Text id, uint32_t *node, Error *err)
{
  *node = intake_find(in, id);
  if (LIKELY(*node != SLOT_NONE)) return STATUS_OK;
  TRY(add_named(in, id, node, err));
  roaring_bitmap_add(in->awaited, *node);
  return STATUS_OK;
}

Status intake_describe(Intake *in, Text id, uint32_t *node, Error *err)
{
  *node = intake_find(in, id);
  if (LIKELY(*node == SLOT_NONE)) return add_named(in, id, node, err);
  if (roaring_bitmap_remove_checked(in->awaited, *node)) return note_place(in, ENTITY_NODE, *node, err);
  char shown[SHOWN_BYTES];
  show_text(id, shown);
  return intake_fault(in, FAULT_DUPLICATE, error_set(err, ERROR_FORMAT, NULL, "another node has the id %s", shown));
}

Status intake_label(Intake *in, uint32_t node, Text label, Error *err)
{
  uint32_t id;
  TRY(graph_name_add(in->graph, NAME_LABEL, label, &id, err));
  return graph_add_label(in->graph, node, id, err);
}

Status intake_labels(Intake *in, uint32_t node, Text labels, Error *err)
{
  for (size_t at = 0; at < labels.len;) {
    const char *from = labels.data + at, *colon = memchr(from, ':', labels.len - at);
    size_t len = colon ? (size_t)(colon - from) : labels.len - at;
    if (len > 0) TRY(intake_label(in, node, (Text){from, len}, err));
    at += len + 1;
  }
  return STATUS_OK;
}

/* ---- relationships, properties */

static Status wait(Intake *in, uint32_t rel, Error *err)
{
  if (in->waiting_count == in->waiting_cap) {
    size_t cap = MAX(in->waiting_cap * 2, (size_t)64);
    Waiting *grown = realloc(in->waiting, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    in->waiting = grown;
    in->waiting_cap = cap;
  }
  in->waiting[in->waiting_count++] = (Waiting){rel, in->place};
  return STATUS_OK;
}

static bool is_awaited(const Intake *in, uint32_t node)
{
  return roaring_bitmap_contains(in->awaited, node);
}

Status intake_add_rel(Intake *in, uint32_t start, uint32_t end, Text type, uint32_t *rel, Error *err)
{
  uint32_t id;
  TRY(graph_name_add(in->graph, NAME_TYPE, type, &id, err));
  TRY(graph_add_rel(in->graph, id, start, end, rel, err));
  in->summary->relationships++;
  if (UNLIKELY(!in->ends_may_lack && (is_awaited(in, start) || is_awaited(in, end)))) TRY(wait(in, *rel, err));
  return note_place(in, ENTITY_REL, *rel, err);
}

Status intake_set(Intake *in, EntityKind kind, uint32_t slot, Text key, Value v, Error *err)
{
  uint32_t id;
  if (value_is_null(v)) return STATUS_OK;
  TRY(graph_name_add(in->graph, NAME_KEY, key, &id, err));
  TRY(graph_set_prop(in->graph, kind, slot, id, v, err));
  in->summary->properties++;
  return STATUS_OK;
}

/* ---- what is described nowhere */

/* The ids of some nodes, as errors show them. */
typedef struct Unknown {
  const Intake *in;
  const roaring_bitmap_t *nodes;
  Arena arena;
  const char **ids; /* in the order of the nodes */
} Unknown;

static Status note_id(void *context, Text id, uint32_t node, Error *err)
{
  Unknown *u = context;
  char shown[SHOWN_BYTES];
  if (!roaring_bitmap_contains(u->nodes, node)) return STATUS_OK;
  ids_show(u->in->ids, u->in->group, id, shown);
  u->ids[roaring_bitmap_rank(u->nodes, node) - 1] = arena_copy(&u->arena, shown, strlen(shown));
  return arena_check(&u->arena, err);
}

static Status leave_out_waiting(Intake *in, const Unknown *u, const Waiting *w, Error *err)
{
  uint32_t start, end;
  graph_rel_ends(in->graph, w->rel, &start, &end);
  if (!is_awaited(in, start) && !is_awaited(in, end)) return STATUS_OK;
  uint32_t node = is_awaited(in, start) ? start : end;
  error_set(err, ERROR_FORMAT, NULL, "a relationship refers to the id %s, which no node has",
            u->ids[roaring_bitmap_rank(in->awaited, node) - 1]);
  intake_locate(in, &w->place, err);
  return leave_out(in->options, in->summary, FAULT_RELATIONSHIP, err);
}

static Status leave_out_all(Intake *in, Unknown *u, Error *err)
{
  u->ids = calloc(roaring_bitmap_get_cardinality(in->awaited), sizeof *u->ids);
  if (!u->ids) return error_out_of_memory(err);
  TRY(ids_each(in->ids, in->group, note_id, u, err));
  for (size_t i = 0; i < in->waiting_count; i++) TRY(leave_out_waiting(in, u, &in->waiting[i], err));
  if (!in->lost) in->lost = roaring_bitmap_create();
  if (!in->lost) return error_out_of_memory(err);
  roaring_bitmap_or_inplace(in->lost, in->awaited);
  return STATUS_OK;
}

Status intake_check_described(Intake *in, Error *err)
{
  if (LIKELY(in->ends_may_lack || roaring_bitmap_is_empty(in->awaited))) return STATUS_OK;
  Unknown u = {.in = in, .nodes = in->awaited};
  arena_init(&u.arena, NULL);
  Status status = leave_out_all(in, &u, err);
  free(u.ids);
  arena_free(&u.arena);
  return status;
}

/* ---- on the way */

void intake_locate(const Intake *in, const IntakePlace *place, Error *err)
{
  Error inner = *err;
  char line[40] = "", column[40] = "";
  if (inner.kind != ERROR_FORMAT) return;
  if (place->line > 0) snprintf(line, sizeof line, ", line %" PRIu64, place->line);
  if (place->column > 0) snprintf(column, sizeof column, ", column %" PRIu64, place->column);
  error_clear(err);
  error_set(err, ERROR_FORMAT, NULL, "%s%s%s: %s", in->path, line, column, inner.message);
}

void intake_note(Intake *in, const char *what, uint64_t count)
{
  uint32_t i = 0;
  if (count == 0) return;
  while (i < in->note_count && in->notes[i].what != what && strcmp(in->notes[i].what, what) != 0) i++;
  if (i == INTAKE_NOTES) return;
  if (i == in->note_count) in->notes[in->note_count++] = (IntakeNote){.what = what};
  in->notes[i].count += count;
}

void intake_tell_notes(Intake *in)
{
  char message[1024];
  for (uint32_t i = 0; i < in->note_count && in->options->noted; i++) {
    snprintf(message, sizeof message, "%s: %s: %" PRIu64, in->path, in->notes[i].what, in->notes[i].count);
    in->options->noted(in->options->payload, message);
  }
  in->note_count = 0;
}

Status intake_progress(Intake *in, uint64_t done, Error *err)
{
  done += in->done;
  if (LIKELY(done - in->told < PROGRESS_BYTES && done < in->total)) return STATUS_OK;
  in->told = done;
  return intake_ask(in, err);
}

Status intake_ask(Intake *in, Error *err)
{
  if (!in->options->progress || in->options->progress(in->options->payload, in->path, in->told, in->total))
    return STATUS_OK;
  return error_set(err, ERROR_INTERRUPTED, NULL, "the import was interrupted");
}

Status intake_leave_out(Intake *in, Error *err)
{
  ImportFault fault = in->fault;
  in->fault = FAULT_ROW;
  return leave_out(in->options, in->summary, fault, err);
}
