#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The runners notice what is wrong: every case below must fail, for the reason that stands in its title.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/cypher" "$folder/features"
cat >"$folder/cypher/wrong.test" <<'END'
== missing: | 1.0 |
query: RETURN 1 AS x
rows:
  | x   |
  | 1.0 |

== missing: | 'a' |; not wanted: | 'b' |
query: UNWIND ['b', 'b'] AS x RETURN x
rows:
  | x   |
  | 'a' |
  | 'b' |

== row 1 should be | 2 |, got | 1 |
query: UNWIND [1, 2] AS x RETURN x
ordered:
  | x |
  | 2 |
  | 1 |

== 1 rows wanted, 2 got
query: UNWIND [1, 1] AS x RETURN x
rows:
  | x |
  | 1 |

== missing: | [2, 1] |
query: RETURN [1, 2] AS x
rows:
  | x      |
  | [2, 1] |

== the columns should be | y |, got | x |
query: RETURN 1 AS x
rows:
  | y |
  | 1 |

== there should be no columns and rows
query: RETURN 1 AS x LIMIT 0
empty:

== +nodes should be 2, got 1
query: CREATE ()
effects: +nodes 2

== -properties should be 0, got 1
setup: CREATE ({x: 1})
query: MATCH (n) SET n.x = 2
effects: +properties 1

== but the query went well
query: RETURN 1 AS x
error: SyntaxError

== unexpected error: SyntaxError
query: RETURN
rows:
  | x |

== wanted SyntaxError UndefinedVariable 9:9, got
query: RETURN x
error: SyntaxError UndefinedVariable 9:9

== wanted SyntaxError UndefinedVariable runtime, got
query: RETURN x
error: SyntaxError UndefinedVariable runtime

== `no such words` should be in the message
query: RETURN x
error: SyntaxError
message:
  no such words

== `no such words` is not in the notes, or not there
query: RETURN 1 AS x
notes: no such words

== there should be no notes
query: RETURN 1 = null AS x
notes: none

== `NoSuchOperator` is not in the plan
query: RETURN 1 AS x
plan: NoSuchOperator
END
cat >"$folder/features/wrong.feature" <<'END'
Feature: wrong
  Scenario Outline: missing: | <wanted> |
    Given an empty graph
    When executing query:
      """
      RETURN <given> AS x
      """
    Then the result should be, in any order:
      | x        |
      | <wanted> |
    Examples:
      | given      | wanted |
      | 1          | 2      |
      | 1.0        | 1      |
      | '1'        | 1      |
      | date('1940-06-15') | '1940-06-16' |
      | {a: 1}     | {b: 1} |

  Scenario: ArithmeticError DivisionByZero at runtime
    Given any graph
    When executing query:
      """
      UNWIND [0] AS x RETURN 1 / x
      """
    Then a SyntaxError should be raised at compile time: *

  Scenario: +nodes should be 0, got 1
    Given an empty graph
    When executing query:
      """
      CREATE ()
      """
    Then the result should be empty
    And no side effects

  Scenario: a step that is not understood
    Given a full moon
END
check() { # the titles are the reasons
  "$OUT/tests/$1" "$folder/$2" >"$folder/output" || true
  grep -q '^0 passed, ' "$folder/output" || { cat "$folder/output" && exit 1; }
  grep '^FAILED' "$folder/output" | sed -E 's/^FAILED [^ ]+ //; s/ \[example [0-9]+\]//' | while read -r line; do
    title=$(printf '%s\n' "$line" | sed -nE "s/^(.*): (.*)\1.*/\1/p")
    [ -n "$title" ] || { echo "another reason than in the title: $line" && exit 1; }
  done
}
check cypher cypher
check tck features
