/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts over trees; see tree_count.h. The two parts: reading the tree from the plan, and sums and products. */
#include "tree_count.h"

/* A node's count is kept from the time on when one in so many of all nodes has been asked for: before, the table costs
 * more than it saves. */
enum { MEMO_SHARE = 8 };

/* ---- reading the plan */

static TreeNode *node_of(TreeCount *t, uint32_t slot)
{
  for (uint32_t i = 0; i < t->node_count; i++)
    if (t->nodes[i].slot == slot) return &t->nodes[i];
  return NULL;
}

static Status add_node(Exec *x, TreeCount *t, uint32_t slot, TreeEdge *in, TreeNode **out)
{
  TreeNode *node = &t->nodes[t->node_count++];
  *node = (TreeNode){.slot = slot, .in = in, .batch = batch_new(&x->arena, x->slot_count)};
  node->ids = arena_alloc(&x->arena, BATCH_ROWS * sizeof *node->ids);
  *out = node;
  return arena_check(&x->arena, x->err);
}

static TreeEdge *edge_of(TreeCount *t, uint32_t rel)
{
  for (uint32_t i = 0; i < t->edge_count && rel != SLOT_NONE; i++)
    if (t->edges[i].plan->rel == rel) return &t->edges[i];
  return NULL;
}

static TreeNode *top_of(TreeCount *t, const TreeEdge *edge)
{
  return node_of(t, edge->plan->from);
}

static void pair(TreeEdge *a, TreeEdge *b, bool ends)
{
  a->sibling = b;
  b->sibling = a;
  a->sibling_ends = b->sibling_ends = ends;
}

static Status read_unique(Exec *x, TreeCount *t, TreeEdge *edge)
{
  const Plan *plan = edge->plan;
  edge->unique = arena_array(&x->arena, uint32_t, plan->unique_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->unique_count; i++) {
    TreeEdge *other = edge_of(t, plan->unique[i]);
    if (!other) {
      edge->unique[edge->unique_count++] = plan->unique[i];
      top_of(t, edge)->varies = true;
    } else if (other->plan->from == plan->from) {
      pair(edge, other, false);
    } else {
      top_of(t, edge)->like_in = edge;
    }
  }
  return STATUS_OK;
}

static Status read_expand(Exec *x, TreeCount *t, const Plan *plan)
{
  TreeEdge *edge = &t->edges[t->edge_count++];
  *edge = (TreeEdge){.plan = plan};
  TreeNode *top = node_of(t, plan->from);
  if (!top) {
    TRY(add_node(x, t, plan->from, NULL, &top));
    t->roots[t->root_count++] = top;
  }
  edge->next = top->edges;
  top->edges = edge;
  TRY(add_node(x, t, plan->to, edge, &edge->to));
  TRY(rel_types_open(x, plan, &edge->types));
  return read_unique(x, t, edge);
}

static const NameRef *one_label(Exec *x, const Expr *e)
{
  if (e->kind != EXPR_HAS_LABELS || e->labels->kind != LABEL_NAME) return NULL;
  NameRef *label = arena_new(&x->arena, NameRef);
  *label = (NameRef){e->labels->name.text, NAME_NONE};
  return label;
}

/* `x <> y` between two ends. */
static bool read_differ(TreeCount *t, const Expr *e)
{
  if (e->kind != EXPR_COMPARISON || e->n != 2 || e->args[0]->kind != EXPR_VARIABLE ||
      e->args[1]->kind != EXPR_VARIABLE || e->args[0]->slot == e->args[1]->slot)
    return false;
  pair(node_of(t, e->args[0]->slot)->in, node_of(t, e->args[1]->slot)->in, true);
  return true;
}

static Status read_filter(Exec *x, TreeCount *t, const Plan *plan)
{
  if (read_differ(t, plan->filters[0])) return STATUS_OK;
  TreeNode *node = node_of(t, plan->child[0]->to);
  node->filter_count = plan->filter_count;
  node->implied = arena_array(&x->arena, const NameRef *, plan->filter_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->filter_count; i++) node->implied[i] = one_label(x, plan->filters[i]);
  return op_compile(x, plan->filters, plan->filter_count, &node->filters);
}

