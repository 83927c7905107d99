package io.openaep.wire.tcp;

import io.openaep.wire.ByteReader;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Cuts a TCP stream into frames, however the network has cut or joined it: {@link #feed} takes
/// what arrived, {@link #next} hands out whole frames one by one. The caller pulls, so that a
/// connection can stop between two frames (a login that is being checked, an append that lags)
/// without a queue.
///
/// A frame that cannot become valid is refused as soon as that is known, not when all of it is
/// there: an unknown first byte at once, a length beyond the limit with its last length byte. After
/// a refusal there is no way back into step, so every later call repeats it.
///
/// It holds at most twice what was fed and not yet pulled. Not thread-safe: one decoder belongs to
/// one connection.
public final class TcpFrameDecoder {
  /// What fits the two length bytes of a data frame.
  public static final int DEFAULT_FRAME_LIMIT_BYTES = TcpFrame.DATA_FRAME_LIMIT_BYTES;

  private static final int SHOWN_BYTES = 64;
  private static final int UNKNOWN_SIZE = -1;
  private static final int LENGTH_BYTES = 2;
  private static final int LOGIN_FIELDS = 3;

  /// A drained buffer up to this size is kept for the next frame; a larger one is let go, so that a
  /// silent connection costs little.
  private static final int KEPT_BUFFER_BYTES = 256;

  private static final byte[] NOTHING = new byte[0];

  private int frameLimitBytes;
  private byte[] buffer = NOTHING;
  private int start;
  private int end;
  private Optional<String> broken = Optional.empty();
  private Bytes refused = Bytes.EMPTY;

  public TcpFrameDecoder() {
    this(DEFAULT_FRAME_LIMIT_BYTES);
  }

  /// @param frameLimitBytes the longest frame, type and lengths included, that is let in
  public TcpFrameDecoder(int frameLimitBytes) {
    frameLimit(frameLimitBytes);
  }

  /// Changes the limit from the next frame on: a peer that has not logged in yet gets less.
  public void frameLimit(int frameLimitBytes) {
    if (frameLimitBytes < 1) {
      throw new IllegalArgumentException(
          "a frame limit of " + frameLimitBytes + " lets nothing in");
    }
    this.frameLimitBytes = frameLimitBytes;
  }

  /// Takes all remaining bytes of `arrived`.
  public void feed(ByteBuffer arrived) {
    int moreBytes = arrived.remaining();
    if (buffer.length - end < moreBytes) {
      makeRoom(moreBytes);
    }
    arrived.get(buffer, end, moreBytes);
    end += moreBytes;
  }

  /// The next whole frame, or nothing if more bytes have to come first.
  ///
  /// @throws DecodeException if the bytes are no frame of the protocol or pass the limit
  public Optional<TcpFrame> next() throws DecodeException {
    if (broken.isPresent()) {
      throw new DecodeException(broken.get());
    }
    try {
      int sizeBytes = frameSize();
      if (sizeBytes == UNKNOWN_SIZE || sizeBytes > buffered()) {
        return Optional.empty();
      }
      TcpFrame frame = read(ByteReader.of(buffer, start, start + sizeBytes));
      start += sizeBytes;
      release();
      return Optional.of(frame);
    } catch (DecodeException refusal) {
      broken = Optional.of(refusal.reason());
      refused =
          Bytes.wrap(Arrays.copyOfRange(buffer, start, start + Math.min(SHOWN_BYTES, buffered())));
      discard();
      throw refusal;
    }
  }

  /// The first bytes of what was refused, up to 64: to show what is wrong with them. Empty before a
  /// refusal.
  public Bytes refused() {
    return refused;
  }

  /// Drops what was fed and not pulled.
  public void discard() {
    buffer = NOTHING;
    start = 0;
    end = 0;
  }

  /// Bytes that were fed and are not part of a pulled frame yet.
  public int buffered() {
    return end - start;
  }

  private int frameSize() throws DecodeException {
    if (buffered() == 0) {
      return UNKNOWN_SIZE;
    }
    int type = buffer[start] & 0xff;
    return switch (type) {
      case TcpFrame.Login.TYPE -> sizeWithFields(LOGIN_FIELDS);
      case TcpFrame.Uplink.TYPE,
          TcpFrame.Downlink.TYPE,
          TcpFrame.UplinkAnswer.TYPE,
          TcpFrame.CommandResponse.TYPE ->
          sizeWithFields(1);
      case TcpFrame.LoginAnswer.TYPE -> 1 + LENGTH_BYTES;
      case TcpFrame.Heartbeat.TYPE, TcpFrame.HeartbeatAnswer.TYPE -> 1;
      default -> throw new DecodeException("first byte 0x%02x starts no frame".formatted(type));
    };
  }

  /// The size of a frame of one type byte and `fields` fields with two length bytes each, or {@link
  /// #UNKNOWN_SIZE} while a length is missing.
  private int sizeWithFields(int fields) throws DecodeException {
    int sizeBytes = 1;
    for (int field = 0; field < fields; field++) {
      if (buffered() < sizeBytes + LENGTH_BYTES) {
        return UNKNOWN_SIZE;
      }
      int at = start + sizeBytes;
      sizeBytes += LENGTH_BYTES + ((buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff));
      if (sizeBytes > frameLimitBytes) {
        throw new DecodeException(
            "frame of at least " + sizeBytes + " bytes, the limit is " + frameLimitBytes);
      }
    }
    return sizeBytes;
  }

  private static TcpFrame read(ByteReader in) throws DecodeException {
    int type = in.u8("frame type");
    return switch (type) {
      case TcpFrame.Login.TYPE ->
          new TcpFrame.Login(
              text(in, "login device id"), text(in, "login password"), text(in, "login version"));
      case TcpFrame.Uplink.TYPE -> new TcpFrame.Uplink(in.bytes(in.u16("length"), "uplink data"));
      case TcpFrame.Downlink.TYPE ->
          new TcpFrame.Downlink(in.bytes(in.u16("length"), "downlink data"));
      case TcpFrame.UplinkAnswer.TYPE -> uplinkAnswer(in);
      case TcpFrame.CommandResponse.TYPE ->
          new TcpFrame.CommandResponse(in.bytes(in.u16("length"), "command response"));
      case TcpFrame.Heartbeat.TYPE -> new TcpFrame.Heartbeat();
      case TcpFrame.LoginAnswer.TYPE ->
          new TcpFrame.LoginAnswer(LoginResult.ofCode(in.u16("login result")));
      case TcpFrame.HeartbeatAnswer.TYPE -> new TcpFrame.HeartbeatAnswer();
      default -> throw new DecodeException("first byte 0x%02x starts no frame".formatted(type));
    };
  }

  private static TcpFrame uplinkAnswer(ByteReader in) throws DecodeException {
    int sizeBytes = in.u16("length");
    if (sizeBytes != TcpFrame.UplinkAnswer.SIZE_BYTES) {
      throw new DecodeException("answer to data of " + sizeBytes + " bytes, not 4");
    }
    return new TcpFrame.UplinkAnswer(in.u16("message id"), in.u16("result"));
  }

  private static String text(ByteReader in, String field) throws DecodeException {
    return in.text(in.u16("length of " + field), field);
  }

  private void makeRoom(int moreBytes) {
    int held = buffered();
    int needed = Math.addExact(held, moreBytes);
    if (needed <= buffer.length) {
      System.arraycopy(buffer, start, buffer, 0, held);
    } else {
      // Doubling: a frame that trickles in byte by byte must not be copied once per byte.
      byte[] larger = new byte[Math.max(needed, Math.max(2 * held, KEPT_BUFFER_BYTES))];
      System.arraycopy(buffer, start, larger, 0, held);
      buffer = larger;
    }
    start = 0;
    end = held;
  }

  private void release() {
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > KEPT_BUFFER_BYTES) {
        buffer = NOTHING;
      }
    }
  }
}
