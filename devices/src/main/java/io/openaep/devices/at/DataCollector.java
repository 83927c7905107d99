package io.openaep.devices.at;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;

/// Collects the data of one prompt. On the loop.
final class DataCollector {
  private static final int CTRL_Z = 0x1a;
  private static final int ESC = 0x1b;

  private final DataRequest request;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private boolean tooMuch;

  DataCollector(DataRequest request) {
    this.request = request;
  }

  DataRequest request() {
    return request;
  }

  /// Whether no byte is needed at all.
  Optional<DataResult> begin() {
    return complete();
  }

  Optional<DataResult> accept(int octet) {
    return switch (request.size()) {
      case DataRequest.Size.Fixed _ -> {
        taken.write(octet);
        yield complete();
      }
      case DataRequest.Size.UntilCtrlZ size -> {
        if (octet == ESC) {
          yield Optional.of(new DataResult.Cancelled());
        }
        if (octet == CTRL_Z) {
          yield Optional.of(
              tooMuch
                  ? new DataResult.Unusable("more than " + size.limitBytes() + " bytes")
                  : decoded());
        }
        if (taken.size() == wire(size.limitBytes())) {
          tooMuch = true;
        } else {
          taken.write(octet);
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<DataResult> complete() {
    return request.size() instanceof DataRequest.Size.Fixed(int bytes)
            && taken.size() >= wire(bytes)
        ? Optional.of(decoded())
        : Optional.empty();
  }

  private int wire(int bytes) {
    return request.hex() ? 2 * bytes : bytes;
  }

  private DataResult decoded() {
    if (!request.hex()) {
      return new DataResult.Data(taken.toByteArray());
    }
    try {
      return new DataResult.Data(HexFormat.of().parseHex(Octets.of(taken.toByteArray())));
    } catch (IllegalArgumentException e) {
      return new DataResult.Unusable("not hexadecimal");
    }
  }
}