static Status read_plan(Exec *x, TreeCount *t, const Plan *plan)
{
  if (plan->kind == PLAN_ARGUMENT) return STATUS_OK;
  TRY(read_plan(x, t, plan->child[0]));
  return plan->kind == PLAN_EXPAND ? read_expand(x, t, plan) : read_filter(x, t, plan);
}

Status tree_count_open(Exec *x, const Plan *subplan, TreeCount *t)
{
  uint32_t edges = 0;
  for (const Plan *plan = subplan; plan; plan = plan->child[0]) edges += plan->kind == PLAN_EXPAND;
  arena_init(&t->arena, x->limit);
  t->nodes = arena_array(&x->arena, TreeNode, 2 * (size_t)edges);
  t->roots = arena_array(&x->arena, TreeNode *, edges);
  t->edges = arena_array(&x->arena, TreeEdge, edges);
  TRY(arena_check(&x->arena, x->err));
  return read_plan(x, t, subplan);
}

void tree_count_close(Exec *x, TreeCount *t)
{
  for (uint32_t i = 0; i < t->node_count; i++) {
    op_release(x, t->nodes[i].memo.counts, t->nodes[i].memo.cap, sizeof(int64_t));
    op_release(x, t->nodes[i].rest.counts, t->nodes[i].rest.cap, sizeof(int64_t));
  }
  op_release(x, t->by_node, t->by_node_cap, sizeof *t->by_node);
  arena_free(&t->arena);
}

/* ---- tables by node */

static Status grow_counts(Exec *x, int64_t **counts, uint32_t *cap, uint32_t limit)
{
  uint32_t old = *cap;
  if (limit <= old) return STATUS_OK;
  TRY(op_grow(x, (void **)counts, cap, limit, sizeof **counts));
  memset(*counts + old, 0, (*cap - old) * sizeof **counts);
  return STATUS_OK;
}

static int64_t remembered(const TreeMemo *memo, uint32_t node)
{
  return node < memo->cap ? memo->counts[node] - 1 : -1;
}

static void remember(TreeMemo *memo, uint32_t node, int64_t count)
{
  if (node < memo->cap && count < INT64_MAX) memo->counts[node] = count + 1;
}

/* ---- arithmetic */

static Status too_many(Exec *x)
{
  return error_set(x->err, ERROR_ARITHMETIC, "NumberOutOfRange", "there are more rows to count than fit 64 bits");
}

static Status add(Exec *x, int64_t *sum, int64_t more)
{
  return LIKELY(!__builtin_add_overflow(*sum, more, sum)) ? STATUS_OK : too_many(x);
}

static Status multiply(Exec *x, int64_t a, int64_t b, int64_t *out)
{
  return LIKELY(!__builtin_mul_overflow(a, b, out)) ? STATUS_OK : too_many(x);
}

/* ---- relationships */

/* Whether a relationship between the node and `end`, known to be of the edge's types, can be one of the edge at the
 * node. */
static bool can_stand_for(const TreeEdge *edge, uint32_t node, uint32_t end, bool outgoing)
{
  Direction dir = edge->plan->dir;
  return dir == DIR_BOTH || node == end || outgoing == (dir == DIR_OUT);
}

static void begin(RelWalk *walk, const Exec *x, const TreeEdge *edge, uint32_t node)
{
  rel_walk_begin(walk, x, &edge->types, edge->plan->dir, edge->compact, node);
}

/* ---- counts */

static Status count_stretch(Exec *x, TreeCount *t, const TreeEdge *edge, uint32_t node, const Stretch *s, int64_t *out);

/* Whether every node at the end of the edge has the label, by the graph's counts. */
static bool is_implied(const Exec *x, const TreeEdge *edge, const NameRef *name)
{
  if (edge->types.any) return false;
  uint32_t label = op_name(x, NAME_LABEL, name);
  if (label == NAME_NONE) return false;
  for (uint32_t i = 0; i < edge->types.n; i++) {
    uint32_t type = edge->types.ids[i];
    uint64_t all = graph_type_count(x->graph, type);
    if (edge->plan->dir != DIR_IN && graph_label_type_count(x->graph, label, type, DIR_IN) != all) return false;
    if (edge->plan->dir != DIR_OUT && graph_label_type_count(x->graph, label, type, DIR_OUT) != all) return false;
  }
  return true;
}

