/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The value of an expression or a property: 16 bytes, a tag and a payload.
 *
 * Ownership. A Value never owns memory and carries no reference count: text, list items and so on are borrowed from
 * an arena (values computed by a query), from the graph (property values, valid until the end of the transaction that
 * changes them) or from the query text. Whoever keeps a value past that copies it: value_copy into an arena, value_own
 * into one malloc'ed block (a property column does). Everything reachable from a Value is immutable, so values may be
 * shared freely, also between threads. */
#ifndef CLIO_CORE_VALUE_H
#define CLIO_CORE_VALUE_H

#include "arena.h"
#include "edtf.h"
#include "temporal.h"

/* In openCypher's global sort order of types (ascending), except that null, which sorts last, comes first here. */
typedef enum ValueType {
  VALUE_NULL,
  VALUE_MAP,
  VALUE_NODE,
  VALUE_REL,
  VALUE_LIST,
  VALUE_PATH,
  VALUE_DATETIME,
  VALUE_LOCALDATETIME,
  VALUE_DATE,
  VALUE_TIME,
  VALUE_LOCALTIME,
  VALUE_EDTF,
  VALUE_DURATION,
  VALUE_STRING,
  VALUE_BOOL,
  VALUE_INT,
  VALUE_FLOAT,
  VALUE_TYPE_COUNT
} ValueType;

/* The memory behind the value outlives the execution of the query (literals, dictionary strings): no copy needed. */
#define VALUE_STABLE 1u

/* How deep lists and maps may nest. Functions that walk values go no deeper, so that no query can exhaust the stack:
 * value_own refuses what is deeper, value_copy marks its arena bad, comparison takes what lies below as equal, and text
 * shows it as "...". */
#define VALUE_MAX_DEPTH 2000

/* How many bytes a value may weigh (value_weight) where nothing else limits it. */
#define VALUE_MAX_WEIGHT ((size_t)1 << 30)

typedef struct Value Value;
typedef struct MapEntry MapEntry;

/* A date in EDTF keeps its text, and what the text means beside it. */
typedef struct EdtfValue {
  Edtf date;
  char text[]; /* as many bytes as the Value's aux says */
} EdtfValue;

struct Value {
  uint8_t type;  /* ValueType */
  uint8_t flags; /* VALUE_STABLE */
  uint32_t aux;  /* string, edtf: bytes; list: items; map: entries; path: relationships;
                  * time: offset in seconds (as int32_t); localdatetime: nanoseconds */
  union {
    bool boolean;
    int64_t integer; /* int; date: days; localtime, time: nanoseconds of the day; localdatetime: seconds */
    double number;
    uint32_t id;               /* node, rel: its slot in the graph */
    const char *text;          /* UTF-8, not terminated */
    const Value *items;        /* list */
    const MapEntry *entries;   /* map: in the order written, keys distinct */
    const uint32_t *path;      /* node, rel, node, ..., node: 2 * aux + 1 slots */
    const ZonedDateTime *when; /* datetime */
    const Duration *duration;
    const EdtfValue *edtf;
  };
};

struct MapEntry {
  Text key;
  Value value;
};

_Static_assert(sizeof(Value) == 16, "a Value is 16 bytes");

#define VALUE_NULL_VALUE ((Value){.type = VALUE_NULL})

static inline Value value_bool(bool b)
{
  return (Value){.type = VALUE_BOOL, .boolean = b};
}
static inline Value value_int(int64_t i)
{
  return (Value){.type = VALUE_INT, .integer = i};
}
static inline Value value_float(double f)
{
  return (Value){.type = VALUE_FLOAT, .number = f};
}
static inline Value value_node(uint32_t id)
{
  return (Value){.type = VALUE_NODE, .id = id};
}
static inline Value value_rel(uint32_t id)
{
  return (Value){.type = VALUE_REL, .id = id};
}
static inline Value value_date(DateDays days)
{
  return (Value){.type = VALUE_DATE, .integer = days};
}
static inline Value value_localtime(NanosOfDay n)
{
  return (Value){.type = VALUE_LOCALTIME, .integer = n};
}
static inline Value value_time(ZonedTime t)
{
  return (Value){.type = VALUE_TIME, .aux = (uint32_t)t.offset, .integer = t.nanos};
}
static inline Value value_localdatetime(LocalDateTime t)
{
  return (Value){.type = VALUE_LOCALDATETIME, .aux = t.nanos, .integer = t.seconds};
}
/* Borrows the text. Text over 4 GiB is cut by the callers that can meet it. */
static inline Value value_string(Text t)
{
  return (Value){.type = VALUE_STRING, .aux = (uint32_t)t.len, .text = t.data};
}
static inline Value value_list(const Value *items, uint32_t n)
{
  return (Value){.type = VALUE_LIST, .aux = n, .items = items};
}
static inline Value value_map(const MapEntry *entries, uint32_t n)
{
  return (Value){.type = VALUE_MAP, .aux = n, .entries = entries};
}
static inline Value value_path(const uint32_t *slots, uint32_t rels)
{
  return (Value){.type = VALUE_PATH, .aux = rels, .path = slots};
}
Value value_datetime(Arena *arena, ZonedDateTime when);
Value value_duration(Arena *arena, Duration duration);
Value value_edtf(Arena *arena, Text text, const Edtf *date); /* of a text that edtf_parse has read */
Value value_string_copy(Arena *arena, Text text);
Value value_of_temporal(Arena *arena, Temporal temporal); /* null for TEMPORAL_NONE */
Temporal value_temporal(Value v);                         /* TEMPORAL_NONE for what is none (a duration is not) */

