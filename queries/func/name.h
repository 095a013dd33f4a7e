/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in the registries of functions, procedures and clauses, which are compared without regard to case (of ASCII,
 * as no registered name holds anything else). */
#ifndef CLIO_QUERIES_NAME_H
#define CLIO_QUERIES_NAME_H

#include "core/base.h"

int name_compare(Text a, Text b); /* below, equal to or above 0, as strcmp */

/* "Did you mean": keeps the candidate that is closest to a name, if any is close enough to be a slip of the keyboard.
 */
typedef struct NearestName {
  Text name;
  unsigned distance; /* of the best so far, or one more than is allowed */
} NearestName;

NearestName nearest_name(Text name);
/* True where this candidate is closer than all before it. */
bool nearest_name_try(NearestName *n, Text candidate);

#endif