static bool is_plain(const Exec *x, const TreeEdge *edge)
{
  const TreeNode *to = edge->to;
  if (to->edges) return false;
  for (uint32_t i = 0; i < to->filter_count; i++)
    if (!to->implied[i] || !is_implied(x, edge, to->implied[i])) return false;
  return true;
}

/* The relationships of a node that a plain edge can stand for. */
static uint64_t degree(const Exec *x, const TreeEdge *edge, uint32_t node)
{
  uint64_t n = 0;
  if (edge->types.any) return graph_degree(x->graph, node, NAME_NONE, edge->plan->dir);
  for (uint32_t i = 0; i < edge->types.n; i++) {
    uint32_t type = edge->types.ids[i];
    if (edge->plan->dir != DIR_BOTH && edge->compact)
      n += graph_run(x->graph, node, type, edge->plan->dir).len;
    else
      n += graph_degree(x->graph, node, type, edge->plan->dir);
  }
  return n;
}

/* What the edge comes to at the node, no relationship left out. */
static Status sum_edge(Exec *x, TreeCount *t, const TreeEdge *edge, uint32_t node, int64_t *sum)
{
  *sum = 0;
  if (edge->plain) {
    x->visits++;
    *sum = (int64_t)degree(x, edge, node);
    return STATUS_OK;
  }
  RelWalk walk;
  Stretch s;
  int64_t counts[BATCH_ROWS];
  for (begin(&walk, x, edge, node); rel_walk_next(&walk, &s);) {
    TRY(exec_check(x));
    TRY(count_stretch(x, t, edge, node, &s, counts));
    for (uint32_t i = 0; i < s.n; i++) TRY(add(x, sum, counts[i]));
  }
  return STATUS_OK;
}

/* What it comes to with one relationship. */
static Status count_one(Exec *x, TreeCount *t, const TreeEdge *edge, uint32_t node, uint32_t end, uint32_t rel,
                        bool outgoing, int64_t *out)
{
  *out = 1;
  return edge->plain ? STATUS_OK : count_stretch(x, t, edge, node, &(Stretch){&end, &rel, 1, outgoing}, out);
}

/* Takes the one relationship that the row has bound out of the sum. */
static Status leave_out(Exec *x, TreeCount *t, const TreeEdge *edge, uint32_t node, uint32_t rel, int64_t *sum)
{
  uint32_t start, end;
  int64_t count;
  if (!rel_types_contain(&edge->types, graph_rel_type(x->graph, rel))) return STATUS_OK;
  graph_rel_ends(x->graph, rel, &start, &end);
  if (start != node && end != node) return STATUS_OK;
  uint32_t other = start == node ? end : start;
  if (!can_stand_for(edge, node, other, start == node)) return STATUS_OK;
  TRY(count_one(x, t, edge, node, other, rel, start == node, &count));
  *sum -= count;
  return STATUS_OK;
}

/* The relationships of the row that the edge must not be, each once. */
static Status load_unique(Exec *x, TreeEdge *edge, const Batch *rows, uint32_t row)
{
  if (edge->unique_count == 0) return STATUS_OK;
  Plan of_edge = {.unique = edge->unique, .unique_count = edge->unique_count};
  Unique *u = &edge->bound;
  TRY(unique_load(x, &of_edge, u, rows, row));
  uint32_t n = 0;
  for (uint32_t i = 0; i < u->n; i++) {
    bool seen = false;
    for (uint32_t k = 0; k < n; k++) seen |= u->ids[k] == u->ids[i];
    if (!seen) u->ids[n++] = u->ids[i];
  }
  u->n = n;
  return STATUS_OK;
}

/* What the edge comes to at the node, but for what the row has bound. */
static Status sum_unique(Exec *x, TreeCount *t, const TreeEdge *edge, uint32_t node, int64_t *sum)
{
  TRY(sum_edge(x, t, edge, node, sum));
  for (uint32_t i = 0; i < edge->bound.n; i++) TRY(leave_out(x, t, edge, node, edge->bound.ids[i], sum));
  return STATUS_OK;
}

