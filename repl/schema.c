/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture of the schema; see schema.h. On a terminal that can draw lines the relationships of each label hang below
 * it as a tree; elsewhere each is a line for itself, (State 28)-[SIGNED 30]->(Treaty 19), for grep and its like. */
#include "schema.h"

#include "layout.h"
#include "report.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SHOWN = 40, MOST_LINES = 2, WIDEST_NAME = 30 };

/* A label or a type of relationships, with how many entities have it. */
typedef struct Bearer {
  char *name;
  uint64_t count;
  char **properties; /* each as it is shown */
  size_t property_count;
} Bearer;

typedef struct Bearers {
  Bearer *at;
  size_t n;
} Bearers;

typedef struct Link {
  char *from, *type, *to; /* from, to: empty for nodes without labels */
  uint64_t count;
} Link;

typedef struct Schema {
  Session *session;
  Buffer *out;
  unsigned width; /* 0: as wide as it gets */
  Bearers labels, types;
  Link *links; /* the most frequent first */
  size_t link_count;
} Schema;

/* ---- reading */

static char *cell(clio_query *q, uint32_t column)
{
  Buffer raw = {0}, clean = {0};
  if (clio_value_type(clio_column(q, column)) != CLIO_NULL) output_text(&raw, q, clio_column(q, column));
  layout_add_clean(&clean, buffer_text(&raw), raw.len);
  char *text = copy_text(buffer_text(&clean), clean.len);
  buffer_free(&raw);
  buffer_free(&clean);
  return text;
}

static uint64_t count_in(clio_query *q, uint32_t column)
{
  return (uint64_t)clio_value_int(clio_column(q, column));
}

static bool each_row(Schema *s, const char *query, void (*row)(Schema *s, clio_query *q))
{
  clio_query *q;
  if (clio_prepare(s->session->db, &q, query, -1, NULL) != CLIO_OK) return false;
  clio_status status;
  while ((status = clio_step(q)) == CLIO_ROW) row(s, q);
  clio_finish(q);
  return status == CLIO_DONE;
}

static void add_bearer(Bearers *list, char *name, uint64_t count)
{
  list->at = reallocate(list->at, list->n + 1, sizeof *list->at);
  list->at[list->n++] = (Bearer){.name = name, .count = count};
}

static Bearer *find_bearer(const Bearers *list, const char *name)
{
  for (size_t i = 0; i < list->n; i++)
    if (strcmp(list->at[i].name, name) == 0) return &list->at[i];
  return NULL;
}

/* A label, or a type between labels; each relationship is in one of these. */
static void read_row(Schema *s, clio_query *q)
{
  uint64_t count = count_in(q, 3);
  if (clio_value_type(clio_column(q, 1)) == CLIO_NULL) {
    add_bearer(&s->labels, cell(q, 0), count);
    return;
  }
  Link link = {cell(q, 0), cell(q, 1), cell(q, 2), count};
  s->links = reallocate(s->links, s->link_count + 1, sizeof *s->links);
  s->links[s->link_count++] = link;
  Bearer *type = find_bearer(&s->types, link.type);
  if (type)
    type->count += count;
  else
    add_bearer(&s->types, copy_text(link.type, strlen(link.type)), count);
}

/* label or null, type or null, property, types, count; as `name: STRING`, or `name?: STRING` where not all have it. */
static void read_property(Schema *s, clio_query *q)
{
  bool of_label = clio_value_type(clio_column(q, 0)) != CLIO_NULL;
  char *bearer_name = cell(q, of_label ? 0 : 1), *property = cell(q, 2), *types = cell(q, 3);
  Bearer *bearer = find_bearer(of_label ? &s->labels : &s->types, bearer_name);
  if (bearer) {
    Buffer text = {0};
    buffer_addf(&text, "%s%s: %s", property, count_in(q, 4) < bearer->count ? "?" : "", types);
    bearer->properties = reallocate(bearer->properties, bearer->property_count + 1, sizeof *bearer->properties);
    bearer->properties[bearer->property_count++] = copy_text(text.data, text.len);
    buffer_free(&text);
  }
  free(bearer_name);
  free(property);
  free(types);
}

static int by_count(const void *a, const void *b)
{
  const Bearer *x = a, *y = b;
  return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : strcmp(x->name, y->name);
}

static bool read_schema(Schema *s)
{
  const char *names = "CALL kb.schema() YIELD label, type, to, count, main WHERE type IS NULL OR main > 0 "
                      "RETURN label, type, to, coalesce(main, count) AS count ORDER BY count DESC, label, type, to";
  const char *properties = "CALL kb.properties() YIELD label, type, property, types, count "
                           "RETURN label, type, property, types, count";
  if (!each_row(s, names, read_row)) return false;
  if (s->types.n) qsort(s->types.at, s->types.n, sizeof *s->types.at, by_count);
  return each_row(s, properties, read_property);
}

