package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, ids and signatures as an attacker would send them. */
class HostileKeysTest {
  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aKeyHasOneEncoding(KeyAlgorithm algorithm) {
    Property.check(300, random -> {
      byte[] bytes =
          new byte[random.nextInt(3) == 0 ? random.nextInt(70) : algorithm.encodedLength()];
      random.nextBytes(bytes);
      if (bytes.length == 33 && random.nextBoolean()) {
        bytes[0] = (byte) random.nextInt(2, 4);
      }
      try {
        DeviceKey key = DeviceKey.of(algorithm, bytes);
        assertThat(key.encoded()).isEqualTo(bytes);
        assertThat(DeviceKey.ofDidKey(key.didKey())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key.verify(bytes, new byte[64])).isFalse();
      } catch (InvalidKeyException e) {
        assertThat(e).hasMessageContaining(algorithm.label());
      }
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"P256", "SECP256K1"})
  void refusesPointsThatAreNotOnTheCurve(KeyAlgorithm algorithm) throws Exception {
    var domain = algorithm == KeyAlgorithm.P256 ? EcdsaPoint.P256 : EcdsaPoint.SECP256K1;
    BigInteger p = domain.getCurve().getField().getCharacteristic();
    int onCurve = 0;
    for (int x = 0; x < 40; x++) {
      // x and x + p name the same residue; only x itself may be read
      byte[] small = compressed(BigInteger.valueOf(x));
      byte[] beyond = compressed(p.add(BigInteger.valueOf(x)).mod(BigInteger.ONE.shiftLeft(256)));
      if (isKey(algorithm, small)) {
        onCurve++;
      }
      if (p.add(BigInteger.valueOf(x)).bitLength() <= 256) {
        assertThat(isKey(algorithm, beyond)).isFalse();
      }
    }
    // about half of all x have a point
    assertThat(onCurve).isBetween(8, 32);
    for (byte first : new byte[] {0, 1, 4, 6, 7, (byte) 0x82}) {
      byte[] key = InMemorySigner.ofSecret(
              algorithm, BigIntegers.asUnsignedByteArray(32, BigInteger.TEN))
          .publicKey()
          .encoded();
      key[0] = first;
      assertThatThrownBy(() -> DeviceKey.of(algorithm, key))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining("02 or 03");
    }
  }

  private static boolean isKey(KeyAlgorithm algorithm, byte[] encoded) {
    try {
      DeviceKey.of(algorithm, encoded);
      return true;
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  private static byte[] compressed(BigInteger x) {
    byte[] bytes = new byte[33];
    bytes[0] = 2;
    BigIntegers.asUnsignedByteArray(x, bytes, 1, 32);
    return bytes;
  }

  @Test
  void refusesZeroAndOversizedScalars() throws Exception {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      InMemorySigner signer = InMemorySigner.ofSecret(algorithm, filled(32, 7));
      byte[] message = {1, 2, 3};
      byte[] good = signer.signMessage(message);
      assertThat(signer.publicKey().verify(message, good)).isTrue();
      byte[] ones = new byte[64];
      Arrays.fill(ones, (byte) 0xff);
      for (byte[] bad : new byte[][] {
        new byte[64],
        ones,
        Arrays.copyOf(good, 63),
        Arrays.copyOf(good, 65),
        new byte[0],
        half(good, 0),
        half(good, 32)
      }) {
        assertThat(signer.publicKey().verify(message, bad)).isFalse();
      }
    }
  }

  // one half of the signature set to zero
  private static byte[] half(byte[] signature, int from) {
    byte[] copy = signature.clone();
    Arrays.fill(copy, from, from + 32, (byte) 0);
    return copy;
  }

  @Test
  void ecdsaAcceptsLowSAlone() throws Exception {
    for (KeyAlgorithm algorithm : new KeyAlgorithm[] {KeyAlgorithm.P256, KeyAlgorithm.SECP256K1}) {
      InMemorySigner signer = InMemorySigner.ofSecret(algorithm, filled(32, 9));
      byte[] message = {4, 5};
      EcdsaSignature low = EcdsaSignature.ofRaw(signer.signMessage(message));
      BigInteger n =
          (algorithm == KeyAlgorithm.P256 ? EcdsaPoint.P256 : EcdsaPoint.SECP256K1).getN();
      byte[] high = low.raw();
      BigIntegers.asUnsignedByteArray(n.subtract(low.s()), high, 32, 32);
      assertThat(signer.publicKey().verify(message, low.raw())).isTrue();
      assertThat(signer.publicKey().verify(message, high)).isFalse();
    }
  }

  @Test
  void refusesSecretsOutsideTheGroup() {
    byte[] n = BigIntegers.asUnsignedByteArray(32, EcdsaPoint.P256.getN());
    for (byte[] secret :
        new byte[][] {new byte[32], n, filled(32, 0xff), new byte[31], new byte[33]}) {
      assertThatThrownBy(() -> InMemorySigner.ofSecret(KeyAlgorithm.P256, secret))
          .isInstanceOf(InvalidKeyException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did:key:",
        "did:key:z",
        "did:key:z1",
        "did:key:z11",
        "did:key:zl0OI",
        "did:web:example.com",
        "did:key:m7QF",
        // the Ed25519 key of the did:key specification with a zero byte in front of the multicodec
        "did:key:z16MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doKK",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK ",
      })
  void refusesBrokenDidKeys(String did) {
    assertThatThrownBy(() -> DeviceKey.ofDidKey(did)).isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void refusesALongDidKeyBeforeItDecodes() {
    assertThatThrownBy(() -> DeviceKey.ofDidKey("did:key:z" + "2".repeat(1_000_000)))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("at most " + Base58.MAX_TEXT);
  }

  @Test
  void aDeviceIdDependsOnNetworkAndKey() throws Exception {
    DeviceKey key = DeviceKey.ofDidKey("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    DeviceId id = DeviceId.derive("wifi-demo", key);
    assertThat(DeviceId.parse(id.text())).isEqualTo(id);
    assertThat(DeviceId.derive("wifi-demo2", key)).isNotEqualTo(id);
    assertThat(id).isEqualByComparingTo(id);
    assertThat(id.text()).isEqualTo(WIFI_DEMO_ID);
    for (String bad : new String[] {
      "",
      "dev-",
      id.text().toUpperCase(java.util.Locale.ROOT),
      id.text() + "a",
      "dev-0" + id.text().substring(5)
    }) {
      assertThatThrownBy(() -> DeviceId.parse(bad)).isInstanceOf(EncodingException.class);
    }
  }

  // printf 'depinsdk-device-id/1\0wifi-demo\0did:key:z6Mkha…doK\0' | sha256sum | cut -c1-40 | xxd
  // -r -p | base32
  private static final String WIFI_DEMO_ID = "dev-zivuyighjmtc4h44y6alnabdzfw7fjnz";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "52908400098527886E0F7030069857D2E4169EE7",
        "0X52908400098527886E0F7030069857D2E4169EE7",
        "0x52908400098527886E0F7030069857D2E4169EE",
        "0x52908400098527886E0F7030069857D2E4169EE70",
        "0x5290840009852788\u0666E0F7030069857D2E4169EE7",
        "0x52908400098527886E0F7030069857D2E4169EG7",
      })
  void refusesBrokenOperators(String address) {
    assertThatThrownBy(() -> OperatorId.parse(address))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("operator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", ".a", "Wifi", "a b", "a;network=b", "a\n", "ä"})
  void refusesNamesThatWouldBreakTheDomain(String name) {
    assertThat(Domain.isName(name)).isFalse();
    assertThatThrownBy(() -> new Domain(name, "report", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network");
    assertThatThrownBy(() -> new Domain("net", name, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("purpose");
  }

  @Test
  void aDomainHasLimits() {
    assertThat(Domain.isName("a".repeat(64))).isTrue();
    assertThat(Domain.isName("a".repeat(65))).isFalse();
    assertThatThrownBy(() -> new Domain("net", "report", 0)).hasMessageContaining("version");
  }

  @Test
  void keysShowThemselvesAsDidKeys() throws Exception {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      DeviceKey key = InMemorySigner.ofSecret(algorithm, filled(32, 3)).publicKey();
      assertThat(key).hasToString(key.didKey());
      assertThat(key.algorithm()).isEqualTo(algorithm);
      assertThat(HexFormat.of().formatHex(key.encoded())).hasSize(2 * algorithm.encodedLength());
      byte[] changed = key.encoded();
      changed[5] ^= 1;
      assertThat(key.encoded()).isNotEqualTo(changed);
    }
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
