package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.device.Atecc608Compressed;
import org.depinsdk.attestation.device.Atecc608Compressed.Serial;
import org.depinsdk.attestation.device.Atecc608Dates;
import org.depinsdk.attestation.device.Atecc608Template;
import org.depinsdk.attestation.device.DeviceChainVerifier;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates of secure elements, as the chips keep them. */
class Atecc608Test {
  private static final byte[] CHIP = HexFormat.of().parseHex("0123abcdef012345ee");
  private static final byte[] OTHER_CHIP = HexFormat.of().parseHex("0123000000000001ee");
  private static final Instant FROM = Instant.parse("2026-03-07T10:00:00Z");
  private static final Atecc608Dates DATES = new Atecc608Dates(FROM, 28);
  private static final byte[] NONCE = new byte[32];

  private final PretendCa root = PretendCa.root("CN=Root");
  private final PretendCa signer = root.intermediate("CN=Crypto Authentication Signer 2C10");
  private final DeviceSigner key = key(1);
  private final DeviceSigner otherKey = key(2);

  private static DeviceSigner key(int number) {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.P256, secret);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttestedKey spki(DeviceSigner key) {
    return new AttestedKey(SpkiKey.encode(key.publicKey()));
  }

  private static PublicKey publicKey(DeviceSigner key) throws Exception {
    return java.security.KeyFactory.getInstance("EC")
        .generatePublic(new java.security.spec.X509EncodedKeySpec(SpkiKey.encode(key.publicKey())));
  }

  /** By the application note, and not by the code under test. */
  private static byte[] serial(Serial source, DeviceSigner key, byte[] chip) {
    byte[] spki = SpkiKey.encode(key.publicKey());
    byte[] point = Arrays.copyOfRange(spki, spki.length - 64, spki.length);
    byte[] dates = DATES.toBytes();
    byte[] serial = switch (source) {
      case CHIP -> ByteBuffer.allocate(10).put((byte) 0x40).put(chip).array();
      case SIGNER -> new byte[] {0x40, 0x2c, 0x10};
      case KEY_HASH -> Arrays.copyOf(Bytes32.sha256(point, dates).bytes(), 16);
      case CHIP_HASH -> Arrays.copyOf(Bytes32.sha256(chip, dates).bytes(), 16);
    };
    serial[0] = (byte) (serial[0] & 0x3f | 0x40);
    return serial;
  }

  private byte[] certificate(PretendCa by, Serial source, DeviceSigner holder, byte[] chip)
      throws Exception {
    String name = HexFormat.of().withUpperCase().formatHex(chip);
    return by.certify("O=Acme,CN=sn" + name, publicKey(holder))
        .valid(DATES.from(), DATES.until())
        .serial(new BigInteger(serial(source, holder, chip)))
        .der();
  }

  @ParameterizedTest
  @EnumSource(Serial.class)
  void aCertificateIsRebuiltFromTheCertificateOfAnotherChip(Serial source) throws Exception {
    PretendCa otherSigner = root.intermediate("CN=Crypto Authentication Signer 0001");
    byte[] signed = certificate(signer, source, key, CHIP);
    Atecc608Template template =
        Atecc608Template.of(certificate(otherSigner, source, otherKey, OTHER_CHIP), 3, 1, source);
    AttestedKey issuer = signer.anchor().key();
    Atecc608Compressed compressed = template.compress(signed, issuer);
    byte[] stored = compressed.toBytes();
    assertThat(stored).hasSize(72).endsWith(0x2c, 0x10, 0x31, 0x80 + source.ordinal() * 16, 0);
    assertThat(Atecc608Compressed.parse(stored)).isEqualTo(compressed);
    byte[] rebuilt = template.rebuild(compressed, spki(key), CHIP, issuer);
    assertThat(Hex.encode(rebuilt)).isEqualTo(Hex.encode(signed));
  }

