-- A copy must never talk to the real shop
UPDATE ecom_store
   SET sealed_api_key = NULL,
       sealed_api_secret = NULL,
       sealed_webhook_secret = NULL,
       base_url = 'http://neutralized.invalid',
       active = FALSE;
-- nor listen to real carriers
UPDATE ecom_tracking_source
   SET sealed_secret = NULL,
       active = FALSE;
