/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of formats hand over: nodes by the ids that a file gives them, relationships, labels, properties;
 * one bulk load for all files of an import. A node may be named before it is described. Knows no format. CSV, whose
 * columns go into the graph a thousand values at a time, has a way of its own (csv/csv_import.c). */
#ifndef CLIO_LOADERS_INTAKE_H
#define CLIO_LOADERS_INTAKE_H

#include "ids.h"
#include "input.h"
#include "leave_out.h"

/* The type of relationships that a file gives none. */
#define INTAKE_TYPE TEXT("RELATED")

enum { INTAKE_NOTES = 16 };

/* What a file has and a graph has not. */
typedef struct IntakeNote {
  const char *what; /* static text */
  uint64_t count;
} IntakeNote;

/* Where something stands in a file, from 1; 0: nobody knows. */
typedef struct IntakePlace {
  uint64_t line, column;
} IntakePlace;

/* Where the nodes and relationships of a load stand in their file: by slot, which begin at 0. */
typedef struct IntakePlaces {
  IntakePlace *at[2]; /* by EntityKind */
  uint32_t cap[2];
} IntakePlaces;

typedef struct Waiting Waiting;

typedef struct Intake Intake;

/* What a reader keeps from one file of an import to the next. */
typedef struct IntakeKeeper {
  void *(*make)(Intake *in, Error *err);                /* NULL: failed */
  Status (*finish)(Intake *in, void *kept, Error *err); /* when all files have been read; the bulk load is over then */
  void (*free)(void *kept);
} IntakeKeeper;

enum { INTAKE_MOST_KEPT = 4 };

struct Intake {
  Graph *graph;
  const ImportOptions *options;
  ImportSummary *summary;
  const char *path;           /* of the file that is being read */
  IntakePlace place;          /* where in it, for what is told later */
  IntakePlaces *places;       /* of what is made, for whoever wants to know; or NULL */
  bool ends_may_lack;         /* relationships may lead to nodes that the file does not describe */
  uint64_t done, total, told; /* bytes: of the files before it; of all; at the last call of progress */
  /* private */
  Ids *ids;
  uint32_t group;
  uint32_t first_rel;        /* that this load has made */
  bool knows;                /* intake_know_labelled has been called */
  roaring_bitmap_t *awaited; /* nodes that have been named and not yet described */
  Waiting *waiting;          /* relationships, in order, with an end that was such a node when they were made */
  size_t waiting_count, waiting_cap;
  roaring_bitmap_t *lost; /* nodes that are nowhere described: they and their relationships do not stay */
  ImportFault fault;      /* of what has failed last */
  IntakeNote notes[INTAKE_NOTES];
  uint32_t note_count;
  struct {
    const IntakeKeeper *keeper;
    void *kept;
  } kept[INTAKE_MOST_KEPT];
  uint32_t kept_count;
};

void intake_places_free(IntakePlaces *places);

/* Both inside one statement; intake_end(false) leaves everything to the statement's undoing. */
Status intake_begin(Intake *in, Graph *g, const ImportOptions *options, ImportSummary *summary, Error *err);
Status intake_end(Intake *in, bool ok, Error *err);

/* ---- nodes */

/* The node with this id, which is made, without labels, where nothing has named it before. */
Status intake_name(Intake *in, Text id, uint32_t *node, Error *err);
/* The same, for the place that describes the node: ERROR_FORMAT, without saying where, if another one did before. */
Status intake_describe(Intake *in, Text id, uint32_t *node, Error *err);
/* A node that nothing can refer to. */
Status intake_add_node(Intake *in, uint32_t *node, Error *err);
/* SLOT_NONE where no node has the id. */
uint32_t intake_find(const Intake *in, Text id);
/* Leaves out what has been named and never been described, with all relationships that lead there; ERROR_FORMAT for the
 * first of these, where the options do not want that. At the end of a file. */
Status intake_check_described(Intake *in, Error *err);
/* What an id is as a property: a string, which borrows the text, or an integer where the options say so; ERROR_FORMAT,
 * without saying where, for what is none. */
Status intake_id_value(const Intake *in, Text id, Value *out, Error *err);
/* Nodes that were in the graph before this import, and have one of the labels (which end with NULL) and a string under
 * the key: that is their id. Those that have no other property can still be described. Once for an import. */
Status intake_know_labelled(Intake *in, const char *const *labels, Text key, Error *err);
/* Ids begin anew: what the next file says means other nodes. */
Status intake_forget_ids(Intake *in, Error *err);

Status intake_label(Intake *in, uint32_t node, Text label, Error *err);
/* Of the form :A:B; a text without colons is one label. */
Status intake_labels(Intake *in, uint32_t node, Text labels, Error *err);

/* ---- relationships, properties */

Status intake_add_rel(Intake *in, uint32_t start, uint32_t end, Text type, uint32_t *rel, Error *err);
/* Null: nothing is set. The value is copied. ERROR_TYPE for what a property cannot hold. */
Status intake_set(Intake *in, EntityKind kind, uint32_t slot, Text key, Value v, Error *err);

/* ---- on the way */

/* Counts something that a file has and a graph has not, or that was made up; what, static text, says what became of it:
 * "undirected edges, each a relationship from its source to its target". Told once for each file. */
void intake_note(Intake *in, const char *what, uint64_t count);
void intake_tell_notes(Intake *in); /* when the file has been read */
/* What the keeper has made for this import, which it makes at the first call; NULL: that failed. */
void *intake_kept(Intake *in, const IntakeKeeper *keeper, Error *err);

/* To be called with each piece of a file; done is how many of its bytes have been read (input_done). Tells the caller
 * now and then, and fails with ERROR_INTERRUPTED when that one has had enough. */
Status intake_progress(Intake *in, uint64_t done, Error *err);
/* Asks the caller whether to go on, however little has been read since. */
Status intake_ask(Intake *in, Error *err);
/* Puts the file, and the place in it as far as it is known, before an ERROR_FORMAT. */
void intake_locate(const Intake *in, const IntakePlace *place, Error *err);
/* Passes on a status, and if it is a failure, notes what kind of fault it is for intake_leave_out. It is FAULT_ROW
 * where nobody says so. */
static inline Status intake_fault(Intake *in, ImportFault fault, Status status)
{
  if (UNLIKELY(status != STATUS_OK)) in->fault = fault;
  return status;
}
/* After something failed that can be left out: STATUS_OK, and the error is told and gone, where the options want that
 * and it is one of the file's content. */
Status intake_leave_out(Intake *in, Error *err);

#endif
