/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors, notes and summaries as text, for people and for programs. */
#ifndef CLIO_REPL_REPORT_H
#define CLIO_REPL_REPORT_H

#include "clio.h"
#include "input.h"

/* Ends in a newline. With a script's name the place is given in the script, in front, as compilers do:
 * "script.cypher:12:8: SyntaxError (UndefinedVariable): ...". */
void report_error(Buffer *out, const clio_error *error, const Piece *place, const char *file);
/* The same, as "script.cypher:12:8: note: ...". */
void report_note(Buffer *out, const clio_note *note, const Piece *place, const char *file);
/* {"error":{...}} and a newline. The place is that in the statement. */
void report_error_json(Buffer *out, const clio_error *error);

/* "3 rows · 0.8 ms". changes_only: rows are not worth a word. */
void report_summary(Buffer *out, const clio_summary *summary, bool changes_only, bool timing, bool utf8);
/* {"summary":{...}} and a newline; of the counters only those that are not 0. With the notes on the query and, of a
 * profiled one, its plan; NULL: there is no query. */
void report_summary_json(Buffer *out, const clio_summary *summary, clio_query *q);

/* "2 nodes", "1 node". */
void report_count(Buffer *out, uint64_t n, const char *one, const char *many);
void report_time(Buffer *out, double ms);

#endif
