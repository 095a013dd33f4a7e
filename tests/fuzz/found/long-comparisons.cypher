// A batch of rows was compared without a look at the clock, and each comparison takes a millisecond.
WITH reduce(s = [1, 2], x IN range(1, 17) | [s, s]) AS l UNWIND range(1, 100000) AS x RETURN count(l = l);
WITH range(1, 500000) AS l UNWIND range(1, 100000) AS x RETURN count(-x IN l);
WITH reduce(s = 'ab', x IN range(1, 20) | s + s) AS t UNWIND range(1, 100000) AS x RETURN count(size(t));
