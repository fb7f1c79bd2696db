-- A copy must never talk to the real shop, nor be talked to by it
UPDATE ecom_store
   SET base_url = 'http://neutralized.invalid',
       webhook_token = 'neutralized-' || id,
       active = FALSE;
-- nor fetch or leave files anywhere
UPDATE ecom_file_source
   SET sealed_password = NULL,
       sealed_private_key = NULL,
       active = FALSE;
-- nor listen to real carriers
UPDATE ecom_tracking_source
   SET sealed_secret = NULL,
       token = 'neutralized-' || id,
       active = FALSE;

-- Every sealed secret, whichever model keeps it
DO $$
DECLARE
    secret record;
BEGIN
    FOR secret IN
        SELECT table_name, column_name FROM information_schema.columns
         WHERE table_schema = current_schema() AND column_name LIKE 'sealed\_%'
    LOOP
        EXECUTE format('UPDATE %I SET %I = NULL', secret.table_name, secret.column_name);
    END LOOP;
END $$;

-- Nothing is told to people about a copy
UPDATE ecom_alert SET state = 'cleared' WHERE state = 'open';

UPDATE ir_cron
   SET active = FALSE
  FROM ir_act_server action, ir_model model
 WHERE action.id = ir_cron.ir_actions_server_id AND model.id = action.model_id AND model.model LIKE 'ecom.%';
