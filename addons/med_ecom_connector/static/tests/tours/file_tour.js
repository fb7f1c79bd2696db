import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const FILE = "/med_ecom_connector/static/tests/files/orders_gbk.csv";

/** Hand a file to the upload field, as the browser's file dialog would. */
async function upload() {
    const answer = await fetch(FILE);
    const file = new File([await answer.blob()], "orders_gbk.csv", { type: "text/csv" });
    const transfer = new DataTransfer();
    transfer.items.add(file);
    const input = document.querySelector(".o_field_widget[name='content'] input[type='file']");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change"));
}

const mend = (column, text) => [
    {
        content: `Open the bad cell in ${column}`,
        trigger: `.o_field_widget[name='error_ids'] .o_data_row:contains('${column}') .o_data_cell[name='mended']`,
        run: "click",
    },
    {
        content: "Type what is meant",
        trigger: ".o_field_widget[name='error_ids'] .o_selected_row .o_field_widget[name='mended'] input",
        run: `edit ${text}`,
    },
];

const checkAgain = {
    content: "Check again",
    trigger: ".o_statusbar_buttons button[name='action_check']:contains('Check again')",
    run: "click",
};

tours.add("med_file_import", {
    steps: () => [
        {
            content: "Open the shop",
            trigger: ".o_kanban_record:contains('File shop') .fw-bold:contains('File shop')",
            run: "click",
        },
        {
            content: "Import a file",
            trigger: ".o_statusbar_buttons button[name='action_import_file']",
            run: "click",
        },
        {
            content: "Upload the export of the shop",
            trigger: ".o_field_widget[name='content'] .o_select_file_button",
            run: upload,
        },
        {
            content: "It is there",
            trigger: ".o_field_widget[name='content'] input:value(orders_gbk.csv)",
        },
        {
            content: "Check it: the layout is guessed from the file",
            trigger: ".o_statusbar_buttons button[name='action_check']",
            run: "click",
        },
        {
            content: "Two orders are bad",
            trigger: ".o_field_widget[name='bad_count']:contains('2')",
        },
        {
            content: "Look at the preview",
            trigger: ".o_form_view .nav-link:contains('Preview')",
            run: "click",
        },
        {
            content: "GBK was recognised, and what each column means",
            trigger: ".o_file_preview td:contains('王芳')",
        },
        {
            content: "One column was not: the shop's own name for the SKU",
            trigger: ".o_file_preview th:contains('货品代号'):contains('left out')",
        },
        {
            content: "Open the layout",
            trigger: ".o_field_widget[name='layout_id'] input",
            run: "click",
        },
        {
            content: "By its button",
            trigger: ".o_field_widget[name='layout_id'] .o_external_button",
            run: "click",
        },
        {
            content: "Add a column",
            trigger: ".o_field_widget[name='column_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Its name in the file",
            trigger: ".o_field_widget[name='column_ids'] .o_selected_row .o_field_widget[name='name'] input",
            run: "edit 货品代号",
        },
        {
            content: "What it means",
            trigger: ".o_field_widget[name='column_ids'] .o_selected_row .o_field_widget[name='field_id'] input",
            run: "edit SKU",
        },
        {
            content: "The SKU of the order line",
            trigger: ".o-autocomplete--dropdown-menu .dropdown-item:contains('Order line: SKU')",
            run: "click",
        },
        {
            content: "Save the layout",
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            content: "Saved",
            trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible",
        },
        {
            content: "Back to the file",
            trigger: ".o_breadcrumb .o_back_button a, .breadcrumb-item.o_back_button a",
            run: "click",
        },
        checkAgain,
        {
            content: "The column is read now",
            trigger: ".o_file_preview th:contains('货品代号'):contains('→ SKU')",
        },
        {
            content: "Open the bad cells",
            trigger: ".o_form_view .nav-link:contains('Bad cells')",
            run: "click",
        },
        {
            content: "Each says what is wrong",
            trigger: ".o_field_widget[name='error_ids'] .o_data_row:contains('is not a number')",
        },
        ...mend("购买数量", "2"),
        ...mend("下单时间", "2026/2/28 10:15"),
        checkAgain,
        {
            content: "Nothing is bad any more",
            trigger: ".o_field_widget[name='bad_count']:contains('0')",
        },
        {
            content: "All four would be new",
            trigger: ".o_field_widget[name='new_count']:contains('4')",
        },
        {
            content: "Load",
            trigger: ".o_statusbar_buttons button[name='action_load']",
            run: "click",
        },
        {
            content: "Done",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
    ],
});

tours.add("med_file_find", {
    steps: () => [
        {
            content: "Open the file",
            trigger: ".o_data_row:contains('orders_gbk.csv') .o_data_cell[name='name']",
            run: "click",
        },
        {
            content: "Its orders",
            trigger: ".oe_stat_button:contains('Orders'):contains('4')",
            run: "click",
        },
        {
            content: "Open one",
            trigger: ".o_data_row:contains('王芳') .o_data_cell[name='partner_id']",
            run: "click",
        },
        {
            content: "It has its lines",
            trigger: ".o_form_view .o_data_row:contains('压力袜')",
        },
    ],
});

tours.add("med_file_ship", {
    steps: () => [
        {
            content: "What is ready to leave",
            trigger: ".o_kanban_group:contains('To pick') .o_kanban_record:contains('王芳') .fw-bold",
            run: "click",
        },
        {
            content: "The tracking number",
            trigger: ".o_form_view .nav-link:contains('Additional Info')",
            run: "click",
        },
        {
            content: "Type it",
            trigger: ".o_field_widget[name='carrier_tracking_ref'] input",
            run: "edit SF1234567890",
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

tours.add("med_file_export", {
    steps: () => [
        {
            content: "Open the shop",
            trigger: ".o_kanban_record:contains('File shop') .fw-bold:contains('File shop')",
            run: "click",
        },
        {
            content: "Export what has left",
            trigger: ".o_statusbar_buttons button[name='action_export_shipments']",
            run: "click",
        },
        {
            content: "Choose the Chinese layout",
            trigger: ".modal .o_field_widget[name='layout_id'] input",
            run: "edit Chinese",
        },
        {
            content: "From the list",
            trigger: ".o-autocomplete--dropdown-menu .dropdown-item:contains('Shipments, Chinese')",
            run: "click",
        },
        {
            content: "Export",
            trigger: ".modal footer button[name='action_export']",
            run: "click",
        },
        {
            content: "The file is written and kept",
            trigger: ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
        {
            content: "It can be downloaded",
            trigger: ".o_statusbar_buttons button[name='action_download']",
        },
    ],
});
