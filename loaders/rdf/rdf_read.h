/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The readers of RDF, for the table of formats in import.c. */
#ifndef CLIO_LOADERS_RDF_READ_H
#define CLIO_LOADERS_RDF_READ_H

#include "intake.h"

Status turtle_read(Intake *in, const char *path, Error *err);
Status ntriples_read(Intake *in, const char *path, Error *err);
Status nquads_read(Intake *in, const char *path, Error *err);
Status trig_read(Intake *in, const char *path, Error *err);
Status rdfxml_read(Intake *in, const char *path, Error *err);

#endif
