/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Import, export, check and backup, as commands of the program and of the shell. All report what they did, and their
 * failures. */
#ifndef CLIO_REPL_TRANSFER_H
#define CLIO_REPL_TRANSFER_H

#include "session.h"

/* What is to be loaded exists: worth knowing before a database is made for it. */
bool transfer_can_read(const char *const *paths, size_t count, Buffer *error);
/* save_to: a new file for what has been imported into memory; or NULL. */
bool transfer_import(Session *s, const Options *o, const char *const *paths, size_t count, const char *save_to);
/* query may be NULL. */
bool transfer_export(Session *s, const Options *o, const char *path, const char *query);
bool transfer_check(Session *s, const char *path);
/* path NULL: the session's own database. */
bool transfer_backup(Session *s, const char *path, const char *to);

#endif
