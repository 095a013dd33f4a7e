/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of claims and sources, after the settings of the database; and the predicates that ACCORDING TO and RANK
 * are rewritten into (check/attribution.c). */
#include "claim_test.h"
#include "func_internal.h"

/* ---- lists that grow in the arena */

typedef struct Found {
  FunctionContext *c;
  Value *items;
  uint32_t n, cap;
} Found;

static Status found_add(Found *f, Value v)
{
  if (f->n == f->cap) {
    uint32_t cap = MAX(8u, f->cap * 2);
    Value *grown;
    TRY(function_items(f->c, cap, &grown));
    if (f->n) memcpy(grown, f->items, f->n * sizeof *grown);
    f->items = grown;
    f->cap = cap;
  }
  f->items[f->n++] = v;
  return STATUS_OK;
}

static Status found_add_new(Found *f, Value v)
{
  for (uint32_t i = 0; i < f->n; i++)
    if (value_equivalent(f->items[i], v)) return STATUS_OK;
  return found_add(f, v);
}

static Value found_list(const Found *f)
{
  return value_list(f->items, f->n);
}

static Status check_alive(FunctionContext *c, Value v)
{
  bool alive = v.type == VALUE_NODE ? graph_node_alive(c->graph, v.id) : graph_rel_alive(c->graph, v.id);
  return alive ? STATUS_OK : function_deleted(c);
}

static Status check_fact(FunctionContext *c, const Function *f, const Value *args)
{
  TRY(function_check(c, f, args, 1));
  return check_alive(c, args[0]);
}

#define FACT(id, title, parameter, argument, gives, mask, text)                                                        \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(" parameter ") :: " gives,                                                                  \
      .help = text,                                                                                                    \
      .example = title "(null)",                                                                                       \
      .value = "null",                                                                                                 \
      .category = "claims",                                                                                            \
      .origin = "Clio",                                                                                                \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .arg_types = {argument},                                                                                         \
      .result = mask | TYPE_NULL,                                                                                      \
      .flags = ROW_TYPED,                                                                                              \
      .scalar = run_##id,                                                                                              \
  };

/* ---- who asserts it */

/* Of an id of a node, what that is called. */
static Value name_of(FunctionContext *c, Text text)
{
  uint32_t node;
  if (!fact_node_of(c->graph, text, &node)) return value_string(text);
  function_looks_at(c, value_node(node));
  Value name = fact_name_of(c->graph, node);
  return name.type == VALUE_STRING ? name : value_string(text);
}

static Status add_claimant(void *context, Text text)
{
  Found *f = context;
  return found_add_new(f, name_of(f->c, text));
}

static Status run_claims(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  Found f = {.c = c};
  TRY(check_fact(c, &function_claims, args));
  TRY(fact_texts(c->graph, args[0], SETTING_CLAIMANT, add_claimant, &f));
  *out = found_list(&f);
  return STATUS_OK;
}

FACT(claims, "claims", "fact :: NODE | RELATIONSHIP", TYPE_ENTITY, "LIST<STRING>", TYPE_LIST,
     "Who asserts a fact, after its properties claimed_by and according_to: the names of the nodes that these refer to "
     "by id, or what they say.")

static Status run_is_contested(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  uint32_t rival;
  FactRivals rivals;
  TRY(check_fact(c, &function_is_contested, args));
  bool contested = fact_is_disputed(claim_keys(c), args[0]);
  if (!contested && args[0].type == VALUE_REL) {
    fact_rivals_begin(&rivals, claim_keys(c), args[0].id);
    contested = fact_rivals_next(&rivals, &rival);
    if (contested) function_looks_at(c, value_rel(rival));
  }
  *out = value_bool(contested);
  return STATUS_OK;
}

FACT(is_contested, "isContested", "fact :: NODE | RELATIONSHIP", TYPE_ENTITY, "BOOLEAN", TYPE_BOOL,
     "Whether somebody denies a fact (its property disputed is true), or a relationship has rivals.")

static Status run_rank_of(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  TRY(check_fact(c, &function_rank_of, args));
  *out = value_string(fact_rank_name(fact_rank(claim_keys(c), args[0])));
  out->flags = VALUE_STABLE;
  return STATUS_OK;
}

