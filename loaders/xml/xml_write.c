/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escapes; see xml_write.h. Line ends and tabs are written so that a parser, which makes blanks of those in attributes
 * and turns a CR into LF, gives them back as they were. */
#include "xml_write.h"

/* What is to be done with a byte (PLAIN must be 0). */
typedef enum ByteClass { PLAIN, ESCAPED, BLANK, FORBIDDEN, MAYBE } ByteClass;

static ByteClass class_of(unsigned char c)
{
  if (c < 0x20) return c == '\t' || c == '\n' ? BLANK : c == '\r' ? ESCAPED : FORBIDDEN;
  if (c == '&' || c == '<' || c == '>' || c == '"') return ESCAPED;
  return c == 0xEF ? MAYBE : PLAIN;
}

static const char *escape(char c)
{
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\t': return "&#9;";
  case '\n': return "&#10;";
  default: return "&#13;";
  }
}

/* U+FFFE or U+FFFF at a byte 0xEF. */
static bool is_noncharacter(Text text, size_t i)
{
  return text.len - i >= 3 && (unsigned char)text.data[i + 1] == 0xBF && (unsigned char)text.data[i + 2] >= 0xBE;
}

static void add(Str *out, Text text, bool attribute, uint64_t *replaced)
{
  size_t plain = 0; /* where the piece that is as it should be begins */
  for (size_t i = 0; i < text.len; i++) {
    ByteClass class = class_of((unsigned char)text.data[i]);
    if (LIKELY(class == PLAIN)) continue;
    if (class == BLANK && !attribute) continue;
    if (class == ESCAPED && text.data[i] == '"' && !attribute) continue;
    if (class == MAYBE && !is_noncharacter(text, i)) continue;
    str_add_bytes(out, text.data + plain, i - plain);
    bool bad = class == FORBIDDEN || class == MAYBE;
    str_add(out, bad ? "\xEF\xBF\xBD" : escape(text.data[i]));
    *replaced += bad;
    if (class == MAYBE) i += 2;
    plain = i + 1;
  }
  str_add_bytes(out, text.data + plain, text.len - plain);
}

void xml_add_text(Str *out, Text text, uint64_t *replaced)
{
  add(out, text, false, replaced);
}

void xml_add_attribute(Str *out, const char *name, Text value, uint64_t *replaced)
{
  str_add_char(out, ' ');
  str_add(out, name);
  str_add(out, "=\"");
  add(out, value, true, replaced);
  str_add_char(out, '"');
}
