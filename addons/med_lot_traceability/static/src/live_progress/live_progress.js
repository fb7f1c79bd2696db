import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { progressBarField, ProgressBarField } from "@web/views/fields/progress_bar/progress_bar_field";
import { useRecordObserver } from "@web/model/relational_model/utils";

const PAUSE = 2000;

/** A progress bar of work that goes on in the background: reads the record again until it is done. */
export class LiveProgressField extends ProgressBarField {
    setup() {
        super.setup();
        useRecordObserver((record) => this.watch(record.data[this.props.name]));
        onWillUnmount(() => clearTimeout(this.timer));
    }

    watch(progress) {
        clearTimeout(this.timer);
        if (progress < 100) {
            this.timer = setTimeout(() => this.refresh(), PAUSE);
        }
    }

    async refresh() {
        const record = this.props.record;
        // Never throw away what somebody is typing
        if (!(await record.isDirty())) {
            await record.load();
        }
        this.watch(record.data[this.props.name]);
    }
}

registry.category("fields").add("med_live_progress", { ...progressBarField, component: LiveProgressField });
