/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A dictionary as Python prints it: {'weight': 1.5, 'tags': ['a', "b"], 'old': True, 'note': None}; JSON is read as
 * well. This is how networkx writes the data of edges. */
#ifndef CLIO_LOADERS_TEXT_PYTHON_DICT_H
#define CLIO_LOADERS_TEXT_PYTHON_DICT_H

#include "gathered.h"

/* Reads what is at *at, up to limit, into out, and sets *at behind it; where it fails, to what is wrong. ERROR_FORMAT
 * without saying where. */
Status python_dict(Gathered *out, const char **at, const char *limit, Error *err);

#endif
