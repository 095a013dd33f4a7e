/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bulk load as the readers of formats see it; see intake.h. */
#include "intake.h"

#include "shown.h"

/* How many bytes are read between two calls of the progress function. */
enum { PROGRESS_BYTES = 1 << 20 };

Status intake_begin(Intake *in, Graph *g, const ImportOptions *options, ImportSummary *summary, Error *err)
{
  *in = (Intake){.graph = g, .options = options, .summary = summary};
  TRY(intake_forget_ids(in, err));
  return graph_bulk_begin(g, 0, 0, err);
}

Status intake_end(Intake *in, bool ok, Error *err)
{
  ids_free(in->ids);
  if (in->awaited) roaring_bitmap_free(in->awaited);
  in->ids = NULL;
  in->awaited = NULL;
  return graph_bulk_end(in->graph, ok, err);
}

/* ---- nodes */

Status intake_forget_ids(Intake *in, Error *err)
{
  ids_free(in->ids);
  if (in->awaited) roaring_bitmap_free(in->awaited);
  in->ids = NULL;
  in->awaited = roaring_bitmap_create();
  if (!in->awaited) return error_out_of_memory(err);
  TRY(ids_new(&in->ids, err));
  return ids_group(in->ids, TEXT(""), ID_STRING, &in->group, err);
}

Status intake_add_node(Intake *in, uint32_t *node, Error *err)
{
  TRY(graph_add_node(in->graph, NULL, 0, node, err));
  in->summary->nodes++;
  return STATUS_OK;
}

uint32_t intake_find(const Intake *in, Text id)
{
  return ids_find(in->ids, in->group, value_string(id));
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
  if (roaring_bitmap_remove_checked(in->awaited, *node)) return STATUS_OK;
  char shown[SHOWN_BYTES];
  show_text(id, shown);
  return error_set(err, ERROR_FORMAT, NULL, "another node has the id %s", shown);
}

Status intake_check_described(const Intake *in, Error *err)
{
  if (roaring_bitmap_is_empty(in->awaited)) return STATUS_OK;
  char shown[SHOWN_BYTES];
  ids_show(in->ids, in->group, roaring_bitmap_minimum(in->awaited), shown);
  uint64_t others = roaring_bitmap_get_cardinality(in->awaited) - 1;
  return error_set(err, ERROR_FORMAT, NULL, "%s: a relationship refers to the id %s, which no node has%s", in->path,
                   shown, others ? "; it is not the only one" : "");
}

Status intake_label(Intake *in, uint32_t node, Text label, Error *err)
{
  uint32_t id;
  TRY(graph_name_add(in->graph, NAME_LABEL, label, &id, err));
  return graph_add_label(in->graph, node, id, err);
}

/* ---- relationships, properties */

Status intake_add_rel(Intake *in, uint32_t start, uint32_t end, Text type, uint32_t *rel, Error *err)
{
  uint32_t id;
  TRY(graph_name_add(in->graph, NAME_TYPE, type, &id, err));
  TRY(graph_add_rel(in->graph, id, start, end, rel, err));
  in->summary->relationships++;
  return STATUS_OK;
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

/* ---- on the way */

Status intake_progress(Intake *in, uint64_t done, Error *err)
{
  done += in->done;
  if (LIKELY(done - in->told < PROGRESS_BYTES && done < in->total)) return STATUS_OK;
  in->told = done;
  if (!in->options->progress || in->options->progress(in->options->payload, in->path, done, in->total))
    return STATUS_OK;
  return error_set(err, ERROR_INTERRUPTED, NULL, "the import was interrupted");
}

Status intake_leave_out(Intake *in, Error *err)
{
  if (!in->options->skip_bad_rows || err->kind != ERROR_FORMAT) return STATUS_FAIL;
  in->summary->skipped++;
  if (in->options->skipped) in->options->skipped(in->options->payload, err->message);
  error_clear(err);
  return STATUS_OK;
}