static bool may_loop(const Exec *x, const TreeEdge *edge)
{
  bool some = edge->types.any;
  for (uint32_t i = 0; i < edge->types.n; i++) some |= graph_type_may_loop(x->graph, edge->types.ids[i]);
  return some;
}

/* What two edges come to with the same relationship, which is to be taken off their product. One of them, `few`, goes
 * in one direction or both go in two. */
static Status same_rel(Exec *x, TreeCount *t, const TreeEdge *few, const TreeEdge *many, uint32_t node, int64_t *sum)
{
  RelWalk walk;
  Stretch s;
  int64_t a[BATCH_ROWS], b[BATCH_ROWS];
  bool opposite = few->plan->dir != many->plan->dir && many->plan->dir != DIR_BOTH;
  *sum = 0;
  if (opposite && !may_loop(x, few)) return STATUS_OK;
  for (begin(&walk, x, few, node); rel_walk_next(&walk, &s);) {
    TRY(exec_check(x));
    if (opposite && few->compact) { /* only loops, which stand together */
      Run run = {s.nodes, s.rels, s.n};
      uint32_t from = run_lower_bound(&run, node), to = from;
      while (to < s.n && s.nodes[to] == node) to++;
      s = (Stretch){s.nodes + from, s.rels + from, to - from, s.outgoing};
      if (s.n == 0) continue;
    }
    TRY(count_stretch(x, t, few, node, &s, a));
    TRY(count_stretch(x, t, many, node, &s, b));
    for (uint32_t i = 0; i < s.n; i++) {
      int64_t product;
      if (!unique_allows(&few->bound, s.rels[i]) || !unique_allows(&many->bound, s.rels[i])) continue;
      if (!can_stand_for(many, node, s.nodes[i], s.outgoing)) continue;
      TRY(multiply(x, a[i], b[i], &product));
      TRY(add(x, sum, product));
    }
  }
  return STATUS_OK;
}

/* What two edges come to with the same node at their ends. */
static Status same_end(Exec *x, TreeCount *t, const TreeEdge *a, const TreeEdge *b, uint32_t node, int64_t *sum)
{
  RelWalk walk;
  Stretch s;
  int64_t counts[BATCH_ROWS];
  *sum = 0;
  TRY(grow_counts(x, &t->by_node, &t->by_node_cap, graph_node_limit(x->graph)));
  /* The table is taken away meanwhile, since the walk may come back here. */
  int64_t *table = t->by_node;
  uint32_t cap = t->by_node_cap;
  t->by_node = NULL;
  t->by_node_cap = 0;
  Status status = STATUS_OK;
  for (begin(&walk, x, a, node); status == STATUS_OK && rel_walk_next(&walk, &s);) {
    status = count_stretch(x, t, a, node, &s, counts);
    for (uint32_t i = 0; i < s.n && status == STATUS_OK; i++)
      if (unique_allows(&a->bound, s.rels[i])) status = add(x, &table[s.nodes[i]], counts[i]);
  }
  for (begin(&walk, x, b, node); status == STATUS_OK && rel_walk_next(&walk, &s);) {
    status = count_stretch(x, t, b, node, &s, counts);
    for (uint32_t i = 0; i < s.n && status == STATUS_OK; i++) {
      int64_t product = 0;
      if (!unique_allows(&b->bound, s.rels[i])) continue;
      status = multiply(x, counts[i], table[s.nodes[i]], &product);
      if (status == STATUS_OK) status = add(x, sum, product);
    }
  }
  for (begin(&walk, x, a, node); rel_walk_next(&walk, &s);)
    for (uint32_t i = 0; i < s.n; i++) table[s.nodes[i]] = 0;
  op_release(x, t->by_node, t->by_node_cap, sizeof *t->by_node);
  t->by_node = table;
  t->by_node_cap = cap;
  return status;
}

/* Both edges of a pair that must differ. */
static Status sum_pair(Exec *x, TreeCount *t, TreeEdge *edge, uint32_t node, int64_t *out)
{
  const TreeEdge *a = edge, *b = edge->sibling;
  int64_t sa, sb, same;
  TRY(sum_unique(x, t, a, node, &sa));
  TRY(sum_unique(x, t, b, node, &sb));
  TRY(multiply(x, sa, sb, out));
  if (*out == 0) return STATUS_OK;
  bool a_is_few = a->plan->dir != DIR_BOTH;
  if (edge->sibling_ends)
    TRY(same_end(x, t, a, b, node, &same));
  else
    TRY(same_rel(x, t, a_is_few ? a : b, a_is_few ? b : a, node, &same));
  *out -= same;
  return STATUS_OK;
}

