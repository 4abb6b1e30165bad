#!/usr/bin/env python3
"""Stands for a VNC server on the host.   usage: byte_source.py PORT    says "ready"

A client's first byte says what it wants: b"s" and a length of 8 bytes: so many bytes; b"e": everything back.
"""
import socket
import socketserver
import sys


class Source(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.request.recv(1) == b"s":
            left = int.from_bytes(self.request.recv(8, socket.MSG_WAITALL), "big")
            block = bytes(range(256)) * 256
            while left > 0:
                self.request.sendall(block[:left])
                left -= len(block)
        else:
            while data := self.request.recv(65536):
                self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", int(sys.argv[1])), Source) as server:
    print("ready", flush=True)
    server.serve_forever()
