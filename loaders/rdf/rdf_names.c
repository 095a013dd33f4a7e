/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prefixes and namespaces; see rdf_names.h. What must stay true: no two prefixes have the same namespace and no two
 * namespaces the same prefix, so that shortening and expanding undo each other. */
#include "rdf_names.h"

#include "core/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static const struct {
  const char *prefix, *space;
} well_known[] = {
    {"rdf", RDF},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"xsd", XSD},
    {"sh", "http://www.w3.org/ns/shacl#"},
    {"skos", "http://www.w3.org/2004/02/skos/core#"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"dct", "http://purl.org/dc/terms/"},
    {"sch", "http://schema.org/"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"wd", "http://www.wikidata.org/entity/"},
    {"wdt", "http://www.wikidata.org/prop/direct/"},
};

typedef struct Prefix {
  bool kept, used; /* by the graph; since then */
  bool own;        /* of a namespace that names stand for without a prefix */
} Prefix;

struct RdfNames {
  Names prefixes, spaces; /* with the same numbers */
  Prefix *items;
  uint32_t cap, fresh; /* the next ns0, ns1, ... to try */
  uint32_t node;
};

static Status add_prefix(RdfNames *names, Text prefix, Text space, Error *err)
{
  uint32_t id;
  if (names->prefixes.count == names->cap) {
    uint32_t cap = MAX(32u, names->cap * 2);
    Prefix *grown = realloc(names->items, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    names->items = grown;
    names->cap = cap;
  }
  names->items[names->prefixes.count] = (Prefix){0};
  TRY(names_add(&names->prefixes, prefix, &id, err));
  if (names_add(&names->spaces, space, &id, err) == STATUS_OK) return STATUS_OK;
  names_truncate(&names->prefixes, names->prefixes.count - 1);
  return STATUS_FAIL;
}

static bool has_two_underscores(Text text)
{
  return text.len >= 2 && memmem(text.data, text.len, "__", 2);
}

/* Split at the first two underscores, the name must give this prefix again, whatever follows it. */
static bool can_be_prefix(Text prefix)
{
  return prefix.len > 0 && !has_two_underscores(prefix) && prefix.data[prefix.len - 1] != '_';
}

Status rdf_names_declare(RdfNames *names, Text prefix, Text space, Error *err)
{
  bool taken = names_find(&names->spaces, space) != NAME_NONE || names_find(&names->prefixes, prefix) != NAME_NONE;
  return taken || !can_be_prefix(prefix) || space.len == 0 ? STATUS_OK : add_prefix(names, prefix, space, err);
}

Status rdf_names_prepare(RdfNames *names, Error *err)
{
  static const struct {
    const char *prefix, *space;
    bool own;
  } common[] = {{"rdf", RDF, false}, {"xsd", XSD, false}, {"clio", CLIO_NAME, true}, {"node", CLIO_NODE, true}};
  for (size_t i = 0; i < ARRAY_LEN(common); i++) {
    TRY(rdf_names_declare(names, text_of(common[i].prefix), text_of(common[i].space), err));
    uint32_t id = names_find(&names->spaces, text_of(common[i].space));
    if (id != NAME_NONE) names->items[id] = (Prefix){names->items[id].kept, true, common[i].own};
  }
  return STATUS_OK;
}

/* ---- the node */

static Status read_node(RdfNames *names, const Graph *g, Error *err)
{
  uint32_t label = graph_name_find(g, NAME_LABEL, TEXT(RDF_PREFIX_LABEL));
  const roaring_bitmap_t *nodes = label == NAME_NONE ? NULL : graph_label_nodes(g, label);
  if (!nodes || roaring_bitmap_is_empty(nodes)) return STATUS_OK;
  names->node = roaring_bitmap_minimum(nodes);
  uint32_t at = 0, key;
  Value v;
  while (graph_next_prop(g, ENTITY_NODE, names->node, &at, &key, &v)) {
    if (v.type != VALUE_STRING) continue;
    TRY(rdf_names_declare(names, graph_name(g, NAME_KEY, key), value_text(v), err));
    uint32_t id = names_find(&names->spaces, value_text(v));
    if (id != NAME_NONE && text_equal(names_text(&names->prefixes, id), graph_name(g, NAME_KEY, key)))
      names->items[id].kept = true;
  }
  return STATUS_OK;
}

Status rdf_names_new(RdfNames **out, const Graph *g, Error *err)
{
  Status status = STATUS_OK;
  RdfNames *names = *out = calloc(1, sizeof *names);
  if (!names) return error_out_of_memory(err);
  names_init(&names->prefixes);
  names_init(&names->spaces);
  names->node = SLOT_NONE;
  /* The graph's own come first: they may say something else than the well-known ones. */
  TRY_OUT(read_node(names, g, err));
  for (size_t i = 0; i < ARRAY_LEN(well_known); i++)
    TRY_OUT(rdf_names_declare(names, text_of(well_known[i].prefix), text_of(well_known[i].space), err));
out:
  if (status != STATUS_OK) {
    rdf_names_free(names);
    *out = NULL;
  }
  return status;
}

void rdf_names_free(RdfNames *names)
{
  if (!names) return;
  names_free(&names->prefixes);
  names_free(&names->spaces);
  free(names->items);
  free(names);
}

uint32_t rdf_names_node(const RdfNames *names)
{
  return names->node;
}

bool rdf_names_next(const RdfNames *names, uint32_t *at, Text *prefix, Text *space)
{
  while (*at < names->prefixes.count) {
    uint32_t id = (*at)++;
    if (!names->items[id].kept && !names->items[id].used) continue;
    *prefix = names_text(&names->prefixes, id);
    *space = names_text(&names->spaces, id);
    return true;
  }
  return false;
}

/* ---- shortening */

static Status make_prefix(RdfNames *names, Text space, uint32_t *id, Error *err)
{
  char prefix[16];
  do snprintf(prefix, sizeof prefix, "ns%u", names->fresh++);
  while (names_find(&names->prefixes, text_of(prefix)) != NAME_NONE);
  *id = names->prefixes.count;
  return add_prefix(names, text_of(prefix), space, err);
}

/* Up to the last # or /, else up to the last colon (urn:isbn:0140449132). */
static size_t length_of_space(Text iri)
{
  size_t len = iri.len;
  while (len > 0 && iri.data[len - 1] != '#' && iri.data[len - 1] != '/') len--;
  if (len > 0) return len;
  for (len = iri.len; len > 0 && iri.data[len - 1] != ':';) len--;
  return len > 0 ? len : iri.len;
}

Status rdf_names_shorten(RdfNames *names, Text iri, Str *out, Error *err)
{
  Text own = iri;
  if (text_cut_start(&own, TEXT(CLIO_NAME)) && own.len > 0) {
    size_t from = out->len;
    rdf_unescape(out, own);
    if (utf8_valid((Text){out->data + from, out->len - from}) == out->len - from) return STATUS_OK;
    out->len = from; /* no name, so an IRI as any other */
  }
  Text space = {iri.data, length_of_space(iri)};
  uint32_t id = names_find(&names->spaces, space);
  if (id == NAME_NONE) TRY(make_prefix(names, space, &id, err));
  names->items[id].used = true;
  str_add_text(out, names_text(&names->prefixes, id));
  str_add(out, "__");
  str_add_bytes(out, iri.data + space.len, iri.len - space.len);
  return STATUS_OK;
}

/* ---- expanding */

static bool is_iri_character(unsigned char c)
{
  return c > ' ' && !strchr("<>\"{}|^`\\", c) && c != 0x7F;
}

bool rdf_is_iri(Text text)
{
  for (size_t i = 0; i < text.len; i++)
    if (!is_iri_character((unsigned char)text.data[i])) return false;
  const char *colon = text.len ? memchr(text.data, ':', text.len) : NULL;
  if (!colon || colon == text.data || !strchr(LETTERS, text.data[0])) return false;
  for (const char *c = text.data; c < colon; c++)
    if (!*c || !strchr(LETTERS "0123456789+-.", *c)) return false;
  return true;
}

/* Whether a name begins with a known prefix and would be what its IRI is shortened to. */
static bool split_name(const RdfNames *names, Text name, uint32_t *prefix, Text *local)
{
  const char *at = name.len >= 2 ? memmem(name.data, name.len, "__", 2) : NULL;
  if (!at) return false;
  size_t len = (size_t)(at - name.data);
  *local = (Text){at + 2, name.len - len - 2};
  *prefix = names_find(&names->prefixes, (Text){name.data, len});
  if (*prefix == NAME_NONE || names->items[*prefix].own) return false;
  for (size_t i = 0; i < local->len; i++)
    if (!is_iri_character((unsigned char)local->data[i]) || strchr("#/:", local->data[i])) return false;
  Text space = names_text(&names->spaces, *prefix);
  return length_of_space(space) == space.len;
}

void rdf_names_expand(RdfNames *names, Text name, Str *iri)
{
  uint32_t prefix;
  Text local;
  if (split_name(names, name, &prefix, &local)) {
    names->items[prefix].used = true;
    str_add_text(iri, names_text(&names->spaces, prefix));
    str_add_text(iri, local);
  } else {
    str_add(iri, CLIO_NAME);
    rdf_escape(iri, name);
  }
}

bool rdf_names_abbreviate(const RdfNames *names, Text iri, Text *prefix, Text *local)
{
  size_t len = length_of_space(iri);
  uint32_t id = names_find(&names->spaces, (Text){iri.data, len});
  if (id == NAME_NONE || !(names->items[id].used || names->items[id].kept)) return false;
  *prefix = names_text(&names->prefixes, id);
  *local = (Text){iri.data + len, iri.len - len};
  return true;
}

/* ---- escapes. A colon, a hash or a slash would end a namespace, and % begins an escape. */

void rdf_escape(Str *out, Text text)
{
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.data[i];
    if (is_iri_character(c) && !strchr("%#/:?[]", c))
      str_add_char(out, (char)c);
    else
      str_addf(out, "%%%02X", c);
  }
}

static int digit_of(char c)
{
  static const char digits[] = "0123456789ABCDEFabcdef";
  const char *at = c ? strchr(digits, c) : NULL;
  return at ? (int)(at - digits) - (at - digits > 15 ? 6 : 0) : -1;
}

void rdf_unescape(Str *out, Text text)
{
  for (size_t i = 0; i < text.len; i++) {
    int high = i + 2 < text.len && text.data[i] == '%' ? digit_of(text.data[i + 1]) : -1;
    int low = high >= 0 ? digit_of(text.data[i + 2]) : -1;
    if (low < 0) {
      str_add_char(out, text.data[i]);
      continue;
    }
    str_add_char(out, (char)(high * 16 + low));
    i += 2;
  }
}
