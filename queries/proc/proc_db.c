/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Built-in procedures that tell what is in the database and what the language offers. */
#include "core/column.h"
#include "proc_internal.h"

/* ---- names in use */

uint64_t name_uses(const Graph *g, NameKind kind, uint32_t id)
{
  if (kind == NAME_LABEL) return graph_label_count(g, id);
  if (kind == NAME_TYPE) return graph_type_count(g, id);
  const Column *nodes = graph_column(g, ENTITY_NODE, id), *rels = graph_column(g, ENTITY_REL, id);
  return (nodes ? column_count(nodes) : 0) + (rels ? column_count(rels) : 0);
}

static Status emit_names(ProcedureRun *run, NameKind kind)
{
  const Graph *g = run->graph;
  for (uint32_t i = 0, n = graph_name_count(g, kind); i < n; i++) {
    if (name_uses(g, kind, i) == 0) continue;
    Value name = value_string(graph_name(g, kind, i));
    TRY(procedure_emit(run, &name, 1));
  }
  return STATUS_OK;
}

static Status run_labels(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  return emit_names(run, NAME_LABEL);
}

static Status run_relationship_types(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  return emit_names(run, NAME_TYPE);
}

static Status run_property_keys(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  return emit_names(run, NAME_KEY);
}

static const ProcedureField label_fields[] = {{"label", "STRING", TYPE_STRING, false}};
static const ProcedureField type_fields[] = {{"relationshipType", "STRING", TYPE_STRING, false}};
static const ProcedureField key_fields[] = {{"propertyKey", "STRING", TYPE_STRING, false}};

const Procedure procedure_db_labels = {
    .name = "db.labels",
    .signature = "db.labels() :: (label :: STRING)",
    .help = "The labels that nodes have.",
    .results = label_fields,
    .result_count = ARRAY_LEN(label_fields),
    .run = run_labels,
};

const Procedure procedure_db_relationship_types = {
    .name = "db.relationshipTypes",
    .signature = "db.relationshipTypes() :: (relationshipType :: STRING)",
    .help = "The types that relationships have.",
    .results = type_fields,
    .result_count = ARRAY_LEN(type_fields),
    .run = run_relationship_types,
};

const Procedure procedure_db_property_keys = {
    .name = "db.propertyKeys",
    .signature = "db.propertyKeys() :: (propertyKey :: STRING)",
    .help = "The keys of the properties that nodes and relationships have.",
    .results = key_fields,
    .result_count = ARRAY_LEN(key_fields),
    .run = run_property_keys,
};

/* ---- the language */

static Status run_functions(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  const Function *f;
  for (uint32_t i = 0; (f = function_at(i)); i++) {
    const Value fields[] = {static_text(f->name),     static_text(f->signature), static_text(f->help),
                            static_text(f->category), static_text(f->origin),    value_bool(f->aggregate != NULL)};
    TRY(procedure_emit(run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

static const ProcedureField function_fields[] = {
    {"name", "STRING", TYPE_STRING, false},        {"signature", "STRING", TYPE_STRING, false},
    {"description", "STRING", TYPE_STRING, false}, {"category", "STRING", TYPE_STRING, false},
    {"origin", "STRING", TYPE_STRING, false},      {"aggregating", "BOOLEAN", TYPE_BOOL, false},
};

const Procedure procedure_dbms_functions = {
    .name = "dbms.functions",
    .signature = "dbms.functions() :: (name :: STRING, signature :: STRING, description :: STRING, category :: STRING, "
                 "origin :: STRING, aggregating :: BOOLEAN)",
    .help = "All functions.",
    .results = function_fields,
    .result_count = ARRAY_LEN(function_fields),
    .run = run_functions,
};

static Status run_procedures(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  const Procedure *p;
  for (uint32_t i = 0; (p = procedure_at(i)); i++) {
    const Value fields[] = {static_text(p->name), static_text(p->signature), static_text(p->help),
                            static_text(p->writes ? "WRITE" : "READ")};
    TRY(procedure_emit(run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

static const ProcedureField procedure_fields[] = {
    {"name", "STRING", TYPE_STRING, false},
    {"signature", "STRING", TYPE_STRING, false},
    {"description", "STRING", TYPE_STRING, false},
    {"mode", "STRING", TYPE_STRING, false},
};

const Procedure procedure_dbms_procedures = {
    .name = "dbms.procedures",
    .signature = "dbms.procedures() :: (name :: STRING, signature :: STRING, description :: STRING, mode :: STRING)",
    .help = "The built-in procedures.",
    .results = procedure_fields,
    .result_count = ARRAY_LEN(procedure_fields),
    .run = run_procedures,
};
