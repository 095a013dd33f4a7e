/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the last answer rests on: the commands :why and :sources, which ask the last query again behind WHY. */
#ifndef CLIO_REPL_REASONS_H
#define CLIO_REPL_REASONS_H

#include "session.h"

typedef enum ReasonKind { REASON_FACTS, REASON_SOURCES } ReasonKind;

/* Shows the reasons of a row, or of all (number 0). False on failure, which has been reported. */
bool reasons_show(Session *s, ReasonKind kind, unsigned long number, const Piece *piece, const char *file);

#endif
