import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { describeDecision, formatDay, formatMoment, formatQuantity, openRecord } from "./trace_format";
import { TraceGraph } from "./trace_graph";
import { TraceLotCard } from "./trace_lot_card";
import { TraceLots } from "./trace_lots";
import { TraceTable } from "./trace_table";

const GROUP_SEPARATOR = "\x1d"; // GS, which scanners in keyboard mode send as Ctrl+]

/** Type or scan anything; see where it came from, where it went, who decided, on what paper. */
export class TracePage extends Component {
    static template = "med_lot_traceability.TracePage";
    static components = { DateTimeInput, Layout, TraceGraph, TraceLotCard, TraceLots, TraceTable };
    static props = { ...standardActionServiceProps };
    static path = "trace";
    static displayName = _t("Trace");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.input = useRef("input");
        this.keepLast = new KeepLast();
        this.display = { controlPanel: {} };
        this.kinds = {
            lot: _t("Lot/Serial"),
            batch: _t("Batch"),
            sale: _t("Sale Order"),
            purchase: _t("Purchase Order"),
            picking: _t("Transfer"),
            invoice: _t("Invoice"),
            partner: _t("Partner"),
        };
        this.sections = {
            reports: _t("Inspection reports"),
            certificates: _t("Certificates"),
            transfers: _t("Transfers"),
            orders: _t("Orders"),
            invoices: _t("Invoices and bills"),
        };
        Object.assign(this, { formatDay, formatMoment, formatQuantity });
        this.state = useState({ loading: false, error: "", message: "", found: null, answer: null, tab: "rows" });
        this.question = this.props.state?.question || this.readQuestion();
        this.env.config.setDisplayName(_t("Trace"));
        useSetupAction({ getLocalState: () => ({ question: this.question }) });
        onWillStart(() => this.load());
        onMounted(() => this.focus());
    }

    /** From the address, or from the button that led here. */
    readQuestion() {
        const { params = {}, context = {} } = this.props.action;
        const fromButton = context.med_trace_kind && context.active_id;
        const kind = params.kind || (fromButton && context.med_trace_kind) || "";
        const id = params.kind ? params.record : fromButton && context.active_id;
        return {
            kind: id ? kind : "",
            id: Number(id) || 0,
            asOf: params.as_of || "",
            direction: params.direction || "both",
        };
    }

    get asOf() {
        return this.question.asOf ? deserializeDateTime(this.question.asOf) : false;
    }

    get now() {
        return luxon.DateTime.now();
    }

    // --- asking

    async ask(changes) {
        this.question = { ...this.question, ...changes };
        await this.load();
        this.focus();
    }

    async load() {
        const { kind, id, asOf, direction } = this.question;
        this.props.updateActionState({
            kind: kind || undefined,
            record: id || undefined,
            as_of: asOf || undefined,
            direction: direction === "both" ? undefined : direction,
        });
        if (!id) {
            return;
        }
        const answer = await this.call("trace", [kind, id], { as_of: asOf || false, direction });
        if (answer) {
            Object.assign(this.state, { answer, found: null, message: "" });
            if (this.answered !== `${kind}/${id}`) {
                this.answered = `${kind}/${id}`;
                this.state.tab = this.lot ? "rows" : "lots";
            }
            this.env.config.setDisplayName(_t("Trace of %s", answer.focus.title));
        }
    }

    /** Calls the server; what it refuses is told on the page. */
    async call(method, args, kwargs = {}) {
        Object.assign(this.state, { loading: true, error: "" });
        try {
            return await this.keepLast.add(this.orm.call("med.trace", method, args, kwargs));
        } catch (error) {
            if (!(error instanceof RPCError) || error.exceptionName === "builtins.Exception") {
                throw error;
            }
            Object.assign(this.state, { error: error.data?.message || error.message, answer: null });
        } finally {
            this.state.loading = false;
        }
    }

    async search() {
        const text = this.input.el.value;
        if (!text.trim()) {
            return;
        }
        const found = await this.call("resolve", [text]);
        if (!found) {
            return;
        }
        const exact = found.candidates.filter((candidate) => candidate.exact);
        if (exact.length === 1) {
            this.input.el.value = "";
            return this.choose(exact[0]);
        }
        Object.assign(this.state, { found: found.candidates, message: found.message || "" });
        this.input.el.select();
    }

    choose(candidate) {
        return this.ask({ kind: candidate.kind, id: candidate.id });
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.search();
        } else if (ev.ctrlKey && ev.key === "]") {
            ev.preventDefault();
            const { selectionStart, selectionEnd } = ev.target;
            ev.target.setRangeText(GROUP_SEPARATOR, selectionStart, selectionEnd, "end");
        }
    }

    focus() {
        this.input.el?.focus();
    }

    setAsOf(value) {
        return this.ask({ asOf: value ? serializeDateTime(value) : "" });
    }

    setDirection(direction) {
        return this.ask({ direction });
    }

    // --- showing

    get directions() {
        return [
            ["backward", _t("Where from"), "fa-long-arrow-left"],
            ["both", _t("Both ways"), "fa-arrows-h"],
            ["forward", _t("Where to"), "fa-long-arrow-right"],
        ];
    }

    /** The lot whose figures are shown in full, if the question is about one. */
    get lot() {
        const { lots } = this.state.answer;
        return lots.length === 1 && lots[0].balance ? lots[0] : null;
    }

    get tabs() {
        const { answer } = this.state;
        const papers = answer.documents.reduce((sum, section) => sum + section.count, 0);
        return [
            ["lots", _t("Lots"), this.lot ? 0 : answer.lots.length],
            ["rows", _t("Movements and Decisions"), answer.row_count],
            ["decisions", _t("Decisions"), answer.decisions.length],
            ["consignees", _t("Consignees"), answer.consignees.length],
            ["documents", _t("Documents"), papers],
        ].filter(([, , count]) => count);
    }

    get tableProps() {
        const { labels, zones, openable, rows, row_count: count } = this.state.answer;
        this.initial = this.initial?.rows === rows ? this.initial : { rows, count };
        return { question: this.question, labels, zones, openable, initial: this.initial };
    }

    decision(row) {
        return describeDecision(row, this.state.answer.labels);
    }

    zoneName(code) {
        return this.state.answer.zones[code]?.name || code;
    }

    canOpen(model) {
        return this.state.answer.openable.includes(model);
    }

    open(model, id) {
        if (model === "stock.lot" && id !== this.lot?.id) {
            return this.ask({ kind: "lot", id });
        }
        return openRecord(this.action, model, id);
    }

    openPaper(paper) {
        return openRecord(this.action, paper.model, paper.id);
    }

    showMore(node) {
        const tabs = { consignee: "consignees", lot: "rows", supplier: "rows", production: "rows" };
        this.state.tab = tabs[node.of];
    }
}

registry.category("actions").add("med_trace", TracePage);
