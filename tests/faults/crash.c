/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A writer commits numbered transactions and tells each number once it is committed; it is killed at random moments.
 * After each time every transaction that it told of is in the file whole, none is there in part, and clio check is
 * content; then the next writer goes on from there. CRASHES=1000 for a long run.
 *
 * Transaction i keeps these invariants, whatever came before it, and breaks all of them halfway:
 *   - the one node :Log has last = i;
 *   - nodes :Entry have the numbers from i - KEPT + 1 (or 1) to i, each with one :NEXT from its predecessor that has
 * the same number, and properties of several types that follow from it;
 *   - an entry with an even number is :Even, one with an odd number is not, two transactions after it was made;
 *   - the nodes :Mass all have the round i, and there are MASS of them from the first transaction on;
 *   - the index over :Entry(n) is there when i / 10 is odd. */
#include "faults.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KEPT = 60, MASS = 2500 };

/* ---- the writer */

static void write_transaction(clio_db *db, long i)
{
  Note text = {0};
  note_text(&text, "BEGIN; MERGE (l:Log) SET l.last = $i;");
  if (i == 1) note_add(&text, "UNWIND range(1, %d) AS k CREATE (:Mass {k: k, round: 0, text: 'text ' + k});", MASS);
  note_text(&text, "CREATE (:Entry {n: $i, half: $i / 2.0, text: 'entry ' + $i, list: [$i, 'x'], "
                   "day: date('2000-01-01') + duration({days: $i})});"
                   "MATCH (a:Entry {n: $i - 1}), (b:Entry {n: $i}) CREATE (a)-[:NEXT {n: $i}]->(b);"
                   "MATCH (e:Entry {n: $i - 2}) WHERE e.n % 2 = 0 SET e:Even;"
                   "MATCH (m:Mass) SET m.round = $i");
  /* The column changes its type for a while, and its texts pile up: some transactions are larger than a checkpoint. */
  note_text(&text, i % 7 == 3 ? ", m.text = $i;" : ", m.text = 'in round ' + $i + ' number ' + m.k;");
  note_add(&text, "MATCH (e:Entry) WHERE e.n <= $i - %d DETACH DELETE e;", KEPT);
  if (i % 20 == 10) note_text(&text, "CREATE INDEX entry_n FOR (e:Entry) ON (e.n);");
  if (i % 20 == 0) note_text(&text, "DROP INDEX entry_n;");
  note_text(&text, "COMMIT");
  char number[24];
  snprintf(number, sizeof number, "%ld", i);
  if (clio_set_parameter(db, "i", number) != CLIO_OK || clio_exec(db, text.text, NULL, NULL) != CLIO_OK) {
    fprintf(stderr, "transaction %ld: %s", i, clio_last_error(db)->rendered);
    _exit(2);
  }
  note_free(&text);
}

/* Never returns. One in so many transactions closes and opens the file, which empties the log. */
static void write_on(const char *file, int out, long i)
{
  clio_db *db = must_open(file);
  for (;; i++) {
    write_transaction(db, i);
    if (write(out, &i, sizeof i) != sizeof i) _exit(2);
    if (i % 23 != 0) continue;
    clio_close(db);
    db = must_open(file);
  }
}

/* ---- afterwards */

static bool take_number(void *payload, clio_query *q)
{
  *(int64_t *)payload = clio_value_int(clio_column(q, 0));
  return true;
}

static int64_t ask(clio_db *db, const char *text)
{
  int64_t number = -1;
  if (clio_exec(db, text, take_number, &number) != CLIO_OK)
    expect(false, "%s: %s", text, clio_last_error(db)->rendered);
  return number;
}

static void is(clio_db *db, long i, const char *question, int64_t wanted)
{
  int64_t got = ask(db, question);
  expect(got == wanted, "after transaction %ld: %s gives %lld, not %lld", i, question, (long long)got,
         (long long)wanted);
}

