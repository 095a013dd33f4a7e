/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on its way to a file, compressed on the way where that is wanted: the counterpart of input.h. Append to text,
 * then output_pass now and then. The first error of the file is kept, and all that follows is dropped. Knows nothing of
 * what the text means. */
#ifndef CLIO_LOADERS_OUTPUT_H
#define CLIO_LOADERS_OUTPUT_H

#include "core/str.h"

typedef enum Compression { COMPRESSION_NONE, COMPRESSION_GZIP, COMPRESSION_ZSTD, COMPRESSION_BZIP2 } Compression;

typedef struct Output {
  Str text;
  int fd;
  int error;             /* errno, or 0 */
  struct Packer *packer; /* NULL: the text is written as it is */
} Output;

/* There is as much text as should be written at once. */
#define OUTPUT_BLOCK ((size_t)1 << 18)

/* By the end of a path (.gz, .zst, .bz2), which *rest is without. */
Compression compression_of_path(Text path, Text *rest);

/* Drop it with output_free in any case. */
Status output_init(Output *out, int fd, Compression compression, Error *err);
void output_free(Output *out);
/* Writes the text to the file where there is a block of it. Fails (ERROR_IO, without the file's name; ERROR_MEMORY) as
 * soon as something went wrong. */
Status output_pass(Output *out, Error *err);
Status output_finish(Output *out, Error *err); /* writes all of it, and the end of what is compressed */

#endif
