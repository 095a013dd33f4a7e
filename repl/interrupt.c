/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handler of SIGINT; see interrupt.h. A handler gets no argument, so what it needs is static. */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t pending;
static clio_db *volatile watched;

static void on_interrupt(int signal_number)
{
  (void)signal_number;
  pending = 1;
  if (watched) clio_interrupt(watched);
}

void interrupt_watch(clio_db *db)
{
  watched = db;
  /* Without SA_RESTART: a read of the script that waits for its writer ends as well. */
  struct sigaction action = {.sa_handler = on_interrupt};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

bool interrupt_pending(void)
{
  return pending != 0;
}

void interrupt_clear(void)
{
  pending = 0;
}
