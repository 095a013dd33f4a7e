/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Procedures: signatures as host programs write them, calls of table procedures, and the built-in ones. */
#include "core/graph.h"
#include "proc/proc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define STRING(literal)           value_string(TEXT(literal))
#define ROW(name, id, city, code) (name), (id), (city), (code)

typedef struct Sink {
  Value rows[16][8];
  uint32_t n, width, stop_after;
} Sink;

typedef struct Fixture {
  Graph *graph;
  Arena arena;
  Error err;
  FunctionContext context;
  ProcedureScope scope;
  Sink sink;
} Fixture;

static Fixture fixture;

static int set_up(void **state)
{
  (void)state;
  fixture = (Fixture){0};
  arena_init(&fixture.arena, NULL);
  GraphOptions options = {.create = true};
  if (graph_open(&fixture.graph, NULL, &options, &fixture.err) != STATUS_OK) return 1;
  fixture.context = (FunctionContext){.graph = fixture.graph, .arena = &fixture.arena, .err = &fixture.err};
  return 0;
}

static int tear_down(void **state)
{
  (void)state;
  procedure_scope_free(&fixture.scope);
  arena_free(&fixture.arena);
  graph_close(fixture.graph);
  return 0;
}

static Status take_row(void *sink, const Value *fields, uint32_t n, Error *err)
{
  Sink *s = sink;
  if (s->stop_after && s->n == s->stop_after) return error_set(err, ERROR_INTERRUPTED, NULL, "enough");
  for (uint32_t i = 0; i < n && s->n < 16 && i < 8; i++) s->rows[s->n][i] = fields[i];
  s->width = n;
  s->n++;
  return STATUS_OK;
}

static Status call(const char *name, const Value *args, uint32_t n)
{
  const Procedure *p = procedure_find(&fixture.scope, text_of(name));
  assert_non_null(p);
  assert_true(n <= p->arg_count && n + p->optional_args >= p->arg_count);
  uint32_t stop_after = fixture.sink.stop_after;
  fixture.sink = (Sink){.stop_after = stop_after};
  error_clear(&fixture.err);
  ProcedureRun run = {
      .function = &fixture.context, .graph = fixture.graph, .procedure = p, .emit = take_row, .sink = &fixture.sink};
  return p->run(&run, args, n);
}

static void add_table(const char *signature, const Value *rows, uint32_t n)
{
  assert_int_equal(procedure_add_table(&fixture.scope, text_of(signature), rows, n, &fixture.err), STATUS_OK);
}

static void signatures_are_read(void **state)
{
  (void)state;
  add_table(" test.my.proc ( name::STRING? , ids :: LIST? OF INTEGER?,n::NUMBER ) :: (a :: ANY?, b :: MAP) ", NULL, 0);
  const Procedure *p = procedure_find(&fixture.scope, TEXT("TEST.my.proc"));
  assert_non_null(p);
  assert_string_equal(p->name, "test.my.proc");
  assert_int_equal(p->arg_count, 3);
  assert_string_equal(p->args[0].name, "name");
  assert_string_equal(p->args[0].type_name, "STRING?");
  assert_true(p->args[0].types == TYPE_STRING && p->args[0].nullable);
  assert_string_equal(p->args[1].type_name, "LIST? OF INTEGER?");
  assert_int_equal(p->args[1].types, TYPE_LIST);
  assert_true(p->args[2].types == TYPE_NUMBER && !p->args[2].nullable);
  assert_int_equal(p->result_count, 2);
  assert_int_equal(p->results[0].types, TYPE_ANY);
  assert_string_equal(p->results[1].name, "b");
  assert_string_equal(procedure_nearest(&fixture.scope, TEXT("test.my.prok"))->name, "test.my.proc");
  assert_null(procedure_find(&fixture.scope, TEXT("test.my")));
  assert_null(procedure_find(NULL, TEXT("test.my.proc")));
  add_table("nothing() :: ()", NULL, 0);
  add_table("nothing.either() :: VOID", NULL, 0);
  assert_int_equal(procedure_find(&fixture.scope, TEXT("nothing"))->result_count, 0);
}

static void malformed_signatures_are_refused(void **state)
{
  (void)state;
  static const char *const signatures[] = {"",
                                           "p",
                                           "p(",
                                           "p()",
                                           "p() ::",
                                           "p() :: (",
                                           "p() :: (a)",
                                           "p() :: (a :: )",
                                           "p() :: (a :: TEXT)",
                                           "p() :: (a :: STRING",
                                           "p() :: (a :: STRING,)",
                                           "p() :: (a :: LIST OF)",
                                           "p() :: (a :: LIST IN STRING)",
                                           "p(a STRING) :: VOID",
                                           "p() :: () x",
                                           ".p() :: ()",
                                           "p() :: (\xff :: STRING)"};
  for (size_t i = 0; i < ARRAY_LEN(signatures); i++) {
    error_clear(&fixture.err);
    assert_int_equal(procedure_add_table(&fixture.scope, text_of(signatures[i]), NULL, 0, &fixture.err), STATUS_FAIL);
    assert_int_equal(fixture.err.kind, ERROR_ARGUMENT);
  }
  assert_int_equal(fixture.scope.n, 0);
}

