/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GEXF 1.1 to 1.3 as Clio, Gephi, networkx and others write it. A stack of the elements that are open says what a tag
 * means; what is said of a node or an edge is gathered until its element ends, or nodes within it begin.
 * docs/data-formats.md says what becomes of what. */
#include "gexf_read.h"

#include "gathered.h"
#include "gexf_columns.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_DEPTH = 256 }; /* libxml2 goes no deeper itself */

typedef enum Part {
  PART_DOCUMENT,
  PART_GEXF,
  PART_GRAPH,
  PART_ATTRIBUTES,
  PART_ATTRIBUTE,
  PART_DEFAULT,
  PART_NODES,
  PART_EDGES,
  PART_NODE,
  PART_EDGE,
  PART_VALUES,
  PART_SPELLS,
  PART_PARENTS,
  PART_OTHER /* what is passed over, with all that is in it */
} Part;

typedef enum Direct { DIRECT_YES, DIRECT_NO, DIRECT_MUTUAL } Direct;

/* An open element. */
typedef struct Frame {
  Part part;
  EntityKind kind; /* ATTRIBUTES, ATTRIBUTE: of what */
  uint32_t slot;   /* NODE; NODES: the node that they are in, or SLOT_NONE */
} Frame;

/* When something is. Null: open. */
typedef struct Spell {
  Value from, to;
} Spell;

/* An edge at hand. */
typedef struct Edge {
  uint32_t start, end;
  Direct direct;
  Text type;
  IntakePlace place; /* of its tag */
} Edge;

typedef struct Gexf {
  Intake *in;
  XmlReader *xml;
  GexfColumns columns[2]; /* by EntityKind */
  bool has_labels;
  Direct direct; /* of edges that do not say it themselves */
  Frame frames[MOST_DEPTH + 1];
  uint32_t depth; /* of the innermost frame */
  Gathered gathered;
  Edge edge;
  Text label;    /* of the entity at hand, as type in the arena of what is gathered */
  Spell *spells; /* of the entity at hand */
  uint32_t spell_count, spell_cap;
} Gexf;

static Status gather_text(Gexf *g, const XmlElement *element, const char *attribute, const char *key, Error *err)
{
  Text text;
  if (!xml_attribute(element, NULL, attribute, &text)) return STATUS_OK;
  return gathered_add_text(&g->gathered, text_of(key), text, true, err);
}

static Status gather_number(Gexf *g, const XmlElement *element, const char *attribute, const char *key, Error *err)
{
  Text text;
  Value value;
  if (!xml_attribute(element, NULL, attribute, &text)) return STATUS_OK;
  TRY(xml_value(&g->gathered.arena, CSV_DOUBLE, text, &value, err));
  return gathered_add(&g->gathered, text_of(key), value, true, err);
}

static void gather_nothing(Gexf *g)
{
  gathered_clear(&g->gathered);
  g->spell_count = 0;
}

/* ---- time */

static Status read_time(Gexf *g, const XmlElement *element, const char *name, const char *open, Value *out, bool *found,
                        Error *err)
{
  Text text;
  *out = VALUE_NULL_VALUE;
  if (!xml_attribute(element, NULL, name, &text)) {
    if (!xml_attribute(element, NULL, open, &text)) return STATUS_OK;
    intake_note(g->in, "times that do not belong to the interval they bound, taken as if they did", 1);
  }
  *found = true;
  return gexf_time(&g->gathered.arena, text, out, err);
}

