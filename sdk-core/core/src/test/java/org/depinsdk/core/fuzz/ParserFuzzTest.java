package org.depinsdk.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.depinsdk.core.Samples;
import org.depinsdk.core.did.Did;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.CoseSign1;
import org.depinsdk.core.identity.DataIntegrityProof;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.Eip712Payload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.json.Jcs;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.core.keys.CoseKey;
import org.depinsdk.core.keys.HeliumKey;
import org.depinsdk.core.keys.JwkKey;
import org.depinsdk.core.keys.LegacyKey;
import org.depinsdk.core.keys.Libp2pKey;
import org.depinsdk.core.keys.Sec1Key;
import org.depinsdk.core.keys.SolanaKey;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.jspecify.annotations.Nullable;

/**
 * Hostile bytes for every parser of this module. The normal test run plays the kept corpus; with JAZZER_FUZZ=1 in the
 * environment each method searches for more. A parser may refuse with its own checked exception and with nothing else, and
 * what it takes it must write back unchanged where its format has one form.
 */
class ParserFuzzTest {
  private interface Decoder<T> {
    T decode(byte[] bytes) throws EncodingException, InvalidKeyException, MalformedReportException;
  }

  private interface Encoder<T> {
    byte[] encode(T value) throws EncodingException, InvalidKeyException;
  }

  private static <T> @Nullable T decoded(byte[] data, Decoder<T> decoder) {
    try {
      return decoder.decode(data);
    } catch (EncodingException | InvalidKeyException | MalformedReportException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
      return null;
    }
  }

  private static <T> void oneForm(byte[] data, Decoder<T> decoder, Encoder<T> encoder) {
    T value = decoded(data, decoder);
    try {
      if (value != null && !Arrays.equals(encoder.encode(value), data)) {
        throw new AssertionError("taken and not written back unchanged: " + value);
      }
    } catch (EncodingException | InvalidKeyException e) {
      throw new AssertionError("taken and not to be written: " + value, e);
    }
  }

  private static void anyForm(byte[] data, Decoder<Object> decoder) {
    decoded(data, decoder);
  }

  private static String utf8(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // where a value has several forms, its own form must give it back
  private static <T> void sameValue(byte[] data, Decoder<T> decoder, Encoder<T> encoder) {
    T value = decoded(data, decoder);
    if (value != null) {
      try {
        byte[] written = encoder.encode(value);
        if (!decoder.decode(written).equals(value)) {
          throw new AssertionError("read another value from its own form: " + value);
        }
      } catch (EncodingException | InvalidKeyException | MalformedReportException e) {
        throw new AssertionError("its own form is refused: " + value, e);
      }
    }
  }

  // what is written is written the same again
  private static <T> void sameBytes(byte[] data, Decoder<T> decoder, Encoder<T> encoder) {
    T value = decoded(data, decoder);
    try {
      if (value != null) {
        byte[] written = encoder.encode(value);
        oneForm(written, decoder, encoder);
      }
    } catch (EncodingException | InvalidKeyException e) {
      throw new AssertionError("taken and not to be written: " + value, e);
    }
  }

  @FuzzTest
  void signatures(byte[] data) {
    oneForm(data, EcdsaSignature::ofDer, EcdsaSignature::der);
    oneForm(data, EcdsaSignature::ofRaw, EcdsaSignature::raw);
    sameBytes(data, RecoverableSignature::ofBytes, RecoverableSignature::bytes);
  }

  @FuzzTest
  void keys(byte[] data) {
    sameValue(data, SpkiKey::decode, SpkiKey::encode);
    sameValue(data, CoseKey::decode, CoseKey::encode);
    oneForm(data, Libp2pKey::decode, Libp2pKey::encode);
    oneForm(data, HeliumKey::decode, tagged -> HeliumKey.encode(tagged.network(), tagged.key()));
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      oneForm(data, bytes -> DeviceKey.of(algorithm, bytes), DeviceKey::encoded);
      if (algorithm != KeyAlgorithm.ED25519) {
        sameValue(data, bytes -> Sec1Key.decode(algorithm, bytes), Sec1Key::uncompressed);
      }
    }
    anyForm(data, bytes -> LegacyKey.p192(bytes).verify(bytes, bytes));
    anyForm(data, bytes -> LegacyKey.p256XOnly(bytes).verify(bytes, bytes));
  }

