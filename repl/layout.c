/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Widths and lines of tables; see layout.h. */
#include "layout.h"

#include "terminal.h"

#include <string.h>

unsigned layout_shrink(unsigned *widths, size_t count, unsigned total)
{
  uint64_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += widths[i];
  if (sum <= total || count == 0) return 0;
  /* The share grows as columns below it are taken out, until none is. */
  unsigned share = 0, left = total;
  size_t open = count;
  for (unsigned before = 1; share != before && open > 0;) {
    before = share;
    left = total;
    open = count;
    for (size_t i = 0; i < count; i++) {
      if (widths[i] > share) continue;
      left -= widths[i];
      open--;
    }
    if (open > 0) share = left / (unsigned)open;
  }
  unsigned extra = open > 0 ? left % (unsigned)open : 0;
  for (size_t i = 0; i < count; i++) {
    if (widths[i] <= share) continue;
    widths[i] = share + (extra > 0);
    extra -= extra > 0;
  }
  return share ? share : 1;
}

bool layout_line(const char *text, size_t len, size_t *at, unsigned width, const char **line, size_t *bytes,
                 unsigned *columns)
{
  if (*at > len || (*at == len && len > 0 && text[len - 1] != '\n') || (len == 0 && *at > 0)) return false;
  const char *from = text + *at, *newline = len > *at ? memchr(from, '\n', len - *at) : NULL;
  size_t whole = newline ? (size_t)(newline - from) : len - *at;
  size_t n = whole ? text_fit(from, whole, width, columns) : 0;
  if (whole == 0) *columns = 0;
  *line = from;
  *bytes = n;
  if (n == whole) {
    *at += n + 1; /* past the line's end; at the text's end, beyond it */
    return true;
  }
  size_t space = n;
  while (space > n / 2 && from[space] != ' ') space--;
  if (from[space] == ' ' && space > 0) {
    *bytes = space;
    *columns = text_width(from, space);
    n = space + 1;
  }
  *at += n;
  return true;
}

/* Characters that change the direction of what surrounds them. */
static bool is_bidi_control(const unsigned char *c, size_t bytes)
{
  if (bytes != 3 || c[0] != 0xE2) return false;
  return (c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE) || (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9);
}

void layout_add_clean(Buffer *out, const char *text, size_t len)
{
  for (size_t i = 0, bytes; i < len; i += bytes) {
    char_width(text + i, len - i, &bytes);
    const unsigned char *c = (const unsigned char *)text + i;
    bool control = *c < 0x20 || *c == 0x7F || (bytes == 2 && *c == 0xC2 && c[1] < 0xA0);
    if (*c == '\r' && i + 1 < len && text[i + 1] == '\n') continue;
    if (*c == '\t')
      buffer_add_text(out, "  ");
    else if (control && *c != '\n')
      buffer_add_char(out, '?');
    else if (!is_bidi_control(c, bytes))
      buffer_add(out, text + i, bytes);
  }
}

unsigned layout_natural_width(const char *text, size_t len)
{
  unsigned widest = 0;
  for (size_t start = 0; start < len;) {
    const char *newline = memchr(text + start, '\n', len - start);
    size_t end = newline ? (size_t)(newline - text) : len;
    unsigned width = text_width(text + start, end - start);
    if (width > widest) widest = width;
    start = end + 1;
  }
  return widest;
}
