/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See shown.h. */
#include "shown.h"

#include "core/utf8.h"

void show_text(Text value, char out[SHOWN_BYTES])
{
  enum { ROOM = SHOWN_BYTES - 6 }; /* two quotes, three dots, NUL */
  size_t len = utf8_cut(value, ROOM);
  size_t n = 0;
  out[n++] = '\'';
  for (size_t i = 0; i < len; i++) out[n++] = (unsigned char)value.data[i] < ' ' ? ' ' : value.data[i];
  out[n++] = '\'';
  if (len < value.len) {
    memcpy(out + n, "...", 3);
    n += 3;
  }
  out[n] = '\0';
}

Text shown_complaint(const char *message)
{
  return (Text){message, utf8_valid(text_of(message))};
}
