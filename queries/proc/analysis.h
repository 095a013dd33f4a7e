/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms on graphs as procedures: CALL graph.pagerank({labels: ['Person'], damping: 0.9}) YIELD node, score.
 *
 * All go one way, in proc_graph.c: the options are read and checked (graph_options.c), the part of the graph that they
 * name becomes an igraph graph (projection.c), the algorithm computes on it, and each node gives a row, by ascending
 * id. An Algorithm is one const row that says what differs. To add one: a compute function, its row, its Procedure, and
 * its name in registry.c. */
#ifndef CLIO_QUERIES_ANALYSIS_H
#define CLIO_QUERIES_ANALYSIS_H

#include "proc_internal.h"
#include "projection.h"

/* ---- options */

typedef enum AlgorithmOption {
  OPTION_LABELS,
  OPTION_TYPES,
  OPTION_AS_OF,
  OPTION_DIRECTED,
  OPTION_WEIGHT,
  OPTION_DAMPING,
  OPTION_MODE,
  OPTION_LOOPS,
  OPTION_NORMALIZED,
  OPTION_CUTOFF,
  OPTION_ISOLATES,
  OPTION_METHOD,
  OPTION_RESOLUTION,
  OPTION_SEED,
  OPTION_COUNT
} AlgorithmOption;

#define OPTION(name) (1u << OPTION_##name)

/* What all of them take, for their help. */
#define OPTIONS_PART                                                                                                   \
  "`labels` and `types`, which choose the nodes and the relationships between them (all), `asOf`, a day on which "     \
  "these held (any)"

typedef struct AlgorithmOptions {
  Value labels, types; /* a string, a list of strings, or null for all */
  bool dated;
  DayRange days; /* where dated: of asOf */
  bool directed;
  Text weight; /* the property; empty for none */
  double damping;
  uint32_t mode;   /* index into the algorithm's modes */
  uint32_t method; /* likewise */
  bool loops, normalized;
  double cutoff;     /* below 0: none */
  uint32_t isolates; /* 1: a value that is undefined is 0, not null */
  double resolution;
  uint32_t seed;
} AlgorithmOptions;

/* ---- algorithms */

typedef enum AlgorithmResult {
  RESULT_SCORES,     /* a float for each node; NaN gives null */
  RESULT_TWO_SCORES, /* two */
  RESULT_NUMBERS,    /* an integer */
  RESULT_GROUPS      /* the number of a group, given anew from 0 in the order of the groups' first nodes */
} AlgorithmResult;

typedef struct Analysis Analysis;

typedef struct Algorithm {
  const char *doing; /* for errors: "computing PageRank" */
  uint32_t options;  /* OPTION bits that it takes besides labels, types and asOf */
  AlgorithmOptions defaults;
  const char *const *modes, *const *methods;     /* what these options can say, NULL-terminated */
  uint32_t undirected_modes, undirected_methods; /* bits: these need an undirected graph */
  bool lengths;                                  /* weights are lengths, which have to be positive */
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
};

/* The weights for igraph, which takes NULL for none. */
static inline const igraph_vector_t *analysis_weights(const Analysis *a)
{
  return a->projection.weighted ? &a->projection.weights : NULL;
}

/* The run function of all of them: its Procedure's payload is the Algorithm. */
Status analysis_run(ProcedureRun *run, const Value *args, uint32_t n);

/* The argument that all of them take. */
extern const ProcedureField analysis_argument;

/* Reads the map of options: the algorithm's defaults, changed by what the map says. ERROR_ARGUMENT where it says
 * something else than the algorithm takes. options may be NULL. */
Status graph_options_read(const Procedure *procedure, const Value *options, AlgorithmOptions *out, Error *err);

#endif
