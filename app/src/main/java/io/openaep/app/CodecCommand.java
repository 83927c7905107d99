package io.openaep.app;

import io.openaep.wire.codegen.CCodec;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import io.openaep.wire.payload.ServiceInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `openaep codec`: the C source of a product's codec, from a file with its thing model or from a
/// running platform.
@Command(
    name = "codec",
    description = "Write C source that encodes and decodes the compact binary of a thing model.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CodecCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A thing model as the REST API has it, or a service_info.json.")
  private @Nullable Path file;

  @Option(
      names = "--platform",
      paramLabel = "URL",
      description = "Ask this platform instead of reading a file.")
  private @Nullable String platform;

  @Option(names = "--product", paramLabel = "ID", description = "The product on that platform.")
  private @Nullable Long product;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "A bearer token of that platform (or OPENAEP_TOKEN, which does not show in the process list).")
  private @Nullable String token;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "aep_codec",
      description = "Of the files, and the prefix of every name in them (default: aep_codec).")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where NAME.c and NAME.h are written (default: here).")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Source from = source();
    try {
      ThingModel model = model(from.text());
      if (model.services().isEmpty()) {
        throw new InvalidModel("the model has no service, so there is nothing to encode or decode");
      }
      CCodec codec = new CCodec(name, model);
      write(name + ".h", codec.header());
      write(name + ".c", codec.source());
      return 0;
    } catch (InvalidModel invalid) {
      throw new WrongUse(from.name() + ": " + invalid.getMessage());
    }
  }

  private void write(String fileName, String text) throws IOException {
    Files.createDirectories(out);
    Path file = out.resolve(fileName);
    Files.writeString(file, text);
    System.out.println(file);
  }

  /// A `service_info.json` calls `identifier` what everything else calls `serviceFlag`.
  private static ThingModel model(String text) {
    return text.contains("\"serviceFlag\"") || text.contains("\"propertyFlag\"")
        ? ModelJson.read(text)
        : ServiceInfo.read(text);
  }

  /// @param name of the file or URL, for messages
  private record Source(String name, String text) {}

  private Source source() throws IOException, InterruptedException {
    if ((file == null) == (platform == null)) {
      throw new WrongUse("name a FILE, or a platform with --platform and --product");
    }
    if (file == null) {
      if (product == null) {
        throw new WrongUse("--platform needs --product");
      }
      return fetched(String.valueOf(platform), product);
    }
    if (product != null || token != null) {
      throw new WrongUse("--product and --token go with --platform, not with a FILE");
    }
    try {
      return new Source(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new WrongUse(file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new WrongUse(file + " cannot be read: " + Main.sentence(e), e);
    }
  }

  private Source fetched(String url, long productId) throws IOException, InterruptedException {
    String bearer =
        Optional.ofNullable(token)
            .or(() -> Optional.ofNullable(System.getenv("OPENAEP_TOKEN")))
            .orElseThrow(() ->
                new WrongUse("--platform needs --token or OPENAEP_TOKEN; see openaep admin token"));
    String model = url.replaceAll("/+$", "") + "/api/products/" + productId + "/model";
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer =
          client.send(request(model, bearer), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new IOException("it answers %d: %s".formatted(answer.statusCode(), answer.body()));
      }
      return new Source(model, answer.body());
    } catch (IOException e) {
      throw new IOException(model + " cannot be read: " + Main.sentence(e), e);
    }
  }

  private static HttpRequest request(String url, String bearer) {
    try {
      return HttpRequest.newBuilder(URI.create(url))
          .timeout(PATIENCE)
          .header("Authorization", "Bearer " + bearer)
          .build();
    } catch (IllegalArgumentException e) {
      throw new WrongUse(
          "--platform must be a URL such as http://127.0.0.1:8080, and the token one line of"
              + " letters and digits",
          e);
    }
  }
}
