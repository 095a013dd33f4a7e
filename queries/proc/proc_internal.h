/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of procedures share: the built-in rows, and how a scope holds its own. */
#ifndef CLIO_QUERIES_PROC_INTERNAL_H
#define CLIO_QUERIES_PROC_INTERNAL_H

#include "proc.h"

extern const Procedure procedure_db_constraints; /* proc_schema.c */
extern const Procedure procedure_db_indexes;
extern const Procedure procedure_db_index_fulltext_query_nodes; /* proc_fulltext.c */
extern const Procedure procedure_db_index_fulltext_query_rels;
extern const Procedure procedure_db_labels; /* proc_db.c */
extern const Procedure procedure_db_property_keys;
extern const Procedure procedure_db_relationship_types;
extern const Procedure procedure_dbms_functions;
extern const Procedure procedure_dbms_procedures;
extern const Procedure procedure_graph_camps; /* graph_balance.c */
extern const Procedure procedure_graph_frustrated;
extern const Procedure procedure_graph_signed_triangles;
extern const Procedure procedure_graph_betweenness; /* graph_centrality.c */
extern const Procedure procedure_graph_closeness;
extern const Procedure procedure_graph_degree;
extern const Procedure procedure_graph_eccentricity;
extern const Procedure procedure_graph_edge_betweenness;
extern const Procedure procedure_graph_harmonic;
extern const Procedure procedure_graph_strength;
extern const Procedure procedure_graph_communities; /* graph_community.c */
extern const Procedure procedure_graph_coreness;
extern const Procedure procedure_graph_articulation_points; /* graph_components.c */
extern const Procedure procedure_graph_biconnected;
extern const Procedure procedure_graph_bridges;
extern const Procedure procedure_graph_components;
extern const Procedure procedure_graph_distances;      /* graph_distances.c */
extern const Procedure procedure_graph_gomory_hu_tree; /* graph_flow.c */
extern const Procedure procedure_graph_max_flow;
extern const Procedure procedure_graph_min_cut;
extern const Procedure procedure_graph_layout;           /* graph_layout.c */
extern const Procedure procedure_graph_feedback_arc_set; /* graph_orders.c */
extern const Procedure procedure_graph_spanning_tree;
extern const Procedure procedure_graph_topological_order;
extern const Procedure procedure_graph_diameter; /* graph_paths.c */
extern const Procedure procedure_graph_k_shortest_paths;
extern const Procedure procedure_graph_shortest_paths;
extern const Procedure procedure_graph_simple_paths;
extern const Procedure procedure_graph_widest_paths;
extern const Procedure procedure_graph_similarity;  /* graph_similarity.c */
extern const Procedure procedure_graph_eigenvector; /* graph_spectral.c */
extern const Procedure procedure_graph_hits;
extern const Procedure procedure_graph_katz;
extern const Procedure procedure_graph_pagerank;
extern const Procedure procedure_graph_assortativity; /* graph_structure.c */
extern const Procedure procedure_graph_cliques;
extern const Procedure procedure_graph_dyad_census;
extern const Procedure procedure_graph_motifs;
extern const Procedure procedure_graph_reciprocity;
extern const Procedure procedure_graph_triad_census;
extern const Procedure procedure_graph_clustering; /* graph_triangles.c */
extern const Procedure procedure_graph_transitivity;
extern const Procedure procedure_graph_triangles;
extern const Procedure procedure_kb_set; /* proc_settings.c */
extern const Procedure procedure_kb_settings;
extern const Procedure procedure_kb_supersession;   /* proc_supersession.c */
extern const Procedure procedure_kb_contradictions; /* proc_facts.c */
extern const Procedure procedure_kb_gaps;
extern const Procedure procedure_kb_diff; /* proc_time.c */
extern const Procedure procedure_kb_timeline;
extern const Procedure procedure_kb_properties; /* proc_kb_properties.c */
extern const Procedure procedure_kb_schema;     /* proc_kb_schema.c */

/* ---- what those named kb. share (proc_facts.c) */

/* The argument of procedures about one node, and its check. */
extern const ProcedureField kb_node_argument[1];
Status kb_check_node(const ProcedureRun *run, Value v);
/* The next relationship after *rel (SLOT_NONE to start); false at the end, and when interrupted. */
bool kb_next_rel(ProcedureRun *run, uint32_t *rel);
bool kb_next_node(ProcedureRun *run, uint32_t *node); /* likewise */

static inline Status procedure_emit(ProcedureRun *run, const Value *fields, uint32_t n)
{
  return run->emit(run->sink, fields, n, run->function->err);
}

static inline Value static_text(const char *text)
{
  Value v = value_string(text_of(text));
  v.flags = VALUE_STABLE;
  return v;
}

extern const Procedure procedure_kb_find; /* proc_find.c */

/* A procedure with what it owns; `base` comes first, so that a scope can hold them as plain procedures. */
typedef struct TableProcedure {
  Procedure base;
  Arena arena; /* names and fields */
  Value *cells;
  size_t cell_count;
} TableProcedure;

void table_procedure_free(TableProcedure *t);

/* Reads "ns.name(a :: INTEGER?, ...) :: (x :: STRING?, ...)" into name, signature, args and results, all in the arena.
 */
Status signature_parse(Arena *arena, Text signature, Procedure *out, Error *err);

#endif