/* What start and end say of an entity or of a spell; nothing where there is neither. */
static Status read_spell(Gexf *g, const XmlElement *element, Error *err)
{
  Spell spell;
  bool found = false;
  Text moment;
  if (xml_attribute(element, NULL, "timestamp", &moment)) {
    TRY(gexf_time(&g->gathered.arena, moment, &spell.from, err));
    spell.to = spell.from;
    found = true;
  } else {
    TRY(read_time(g, element, "start", "startopen", &spell.from, &found, err));
    TRY(read_time(g, element, "end", "endopen", &spell.to, &found, err));
  }
  if (xml_attribute(element, NULL, "timestamps", &moment) || xml_attribute(element, NULL, "intervals", &moment))
    intake_note(g->in, "lists of times (timestamps, intervals), left out", 1);
  if (!found) return STATUS_OK;
  if (g->spell_count == g->spell_cap) {
    uint32_t cap = MAX(g->spell_cap * 2, 8u);
    Spell *grown = realloc(g->spells, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    g->spells = grown;
    g->spell_cap = cap;
  }
  g->spells[g->spell_count++] = spell;
  return STATUS_OK;
}

static Status gather_spell(Gexf *g, Value from, Value to, Error *err)
{
  TRY(gathered_add(&g->gathered, TEXT("valid_from"), from, true, err));
  return gathered_add(&g->gathered, TEXT("valid_to"), to, true, err);
}

/* ---- what both nodes and edges have */

/* In files with an attribute `labels`, as Clio's, n7 and e3 only number. */
static bool is_only_a_number(const Gexf *g, Text id, char letter)
{
  bool number = g->has_labels && id.len > 1 && id.data[0] == letter;
  for (size_t i = 1; number && i < id.len; i++) number = id.data[i] >= '0' && id.data[i] <= '9';
  return number;
}

/* A label is a caption, which mostly repeats what is there. */
static Status gather_label(Gexf *g, Text label, Error *err)
{
  if (label.len == 0 || gathered_says(&g->gathered, label)) return STATUS_OK;
  return gathered_add(&g->gathered, TEXT("label"), value_string(label), true, err);
}

static Status gather_defaults(Gexf *g, Error *err)
{
  const GexfColumns *c = &g->columns[ENTITY_REL];
  for (uint32_t i = 0; c->has_default && i < c->ids.count; i++)
    if (c->columns[i].has_default)
      TRY(gathered_add(&g->gathered, c->columns[i].name, c->columns[i].fallback, true, err));
  return STATUS_OK;
}

/* Values of one attribute at several times become a list. */
static Status gather_value(Gexf *g, Text key, Value value, Error *err)
{
  GatheredValue *before = gathered_find(&g->gathered, key);
  if (!before || before->weak) return gathered_add(&g->gathered, key, value, false, err);
  intake_note(g->in, "values of one attribute at several times, which are a list without the times", 1);
  uint32_t n = before->value.type == VALUE_LIST ? before->value.aux : 1;
  Value *items = arena_array(&g->gathered.arena, Value, n + 1u);
  TRY(arena_check(&g->gathered.arena, err));
  if (n > 0) memcpy(items, before->value.type == VALUE_LIST ? before->value.items : &before->value, n * sizeof *items);
  items[n] = value;
  before->value = value_list(items, n + 1);
  return STATUS_OK;
}

/* ---- nodes */

static Status contain(Gexf *g, uint32_t container, uint32_t node, Error *err)
{
  uint32_t rel;
  return container == SLOT_NONE ? STATUS_OK : intake_add_rel(g->in, container, node, TEXT("CONTAINS"), &rel, err);
}

static Status contain_named(Gexf *g, const XmlElement *element, const char *name, uint32_t node, Error *err)
{
  Text parent;
  uint32_t container;
  if (!xml_attribute(element, NULL, name, &parent) || parent.len == 0) return STATUS_OK;
  TRY(intake_name(g->in, parent, &container, err));
  return contain(g, container, node, err);
}

static Status begin_node(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  Text id, label;
  Value value;
  TRY(xml_required(element, "id", &id, err));
  TRY(intake_describe(g->in, id, &frame->slot, err));
  frame->part = PART_NODE;
  gather_nothing(g);
  if (!is_only_a_number(g, id, 'n')) {
    TRY(intake_id_value(g->in, id, &value, err));
    TRY(gathered_add(&g->gathered, TEXT("id"), value_copy(&g->gathered.arena, value), true, err));
  }
  g->label = xml_attribute(element, NULL, "label", &label) ? arena_text(&g->gathered.arena, label) : TEXT("");
  TRY(contain(g, frame[-1].slot, frame->slot, err));
  TRY(contain_named(g, element, "pid", frame->slot, err));
  return read_spell(g, element, err);
}

static Status settle_node(Gexf *g, const Frame *frame, Error *err)
{
  if (g->spell_count > 0) {
    if (g->spell_count > 1)
      intake_note(g->in, "nodes with several times, which are from the first to the last of them", 1);
    TRY(gather_spell(g, g->spells[0].from, g->spells[g->spell_count - 1].to, err));
  }
  TRY(gather_label(g, g->label, err));
  g->label = TEXT("");
  TRY(gathered_set(&g->gathered, g->in, ENTITY_NODE, frame->slot, err));
  gather_nothing(g);
  return STATUS_OK;
}

static bool has(const Gexf *g, uint32_t node, Text key)
{
  uint32_t id = graph_name_find(g->in->graph, NAME_KEY, key);
  return id != NAME_NONE && !value_is_null(graph_prop(g->in->graph, ENTITY_NODE, node, id));
}

static Status end_node(Gexf *g, const Frame *frame, Error *err)
{
  TRY(settle_node(g, frame, err));
  const GexfColumns *c = &g->columns[ENTITY_NODE];
  for (uint32_t i = 0; c->has_default && i < c->ids.count; i++)
    if (c->columns[i].has_default && !has(g, frame->slot, c->columns[i].name))
      TRY(intake_set(g->in, ENTITY_NODE, frame->slot, c->columns[i].name, c->columns[i].fallback, err));
  return STATUS_OK;
}

/* ---- edges */

static Status read_direct(const XmlElement *element, const char *name, Direct *out, Error *err)
{
  static const char *const words[] = {
      [DIRECT_YES] = "directed", [DIRECT_NO] = "undirected", [DIRECT_MUTUAL] = "mutual"};
  Text found;
  char shown[SHOWN_BYTES];
  if (!xml_attribute(element, NULL, name, &found)) return STATUS_OK;
  for (size_t i = 0; i < ARRAY_LEN(words); i++) {
    if (!text_equal(found, text_of(words[i]))) continue;
    *out = (Direct)i;
    return STATUS_OK;
  }
  show_text(found, shown);
  return error_set(err, ERROR_FORMAT, NULL, "%s: found %s, expected directed, undirected or mutual", name, shown);
}

static Text kept_attribute(Gexf *g, const XmlElement *element, const char *name)
{
  Text text;
  return xml_attribute(element, NULL, name, &text) ? arena_text(&g->gathered.arena, text) : TEXT("");
}

static Status begin_edge(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  Text source, target, id;
  Edge *edge = &g->edge;
  gather_nothing(g);
  *edge = (Edge){.direct = g->direct, .place = g->in->place};
  TRY(intake_fault(g->in, FAULT_RELATIONSHIP, xml_required(element, "source", &source, err)));
  TRY(intake_fault(g->in, FAULT_RELATIONSHIP, xml_required(element, "target", &target, err)));
  TRY(read_direct(element, "type", &edge->direct, err));
  TRY(gather_number(g, element, "weight", "weight", err));
  TRY(read_spell(g, element, err));
  if (xml_attribute(element, NULL, "id", &id) && !is_only_a_number(g, id, 'e'))
    TRY(gathered_add_text(&g->gathered, TEXT("id"), id, true, err));
  g->label = kept_attribute(g, element, "label");
  edge->type = kept_attribute(g, element, "kind");
  if (edge->type.len == 0) {
    edge->type = g->label;
    g->label = TEXT("");
  }
  TRY(intake_name(g->in, source, &edge->start, err));
  TRY(intake_name(g->in, target, &edge->end, err));
  frame->part = PART_EDGE;
  return STATUS_OK;
}

static Status add_rel(Gexf *g, uint32_t start, uint32_t end, const Spell *spell, Error *err)
{
  uint32_t rel, before = g->gathered.count;
  Text type = g->edge.type.len > 0 ? g->edge.type : INTAKE_TYPE;
  TRY(intake_add_rel(g->in, start, end, type, &rel, err));
  if (spell) TRY(gather_spell(g, spell->from, spell->to, err));
  TRY(gathered_set(&g->gathered, g->in, ENTITY_REL, rel, err));
  gathered_truncate(&g->gathered, before);
  return STATUS_OK;
}

/* A relationship for each time and each direction. */
static Status end_edge(Gexf *g, Error *err)
{
  const Edge *edge = &g->edge;
  g->in->place = edge->place;
  if (edge->type.len == 0) intake_note(g->in, "edges without kind and label, whose type is RELATED", 1);
  if (edge->direct == DIRECT_NO)
    intake_note(g->in, "undirected edges, each a relationship from its source to its target", 1);
  if (edge->direct == DIRECT_MUTUAL) intake_note(g->in, "mutual edges, each a relationship in both directions", 1);
  if (g->spell_count > 1) intake_note(g->in, "edges with several times, each a relationship for each of them", 1);
  if (!text_equal(g->label, edge->type)) TRY(gather_label(g, g->label, err));
  TRY(gather_defaults(g, err));
  for (uint32_t i = 0; i < MAX(g->spell_count, 1u); i++) {
    const Spell *spell = g->spell_count > 0 ? &g->spells[i] : NULL;
    TRY(add_rel(g, edge->start, edge->end, spell, err));
    if (edge->direct == DIRECT_MUTUAL) TRY(add_rel(g, edge->end, edge->start, spell, err));
  }
  gather_nothing(g);
  return STATUS_OK;
}

/* ---- what is within them */

static Status read_value(Gexf *g, const XmlElement *element, const Frame *entity, Error *err)
{
  Text id, text = TEXT("");
  Value value;
  char shown[SHOWN_BYTES];
  EntityKind kind = entity->part == PART_NODE ? ENTITY_NODE : ENTITY_REL;
  if (!xml_attribute(element, NULL, "id", &id)) TRY(xml_required(element, "for", &id, err)); /* 1.0 and 1.1: id */
  (void)xml_attribute(element, NULL, "value", &text);
  const GexfColumn *column = gexf_columns_find(&g->columns[kind], id);
  show_text(column ? column->name : id, shown);
  if (!column)
    return error_set(err, ERROR_FORMAT, NULL, "found a value of the attribute %s, which is not declared", shown);
  if (kind == ENTITY_NODE && g->has_labels && text_equal(column->name, TEXT("labels")) && text.len > 0 &&
      text.data[0] == ':')
    return intake_labels(g->in, entity->slot, text, err);
  if (gexf_value(&g->gathered.arena, column, text, &value, err) == STATUS_OK)
    return value_is_null(value) ? STATUS_OK : gather_value(g, column->name, value, err);
  Error inner = *err;
  error_clear(err);
  return error_set(err, inner.kind, inner.detail, "%s: %s", shown, inner.message);
}

static Status read_color(Gexf *g, const XmlElement *element, Error *err)
{
  static const char *const parts[] = {"r", "g", "b"};
  unsigned rgb[3] = {0};
  char color[8];
  Text text;
  if (xml_attribute(element, NULL, "hex", &text))
    return gathered_add_text(&g->gathered, TEXT("color"), text, true, err);
  for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
    Value v = VALUE_NULL_VALUE;
    if (xml_attribute(element, NULL, parts[i], &text)) TRY(xml_value(&g->gathered.arena, CSV_DOUBLE, text, &v, err));
    if (v.type == VALUE_FLOAT && v.number >= 0 && v.number <= 255) rgb[i] = (unsigned)v.number;
  }
  snprintf(color, sizeof color, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  TRY(gather_number(g, element, "a", "alpha", err));
  return gathered_add_text(&g->gathered, TEXT("color"), text_of(color), true, err);
}

static Status read_drawing(Gexf *g, const XmlElement *element, Error *err)
{
  static const char *const axes[] = {"x", "y", "z"};
  const char *name = element->name;
  if (strcmp(name, "color") == 0) return read_color(g, element, err);
  if (strcmp(name, "size") == 0 || strcmp(name, "thickness") == 0) return gather_number(g, element, "value", name, err);
  if (strcmp(name, "shape") == 0) return gather_text(g, element, "value", name, err);
  if (strcmp(name, "position") == 0) {
    for (size_t i = 0; i < ARRAY_LEN(axes); i++) TRY(gather_number(g, element, axes[i], axes[i], err));
    return STATUS_OK;
  }
  intake_note(g->in, "elements that are none of GEXF's, or in a wrong place, left out", 1);
  return STATUS_OK;
}

static Status begin_within_entity(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  static const struct {
    const char *name;
    Part part;
  } parts[] = {{"attvalues", PART_VALUES}, {"spells", PART_SPELLS}, {"slices", PART_SPELLS},
               {"parents", PART_PARENTS},  {"nodes", PART_NODES},   {"edges", PART_EDGES}};
  for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
    if (strcmp(element->name, parts[i].name) != 0) continue;
    frame->part = parts[i].part;
    bool more = frame->part == PART_NODES || frame->part == PART_EDGES;
    if (!more || frame[-1].part != PART_NODE) return STATUS_OK;
    frame->slot = frame[-1].slot;
    return settle_node(g, frame - 1, err);
  }
  return read_drawing(g, element, err);
}

