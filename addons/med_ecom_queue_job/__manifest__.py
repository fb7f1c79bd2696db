{
    "name": "MedSuite Shop Connector: Job Queue",
    "summary": "Runs the shops' exchanges as jobs of OCA queue_job, one channel per shop and flow",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "MedSuite",
    "license": "LGPL-3",
    "depends": ["med_ecom_connector", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "auto_install": True,
}
