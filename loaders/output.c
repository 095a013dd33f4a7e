/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files written in blocks; see output.h. */
#include "output.h"

#include "bzip2_late.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { PACKED_BYTES = 131072, GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8, BZIP2_BLOCK = 9 };

/* One of the three streams is in use. */
typedef struct Packer {
  bool gzip, bzip2;
  z_stream deflate;
  bz_stream bz;
  ZSTD_CStream *zstd;
  char packed[PACKED_BYTES];
} Packer;

Compression compression_of_path(Text path, Text *rest)
{
  *rest = path;
  if (text_cut_end(rest, TEXT(".gz"))) return COMPRESSION_GZIP;
  if (text_cut_end(rest, TEXT(".zst"))) return COMPRESSION_ZSTD;
  return text_cut_end(rest, TEXT(".bz2")) ? COMPRESSION_BZIP2 : COMPRESSION_NONE;
}

static Status start_packer(Packer *p, Compression compression, Error *err)
{
  switch (compression) {
  case COMPRESSION_ZSTD: p->zstd = ZSTD_createCStream(); return p->zstd ? STATUS_OK : error_out_of_memory(err);
  case COMPRESSION_BZIP2:
    TRY(bzip2_load(err));
    p->bzip2 = BZ2_bzCompressInit(&p->bz, BZIP2_BLOCK, 0, 0) == BZ_OK;
    return p->bzip2 ? STATUS_OK : error_out_of_memory(err);
  default:
    p->gzip = deflateInit2(&p->deflate, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                           Z_DEFAULT_STRATEGY) == Z_OK;
    return p->gzip ? STATUS_OK : error_out_of_memory(err);
  }
}

Status output_init(Output *out, int fd, Compression compression, Error *err)
{
  *out = (Output){.fd = fd};
  str_init(&out->text);
  if (compression == COMPRESSION_NONE) return STATUS_OK;
  out->packer = calloc(1, sizeof *out->packer);
  return out->packer ? start_packer(out->packer, compression, err) : error_out_of_memory(err);
}

void output_free(Output *out)
{
  if (out->packer && out->packer->gzip) deflateEnd(&out->packer->deflate);
  if (out->packer && out->packer->bzip2) BZ2_bzCompressEnd(&out->packer->bz);
  if (out->packer) ZSTD_freeCStream(out->packer->zstd);
  free(out->packer);
  out->packer = NULL;
  str_free(&out->text);
}

static void write_bytes(Output *out, const char *from, size_t left)
{
  while (left > 0 && !out->error) {
    ssize_t n = write(out->fd, from, left);
    if (n < 0 && errno != EINTR) out->error = errno;
    if (n < 0) continue;
    from += n;
    left -= (size_t)n;
  }
}

/* The text is short of a block, or little more: it fits zlib's 32 bits unless one value is huge. */
static void write_gzip(Output *out, bool last)
{
  Packer *p = out->packer;
  size_t left = out->text.len;
  p->deflate.next_in = (Bytef *)out->text.data;
  do {
    size_t piece = MIN(left, (size_t)1 << 30);
    left -= piece;
    p->deflate.avail_in = (uInt)piece;
    do {
      p->deflate.next_out = (Bytef *)p->packed;
      p->deflate.avail_out = PACKED_BYTES;
      (void)deflate(&p->deflate, last && left == 0 ? Z_FINISH : Z_NO_FLUSH); /* can fail by misuse only */
      write_bytes(out, p->packed, PACKED_BYTES - p->deflate.avail_out);
    } while (p->deflate.avail_out == 0);
  } while (left > 0);
}

static void write_zstd(Output *out, bool last)
{
  Packer *p = out->packer;
  ZSTD_inBuffer in = {out->text.data, out->text.len, 0};
  size_t more;
  do {
    ZSTD_outBuffer to = {p->packed, PACKED_BYTES, 0};
    more = ZSTD_compressStream2(p->zstd, &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(more)) out->error = ENOMEM; /* it allocates when it begins */
    write_bytes(out, p->packed, to.pos);
  } while (!out->error && (last ? more > 0 : in.pos < in.size));
}

/* Takes 32 bits of a length as well; nothing can fail but by misuse. */
static void write_bzip2(Output *out, bool last)
{
  Packer *p = out->packer;
  size_t left = out->text.len;
  int code;
  p->bz.next_in = out->text.data;
  do {
    size_t piece = MIN(left, (size_t)1 << 30);
    left -= piece;
    p->bz.avail_in = (unsigned)piece;
    do {
      p->bz.next_out = p->packed;
      p->bz.avail_out = PACKED_BYTES;
      code = BZ2_bzCompress(&p->bz, last && left == 0 ? BZ_FINISH : BZ_RUN);
      write_bytes(out, p->packed, PACKED_BYTES - p->bz.avail_out);
    } while (p->bz.avail_in > 0 || code == BZ_FINISH_OK);
  } while (left > 0);
}

static void write_text(Output *out, bool last)
{
  if (!out->packer)
    write_bytes(out, out->text.data, out->text.len);
  else if (out->packer->gzip)
    write_gzip(out, last);
  else if (out->packer->bzip2)
    write_bzip2(out, last);
  else
    write_zstd(out, last);
  str_clear(&out->text);
}

static Status output_check(const Output *out, Error *err)
{
  if (out->error == ENOMEM) return error_out_of_memory(err);
  if (out->error) return error_set(err, ERROR_IO, NULL, "%s", strerror(out->error));
  return str_check(&out->text, err);
}

Status output_pass(Output *out, Error *err)
{
  if (UNLIKELY(out->text.len >= OUTPUT_BLOCK) && !out->text.bad) write_text(out, false);
  return output_check(out, err);
}

Status output_finish(Output *out, Error *err)
{
  if (!out->text.bad) write_text(out, true);
  return output_check(out, err);
}
