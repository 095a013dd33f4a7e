/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of ACCORDING TO and RANK BEST consist of, for those who run them over many facts at once. */
#ifndef CLIO_QUERIES_CLAIM_TEST_H
#define CLIO_QUERIES_CLAIM_TEST_H

#include "func.h"

typedef enum ClaimFunction { CLAIM_NONE, CLAIM_ACCEPTED, CLAIM_RANK_OF, CLAIM_RIVALS } ClaimFunction;
ClaimFunction claim_function(const Function *f);

/* The keys of the graph that the context is for, looked up again when it has changed. */
const FactKeys *claim_keys(FunctionContext *c);

/* The texts by which facts may name the party, given as claim.party is; a list in the context's arena. */
Status claim_party(FunctionContext *c, Value who, Value *party);

/* What one claimant or a list of them comes to. */
typedef enum Claimants {
  CLAIMANTS_ASSERT = 1, /* one is of the party */
  CLAIMANTS_FOREIGN = 2 /* one is not the data set's own voice */
} Claimants;

/* Party and voice are lists of texts. */
unsigned claim_judge(Value claimant, Value party, Value voice);

static inline bool claim_accepts(unsigned claimants, bool disputed)
{
  return (claimants & CLAIMANTS_ASSERT) != 0 || (!disputed && (claimants & CLAIMANTS_FOREIGN) == 0);
}

#endif
