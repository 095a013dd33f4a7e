/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of several names is nearest; the library measures. */
#include "nearest.h"

#include "clio.h"

Nearest nearest_begin(const char *word)
{
  return (Nearest){word, NULL, CLIO_FAR};
}

bool nearest_offer(Nearest *n, const char *candidate)
{
  uint32_t distance = clio_name_distance(n->word, candidate);
  if (distance >= n->distance) return false;
  n->name = candidate;
  n->distance = distance;
  return true;
}
