/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxml2's parser with handlers of our own; see xml_read.h. What must stay true: no handler for declarations of
 * entities or for external subsets is set, so that libxml2 never gets to know an entity that it could expand, or a file
 * that it could fetch. */
#include "xml_read.h"

#include "core/str.h"
#include "core/utf8.h"
#include "libxml_late.h"

/* Of one text or one attribute: more is taken for damage. */
enum { MOST_TEXT = 256 << 20 };

typedef struct Place {
  int line, column;
} Place;

struct XmlReader {
  Intake *in;
  Input *input;
  const XmlHandler *handler;
  void *sink;
  xmlParserCtxtPtr parser;
  Error *err;
  bool failed;
  bool located; /* the error says where */
  Str text;     /* since the last tag */
  Place at;     /* behind the last tag, text or comment */
  Place text_at, place;
};

/* ---- errors */

static void locate(XmlReader *r, Error *err)
{
  char message[sizeof err->message];
  memcpy(message, err->message, sizeof message);
  if (err->kind != ERROR_FORMAT || r->located) return;
  error_clear(err);
  error_set(err, ERROR_FORMAT, NULL, "%s, line %d, column %d: %s", r->in->path, r->place.line, r->place.column,
            message);
  r->located = true;
}

static void stop(XmlReader *r)
{
  r->failed = true;
  xmlStopParser(r->parser);
}

static void stop_at(XmlReader *r, Place place)
{
  r->place = place;
  locate(r, r->err);
  stop(r);
}

Status xml_leave_out(XmlReader *r, Error *err)
{
  locate(r, err);
  TRY(intake_leave_out(r->in, err));
  r->located = false;
  return STATUS_OK;
}

static void on_error(void *sink, xmlErrorPtr e)
{
  XmlReader *r = sink;
  if (e->level != XML_ERR_FATAL || r->failed) return;
  Text message = text_of(e->message ? e->message : "");
  while (message.len > 0 && message.data[message.len - 1] == '\n') message.len--;
  if (e->code == XML_ERR_NO_MEMORY)
    error_out_of_memory(r->err);
  else
    error_set(r->err, ERROR_FORMAT, NULL, "the XML is not well-formed: %.*s", (int)message.len, message.data);
  stop_at(r, (Place){e->line, e->int2});
}

/* ---- what the parser calls */

static Place place_now(const XmlReader *r)
{
  return (Place){r->parser->input->line, r->parser->input->col};
}

static bool check_text(XmlReader *r, Text text)
{
  size_t bad = utf8_valid(text);
  if (LIKELY(bad == text.len)) return true;
  error_set(r->err, ERROR_FORMAT, NULL, "byte 0x%02X is not UTF-8", (unsigned)(unsigned char)text.data[bad]);
  stop_at(r, r->place);
  return false;
}

static void on_characters(void *sink, const xmlChar *data, int len)
{
  XmlReader *r = sink;
  if (r->failed) return;
  str_add_bytes(&r->text, data, (size_t)len);
  r->at = place_now(r);
  if (r->text.len > MOST_TEXT)
    error_set(r->err, ERROR_FORMAT, NULL, "the text is longer than %d MB", MOST_TEXT >> 20);
  else if (str_check(&r->text, r->err) == STATUS_OK)
    return;
  stop_at(r, r->text_at);
}

/* localname, prefix, namespace, begin and end of the value */
enum { ATTRIBUTE_PARTS = 5 };

static Text attribute_value(const xmlChar *const *a)
{
  return (Text){(const char *)a[3], (size_t)(a[4] - a[3])};
}

static void on_start(void *sink, const xmlChar *name, const xmlChar *prefix UNUSED, const xmlChar *space UNUSED,
                     int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted UNUSED,
                     const xmlChar **attributes)
{
  XmlReader *r = sink;
  if (r->failed) return;
  r->place = r->at;
  r->in->place = (IntakePlace){(uint64_t)r->place.line, (uint64_t)r->place.column};
  if (!check_text(r, str_text(&r->text))) return;
  for (int i = 0; i < attribute_count; i++)
    if (!check_text(r, attribute_value((const xmlChar *const *)attributes + i * ATTRIBUTE_PARTS))) return;
  XmlElement element = {(const char *)name, attributes, namespaces, attribute_count, namespace_count};
  if (r->handler->start(r->sink, &element, str_text(&r->text), r->err) != STATUS_OK) {
    stop_at(r, r->place);
    return;
  }
  str_clear(&r->text);
  r->at = place_now(r);
  r->at.column++; /* the bracket is still to be read */
  r->text_at = r->at;
}

