"""Opens Odoo's screens through the calls that the web client makes."""

from lxml import etree

MODULES = ("med_ecom_connector", "med_lot_traceability")
#: Records that a list shows.
ROWS = 5


def ours(rpc):
    """:return: ids of the window actions of our modules"""
    domain = [("module", "in", MODULES), ("model", "=", "ir.actions.act_window")]
    return [row["res_id"] for row in rpc.search("ir.model.data", domain, ["res_id"])]


def open_screen(rpc, action):
    """Load the views of a window action and read what each of them shows; a form opens the first record.

    :param rpc: session of the person
    :param action: id
    """
    fields = ["res_model", "view_mode"]
    (screen,) = rpc.search("ir.actions.act_window", [("id", "=", action)], fields)
    model, kinds = screen["res_model"], screen["view_mode"].split(",")
    views = rpc.call(model, "get_views", [(False, kind) for kind in [*kinds, "search"]])
    for kind in kinds:
        shown = specification(etree.fromstring(views["views"][kind]["arch"]), model, views["models"])
        if kind == "form":
            first = rpc.call(model, "web_search_read", [], {"id": {}}, limit=1)["records"]
            for record in first:
                rpc.call(model, "web_read", [record["id"]], shown)
        elif kind in ("pivot", "graph"):
            rpc.call(model, "formatted_read_group", [], [], ["__count"])
        else:
            rpc.call(model, "web_search_read", [], shown, limit=ROWS)


def specification(view, model, models):
    """What the web client asks for: the view's fields, with those of the lists inside a form."""
    wanted = {}
    for node in view.iterfind(".//field"):
        if next(node.iterancestors("field"), view) is not view and view in node.iterancestors():
            continue
        field = models[model]["fields"].get(node.get("name"))
        if not field:
            continue
        wanted[node.get("name")] = {}
        if field["type"] == "many2one":
            wanted[node.get("name")] = {"fields": {"display_name": {}}}
        for inner in node.iterchildren("list", "kanban", "form"):
            wanted[node.get("name")] = {"fields": specification(inner, field["relation"], models)}
    return wanted
