import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const PAUSE = 15000;
const BAR = 6;
const HEIGHT = 36;

/** How every flow of every shop is doing; reads itself again while somebody looks at it. */
export class ShopBoard extends Component {
    static template = "med_ecom_connector.ShopBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ stores: [], stopped_since: false, readAt: null });
        onWillStart(() => this.read());
        this.timer = setInterval(() => document.hidden || this.read(), PAUSE);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async read() {
        const board = await this.orm.silent.call("ecom.store.flow", "get_board", []);
        Object.assign(this.state, board, { readAt: luxon.DateTime.now() });
    }

    when(text) {
        return text ? deserializeDateTime(text).toRelative() : "";
    }

    at(text) {
        return text ? deserializeDateTime(text).toLocaleString(luxon.DateTime.DATETIME_MED) : "";
    }

    clock(text) {
        return deserializeDateTime(text).toLocaleString(luxon.DateTime.TIME_24_SIMPLE);
    }

    get readAt() {
        return this.state.readAt.toLocaleString(luxon.DateTime.TIME_24_WITH_SECONDS);
    }

    /** Bars of the store's hours, scaled to its busiest one. */
    bars(store) {
        const most = Math.max(1, ...store.hours.map(([done, failed]) => done + failed));
        const start = luxon.DateTime.now().startOf("hour").minus({ hours: store.hours.length - 1 });
        return store.hours.map(([done, failed], hour) => ({
            x: hour * BAR,
            done: (done / most) * HEIGHT,
            failed: (failed / most) * HEIGHT,
            title: `${start.plus({ hours: hour }).toFormat("dd/MM HH:00")}: ${done} ✓ ${failed} ✗`,
        }));
    }

    get size() {
        return { bar: BAR - 1, height: HEIGHT };
    }

    openExchanges(store, flow, filter) {
        return this.action.doAction("med_ecom_connector.ecom_exchange_action", {
            additionalContext: { search_default_store_id: store.id, [`search_default_${filter}`]: 1 },
            props: flow ? { domain: [["kind", "=", flow.flow]] } : {},
        });
    }

    openTries(store) {
        return this.action.doAction("med_ecom_connector.ecom_exchange_attempt_action", {
            additionalContext: { search_default_store_id: store.id },
        });
    }

    openAlerts(store) {
        return this.action.doAction("med_ecom_connector.ecom_alert_action", {
            additionalContext: { search_default_store_id: store.id, search_default_open: 1 },
        });
    }

    openStore(store) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ecom.store",
            res_id: store.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("ecom_shop_board", ShopBoard);
