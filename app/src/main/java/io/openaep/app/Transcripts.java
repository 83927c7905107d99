package io.openaep.app;

import io.openaep.devices.replay.Transcript;
import io.openaep.devices.replay.TranscriptException;
import io.openaep.devices.replay.TranscriptParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Transcripts from files, and the guide's own from the program's jar.
final class Transcripts {
  /// The guide's examples, in the order of its chapters.
  private static final List<String> GUIDE =
      List.of(
          "boot-and-identify.at",
          "lwm2m-plain.at",
          "lwm2m-auto-ack.at",
          "lwm2m-con-non.at",
          "lwm2m-push-mode.at",
          "lwm2m-buffer-mode.at",
          "lwm2m-dtls-psk.at",
          "lwm2m-hostname-ipv6.at",
          "lwm2m-register-rejected.at",
          "low-power-psm-lwm2m.at",
          "mqtt.at",
          "tcp.at",
          "tcp-sendex.at",
          "power-off.at");

  private Transcripts() {}

  static List<Transcript> guide() {
    List<Transcript> transcripts = new ArrayList<>();
    for (String name : GUIDE) {
      try (InputStream in = Transcripts.class.getResourceAsStream("/transcripts/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the build left the transcript " + name + " out");
        }
        transcripts.add(parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new IllegalStateException("the transcript " + name + " cannot be read", e);
      }
    }
    return transcripts;
  }

  static List<Transcript> files(List<Path> files) {
    List<Transcript> transcripts = new ArrayList<>();
    for (Path file : files) {
      try {
        transcripts.add(parse(file.toString(), Files.readString(file)));
      } catch (NoSuchFileException e) {
        throw new WrongUse("there is no transcript " + file + "; name a .at file", e);
      } catch (IOException e) {
        throw new WrongUse("the transcript " + file + " cannot be read: " + e, e);
      }
    }
    return transcripts;
  }

  private static Transcript parse(String name, String text) {
    try {
      return TranscriptParser.parse(name, text);
    } catch (TranscriptException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    }
  }
}
