/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as XML holds it. Tags are written as they are by whoever writes a format; what comes from a graph goes through
 * here. Knows nothing of what it means. */
#ifndef CLIO_LOADERS_XML_XML_WRITE_H
#define CLIO_LOADERS_XML_XML_WRITE_H

#include "core/str.h"

/* The content of an element. Characters that XML 1.0 cannot hold (most control characters) become U+FFFD, and are
 * counted in *replaced. */
void xml_add_text(Str *out, Text text, uint64_t *replaced);
/* A blank, the name and the value in quotes. */
void xml_add_attribute(Str *out, const char *name, Text value, uint64_t *replaced);

#endif
