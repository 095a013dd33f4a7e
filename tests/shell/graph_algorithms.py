#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Graph algorithms give what python-igraph gives for the same graphs, or where it has none what trying everything gives:
random ones, with and without directions, loops, parallel relationships and connections, whole ones and parts of them."""
import itertools
import json
import math
import random
import sys

from shell_test import equal, main, run

try:
    import igraph
except ImportError:
    print("python-igraph is not there")
    sys.exit(77)

TYPES = ("A", "B")


class Sample:
    """A random graph in a database, and as igraph graphs."""

    def __init__(self, folder, seed, nodes, rels, loops=True):
        self.random = random.Random(seed)
        self.folder, self.nodes = folder, nodes
        self.rels = []
        while len(self.rels) < rels:
            a, b = self.random.randrange(nodes), self.random.randrange(nodes)
            if a != b or loops:
                self.rels.append((a, b, self.random.choice(TYPES), self.random.randint(1, 9)))
        # In the order in which Clio lists them, so that of what is equally good igraph chooses the same.
        self.rels.sort(key=lambda r: (r[2], r[0], r[1]))
        self.name = f"g{seed}.clio"
        rows = ", ".join(f"[{a}, {b}, '{t}', {w}, {i}]" for i, (a, b, t, w) in enumerate(self.rels))
        self.ask(f"UNWIND range(0, {nodes - 1}) AS i "
                 "CREATE (:N {i: i, kind: 'k' + (i % 3), size: CASE WHEN i % 5 > 0 THEN i * i % 7 END});"
                 "CREATE INDEX FOR (n:N) ON (n.i);" + "".join(
            f"UNWIND [{rows}] AS r WITH r WHERE r[2] = '{t}' MATCH (a:N {{i: r[0]}}), (b:N {{i: r[1]}}) "
            f"CREATE (a)-[:{t} {{w: r[3], i: r[4]}}]->(b);" for t in TYPES))

    def ask(self, text):
        """The rows, as lists."""
        status, out, err = run(self.name, "--format", "jsonl", "-c", text, cwd=self.folder)
        equal((status, err), (0, ""))
        return [list(json.loads(line).values()) for line in out.splitlines()]

    def graph(self, directed, types=TYPES):
        """igraph's, with the weights `w` and the numbers `i` of the relationships."""
        edges = [(a, b, w, i) for i, (a, b, t, w) in enumerate(self.rels) if t in types]
        g = igraph.Graph(n=self.nodes, edges=[e[:2] for e in edges], directed=directed)
        g.es["w"], g.es["i"] = [e[2] for e in edges], [e[3] for e in edges]
        return g

    def column(self, procedure, options, field, more=""):
        """What a procedure gives in one of its fields, by node where it is about nodes."""
        return [row[0] for row in self.ask(f"CALL graph.{procedure}({{{options}}}) YIELD {field} RETURN {field}{more}")]

    def same(self, procedure, options, field, wanted):
        near(self.column(procedure, options, field), wanted, (self.name, procedure, options))


def near(got, wanted, about):
    equal((about, len(got)), (about, len(wanted)))
    for i, (a, b) in enumerate(zip(got, wanted)):
        undefined = b is None or math.isnan(b)
        if (a is None) != undefined or (a is not None and abs(a - b) > 1e-9 * max(1, abs(b))):
            raise AssertionError(f"{about}: wanted {b} at {i}, got {a}")


def samples(folder):
    """Sparse ones that fall apart, dense ones, one node, none related."""
    for seed, (nodes, rels) in enumerate(((40, 30), (30, 60), (25, 150), (12, 11), (1, 0), (1, 2), (5, 0))):
        yield Sample(folder, seed, nodes, rels)


MODES = ("out", "in", "all")


