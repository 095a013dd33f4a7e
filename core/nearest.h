/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean": of several names, the one that is closest to a name that is unknown, if any is close enough to be a
 * slip of the keyboard. One rule for variables, functions, labels, keywords and whatever else may be mistyped. */
#ifndef CLIO_CORE_NEAREST_H
#define CLIO_CORE_NEAREST_H

#include "base.h"

typedef struct NearestName {
  Text name;
  unsigned distance; /* of the best so far, or one more than is allowed */
} NearestName;

NearestName nearest_name(Text name);
/* True where this candidate is closer than all before it. The case of ASCII letters makes no difference. */
bool nearest_name_try(NearestName *n, Text candidate);

#endif
