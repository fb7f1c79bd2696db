"""Odoo reads from a copy of the database server, and writes on the first one.

Time stands still on the replica while a test looks: who still sees what was, has read there. The replica is a
copy of the project's own cluster; with a server that the user named, these tests are skipped.
"""

import re
import time

import pytest
import requests
from fake_orders import SKUS, make_devices, make_store, place
from screens import open_screen, ours

import databases
import demo_company
import demo_database
import paths
import postgres
from demo_round import wait_for
from odoo_session import OdooSession
from replica import Replica
from server import OdooServer

#: Seconds in which the replica must show what was written, on a machine that is busy.
SOON = 20
#: Of Odoo's log: path, status, and which server answered: "ro" is the replica, "rw" the first one, "ro->rw"
#: the first one after the replica had been tried.
REQUEST = re.compile(r'"(?:GET|POST) (\S+) HTTP/1.1" (\d+) - \d+ \S+ \S+ (\S+)')
#: Opening one of these is logged, so it is read on the first server.
REGULATED = (
    "stock.lot",
    "med.lot.batch",
    "med.certificate",
    "med.trace.event",
    "med.consignee.search",
    "med.access.log",
)
LIFE_CYCLE = "med_lot_traceability.report_life_cycle"


@pytest.fixture(scope="module")
def database():
    if postgres.named_server():
        pytest.skip("the database server is not ours to copy")
    name = demo_database.throwaway_name("medsuite_replica")
    demo_database.clone(name)
    yield name
    databases.drop(name)


@pytest.fixture(scope="module")
def replica(database):
    with Replica() as running:
        yield running


@pytest.fixture(scope="module")
def odoo(database, replica):
    extra = (f"--db_replica_host={replica.host}", f"--db_replica_port={replica.port}")
    with OdooServer(database, extra_args=extra, log=paths.LOGS / "server-medsuite_replica.log") as running:
        yield running


@pytest.fixture(scope="module")
def rpc(odoo):
    return OdooSession(odoo.url, odoo.database, "admin", demo_company.PASSWORD)


@pytest.fixture(scope="module")
def store(rpc, fake_shop):
    make_devices(rpc)
    return make_store(rpc, fake_shop)


@pytest.fixture
def paused(replica, store):
    """Nothing that is written from now on reaches the replica before the test is over."""
    replica.catch_up()
    replica.pause()
    yield
    replica.resume()
    replica.catch_up()


class Requests:
    """What Odoo's log says about the requests since this was made."""

    def __init__(self, odoo):
        self.log = odoo.log
        self.start = self.log.stat().st_size

    def text(self):
        with self.log.open(errors="replace") as file:
            file.seek(self.start)
            return file.read()

    def servers(self):
        """:return: list of (path, "ro" or "rw" or "ro->rw")"""
        return [(path.split("#")[0], server) for path, _status, server in REQUEST.findall(self.text())]


def readings(rpc, store):
    """What each kind of request that reads says the shop is called."""
    this = [("id", "=", store)]
    groups = rpc.call("ecom.store", "formatted_read_group", this, ["name"], ["__count"])
    return {
        "list": rpc.call("ecom.store", "web_search_read", this, {"name": {}})["records"][0]["name"],
        "form": rpc.call("ecom.store", "web_read", [store], {"name": {}})[0]["name"],
        "groups": groups[0]["name"],
        "name": rpc.call("ecom.store", "name_search", "", this)[0][1],
        "read": rpc.call("ecom.store", "read", [store], ["name"])[0]["name"],
        "search": rpc.search("ecom.store", this, ["name"])[0]["name"],
    }


def all_of(readings, name):
    return dict.fromkeys(readings, name)


def accesses(where, lot, kind):
    """:return: what the log of accesses has, as ``where`` sees it: a ``query`` function"""
    which = f"model = 'stock.lot' AND res_id = {lot} AND kind = '{kind}'"
    return int(where(f"SELECT count(*) FROM med_access_log WHERE {which}"))  # noqa: S608


def test_reading_is_done_on_the_replica(rpc, store, paused):
    before = readings(rpc, store)
    assert before == all_of(before, "Fake shop")
    rpc.call("ecom.store", "write", [store], {"name": "Renamed shop"})
    assert readings(rpc, store) == before
    saved = rpc.call("ecom.store", "web_save", [store], {"name": "Renamed again"}, {"name": {}})
    assert saved[0]["name"] == "Renamed again", "whoever saves a form sees what was saved"


def test_the_stock_board_is_read_on_the_replica(rpc, paused):
    before = rpc.call("med.stock.report", "get_board")["warehouses"]
    rpc.call("stock.warehouse", "write", [before[0]["id"]], {"name": "Renamed house"})
    assert rpc.call("med.stock.report", "get_board")["warehouses"] == before


