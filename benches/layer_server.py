"""The part of Lambda's API that a download of layers needs, and S3, on the loopback interface.

usage: layer_server.py NAME=ZIP...    prints its address, then serves until its standard input ends
"""

import base64
import hashlib
import http.server
import json
import os
import re
import sys
import threading
import urllib.parse

from packages import arn


def main():
    layers = {}
    for given in sys.argv[1:]:
        name, path = given.split("=", 1)
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        layers[name] = (path, base64.b64encode(digest).decode(), os.path.getsize(path))

    class Lambda(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # The head of an answer is sent at once, not with the next data.
        wbufsize = 65536

        def do_GET(self):
            asked = urllib.parse.unquote(self.path)
            if asked.startswith("/zip/"):
                return self._zip(layers[asked.removeprefix("/zip/")][0])
            # By the complete ARN, as samlayers requests, or by the ARN without its version, as SAM does.
            name = re.search(r":layer:([^:/&]+)", asked)[1]
            _, digest, size = layers[name]
            content = {"Location": f"http://{self.headers['Host']}/zip/{name}", "CodeSha256": digest, "CodeSize": size}
            body = json.dumps({"Content": content, "Version": 1, "LayerVersionArn": arn(name)}).encode()
            self._head(200, len(body), "application/json")
            self.wfile.write(body)
            self.wfile.flush()

        def _zip(self, path):
            size = os.path.getsize(path)
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            begin = int(asked[1]) if asked else 0
            span = {"Content-Range": f"bytes {begin}-{size - 1}/{size}"} if asked else {}
            self._head(206 if asked else 200, size - begin, "application/zip", **span)
            self.wfile.flush()
            with open(path, "rb") as file:
                self.connection.sendfile(file, begin)

        def _head(self, status, length, kind, **more):
            self.send_response(status)
            for name, value in {"Content-Length": length, "Content-Type": kind, "ETag": '"1"', **more}.items():
                self.send_header(name, str(value))
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lambda)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


main()
