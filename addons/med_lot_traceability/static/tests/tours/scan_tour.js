import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// A unit of GTIN 09506000117843, and a box of twelve of it: lot TOUR-1, expires on 2031-05-31.
const LOT = "1731053110TOUR-1";
const UNIT = `0109506000117843${LOT}`;
const BOX = `0119506000117840${LOT}`;

function scan(carrier) {
    return {
        content: "Scan, as a scanner types it",
        trigger: ".o_med_scan input",
        run: `edit ${carrier} && press Enter`,
    };
}

tours.add("med_warehouse_receive_by_scan", {
    steps: () => [
        scan(BOX),
        {
            content: "A box of twelve is counted",
            trigger: ".o_med_scan_ok .o_med_scan_done:contains('12 / 13')",
        },
        {
            content: "Product, lot and expiry are shown",
            trigger: ".o_med_scan_ok:contains('Infusion Pump'):contains('TOUR-1'):contains('2031-05-31')",
        },
        scan(UNIT),
        {
            content: "And a single one",
            trigger: ".o_med_scan_ok .o_med_scan_done:contains('13 / 13')",
        },
        scan(UNIT),
        {
            content: "One too many is refused",
            trigger: ".o_med_scan_refused.alert-danger:contains('Too many')",
        },
        {
            content: "Validate",
            trigger: ".o_statusbar_buttons button[name='button_validate']",
            run: "click",
        },
        {
            content: "Done",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
    ],
});

tours.add("med_warehouse_refused_by_scan", {
    steps: () => [
        {
            content: "Whatever has the focus, the scan is caught",
            trigger: ".o_med_scan input",
            run() {
                document.activeElement.blur();
                for (const key of UNIT) {
                    document.body.dispatchEvent(
                        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })
                    );
                }
            },
        },
        {
            content: "Its Enter, too",
            trigger: ".o_med_scan input:focus",
            run: "press Enter",
        },
        {
            content: "The lot waits in quarantine: refused in red, with the reason",
            trigger: ".o_med_scan_refused.alert-danger:contains('TOUR-1'):contains('Quarantine')",
        },
        {
            content: "Nothing was counted",
            trigger: ".o_statusbar_status .o_arrow_button_current:not(:contains('Done'))",
        },
    ],
});
