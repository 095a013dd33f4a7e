// A small list that would be endless when written out: comparing and printing it did not come back.
WITH reduce(s = [1, 2], x IN range(1, 60) | [s, s]) AS l RETURN l;
WITH reduce(s = [1, 2], x IN range(1, 60) | [y IN [1, 2] | s]) AS l RETURN l = l;
WITH reduce(s = {a: 1}, x IN range(1, 60) | {a: s, b: s}) AS l RETURN DISTINCT l;
WITH reduce(s = {a: [1]}, x IN range(1, 60) | s {.a, b: s, c: s}) AS l RETURN l < l;
