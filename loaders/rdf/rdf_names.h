/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of labels, types and property keys for IRIs, and back. An IRI is shortened as neosemantics does it: the prefix
 * of its namespace, two underscores, and the rest (`foaf__knows`); the namespace ends behind the last # or /. Prefixes
 * are the well-known ones, those that the graph keeps in a node `:_NsPrefDef {foaf: 'http://xmlns.com/foaf/0.1/'}`,
 * those that a file declares, and ns0, ns1, ... A name without a known prefix stands for an IRI of Clio's own, so that
 * any graph can be written, and comes back with the names that it had. */
#ifndef CLIO_LOADERS_RDF_NAMES_H
#define CLIO_LOADERS_RDF_NAMES_H

#include "core/graph.h"
#include "core/str.h"

#define RDF  "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XSD  "http://www.w3.org/2001/XMLSchema#"
#define EDTF "http://id.loc.gov/datatypes/edtf/EDTF"

#define CLIO_NAME "urn:clio:name:" /* and the name, escaped */
#define CLIO_NODE "urn:clio:node:" /* and the id of a node that has no IRI */
#define CLIO_ANY  "urn:clio:node"  /* a class that says only that something is there */
#define CLIO_TYPE "urn:clio:type:" /* and a word of typed.h, escaped: the datatype of what XML Schema has none for */

typedef struct RdfNames RdfNames;

/* With the prefixes that the graph keeps. */
Status rdf_names_new(RdfNames **out, const Graph *g, Error *err);
void rdf_names_free(RdfNames *names); /* NULL is fine */

/* A prefix as a file declares it. Nothing where the namespace has a prefix or the prefix is another namespace's. */
Status rdf_names_declare(RdfNames *names, Text prefix, Text space, Error *err);
/* For writing: with prefixes for RDF's own words and for what has no other namespace. */
Status rdf_names_prepare(RdfNames *names, Error *err);
/* Appends. */
Status rdf_names_shorten(RdfNames *names, Text iri, Str *out, Error *err);
void rdf_names_expand(RdfNames *names, Text name, Str *iri);
/* The prefix of an IRI's namespace, and what is behind it; false where it has none. */
bool rdf_names_abbreviate(const RdfNames *names, Text iri, Text *prefix, Text *local);

/* The prefixes that have been used, and all that the graph keeps, one by one: *at starts at 0; false past the last. */
bool rdf_names_next(const RdfNames *names, uint32_t *at, Text *prefix, Text *space);
/* The node in which the graph keeps them; SLOT_NONE: there is none yet. */
uint32_t rdf_names_node(const RdfNames *names);
#define RDF_PREFIX_LABEL "_NsPrefDef"

/* Whether the text can stand between < and > and is not relative. */
bool rdf_is_iri(Text text);
/* Percent-encodes what an IRI cannot hold, and what the caller wants to come back as it was; and undoes it. */
void rdf_escape(Str *out, Text text);
void rdf_unescape(Str *out, Text text);

#endif
