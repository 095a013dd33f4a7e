/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A statement planned over a graph: for tests of plans and of what becomes of them. */
#ifndef CLIO_TESTS_PLANNED_H
#define CLIO_TESTS_PLANNED_H

#include "core/graph.h"
#include "grammar/parse.h"
#include "plan/plan.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct Planned {
  Arena arena; /* the caller's to free */
  Checked checked;
  PlanTree tree;
  Error err;
  bool ok; /* otherwise err says why it cannot be planned */
} Planned;

/* A statement that does not parse or check fails the test. */
static inline void plan_text(Planned *p, const Graph *g, const char *query, const PlanOptions *options)
{
  Statement *statement;
  *p = (Planned){0};
  arena_init(&p->arena, NULL);
  if (parse_statement(&p->arena, text_of(query), &statement, &p->err) != STATUS_OK ||
      check_statement(&p->arena, statement, NULL, &p->checked, &p->err) != STATUS_OK)
    fail_msg("%s: %s", query, p->err.message);
  p->ok = plan_statement(&p->arena, g, &p->checked, options, &p->tree, &p->err) == STATUS_OK;
}

static inline void plan_good(Planned *p, const Graph *g, const char *query, const PlanOptions *options)
{
  plan_text(p, g, query, options);
  if (!p->ok) fail_msg("%s: %s", query, p->err.message);
}

static inline uint32_t name_id(Graph *g, NameKind kind, const char *name)
{
  Error err = {0};
  uint32_t id;
  assert_int_equal(graph_name_add(g, kind, text_of(name), &id, &err), STATUS_OK);
  return id;
}

#endif
