/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the map of options of a graph algorithm: what is written there is either what the algorithm takes or an error
 * that says what it takes. Null is no way to leave an option out: `labels: n.kind` of a node without kind would quietly
 * select the whole graph. */
#include "analysis.h"

#include "core/nearest.h"

#include <float.h>
#include <math.h>

static const char *const option_names[OPTION_COUNT] = {
    [OPTION_LABELS] = "labels",
    [OPTION_TYPES] = "types",
    [OPTION_AS_OF] = "asOf",
    [OPTION_CERTAINLY] = "certainly",
    [OPTION_ACCORDING_TO] = "accordingTo",
    [OPTION_RANK] = "rank",
    [OPTION_DIRECTED] = "directed",
    [OPTION_WEIGHT] = "weight",
    [OPTION_DAMPING] = "damping",
    [OPTION_ALPHA] = "alpha",
    [OPTION_BETA] = "beta",
    [OPTION_MODE] = "mode",
    [OPTION_LOOPS] = "loops",
    [OPTION_NORMALIZED] = "normalized",
    [OPTION_CUTOFF] = "cutoff",
    [OPTION_ISOLATES] = "isolates",
    [OPTION_METHOD] = "method",
    [OPTION_RESOLUTION] = "resolution",
    [OPTION_SEED] = "seed",
    [OPTION_SOURCE] = "source",
    [OPTION_TARGET] = "target",
    [OPTION_NODES] = "nodes",
    [OPTION_K] = "k",
    [OPTION_MIN_SIZE] = "minSize",
    [OPTION_SIZE] = "size",
    [OPTION_PROPERTY] = "property",
};

static const char *const rank_words[] = {"all", "best", NULL};
static const char *const isolates_words[] = {"null", "zero", NULL};

/* PRPACK needs the more rounds the closer the damping is to 1, and cannot be interrupted; igraph warns from here on. */
#define MOST_DAMPING 0.999

typedef struct OptionReader {
  const Procedure *procedure;
  const Algorithm *algorithm;
  AlgorithmOptions *out;
  Error *err;
} OptionReader;

static bool takes(const OptionReader *r, uint32_t option)
{
  return (r->algorithm->options | OPTIONS_OF_ALL) >> option & 1;
}

static void add_listed(Str *out, const char *word, size_t i, size_t n, const char *last, const char *quote)
{
  str_addf(out, "%s%s%s%s", i == 0 ? "" : i + 1 < n ? ", " : last, quote, word, quote);
}

static Status unknown_option(const OptionReader *r, Text name)
{
  const char *best = NULL;
  NearestName nearest = nearest_name(name);
  size_t count = 0, listed = 0;
  for (uint32_t i = 0; i < OPTION_COUNT; i++) {
    if (!takes(r, i)) continue;
    count++;
    if (nearest_name_try(&nearest, text_of(option_names[i]))) best = option_names[i];
  }
  Str all;
  str_init(&all);
  for (uint32_t i = 0; i < OPTION_COUNT; i++)
    if (takes(r, i)) add_listed(&all, option_names[i], listed++, count, " and ", "`");
  if (best)
    error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s has no option `%.*s`; did you mean `%s`? It takes %s",
              r->procedure->name, (int)name.len, name.data, best, str_cstr(&all));
  else
    error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s has no option `%.*s`; it takes %s",
              r->procedure->name, (int)name.len, name.data, str_cstr(&all));
  str_free(&all);
  return STATUS_FAIL;
}

static Status bad_value(const OptionReader *r, uint32_t option, Value v, const char *wanted)
{
  Str text;
  str_init(&text);
  value_print(&text, v, NULL);
  error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue", "the option `%s` of %s must be %s, not %.80s",
            option_names[option], r->procedure->name, wanted, str_cstr(&text));
  str_free(&text);
  return STATUS_FAIL;
}

/* ---- by kind of value */

static Status read_names(const OptionReader *r, uint32_t option, Value v, Value *out)
{
  bool good = v.type == VALUE_STRING || v.type == VALUE_LIST;
  for (uint32_t i = 0; good && v.type == VALUE_LIST && i < v.aux; i++) good = v.items[i].type == VALUE_STRING;
  if (!good) return bad_value(r, option, v, "a string or a list of strings");
  *out = v;
  return STATUS_OK;
}

static Status read_bool(const OptionReader *r, uint32_t option, Value v, bool *out)
{
  if (v.type != VALUE_BOOL) return bad_value(r, option, v, "true or false");
  *out = v.boolean;
  return STATUS_OK;
}

