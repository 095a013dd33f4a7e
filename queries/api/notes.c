/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes on a statement as callers see them. They are rendered once, when the statement is prepared, and kept with its
 * plan: a statement that comes from the plan cache pays nothing for them. Those on a run that found nothing are made
 * when somebody asks for them, and kept with the query. */
#include "api.h"

#include "grammar/source.h"
#include "plan/missed.h"

static clio_note present(Arena *arena, Text text, const Note *note, Str *rendered)
{
  str_clear(rendered);
  source_render_note(rendered, text, note->span, note->message);
  Position at = source_position(text, note->span.start);
  return (clio_note){.code = note->code,
                     .message = note->message,
                     .line = at.line,
                     .column = at.column,
                     .rendered = arena_text(arena, str_text(rendered)).data};
}

static Status present_all(Arena *arena, Text text, const NoteList *list, Notes *out, Error *err)
{
  if (list->n == 0) return STATUS_OK;
  Str rendered;
  str_init(&rendered);
  out->at = arena_array(arena, clio_note, list->n);
  for (uint32_t i = 0; out->at && i < list->n; i++) out->at[out->n++] = present(arena, text, &list->at[i], &rendered);
  Status status = str_check(&rendered, err);
  str_free(&rendered);
  return status == STATUS_OK ? arena_check(arena, err) : status;
}

Status prepare_notes(Prepared *p, const Graph *graph, Error *err)
{
  NoteList list;
  TRY(notes_find(&p->arena, graph, &p->checked, &p->tree, &list, err));
  return present_all(&p->arena, p->text, &list, &p->notes, err);
}

/* ---- after a run */

static Status note_missed(clio_query *q, Error *err)
{
  const Prepared *p = q->prepared;
  const Value *parameters;
  NoteList list;
  TRY(query_parameters(q, &parameters));
  TRY(missed_find(&q->kept.arena, q->db->graph, &p->checked, parameters, &list, err));
  return present_all(&q->kept.arena, p->text, &list, &q->missed, err);
}

/* Where it is known why nothing was found, nothing is looked for. Without memory there are no notes. */
static const Notes *notes_of(clio_query *q)
{
  const Prepared *p = q->prepared;
  bool found_nothing = q->state == QUERY_DONE && q->summary.rows == 0 && q->column_count > 0;
  if (p->notes.n > 0 || !found_nothing || p->statement->kind != STATEMENT_QUERY || p->checked.writes) return &p->notes;
  if (!q->looked_for_missed) {
    Error ignored = {0};
    q->looked_for_missed = true;
    if (note_missed(q, &ignored) != STATUS_OK) q->missed.n = 0;
  }
  return &q->missed;
}

CLIO_API uint32_t clio_query_note_count(clio_query *q)
{
  return notes_of(q)->n;
}

CLIO_API const clio_note *clio_query_note(clio_query *q, uint32_t i)
{
  const Notes *notes = notes_of(q);
  return i < notes->n ? &notes->at[i] : NULL;
}
