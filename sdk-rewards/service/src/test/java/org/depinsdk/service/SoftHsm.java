package org.depinsdk.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.core.identity.Pkcs11Signer;
import org.junit.jupiter.api.Assumptions;

/** A token of SoftHSM 2 with one P-256 key, in the folder of the configuration that the environment names. */
final class SoftHsm {
  static final char[] PIN = "8642".toCharArray();
  private static final String KEY = "box";

  final Pkcs11Signer.Token token;
  private final Path tokens;

  private SoftHsm(Path library, Path tokens) {
    this.token = new Pkcs11Signer.Token(library, 0, KEY);
    this.tokens = tokens;
  }

  static SoftHsm make() throws IOException, InterruptedException {
    Optional<Path> library = Stream.of(
            "/usr/lib/softhsm", "/usr/lib64/pkcs11", "/usr/local/lib/softhsm")
        .map(folder -> Path.of(folder, "libsofthsm2.so"))
        .filter(Files::exists)
        .findFirst();
    String named = System.getenv("SOFTHSM2_CONF");
    Assumptions.assumeTrue(
        library.isPresent() && named != null,
        "skipped: SoftHSM 2 is not installed, so no token signs reports for the service");
    Path configuration = Path.of(named);
    Path tokens = Files.createTempDirectory(configuration.getParent(), "tokens-");
    Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
    Path provider = Files.writeString(
        tokens.resolveSibling("keytool.cfg"),
        "name=made\nlibrary=" + library.get() + "\nslotListIndex=0\n");
    String pin = new String(PIN);
    run(tokens, "softhsm2-util --init-token --free --label box --pin " + pin + " --so-pin " + pin);
    run(
        tokens,
        Path.of(System.getProperty("java.home"), "bin", "keytool")
            + " -genkeypair -keyalg EC -groupname secp256r1 -dname CN=box -alias " + KEY
            + " -keystore NONE -storetype PKCS11 -storepass " + pin
            + " -providerClass sun.security.pkcs11.SunPKCS11 -providerArg " + provider);
    return new SoftHsm(library.get(), tokens);
  }

  private static void run(Path tokens, String command) throws IOException, InterruptedException {
    Path told = tokens.resolveSibling("softhsm.log");
    int exit = new ProcessBuilder(command.split(" "))
        .redirectErrorStream(true)
        .redirectOutput(told.toFile())
        .start()
        .waitFor();
    if (exit != 0) {
      throw new IOException(command + ": " + Files.readString(told));
    }
  }

  void pull() throws IOException {
    Files.move(tokens, away());
    Files.createDirectory(tokens);
  }

  void putBack() throws IOException {
    Files.delete(tokens);
    Files.move(away(), tokens);
  }

  private Path away() {
    return tokens.resolveSibling(tokens.getFileName() + "-away");
  }
}
