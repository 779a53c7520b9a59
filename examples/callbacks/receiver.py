"""Receives Mynah's callbacks and checks their signatures. Needs Python 3.9 or newer, nothing else.

    MYNAH_WEBHOOK_SECRET=whsec_... python3 receiver.py 8090

The secret is what `mynah webhooks secret show KEY` prints.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300  # an older message may be a recording of an earlier one
MAX_BODY_BYTES = 1_000_000

secret = base64.b64decode(os.environ["MYNAH_WEBHOOK_SECRET"].removeprefix("whsec_"))
seen = set()  # keep this in your database: the same callback may come more than once


def genuine(headers, body):
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    # While the secret is being replaced there are two signatures, with a space between.
    given = [one.removeprefix("v1,") for one in headers.get("webhook-signature", "").split()]
    return any(hmac.compare_digest(expected.encode(), one.encode()) for one in given)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        if length > MAX_BODY_BYTES:
            return self.answer(413)
        body = self.rfile.read(length)
        if not genuine(self.headers, body):
            return self.answer(401)
        if self.headers["webhook-id"] not in seen:
            seen.add(self.headers["webhook-id"])
            outcome = json.loads(body)
            print("task", outcome["task_id"], "succeeded" if outcome["success"] else "failed", flush=True)
        self.answer(204)  # any 2xx: Mynah doesn't send it again

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    print("listening on port", server.server_port, flush=True)
    server.serve_forever()
