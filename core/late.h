/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries that are loaded when something of theirs is first called, and not with every process: igraph and libxml2
 * bring twenty others with them, and finding and binding all of those takes longer than opening a small database and
 * answering. A library's functions stand in a .def file, one FUNCTION(name) each, from which come a table of pointers
 * (in C) and macros that send calls by name through it (by the Makefile). Knows nothing of what the libraries do. */
#ifndef CLIO_CORE_LATE_H
#define CLIO_CORE_LATE_H

#include "error.h"

typedef struct LateLibrary {
  const char *file, *name;  /* the first for the dynamic linker, the second for people */
  const char *const *names; /* of the functions */
  size_t count;
  void *table; /* count pointers to functions, in the order of the names */
  bool loaded;
} LateLibrary;

/* Fills the table. The library stays until the process ends. Threads may call it at the same time. */
Status late_load(LateLibrary *library, Error *err);

#endif
