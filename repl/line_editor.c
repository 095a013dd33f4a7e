/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line editor; see line_editor.h. Readline's callbacks take no argument of ours, so what they need is static.
 *
 * Colours: readline draws the line, plain, and we write the same characters over it with colours. Cursor and screen are
 * afterwards as readline left them, so it never knows; whenever the drawing is not simple (a search, control
 * characters, a line that ends at the margin or is longer than the screen), leaving it plain is right, too. */
#include "line_editor.h"

#include "colour.h"
#include "complete.h"
#include "interrupt.h"
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { HISTORY_LENGTH = 10000 };

static struct {
  Session *session;
  Keywords keywords;
  Buffer history_path;
  Buffer prompt; /* as readline wants it */
  const char *bare_prompt, *pending;
  size_t pending_len;
  Matches matches; /* of the completion in progress */
  size_t next_match;
  char *line;
  bool done;
} editor;

/* ---- colours */

typedef struct Cell {
  unsigned row, column;
} Cell;

/* Where the cursor is after text, starting from *at. False where terminals differ: control characters, a wide character
 * that the margin would cut, an end just at the margin. Widths are the C library's, which readline uses. */
static bool move_over(Cell *at, const char *text, size_t len, unsigned columns)
{
  mbstate_t state = {0};
  for (size_t i = 0; i < len;) {
    if (text[i] == '\n') {
      *at = (Cell){at->row + 1, 0};
      i++;
      continue;
    }
    wchar_t c;
    size_t n = mbrtowc(&c, text + i, len - i, &state);
    int width = n == 0 || n > len ? -1 : wcwidth(c);
    if (width < 0) return false;
    if (at->column == columns) *at = (Cell){at->row + 1, 0};
    at->column += (unsigned)width;
    if (at->column > columns) return false;
    i += n;
  }
  return at->column < columns;
}

static void paint(void)
{
  int rows, columns;
  rl_get_screen_size(&rows, &columns);
  if (rows < 1 || columns < 2) return;
  Cell start = {0, 0}, point, end;
  if (!move_over(&start, editor.bare_prompt, strlen(editor.bare_prompt), (unsigned)columns)) return;
  point = end = start;
  if (!move_over(&end, rl_line_buffer, (size_t)rl_end, (unsigned)columns)) return;
  if (!move_over(&point, rl_line_buffer, (size_t)rl_point, (unsigned)columns) || end.row >= (unsigned)rows) return;
  Buffer text = {0}, out = {0};
  buffer_add(&text, editor.pending, editor.pending_len);
  buffer_add(&text, rl_line_buffer, (size_t)rl_end);
  if (point.row > 0) buffer_addf(&out, "\033[%uA", point.row);
  buffer_add_char(&out, '\r');
  if (start.column > 0) buffer_addf(&out, "\033[%uC", start.column);
  size_t before = out.len;
  colour_text(&out, &editor.keywords, text.data, text.len, editor.pending_len);
  bool any = out.len - before > (size_t)rl_end;
  if (end.row > point.row) buffer_addf(&out, "\033[%uA", end.row - point.row);
  buffer_add_char(&out, '\r');
  if (point.column > 0) buffer_addf(&out, "\033[%uC", point.column);
  if (any) fwrite(out.data, 1, out.len, rl_outstream);
  fflush(rl_outstream);
  buffer_free(&text);
  buffer_free(&out);
}

static void redisplay(void)
{
  rl_redisplay();
  bool searching = RL_ISSTATE(RL_STATE_ISEARCH) || RL_ISSTATE(RL_STATE_NSEARCH) || RL_ISSTATE(RL_STATE_NUMERICARG);
  if (searching || !rl_display_prompt || strcmp(rl_display_prompt, buffer_text(&editor.prompt)) != 0) return;
  if (rl_end > 0) paint();
}

/* ---- completion */

/* What has been typed up to the cursor, from the beginning of the statement. */
static void text_before(Buffer *text, int end)
{
  buffer_add(text, editor.pending, editor.pending_len);
  buffer_add(text, rl_line_buffer, (size_t)end);
}

/* Readline finds the beginning of a word by the characters that end one; they depend on the place. */
static char *word_breaks(void)
{
  static char usual[] = " \t\n\"'$><=;|&{}()[],.:+-*/%^!~\\@?", dotted[] = " \t\n\"'$><=;|&{}()[],:+-*/%^!~\\@?",
              words[] = " \t\n\"'", colon[] = ": \t\n";
  Buffer text = {0};
  text_before(&text, rl_point);
  size_t start = complete_word_start(text.data, text.len), first = strspn(buffer_text(&text), " \t\n");
  char *breaks = usual;
  if (text.len > first && text.data[first] == ':')
    breaks = start == first + 1 ? colon : words;
  else if (memchr(text.data + start, '.', text.len - start))
    breaks = dotted;
  buffer_free(&text);
  return breaks;
}