static void free_bearers(Bearers *list)
{
  for (size_t i = 0; i < list->n; i++) {
    for (size_t k = 0; k < list->at[i].property_count; k++) free(list->at[i].properties[k]);
    free(list->at[i].properties);
    free(list->at[i].name);
  }
  free(list->at);
}

static void free_schema(Schema *s)
{
  free_bearers(&s->labels);
  free_bearers(&s->types);
  for (size_t i = 0; i < s->link_count; i++) {
    free(s->links[i].from);
    free(s->links[i].type);
    free(s->links[i].to);
  }
  free(s->links);
}

/* ---- lists of properties */

static const char *dots(const Schema *s)
{
  return s->session->output.utf8 ? "…" : "...";
}

/* What has been left out, and where to see it. */
static void add_rest(const Schema *s, size_t all, const char *query)
{
  if (all <= MOST_SHOWN) return;
  buffer_addf(s->out, "  %s and ", dots(s));
  buffer_add_count(s->out, all - MOST_SHOWN);
  buffer_addf(s->out, " more (%s)\n", query);
}

/* Behind what takes `indent` columns already; further lines stand below the first. */
static void add_properties(const Schema *s, const Bearer *b, unsigned indent)
{
  unsigned used = indent, lines = 1;
  for (size_t i = 0; i < b->property_count; i++) {
    bool last = i + 1 == b->property_count;
    unsigned width = text_width(b->properties[i], strlen(b->properties[i])) + !last;
    if (s->width && used > indent && used + 1 + width > s->width) {
      buffer_add_char(s->out, '\n');
      buffer_repeat(s->out, " ", indent);
      used = indent;
      if (lines++ == MOST_LINES) {
        buffer_addf(s->out, "%s and %zu more", dots(s), b->property_count - i);
        break;
      }
    }
    buffer_addf(s->out, "%s%s%s", used > indent ? " " : "", b->properties[i], last ? "" : ",");
    used += width + (used > indent);
  }
  buffer_add_char(s->out, '\n');
}

static void add_counted(Buffer *out, const char *name, uint64_t count)
{
  buffer_addf(out, "%s ", name);
  buffer_add_count(out, count);
}

static unsigned counted_width(const Bearer *b)
{
  Buffer text = {0};
  add_counted(&text, b->name, b->count);
  unsigned width = text_width(text.data, text.len);
  buffer_free(&text);
  return width;
}

static void add_bearers(const Schema *s, const Bearers *list)
{
  unsigned widest = 0;
  for (size_t i = 0; i < list->n && i < MOST_SHOWN; i++) {
    unsigned width = counted_width(&list->at[i]);
    if (width > widest && width <= WIDEST_NAME) widest = width;
  }
  for (size_t i = 0; i < list->n && i < MOST_SHOWN; i++) {
    const Bearer *b = &list->at[i];
    unsigned width = counted_width(b), column = width > widest ? width : widest;
    buffer_add_text(s->out, "  ");
    add_counted(s->out, b->name, b->count);
    if (b->property_count) buffer_repeat(s->out, " ", column - width + 2);
    add_properties(s, b, column + 4);
  }
}

/* ---- relationships */

static void add_node(const Schema *s, Buffer *out, const char *label)
{
  const Bearer *b = find_bearer(&s->labels, label);
  if (b)
    add_counted(out, label, b->count);
  else
    buffer_add_text(out, *label ? label : "no label");
}

/* No wider than the terminal. */
static void add_line(const Schema *s, const char *line, size_t len)
{
  unsigned width = 0;
  size_t fitting = s->width ? text_fit(line, len, s->width, &width) : len;
  if (fitting < len) fitting = text_fit(line, len, s->width > 3 ? s->width - 3 : 1, &width);
  buffer_add(s->out, line, fitting);
  buffer_addf(s->out, "%s\n", fitting < len ? dots(s) : "");
}

static void add_link_line(const Schema *s, const Link *link)
{
  Buffer line = {0};
  buffer_add_text(&line, "  (");
  add_node(s, &line, link->from);
  buffer_add_text(&line, ")-[");
  add_counted(&line, link->type, link->count);
  buffer_add_text(&line, "]->(");
  add_node(s, &line, link->to);
  buffer_add_char(&line, ')');
  add_line(s, line.data, line.len);
  buffer_free(&line);
}

static size_t links_shown(const Schema *s)
{
  return s->link_count < MOST_SHOWN ? s->link_count : MOST_SHOWN;
}

