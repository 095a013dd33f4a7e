/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows into the graph; see csv_load.h. New entities get their values column by column, all of a batch at once; those
 * that were there before get theirs one by one. */
#include "csv_load.h"

#include "csv_value.h"

#include <stdlib.h>

/* ---- labels, types */

static Status add_label(CsvLoad *l, Text name, uint32_t *n)
{
  if (*n == l->label_cap) {
    uint32_t cap = MAX(16u, l->label_cap * 2);
    uint32_t *grown = realloc(l->labels, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(l->err);
    l->labels = grown;
    l->label_cap = cap;
  }
  TRY(graph_name_add(l->graph, NAME_LABEL, name, &l->labels[*n], l->err));
  ++*n;
  return STATUS_OK;
}

/* Labels are made only when everything else of the row is known to be good. */
static Status read_labels(CsvLoad *l, const CsvSource *source, const CsvBatch *b, uint32_t row, uint32_t *n)
{
  const CsvHeader *h = &source->header;
  *n = 0;
  for (uint32_t i = 0; i < l->tables.name_count; i++) TRY(add_label(l, l->tables.names[i], n));
  if (!h->has_labels) return *n > 0 ? STATUS_OK : add_label(l, source->file->stem, n);
  if (h->id != CSV_NO_COLUMN && h->columns[h->id].label.len > 0) TRY(add_label(l, h->columns[h->id].label, n));
  for (uint32_t i = 0; i < h->count; i++) {
    if (h->columns[i].role != CSV_LABEL) continue;
    Text part, list = csv_batch_field(b, row, i)->text;
    for (size_t at = 0; csv_next_part(list, source->array_delimiter, &at, &part);) {
      part = csv_trim(part);
      if (part.len > 0) TRY(add_label(l, part, n));
    }
  }
  return STATUS_OK;
}

/* The one type of all relationships of the file. */
static Status name_type(CsvLoad *l, CsvSource *source)
{
  Text name = l->tables.name_count > 0 ? l->tables.names[0] : source->file->stem;
  return graph_name_add(l->graph, NAME_TYPE, name, &source->name, l->err);
}

static Status read_type(CsvLoad *l, CsvSource *source, const CsvBatch *b, uint32_t row, uint32_t *type)
{
  uint32_t column = source->header.type;
  if (column == CSV_NO_COLUMN) {
    if (UNLIKELY(source->name == NAME_NONE)) TRY(name_type(l, source));
    *type = source->name;
    return STATUS_OK;
  }
  Text name = csv_trim(csv_batch_field(b, row, column)->text);
  if (name.len > 0) return graph_name_add(l->graph, NAME_TYPE, name, type, l->err);
  b->faults[row] = FAULT_RELATIONSHIP;
  error_set(l->err, ERROR_FORMAT, NULL, "the relationship has no type");
  return csv_batch_locate(b, source, row, column, l->err);
}

/* ---- properties */

static bool is_kept(const CsvColumn *column)
{
  return column->role == CSV_PROPERTY || (column->role == CSV_ID && column->name.len > 0);
}

static Status find_key(CsvLoad *l, CsvColumn *column)
{
  if (LIKELY(column->key != NAME_NONE)) return STATUS_OK;
  return graph_name_add(l->graph, NAME_KEY, column->name, &column->key, l->err);
}

static bool has_value(const Value *values, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (!value_is_null(values[i])) return true;
  return false;
}

/* Of the n new entities from first on, whose values are the first n of the batch. */
static Status set_properties(CsvLoad *l, CsvSource *source, const CsvBatch *b, uint32_t first, uint32_t n)
{
  EntityKind kind = source->header.of_rels ? ENTITY_REL : ENTITY_NODE;
  for (uint32_t i = 0; i < b->columns && n > 0; i++) {
    CsvColumn *column = &source->header.columns[i];
    const Value *values = csv_batch_values(b, i);
    if (!is_kept(column) || !has_value(values, n)) continue;
    TRY(find_key(l, column));
    TRY(graph_set_fresh(l->graph, kind, column->key, first, n, values, &l->summary->properties, l->err));
  }
  return STATUS_OK;
}

/* The file wins; where it says nothing, and where both say the same, nothing changes. */
static Status update(CsvLoad *l, CsvSource *source, const CsvBatch *b, uint32_t row, EntityKind kind, uint32_t slot)
{
  for (uint32_t i = 0; i < b->columns; i++) {
    CsvColumn *column = &source->header.columns[i];
    if (column->role != CSV_PROPERTY) continue;
    Value v = csv_batch_values(b, i)[row];
    if (value_is_null(v)) continue;
    TRY(find_key(l, column));
    if (value_same(graph_prop(l->graph, kind, slot, column->key), v)) continue;
    TRY(graph_set_prop(l->graph, kind, slot, column->key, v, l->err));
    l->summary->properties++;
  }
  return STATUS_OK;
}

/* ---- nodes */

/* The entity of a row: one that is new, or SLOT_NONE and one that was there. */
typedef struct Outcome {
  uint32_t made, matched;
} Outcome;

static Status other_node_has_id(CsvLoad *l, const CsvSource *source, const CsvBatch *b, uint32_t row)
{
  char shown[SHOWN_BYTES];
  show_text(csv_batch_field(b, row, source->header.id)->text, shown);
  b->faults[row] = FAULT_DUPLICATE;
  error_set(l->err, ERROR_FORMAT, NULL, "another node has the id %s", shown);
  return csv_batch_locate(b, source, row, source->header.id, l->err);
}

/* A key that reads as a number or the like may be kept as a text. */
static Status find_existing(CsvLoad *l, uint32_t label, uint32_t key, Value v, Text text, uint32_t *node)
{
  TRY(existing_node(l->existing, label, key, v, node, l->err));
  if (*node != SLOT_NONE || v.type == VALUE_STRING) return STATUS_OK;
  return existing_node(l->existing, label, key, value_string(text), node, l->err);
}

/* The node that a row of a merge means: one that an earlier row was of, or one that was there; SLOT_NONE otherwise. */
static Status match_node(CsvLoad *l, CsvSource *source, const CsvBatch *b, uint32_t row, Value id, uint32_t label_count,
                         uint32_t *node)
{
  uint32_t column = source->header.id;
  CsvColumn *key = &source->header.columns[column];
  Status status = STATUS_OK;
  if (value_is_null(id))
    status = error_set(l->err, ERROR_FORMAT, NULL, "the id is empty: there is nothing to tell which node it is");
  else if (label_count == 0)
    status = error_set(l->err, ERROR_FORMAT, NULL, "the node has no label: there is nothing to tell which node it is");
  if (status != STATUS_OK) return csv_batch_locate(b, source, row, column, l->err);
  *node = ids_find(l->ids, source->group, id);
  if (*node != SLOT_NONE)
    return graph_has_label(l->graph, *node, l->labels[0]) ? STATUS_OK : other_node_has_id(l, source, b, row);
  TRY(find_key(l, key));
  Text text = csv_batch_field(b, row, column)->text;
  if (find_existing(l, l->labels[0], key->key, id, text, node) != STATUS_OK)
    return csv_batch_locate(b, source, row, column, l->err);
  return *node == SLOT_NONE ? STATUS_OK : ids_add(l->ids, source->group, id, *node, l->err);
}

static Status add_new_node(CsvLoad *l, const CsvSource *source, Value id, uint32_t label_count, Outcome *out)
{
  TRY(graph_add_node(l->graph, l->labels, label_count, &out->made, l->err));
  if (!value_is_null(id)) TRY(ids_add(l->ids, source->group, id, out->made, l->err));
  l->summary->nodes++;
  return STATUS_OK;
}

static Status add_node(CsvLoad *l, CsvSource *source, const CsvBatch *b, uint32_t row, Outcome *out)
{
  uint32_t n;
  Value id = source->header.id == CSV_NO_COLUMN ? VALUE_NULL_VALUE : csv_batch_values(b, source->header.id)[row];
  if (LIKELY(!l->options->merge)) {
    if (!value_is_null(id) && UNLIKELY(ids_find(l->ids, source->group, id) != SLOT_NONE))
      return other_node_has_id(l, source, b, row);
    TRY(read_labels(l, source, b, row, &n));
    return add_new_node(l, source, id, n, out);
  }
  TRY(read_labels(l, source, b, row, &n));
  TRY(match_node(l, source, b, row, id, n, &out->matched));
  if (out->matched == SLOT_NONE) return add_new_node(l, source, id, n, out);
  for (uint32_t i = 0; i < n; i++) TRY(graph_add_label(l->graph, out->matched, l->labels[i], l->err));
  return STATUS_OK;
}

/* ---- relationships */

static Status no_such_node(CsvLoad *l, const CsvEnd *end, Text value)
{
  char shown[SHOWN_BYTES];
  show_text(value, shown);
  return error_set(l->err, ERROR_FORMAT, NULL, "no node :%.*s has the %.*s %s; --create-missing would make it",
                   (int)MIN(end->label.len, (size_t)80), end->label.data, (int)MIN(end->key.len, (size_t)80),
                   end->key.data, shown);
}

static Status create_end(CsvLoad *l, uint32_t label, uint32_t key, Value v, uint32_t *node)
{
  TRY(graph_add_node(l->graph, &label, 1, node, l->err));
  TRY(graph_set_prop(l->graph, ENTITY_NODE, *node, key, v, l->err));
  l->summary->nodes++;
  l->summary->properties++;
  return existing_add_node(l->existing, label, key, v, *node, l->err);
}

/* Of a table: the node that has the value; SLOT_NONE: it may be made. */
static Status look_up_end(CsvLoad *l, const CsvSource *source, const CsvBatch *b, uint32_t row, bool from,
                          uint32_t *node)
{
  uint32_t column = from ? source->header.start : source->header.end;
  Value v = csv_batch_values(b, column)[row];
  Text text = csv_batch_field(b, row, column)->text;
  Status status;
  if (value_is_null(v))
    status = error_set(l->err, ERROR_FORMAT, NULL, "the relationship has no %s", from ? "start" : "end");
  else
    status = find_existing(l, from ? l->from_label : l->to_label, from ? l->from_key : l->to_key, v, text, node);
  if (status == STATUS_OK && *node == SLOT_NONE && !l->options->create_missing)
    status = no_such_node(l, from ? &l->tables.from : &l->tables.to, text);
  if (LIKELY(status == STATUS_OK)) return STATUS_OK;
  b->faults[row] = FAULT_RELATIONSHIP;
  return csv_batch_locate(b, source, row, column, l->err);
}

/* Both are there, or may be made, before one is. */
static Status find_ends(CsvLoad *l, const CsvSource *source, const CsvBatch *b, uint32_t row)
{
  uint32_t *start = &b->starts[row], *end = &b->ends[row];
  TRY(look_up_end(l, source, b, row, true, start));
  TRY(look_up_end(l, source, b, row, false, end));
  Value from = csv_batch_values(b, source->header.start)[row], to = csv_batch_values(b, source->header.end)[row];
  if (*start == SLOT_NONE) {
    TRY(create_end(l, l->from_label, l->from_key, from, start));
    if (*end == SLOT_NONE) TRY(look_up_end(l, source, b, row, false, end)); /* it may be the same node */
  }
  return *end == SLOT_NONE ? create_end(l, l->to_label, l->to_key, to, end) : STATUS_OK;
}

static Status match_rel(CsvLoad *l, const CsvSource *source, const CsvBatch *b, uint32_t row, uint32_t type,
                        uint32_t *rel)
{
  const CsvTableOptions *t = &l->tables;
  for (uint32_t k = 0; k < t->id_count; k++) {
    l->rel_values[k] = VALUE_NULL_VALUE;
    for (uint32_t i = 0; i < b->columns; i++)
      if (text_equal(source->header.columns[i].name, t->ids[k])) l->rel_values[k] = csv_batch_values(b, i)[row];
  }
  RelKey key = {type, b->starts[row], b->ends[row], l->rel_keys, l->rel_values, t->id_count};
  return existing_take_rel(l->existing, &key, rel, l->err);
}

static Status add_rel(CsvLoad *l, CsvSource *source, const CsvBatch *b, uint32_t row, Outcome *out)
{
  uint32_t type;
  TRY(read_type(l, source, b, row, &type));
  if (source->start == IDS_NO_GROUP) TRY(find_ends(l, source, b, row));
  if (l->options->merge) TRY(match_rel(l, source, b, row, type, &out->matched));
  if (out->matched != SLOT_NONE) return STATUS_OK;
  TRY(graph_add_rel(l->graph, type, b->starts[row], b->ends[row], &out->made, l->err));
  l->summary->relationships++;
  return STATUS_OK;
}

/* ---- batches */

/* After a row that failed: STATUS_OK when it is left out and the load goes on. */
static Status pass_over(CsvLoad *l, const CsvSource *source, const CsvBatch *b, uint32_t row)
{
  if (b->errors[row]) *l->err = *b->errors[row];
  if (b->stuck && row + 1 == b->rows) return STATUS_FAIL;
  Error reason = *l->err;
  TRY(leave_out(l->options, l->summary, (ImportFault)b->faults[row], l->err));
  return l->bad_rows ? csv_bad_rows_add(l->bad_rows, source, b->lines[row], reason.message, l->err) : STATUS_OK;
}

static uint32_t next_slot(const CsvLoad *l, const CsvSource *source)
{
  return source->header.of_rels ? graph_rel_limit(l->graph) : graph_node_limit(l->graph);
}

/* New entities whose values are still to be set: in the batch, theirs are the first. */
typedef struct Fresh {
  uint32_t first, count;
} Fresh;

static Status settle(CsvLoad *l, CsvSource *source, const CsvBatch *b, Fresh *fresh)
{
  TRY(set_properties(l, source, b, fresh->first, fresh->count));
  *fresh = (Fresh){next_slot(l, source), 0};
  return STATUS_OK;
}

static Status add_row(CsvLoad *l, CsvSource *source, CsvBatch *b, uint32_t row, Fresh *fresh)
{
  bool of_rels = source->header.of_rels;
  Outcome out = {SLOT_NONE, SLOT_NONE};
  if (UNLIKELY(b->errors[row] || (of_rels ? add_rel : add_node)(l, source, b, row, &out) != STATUS_OK))
    return pass_over(l, source, b, row);
  if (LIKELY(out.made != SLOT_NONE)) {
    if (UNLIKELY(fresh->count != row)) csv_batch_move(b, row, fresh->count);
    fresh->count++;
    return STATUS_OK;
  }
  if (out.matched >= fresh->first) TRY(settle(l, source, b, fresh)); /* it is of an earlier row of the batch */
  ++*(of_rels ? &l->summary->matched_rels : &l->summary->matched_nodes);
  return update(l, source, b, row, of_rels ? ENTITY_REL : ENTITY_NODE, out.matched);
}

Status csv_load_batch(CsvLoad *l, CsvSource *source, CsvBatch *b)
{
  Fresh fresh = {next_slot(l, source), 0};
  for (uint32_t row = 0; row < b->rows; row++) TRY(add_row(l, source, b, row, &fresh));
  return settle(l, source, b, &fresh);
}

/* ---- begin and end */

static Status find_end(CsvLoad *l, const CsvEnd *end, uint32_t *label, uint32_t *key)
{
  TRY(graph_name_add(l->graph, NAME_LABEL, end->label, label, l->err));
  return graph_name_add(l->graph, NAME_KEY, end->key, key, l->err);
}

Status csv_load_begin(CsvLoad *l, Arena *arena)
{
  const CsvTableOptions *t = &l->tables;
  const ImportOptions *o = l->options;
  if (o->bad_rows && !o->dry_run) TRY(csv_bad_rows_new(&l->bad_rows, o->bad_rows, l->err));
  if (o->merge || t->from.label.len > 0) TRY(existing_new(&l->existing, l->graph, l->err));
  if (t->from.label.len > 0) {
    TRY(find_end(l, &t->from, &l->from_label, &l->from_key));
    TRY(find_end(l, &t->to, &l->to_label, &l->to_key));
  }
  l->rel_keys = arena_array(arena, uint32_t, t->id_count);
  l->rel_values = arena_array(arena, Value, t->id_count);
  TRY(arena_check(arena, l->err));
  for (uint32_t i = 0; i < t->id_count; i++) l->rel_keys[i] = graph_name_find(l->graph, NAME_KEY, t->ids[i]);
  return STATUS_OK;
}

void csv_load_free(CsvLoad *l)
{
  csv_bad_rows_free(l->bad_rows);
  existing_free(l->existing);
  free(l->labels);
}
