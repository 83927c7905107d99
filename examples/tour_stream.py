"""A connection of the tour's devices over TCP."""


class Stream:
    """Reads from `self.socket`, which the device opens."""

    def read(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise ConnectionError("the platform closed the connection")
            data += more
        return data
