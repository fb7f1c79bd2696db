module.exports = require("./hand-paid").handPaid("cod")
