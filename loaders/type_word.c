/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for types; see type_word.h. */
#include "type_word.h"

const char *type_word(ValueType type)
{
  switch (type) {
  case VALUE_BOOL: return "boolean";
  case VALUE_INT: return "long";
  case VALUE_FLOAT: return "double";
  case VALUE_STRING: return "string";
  case VALUE_DATE: return "date";
  case VALUE_LOCALTIME: return "localtime";
  case VALUE_TIME: return "time";
  case VALUE_LOCALDATETIME: return "localdatetime";
  case VALUE_DATETIME: return "datetime";
  case VALUE_EDTF: return "edtf";
  case VALUE_DURATION: return "duration";
  default: return "any";
  }
}

uint32_t type_of_items(Value list)
{
  uint32_t types = 0;
  for (uint32_t i = 0; i < list.aux; i++) types |= type_bit((ValueType)list.items[i].type);
  return types;
}
