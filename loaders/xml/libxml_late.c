/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of libxml2's functions; see libxml_late.h. */
#include "libxml_late.h"

#include "core/late.h"

static const char *const names[] = {
#define FUNCTION(name) #name,
#include "libxml.def"
#undef FUNCTION
};

LibxmlFunctions libxml_functions;

static LateLibrary library = {LIBXML_LIBRARY, "libxml2", names, ARRAY_LEN(names), &libxml_functions, false};

Status libxml_load(Error *err)
{
  return late_load(&library, err);
}
