"""A small model server: PUT and GET /<slot>/model, GET /<slot>/version, POST /<slot>/predict."""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FIRST = {"version": "1", "centres": [[0.0, 0.0], [1.0, 1.0]]}
slots = {"staging": FIRST, "production": FIRST}
LOADING_S = 0.4  # a new model answers only after a while, as in life


def load_later(slot: str, model: dict) -> None:
    time.sleep(LOADING_S)
    slots[slot] = model


def nearest(model: dict, point: list[float]) -> int:
    distances = [
        sum((a - b) ** 2 for a, b in zip(centre, point, strict=True)) for centre in model["centres"]
    ]
    return distances.index(min(distances))


class Door(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        slot, what = self.path.strip("/").split("/")
        self.answer(slots[slot] if what == "model" else slots[slot]["version"])

    def do_PUT(self) -> None:
        slot = self.path.strip("/").split("/")[0]
        threading.Thread(target=load_later, args=(slot, self.body()), daemon=True).start()
        self.answer("loading")

    def do_POST(self) -> None:
        slot = self.path.strip("/").split("/")[0]
        self.answer([nearest(slots[slot], point) for point in self.body()])

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, value) -> None:
        text = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    print(server.server_port, flush=True)
    sys.stdout.close()
    server.serve_forever()
