/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminal, locale and width; see terminal.h. Widths are those of Unicode's East Asian Width, by utf8proc, so that they
 * do not depend on the locale's tables. */
#include "terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

bool terminal_size(int fd, unsigned *rows, unsigned *columns)
{
  struct winsize size;
  if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}

unsigned terminal_width(int fd)
{
  unsigned rows, columns;
  if (!terminal_size(fd, &rows, &columns)) return 0;
  if (columns > 0) return columns;
  const char *set = getenv("COLUMNS");
  long n = set ? strtol(set, NULL, 10) : 0;
  return n > 0 && n < 100000 ? (unsigned)n : 80;
}

bool terminal_has_colour(int fd)
{
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  if (no && *no) return false;
  return isatty(fd) && term && *term && strcmp(term, "dumb") != 0;
}

bool locale_is_utf8(void)
{
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

unsigned char_width(const char *data, size_t len, size_t *bytes)
{
  unsigned char first = (unsigned char)*data;
  *bytes = 1;
  if (first < 0x80) return first >= 0x20 && first != 0x7F;
  utf8proc_int32_t c;
  utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)data, (utf8proc_ssize_t)len, &c);
  if (n <= 0) return 1;
  *bytes = (size_t)n;
  int width = utf8proc_charwidth(c);
  return width > 0 ? (unsigned)width : 0;
}

unsigned text_width(const char *data, size_t len)
{
  unsigned width = 0;
  for (size_t i = 0, bytes; i < len; i += bytes) width += char_width(data + i, len - i, &bytes);
  return width;
}

size_t text_fit(const char *data, size_t len, unsigned columns, unsigned *width)
{
  size_t i = 0, bytes;
  *width = 0;
  while (i < len) {
    unsigned w = char_width(data + i, len - i, &bytes);
    if (*width + w > columns && i > 0) break;
    *width += w;
    i += bytes;
  }
  return i;
}
