package org.depinsdk.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Locale;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.Samples;
import org.depinsdk.core.did.Did;
import org.depinsdk.core.did.DidEthr;
import org.depinsdk.core.did.DidIo;
import org.depinsdk.core.did.DidPkh;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.Ed25519Key;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.Multikey;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.P256Key;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every encoding against files from outside, and back. */
class KeyEncodingsTest {
  private static DeviceKey random(KeyAlgorithm algorithm, java.util.random.RandomGenerator random)
      throws InvalidKeyException {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    secret[0] &= 0x7f;
    return InMemorySigner.ofSecret(algorithm, secret).publicKey();
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void everyEncodingGivesTheSameKeyBack(KeyAlgorithm algorithm) {
    Property.check(40, random -> {
      DeviceKey key = random(algorithm, random);
      assertThat(SpkiKey.decode(SpkiKey.encode(key))).isEqualTo(key);
      assertThat(JwkKey.decode(JwkKey.encode(key))).isEqualTo(key);
      assertThat(CoseKey.decode(CoseKey.encode(key))).isEqualTo(key);
      assertThat(Libp2pKey.decode(Libp2pKey.encode(key))).isEqualTo(key);
      assertThat(Multikey.decode(Multikey.encode(key))).isEqualTo(key);
      if (algorithm == KeyAlgorithm.ED25519) {
        assertThat(SolanaKey.decode(SolanaKey.encode((Ed25519Key) key))).isEqualTo(key);
        assertThat(Libp2pKey.ofPeerId(Libp2pKey.peerId(key))).isEqualTo(key);
      } else {
        assertThat(Sec1Key.decode(algorithm, Sec1Key.uncompressed(key))).isEqualTo(key);
        assertThat(Sec1Key.decode(algorithm, key.encoded())).isEqualTo(key);
      }
      if (!(key instanceof P256Key p256) || HeliumKey.isCompact(p256)) {
        for (HeliumKey.Network network : HeliumKey.Network.values()) {
          assertThat(HeliumKey.ofText(HeliumKey.toText(network, key)))
              .isEqualTo(new HeliumKey.Tagged(network, key));
        }
      }
    });
  }

  @Test
  void readsTheKeysOfWycheproof() {
    KnownAnswers.check("identity/key-formats", row -> {
      byte[] spki = row.bytes("spki");
      DeviceKey key = SpkiKey.decode(spki);
      assertThat(SpkiKey.encode(key)).isEqualTo(spki);
      if (row.has("jwk")) {
        assertThat(JwkKey.decode(row.text("jwk"))).isEqualTo(key);
      }
      return answers(
          "algorithm",
          key.algorithm().name().toLowerCase(Locale.ROOT),
          "plain",
          key.algorithm() == KeyAlgorithm.ED25519 ? key.encoded() : Sec1Key.uncompressed(key));
    });
  }

  @ParameterizedTest
  @CsvSource({"ED25519, Ed25519", "P256, EC"})
  void theJdkReadsOurSpki(KeyAlgorithm algorithm, String jdkName) throws Exception {
    byte[] spki = SpkiKey.encode(Samples.signer(algorithm, 5).publicKey());
    assertThat(KeyFactory.getInstance(jdkName)
            .generatePublic(new X509EncodedKeySpec(spki))
            .getEncoded())
        .isEqualTo(spki);
  }

  @Test
  void readsHeliumKeys() {
    KnownAnswers.check("identity/helium-keys", row -> {
      byte[] payload = row.bytes("payload");
      try {
        HeliumKey.Tagged tagged = HeliumKey.decode(payload);
        assertThat(HeliumKey.encode(tagged.network(), tagged.key())).isEqualTo(payload);
        String address = HeliumKey.toText(tagged.network(), tagged.key());
        assertThat(HeliumKey.ofText(address)).isEqualTo(tagged);
        return answers("address", address, "usable", true);
      } catch (InvalidKeyException e) {
        return answers("usable", false);
      }
    });
    KnownAnswers.check(
        "identity/helium-signatures",
        row -> answers(
            "valid",
            verifies(
                HeliumKey.ofText(row.text("address")).key(),
                row.bytes("message"),
                row.bytes("signature"))));
  }

  private static boolean verifies(DeviceKey key, byte[] message, byte[] signature) {
    try {
      return key.verify(
          message,
          switch (key.algorithm()) {
            case ED25519 -> signature;
            case SECP256K1 -> EcdsaSignature.ofDer(signature).raw();
            // Helium's hotspots sign with either s
            case P256 -> EcdsaSignature.ofDer(signature).lowS(KeyAlgorithm.P256).raw();
          });
    } catch (EncodingException e) {
      return false;
    }
  }

  @Test
  void aboutHalfOfAllP256KeysHaveNoHeliumForm() {
    int[] compact = new int[1];
    Property.check(200, random -> {
      P256Key key = (P256Key) random(KeyAlgorithm.P256, random);
      if (HeliumKey.isCompact(key)) {
        compact[0]++;
      } else {
        assertThatThrownBy(() -> HeliumKey.toText(HeliumKey.Network.MAINNET, key))
            .isInstanceOf(InvalidKeyException.class)
            .hasMessageContaining("larger root")
            .hasMessageContaining(key.didKey());
      }
    });
    assertThat(compact[0]).isBetween(60, 140);
  }

  @ParameterizedTest
  @CsvSource({
    "'', without a checksum",
    "11nYr7TBMbpGiQadiCxGCPZFZ8ENo1JNtbS7aB5U7UXn4a8Dvb4, wrong checksum",
    "13WvV82S7QN3VMzMSieiGxvuaPKknMtf213E5JwPnboDkUfesKx, wrong checksum",
  })
  void refusesBrokenHeliumText(String text, String why) {
    assertThatThrownBy(() -> HeliumKey.ofText(text))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({"24, RSA", "21, unknown network", "02, unknown key type", "0f, unknown key type"})
  void refusesOtherHeliumTags(String tag, String why) throws Exception {
    byte[] bytes = new byte[33];
    bytes[0] = (byte) (tag.equals("24") ? 0x04 : Integer.parseInt(tag, 16));
    assertThatThrownBy(() -> HeliumKey.decode(bytes))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> HeliumKey.decode(new byte[0])).isInstanceOf(InvalidKeyException.class);
    byte[] versioned = new byte[34];
    versioned[0] = 1;
    assertThatThrownBy(() -> HeliumKey.ofText(Base58.encodeChecked(versioned)))
        .hasMessageContaining("version 0");
  }

  @Test
  void readsLibp2pKeys() throws Exception {
    KnownAnswers.check("identity/libp2p-keys", row -> {
      byte[] message = row.bytes("message");
      if (row.text("type").equals("rsa")) {
        assertThatThrownBy(() -> Libp2pKey.decode(message)).isInstanceOf(InvalidKeyException.class);
        return answers("usable", false);
      }
      DeviceKey key = Libp2pKey.decode(message);
      assertThat(Libp2pKey.encode(key)).isEqualTo(message);
      String peerId = Libp2pKey.peerId(key);
      boolean inline;
      try {
        assertThat(Libp2pKey.ofPeerId(peerId)).isEqualTo(key);
        inline = true;
      } catch (InvalidKeyException e) {
        assertThat(e).hasMessageContaining("only the hash");
        inline = false;
      }
      return answers("usable", true, "peer-id", peerId, "inline", inline);
    });
    assertThat(Libp2pKey.ofPeerId("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA"))
        .isNotNull();
  }

  @Test
  void readsOneKeyInAllItsForms() {
    KnownAnswers.check("identity/one-key", row -> {
      DeviceKey key =
          InMemorySigner.ofSecret(KeyAlgorithm.SECP256K1, row.bytes("secret")).publicKey();
      OperatorId address = EvmAddress.of(key);
      String lower = address.text().toLowerCase(Locale.ROOT);
      String hex = "0x" + Hex.encode(key.encoded());
      DidPkh pkh = (DidPkh) Did.parse("did:pkh:eip155:1:" + lower);
      String caip10 = ((DidPkh) Did.parse("did:pkh:eip155:1:" + address.text())).accountId();
      DidEthr sepolia = (DidEthr) Did.parse("did:ethr:0xaa36a7:" + lower);
      assertThat(sepolia.network()).contains("0xaa36a7");
      assertThat(new DidIo(address).isOf(key)).isTrue();
      assertThat(new DidIo(address).isOf(Samples.signer(1).publicKey())).isFalse();
      Did whole = Did.parse("did:ethr:" + hex);
      assertThat(whole.key()).contains(key);
      Did didKey = Did.parse(key.didKey());
      assertThat(didKey.key()).contains(key);
      Did ethr = Did.parse("did:ethr:" + lower);
      for (Did did : new Did[] {pkh, sepolia, whole, didKey, ethr, DidIo.of(key)}) {
        assertThat(did.account()).contains(address);
      }
      return answers(
          "public", key.encoded(),
          "uncompressed", Sec1Key.uncompressed(key),
          "address", lower,
          "eip55", address.text(),
          "did-key", didKey.text(),
          "did-ethr", ethr.text(),
          "did-ethr-sepolia", sepolia.text(),
          "did-ethr-key", whole.text(),
          "did-pkh", pkh.text(),
          "did-io", DidIo.of(key).text(),
          "caip10", caip10,
          "helium", HeliumKey.toText(HeliumKey.Network.MAINNET, key));
    });
  }

  /** RFC 8037 appendix A.2 and A.3: an Ed25519 JWK and its thumbprint. */
  @Test
  void writesTheJwkOfRfc8037() throws Exception {
    DeviceKey key = Ed25519Key.of(org.depinsdk.core.encoding.Hex.decode(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    assertThat(JwkKey.encode(key))
        .isEqualTo(
            "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
    assertThat(JwkKey.thumbprint(key)).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  /** RFC 6979 appendix A.2.3: P-192 with SHA-256. */
  @ParameterizedTest
  @CsvSource({
    "sample, 4B0B8CE98A92866A2820E20AA6B75B56382E0F9BFD5ECB55, CCDB006926EA9565CBADC840829D8C384E06DE1F1E381B85",
    "test, 3A718BD8B4926C3B52EE6BBE67EF79B18CB6EB62B1AD97AE, 5662E6848A4A19B1F1AE2F72ACD4B8BBE50F1EAC65D9124F",
  })
  void verifiesLegacyP192(String message, String r, String s) throws Exception {
    byte[] point = org.depinsdk.core.encoding.Hex.decode(
        "04AC2C77F529F91689FEA0EA5EFEC7F210D8EEA0B9E047ED563BC723E57670BD4887EBC732C523063D0A7C957BC97C1C43");
    LegacyKey key = LegacyKey.p192(point);
    byte[] text = message.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] signature = org.depinsdk.core.encoding.Hex.decode(r + s);
    assertThat(key.verify(text, signature)).isTrue();
    byte[] compressed = Arrays.copyOf(point, 25);
    compressed[0] = 3;
    assertThat(LegacyKey.p192(compressed).verify(text, signature)).isTrue();
    assertThat(key.algorithm()).isEqualTo(LegacyAlgorithm.LEGACY_P192);
    signature[3] ^= 1;
    assertThat(key.verify(text, signature)).isFalse();
    assertThat(key.verify(text, new byte[48])).isFalse();
    assertThat(key.verify(text, new byte[64])).isFalse();
    point[48] ^= 1;
    assertThatThrownBy(() -> LegacyKey.p192(point)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> LegacyKey.p192(new byte[24])).hasMessageContaining("25 bytes");
  }

  @Test
  void verifiesLegacyXOnlyKeys() throws Exception {
    ConformanceRow vector =
        Conformance.table("identity/helium-signatures").rows().get(0);
    byte[] x = Arrays.copyOfRange(HeliumKey.ofText(vector.text("address")).key().encoded(), 1, 33);
    byte[] signature = EcdsaSignature.ofDer(vector.bytes("signature")).raw();
    byte[] message = vector.bytes("message");
    assertThat(LegacyKey.p256XOnly(x).verify(message, signature)).isTrue();
    message[0]++;
    assertThat(LegacyKey.p256XOnly(x).verify(message, signature)).isFalse();
    assertThatThrownBy(() -> LegacyKey.p256XOnly(new byte[31]))
        .hasMessageContaining("32 bytes, not 31");
  }
}
