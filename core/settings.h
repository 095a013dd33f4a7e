/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of a database: which property keys and relationship types carry the meanings that Clio's questions of
 * time, claims and sources ask for. They are part of the content, like indexes: saved, undone, and followed by other
 * processes. Knows names only, not what is done with them. */
#ifndef CLIO_CORE_SETTINGS_H
#define CLIO_CORE_SETTINGS_H

#include "map.h"

/* The numbers are those of the database file: add at the end. */
typedef enum Setting {
  SETTING_VALID_FROM,
  SETTING_VALID_TO,
  SETTING_DATE,
  SETTING_CLAIMANT,
  SETTING_VOICE,
  SETTING_DISPUTED,
  SETTING_RANK,
  SETTING_PREFERRED,
  SETTING_SOURCE,
  SETTING_PAGE,
  SETTING_CITES,
  SETTING_REMARK,
  SETTING_ID,
  SETTING_NAME,
  SETTING_EXCLUSIVE,
  SETTING_SUPERSEDES,
  SETTING_AMENDS,
  SETTING_ANNULS,
  SETTING_FOLLOWS,
  SETTING_NOT_IN_FORCE,
  SETTING_VALID_FROM_MIN,
  SETTING_VALID_FROM_MAX,
  SETTING_VALID_TO_MIN,
  SETTING_VALID_TO_MAX,
  SETTING_COUNT
} Setting;

typedef struct SettingNames {
  const Text *at; /* each NUL-terminated */
  uint32_t n;
} SettingNames;

typedef struct SettingInfo {
  const char *name, *help;
  bool single; /* exactly one name */
} SettingInfo;

enum { SETTING_MOST_NAMES = 100 };

/* Those that say when a fact holds: its first and its last date, each followed by the first and the last day that is
 * meant. */
enum {
  VALIDITY_FROM,
  VALIDITY_FROM_MIN,
  VALIDITY_FROM_MAX,
  VALIDITY_TO,
  VALIDITY_TO_MIN,
  VALIDITY_TO_MAX,
  VALIDITY_DATES
};
extern const Setting validity_settings[VALIDITY_DATES];

/* NULL: the default. Each is one malloc'ed block. */
typedef struct Settings {
  SettingNames *own[SETTING_COUNT];
} Settings;

const SettingInfo *setting_info(Setting setting);
bool setting_find(Text name, Setting *out);
/* What is set, or the default; settings may be NULL for all defaults. */
SettingNames setting_names(const Settings *settings, Setting setting);
/* The first of the names: the one of those that are single. */
Text setting_name(const Settings *settings, Setting setting);
bool setting_has(const Settings *settings, Setting setting, Text name);

/* A copy in one block that free gives back. */
Status setting_names_own(const Text *names, uint32_t n, SettingNames **out, Error *err);
void settings_free(Settings *settings);

#endif