def test_centralities(folder):
    for s in samples(folder):
        for mode in MODES:
            g = s.graph(True)
            s.same("harmonic", f"mode: '{mode}'", "score", g.harmonic_centrality(mode=mode))
            s.same("harmonic", f"mode: '{mode}', weight: 'w', normalized: false", "score",
                   g.harmonic_centrality(mode=mode, weights="w", normalized=False))
            s.same("harmonic", f"mode: '{mode}', cutoff: 2, types: 'A'", "score",
                   [sum(1 / d for d in row if 0 < d <= 2) / max(1, s.nodes - 1)
                    for row in s.graph(True, "A").distances(mode=mode)])
            s.same("eccentricity", f"mode: '{mode}'", "eccentricity", g.eccentricity(mode=mode))
            s.same("closeness", f"mode: '{mode}', weight: 'w'", "score", g.closeness(mode=mode, weights="w"))
            s.same("degree", f"mode: '{mode}'", "degree", g.degree(mode=mode))
            s.same("coreness", f"mode: '{mode}'", "coreness", g.coreness(mode=mode))
        for directed in (False, True):
            g, option = s.graph(directed), f"directed: {json.dumps(directed)}"
            s.same("pagerank", option + ", weight: 'w'", "score", g.pagerank(weights="w"))
            s.same("betweenness", option, "score", g.betweenness(directed=directed))
            s.same("betweenness", option + ", weight: 'w'", "score", g.betweenness(directed=directed, weights="w"))
            check_edge_betweenness(s, directed)
            some = f"MATCH (n:N) WHERE n.i % 7 = 0 WITH collect(n) AS nodes CALL graph.pagerank({{{option}, nodes: nodes}}) "
            near([row[0] for row in s.ask(some + "YIELD score RETURN score")],
                 g.personalized_pagerank(reset_vertices=range(0, s.nodes, 7), directed=directed), (s.name, some))
        s.same("clustering", "", "coefficient", s.graph(False).transitivity_local_undirected())
        s.same("transitivity", "", "transitivity", [s.graph(False).transitivity_undirected()])
        for mode in MODES:
            for loops in (False, True):
                s.same("strength", f"weight: 'w', mode: '{mode}', loops: {json.dumps(loops)}", "score",
                       s.graph(True).strength(mode=mode, loops=loops, weights="w"))


def check_edge_betweenness(s, directed):
    """By the numbers of the relationships."""
    g = s.graph(directed)
    for weights, option in ((None, ""), ("w", ", weight: 'w'")):
        wanted = dict(zip(g.es["i"], g.edge_betweenness(directed=directed, weights=weights)))
        got = dict(s.ask(f"CALL graph.edgeBetweenness({{directed: {json.dumps(directed)}{option}}}) "
                         "YIELD relationship, score RETURN relationship.i, score"))
        equal(got.keys(), wanted.keys())
        near([got[i] for i in wanted], list(wanted.values()), (s.name, "edgeBetweenness", option))


