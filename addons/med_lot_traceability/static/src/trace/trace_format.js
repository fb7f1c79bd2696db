import { deserializeDate, deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

export function formatQuantity(value, unit) {
    if (value === null || value === undefined || value === false) {
        return "";
    }
    const number = formatFloat(value, { digits: [false, 6], trailingZeros: false });
    return unit ? `${number} ${unit}` : number;
}

/** A moment as the server tells it (UTC), in the reader's time zone. */
export function formatMoment(text) {
    return text ? formatDateTime(deserializeDateTime(text)) : "";
}

export function formatDay(text) {
    if (!text) {
        return "";
    }
    return formatDate(text.length > 10 ? deserializeDateTime(text) : deserializeDate(text));
}

export const STATUS_CLASSES = {
    released: "text-bg-success",
    quarantine: "text-bg-info",
    hold: "text-bg-warning",
    rejected: "text-bg-danger",
    recalled: "text-bg-danger",
    expired: "text-bg-danger",
};

/** What a row of the ledger tells, in a few words. */
export function describeRow(row, labels) {
    if (row.kind === "move") {
        return labels.operation[row.operation] || labels.kind.move;
    }
    if (row.kind === "transformation" && row.source_lot_name) {
        return _t("Made from %s", row.source_lot_name);
    }
    return labels.kind[row.kind] || row.kind;
}

export function describeDecision(row, labels) {
    if (row.kind === "move") {
        return _t("Correction: %(quantity)s moved", { quantity: formatQuantity(row.quantity, row.uom_name) });
    }
    if (row.kind === "status") {
        const [before, after] = [row.old_status, row.new_status].map(
            (status) => labels.release_status[status] || "–"
        );
        return _t("%(before)s → %(after)s", { before, after });
    }
    return labels.kind[row.kind] || row.kind;
}

export function openRecord(action, model, resId) {
    return action.doAction({
        type: "ir.actions.act_window",
        res_model: model,
        res_id: resId,
        views: [[false, "form"]],
        target: "current",
    });
}
