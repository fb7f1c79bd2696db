-- A distributor's years. Statements are separated by empty lines; values come from trace_build.py.

INSERT INTO res_partner (name, complete_name, type, active, is_company, street, zip, city, country_id, email, phone,
                         autopost_bills, group_rfq, group_on, create_uid, write_uid, create_date, write_date, color,
                         partner_share)
SELECT 'Clinic ' || i, 'Clinic ' || i, 'contact', TRUE, TRUE, i || ' Main Street', '69007', 'Lyon', %(country)s,
       'clinic' || i || '@example.com', '+33 4 00 ' || i, 'ask', 'default', 'default', 1, 1, now(), now(), 0, TRUE
  FROM generate_series(1, %(partners)s) i

UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL

CREATE TEMP TABLE buyer AS
SELECT row_number() OVER (ORDER BY id) n, id FROM res_partner WHERE name LIKE 'Clinic %%'

CREATE UNIQUE INDEX ON buyer (n)

INSERT INTO stock_lot (name, product_id, release_status, expiration_date, production_date, create_uid, write_uid,
                       create_date, write_date)
SELECT CASE i WHEN 1 THEN 'SMALL' WHEN 2 THEN 'BIG' WHEN 3 THEN 'KIT' ELSE 'LOT' || i END,
       (%(products)s)[1 + i %% %(product_count)s], 'released', timestamp '2028-01-01' + i %% 900 * interval '1 day',
       date '2024-12-01', 1, 1, now(), now()
  FROM generate_series(1, %(lots)s) i

INSERT INTO med_lot_status (lot_id, status, expiration_date)
SELECT id, release_status, expiration_date FROM stock_lot
    ON CONFLICT DO NOTHING

CREATE TEMP TABLE numbered_lot AS SELECT row_number() OVER (ORDER BY id) n, id, product_id FROM stock_lot

CREATE UNIQUE INDEX ON numbered_lot (n)

-- Each lot comes in with one line in the first year and leaves with nine in the second.
CREATE TEMP TABLE movement AS
SELECT 'in' AS way, n AS lot, (n + 9) / 10 AS picking, 4000.0 AS quantity,
       timestamp '2025-01-01' + n * interval '365 days' / %(lots)s AS date
  FROM numbered_lot
 UNION ALL
SELECT 'out', n, ((n - 1) * %(deliveries)s + d) * 7919 %% %(pickings)s + 1, 1 + (n + d) %% 3, NULL
  FROM numbered_lot, generate_series(1, %(deliveries)s) d WHERE n > 2
 UNION ALL
SELECT 'out', 1, d * 31 %% %(pickings)s + 1, 1, NULL FROM generate_series(1, %(small)s) d
 UNION ALL
SELECT 'out', 2, d * 7 %% %(pickings)s + 1, 1, NULL FROM generate_series(1, %(big)s) d

UPDATE movement SET date = timestamp '2026-01-01' + picking * interval '300 days' / %(pickings)s WHERE way = 'out'

ALTER TABLE movement ADD COLUMN number bigserial

INSERT INTO stock_picking (name, origin, state, picking_type_id, location_id, location_dest_id, partner_id, move_type,
                           company_id, date_done, scheduled_date, create_uid, write_uid, create_date, write_date,
                           is_locked, user_id)
SELECT CASE way WHEN 'in' THEN 'BENCH/IN/' ELSE 'BENCH/OUT/' END || lpad(picking::text, 7, '0'),
       CASE way WHEN 'in' THEN 'P' ELSE 'S' END || lpad(picking::text, 7, '0'), 'done',
       CASE way WHEN 'in' THEN %(in_type)s ELSE %(out_type)s END,
       CASE way WHEN 'in' THEN %(supplier_location)s ELSE %(stock_location)s END,
       CASE way WHEN 'in' THEN %(stock_location)s ELSE %(customer_location)s END,
       CASE way WHEN 'in' THEN %(supplier)s
                ELSE (SELECT id FROM buyer WHERE n = picking * 104729 %% %(partners)s + 1) END,
       'direct', %(company)s, min(date), min(date), 1, 1, min(date), min(date), TRUE, 2
  FROM movement GROUP BY way, picking

CREATE TEMP TABLE transfer AS
SELECT CASE split_part(name, '/', 2) WHEN 'IN' THEN 'in' ELSE 'out' END AS way,
       split_part(name, '/', 3)::bigint AS picking, id, partner_id, name, origin, picking_type_id, location_id,
       location_dest_id
  FROM stock_picking WHERE name LIKE 'BENCH/%%'

CREATE UNIQUE INDEX ON transfer (way, picking)

SELECT setval('stock_move_id_seq', (SELECT COALESCE(max(id), 0) + 1 FROM stock_move))

