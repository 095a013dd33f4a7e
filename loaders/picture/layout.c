/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where nodes are: each connected part is placed by a layout of igraph's that suits it, with room for the captions, and
 * the parts are put beside each other. The same graph always comes to lie the same way. */
#include "core/edge_list.h"
#include "core/igraph_guard.h"
#include "core/layouts.h"
#include "core/topology_igraph.h"
#include "diagram.h"

#include <math.h>
#include <stdlib.h>

enum {
  MOST_BY_SPRINGS = 150, /* nodes that Kamada and Kawai's layout keeps clear */
  MOST_BY_FORCES = 10000
};

#define LAYERED_DENSITY 1.6 /* relationships for each node, above which layers are a thicket */
#define LEAST_LAYERS    3
#define FLATTEN         1.25 /* boxes are wider than high, and so are screens */
#define LEAST_AIR       5.0  /* the page by its boxes */
#define MOST_AIR        5.5
#define NODE_GAP        18.0
#define DOT_DISTANCE    26.0 /* between nodes without captions */
#define RING_ROOM       38.0 /* for each node in a circle around another one */
#define LONGEST_SPRING  3.0
#define LAYER_GAP       34.0
#define ROW_GAP         16.0
#define ASPECT          1.4 /* what is aimed at: width by height */

typedef struct Edge {
  uint32_t from, to;
} Edge;

/* One connected part as igraph sees it: its nodes by their place in the part, without parallel relationships and
 * loops. */
typedef struct Part {
  Diagram *d;
  const uint32_t *nodes;
  uint32_t n;
  Edge *edges; /* by from, then to */
  uint32_t edge_count;
  igraph_t graph;
  igraph_matrix_t places;
  igraph_t extended; /* with a vertex for each bend; layers only */
  igraph_vector_int_t origins;
  bool has_bends;
  bool by_springs; /* a distance of 1 is what was wanted */
  uint32_t layers; /* on the longest way; 0: it has circles */
} Part;

typedef struct Layout {
  Diagram *d;
  uint32_t *order;  /* nodes, part by part */
  uint32_t *starts; /* of the parts in it; one more than there are */
  uint32_t *local;  /* by node: its place in its part */
  uint32_t part_count;
  Edge *edges; /* of all parts, part by part */
  uint32_t *edge_starts;
} Layout;

static Status check_code(igraph_error_t code, Error *err)
{
  if (code == IGRAPH_INTERRUPTED) return STATUS_FAIL; /* layout_nodes says why */
  return topology_igraph_error(code, "laying out the picture", err);
}

/* ---- parts */

static uint32_t find_root(uint32_t *parents, uint32_t node)
{
  while (parents[node] != node) node = parents[node] = parents[parents[node]];
  return node;
}

/* Numbers the parts in the order of their first nodes. */
static Status find_parts(Layout *l, Error *err)
{
  Diagram *d = l->d;
  uint32_t n = d->node_count, *parents = arena_array(d->arena, uint32_t, n + 1);
  l->order = arena_array(d->arena, uint32_t, n + 1);
  l->starts = arena_array(d->arena, uint32_t, n + 2);
  l->local = arena_array(d->arena, uint32_t, n + 1);
  if (!parents || !l->order || !l->starts || !l->local) return error_out_of_memory(err);
  for (uint32_t i = 0; i < n; i++) parents[i] = i;
  for (uint32_t i = 0; i < d->rel_count; i++) {
    uint32_t a = find_root(parents, d->rels[i].from), b = find_root(parents, d->rels[i].to);
    parents[MAX(a, b)] = MIN(a, b); /* the first node of a part is its root */
  }
  for (uint32_t i = 0; i < n; i++) {
    uint32_t root = find_root(parents, i);
    d->nodes[i].part = root == i ? l->part_count++ : d->nodes[root].part;
    l->local[i] = l->starts[d->nodes[i].part + 1]++;
  }
  for (uint32_t i = 0; i < l->part_count; i++) l->starts[i + 1] += l->starts[i];
  for (uint32_t i = 0; i < n; i++) l->order[l->starts[d->nodes[i].part] + l->local[i]] = i;
  return STATUS_OK;
}

static int by_ends(const void *a, const void *b)
{
  const Edge *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  return (x->to > y->to) - (x->to < y->to);
}

