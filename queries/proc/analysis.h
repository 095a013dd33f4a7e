/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms on graphs as procedures: CALL graph.pagerank({labels: ['Person'], damping: 0.9}) YIELD node, score.
 *
 * All go one way, in proc_graph.c: the options are read and checked (graph_options.c), the part of the graph that they
 * name becomes an igraph graph (projection.c), the algorithm computes on it, and what it found becomes rows
 * (graph_rows.c). An Algorithm is one const row that says what differs. To add one: a compute function, its row, its
 * GRAPH_PROCEDURE, its name in registry.c, and what it calls of igraph in core/igraph.def. */
#ifndef CLIO_QUERIES_ANALYSIS_H
#define CLIO_QUERIES_ANALYSIS_H

#include "proc_internal.h"
#include "projection.h"

/* ---- options */

typedef enum AlgorithmOption {
  OPTION_LABELS,
  OPTION_TYPES,
  OPTION_AS_OF,
  OPTION_CERTAINLY,
  OPTION_ACCORDING_TO,
  OPTION_RANK,
  OPTION_DIRECTED,
  OPTION_WEIGHT,
  OPTION_DAMPING,
  OPTION_ALPHA,
  OPTION_BETA,
  OPTION_MODE,
  OPTION_LOOPS,
  OPTION_NORMALIZED,
  OPTION_CUTOFF,
  OPTION_ISOLATES,
  OPTION_METHOD,
  OPTION_RESOLUTION,
  OPTION_SEED,
  OPTION_SOURCE,
  OPTION_TARGET,
  OPTION_NODES,
  OPTION_K,
  OPTION_MIN_SIZE,
  OPTION_SIZE,
  OPTION_PROPERTY,
  OPTION_COUNT
} AlgorithmOption;

#define OPTION(name) (1u << OPTION_##name)

/* What all of them take; and for their help. */
#define OPTIONS_OF_ALL                                                                                                 \
  (OPTION(LABELS) | OPTION(TYPES) | OPTION(AS_OF) | OPTION(CERTAINLY) | OPTION(ACCORDING_TO) | OPTION(RANK))
#define OPTIONS_PART                                                                                                   \
  "`labels` and `types`, which choose the nodes and the relationships between them (all), `asOf`, a day on which "     \
  "these held ('all'), `certainly`, whether that has to be sure (false), `accordingTo`, a party, whose claims and "    \
  "what nobody contests they are ('all'), `rank`, 'best' where a preferred one replaces its rivals ('all')"

typedef struct AlgorithmOptions {
  Value labels, types; /* a string, a list of strings, or null for all */
  bool dated, certainly;
  DayRange days;      /* where dated: of asOf */
  Value according_to; /* a string, a node, or a list of them; null for anybody */
  uint32_t rank;      /* 1: the best */
  bool directed;
  Text weight; /* the property; empty for none */
  double damping, alpha, beta;
  uint32_t mode;   /* index into the algorithm's modes */
  uint32_t method; /* likewise */
  bool loops, normalized;
  double cutoff;     /* below 0: none */
  uint32_t isolates; /* 1: a value that is undefined is 0, not null */
  double resolution;
  uint32_t seed;
  Value source;  /* a node, or null where there is none */
  Value targets; /* of target or nodes: a node, a list of nodes, or null where there are none */
  uint32_t k, min_size, size;
  Text property; /* of nodes; empty for none */
} AlgorithmOptions;

/* ---- algorithms */

typedef enum AlgorithmResult {
  /* A row for each node, by ascending id, */
  RESULT_SCORES,     /* with a float, of scores[0]; NaN gives null */
  RESULT_TWO_SCORES, /* with two, of both scores */
  RESULT_NUMBERS,    /* with an integer, of numbers */
  RESULT_GROUPS,     /* with the number of a group, given anew from 0 in the order of the groups' first nodes */
  /* A row for each of some, */
  RESULT_NODES,      /* numbers are vertices; a second field is the position, from 0 */
  RESULT_RELS,       /* numbers are edges; a second field is of scores[0] */
  RESULT_NODE_LISTS, /* lists[0] are of vertices */
  RESULT_PATHS,      /* lists[0] and lists[1] are the vertices and the edges of each; no vertices: no row */
  RESULT_PAIRS,      /* numbers are vertices, by two; with a float, of scores[0] */
  RESULT_COUNTS,     /* scores[0], each with its name */
  RESULT_MOTIFS,     /* numbers are igraph's classes of graphs, lists[0] their edges, scores[0] how many there are */
  /* One row, */
  RESULT_FIGURE, /* scores[0]; NaN gives null */
  RESULT_CUT     /* scores[0], the edges in numbers, the vertices of one side in lists[0]; no lists: no row */
} AlgorithmResult;

typedef struct Analysis Analysis;

typedef struct Algorithm {
  const char *doing; /* for errors: "computing PageRank" */
  uint32_t options;  /* OPTION bits of what it takes besides OPTIONS_OF_ALL */
  uint32_t required; /* and of these, what has to be there: of source, target, nodes and weight */
  AlgorithmOptions defaults;
  const char *const *modes, *const *methods;     /* what these options can say, NULL-terminated */
  uint32_t undirected_modes, undirected_methods; /* bits: these need an undirected graph */
  uint32_t simple_methods, unweighted_methods;   /* the same for graphs without loops and parallels; without weights */
  WeightRange weights;
  bool many_targets, widest; /* target may be a list; a path is as long as the least of its weights, not their sum */
  const char *const *names;  /* of RESULT_COUNTS */
  AlgorithmResult result;
  igraph_error_t (*compute)(Analysis *a);
} Algorithm;

