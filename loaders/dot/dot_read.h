/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DOT, the language of GraphViz, into a graph. */
#ifndef CLIO_LOADERS_DOT_DOT_READ_H
#define CLIO_LOADERS_DOT_DOT_READ_H

#include "intake.h"

Status dot_read(Intake *in, const char *path, Error *err);

#endif
