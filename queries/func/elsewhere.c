/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that other systems have, or had, and Clio has not: what to write in their place. Advice for an error's
 * message alone. */
#include "func.h"
#include "name.h"

static const struct {
  const char *name; /* ends in `.` where it stands for all that begin so */
  const char *instead;
} functions[] = {
    {"point", "there are no points: keep latitude and longitude as two properties of a place"},
    {"point.", "there are no points: keep latitude and longitude as two properties of a place, and reckon with them by "
               "haversin() and radians()"},
    {"distance",
     "there are no points: keep latitude and longitude as two properties of a place, and reckon with them by "
     "haversin() and radians()"},
    {"vector", "there are no vectors: a list of floats holds the numbers"},
    {"vector.", "there are no vectors: a list of floats holds the numbers"},
    {"apoc.", "the functions that there are: SHOW FUNCTIONS"},
    {"graph.", "a database is one file with one graph"},
    {"has", "write n.key IS NOT NULL"},
    {"str", "write toString(x)"},
    {"toInt", "write toInteger(x)"},
    {"rels", "write relationships(path)"},
    {"filter", "write a list comprehension: [x IN list WHERE condition]"},
    {"extract", "write a list comprehension: [x IN list | expression]"},
    {"len", "write size(text) or size(list)"},
    {"strlen", "write size(text)"},
    {"substr", "write substring(text, start, length)"},
    {"concat", "texts are joined by || or +"},
    {"group_concat", "collect(x) gives a list of all values"},
    {"string_agg", "collect(x) gives a list of all values"},
    {"array_agg", "write collect(x)"},
    {"ifnull", "write coalesce(x, other)"},
    {"nvl", "write coalesce(x, other)"},
    {"isnull", "write x IS NULL"},
    {"ucase", "write toUpper(text)"},
    {"lcase", "write toLower(text)"},
    {"now", "write datetime()"},
    {"getdate", "write date() or datetime()"},
    {"cast", "write toInteger(x), toFloat(x), toString(x), date(x) ..."},
    {"convert", "write toInteger(x), toFloat(x), toString(x), date(x) ..."},
};

const char *function_elsewhere(Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
    Text known = text_of(functions[i].name);
    bool family = known.data[known.len - 1] == '.';
    Text part = family && name.len > known.len ? (Text){name.data, known.len} : name;
    if (name_compare(part, known) == 0) return functions[i].instead;
  }
  return NULL;
}