static Status read_number(const OptionReader *r, uint32_t option, Value v, double least, double most,
                          const char *wanted, double *out)
{
  double number = value_is_number(v) ? value_number(v) : NAN;
  if (!(number >= least && number <= most)) return bad_value(r, option, v, wanted);
  *out = number;
  return STATUS_OK;
}

static Status read_word(const OptionReader *r, uint32_t option, Value v, const char *const *words, uint32_t *out)
{
  size_t count = 0;
  for (; words[count]; count++) {
    if (v.type != VALUE_STRING || !text_equal(value_text(v), text_of(words[count]))) continue;
    *out = (uint32_t)count;
    return STATUS_OK;
  }
  Str wanted;
  str_init(&wanted);
  for (size_t i = 0; i < count; i++) add_listed(&wanted, words[i], i, count, " or ", "'");
  Status status = bad_value(r, option, v, str_cstr(&wanted));
  str_free(&wanted);
  return status;
}

/* A month, year or the like is any of its days, as with AS OF. 'all' is what FOR VALID_TIME ALL is. */
static Status read_days(const OptionReader *r, uint32_t option, Value v, bool *dated, DayRange *days)
{
  Edtf date;
  *dated = !(v.type == VALUE_STRING && text_equal(value_text(v), TEXT("all")));
  if (!*dated) return STATUS_OK;
  if (!validity_date(v, &date))
    return bad_value(r, option, v, "a date, such as date('1940-06-15') or '1940-06', or 'all'");
  *days = (DayRange){edtf_earliest(&date), edtf_latest(&date)};
  return STATUS_OK;
}

/* 'all' is what ACCORDING TO ALL is. */
static Status read_party(const OptionReader *r, uint32_t option, Value v, Value *out)
{
  bool good = v.type == VALUE_STRING || v.type == VALUE_NODE || v.type == VALUE_LIST;
  for (uint32_t i = 0; good && v.type == VALUE_LIST && i < v.aux; i++)
    good = v.items[i].type == VALUE_STRING || v.items[i].type == VALUE_NODE || value_is_null(v.items[i]);
  if (!good) return bad_value(r, option, v, "a string, a node, or a list of these, or 'all'");
  bool anybody = v.type == VALUE_STRING && text_equal(value_text(v), TEXT("all"));
  *out = anybody ? VALUE_NULL_VALUE : v;
  return STATUS_OK;
}

static Status read_count(const OptionReader *r, uint32_t option, Value v, uint32_t *out)
{
  if (v.type != VALUE_INT || v.integer < 1 || v.integer > INT32_MAX)
    return bad_value(r, option, v, "an integer, 1 or more");
  *out = (uint32_t)v.integer;
  return STATUS_OK;
}

static Status read_key(const OptionReader *r, uint32_t option, Value v, Text *out)
{
  if (v.type != VALUE_STRING || v.aux == 0) return bad_value(r, option, v, "the name of a property, as a string");
  *out = value_text(v);
  return STATUS_OK;
}

static Status read_nodes(const OptionReader *r, uint32_t option, Value v, bool one, bool many, Value *out)
{
  bool good = (one && v.type == VALUE_NODE) || (many && v.type == VALUE_LIST);
  for (uint32_t i = 0; good && v.type == VALUE_LIST && i < v.aux; i++) good = v.items[i].type == VALUE_NODE;
  if (!good) return bad_value(r, option, v, !many ? "a node" : one ? "a node or a list of nodes" : "a list of nodes");
  *out = v;
  return STATUS_OK;
}

