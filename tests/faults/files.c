/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each call of the file system fails in turn while a database is made, changed, checkpointed, imported into and backed
 * up; and the power is cut at each call. What has to hold: one clear error; a graph in memory as it was before the
 * statement, and a handle that works on; a file that has all of a commit or nothing, and everything of one that had
 * returned. CALLS=1 tries each single call, a larger number every so manieth. */
#include "faults.h"
#include "vfs.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MOST_STEPS = 8 };

/* A statement, or `import` or `backup` and a file. */
typedef struct Script {
  const char *name;
  bool new_file;
  const char *steps[MOST_STEPS + 1];
} Script;

static const char base_text[] =
    "CREATE INDEX p_name FOR (n:P) ON (n.name);"
    "UNWIND range(1, 1200) AS i CREATE (:P {i: i, name: 'name ' + i % 40, x: i * 0.5, l: [i, 'x']});"
    "MATCH (a:P), (b:P {i: a.i * 7 % 1200}) CREATE (a)-[:K {w: a.i}]->(b);";

static const Script scripts[] = {
    {"a new database", true, {"CREATE (:A {x: 1})-[:T {y: 'z'}]->(:B)", "CREATE (:C)"}},
    {"statements",
     false,
     {"CREATE (:A {name: 'new'})", "MATCH (n:P {i: 7}) SET n.name = 5, n:Q",
      "MATCH (n:P) WHERE n.i > 1100 DETACH DELETE n"}},
    {"a transaction",
     false,
     {"BEGIN; CREATE (:A); MATCH (n:P) WHERE n.i < 500 SET n.x = 'text ' + n.i; MATCH ()-[r:K {w: 3}]->() DELETE r; "
      "CREATE (:A)-[:NEW]->(:A); COMMIT",
      "CREATE (:Last)"}},
    {"a schema",
     false,
     {"CREATE INDEX p_x FOR (n:P) ON (n.x)", "DROP INDEX p_name", "CREATE INDEX k FOR ()-[r:K]-() ON (r.w)"}},
    {"an import", false, {"import rows.csv", "CREATE (:After)"}},
    {"a backup", false, {"CREATE (:Before)", "backup copy.clio", "CREATE (:After)"}},
};

/* More than two checkpoints of the log. */
static const Script large_script = {
    "large commits",
    false,
    {"UNWIND range(1, 30000) AS i CREATE (:M {i: i * 7919 % 30011, t: 'a text that is a little longer, number ' + i})",
     "MATCH (m:M) SET m.i = m.i * 104729 % 1000003, m.t = 'another text, now with the number ' + m.i",
     "CREATE (:After)"}};

static char base_file[512], file[512], copy[512], rows_file[512];

static clio_status run_step(clio_db *db, const char *step)
{
  const char *rows = rows_file;
  if (strncmp(step, "import ", 7) == 0) return clio_import(db, &rows, 1, NULL, NULL);
  if (strncmp(step, "backup ", 7) == 0) return clio_backup(db, file, copy, NULL, NULL);
  return clio_exec(db, step, NULL, NULL);
}

/* ---- what the file holds after each step */

typedef struct States {
  char *dumps[MOST_STEPS + 1];
  unsigned count; /* of steps */
} States;

static void begin_afresh(const Script *script)
{
  remove_database(file);
  remove_database(copy);
  if (!script->new_file) copy_database(base_file, file);
}

static States states_of(const Script *script)
{
  States states = {0};
  begin_afresh(script);
  clio_db *db = must_open(file);
  states.dumps[0] = graph_dump(db);
  for (; script->steps[states.count]; states.count++) {
    if (run_step(db, script->steps[states.count]) != CLIO_OK) expect(false, "%s", clio_last_error(db)->rendered);
    states.dumps[states.count + 1] = graph_dump(db);
  }
  clio_close(db);
  return states;
}

static void states_free(States *states)
{
  for (unsigned i = 0; i <= states->count; i++) free(states->dumps[i]);
}

/* ---- faults */

typedef struct Fault {
  const char *name;
  unsigned calls;
  FileFault fault;
} Fault;

