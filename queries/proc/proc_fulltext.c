/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Full-text search: db.index.fulltext.queryNodes and queryRelationships, with the arguments and results that they have
 * in Cypher 5. What a query may say is told by core/word_query.h. */
#include "core/fulltext.h"
#include "core/nearest.h"
#include "proc_internal.h"

static Status wrong(const ProcedureRun *run, const char *what, const char *wanted, Value v)
{
  Str text;
  str_init(&text);
  value_print(&text, v, NULL);
  error_set(run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s of %s must be %s, not %.80s", what,
            run->procedure->name, wanted, str_cstr(&text));
  str_free(&text);
  return STATUS_FAIL;
}

/* ---- arguments */

static Status read_count(const ProcedureRun *run, const MapEntry *entry, int64_t *out)
{
  if (entry->value.type != VALUE_INT || entry->value.integer < 0)
    return wrong(run, text_equal(entry->key, TEXT("skip")) ? "the option `skip`" : "the option `limit`",
                 "an integer, 0 or more", entry->value);
  *out = entry->value.integer;
  return STATUS_OK;
}

/* There is one way to find words in texts and queries, known by two of the names that Neo4j has for such. */
static Status read_analyzer(const ProcedureRun *run, Value v)
{
  if (v.type == VALUE_STRING && fulltext_is_analyzer(value_text(v))) return STATUS_OK;
  return wrong(run, "the option `analyzer`", "'standard-folding', the one that there is", v);
}

static Status read_options(const ProcedureRun *run, Value options, FulltextSearch *search)
{
  if (value_is_null(options)) return STATUS_OK;
  if (options.type != VALUE_MAP) return wrong(run, "the options", "a map such as {limit: 10}", options);
  for (uint32_t i = 0; i < options.aux; i++) {
    const MapEntry *entry = &options.entries[i];
    if (text_equal(entry->key, TEXT("skip")))
      TRY(read_count(run, entry, &search->skip));
    else if (text_equal(entry->key, TEXT("limit")))
      TRY(read_count(run, entry, &search->limit));
    else if (text_equal(entry->key, TEXT("analyzer")))
      TRY(read_analyzer(run, entry->value));
    else
      return error_set(run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                       "%s has no option `%.*s`; it takes `skip`, `limit` and `analyzer`", run->procedure->name,
                       (int)MIN(entry->key.len, (size_t)100), entry->key.data);
  }
  return STATUS_OK;
}

static Status no_such_index(const ProcedureRun *run, Text name)
{
  const Graph *g = run->graph;
  Error *err = run->function->err;
  int len = (int)MIN(name.len, (size_t)200);
  uint32_t count = graph_fulltext_count(g);
  Text best = {NULL, 0};
  NearestName nearest = nearest_name(name);
  for (uint32_t i = 0; i < count; i++) {
    Text candidate = fulltext_spec(graph_fulltext(g, i))->name;
    if (nearest_name_try(&nearest, candidate)) best = candidate;
  }
  if (best.data)
    return error_set(err, ERROR_ARGUMENT, "IndexNotFound", "there is no full-text index `%.*s`; did you mean `%.*s`?",
                     len, name.data, (int)best.len, best.data);
  return error_set(err, ERROR_ARGUMENT, "IndexNotFound",
                   "there is no full-text index `%.*s`: CREATE FULLTEXT INDEX name FOR (n:Label) ON EACH [n.key] makes "
                   "one",
                   len, name.data);
}

static Status find_index(const ProcedureRun *run, EntityKind kind, Value name, Fulltext **out)
{
  if (name.type != VALUE_STRING) return wrong(run, "the name of the index", "a string", name);
  *out = graph_find_fulltext(run->graph, value_text(name));
  if (!*out) return no_such_index(run, value_text(name));
  if (fulltext_spec(*out)->kind == kind) return STATUS_OK;
  return error_set(run->function->err, ERROR_ARGUMENT, "IndexNotFound",
                   "the full-text index `%.*s` is over %s: db.index.fulltext.%s asks it", (int)MIN(name.aux, 200u),
                   name.text, kind == ENTITY_NODE ? "relationships" : "nodes",
                   kind == ENTITY_NODE ? "queryRelationships" : "queryNodes");
}

/* ---- results */

static Status give(ProcedureRun *run, Value entity, double score, Error *err)
{
  const Value fields[] = {entity, value_float(score)};
  return run->emit(run->sink, fields, ARRAY_LEN(fields), err);
}

static Status give_node(void *context, uint32_t node, double score, Error *err)
{
  return give(context, value_node(node), score, err);
}

static Status give_rel(void *context, uint32_t rel, double score, Error *err)
{
  return give(context, value_rel(rel), score, err);
}

static Status query(ProcedureRun *run, EntityKind kind, const Value *args, uint32_t n)
{
  Fulltext *index = NULL;
  FulltextSearch search = {.limit = -1,
                           .interruption = {run->interrupted, run->sink},
                           .found = kind == ENTITY_NODE ? give_node : give_rel,
                           .context = run};
  TRY(find_index(run, kind, args[0], &index));
  if (args[1].type != VALUE_STRING) return wrong(run, "the query", "a string", args[1]);
  search.query = value_text(args[1]);
  if (n > 2) TRY(read_options(run, args[2], &search));
  return fulltext_search(index, run->graph, &search, run->function->err);
}

static Status run_nodes(ProcedureRun *run, const Value *args, uint32_t n)
{
  return query(run, ENTITY_NODE, args, n);
}

static Status run_rels(ProcedureRun *run, const Value *args, uint32_t n)
{
  return query(run, ENTITY_REL, args, n);
}

/* ---- the rows of the registry */

static const ProcedureField arguments[] = {
    {"indexName", "STRING", TYPE_STRING, false},
    {"queryString", "STRING", TYPE_STRING, false},
    {"options", "MAP", TYPE_MAP, false},
};

static const ProcedureField node_fields[] = {{"node", "NODE", TYPE_NODE, false}, {"score", "FLOAT", TYPE_FLOAT, false}};

static const ProcedureField rel_fields[] = {{"relationship", "RELATIONSHIP", TYPE_REL, false},
                                            {"score", "FLOAT", TYPE_FLOAT, false}};

const Procedure procedure_db_index_fulltext_query_nodes = {
    .name = "db.index.fulltext.queryNodes",
    .signature = "db.index.fulltext.queryNodes(indexName :: STRING, queryString :: STRING[, options :: MAP]) :: "
                 "(node :: NODE, score :: FLOAT)",
    .help = "The nodes whose texts have the words, the best first. Options: skip, limit.",
    .example = "CALL db.index.fulltext.queryNodes('names', 'pats~1 -riga', {limit: 10}) YIELD node, score",
    .args = arguments,
    .arg_count = ARRAY_LEN(arguments),
    .optional_args = 1,
    .results = node_fields,
    .result_count = ARRAY_LEN(node_fields),
    .run = run_nodes,
};

const Procedure procedure_db_index_fulltext_query_rels = {
    .name = "db.index.fulltext.queryRelationships",
    .signature = "db.index.fulltext.queryRelationships(indexName :: STRING, queryString :: STRING[, options :: MAP]) "
                 ":: (relationship :: RELATIONSHIP, score :: FLOAT)",
    .help = "The relationships whose texts have the words, the best first. Options: skip, limit.",
    .args = arguments,
    .arg_count = ARRAY_LEN(arguments),
    .optional_args = 1,
    .results = rel_fields,
    .result_count = ARRAY_LEN(rel_fields),
    .run = run_rels,
};
