/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading a library by the dynamic linker; see late.h. */
#include "late.h"

#include <dlfcn.h>
#include <pthread.h>

static Status fill(const LateLibrary *library, Error *err)
{
  void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL), *symbol = NULL;
  for (size_t i = 0; handle && i < library->count; i++) {
    symbol = dlsym(handle, library->names[i]);
    if (!symbol) break;
    memcpy((char *)library->table + i * sizeof symbol, &symbol, sizeof symbol);
  }
  if (symbol) return STATUS_OK;
  const char *reason = dlerror();
  error_set(err, ERROR_IO, NULL, "%s is needed for this and cannot be loaded: %s", library->name,
            reason ? reason : library->file);
  if (handle) dlclose(handle);
  return STATUS_FAIL;
}

Status late_load(LateLibrary *library, Error *err)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  Status status = library->loaded ? STATUS_OK : fill(library, err);
  library->loaded = status == STATUS_OK;
  pthread_mutex_unlock(&mutex);
  return status;
}