/* ---- elements */

static void begin_attributes(const XmlElement *element, Frame *frame)
{
  Text class = TEXT("node");
  (void)xml_attribute(element, NULL, "class", &class);
  frame->part = PART_ATTRIBUTES;
  frame->kind = text_equal(class, TEXT("edge")) ? ENTITY_REL : ENTITY_NODE;
}

static Status begin_attribute(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  bool known;
  frame->kind = frame[-1].kind;
  GexfColumns *c = &g->columns[frame->kind];
  TRY(gexf_columns_declare(c, element, &known, err));
  if (!known) intake_note(g->in, "attributes of types that are unknown, whose values are kept as strings", 1);
  bool labels = text_equal(c->columns[c->ids.count - 1].name, TEXT("labels"));
  g->has_labels |= labels && frame->kind == ENTITY_NODE;
  frame->part = PART_ATTRIBUTE;
  return STATUS_OK;
}

static Status begin_graph(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  frame->part = PART_GRAPH;
  return read_direct(element, "defaultedgetype", &g->direct, err);
}

/* What tells of the file, or of choices that a form would offer. */
static bool is_of_no_graph(const char *name)
{
  return strcmp(name, "meta") == 0 || strcmp(name, "options") == 0;
}

static Status begin_element(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  const char *name = element->name;
  Part around = frame[-1].part;
  if (around == PART_GEXF && strcmp(name, "graph") == 0) return begin_graph(g, element, frame, err);
  if (around == PART_ATTRIBUTES && strcmp(name, "attribute") == 0) return begin_attribute(g, element, frame, err);
  if (around == PART_GRAPH && strcmp(name, "attributes") == 0) {
    begin_attributes(element, frame);
  } else if (around == PART_GRAPH && strcmp(name, "nodes") == 0) {
    frame->part = PART_NODES;
  } else if (around == PART_GRAPH && strcmp(name, "edges") == 0) {
    frame->part = PART_EDGES;
  } else if (around == PART_ATTRIBUTE && strcmp(name, "default") == 0) {
    frame->part = PART_DEFAULT;
  } else if (!is_of_no_graph(name)) {
    intake_note(g->in, "elements that are none of GEXF's, or in a wrong place, left out", 1);
  }
  return STATUS_OK;
}

