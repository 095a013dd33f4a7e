/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML as Clio, Neo4j's APOC, networkx, igraph, yEd, Gephi, JGraphT and others write it. A stack of the elements
 * that are open says what a tag means. What an element says of its node or relationship is gathered until the element
 * ends, or a graph within it begins, as the type of a relationship may come last. docs/data-formats.md says what
 * becomes of what. */
#include "graphml_read.h"

#include "graphml_keys.h"

#include "gathered.h"
#include "typed.h"
#include "xml/xml_value.h"

#include <stdlib.h>

enum { MOST_DEPTH = 256 }; /* libxml2 goes no deeper itself */

typedef enum Part {
  PART_DOCUMENT,
  PART_GRAPHML,
  PART_KEY,
  PART_DEFAULT,
  PART_GRAPH,
  PART_NODE,
  PART_EDGE,
  PART_HYPEREDGE,
  PART_PORT,
  PART_DATA,
  PART_DESC,
  PART_LABEL, /* the text in yEd's drawing */
  PART_OTHER  /* what is passed over, with all that is in it */
} Part;

/* An open element. */
typedef struct Frame {
  Part part;
  bool undirected; /* GRAPH: what is said of edges that do not say it themselves */
  uint32_t slot;   /* NODE, HYPEREDGE: the node; GRAPH: the node that it is in, or SLOT_NONE; EDGE: once it is there */
  uint32_t start, end;   /* EDGE */
  IntakePlace place;     /* of its tag */
  bool labelled;         /* yEd's label is there */
  bool has_labels;       /* NODE: they stand in an attribute, so data of them say the same */
  const GraphmlKey *key; /* DATA */
} Frame;

typedef struct Graphml {
  Intake *in;
  XmlReader *xml;
  GraphmlKeys keys;
  GraphmlKey *declared; /* the key whose element is open */
  bool own;             /* a file of Clio's */
  Frame frames[MOST_DEPTH + 1];
  uint32_t depth;    /* of the innermost frame */
  Gathered gathered; /* of the entity at hand */
  Text type;         /* of the edge at hand; empty: not yet known */
  Str word;
} Graphml;

static Frame *top(Graphml *g)
{
  return &g->frames[g->depth];
}

static Status unexpected(const char *found, const char *expected, Error *err)
{
  return error_set(err, ERROR_FORMAT, NULL, "found <%s>, expected %s", found, expected);
}

/* ---- what is gathered of an entity */

static void gather_nothing(Graphml *g)
{
  gathered_clear(&g->gathered);
  g->type = TEXT("");
}

static Status set_gathered(Graphml *g, EntityKind kind, uint32_t slot, Error *err)
{
  TRY(gathered_set(&g->gathered, g->in, kind, slot, err));
  gather_nothing(g);
  return STATUS_OK;
}

static bool has(const Graphml *g, EntityKind kind, uint32_t slot, Text key)
{
  uint32_t id = graph_name_find(g->in->graph, NAME_KEY, key);
  return id != NAME_NONE && !value_is_null(graph_prop(g->in->graph, kind, slot, id));
}

static Status add_labels(Graphml *g, Frame *frame, Text labels, Error *err)
{
  frame->has_labels = true;
  return intake_labels(g->in, frame->slot, labels, err);
}

/* As JSON, where a label has a colon in it. */
static Status add_listed_labels(Graphml *g, Frame *frame, Text labels, Error *err)
{
  Value list;
  frame->has_labels = true;
  TRY(typed_read(&g->gathered.arena, TEXT("string[]"), labels, &list, err));
  for (uint32_t i = 0; i < list.aux; i++)
    if (list.items[i].type == VALUE_STRING) TRY(intake_label(g->in, frame->slot, value_text(list.items[i]), err));
  return STATUS_OK;
}