static void on_end(void *sink, const xmlChar *name UNUSED, const xmlChar *prefix UNUSED, const xmlChar *space UNUSED)
{
  XmlReader *r = sink;
  if (r->failed) return;
  r->place = r->text_at;
  r->in->place = (IntakePlace){(uint64_t)r->place.line, (uint64_t)r->place.column};
  if (!check_text(r, str_text(&r->text))) return;
  if (r->handler->end(r->sink, str_text(&r->text), r->err) != STATUS_OK) {
    stop_at(r, r->place);
    return;
  }
  str_clear(&r->text);
  r->text_at = r->at = place_now(r);
}

static void on_comment(void *sink, const xmlChar *text UNUSED)
{
  XmlReader *r = sink;
  r->at = place_now(r);
}

static void on_instruction(void *sink, const xmlChar *target UNUSED, const xmlChar *data UNUSED)
{
  on_comment(sink, NULL);
}

static xmlEntityPtr on_entity(void *sink, const xmlChar *name)
{
  XmlReader *r = sink;
  xmlEntityPtr entity = xmlGetPredefinedEntity(name);
  /* Within a DTD, whether there is such an entity is only asked to warn of it. */
  if (entity || r->failed || r->parser->inSubset) return entity;
  char shown[SHOWN_BYTES];
  show_text(text_of((const char *)name), shown);
  error_set(r->err, ERROR_FORMAT, NULL,
            "the text refers to the entity %s: only &lt; &gt; &amp; &quot; &apos; and "
            "characters by number are read",
            shown);
  stop_at(r, r->at);
  return NULL;
}

static int on_read(void *sink, char *buffer, int len)
{
  XmlReader *r = sink;
  size_t n = 0;
  if (r->failed) return -1;
  if (intake_progress(r->in, input_done(r->input), r->err) == STATUS_OK &&
      input_read(r->input, buffer, (size_t)len, &n, r->err) == STATUS_OK)
    return (int)n;
  r->failed = r->located = true; /* it names the file, and there is no more to say */
  return -1;
}

/* ---- reading */

static Status parse(XmlReader *r)
{
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_start,
                           .endElementNs = on_end,
                           .characters = on_characters,
                           .ignorableWhitespace = on_characters,
                           .cdataBlock = on_characters,
                           .comment = on_comment,
                           .processingInstruction = on_instruction,
                           .getEntity = on_entity,
                           .serror = on_error};
  r->parser = xmlCreateIOParserCtxt(&handler, r, on_read, NULL, r, XML_CHAR_ENCODING_NONE);
  if (!r->parser) return r->failed ? STATUS_FAIL : error_out_of_memory(r->err);
  /* NOENT is for the characters of &amp; in attributes, which would be left escaped; there are no other entities. */
  xmlCtxtUseOptions(r->parser, XML_PARSE_NOENT | XML_PARSE_NONET);
  xmlParseDocument(r->parser);
  if (r->parser->myDoc) xmlFreeDoc(r->parser->myDoc);
  xmlFreeParserCtxt(r->parser);
  return r->failed ? STATUS_FAIL : STATUS_OK;
}

Status xml_read(Intake *in, const char *path, const XmlHandler *handler, void *sink, XmlReader **reader, Error *err)
{
  XmlReader r = {
      .in = in, .handler = handler, .sink = sink, .err = err, .at = {1, 1}, .text_at = {1, 1}, .place = {1, 1}};
  TRY(libxml_load(err));
  TRY(input_open(&r.input, path, err));
  str_init(&r.text);
  *reader = &r;
  Status status = parse(&r);
  *reader = NULL;
  str_free(&r.text);
  input_close(r.input);
  return status;
}

/* ---- elements */

static bool same(const xmlChar *a, const char *b)
{
  return a && b ? strcmp((const char *)a, b) == 0 : !a && !b;
}

bool xml_attribute(const XmlElement *element, const char *space, const char *name, Text *value)
{
  const xmlChar *const *a = element->attributes;
  for (int i = 0; i < element->attribute_count; i++, a += ATTRIBUTE_PARTS) {
    if (!same(a[0], name) || !same(a[2], space)) continue;
    *value = attribute_value(a);
    return true;
  }
  return false;
}

Status xml_required(const XmlElement *element, const char *name, Text *value, Error *err)
{
  if (xml_attribute(element, NULL, name, value) && value->len > 0) return STATUS_OK;
  return error_set(err, ERROR_FORMAT, NULL, "found <%s> without the attribute '%s', expected one", element->name, name);
}

bool xml_declares(const XmlElement *element, const char *space)
{
  const xmlChar *const *n = element->namespaces; /* prefix, namespace */
  for (int i = 0; i < element->namespace_count; i++)
    if (same(n[2 * i + 1], space)) return true;
  return false;
}