static const Fault kinds[] = {
    {"failing",
     CALL_OPEN | CALL_READ | CALL_WRITE | CALL_SYNC | CALL_TRUNCATE | CALL_LOCK | CALL_SHARED | CALL_SIZE | CALL_DELETE,
     FAULT_ERROR},
    {"a full disk", CALL_WRITE, FAULT_FULL},
    {"short writes", CALL_WRITE, FAULT_SHORT},
    {"failing syncs", CALL_SYNC, FAULT_ERROR},
};

typedef struct Trial {
  const Script *script;
  const States *states;
  const Fault *fault;
  unsigned long n;
  bool forever;
} Trial;

static bool good(const Trial *t, bool is, const char *what, const char *why)
{
  return expect(is, "%s, %s%s at call %lu: %s%s", t->script->name, t->fault->name, t->forever ? " from then on" : "",
                t->n, what, why);
}

static void one_error(const Trial *t, clio_db *db)
{
  const clio_error *error = clio_last_error(db);
  good(t,
       strcmp(error->code, "IOError") == 0 || strcmp(error->code, "Busy") == 0 || strcmp(error->code, "ReadOnly") == 0,
       "the error is ", error->rendered);
  good(t, strlen(error->message) > 10, "no message", "");
}

static void same_graph(const Trial *t, clio_db *db, unsigned state)
{
  char *dump = graph_dump(db);
  good(t, strcmp(dump, t->states->dumps[state]) == 0, "the graph in memory is another one", "");
  free(dump);
}

/* One of the two states, and the whole of it. */
static void check_file(const Trial *t, unsigned first, unsigned last)
{
  Note problem = {0};
  char *dump = file_dump(file, &problem);
  bool found = false;
  if (!dump && t->script->new_file && access(file, F_OK) != 0) {
    note_free(&problem);
    return;
  }
  if (!dump && t->script->new_file && first == 0) { /* it is not a database yet: opened to write, it becomes one */
    note_free(&problem);
    clio_close(must_open(file));
    dump = file_dump(file, &problem);
  }
  for (unsigned i = first; dump && i <= last; i++) found = found || strcmp(dump, t->states->dumps[i]) == 0;
  good(t, found, "the file has another graph ", problem.text ? problem.text : "");
  free(dump);
  file_check(file, &problem);
  good(t, problem.len == 0, "check: ", problem.text ? problem.text : "");
  note_free(&problem);
  if (access(copy, F_OK) != 0) return;
  file_check(copy, &problem);
  good(t, problem.len == 0, "check of the copy: ", problem.text ? problem.text : "");
  note_free(&problem);
}

/* The fault comes once: what failed is done again, and all goes on. */
static void go_on(const Trial *t)
{
  clio_db *db;
  if (clio_open(&db, file, NULL) != CLIO_OK) {
    one_error(t, db);
    clio_close(db);
    vfs_recover();
    db = must_open(file);
  }
  for (unsigned i = 0; i < t->states->count; i++) {
    if (run_step(db, t->script->steps[i]) == CLIO_OK) continue;
    one_error(t, db);
    bool open = clio_in_transaction(db); /* one of its statements failed */
    if (open) clio_rollback(db);
    same_graph(t, db, i);
    bool again = run_step(db, t->script->steps[i]) == CLIO_OK;
    if (!good(t, again, "it cannot be done again: ", clio_last_error(db)->rendered)) break;
  }
  same_graph(t, db, t->states->count);
  clio_close(db);
}

/* The fault stays: nothing can be done but close. Returns how many steps were done, and where the error was. */
static unsigned give_up(const Trial *t)
{
  clio_db *db;
  unsigned done = 0;
  if (clio_open(&db, file, NULL) == CLIO_OK)
    while (done < t->states->count && run_step(db, t->script->steps[done]) == CLIO_OK) done++;
  if (clio_last_error(db)->code[0]) one_error(t, db);
  clio_close(db);
  return done;
}

static bool try_fault(const Trial *t)
{
  char what[200];
  snprintf(what, sizeof what, "%s, %s, %s", t->script->name, t->fault->name, t->forever ? "from then on" : "once");
  trying(what, t->n);
  begin_afresh(t->script);
  unsigned done = t->states->count;
  vfs_fail(t->fault->calls, t->n, t->forever, t->fault->fault);
  if (t->forever)
    done = give_up(t);
  else
    go_on(t);
  bool failed = vfs_recover();
  check_file(t, done, done < t->states->count ? done + 1 : done);
  return failed;
}

