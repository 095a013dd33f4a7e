/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When the facts of the graph hold, for the functions that ask. */
#ifndef CLIO_QUERIES_VALID_ENTITY_H
#define CLIO_QUERIES_VALID_ENTITY_H

#include "core/validity.h"
#include "func.h"

/* With the texts of both bounds in EDTF: `..` for an open one, nothing for an unknown one. */
typedef struct ValidSpan {
  Validity days;
  Text from, to;
} ValidSpan;

Status valid_span_of(FunctionContext *c, Value entity, ValidSpan *out); /* of a node or relationship */
Status valid_span(FunctionContext *c, Value v, ValidSpan *out);         /* of a path, too: its parts' intersection */

/* Narrows *all by a node, by a relationship and both its ends, by whatever is in a list. */
Status valid_intersect(FunctionContext *c, Value v, Validity *all);

#endif
