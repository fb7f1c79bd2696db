import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatDay, formatQuantity, openRecord, STATUS_CLASSES } from "./trace_format";

/** What a lot is, and whether its figures add up. */
export class TraceLotCard extends Component {
    static template = "med_lot_traceability.TraceLotCard";
    static props = { lot: Object, labels: Object, zones: Object, openable: Array, asOf: [String, Boolean] };

    setup() {
        this.action = useService("action");
        Object.assign(this, { formatDay, formatQuantity });
    }

    get statusClass() {
        return STATUS_CLASSES[this.props.lot.status] || "text-bg-light";
    }

    /** Figures of one side of the equation; those that are zero and unusual are left out. */
    figures(terms) {
        const { balance } = this.props.lot;
        return terms
            .filter(([name, , always]) => always || balance[name])
            .map(([name, label]) => ({ name, label, value: balance[name], size: Math.abs(balance[name]) }));
    }

    get came() {
        return this.figures([
            ["received", _t("Received"), true],
            ["made", _t("Made")],
            ["returned", _t("Returned by customers")],
        ]);
    }

    get went() {
        return this.figures([
            ["on_hand", _t("On hand"), true],
            ["shipped", _t("Shipped"), true],
            ["returned_to_supplier", _t("Returned to supplier")],
            ["used", _t("Used in production")],
            ["scrapped", _t("Scrapped")],
        ]);
    }

    get unexplained() {
        const [lost, unknown] = [_t("in the ledger, but not in stock"), _t("in stock, but not in the ledger")];
        return this.figures([
            ["missing", _t("missing at counts")],
            ["found", _t("found at counts")],
            ["difference", this.props.lot.balance.difference > 0 ? lost : unknown],
        ]);
    }

    get stock() {
        return Object.entries(this.props.lot.zones).map(([code, quantity]) => ({
            code,
            quantity,
            name: this.props.zones[code]?.name || code,
            color: this.props.zones[code]?.color || "grey",
        }));
    }

    get canOpen() {
        return this.props.openable.includes("stock.lot");
    }

    open() {
        return openRecord(this.action, "stock.lot", this.props.lot.id);
    }

    fileUrl(ending) {
        const asOf = this.props.asOf ? `?as_of=${encodeURIComponent(this.props.asOf)}` : "";
        return `/med/life_cycle/${this.props.lot.id}.${ending}${asOf}`;
    }
}
