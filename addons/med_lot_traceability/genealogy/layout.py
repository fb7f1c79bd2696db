"""Puts the nodes of a graph in layers from left to right (after Sugiyama) and routes its edges."""

WIDTH, HEIGHT = 172, 52
GAP_X, GAP_Y = 84, 18
BEND = 14  # height that an edge takes where it passes a layer
MARGIN = 24
LANE = 16  # room for an edge that runs back
SWEEPS = 6


def arrange(nodes: list[dict], edges: list[dict]) -> dict:
    """Give each node x, y, w, h and each edge its points.

    :param nodes: dicts with ``id`` and ``rank``: where ranks differ, the smaller one is drawn further left
        where a circle must be cut; ``last`` puts a node that nothing follows into the rightmost layer
    :param edges: dicts with ``source``, ``target``; those with ``back`` set, or that close a circle, run from
        right to left and get ``back``
    :return: {"nodes", "edges", "width", "height"}, pixels
    """
    _cut_circles(nodes, edges)
    layer = _layers(nodes, edges)
    columns, paths = _with_bends(nodes, edges, layer)
    _order(columns, paths)
    size = _place(nodes, columns)
    placed = {node["id"]: node for node in nodes}
    bends = {item["id"]: item for column in columns for item in column if item["bend"]}
    for edge, path in zip(edges, paths, strict=True):
        if edge["back"]:
            edge["points"] = _way_back(edge, placed, size["height"] - MARGIN)
            size["height"] += LANE
        else:
            edge["points"] = _way(edge, path, placed, bends)
    return {"nodes": nodes, "edges": edges, **size}


def _cut_circles(nodes, edges):
    """Mark as ``back`` the edges that close a circle, found by walking from the leftmost ranks on."""
    following = {node["id"]: [] for node in nodes}
    for edge in edges:
        edge.setdefault("back", edge["source"] == edge["target"])
        if not edge["back"]:
            following[edge["source"]].append(edge)
    state = {}
    for start in sorted(nodes, key=lambda node: node["rank"]):
        if start["id"] in state:
            continue
        state[start["id"]] = "open"
        stack = [(start["id"], iter(following[start["id"]]))]
        while stack:
            here, rest = stack[-1]
            edge = next(rest, None)
            if edge is None:
                state[here] = "done"
                stack.pop()
            elif state.get(edge["target"]) == "open":
                edge["back"] = True
            elif edge["target"] not in state:
                state[edge["target"]] = "open"
                stack.append((edge["target"], iter(following[edge["target"]])))


def _layers(nodes, edges):
    """The layer of each node: the longest way to it; what begins a way stands next to what follows it."""
    ahead = [edge for edge in edges if not edge["back"]]
    before = {node["id"]: [] for node in nodes}
    after = {node["id"]: [] for node in nodes}
    for edge in ahead:
        before[edge["target"]].append(edge["source"])
        after[edge["source"]].append(edge["target"])
    layer = {}
    waiting = {key: len(sources) for key, sources in before.items()}
    ready = [node["id"] for node in nodes if not waiting[node["id"]]]
    while ready:
        here = ready.pop()
        layer[here] = max((layer[source] + 1 for source in before[here]), default=0)
        for target in after[here]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    last = max(layer.values(), default=0)
    for node in nodes:
        key = node["id"]
        if not before[key] and after[key]:
            layer[key] = min(layer[target] for target in after[key]) - 1
        elif node.get("last") and not after[key]:
            layer[key] = last
    return layer


def _with_bends(nodes, edges, layer):
    """Columns of nodes, with a bend in each layer that an edge passes; and each edge's way through them."""
    columns = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in sorted(nodes, key=lambda node: node["rank"]):
        columns[layer[node["id"]]].append({"id": node["id"], "bend": False})
    paths = []
    for index, edge in enumerate(edges):
        path = [edge["source"]]
        if not edge["back"]:
            for number in range(layer[edge["source"]] + 1, layer[edge["target"]]):
                bend = {"id": f"bend:{index}:{number}", "bend": True}
                columns[number].append(bend)
                path.append(bend["id"])
        paths.append([*path, edge["target"]])
    return columns, paths


def _order(columns, paths):
    """Sort each column by the mean place of its neighbours, to and fro, so that few edges cross."""
    left, right = {}, {}
    for path in paths:
        for source, target in zip(path, path[1:], strict=False):
            left.setdefault(target, []).append(source)
            right.setdefault(source, []).append(target)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        sequence = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
        for number in sequence:
            beside = columns[number - 1 if forward else number + 1]
            place = {item["id"]: index for index, item in enumerate(beside)}
            neighbours = left if forward else right
            _sort_column(columns[number], place, neighbours)


def _sort_column(column, place, neighbours):
    keys = {}
    for index, item in enumerate(column):
        known = [place[key] for key in neighbours.get(item["id"], ()) if key in place]
        keys[item["id"]] = sum(known) / len(known) if known else index
    column.sort(key=lambda item: keys[item["id"]])


def _place(nodes, columns):
    """Coordinates of nodes and bends, each column centred; returns the size of the drawing."""
    heights = [
        sum((BEND if item["bend"] else HEIGHT) + GAP_Y for item in column) - GAP_Y for column in columns
    ]
    tallest = max(heights, default=0)
    placed = {node["id"]: node for node in nodes}
    for number, column in enumerate(columns):
        y = MARGIN + (tallest - heights[number]) / 2
        for item in column:
            x = MARGIN + number * (WIDTH + GAP_X)
            height = BEND if item["bend"] else HEIGHT
            placed.get(item["id"], item).update(x=x, y=round(y, 1), w=WIDTH, h=height)
            y += height + GAP_Y
    width = len(columns) * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN if columns else 0
    return {"width": width, "height": tallest + 2 * MARGIN if columns else 0}


def _way(edge, path, placed, bends):
    """The points that an edge passes: out at the right, in at the left."""
    source, target = placed[edge["source"]], placed[edge["target"]]
    points = [[source["x"] + source["w"], source["y"] + source["h"] / 2]]
    for key in path[1:-1]:
        bend = bends[key]
        middle = bend["y"] + bend["h"] / 2
        points += [[bend["x"], middle], [bend["x"] + bend["w"], middle]]
    return [*points, [target["x"], target["y"] + target["h"] / 2]]


def _way_back(edge, placed, lane):
    """An edge that runs back does so below everything, each in a lane of its own, between the columns."""
    source, target = placed[edge["source"]], placed[edge["target"]]
    right, left = source["x"] + source["w"], target["x"]
    start, end = source["y"] + source["h"] * 0.75, target["y"] + target["h"] * 0.75
    out, home = right + MARGIN / 2, left - MARGIN / 2
    return [[right, start], [out, start], [out, lane], [home, lane], [home, end], [left, end]]
