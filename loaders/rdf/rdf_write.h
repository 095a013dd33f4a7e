/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writers of RDF, for the table of formats in export.c. */
#ifndef CLIO_LOADERS_RDF_WRITE_H
#define CLIO_LOADERS_RDF_WRITE_H

#include "export.h"

Status turtle_write(Export *e, Error *err);
Status ntriples_write(Export *e, Error *err);
Status nquads_write(Export *e, Error *err);
Status trig_write(Export *e, Error *err);

#endif
