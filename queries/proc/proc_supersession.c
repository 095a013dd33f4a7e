/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kb.supersession: what supersedes what around a text, link by link. */
#include "core/fact.h"
#include "func/supersession.h"
#include "proc_internal.h"

static void turn_around(uint32_t *slots, uint32_t n)
{
  for (uint32_t i = 0; i < n / 2; i++) {
    uint32_t slot = slots[i];
    slots[i] = slots[n - 1 - i];
    slots[n - 1 - i] = slot;
  }
}

/* The way between the start and the farther end of the link, from its later to its earlier end. */
static Status way_of(const Lineage *l, const LineageLink *link, Value *out)
{
  bool above = l->members[link->later].later;
  uint32_t at = above ? link->earlier : link->later, rels = 1, n = 0;
  for (uint32_t m = at; l->members[m].way_to != LINEAGE_NONE; m = l->members[m].way_to) rels++;
  uint32_t *slots = arena_array(l->c->arena, uint32_t, 2 * (size_t)rels + 1);
  TRY(arena_check(l->c->arena, l->c->err));
  slots[n++] = l->members[above ? link->later : link->earlier].node;
  for (uint32_t rel = link->rel; n < 2 * rels + 1; at = l->members[at].way_to) {
    slots[n++] = rel;
    slots[n++] = l->members[at].node;
    rel = l->members[at].way_rel;
  }
  if (!above) turn_around(slots, n);
  *out = value_path(slots, rels);
  return STATUS_OK;
}

static Status emit_link(ProcedureRun *run, const Lineage *l, const LineageLink *link)
{
  Value fields[3];
  TRY(way_of(l, link, &fields[0]));
  fields[1] = static_text(setting_info(link->kind)->name);
  TRY(function_date_or_null(run->function, lineage_since(l, link), &fields[2]));
  return procedure_emit(run, fields, ARRAY_LEN(fields));
}

static Status emit_links(ProcedureRun *run, const Lineage *l)
{
  for (uint32_t m = 0; m < l->member_count; m++)
    for (uint32_t i = l->members[l->order[m]].first_earlier; i != LINEAGE_NONE; i = l->links[i].next_earlier)
      TRY(emit_link(run, l, &l->links[i]));
  return STATUS_OK;
}

static Status run_supersession(ProcedureRun *run, const Value *args, uint32_t n UNUSED)
{
  Lineage l;
  if (value_is_null(args[0])) return STATUS_OK;
  TRY(kb_check_node(run, args[0]));
  Status status = lineage_make(&l, run->function, args[0].id, true);
  if (status == STATUS_OK) status = emit_links(run, &l);
  lineage_free(&l);
  return status;
}

static const ProcedureField supersession_fields[] = {
    {"path", "PATH", TYPE_PATH, false}, {"kind", "STRING", TYPE_STRING, false}, {"since", "EDTF?", TYPE_EDTF, true}};

const Procedure procedure_kb_supersession = {
    .name = "kb.supersession",
    .signature = "kb.supersession(text :: NODE?) :: (path :: PATH, kind :: STRING, since :: EDTF?)",
    .help =
        "What supersedes, amends, annuls or follows what around a text: a row for each such relationship, with the way "
        "between it and the text, its kind, and its date or that of the later text.",
    .example = "MATCH (t:Treaty) CALL kb.supersession(t) YIELD path, kind, since RETURN path, kind, since",
    .args = kb_node_argument,
    .arg_count = 1,
    .results = supersession_fields,
    .result_count = ARRAY_LEN(supersession_fields),
    .run = run_supersession,
};
