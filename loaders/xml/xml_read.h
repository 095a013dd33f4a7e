/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML from a file as a stream of tags and texts, through libxml2. What makes XML dangerous is off: nothing is fetched
 * from anywhere, and entities other than the five of XML itself are refused, not expanded. Knows nothing of what the
 * elements mean. */
#ifndef CLIO_LOADERS_XML_XML_READ_H
#define CLIO_LOADERS_XML_XML_READ_H

#include "intake.h"

typedef struct XmlReader XmlReader;

/* A start tag, valid during the call that gets it. Attributes are looked up by xml_attribute. */
typedef struct XmlElement {
  const char *name; /* without prefix */
  const void *attributes, *namespaces;
  int attribute_count, namespace_count;
} XmlElement;

/* A handler that fails with ERROR_FORMAT need not say where: the place of the tag, or of the text before an end tag, is
 * put in front. */
typedef struct XmlHandler {
  /* before: the text between this tag and the one before it. */
  Status (*start)(void *sink, const XmlElement *element, Text before, Error *err);
  /* text: what is between this tag and the one before it, so the whole content where that has no elements. */
  Status (*end)(void *sink, Text text, Error *err);
} XmlHandler;

/* Reads the file to its end; *reader (which may lie in what sink points to) is set before the first call of a handler.
 * Sets the line of the intake, and tells it of the progress. */
Status xml_read(Intake *in, const char *path, const XmlHandler *handler, void *sink, XmlReader **reader, Error *err);

/* space: the namespace; NULL: the attribute has no prefix. */
bool xml_attribute(const XmlElement *element, const char *space, const char *name, Text *value);
/* ERROR_FORMAT where it is missing or empty. */
Status xml_required(const XmlElement *element, const char *name, Text *value, Error *err);
bool xml_declares(const XmlElement *element, const char *space);

/* To be called by a handler after a failure that can be left out; as intake_leave_out, with the place in front. */
Status xml_leave_out(XmlReader *reader, Error *err);

#endif
