/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stands in for the allocator of the whole process, shared libraries included, and lets a chosen allocation fail. */
#ifndef CLIO_TESTS_ALLOCATOR_H
#define CLIO_TESTS_ALLOCATOR_H

#include <stdbool.h>

/* From now on the nth allocation fails (1: the next), and with forever every later one as well. 0: none fails. */
void allocations_fail(unsigned long nth, bool forever);
/* Ends it. Returns whether any failed. */
bool allocations_recover(void);
/* What these shared libraries (beginnings of file names, with spaces between) ask for never fails: for those that do
 * not bear it, and that the code under test therefore only calls when it has made sure of the memory. */
void allocations_spare(const char *libraries);
/* While paused, allocations neither fail nor count. */
void allocations_pause(bool paused);

#endif
