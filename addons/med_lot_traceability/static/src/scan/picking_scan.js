import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useService } from "@web/core/utils/hooks";
import { ScanBox } from "./scan_box";

/** The scan box of a transfer: what was typed meanwhile is saved, what was counted is shown. */
export class PickingScan extends Component {
    static template = "med_lot_traceability.PickingScan";
    static components = { ScanBox };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
    }

    async onScan(raw, { choice = null, pending = null }) {
        const record = this.props.record;
        await record.save();
        const answer = await this.orm.call("stock.picking", "med_scan", [record.resId], {
            raw,
            choice,
            pending,
        });
        if (["ok", "warn"].includes(answer.status)) {
            await record.load();
        }
        return answer;
    }
}

registry.category("view_widgets").add("med_picking_scan", { component: PickingScan });
