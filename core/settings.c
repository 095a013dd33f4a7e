/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and defaults of the settings, and lists of names; see settings.h. */
#include "settings.h"

#include <stdlib.h>

enum { MOST_DEFAULTS = 3 };

#define NAME(text)                                                                                                     \
  {                                                                                                                    \
    text, sizeof text - 1                                                                                              \
  }

static const struct {
  SettingInfo info;
  Text defaults[MOST_DEFAULTS]; /* the rest is empty */
} settings_known[SETTING_COUNT] = {
    [SETTING_VALID_FROM] = {{"valid_from", "the property that says since when a fact holds", true},
                            {NAME("valid_from")}},
    [SETTING_VALID_TO] = {{"valid_to", "the property that says until when a fact holds", true}, {NAME("valid_to")}},
    [SETTING_DATE] = {{"date", "properties with the day of an event, of a treaty, of a fact that does not last", false},
                      {NAME("date")}},
    [SETTING_CLAIMANT] = {{"claimant", "properties that name who asserts a fact", false},
                          {NAME("claimed_by"), NAME("according_to")}},
    [SETTING_VOICE] = {{"voice", "claimants that stand for the data set itself", false},
                       {NAME("article"), NAME("background")}},
    [SETTING_DISPUTED] = {{"disputed", "the property that is true where somebody denies a fact", true},
                          {NAME("disputed")}},
    [SETTING_RANK] = {{"rank", "the property with the rank of a fact: preferred, normal or deprecated", true},
                      {NAME("rank")}},
    [SETTING_PREFERRED] = {{"preferred", "the property that is true for a fact of rank preferred", true},
                           {NAME("preferred")}},
    [SETTING_SOURCE] = {{"source", "properties that name where a fact is written", false}, {NAME("source")}},
    [SETTING_PAGE] = {{"page", "properties that name the page or another place in the source", false}, {NAME("page")}},
    [SETTING_CITES] = {{"cites", "relationship types from a node to a source in which it is written", false},
                       {NAME("CITED_IN")}},
    [SETTING_REMARK] = {{"remark", "properties that say nothing of the fact itself: rivals do not differ by them",
                         false},
                        {NAME("basis"), NAME("note"), NAME("section")}},
    [SETTING_ID] = {{"id", "properties that nodes are referred to by", false}, {NAME("id")}},
    [SETTING_NAME] = {{"name", "properties with what nodes are called", false}, {NAME("name")}},
    [SETTING_EXCLUSIVE] = {{"exclusive", "relationship types of which a node has one at a time", false},
                           {NAME("CONTROLLED_BY")}},
    [SETTING_SUPERSEDES] = {{"supersedes", "relationship types from what replaces to what it replaces", false},
                            {NAME("SUPERSEDES")}},
    [SETTING_AMENDS] = {{"amends", "relationship types from what amends to what it amends", false}, {NAME("AMENDS")}},
    [SETTING_ANNULS] = {{"annuls", "relationship types from what annuls to what it annuls", false}, {NAME("ANNULS")}},
    [SETTING_FOLLOWS] = {{"follows", "relationship types from what comes later to what came before it", false},
                         {NAME("FOLLOWS")}},
    [SETTING_NOT_IN_FORCE] = {{"not_in_force", "the property that is true for a text that has not come into force",
                               true},
                              {NAME("not_in_force")}},
    [SETTING_VALID_FROM_MIN] = {{"valid_from_min", "the property with the first day that valid_from may mean", true},
                                {NAME("valid_from_min")}},
    [SETTING_VALID_FROM_MAX] = {{"valid_from_max", "the property with the last day that valid_from may mean", true},
                                {NAME("valid_from_max")}},
    [SETTING_VALID_TO_MIN] = {{"valid_to_min", "the property with the first day that valid_to may mean", true},
                              {NAME("valid_to_min")}},
    [SETTING_VALID_TO_MAX] = {{"valid_to_max", "the property with the last day that valid_to may mean", true},
                              {NAME("valid_to_max")}},
};

const Setting validity_settings[VALIDITY_DATES] = {
    [VALIDITY_FROM] = SETTING_VALID_FROM,         [VALIDITY_FROM_MIN] = SETTING_VALID_FROM_MIN,
    [VALIDITY_FROM_MAX] = SETTING_VALID_FROM_MAX, [VALIDITY_TO] = SETTING_VALID_TO,
    [VALIDITY_TO_MIN] = SETTING_VALID_TO_MIN,     [VALIDITY_TO_MAX] = SETTING_VALID_TO_MAX,
};

const SettingInfo *setting_info(Setting setting)
{
  return &settings_known[setting].info;
}

bool setting_find(Text name, Setting *out)
{
  for (int i = 0; i < SETTING_COUNT; i++) {
    *out = (Setting)i;
    if (text_equal(name, text_of(settings_known[i].info.name))) return true;
  }
  return false;
}

SettingNames setting_names(const Settings *settings, Setting setting)
{
  const Text *defaults = settings_known[setting].defaults;
  uint32_t n = 0;
  if (settings && settings->own[setting]) return *settings->own[setting];
  while (n < MOST_DEFAULTS && defaults[n].len > 0) n++;
  return (SettingNames){defaults, n};
}

Text setting_name(const Settings *settings, Setting setting)
{
  SettingNames names = setting_names(settings, setting);
  return names.n ? names.at[0] : TEXT("");
}

bool setting_has(const Settings *settings, Setting setting, Text name)
{
  SettingNames names = setting_names(settings, setting);
  uint32_t i = 0;
  while (i < names.n && !text_equal(names.at[i], name)) i++;
  return i < names.n;
}

Status setting_names_own(const Text *names, uint32_t n, SettingNames **out, Error *err)
{
  size_t bytes = 0;
  for (uint32_t i = 0; i < n; i++) bytes += names[i].len + 1;
  SettingNames *list = malloc(sizeof *list + n * sizeof *names + bytes);
  if (!list) return error_out_of_memory(err);
  Text *texts = (Text *)(void *)(list + 1);
  char *at = (char *)(texts + n);
  for (uint32_t i = 0; i < n; i++) {
    texts[i] = (Text){at, names[i].len};
    if (names[i].len) memcpy(at, names[i].data, names[i].len);
    at[names[i].len] = '\0';
    at += names[i].len + 1;
  }
  *list = (SettingNames){texts, n};
  *out = list;
  return STATUS_OK;
}

void settings_free(Settings *settings)
{
  for (int i = 0; i < SETTING_COUNT; i++) free(settings->own[i]);
  *settings = (Settings){0};
}
