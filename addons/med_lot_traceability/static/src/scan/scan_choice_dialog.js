import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** A carrier that can be read in several ways: a person compares with the label and chooses. */
export class ScanChoiceDialog extends Component {
    static template = "med_lot_traceability.ScanChoiceDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        raw: String,
        message: String,
        readings: { type: Array, element: String },
        choose: Function,
    };

    choose(place) {
        this.props.choose(place);
        this.props.close();
    }
}
