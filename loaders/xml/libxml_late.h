/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxml2 as Clio calls it: a library that libxml_load loads, see core/late.h. To be included in place of its headers.
 */
#ifndef CLIO_LOADERS_XML_LIBXML_LATE_H
#define CLIO_LOADERS_XML_LIBXML_LATE_H

#include "core/error.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

typedef struct LibxmlFunctions {
#define FUNCTION(name) __typeof__(name) *name;
#include "libxml.def"
#undef FUNCTION
} LibxmlFunctions;

extern LibxmlFunctions libxml_functions;

#include "libxml_names.h" /* made by the Makefile: calls of these functions go through the table */

Status libxml_load(Error *err);

#endif
