import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatDay, formatMoment, formatQuantity, STATUS_CLASSES } from "./trace_format";
import { TraceTable } from "./trace_table";

const SHORT_LIST = 20;

/** The lots that a document or partner is about; each opens into its own movements. */
export class TraceLots extends Component {
    static template = "med_lot_traceability.TraceLots";
    static components = { TraceTable };
    static props = {
        lots: Array,
        labels: Object,
        zones: Object,
        openable: Array,
        asOf: [String, Boolean],
        onTrace: Function,
    };

    setup() {
        this.state = useState({ open: {}, all: false });
        this.questions = {};
        Object.assign(this, { formatDay, formatMoment, formatQuantity });
    }

    get lots() {
        return this.state.all ? this.props.lots : this.props.lots.slice(0, SHORT_LIST);
    }

    get hasMore() {
        return !this.state.all && this.props.lots.length > SHORT_LIST;
    }

    /** What moved under the document asked for, or, of a batch, the lot's own figures. */
    figures(lot) {
        const sums = lot.moved || lot.balance;
        return [
            [_t("Received"), sums.received],
            [_t("Shipped"), sums.shipped],
            [_t("Returned"), sums.returned],
            [_t("Returned to supplier"), sums.returned_to_supplier],
            [_t("Scrapped"), sums.scrapped],
            [_t("Used"), sums.used],
            [_t("Made"), sums.made],
        ].filter(([, value]) => value);
    }

    onHand(lot) {
        return Object.values(lot.zones).reduce((sum, quantity) => sum + quantity, 0);
    }

    statusClass(lot) {
        return STATUS_CLASSES[lot.status] || "text-bg-light";
    }

    question(lot) {
        this.questions[lot.id] ||= { kind: "lot", id: lot.id, asOf: this.props.asOf, direction: "both" };
        return this.questions[lot.id];
    }

    toggle(lot) {
        this.state.open[lot.id] = !this.state.open[lot.id];
    }
}
