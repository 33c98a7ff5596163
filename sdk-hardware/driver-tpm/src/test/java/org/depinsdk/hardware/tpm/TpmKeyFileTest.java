package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpmKeyFileTest {
  private static final String BEGIN = "-----BEGIN TSS2 PRIVATE KEY-----\n";
  private static final String END = "\n-----END TSS2 PRIVATE KEY-----\n";
  private static final byte[] PEM =
      Transcript.resource("swtpm-key.pem").getBytes(StandardCharsets.US_ASCII);

  @TempDir
  Path folder;

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

  private static byte[] field(int tag, byte[]... parts) {
    TpmWriter value = new TpmWriter();
    for (byte[] part : parts) {
      value.raw(part);
    }
    byte[] bytes = value.bytes();
    return new TpmWriter().u8(tag).u8(0x82).u16(bytes.length).raw(bytes).bytes();
  }

  private static byte[] sized(int length) {
    return new TpmWriter().sized(new byte[length]).bytes();
  }

  /** A key file of these two areas, with something behind each part. */
  private static byte[] key(byte[] publicArea, byte[] privateArea, byte[] behind) {
    return pem(field(
        0x30,
        field(0x06, HexFormat.of().parseHex("6781050a0103")),
        field(0x02, HexFormat.of().parseHex("40000001")),
        field(0x04, publicArea),
        field(0x04, privateArea),
        behind));
  }

  @Test
  void nothingMayStandBehindAPartAndNoneMayBeTooLarge() throws Exception {
    byte[] none = {};
    byte[] more = {0};
    byte[] area = sized(10);
    assertThat(TpmKeyFile.decode(key(area, area, none)).publicArea()).hasSize(10);
    assertTorn(key(area, area, more), "privkey is followed by 1 bytes");
    assertTorn(key(Arrays.copyOf(area, 13), area, none), "TPM2B_PUBLIC is followed by 1 bytes");
    assertTorn(key(area, Arrays.copyOf(area, 14), none), "TPM2B_PRIVATE is followed by 2 bytes");
    assertThat(TpmKeyFile.decode(key(sized(512), sized(512), none)).privateArea())
        .hasSize(512);
    assertTorn(key(sized(513), area, none), "TPM2B_PUBLIC has 513 bytes, at most 512");
    assertTorn(key(area, sized(513), none), "TPM2B_PRIVATE has 513 bytes, at most 512");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws Exception {
    Path file = folder.resolve("key.pem");
    Files.write(file, Arrays.copyOf(PEM, 8192));
    assertThatThrownBy(() -> TpmKeyFile.read(file)).hasMessageContaining("does not end with");
    byte[] blanks = new byte[8193];
    Arrays.fill(blanks, (byte) ' ');
    System.arraycopy(PEM, 0, blanks, 0, PEM.length);
    Files.write(file, blanks);
    assertThatThrownBy(() -> TpmKeyFile.read(file))
        .isInstanceOf(TpmException.class)
        .hasMessageContaining("it has 8193 bytes, at most 8192");
    Files.write(file, Arrays.copyOf(blanks, 8192));
    assertThat(TpmKeyFile.read(file).publicArea()).isNotEmpty();
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
