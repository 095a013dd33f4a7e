/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that say which nodes belong together: communities and cores. */
#include "analysis.h"

#include <math.h>

/* ---- communities */

enum {
  METHOD_LOUVAIN,
  METHOD_LEIDEN,
  METHOD_LABELS,
  METHOD_INFOMAP,
  METHOD_WALKTRAP,
  METHOD_FAST_GREEDY,
  METHOD_EDGE_BETWEENNESS,
  METHOD_SPINGLASS
};

/* igraph 0.10.2 frees things twice in these two when it gets no memory in their midst: so there has to be enough for
 * some copies of the graph before they begin. */
static igraph_error_t expect_memory(const Analysis *a)
{
  enum { BYTES_EACH = 256 };
  Error ignored = {0};
  size_t elements = (size_t)igraph_vcount(&a->projection.graph) + (size_t)igraph_ecount(&a->projection.graph);
  return memory_expect((elements + 1024) * BYTES_EACH, &ignored) == STATUS_OK ? IGRAPH_SUCCESS : IGRAPH_ENOMEM;
}

static igraph_error_t find_louvain(Analysis *a)
{
  igraph_error_t code = expect_memory(a);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_community_multilevel(&a->projection.graph, analysis_weights(a), a->options.resolution, &a->numbers,
                                     NULL, NULL);
}

enum { MOST_ROUNDS = 100 };

/* Leiden maximizes modularity when nodes weigh what their relationships do and the resolution is in units of all of
 * these, 2 * m. 0.01 is how random refinement is, as in igraph's interfaces. Rounds go on until one gains nothing;
 * igraph 0.10.2, asked to go on by itself, never ends where nothing can be put together. */
static igraph_error_t find_leiden(Analysis *a)
{
  const igraph_t *graph = &a->projection.graph;
  const igraph_vector_t *weights = analysis_weights(a);
  igraph_vector_t *strength = &a->scores[0];
  igraph_integer_t count;
  igraph_real_t quality = 0, best = -INFINITY;
  igraph_error_t code = igraph_strength(graph, strength, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS, weights);
  if (code == IGRAPH_SUCCESS) code = expect_memory(a);
  double total = code == IGRAPH_SUCCESS ? igraph_vector_sum(strength) : 0;
  double resolution = total > 0 ? a->options.resolution / total : 0;
  for (uint32_t round = 0; code == IGRAPH_SUCCESS && round < MOST_ROUNDS; round++) {
    if (analysis_interrupted(a)) return IGRAPH_INTERRUPTED;
    code = igraph_community_leiden(graph, weights, strength, resolution, 0.01, round > 0, 1, &a->numbers, &count,
                                   &quality);
    if (!(quality > best)) break;
    best = quality;
  }
  return code;
}

static igraph_error_t find_by_labels(Analysis *a)
{
  return igraph_community_label_propagation(&a->projection.graph, &a->numbers,
                                            a->options.directed ? IGRAPH_OUT : IGRAPH_ALL, analysis_weights(a), NULL,
                                            NULL);
}

enum { INFOMAP_TRIALS = 10 };

static igraph_error_t find_infomap(Analysis *a)
{
  igraph_real_t length;
  return igraph_community_infomap(&a->projection.graph, analysis_weights(a), NULL, INFOMAP_TRIALS, &a->numbers,
                                  &length);
}

/* The level of a hierarchy with the highest modularity, which scores[0] have. igraph 0.10.2 by itself makes
 * memberships of levels that there are not where a graph is disconnected. */
static igraph_error_t choose_level(Analysis *a, const igraph_matrix_int_t *merges)
{
  const igraph_vector_t *modularity = &a->scores[0];
  igraph_integer_t levels = MIN(igraph_vector_size(modularity), igraph_matrix_int_nrow(merges) + 1), best = 0;
  for (igraph_integer_t i = 1; i < levels; i++)
    if (VECTOR(*modularity)[i] > VECTOR(*modularity)[best]) best = i;
  return igraph_community_to_membership(merges, igraph_vcount(&a->projection.graph), best, &a->numbers, NULL);
}

/* Pons and Latapy's length of walks, as igraph's interfaces have it. */
enum { WALK_STEPS = 4 };

static igraph_error_t find_levels(Analysis *a, igraph_matrix_int_t *merges)
{
  const igraph_t *graph = &a->projection.graph;
  const igraph_vector_t *weights = analysis_weights(a);
  igraph_vector_t *modularity = &a->scores[0];
  if (a->options.method == METHOD_WALKTRAP)
    return igraph_community_walktrap(graph, weights, WALK_STEPS, merges, modularity, NULL);
  if (a->options.method == METHOD_FAST_GREEDY)
    return igraph_community_fastgreedy(graph, weights, merges, modularity, NULL);
  return igraph_community_edge_betweenness(graph, NULL, NULL, merges, NULL, modularity, NULL, a->options.directed,
                                           NULL);
}

static igraph_error_t find_hierarchy(Analysis *a)
{
  igraph_matrix_int_t merges;
  igraph_error_t code = igraph_matrix_int_init(&merges, 0, 0);
  if (code != IGRAPH_SUCCESS) return code;
  code = find_levels(a, &merges);
  if (code == IGRAPH_SUCCESS) code = choose_level(a, &merges);
  igraph_matrix_int_destroy(&merges);
  return code;
}

