package io.openaep.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the jar.
public final class Version implements IVersionProvider {
  /// Such as `0.1.0-SNAPSHOT`.
  static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/openaep.properties")) {
      if (in == null) {
        throw new IllegalStateException("the build left openaep.properties out");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("openaep.properties cannot be read", e);
    }
    return properties.getProperty("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"OpenAEP " + current()};
  }
}
