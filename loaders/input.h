/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of a file, uncompressed on the way. Whether a file is compressed (gzip, Zstandard, bzip2) is told by its
 * first bytes, not by its name. Of what the bytes mean it knows only how to make UTF-8 of text in other encodings. */
#ifndef CLIO_LOADERS_INPUT_H
#define CLIO_LOADERS_INPUT_H

#include "core/error.h"

typedef struct Input Input;

/* ERROR_IO for what is missing, may not be read or is no regular file. Keeps a copy of the path. */
Status input_open(Input **out, const char *path, Error *err);
/* The same for text, which comes out as UTF-8. encoding: one that iconv knows, ERROR_ARGUMENT otherwise; NULL: UTF-8
 * that is not looked at, or what a byte order mark of UTF-16 or UTF-32 says. */
Status input_open_text(Input **out, const char *path, const char *encoding, Error *err);
void input_close(Input *in); /* NULL is fine */
/* Up to max bytes; *count is 0 only at the end. ERROR_FORMAT for damaged or cut compressed data,
 * and for text that is not of its encoding. */
Status input_read(Input *in, char *out, size_t max, size_t *count, Error *err);

const char *input_path(const Input *in);
/* The size of the file on disk, and how much of that has been read. */
uint64_t input_size(const Input *in);
uint64_t input_done(const Input *in);

#endif
