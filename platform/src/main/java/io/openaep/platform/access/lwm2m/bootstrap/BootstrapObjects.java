package io.openaep.platform.access.lwm2m.bootstrap;

import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// The two instances that a bootstrap writes, in LwM2M TLV (LwM2M 1.0, 6.4.3), which every device
/// of 1.0 and 1.1 reads. Stateless.
final class BootstrapObjects {
  private static final int SHORT_SERVER_ID = 1;
  private static final int PRE_SHARED_KEY = 0;
  private static final int NO_SECURITY = 3;

  private BootstrapObjects() {}

  /// What a device needs for DTLS.
  record Key(String identity, Bytes secret) {}

  /// Object 0 (LwM2M 1.0, appendix E.1).
  static Bytes security(String uri, Optional<Key> key) {
    ByteWriter out = new ByteWriter(128);
    resource(out, 0, Bytes.utf8(uri));
    resource(out, 1, flag(false));
    resource(
        out, 2, Bytes.wrap(new byte[] {(byte) (key.isPresent() ? PRE_SHARED_KEY : NO_SECURITY)}));
    // mandatory, whatever the mode: without them Leshan's client refuses the whole bootstrap
    resource(out, 3, key.map(it -> Bytes.utf8(it.identity())).orElse(Bytes.EMPTY));
    resource(out, 4, Bytes.EMPTY);
    resource(out, 5, key.map(Key::secret).orElse(Bytes.EMPTY));
    resource(out, 10, Bytes.wrap(new byte[] {SHORT_SERVER_ID}));
    return out.toBytes();
  }

  /// Object 1 (LwM2M 1.0, appendix E.2).
  static Bytes server(Duration lifetime) {
    ByteWriter out = new ByteWriter(128);
    resource(out, 0, Bytes.wrap(new byte[] {SHORT_SERVER_ID}));
    ByteWriter seconds = new ByteWriter(128);
    seconds.i32(lifetime.toSeconds());
    resource(out, 1, seconds.toBytes());
    resource(out, 6, flag(true));
    resource(out, 7, Bytes.utf8("U"));
    return out.toBytes();
  }

  private static Bytes flag(boolean set) {
    return Bytes.wrap(new byte[] {(byte) (set ? 1 : 0)});
  }

  private static void resource(ByteWriter out, int id, Bytes value) {
    int size = value.size();
    if (size < 8) {
      out.u8(0xc0 | size).u8(id);
    } else if (size < 0x100) {
      out.u8(0xc8).u8(id).u8(size);
    } else {
      out.u8(0xd0).u8(id).u16(size);
    }
    out.bytes(value);
  }
}
