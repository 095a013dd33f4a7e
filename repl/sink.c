/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing results, and the pager; see sink.h. */
#include "sink.h"

#include "terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void sink_init(Sink *s, int fd)
{
  *s = (Sink){.fd = fd};
}

void sink_free(Sink *s)
{
  buffer_free(&s->buffer);
}

static void write_all(Sink *s)
{
  const char *at = s->buffer.data;
  size_t left = s->buffer.len;
  while (left > 0 && !s->error) {
    ssize_t n = write(s->fd, at, left);
    if (n >= 0) {
      at += n;
      left -= (size_t)n;
    } else if (errno != EINTR) {
      s->error = errno;
    }
  }
  buffer_clear(&s->buffer);
}

void sink_flush(Sink *s)
{
  if (!s->waiting && s->buffer.len > 0) write_all(s);
}

/* ---- the pager */

static const char *pager_command(void)
{
  const char *command = getenv("PAGER");
  return command ? command : "less -FRSX";
}

/* Its standard input becomes the sink's file. Where it cannot be started, text goes on to the terminal. */
static void start_pager(Sink *s)
{
  int ends[2];
  s->waiting = false;
  if (pipe(ends) != 0) return;
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    execl("/bin/sh", "sh", "-c", pager_command(), (char *)NULL);
    _exit(127);
  }
  close(ends[0]);
  if (child < 0) {
    close(ends[1]);
    return;
  }
  s->fd = ends[1];
  s->pager = child;
}

void sink_grown(Sink *s)
{
  const Buffer *b = &s->buffer;
  for (; s->waiting && s->counted < b->len; s->counted++) s->lines += b->data[s->counted] == '\n';
  if (s->waiting && s->lines >= s->screen_rows) start_pager(s);
  if (!s->waiting && b->len >= SINK_CHUNK) write_all(s);
}

void sink_begin_paging(Sink *s)
{
  unsigned columns;
  const char *command = pager_command();
  if (*command == '\0' || strcmp(command, "cat") == 0 || !terminal_size(s->fd, &s->screen_rows, &columns)) return;
  s->waiting = s->screen_rows > 0;
  s->counted = s->lines = 0;
}

void sink_end_paging(Sink *s)
{
  if (s->waiting) sink_grown(s);
  s->waiting = false;
  sink_flush(s);
  if (s->pager == 0) return;
  close(s->fd);
  while (waitpid(s->pager, NULL, 0) < 0 && errno == EINTR) continue;
  s->pager = 0;
  s->fd = STDOUT_FILENO;
  s->error = 0;
}
