/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of libbz2's functions; see bzip2_late.h. */
#include "bzip2_late.h"

#include "core/late.h"

static const char *const names[] = {
#define FUNCTION(name) #name,
#include "bzip2.def"
#undef FUNCTION
};

Bzip2Functions bzip2_functions;

static LateLibrary library = {BZIP2_LIBRARY, "libbz2", names, ARRAY_LEN(names), &bzip2_functions, false};

Status bzip2_load(Error *err)
{
  return late_load(&library, err);
}
