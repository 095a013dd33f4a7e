/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML into a graph. */
#ifndef CLIO_LOADERS_GRAPHML_GRAPHML_READ_H
#define CLIO_LOADERS_GRAPHML_GRAPHML_READ_H

#include "intake.h"

Status graphml_read(Intake *in, const char *path, Error *err);
bool graphml_starts(Text start);

#endif
