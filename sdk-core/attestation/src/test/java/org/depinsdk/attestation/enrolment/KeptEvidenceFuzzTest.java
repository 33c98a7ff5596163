package org.depinsdk.attestation.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service keeps of attestations, and a bundle brings back: any bytes are refused with a reason or written as they were read. */
class KeptEvidenceFuzzTest {
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  private interface Reader {
    byte[] readAndWrite(byte[] data) throws EncodingException;
  }

  private static InMemorySigner signer(int number) throws Exception {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    return InMemorySigner.ofSecret(KeyAlgorithm.P256, secret);
  }

  private static DeviceEvidence evidence() throws Exception {
    byte[] secret = new byte[32];
    secret[0] = 1;
    DeviceCa root = DeviceCa.root("acme", secret, MADE);
    InMemorySigner signer = signer(1);
    byte[] certificate =
        root.issue(new AttestedKey(SpkiKey.encode(signer.publicKey())), "ap-100", "SN-1", MADE);
    return DeviceEvidence.sign(
        root.chain(certificate), new byte[32], signer(2).publicKey(), signer);
  }

  private static RevocationLists lists() throws Exception {
    byte[] secret = new byte[32];
    secret[0] = 1;
    byte[] list = DeviceCa.root("acme", secret, MADE)
        .revocationList(MADE, MADE.plusSeconds(60), new TreeMap<>());
    return RevocationLists.of(new TreeMap<>(Map.of("device", List.of(list))))
        .withStatusList(
            "android-key",
            "{\"entries\":{\"a1\":{\"status\":\"REVOKED\"}}}".getBytes(StandardCharsets.UTF_8),
            MADE);
  }

  static Stream<byte[]> chains() throws Exception {
    return Stream.of(evidence().toEvidence().bytes());
  }

  static Stream<byte[]> kept() throws Exception {
    return Stream.of(
        new AppraisedEvidence(evidence().toEvidence(), new byte[32], lists().digest()).toBytes());
  }

  static Stream<byte[]> listed() throws Exception {
    return Stream.of(lists().toBytes(), RevocationLists.NONE.toBytes());
  }

  private static void isReadAsWritten(byte[] data, Reader reader) {
    try {
      assertThat(reader.readAndWrite(data)).isEqualTo(data);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @MethodSource("chains")
  @FuzzTest
  void deviceEvidence(byte[] data) {
    isReadAsWritten(data, bytes -> DeviceEvidence.parse(bytes).toEvidence().bytes());
  }

  @MethodSource("kept")
  @FuzzTest
  void appraisedEvidence(byte[] data) {
    isReadAsWritten(data, bytes -> AppraisedEvidence.parse(bytes).toBytes());
  }

  @MethodSource("listed")
  @FuzzTest
  void revocationLists(byte[] data) {
    isReadAsWritten(data, bytes -> RevocationLists.parse(bytes).toBytes());
  }
}
