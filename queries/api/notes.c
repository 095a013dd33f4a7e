/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes on a statement as callers see them. They are rendered once, when the statement is prepared, and kept with its
 * plan: a statement that comes from the plan cache pays nothing for them. */
#include "api.h"

#include "grammar/source.h"
#include "plan/notes.h"

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

Status prepare_notes(Prepared *p, const Graph *graph, Error *err)
{
  NoteList list;
  TRY(notes_find(&p->arena, graph, &p->checked, &p->tree, &list, err));
  if (list.n == 0) return STATUS_OK;
  Str rendered;
  str_init(&rendered);
  p->notes = arena_array(&p->arena, clio_note, list.n);
  for (uint32_t i = 0; p->notes && i < list.n; i++)
    p->notes[p->note_count++] = present(&p->arena, p->text, &list.at[i], &rendered);
  Status status = str_check(&rendered, err);
  str_free(&rendered);
  return status == STATUS_OK ? arena_check(&p->arena, err) : status;
}

CLIO_API uint32_t clio_query_note_count(const clio_query *q)
{
  return q->prepared->note_count;
}

CLIO_API const clio_note *clio_query_note(const clio_query *q, uint32_t i)
{
  return i < q->prepared->note_count ? &q->prepared->notes[i] : NULL;
}
