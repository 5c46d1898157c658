"""A small service: prints the path and the fields of one notification, then ends."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        notice = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print(self.path, json.dumps(notice), flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *words: object) -> None:
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
server.timeout = 60
port = Path(sys.argv[1])
port.with_suffix(".new").write_text(str(server.server_port))
os.replace(port.with_suffix(".new"), port)
server.handle_request()
