// Receives Mynah's callbacks and checks their signatures. Needs Node 18 or newer, nothing else.
//
//     MYNAH_WEBHOOK_SECRET=whsec_... node receiver.mjs 8090
//
// The secret is what `mynah webhooks secret show KEY` prints.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const TOLERANCE_SECONDS = 300; // an older message may be a recording of an earlier one
const MAX_BODY_BYTES = 1_000_000;

const secret = Buffer.from(process.env.MYNAH_WEBHOOK_SECRET.replace(/^whsec_/, ""), "base64");
const seen = new Set(); // keep this in your database: the same callback may come more than once

function genuine(headers, body) {
  const timestamp = Number(headers["webhook-timestamp"]);
  if (!(Math.abs(Date.now() / 1000 - timestamp) <= TOLERANCE_SECONDS)) {
    return false;
  }
  const expected = createHmac("sha256", secret)
    .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`)
    .update(body)
    .digest();
  // While the secret is being replaced there are two signatures, with a space between.
  return (headers["webhook-signature"] ?? "").split(" ").some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ""), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const server = createServer((request, response) => {
  const parts = [];
  let size = 0;
  request.on("data", (part) => {
    size += part.length;
    if (size > MAX_BODY_BYTES) {
      request.destroy();
    }
    parts.push(part);
  });
  request.on("end", () => {
    const body = Buffer.concat(parts);
    if (!genuine(request.headers, body)) {
      response.writeHead(401).end();
      return;
    }
    if (!seen.has(request.headers["webhook-id"])) {
      seen.add(request.headers["webhook-id"]);
      const outcome = JSON.parse(body);
      console.log("task", outcome.task_id, outcome.success ? "succeeded" : "failed");
    }
    response.writeHead(204).end(); // any 2xx: Mynah doesn't send it again
  });
});

server.listen(Number(process.argv[2]), "127.0.0.1", () => {
  console.log("listening on port", server.address().port);
});
