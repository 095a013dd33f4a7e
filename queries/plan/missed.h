/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes on a statement that has given no rows: texts that it compares a property with and that nothing has, although
 * something has one like it. Found after the run, when somebody asks for notes, as only then it is known that nothing
 * was found; a statement that finds something pays nothing for it. */
#ifndef CLIO_QUERIES_MISSED_H
#define CLIO_QUERIES_MISSED_H

#include "notes.h"

/* The statement must be one that only reads; parameters are those of its run. */
Status missed_find(Arena *arena, const Graph *graph, const Checked *checked, const Value *parameters, NoteList *out,
                   Error *err);

#endif