  @Test
  void aRebuiltChainPassesTheVerifier() throws Exception {
    Atecc608Template template = Atecc608Template.of(
        certificate(signer, Serial.KEY_HASH, otherKey, OTHER_CHIP), 2, 0, Serial.KEY_HASH);
    AttestedKey issuer = signer.anchor().key();
    byte[] stored = template
        .compress(certificate(signer, Serial.KEY_HASH, key, CHIP), issuer)
        .toBytes();
    byte[] chip = template.rebuild(Atecc608Compressed.parse(stored), spki(key), CHIP, issuer);
    AttestationResult result = new DeviceChainVerifier()
        .appraise(
            DeviceEvidence.sign(signer.chain(chip), NONCE, key.publicKey(), key).toEvidence(),
            new AppraisalContext(
                FROM.plusSeconds(1),
                new Freshness.Nonce(NONCE),
                new SchemeSettings(
                    List.of(root.anchor("atecc608", "dedicated-chip")),
                    ReferenceValues.NONE,
                    Revocation.none("a test"),
                    AppraisalPolicy.STRICT.withValidity(Duration.ofDays(1))),
                PriorState.NONE));
    assertThat(result.findings()).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.claims())
        .containsEntry("serial", "0123ABCDEF012345EE")
        .containsEntry("batch", "2C10");
  }

  @Test
  void theCertificateOfASignerIsRebuiltToo() throws Exception {
    PretendCa other = root.intermediate(
        Keys.p256(),
        root.certify("CN=Crypto Authentication Signer 0001", publicKey(otherKey))
            .valid(FROM, DATES.until())
            .serial(new BigInteger(new byte[] {0x40, 0, 1}))
            .ca(0));
    byte[] signed = root.certify("CN=Crypto Authentication Signer 2C10", publicKey(key))
        .valid(DATES.from(), DATES.until())
        .serial(new BigInteger(serial(Serial.SIGNER, key, CHIP)))
        .ca(0)
        .der();
    Atecc608Template template = Atecc608Template.of(other.certificate(), 1, 0, Serial.SIGNER);
    AttestedKey issuer = root.anchor().key();
    Atecc608Compressed compressed = template.compress(signed, issuer);
    assertThat(compressed.signer()).isEqualTo(0x2c10);
    assertThat(template.rebuild(compressed, spki(key), CHIP, issuer)).isEqualTo(signed);
  }

  @Test
  void whatTheIssuerDidNotSignIsNotRebuilt() throws Exception {
    byte[] signed = certificate(signer, Serial.KEY_HASH, key, CHIP);
    Atecc608Template template = Atecc608Template.of(signed, 2, 0, Serial.KEY_HASH);
    AttestedKey issuer = signer.anchor().key();
    byte[] stored = template.compress(signed, issuer).toBytes();
    Atecc608Compressed good = Atecc608Compressed.parse(stored);
    assertRefused("did not sign", () -> template.rebuild(good, spki(otherKey), CHIP, issuer));
    assertRefused("did not sign", () -> template.rebuild(good, spki(key), OTHER_CHIP, issuer));
    assertRefused(
        "did not sign",
        () -> template.rebuild(good, spki(key), CHIP, root.anchor().key()));
    assertRefused("9 bytes, not 8", () -> template.rebuild(good, spki(key), new byte[8], issuer));
    for (int bit = 0; bit < stored.length * 8; bit++) {
      byte[] bad = stored.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(
              () -> template.rebuild(Atecc608Compressed.parse(bad), spki(key), CHIP, issuer))
          .as("bit %d", bit)
          .isInstanceOf(EncodingException.class);
    }
    byte[] foreign = certificate(signer, Serial.CHIP, key, CHIP);
    assertRefused("did not sign", () -> template.compress(foreign, issuer));
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    byte[] signed = certificate(signer, Serial.KEY_HASH, key, CHIP);
    AttestedKey issuer = signer.anchor().key();
    Atecc608Template template = Atecc608Template.of(signed, 2, 0, Serial.KEY_HASH);
    Atecc608Compressed compressed = template.compress(signed, issuer);
    Atecc608Template other = Atecc608Template.of(signed, 3, 0, Serial.KEY_HASH);
    assertRefused(
        "expected template 3, chain 0", () -> other.rebuild(compressed, spki(key), CHIP, issuer));
    assertRefused(
        "key must be on P-256",
        () -> template.rebuild(
            compressed,
            spki(InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32])),
            CHIP,
            issuer));
    assertRefused(
        "signer's id",
        () -> Atecc608Template.of(
            root.certify("CN=Chip", publicKey(key)).der(), 2, 0, Serial.KEY_HASH));
    byte[] halfPast = signer
        .certify("CN=sn0123ABCDEF012345EE", publicKey(key))
        .valid(FROM.plusSeconds(1800), DATES.until())
        .der();
    assertRefused("on the hour", () -> template.compress(halfPast, issuer));
    Atecc608Template untilMidcentury = Atecc608Template.of(
        signer.certify("CN=sn0123ABCDEF012345EE", publicKey(key)).der(), 2, 0, Serial.KEY_HASH);
    assertRefused("ends with 2049", () -> untilMidcentury.compress(signed, issuer));
    assertRefused("72 bytes, not 71", () -> Atecc608Compressed.parse(new byte[71]));
    byte[] version = compressed.toBytes();
    version[70] |= 1;
    assertRefused("format version 0, not 1", () -> Atecc608Compressed.parse(version));
  }

  @ParameterizedTest
  @CsvSource({
    "A99D5C, 2021-03-07T10:00:00Z, 28, 2049-03-07T10:00:00Z",
    "008400, 2000-01-01T00:00:00Z, 0, 9999-12-31T23:59:59Z",
    "FE7EFF, 2031-12-31T23:00:00Z, 31, 2062-12-31T23:00:00Z"
  })
  void datesAreThreeBytes(String hex, Instant from, int years, Instant until) throws Exception {
    Atecc608Dates dates = new Atecc608Dates(from, years);
    assertThat(Hex.encode(dates.toBytes())).isEqualTo(hex.toLowerCase(Locale.ROOT));
    assertThat(Atecc608Dates.parse(HexFormat.of().parseHex(hex))).isEqualTo(dates);
    assertThat(dates.until()).isEqualTo(until);
  }

  @ParameterizedTest
  @ValueSource(strings = {"000000", "008000", "008417e0", "07ffff", "0087ff"})
  void bytesThatAreNoDateAreRefused(String hex) {
    assertRefused("dates", () -> Atecc608Dates.parse(HexFormat.of().parseHex(hex)));
  }

  private static void assertRefused(
      String contained, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(EncodingException.class).hasMessageContaining(contained);
  }
}
