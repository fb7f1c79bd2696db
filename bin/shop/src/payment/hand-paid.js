/**
 * Payments that no bank takes part in: the shop believes what it is told. Each provider below is
 * such a payment under a name of its own, as real shops have them (cash on delivery, gift cards).
 */
const { AbstractPaymentProvider, ModuleProvider, Modules } = require("@medusajs/framework/utils")
const { randomUUID } = require("node:crypto")

const nothing = async () => ({ data: {} })

class HandPaid extends AbstractPaymentProvider {
  async initiatePayment() {
    return { id: randomUUID(), data: {} }
  }

  async authorizePayment() {
    return { status: "authorized", data: {} }
  }

  async getPaymentStatus() {
    return { status: "authorized" }
  }

  async getWebhookActionAndData() {
    return { action: "not_supported" }
  }
}

for (const step of ["update", "delete", "capture", "refund", "cancel", "retrieve"]) {
  HandPaid.prototype[`${step}Payment`] = nothing
}

/** The module of a provider; the shop calls it "pp_<name>_<id>". */
function handPaid(name) {
  class Provider extends HandPaid {}
  Provider.identifier = name
  return ModuleProvider(Modules.PAYMENT, { services: [Provider] })
}

module.exports = { handPaid }