static Status set_defaults(Graphml *g, EntityKind kind, uint32_t slot, Error *err)
{
  for (uint32_t i = 0; g->keys.has_default && i < g->keys.count; i++) {
    const GraphmlKey *key = g->keys.keys[i];
    if (!key->has_default || !key->of[kind == ENTITY_NODE ? OWNER_NODE : OWNER_EDGE]) continue;
    if (key->role == ROLE_PROPERTY && !has(g, kind, slot, key->name))
      TRY(intake_set(g->in, kind, slot, key->name, key->fallback, err));
  }
  return STATUS_OK;
}

static Text default_of(const Graphml *g, GraphmlRole role)
{
  for (uint32_t i = 0; g->keys.has_default && i < g->keys.count; i++)
    if (g->keys.keys[i]->role == role && g->keys.keys[i]->has_default) return value_text(g->keys.keys[i]->fallback);
  return TEXT("");
}

/* Ids of our own files, and those of Neo4j's, say nothing but how the ends of relationships are to be found. */
static bool is_only_a_number(const Graphml *g, Text id, char letter)
{
  if (g->own) return true;
  if (!g->keys.has_labels || id.len < 2 || id.data[0] != letter) return false;
  for (size_t i = 1; i < id.len; i++)
    if (id.data[i] < '0' || id.data[i] > '9') return false;
  return true;
}

static Status gather_id(Graphml *g, Text id, char letter, Error *err)
{
  if (is_only_a_number(g, id, letter)) return STATUS_OK;
  return gathered_add_text(&g->gathered, TEXT("id"), id, true, err);
}

static Status gather_node_id(Graphml *g, Text id, Error *err)
{
  Value value;
  if (is_only_a_number(g, id, 'n')) return STATUS_OK;
  TRY(intake_id_value(g->in, id, &value, err));
  return gathered_add(&g->gathered, TEXT("id"), value_copy(&g->gathered.arena, value), true, err);
}

/* ---- nodes */

static Status begin_node(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Text id, labels;
  uint32_t container = frame[-1].slot;
  TRY(xml_required(element, "id", &id, err));
  TRY(intake_describe(g->in, id, &frame->slot, err));
  frame->part = PART_NODE;
  gather_nothing(g);
  TRY(gather_node_id(g, id, err));
  if (xml_attribute(element, GRAPHML_CLIO, "labels", &labels))
    TRY(add_listed_labels(g, frame, labels, err));
  else if (xml_attribute(element, NULL, "labels", &labels))
    TRY(add_labels(g, frame, labels, err));
  if (container == SLOT_NONE) return STATUS_OK;
  uint32_t rel;
  return intake_add_rel(g->in, container, frame->slot, TEXT("CONTAINS"), &rel, err);
}

/* All but the defaults, which a later datum may make superfluous. */
static Status settle_node(Graphml *g, Frame *frame, Error *err)
{
  return set_gathered(g, ENTITY_NODE, frame->slot, err);
}

static Status end_node(Graphml *g, Frame *frame, Error *err)
{
  TRY(settle_node(g, frame, err));
  TRY(set_defaults(g, ENTITY_NODE, frame->slot, err));
  return frame->has_labels ? STATUS_OK : add_labels(g, frame, default_of(g, ROLE_LABELS), err);
}

/* ---- edges */

static Status read_directed(const XmlElement *element, const char *name, const char *no, const char *yes,
                            bool *undirected, Error *err)
{
  Text found;
  char shown[SHOWN_BYTES];
  if (!xml_attribute(element, NULL, name, &found)) return STATUS_OK;
  *undirected = text_equal(found, text_of(no));
  if (*undirected || text_equal(found, text_of(yes))) return STATUS_OK;
  show_text(found, shown);
  return error_set(err, ERROR_FORMAT, NULL, "%s: found %s, expected %s or %s", name, shown, yes, no);
}

