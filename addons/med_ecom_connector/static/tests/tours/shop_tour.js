import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("med_order_desk_release", {
    steps: () => [
        {
            content: "The shop's card shows that an order is held",
            trigger: ".o_kanban_record:contains('Test shop') .text-warning:contains('1')",
        },
        {
            content: "Open the shop",
            trigger: ".o_kanban_record:contains('Test shop') .fw-bold:contains('Test shop')",
            run: "click",
        },
        {
            content: "Open what is held",
            trigger: ".o_form_view .oe_stat_button:contains('Held')",
            run: "click",
        },
        {
            content: "Open the held order",
            trigger: ".o_data_row:contains('Held') .o_data_cell[name='reference']",
            run: "click",
        },
        {
            content: "It says why and what to do",
            trigger: ".o_form_view .alert-warning:contains('NEW-1'):contains('then release')",
        },
        {
            content: "Release it, though nobody has made the product yet",
            trigger: ".o_statusbar_buttons button[name='action_release']:contains('Release')",
            run: "click",
        },
        {
            content: "It waits for the engine",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Waiting')",
        },
    ],
});

tours.add("med_order_desk_order", {
    steps: () => [
        {
            content: "Open the shop",
            trigger: ".o_kanban_record:contains('Test shop') .fw-bold:contains('Test shop')",
            run: "click",
        },
        {
            content: "Nothing is held any more",
            trigger: ".o_form_view .oe_stat_button:contains('Held') .o_stat_value:contains('0')",
        },
        {
            content: "Import by one click",
            trigger: ".o_statusbar_buttons button[name='action_import_now']",
            run: "click",
        },
        {
            content: "A progress bar shows how far it is",
            trigger: ".o_field_widget[name='import_progress'] .o_progressbar",
        },
        {
            content: "Open its orders",
            trigger: ".oe_stat_button:contains('Orders')",
            run: "click",
        },
        {
            content: "Open the new order",
            trigger: ".o_data_row:contains('Anna Klein') .o_data_cell[name='partner_id']",
            run: "click",
        },
        {
            content: "What the shop said about it",
            trigger: ".o_form_view .nav-link:contains('Shop')",
            run: "click",
        },
        {
            content: "The customer's note has come along",
            trigger: ".o_field_widget[name='ecom_customer_note']:contains('ring twice')",
        },
    ],
});

tours.add("med_warehouse_ship", {
    steps: () => [
        {
            content: "What is ready to leave",
            trigger: ".o_kanban_group:contains('To pick') .o_kanban_record:contains('Anna Klein') .fw-bold",
            run: "click",
        },
        {
            content: "A released lot is reserved",
            trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('Ready')",
        },
        {
            content: "The shop's page of the transfer",
            trigger: ".o_form_view .nav-link:contains('Shop')",
            run: "click",
        },
        {
            content: "Read the customer's note",
            trigger: ".o_field_widget[name='ecom_customer_note']:contains('ring twice')",
        },
        {
            content: "Enter the tracking number",
            trigger: ".o_form_view .nav-link:contains('Additional Info')",
            run: "click",
        },
        {
            content: "Type it",
            trigger: ".o_field_widget[name='carrier_tracking_ref'] input",
            run: "edit 00340434161094000001",
        },
        {
            content: "Validate",
            trigger: ".o_statusbar_buttons button[name='button_validate']",
            run: "click",
        },
        {
            content: "Done",
            trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
    ],
});
