import { registry } from "@web/core/registry";

const CARD = (column) => `.o_kanban_group:contains('${column}') .o_kanban_record:contains('Anna Klein')`;

registry.category("web_tour.tours").add("med_warehouse_board", {
    steps: () => [
        {
            content: "One click: picked",
            trigger: `${CARD("To pick")} button[name='action_mark_picked']`,
            run: "click",
        },
        {
            content: "One click: the scale",
            trigger: `${CARD("To weigh")} button[name='action_weigh']`,
            run: "click",
        },
        {
            content: "Put the cursor into the parcel's row",
            trigger: ".modal .o_data_row td[name='reading']",
            run: "click",
        },
        {
            content: "The scale types",
            trigger: ".modal .o_data_row td[name='reading'] input",
            run: "edit 0.900 kg",
        },
        {
            content: "Leave the row",
            trigger: ".modal .modal-title",
            run: "click",
        },
        {
            content: "It is too heavy: say why it may leave",
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit Ice packs added",
        },
        {
            content: "Accept",
            trigger: ".modal-footer button:contains('Accept and go on')",
            run: "click",
        },
        {
            content: "One click: ship",
            trigger: `${CARD("To ship")} button[name='action_ship']`,
            run: "click",
        },
        {
            content: "Put the cursor into the parcel's row",
            trigger: ".modal .o_data_row td[name='tracking_number']",
            run: "click",
        },
        {
            content: "Scan the label",
            trigger: ".modal .o_data_row td[name='tracking_number'] input",
            run: "edit SF-4711",
        },
        {
            content: "No paper this time",
            trigger: ".modal .o_field_widget[name='print_packing_list'] input",
            run: "click",
        },
        {
            content: "Ship",
            trigger: ".modal-footer button[name='action_ship']",
            run: "click",
        },
        {
            content: "It has left",
            trigger: `${CARD("Shipped")}:contains('SF-4711')`,
        },
    ],
});
