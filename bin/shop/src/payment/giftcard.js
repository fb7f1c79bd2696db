module.exports = require("./hand-paid").handPaid("giftcard")
