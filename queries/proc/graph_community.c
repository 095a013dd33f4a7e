/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that say which nodes belong together: components, communities and cores. */
#include "analysis.h"

#include <math.h>

/* ---- components */

static const char *const connectedness_modes[] = {"weak", "strong", NULL};
static const igraph_connectedness_t connectedness[] = {IGRAPH_WEAK, IGRAPH_STRONG};

static igraph_error_t compute_components(Analysis *a)
{
  return igraph_connected_components(&a->projection.graph, &a->numbers, NULL, NULL, connectedness[a->options.mode]);
}

static const Algorithm components = {
    .doing = "finding components",
    .options = OPTION(MODE),
    .defaults = {.directed = true},
    .modes = connectedness_modes,
    .result = RESULT_GROUPS,
    .compute = compute_components,
};

static const ProcedureField component_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"component", "INTEGER", TYPE_INT, false},
};

const Procedure procedure_graph_components = {
    .name = "graph.components",
    .signature = "graph.components([options :: MAP]) :: (node :: NODE, component :: INTEGER)",
    .help = "The parts of the graph that hang together, numbered from 0 in the order of their nodes' lowest ids. "
            "Options: " OPTIONS_PART
            ", `mode`: 'weak', where directions make no difference, or 'strong', where each node of a component "
            "reaches each other ('weak').",
    .example = "CALL graph.components({types: ['KNOWS']}) YIELD node, component RETURN component, count(node)",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = component_fields,
    .result_count = ARRAY_LEN(component_fields),
    .run = analysis_run,
    .payload = &components,
};

/* ---- communities */

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
    if (a->run->interrupted && a->run->interrupted(a->run->sink)) return IGRAPH_INTERRUPTED;
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

static const char *const community_methods[] = {"louvain", "leiden", "labelpropagation", "infomap", NULL};
static igraph_error_t (*const find_communities[])(Analysis *) = {find_louvain, find_leiden, find_by_labels,
                                                                 find_infomap};
enum { METHOD_LOUVAIN, METHOD_LEIDEN };

static igraph_error_t compute_communities(Analysis *a)
{
  return find_communities[a->options.method](a);
}

static const Algorithm communities = {
    .doing = "finding communities",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(METHOD) | OPTION(RESOLUTION) | OPTION(SEED),
    .defaults = {.resolution = 1},
    .methods = community_methods,
    .undirected_methods = 1u << METHOD_LOUVAIN | 1u << METHOD_LEIDEN,
    .result = RESULT_GROUPS,
    .compute = compute_communities,
};

static const ProcedureField community_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"community", "INTEGER", TYPE_INT, false},
};

const Procedure procedure_graph_communities = {
    .name = "graph.communities",
    .signature = "graph.communities([options :: MAP]) :: (node :: NODE, community :: INTEGER)",
    .help =
        "Groups of nodes with more relationships inside than between them, numbered from 0 in the order of their "
        "nodes' "
        "lowest ids. Options: " OPTIONS_PART
        ", `method`: 'louvain' or 'leiden', which look for the highest modularity, 'labelpropagation' or 'infomap' "
        "('louvain'), `directed`, for the latter two (false), `weight`, a property with how strong each relationship "
        "is (all alike), `resolution`, for the former two: higher finds more and smaller groups (1), `seed` of the "
        "random numbers: the same gives the same groups (0).",
    .example = "CALL graph.communities({types: ['KNOWS'], method: 'leiden'}) YIELD node, community RETURN community, "
               "count(node)",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = community_fields,
    .result_count = ARRAY_LEN(community_fields),
    .run = analysis_run,
    .payload = &communities,
};

/* ---- cores */

static const char *const core_modes[] = {"all", "out", "in", NULL};
static const igraph_neimode_t core_mode[] = {IGRAPH_ALL, IGRAPH_OUT, IGRAPH_IN};

static igraph_error_t compute_coreness(Analysis *a)
{
  return igraph_coreness(&a->projection.graph, &a->numbers, core_mode[a->options.mode]);
}

static const Algorithm coreness = {
    .doing = "computing coreness",
    .options = OPTION(MODE),
    .defaults = {.directed = true},
    .modes = core_modes,
    .result = RESULT_NUMBERS,
    .compute = compute_coreness,
};

static const ProcedureField coreness_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"coreness", "INTEGER", TYPE_INT, false},
};

const Procedure procedure_graph_coreness = {
    .name = "graph.coreness",
    .signature = "graph.coreness([options :: MAP]) :: (node :: NODE, coreness :: INTEGER)",
    .help = "The highest k for which each node is in the k-core: the largest part of the graph in which all nodes have "
            "k relationships or more. Parallel ones count, loops do not. Options: " OPTIONS_PART
            ", `mode`: relationships that lead 'out', 'in' or 'all' ('all').",
    .example = "CALL graph.coreness({types: ['KNOWS']}) YIELD node, coreness RETURN coreness, count(node)",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = coreness_fields,
    .result_count = ARRAY_LEN(coreness_fields),
    .run = analysis_run,
    .payload = &coreness,
};