FACT(rank_of, "rankOf", "fact :: NODE | RELATIONSHIP", TYPE_ENTITY, "STRING", TYPE_STRING,
     "The rank of a fact among its rivals: 'preferred' (its property rank says so, or its property preferred is true), "
     "'deprecated' or 'normal'.")

static Status run_rivals(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  Found f = {.c = c};
  FactRivals rivals;
  uint32_t other;
  TRY(check_fact(c, &function_rivals, args));
  fact_rivals_begin(&rivals, claim_keys(c), args[0].id);
  while (fact_rivals_next(&rivals, &other)) {
    function_looks_at(c, value_rel(other));
    TRY(found_add(&f, value_rel(other)));
  }
  *out = found_list(&f);
  return STATUS_OK;
}

FACT(rivals, "rivals", "fact :: RELATIONSHIP", TYPE_REL, "LIST<RELATIONSHIP>", TYPE_LIST,
     "The relationships that say something else of the same: of one type, from one node, disputed or with a rank as it "
     "is, at times that may overlap, and with another property to the same node, or, for types that are exclusive, to "
     "another node.")

/* ---- where it is written */

typedef struct Sources {
  Found found;
  Value page; /* of the fact at hand */
} Sources;

static Status add_place(Sources *s, Value source, Value id)
{
  MapEntry *map = arena_array(s->found.c->arena, MapEntry, 3);
  TRY(arena_check(s->found.c->arena, s->found.c->err));
  map[0] = (MapEntry){TEXT("source"), source};
  map[1] = (MapEntry){TEXT("page"), s->page};
  map[2] = (MapEntry){TEXT("id"), id};
  return found_add_new(&s->found, value_map(map, 3));
}

static Status add_source(void *context, Text text)
{
  Sources *s = context;
  return add_place(s, name_of(s->found.c, text), value_string(text));
}

/* Of a node's relationships to sources. */
static Status add_cited(Sources *s, uint32_t node, Text type)
{
  const Graph *g = s->found.c->graph;
  uint32_t id = graph_name_find(g, NAME_TYPE, type), rel, source;
  Neighbours walk;
  if (id == NAME_NONE) return STATUS_OK;
  neighbours_begin(&walk, g, node, id, DIR_OUT);
  while (neighbours_next(&walk, &rel, &source, 1)) {
    function_looks_at(s->found.c, value_rel(rel));
    s->page = fact_property(g, value_rel(rel), SETTING_PAGE);
    TRY(add_place(s, fact_name_of(g, source), fact_property(g, value_node(source), SETTING_ID)));
  }
  return STATUS_OK;
}

static Status add_sources(Sources *s, Value fact)
{
  const Graph *g = s->found.c->graph;
  TRY(check_alive(s->found.c, fact));
  s->page = fact_property(g, fact, SETTING_PAGE);
  TRY(fact_texts(g, fact, SETTING_SOURCE, add_source, s));
  SettingNames cites = setting_names(graph_settings(g), SETTING_CITES);
  for (uint32_t i = 0; fact.type == VALUE_NODE && i < cites.n; i++) TRY(add_cited(s, fact.id, cites.at[i]));
  return STATUS_OK;
}

static Status run_sources(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  Sources s = {.found = {.c = c}};
  Value v = args[0];
  TRY(function_check(c, &function_sources, args, 1));
  if (v.type != VALUE_PATH) TRY(add_sources(&s, v));
  for (uint32_t i = 0; v.type == VALUE_PATH && i <= 2 * v.aux; i++)
    TRY(add_sources(&s, i % 2 ? value_rel(v.path[i]) : value_node(v.path[i])));
  *out = found_list(&s.found);
  return STATUS_OK;
}

FACT(sources, "sources", "fact :: NODE | RELATIONSHIP | PATH", TYPE_ENTITY | TYPE_PATH, "LIST<MAP>", TYPE_LIST,
     "Where a fact is written, after its properties source and page, a node's relationships CITED_IN, and for a path "
     "all its parts: maps of the source (its name), the page and the source's id.")

/* ---- what ACCORDING TO asks */

static Status add_text(void *context, Text text)
{
  return found_add_new(context, value_string(text));
}

static Status add_names_of_node(Found *f, uint32_t node)
{
  TRY(fact_texts(f->c->graph, value_node(node), SETTING_ID, add_text, f));
  return fact_texts(f->c->graph, value_node(node), SETTING_NAME, add_text, f);
}