static void tables_answer_by_their_inputs(void **state)
{
  (void)state;
  char city[] = "Berlin";
  const Value rows[] = {
      ROW(STRING("Stefan"), value_int(1), value_string((Text){city, 6}), value_int(49)),
      ROW(STRING("Stefan"), value_int(2), STRING("München"), value_int(49)),
      ROW(VALUE_NULL_VALUE, value_int(1), STRING("nowhere"), VALUE_NULL_VALUE),
  };
  add_table("test.my.proc(name :: STRING?, id :: FLOAT?) :: (city :: STRING?, code :: INTEGER?)", rows, 3);
  memset(city, '-', sizeof city - 1); /* the table has a copy */
  const Value first[] = {STRING("Stefan"), value_float(1)};
  assert_int_equal(call("test.my.proc", first, 2), STATUS_OK);
  assert_int_equal(fixture.sink.n, 1);
  assert_int_equal(fixture.sink.width, 2);
  assert_true(text_equal(value_text(fixture.sink.rows[0][0]), TEXT("Berlin")));
  const Value null[] = {VALUE_NULL_VALUE, value_int(1)};
  assert_int_equal(call("test.my.proc", null, 2), STATUS_OK);
  assert_int_equal(fixture.sink.n, 1);
  const Value none[] = {STRING("Petra"), value_int(1)};
  assert_int_equal(call("test.my.proc", none, 2), STATUS_OK);
  assert_int_equal(fixture.sink.n, 0);
  const Value wrong[] = {value_bool(true), value_int(1)};
  assert_int_equal(call("test.my.proc", wrong, 2), STATUS_FAIL);
  assert_int_equal(fixture.err.kind, ERROR_TYPE);
}

static void a_procedure_can_be_replaced(void **state)
{
  (void)state;
  const Value old = STRING("old"), new[] = {STRING("a"), STRING("b"), STRING("c")};
  add_table("p() :: (x :: STRING?)", &old, 1);
  const Procedure *kept = procedure_find(&fixture.scope, TEXT("p"));
  add_table("p() :: (x :: STRING?)", new, 3);
  assert_int_equal(call("p", NULL, 0), STATUS_OK);
  assert_int_equal(fixture.sink.n, 3);
  assert_string_equal(kept->name, "p");
  fixture.sink.stop_after = 2;
  assert_int_equal(call("p", NULL, 0), STATUS_FAIL);
  assert_int_equal(fixture.err.kind, ERROR_INTERRUPTED);
  assert_int_equal(fixture.sink.n, 2);
}

static void built_in_rows_are_complete(void **state)
{
  (void)state;
  const char *before = "";
  const Procedure *p;
  uint32_t i = 0;
  for (; (p = procedure_at(i)); i++) {
    assert_true(strcmp(before, p->name) < 0);
    before = p->name;
    assert_true(strncmp(p->signature, p->name, strlen(p->name)) == 0);
    assert_non_null(p->help);
    assert_non_null(p->run);
    for (uint32_t k = 0; k < p->result_count; k++) assert_non_null(strstr(p->signature, p->results[k].name));
    assert_ptr_equal(procedure_find(NULL, text_of(p->name)), p);
  }
  assert_true(i >= 6);
}

static uint32_t name_id(NameKind kind, const char *text)
{
  uint32_t id;
  assert_int_equal(graph_name_add(fixture.graph, kind, text_of(text), &id, &fixture.err), STATUS_OK);
  return id;
}

static void the_database_describes_itself(void **state)
{
  (void)state;
  Graph *g = fixture.graph;
  Error *err = &fixture.err;
  uint32_t state_label = name_id(NAME_LABEL, "State"), node;
  name_id(NAME_LABEL, "Unused");
  uint32_t name_key = name_id(NAME_KEY, "name");
  assert_int_equal(graph_statement_begin(g, err), STATUS_OK);
  assert_int_equal(graph_add_node(g, &state_label, 1, &node, err), STATUS_OK);
  assert_int_equal(graph_set_prop(g, ENTITY_NODE, node, name_key, STRING("Latvia"), err), STATUS_OK);
  assert_int_equal(graph_create_index(g, ENTITY_NODE, state_label, name_key, TEXT("by_name"), false, err), STATUS_OK);
  assert_int_equal(graph_statement_end(g, true, err), STATUS_OK);
  assert_int_equal(call("db.labels", NULL, 0), STATUS_OK);
  assert_int_equal(fixture.sink.n, 1);
  assert_true(text_equal(value_text(fixture.sink.rows[0][0]), TEXT("State")));
  assert_int_equal(call("db.relationshipTypes", NULL, 0), STATUS_OK);
  assert_int_equal(fixture.sink.n, 0);
  assert_int_equal(call("db.propertyKeys", NULL, 0), STATUS_OK);
  assert_int_equal(fixture.sink.n, 1);
  assert_int_equal(call("db.indexes", NULL, 0), STATUS_OK);
  assert_int_equal(fixture.sink.n, 1);
  assert_true(text_equal(value_text(fixture.sink.rows[0][0]), TEXT("by_name")));
  assert_int_equal(fixture.sink.rows[0][6].integer, 1);
  assert_int_equal(call("dbms.functions", NULL, 0), STATUS_OK);
  assert_true(fixture.sink.n > 140);
  assert_int_equal(call("dbms.procedures", NULL, 0), STATUS_OK);
  assert_true(fixture.sink.n >= 6);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(signatures_are_read, set_up, tear_down),
      cmocka_unit_test_setup_teardown(malformed_signatures_are_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(tables_answer_by_their_inputs, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_procedure_can_be_replaced, set_up, tear_down),
      cmocka_unit_test(built_in_rows_are_complete),
      cmocka_unit_test_setup_teardown(the_database_describes_itself, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("proc", tests, NULL, NULL);
}
