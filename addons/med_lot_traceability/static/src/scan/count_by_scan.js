import { Component, onWillStart, useState } from "@odoo/owl";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { ScanBox } from "./scan_box";

/** Inventory count by scan: choose a place, scan what lies there, review and apply in core's own list. */
export class CountByScan extends Component {
    static template = "med_lot_traceability.CountByScan";
    static components = { Layout, ScanBox };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ locations: [], locationId: false, counted: [] });
        onWillStart(async () => {
            this.state.locations = await this.orm.searchRead(
                "stock.location",
                [["usage", "=", "internal"]],
                ["complete_name", "barcode"],
                { order: "complete_name" }
            );
            this.state.locationId = this.state.locations[0]?.id || false;
        });
    }

    onLocation(ev) {
        this.state.locationId = Number(ev.target.value);
    }

    async onScan(raw, { choice = null, pending = null }) {
        const place = this.state.locations.find((location) => location.barcode === raw.trim());
        if (place) {
            this.state.locationId = place.id;
            return { status: "more", message: _t("Now counting at %s.", place.complete_name) };
        }
        const answer = await this.orm.call("stock.quant", "med_scan_count", [], {
            raw,
            location_id: this.state.locationId,
            choice,
            pending,
        });
        if (["ok", "warn"].includes(answer.status)) {
            const key = `${this.state.locationId}/${answer.product}/${answer.lot}`;
            const others = this.state.counted.filter((row) => row.key !== key);
            this.state.counted = [{ ...answer, key }, ...others];
        }
        return answer;
    }

    openInventory() {
        this.action.doAction("stock.action_view_inventory_tree");
    }
}

registry.category("actions").add("med_count_by_scan", CountByScan);
