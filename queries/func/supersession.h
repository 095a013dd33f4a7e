/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What supersedes, amends, annuls or follows what: the relationships of these types, which lead from a later text to an
 * earlier one, around one node. For functions and procedures; the names of the types are settings. */
#ifndef CLIO_QUERIES_SUPERSESSION_H
#define CLIO_QUERIES_SUPERSESSION_H

#include "core/edtf.h"
#include "func.h"

#define LINEAGE_NONE UINT32_MAX

typedef struct LineageMember {
  uint32_t node;
  uint32_t way_rel, way_to; /* the first relationship on a way to where it began, and the member that it leads to */
  uint32_t first_later, first_earlier; /* its links to later and to earlier ones; LINEAGE_NONE: none */
  uint32_t open;                       /* links to earlier ones that are not in order yet */
  uint32_t level;                      /* links on the longest way down from it */
  DateDays day;                        /* its own, or that of an earlier one where that is later or it has none */
  bool later, earlier;                 /* reached by going that way from the start */
} LineageMember;

typedef struct LineageLink {
  uint32_t rel, later, earlier;      /* the latter two are members */
  Setting kind;                      /* SETTING_SUPERSEDES, _AMENDS, _ANNULS or _FOLLOWS */
  uint32_t next_later, next_earlier; /* the next of the member that is earlier, and of the one that is later */
} LineageLink;

typedef struct Lineage {
  FunctionContext *c;
  LineageMember *members; /* the first is where it began */
  LineageLink *links;
  uint32_t *order; /* members, each behind all that are earlier; by date where that leaves a choice */
  uint32_t member_count, member_cap, link_count, link_cap;
  Map map; /* of members by node */
} Lineage;

/* Everything later than the node, and if asked for everything earlier. A circle is an error that lists it. To be freed
 * in any case; all else lives in the context's arena. */
Status lineage_make(Lineage *l, FunctionContext *c, uint32_t node, bool earlier_too);
void lineage_free(Lineage *l);
void lineage_look_at(const Lineage *l); /* function_looks_at, for all of it */

/* When a link takes effect: its relationship's date, else that of the later text; null where neither has one. */
Value lineage_since(const Lineage *l, const LineageLink *link);
/* As days; any day where there is no date. */
DayRange lineage_days(const Lineage *l, const LineageLink *link);
/* Whether it puts the earlier text out of force: what has not come into force itself does not. */
bool lineage_ends(const Lineage *l, const LineageLink *link);

#endif