  @FuzzTest
  void keyTexts(byte[] data) {
    oneForm(data, bytes -> DeviceKey.ofDidKey(utf8(bytes)), key -> utf8(key.didKey()));
    sameValue(data, bytes -> Did.parse(utf8(bytes)), did -> utf8(did.text()));
    sameValue(data, bytes -> JwkKey.decode(utf8(bytes)), key -> utf8(JwkKey.encode(key)));
    oneForm(
        data,
        bytes -> HeliumKey.ofText(utf8(bytes)),
        tagged -> utf8(HeliumKey.toText(tagged.network(), tagged.key())));
    oneForm(data, bytes -> SolanaKey.decode(utf8(bytes)), key -> utf8(SolanaKey.encode(key)));
    oneForm(data, bytes -> Libp2pKey.ofPeerId(utf8(bytes)), key -> utf8(Libp2pKey.peerId(key)));
  }

  @FuzzTest
  void shortTexts(byte[] data) {
    sameValue(data, bytes -> H3Cell.parse(utf8(bytes)), cell -> utf8(cell.toString()));
    oneForm(data, bytes -> DeviceId.parse(utf8(bytes)), device -> utf8(device.text()));
    sameValue(data, bytes -> OperatorId.parse(utf8(bytes)), operator -> utf8(operator.text()));
    oneForm(data, bytes -> ProofKind.parse(utf8(bytes)), kind -> utf8(kind.text()));
    oneForm(data, bytes -> Base58.decode(utf8(bytes)), bytes -> utf8(Base58.encode(bytes)));
    oneForm(
        data,
        bytes -> Base58.decodeChecked(utf8(bytes)),
        bytes -> utf8(Base58.encodeChecked(bytes)));
    anyForm(data, bytes -> Hex.decode(utf8(bytes)));
    String encoded = Base58.encode(data);
    oneForm(
        utf8(encoded), bytes -> Base58.decode(utf8(bytes)), bytes -> utf8(Base58.encode(bytes)));
  }

  @FuzzTest
  void cbor(byte[] data) {
    oneForm(data, CborReader::read, CborWriter::write);
    CborValue tolerated = decoded(data, CborReader::readTolerant);
    if (tolerated != null) {
      sameValue(CborWriter.write(tolerated), CborReader::read, CborWriter::write);
    }
    CoseSign1 message = decoded(data, CoseSign1::parse);
    if (message != null) {
      for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
        DeviceKey key = Samples.signer(algorithm, 1).publicKey();
        message.verify(key, new byte[0]);
        message.verify(key, new Domain("net", "fuzz", 1));
      }
    }
  }

  @FuzzTest
  void json(byte[] data) {
    byte[] canonical = decoded(data, bytes -> Jcs.canonicalize(utf8(bytes)));
    if (canonical != null) {
      sameBytes(canonical, bytes -> Jcs.canonicalize(utf8(bytes)), bytes -> bytes);
    }
    JsonValue value = decoded(data, bytes -> Json.parse(bytes, JsonLimits.DEFAULT));
    if (value != null) {
      sameBytes(
          Json.document(value), bytes -> Json.parse(bytes, JsonLimits.DEFAULT), Json::document);
      if (!value.equals(decoded(utf8(Json.line(value)), b -> Json.parse(b, JsonLimits.DEFAULT)))) {
        throw new AssertionError("one value, two documents: " + Json.line(value));
      }
    }
    DataIntegrityProof proof = decoded(data, bytes -> DataIntegrityProof.parse(utf8(bytes)));
    if (proof != null) {
      for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
        proof.verify(
            Samples.signer(algorithm, 1).publicKey(), new Domain("net", "fuzz", 1), Samples.NOON);
      }
    }
  }

  @FuzzTest
  void typedData(byte[] data) {
    Eip712Payload payload = decoded(data, bytes -> Eip712Payload.parse(utf8(bytes)));
    Eip712Payload again = decoded(data, bytes -> Eip712Payload.parse(utf8(bytes)));
    if (payload != null && !Arrays.equals(payload.ecdsaDigest(), again.ecdsaDigest())) {
      throw new AssertionError("one document, two digests");
    }
  }
}
