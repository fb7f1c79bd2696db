import { Component, onMounted, useExternalListener, useRef, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { beep } from "./scan_sound";
import { ScanChoiceDialog } from "./scan_choice_dialog";

const SEPARATOR = "\u241d"; // the picture of the group separator; the server reads both
const EDITABLE = "input, textarea, select, [contenteditable='true']";

/** Whether a key press is how this scanner types the group separator (FNC1 of GS1). */
export function isSeparator(ev) {
    return (
        ev.key === "\x1d" ||
        ev.key === "F8" ||
        (ev.ctrlKey && !ev.altKey && (ev.key === "]" || ev.code === "BracketRight"))
    );
}

/**
 * Takes what a keyboard-wedge scanner types, hands it on, and shows and sounds the answer.
 *
 * onScan(raw, { choice, pending }) asks the server and resolves to an answer: status "ok", "warn", "refused",
 * "ask" (with readings) or "more" (with pending), message, and what was counted. Keys are caught wherever the
 * focus is, unless it is in another field.
 */
export class ScanBox extends Component {
    static template = "med_lot_traceability.ScanBox";
    static props = {
        onScan: Function,
        placeholder: { type: String, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.input = useRef("input");
        this.state = useState({ answer: null, raw: "", busy: false });
        this.pending = null;
        this.queue = Promise.resolve();
        useExternalListener(document, "keydown", this.onAnyKey.bind(this), { capture: true });
        onMounted(() => this.input.el.focus());
    }

    /** A scan that begins while no field has the focus lands in the box. */
    onAnyKey(ev) {
        if (ev.target === this.input.el || ev.target.closest?.(EDITABLE) || this.isCovered()) {
            return;
        }
        const separator = isSeparator(ev);
        if (separator || (ev.key?.length === 1 && !ev.ctrlKey && !ev.altKey && !ev.metaKey)) {
            ev.preventDefault();
            this.input.el.focus();
            this.insert(separator ? SEPARATOR : ev.key);
        }
    }

    /** Under a dialog the keys belong to that. */
    isCovered() {
        const dialogs = document.querySelectorAll(".o_dialog");
        return dialogs.length > 0 && ![...dialogs].some((dialog) => dialog.contains(this.input.el));
    }

    onKey(ev) {
        if (isSeparator(ev)) {
            ev.preventDefault();
            this.insert(SEPARATOR);
        } else if (ev.key === "Enter" || (ev.key === "Tab" && this.input.el.value)) {
            ev.preventDefault();
            ev.stopPropagation();
            const raw = this.input.el.value;
            this.input.el.value = "";
            if (raw.trim()) {
                this.scan(raw);
            }
        }
    }

    insert(text) {
        const el = this.input.el;
        el.setRangeText(text, el.selectionStart, el.selectionEnd, "end");
    }

    /** One after the other: a fast hand scans the next package before the answer is there. */
    scan(raw, options = {}) {
        this.queue = this.queue.then(() => this.ask(raw, options));
        return this.queue;
    }

    async ask(raw, { choice, pending = this.pending } = {}) {
        this.state.busy = true;
        try {
            const answer = await this.props.onScan(raw, { choice, pending });
            this.show(raw, answer, pending);
        } catch (error) {
            this.show(raw, { status: "refused", message: error.data?.message || error.message });
        } finally {
            this.state.busy = false;
        }
    }

    show(raw, answer, pending) {
        this.pending = answer.status === "more" ? answer.pending : null;
        this.state.answer = answer;
        this.state.raw = raw;
        beep(answer.status === "more" ? "ask" : answer.status);
        if (answer.status === "ask") {
            this.dialog.add(ScanChoiceDialog, {
                raw,
                message: answer.message,
                readings: answer.readings,
                choose: (choice) => this.scan(raw, { choice, pending }),
            });
        }
    }

    get defaultPlaceholder() {
        return _t("Scan a UDI or bar code");
    }

    get tone() {
        return { ok: "success", warn: "warning", refused: "danger" }[this.state.answer.status] || "info";
    }

    get icon() {
        const icons = { ok: "fa-check-circle", warn: "fa-exclamation-triangle", refused: "fa-ban" };
        return icons[this.state.answer.status] || "fa-question-circle";
    }

    async linkDi() {
        const { di, agency } = this.state.answer.link;
        const raw = this.state.raw;
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "med.udi.di",
                views: [[false, "form"]],
                target: "new",
                context: { default_di: di, default_agency: agency },
            },
            { onClose: (saved) => saved !== undefined && !saved?.special && this.scan(raw) }
        );
    }
}
