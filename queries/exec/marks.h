/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The neighbours of one node as a bitmap over all nodes, for testing many others against them. */
#ifndef CLIO_QUERIES_MARKS_H
#define CLIO_QUERIES_MARKS_H

#include "op.h"

typedef struct Marks {
  uint64_t *words; /* all bits clear but for those of the runs that were set last */
  uint32_t word_count;
  bool set;
} Marks;

static inline Status marks_set(Exec *x, Marks *m, const Run *runs, uint32_t n)
{
  uint32_t old = m->word_count;
  TRY(op_grow(x, (void **)&m->words, &m->word_count, graph_node_limit(x->graph) / 64 + 1, sizeof *m->words));
  memset(m->words + old, 0, (m->word_count - old) * sizeof *m->words);
  for (uint32_t r = 0; r < n; r++)
    for (uint32_t i = 0; i < runs[r].len; i++) m->words[runs[r].nodes[i] / 64] |= UINT64_C(1) << runs[r].nodes[i] % 64;
  m->set = true;
  return STATUS_OK;
}

/* The same runs again. */
static inline void marks_clear(Marks *m, const Run *runs, uint32_t n)
{
  for (uint32_t r = 0; r < n && m->set; r++)
    for (uint32_t i = 0; i < runs[r].len; i++) m->words[runs[r].nodes[i] / 64] = 0;
  m->set = false;
}

static inline bool marks_has(const Marks *m, uint32_t node)
{
  return m->words[node / 64] >> node % 64 & 1;
}

static inline void marks_free(Exec *x, Marks *m)
{
  op_release(x, m->words, m->word_count, sizeof *m->words);
}

#endif
