/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one interface of operators. Each lives in one file, op_<name>.c: a struct that begins with Op, statics in the
 * order open, next, rewind, close, then its OpClass. Operators know their plan node, their children and eval.h, and
 * nothing of each other. */
#ifndef CLIO_QUERIES_OP_H
#define CLIO_QUERIES_OP_H

#include "eval.h"

typedef struct OpClass {
  size_t size; /* of the operator's struct */
  Status (*open)(Exec *x, Op *op);
  /* The next rows: out->n rows, at most BATCH_ROWS, 0 at the end and ever after until rewind. out->slots has room for
   * all slots of the statement. What it holds is valid until the next call on this operator. */
  Status (*next)(Exec *x, Op *op, Batch *out);
  /* As if freshly opened, for a subplan that runs again with other outer rows. Children are rewound by the operator. */
  Status (*rewind)(Exec *x, Op *op);
  void (*close)(Exec *x, Op *op); /* gives back what is not in an arena; NULL: nothing */
  /* Runs to the end and says how many rows that made, without making them where it can do so. Asked only before the
   * first call of next, in its place. NULL: next is asked. */
  Status (*count)(Exec *x, Op *op, uint64_t *rows);
} OpClass;

/* What the PLAN_ARGUMENT leaves of a subplan hand out when next rewound. Set by the operator above the subplan. */
struct Argument {
  const Batch *outer;
};

struct Op {
  const OpClass *class;
  const Plan *plan;
  Op *child[2];
  Argument *argument; /* of operators flagged OP_CORRELATED: that of child[1] */
};

extern const OpClass *const op_classes[PLAN_KIND_COUNT]; /* op.c, made from op_list.def */

/* Opens the operator of a plan node and its children. */
Status op_open(Exec *x, const Plan *plan, Op **out);
void op_close(Exec *x, Op *op);
/* All calls go through these; they count for PROFILE. */
Status op_next(Exec *x, Op *op, Batch *out);
Status op_count_rows(Exec *x, Op *op, Batch *scratch, uint64_t *rows); /* all the operator gives */
Status op_rewind(Exec *x, Op *op);

/* What operators share (op.c). */
unsigned op_flags(PlanKind kind);
bool plan_writes(const Plan *plan); /* it or a plan below it */
/* What an operator that builds its rows anew carries over from its input: plan->live but for its own slots (SLOT_NONE
 * among them is skipped), and the ordinals. */
Status op_carry(Exec *x, const Plan *plan, const uint32_t *own, uint32_t own_count, Gather *g);
/* The slots of a store that keeps rows for those above: plan->live, `more`, and the ordinals; in x->arena. */
Status op_kept_slots(Exec *x, const Plan *plan, const uint32_t *more, uint32_t more_count, uint32_t **slots,
                     uint32_t *n);
Status op_compile(Exec *x, Expr *const *exprs, uint32_t n, Eval ***out);
/* The count of SKIP, LIMIT or TOP (what names it in errors): a non-negative integer, or a SyntaxError at run time. */
Status op_count(Exec *x, Eval *eval, Arena *arena, const Expr *expr, const char *what, int64_t *out);
/* The number of a label or type: looked up again while the graph did not know it, since the statement itself may have
 * made it. NAME_NONE: not (yet) there. */
uint32_t op_name(const Exec *x, NameKind kind, const NameRef *ref);

/* The share of the `places` a scan looks at that falls to this run: all of them, but for the scan that GATHER shares
 * out. */
static inline void op_part(const Exec *x, const Plan *plan, uint64_t places, uint32_t *first, uint32_t *end)
{
  bool shared = plan == x->driver;
  *first = shared ? (uint32_t)(places * x->part / x->parts) : 0;
  *end = (uint32_t)(shared ? places * (x->part + 1) / x->parts : places);
}

/* Arrays that grow by doubling and count against the query's limit. *data starts as NULL with *cap 0; afterwards it has
 * room for `wanted` items at least. */
Status op_grow(Exec *x, void **data, uint32_t *cap, uint64_t wanted, size_t item_size);
void op_release(Exec *x, void *data, uint32_t cap, size_t item_size);

/* Subplans: one opened plan whose PLAN_ARGUMENT leaf hands out the rows of `outer`, tagged with their position so that
 * results find their row again. */
struct SubplanRun {
  Op *root;
  const Subplan *subplan;
  /* private to subplan.c */
  Argument argument;
  Batch rows; /* of the subplan */
  bool row_by_row;
};
/* Whether the rows of a subplan must be asked for one outer row at a time: where the planner says so, and where an
 * operator in it mixes the rows of several or would lose their order. */
bool subplan_row_by_row(const Plan *root, bool planned);
/* For each row of a subplan the number of its outer row. outer: what ARGUMENT hands out. buffer: BATCH_ROWS. */
Status subplan_ordinals(Exec *x, const Batch *outer, bool row_by_row, const Batch *rows, uint32_t *buffer,
                        const uint32_t **out);
/* Evaluates a subplan for the rows of outer that count. */
Status subplan_evaluate(Exec *x, uint32_t index, const Batch *outer, Arena *arena, Vec *out);

#endif
