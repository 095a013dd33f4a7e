/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See allocator.h. A program's own malloc takes the place of the C library's for everything that is linked with it;
 * this one asks the C library's (or the sanitizer's), whose free() then fits. */
#include "allocator.h"

#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef CLIO_ARENA_MALLOC /* the build with sanitizers, which this file alone goes without: it runs before they do */
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *block, size_t size);
void *REAL(memalign)(size_t alignment, size_t size);

static atomic_ulong left; /* allocations until one fails; 0: none will */
static atomic_bool fails_forever, has_failed, is_paused;

void allocations_fail(unsigned long nth, bool forever)
{
  atomic_store(&has_failed, false);
  atomic_store(&fails_forever, forever);
  atomic_store(&left, nth);
}

bool allocations_recover(void)
{
  atomic_store(&left, 0);
  return atomic_load(&has_failed);
}

void allocations_pause(bool paused)
{
  atomic_store(&is_paused, paused);
}

enum { MOST_SPARED = 4 };

static struct {
  uintptr_t from, to; /* addresses */
} spared[MOST_SPARED];
static size_t spared_count;

static int note_library(struct dl_phdr_info *info, size_t size, void *name)
{
  (void)size;
  if (!strstr(info->dlpi_name, name) || spared_count == MOST_SPARED) return 0;
  spared[spared_count].from = spared[spared_count].to = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    uintptr_t end = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
    if (info->dlpi_phdr[i].p_type == PT_LOAD && end > spared[spared_count].to) spared[spared_count].to = end;
  }
  spared_count++;
  return 1;
}

void allocations_spare(const char *libraries)
{
  char name[64];
  int len;
  spared_count = 0;
  for (; sscanf(libraries, "%63s%n", name, &len) == 1; libraries += len) dl_iterate_phdr(note_library, name);
}

static bool is_spared(const void *caller)
{
  for (size_t i = 0; i < spared_count; i++)
    if ((uintptr_t)caller >= spared[i].from && (uintptr_t)caller < spared[i].to) return true;
  return false;
}

/* caller: where it will return to. */
static bool fails(const void *caller)
{
  unsigned long n = atomic_load(&left);
  if (n == 0 || atomic_load(&is_paused) || is_spared(caller)) return false;
  do {
    if (n == 0) return false;
    if (n == 1 && atomic_load(&fails_forever)) break;
  } while (!atomic_compare_exchange_weak(&left, &n, n - 1));
  if (n > 1) return false;
  atomic_store(&has_failed, true);
  errno = ENOMEM;
  return true;
}

void *malloc(size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : REAL(malloc)(size);
}

void *calloc(size_t count, size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : REAL(calloc)(count, size);
}

void *realloc(void *block, size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : REAL(realloc)(block, size);
}

void *memalign(size_t alignment, size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : REAL(memalign)(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
  return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
  void *block = memalign(alignment, size);
  if (!block) return ENOMEM;
  *out = block;
  return 0;
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
  if (fails(__builtin_return_address(0))) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}

void *mremap(void *old, size_t old_length, size_t length, int flags, ...)
{
  va_list args;
  va_start(args, flags);
  void *at = flags & MREMAP_FIXED ? va_arg(args, void *) : NULL;
  va_end(args);
  if (fails(__builtin_return_address(0))) return MAP_FAILED;
  return (void *)syscall(SYS_mremap, old, old_length, length, flags, at);
}
