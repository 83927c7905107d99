"""A device of MQTT 3.1.1, with the packets written out (MQTT 3.1.1, sections 2 and 3)."""

import socket
import struct

from tour_stream import Stream

CONNECT, CONNACK, PUBLISH_QOS_1, PUBACK, DISCONNECT = 0x10, 0x20, 0x32, 0x40, 0xE0


def counted(text):
    data = text.encode()
    return struct.pack(">H", len(data)) + data


class Device(Stream):
    """Logs in with a clean session: AEP subscribes for the device."""

    def __init__(self, address, device_id, token):
        self.packet_id = 0
        self.unread = []
        self.socket = socket.create_connection(address, timeout=60)
        self.send(CONNECT, counted("MQTT") + struct.pack(">BBH", 4, 0xC2, 600) + counted(device_id) + counted("any") + counted(token))
        if self.packet() != (CONNACK, b"\x00\x00"):
            raise ConnectionError("the login was refused")

    def send(self, first, body):
        length, left = b"", len(body)
        while left > 127:
            length, left = length + bytes([left % 128 | 0x80]), left // 128
        self.socket.sendall(bytes([first]) + length + bytes([left]) + body)

    def packet(self):
        """Its first byte and what follows the length."""
        first = self.read(1)[0]
        length, shift = 0, 0
        while True:
            part = self.read(1)[0]
            length |= (part & 0x7F) << shift
            shift += 7
            if part < 0x80:
                return first, self.read(length)

    def publish(self, topic, payload):
        """With QoS 1; returns when the platform has stored it, which PUBACK says."""
        self.packet_id += 1
        acknowledged = (PUBACK, struct.pack(">H", self.packet_id))
        self.send(PUBLISH_QOS_1, counted(topic) + acknowledged[1] + payload)
        packet = self.packet()
        while packet != acknowledged:
            self.unread.append(packet)
            packet = self.packet()

    def command(self):
        """Topic and payload of the next command; it is not acknowledged by this."""
        first, body = self.unread.pop(0) if self.unread else self.packet()
        if first != PUBLISH_QOS_1:
            raise ConnectionError(f"no command but packet {first:#x}")
        end = 2 + struct.unpack(">H", body[:2])[0]
        self.delivered = body[end:end + 2]
        return body[2:end].decode(), body[end + 2:]

    def confirm(self):
        self.send(PUBACK, self.delivered)

    def close(self):
        self.send(DISCONNECT, b"")
        self.socket.close()