static Status sort_edges(Layout *l, Error *err)
{
  Diagram *d = l->d;
  l->edges = arena_array(d->arena, Edge, d->rel_count + 1);
  l->edge_starts = arena_array(d->arena, uint32_t, l->part_count + 2);
  uint32_t *next = arena_array(d->arena, uint32_t, l->part_count + 2);
  if (!l->edges || !l->edge_starts || !next) return error_out_of_memory(err);
  for (uint32_t i = 0; i < d->rel_count; i++) l->edge_starts[d->nodes[d->rels[i].from].part + 1]++;
  for (uint32_t i = 0; i < l->part_count; i++) l->edge_starts[i + 1] += l->edge_starts[i];
  memcpy(next, l->edge_starts, (l->part_count + 1) * sizeof *next);
  for (uint32_t i = 0; i < d->rel_count; i++) {
    const DrawnRel *rel = &d->rels[i];
    l->edges[next[d->nodes[rel->from].part]++] = (Edge){l->local[rel->from], l->local[rel->to]};
  }
  return STATUS_OK;
}

/* Without parallel ones and loops. */
static void simplify(Part *p)
{
  uint32_t kept = 0;
  qsort(p->edges, p->edge_count, sizeof *p->edges, by_ends);
  for (uint32_t i = 0; i < p->edge_count; i++) {
    Edge e = p->edges[i];
    bool same = kept > 0 && by_ends(&p->edges[kept - 1], &e) == 0;
    if (e.from != e.to && !same) p->edges[kept++] = e;
  }
  p->edge_count = kept;
}

/* ---- one part as an igraph graph */

static Status make_graph(Part *p, Error *err)
{
  EdgeList list = {0};
  Status status = edge_list_make(&list, p->edge_count, err);
  for (uint32_t i = 0; i < p->edge_count && status == STATUS_OK; i++) {
    VECTOR(list.from)[i] = p->edges[i].from;
    VECTOR(list.to)[i] = p->edges[i].to;
  }
  if (status == STATUS_OK) status = edge_list_graph(&list, p->n, true, &p->graph, err);
  edge_list_free(&list);
  return status;
}

/* How many layers the longest way through it has; 0 where there are circles. */
static Status count_layers(Part *p, Error *err)
{
  igraph_bool_t acyclic;
  igraph_vector_int_t order;
  TRY(check_code(igraph_is_dag(&p->graph, &acyclic), err));
  if (!acyclic) return STATUS_OK;
  uint32_t *depths = arena_array(p->d->arena, uint32_t, p->n), *first = arena_array(p->d->arena, uint32_t, p->n + 2);
  if (!depths || !first) return error_out_of_memory(err);
  for (uint32_t i = 0; i < p->edge_count; i++) first[p->edges[i].from + 1]++;
  for (uint32_t i = 0; i < p->n; i++) first[i + 1] += first[i];
  TRY(check_code(igraph_vector_int_init(&order, 0), err));
  Status status = check_code(igraph_topological_sorting(&p->graph, &order, IGRAPH_OUT), err);
  for (uint32_t i = 0; i < p->n && status == STATUS_OK; i++) {
    uint32_t from = (uint32_t)VECTOR(order)[i];
    p->layers = MAX(p->layers, depths[from] + 1);
    for (uint32_t k = first[from]; k < first[from + 1]; k++)
      depths[p->edges[k].to] = MAX(depths[p->edges[k].to], depths[from] + 1);
  }
  igraph_vector_int_destroy(&order);
  return status;
}

/* The only node that nothing leads to, or else the only one that nothing leads from. */
static bool find_top(const Part *p, uint32_t *top)
{
  uint32_t *ends = arena_array(p->d->arena, uint32_t, 2 * (size_t)p->n);
  if (!ends) return false;
  for (uint32_t i = 0; i < p->edge_count; i++) {
    ends[2 * p->edges[i].to]++;
    ends[2 * p->edges[i].from + 1]++;
  }
  for (uint32_t side = 0; side < 2; side++) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->n; i++)
      if (ends[2 * i + side] == 0 && count++ == 0) *top = i;
    if (count == 1) return true;
  }
  return false;
}

static LayoutMethod choose_method(const Part *p)
{
  const char *name = p->d->subject->options->layout;
  uint32_t top;
  for (int i = 0; name && layout_methods[i]; i++)
    if (strcmp(name, layout_methods[i]) == 0) return (LayoutMethod)i;
  bool tree = p->edge_count == p->n - 1;
  if (p->d->named && p->layers >= LEAST_LAYERS && p->edge_count <= LAYERED_DENSITY * p->n)
    return tree && find_top(p, &top) ? LAYOUT_TREE : LAYOUT_SUGIYAMA;
  return p->n <= MOST_BY_SPRINGS  ? LAYOUT_KAMADA_KAWAI
         : p->n <= MOST_BY_FORCES ? LAYOUT_FRUCHTERMAN_REINGOLD
                                  : LAYOUT_DRL;
}