static Status read_option(const OptionReader *r, uint32_t option, Value v)
{
  AlgorithmOptions *out = r->out;
  switch ((AlgorithmOption)option) {
  case OPTION_LABELS: return read_names(r, option, v, &out->labels);
  case OPTION_TYPES: return read_names(r, option, v, &out->types);
  case OPTION_AS_OF: return read_days(r, option, v, &out->dated, &out->days);
  case OPTION_CERTAINLY: return read_bool(r, option, v, &out->certainly);
  case OPTION_ACCORDING_TO: return read_party(r, option, v, &out->according_to);
  case OPTION_RANK: return read_word(r, option, v, rank_words, &out->rank);
  case OPTION_DIRECTED: return read_bool(r, option, v, &out->directed);
  case OPTION_LOOPS: return read_bool(r, option, v, &out->loops);
  case OPTION_NORMALIZED: return read_bool(r, option, v, &out->normalized);
  case OPTION_MODE: return read_word(r, option, v, r->algorithm->modes, &out->mode);
  case OPTION_METHOD: return read_word(r, option, v, r->algorithm->methods, &out->method);
  case OPTION_ISOLATES: return read_word(r, option, v, isolates_words, &out->isolates);
  case OPTION_DAMPING: return read_number(r, option, v, 0, MOST_DAMPING, "a number from 0 to 0.999", &out->damping);
  case OPTION_ALPHA: return read_number(r, option, v, 0, 1e100, "a finite number, 0 or more", &out->alpha);
  case OPTION_BETA: return read_number(r, option, v, DBL_MIN, 1e100, "a finite number, more than 0", &out->beta);
  case OPTION_CUTOFF: return read_number(r, option, v, 0, INFINITY, "a number, 0 or more", &out->cutoff);
  case OPTION_RESOLUTION: return read_number(r, option, v, 0, 1e100, "a finite number, 0 or more", &out->resolution);
  case OPTION_SOURCE: return read_nodes(r, option, v, true, false, &out->source);
  case OPTION_TARGET: return read_nodes(r, option, v, true, r->algorithm->many_targets, &out->targets);
  case OPTION_NODES: return read_nodes(r, option, v, false, true, &out->targets);
  case OPTION_K: return read_count(r, option, v, &out->k);
  case OPTION_MIN_SIZE: return read_count(r, option, v, &out->min_size);
  case OPTION_SIZE:
    if (v.type != VALUE_INT || v.integer < 3 || v.integer > 4) return bad_value(r, option, v, "3 or 4");
    out->size = (uint32_t)v.integer;
    return STATUS_OK;
  case OPTION_SEED:
    if (v.type != VALUE_INT || v.integer < 0 || v.integer > UINT32_MAX)
      return bad_value(r, option, v, "an integer from 0 to 4294967295");
    out->seed = (uint32_t)v.integer;
    return STATUS_OK;
  case OPTION_WEIGHT: return read_key(r, option, v, &out->weight);
  case OPTION_PROPERTY: return read_key(r, option, v, &out->property);
  case OPTION_COUNT: break;
  }
  return error_internal(r->err, "an option that is not read");
}

static Status check_required(const OptionReader *r)
{
  uint32_t missing = r->algorithm->required;
  if (!value_is_null(r->out->source)) missing &= ~OPTION(SOURCE);
  if (!value_is_null(r->out->targets)) missing &= ~(OPTION(TARGET) | OPTION(NODES));
  if (r->out->weight.len > 0) missing &= ~OPTION(WEIGHT);
  for (uint32_t option = 0; option < OPTION_COUNT; option++)
    if (missing >> option & 1)
      return error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s needs the option `%s`", r->procedure->name,
                       option_names[option]);
  return STATUS_OK;
}

static Status check_weight(const OptionReader *r)
{
  const Algorithm *a = r->algorithm;
  if (r->out->weight.len == 0 || !(a->unweighted_methods >> r->out->method & 1)) return STATUS_OK;
  return error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue", "the method '%s' of %s takes no `weight`",
                   a->methods[r->out->method], r->procedure->name);
}

/* An undirected method with directed: true would quietly compute something else than was asked for. */
static Status check_direction(const OptionReader *r)
{
  const Algorithm *a = r->algorithm;
  if (!(a->options & OPTION(DIRECTED)) || !r->out->directed || !(a->undirected_methods >> r->out->method & 1))
    return STATUS_OK;
  return error_set(r->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "the method '%s' of %s works on undirected graphs only: leave `directed` false",
                   a->methods[r->out->method], r->procedure->name);
}

Status graph_options_read(const Procedure *procedure, const Value *options, AlgorithmOptions *out, Error *err)
{
  OptionReader r = {procedure, procedure->payload, out, err};
  *out = r.algorithm->defaults;
  if (!options) return check_required(&r);
  if (options->type != VALUE_MAP)
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "%s takes a map of options, such as {labels: ['A']}, not %s", procedure->name,
                     value_type_name((ValueType)options->type));
  for (uint32_t i = 0; i < options->aux; i++) {
    const MapEntry *entry = &options->entries[i];
    uint32_t option = 0;
    while (option < OPTION_COUNT && !(takes(&r, option) && text_equal(entry->key, text_of(option_names[option]))))
      option++;
    if (option == OPTION_COUNT) return unknown_option(&r, entry->key);
    TRY(read_option(&r, option, entry->value));
  }
  TRY(check_required(&r));
  TRY(check_weight(&r));
  return check_direction(&r);
}
