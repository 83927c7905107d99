"""A device of the framed TCP protocol, with the bytes written out: what the tour needs to have something to ask for."""

import socket
import struct

from tour_stream import Stream


def counted(data):
    return struct.pack(">H", len(data)) + data


class Device(Stream):
    """Logs in. `version` is 1.0 for transparent products, 1.1 for products with a thing model."""

    def __init__(self, address, device_id, token, version):
        self.version = version
        self.socket = socket.create_connection(address, timeout=60)
        self.socket.sendall(b"\x01" + counted(device_id.encode()) + counted(token.encode()) + counted(version.encode()))
        answer = self.read(3)
        if answer != b"\x05\x00\x00":
            raise ConnectionError(f"the login was answered with {answer.hex()}")

    def report(self, payload):
        """Transparent data; returns when the platform has stored it, which the heartbeat's answer says."""
        self.socket.sendall(b"\x02" + counted(payload) + b"\x04")
        if self.read(1) != b"\x06":
            raise ConnectionError("no answer to the heartbeat")

    def report_service(self, message_id, service_id, values, result=0):
        """A report of version 1.1; returns when it is stored. `result` 1 says that it does not fit the model."""
        self.socket.sendall(b"\x02" + counted(struct.pack(">HH", message_id, service_id) + values))
        if self.read(7) != b"\x82\x00\x04" + struct.pack(">HH", message_id, result):
            raise ConnectionError("the report was not stored")

    def command(self):
        """The payload of the next command."""
        if self.read(1) != b"\x03":
            raise ConnectionError("no command")
        return self.read(struct.unpack(">H", self.read(2))[0])

    def respond(self, task_id, service_id, values):
        self.socket.sendall(b"\x83" + counted(struct.pack(">HH", task_id, service_id) + values))

    def close(self):
        self.socket.close()