/* The next link after i from the same label. */
static size_t next_of_label(const Schema *s, size_t i)
{
  size_t next = i + 1;
  while (next < links_shown(s) && strcmp(s->links[next].from, s->links[i].from) != 0) next++;
  return next;
}

static bool is_first_of_label(const Schema *s, size_t i)
{
  size_t first = 0;
  while (strcmp(s->links[first].from, s->links[i].from) != 0) first++;
  return first == i;
}

static unsigned type_width(const Link *link)
{
  return counted_width(&(Bearer){.name = link->type, .count = link->count});
}

static void add_branch(const Schema *s, const Link *link, unsigned widest, bool last)
{
  Buffer line = {0};
  unsigned width = type_width(link);
  buffer_add_text(&line, last ? "   └─ " : "   ├─ ");
  add_counted(&line, link->type, link->count);
  buffer_add_char(&line, ' ');
  buffer_repeat(&line, "─", (width < widest ? widest - width : 0) + 1);
  buffer_add_text(&line, "→ ");
  add_node(s, &line, link->to);
  add_line(s, line.data, line.len);
  buffer_free(&line);
}

static void add_tree(const Schema *s, size_t first)
{
  size_t end = links_shown(s);
  unsigned widest = 0;
  for (size_t i = first; i < end; i = next_of_label(s, i)) {
    unsigned width = type_width(&s->links[i]);
    if (width > widest && width <= WIDEST_NAME) widest = width;
  }
  Buffer line = {0};
  buffer_add_text(&line, "  ");
  add_node(s, &line, s->links[first].from);
  add_line(s, line.data, line.len);
  buffer_free(&line);
  for (size_t i = first; i < end; i = next_of_label(s, i))
    add_branch(s, &s->links[i], widest, next_of_label(s, i) == end);
}

static void add_links(const Schema *s)
{
  bool tree = s->session->terminal && s->session->output.utf8;
  for (size_t i = 0; i < links_shown(s); i++) {
    if (!tree)
      add_link_line(s, &s->links[i]);
    else if (is_first_of_label(s, i))
      add_tree(s, i);
  }
}

/* ---- indexes and constraints */

/* The items of a list of texts, in Cypher. */
#define LISTED(list, between)                                                                                          \
  "reduce(all = '', item IN " list " | all || CASE all WHEN '' THEN '' ELSE '" between "' END || item)"

static const char indexes_query[] =
    "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, entries, distinctValues RETURN "
    "name || '  ' || " LISTED("labelsOrTypes", "|") " || '(' || " LISTED(
        "properties", ", ") " || ')  ' || CASE type WHEN 'FULLTEXT' THEN 'full text' "
                            "ELSE toString(entries) || ' entries, ' || toString(distinctValues) || ' distinct' END";

static const char constraints_query[] =
    "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties, propertyType "
    "RETURN name || '  ' || labelsOrTypes[0] || '(' || " LISTED(
        "properties", ", ") " || ')  ' || type || coalesce(' ' || propertyType, '')";

static void add_text_row(Schema *s, clio_query *q)
{
  buffer_add_text(s->out, "  ");
  output_text(s->out, q, clio_column(q, 0));
  buffer_add_char(s->out, '\n');
}

/* ---- the whole */

static void add_graph(const Schema *s)
{
  buffer_add_text(s->out, "Labels (");
  report_count(s->out, clio_node_count(s->session->db), "node", "nodes");
  buffer_add_text(s->out, ")\n");
  add_bearers(s, &s->labels);
  add_rest(s, s->labels.n, "CALL kb.schema()");
  buffer_add_text(s->out, "Relationships (");
  buffer_add_count(s->out, clio_relationship_count(s->session->db));
  buffer_add_text(s->out, ")\n");
  add_links(s);
  add_rest(s, s->link_count, "CALL kb.schema()");
  buffer_add_text(s->out, "Properties of relationships\n");
  add_bearers(s, &s->types);
  add_rest(s, s->types.n, "CALL kb.properties()");
}

bool schema_show(Session *session, const Piece *piece, const char *file)
{
  Schema s = {.session = session, .out = &session->output.sink.buffer, .width = terminal_width(STDOUT_FILENO)};
  bool ok = read_schema(&s);
  if (ok) {
    add_graph(&s);
    buffer_add_text(s.out, "Indexes\n");
    ok = each_row(&s, indexes_query, add_text_row);
  }
  if (ok) {
    buffer_add_text(s.out, "Constraints\n");
    ok = each_row(&s, constraints_query, add_text_row);
  }
  free_schema(&s);
  return ok || session_fail(session, piece, file);
}
