/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests: calls that have to succeed, or to fail in a certain way. */
#ifndef CLIO_TESTS_MUST_H
#define CLIO_TESTS_MUST_H

#include "core/error.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void must(Status status, const Error *err)
{
  if (status != STATUS_OK) fail_msg("%s: %s", error_kind_name(err->kind), err->message);
}

#define MUST(call)                                                                                                     \
  do {                                                                                                                 \
    Error err = {0};                                                                                                   \
    must((call), &err);                                                                                                \
  } while (0)

#define MUST_FAIL(call, expected)                                                                                      \
  do {                                                                                                                 \
    Error err = {0};                                                                                                   \
    assert_int_equal((call), STATUS_FAIL);                                                                             \
    assert_string_equal(error_kind_name(err.kind), error_kind_name(expected));                                         \
    assert_true(err.message[0] != '\0');                                                                               \
  } while (0)

#endif
