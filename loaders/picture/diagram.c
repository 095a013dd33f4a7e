/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is drawn of a graph: its nodes and relationships with their captions, sizes and colours. */
#include "diagram.h"
#include "loaders/palette.h"

#include <math.h>

enum {
  MOST_NODES = 50000,
  MOST_RELS = 200000,
  MOST_NAMED = 2000,   /* nodes with captions */
  MOST_LETTERED = 400, /* relationships with captions, where nodes have them */
};

#define CAPTION_WIDTH 150.0 /* of a line */
#define TYPE_WIDTH    140.0
#define BOX_MARGIN_X  9.0
#define BOX_MARGIN_Y  6.0
#define DOT           7.0 /* across, of a node without a caption */

static Status check_size(const Subject *s, Error *err)
{
  if (s->node_count <= MOST_NODES && s->rel_count <= MOST_RELS) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, NULL,
                   "%u nodes and %u relationships are more than a picture can show (%d and %d): narrow it by a query, "
                   "such as MATCH p = (:State)-[:SIGNED]->(:Treaty) RETURN p LIMIT 500",
                   s->node_count, s->rel_count, MOST_NODES, MOST_RELS);
}

/* ---- colours */

static void count_name(NameColour *counts, uint32_t name)
{
  counts[name].name = name;
  counts[name].count++;
}

/* Moves those that occur to the front; returns how many. */
static uint32_t keep_counted(NameColour *counts, uint32_t n)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < n; i++)
    if (counts[i].count > 0) counts[kept++] = counts[i];
  return kept;
}

static Status count_names(Diagram *d, Error *err)
{
  const Subject *s = d->subject;
  uint32_t labels = graph_name_count(s->graph, NAME_LABEL), types = graph_name_count(s->graph, NAME_TYPE);
  d->labels = arena_array(d->arena, NameColour, MAX(labels, 1u));
  d->types = arena_array(d->arena, NameColour, MAX(types, 1u));
  if (!d->labels || !d->types) return error_out_of_memory(err);
  for (uint32_t i = 0; i < s->node_count; i++) {
    uint32_t label = palette_label(s->graph, s->nodes[i]);
    if (label == NAME_NONE)
      d->plain++;
    else
      count_name(d->labels, label);
  }
  for (uint32_t i = 0; i < s->rel_count; i++) count_name(d->types, graph_rel_type(s->graph, s->rels[i]));
  d->label_count = keep_counted(d->labels, labels);
  d->type_count = keep_counted(d->types, types);
  colours_fill(d->labels, d->label_count);
  colours_lines(d->types, d->type_count);
  return STATUS_OK;
}

/* ---- captions and sizes */

static Lines line_up(const Diagram *d, Str *text, double size, double width, uint32_t most)
{
  Lines lines = {0};
  if (text->len > 0) lines = lettering_break(d->lettering, d->arena, str_text(text), size, width, most);
  str_clear(text);
  return lines;
}

static void read_node(Diagram *d, uint32_t i, Str *text)
{
  const Graph *g = d->subject->graph;
  DrawnNode *node = &d->nodes[i];
  node->slot = d->subject->nodes[i];
  node->colour = colours_of(d->labels, d->label_count, palette_label(g, node->slot));
  node->width = node->height = DOT;
  if (!d->named) return;
  wording_node(text, d->subject->captions, node->slot);
  node->caption = line_up(d, text, NODE_LETTERS, CAPTION_WIDTH, LETTERING_LINES);
  wording_when(text, g, value_node(node->slot));
  node->when = line_up(d, text, DATE_LETTERS, CAPTION_WIDTH, 1);
  double letters = node->caption.n * NODE_LETTERS * LINE_HEIGHT + node->when.n * DATE_LETTERS * LINE_HEIGHT;
  node->width = MAX(node->caption.width, node->when.width) + 2 * BOX_MARGIN_X;
  node->height = letters + 2 * BOX_MARGIN_Y;
}

static uint32_t find_node(const Diagram *d, uint32_t slot)
{
  uint32_t low = 0, high = d->node_count;
  while (low + 1 < high) {
    uint32_t middle = (low + high) / 2;
    if (d->nodes[middle].slot <= slot)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static void read_rel(Diagram *d, uint32_t i, Str *text)
{
  const Graph *g = d->subject->graph;
  DrawnRel *rel = &d->rels[i];
  uint32_t start, end, type;
  rel->slot = d->subject->rels[i];
  graph_rel_ends(g, rel->slot, &start, &end);
  rel->from = find_node(d, start);
  rel->to = find_node(d, end);
  if (rel->from == rel->to) d->nodes[rel->from].loops++;
  type = graph_rel_type(g, rel->slot);
  rel->colour = colours_of(d->types, d->type_count, type);
  if (!d->lettered) return;
  rel->contested = wording_contested(g, value_rel(rel->slot));
  wording_text(text, graph_name(g, NAME_TYPE, type));
  rel->type = line_up(d, text, REL_LETTERS, TYPE_WIDTH, 1);
  wording_when(text, g, value_rel(rel->slot));
  rel->when = line_up(d, text, DATE_LETTERS, TYPE_WIDTH, 1);
}

Status diagram_read(Diagram *d, Error *err)
{
  const Subject *s = d->subject;
  Str text;
  TRY(check_size(s, err));
  TRY(count_names(d, err));
  d->named = s->node_count <= MOST_NAMED;
  d->lettered = d->named && s->rel_count <= MOST_LETTERED;
  d->nodes = arena_array(d->arena, DrawnNode, MAX(s->node_count, 1u));
  d->rels = arena_array(d->arena, DrawnRel, MAX(s->rel_count, 1u));
  if (!d->nodes || !d->rels) return error_out_of_memory(err);
  str_init(&text);
  for (; d->node_count < s->node_count; d->node_count++) read_node(d, d->node_count, &text);
  for (; d->rel_count < s->rel_count; d->rel_count++) read_rel(d, d->rel_count, &text);
  Status status = str_check(&text, err);
  str_free(&text);
  return status == STATUS_OK ? arena_check(d->arena, err) : status;
}
