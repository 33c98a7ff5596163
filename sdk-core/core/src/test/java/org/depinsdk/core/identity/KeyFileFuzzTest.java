package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.depinsdk.core.Samples;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile key files: what does not parse is a damaged file, and a private key has one form. */
class KeyFileFuzzTest {
  private static final Path FILE = Path.of("fuzz.pem");

  // its seeds are files: to encrypt takes longer than to search
  @FuzzTest
  void files(byte[] data) {
    try {
      KeyFile.parse(FILE, new String(data, StandardCharsets.ISO_8859_1));
    } catch (SigningException e) {
      boolean damaged = e.kind() == SigningException.Kind.DAMAGED_KEY_FILE;
      assertThat(damaged || e.kind() == SigningException.Kind.UNSUPPORTED_KEY_FILE)
          .isTrue();
      assertThat(e.getMessage())
          .startsWith("key file fuzz.pem is " + (damaged ? "damaged: " : "whole, "));
    }
  }

  static Stream<byte[]> privateKeys() {
    return Arrays.stream(KeyAlgorithm.values()).map(a -> Pkcs8.encode(Samples.signer(a, 1)));
  }

  @MethodSource("privateKeys")
  @FuzzTest
  void privateKeys(byte[] data) {
    try {
      assertThat(Pkcs8.encode(Pkcs8.decode(data))).isEqualTo(data);
    } catch (InvalidKeyException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @FuzzTest
  void encryptedKeys(byte[] data) {
    try {
      Pbes2.parse(data);
    } catch (java.io.IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
