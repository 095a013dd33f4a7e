/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kb.find: looks for words wherever there are texts. Where there are full-text indexes of nodes, these are asked;
 * where there is none, one over all texts of all nodes is made for the one call. */
#include "core/fulltext.h"
#include "core/large.h"
#include "proc_internal.h"

#include <stdlib.h>

typedef struct Hit {
  uint32_t node;
  double score;
} Hit;

typedef struct Finder {
  ProcedureRun *run;
  Text query;
  uint32_t label; /* or NAME_NONE: any */
  int64_t limit;
  Hit *hits;
  size_t count, cap;
} Finder;

/* ---- options */

static Status refuse(const Finder *f, const char *why)
{
  return error_set(f->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s: %s", f->run->procedure->name,
                   why);
}

static Status read_label(Finder *f, Value v)
{
  if (value_is_null(v)) return STATUS_OK;
  if (v.type != VALUE_STRING) return refuse(f, "the option `label` is a string");
  f->label = graph_name_find(f->run->graph, NAME_LABEL, value_text(v));
  if (f->label != NAME_NONE) return STATUS_OK;
  return error_set(f->run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s: no node has the label `%.*s`",
                   f->run->procedure->name, (int)MIN(v.aux, 200u), v.text);
}

static Status read_options(Finder *f, Value options)
{
  if (value_is_null(options)) return STATUS_OK;
  if (options.type != VALUE_MAP) return refuse(f, "the options are a map such as {limit: 10, label: 'Person'}");
  for (uint32_t i = 0; i < options.aux; i++) {
    const MapEntry *entry = &options.entries[i];
    if (text_equal(entry->key, TEXT("label"))) {
      TRY(read_label(f, entry->value));
    } else if (text_equal(entry->key, TEXT("limit"))) {
      if (entry->value.type != VALUE_INT || entry->value.integer < 0)
        return refuse(f, "the option `limit` is an integer, 0 or more");
      f->limit = entry->value.integer;
    } else {
      return refuse(f, "the options are `label` and `limit`");
    }
  }
  return STATUS_OK;
}

/* ---- looking */

static Status keep(void *context, uint32_t node, double score, Error *err)
{
  Finder *f = context;
  if (f->label != NAME_NONE && !graph_has_label(f->run->graph, node, f->label)) return STATUS_OK;
  if (f->count == f->cap) {
    size_t cap = MAX((size_t)64, f->cap * 2);
    Hit *grown = large_grow(f->hits, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    f->hits = grown;
    f->cap = cap;
  }
  f->hits[f->count++] = (Hit){node, score};
  return STATUS_OK;
}

static Status ask(Finder *f, Fulltext *index)
{
  FulltextSearch search = {.query = f->query,
                           .limit = f->label == NAME_NONE ? f->limit : -1,
                           .interruption = {f->run->interrupted, f->run->sink},
                           .found = keep,
                           .context = f};
  return fulltext_search(index, f->run->graph, &search, f->run->function->err);
}

static Status ask_all_texts(Finder *f)
{
  Fulltext *index;
  TRY(fulltext_over_all(&index, f->run->graph, ENTITY_NODE, f->run->function->err));
  Status status = ask(f, index);
  fulltext_free(index);
  return status;
}

static Status ask_everywhere(Finder *f)
{
  const Graph *g = f->run->graph;
  bool any = false;
  for (uint32_t i = 0; i < graph_fulltext_count(g); i++) {
    Fulltext *index = graph_fulltext(g, i);
    if (fulltext_spec(index)->kind != ENTITY_NODE) continue;
    TRY(ask(f, index));
    any = true;
  }
  return any ? STATUS_OK : ask_all_texts(f);
}

/* ---- the best of it */

static int by_node(const void *a, const void *b)
{
  const Hit *x = a, *y = b;
  if (x->node != y->node) return x->node < y->node ? -1 : 1;
  return (x->score < y->score) - (x->score > y->score);
}

static int by_score(const void *a, const void *b)
{
  const Hit *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  return (x->node > y->node) - (x->node < y->node);
}

/* A node that several indexes gave counts by its best score. */
static Status give_best(Finder *f)
{
  size_t n = 0;
  if (f->count) qsort(f->hits, f->count, sizeof *f->hits, by_node);
  for (size_t i = 0; i < f->count; i++)
    if (n == 0 || f->hits[n - 1].node != f->hits[i].node) f->hits[n++] = f->hits[i];
  if (n) qsort(f->hits, n, sizeof *f->hits, by_score);
  for (size_t i = 0; i < n && (f->limit < 0 || i < (size_t)f->limit); i++) {
    const Value fields[] = {value_node(f->hits[i].node), value_float(f->hits[i].score)};
    TRY(f->run->emit(f->run->sink, fields, ARRAY_LEN(fields), f->run->function->err));
  }
  return STATUS_OK;
}

static Status run_find(ProcedureRun *run, const Value *args, uint32_t n)
{
  Finder f = {.run = run, .label = NAME_NONE, .limit = -1};
  if (args[0].type != VALUE_STRING) return refuse(&f, "what to look for is a string");
  f.query = value_text(args[0]);
  if (n > 1) TRY(read_options(&f, args[1]));
  Status status = ask_everywhere(&f);
  if (status == STATUS_OK) status = give_best(&f);
  large_free(f.hits);
  return status;
}

static const ProcedureField arguments[] = {{"query", "STRING", TYPE_STRING, false},
                                           {"options", "MAP", TYPE_MAP, false}};

static const ProcedureField fields[] = {{"node", "NODE", TYPE_NODE, false}, {"score", "FLOAT", TYPE_FLOAT, false}};

const Procedure procedure_kb_find = {
    .name = "kb.find",
    .signature = "kb.find(query :: STRING[, options :: MAP]) :: (node :: NODE, score :: FLOAT)",
    .help = "The nodes whose texts have the words, the best first: by the full-text indexes of nodes, or by looking at "
            "all texts where there is none. Options: label, limit.",
    .example = "CALL kb.find('pats', {limit: 5}) YIELD node, score RETURN node.name, score",
    .args = arguments,
    .arg_count = ARRAY_LEN(arguments),
    .optional_args = 1,
    .results = fields,
    .result_count = ARRAY_LEN(fields),
    .run = run_find,
};