/* One call, while it runs. compute fills what its result names, which is initialised and empty. */
struct Analysis {
  ProcedureRun *run;
  const Algorithm *algorithm;
  AlgorithmOptions options;
  Projection projection;
  igraph_vector_t scores[2];
  igraph_vector_int_t numbers;
  igraph_vector_int_list_t lists[2];
  igraph_integer_t source;     /* the vertex, where there is one */
  igraph_vector_int_t targets; /* likewise; empty for none */
  size_t taken;                /* counted against the query's limit */
};

/* The weights for igraph, which takes NULL for none. */
static inline const igraph_vector_t *analysis_weights(const Analysis *a)
{
  return a->projection.weighted ? &a->projection.weights : NULL;
}

static inline bool analysis_has_negative(const Analysis *a)
{
  const igraph_vector_t *weights = analysis_weights(a);
  return weights && igraph_vector_size(weights) > 0 && igraph_vector_min(weights) < 0;
}

/* The run function of all of them: its Procedure's payload is the Algorithm. */
Status analysis_run(ProcedureRun *run, const Value *args, uint32_t n);

/* The argument that all of them take. */
extern const ProcedureField analysis_argument;

/* The words that `mode` can be where it is a direction, in the order of the bits of undirected_modes. */
enum { MODE_OUT, MODE_IN, MODE_ALL };
extern const char *const analysis_directions[];

static inline igraph_neimode_t analysis_mode(const Analysis *a)
{
  static const igraph_neimode_t modes[] = {IGRAPH_OUT, IGRAPH_IN, IGRAPH_ALL};
  return modes[a->options.mode];
}

/* Fails with an error that says why the graph or the options will not do. */
igraph_error_t analysis_refuse(const Analysis *a, const char *why);

/* Of a node and a score. */
extern const ProcedureField analysis_score_fields[2];

/* igraph counts some things in floats. */
igraph_error_t analysis_scores_to_numbers(Analysis *a);

/* Lengths with which the same paths are the shortest as with the weights, but none below 0 (graph_lengths.c): a path
 * from u to v is longer by distances[u] - distances[v]. These are from the source, or where that is -1 from anywhere.
 * Refuses a circle of negative length. Both vectors are initialised. */
igraph_error_t analysis_shift_lengths(const Analysis *a, igraph_integer_t source, igraph_neimode_t mode,
                                      igraph_vector_t *distances, igraph_vector_t *lengths);

/* Counts memory against the query's limit until the end of the call. */
igraph_error_t analysis_take(Analysis *a, size_t bytes);

/* One more of RESULT_PAIRS, of which there can be as many as pairs of nodes: so they are counted. */
igraph_error_t analysis_add_pair(Analysis *a, igraph_integer_t one, igraph_integer_t other, double score);

/* Between rounds of an algorithm that does not ask itself. */
static inline bool analysis_interrupted(const Analysis *a)
{
  return a->run->interrupted && a->run->interrupted(a->run->sink);
}

/* The least cut of a graph of two vertices or more (graph_cut.c): how much it cuts, one side of it, its edges in
 * numbers.
 */
igraph_error_t analysis_least_cut(Analysis *a, igraph_real_t *value, igraph_vector_int_t *side);

/* The rows of what was computed. */
Status graph_rows_emit(Analysis *a);

/* The procedure of an algorithm of the same name. optional: 1 where options can be left out altogether, else 0. gives:
 * the fields, as in the signature. Its help is made of what it gives, the options of its own (each with ", " behind
 * it), how long it takes, and where it is described: authors and a year. */
#define GRAPH_OPTIONS_0 "options :: MAP"
#define GRAPH_OPTIONS_1 "[options :: MAP]"
#define GRAPH_PROCEDURE(algorithm, title, optional, gives, fields, what, choices, time, source, call)                  \
  const Procedure procedure_graph_##algorithm = {                                                                      \
      .name = "graph." title,                                                                                          \
      .signature = "graph." title "(" GRAPH_OPTIONS_##optional ") :: (" gives ")",                                     \
      .help = what " Takes " time " (" source "). Options: " choices OPTIONS_PART ".",                                 \
      .example = call,                                                                                                 \
      .args = &analysis_argument,                                                                                      \
      .arg_count = 1,                                                                                                  \
      .optional_args = optional,                                                                                       \
      .defaults = true,                                                                                                \
      .results = fields,                                                                                               \
      .result_count = ARRAY_LEN(fields),                                                                               \
      .run = analysis_run,                                                                                             \
      .payload = &(algorithm),                                                                                         \
  };

/* Reads the map of options: the algorithm's defaults, changed by what the map says. ERROR_ARGUMENT where it says
 * something else than the algorithm takes. options may be NULL. */
Status graph_options_read(const Procedure *procedure, const Value *options, AlgorithmOptions *out, Error *err);

#endif