static unsigned long walk_faults(const Script *script, long stride)
{
  States states = states_of(script);
  unsigned long tried = 0;
  for (size_t kind = 0; kind < ARRAY_LEN(kinds); kind++)
    for (int forever = 0; forever < 2; forever++) {
      Trial t = {script, &states, &kinds[kind], 1, forever};
      for (; try_fault(&t); t.n += (unsigned long)stride) tried++;
    }
  states_free(&states);
  return tried;
}

/* ---- power cuts */

static unsigned long walk_cuts(const Script *script, long stride)
{
  const Fault cut = {"a power cut", 0, FAULT_ERROR};
  States states = states_of(script);
  Trial t = {script, &states, &cut, 0, false};
  unsigned long done[MOST_STEPS + 1] = {0}, tried = 0, step = 0, calls;
  remove_database(file);
  remove_database(copy);
  vfs_power_on();
  clio_db *db = must_open(file);
  if (!script->new_file) must_run(db, base_text);
  unsigned long begin = script->new_file ? 0 : vfs_power_calls();
  for (; step < states.count; step++) {
    if (run_step(db, script->steps[step]) != CLIO_OK) expect(false, "%s", clio_last_error(db)->rendered);
    done[step + 1] = vfs_power_calls();
  }
  clio_close(db);
  calls = vfs_power_calls();
  char whole[sizeof file];
  snprintf(whole, sizeof whole, "%s", file);
  snprintf(file, sizeof file, "%s", in_folder("cut.clio"));
  for (t.n = begin; t.n <= calls; t.n += (unsigned long)stride)
    for (unsigned long seed = 1; seed <= 3; seed++, tried++) {
      unsigned first = 0;
      trying(script->name, t.n);
      remove_database(file);
      vfs_power_cut(whole, file, t.n, t.n * 8 + seed);
      while (first < states.count && done[first + 1] <= t.n) first++;
      check_file(&t, first, first < states.count ? first + 1 : first);
    }
  remove_database(file);
  snprintf(file, sizeof file, "%s", whole);
  vfs_power_off();
  states_free(&states);
  return tried;
}

/* ---- a limit that the system keeps: files may not grow beyond a size */

static void run_into_limit(const Script *script)
{
  const Fault limit = {"a limit of the system", 0, FAULT_ERROR};
  States states = states_of(script);
  Trial t = {script, &states, &limit, 0, true};
  struct rlimit before, tight;
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &before);
  tight = before;
  for (t.n = 1 << 15; t.n < 1 << 22; t.n = t.n * 5 / 4 + 1000) {
    begin_afresh(script);
    tight.rlim_cur = t.n;
    setrlimit(RLIMIT_FSIZE, &tight);
    unsigned done = give_up(&t);
    setrlimit(RLIMIT_FSIZE, &before);
    check_file(&t, done, done < states.count ? done + 1 : done);
  }
  states_free(&states);
}

/* ---- */

static void make_files(void)
{
  folder_make();
  snprintf(base_file, sizeof base_file, "%s", in_folder("base.clio"));
  snprintf(file, sizeof file, "%s", in_folder("test.clio"));
  snprintf(copy, sizeof copy, "%s", in_folder("copy.clio"));
  snprintf(rows_file, sizeof rows_file, "%s", in_folder("rows.csv"));
  Note rows = {0};
  note_text(&rows, "id:ID,name,n:int,:LABEL\n");
  for (int i = 0; i < 1100; i++) note_add(&rows, "%d,row %d,%d,Row\n", i, i % 30, i * i);
  write_file(rows_file, rows.text);
  note_free(&rows);
  clio_db *db = must_open(base_file);
  must_run(db, base_text);
  clio_close(db);
}

int main(int argc, char **argv)
{
  long stride = setting("CALLS", 60);
  unsigned long faults = 0, cuts = 0;
  vfs_install();
  make_files();
  for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
    if (argc > 1 && !strstr(scripts[i].name, argv[1])) continue;
    faults += walk_faults(&scripts[i], stride);
    cuts += walk_cuts(&scripts[i], stride);
    run_into_limit(&scripts[i]);
  }
  if (argc < 2 || strstr(large_script.name, argv[1])) {
    faults += walk_faults(&large_script, stride * 400);
    cuts += walk_cuts(&large_script, stride * 400);
  }
  printf("%lu faults, %lu power cuts\n", faults, cuts);
  return finish();
}
