/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing the names of registries; see name.h. */
#include "name.h"

#include <strings.h>

int name_compare(Text a, Text b)
{
  int order = a.len && b.len ? strncasecmp(a.data, b.data, MIN(a.len, b.len)) : 0;
  return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}