/* All of these may be left out where they are bad. */
static Status begin_datum(Gexf *g, const XmlElement *element, Frame *frame, Error *err)
{
  const char *name = element->name;
  switch (frame[-1].part) {
  case PART_NODES:
    if (strcmp(name, "node") == 0) return begin_node(g, element, frame, err);
    break;
  case PART_EDGES:
    if (strcmp(name, "edge") == 0) return begin_edge(g, element, frame, err);
    break;
  case PART_VALUES: return read_value(g, element, frame - 2, err);
  case PART_SPELLS: return read_spell(g, element, err);
  case PART_PARENTS:
    if (frame[-2].part == PART_NODE) return contain_named(g, element, "for", frame[-2].slot, err);
    break;
  default: return begin_within_entity(g, element, frame, err);
  }
  intake_note(g->in, "elements that are none of GEXF's, or in a wrong place, left out", 1);
  return STATUS_OK;
}

static Status on_start(void *sink, const XmlElement *element, Text before UNUSED, Error *err)
{
  Gexf *g = sink;
  if (g->depth == MOST_DEPTH)
    return error_set(err, ERROR_FORMAT, NULL, "the elements are nested more than %d deep", MOST_DEPTH);
  Frame *frame = &g->frames[++g->depth];
  *frame = (Frame){.part = PART_OTHER, .slot = SLOT_NONE};
  Part around = frame[-1].part;
  if (around == PART_OTHER) return STATUS_OK;
  if (around == PART_DOCUMENT) {
    frame->part = PART_GEXF;
    if (strcmp(element->name, "gexf") == 0) return STATUS_OK;
    return error_set(err, ERROR_FORMAT, NULL, "found <%s>, expected <gexf>", element->name);
  }
  if (around < PART_NODES) return begin_element(g, element, frame, err);
  if (begin_datum(g, element, frame, err) == STATUS_OK) return STATUS_OK;
  return xml_leave_out(g->xml, err);
}

