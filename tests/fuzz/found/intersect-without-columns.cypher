// Rows without columns: arithmetic on a null pointer.
MATCH (a:A) FINISH INTERSECT ALL MATCH (a:A) FINISH;
