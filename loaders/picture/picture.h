/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphs as pictures: as a diagram of nodes and relationships, or as a timeline of what they say. What the files of
 * this room share of the question; picture_svg_write and its like (loaders/export.h) are what others call. */
#ifndef CLIO_LOADERS_PICTURE_PICTURE_H
#define CLIO_LOADERS_PICTURE_PICTURE_H

#include "loaders/caption.h"
#include "loaders/loader.h"

/* What is to be drawn: these nodes and relationships, both ascending. The ends of all relationships are among the
 * nodes. */
typedef struct Subject {
  const Graph *graph;
  const Captions *captions;
  const uint32_t *nodes, *rels;
  uint32_t node_count, rel_count;
  const roaring_bitmap_t *asked; /* nodes that are there for their own sake; NULL: all of them are */
  const PictureOptions *options;
  bool (*interrupted)(void *sink); /* asked now and then; may be NULL */
  void *sink;
} Subject;

/* Fails where the picture is not wanted any more. */
Status picture_go_on(const Subject *s, Error *err);

#endif
