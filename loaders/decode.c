/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodings, by iconv; see decode.h. */
#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

enum { BUFFER_BYTES = 1 << 16, LONGEST_CHARACTER = 16 };

struct Decoder {
  iconv_t iconv;
  char *name, *encoding;
  char buffer[BUFFER_BYTES];
  size_t at, end;      /* of the buffer: not yet decoded */
  uint64_t done, line; /* bytes decoded; of the next one, from 1 */
  bool last;           /* nothing comes behind what is in the buffer */
};

const char *decode_mark(Text start, size_t *len)
{
  static const struct Mark {
    Text bytes;
    const char *encoding;
  } marks[] = {{{"\xFF\xFE\0\0", 4}, "UTF-32LE"}, /* before UTF-16's, which it begins with */
               {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
               {{"\xFF\xFE", 2}, "UTF-16LE"},
               {{"\xFE\xFF", 2}, "UTF-16BE"}};
  for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
    if (!text_begins(start, marks[i].bytes)) continue;
    *len = marks[i].bytes.len;
    return marks[i].encoding;
  }
  *len = 0;
  return NULL;
}

/* What stands behind a slash tells iconv to pass over what it cannot convert. */
static Status open_iconv(Decoder *d, const char *encoding, Error *err)
{
  if (!strchr(encoding, '/')) d->iconv = iconv_open("UTF-8", encoding);
  if (d->iconv != (iconv_t)-1) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, NULL,
                   "`%.60s` is no encoding that is known here: use UTF-8, UTF-16, ISO-8859-1, Windows-1252, or another "
                   "that `iconv --list` names",
                   encoding);
}

Status decoder_new(Decoder **out, const char *name, const char *encoding, Error *err)
{
  Decoder *d = malloc(sizeof *d);
  if (!d) return error_out_of_memory(err);
  *d = (Decoder){.iconv = (iconv_t)-1, .name = strdup(name), .encoding = strdup(encoding), .line = 1};
  Status status = d->name && d->encoding ? open_iconv(d, encoding, err) : error_out_of_memory(err);
  if (status == STATUS_OK)
    *out = d;
  else
    decoder_free(d);
  return status;
}

void decoder_free(Decoder *d)
{
  if (!d) return;
  if (d->iconv != (iconv_t)-1) iconv_close(d->iconv);
  free(d->name);
  free(d->encoding);
  free(d);
}

char *decoder_room(Decoder *d, size_t *room)
{
  if (d->last || d->end - d->at >= LONGEST_CHARACTER) {
    *room = 0;
    return NULL;
  }
  memmove(d->buffer, d->buffer + d->at, d->end - d->at);
  d->end -= d->at;
  d->at = 0;
  *room = sizeof d->buffer - d->end;
  return d->buffer + d->end;
}

void decoder_put(Decoder *d, size_t count)
{
  d->end += count;
  d->last = count == 0;
}

bool decoder_at_end(const Decoder *d)
{
  return d->last && d->at == d->end;
}

static Status undecodable(const Decoder *d, Error *err)
{
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %llu: byte %llu of the text, 0x%02X, is not %s", d->name,
                   (unsigned long long)d->line, (unsigned long long)d->done + 1,
                   (unsigned)(unsigned char)d->buffer[d->at], d->encoding);
}

Status decoder_take(Decoder *d, char *out, size_t max, size_t *count, Error *err)
{
  char *from = d->buffer + d->at, *to = out;
  size_t left = d->end - d->at, room = max;
  int code = iconv(d->iconv, &from, &left, &to, &room) == (size_t)-1 ? errno : 0;
  if (d->last && left == 0) (void)iconv(d->iconv, NULL, NULL, &to, &room); /* a character that waited for an accent */
  *count = (size_t)(to - out);
  for (const char *p = out; p < to && (p = memchr(p, '\n', (size_t)(to - p))); p++) d->line++;
  d->done += d->end - d->at - left;
  d->at = d->end - left;
  if (code == EILSEQ) return *count > 0 ? STATUS_OK : undecodable(d, err); /* what is before it comes first */
  if (code == EINVAL && d->last && *count == 0) return undecodable(d, err);
  return STATUS_OK;
}