static inline bool value_is_null(Value v)
{
  return v.type == VALUE_NULL;
}
static inline bool value_is_number(Value v)
{
  return v.type == VALUE_INT || v.type == VALUE_FLOAT;
}
/* A point in time: durations are none, nor are dates in EDTF, which may be periods. */
static inline bool value_is_temporal(Value v)
{
  return v.type >= VALUE_DATETIME && v.type <= VALUE_LOCALTIME;
}
static inline Text value_text(Value v)
{
  return (Text){v.text, v.aux};
}
static inline Text value_edtf_text(Value v)
{
  return (Text){v.edtf->text, v.aux};
}
static inline size_t value_edtf_bytes(Value v)
{
  return sizeof *v.edtf + v.aux;
}
static inline ZonedTime value_zoned_time(Value v)
{
  return (ZonedTime){v.integer, (int32_t)v.aux};
}
static inline LocalDateTime value_local_date_time(Value v)
{
  return (LocalDateTime){v.integer, v.aux};
}
static inline double value_number(Value v)
{
  return v.type == VALUE_INT ? (double)v.integer : v.number;
}
const char *value_type_name(ValueType type); /* "Integer", "String", "Node", ... as in openCypher's error texts */

/* value.c: copies. Both are deep; value_copy returns stable values as they are. */
Value value_copy(Arena *arena, Value v);
Value value_copy_deep(Arena *arena, Value v);      /* stable values as well: for what outlives their query */
Status value_own(Value v, Value *out, Error *err); /* one malloc'ed block, or none for small values */
void value_disown(Value v);                        /* frees what value_own made */
const Value *value_map_get(Value map, Text key);   /* NULL where absent */

/* The bytes that the value would take with nothing in it shared; what is beyond most is not counted to the end. Lists
 * share their items, so that a few steps could make a value of [x, x] upon [x, x] which no walk comes to the end of:
 * whoever puts values together weighs the result against the query's limit of memory, or VALUE_MAX_WEIGHT. */
size_t value_weight(Value v, size_t most);

/* Three-valued logic. */
typedef enum Tri { TRI_FALSE = 0, TRI_TRUE = 1, TRI_NULL = 2 } Tri;
static inline Value value_tri(Tri t)
{
  return t == TRI_NULL ? VALUE_NULL_VALUE : value_bool(t == TRI_TRUE);
}

/* value_compare.c. Equality, comparability, orderability and equivalence are four different things in openCypher
 * (CIP2016-06-14). Ints and floats compare exactly, without rounding the int. */
Tri value_equal(Value a, Value b); /* the = operator */
/* The <, <=, >, >= operators: false when the two cannot be compared (the operator gives null). unordered is set for
 * NaN, where the operators give false. */
bool value_compare(Value a, Value b, int *order, bool *unordered);
int value_order(Value a, Value b); /* ORDER BY, min, max: a total order over all values; null last, NaN after numbers */
bool value_equivalent(Value a, Value b); /* DISTINCT and grouping: null with null, NaN with NaN */
/* Equivalent and of one type: 1 is not the same as 1.0. */
static inline bool value_same(Value a, Value b)
{
  return a.type == b.type && value_equivalent(a, b);
}
uint64_t value_hash(Value v); /* equal for equivalent values */
uint64_t value_hash_mix(uint64_t h);

/* value_arith.c. Null in gives null out; integers overflow to an error (ERROR_ARITHMETIC, "IntegerOverflow"), division
 * of an integer by zero is one ("DivisionByZero"); strings and lists concatenate; temporals and durations add.
 * Results live in the arena. */
typedef enum ArithOp { ARITH_ADD, ARITH_SUB, ARITH_MUL, ARITH_DIV, ARITH_MOD, ARITH_POW } ArithOp;
Status value_arith(Arena *arena, ArithOp op, Value a, Value b, Value *out, Error *err);
Status value_negate(Arena *arena, Value v, Value *out, Error *err);

/* value_text.c, value_json.c. graph (which may be NULL when v holds no entities) gives labels, types and properties. */
struct Graph;
/* A Cypher literal: 'it\'s', [1, 2.0], {a: null}, (:A {x: 1}), [:T {since: 1}], <(:A)-[:T]->(:B)>; temporals quoted. */
void value_print(Str *out, Value v, const struct Graph *graph);
/* As toString() and plain output give it: strings and temporals bare, everything else as value_print. */
void value_show(Str *out, Value v, const struct Graph *graph);
/* JSON as design.md fixes it: nodes {"id":7,"labels":[..],"properties":{..}}, relationships
 * {"id":3,"type":..,"start":.., "end":..,"properties":{..}}, paths {"nodes":[..],"relationships":[..]}, temporals ISO
 * strings; NaN and infinities as strings. */
void value_json(Str *out, Value v, const struct Graph *graph);
void value_json_string(Str *out, Text text);
void value_print_string(Str *out, Text text); /* quoted and escaped as a Cypher literal */
void value_print_name(Str *out, Text name);   /* an identifier, in backticks where needed */

/* value_number.c: numbers and text, whatever the process's locale. */
/* The shortest form that reads back the same, laid out as Java's Double.toString: 1.0, 1.0E10, -0.0, NaN, Infinity. */
void value_print_float(Str *out, double f);
#define VALUE_NUMBER_BYTES 32
size_t value_format_float(double f, char out[VALUE_NUMBER_BYTES]); /* the same; bytes written, no NUL */
size_t value_format_int(int64_t i, char out[VALUE_NUMBER_BYTES]);
/* Reads a number as toInteger()/toFloat() do; false if it is none. Decimal, with optional sign, fraction and exponent,
 * blanks around it; toFloat() also takes NaN and Infinity. A fraction is cut off for an integer, an integer that does
 * not fit is none; a float too large is infinite. */
bool value_parse_int(Text text, int64_t *out);
bool value_parse_float(Text text, double *out);

#endif
