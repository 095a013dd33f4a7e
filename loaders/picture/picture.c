/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a graph to a file: which nodes and relationships, which kind of picture, how large, on which surface. */
#include "core/layouts.h"
#include "diagram.h"
#include "loaders/export.h"
#include "surface.h"
#include "timeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* How a kind of file measures its page. */
typedef struct Measure {
  double scale;   /* of a unit, where no size is wanted */
  double largest; /* either side of the page */
  bool whole;     /* in whole numbers */
  Status (*write)(const Scene *s, Page page, Lettering *lettering, Str *out, Error *err);
} Measure;

static const Measure svg = {1, 1e9, false, svg_write};
static const Measure png = {2, 12000, true, png_write};     /* sharp on any screen; cairo's limit is 32767 */
static const Measure pdf = {0.75, 14400, false, pdf_write}; /* PDF's own limit */

static Status draw_diagram(const Subject *subject, Lettering *lettering, Scene *s, Error *err)
{
  Diagram d = {.subject = subject, .lettering = lettering, .arena = &s->arena};
  TRY(diagram_read(&d, err));
  TRY(layout_nodes(&d, err));
  TRY(route_rels(&d, err));
  return diagram_draw(&d, s, err);
}

static Status draw_timeline(const Subject *subject, Lettering *lettering, Scene *s, Error *err)
{
  Timeline t;
  TRY(timeline_read(&t, subject, &s->arena, err));
  return timeline_draw(&t, lettering, s, err);
}

/* Sizes that were asked for hold exactly; one of them alone leaves the other to the picture. */
static Page page_of(const Scene *s, const PictureOptions *o, const Measure *m)
{
  Page page = {o->width, o->height, m->scale};
  if (o->width && o->height)
    page.scale = MIN(o->width / s->width, o->height / s->height);
  else if (o->width || o->height)
    page.scale = o->width ? o->width / s->width : o->height / s->height;
  else
    page.scale = MIN(m->scale, m->largest / MAX(s->width, s->height));
  if (!o->width) page.width = s->width * page.scale;
  if (!o->height) page.height = s->height * page.scale;
  if (m->whole) {
    page.width = MAX(ceil(page.width - 1e-6), 1);
    page.height = MAX(ceil(page.height - 1e-6), 1);
  }
  return page;
}

static Status check_layout(const char *name, Error *err)
{
  char known[128] = "";
  size_t used = 0;
  for (size_t i = 0; layout_methods[i]; i++) {
    if (strcmp(name, layout_methods[i]) == 0) return STATUS_OK;
    used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", layout_methods[i]);
  }
  return error_set(err, ERROR_ARGUMENT, NULL, "`%s` is not a layout: use one of %s", name, known);
}

static Status draw_subject(const Subject *subject, const Measure *measure, Str *out, Error *err)
{
  Scene scene;
  Lettering *lettering;
  TRY(lettering_open(&lettering, err));
  scene_init(&scene);
  char *title = arena_printf(&scene.arena, "%u nodes, %u relationships", subject->node_count, subject->rel_count);
  if (title) scene.title = text_of(title);
  Status status = subject->options->timeline ? draw_timeline(subject, lettering, &scene, err)
                                             : draw_diagram(subject, lettering, &scene, err);
  if (status == STATUS_OK) {
    Page page = page_of(&scene, subject->options, measure);
    status = measure->write(&scene, page, lettering, out, err);
  }
  scene_free(&scene);
  lettering_free(lettering);
  return status;
}

/* ---- what is drawn, from the export that asks for it */

typedef struct Asker {
  const Export *export;
  bool stopped; /* who says so once is not asked again */
} Asker;

static bool is_interrupted(void *asker)
{
  Asker *a = asker;
  const ExportOptions *o = a->export->options;
  a->stopped = a->stopped || (o->progress && !o->progress(o->payload, a->export->path, 0, a->export->expected));
  return a->stopped;
}

Status picture_go_on(const Subject *s, Error *err)
{
  if (!s->interrupted || !s->interrupted(s->sink)) return STATUS_OK;
  return error_set(err, ERROR_INTERRUPTED, NULL, "the export was interrupted");
}

static uint64_t most_entities(const Export *e, EntityKind kind)
{
  if (e->set) return roaring_bitmap_get_cardinality(kind == ENTITY_NODE ? e->set->nodes : e->set->rels);
  return kind == ENTITY_NODE ? graph_node_count(e->graph) : graph_rel_count(e->graph);
}

static Status collect(const Export *e, EntityKind kind, Arena *arena, const uint32_t **out, uint32_t *count, Error *err)
{
  Walk walk;
  uint32_t *slots = arena_array(arena, uint32_t, most_entities(e, kind) + 1);
  if (!slots) return error_out_of_memory(err);
  *out = slots;
  for (walk_begin(&walk, e, kind); walk_next(&walk, &slots[*count]);) ++*count;
  return STATUS_OK;
}

static Status write_picture(Export *e, const Measure *measure, Error *err)
{
  const PictureOptions *options = &e->options->picture;
  Asker asker = {.export = e};
  Subject s = {.graph = e->graph,
               .asked = e->set ? e->set->asked : NULL,
               .options = options,
               .interrupted = is_interrupted,
               .sink = &asker};
  Arena arena;
  Captions captions;
  if (options->layout) TRY(check_layout(options->layout, err));
  TRY(captions_open(&captions, e->graph, err));
  s.captions = &captions;
  arena_init(&arena, NULL);
  Status status = collect(e, ENTITY_NODE, &arena, &s.nodes, &s.node_count, err);
  if (status == STATUS_OK) status = collect(e, ENTITY_REL, &arena, &s.rels, &s.rel_count, err);
  if (status == STATUS_OK) status = draw_subject(&s, measure, &e->out.text, err);
  arena_free(&arena);
  captions_close(&captions);
  if (status == STATUS_OK) e->summary = (ExportSummary){.nodes = s.node_count, .relationships = s.rel_count};
  return status;
}

Status picture_svg_write(Export *e, Error *err)
{
  return write_picture(e, &svg, err);
}

Status picture_png_write(Export *e, Error *err)
{
  return write_picture(e, &png, err);
}

Status picture_pdf_write(Export *e, Error *err)
{
  return write_picture(e, &pdf, err);
}
