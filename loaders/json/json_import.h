/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shapes in which graphs come as JSON, each in a file of its own, and which of them a file has. */
#ifndef CLIO_LOADERS_JSON_IMPORT_H
#define CLIO_LOADERS_JSON_IMPORT_H

#include "json_object.h"

/* The readers for the table of formats: .json, whatever its shape; .jsonl, an object a line. */
Status json_read(Intake *in, const char *path, Error *err);
Status jsonl_read(Intake *in, const char *path, Error *err);

/* ---- json_record.c: nodes and relationships, one object each, as Clio and Neo4j's APOC write them */

bool json_is_record(const json_t *object);
Status json_take_record(JsonImport *j, const json_t *object, Error *err);

/* ---- json_plain.c: objects that are nodes and nothing more, of the label that the file's name says */

Status json_take_plain(JsonImport *j, const json_t *object, Error *err);

/* ---- json_elements.c: elements as Cytoscape.js has them */

bool json_is_element(const json_t *object);
Status json_take_element(JsonImport *j, const json_t *object, Error *err);
/* A document of which one member is `elements`. */
Status json_read_elements(Intake *in, const char *path, Error *err);

/* ---- json_links.c: a document with a list of nodes and a list of links between them, as networkx and D3 have it */

Status json_read_links(Intake *in, const char *path, Error *err);

/* The relationship's type, and the member that says it: NULL where none does. */
Text json_link_type(const json_t *object, const char **member);
/* Makes the relationship with the properties that were added. */
Status json_add_link(JsonImport *j, uint32_t start, uint32_t end, Text type, Error *err);
/* A member of the document, which has been entered, that is no list of nodes or links. */
Status json_take_about(JsonImport *j, Text member, Error *err);

#endif
