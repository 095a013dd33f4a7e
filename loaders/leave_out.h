/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an import does with a part of a file that cannot be loaded: it fails, or leaves the part out and says so, as its
 * options want it. */
#ifndef CLIO_LOADERS_LEAVE_OUT_H
#define CLIO_LOADERS_LEAVE_OUT_H

#include "loader.h"

typedef enum ImportFault {
  FAULT_ROW,         /* it cannot be read */
  FAULT_DUPLICATE,   /* its node has an id that another one has */
  FAULT_RELATIONSHIP /* its relationship lacks an end or a type */
} ImportFault;

/* STATUS_OK: it is left out, and the error is told, counted and gone. */
Status leave_out(const ImportOptions *options, ImportSummary *summary, ImportFault fault, Error *err);

#endif
