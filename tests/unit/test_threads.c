/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads with a database handle each on one file: money is moved between accounts, and whoever looks sees all of it.
 * Worth running under the thread sanitizer too. */
#include "clio.h"
#include "store_file.h"

#include <pthread.h>
#include <time.h>

enum { ACCOUNTS = 20, WRITERS = 3, READERS = 3, MOVES = 150, LOOKS = 300 };

static void run_text(clio_db *db, const char *text)
{
  if (clio_exec(db, text, NULL, NULL) != CLIO_OK) fail_msg("%s", clio_last_error(db)->rendered);
}

static clio_db *open_db(bool read_only)
{
  clio_db *db = NULL;
  clio_options options = CLIO_OPTIONS_INIT;
  options.read_only = read_only;
  options.fast = true;
  options.busy_ms = 60000;
  options.threads = 2;
  if (clio_open(&db, file, &options) != CLIO_OK) fail_msg("%s", clio_last_error(db)->rendered);
  return db;
}

/* A number that a query gives. Other threads may not use cmocka's jumps: they note what is wrong. */
static bool ask(clio_db *db, const char *text, int64_t *number)
{
  clio_query *q = NULL;
  bool ok = clio_prepare(db, &q, text, -1, NULL) == CLIO_OK && clio_step(q) == CLIO_ROW;
  if (ok) *number = clio_value_int(clio_column(q, 0));
  if (!ok) fputs(clio_last_error(db)->rendered, stderr);
  clio_finish(q);
  return ok;
}

static void *move_money(void *context)
{
  uint64_t random = (uint64_t)(uintptr_t)context;
  clio_db *db = open_db(false);
  bool ok = true;
  for (int i = 0; ok && i < MOVES; i++) {
    char text[400];
    random = value_hash_mix(random);
    int from = (int)(random % ACCOUNTS), to = (int)(random >> 32) % ACCOUNTS;
    snprintf(text, sizeof text,
             "MATCH (a:Account {id: %d}), (b:Account {id: %d}) SET a.money = a.money - 1 SET b.money = b.money + 1 "
             "CREATE (a)-[:PAID {amount: 1}]->(b)",
             from, to < 0 ? -to : to);
    if (i % 3) {
      ok = clio_exec(db, text, NULL, NULL) == CLIO_OK;
    } else { /* the lock is taken by the first statement, which writes */
      ok = clio_begin(db) == CLIO_OK && clio_exec(db, text, NULL, NULL) == CLIO_OK &&
           clio_exec(db, text, NULL, NULL) == CLIO_OK && (i % 2 ? clio_commit(db) : clio_rollback(db)) == CLIO_OK;
    }
    if (!ok) fputs(clio_last_error(db)->rendered, stderr);
  }
  clio_close(db);
  return ok ? context : NULL;
}

/* Money is neither made nor lost, payments only grow in number, and both agree within one statement. */
static void *look(void *context)
{
  clio_db *db = open_db((uintptr_t)context % 2 == 0);
  int64_t before = 0, sum = 0, payments = 0;
  bool ok = true;
  for (int i = 0; ok && i < LOOKS; i++) {
    ok = ask(db, "MATCH (a:Account) RETURN sum(a.money)", &sum) && sum == ACCOUNTS * 100 &&
         ask(db, "MATCH ()-[p:PAID]->() RETURN count(p)", &payments) && payments >= before &&
         ask(db,
             "MATCH (a:Account) WITH a, a.money - 100 AS gain "
             "WHERE COUNT { (a)<-[:PAID]-() } - COUNT { (a)-[:PAID]->() } <> gain RETURN count(*)",
             &sum) &&
         sum == 0;
    before = payments;
  }
  clio_close(db);
  return ok ? context : NULL;
}

static void readers_and_writers(void **state)
{
  (void)state;
  clio_db *db = open_db(false);
  pthread_t threads[WRITERS + READERS];
  run_text(db, "CREATE INDEX FOR (a:Account) ON (a.id)");
  run_text(db, "UNWIND range(0, 19) AS i CREATE (:Account {id: i, money: 100})");
  for (uintptr_t i = 0; i < WRITERS + READERS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, i < WRITERS ? move_money : look, (void *)(i + 1)), 0);
  for (int i = 0; i < WRITERS + READERS; i++) {
    void *result = NULL;
    assert_int_equal(pthread_join(threads[i], &result), 0);
    assert_non_null(result);
  }
  int64_t payments = 0, wanted = 0;
  for (int i = 0; i < MOVES; i++) wanted += i % 3 ? 1 : i % 2 ? 2 : 0;
  assert_true(ask(db, "MATCH ()-[p:PAID]->() RETURN count(p)", &payments));
  assert_int_equal(payments, WRITERS * wanted);
  clio_close(db);
  assert_int_equal(check_file(), 0);
}

/* ---- one handle, whose users take turns */

typedef struct Shared {
  clio_db *db;
  pthread_mutex_t mutex;
} Shared;

static void *take_turns(void *context)
{
  Shared *shared = context;
  bool ok = true;
  for (int i = 0; ok && i < MOVES; i++) {
    int64_t number = -1;
    pthread_mutex_lock(&shared->mutex);
    ok = clio_exec(shared->db, "MATCH (c:Counter) SET c.n = c.n + 1", NULL, NULL) == CLIO_OK &&
         ask(shared->db, "MATCH (c:Counter) RETURN c.n", &number) && number > i;
    pthread_mutex_unlock(&shared->mutex);
  }
  return ok ? context : NULL;
}

static void threads_take_turns_with_one_handle(void **state)
{
  (void)state;
  enum { THREADS = 4 };
  Shared shared = {.db = open_db(false)};
  pthread_t threads[THREADS];
  int64_t number = 0;
  assert_int_equal(pthread_mutex_init(&shared.mutex, NULL), 0);
  run_text(shared.db, "CREATE (:Counter {n: 0})");
  for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, take_turns, &shared), 0);
  for (int i = 0; i < THREADS; i++) {
    void *result = NULL;
    assert_int_equal(pthread_join(threads[i], &result), 0);
    assert_non_null(result);
  }
  assert_true(ask(shared.db, "MATCH (c:Counter) RETURN c.n", &number));
  assert_int_equal(number, THREADS * MOVES);
  pthread_mutex_destroy(&shared.mutex);
  clio_close(shared.db);
}

static void *interrupt_later(void *db)
{
  struct timespec pause = {0, 200000000};
  nanosleep(&pause, NULL);
  clio_interrupt(db);
  return NULL;
}

static void waiting_can_be_interrupted(void **state)
{
  (void)state;
  clio_db *holder = open_db(false), *waiter = open_db(false);
  pthread_t thread;
  run_text(holder, "BEGIN; CREATE (:A)");
  assert_int_equal(pthread_create(&thread, NULL, interrupt_later, waiter), 0);
  assert_int_equal(clio_exec(waiter, "CREATE (:B)", NULL, NULL), CLIO_ERROR);
  assert_string_equal(clio_last_error(waiter)->code, "Interrupted");
  assert_int_equal(pthread_join(thread, NULL), 0);
  run_text(holder, "COMMIT");
  run_text(waiter, "CREATE (:B)");
  assert_int_equal(clio_node_count(waiter), 2);
  clio_close(holder);
  clio_close(waiter);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(readers_and_writers, start_afresh),
      cmocka_unit_test_setup(threads_take_turns_with_one_handle, start_afresh),
      cmocka_unit_test_setup(waiting_can_be_interrupted, start_afresh),
  };
  return cmocka_run_group_tests_name("threads", tests, make_folder, remove_folder);
}