/* As igraph's interfaces cool it down. */
static igraph_error_t find_spinglass(Analysis *a)
{
  enum { SPINS = 25 };
  const igraph_t *graph = &a->projection.graph;
  igraph_bool_t connected;
  igraph_error_t code = igraph_is_connected(graph, &connected, IGRAPH_WEAK);
  if (code != IGRAPH_SUCCESS) return code;
  if (!connected) {
    error_set(a->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
              "the method 'spinglass' of %s works on connected graphs only: choose a component, see graph.components",
              a->run->procedure->name);
    return IGRAPH_FAILURE;
  }
  if (igraph_vcount(graph) == 1) return igraph_vector_int_resize(&a->numbers, 1);
  return igraph_community_spinglass(graph, analysis_weights(a), NULL, NULL, &a->numbers, NULL, SPINS, false, 1, 0.01,
                                    0.99, IGRAPH_SPINCOMM_UPDATE_CONFIG, a->options.resolution,
                                    IGRAPH_SPINCOMM_IMP_ORIG, 1);
}

static const char *const community_methods[] = {
    "louvain", "leiden", "labelpropagation", "infomap", "walktrap", "fastgreedy", "edgebetweenness", "spinglass", NULL};

static igraph_error_t (*const find_communities[])(Analysis *) = {
    [METHOD_LOUVAIN] = find_louvain,
    [METHOD_LEIDEN] = find_leiden,
    [METHOD_LABELS] = find_by_labels,
    [METHOD_INFOMAP] = find_infomap,
    [METHOD_WALKTRAP] = find_hierarchy,
    [METHOD_FAST_GREEDY] = find_hierarchy,
    [METHOD_EDGE_BETWEENNESS] = find_hierarchy,
    [METHOD_SPINGLASS] = find_spinglass,
};

static igraph_error_t compute_communities(Analysis *a)
{
  return find_communities[a->options.method](a);
}

static const Algorithm communities = {
    .doing = "finding communities",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(METHOD) | OPTION(RESOLUTION) | OPTION(SEED),
    .defaults = {.resolution = 1},
    .methods = community_methods,
    .undirected_methods = 1u << METHOD_LOUVAIN | 1u << METHOD_LEIDEN | 1u << METHOD_WALKTRAP |
                          1u << METHOD_FAST_GREEDY | 1u << METHOD_SPINGLASS,
    .simple_methods = 1u << METHOD_FAST_GREEDY,
    .unweighted_methods = 1u << METHOD_EDGE_BETWEENNESS,
    .result = RESULT_GROUPS,
    .compute = compute_communities,
};

static const ProcedureField community_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"community", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    communities, "communities", 1, "node :: NODE, community :: INTEGER", community_fields,
    "Groups of nodes with more relationships inside than between them, numbered from 0 in the order of their nodes' "
    "lowest ids.",
    "`method` ('louvain'): 'louvain' (Blondel and others 2008), 'leiden' (Traag and others 2019) and 'fastgreedy' "
    "(Clauset and others 2004), which look for the highest modularity, 'spinglass' (Reichardt and Bornholdt 2006), "
    "which does so slowly and on connected graphs only, 'labelpropagation' (Raghavan and others 2007), 'infomap' "
    "(Rosvall and Bergstrom 2008), 'walktrap' (Pons and Latapy 2005), 'edgebetweenness' (Girvan and Newman 2002), for "
    "small graphs; `directed`, for 'labelpropagation', 'infomap' and 'edgebetweenness' (false), `weight`, a property "
    "with how strong each relationship is, but for 'edgebetweenness' (all alike), `resolution`, for 'louvain', "
    "'leiden' and 'spinglass': higher finds more and smaller groups (1), `seed` of the random numbers: the same gives "
    "the same groups (0), ",
    "time about linear in the relationships, by 'walktrap' for each pair of nodes, by 'edgebetweenness' as the square "
    "of the relationships for each node",
    "Fortunato 2010",
    "CALL graph.communities({types: ['KNOWS'], method: 'leiden'}) YIELD node, community RETURN community, count(node)")

/* ---- cores */

static igraph_error_t compute_coreness(Analysis *a)
{
  return igraph_coreness(&a->projection.graph, &a->numbers, analysis_mode(a));
}

static const Algorithm coreness = {
    .doing = "computing coreness",
    .options = OPTION(MODE),
    .defaults = {.directed = true, .mode = MODE_ALL},
    .modes = analysis_directions,
    .result = RESULT_NUMBERS,
    .compute = compute_coreness,
};

static const ProcedureField coreness_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"coreness", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    coreness, "coreness", 1, "node :: NODE, coreness :: INTEGER", coreness_fields,
    "The highest k for which each node is in the k-core: the largest part of the graph in which all nodes have k "
    "relationships or more. Parallel ones count, loops do not.",
    "`mode`: relationships that lead 'out', 'in' or 'all' ('all'), ", "linear time",
    "Seidman 1983, Batagelj and Zaveršnik 2003",
    "CALL graph.coreness({types: ['KNOWS']}) YIELD node, coreness RETURN coreness, count(node)")
