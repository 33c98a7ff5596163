package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcdsaSignatureTest {
  @Test
  void rawAndDerAreTheSameValue() {
    Property.check(500, random -> {
      byte[] raw = new byte[64];
      random.nextBytes(raw);
      // short numbers too: leading zeros and single bytes
      Arrays.fill(raw, 0, random.nextInt(32), (byte) 0);
      Arrays.fill(raw, 32, 32 + random.nextInt(32), (byte) 0);
      raw[31] |= 1;
      raw[63] |= 1;
      EcdsaSignature signature = EcdsaSignature.ofRaw(raw);
      assertThat(signature.raw()).isEqualTo(raw);
      assertThat(EcdsaSignature.ofDer(signature.der())).isEqualTo(signature);
      assertThat(signature.der()).hasSizeLessThanOrEqualTo(EcdsaSignature.MAX_DER_BYTES);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "'', the sequence's header",
    "30, the sequence's header",
    "3006020101020101ff, the sequence's header",
    "3106020101020101, the sequence's header",
    "308106020101020101, the sequence's header",
    "30060201010201, the sequence's header",
    "3080020101020101, the sequence's header",
    "3006030101020101, an integer's header",
    "3006020101030101, an integer's header",
    "3003020101, an integer's header",
    "3005020002 0101, an integer's length",
    "3006020101020201, an integer's length",
    "300702010102010100, what follows s",
    "3006020181020101, a negative integer",
    "300602010102 0180, a negative integer",
    "30070202000102 0101, a needless zero",
    "3006020100020101, 1 or more",
    "3006020101020100, 1 or more",
    "30260221010000000000000000000000000000000000000000000000000000000000000000020101, more than 256 bits",
    "3027022200 800000000000000000000000000000000000000000000000000000000000000000 020101, an integer's length",
  })
  void refusesWhatIsNotTheOneEncoding(String hex, String why) {
    byte[] der = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> EcdsaSignature.ofDer(der))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining(why);
  }

  @Test
  void whateverIsReadIsWrittenBackUnchanged() {
    Property.check(3000, random -> {
      byte[] der =
          EcdsaSignature.ofRaw(filled(64, (byte) random.nextInt(1, 256))).der();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        der[random.nextInt(der.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(der, random.nextInt(der.length + 4));
      for (byte[] hostile : new byte[][] {der, cut}) {
        try {
          assertThat(EcdsaSignature.ofDer(hostile).der()).isEqualTo(hostile);
        } catch (EncodingException e) {
          assertThat(e).hasMessageContaining("ECDSA signature");
        }
      }
    });
  }

  @Test
  void refusesRawOfAnotherLength() {
    for (int length : new int[] {0, 1, 63, 65, 72, 100_000}) {
      assertThatThrownBy(() -> EcdsaSignature.ofRaw(filled(length, (byte) 1)))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("not " + length);
    }
    assertThatThrownBy(() -> EcdsaSignature.ofDer(new byte[1000]))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("at most 72 bytes");
  }

  private static byte[] filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