static Status on_end(void *sink, Text text, Error *err)
{
  Gexf *g = sink;
  const Frame *frame = &g->frames[g->depth];
  switch (frame->part) {
  case PART_DEFAULT: TRY(gexf_columns_set_default(&g->columns[frame[-1].kind], text, err)); break;
  case PART_NODE: TRY(end_node(g, frame, err)); break;
  case PART_EDGE: TRY(end_edge(g, err)); break;
  default: break;
  }
  g->depth--;
  return STATUS_OK;
}

bool gexf_starts(Text start)
{
  return memmem(start.data, start.len, "<gexf", 5) != NULL;
}

Status gexf_read(Intake *in, const char *path, Error *err)
{
  static const XmlHandler handler = {on_start, on_end};
  Gexf *g = calloc(1, sizeof *g);
  if (!g) return error_out_of_memory(err);
  g->in = in;
  g->direct = DIRECT_NO; /* so says the format */
  for (int i = 0; i < 2; i++) gexf_columns_init(&g->columns[i]);
  gathered_init(&g->gathered);
  Status status = xml_read(in, path, &handler, g, &g->xml, err);
  if (status == STATUS_OK) status = intake_check_described(in, err);
  for (int i = 0; i < 2; i++) gexf_columns_free(&g->columns[i]);
  gathered_free(&g->gathered);
  free(g->spells);
  free(g);
  return status;
}
