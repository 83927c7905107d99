"""An application that is pushed to (AEP northbound, section 5): keeps what it is told, by the path of the subscribed URL."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """Listens on a free port of `host` until the program ends."""

    def __init__(self, host):
        self.told = {}
        kept = self.told

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # so that the platform can use a connection again

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers["Content-Type"].split(";")[0] == "application/json":
                    kept.setdefault(self.path, []).append(json.loads(body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, form, *values):
                pass

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path):
        return "http://%s:%d%s" % (*self.server.server_address[:2], path)

    def messages(self, path, count):
        """What was told at the path: waits until it is `count` messages, and no longer than a minute."""
        end = time.monotonic() + 60
        while len(self.told.get(path, [])) < count and time.monotonic() < end:
            time.sleep(0.02)
        return list(self.told.get(path, []))
