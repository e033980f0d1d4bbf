// Hold statements against xAPI 1.0.3: node xapi_validate.js MODULES < statements.json
"use strict";
const [modules] = process.argv.slice(2);
const { default: validate } = require(`${modules}/@learninglocker/xapi-validation`);
const statements = JSON.parse(require("fs").readFileSync(0, "utf8"));
const told = statements.map((one) => validate(one).map((warning) => JSON.stringify(warning)));
process.stdout.write(JSON.stringify(told));
