import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { describeRow, formatMoment, formatQuantity, openRecord, STATUS_CLASSES } from "./trace_format";

/** The ledger's rows of one question: sorted, or grouped by document, a page at a time. */
export class TraceTable extends Component {
    static template = "med_lot_traceability.TraceTable";
    static components = { Pager };
    static props = {
        question: Object,
        labels: Object,
        zones: Object,
        openable: Array,
        initial: { type: Object, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({
            rows: [],
            count: 0,
            offset: 0,
            limit: 80,
            sort: "happened_on",
            desc: false,
            grouped: false,
        });
        onWillStart(() => this.start(this.props));
        onWillUpdateProps((props) => {
            if (props.question !== this.props.question) {
                return this.start(props);
            }
        });
        Object.assign(this, { formatMoment, formatQuantity });
    }

    get columns() {
        return [
            { name: "happened_on", label: _t("When") },
            { name: "kind", label: _t("What") },
            { name: "lot_name", label: _t("Lot/Serial") },
            { name: "quantity", label: _t("Quantity"), class: "text-end" },
            { name: "location_name", label: _t("From") },
            { name: "location_dest_name", label: _t("To") },
            { name: "document_name", label: _t("Document") },
            { name: "order_name", label: _t("Order") },
            { name: "partner_name", label: _t("Partner") },
            { name: "release_status", label: _t("Status then") },
            { name: "user_name", label: _t("By") },
        ];
    }

    start(props) {
        Object.assign(this.state, { offset: 0, sort: "happened_on", desc: false, grouped: false });
        if (props.initial) {
            Object.assign(this.state, { rows: props.initial.rows, count: props.initial.count });
            return;
        }
        return this.load(props);
    }

    async load(props = this.props) {
        const { kind, id, asOf, direction } = props.question;
        const { offset, limit, sort, desc } = this.state;
        const page = await this.keepLast.add(
            this.orm.call("med.trace", "rows", [kind, id], {
                as_of: asOf || false,
                direction,
                offset,
                limit,
                sort,
                desc,
            })
        );
        Object.assign(this.state, { rows: page.rows, count: page.row_count });
    }

    sortBy(name) {
        const { sort, desc } = this.state;
        Object.assign(this.state, {
            sort: name,
            desc: sort === name && !desc,
            grouped: this.state.grouped && name === "document_name",
            offset: 0,
        });
        return this.load();
    }

    toggleGroups() {
        this.state.grouped = !this.state.grouped;
        Object.assign(this.state, {
            sort: this.state.grouped ? "document_name" : "happened_on",
            desc: false,
            offset: 0,
        });
        return this.load();
    }

    onPage({ offset, limit }) {
        Object.assign(this.state, { offset, limit });
        return this.load();
    }

    /** Rows with a heading where a new document begins, if grouped. */
    get lines() {
        let last;
        return this.state.rows.map((row) => {
            const heading = this.state.grouped && row.document_name !== last;
            last = row.document_name;
            return { row, heading };
        });
    }

    what(row) {
        return describeRow(row, this.props.labels);
    }

    place(row, end) {
        const zone = this.props.zones[row[`${end}_zone`]];
        return { color: zone?.color || "grey", title: zone?.name || "" };
    }

    statusClass(row) {
        return STATUS_CLASSES[row.release_status] || "text-bg-light";
    }

    isLink(model, id) {
        return Boolean(model && id && this.props.openable.includes(model));
    }

    open(model, id) {
        return openRecord(this.action, model, id);
    }
}