static Status begin_edge(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Text id, source, target, port, label;
  bool undirected = frame[-1].undirected;
  TRY(intake_fault(g->in, FAULT_RELATIONSHIP, xml_required(element, "source", &source, err)));
  TRY(intake_fault(g->in, FAULT_RELATIONSHIP, xml_required(element, "target", &target, err)));
  TRY(read_directed(element, "directed", "false", "true", &undirected, err));
  TRY(intake_name(g->in, source, &frame->start, err));
  TRY(intake_name(g->in, target, &frame->end, err));
  gather_nothing(g);
  frame->part = PART_EDGE;
  if (xml_attribute(element, NULL, "id", &id)) TRY(gather_id(g, id, 'e', err));
  if (xml_attribute(element, NULL, "label", &label)) g->type = arena_text(&g->gathered.arena, label);
  if (xml_attribute(element, NULL, "sourceport", &port))
    TRY(gathered_add_text(&g->gathered, TEXT("sourceport"), port, false, err));
  if (xml_attribute(element, NULL, "targetport", &port))
    TRY(gathered_add_text(&g->gathered, TEXT("targetport"), port, false, err));
  if (undirected) intake_note(g->in, "undirected edges, each a relationship from its source to its target", 1);
  return STATUS_OK;
}

static Status settle_edge(Graphml *g, Frame *frame, Error *err)
{
  if (frame->slot == SLOT_NONE) {
    Text type = g->type.len > 0 ? g->type : default_of(g, ROLE_TYPE);
    if (type.len == 0) intake_note(g->in, "edges without a label, whose type is RELATED", 1);
    g->in->place = frame->place;
    TRY(intake_add_rel(g->in, frame->start, frame->end, type.len > 0 ? type : INTAKE_TYPE, &frame->slot, err));
  }
  return set_gathered(g, ENTITY_REL, frame->slot, err);
}

static Status end_edge(Graphml *g, Frame *frame, Error *err)
{
  TRY(settle_edge(g, frame, err));
  return set_defaults(g, ENTITY_REL, frame->slot, err);
}

/* ---- hyperedges: a node with a relationship to each of its ends */

static Status begin_hyperedge(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Text id;
  TRY(intake_add_node(g->in, &frame->slot, err));
  TRY(intake_label(g->in, frame->slot, TEXT("Hyperedge"), err));
  frame->part = PART_HYPEREDGE;
  gather_nothing(g);
  if (xml_attribute(element, NULL, "id", &id)) TRY(gather_id(g, id, 'h', err));
  intake_note(g->in, "hyperedges, each a node :Hyperedge with relationships :ENDPOINT", 1);
  return STATUS_OK;
}

static Status end_hyperedge(Graphml *g, Frame *frame, Error *err)
{
  return set_gathered(g, ENTITY_NODE, frame->slot, err);
}

static Status add_endpoint(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  static const char *const kept[] = {"id", "type", "port"};
  Text node, text;
  uint32_t end, rel;
  TRY(intake_fault(g->in, FAULT_RELATIONSHIP, xml_required(element, "node", &node, err)));
  TRY(intake_name(g->in, node, &end, err));
  TRY(intake_add_rel(g->in, frame[-1].slot, end, TEXT("ENDPOINT"), &rel, err));
  for (size_t i = 0; i < ARRAY_LEN(kept); i++)
    if (xml_attribute(element, NULL, kept[i], &text))
      TRY(intake_set(g->in, ENTITY_REL, rel, text_of(kept[i]), value_string(text), err));
  frame->part = PART_OTHER;
  return STATUS_OK;
}

/* ---- graphs */

static Status begin_graph(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Frame *around = frame - 1;
  if (around->part == PART_NODE) TRY(settle_node(g, around, err));
  if (around->part == PART_EDGE) {
    TRY(settle_edge(g, around, err));
    intake_note(g->in, "graphs within edges, whose nodes are not connected with the edge", 1);
  }
  TRY(read_directed(element, "edgedefault", "undirected", "directed", &frame->undirected, err));
  frame->part = PART_GRAPH;
  frame->slot = around->part == PART_NODE ? around->slot : SLOT_NONE;
  return STATUS_OK;
}

/* ---- data */

