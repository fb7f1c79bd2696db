/**
 * Tells Odoo that something happened to an order: a signed hint, never the order itself.
 * Odoo fetches the order afterwards, so a hint that is late or comes twice does no harm,
 * and one that never arrives is healed by polling.
 *
 * POST $ODOO_WEBHOOK_URL
 * X-Medusa-Signature: sha256=<hex HMAC-SHA256 of the raw body with $ODOO_WEBHOOK_SECRET>
 * {"name": "order.placed", "data": {"id": ..., "order_id": ...}, "at": "<ISO time>"}
 */
const { createHmac } = require("node:crypto")
const { setTimeout: sleep } = require("node:timers/promises")

const PAUSES_MS = [0, 1000, 3000, 9000, 27000]
const TIMEOUT_MS = 10000

/** Events whose data carries only the id of a related record: how to reach the order. */
const ORDER_PATHS = {
  "payment.captured": ["payment", "payment_collection.order.id"],
  "payment.refunded": ["payment", "payment_collection.order.id"],
  "shipment.created": ["fulfillment", "order.id"],
  "delivery.created": ["fulfillment", "order.id"],
}

async function findOrderId(name, data, container) {
  if (!(name in ORDER_PATHS)) {
    return data.order_id ?? data.id
  }
  const [entity, path] = ORDER_PATHS[name]
  const { data: rows } = await container
    .resolve("query")
    .graph({ entity, fields: [path], filters: { id: data.id } })
  return path.split(".").reduce((value, key) => value?.[key], rows[0])
}

async function post(body) {
  const signature = createHmac("sha256", process.env.ODOO_WEBHOOK_SECRET)
    .update(body)
    .digest("hex")
  const response = await fetch(process.env.ODOO_WEBHOOK_URL, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Medusa-Signature": `sha256=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) {
    throw new Error(`HTTP ${response.status}`)
  }
}

async function deliver(name, body, logger) {
  for (const pause of PAUSES_MS) {
    await sleep(pause)
    try {
      return await post(body)
    } catch (error) {
      logger.warn(`Webhook ${name} to Odoo failed: ${error.message}`)
    }
  }
  logger.error(`Webhook ${name} to Odoo given up, Odoo will find it by polling`)
}

async function tellOdoo({ event: { name, data }, container }) {
  if (!process.env.ODOO_WEBHOOK_URL) {
    return
  }
  const orderId = await findOrderId(name, data, container)
  const body = JSON.stringify({
    name,
    data: { ...data, order_id: orderId },
    at: new Date().toISOString(),
  })
  await deliver(name, body, container.resolve("logger"))
}

exports.default = tellOdoo
exports.config = {
  event: [
    "order.placed",
    "order.updated",
    "order.canceled",
    "order.completed",
    "order.fulfillment_created",
    "order.fulfillment_canceled",
    "order.return_requested",
    "order.return_received",
    "order-edit.confirmed",
    ...Object.keys(ORDER_PATHS),
  ],
}
