import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CONSIGNEE = ".o_med_trace_node[data-kind='consignee']:contains('Clinic')";

tours.add("med_auditor_trace", {
    steps: () => [
        {
            content: "An empty page says what to do",
            trigger: ".o_med_trace_empty:contains('Scan a label')",
        },
        {
            content: "Type the lot",
            trigger: ".o_med_trace_input",
            run: "edit TOUR-1 && press Enter",
        },
        {
            content: "From the supplier",
            trigger: ".o_med_trace_node[data-kind='supplier']:contains('Maker Ltd')",
        },
        {
            content: "Through the zones",
            trigger: ".o_med_trace_node[data-kind='zone']:contains('Awaiting Inspection')",
        },
        {
            content: "To the consignee",
            trigger: CONSIGNEE,
        },
        {
            content: "Figures that don't add up are red",
            trigger: ".o_med_trace_figure.text-danger[data-figure='unexplained']:contains('4')",
        },
        {
            content: "Only where it came from",
            trigger: "button[data-direction='backward']",
            run: "click",
        },
        {
            content: "No consignee any more",
            trigger: `.o_med_trace_graph:not(:has(${CONSIGNEE}))`,
        },
        {
            content: "Both ways again",
            trigger: "button[data-direction='both']",
            run: "click",
        },
        {
            content: "It is back",
            trigger: CONSIGNEE,
        },
        {
            content: "As of a day before the delivery",
            trigger: ".o_med_trace_as_of input",
            run: "edit 01/05/2026 12:00:00 AM && press Enter",
        },
        {
            content: "The page says so",
            trigger: ".o_med_trace_past:contains('01/05/2026')",
        },
        {
            content: "Nothing had been shipped",
            trigger: ".o_med_trace_figure[data-figure='shipped']:contains('0')",
        },
        {
            content: "All of it was there",
            trigger: ".o_med_trace_figure[data-figure='on_hand']:contains('10')",
        },
        {
            content: "The PDF is of that day",
            trigger: ".o_med_trace_exports a[href*='.pdf?as_of=2026-01-0']",
        },
        {
            content: "So is the workbook",
            trigger: ".o_med_trace_exports a[href*='.xlsx?as_of=2026-01-0']",
        },
        {
            content: "And the EPCIS document",
            trigger: ".o_med_trace_exports a[href*='.epcis.json?as_of=2026-01-0']",
        },
        {
            content: "Back to now",
            trigger: ".o_med_trace_as_of button",
            run: "click",
        },
        {
            content: "The delivery is there again",
            trigger: CONSIGNEE,
        },
        {
            content: "Who decided",
            trigger: "[data-tab='decisions']",
            run: "click",
        },
        {
            content: "The release",
            trigger: ".o_med_trace_decisions:contains('Quarantine → Released')",
        },
        {
            content: "Open the lot itself",
            trigger: ".o_med_trace_lot .h4 a",
            run: "click",
        },
        {
            content: "Nothing on it can be changed",
            trigger: ".o_form_view .o_form_readonly .o_field_widget[name='name']:contains('TOUR-1')",
        },
        {
            content: "Back to the trace",
            trigger: ".o_breadcrumb a:contains('Trace of')",
            run: "click",
        },
        {
            content: "It is still there",
            trigger: CONSIGNEE,
        },
    ],
});

tours.add("med_warehouse_trace", {
    steps: () => [
        {
            content: "A lot's form leads to its trace",
            trigger: ".oe_stat_button:has(.fa-sitemap):contains('Trace')",
            run: "click",
        },
        {
            content: "The drawn way",
            trigger: CONSIGNEE,
        },
        {
            content: "Its movements, by document",
            trigger: ".o_med_trace_table button:contains('By Document')",
            run: "click",
        },
        {
            content: "A heading for each document",
            trigger: ".o_med_trace_table tr.table-light:contains('WH/OUT/1')",
        },
        {
            content: "An unknown number is answered in plain words",
            trigger: ".o_med_trace_input",
            run: "edit XYZZY && press Enter",
        },
        {
            content: "What was looked for",
            trigger: ".alert-warning:contains('Nothing bears “XYZZY”')",
        },
    ],
});