static char *next_match(const char *text, int state)
{
  (void)text;
  if (state == 0) editor.next_match = 0;
  if (editor.next_match == editor.matches.n) return NULL;
  const char *match = editor.matches.at[editor.next_match++];
  return copy_text(match, strlen(match));
}

static char **attempt_completion(const char *word, int start, int end)
{
  Buffer text = {0};
  text_before(&text, end);
  matches_free(&editor.matches);
  complete(editor.session, buffer_text(&text), editor.pending_len + (size_t)start, text.len, &editor.matches);
  buffer_free(&text);
  rl_attempted_completion_over = !editor.matches.files;
  if (editor.matches.files) return NULL;
  char **found = rl_completion_matches(word, next_match);
  bool keyword =
      editor.matches.n == 1 && keywords_have(&editor.keywords, *editor.matches.at, strlen(*editor.matches.at));
  rl_completion_append_character = editor.matches.closed || keyword ? ' ' : '\0';
  return found;
}

/* ---- history */

static bool make_folder(const char *path)
{
  struct stat info;
  return mkdir(path, 0700) == 0 || (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

/* Makes the folders of the path, from the one behind `from` on. */
static bool make_folders(char *path, size_t from)
{
  for (char *slash = strchr(path + from, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    bool made = make_folder(path);
    *slash = '/';
    if (!made) return false;
  }
  return true;
}

/* Empty where there is no place for a history: the shell works without. */
static void find_history(void)
{
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  Buffer *path = &editor.history_path;
  buffer_clear(path);
  if (state && *state == '/')
    buffer_addf(path, "%s/clio/history", state);
  else if (home && *home == '/')
    buffer_addf(path, "%s/.local/state/clio/history", home);
  else
    return;
  buffer_text(path);
  int fd = make_folders(path->data, 1) ? open(path->data, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (fd < 0)
    buffer_clear(path);
  else
    close(fd);
}

static void open_history(void)
{
  using_history();
  stifle_history(HISTORY_LENGTH);
  /* With time stamps readline keeps entries of several lines together in the file. */
  history_comment_char = '#';
  history_write_timestamps = 1;
  find_history();
  if (editor.history_path.len > 0) read_history(buffer_text(&editor.history_path));
}

void line_editor_remember(const char *text, size_t len)
{
  char *entry = copy_text(text, len);
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (!last || strcmp(last->line, entry) != 0) {
    add_history(entry);
    if (editor.history_path.len > 0) append_history(1, buffer_text(&editor.history_path));
  }
  free(entry);
}

/* ---- opening, closing, reading */

void line_editor_open(Session *s)
{
  editor.session = s;
  rl_readline_name = "clio";
  rl_catch_signals = 1;
  rl_persistent_signal_handlers = 1;
  rl_attempted_completion_function = attempt_completion;
  rl_completion_word_break_hook = word_breaks;
  rl_completer_quote_characters = "'\"";
  rl_filename_quote_characters = " \t'\"\\";
  rl_variable_bind("completion-ignore-case", "on");
  keywords_load(&editor.keywords, s->db);
  /* Before the drawing is taken over: readline would otherwise not ask what the terminal can do. */
  rl_initialize();
  if (s->output.colour) rl_redisplay_function = redisplay;
  open_history();
}

void line_editor_close(void)
{
  if (editor.history_path.len > 0) history_truncate_file(buffer_text(&editor.history_path), HISTORY_LENGTH);
  clear_history();
  keywords_free(&editor.keywords);
  matches_free(&editor.matches);
  buffer_free(&editor.history_path);
  buffer_free(&editor.prompt);
}

static void on_line(char *line)
{
  editor.line = line;
  editor.done = true;
  rl_callback_handler_remove();
}

static LineStatus abandon_line(void)
{
  interrupt_clear();
  rl_callback_sigcleanup();
  rl_free_undo_list();
  rl_point = rl_end;
  rl_redisplay();
  rl_callback_handler_remove();
  fputs("^C\n", rl_outstream);
  fflush(rl_outstream);
  return LINE_INTERRUPTED;
}

LineStatus line_editor_read(const char *prompt, const char *pending, size_t pending_len, Buffer *line)
{
  editor.bare_prompt = prompt;
  editor.pending = pending;
  editor.pending_len = pending_len;
  editor.done = false;
  editor.line = NULL;
  buffer_clear(&editor.prompt);
  buffer_addf(&editor.prompt, editor.session->output.colour ? "\001\033[1m\002%s\001\033[0m\002" : "%s", prompt);
  interrupt_clear();
  rl_callback_handler_install(buffer_text(&editor.prompt), on_line);
  while (!editor.done) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = poll(&input, 1, -1);
    if (ready < 0 && errno == EINTR)
      rl_check_signals();
    else
      rl_callback_read_char();
    if (interrupt_pending() && !editor.done) return abandon_line();
  }
  if (!editor.line) return LINE_END;
  buffer_clear(line);
  buffer_add_text(line, editor.line);
  free(editor.line);
  return LINE_READ;
}
