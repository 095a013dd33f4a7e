/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of files that queries read. */
#ifndef CLIO_QUERIES_FILE_URL_H
#define CLIO_QUERIES_FILE_URL_H

#include "op.h"

/* The path of the file that a value names: file:///a/b is /a/b, file:a and file://localhost/a likewise; anything
 * without a scheme is a path as it stands. Lives in the arena. Errors name the clause and stand at the span. */
Status file_url_path(Exec *x, Arena *arena, const char *clause, Span span, Value url, char **path);

#endif