static GraphmlOwner owner_of(Part part)
{
  return part == PART_NODE || part == PART_HYPEREDGE ? OWNER_NODE : part == PART_EDGE ? OWNER_EDGE : OWNER_OTHER;
}

static Status begin_data(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Text id, word;
  char shown[SHOWN_BYTES];
  frame->part = PART_OTHER;
  TRY(xml_required(element, "key", &id, err));
  frame->key = graphml_keys_find(&g->keys, id, owner_of(frame[-1].part));
  if (!frame->key) {
    show_text(id, shown);
    return error_set(err, ERROR_FORMAT, NULL, "found data of the key %s, which is not declared", shown);
  }
  str_clear(&g->word);
  if (xml_attribute(element, GRAPHML_CLIO, "type", &word)) str_add_text(&g->word, word);
  frame->part = PART_DATA;
  return str_check(&g->word, err);
}

/* What data of the key stand for: labels of nodes and types of edges are properties elsewhere. */
static GraphmlRole role_in(const GraphmlKey *key, Part part)
{
  bool elsewhere = (key->role == ROLE_LABELS && part != PART_NODE) || (key->role == ROLE_TYPE && part != PART_EDGE);
  return elsewhere ? ROLE_PROPERTY : key->role;
}

static Status end_data(Graphml *g, Frame *frame, Text text, Error *err)
{
  const GraphmlKey *key = frame->key;
  Frame *around = frame - 1;
  Value value;
  if (owner_of(around->part) == OWNER_OTHER) {
    if (role_in(key, around->part) == ROLE_PROPERTY) intake_note(g->in, "values of graphs and ports, left out", 1);
    return STATUS_OK;
  }
  switch (role_in(key, around->part)) {
  case ROLE_LABELS: return around->has_labels ? STATUS_OK : add_labels(g, around, text, err);
  case ROLE_TYPE:
    if (g->type.len == 0 && around->slot == SLOT_NONE) g->type = arena_text(&g->gathered.arena, text);
    return STATUS_OK;
  case ROLE_PROPERTY: break;
  default: return STATUS_OK;
  }
  if (graphml_value(&g->gathered.arena, key, str_text(&g->word), text, &value, err) == STATUS_OK)
    return gathered_add(&g->gathered, key->name, value, false, err);
  if (err->kind != ERROR_FORMAT) return STATUS_FAIL;
  Error inner = *err;
  char shown[SHOWN_BYTES];
  show_text(key->name, shown);
  error_clear(err);
  error_set(err, ERROR_FORMAT, NULL, "%s: %s", shown, inner.message);
  return xml_leave_out(g->xml, err);
}

/* ---- yEd's drawings */

static Status set_label(Graphml *g, Frame *entity, Text text, Error *err)
{
  Text label = xml_trim(text);
  if (label.len == 0) return STATUS_OK;
  if (entity->labelled) {
    intake_note(g->in, "further labels of drawings, left out", 1);
    return STATUS_OK;
  }
  entity->labelled = true;
  if (entity->part != PART_EDGE) return gathered_add_text(&g->gathered, TEXT("label"), label, true, err);
  if (g->type.len == 0) g->type = arena_text(&g->gathered.arena, label);
  return STATUS_OK;
}

static Status set_drawn(Graphml *g, const XmlElement *element, const char *attribute, CsvType type, Error *err)
{
  Text text;
  Value value;
  if (!xml_attribute(element, NULL, attribute, &text)) return STATUS_OK;
  if (gathered_find(&g->gathered, text_of(attribute))) return STATUS_OK; /* a group is drawn open and closed */
  TRY(xml_value(&g->gathered.arena, type, text, &value, err));
  return gathered_add(&g->gathered, text_of(attribute), value, true, err);
}

