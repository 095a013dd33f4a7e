/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing the names of registries; see name.h. */
#include "name.h"

#include "core/utf8.h"

#include <ctype.h>
#include <strings.h>

enum { LONGEST_NAME = 64 }; /* nothing longer is like a registered name */

int name_compare(Text a, Text b)
{
  int order = a.len && b.len ? strncasecmp(a.data, b.data, MIN(a.len, b.len)) : 0;
  return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

NearestName nearest_name(Text name)
{
  unsigned allowed = name.len <= 1 ? 0 : name.len <= 3 ? 1 : name.len <= 8 ? 2 : 3;
  return (NearestName){name, name.len > LONGEST_NAME ? 0 : allowed + 1};
}

static Text lower(Text text, char *room)
{
  for (size_t i = 0; i < text.len; i++) room[i] = (char)tolower((unsigned char)text.data[i]);
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
