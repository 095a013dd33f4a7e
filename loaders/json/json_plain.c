/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects that are nodes and nothing more. The file's name is their label, as it is for CSV, unless the command names
 * others. */
#include "json_import.h"

#include "output.h"

static Text label_of_path(const char *path)
{
  static const char *const extensions[] = {".jsonl", ".ndjson", ".json"};
  const char *slash = strrchr(path, '/');
  Text name;
  (void)compression_of_path(text_of(slash ? slash + 1 : path), &name);
  for (size_t i = 0; i < ARRAY_LEN(extensions); i++)
    if (text_cut_end(&name, text_of(extensions[i]))) break;
  return name;
}

Status json_take_plain(JsonImport *j, const json_t *object, Error *err)
{
  static const char *const none[] = {NULL};
  uint32_t node;
  Text label = label_of_path(j->in->path);
  TRY(json_add_members(j, object, none, false, err));
  TRY(intake_add_node(j->in, &node, err));
  if (label.len > 0 && !j->in->options->as) TRY(intake_label(j->in, node, label, err));
  return json_set_properties(j, ENTITY_NODE, node, err);
}