CREATE TEMP TABLE line AS
SELECT nextval('stock_move_id_seq')::integer AS move_id, movement.number, numbered_lot.id AS lot_id,
       numbered_lot.product_id, movement.quantity, movement.date, transfer.id AS picking_id, transfer.partner_id,
       transfer.name, transfer.origin, transfer.picking_type_id, transfer.location_id, transfer.location_dest_id
  FROM movement
  JOIN numbered_lot ON numbered_lot.n = movement.lot
  JOIN transfer ON transfer.way = movement.way AND transfer.picking = movement.picking

INSERT INTO stock_move (id, date, company_id, product_id, product_uom, location_id, location_dest_id, procure_method,
                        product_uom_qty, product_qty, quantity, picked, state, picking_id, picking_type_id, reference,
                        origin, partner_id, create_uid, write_uid, create_date, write_date, sequence, priority,
                        additional, warehouse_id)
SELECT move_id, date, %(company)s, product_id, %(uom)s, location_id, location_dest_id, 'make_to_stock', quantity,
       quantity, quantity, TRUE, 'done', picking_id, picking_type_id, name, origin, partner_id, 1, 1, date, date, 10,
       '0', FALSE, %(warehouse)s
  FROM line

INSERT INTO stock_move_line (move_id, picking_id, company_id, product_id, product_uom_id, lot_id, location_id,
                             location_dest_id, quantity, quantity_product_uom, picked, state, date, create_uid,
                             write_uid, create_date, write_date)
SELECT move_id, picking_id, %(company)s, product_id, %(uom)s, lot_id, location_id, location_dest_id, quantity,
       quantity, TRUE, 'done', date, 1, 1, date, date
  FROM line ORDER BY date, number

INSERT INTO stock_quant (product_id, lot_id, location_id, company_id, quantity, reserved_quantity, in_date,
                         release_status, zone_id, expiration_date, create_uid, write_uid, create_date, write_date)
SELECT change.product_id, change.lot_id, place.id, %(company)s, sum(change.quantity), 0, min(change.date), 'released',
       place.effective_zone_id, min(lot.expiration_date), 1, 1, now(), now()
  FROM (SELECT product_id, lot_id, location_dest_id AS place, quantity, date FROM line
         UNION ALL
        SELECT product_id, lot_id, location_id, -quantity, date FROM line) change
  JOIN stock_location place ON place.id = change.place
  JOIN stock_lot lot ON lot.id = change.lot_id
 WHERE place.usage IN ('internal', 'customer')
 GROUP BY change.product_id, change.lot_id, place.id, place.effective_zone_id

-- What the ledger would have written, lot by lot; the hashes are added in Python.
CREATE TEMP TABLE ledger_source AS
SELECT 'lot/' || line.lot_id AS chain, 'move' AS kind,
       CASE WHEN source.usage = 'supplier' THEN 'receipt' ELSE 'delivery' END AS operation,
       line.date AS happened_on, line.date AS recorded_on, line.lot_id, line.product_id, line.quantity,
       source.id AS location_id, source.complete_name AS location_name, source_zone.code AS from_zone,
       source.usage AS from_usage, target.id AS location_dest_id, target.complete_name AS location_dest_name,
       target_zone.code AS to_zone, target.usage AS to_usage, 'stock.picking' AS document_model,
       line.picking_id AS document_id, line.name AS document_name, line.origin AS order_name,
       done.id AS move_line_ref, partner.id AS partner_ref, partner.id AS commercial_partner_ref,
       partner.name AS partner_name, concat_ws(', ', partner.street, partner.zip, partner.city) AS partner_address,
       CASE WHEN source.usage = 'supplier' THEN 'quarantine' ELSE 'released' END AS release_status,
       NULL::text AS old_status, NULL::text AS new_status, NULL::integer AS source_lot_id
  FROM line
  JOIN stock_move_line done ON done.move_id = line.move_id
  JOIN res_partner partner ON partner.id = line.partner_id
  JOIN stock_location source ON source.id = line.location_id
  JOIN stock_location target ON target.id = line.location_dest_id
  JOIN med_zone source_zone ON source_zone.id = source.effective_zone_id
  JOIN med_zone target_zone ON target_zone.id = target.effective_zone_id

INSERT INTO ledger_source (chain, kind, happened_on, recorded_on, lot_id, product_id, release_status, old_status,
                           new_status)
SELECT chain, 'status', happened_on + interval '1 hour', recorded_on + interval '1 hour', lot_id, product_id,
       'released', 'quarantine', 'released'
  FROM ledger_source WHERE operation = 'receipt'

INSERT INTO ledger_source (chain, kind, happened_on, recorded_on, lot_id, product_id, quantity, source_lot_id)
SELECT 'lot/' || kit.id, 'transformation', timestamp '2025-12-31', timestamp '2025-12-31', kit.id, kit.product_id, 10,
       component.id
  FROM numbered_lot kit, numbered_lot component WHERE kit.n = 3 AND component.n = 1
