/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text in any encoding that iconv knows to UTF-8, piece by piece. Knows nothing of files. */
#ifndef CLIO_LOADERS_DECODE_H
#define CLIO_LOADERS_DECODE_H

#include "core/error.h"

typedef struct Decoder Decoder;

/* The longest byte order mark. */
#define DECODE_MARK_BYTES 4

/* The encoding that the byte order mark at a text's start tells, with the mark's length; NULL: none, or that of UTF-8.
 */
const char *decode_mark(Text start, size_t *len);

/* name: what errors call the text. ERROR_ARGUMENT where iconv does not know the encoding. */
Status decoder_new(Decoder **out, const char *name, const char *encoding, Error *err);
void decoder_free(Decoder *d); /* NULL is fine */

/* Where further bytes are to be put, and how many there is room for; 0 while there are enough. */
char *decoder_room(Decoder *d, size_t *room);
/* So many have been put there. None: there are no more. */
void decoder_put(Decoder *d, size_t count);
/* Up to max bytes (at least 4) of UTF-8. *count is 0 where more are needed, or at the end. ERROR_FORMAT names line and
 * byte. */
Status decoder_take(Decoder *d, char *out, size_t max, size_t *count, Error *err);
bool decoder_at_end(const Decoder *d);

#endif