/* Returns the last transaction that is in the file. */
static long check_whole(const char *file, long told)
{
  Note findings = {0};
  clio_options options = CLIO_OPTIONS_INIT;
  options.read_only = true;
  clio_db *db;
  if (told == 0) clio_close(must_open(file)); /* it may be no database yet: opened to write, it becomes one */
  bool opens = clio_open(&db, file, &options) == CLIO_OK;
  if (!expect(opens, "after transaction %ld: %s", told, clio_last_error(db)->rendered)) exit(finish());
  long i = (long)ask(db, "MATCH (l:Log) RETURN l.last");
  if (i < 0) i = 0;
  expect(i == told || i == told + 1, "told of transaction %ld, found %ld", told, i);
  char number[24];
  snprintf(number, sizeof number, "%ld", i);
  clio_set_parameter(db, "i", number);
  long first = i > KEPT ? i - KEPT + 1 : 1, entries = i - first + 1;
  is(db, i, "MATCH (l:Log) RETURN count(l)", i > 0);
  is(db, i, "MATCH (e:Entry) RETURN count(DISTINCT e.n)", entries);
  is(db, i, "MATCH (e:Entry) RETURN count(*)", entries);
  is(db, i, "MATCH (e:Entry) WHERE e.n <= $i RETURN coalesce(min(e.n), 1)", first);
  is(db, i,
     "MATCH (e:Entry) WHERE e.half = e.n / 2.0 AND e.text = 'entry ' + e.n AND e.list = [e.n, 'x'] AND e.day = "
     "date('2000-01-01') + duration({days: e.n}) RETURN count(*)",
     entries);
  is(db, i, "MATCH (a:Entry)-[r:NEXT]->(b:Entry) WHERE b.n = a.n + 1 AND r.n = b.n RETURN count(*)",
     entries > 0 ? entries - 1 : 0);
  is(db, i, "MATCH ()-[r]->() RETURN count(r)", entries > 0 ? entries - 1 : 0);
  is(db, i, "MATCH (e:Entry) WHERE (e.n % 2 = 0 AND e.n <= $i - 2) <> (e:Even) RETURN count(e)", 0);
  is(db, i, "MATCH (m:Mass) WHERE m.round = $i RETURN count(*)", i > 0 ? MASS : 0);
  is(db, i,
     i % 7 == 3 ? "MATCH (m:Mass) WHERE m.text = $i RETURN count(*)"
                : "MATCH (m:Mass) WHERE m.text = 'in round ' + $i + ' number ' + m.k RETURN count(*)",
     i > 0 ? MASS : 0);
  is(db, i, "MATCH (n) RETURN count(n)", i > 0 ? 1 + entries + MASS : 0);
  is(db, i, "CALL db.indexes() YIELD name RETURN count(name)", i / 10 % 2);
  clio_close(db);
  file_check(file, &findings);
  expect(findings.len == 0, "after transaction %ld: %s", i, findings.text);
  note_free(&findings);
  return i;
}

/* The last number that came through, or what it was before. */
static long last_number(int in, long before)
{
  long i;
  while (read(in, &i, sizeof i) == sizeof i) before = i;
  return before;
}

int main(void)
{
  long crashes = setting("CRASHES", 40), last = 0, most = setting("CRASH_MICROSECONDS", 150000);
  Random random = (Random)setting("SEED", 20260101);
  folder_make();
  char file[512];
  snprintf(file, sizeof file, "%s", in_folder("crash.clio"));
  for (long crash = 0; crash < crashes; crash++) {
    int ends[2];
    trying("crash", (unsigned long)crash);
    if (pipe(ends) != 0) return 2;
    pid_t writer = fork();
    if (writer == 0) {
      close(ends[0]);
      write_on(file, ends[1], last + 1);
    }
    close(ends[1]);
    usleep(1000 + below(&random, (uint32_t)most));
    kill(writer, SIGKILL);
    int status = 0;
    waitpid(writer, &status, 0);
    expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the writer ended by itself");
    long told = last_number(ends[0], last);
    close(ends[0]);
    if (access(file, F_OK) == 0 || told > 0) last = check_whole(file, told);
  }
  printf("%ld crashes, %ld transactions\n", crashes, last);
  return finish();
}