/* ---- placing */

static double mean_type_width(const Diagram *d)
{
  double sum = 0;
  for (uint32_t i = 0; i < d->rel_count; i++) sum += MAX(d->rels[i].type.width, d->rels[i].when.width);
  return d->rel_count ? sum / d->rel_count : 0;
}

static igraph_error_t place_tree(Part *p)
{
  uint32_t top;
  igraph_vector_int_t roots;
  if (!find_top(p, &top)) return layout_place(LAYOUT_TREE, &p->graph, NULL, &p->places);
  igraph_error_t code = igraph_vector_int_init(&roots, 1);
  if (code != IGRAPH_SUCCESS) return code;
  VECTOR(roots)[0] = top;
  code = igraph_layout_reingold_tilford(&p->graph, &p->places, IGRAPH_ALL, &roots, NULL);
  igraph_vector_int_destroy(&roots);
  return code;
}

/* The distance between neighbours that leaves room for what is written on nodes and relationships. */
static double wanted_distance(const Part *p)
{
  const Diagram *d = p->d;
  double sum = 0;
  if (!d->named) return DOT_DISTANCE;
  for (uint32_t i = 0; i < p->n; i++) sum += d->nodes[p->nodes[i]].width + drawn_height(&d->nodes[p->nodes[i]]);
  return 0.5 * sum / p->n + LAYER_GAP + mean_type_width(d);
}

/* Springs are longer around a node with many neighbours, which stand in a circle around it. */
static igraph_error_t place_by_springs(Part *p)
{
  double distance = wanted_distance(p), room = p->d->named ? RING_ROOM : DOT_DISTANCE / 2;
  uint32_t *degrees = arena_array(p->d->arena, uint32_t, p->n);
  igraph_vector_t lengths;
  if (!degrees) return IGRAPH_ENOMEM;
  for (uint32_t i = 0; i < p->edge_count; i++) {
    degrees[p->edges[i].from]++;
    degrees[p->edges[i].to]++;
  }
  igraph_error_t code = igraph_vector_init(&lengths, p->edge_count);
  if (code != IGRAPH_SUCCESS) return code;
  for (uint32_t i = 0; i < p->edge_count; i++) {
    double around = MAX(degrees[p->edges[i].from], degrees[p->edges[i].to]) * room / (2 * M_PI);
    VECTOR(lengths)[i] = MIN(MAX(1, around / distance), LONGEST_SPRING);
  }
  code = layout_place(LAYOUT_KAMADA_KAWAI, &p->graph, &lengths, &p->places);
  igraph_vector_destroy(&lengths);
  p->by_springs = true;
  return code;
}

static igraph_error_t place_layers(Part *p)
{
  igraph_error_t code = igraph_vector_int_init(&p->origins, 0);
  if (code != IGRAPH_SUCCESS) return code;
  code = igraph_layout_sugiyama(&p->graph, &p->places, &p->extended, &p->origins, NULL, 1, 1, LAYOUT_SUGIYAMA_ROUNDS,
                                NULL);
  p->has_bends = code == IGRAPH_SUCCESS;
  if (!p->has_bends) igraph_vector_int_destroy(&p->origins);
  return code;
}

/* From places counted in layers and places within them to the picture, either downward or to the right, whichever
 * suits a page better. */
typedef struct Grid {
  double along, across; /* from one layer to the next, from one place to the next */
  bool rightward;
} Grid;

static Grid choose_grid(const Part *p)
{
  const Diagram *d = p->d;
  double wide = 0, high = 0, last = 0, left = INFINITY, right = -INFINITY;
  for (uint32_t i = 0; i < p->n; i++) {
    wide = MAX(wide, d->nodes[p->nodes[i]].width);
    high = MAX(high, drawn_height(&d->nodes[p->nodes[i]]));
    last = MAX(last, MATRIX(p->places, i, 1));
    left = MIN(left, MATRIX(p->places, i, 0));
    right = MAX(right, MATRIX(p->places, i, 0));
  }
  double gap = LAYER_GAP + mean_type_width(d);
  Grid down = {high + gap, wide + ROW_GAP, false}, over = {wide + gap, high + ROW_GAP, true};
  double down_aspect = (down.across * (right - left) + wide) / (down.along * last + high);
  double over_aspect = (over.along * last + wide) / (over.across * (right - left) + high);
  return fabs(log(down_aspect / ASPECT)) < fabs(log(over_aspect / ASPECT)) ? down : over;
}

