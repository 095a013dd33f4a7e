/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in the registries of functions, procedures and clauses, which are compared without regard to case (of ASCII,
 * as no registered name holds anything else). */
#ifndef CLIO_QUERIES_NAME_H
#define CLIO_QUERIES_NAME_H

#include "core/base.h"

int name_compare(Text a, Text b); /* below, equal to or above 0, as strcmp */

#endif
