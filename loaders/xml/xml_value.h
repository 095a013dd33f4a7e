/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as XML Schema, and programs that do not keep to it, write them. */
#ifndef CLIO_LOADERS_XML_XML_VALUE_H
#define CLIO_LOADERS_XML_XML_VALUE_H

#include "csv/csv_header.h"

/* The type with all the bits that programs use under its name: 64 for int as for long. */
CsvType xml_wide_type(CsvType type);
/* Null where the text is blank, except for strings; all of it lives in the arena. ERROR_FORMAT, without saying where,
 * for what is not of the type. */
Status xml_value(Arena *arena, CsvType type, Text text, Value *out, Error *err);
/* Without the blanks and line ends around it. */
Text xml_trim(Text text);

#endif
