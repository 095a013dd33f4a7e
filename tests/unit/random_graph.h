/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small random graphs with loops and parallel relationships, and random patterns over them: for tests that ask the same
 * in two ways. */
#ifndef CLIO_TESTS_RANDOM_GRAPH_H
#define CLIO_TESTS_RANDOM_GRAPH_H

#include "clio.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { NODES = 8, RELS = 30, PATTERN_SIZE = 1024, TEXT_SIZE = 2048 };

static inline void run(clio_db *db, const char *text)
{
  if (clio_exec(db, text, NULL, NULL) != CLIO_OK) fail_msg("%s: %s", text, clio_last_error(db)->message);
}

static inline clio_db *random_graph(Random *r)
{
  static const char *const types[] = {"R", "R", "S", "T"};
  static const char *const labels[] = {"", ":A", ":B", ":A:B"};
  clio_db *db;
  char text[TEXT_SIZE];
  assert_int_equal(clio_open(&db, NULL, NULL), CLIO_OK);
  for (uint32_t i = 0; i < NODES; i++) {
    snprintf(text, sizeof text, "CREATE (%s {id: %u, x: %u})", CHOOSE(r, labels), i, below(r, 4));
    run(db, text);
  }
  for (uint32_t i = 0; i < RELS; i++) {
    snprintf(text, sizeof text, "MATCH (a {id: %u}), (b {id: %u}) CREATE (a)-[:%s]->(b)", below(r, NODES),
             below(r, NODES), CHOOSE(r, types));
    run(db, text);
  }
  return db;
}

/* A tree of up to six nodes, sometimes closed to a cycle, with conditions. */
static inline void random_pattern(Random *r, char *text)
{
  static const char *const steps[] = {"-[%s]->", "<-[%s]-", "-[%s]-"};
  static const char *const types[] = {":R", ":R", ":S", ":R|S", "", ":T"};
  static const char *const labels[] = {"", "", ":A", ":B"};
  uint32_t nodes = 1, rels = 1 + below(r, 5);
  size_t at = (size_t)sprintf(text, "MATCH ");
  for (uint32_t i = 0; i < rels; i++) {
    uint32_t from = below(r, nodes), to = nodes > 2 && below(r, 8) == 0 ? below(r, nodes) : nodes++;
    at += (size_t)sprintf(text + at, "%s(n%u)", i ? ", " : "", from);
    const char *step = CHOOSE(r, steps);
    char type[16], rel[32];
    snprintf(type, sizeof type, "%s", CHOOSE(r, types));
    snprintf(rel, sizeof rel, "%.*s%s%s", (int)(strchr(step, '%') - step), step, type, strchr(step, '%') + 2);
    at += (size_t)sprintf(text + at, "%s(n%u%s)", rel, to, to + 1 == nodes ? CHOOSE(r, labels) : "");
  }
  if (below(r, 2)) at += (size_t)sprintf(text + at, " WHERE n%u <> n%u", below(r, nodes), below(r, nodes));
  if (below(r, 3) == 0)
    sprintf(text + at, " %s n%u.x > %u", strstr(text, "WHERE") ? "AND" : "WHERE", below(r, nodes), below(r, 3));
}

#endif
