/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wikidata's entities as JSON: whole dumps, pieces of them, single entities. */
#ifndef CLIO_LOADERS_WIKIDATA_IMPORT_H
#define CLIO_LOADERS_WIKIDATA_IMPORT_H

#include "intake.h"

/* For the table of formats. */
Status wikidata_read(Intake *in, const char *path, Error *err);
bool wikidata_starts(Text start);

#endif
