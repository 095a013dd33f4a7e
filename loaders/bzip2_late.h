/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libbz2 as Clio calls it: a library that bzip2_load loads, see core/late.h. To be included in place of its header. */
#ifndef CLIO_LOADERS_BZIP2_LATE_H
#define CLIO_LOADERS_BZIP2_LATE_H

#include "core/error.h"

#include <bzlib.h>

typedef struct Bzip2Functions {
#define FUNCTION(name) __typeof__(name) *name;
#include "bzip2.def"
#undef FUNCTION
} Bzip2Functions;

extern Bzip2Functions bzip2_functions;

#include "bzip2_names.h" /* made by the Makefile: calls of these functions go through the table */

Status bzip2_load(Error *err);

#endif
