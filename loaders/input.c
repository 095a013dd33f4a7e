/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files read in blocks; see input.h. */
#include "input.h"

#include "bzip2_late.h"
#include "decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { RAW_BYTES = 131072 };

struct Input {
  char *path;
  int fd;        /* -1 once zlib has it */
  uint64_t size; /* bytes on disk */
  uint64_t done; /* of those, read from fd; where zlib reads, gzoffset knows */
  gzFile gzip;   /* NULL: not gzip */
  ZSTD_DStream *zstd;
  char *raw; /* compressed bytes of Zstandard and bzip2, whose streams know which of them are still to be used */
  ZSTD_inBuffer zstd_in;
  size_t zstd_wants; /* 0: a frame is complete */
  bool bzip2;
  bz_stream bz;
  bool bz_begun;                 /* a stream of it is neither complete nor still to begin */
  Decoder *decoder;              /* NULL: bytes are handed out as they are */
  char start[DECODE_MARK_BYTES]; /* read to look for a byte order mark, and still to be handed out */
  size_t start_len;
};

const char *input_path(const Input *in)
{
  return in->path;
}

uint64_t input_size(const Input *in)
{
  return in->size;
}

uint64_t input_done(const Input *in)
{
  if (!in->gzip) return in->done;
  z_off_t offset = gzoffset(in->gzip);
  return offset > 0 ? (uint64_t)offset : 0;
}

void input_close(Input *in)
{
  if (!in) return;
  if (in->gzip) gzclose_r(in->gzip);
  if (in->fd >= 0) close(in->fd);
  ZSTD_freeDStream(in->zstd);
  if (in->bz_begun) BZ2_bzDecompressEnd(&in->bz);
  decoder_free(in->decoder);
  free(in->raw);
  free(in->path);
  free(in);
}

static Status io_error(const Input *in, const char *what, Error *err)
{
  return error_set(err, ERROR_IO, NULL, "cannot %s %s: %s", what, in->path, strerror(errno));
}

