/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document with a list of nodes and a list of links: networkx's node-link data, D3, vis.js, and the documents of
 * Neo4j's APOC, whose nodes and links are records. A link's ends are ids of nodes, or where these are in the list of
 * nodes, counted from 0: networkx 1 and older D3. */
#include "json_import.h"

#include <stdlib.h>

typedef enum EndKind { ENDS_UNKNOWN, ENDS_ARE_IDS, ENDS_ARE_PLACES } EndKind;

typedef struct Links {
  JsonImport j;    /* first: what is handed around is a pointer to it */
  uint32_t *nodes; /* by their places in the list */
  uint32_t count, cap;
  bool has_ids, has_numbers; /* nodes have ids; some of those are numbers */
  bool ids_are_places;       /* all of them are where the node is in the list, so that both are the same */
  bool same_names;           /* two nodes without an id have one name */
  bool nodes_seen, postponed;
  bool all_ids, all_places; /* what the ends of all links could be */
  EndKind ends;
} Links;

static const char *const start_names[] = {"source", "from", NULL};
static const char *const end_names[] = {"target", "to", NULL};

static const char *member_of(const json_t *object, const char *const *names)
{
  while (*names && !json_object_get(object, *names)) names++;
  return *names;
}

/* ---- nodes */

static Status add_place(Links *l, uint32_t node, Error *err)
{
  if (l->j.index >= UINT32_MAX) return error_set(err, ERROR_FORMAT, NULL, "there are too many nodes");
  if (l->j.index >= l->cap) {
    uint32_t cap = (uint32_t)MAX(l->j.index + l->j.index / 2, (uint64_t)1024);
    uint32_t *grown = realloc(l->nodes, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    l->nodes = grown;
    l->cap = cap;
  }
  while (l->count < l->j.index) l->nodes[l->count++] = SLOT_NONE; /* those that were left out */
  l->nodes[l->count++] = node;
  return STATUS_OK;
}

/* Nodes that have no id may be referred to by name, where no two have the same. */
static Status make_node(Links *l, const json_t *object, uint32_t *node, Error *err)
{
  Text id;
  const json_t *given = json_object_get(object, "id"), *name = json_object_get(object, "name");
  if (json_id(&l->j, given, &id)) {
    l->has_ids = true;
    if (!json_is_string(given)) l->has_numbers = true;
    if (!json_is_integer(given) || json_integer_value(given) != (json_int_t)l->j.index) l->ids_are_places = false;
    return intake_describe(l->j.in, id, node, err);
  }
  if (given && !json_is_null(given))
    return error_set(err, ERROR_FORMAT, NULL, "found an object in `id`, expected a text or a number");
  l->ids_are_places = false;
  if (json_is_string(name) && intake_find(l->j.in, json_text(name)) == SLOT_NONE)
    return intake_describe(l->j.in, json_text(name), node, err);
  if (json_is_string(name)) l->same_names = true;
  return intake_add_node(l->j.in, node, err);
}

static bool are_labels(const json_t *labels)
{
  bool texts = json_is_array(labels);
  for (size_t i = 0; texts && i < json_array_size(labels); i++)
    texts = json_string_length(json_array_get(labels, i)) > 0;
  return texts || (json_is_string(labels) && json_string_value(labels)[0] == ':');
}

static Status take_node(JsonImport *j, const json_t *object, Error *err)
{
  static const char *const own[] = {"id", "labels", "types", NULL}, *const foreign[] = {"labels", NULL};
  Links *l = (Links *)j;
  JsonNames names = {0};
  uint32_t node;
  const json_t *labels = json_object_get(object, "labels");
  const char *const *except = j->own ? own : are_labels(labels) ? foreign : foreign + 1;
  if (json_is_record(object)) return json_take_record(j, object, err);
  if (*except) TRY(json_names(j, labels, ":", "`labels`", &names, err));
  if (j->own) TRY(json_use_types(j, json_object_get(object, "types"), err));
  TRY(json_add_members(j, object, except, j->own, err));
  TRY(make_node(l, object, &node, err));
  TRY(json_set_labels(j, node, &names, err));
  TRY(json_set_properties(j, ENTITY_NODE, node, err));
  return add_place(l, node, err);
}

/* ---- links */

static bool is_place(const Links *l, const json_t *end)
{
  return json_is_integer(end) && json_integer_value(end) >= 0 && json_integer_value(end) < (json_int_t)l->count;
}

static bool is_id(Links *l, const json_t *end)
{
  Text id;
  return json_id(&l->j, end, &id) && intake_find(l->j.in, id) != SLOT_NONE;
}

static Status look_at_ends(JsonImport *j, const json_t *object, Error *err)
{
  Links *l = (Links *)j;
  const char *const *names[] = {start_names, end_names};
  (void)err;
  for (size_t i = 0; i < ARRAY_LEN(names); i++) {
    const char *member = member_of(object, names[i]);
    const json_t *end = member ? json_object_get(object, member) : NULL;
    l->all_ids = l->all_ids && is_id(l, end);
    l->all_places = l->all_places && is_place(l, end);
  }
  return STATUS_OK;
}

static Status find_end(Links *l, const json_t *object, const char *member, uint32_t *node, Error *err)
{
  Text id;
  char shown[SHOWN_BYTES];
  const json_t *end = json_object_get(object, member);
  *node = SLOT_NONE;
  if (json_is_integer(end) && l->ends == ENDS_ARE_PLACES) {
    if (is_place(l, end)) *node = l->nodes[json_integer_value(end)];
    if (*node != SLOT_NONE) return STATUS_OK;
    return error_set(err, ERROR_FORMAT, NULL, "`%s` is %lld, but the nodes are numbered from 0 to %lld", member,
                     (long long)json_integer_value(end), (long long)l->count - 1);
  }
  if (!json_id(&l->j, end, &id)) return error_set(err, ERROR_FORMAT, NULL, "`%s` is no id", member);
  *node = intake_find(l->j.in, id);
  show_text(id, shown);
  if (*node == SLOT_NONE) return error_set(err, ERROR_FORMAT, NULL, "`%s` is %s, which no node has", member, shown);
  if (l->same_names && !l->has_ids)
    return error_set(err, ERROR_FORMAT, NULL, "`%s` is %s, but some nodes have the same name, and none has an id",
                     member, shown);
  return STATUS_OK;
}

static Status take_link(JsonImport *j, const json_t *object, Error *err)
{
  Links *l = (Links *)j;
  if (json_is_record(object)) return json_take_record(j, object, err);
  const char *start = member_of(object, start_names), *end = member_of(object, end_names), *named;
  if (!start || !end)
    return intake_fault(
        j->in, FAULT_RELATIONSHIP,
        error_set(err, ERROR_FORMAT, NULL, "the link has no `%s`", start ? end_names[0] : start_names[0]));
  uint32_t from, to;
  Text type = json_link_type(object, &named);
  const char *const except[] = {start, end, named ? named : start, j->own ? "key" : start, j->own ? "types" : start,
                                NULL};
  if (j->own) TRY(json_use_types(j, json_object_get(object, "types"), err));
  TRY(intake_fault(j->in, FAULT_RELATIONSHIP, find_end(l, object, start, &from, err)));
  TRY(intake_fault(j->in, FAULT_RELATIONSHIP, find_end(l, object, end, &to, err)));
  TRY(json_add_members(j, object, except, j->own, err));
  return json_add_link(j, from, to, type, err);
}

/* ---- the document */

static bool is_links(Text member)
{
  return text_equal(member, TEXT("links")) || text_equal(member, TEXT("edges")) || text_equal(member, TEXT("rels"));
}

typedef Status (*TakeMember)(Links *l, Text member, Error *err);

static Status each_member(Links *l, TakeMember take, Error *err)
{
  char bracket;
  bool first = true, more;
  Text member;
  TRY(document_enter(l->j.document, &bracket, err));
  while (true) {
    TRY(document_more(l->j.document, bracket, &first, &more, err));
    if (!more) return document_finish(l->j.document, err);
    TRY(document_key(l->j.document, &member, err));
    TRY(take(l, member, err));
  }
}

/* From the start of the file, aside from what is being read. */
static Status read_again(Links *l, TakeMember take, Error *err)
{
  JsonDocument *here = l->j.document;
  Status status = document_open(&l->j.document, l->j.in, l->j.in->path, err);
  if (status == STATUS_OK) {
    status = each_member(l, take, err);
    document_close(l->j.document);
  }
  l->j.document = here;
  return status;
}

static Status look_at_links(Links *l, Text member, Error *err)
{
  return is_links(member) ? json_each(&l->j, look_at_ends, err) : document_skip(l->j.document, err);
}

/* Numbers that may be both, ids and places, are ids if all of them are. */
static Status find_kind_of_ends(Links *l, Error *err)
{
  bool only_places = l->count > 0 && !(l->has_ids && l->has_numbers);
  l->ends = only_places ? ENDS_ARE_PLACES : ENDS_ARE_IDS;
  if (only_places || l->ids_are_places) return STATUS_OK;
  l->all_ids = l->all_places = l->j.quiet = true;
  Status status = read_again(l, look_at_links, err);
  l->j.quiet = false;
  if (!l->all_ids && l->all_places) l->ends = ENDS_ARE_PLACES;
  return status;
}

static Status take_links(Links *l, Text member, Error *err)
{
  if (!is_links(member)) return document_skip(l->j.document, err);
  if (l->ends == ENDS_UNKNOWN) TRY(find_kind_of_ends(l, err));
  return json_each(&l->j, take_link, err);
}

static Status take_member(Links *l, Text member, Error *err)
{
  if (text_equal(member, TEXT("nodes"))) {
    l->nodes_seen = true;
    return json_each(&l->j, take_node, err);
  }
  if (!is_links(member)) return json_take_about(&l->j, member, err);
  if (l->nodes_seen) return take_links(l, member, err);
  l->postponed = true;
  return document_skip(l->j.document, err);
}

Status json_read_links(Intake *in, const char *path, Error *err)
{
  Links l = {.ids_are_places = true};
  Status status = json_import_begin(&l.j, in, path, err);
  if (status == STATUS_OK) status = each_member(&l, take_member, err);
  if (status == STATUS_OK && l.postponed) status = read_again(&l, take_links, err);
  free(l.nodes);
  return json_import_end(&l.j, status, err);
}
