import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";

const ATTENTION = {
    expired: { label: _t("Expired, still in stock"), icon: "fa-ban", tone: "danger" },
    near_expiry: { label: _t("Near expiry"), icon: "fa-hourglass-half", tone: "warning" },
    quarantine: { label: _t("Long in quarantine"), icon: "fa-clock-o", tone: "warning" },
    blocked: { label: _t("On hold, rejected, recalled"), icon: "fa-lock", tone: "danger" },
    slow_moving: { label: _t("Slow moving"), icon: "fa-bed", tone: "info" },
};

/** What lies where and what needs a person, at a glance; each figure opens the rows behind it. */
export class StockBoard extends Component {
    static template = "med_lot_traceability.StockBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.attention = ATTENTION;
        this.state = useState({ warehouseId: false, devicesOnly: false, board: null });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.board = await this.orm.call("med.stock.report", "get_board", [], {
            warehouse_id: this.state.warehouseId,
            devices_only: this.state.devicesOnly,
        });
    }

    async onWarehouseChange(ev) {
        this.state.warehouseId = Number(ev.target.value) || false;
        await this.load();
    }

    async onDevicesChange(ev) {
        this.state.devicesOnly = ev.target.checked;
        await this.load();
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.board.currency_id });
    }

    /** Width of a bar in percent of the widest one; what there is stays visible. */
    width(value) {
        const widest = Math.max(...this.state.board.expiry.map((bucket) => bucket.value));
        return value > 0 ? Math.max(1, (100 * value) / widest) : 0;
    }

    open(name, domain) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "med.stock.report",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain,
        });
    }

    openAlerts() {
        this.action.doAction("med_lot_traceability.stock_alert_action");
    }
}

registry.category("actions").add("med_stock_board", StockBoard);
