package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real PKCS#11 library: SoftHSM 2. Its configuration file is named by the environment variable SOFTHSM2_CONF, which the
 * build sets for this module's tests; the token is made anew in the build folder.
 */
class Pkcs11SignerTest {
  private static final List<Path> LIBRARIES = List.of(
      Path.of("/usr/lib/softhsm/libsofthsm2.so"),
      Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
      Path.of("/usr/local/lib/softhsm/libsofthsm2.so"),
      Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));
  private static final char[] PIN = "1234".toCharArray();
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain("net", "report", 1), new byte[] {1, 2});

  private static Path library = Path.of("");
  private static Path tokens = Path.of("");

  @BeforeAll
  static void makeToken() throws Exception {
    String configuration = System.getenv("SOFTHSM2_CONF");
    Path found = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
    Assumptions.assumeTrue(
        found != null && configuration != null && run(null, "softhsm2-util", "--version") == 0,
        "skipped: SoftHSM 2 is not installed, so no PKCS#11 token to sign with");
    library = java.util.Objects.requireNonNull(found);
    Path file = Path.of(java.util.Objects.requireNonNull(configuration));
    tokens = file.resolveSibling("softhsm-tokens");
    deleteTokens();
    Files.createDirectories(tokens);
    Files.writeString(
        file,
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    Path log = file.resolveSibling("softhsm-setup.log");
    assertThat(run(
            log,
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "devices",
            "--pin",
            "1234",
            "--so-pin",
            "1234"))
        .isZero();
    Path provider = file.resolveSibling("softhsm-keytool.cfg");
    Files.writeString(provider, "name=keytool\nlibrary=" + library + "\nslotListIndex=0\n");
    for (String[] key : new String[][] {{"gateway", "secp256r1"}, {"other", "secp384r1"}}) {
      assertThat(run(
              log,
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              key[0],
              "-keyalg",
              "EC",
              "-groupname",
              key[1],
              "-dname",
              "CN=" + key[0],
              "-keystore",
              "NONE",
              "-storetype",
              "PKCS11",
              "-storepass",
              "1234",
              "-providerClass",
              "sun.security.pkcs11.SunPKCS11",
              "-providerArg",
              provider.toString()))
          .as("see %s", log)
          .isZero();
    }
  }

  private static int run(@org.jspecify.annotations.Nullable Path log, String... command)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(
        log == null
            ? ProcessBuilder.Redirect.DISCARD
            : ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = builder.start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }

  private static void deleteTokens() throws IOException {
    if (Files.exists(tokens)) {
      try (Stream<Path> files = Files.walk(tokens)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static SigningException.Kind kind(Pkcs11Signer.Token token, char[] pin) {
    try {
      Pkcs11Signer.open(token, pin);
      throw new AssertionError("opened");
    } catch (SigningException e) {
      assertThat(e.getMessage()).contains(token.library().toString());
      return e.kind();
    }
  }

  /** One test, because the token is pulled at its end. */
  @Test
  void signsUntilTheTokenIsPulled() throws Exception {
    Pkcs11Signer.Token token = new Pkcs11Signer.Token(library, 0, "gateway");
    // first, because a token asks a process for its PIN only once
    assertThat(kind(token, "9999".toCharArray())).isEqualTo(SigningException.Kind.WRONG_PASSWORD);
    Pkcs11Signer signer = Pkcs11Signer.open(token, PIN);
    assertThat(signer.publicKey().algorithm()).isEqualTo(KeyAlgorithm.P256);
    for (int i = 0; i < 8; i++) {
      byte[] signature = signer.sign(PAYLOAD);
      assertThat(signer.publicKey().verify(PAYLOAD, signature)).isTrue();
      assertThat(EcdsaSignature.ofRaw(signature).s())
          .isLessThanOrEqualTo(EcdsaPoint.P256.getN().shiftRight(1));
    }
    Eip191Payload text = Eip191Payload.of(new Domain("net", "transfer", 1), "x");
    assertThat(signer.publicKey().verify(text, signer.sign(text))).isTrue();

    assertThat(kind(new Pkcs11Signer.Token(library, 0, "nobody"), PIN))
        .isEqualTo(SigningException.Kind.TOKEN_MISSING);
    assertThat(kind(new Pkcs11Signer.Token(library, 7, "gateway"), PIN))
        .isEqualTo(SigningException.Kind.TOKEN_MISSING);
    assertThat(kind(new Pkcs11Signer.Token(library.resolveSibling("none.so"), 0, "gateway"), PIN))
        .isEqualTo(SigningException.Kind.TOKEN_MISSING);
    assertThatThrownBy(() -> Pkcs11Signer.open(new Pkcs11Signer.Token(library, 0, "other"), PIN))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("not a P-256 key");
    // none of the failures has harmed the key
    assertThat(signer.publicKey().verify(PAYLOAD, signer.sign(PAYLOAD))).isTrue();

    deleteTokens();
    assertThatThrownBy(() -> signer.sign(PAYLOAD))
        .isInstanceOfSatisfying(
            SigningException.class,
            e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.TOKEN_PULLED));
  }

  @Test
  void refusesPathsThatWouldChangeTheConfiguration() {
    assertThatThrownBy(() -> new Pkcs11Signer.Token(Path.of("/a\nshowInfo=true"), 0, "x"))
        .hasMessageContaining("control");
    assertThatThrownBy(() -> new Pkcs11Signer.Token(Path.of("/a"), -1, "x"))
        .hasMessageContaining("-1");
  }
}
