from . import (
    test_alerts,
    test_bad_orders,
    test_faults,
    test_mapping,
    test_order_edits,
    test_order_import,
    test_outbound,
    test_parcels,
    test_store,
    test_store_capabilities,
    test_tours,
    test_webhook,
)
