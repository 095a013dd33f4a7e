/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scenes as files, which all of these append to out. */
#ifndef CLIO_LOADERS_PICTURE_SURFACE_H
#define CLIO_LOADERS_PICTURE_SURFACE_H

#include "core/str.h"
#include "lettering.h"
#include "scene.h"

/* How large a scene is to be: it is scaled to fit into the page, and stands in its middle. */
typedef struct Page {
  double width, height, scale;
} Page;

Status svg_write(const Scene *s, Page page, Lettering *lettering, Str *out, Error *err); /* svg.c; in pixels */
Status png_write(const Scene *s, Page page, Lettering *lettering, Str *out, Error *err); /* canvas.c; in pixels */
Status pdf_write(const Scene *s, Page page, Lettering *lettering, Str *out, Error *err); /* canvas.c; in points */

#endif
