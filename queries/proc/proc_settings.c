/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Procedures over the settings of the database: which names carry the meanings that questions of time, claims and
 * sources ask for (core/settings.h). */
#include "core/nearest.h"
#include "proc_internal.h"

/* ---- kb.settings */

static Status emit_setting(ProcedureRun *run, Setting setting)
{
  const Settings *settings = graph_settings(run->graph);
  SettingNames names = setting_names(settings, setting);
  Value list[SETTING_MOST_NAMES];
  for (uint32_t i = 0; i < names.n; i++) list[i] = value_string(names.at[i]);
  const Value fields[] = {static_text(setting_info(setting)->name), value_list(list, names.n),
                          value_bool(!settings->own[setting]), static_text(setting_info(setting)->help)};
  return procedure_emit(run, fields, ARRAY_LEN(fields));
}

static Status run_settings(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  for (int i = 0; i < SETTING_COUNT; i++) TRY(emit_setting(run, (Setting)i));
  return STATUS_OK;
}

static const ProcedureField settings_fields[] = {{"name", "STRING", TYPE_STRING, false},
                                                 {"names", "LIST OF STRING", TYPE_LIST, false},
                                                 {"isDefault", "BOOLEAN", TYPE_BOOL, false},
                                                 {"meaning", "STRING", TYPE_STRING, false}};

const Procedure procedure_kb_settings = {
    .name = "kb.settings",
    .signature = "kb.settings() :: (name :: STRING, names :: LIST OF STRING, isDefault :: BOOLEAN, meaning :: STRING)",
    .help = "The settings of the database: which properties and relationship types say when a fact holds, who claims "
            "it, where it is written, what supersedes what.",
    .results = settings_fields,
    .result_count = ARRAY_LEN(settings_fields),
    .run = run_settings,
};

/* ---- kb.set */

static Status unknown_setting(Text name, Error *err)
{
  const char *best = NULL;
  NearestName nearest = nearest_name(name);
  for (int i = 0; i < SETTING_COUNT; i++)
    if (nearest_name_try(&nearest, text_of(setting_info((Setting)i)->name))) best = setting_info((Setting)i)->name;
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "there is no setting `%.*s`%s%s%s",
                   (int)MIN(name.len, (size_t)100), name.data, best ? "; did you mean `" : "",
                   best ? best : "; CALL kb.settings() lists them", best ? "`?" : "");
}

static Status wrong_names(Value v, Error *err)
{
  return error_set(err, ERROR_TYPE, "InvalidArgumentType",
                   "kb.set takes a name, a list of names, or null for the default, not a value of type %s",
                   value_type_name((ValueType)v.type));
}

static Status run_set(ProcedureRun *run, const Value *args, uint32_t n UNUSED)
{
  Error *err = run->function->err;
  Text names[SETTING_MOST_NAMES];
  Setting setting;
  bool list = args[1].type == VALUE_LIST;
  const Value *items = list ? args[1].items : &args[1];
  uint32_t count = list ? args[1].aux : 1;
  if (args[0].type != VALUE_STRING)
    return error_set(err, ERROR_TYPE, "InvalidArgumentType",
                     "kb.set takes the name of a setting, not a value of type %s",
                     value_type_name((ValueType)args[0].type));
  if (!setting_find(value_text(args[0]), &setting)) return unknown_setting(value_text(args[0]), err);
  if (value_is_null(args[1])) return graph_set_setting(run->graph, setting, NULL, 0, err);
  for (uint32_t i = 0; i < count; i++) {
    if (items[i].type != VALUE_STRING) return wrong_names(items[i], err);
    if (i < SETTING_MOST_NAMES) names[i] = value_text(items[i]);
  }
  return graph_set_setting(run->graph, setting, names, count, err);
}

static const ProcedureField set_args[] = {{"name", "STRING", TYPE_STRING, false},
                                          {"names", "STRING | LIST OF STRING", TYPE_STRING | TYPE_LIST, true}};

const Procedure procedure_kb_set = {
    .name = "kb.set",
    .signature = "kb.set(name :: STRING, names :: STRING | LIST OF STRING) :: VOID",
    .help =
        "Says which properties or relationship types carry a meaning in this database; null brings back the default. "
        "It is kept in the file, and holds from the next statement on.",
    .example = "CALL kb.set('claimant', ['claimed_by', 'according_to'])",
    .args = set_args,
    .arg_count = ARRAY_LEN(set_args),
    .writes = true,
    .run = run_set,
};
