const { defineConfig } = require("@medusajs/framework/utils")

/** Payments beside Medusa's own, for shops that take cash on delivery and gift cards. */
const payments = ["cod", "giftcard"].map((id) => ({ resolve: `./src/payment/${id}`, id }))

/**
 * The demo's shop. Everything that differs between two shops comes from the
 * environment, which bin/lib/shop.py fills.
 */
module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    // The database is reached through a Unix socket: Medusa would try TLS on
    // any host that is not called "localhost", and hang.
    databaseDriverOptions: { connection: { ssl: false } },
    http: {
      storeCors: "",
      adminCors: "",
      authCors: "",
      jwtSecret: process.env.JWT_SECRET,
      cookieSecret: process.env.COOKIE_SECRET,
    },
  },
  modules: [{ resolve: "@medusajs/medusa/payment", options: { providers: payments } }],
})
