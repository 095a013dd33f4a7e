/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding procedures by name, among the built-in ones and those that a database's host has registered. */
#include "core/nearest.h"
#include "func/name.h"
#include "proc_internal.h"

#include <stdlib.h>

/* By name. */
static const Procedure *const procedures[] = {&procedure_db_constraints,
                                              &procedure_db_index_fulltext_query_nodes,
                                              &procedure_db_index_fulltext_query_rels,
                                              &procedure_db_indexes,
                                              &procedure_db_labels,
                                              &procedure_db_property_keys,
                                              &procedure_db_relationship_types,
                                              &procedure_dbms_functions,
                                              &procedure_dbms_procedures,
                                              &procedure_graph_articulation_points,
                                              &procedure_graph_assortativity,
                                              &procedure_graph_betweenness,
                                              &procedure_graph_biconnected,
                                              &procedure_graph_bridges,
                                              &procedure_graph_camps,
                                              &procedure_graph_cliques,
                                              &procedure_graph_closeness,
                                              &procedure_graph_clustering,
                                              &procedure_graph_communities,
                                              &procedure_graph_components,
                                              &procedure_graph_coreness,
                                              &procedure_graph_degree,
                                              &procedure_graph_diameter,
                                              &procedure_graph_distances,
                                              &procedure_graph_dyad_census,
                                              &procedure_graph_eccentricity,
                                              &procedure_graph_edge_betweenness,
                                              &procedure_graph_eigenvector,
                                              &procedure_graph_feedback_arc_set,
                                              &procedure_graph_frustrated,
                                              &procedure_graph_gomory_hu_tree,
                                              &procedure_graph_harmonic,
                                              &procedure_graph_hits,
                                              &procedure_graph_k_shortest_paths,
                                              &procedure_graph_katz,
                                              &procedure_graph_layout,
                                              &procedure_graph_max_flow,
                                              &procedure_graph_min_cut,
                                              &procedure_graph_motifs,
                                              &procedure_graph_pagerank,
                                              &procedure_graph_reciprocity,
                                              &procedure_graph_shortest_paths,
                                              &procedure_graph_signed_triangles,
                                              &procedure_graph_similarity,
                                              &procedure_graph_simple_paths,
                                              &procedure_graph_spanning_tree,
                                              &procedure_graph_strength,
                                              &procedure_graph_topological_order,
                                              &procedure_graph_transitivity,
                                              &procedure_graph_triad_census,
                                              &procedure_graph_triangles,
                                              &procedure_graph_widest_paths,
                                              &procedure_kb_contradictions,
                                              &procedure_kb_diff,
                                              &procedure_kb_find,
                                              &procedure_kb_gaps,
                                              &procedure_kb_properties,
                                              &procedure_kb_schema,
                                              &procedure_kb_set,
                                              &procedure_kb_settings,
                                              &procedure_kb_supersession,
                                              &procedure_kb_timeline};

/* A procedure that was registered again is found in its newest form; the older one stays, as plans may refer to it. */
const Procedure *procedure_find(const ProcedureScope *scope, Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(procedures); i++)
    if (name_compare(name, text_of(procedures[i]->name)) == 0) return procedures[i];
  for (uint32_t i = scope ? scope->n : 0; i-- > 0;)
    if (name_compare(name, text_of(scope->procedures[i]->name)) == 0) return scope->procedures[i];
  return NULL;
}

const Procedure *procedure_nearest(const ProcedureScope *scope, Text name)
{
  const Procedure *best = NULL;
  NearestName nearest = nearest_name(name);
  for (size_t i = 0; i < ARRAY_LEN(procedures); i++)
    if (nearest_name_try(&nearest, text_of(procedures[i]->name))) best = procedures[i];
  for (uint32_t i = 0; scope && i < scope->n; i++)
    if (nearest_name_try(&nearest, text_of(scope->procedures[i]->name))) best = scope->procedures[i];
  return best;
}

const Procedure *procedure_at(uint32_t i)
{
  return i < ARRAY_LEN(procedures) ? procedures[i] : NULL;
}

void procedure_scope_free(ProcedureScope *scope)
{
  for (uint32_t i = 0; i < scope->n; i++) table_procedure_free((TableProcedure *)scope->procedures[i]);
  free(scope->procedures);
  *scope = (ProcedureScope){0};
}
