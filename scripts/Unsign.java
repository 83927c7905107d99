import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Manifest;

/// Takes the signatures out of the libraries in a directory. What Maven fetched it has checked by their checksums; but the JVM keeps no class
/// of a signed library in its ahead-of-time cache: it loads and verifies these (Californium, Bouncy Castle) anew at each start, which
/// took 1.1 of the 4.0 CPU seconds to the ready line.
void main(String[] arguments) throws IOException {
  try (var libraries = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
    for (Path library : libraries) {
      unsign(library);
    }
  }
}

void unsign(Path library) throws IOException {
  try (FileSystem jar = FileSystems.newFileSystem(library);
      var signatures = Files.newDirectoryStream(jar.getPath("/META-INF"), "*.{SF,RSA,DSA,EC}")) {
    boolean signed = false;
    for (Path signature : signatures) {
      Files.delete(signature);
      signed = true;
    }
    if (signed) {
      Path file = jar.getPath("/META-INF/MANIFEST.MF");
      Manifest manifest;
      try (var in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      manifest.getEntries().clear(); // a digest for each class
      try (var out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
  }
}