/* An element within the data of a drawing; entity: what is drawn. */
static Status read_drawing(Graphml *g, const XmlElement *element, Frame *frame, Frame *entity, Error *err)
{
  const char *name = element->name;
  frame->part = PART_DATA;
  frame->key = frame[-1].key;
  if (strcmp(name, "NodeLabel") == 0 || strcmp(name, "EdgeLabel") == 0) {
    frame->part = PART_LABEL;
  } else if (strcmp(name, "Geometry") == 0) {
    TRY(set_drawn(g, element, "x", CSV_DOUBLE, err));
    TRY(set_drawn(g, element, "y", CSV_DOUBLE, err));
  } else if (strcmp(name, "Fill") == 0 || (strcmp(name, "LineStyle") == 0 && entity->part == PART_EDGE)) {
    TRY(set_drawn(g, element, "color", CSV_STRING, err));
  }
  return STATUS_OK;
}

/* What the data are of that the frame is in. */
static Frame *entity_around(Frame *frame)
{
  while (frame->part == PART_DATA || frame->part == PART_LABEL) frame--;
  return frame;
}

static Status begin_within_data(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Frame *entity = entity_around(frame - 1);
  bool drawn = frame[-1].key->role == ROLE_GRAPHICS && owner_of(entity->part) != OWNER_OTHER;
  if (drawn) return read_drawing(g, element, frame, entity, err);
  if (frame[-1].key->role != ROLE_NOTHING) intake_note(g->in, "elements within data, left out", 1);
  frame->part = PART_OTHER;
  return STATUS_OK;
}

/* ---- elements */

static Status begin_key(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  bool known;
  TRY(graphml_keys_declare(&g->keys, element, &g->declared, &known, err));
  if (!known) intake_note(g->in, "keys of types that are unknown, whose values are kept as strings", 1);
  frame->part = PART_KEY;
  return STATUS_OK;
}

typedef Status (*Begin)(Graphml *g, const XmlElement *element, Frame *frame, Error *err);

static Status begin_plain(Graphml *g UNUSED, const XmlElement *element, Frame *frame, Error *err UNUSED)
{
  frame->part = strcmp(element->name, "default") == 0 ? PART_DEFAULT : PART_DESC;
  return STATUS_OK;
}

static Status begin_port(Graphml *g, const XmlElement *element UNUSED, Frame *frame, Error *err UNUSED)
{
  intake_note(g->in, "ports of nodes, which edges name in sourceport and targetport", 1);
  frame->part = PART_PORT;
  return STATUS_OK;
}

static Status begin_locator(Graphml *g, const XmlElement *element UNUSED, Frame *frame UNUSED, Error *err UNUSED)
{
  intake_note(g->in, "contents in other files, left out", 1);
  return STATUS_OK;
}

#define IN(part) (1u << (part))

static const struct ElementRule {
  const char *name;
  unsigned within; /* the parts that it may be in */
  Begin begin;
  bool may_be_left_out;
} rules[] = {
    {"data", IN(PART_GRAPHML) | IN(PART_GRAPH) | IN(PART_NODE) | IN(PART_EDGE) | IN(PART_HYPEREDGE) | IN(PART_PORT),
     begin_data, true},
    {"node", IN(PART_GRAPH), begin_node, true},
    {"edge", IN(PART_GRAPH), begin_edge, true},
    {"hyperedge", IN(PART_GRAPH), begin_hyperedge, true},
    {"endpoint", IN(PART_HYPEREDGE), add_endpoint, true},
    {"port", IN(PART_NODE) | IN(PART_PORT), begin_port, false},
    {"graph", IN(PART_GRAPHML) | IN(PART_NODE) | IN(PART_EDGE), begin_graph, false},
    {"key", IN(PART_GRAPHML), begin_key, false},
    {"default", IN(PART_KEY), begin_plain, false},
    {"desc",
     IN(PART_GRAPHML) | IN(PART_KEY) | IN(PART_GRAPH) | IN(PART_NODE) | IN(PART_EDGE) | IN(PART_HYPEREDGE) |
         IN(PART_PORT),
     begin_plain, false},
    {"locator", IN(PART_NODE) | IN(PART_GRAPH), begin_locator, false},
};

