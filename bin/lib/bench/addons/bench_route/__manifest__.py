{
    "name": "Bench: a trivial route",
    "summary": "What a webhook is measured against: a public route that inserts one row",
    "version": "19.0.1.0.0",
    "author": "MedSuite",
    "license": "LGPL-3",
    "depends": ["base", "web"],
}
