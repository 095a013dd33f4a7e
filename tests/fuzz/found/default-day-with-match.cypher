// The default held for the MATCH in its own bound: the checker did not come back.
SETTING DEFAULT VALID_TIME AS OF COUNT { MATCH (n) } MATCH (n) RETURN n;
