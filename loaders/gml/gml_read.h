/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GML, the Graph Modelling Language, into a graph. */
#ifndef CLIO_LOADERS_GML_GML_READ_H
#define CLIO_LOADERS_GML_GML_READ_H

#include "intake.h"

Status gml_read(Intake *in, const char *path, Error *err);

#endif
