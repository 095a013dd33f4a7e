/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The attributes that a GEXF file declares, and values of their types. Knows nothing of graphs. */
#ifndef CLIO_LOADERS_GEXF_GEXF_COLUMNS_H
#define CLIO_LOADERS_GEXF_GEXF_COLUMNS_H

#include "xml/xml_read.h"
#include "xml/xml_value.h"

typedef struct GexfColumn {
  Text name;
  CsvType type; /* of items where it is a list */
  bool list;
  bool has_default;
  Value fallback; /* what entities without the attribute have */
} GexfColumn;

/* Of nodes, or of edges. */
typedef struct GexfColumns {
  Arena arena;
  Names ids; /* the number of an id is that of the column */
  GexfColumn *columns;
  uint32_t cap;
  bool has_default; /* one of them has */
} GexfColumns;

void gexf_columns_init(GexfColumns *c);
void gexf_columns_free(GexfColumns *c);
/* For <attribute>; *known is false where its type is none that is known. */
Status gexf_columns_declare(GexfColumns *c, const XmlElement *element, bool *known, Error *err);
/* For the <default> of the attribute that was declared last. */
Status gexf_columns_set_default(GexfColumns *c, Text text, Error *err);
const GexfColumn *gexf_columns_find(const GexfColumns *c, Text id); /* NULL: there is none */

/* The value of a text, which lives in the arena. ERROR_FORMAT, without saying where, for what is not of the type. */
Status gexf_value(Arena *arena, const GexfColumn *column, Text text, Value *out, Error *err);
/* A point in time, in whichever of GEXF's four time formats, as a date that Clio's valid time knows: a date, a date and
 * time, or a year. Null for an infinite one. */
Status gexf_time(Arena *arena, Text text, Value *out, Error *err);

#endif
