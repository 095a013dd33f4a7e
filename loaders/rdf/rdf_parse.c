/* SPDX-License-Identifier: GPL-2.0-or-later */
/* raptor2 as a parser; see rdf_parse.h. It is handed the file in pieces, may neither open another file nor reach the
 * network, and its messages become errors. */
#include "rdf_parse.h"

#include "rdf_pieces.h"

#include "core/late.h"
#include "core/utf8.h"

#include <raptor2.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
#define FUNCTION(name) __typeof__(name) *name;
#include "raptor.def"
#undef FUNCTION
} raptor_functions;

#include "raptor_names.h" /* made by the Makefile: calls of these functions go through the table */

static const char *const raptor_names[] = {
#define FUNCTION(name) #name,
#include "raptor.def"
#undef FUNCTION
};

static LateLibrary raptor = {RAPTOR_LIBRARY,          "raptor2",         raptor_names,
                             ARRAY_LEN(raptor_names), &raptor_functions, false};

enum { CHUNK = 1 << 16, PIECE = 1 << 18 };

typedef struct Parsing {
  const char *path;
  const RdfEvents *events;
  void *context;
  raptor_parser *parser;
  raptor_uri *base;
  int lines;      /* of the pieces before the one that raptor has */
  bool by_lines;  /* the syntax has one statement a line, so what is wrong ends with it */
  bool in_pieces; /* raptor looks at nothing of the syntax before it has all */
  Error *err;     /* the first thing that went wrong ends it all */
} Parsing;

static bool failed(const Parsing *p)
{
  return p->err->kind != ERROR_NONE;
}

/* ---- what raptor calls */

static void fail_at(Parsing *p, const raptor_locator *at, const char *what)
{
  if (p->parser && !(at && at->line > 0)) at = raptor_parser_get_locator(p->parser);
  int line = at && at->line > 0 ? at->line + p->lines : 0, column = at ? at->column : 0;
  if (line > 0 && column > 0)
    error_set(p->err, ERROR_FORMAT, NULL, "%s, line %d, column %d: %s", p->path, line, column, what);
  else if (line > 0)
    error_set(p->err, ERROR_FORMAT, NULL, "%s, line %d: %s", p->path, line, what);
  else
    error_set(p->err, ERROR_FORMAT, NULL, "%s: %s", p->path, what);
  if (p->by_lines) (void)p->events->leave_out(p->context, p->err);
}

/* raptor quotes single bytes of the file. */
static void on_message(void *context, raptor_log_message *message)
{
  Parsing *p = context;
  char what[sizeof p->err->message];
  if (message->level < RAPTOR_LOG_LEVEL_ERROR || failed(p)) return;
  snprintf(what, sizeof what, "%s", message->text);
  for (size_t at = 0, len = strlen(what); at < len; at++) {
    at += utf8_valid((Text){what + at, len - at});
    if (at < len) what[at] = '?';
  }
  fail_at(p, message->locator, what);
}

static Text text_of_uri(raptor_uri *uri)
{
  size_t len = 0;
  const char *text = uri ? (const char *)raptor_uri_as_counted_string(uri, &len) : NULL;
  return (Text){text, len};
}

static RdfTerm term_of(const raptor_term *term)
{
  RdfTerm out = {0};
  if (!term) return out;
  switch (term->type) {
  case RAPTOR_TERM_TYPE_URI: return (RdfTerm){.kind = RDF_IRI, .text = text_of_uri(term->value.uri)};
  case RAPTOR_TERM_TYPE_BLANK:
    return (RdfTerm){.kind = RDF_BLANK, .text = {(const char *)term->value.blank.string, term->value.blank.string_len}};
  case RAPTOR_TERM_TYPE_LITERAL:
    out.kind = RDF_LITERAL;
    out.text = (Text){(const char *)term->value.literal.string, term->value.literal.string_len};
    out.datatype = text_of_uri(term->value.literal.datatype);
    if (term->value.literal.language)
      out.language = (Text){(const char *)term->value.literal.language, term->value.literal.language_len};
    return out;
  default: return out;
  }
}

/* raptor takes most bytes for granted. */
static bool check_text(Parsing *p, Text text)
{
  size_t bad = utf8_valid(text);
  if (LIKELY(bad == text.len)) return true;
  char what[40];
  snprintf(what, sizeof what, "byte 0x%02X is not UTF-8", (unsigned)(unsigned char)text.data[bad]);
  fail_at(p, NULL, what);
  return false;
}

static bool check_term(Parsing *p, const RdfTerm *term)
{
  return check_text(p, term->text) && check_text(p, term->datatype) && check_text(p, term->language);
}

static void on_statement(void *context, raptor_statement *statement)
{
  Parsing *p = context;
  RdfStatement s = {term_of(statement->subject), term_of(statement->predicate), term_of(statement->object),
                    term_of(statement->graph)};
  if (failed(p)) return;
  bool good =
      check_term(p, &s.subject) && check_term(p, &s.predicate) && check_term(p, &s.object) && check_term(p, &s.graph);
  if (!good && !failed(p)) return; /* the line is left out */
  if (good && p->events->statement(p->context, &s, p->err) == STATUS_OK) return;
  raptor_parser_parse_abort(p->parser);
}

static void on_namespace(void *context, raptor_namespace *space)
{
  Parsing *p = context;
  const char *prefix = (const char *)raptor_namespace_get_prefix(space);
  Text uri = text_of_uri(raptor_namespace_get_uri(space));
  if (!prefix || failed(p) || !check_text(p, text_of(prefix)) || !check_text(p, uri)) return;
  (void)p->events->prefix(p->context, text_of(prefix), uri, p->err);
}

/* ---- parsing */

