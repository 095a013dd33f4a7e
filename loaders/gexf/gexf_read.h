/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GEXF into a graph. */
#ifndef CLIO_LOADERS_GEXF_GEXF_READ_H
#define CLIO_LOADERS_GEXF_GEXF_READ_H

#include "intake.h"

Status gexf_read(Intake *in, const char *path, Error *err);
bool gexf_starts(Text start);

#endif
