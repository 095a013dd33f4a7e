/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A piece of a file as errors show it. */
#ifndef CLIO_LOADERS_SHOWN_H
#define CLIO_LOADERS_SHOWN_H

#include "core/base.h"

/* Quoted, without control characters, cut where it is long. */
#define SHOWN_BYTES 80
void show_text(Text value, char out[SHOWN_BYTES]);
/* What a library complains of, up to where it has cut a character in two. */
Text shown_complaint(const char *message);

#endif
