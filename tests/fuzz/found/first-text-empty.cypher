// The first text of a dictionary was the empty one: arithmetic on a null pointer.
CREATE (n {fresh: ''}) RETURN n.fresh, n.fresh = '';