def solve(matrix, right):
    """Of a system of linear equations, by elimination."""
    n = len(right)
    rows = [row + [b] for row, b in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(n):
            if k != i and rows[k][i]:
                share = rows[k][i] / rows[i][i]
                rows[k] = [a - share * b for a, b in zip(rows[k], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def test_katz(folder):
    """The scores solve x = beta + alpha * A x; no eigenvalue is above the greatest sum of a row."""
    for s in samples(folder):
        for directed in (False, True):
            for weight in (None, "w"):
                a = [[0.0] * s.nodes for _ in range(s.nodes)]
                for start, end, _, w in s.rels:
                    a[end][start] += w if weight else 1
                    if not directed:
                        a[start][end] += w if weight else 1
                alpha = 0.9 / max(1, *map(sum, a)) if s.nodes > 1 else 0.01
                wanted = solve([[(i == k) - alpha * x for k, x in enumerate(row)] for i, row in enumerate(a)], [2.5] * s.nodes)
                option = f"alpha: {alpha!r}, beta: 2.5, directed: {json.dumps(directed)}" + (", weight: 'w'" if weight else "")
                s.same("katz", option, "score", wanted)


def groups(membership):
    """Numbered from 0 in the order of their first members."""
    numbers = {}
    return [numbers.setdefault(group, len(numbers)) for group in membership]


def check_levels(s, g, levels, option, weights=None):
    """The communities are a level with the highest modularity."""
    got = s.column("communities", option, "community")
    apart = len(g.connected_components(mode="weak"))
    best = max(g.modularity(levels.as_clustering(n), weights=weights) for n in range(apart, s.nodes + 1))
    near([g.modularity(got, weights=weights)], [best], (s.name, option))


def test_communities(folder):
    for s in samples(folder):
        if not s.rels:
            for method in ("walktrap", "fastgreedy", "edgebetweenness"):
                s.same("communities", f"method: '{method}'", "community", range(s.nodes))
            continue
        for directed in (False, True):
            g = s.graph(directed)
            check_levels(s, g, g.community_edge_betweenness(directed=directed),
                         f"method: 'edgebetweenness', directed: {json.dumps(directed)}")
        for weights, option in ((None, ""), ("w", ", weight: 'w'")):
            g = s.graph(False)
            check_levels(s, g, g.community_walktrap(weights=weights), "method: 'walktrap'" + option, weights)
            g.simplify(combine_edges="sum" if weights else None)
            if g.ecount():
                check_levels(s, g, g.community_fastgreedy(weights=weights), "method: 'fastgreedy'" + option, weights)


def test_spinglass(folder):
    s = Sample(folder, 1, 20, 120)
    members = s.column("communities", "method: 'spinglass', weight: 'w'", "community")
    equal(members, s.column("communities", "method: 'spinglass', weight: 'w'", "community"))
    g = s.graph(False)
    best = g.community_multilevel(weights="w").modularity
    if g.modularity(members, weights="w") < 0.8 * best:
        raise AssertionError(f"modularity {g.modularity(members, weights='w')}, others find {best}")


def test_components(folder):
    for s in samples(folder):
        g, undirected = s.graph(True), s.graph(False)
        for mode in ("weak", "strong"):
            s.same("components", f"mode: '{mode}'", "component", groups(g.connected_components(mode=mode).membership))
        got = s.ask("CALL graph.biconnectedComponents() YIELD nodes RETURN [n IN nodes | n.i]")
        equal(sorted(row[0] for row in got), sorted(sorted(c) for c in undirected.biconnected_components()))
        got = s.ask("CALL graph.articulationPoints() YIELD node RETURN node.i")
        equal([row[0] for row in got], sorted(undirected.articulation_points()))
        got = s.ask("CALL graph.bridges() YIELD relationship RETURN relationship.i")
        equal(sorted(row[0] for row in got), sorted(undirected.es[e]["i"] for e in undirected.bridges()))


def paths(s, procedure, options, length="length"):
    """Each as (nodes, relationships, length), by `i`; they are paths, by which relationship they go is free."""
    found = s.ask(f"MATCH (a:N {{i: 0}}), (b:N {{i: {s.nodes - 1}}}) CALL graph.{procedure}({{{options}}}) "
                  f"YIELD target, {length}, path RETURN [n IN nodes(path) | n.i], [r IN relationships(path) | r.i], "
                  f"CASE WHEN {length} < 1e300 THEN {length} END, target.i")
    for nodes, rels, _, target in found:
        equal((nodes[-1], len(rels)), (target, len(nodes) - 1))
        for a, b, i in zip(nodes, nodes[1:], rels):
            start, end = s.rels[i][:2]
            if not ((("in" not in options) and (a, b) == (start, end)) or ("out" not in options and (b, a) == (start, end))):
                raise AssertionError(f"{options}: {nodes} by {rels}, but {i} is from {start} to {end}")
    return [(nodes, rels, length) for nodes, rels, length, _ in found]


def all_simple(s, mode):
    """Every simple path from the first node to the last, by relationships."""
    steps = [(a, b, i) for i, (a, b, _, _) in enumerate(s.rels) if mode != "in"]
    steps += [(b, a, i) for i, (a, b, _, _) in enumerate(s.rels) if mode != "out"]

    def extend(nodes, rels):
        if nodes[-1] == s.nodes - 1:
            yield nodes, rels
            return
        for a, b, i in steps:
            if a == nodes[-1] and b not in nodes:
                yield from extend(nodes + [b], rels + [i])
    return list(extend([0], []))


def test_shortest_paths(folder):
    for s in samples(folder):
        g = s.graph(True)
        for mode in MODES:
            for weights, option in ((None, ""), ("w", ", weight: 'w'")):
                lengths = {v: d for v, d in enumerate(g.distances(0, mode=mode, weights=weights)[0]) if d < math.inf}
                got = paths(s, "shortestPaths", f"source: a, mode: '{mode}'{option}")
                equal({nodes[-1]: length for nodes, _, length in got}, lengths)
                equal([sum(s.rels[i][3] if weights else 1 for i in rels) for _, rels, _ in got],
                      [length for _, _, length in got])
                last = lengths.get(s.nodes - 1)
                got = paths(s, "shortestPaths", f"source: a, target: b, mode: '{mode}'{option}")
                equal([length for _, _, length in got], [] if last is None else [last])
            widths = {}
            for width in sorted({w for _, _, _, w in s.rels}):
                wide = s.graph(True)
                wide.delete_edges([e.index for e in wide.es if e["w"] < width])
                widths.update({v: width for v, d in enumerate(wide.distances(0, mode=mode)[0]) if d < math.inf})
            got = paths(s, "widestPaths", f"source: a, weight: 'w', mode: '{mode}'", "width")
            equal({nodes[-1]: width for nodes, _, width in got}, {**widths, 0: None})
        for directed in (False, True):
            for weights, option in ((None, ""), ("w", ", weight: 'w'")):
                got = s.ask(f"CALL graph.diameter({{directed: {json.dumps(directed)}{option}}}) YIELD length "
                            "RETURN length")
                equal(got, [[g.diameter(directed=directed, weights=weights)]])


def distances(s, options, before=""):
    return {(a, b): length for a, b, length in s.ask(
        f"{before} CALL graph.distances({{{options}}}) YIELD source, target, distance RETURN source.i, target.i, distance")}


def test_distances(folder):
    for s in samples(folder):
        for directed in (False, True):
            g = s.graph(directed)
            for weights, option in ((None, ""), ("w", ", weight: 'w'")):
                wanted = {(a, b): d for a, row in enumerate(g.distances(weights=weights)) for b, d in enumerate(row)
                          if a != b and d < math.inf}
                option = f"directed: {json.dumps(directed)}{option}"
                equal(distances(s, option), {p: d for p, d in wanted.items() if directed or p[0] < p[1]})
                equal(distances(s, option + ", nodes: nodes", "MATCH (n:N) WHERE n.i % 5 = 1 WITH collect(n) AS nodes"),
                      {p: d for p, d in wanted.items() if p[0] % 5 == 1})


def test_negative_lengths(folder):
    """Each circle is as long as its weights say, but some of its relationships have negative lengths."""
    for seed in range(5):
        s = Sample(folder, seed, 20, 60)
        s.ask("MATCH (a)-[r]->(b) SET r.l = (b.i - a.i) * 2 + r.w")
        g = s.graph(True)
        g.es["l"] = [(e.target - e.source) * 2 + e["w"] for e in g.es]
        lengths = {v: d for v, d in enumerate(g.distances(0, weights="l")[0]) if d < math.inf}
        equal({nodes[-1]: length for nodes, _, length in paths(s, "shortestPaths", "source: a, weight: 'l'")}, lengths)
        equal(distances(s, "weight: 'l'"), {(a, b): d for a, row in enumerate(g.distances(weights="l"))
                                            for b, d in enumerate(row) if a != b and d < math.inf})


def test_several_paths(folder):
    for seed in range(6):
        s = Sample(folder, seed, 7, 14)
        for mode in MODES:
            all_paths = all_simple(s, mode)
            for weight, option in ((False, ""), (True, ", weight: 'w'")):
                best = sorted(sum(s.rels[i][3] if weight else 1 for i in rels) for _, rels in all_paths)
                for k in (1, 4, 1000):
                    got = paths(s, "kShortestPaths", f"source: a, target: b, k: {k}, mode: '{mode}'{option}")
                    equal([length for _, _, length in got], best[:k])
                    equal(len({tuple(rels) for _, rels, _ in got}), len(got))
            for cutoff in (2, 10):
                got = paths(s, "simplePaths", f"source: a, target: b, cutoff: {cutoff}, mode: '{mode}'")
                equal(sorted(nodes for nodes, _, _ in got),
                      sorted(map(list, {tuple(nodes) for nodes, _ in all_paths if len(nodes) <= cutoff + 1})))


def test_flow(folder):
    for s in samples(folder):
        if s.nodes == 1:
            continue
        ends = f"MATCH (a:N {{i: 0}}), (b:N {{i: {s.nodes - 1}}}) "
        for directed in (False, True):
            for weights, option in ((None, ""), ("w", ", weight: 'w'")):
                g = s.graph(directed)
                wanted = g.maxflow_value(0, s.nodes - 1, capacity=weights)
                options = f"{{source: a, target: b, directed: {json.dumps(directed)}{option}}}"
                ((value, cut, side),) = s.ask(f"{ends}CALL graph.minCut({options}) YIELD value, cut, nodes RETURN value, "
                                              "[r IN cut | r.i], [n IN nodes | n.i]")
                equal(value, wanted)
                equal(sum(s.rels[i][3] if weights else 1 for i in cut), wanted)
                equal((0 in side, s.nodes - 1 in side), (True, False))
                equal(sorted(cut), [i for i, (a, b, _, _) in enumerate(s.rels)
                                    if (a in side) > (b in side) or (not directed and (a in side) != (b in side))])
                left = [0] * s.nodes
                for i, flow in s.ask(f"{ends}CALL graph.maxFlow({options}) YIELD relationship, flow "
                                     "RETURN relationship.i, flow"):
                    start, end, _, w = s.rels[i]
                    left[start] -= flow
                    left[end] += flow
                    if not (0 if directed else -w) <= flow <= (w if weights else 1):
                        raise AssertionError(f"{flow} flows through {s.rels[i]}")
                equal(left, [-wanted] + [0] * (s.nodes - 2) + [wanted])


def test_all_cuts(folder):
    """The least of all cuts, and the tree on which the least flow between two nodes is what can flow between them."""
    for s in samples(folder):
        for directed in (False, True):
            for weights, option in ((None, ""), ("w", ", weight: 'w'")):
                g = s.graph(directed)
                got = s.ask(f"CALL graph.minCut({{directed: {json.dumps(directed)}{option}}}) YIELD value, cut, nodes RETURN "
                            "value, [r IN cut | r.i], [n IN nodes | n.i]")
                if s.nodes == 1:
                    equal(got, [])
                    continue
                ((value, cut, side),) = got
                equal(value, g.mincut(capacity=weights).value)
                equal(sum(s.rels[i][3] if weights else 1 for i in cut), value)
                equal(0 < len(side) < s.nodes, True)
                equal(sorted(cut), [i for i, (a, b, _, _) in enumerate(s.rels)
                                    if (a in side) > (b in side) or (not directed and (a in side) != (b in side))])
                if directed:
                    continue
                tree = s.ask(f"CALL graph.gomoryHuTree({{{option[2:]}}}) YIELD node1, node2, flow RETURN node1.i, node2.i, flow")
                equal(len(tree), s.nodes - 1)
                on = igraph.Graph(n=s.nodes, edges=[row[:2] for row in tree])
                for a, b in itertools.combinations(range(0, s.nodes, 3), 2):
                    equal((a, b, min(tree[e][2] for e in on.get_shortest_paths(a, b, output="epath")[0])),
                          (a, b, g.maxflow_value(a, b, capacity=weights)))


def test_trees_and_orders(folder):
    for s in samples(folder):
        g = s.graph(False)
        got = [row[0] for row in s.ask("CALL graph.spanningTree({weight: 'w'}) YIELD relationship RETURN relationship.i")]
        tree = igraph.Graph(n=s.nodes, edges=[s.rels[i][:2] for i in got])
        equal((len(tree.connected_components()), len(got)),
              (len(g.connected_components()), s.nodes - len(g.connected_components())))
        equal(sum(s.rels[i][3] for i in got), sum(g.spanning_tree(weights="w").es["w"]) if s.rels else 0)
        for method in ("approximate", "exact"):
            if method == "exact" and len(s.rels) > 60:
                continue
            gone = {row[0] for row in s.ask(f"CALL graph.feedbackArcSet({{method: '{method}', weight: 'w'}}) "
                                            "YIELD relationship RETURN relationship.i")}
            g = s.graph(True)
            if method == "exact":
                equal(sum(s.rels[i][3] for i in gone),
                      sum(g.es[e]["w"] for e in g.feedback_arc_set(weights="w", method="ip")) if s.rels else 0)
            g.delete_edges([e.index for e in g.es if e["i"] in gone])
            equal(g.is_dag(), True)
        s.ask("MATCH (a)-[r]->(b) WHERE a.i >= b.i DELETE r")
        order = [row[0] for row in s.ask("CALL graph.topologicalOrder() YIELD node, position RETURN node.i, position "
                                         "ORDER BY position")]
        equal(sorted(order), list(range(s.nodes)))
        place = {node: i for i, node in enumerate(order)}
        equal([(a, b) for a, b, _, _ in s.rels if a < b and place[a] >= place[b]], [])


def test_similarity(folder):
    for s in samples(folder):
        for mode in MODES:
            g = s.graph(mode != "all").simplify()
            for method, matrix in (("jaccard", g.similarity_jaccard(mode=mode, loops=False)), ("dice", g.similarity_dice(mode=mode, loops=False)),
                                   ("adamicadar", g.similarity_inverse_log_weighted(mode=mode))):
                got = s.ask(f"CALL graph.similarity({{method: '{method}', mode: '{mode}'}}) YIELD node1, node2, similarity "
                            "RETURN node1.i, node2.i, similarity")
                wanted = [[a, b, matrix[a][b]] for a in range(s.nodes) for b in range(a + 1, s.nodes) if matrix[a][b] > 0]
                equal([row[:2] for row in got], [row[:2] for row in wanted])
                near([row[2] for row in got], [row[2] for row in wanted], (s.name, method, mode))
                got = s.ask(f"MATCH (n:N {{i: {s.nodes // 2}}}) CALL graph.similarity({{method: '{method}', mode: '{mode}', "
                            "nodes: [n]}) YIELD node1, node2, similarity RETURN node1.i, node2.i, similarity")
                n = s.nodes // 2
                wanted = [[n, b, matrix[n][b]] for b in range(s.nodes) if b != n and matrix[n][b] > 0]
                equal([row[:2] for row in got], [row[:2] for row in wanted])


def test_structure(folder):
    for s in samples(folder):
        simple, g, undirected = s.graph(True).simplify(), s.graph(True), s.graph(False)
        for least in (1, 3):
            got = s.ask(f"CALL graph.cliques({{minSize: {least}}}) YIELD nodes RETURN [n IN nodes | n.i]")
            equal(sorted(row[0] for row in got), sorted(sorted(c) for c in undirected.maximal_cliques(min=least)))
        s.same("dyadCensus", "", "count", tuple(simple.dyad_census()))
        census = simple.triad_census()
        got = dict(s.ask("CALL graph.triadCensus() YIELD kind, count RETURN kind, count"))
        equal(got, {kind: getattr(census, "t" + kind) if s.nodes > 2 else 0 for kind in got})
        s.same("reciprocity", "", "reciprocity", [g.reciprocity()])
        for directed in (False, True):
            s.same("assortativity", f"directed: {json.dumps(directed)}", "assortativity",
                   [g.assortativity_degree(directed=directed)])
            s.same("assortativity", f"property: 'kind', directed: {json.dumps(directed)}", "assortativity",
                   [g.assortativity_nominal([i % 3 for i in range(s.nodes)], directed=directed)])
            sized = [i for i in range(s.nodes) if i % 5 > 0]
            s.same("assortativity", f"property: 'size', directed: {json.dumps(directed)}", "assortativity",
                   [g.induced_subgraph(sized).assortativity([i * i % 7 for i in sized], directed=directed)])


def test_motifs(folder):
    """Of each kind as many as igraph counts, and the kind is one of igraph's class."""
    for s in samples(folder):
        for directed in (False, True):
            g = s.graph(directed).simplify()
            for size in (3, 4):
                got = s.ask(f"CALL graph.motifs({{size: {size}, directed: {json.dumps(directed)}}}) YIELD motif, kind, count "
                            "RETURN motif, kind, count")
                equal({motif: count for motif, _, count in got},
                      {i: n for i, n in enumerate(g.motifs_randesu(size)) if n > 0})
                for motif, kind, _ in got:
                    edges = [[ord(name) - ord("a") for name in edge.split("->" if directed else "-")] for edge in kind.split(", ")]
                    equal((kind, igraph.Graph(n=size, edges=edges, directed=directed).isoclass()), (kind, motif))


def test_signed_triangles(folder):
    for s in samples(folder):
        ties = {}
        for a, b, _, w in s.rels:
            ties[min(a, b), max(a, b)] = ties.get((min(a, b), max(a, b)), 0) + w - 4
        if s.rels:
            s.ask("MATCH ()-[r]->() SET r.s = r.w - 4")
        counts = {"+++": 0, "++-": 0, "+--": 0, "---": 0}
        for a, b, c in itertools.combinations(range(s.nodes), 3):
            sides = [ties.get(pair, 0) for pair in ((a, b), (a, c), (b, c))]
            if all(sides):
                counts["".join("+" if side > 0 else "-" for side in sorted(sides, reverse=True))] += 1
        equal(dict(s.ask("CALL graph.signedTriangles({weight: 's'}) YIELD kind, count RETURN kind, count")), counts)


def test_camps(folder):
    """No division leaves less frustration, where all can be tried."""
    for seed in range(8):
        s = Sample(folder, seed, 9, 6 + 4 * seed)
        signs = [w - 5 for _, _, _, w in s.rels]
        s.ask("MATCH ()-[r]->() SET r.s = r.w - 5")

        def contradicted(side):
            return [i for i, (a, b, _, _) in enumerate(s.rels) if signs[i] * side[a] * side[b] < 0]

        least = min(sum(abs(signs[i]) for i in contradicted((1,) + rest)) for rest in itertools.product((1, -1), repeat=8))
        camps = s.column("camps", "weight: 's'", "camp")
        gone = [row[0] for row in s.ask("CALL graph.frustrated({weight: 's'}) YIELD relationship RETURN relationship.i")]
        equal(sorted(gone), contradicted([1 - 2 * camp for camp in camps]))
        equal(sum(abs(signs[i]) for i in gone), least)


def test_balance(folder):
    """Camps that were there from the start are found."""
    for s in samples(folder):
        if s.rels:
            s.ask("MATCH (a)-[r]->(b) SET r.s = CASE WHEN a.i % 3 = 0 XOR b.i % 3 = 0 THEN -r.w ELSE r.w END")
        equal(s.ask("CALL graph.frustrated({weight: 's'}) YIELD relationship RETURN relationship.i"), [])
        camps = s.column("camps", "weight: 's'", "camp")
        equal([(a, b) for a, b, _, _ in s.rels if (camps[a] == camps[b]) != ((a % 3 == 0) == (b % 3 == 0))], [])


def test_layouts(folder):
    """Random numbers are drawn differently by each interface: of those methods only what holds for any of them."""
    for s in samples(folder):
        for method in ("circle", "tree", "sugiyama", "fruchtermanreingold", "kamadakawai", "drl"):
            places = s.ask(f"CALL graph.layout({{method: '{method}'}}) YIELD x, y RETURN x, y")
            equal(places, s.ask(f"CALL graph.layout({{method: '{method}'}}) YIELD x, y RETURN x, y"))
            equal((len(places), all(math.isfinite(v) for place in places for v in place)), (s.nodes, True))
            equal(len({tuple(place) for place in places}), s.nodes)
            if method == "circle":
                near(sum(places, []), sum(s.graph(True).layout_circle().coords, []), method)
            if method == "tree":
                near(sum(places, []), sum(s.graph(True).layout_reingold_tilford(mode="all").coords, []), method)


if __name__ == "__main__":
    main(sys.modules[__name__])