def test_what_is_written_is_on_the_replica_soon(rpc, store):
    for number in range(3):
        name = f"Shop number {number}"
        rpc.call("ecom.store", "write", [store], {"name": name})
        wait_for(f"{name} on the replica", lambda: set(readings(rpc, store).values()) == {name}, SOON)  # noqa: B023


def test_opening_a_lot_is_logged_and_shows_what_holds_now(rpc, odoo, replica, paused):
    (lot,) = rpc.call("stock.lot", "search", [("name", "=", f"{SKUS[0]}-LOT")])
    rpc.call("stock.lot", "write", [lot], {"ref": "new"})
    done = Requests(odoo)
    listed = rpc.call("stock.lot", "web_search_read", [("id", "=", lot)], {"ref": {}})
    assert listed["records"] == [{"id": lot, "ref": False}], "a list is read on the replica"
    assert rpc.call("stock.lot", "web_read", [lot], {"ref": {}}) == [{"id": lot, "ref": "new"}]
    assert accesses(lambda sql: postgres.query(sql, odoo.database), lot, "view") == 1
    assert accesses(lambda sql: replica.query(sql, odoo.database), lot, "view") == 0
    assert [server for _path, server in done.servers()] == ["ro", "rw"]


def test_a_report_that_logs_its_reading_is_made_on_the_first_server(rpc, odoo, store):
    (lot,) = rpc.call("stock.lot", "search", [("name", "=", f"{SKUS[1]}-LOT")])
    done = Requests(odoo)
    page = rpc.http.get(f"{odoo.url}/report/html/{LIFE_CYCLE}/{lot}", timeout=60)
    assert page.status_code == 200
    assert f"{SKUS[1]}-LOT" in page.text
    assert accesses(lambda sql: postgres.query(sql, odoo.database), lot, "print") == 1
    assert done.servers() == [(f"/report/html/{LIFE_CYCLE}/{lot}", "ro->rw")]


def test_every_screen_of_ours_is_read_on_the_replica(rpc, odoo, store, replica):
    replica.catch_up()
    done = Requests(odoo)
    screens = ours(rpc)
    for action in screens:
        open_screen(rpc, action)
    assert len(screens) > 20
    elsewhere = {path for path, server in done.servers() if server == "rw"}
    assert elsewhere <= {f"/web/dataset/call_kw/{model}/web_read" for model in REGULATED}
    assert "/web/dataset/call_kw/stock.lot/web_read" in elsewhere
    assert "ro->rw" not in {server for _path, server in done.servers()}, "a screen was read twice"
    assert "Traceback" not in done.text()


def test_webhooks_and_jobs_do_without_the_replica(rpc, odoo, store, replica, fake_shop, paused):
    (token,) = (row["webhook_token"] for row in rpc.call("ecom.store", "read", [store], ["webhook_token"]))
    order = place(fake_shop, 0, "replica")
    done = Requests(odoo)
    headers, body = fake_shop.order_webhook(fake_shop.orders[order])
    answer = requests.post(f"{odoo.url}/ecom/webhook/{token}", data=body, headers=headers, timeout=30)
    assert answer.status_code == 200
    assert (f"/ecom/webhook/{token}", "rw") in done.servers()
    taken_in = f"SELECT count(*) FROM ecom_order_binding WHERE external_id = '{order}'"  # noqa: S608
    wait_for("the order is taken in", lambda: postgres.query(taken_in, odoo.database).strip() == "1", 90)
    assert replica.query(taken_in, odoo.database) == "0"


# The last two, as they take the replica away.


def test_without_the_replica_all_is_read_on_the_first_server(rpc, odoo, store, replica):
    readings(rpc, store)
    replica.stop()
    done = Requests(odoo)
    name = "Shop without a replica"
    rpc.call("ecom.store", "write", [store], {"name": name})
    began = time.monotonic()
    seen = readings(rpc, store)
    assert seen == all_of(seen, name)
    assert time.monotonic() - began < SOON
    assert {server for path, server in done.servers() if path.endswith("read")} == {"rw"}
    assert "falling back to read-write cursor" in done.text()


def test_a_restart_of_odoo_finds_the_replica_again(odoo, replica, store):
    replica.start()
    replica.catch_up()
    odoo.stop()
    odoo.start()
    done = Requests(odoo)
    rpc = OdooSession(odoo.url, odoo.database, "admin", demo_company.PASSWORD)
    readings(rpc, store)
    assert {server for path, server in done.servers() if path.endswith("read")} == {"ro"}
