package io.openaep.wire.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever bytes come and however they are cut: frames or the one decode exception, and the same
/// ones for every way of cutting.
class TcpFrameFuzzTest {
  private static final int LIMIT_BYTES = 300;

  /// What a stream came to.
  private record Outcome(List<TcpFrame> frames, Optional<String> refusal, int leftBytes) {}

  @Property
  void anyBytesCutAnywhereGiveTheSameFramesOrTheSameRefusal(
      @ForAll("streams") byte[] stream,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 40) Integer> cuts) {
    Outcome whole = decode(stream, List.of(stream.length));
    Outcome cut = decode(stream, cuts);
    Outcome byByte = decode(stream, List.of(1));

    assertThat(cut).isEqualTo(whole);
    assertThat(byByte).isEqualTo(whole);
  }

  @Property
  void whatWasDecodedEncodesToTheSameBytes(@ForAll("streams") byte[] stream) {
    Outcome outcome = decode(stream, List.of(stream.length));

    byte[] again = encode(outcome.frames());
    assertThat(Arrays.copyOf(stream, again.length)).isEqualTo(again);
    if (outcome.refusal().isEmpty()) {
      assertThat(again.length + outcome.leftBytes()).isEqualTo(stream.length);
    }
  }

  @Property
  void framesSurviveTheWire(
      @ForAll @Size(max = 8) List<@From("frames") TcpFrame> frames,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 40) Integer> cuts) {
    Outcome outcome = decode(encode(frames), cuts);

    assertThat(outcome).isEqualTo(new Outcome(frames, Optional.empty(), 0));
  }

  @Property
  void oneFlippedByteNeverGivesAnythingButFramesOrTheRefusal(
      @ForAll @Size(min = 1, max = 5) List<@From("frames") TcpFrame> frames,
      @ForAll @IntRange(max = 10_000) int where,
      @ForAll byte what) {
    byte[] stream = encode(frames);
    stream[where % stream.length] = what;

    assertThat(decode(stream, List.of(7))).isEqualTo(decode(stream, List.of(stream.length)));
  }

  @Property(tries = 200)
  void waitingBytesStayWithinTheLimit(@ForAll("streams") byte[] stream) {
    TcpFrameDecoder decoder = new TcpFrameDecoder(LIMIT_BYTES);
    try {
      for (byte one : stream) {
        decoder.feed(ByteBuffer.wrap(new byte[] {one}));
        while (decoder.next().isPresent()) {
          // Only what is left over counts here.
        }
        assertThat(decoder.buffered()).isLessThan(LIMIT_BYTES);
      }
    } catch (DecodeException refusal) {
      assertThat(decoder.buffered()).isZero();
    }
  }

  /// Mostly nonsense, and streams that begin like frames, so that every branch is reached.
  @Provide
  Arbitrary<byte[]> streams() {
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    Arbitrary<byte[]> likely =
        Combinators.combine(
                frames().list().ofMaxSize(4),
                Arbitraries.bytes().between((byte) 0, (byte) 7).array(byte[].class).ofMaxSize(40))
            .as((frames, tail) -> join(encode(frames), tail));
    return Arbitraries.oneOf(noise, likely);
  }

  @Provide
  Arbitrary<TcpFrame> frames() {
    Arbitrary<Bytes> data =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(60).map(Bytes::copyOf);
    Arbitrary<String> text = Arbitraries.strings().alpha().numeric().withChars('水').ofMaxLength(12);
    return Arbitraries.oneOf(
        Combinators.combine(text, text, text).as(TcpFrame.Login::new),
        data.map(TcpFrame.Uplink::new),
        data.map(TcpFrame.Downlink::new),
        Arbitraries.of(LoginResult.class).map(TcpFrame.LoginAnswer::new),
        Arbitraries.of(new TcpFrame.Heartbeat(), new TcpFrame.HeartbeatAnswer()));
  }

  /// Feeds `stream` in pieces of the given sizes, over and over; no sizes means one piece.
  private static Outcome decode(byte[] stream, List<Integer> cuts) {
    TcpFrameDecoder decoder = new TcpFrameDecoder(LIMIT_BYTES);
    List<TcpFrame> frames = new ArrayList<>();
    int at = 0;
    int piece = 0;
    try {
      while (at < stream.length) {
        int sizeBytes = cuts.isEmpty() ? stream.length : cuts.get(piece++ % cuts.size());
        int end = Math.min(stream.length, at + sizeBytes);
        decoder.feed(ByteBuffer.wrap(stream, at, end - at));
        at = end;
        for (var next = decoder.next(); next.isPresent(); next = decoder.next()) {
          frames.add(next.get());
        }
      }
      return new Outcome(frames, Optional.empty(), decoder.buffered());
    } catch (DecodeException refusal) {
      return new Outcome(frames, Optional.of(refusal.reason()), 0);
    }
  }

  private static byte[] encode(List<TcpFrame> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frames.forEach(frame -> out.writeBytes(TcpFrameEncoder.encode(frame).unsafeArray()));
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