static Status open_regular(Input *in, Error *err)
{
  struct stat info;
  /* Without O_NONBLOCK, a pipe that nobody writes to would hang here. */
  in->fd = open(in->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (in->fd < 0 || fstat(in->fd, &info) != 0) return io_error(in, "open", err);
  if (S_ISDIR(info.st_mode)) return error_set(err, ERROR_IO, NULL, "%s is a folder", in->path);
  if (!S_ISREG(info.st_mode)) return error_set(err, ERROR_IO, NULL, "%s is not a regular file", in->path);
  in->size = (uint64_t)info.st_size;
  return STATUS_OK;
}

/* "BZh", a digit, and the first block, or the end where there is none. */
static bool is_bzip2(Text start)
{
  bool known = text_cut_start(&start, TEXT("BZh")) && start.len > 0 && start.data[0] >= '1' && start.data[0] <= '9';
  Text rest = {start.data + 1, known ? start.len - 1 : 0};
  return text_begins(rest, TEXT("1AY&SY")) || text_begins(rest, TEXT("\x17\x72\x45\x38\x50\x90"));
}

static Status start_codec(Input *in, Error *err)
{
  char magic[10] = {0};
  ssize_t n = pread(in->fd, magic, sizeof magic, 0);
  if (n < 0) return io_error(in, "read", err);
  Text start = {magic, (size_t)n};
  if (text_begins(start, TEXT("\x1F\x8B"))) {
    in->gzip = gzdopen(in->fd, "rb");
    if (!in->gzip) return error_out_of_memory(err);
    in->fd = -1;
    gzbuffer(in->gzip, RAW_BYTES);
  } else if (text_begins(start, TEXT("\x28\xB5\x2F\xFD"))) {
    in->zstd = ZSTD_createDStream();
    in->raw = malloc(RAW_BYTES);
    if (!in->zstd || !in->raw) return error_out_of_memory(err);
    in->zstd_in = (ZSTD_inBuffer){in->raw, 0, 0};
  } else if (is_bzip2(start)) {
    in->bzip2 = true;
    in->raw = malloc(RAW_BYTES);
    return in->raw ? bzip2_load(err) : error_out_of_memory(err);
  }
  return STATUS_OK;
}

Status input_open(Input **out, const char *path, Error *err)
{
  Input *in = calloc(1, sizeof *in);
  if (!in) return error_out_of_memory(err);
  in->fd = -1;
  in->path = strdup(path);
  Status status = in->path ? open_regular(in, err) : error_out_of_memory(err);
  if (status == STATUS_OK) status = start_codec(in, err);
  if (status == STATUS_OK)
    *out = in;
  else
    input_close(in);
  return status;
}

/* ---- reading */

static Status read_raw(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  ssize_t n;
  do n = read(in->fd, out, max);
  while (n < 0 && errno == EINTR);
  if (n < 0) return io_error(in, "read", err);
  in->done += (uint64_t)n;
  *count = (size_t)n;
  return STATUS_OK;
}

static Status damaged(const Input *in, const char *why, Error *err)
{
  return error_set(err, ERROR_FORMAT, NULL, "%s: the compressed data are damaged: %s", in->path, why);
}

static Status read_gzip(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  int code, n = gzread(in->gzip, out, (unsigned)MIN(max, (size_t)1 << 30));
  const char *message = gzerror(in->gzip, &code);
  if (n > 0 && code == Z_BUF_ERROR) code = Z_OK; /* the cut end is told when all before it has been handed out */
  if (code == Z_ERRNO) return io_error(in, "read", err);
  if (code == Z_MEM_ERROR) return error_out_of_memory(err);
  if (code == Z_BUF_ERROR) return damaged(in, "they end too early", err);
  if (n < 0 || code != Z_OK) return damaged(in, message, err);
  *count = (size_t)n;
  return STATUS_OK;
}

/* Fills all of out: a reader that looks at its text anew for every piece must not get it in small ones. */
static Status read_zstd(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  ZSTD_outBuffer to = {out, max, 0};
  while (to.pos < to.size) {
    if (in->zstd_in.pos == in->zstd_in.size) {
      size_t n;
      TRY(read_raw(in, in->raw, RAW_BYTES, &n, err));
      if (n == 0 && in->zstd_wants != 0) return damaged(in, "they end too early", err);
      if (n == 0) break;
      in->zstd_in.size = n;
      in->zstd_in.pos = 0;
    }
    in->zstd_wants = ZSTD_decompressStream(in->zstd, &to, &in->zstd_in);
    if (ZSTD_isError(in->zstd_wants)) return damaged(in, ZSTD_getErrorName(in->zstd_wants), err);
  }
  *count = to.pos;
  return STATUS_OK;
}

static Status bzip2_error(const Input *in, int code, Error *err)
{
  if (code == BZ_MEM_ERROR) return error_out_of_memory(err);
  return damaged(in, code == BZ_DATA_ERROR_MAGIC ? "they are not bzip2's" : "a block is not what it should be", err);
}

/* One stream after the other, as programs write them that pack on several processors. Fills all of out. */
static Status read_bzip2(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  bz_stream *bz = &in->bz;
  size_t most = MIN(max, (size_t)1 << 30);
  bz->next_out = out;
  bz->avail_out = (unsigned)most;
  while (bz->avail_out > 0) {
    if (bz->avail_in == 0) {
      size_t n;
      TRY(read_raw(in, in->raw, RAW_BYTES, &n, err));
      if (n == 0 && in->bz_begun) return damaged(in, "they end too early", err);
      if (n == 0) break;
      bz->next_in = in->raw;
      bz->avail_in = (unsigned)n;
    }
    if (!in->bz_begun && BZ2_bzDecompressInit(bz, 0, 0) != BZ_OK) return error_out_of_memory(err);
    in->bz_begun = true;
    int code = BZ2_bzDecompress(bz);
    if (code != BZ_OK && code != BZ_STREAM_END) return bzip2_error(in, code, err);
    if (code == BZ_OK) continue;
    (void)BZ2_bzDecompressEnd(bz);
    in->bz_begun = false;
  }
  *count = most - bz->avail_out;
  return STATUS_OK;
}

static Status read_bytes(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  if (in->gzip) return read_gzip(in, out, max, count, err);
  if (in->zstd) return read_zstd(in, out, max, count, err);
  if (in->bzip2) return read_bzip2(in, out, max, count, err);
  return read_raw(in, out, max, count, err);
}

static Status read_decoded(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  *count = 0;
  while (*count == 0 && !decoder_at_end(in->decoder)) {
    size_t room, got;
    char *at = decoder_room(in->decoder, &room);
    if (room > 0) {
      TRY(read_bytes(in, at, room, &got, err));
      decoder_put(in->decoder, got);
    }
    TRY(decoder_take(in->decoder, out, max, count, err));
  }
  return STATUS_OK;
}

Status input_read(Input *in, char *out, size_t max, size_t *count, Error *err)
{
  if (UNLIKELY(in->decoder != NULL)) return read_decoded(in, out, max, count, err);
  size_t first = MIN(in->start_len, max);
  if (LIKELY(first == 0)) return read_bytes(in, out, max, count, err);
  memcpy(out, in->start, first);
  memmove(in->start, in->start + first, in->start_len - first);
  in->start_len -= first;
  TRY(read_bytes(in, out + first, max - first, count, err));
  *count += first;
  return STATUS_OK;
}

/* ---- text */

static bool is_utf8(const char *encoding)
{
  return strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0;
}

/* Reads the start and looks for a byte order mark there. */
static Status find_encoding(Input *in, const char **encoding, Error *err)
{
  size_t got, mark;
  do {
    TRY(read_bytes(in, in->start + in->start_len, sizeof in->start - in->start_len, &got, err));
    in->start_len += got;
  } while (got > 0 && in->start_len < sizeof in->start);
  *encoding = decode_mark((Text){in->start, in->start_len}, &mark);
  in->start_len -= mark;
  memmove(in->start, in->start + mark, in->start_len);
  return STATUS_OK;
}

static Status start_decoder(Input *in, const char *encoding, Error *err)
{
  size_t room;
  if (!encoding) TRY(find_encoding(in, &encoding, err));
  if (!encoding || is_utf8(encoding)) return STATUS_OK;
  TRY(decoder_new(&in->decoder, in->path, encoding, err));
  memcpy(decoder_room(in->decoder, &room), in->start, in->start_len);
  if (in->start_len > 0) decoder_put(in->decoder, in->start_len);
  return STATUS_OK;
}

Status input_open_text(Input **out, const char *path, const char *encoding, Error *err)
{
  TRY(input_open(out, path, err));
  if (start_decoder(*out, encoding, err) == STATUS_OK) return STATUS_OK;
  input_close(*out);
  *out = NULL;
  return STATUS_FAIL;
}