static Status begin_element(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  Part around = frame[-1].part;
  for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
    if (strcmp(element->name, rules[i].name) != 0) continue;
    if (!(rules[i].within & IN(around))) break;
    if (rules[i].begin(g, element, frame, err) == STATUS_OK) return STATUS_OK;
    if (!rules[i].may_be_left_out) return STATUS_FAIL;
    frame->part = PART_OTHER;
    return xml_leave_out(g->xml, err);
  }
  intake_note(g->in, "elements that are none of GraphML's, or in a wrong place, left out", 1);
  return STATUS_OK;
}

static Status begin_document(Graphml *g, const XmlElement *element, Frame *frame, Error *err)
{
  if (strcmp(element->name, "graphml") != 0) return unexpected(element->name, "<graphml>", err);
  g->own = xml_declares(element, GRAPHML_CLIO);
  frame->part = PART_GRAPHML;
  return STATUS_OK;
}

static Status on_start(void *sink, const XmlElement *element, Text before, Error *err)
{
  Graphml *g = sink;
  if (g->depth == MOST_DEPTH)
    return error_set(err, ERROR_FORMAT, NULL, "the elements are nested more than %d deep", MOST_DEPTH);
  if (top(g)->part == PART_LABEL) TRY(set_label(g, entity_around(top(g)), before, err));
  Frame *frame = &g->frames[++g->depth];
  *frame = (Frame){.part = PART_OTHER, .slot = SLOT_NONE, .place = g->in->place};
  switch (frame[-1].part) {
  case PART_DOCUMENT: return begin_document(g, element, frame, err);
  case PART_OTHER:
  case PART_LABEL: return STATUS_OK;
  case PART_DATA: return begin_within_data(g, element, frame, err);
  default: return begin_element(g, element, frame, err);
  }
}

static Status end_desc(Graphml *g, const Frame *frame, Text text, Error *err)
{
  Part around = frame[-1].part;
  if (owner_of(around) != OWNER_OTHER) return gathered_add_text(&g->gathered, TEXT("desc"), text, false, err);
  if (around != PART_KEY) intake_note(g->in, "descriptions of graphs, left out", 1);
  return STATUS_OK;
}

static Status end_element(Graphml *g, Frame *frame, Text text, Error *err)
{
  switch (frame->part) {
  case PART_DEFAULT: return graphml_keys_set_default(&g->keys, g->declared, text, err);
  case PART_NODE: return end_node(g, frame, err);
  case PART_EDGE: return end_edge(g, frame, err);
  case PART_HYPEREDGE: return end_hyperedge(g, frame, err);
  case PART_DATA: return frame[-1].part == PART_DATA ? STATUS_OK : end_data(g, frame, text, err);
  case PART_DESC: return end_desc(g, frame, text, err);
  case PART_LABEL: return set_label(g, entity_around(frame), text, err);
  default: return STATUS_OK;
  }
}

static Status on_end(void *sink, Text text, Error *err)
{
  Graphml *g = sink;
  Frame *frame = top(g);
  TRY(end_element(g, frame, text, err));
  g->depth--;
  return STATUS_OK;
}

bool graphml_starts(Text start)
{
  return memmem(start.data, start.len, "<graphml", 8) != NULL;
}

Status graphml_read(Intake *in, const char *path, Error *err)
{
  static const XmlHandler handler = {on_start, on_end};
  Graphml *g = calloc(1, sizeof *g);
  if (!g) return error_out_of_memory(err);
  g->in = in;
  graphml_keys_init(&g->keys);
  gathered_init(&g->gathered);
  str_init(&g->word);
  Status status = xml_read(in, path, &handler, g, &g->xml, err);
  if (status == STATUS_OK) status = intake_check_described(in, err);
  graphml_keys_free(&g->keys);
  gathered_free(&g->gathered);
  str_free(&g->word);
  free(g);
  return status;
}
