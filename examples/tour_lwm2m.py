"""A device of LwM2M 1.0 over plain CoAP, with the messages written out (RFC 7252, section 3; OMA LwM2M 1.0, 8.2)."""

import os
import socket
import struct

CON, ACK = 0, 2
GET, POST, PUT, DELETE, CREATED, DELETED, CHANGED, CONTENT, NOT_ALLOWED = 1, 2, 3, 4, 0x41, 0x42, 0x44, 0x45, 0x85
OBSERVE, LOCATION_PATH, URI_PATH, CONTENT_FORMAT, URI_QUERY = 6, 8, 11, 12, 15


def nibble(number):
    """A delta or a length: its half byte and what follows it."""
    return (number, b"") if number < 13 else (13, bytes([number - 13]))


def message(kind, code, mid, token, options=(), payload=b""):
    """`options`: pairs of a number and a value, in the order of the numbers."""
    data, last = struct.pack(">BBH", 0x40 | kind << 4 | len(token), code, mid) + token, 0
    for number, value in options:
        (delta, more_delta), (length, more_length) = nibble(number - last), nibble(len(value))
        data += bytes([delta << 4 | length]) + more_delta + more_length + value
        last = number
    return data + (b"\xff" + payload if payload else b"")


class Message:
    """One that came."""

    def __init__(self, data):
        first, self.code, self.mid = struct.unpack(">BBH", data[:4])
        self.kind, at = first >> 4 & 3, 4 + (first & 15)
        self.token, self.options, self.payload, number = data[4:at], [], b"", 0
        while at < len(data):
            if data[at] == 0xFF:
                self.payload = data[at + 1:]
                break
            delta, length = data[at] >> 4, data[at] & 15
            at += 1
            if delta == 13:
                delta, at = 13 + data[at], at + 1
            if length == 13:
                length, at = 13 + data[at], at + 1
            number += delta
            self.options.append((number, data[at:at + length]))
            at += length

    def path(self, number=URI_PATH):
        return [value.decode() for it, value in self.options if it == number]

    def value(self, number):
        return next((value for it, value in self.options if it == number), None)


class Device:
    """Registers and answers the observe of /19/0/0; what it says there first is no report."""

    def __init__(self, address, endpoint):
        self.mid, self.sequence, self.unread, self.seen = int.from_bytes(os.urandom(2), "big"), 0, [], set()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(60)
        self.socket.connect(address)
        queries = [(URI_QUERY, text.encode()) for text in ("ep=" + endpoint, "lt=86400", "lwm2m=1.0", "b=U")]
        self.location = self.request(POST, ["rd"], [(CONTENT_FORMAT, b"\x28"), *queries], CREATED,
                                     b"</1/0>,</3/0>,</19/0>,</19/1>").path(LOCATION_PATH)
        observe = self.asked()
        if observe.code != GET or observe.path() != ["19", "0", "0"] or observe.value(OBSERVE) not in (b"", b"\0"):
            raise ConnectionError(f"no observe but {observe.code:#x} of {observe.path()}")
        self.token = observe.token
        self.socket.send(message(ACK, CONTENT, observe.mid, self.token, self.value_options(), b"first"))

    def value_options(self):
        self.sequence += 1
        return [(OBSERVE, bytes([self.sequence])), (CONTENT_FORMAT, b"\x2a")]

    def exchange(self, code, token, options, payload):
        """A confirmable message, and what acknowledges it; it is sent again like any, every two seconds."""
        self.mid = (self.mid + 1) % 65536
        data = message(CON, code, self.mid, token, options, payload)
        self.socket.settimeout(2)
        try:
            for _ in range(30):
                self.socket.send(data)
                try:
                    while True:
                        got = Message(self.socket.recv(2048))
                        if got.kind == ACK and got.mid == self.mid:
                            return got
                        self.unread.append(got)
                except TimeoutError:
                    pass
        finally:
            self.socket.settimeout(60)
        raise ConnectionError("no acknowledgement")

    def request(self, code, path, options, wanted, payload=b""):
        answer = self.exchange(code, os.urandom(4), [(URI_PATH, it.encode()) for it in path] + list(options), payload)
        if answer.code != wanted:
            raise ConnectionError(f"the answer is {answer.code:#x}, not {wanted:#x}")
        return answer

    def asked(self):
        """The next request of the platform, its repetitions passed over."""
        while True:
            got = self.unread.pop(0) if self.unread else Message(self.socket.recv(2048))
            if 0 < got.code < 0x20 and (got.mid, got.token) not in self.seen:
                self.seen.add((got.mid, got.token))
                return got

    def notify(self, payload):
        """A report, by a confirmable notification; returns when the platform has stored it, which the acknowledgement says."""
        answer = self.exchange(CONTENT, self.token, self.value_options(), payload)
        if answer.code != 0:
            raise ConnectionError(f"the notification was answered with {answer.code:#x}")

    def command(self):
        """What is written to /19/1/0; it is not answered by this."""
        write = self.asked()
        if write.code != PUT or write.path() != ["19", "1", "0"]:
            raise ConnectionError(f"no write but {write.code:#x} of {write.path()}")
        self.write = write
        return write.payload

    def confirm(self, code=CHANGED):
        self.socket.send(message(ACK, code, self.write.mid, self.write.token))

    def close(self):
        """Deregisters."""
        self.request(DELETE, self.location, [], DELETED)
        self.socket.close()