static Status start(Parsing *p)
{
  if (raptor_parser_parse_start(p->parser, p->base) != 0 && !failed(p)) return error_out_of_memory(p->err);
  return failed(p) ? STATUS_FAIL : STATUS_OK;
}

static Status parse_bytes(Parsing *p, const char *data, size_t n, bool last)
{
  int code = raptor_parser_parse_chunk(p->parser, (const unsigned char *)data, n, last);
  if (code && !p->by_lines && !failed(p))
    error_set(p->err, ERROR_FORMAT, NULL, "%s: raptor could not read it", p->path);
  return failed(p) ? STATUS_FAIL : STATUS_OK;
}

static Status feed(Parsing *p, Input *input, char *chunk)
{
  TRY(start(p));
  for (size_t n = 1; n > 0;) {
    TRY(input_read(input, chunk, CHUNK, &n, p->err));
    TRY(parse_bytes(p, chunk, n, n == 0));
    TRY(p->events->progress(p->context, input_done(input), p->err));
  }
  return STATUS_OK;
}

/* raptor keeps prefixes from one piece to the next, but not the base. */
static Status parse_piece(Parsing *p, Text bases, Text piece)
{
  TRY(start(p));
  if (bases.len > 0) TRY(parse_bytes(p, bases.data, bases.len, false));
  TRY(parse_bytes(p, piece.data, piece.len, true));
  const char *end = piece.data + piece.len;
  for (const char *at = piece.data; (at = memchr(at, '\n', (size_t)(end - at))); at++) p->lines++;
  return STATUS_OK;
}

static Status feed_pieces(Parsing *p, Input *input, char *chunk, Str *text, RdfPieces *pieces)
{
  Str bases; /* of the pieces before */
  str_init(&bases);
  Status status = STATUS_OK;
  for (size_t n = 1; n > 0;) {
    TRY_OUT(input_read(input, chunk, CHUNK, &n, p->err));
    str_add_bytes(text, chunk, n);
    rdf_pieces_scan(pieces, str_cstr(text), text->len, n == 0);
    if (n == 0) pieces->end = text->len;
    TRY_OUT(str_check(text, p->err));
    TRY_OUT(str_check(&pieces->bases, p->err));
    if (pieces->end >= PIECE || n == 0) {
      TRY_OUT(parse_piece(p, str_text(&bases), (Text){str_cstr(text), pieces->end}));
      str_clear(&bases);
      str_add_text(&bases, str_text(&pieces->bases));
      TRY_OUT(str_check(&bases, p->err));
      text->len -= pieces->end;
      if (text->len > 0) memmove(text->data, text->data + pieces->end, text->len);
      rdf_pieces_take(pieces);
    }
    TRY_OUT(p->events->progress(p->context, input_done(input), p->err));
  }
out:
  str_free(&bases);
  return status;
}

static Status feed_all(Parsing *p, Input *input)
{
  RdfPieces pieces = {0};
  Str text;
  char *chunk = malloc(CHUNK);
  if (!chunk) return error_out_of_memory(p->err);
  str_init(&text);
  str_init(&pieces.bases);
  Status status = p->in_pieces ? feed_pieces(p, input, chunk, &text, &pieces) : feed(p, input, chunk);
  str_free(&pieces.bases);
  str_free(&text);
  free(chunk);
  return status;
}

/* A file that has been deleted, as temporary ones are, has no path but the one it is called by. */
static raptor_uri *base_of(raptor_world *world, const char *path)
{
  char *real = realpath(path, NULL);
  unsigned char *text = raptor_uri_filename_to_uri_string(real ? real : path);
  raptor_uri *base = text ? raptor_new_uri(world, text) : NULL;
  if (text) raptor_free_memory(text);
  free(real);
  return base;
}

static void prepare(Parsing *p)
{
  raptor_parser_set_statement_handler(p->parser, p, on_statement);
  raptor_parser_set_namespace_handler(p->parser, p, on_namespace);
  raptor_parser_set_option(p->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
  raptor_parser_set_option(p->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
  raptor_parser_set_option(p->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
  raptor_parser_set_option(p->parser, RAPTOR_OPTION_NORMALIZE_LANGUAGE, NULL, 0);
}

static Status parse(Parsing *p, Input *input, const char *syntax)
{
  raptor_world *world = raptor_new_world();
  if (!world) return error_out_of_memory(p->err);
  char anonymous[] = "anonymous";
  raptor_world_set_log_handler(world, p, on_message);
  raptor_world_set_generate_bnodeid_parameters(world, anonymous, 1);
  Status status = raptor_world_open(world) == 0 ? STATUS_OK : error_out_of_memory(p->err);
  p->base = status == STATUS_OK ? base_of(world, p->path) : NULL;
  p->parser = p->base ? raptor_new_parser(world, syntax) : NULL;
  if (p->parser) prepare(p);
  if (status == STATUS_OK) status = p->parser ? feed_all(p, input) : error_out_of_memory(p->err);
  if (p->parser) raptor_free_parser(p->parser);
  if (p->base) raptor_free_uri(p->base);
  raptor_free_world(world);
  return status;
}

Status rdf_parse(const char *path, const char *syntax, const RdfEvents *events, void *context, Error *err)
{
  Input *input;
  Parsing p = {.path = path, .events = events, .context = context, .err = err};
  p.by_lines = strcmp(syntax, "ntriples") == 0 || strcmp(syntax, "nquads") == 0;
  p.in_pieces = strcmp(syntax, "turtle") == 0 || strcmp(syntax, "trig") == 0;
  TRY(late_load(&raptor, err));
  TRY(input_open(&input, path, err));
  Status status = parse(&p, input, syntax);
  input_close(input);
  return status;
}
