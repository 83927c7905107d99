package io.openaep.platform.tls;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates and a key from PEM files, and a file with both.
final class Pem {
  private final List<X509Certificate> chain = new ArrayList<>();
  private Optional<PrivateKey> key = Optional.empty();

  /// Collects what the file holds: certificates, and a key in any of the usual forms.
  void read(Path file) {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        take(object);
      }
    } catch (NoSuchFileException e) {
      throw new UnusableCertificate("There is no file " + file + ".", e);
    } catch (IOException | CertificateException e) {
      throw new UnusableCertificate(
          "The file %s cannot be read as PEM: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private void take(Object object) throws IOException, CertificateException {
    JcaPEMKeyConverter keys = new JcaPEMKeyConverter();
    switch (object) {
      case X509CertificateHolder holder ->
          chain.add(new JcaX509CertificateConverter().getCertificate(holder));
      case PrivateKeyInfo info -> key = Optional.of(keys.getPrivateKey(info));
      case PEMKeyPair pair -> key = Optional.of(keys.getKeyPair(pair).getPrivate());
      default -> {
        // Parameters of elliptic curves and the like: openssl writes them beside the key.
      }
    }
  }

  /// @param named the file to name when something is missing
  ServerCertificate certificate(Path named) {
    if (chain.isEmpty()) {
      throw new UnusableCertificate("The file " + named + " holds no certificate in PEM.");
    }
    return new ServerCertificate(
        chain,
        key.orElseThrow(() ->
            new UnusableCertificate(
                "There is no unencrypted private key in PEM for " + named + ".")));
  }

  /// Writes certificate and key into one file that only the owner can read, as a whole or not at
  /// all.
  static void write(Path file, ServerCertificate certificate) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer writer = Files.newBufferedWriter(draft);
        PemWriter pem = new PemWriter(writer)) {
      pem.writeObject(new PemObject("PRIVATE KEY", certificate.key().getEncoded()));
      for (X509Certificate each : certificate.chain()) {
        pem.writeObject(new PemObject("CERTIFICATE", each.getEncoded()));
      }
    } catch (CertificateException e) {
      throw new IllegalStateException("our own certificate has no encoding", e);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
