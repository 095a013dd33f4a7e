/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of valid time as questions, for those who run them over many facts at once. */
#ifndef CLIO_QUERIES_VALID_TEST_H
#define CLIO_QUERIES_VALID_TEST_H

#include "core/validity.h"
#include "func.h"

/* Whether the function is valid.at or one of its kin, which take the bounds of a fact and then what is asked. */
bool valid_test_of(const Function *f, ValidityTest *test, bool *certainly);
/* The question that its arguments from the third on ask; *known is false where one of them is null. */
Status valid_test_question(FunctionContext *c, const Function *f, const Value *asked, uint32_t n, ValidityQuestion *q,
                           bool *known);

/* The days that argument i of a function names, which must be a date. */
Status valid_asked_days(FunctionContext *c, const Function *f, uint32_t i, Value v, DayRange *out);

#endif
