/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a stream on their way through three stages: read one after the other, prepared by whichever thread has read
 * them, finished in order by the caller's. Only as many pieces are under way as there are places, so memory does not
 * grow with the stream. With one thread, each piece goes through all stages before the next is read. Knows nothing of
 * what the pieces are. */
#ifndef CLIO_LOADERS_PIPELINE_H
#define CLIO_LOADERS_PIPELINE_H

#include "core/error.h"
#include "core/workers.h"

enum { PIPELINE_MOST_THREADS = 4, PIPELINE_MOST_PLACES = PIPELINE_MOST_THREADS + 2 };

/* place is below pipeline_places: what a piece consists of is kept there by the context, from read to finish. */
typedef struct PipelineStages {
  bool (*read)(void *context, uint32_t place); /* false: there is none any more. By one thread at a time */
  void (*prepare)(void *context, uint32_t place);
  Status (*finish)(void *context, uint32_t place); /* a failure ends it all; later pieces may have been prepared */
} PipelineStages;

/* How many places the context needs. */
uint32_t pipeline_places(const Workers *workers);
/* STATUS_FAIL if finishing a piece failed. workers NULL: the caller's thread alone. */
Status pipeline_run(const PipelineStages *stages, void *context, Workers *workers);

#endif
