/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph formats that consist of lines. */
#ifndef CLIO_LOADERS_TEXT_TEXT_FORMATS_H
#define CLIO_LOADERS_TEXT_TEXT_FORMATS_H

#include "intake.h"

Status edge_list_read(Intake *in, const char *path, Error *err);
Status lgl_read(Intake *in, const char *path, Error *err);
Status pajek_read(Intake *in, const char *path, Error *err);

#endif
