package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Keccak256;
import org.depinsdk.core.json.Jcs;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.core.keys.Sec1Key;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The formats beside the SDK's own envelope, against answers from outside. */
class PayloadFormatsTest {
  private static final Domain DOMAIN = new Domain("wifi-demo", "transfer", 1);

  @Test
  void hashesAndSignsTheMailOfEip712() throws Exception {
    InMemorySigner cow = InMemorySigner.ofSecret(
        KeyAlgorithm.SECP256K1, Keccak256.hash("cow".getBytes(StandardCharsets.UTF_8)));
    KnownAnswers.check("identity/eip-712", row -> {
      Eip712Payload mail = Eip712Payload.parse(row.text("document"));
      assertThat(mail.domain()).isEqualTo(new Domain("eip155.1", "mail", 1));
      byte[] signature = cow.sign(mail);
      RecoverableSignature recoverable = RecoverableSignature.of(
              mail, signature, (Secp256k1Key) cow.publicKey())
          .orElseThrow();
      Secp256k1Key recovered =
          RecoverableSignature.ofBytes(recoverable.bytes()).recover(mail).orElseThrow();
      return answers(
          "type", mail.encodedType(),
          "struct-hash", mail.structHash(),
          "domain-separator", mail.domainSeparator(),
          "digest", mail.ecdsaDigest(),
          "signature", signature,
          "v", recoverable.bytes()[64],
          "address", EvmAddress.of(recovered).text().toLowerCase(Locale.ROOT));
    });
  }

  /** Where this differs from web3j, the row's reason says why. */
  @Test
  void takesAndRefusesTypedDataAsWeb3j() {
    KnownAnswers.check("identity/eip-712-documents", row -> {
      boolean signable;
      try {
        signable = Eip712Payload.parse(row.text("document")).signedBytes().length == 66;
      } catch (EncodingException e) {
        signable = false;
      }
      assertThat(row.has("reason")).isEqualTo(signable != row.flag("web3j"));
      return answers("signable", signable);
    });
  }

  private static String mail(String from, String to) {
    String mail = Conformance.table("identity/eip-712").rows().get(0).text("document");
    assertThat(mail).contains(from);
    return mail.replace(from, to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"contents\":\"Hello, Bob!\"|\"contents\":\"Hello, Bob!\",\"cc\":\"Eve\"|cc",
        "\"contents\":\"Hello, Bob!\"|\"content\":\"Hello, Bob!\"|message.contents is missing",
        "\"contents\":\"Hello, Bob!\"|\"contents\":null|message.contents must be a string",
        "\"chainId\":1,|\"chainId\":-1,|out of the range",
        "\"chainId\":1,|\"chainId\":1.5,|must be an integer",
        "\"chainId\":1,|\"chainId\":9007199254740993,|write it as a string",
        "\"chainId\":1,|\"chainId\":\"0x-1\",|must be an integer",
        "\"primaryType\":\"Mail\"|\"primaryType\":\"Post\"|not among the types",
        "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826|0xcD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826|EIP-55",
        "\"type\":\"Person\"|\"type\":\"Person[][][][][]\"|more than 4 levels",
        "\"type\":\"Person\"|\"type\":\"uint7\"|unknown type",
        "\"type\":\"Person\"|\"type\":\"bytes33\"|unknown type",
        "{\"name\":\"wallet\"|{\"name\":\"name\"|twice",
        "{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"version\",\"type\":\"string\"}|{\"name\":\"version\",\"type\":\"string\"},{\"name\":\"name\",\"type\":\"string\"}|in this position",
      })
  void refusesTypedDataThatMisleads(String from, String to, String why) {
    String json = mail(from, to);
    assertThatThrownBy(() -> Eip712Payload.parse(json))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining(why);
  }

