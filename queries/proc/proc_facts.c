/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Procedures that look through all facts: which contradict each other, and what is missing of them. */
#include "core/fact.h"
#include "proc_internal.h"

const ProcedureField kb_node_argument[1] = {{"node", "NODE", TYPE_NODE, true}};

Status kb_check_node(const ProcedureRun *run, Value v)
{
  Error *err = run->function->err;
  if (v.type != VALUE_NODE)
    return error_set(err, ERROR_TYPE, "InvalidArgumentType", "%s takes a node, not a value of type %s",
                     run->procedure->name, value_type_name((ValueType)v.type));
  if (graph_node_alive(run->graph, v.id)) return STATUS_OK;
  return error_set(err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess",
                   "the node was deleted earlier in this statement");
}

static bool goes_on(const ProcedureRun *run, uint32_t slot)
{
  enum { STEP = 1 << 12 };
  return slot % STEP != 0 || !run->interrupted || !run->interrupted(run->sink);
}

bool kb_next_rel(ProcedureRun *run, uint32_t *rel)
{
  do {
    if (!goes_on(run, ++*rel)) return false;
  } while (*rel < graph_rel_limit(run->graph) && !graph_rel_alive(run->graph, *rel));
  return *rel < graph_rel_limit(run->graph);
}

bool kb_next_node(ProcedureRun *run, uint32_t *node)
{
  do {
    if (!goes_on(run, ++*node)) return false;
  } while (*node < graph_node_limit(run->graph) && !graph_node_alive(run->graph, *node));
  return *node < graph_node_limit(run->graph);
}

/* ---- kb.contradictions */

static Status differences(ProcedureRun *run, uint32_t rel, uint32_t rival, Value *out)
{
  const Graph *g = run->graph;
  uint32_t at = 0, key, n = 0, start, end, other_start, other_end;
  Value *names = arena_array(run->function->arena, Value, (size_t)graph_name_count(g, NAME_KEY) + 1);
  TRY(arena_check(run->function->arena, run->function->err));
  graph_rel_ends(g, rel, &start, &end);
  graph_rel_ends(g, rival, &other_start, &other_end);
  if (end != other_end) names[n++] = static_text("end");
  while (fact_difference(g, rel, rival, &at, &key)) names[n++] = value_string(graph_name(g, NAME_KEY, key));
  *out = value_list(names, n);
  return STATUS_OK;
}

/* What ends before it begins. */
static Status emit_if_never(ProcedureRun *run, Value fact)
{
  Validity time = fact_validity(run->graph, fact);
  const Value never[] = {static_text("never holds")};
  const Value fields[] = {fact, VALUE_NULL_VALUE, value_list(never, 1)};
  return time.start.first > time.end.last ? procedure_emit(run, fields, ARRAY_LEN(fields)) : STATUS_OK;
}

static Status run_contradictions(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  const FactKeys keys = fact_keys(run->graph);
  for (uint32_t node = SLOT_NONE; kb_next_node(run, &node);) TRY(emit_if_never(run, value_node(node)));
  for (uint32_t rel = SLOT_NONE, rival; kb_next_rel(run, &rel);) {
    Value fields[] = {value_rel(rel), VALUE_NULL_VALUE, VALUE_NULL_VALUE};
    FactRivals rivals;
    TRY(emit_if_never(run, value_rel(rel)));
    fact_rivals_begin(&rivals, &keys, rel);
    while (fact_rivals_next(&rivals, &rival)) {
      if (rival < rel) continue;
      fields[1] = value_rel(rival);
      TRY(differences(run, rel, rival, &fields[2]));
      TRY(procedure_emit(run, fields, ARRAY_LEN(fields)));
    }
  }
  return STATUS_OK;
}

static const ProcedureField contradiction_fields[] = {{"fact", "NODE | RELATIONSHIP", TYPE_ENTITY, false},
                                                      {"rival", "RELATIONSHIP?", TYPE_REL, true},
                                                      {"differ", "LIST OF STRING", TYPE_LIST, false}};

const Procedure procedure_kb_contradictions = {
    .name = "kb.contradictions",
    .signature =
        "kb.contradictions() :: (fact :: NODE | RELATIONSHIP, rival :: RELATIONSHIP?, differ :: LIST OF STRING)",
    .help =
        "Each two relationships that are rivals, and in what they differ: properties, or `end`. A node or relationship "
        "that ends before it begins stands alone, as `never holds`.",
    .results = contradiction_fields,
    .result_count = ARRAY_LEN(contradiction_fields),
    .run = run_contradictions,
};

/* ---- kb.gaps */

/* Nodes may be cited by relationships as well. */
static bool has_source(const Graph *g, Value fact)
{
  if (!value_is_null(fact_property(g, fact, SETTING_SOURCE))) return true;
  SettingNames cites = setting_names(graph_settings(g), SETTING_CITES);
  for (uint32_t i = 0; fact.type == VALUE_NODE && i < cites.n; i++) {
    uint32_t type = graph_name_find(g, NAME_TYPE, cites.at[i]);
    if (type != NAME_NONE && graph_degree(g, fact.id, type, DIR_OUT) > 0) return true;
  }
  return false;
}

static Status emit_gaps(ProcedureRun *run, Value fact, bool dated, bool claimed)
{
  const Graph *g = run->graph;
  Value missing[3];
  uint32_t count = 0;
  if (!has_source(g, fact)) missing[count++] = static_text("source");
  if (!dated && value_is_null(fact_property(g, fact, SETTING_DATE))) missing[count++] = static_text("date");
  if (!claimed) missing[count++] = static_text("claimant");
  const Value fields[] = {fact, value_list(missing, count)};
  return count ? procedure_emit(run, fields, ARRAY_LEN(fields)) : STATUS_OK;
}

/* A node is a fact where it holds for a time, or somebody asserts or denies it. */
static Status run_gaps(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  const Graph *g = run->graph;
  const FactKeys keys = fact_keys(g);
  for (uint32_t node = SLOT_NONE; kb_next_node(run, &node);) {
    FactDates dates = fact_dates(g, value_node(node));
    bool dated = fact_is_dated(&dates);
    bool claimed = !value_is_null(fact_property(g, value_node(node), SETTING_CLAIMANT));
    if (dated || claimed || fact_is_disputed(&keys, value_node(node)))
      TRY(emit_gaps(run, value_node(node), dated, claimed));
  }
  for (uint32_t rel = SLOT_NONE; kb_next_rel(run, &rel);) {
    FactDates dates = fact_dates(g, value_rel(rel));
    bool claimed = !value_is_null(fact_property(g, value_rel(rel), SETTING_CLAIMANT));
    TRY(emit_gaps(run, value_rel(rel), fact_is_dated(&dates), claimed));
  }
  return STATUS_OK;
}

static const ProcedureField gap_fields[] = {{"fact", "NODE | RELATIONSHIP", TYPE_ENTITY, false},
                                            {"missing", "LIST OF STRING", TYPE_LIST, false}};

const Procedure procedure_kb_gaps = {
    .name = "kb.gaps",
    .signature = "kb.gaps() :: (fact :: NODE | RELATIONSHIP, missing :: LIST OF STRING)",
    .help = "The relationships that have no source, no date or no claimant, and which of these; of nodes those that "
            "hold for a time, or that somebody asserts or denies.",
    .example = "CALL kb.gaps() YIELD fact, missing WHERE 'source' IN missing RETURN fact, missing",
    .results = gap_fields,
    .result_count = ARRAY_LEN(gap_fields),
    .run = run_gaps,
};