/* The product over the node's edges but for one (which may be NULL). */
static Status multiply_edges(Exec *x, TreeCount *t, const TreeNode *node, const TreeEdge *but, uint32_t at,
                             int64_t *out)
{
  *out = 1;
  for (TreeEdge *edge = node->edges; edge && *out; edge = edge->next) {
    int64_t sum;
    if (edge == but || (edge->sibling && edge->sibling < edge)) continue;
    TRY(edge->sibling ? sum_pair(x, t, edge, at, &sum) : sum_unique(x, t, edge, at, &sum));
    TRY(multiply(x, *out, sum, out));
  }
  return STATUS_OK;
}

/* A root is asked for once for each row, so that only many rows can have asked twice. */
static Status ask(Exec *x, TreeNode *node, uint32_t n)
{
  uint32_t limit = graph_node_limit(x->graph);
  node->asked += n;
  if (node->memo.cap >= limit || node->asked < (node->in ? limit / MEMO_SHARE : limit) || node->varies)
    return STATUS_OK;
  TRY(grow_counts(x, &node->memo.counts, &node->memo.cap, limit));
  return node->like_in ? grow_counts(x, &node->rest.counts, &node->rest.cap, limit) : STATUS_OK;
}

/* What a node comes to that has passed the filters. */
static Status count_node(Exec *x, TreeCount *t, TreeNode *node, uint32_t at, int64_t *out)
{
  *out = remembered(&node->memo, at);
  if (*out >= 0) return STATUS_OK;
  TRY(multiply_edges(x, t, node, NULL, at, out));
  remember(&node->memo, at, *out);
  return STATUS_OK;
}

/* The nodes that pass the filters of their place: their positions. */
static Status filter_ends(Exec *x, TreeCount *t, TreeNode *node, const uint32_t *ends, uint32_t n, uint16_t *passed,
                          uint32_t *passed_n)
{
  uint16_t sel[BATCH_ROWS];
  arena_reset(&t->arena);
  node->batch.n = n;
  node->batch.sel = NULL;
  node->batch.slots[node->slot] = (Vec){.kind = VEC_NODE, .ids = ends};
  for (uint32_t i = 0; i < node->filter_count && node->batch.n; i++) {
    uint32_t left = 0;
    if (node->implied[i] && is_implied(x, node->in, node->implied[i])) continue;
    TRY(eval_filter(x, node->filters[i], &node->batch, &t->arena, passed, &left));
    memcpy(sel, passed, left * sizeof *sel);
    node->batch.sel = sel;
    node->batch.n = left;
  }
  if (!node->batch.sel)
    for (uint32_t i = 0; i < n; i++) passed[i] = (uint16_t)i;
  *passed_n = node->batch.n;
  node->batch.sel = NULL;
  return STATUS_OK;
}

/* What each of the nodes at the ends of an edge comes to. */
static Status count_ends(Exec *x, TreeCount *t, const TreeEdge *edge, const uint32_t *ends, uint32_t n, int64_t *out)
{
  TreeNode *node = edge->to;
  uint32_t unknown = 0, passed_n;
  uint16_t at[BATCH_ROWS], passed[BATCH_ROWS];
  TRY(ask(x, node, n));
  for (uint32_t i = 0; i < n; i++) {
    out[i] = remembered(&node->memo, ends[i]);
    at[unknown] = (uint16_t)i;
    node->ids[unknown] = ends[i];
    unknown += out[i] < 0;
  }
  if (unknown == 0) return STATUS_OK;
  TRY(filter_ends(x, t, node, node->ids, unknown, passed, &passed_n));
  for (uint32_t i = 0, p = 0; i < unknown; i++) {
    bool passes = p < passed_n && passed[p] == i;
    p += passes;
    out[at[i]] = 0;
    if (passes)
      TRY(count_node(x, t, node, ends[at[i]], &out[at[i]]));
    else
      remember(&node->memo, ends[at[i]], 0);
  }
  return STATUS_OK;
}

