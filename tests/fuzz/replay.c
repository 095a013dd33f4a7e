/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gives a target the scripts that are known, those among them that once failed, and counts them as tests. Needs no
 * fuzzer. */
#include "corpus.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>

static bool run(const Case *test, const Settings *settings, FILE *out)
{
  const char *script = test->body;
  char *complaint = target_check(script, strlen(script));
  fprintf(out, "%s\n", complaint ? complaint : "");
  if (settings->verbose) fprintf(out, "%s\n", script);
  free(complaint);
  return !complaint;
}

int main(int argc, char **argv)
{
  Suite suite = {
      .usage =
          "usage: replay [options] PATH...\nGives the target each script, or each .import file, below the paths.\n",
      .whole_reasons = true,
      .load = target_takes_files ? corpus_load_files : corpus_load,
      .run = run,
  };
  return suite_main(&suite, argc, argv);
}
