package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class TpmKeyFileTest {
  private static final String BEGIN = "-----BEGIN TSS2 PRIVATE KEY-----\n";
  private static final String END = "\n-----END TSS2 PRIVATE KEY-----\n";
  private static final byte[] PEM =
      Transcript.resource("swtpm-key.pem").getBytes(StandardCharsets.US_ASCII);

  private static byte[] der() {
    String text = new String(PEM, StandardCharsets.US_ASCII);
    return Base64.getDecoder().decode(text.replaceAll("-----[A-Z0-9 ]+-----|\\s", ""));
  }

  private static byte[] pem(byte[] der) {
    String base64 = Base64.getEncoder().encodeToString(der);
    return (BEGIN + base64 + END).getBytes(StandardCharsets.US_ASCII);
  }

  private static void assertTorn(byte[] pem, String what) {
    assertThatThrownBy(() -> TpmKeyFile.decode(pem))
        .isInstanceOf(TpmReader.Malformed.class)
        .hasMessageContaining(what);
  }

  @Test
  void readsWhatItWrote() throws Exception {
    TpmCommands.Wrapped key = TpmKeyFile.decode(PEM);
    assertThat(TpmKeyFile.encode(key, true)).isEqualTo(PEM);
    TpmCommands.Wrapped again = TpmKeyFile.decode(TpmKeyFile.encode(key, false));
    assertThat(again.privateArea()).isEqualTo(key.privateArea());
    assertThat(again.publicArea()).isEqualTo(key.publicArea());
  }

  @Test
  void namesWhatIsWrong() {
    assertTorn("".getBytes(StandardCharsets.US_ASCII), "does not start");
    assertTorn(Arrays.copyOf(PEM, PEM.length - 5), "does not end");
    assertTorn((BEGIN + "*" + END).getBytes(StandardCharsets.US_ASCII), "Base64");
    byte[] der = der();
    assertTorn(pem(new byte[0]), "no the key");
    assertTorn(pem(Arrays.copyOf(der, der.length + 1)), "followed by 1 bytes");
    byte[] type = der.clone();
    type[5] ^= 1;
    assertTorn(pem(type), "2.23.133.10.1.3");
    byte[] parent = der.clone();
    parent[18] = (byte) 0x81;
    assertTorn(pem(parent), "its parent is 0x81000001");
    byte[] policy = der.clone();
    policy[11] = (byte) 0xa1;
    assertTorn(pem(policy), "no parent");
  }

  @Test
  void everyCutFileIsTorn() {
    byte[] der = der();
    for (int length = 0; length < der.length; length++) {
      assertTorn(pem(Arrays.copyOf(der, length)), "");
    }
    for (int length = 0; length < PEM.length - 1; length++) {
      assertTorn(Arrays.copyOf(PEM, length), "");
    }
  }

  @Test
  void hostileBytesAreMalformedOrAKey() {
    byte[] der = der();
    Property.check(5000, random -> {
      byte[] changed = der.clone();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        PublicArea.parse(TpmKeyFile.decode(pem(changed)).publicArea());
      } catch (TpmReader.Malformed | PublicArea.Unsuitable e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
  }
}
