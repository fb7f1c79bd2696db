import { Component, onMounted, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatQuantity } from "./trace_format";

const ICONS = {
    supplier: "fa-industry",
    consignee: "fa-hospital-o",
    zone: "fa-cubes",
    lot: "fa-barcode",
    production: "fa-cogs",
    scrap: "fa-trash-o",
    missing: "fa-question-circle",
    found: "fa-question-circle",
    more: "fa-ellipsis-h",
};
const SMALLEST_FIT = 0.6; // below that nobody reads a node: scroll instead
const LABEL_GAP = 6;

/** The way of the goods, drawn: the server says where everything stands. */
export class TraceGraph extends Component {
    static template = "med_lot_traceability.TraceGraph";
    static props = { graph: Object, zones: Object, openable: Array, onOpen: Function, onMore: Function };

    setup() {
        this.frame = useRef("frame");
        this.state = useState({ zoom: 1, hovered: null });
        this.drag = null;
        onMounted(() => this.fit(this.props.graph));
        onWillUpdateProps((props) => {
            if (props.graph !== this.props.graph) {
                this.fit(props.graph);
            }
        });
    }

    fit(graph) {
        const room = this.frame.el ? this.frame.el.clientWidth - 4 : 0;
        this.state.zoom = room && graph.width ? Math.max(SMALLEST_FIT, Math.min(1, room / graph.width)) : 1;
    }

    zoomBy(factor) {
        this.state.zoom = Math.max(0.3, Math.min(2, this.state.zoom * factor));
    }

    // --- nodes

    nodeTitle(node) {
        const none = { supplier: _t("Supplier not named"), consignee: _t("Consignee not named") };
        switch (node.kind) {
            case "zone":
                return this.props.zones[node.zone]?.name || node.zone;
            case "scrap":
                return _t("Scrapped");
            case "missing":
                return _t("Missing at a count");
            case "found":
                return _t("Found at a count");
            case "more":
                return this.moreTitle(node);
            default:
                return node.title || none[node.kind] || _t("Production");
        }
    }

    moreTitle(node) {
        const titles = {
            supplier: _t("and %s more suppliers", node.count),
            consignee: _t("and %s more consignees", node.count),
            lot: _t("and %s more lots", node.count),
            production: _t("and %s more productions", node.count),
        };
        return titles[node.of];
    }

    nodeIcon(node) {
        return ICONS[node.kind];
    }

    nodeClass(node) {
        const color = node.kind === "zone" ? this.props.zones[node.zone]?.color || "grey" : node.kind;
        const faded = this.state.hovered && !this.isNear(node) ? "o_med_trace_faded" : "";
        return `o_med_trace_node o_med_trace_${color} ${this.canOpen(node) ? "cursor-pointer" : ""} ${faded}`;
    }

    isNear(node) {
        const { hovered } = this.state;
        return (
            node.id === hovered ||
            this.props.graph.edges.some(
                (edge) =>
                    (edge.source === hovered && edge.target === node.id) ||
                    (edge.target === hovered && edge.source === node.id)
            )
        );
    }

    canOpen(node) {
        return (
            node.kind === "more" ||
            node.kind === "lot" ||
            (node.model && node.res_id && this.props.openable.includes(node.model))
        );
    }

    onClick(node) {
        if (node.kind === "more") {
            this.props.onMore(node);
        } else if (this.canOpen(node)) {
            this.props.onOpen(node.model, node.res_id);
        }
    }

    // --- edges

    edgePath(edge) {
        const [[x, y], ...rest] = edge.points;
        const parts = [`M ${x} ${y}`];
        let [lastX, lastY] = [x, y];
        for (const [nextX, nextY] of rest) {
            const middle = (lastX + nextX) / 2;
            parts.push(
                edge.back || lastY === nextY
                    ? `L ${nextX} ${nextY}`
                    : `C ${middle} ${lastY} ${middle} ${nextY} ${nextX} ${nextY}`
            );
            [lastX, lastY] = [nextX, nextY];
        }
        return parts.join(" ");
    }

    edgeClass(edge) {
        const near = this.state.hovered && [edge.source, edge.target].includes(this.state.hovered);
        return [
            "o_med_trace_edge",
            edge.back ? "o_med_trace_back" : "",
            edge.unexplained ? "o_med_trace_unexplained" : "",
            this.state.hovered && !near ? "o_med_trace_faded" : "",
        ].join(" ");
    }

    edgeLabel(edge) {
        if (edge.quantity === null) {
            return edge.lots > 1 ? _t("%s lots", edge.lots) : "";
        }
        return formatQuantity(edge.quantity, edge.unit);
    }

    edgeTitle(edge) {
        return _t("%(quantity)s in %(count)s movements", {
            quantity: this.edgeLabel(edge),
            count: edge.count,
        });
    }

    /** At the end that fewer edges share, so that labels don't lie on each other. */
    edgeLabelPlace(edge) {
        const edges = this.props.graph.edges;
        const sharing = (end) => edges.filter((other) => other[end] === edge[end]).length;
        if (edge.back) {
            const [, , [right, lane], [left]] = edge.points;
            return { x: (right + left) / 2, y: lane - 3, anchor: "middle" };
        }
        if (sharing("source") > sharing("target")) {
            const [x, y] = edge.points.at(-1);
            return { x: x - LABEL_GAP - 4, y: y - LABEL_GAP, anchor: "end" };
        }
        const [x, y] = edge.points[0];
        return { x: x + LABEL_GAP, y: y - LABEL_GAP, anchor: "start" };
    }

    // --- pan by dragging

    onPointerDown(ev) {
        const { scrollLeft, scrollTop } = this.frame.el;
        this.drag = { x: ev.clientX + scrollLeft, y: ev.clientY + scrollTop };
    }

    onPointerMove(ev) {
        if (this.drag && ev.buttons) {
            this.frame.el.scrollTo(this.drag.x - ev.clientX, this.drag.y - ev.clientY);
        }
    }
}
