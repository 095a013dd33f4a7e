/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs share that make things fail around a database: a folder for its files, the whole of a graph as
 * text, settings from the environment, and counts of what was good. They use clio.h alone, as any caller would. */
#ifndef CLIO_TESTS_FAULTS_H
#define CLIO_TESTS_FAULTS_H

#include "clio.h"
#include "tests/unit/random.h"

#include <stdio.h>

/* Text that grows. Ends the program when there is no memory. */
typedef struct Note {
  char *text; /* terminated; NULL: empty */
  size_t len, cap;
} Note;

void note_add(Note *note, const char *format, ...) PRINTF_LIKE(2, 3);
void note_text(Note *note, const char *text);
void note_free(Note *note);

/* Makes the program's folder below TMPDIR; it goes, with all in it, when the program ends. */
void folder_make(void);
/* A path in it; lives until the next but three. */
const char *in_folder(const char *name);
void remove_database(const char *path); /* with what SQLite keeps beside it; what is not there is fine */
void copy_database(const char *from, const char *to);
void write_file(const char *path, const char *text);

/* The number in an environment variable. */
long setting(const char *name, long otherwise);

/* What is being tried: told when the program is ended by a signal, or when it takes longer than a minute. */
void trying(const char *what, unsigned long n);
/* Counts something as good or not; tells only of what is not. Returns whether it is good. */
bool expect(bool good, const char *format, ...) PRINTF_LIKE(2, 3);
/* Prints the counts for run.sh; the program's exit status. */
int finish(void);

/* Everything in a graph: names with their counts, nodes and relationships with ids, types and values, what each label's
 * scan finds, indexes, constraints. Ends the program if it cannot be had. */
char *graph_dump(clio_db *db);
/* The same of a file, opened for reading; NULL with the error in *error when it cannot be opened. */
char *file_dump(const char *path, Note *error);
/* Runs statements that must not fail. */
void must_run(clio_db *db, const char *text);
clio_db *must_open(const char *path);
/* What clio check says of a file: findings and the error; "" for none. */
void file_check(const char *path, Note *findings);

#endif
