/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pango and cairo as this room calls them: libraries that pango_load loads, see core/late.h. To be included in place of
 * their own headers. All functions are found through Pango's part for cairo, which needs the others. */
#ifndef CLIO_LOADERS_PICTURE_PANGO_LATE_H
#define CLIO_LOADERS_PICTURE_PANGO_LATE_H

#include "core/late.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

typedef struct PangoFunctions {
#define FUNCTION(name) __typeof__(name) *name;
#include "pango.def"
#undef FUNCTION
} PangoFunctions;

extern PangoFunctions pango_functions;

#include "pango_names.h" /* made by the Makefile: calls of these functions go through the table */

Status pango_load(Error *err);

#endif