static Status add_names_of(Found *f, Value v)
{
  static const Setting called[] = {SETTING_ID, SETTING_NAME};
  switch (v.type) {
  case VALUE_NULL: return STATUS_OK;
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++) TRY(add_names_of(f, v.items[i]));
    return STATUS_OK;
  case VALUE_NODE: TRY(check_alive(f->c, v)); return add_names_of_node(f, v.id);
  case VALUE_STRING: break;
  default: return function_wrong_type(f->c, &function_claim_party, 0, v);
  }
  TRY(found_add_new(f, v));
  for (size_t i = 0; i < ARRAY_LEN(called); i++)
    for (uint32_t node = SLOT_NONE; fact_next_node(f->c->graph, called[i], value_text(v), &node);) {
      function_looks_at(f->c, value_node(node));
      TRY(add_names_of_node(f, node));
    }
  return STATUS_OK;
}

Status claim_party(FunctionContext *c, Value who, Value *party)
{
  Found f = {.c = c};
  TRY(add_names_of(&f, who));
  *party = found_list(&f);
  return STATUS_OK;
}

static Status run_claim_party(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  return claim_party(c, args[0], out);
}

const Function function_claim_party = {
    .name = "claim.party",
    .signature = "claim.party(who :: STRING | NODE | LIST) :: LIST<STRING>",
    .help = "All texts by which facts may name a party that is given by its id, its name, as a node, or as a list of "
            "these.",
    .example = "claim.party(['Latvia', null])",
    .value = "['Latvia']",
    .category = "claims",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING | TYPE_NODE | TYPE_LIST},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED | FUNCTION_STATEMENT,
    .scalar = run_claim_party,
};

static bool holds(Value list, Value v)
{
  for (uint32_t i = 0; i < list.aux; i++)
    if (value_equivalent(list.items[i], v)) return true;
  return false;
}

unsigned claim_judge(Value claimant, Value party, Value voice)
{
  unsigned found = 0;
  for (uint32_t i = 0; claimant.type == VALUE_LIST && i < claimant.aux; i++)
    found |= claim_judge(claimant.items[i], party, voice);
  if (claimant.type != VALUE_STRING) return found;
  if (holds(party, claimant)) found |= CLAIMANTS_ASSERT;
  if (!holds(voice, claimant)) found |= CLAIMANTS_FOREIGN;
  return found;
}

static Status run_claim_accepted(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  *out = VALUE_NULL_VALUE;
  if (value_is_null(args[2])) return STATUS_OK;
  for (uint32_t i = 2; i < n; i++)
    if (args[i].type != VALUE_LIST) return function_wrong_type(c, &function_claim_accepted, i, args[i]);
  bool disputed = args[1].type == VALUE_BOOL && args[1].boolean;
  *out = value_bool(claim_accepts(claim_judge(args[0], args[2], args[3]), disputed));
  return STATUS_OK;
}

const Function function_claim_accepted = {
    .name = "claim.accepted",
    .signature = "claim.accepted(claimants :: LIST, disputed :: BOOLEAN, party :: LIST<STRING>, voice :: LIST<STRING>) "
                 ":: BOOLEAN",
    .help = "Whether a party asserts what the claimants assert, or nobody contests it: it is not disputed, and no "
            "claimant is named but the data set's own voice.",
    .example = "claim.accepted(['a', null], true, ['a', 'b'], ['article'])",
    .value = "true",
    .category = "claims",
    .origin = "Clio",
    .min_args = 4,
    .max_args = 4,
    .arg_types = {TYPE_LIST, 0, TYPE_LIST, TYPE_LIST},
    .result = TYPE_BOOL | TYPE_NULL,
    .scalar = run_claim_accepted,
};

/* ---- for those who look at many facts */

ClaimFunction claim_function(const Function *f)
{
  if (f == &function_claim_accepted) return CLAIM_ACCEPTED;
  if (f == &function_rank_of) return CLAIM_RANK_OF;
  return f == &function_rivals ? CLAIM_RIVALS : CLAIM_NONE;
}

const FactKeys *claim_keys(FunctionContext *c)
{
  if (UNLIKELY(c->facts.g != c->graph || c->facts.schema != graph_schema_version(c->graph)))
    c->facts = fact_keys(c->graph);
  return &c->facts;
}