  @Test
  void brokenTypedDataIsAnErrorAndNothingElse() {
    String good = Conformance.table("identity/eip-712").rows().get(0).text("document");
    Property.check(1500, random -> {
      StringBuilder hostile = new StringBuilder(good);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        hostile.setCharAt(
            random.nextInt(hostile.length()), "{}[]\",:\\u09xM- ".charAt(random.nextInt(15)));
      }
      try {
        assertThat(Eip712Payload.parse(hostile.toString()).signedBytes()).hasSize(66);
      } catch (EncodingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
  }

  /** The example of web3.js' documentation of {@code eth.accounts.sign}. */
  @Test
  void signsPersonalMessagesAsWeb3js() throws Exception {
    InMemorySigner signer = InMemorySigner.ofSecret(
        KeyAlgorithm.SECP256K1,
        Hex.decode("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"));
    byte[] digest =
        Keccak256.hash(Eip191Payload.prefixed("Some data".getBytes(StandardCharsets.UTF_8)));
    assertThat(Hex.encode(digest))
        .isEqualTo("1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655");
    assertThat(EvmAddress.of(signer.publicKey()).text())
        .isEqualTo("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
  }

  @Test
  void aWalletTextNamesItsDomain() throws Exception {
    Eip191Payload payload = Eip191Payload.of(DOMAIN, "I offer dev-… to 0x…");
    assertThat(payload.walletText())
        .isEqualTo(
            "application/vnd.depinsdk.transfer.v1;network=wifi-demo\n\nI offer dev-… to 0x…");
    InMemorySigner signer = Samples.signer(KeyAlgorithm.SECP256K1, 3);
    byte[] signature = signer.sign(payload);
    assertThat(signer.publicKey().verify(payload, signature)).isTrue();
    assertThat(signer
            .publicKey()
            .verify(
                Eip191Payload.of(new Domain("other", "transfer", 1), "I offer dev-… to 0x…"),
                signature))
        .isFalse();
    assertThat(RecoverableSignature.of(payload, signature, (Secp256k1Key)
            Samples.signer(KeyAlgorithm.SECP256K1, 4).publicKey()))
        .isEmpty();
  }

  @Test
  void refusesBrokenRecoverableSignatures() throws Exception {
    Eip191Payload payload = Eip191Payload.of(DOMAIN, "x");
    InMemorySigner signer = Samples.signer(KeyAlgorithm.SECP256K1, 3);
    byte[] good = RecoverableSignature.of(
            payload, signer.sign(payload), (Secp256k1Key) signer.publicKey())
        .orElseThrow()
        .bytes();
    byte[] zeroBased = good.clone();
    zeroBased[64] -= 27;
    assertThat(RecoverableSignature.ofBytes(zeroBased).bytes()).isEqualTo(good);
    byte[] otherV = good.clone();
    otherV[64] = (byte) (55 - otherV[64]);
    assertThat(RecoverableSignature.ofBytes(otherV).recover(payload))
        .isNotEqualTo(Optional.of(signer.publicKey()));
    byte[] eip155 = good.clone();
    eip155[64] = 37;
    assertThatThrownBy(() -> RecoverableSignature.ofBytes(eip155)).hasMessageContaining("37");
    byte[] highS = good.clone();
    Arrays.fill(highS, 32, 64, (byte) 0xff);
    assertThatThrownBy(() -> RecoverableSignature.ofBytes(highS)).hasMessageContaining("high");
    assertThatThrownBy(() -> RecoverableSignature.ofBytes(Arrays.copyOf(good, 64)))
        .hasMessageContaining("not 64");
    byte[] noPoint = good.clone();
    Arrays.fill(noPoint, 0, 32, (byte) 0xff);
    assertThat(RecoverableSignature.ofBytes(noPoint).recover(payload)).isEmpty();
  }

  /** RFC 9052 appendix C.2.1: one signature of the P-256 key "11". */
  @Test
  void verifiesTheCoseExample() throws Exception {
    byte[] message = Hex.decode(
        "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36");
    DeviceKey key = Sec1Key.decode(
        KeyAlgorithm.P256,
        Hex.decode(
            "04bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"));
    CoseSign1 sign1 = CoseSign1.parse(message);
    assertThat(new String(sign1.payload(), StandardCharsets.UTF_8))
        .isEqualTo("This is the content.");
    assertThat(sign1.verify(key, new byte[0])).isTrue();
    assertThat(sign1.verify(key, new byte[] {1})).isFalse();
    assertThat(sign1.verify(key, DOMAIN)).isFalse();
    assertThat(sign1.type()).isEmpty();
    // the same message without its tag
    assertThat(CoseSign1.parse(Arrays.copyOfRange(message, 1, message.length))
            .verify(key, new byte[0]))
        .isTrue();
    Property.check(500, random -> {
      byte[] hostile = message.clone();
      hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        CoseSign1 changed = CoseSign1.parse(hostile);
        // bytes 6 to 10 are the unprotected key id, which nobody signs
        boolean signedPart = !Arrays.equals(hostile, 0, 6, message, 0, 6)
            || !Arrays.equals(hostile, 11, hostile.length, message, 11, message.length);
        assertThat(changed.verify(key, new byte[0])).isEqualTo(!signedPart);
      } catch (EncodingException e) {
        assertThat(e).hasMessageMatching("(?s).*(CBOR|COSE).*");
      }
    });
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void signsCoseMessagesInTheirDomain(KeyAlgorithm algorithm) throws Exception {
    InMemorySigner signer = Samples.signer(algorithm, 5);
    CoseSign1Payload payload = CoseSign1Payload.of(DOMAIN, algorithm, new byte[] {1, 2, 3});
    CoseSign1 read = CoseSign1.parse(payload.message(signer.sign(payload)));
    assertThat(read.payload()).containsExactly(1, 2, 3);
    assertThat(read.verify(signer.publicKey(), DOMAIN)).isTrue();
    assertThat(read.verify(signer.publicKey(), new Domain("other", "transfer", 1)))
        .isFalse();
    assertThat(read.verify(Samples.signer(algorithm, 6).publicKey(), DOMAIN)).isFalse();
    for (KeyAlgorithm other : KeyAlgorithm.values()) {
      if (other != algorithm) {
        assertThat(read.verify(Samples.signer(other, 5).publicKey(), DOMAIN)).isFalse();
      }
    }
  }

  @Test
  void refusesBrokenCoseMessages() throws Exception {
    CborValue alg =
        new CborValue.Dict(java.util.Map.of(new CborValue.Int(1), new CborValue.Int(-7)));
    CborValue none = new CborValue.Dict(java.util.Map.of());
    CborValue crit = new CborValue.Dict(java.util.Map.of(
        new CborValue.Int(1),
        new CborValue.Int(-7),
        new CborValue.Int(2),
        CborValue.Array.of(new CborValue.Int(1))));
    CborValue bytes = new CborValue.Bytes(new byte[64]);
    refuses("four items", CborValue.Array.of(bytes));
    refuses("tag 18", new CborValue.Tagged(17, CborValue.Array.of(bytes)));
    refuses("protected must be bytes", CborValue.Array.of(alg, none, bytes, bytes));
    refuses(
        "alg (1) must be an integer in the protected",
        CborValue.Array.of(new CborValue.Bytes(new byte[0]), alg, bytes, bytes));
    refuses("both headers", CborValue.Array.of(wrapped(alg), alg, bytes, bytes));
    refuses("critical", CborValue.Array.of(wrapped(crit), none, bytes, bytes));
    refuses(
        "payload must be bytes",
        CborValue.Array.of(wrapped(alg), none, CborValue.Simple.NULL, bytes));
    refuses(
        "signature must be bytes",
        CborValue.Array.of(wrapped(alg), none, bytes, CborValue.Simple.NULL));
    refuses("must be maps", CborValue.Array.of(wrapped(bytes), none, bytes, bytes));
    assertThat(CborReader.read(CborWriter.write(crit))).isEqualTo(crit);
  }

  private static CborValue wrapped(CborValue value) {
    return new CborValue.Bytes(CborWriter.write(value));
  }

  private static void refuses(String why, CborValue message) {
    assertThatThrownBy(() -> CoseSign1.parse(CborWriter.write(message)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining(why);
  }

  @Test
  void verifiesDataIntegrityProofs() {
    KnownAnswers.check("identity/data-integrity", row -> {
      DeviceKey key = Multikey.ofText(row.text("key"));
      String signed = row.text("document");
      DataIntegrityProof proof = DataIntegrityProof.parse(signed);
      assertThat(proof.verificationMethod()).startsWith(key.didKey());
      assertThat(proof.domain()).isEmpty();
      assertThat(proof.challenge()).isEmpty();
      assertThat(proof.expires()).isEmpty();
      assertThat(proof.proofPurpose()).isEqualTo("assertionMethod");
      assertThat(proof.created()).contains(Instant.parse("2023-02-24T23:36:38Z"));
      assertThat(proof.verify(key, DOMAIN, Samples.NOON)).isFalse();
      for (String[] change :
          new String[][] {{"The School", "A School"}, {"2023-02-24", "2023-02-25"}}) {
        assertThat(signed).contains(change[0]);
        assertThat(
                DataIntegrityProof.parse(signed.replace(change[0], change[1])).verify(key))
            .isFalse();
      }
      KeyAlgorithm other =
          key.algorithm() == KeyAlgorithm.P256 ? KeyAlgorithm.ED25519 : KeyAlgorithm.P256;
      assertThat(proof.verify(Samples.signer(other, 1).publicKey())).isFalse();
      assertThat(proof.verify(Samples.signer(KeyAlgorithm.SECP256K1, 1).publicKey()))
          .isFalse();
      InMemorySigner signer = InMemorySigner.ofSecret(key.algorithm(), row.bytes("secret"));
      assertThat(signer.publicKey()).isEqualTo(key);
      return answers(
          "cryptosuite", proof.cryptosuite(),
          "hash", proof.hashData(),
          "signature", signer.signMessage(proof.hashData()),
          "valid", proof.verify(key));
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ED25519", "P256"})
  void signsDocumentsInTheirDomain(KeyAlgorithm algorithm) throws Exception {
    InMemorySigner signer = Samples.signer(algorithm, 5);
    String document =
        "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"b\":2,\"a\":\"€\"}";
    DataIntegrityPayload payload =
        DataIntegrityPayload.of(DOMAIN, signer.publicKey(), Samples.NOON, document);
    String secured = payload.secured(signer.sign(payload));
    DataIntegrityProof proof = DataIntegrityProof.parse(secured);
    assertThat(proof.verify(signer.publicKey(), DOMAIN, Samples.NOON)).isTrue();
    assertThat(proof.verify(signer.publicKey(), new Domain("other", "transfer", 1), Samples.NOON))
        .isFalse();
    assertThat(DataIntegrityProof.parse(secured.replace("\"b\":2", "\"b\":3"))
            .verify(signer.publicKey()))
        .isFalse();
    assertThatThrownBy(
            () -> DataIntegrityPayload.of(DOMAIN, signer.publicKey(), Samples.NOON, secured))
        .hasMessageContaining("proof already");
    assertThatThrownBy(() -> DataIntegrityProof.parse(document)).hasMessageContaining("one proof");
    assertThatThrownBy(() ->
            DataIntegrityProof.parse(secured.replace("DataIntegrityProof", "Ed25519Signature2020")))
        .hasMessageContaining("type");
    assertThatThrownBy(() ->
            DataIntegrityProof.parse(secured.replace("\"proofValue\":\"z", "\"proofValue\":\"u")))
        .hasMessageContaining("multibase");
    assertThatThrownBy(() ->
            DataIntegrityProof.parse(secured.replaceFirst("credentials/v2", "credentials/v3")))
        .hasMessageContaining("@context");
    assertThatThrownBy(() -> DataIntegrityPayload.of(
            DOMAIN, Samples.signer(KeyAlgorithm.SECP256K1, 1).publicKey(), Samples.NOON, document))
        .hasMessageContaining("secp256k1");
  }

  /** A proof of an own document, signed whatever its options are. */
  private static String proven(InMemorySigner signer, String options) throws Exception {
    JsonObject document = Json.parseObject("{\"a\":1}", JsonLimits.DEFAULT);
    JsonObject proof = Json.parseObject("{" + options + "}", JsonLimits.DEFAULT);
    byte[] signature = signer.signMessage(DataIntegrityPayload.hashData(document, proof));
    JsonValue value = new JsonString("z" + Base58.encode(signature));
    JsonObject secured = document.with("proof", proof.with("proofValue", value));
    return new String(Jcs.canonicalize(secured), StandardCharsets.UTF_8);
  }

  private static final String OPTIONS =
      "\"type\":\"DataIntegrityProof\",\"verificationMethod\":\"did:key:x\",\"cryptosuite\":\"%s\","
          + "\"domain\":\"" + DOMAIN.payloadType() + "\"";

  /** VC Data Integrity 1.0 section 4.4 and the suites' proof configuration. */
  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      names = {"ED25519", "P256"})
  void aProofSaysWhenAndWhatFor(KeyAlgorithm algorithm) throws Exception {
    InMemorySigner signer = Samples.signer(algorithm, 5);
    DeviceKey key = signer.publicKey();
    String options = OPTIONS.formatted(DataIntegrityPayload.suite(algorithm));
    String purpose = ",\"proofPurpose\":\"assertionMethod\"";
    for (String broken : new String[] {
      "",
      ",\"proofPurpose\":1",
      purpose + ",\"created\":\"invalidDate\"",
      purpose + ",\"created\":17",
      purpose + ",\"created\":null",
      purpose + ",\"created\":\"2025-02-30T00:00:00Z\"",
      purpose + ",\"created\":\"2025-02-20T00:00:00\"",
      purpose + ",\"created\":\"2025-02-20\"",
      purpose + ",\"created\":\"2025-02-20T00:00:60Z\"",
      purpose + ",\"created\":\"2025-02-20T00:00:00+15:00\"",
      purpose + ",\"expires\":\"never\"",
      purpose + ",\"expires\":[]",
      purpose + ",\"challenge\":1",
      purpose + ",\"domain2\":1,\"previousProof\":\"urn:x\"",
    }) {
      String secured = proven(signer, options + broken);
      assertThatThrownBy(() -> DataIntegrityProof.parse(secured))
          .as(broken)
          .isInstanceOf(EncodingException.class);
    }
    DataIntegrityProof expiring = DataIntegrityProof.parse(proven(
        signer,
        options + purpose + ",\"created\":\"2019-12-31T23:00:00.1234567891-01:00\""
            + ",\"expires\":\"2020-01-01T00:00:00Z\""));
    Instant end = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(expiring.created()).contains(Instant.parse("2020-01-01T00:00:00.123456789Z"));
    assertThat(expiring.expires()).contains(end);
    assertThat(expiring.verify(key)).isTrue();
    assertThat(expiring.verify(key, DOMAIN, end.minusMillis(1))).isTrue();
    assertThat(expiring.verify(key, DOMAIN, end)).isFalse();
    DataIntegrityProof login = DataIntegrityProof.parse(
        proven(signer, options + ",\"proofPurpose\":\"authentication\",\"challenge\":\"c\""));
    assertThat(login.proofPurpose()).isEqualTo("authentication");
    assertThat(login.challenge()).contains("c");
    assertThat(login.verify(key)).isTrue();
    assertThat(login.verify(key, DOMAIN, end)).isFalse();
  }

  @Test
  void whatIsSignedCanBeReadAgain() throws Exception {
    InMemorySigner signer = Samples.signer(KeyAlgorithm.ED25519, 5);
    for (String number : new String[] {"1e16", "1e20", "9.2e18", "5.9604644775390625e-08"}) {
      DataIntegrityPayload payload = DataIntegrityPayload.of(
          DOMAIN, signer.publicKey(), Samples.NOON, "{\"a\":" + number + "}");
      DataIntegrityProof proof = DataIntegrityProof.parse(payload.secured(signer.sign(payload)));
      assertThat(proof.verify(signer.publicKey(), DOMAIN, Samples.NOON)).isTrue();
    }
  }

  /** Other programs write either s; our own reports have one form. */
  @Test
  void takesEitherSInForeignFormatsAlone() throws Exception {
    InMemorySigner signer = Samples.signer(KeyAlgorithm.P256, 5);
    CoseSign1Payload payload = CoseSign1Payload.of(DOMAIN, KeyAlgorithm.P256, new byte[] {1});
    EcdsaSignature low = EcdsaSignature.ofRaw(signer.sign(payload));
    byte[] high = low.raw();
    BigIntegers.asUnsignedByteArray(EcdsaPoint.P256.getN().subtract(low.s()), high, 32, 32);
    assertThat(signer.publicKey().verify(payload, low.raw())).isTrue();
    assertThat(signer.publicKey().verify(payload, high)).isFalse();
    assertThat(signer.publicKey().verify(payload, low.der())).isFalse();
    assertThat(CoseSign1.parse(payload.message(high)).verify(signer.publicKey(), DOMAIN))
        .isTrue();
  }

  @Test
  void everyTypeAndChainHasADomainOfItsOwn() throws Exception {
    List<Domain> domains = new ArrayList<>();
    for (String type : new String[] {
      "Mail",
      "mail",
      "MAIL",
      "_O",
      "$O",
      "O_",
      "Mail_To",
      "MailTo",
      "Mailto",
      "x",
      "X",
      "M".repeat(64),
      "M" + "a".repeat(63),
      "M" + "a".repeat(64),
      "M" + "a".repeat(300)
    }) {
      domains.add(Eip712Payload.parse(mail("Mail\"", type + "\"")).domain());
    }
    for (String chain :
        new String[] {"2", "\"1" + "0".repeat(56) + "\"", "\"1" + "0".repeat(76) + "\""}) {
      domains.add(Eip712Payload.parse(mail("\"chainId\":1,", "\"chainId\":" + chain + ","))
          .domain());
    }
    assertThat(domains).doesNotHaveDuplicates().contains(new Domain("eip155.1", "mail", 1));
    assertThat(domains.get(7).purpose()).isEqualTo("mail-to");
    assertThat(domains.get(3).purpose()).matches("x\\.[0-9a-f]{40}");
  }
}
