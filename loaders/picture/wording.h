/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What nodes and relationships are called in pictures, after the settings of the database. Knows the graph, nothing of
 * drawing. */
#ifndef CLIO_LOADERS_PICTURE_WORDING_H
#define CLIO_LOADERS_PICTURE_WORDING_H

#include "core/fact.h"
#include "loaders/caption.h"

/* All of these append one line without control characters. */
void wording_node(Str *out, const Captions *c, uint32_t node);
void wording_when(Str *out, const Graph *g, Value fact); /* 1940–1991, 1940–, or its date; nothing without */
void wording_text(Str *out, Text text);
void wording_claimants(Str *out, const Captions *captions,
                       Value fact); /* who says so, apart from the data set itself */

/* All that a picture may have shortened: names, labels or type, dates, in lines. */
void wording_node_title(Str *out, const Captions *c, uint32_t node);
void wording_rel_title(Str *out, const Captions *c, uint32_t rel);

/* Somebody denies it, or another fact contradicts it. */
bool wording_contested(const Graph *g, Value fact);

#endif