static Point on_grid(const Part *p, Grid grid, igraph_integer_t row)
{
  double along = MATRIX(p->places, row, 1) * grid.along, across = MATRIX(p->places, row, 0) * grid.across;
  return grid.rightward ? (Point){along, across} : (Point){across, along};
}

static void put_on_grid(Part *p, Grid grid)
{
  for (uint32_t i = 0; i < p->n; i++) p->d->nodes[p->nodes[i]].at = on_grid(p, grid, i);
}

static double mean_length(const Part *p)
{
  double sum = 0;
  for (uint32_t i = 0; i < p->edge_count; i++) {
    Edge e = p->edges[i];
    sum += hypot(MATRIX(p->places, e.to, 0) - MATRIX(p->places, e.from, 0),
                 MATRIX(p->places, e.to, 1) - MATRIX(p->places, e.from, 1));
  }
  return p->edge_count && sum > 0 ? sum / p->edge_count : 1;
}

/* The angle by which the longest extent lies across the page. */
static double main_axis(const Part *p)
{
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (uint32_t i = 0; i < p->n; i++) {
    x += MATRIX(p->places, i, 0) / p->n;
    y += MATRIX(p->places, i, 1) / p->n;
  }
  for (uint32_t i = 0; i < p->n; i++) {
    double dx = MATRIX(p->places, i, 0) - x, dy = MATRIX(p->places, i, 1) - y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return 0.5 * atan2(2 * xy, xx - yy);
}

/* Where the boxes would fill too much of the page, all distances grow, so that pushing them apart moves few; where they
 * would be lost on it, distances shrink. */
static void breathe(Part *p)
{
  enum { FEWEST = 6 }; /* that spread over an area */
  Diagram *d = p->d;
  if (p->n < FEWEST) return;
  double boxes = 0, left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
  for (uint32_t i = 0; i < p->n; i++) {
    const DrawnNode *n = &d->nodes[p->nodes[i]];
    boxes += (n->width + NODE_GAP) * (drawn_height(n) + NODE_GAP);
    left = MIN(left, n->at.x - n->width / 2);
    right = MAX(right, n->at.x + n->width / 2);
    top = MIN(top, n->at.y - n->height / 2);
    bottom = MAX(bottom, n->at.y + n->height / 2);
  }
  double air = (right - left) * (bottom - top) / boxes, factor = sqrt(MIN(MAX(air, LEAST_AIR), MOST_AIR) / air);
  for (uint32_t i = 0; i < p->n; i++) {
    d->nodes[p->nodes[i]].at.x *= factor;
    d->nodes[p->nodes[i]].at.y *= factor;
  }
}

static Status put_freely(Part *p, Error *err)
{
  Diagram *d = p->d;
  double scale = p->by_springs ? wanted_distance(p) : wanted_distance(p) / mean_length(p), angle = -main_axis(p),
         c = cos(angle), s = sin(angle);
  for (uint32_t i = 0; i < p->n; i++) {
    double x = MATRIX(p->places, i, 0) * scale, y = MATRIX(p->places, i, 1) * scale;
    d->nodes[p->nodes[i]].at = (Point){(x * c - y * s) * FLATTEN, x * s + y * c};
  }
  if (d->named) breathe(p);
  return d->named ? spread_nodes(d, p->nodes, p->n, NODE_GAP, err) : STATUS_OK;
}

/* ---- bends, where igraph led relationships around the nodes of layers between */

static uint32_t edge_of(const Part *p, Edge edge)
{
  const Edge *found = bsearch(&edge, p->edges, p->edge_count, sizeof *p->edges, by_ends);
  return found ? (uint32_t)(found - p->edges) : UINT32_MAX;
}

/* The vertices of the extended graph that stand for bends, by the edge that they are of. */
typedef struct Bends {
  uint32_t *starts; /* one more than there are edges */
  igraph_integer_t *vertices;
} Bends;

static bool is_bend(const Part *p, igraph_integer_t extended_edge, igraph_integer_t *vertex)
{
  *vertex = IGRAPH_TO(&p->extended, extended_edge);
  return *vertex >= (igraph_integer_t)p->n;
}

static Status collect_bends(const Part *p, Bends *out, Error *err)
{
  igraph_integer_t count = igraph_vector_int_size(&p->origins), vertex;
  uint32_t *next = arena_array(p->d->arena, uint32_t, p->edge_count + 2);
  out->starts = arena_array(p->d->arena, uint32_t, p->edge_count + 2);
  out->vertices = arena_array(p->d->arena, igraph_integer_t, (size_t)count + 1);
  if (!next || !out->starts || !out->vertices) return error_out_of_memory(err);
  for (igraph_integer_t i = 0; i < count; i++)
    if (is_bend(p, i, &vertex)) out->starts[VECTOR(p->origins)[i] + 1]++;
  for (uint32_t i = 0; i < p->edge_count; i++) out->starts[i + 1] += out->starts[i];
  memcpy(next, out->starts, (p->edge_count + 1) * sizeof *next);
  for (igraph_integer_t i = 0; i < count; i++)
    if (is_bend(p, i, &vertex)) out->vertices[next[VECTOR(p->origins)[i]]++] = vertex;
  return STATUS_OK;
}

/* In the order in which the relationship passes them: layer by layer. */
static void take_bends(Part *p, Grid grid, const Bends *bends, uint32_t edge, DrawnRel *rel)
{
  uint32_t from = bends->starts[edge], n = bends->starts[edge + 1] - from;
  double start = MATRIX(p->places, p->edges[edge].from, 1);
  if (n == 0 || !(rel->bends = arena_array(p->d->arena, Point, n))) return;
  rel->bend_count = n;
  for (uint32_t i = 0; i < n; i++) {
    igraph_integer_t vertex = bends->vertices[from + i];
    uint32_t layer = (uint32_t)fabs(MATRIX(p->places, vertex, 1) - start);
    if (layer >= 1 && layer <= n) rel->bends[layer - 1] = on_grid(p, grid, vertex);
  }
}

static Status put_bends(Part *p, const Layout *l, Grid grid, uint32_t part, Error *err)
{
  Bends bends;
  TRY(collect_bends(p, &bends, err));
  for (uint32_t i = 0; i < p->d->rel_count; i++) {
    DrawnRel *rel = &p->d->rels[i];
    if (p->d->nodes[rel->from].part != part || rel->from == rel->to) continue;
    uint32_t edge = edge_of(p, (Edge){l->local[rel->from], l->local[rel->to]});
    if (edge < p->edge_count) take_bends(p, grid, &bends, edge, rel);
  }
  return STATUS_OK;
}

/* ---- the whole */

static Status place_part(Part *p, const Layout *l, uint32_t part, Error *err)
{
  TRY(count_layers(p, err));
  LayoutMethod method = choose_method(p);
  igraph_error_t code = method == LAYOUT_TREE           ? place_tree(p)
                        : method == LAYOUT_SUGIYAMA     ? place_layers(p)
                        : method == LAYOUT_KAMADA_KAWAI ? place_by_springs(p)
                                                        : layout_place(method, &p->graph, NULL, &p->places);
  TRY(check_code(code, err));
  if (method != LAYOUT_TREE && method != LAYOUT_SUGIYAMA) return put_freely(p, err);
  Grid grid = choose_grid(p);
  put_on_grid(p, grid);
  return p->has_bends ? put_bends(p, l, grid, part, err) : STATUS_OK;
}

static Status layout_part(Layout *l, uint32_t part, Error *err)
{
  Part p = {.d = l->d,
            .nodes = l->order + l->starts[part],
            .n = l->starts[part + 1] - l->starts[part],
            .edges = l->edges + l->edge_starts[part],
            .edge_count = l->edge_starts[part + 1] - l->edge_starts[part]};
  if (p.n == 1) return STATUS_OK;
  simplify(&p);
  TRY(make_graph(&p, err));
  Status status = check_code(igraph_matrix_init(&p.places, 0, 0), err);
  if (status == STATUS_OK) {
    status = place_part(&p, l, part, err);
    igraph_matrix_destroy(&p.places);
  }
  if (p.has_bends) {
    igraph_destroy(&p.extended);
    igraph_vector_int_destroy(&p.origins);
  }
  igraph_destroy(&p.graph);
  return status;
}

Status layout_nodes(Diagram *d, Error *err)
{
  const Subject *s = d->subject;
  Layout l = {.d = d};
  TRY(find_parts(&l, err));
  TRY(sort_edges(&l, err));
  Status status = igraph_guard_enter(s->interrupted, s->sink, err);
  if (status == STATUS_OK) {
    status = check_code(igraph_rng_seed(igraph_rng_default(), 0), err);
    for (uint32_t part = 0; part < l.part_count && status == STATUS_OK; part++) status = layout_part(&l, part, err);
    igraph_guard_leave();
  }
  if (status == STATUS_OK) return spread_parts(d, l.order, l.starts, l.part_count, err);
  if (err->kind == ERROR_NONE) (void)picture_go_on(s, err);
  return STATUS_FAIL;
}
