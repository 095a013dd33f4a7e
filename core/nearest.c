/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing a name with those that it may have been meant to be; see nearest.h. */
#include "nearest.h"

#include "utf8.h"

enum { LONGEST_NAME = 64 }; /* bytes; nothing longer is taken for a slip */

NearestName nearest_name(Text name)
{
  unsigned allowed = name.len <= 1 ? 0 : name.len <= 5 ? 1 : name.len <= 8 ? 2 : 3;
  return (NearestName){name, name.len > LONGEST_NAME ? 0 : allowed + 1};
}

static Text lower(Text text, char *room)
{
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    room[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  return (Text){room, text.len};
}

bool nearest_name_try(NearestName *n, Text candidate)
{
  char a[LONGEST_NAME], b[LONGEST_NAME];
  if (n->distance == 0 || candidate.len > LONGEST_NAME) return false;
  unsigned distance = utf8_distance(lower(n->name, a), lower(candidate, b), n->distance - 1);
  if (distance >= n->distance) return false;
  n->distance = distance;
  return true;
}
