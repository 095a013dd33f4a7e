/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaving out what is wrong; see leave_out.h. */
#include "leave_out.h"

static bool may_be_left_out(const ImportOptions *o, ImportFault fault)
{
  return o->skip_bad_rows || (o->skip_duplicates && fault == FAULT_DUPLICATE) ||
         (o->skip_bad_rels && fault == FAULT_RELATIONSHIP);
}

Status leave_out(const ImportOptions *options, ImportSummary *summary, ImportFault fault, Error *err)
{
  bool wanted = may_be_left_out(options, fault);
  if (err->kind != ERROR_FORMAT || (!wanted && !options->dry_run)) return STATUS_FAIL;
  summary->skipped++;
  if (!wanted) summary->refused++;
  if (options->skipped) options->skipped(options->payload, err->message);
  error_clear(err);
  return STATUS_OK;
}
