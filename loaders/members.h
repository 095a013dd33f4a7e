/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entities in the order of what they have in common, for formats that write those together: nodes with the same labels,
 * relationships of the same type. */
#ifndef CLIO_LOADERS_MEMBERS_H
#define CLIO_LOADERS_MEMBERS_H

#include "export.h"

typedef struct Member {
  uint32_t class; /* the type; of nodes, the first node with the same labels */
  uint32_t slot;
} Member;

typedef struct Members {
  Member *at;
  size_t count;
} Members;

/* All that are to be written, by class and then by slot. Free them in any case. */
Status members_collect(Members *m, const Export *e, EntityKind kind, Error *err);
void members_sort(Members *m); /* again, where classes have been changed */
void members_free(Members *m);

#endif