/* Takes off what a node at an end comes to with the relationship that led there once more: its edge like_in must
 * differ from it. */
static Status without_arrival(Exec *x, TreeCount *t, TreeNode *node, uint32_t at, uint32_t from, uint32_t rel,
                              bool outgoing, int64_t *count)
{
  const TreeEdge *like = node->like_in;
  int64_t rest = remembered(&node->rest, at), back;
  if (*count == 0 || !can_stand_for(like, at, from, !outgoing)) return STATUS_OK;
  if (rest < 0) {
    TRY(multiply_edges(x, t, node, like, at, &rest));
    remember(&node->rest, at, rest);
  }
  TRY(count_one(x, t, like, at, from, rel, !outgoing, &back));
  TRY(multiply(x, rest, back, &back));
  *count -= back;
  return STATUS_OK;
}

/* What each of the relationships of a stretch comes to. */
static Status count_stretch(Exec *x, TreeCount *t, const TreeEdge *edge, uint32_t node, const Stretch *s, int64_t *out)
{
  if (edge->plain) {
    for (uint32_t i = 0; i < s->n; i++) out[i] = 1;
    return STATUS_OK;
  }
  x->visits += s->n;
  TRY(count_ends(x, t, edge, s->nodes, s->n, out));
  for (uint32_t i = 0; i < s->n && edge->to->like_in; i++)
    TRY(without_arrival(x, t, edge->to, s->nodes[i], node, s->rels[i], s->outgoing, &out[i]));
  return STATUS_OK;
}

static Status count_root(Exec *x, TreeCount *t, TreeNode *root, const Batch *rows, int64_t *out)
{
  const uint32_t *ids;
  TRY(batch_ids(rows, root->slot, VEC_NODE, root->ids, &ids, x->err));
  TRY(ask(x, root, rows->n));
  for (uint32_t i = 0; i < rows->n; i++) {
    uint32_t row = batch_row(rows, i);
    int64_t count = 0;
    if (out[i] == 0) continue;
    for (TreeEdge *edge = root->edges; edge; edge = edge->next) TRY(load_unique(x, edge, rows, row));
    if (ids[row] != SLOT_NONE) TRY(count_node(x, t, root, ids[row], &count));
    TRY(multiply(x, out[i], count, &out[i]));
  }
  return STATUS_OK;
}

static void resolve(Exec *x, TreeEdge *edge)
{
  rel_types_resolve(x, edge->plan, &edge->types);
  edge->compact = rel_types_compact(x, &edge->types);
  edge->plain = is_plain(x, edge);
}

bool tree_count_scan(Exec *x, TreeCount *t, const Plan *scan, int64_t *out)
{
  TreeEdge *edge = &t->edges[0];
  if (t->edge_count != 1 || edge->unique_count > 0 || edge->plan->dir == DIR_BOTH) return false;
  resolve(x, edge);
  if (!edge->plain) return false;
  bool all = scan->kind == PLAN_ALL_NODES_SCAN;
  uint32_t label = all ? NAME_NONE : op_name(x, NAME_LABEL, &scan->label);
  uint64_t sum = 0;
  for (uint32_t i = 0; i < (edge->types.any ? 1 : edge->types.n); i++) {
    uint32_t type = edge->types.any ? NAME_NONE : edge->types.ids[i];
    if (all)
      sum += edge->types.any ? graph_rel_count(x->graph) : graph_type_count(x->graph, type);
    else if (label != NAME_NONE)
      sum += graph_label_type_count(x->graph, label, type, edge->plan->dir);
  }
  *out = (int64_t)sum;
  return true;
}

Status tree_count_batch(Exec *x, TreeCount *t, const Batch *rows, int64_t *out)
{
  for (uint32_t i = 0; i < t->edge_count; i++) resolve(x, &t->edges[i]);
  for (uint32_t i = 0; i < rows->n; i++) out[i] = 1;
  for (uint32_t r = 0; r < t->root_count; r++) TRY(count_root(x, t, t->roots[r], rows, out));
  return arena_check(&t->arena, x->err);
}
