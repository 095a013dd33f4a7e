/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the graph keeps full-text indexes up to date. */
#ifndef CLIO_CORE_FULLTEXT_INTERNAL_H
#define CLIO_CORE_FULLTEXT_INTERNAL_H

#include "fulltext.h"

Status fulltext_new(Fulltext **out, const FulltextSpec *spec, Error *err);
/* Something that decides about the entity's words is about to change: what the index has of it is taken out now, while
 * it is known what that is; what it has then is put in when somebody looks for words. */
void fulltext_touch(Fulltext *f, const Graph *g, uint32_t slot);
bool fulltext_has_key(const Fulltext *f, uint32_t key);
void fulltext_forget(Fulltext *f); /* is built anew when somebody looks for words */

#endif
