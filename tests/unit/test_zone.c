/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time zones: clocks that are set forward and back, the history of merged zones, names and files that are no zones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/temporal.h"

static void assert_reads(const char *text, const char *want)
{
  Error err = {0};
  Temporal value = {0};
  if (temporal_parse(TEMPORAL_DATETIME, text_of(text), &value, &err) != STATUS_OK)
    fail_msg("%s: %s", text, err.message);
  Str s;
  str_init(&s);
  temporal_print(&s, value);
  assert_string_equal(str_cstr(&s), want);
  str_free(&s);
}

static void assert_no_zone(Text name)
{
  Error err = {0};
  ZoneId zone;
  assert_int_equal(zone_find(name, &zone, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_ARGUMENT);
  assert_string_equal(err.detail, "InvalidArgumentValue");
  assert_non_null(strstr(err.message, "time zone"));
}

static void clocks_that_are_set(void **state)
{
  (void)state;
  static const struct {
    const char *text, *want;
  } cases[] = {
      /* Forward: a time that no clock showed is as much later. */
      {"2017-03-26T02:30[Europe/Stockholm]", "2017-03-26T03:30+02:00[Europe/Stockholm]"},
      /* Back: a time that was shown twice is the first, unless the offset says otherwise. */
      {"2017-10-29T02:30[Europe/Stockholm]", "2017-10-29T02:30+02:00[Europe/Stockholm]"},
      {"2017-10-29T02:30+01:00[Europe/Stockholm]", "2017-10-29T02:30+01:00[Europe/Stockholm]"},
      /* The rule for the years after the table, on both halves of the globe. */
      {"2200-07-01T12:00[Europe/Stockholm]", "2200-07-01T12:00+02:00[Europe/Stockholm]"},
      {"2200-07-01T12:00[Pacific/Auckland]", "2200-07-01T12:00+12:00[Pacific/Auckland]"},
      {"2200-01-01T12:00[Pacific/Auckland]", "2200-01-01T12:00+13:00[Pacific/Auckland]"},
      {"+999999999-07-01T12:00[Europe/Stockholm]", "+999999999-07-01T12:00+02:00[Europe/Stockholm]"},
      /* Before the first transition: local mean time, of the zone that tzdata merged Stockholm into. */
      {"1818-07-21T21:40:32.142[Europe/Stockholm]", "1818-07-21T21:40:32.142+00:53:28[Europe/Stockholm]"},
      {"1818-07-21T21:40[Europe/Berlin]", "1818-07-21T21:40+00:53:28[Europe/Berlin]"},
      {"1850-01-01T00:00[Atlantic/Reykjavik]", "1850-01-01T00:00-00:16:08[Atlantic/Reykjavik]"},
      {"1980-07-01T00:00[Europe/Stockholm]", "1980-07-01T00:00+02:00[Europe/Stockholm]"},
      {"-999999999-01-01T00:00[America/New_York]", "-999999999-01-01T00:00-04:56:02[America/New_York]"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) assert_reads(cases[i].text, cases[i].want);
}

static void zone_names_stay_in_their_folder(void **state)
{
  (void)state;
  static const char *const names[] = {"",
                                      "/etc/passwd",
                                      "../../etc/passwd",
                                      "Europe/../UTC",
                                      "Europe//Berlin",
                                      "Europe/",
                                      "Europe",
                                      "europe/berlin",
                                      "posix/Europe/Berlin",
                                      "right/UTC",
                                      "zone.tab",
                                      "Europe/Berl\xc3\xafn",
                                      "Europe/Berlin "};
  for (size_t i = 0; i < ARRAY_LEN(names); i++) assert_no_zone(text_of(names[i]));
  char longer[2000];
  memset(longer, 'A', sizeof longer);
  assert_no_zone((Text){longer, sizeof longer});
}

static void zones_are_read_once(void **state)
{
  (void)state;
  Error err = {0};
  ZoneId zone = ZONE_NONE, again = ZONE_NONE;
  assert_int_equal(zone_find(TEXT("Asia/Kathmandu"), &zone, &err), STATUS_OK);
  assert_int_equal(zone_find(TEXT("Asia/Kathmandu"), &again, &err), STATUS_OK);
  assert_int_equal(zone, again);
  assert_true(text_equal(zone_name(zone), TEXT("Asia/Kathmandu")));
  assert_int_equal(zone_offset_at(zone, 1700000000), 20700);
}

/* A file of version 2 with one type, no transitions and the rule; `skip` bytes are left out at its end. */
static void write_zone(const char *folder, const char *name, const char *rule, size_t skip)
{
  char path[200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  unsigned char data[400] = {0};
  size_t len = 0;
  for (int block = 0; block < 2; block++) {
    memcpy(data + len, "TZif2", 5);
    data[len + 39] = 1; /* types */
    data[len + 43] = 4; /* bytes of abbreviations */
    len += 44 + 6 + 4;
  }
  len += (size_t)snprintf((char *)data + len, sizeof data - len, "\n%s\n", rule);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, len - skip, file), len - skip);
  fclose(file);
}

static void zone_files_are_checked(void **state)
{
  (void)state;
  char folder[] = "/tmp/clio-zones-XXXXXX";
  assert_non_null(mkdtemp(folder));
  setenv("TZDIR", folder, 1);
  static const struct {
    const char *name, *rule;
    size_t skip;
    int32_t january, july; /* offsets in 2023; 0, 0 when the file is bad */
  } cases[] = {
      {"Weekday", "AAA-1BBB,M3.5.0,M10.5.0/3", 0, 3600, 7200},
      {"Julian", "<+03>-3<+04>,J60/0,J300/24", 0, 10800, 14400},
      {"DayOfYear", "AAA0BBB,59,299", 0, 0, 3600},
      {"AlwaysDaylight", "XXX3EDT4,0/0,J365/23", 0, -14400, -14400},
      {"Constant", "<-0330>3:30", 0, -12600, -12600},
      {"NoRule", "", 0, 0, 0},
      {"Garbage", "not a rule", 0, -1, -1},
      {"HalfRule", "AAA-1BBB", 0, -1, -1},
      {"NoEnd", "AAA-1", 1, -1, -1},
      {"Cut", "AAA-1", 20, -1, -1},
      {"Header", "AAA-1", 80, -1, -1},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    write_zone(folder, cases[i].name, cases[i].rule, cases[i].skip);
    Error err = {0};
    ZoneId zone = ZONE_NONE;
    Status status = zone_find(text_of(cases[i].name), &zone, &err);
    if (cases[i].january == -1) {
      assert_int_equal(status, STATUS_FAIL);
      assert_int_equal(err.kind, ERROR_FORMAT);
    } else {
      assert_int_equal(status, STATUS_OK);
      assert_int_equal(zone_offset_at(zone, 1673740800), strcmp(cases[i].name, "Constant") ? cases[i].january : 0);
      if (strcmp(cases[i].name, "Constant")) assert_int_equal(zone_offset_at(zone, 1689379200), cases[i].july);
    }
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
    unlink(path);
  }
  unsetenv("TZDIR");
  rmdir(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clocks_that_are_set),
      cmocka_unit_test(zone_names_stay_in_their_folder),
      cmocka_unit_test(zones_are_read_once),
      cmocka_unit_test(zone_files_are_checked),
  };
  return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
