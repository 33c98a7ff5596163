package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.keys.SpkiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char[] PASSWORD = "correct-horse".toCharArray();

  @TempDir
  Path folder = Path.of("");

  private static String resource(String name) throws Exception {
    try (InputStream in = KeyFileTest.class.getResourceAsStream(name)) {
      return new String(
          java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static SigningException.Kind kind(Path file, String password) throws Exception {
    try {
      KeyFile.open(file, password.toCharArray());
      throw new AssertionError("opened");
    } catch (SigningException e) {
      assertThat(e.getMessage()).isNotBlank();
      return e.kind();
    }
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void keepsAKey(KeyAlgorithm algorithm) throws Exception {
    InMemorySigner signer = Samples.signer(algorithm, 5);
    Path file = folder.resolve("device.pem");
    KeyFile.save(file, signer, PASSWORD, RANDOM);
    InMemorySigner opened = KeyFile.open(file, PASSWORD);
    assertThat(opened.publicKey()).isEqualTo(signer.publicKey());
    DssePayload payload = DssePayload.of(new Domain("net", "report", 1), new byte[] {1});
    assertThat(signer.publicKey().verify(payload, opened.sign(payload))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> KeyFile.save(file, signer, PASSWORD, RANDOM))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** Files made with {@code openssl pkcs8 -topk8 -scrypt -v2 aes-256-cbc}. */
  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "prime256v1", "secp256k1"})
  void readsOpensslsFiles(String name) throws Exception {
    Path file = folder.resolve("openssl.pem");
    Files.writeString(file, resource("openssl-" + name + ".pem"));
    InMemorySigner signer = KeyFile.open(file, PASSWORD);
    assertThat(Hex.encode(SpkiKey.encode(signer.publicKey())))
        .isEqualTo(resource("openssl-" + name + ".spki.hex"));
  }

  /**
   * Files of {@code openssl pkcs8 -topk8} (PBKDF2, AES-256), the same with {@code -v2 aes-128-cbc}, with {@code -scrypt -v2
   * aes-192-cbc}, and of {@code openssl pkcs12 -nocerts}, which begins with text.
   */
  @ParameterizedTest
  @ValueSource(strings = {"pbkdf2-p256", "aes128-ed25519", "scrypt192-ed25519", "pkcs12-p256"})
  void readsOpensslsOtherForms(String name) throws Exception {
    Path file = folder.resolve("openssl.pem");
    Files.writeString(file, resource("openssl-" + name + ".pem") + "some text after it\n");
    assertThat(Hex.encode(SpkiKey.encode(KeyFile.open(file, PASSWORD).publicKey())))
        .isEqualTo(
            name.endsWith("p256")
                ? "3059301306072a8648ce3d020106082a8648ce3d03010703420004f504d8a5d0b0cfeecec247103a"
                    + "a5e1d033f9a49e0a0f761e8dc30c4ade7b14bbd8dacb56ae123979ce4258701efc278405dd599d07c5c4fd7182bf1caf4fe089"
                : "302a300506032b65700321006456692f2b2ab7514e22e1c67abeb35fead473e1646e9683ab76b926e6517e92");
    assertThat(kind(file, "correct-hors")).isEqualTo(SigningException.Kind.WRONG_PASSWORD);
  }

  /** Whole files that a copy would not help with: another cipher, another function, another curve, no encryption. */
  @ParameterizedTest
  @ValueSource(strings = {"unsup-des3", "unsup-sha1", "unsup-sha512", "unsup-pbe", "unsup-p384"})
  void aWholeFileOfAnotherFormIsNotDamaged(String name) throws Exception {
    Path file = folder.resolve("openssl.pem");
    Files.writeString(file, resource("openssl-" + name + ".pem"));
    assertThat(kind(file, "correct-horse")).isEqualTo(SigningException.Kind.UNSUPPORTED_KEY_FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "CERTIFICATE"})
  void anotherPemIsNotDamaged(String label) throws Exception {
    Path file = folder.resolve("other.pem");
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    for (String lineEnd : List.of("\n", "\r\n")) {
      Files.writeString(file, String.join(lineEnd, begin, "AAAA", end, ""));
      assertThatThrownBy(() -> KeyFile.open(file, PASSWORD))
          .hasMessageContaining("holds " + label)
          .hasMessageContaining("openssl pkcs8");
      assertThat(kind(file, "x")).isEqualTo(SigningException.Kind.UNSUPPORTED_KEY_FILE);
    }
    Files.writeString(file, begin + "\nAAAA\n");
    assertThat(kind(file, "x")).isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);
  }

  @Test
  void aWrongPasswordIsNamed() throws Exception {
    Path file = folder.resolve("device.pem");
    Files.writeString(file, resource("openssl-ed25519.pem"));
    for (String wrong : List.of("correct-hors", "correct-horse ", "Correct-horse", "x", "")) {
      assertThat(kind(file, wrong)).isEqualTo(SigningException.Kind.WRONG_PASSWORD);
    }
    assertThat(KeyFile.open(file, PASSWORD)).isNotNull();
    assertThatThrownBy(
            () -> KeyFile.save(folder.resolve("new"), Samples.signer(1), new char[0], RANDOM))
        .hasMessageContaining("password");
  }

  @Test
  void aTornFileIsNamedWhereverItTears() throws Exception {
    String whole = resource("openssl-prime256v1.pem");
    Path file = folder.resolve("device.pem");
    for (int length = 0; length < whole.strip().length(); length += 7) {
      Files.writeString(file, whole.substring(0, length));
      assertThat(kind(file, "correct-horse"))
          .as("%s", length)
          .isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);
    }
    Files.writeString(file, whole.substring(20));
    assertThat(kind(file, "correct-horse")).isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);
    Files.writeString(file, whole.replace("MIH", "!!!"));
    assertThat(kind(file, "correct-horse")).isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);
    Files.writeString(file, "x".repeat(20_000));
    assertThat(kind(file, "correct-horse")).isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);
    // a line lost in the middle
    List<String> lines = whole.lines().toList();
    Files.writeString(
        file, String.join("\n", lines.get(0), lines.get(1), lines.get(lines.size() - 1)));
    assertThat(kind(file, "correct-horse")).isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);
  }

  @Test
  void aFileCannotAskForMoreMemoryThanThereIs() throws Exception {
    byte[] der = java.util.Base64.getMimeDecoder()
        .decode(resource("openssl-ed25519.pem").replaceAll("-----.*-----", ""));
    int cost = indexOf(der, Hex.decode("02024000"));
    der[cost + 2] = 0x7f;
    Path file = folder.resolve("device.pem");
    Files.writeString(
        file,
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + java.util.Base64.getEncoder().encodeToString(der)
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(() -> KeyFile.open(file, PASSWORD))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("power of two");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void aPasswordIsChangedInPlace() throws Exception {
    Path file = folder.resolve("device.pem");
    InMemorySigner signer = Samples.signer(KeyAlgorithm.SECP256K1, 5);
    KeyFile.save(file, signer, PASSWORD, RANDOM);
    assertThatThrownBy(
            () -> KeyFile.changePassword(file, "wrong".toCharArray(), "new".toCharArray(), RANDOM))
        .isInstanceOf(SigningException.class);
    assertThat(KeyFile.open(file, PASSWORD).publicKey()).isEqualTo(signer.publicKey());
    KeyFile.changePassword(file, PASSWORD, "new".toCharArray(), RANDOM);
    assertThat(KeyFile.open(file, "new".toCharArray()).publicKey()).isEqualTo(signer.publicKey());
    assertThat(kind(file, "correct-horse")).isEqualTo(SigningException.Kind.WRONG_PASSWORD);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
