/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What nodes are called, for formats that are looked at: by the settings `name` and `id` of the database, by
 * `title` or `label`, or by the node's number. */
#ifndef CLIO_LOADERS_CAPTION_H
#define CLIO_LOADERS_CAPTION_H

#include "core/column.h"

typedef struct Captions {
  const Graph *graph;
  const Column **columns; /* the first one in which a node has a value names it */
  uint32_t count;
} Captions;

/* Longer ones are cut: they are for people to read. */
enum { CAPTION_BYTES = 200 };

Status captions_open(Captions *c, const Graph *g, Error *err);
void captions_close(Captions *c);
/* Appends it: "Latvia", or "n7" for a node without a name. Never empty. */
void captions_add(const Captions *c, uint32_t node, Str *out);

#endif
