package io.openaep.platform.access.lwm2m.door;

import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/// What a datagram of a DTLS 1.2 handshake is, by its records' headers (RFC 6347, 4.1 and 4.2.2).
final class DtlsWords {
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;

  /// Type, version, epoch, sequence number, length (RFC 6347, 4.1).
  private static final int HEADER_BYTES = 13;

  private static final int EPOCH_AT = 3;
  private static final int LENGTH_AT = 11;

  private DtlsWords() {}

  /// @param first byte of a datagram: the type of its first record
  static boolean isOfHandshake(byte first) {
    return first >= CHANGE_CIPHER_SPEC && first <= HANDSHAKE;
  }

  static String of(Bytes datagram) {
    List<String> records = new ArrayList<>();
    int at = 0;
    while (at + HEADER_BYTES < datagram.size()) {
      int body = at + HEADER_BYTES;
      boolean encrypted = number(datagram, at + EPOCH_AT) > 0;
      records.add(
          switch (datagram.at(at)) {
            case CHANGE_CIPHER_SPEC -> "change_cipher_spec";
            case ALERT -> encrypted ? "alert, encrypted" : alert(datagram, body);
            case HANDSHAKE ->
                encrypted ? "handshake message, encrypted" : message(datagram.at(body));
            default -> "record of type " + datagram.at(at);
          });
      at = body + number(datagram, at + LENGTH_AT);
    }
    return records.isEmpty() ? "nothing whole" : String.join(", ", records);
  }

  private static int number(Bytes datagram, int at) {
    return datagram.at(at) << 8 | datagram.at(at + 1);
  }

  /// RFC 5246, 7.2.
  private static String alert(Bytes datagram, int body) {
    return body + 1 < datagram.size() ? "alert " + datagram.at(body + 1) : "alert";
  }

  /// RFC 5246, 7.4; RFC 6347, 4.3.2.
  private static String message(int type) {
    return switch (type) {
      case 0 -> "hello_request";
      case 1 -> "client_hello";
      case 2 -> "server_hello";
      case 3 -> "hello_verify_request";
      case 11 -> "certificate";
      case 12 -> "server_key_exchange";
      case 13 -> "certificate_request";
      case 14 -> "server_hello_done";
      case 16 -> "client_key_exchange";
      case 20 -> "finished";
      default -> "handshake message " + type;
    };
  }
}
