/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements that make indexes, constraints and settings; see schema_write.h. */
#include "schema_write.h"

#include "core/fulltext.h"
#include "core/index.h"

static void begin_schema(Str *out, const Graph *g, const char *what, Text name, EntityKind kind, const uint32_t *labels,
                         uint32_t n)
{
  bool of_nodes = kind == ENTITY_NODE;
  str_addf(out, "CREATE %s ", what);
  value_print_name(out, name);
  str_add(out, of_nodes ? " IF NOT EXISTS FOR (n:" : " IF NOT EXISTS FOR ()-[n:");
  for (uint32_t i = 0; i < n; i++) {
    if (i) str_add_char(out, '|');
    value_print_name(out, graph_name(g, of_nodes ? NAME_LABEL : NAME_TYPE, labels[i]));
  }
  str_add(out, of_nodes ? ")" : "]-()");
}

static void print_keys(Str *out, const Graph *g, const uint32_t *keys, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    str_add(out, i ? ", n." : "n.");
    value_print_name(out, graph_name(g, NAME_KEY, keys[i]));
  }
}

static void write_indexes(Str *out, const Graph *g)
{
  for (uint32_t i = 0; i < graph_index_count(g); i++) {
    const Index *index = graph_index(g, i);
    uint32_t key = index_key(index), label = index_label(index);
    if (graph_index_owner(g, index)) continue;
    begin_schema(out, g, "INDEX", index_name(index), index_kind(index), &label, 1);
    str_add(out, " ON (");
    print_keys(out, g, &key, 1);
    str_add(out, ");\n");
  }
  for (uint32_t i = 0; i < graph_fulltext_count(g); i++) {
    const FulltextSpec *f = fulltext_spec(graph_fulltext(g, i));
    begin_schema(out, g, "FULLTEXT INDEX", f->name, f->kind, f->labels, f->label_count);
    str_add(out, " ON EACH [");
    print_keys(out, g, f->keys, f->key_count);
    str_add(out, "];\n");
  }
}

static void write_constraints(Str *out, const Graph *g)
{
  static const char *const rules[] = {[CONSTRAINT_UNIQUE] = "UNIQUE",
                                      [CONSTRAINT_EXISTS] = "NOT NULL",
                                      [CONSTRAINT_KEY] = "KEY",
                                      [CONSTRAINT_TYPE] = ":: "};
  for (uint32_t i = 0; i < graph_constraint_count(g); i++) {
    const ConstraintSpec *c = graph_constraint(g, i);
    begin_schema(out, g, "CONSTRAINT", c->name, c->kind, &c->label, 1);
    str_add(out, c->key_count > 1 ? " REQUIRE (" : " REQUIRE ");
    print_keys(out, g, c->keys, c->key_count);
    str_addf(out, "%s IS %s", c->key_count > 1 ? ")" : "", rules[c->rule]);
    str_add_text(out, c->type);
    str_add(out, ";\n");
  }
}

static void write_settings(Str *out, const Graph *g)
{
  const Settings *settings = graph_settings(g);
  for (int i = 0; i < SETTING_COUNT; i++) {
    const SettingNames *names = settings->own[i];
    if (!names) continue;
    str_addf(out, "CALL kb.set('%s', [", setting_info((Setting)i)->name);
    for (uint32_t k = 0; k < names->n; k++) {
      if (k) str_add(out, ", ");
      value_print_string(out, names->at[k]);
    }
    str_add(out, "]);\n");
  }
}

void schema_write(Str *out, const Graph *g)
{
  write_indexes(out, g);
  write_constraints(out, g);
  write_settings(out, g);
}
