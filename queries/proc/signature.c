/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a procedure's signature: "ns.name(a :: INTEGER?, b :: LIST? OF STRING?) :: (x :: STRING?)", with `:: VOID`
 * or `:: ()` for none. */
#include "func/name.h"
#include "proc_internal.h"

#include "core/utf8.h"

enum { MOST_FIELDS = 64 };

typedef struct SignatureReader {
  Arena *arena;
  Text text;
  size_t at;
  Error *err;
} SignatureReader;

static void skip_blanks(SignatureReader *r)
{
  while (r->at < r->text.len && (r->text.data[r->at] == ' ' || r->text.data[r->at] == '\t')) r->at++;
}

static bool take(SignatureReader *r, const char *token)
{
  skip_blanks(r);
  Text rest = {r->text.data + r->at, r->text.len - r->at};
  bool there = text_begins(rest, text_of(token));
  if (there) r->at += strlen(token);
  return there;
}

static Status expected(SignatureReader *r, const char *what)
{
  return error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "the signature `%.*s` is malformed: expected %s at its character %zu", (int)MIN(r->text.len, 200u),
                   r->text.data, what, utf8_length((Text){r->text.data, r->at}) + 1);
}

static Status take_name(SignatureReader *r, bool dotted, Text *out)
{
  skip_blanks(r);
  size_t start = r->at;
  while (r->at < r->text.len) {
    size_t next = r->at;
    uint32_t codepoint = utf8_next(r->text, &next);
    if (!utf8_is_identifier_continue(codepoint) && !(dotted && codepoint == '.' && r->at > start)) break;
    r->at = next;
  }
  *out = (Text){r->text.data + start, r->at - start};
  return out->len > 0 ? STATUS_OK : expected(r, "a name");
}

static const struct {
  const char *name;
  uint32_t types;
} type_names[] = {
    {"ANY", TYPE_ANY},
    {"BOOLEAN", TYPE_BOOL},
    {"DATE", TYPE_DATE},
    {"DATETIME", TYPE_DATETIME},
    {"DURATION", TYPE_DURATION},
    {"EDTF", TYPE_EDTF},
    {"FLOAT", TYPE_FLOAT},
    {"INTEGER", TYPE_INT},
    {"LIST", TYPE_LIST},
    {"LOCALDATETIME", TYPE_LOCALDATETIME},
    {"LOCALTIME", TYPE_LOCALTIME},
    {"MAP", TYPE_MAP},
    {"NODE", TYPE_NODE},
    {"NUMBER", TYPE_NUMBER},
    {"PATH", TYPE_PATH},
    {"RELATIONSHIP", TYPE_REL},
    {"STRING", TYPE_STRING},
    {"TIME", TYPE_TIME},
};

/* TYPE[?] [OF type]; what the items of a list are is read but not kept. */
static Status take_type(SignatureReader *r, ProcedureField *field)
{
  skip_blanks(r);
  size_t start = r->at, i = 0;
  for (bool item = false;; item = true) {
    Text name;
    TRY(take_name(r, false, &name));
    for (i = 0; i < ARRAY_LEN(type_names) && name_compare(name, text_of(type_names[i].name)) != 0;) i++;
    if (i == ARRAY_LEN(type_names)) {
      r->at -= name.len;
      return expected(r, "a type such as STRING, INTEGER, FLOAT, NUMBER, BOOLEAN, MAP, LIST, NODE or ANY");
    }
    bool nullable = take(r, "?");
    if (!item) {
      field->types = type_names[i].types;
      field->nullable = nullable;
    }
    size_t end = r->at;
    Text word;
    if (type_names[i].types != TYPE_LIST) break;
    skip_blanks(r);
    if (r->at == r->text.len || r->text.data[r->at] == ',' || r->text.data[r->at] == ')') {
      r->at = end;
      break;
    }
    TRY(take_name(r, false, &word));
    if (name_compare(word, TEXT("OF")) == 0) continue;
    r->at -= word.len;
    return expected(r, "OF, a comma or a closing parenthesis");
  }
  field->type_name = arena_copy(r->arena, r->text.data + start, r->at - start);
  return STATUS_OK;
}

static Status take_fields(SignatureReader *r, const ProcedureField **out, uint32_t *count)
{
  ProcedureField *fields = arena_array(r->arena, ProcedureField, MOST_FIELDS);
  TRY(arena_check(r->arena, r->err));
  *out = fields;
  *count = 0;
  if (!take(r, "(")) return expected(r, "an opening parenthesis");
  if (take(r, ")")) return STATUS_OK;
  do {
    Text name;
    if (*count == MOST_FIELDS) return expected(r, "at most 64 fields");
    ProcedureField *field = &fields[*count];
    TRY(take_name(r, false, &name));
    field->name = arena_copy(r->arena, name.data, name.len);
    if (!take(r, "::")) return expected(r, "`::` and a type");
    TRY(take_type(r, field));
    ++*count;
  } while (take(r, ","));
  return take(r, ")") ? STATUS_OK : expected(r, "a comma or a closing parenthesis");
}

Status signature_parse(Arena *arena, Text signature, Procedure *out, Error *err)
{
  SignatureReader r = {arena, signature, 0, err};
  Text name;
  if (utf8_valid(signature) < signature.len)
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "a procedure's signature is not valid UTF-8");
  TRY(take_name(&r, true, &name));
  out->name = arena_copy(arena, name.data, name.len);
  out->signature = arena_copy(arena, signature.data, signature.len);
  TRY(take_fields(&r, &out->args, &out->arg_count));
  if (!take(&r, "::")) return expected(&r, "`::` and the results");
  if (!take(&r, "VOID")) TRY(take_fields(&r, &out->results, &out->result_count));
  skip_blanks(&r);
  if (r.at < signature.len) return expected(&r, "the end");
  return arena_check(arena, err);
}
