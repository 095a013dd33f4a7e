/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading Pango and cairo; see pango_late.h. */
#include "pango_late.h"

PangoFunctions pango_functions;

static const char *const names[] = {
#define FUNCTION(name) #name,
#include "pango.def"
#undef FUNCTION
};

static LateLibrary library = {PANGO_LIBRARY,
                              "Pango with cairo (the Debian package libpangocairo-1.0-0)",
                              names,
                              ARRAY_LEN(names),
                              &pango_functions,
                              false};

Status pango_load(Error *err)
{
  return late_load(&library, err);
}
