/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CREATE FULLTEXT INDEX: its options, which are Neo4j's. One way of finding words in texts is all there is, so they are
 * taken where they ask for something like it, and refused otherwise rather than passed over. */
#include "check_internal.h"
#include "core/fulltext.h"

static Status refuse(Span span, const char *why, Error *err)
{
  return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", span, "%s", why);
}

static Status check_option(Name key, const Expr *value, Error *err)
{
  bool text = value->kind == EXPR_LITERAL && value->value.type == VALUE_STRING;
  if (text_equal(key.text, TEXT("fulltext.eventually_consistent"))) return STATUS_OK; /* sooner than it asks for */
  if (!text_equal(key.text, TEXT("fulltext.analyzer")))
    return refuse(key.span, "a full-text index has no such option; it takes `fulltext.analyzer`", err);
  if (text && fulltext_is_analyzer(value_text(value->value))) return STATUS_OK;
  return refuse(value->span, "there is one analyzer, 'standard-folding'", err);
}

Status check_fulltext(const Statement *s, Error *err)
{
  for (uint32_t i = 0; s->options && i < s->options->n; i++) {
    Name key = s->options->keys[i];
    const Expr *config = s->options->args[i];
    if (text_equal(key.text, TEXT("indexProvider"))) continue;
    if (!text_equal(key.text, TEXT("indexConfig")) || config->kind != EXPR_MAP)
      return refuse(key.span, "the options of a full-text index are written as {indexConfig: {...}}", err);
    for (uint32_t k = 0; k < config->n; k++) TRY(check_option(config->keys[k], config->args[k], err));
  }
  return STATUS_OK;
}
