/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The target as libFuzzer wants it, with a mutator that knows the language. */
#include "mutate.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2, size_t size2, uint8_t *out,
                                 size_t max_out_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  /* A copy without a NUL behind it: whoever reads past the end is seen. */
  char *text = malloc(size ? size : 1);
  if (!text) return 0;
  if (size) memcpy(text, data, size);
  char *complaint = target_check(text, size);
  if (complaint) {
    fprintf(stderr, "==== %s\n", complaint);
    abort();
  }
  free(text);
  return 0;
}

/* Writes a change of the script over out; 0 when there is none that fits. */
static size_t mutate_into(uint8_t *out, size_t room, Text script, Text donor, Random *random)
{
  Str text;
  str_init(&text);
  bool fits = mutate(&text, script, donor, random) && text.len > 0 && text.len <= room;
  size_t len = fits ? text.len : 0;
  if (fits) memcpy(out, text.data, len);
  str_free(&text);
  return len;
}

/* Bytes are changed, with the dictionary, but not the line that names the format. */
static size_t mutate_file(uint8_t *data, size_t size, size_t max_size)
{
  const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
  size_t head = end ? (size_t)(end + 1 - data) : 0;
  return head + LLVMFuzzerMutate(data + head, size - head, max_size - head);
}

/* One change in twelve is of bytes, with the dictionary. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
  Random random = {seed * 0x9E3779B97F4A7C15u + 1};
  if (target_takes_files) return mutate_file(data, size, max_size);
  if (random_below(&random, 12) == 0) return LLVMFuzzerMutate(data, size, max_size);
  Text script = {(const char *)data, size};
  size_t len = mutate_into(data, max_size, script, script, &random);
  return len ? len : LLVMFuzzerMutate(data, size, max_size);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2, size_t size2, uint8_t *out,
                                 size_t max_out_size, unsigned seed)
{
  Random random = {seed * 0x9E3779B97F4A7C15u + 2};
  if (target_takes_files) return 0; /* none */
  return mutate_into(out, max_out_size, (Text){(const char *)data1, size1}, (Text){(const char *)data2, size2},
                     &random);
}
