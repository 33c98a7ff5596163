package org.depinsdk.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.depinsdk.core.did.Did;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.CoseSign1;
import org.depinsdk.core.identity.DataIntegrityProof;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.Eip712Payload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.json.Jcs;
import org.depinsdk.core.keys.CoseKey;
import org.depinsdk.core.keys.HeliumKey;
import org.depinsdk.core.keys.JwkKey;
import org.depinsdk.core.keys.Libp2pKey;
import org.depinsdk.core.keys.SolanaKey;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.session.SessionGrant;

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

  private static <T> void oneForm(byte[] data, Decoder<T> decoder, Encoder<T> encoder) {
    try {
      T value = decoder.decode(data);
      if (!Arrays.equals(encoder.encode(value), data)) {
        throw new AssertionError("taken and not written back unchanged: " + value);
      }
    } catch (EncodingException | InvalidKeyException | MalformedReportException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }

  private static void anyForm(byte[] data, Decoder<Object> decoder) {
    oneForm(data, decoder, value -> data);
  }

  private static String utf8(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @FuzzTest
  void signatures(byte[] data) {
    oneForm(data, EcdsaSignature::ofDer, EcdsaSignature::der);
    oneForm(data, EcdsaSignature::ofRaw, EcdsaSignature::raw);
    anyForm(data, RecoverableSignature::ofBytes);
  }

  @FuzzTest
  void keys(byte[] data) {
    anyForm(data, SpkiKey::decode);
    anyForm(data, CoseKey::decode);
    oneForm(data, Libp2pKey::decode, Libp2pKey::encode);
    oneForm(data, HeliumKey::decode, tagged -> HeliumKey.encode(tagged.network(), tagged.key()));
  }

  @FuzzTest
  void keyTexts(byte[] data) {
    oneForm(data, bytes -> DeviceKey.ofDidKey(utf8(bytes)), key -> utf8(key.didKey()));
    anyForm(data, bytes -> Did.parse(Did.parse(utf8(bytes)).text()));
    anyForm(data, bytes -> JwkKey.decode(utf8(bytes)));
    anyForm(data, bytes -> HeliumKey.ofText(utf8(bytes)));
    oneForm(data, bytes -> SolanaKey.decode(utf8(bytes)), key -> utf8(SolanaKey.encode(key)));
    anyForm(data, bytes -> H3Cell.parse(utf8(bytes)));
  }

  @FuzzTest
  void cbor(byte[] data) {
    oneForm(data, CborReader::read, CborWriter::write);
    anyForm(data, CborReader::readTolerant);
    anyForm(data, CoseSign1::parse);
  }

  @FuzzTest
  void json(byte[] data) {
    anyForm(data, bytes -> Jcs.canonicalize(utf8(bytes)));
    anyForm(data, bytes -> Eip712Payload.parse(utf8(bytes)));
    anyForm(data, bytes -> DataIntegrityProof.parse(utf8(bytes)));
  }

  @FuzzTest
  void statements(byte[] data) {
    oneForm(data, KeyRotation::parse, KeyRotation::toBytes);
    oneForm(data, TransferVoucher::parse, TransferVoucher::toBytes);
    oneForm(data, SessionGrant::parse, SessionGrant::toBytes);
    anyForm(data, Report::parse);
  }
}
