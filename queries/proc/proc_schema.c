/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Built-in procedures that tell which indexes and constraints there are; SHOW is written for them. The names of their
 * results are those of Cypher 5. */
#include "core/fulltext.h"
#include "core/index.h"
#include "func/name.h"
#include "proc_internal.h"

#include <strings.h>

static Value entity_type(EntityKind kind)
{
  return static_text(kind == ENTITY_NODE ? "NODE" : "RELATIONSHIP");
}

/* Lists of names, as there can be several labels and keys elsewhere. */
static Value name_list(ProcedureRun *run, NameKind kind, const uint32_t *ids, uint32_t n)
{
  Value *items = arena_array(run->function->arena, Value, n);
  for (uint32_t i = 0; items && i < n; i++) items[i] = value_string(graph_name(run->graph, kind, ids[i]));
  return value_list(items, items ? n : 0);
}

static Value label_list(ProcedureRun *run, EntityKind kind, uint32_t label)
{
  return name_list(run, kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, &label, 1);
}

static Status emit(ProcedureRun *run, const Value *fields, uint32_t n)
{
  TRY(arena_check(run->function->arena, run->function->err));
  return run->emit(run->sink, fields, n, run->function->err);
}

static const ProcedureField kind_argument = {"kind", "STRING", TYPE_STRING, false};

/* ---- indexes */

static const ProcedureField index_fields[] = {
    {"name", "STRING", TYPE_STRING, false},           {"type", "STRING", TYPE_STRING, false},
    {"entityType", "STRING", TYPE_STRING, false},     {"labelsOrTypes", "LIST<STRING>", TYPE_LIST, false},
    {"properties", "LIST<STRING>", TYPE_LIST, false}, {"owningConstraint", "STRING?", TYPE_STRING, true},
    {"entries", "INTEGER?", TYPE_INT, true},          {"distinctValues", "INTEGER?", TYPE_INT, true},
};

