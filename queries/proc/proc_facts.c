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

bool kb_next_rel(ProcedureRun *run, uint32_t *rel)
{
  enum { STEP = 1 << 12 };
  do {
    ++*rel;
    if (*rel % STEP == 0 && run->interrupted && run->interrupted(run->sink)) return false;
  } while (*rel < graph_rel_limit(run->graph) && !graph_rel_alive(run->graph, *rel));
  return *rel < graph_rel_limit(run->graph);
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

static Status run_contradictions(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  const Graph *g = run->graph;
  for (uint32_t rel = SLOT_NONE, rival; kb_next_rel(run, &rel);) {
    Validity time = fact_validity(g, value_rel(rel));
    Value fields[] = {value_rel(rel), VALUE_NULL_VALUE, VALUE_NULL_VALUE};
    FactRivals rivals;
    if (time.start.first > time.end.last) {
      const Value never[] = {static_text("never holds")};
      fields[2] = value_list(never, 1);
      TRY(procedure_emit(run, fields, ARRAY_LEN(fields)));
    }
    fact_rivals_begin(&rivals, g, rel);
    while (fact_rivals_next(&rivals, &rival)) {
      if (rival < rel) continue;
      fields[1] = value_rel(rival);
      TRY(differences(run, rel, rival, &fields[2]));
      TRY(procedure_emit(run, fields, ARRAY_LEN(fields)));
    }
  }
  return STATUS_OK;
}

static const ProcedureField contradiction_fields[] = {{"fact", "RELATIONSHIP", TYPE_REL, false},
                                                      {"rival", "RELATIONSHIP?", TYPE_REL, true},
                                                      {"differ", "LIST OF STRING", TYPE_LIST, false}};

const Procedure procedure_kb_contradictions = {
    .name = "kb.contradictions",
    .signature = "kb.contradictions() :: (fact :: RELATIONSHIP, rival :: RELATIONSHIP?, differ :: LIST OF STRING)",
    .help =
        "Each two relationships that are rivals, and in what they differ: properties, or `end`. A relationship that "
        "ends before it begins stands alone, as `never holds`.",
    .results = contradiction_fields,
    .result_count = ARRAY_LEN(contradiction_fields),
    .run = run_contradictions,
};

/* ---- kb.gaps */

static Status run_gaps(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  static const struct {
    const char *what;
    Setting any[3];
    uint32_t n;
  } wanted[] = {{"source", {SETTING_SOURCE}, 1},
                {"date", {SETTING_VALID_FROM, SETTING_VALID_TO, SETTING_DATE}, 3},
                {"claimant", {SETTING_CLAIMANT}, 1}};
  for (uint32_t rel = SLOT_NONE; kb_next_rel(run, &rel);) {
    Value missing[ARRAY_LEN(wanted)];
    uint32_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
      bool found = false;
      for (uint32_t k = 0; k < wanted[i].n && !found; k++)
        found = !value_is_null(fact_property(run->graph, value_rel(rel), wanted[i].any[k]));
      if (!found) missing[count++] = static_text(wanted[i].what);
    }
    const Value fields[] = {value_rel(rel), value_list(missing, count)};
    if (count) TRY(procedure_emit(run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

static const ProcedureField gap_fields[] = {{"fact", "RELATIONSHIP", TYPE_REL, false},
                                            {"missing", "LIST OF STRING", TYPE_LIST, false}};

const Procedure procedure_kb_gaps = {
    .name = "kb.gaps",
    .signature = "kb.gaps() :: (fact :: RELATIONSHIP, missing :: LIST OF STRING)",
    .help = "The relationships that have no source, no date or no claimant, and which of these.",
    .example = "CALL kb.gaps() YIELD fact, missing WHERE 'source' IN missing RETURN type(fact), count(*)",
    .results = gap_fields,
    .result_count = ARRAY_LEN(gap_fields),
    .run = run_gaps,
};
