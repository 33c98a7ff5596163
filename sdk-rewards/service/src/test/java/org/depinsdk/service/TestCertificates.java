package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** Certificates for TLS. */
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestCertificates() {}

  /** Makes NAME.crt, self-signed for this machine, and NAME.key; returns the first. */
  public static Path make(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process tool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD))
        .redirectErrorStream(true)
        .start();
    String told = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(told).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pem(folder, name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    return pem(folder, name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
  }

  private static Path pem(Path folder, String file, String type, byte[] bytes) throws IOException {
    String text = "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END " + type + "-----\n";
    return Files.writeString(folder.resolve(file), text);
  }
}