/* How many entities and words one of these has is known only once it was asked, so it is not told. */
static Status run_fulltext_indexes(ProcedureRun *run)
{
  const Graph *g = run->graph;
  for (uint32_t i = 0, count = graph_fulltext_count(g); i < count; i++) {
    const Fulltext *f = graph_fulltext(g, i);
    const FulltextSpec *s = fulltext_spec(f);
    const Value fields[] = {value_string(s->name),
                            static_text("FULLTEXT"),
                            entity_type(s->kind),
                            name_list(run, s->kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, s->labels, s->label_count),
                            name_list(run, NAME_KEY, s->keys, s->key_count),
                            VALUE_NULL_VALUE,
                            VALUE_NULL_VALUE,
                            VALUE_NULL_VALUE};
    TRY(emit(run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

/* A text index is the same as a range index. */
static Status read_index_kind(ProcedureRun *run, Value kind, bool *range, bool *fulltext)
{
  Text word = kind.type == VALUE_STRING ? value_text(kind) : (Text){"", 0};
  *fulltext = name_compare(word, TEXT("FULLTEXT")) == 0;
  *range = name_compare(word, TEXT("RANGE")) == 0 || name_compare(word, TEXT("TEXT")) == 0;
  if (*range || *fulltext) return STATUS_OK;
  return error_set(run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "'%.*s' is no kind of index: the kinds are 'RANGE', which 'TEXT' is the same as, and 'FULLTEXT'",
                   (int)MIN(word.len, (size_t)100), word.data);
}

static Status run_indexes(ProcedureRun *run, const Value *args, uint32_t n)
{
  const Graph *g = run->graph;
  bool range = true, fulltext = true;
  if (n > 0) TRY(read_index_kind(run, args[0], &range, &fulltext));
  for (uint32_t i = 0, count = range ? graph_index_count(g) : 0; i < count; i++) {
    const Index *index = graph_index(g, i);
    const ConstraintSpec *owner = graph_index_owner(g, index);
    uint32_t key = index_key(index);
    const Value fields[] = {
        value_string(index_name(index)),          static_text("RANGE"),
        entity_type(index_kind(index)),           label_list(run, index_kind(index), index_label(index)),
        name_list(run, NAME_KEY, &key, 1),        owner ? value_string(owner->name) : VALUE_NULL_VALUE,
        value_int((int64_t)index_entries(index)), value_int((int64_t)index_distinct(index))};
    TRY(emit(run, fields, ARRAY_LEN(fields)));
  }
  return fulltext ? run_fulltext_indexes(run) : STATUS_OK;
}

const Procedure procedure_db_indexes = {
    .name = "db.indexes",
    .signature = "db.indexes([kind :: STRING]) :: (name :: STRING, type :: STRING, entityType :: STRING, "
                 "labelsOrTypes :: LIST<STRING>, properties :: LIST<STRING>, owningConstraint :: STRING?, "
                 "entries :: INTEGER?, distinctValues :: INTEGER?)",
    .help = "The indexes, as SHOW INDEXES gives them; with a kind such as 'FULLTEXT' those of that kind.",
    .args = &kind_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = index_fields,
    .result_count = ARRAY_LEN(index_fields),
    .run = run_indexes,
};

/* ---- constraints */

/* By rule: in the words of SHOW, and as a type of nodes and of relationships. */
static const struct {
  const char *kind, *types[2];
} rules[CONSTRAINT_RULE_COUNT] = {
    [CONSTRAINT_UNIQUE] = {"UNIQUENESS", {"UNIQUENESS", "RELATIONSHIP_UNIQUENESS"}},
    [CONSTRAINT_EXISTS] = {"PROPERTY EXISTENCE", {"NODE_PROPERTY_EXISTENCE", "RELATIONSHIP_PROPERTY_EXISTENCE"}},
    [CONSTRAINT_KEY] = {"KEY", {"NODE_KEY", "RELATIONSHIP_KEY"}},
    [CONSTRAINT_TYPE] = {"PROPERTY TYPE", {"NODE_PROPERTY_TYPE", "RELATIONSHIP_PROPERTY_TYPE"}},
};

static bool take_word(Text *text, const char *word)
{
  size_t n = strlen(word);
  if (text->len < n || strncasecmp(text->data, word, n) != 0) return false;
  *text = (Text){text->data + n, text->len - n};
  return true;
}

/* Which to give: by rule and kind of entity. */
typedef struct Wanted {
  bool rules[CONSTRAINT_RULE_COUNT], kinds[2];
} Wanted;

static Status read_kind(ProcedureRun *run, Value kind, Wanted *wanted)
{
  Text rest = value_text(kind);
  bool nodes = take_word(&rest, "NODE "), rels = !nodes && take_word(&rest, "RELATIONSHIP "), any = false;
  wanted->kinds[ENTITY_NODE] = !rels;
  wanted->kinds[ENTITY_REL] = !nodes;
  for (int i = 0; i < CONSTRAINT_RULE_COUNT; i++) {
    wanted->rules[i] = rest.len == strlen(rules[i].kind) && strncasecmp(rest.data, rules[i].kind, rest.len) == 0;
    any |= wanted->rules[i];
  }
  if (any) return STATUS_OK;
  return error_set(run->function->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                   "'%.*s' is no kind of constraint: the kinds are 'UNIQUENESS', 'KEY', 'PROPERTY EXISTENCE' and "
                   "'PROPERTY TYPE', each also with NODE or RELATIONSHIP in front",
                   (int)MIN(kind.aux, 100u), kind.text);
}

static Status run_constraints(ProcedureRun *run, const Value *args, uint32_t n)
{
  const Graph *g = run->graph;
  Wanted wanted = {{true, true, true, true}, {true, true}};
  if (n > 0) TRY(read_kind(run, args[0], &wanted));
  for (uint32_t i = 0, count = graph_constraint_count(g); i < count; i++) {
    const ConstraintSpec *s = graph_constraint(g, i);
    if (!wanted.rules[s->rule] || !wanted.kinds[s->kind]) continue;
    Value name = value_string(s->name);
    const Value fields[] = {name,
                            static_text(rules[s->rule].types[s->kind]),
                            entity_type(s->kind),
                            label_list(run, s->kind, s->label),
                            name_list(run, NAME_KEY, s->keys, s->key_count),
                            graph_constraint_owns_index(g, i) ? name : VALUE_NULL_VALUE,
                            s->rule == CONSTRAINT_TYPE ? value_string(s->type) : VALUE_NULL_VALUE};
    TRY(emit(run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

static const ProcedureField constraint_fields[] = {
    {"name", "STRING", TYPE_STRING, false},           {"type", "STRING", TYPE_STRING, false},
    {"entityType", "STRING", TYPE_STRING, false},     {"labelsOrTypes", "LIST<STRING>", TYPE_LIST, false},
    {"properties", "LIST<STRING>", TYPE_LIST, false}, {"ownedIndex", "STRING?", TYPE_STRING, true},
    {"propertyType", "STRING?", TYPE_STRING, true},
};

const Procedure procedure_db_constraints = {
    .name = "db.constraints",
    .signature = "db.constraints([kind :: STRING]) :: (name :: STRING, type :: STRING, entityType :: STRING, "
                 "labelsOrTypes :: LIST<STRING>, properties :: LIST<STRING>, ownedIndex :: STRING?, "
                 "propertyType :: STRING?)",
    .help = "The constraints, as SHOW CONSTRAINTS gives them; with a kind such as 'NODE KEY' those of that kind.",
    .example = "CALL db.constraints('UNIQUENESS') YIELD name, labelsOrTypes, properties",
    .args = &kind_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = constraint_fields,
    .result_count = ARRAY_LEN(constraint_fields),
    .run = run_constraints,
};
