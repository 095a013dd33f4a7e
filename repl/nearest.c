/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distance as Damerau and Levenshtein count it, with adjacent letters swapped as one mistake. */
#include "nearest.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST = 63 };

static int lower(char c)
{
  return tolower((unsigned char)c);
}

static unsigned least(unsigned a, unsigned b)
{
  return a < b ? a : b;
}

static unsigned distance(const char *a, const char *b)
{
  size_t n = strlen(a), m = strlen(b);
  if (n > LONGEST || m > LONGEST) return LONGEST;
  unsigned rows[3][LONGEST + 1];
  unsigned *two_back = rows[0], *back = rows[1], *now = rows[2];
  for (size_t j = 0; j <= m; j++) back[j] = (unsigned)j;
  for (size_t i = 1; i <= n; i++) {
    now[0] = (unsigned)i;
    for (size_t j = 1; j <= m; j++) {
      unsigned change = lower(a[i - 1]) != lower(b[j - 1]);
      now[j] = least(least(back[j], now[j - 1]) + 1, back[j - 1] + change);
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        now[j] = least(now[j], two_back[j - 2] + 1);
    }
    unsigned *spare = two_back;
    two_back = back;
    back = now;
    now = spare;
  }
  return back[m];
}

Nearest nearest_begin(const char *word)
{
  return (Nearest){word, NULL, (unsigned)strlen(word) / 3 + 2};
}

bool nearest_offer(Nearest *n, const char *candidate)
{
  unsigned d = distance(n->word, candidate);
  if (d >= n->distance) return false;
  n->name = candidate;
  n->distance = d;
  return true;
}
