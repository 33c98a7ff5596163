package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.Samples;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.session.SessionGrant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key signs for many purposes, and what it signed for one serves for no other. */
class SignaturePurposesTest {
  private static final String NETWORK = "wifi-demo";
  private static final DeviceId DEVICE =
      DeviceId.derive(NETWORK, Samples.signer(1).publicKey());
  private static final OperatorId ALICE =
      new OperatorId("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  private static final OperatorId BOB =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");

  private static Report report() {
    return new Report(
        DEVICE, new ProofKind("uptime/1"), 1, Samples.NOON, Provenance.HARDWARE, new byte[] {1, 2, 3
        });
  }

  /** All that the SDK asks a key to sign, with one body for all where the body is free. */
  private static Map<String, SignedPayload> payloads(DeviceKey key) {
    byte[] body = report().toBytes();
    TransferOffer offer = new TransferOffer(
        DEVICE, ALICE, BOB, "5a".repeat(32), Instant.EPOCH, TransferOffer.genesis());
    Map<String, SignedPayload> all = new LinkedHashMap<>();
    for (String purpose : List.of(
        "report", "enrollment", "key-rotation", SessionGrant.PURPOSE, "transfer-countersign")) {
      all.put(purpose, DssePayload.of(new Domain(NETWORK, purpose, 1), body));
    }
    all.put("report/2", DssePayload.of(new Domain(NETWORK, "report", 2), body));
    all.put("other report", DssePayload.of(new Domain("wifi-demo2", "report", 1), body));
    all.put("endorsement", DssePayload.of(Endorsement.DOMAIN, body));
    all.put("countersign", TransferVoucher.countersignPayload(NETWORK, offer, body, body));
    all.put("offer", offer.offerPayload(NETWORK));
    all.put("accept", offer.acceptPayload(NETWORK));
    all.put(
        "order",
        RevocationOrder.payload(
            NETWORK, new Revocation.OfKey(key, "x"), Signatory.of(ALICE), Instant.EPOCH));
    all.put(
        "text",
        Eip191Payload.of(
            new Domain(NETWORK, "report", 1), new String(body, StandardCharsets.ISO_8859_1)));
    return all;
  }

  /** T16: no signature verifies for another purpose, network, version or kind of message. */
  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void whatIsSignedForOnePurposeServesNoOther(KeyAlgorithm algorithm) {
    InMemorySigner signer = Samples.signer(algorithm, 5);
    Map<String, SignedPayload> payloads = payloads(signer.publicKey());
    payloads.forEach((made, payload) -> {
      byte[] signature = signer.sign(payload);
      payloads.forEach((used, other) -> assertThat(signer.publicKey().verify(other, signature))
          .as("%s as %s", made, used)
          .isEqualTo(made.equals(used)));
    });
  }

  /**
   * T4: whoever controls the host has the key sign what it likes, but only in a domain that is in the signed bytes. No
   * payload in another domain, however it is built, comes out as a report of this network.
   */
  @Test
  void aHostCannotHaveAReportSignedAsSomethingElse() {
    byte[] wanted = DssePayload.of(
            new Domain(NETWORK, SignedReport.PURPOSE, 1), report().toBytes())
        .signedBytes();
    List<SignedPayload> tries = new ArrayList<>();
    Domain elsewhere = new Domain(NETWORK, "chat", 1);
    for (int cut = 0; cut < wanted.length; cut++) {
      tries.add(DssePayload.of(elsewhere, Arrays.copyOfRange(wanted, cut, wanted.length)));
    }
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.writeBytes(wanted);
    twice.writeBytes(wanted);
    tries.add(DssePayload.of(elsewhere, twice.toByteArray()));
    tries.add(Eip191Payload.of(elsewhere, new String(wanted, StandardCharsets.ISO_8859_1)));
    for (SignedPayload attempt : tries) {
      assertThat(attempt.signedBytes()).isNotEqualTo(wanted);
      assertThat(Arrays.copyOf(attempt.signedBytes(), 48)).isNotEqualTo(Arrays.copyOf(wanted, 48));
    }
    // and there is no way in for a bare hash
    assertThat(SignedPayload.class.isSealed()).isTrue();
    assertThat(Arrays.stream(DeviceSigner.class.getMethods())
            .filter(m -> m.getName().startsWith("sign"))
            .map(Method::getParameterTypes))
        .containsExactly(new Class<?>[] {SignedPayload.class});
  }

  /** T17: the algorithm is the enrolled key's; a valid signature of another one is a bad signature and nothing worse. */
  @Test
  void theEnrolledKeySaysWhichAlgorithm() throws Exception {
    ReportAdmission admission = new ReportAdmission(new AdmissionRules(
        NETWORK,
        new org.depinsdk.core.epoch.EpochSchedule(
            Samples.NOON, java.time.Duration.ofHours(1), java.time.Duration.ZERO),
        java.time.Duration.ofMinutes(1),
        java.time.Duration.ofMinutes(1)));
    List<byte[]> signatures = new ArrayList<>(List.of(new byte[64]));
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 0xff);
    signatures.add(ones);
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      signatures.add(SignedReport.sign(NETWORK, report(), Samples.signer(algorithm, 5))
          .toWire()
          .getSignature()
          .toByteArray());
    }
    for (KeyAlgorithm enrolled : KeyAlgorithm.values()) {
      DeviceKey key = Samples.signer(enrolled, 5).publicKey();
      DeviceState state = new DeviceState(
          DEVICE,
          key,
          ALICE,
          DeviceStatus.ACTIVE,
          "x",
          Optional.empty(),
          Samples.NOON,
          Samples.NOON);
      int accepted = 0;
      for (byte[] signature : signatures) {
        Optional<Refusal> refusal =
            admission.precheck(SignedReport.of(report().toBytes(), signature), Optional.of(state));
        accepted += refusal.isEmpty() ? 1 : 0;
        refusal.ifPresent(r -> assertThat(r.reason()).isEqualTo(ReportReasons.BAD_SIGNATURE));
      }
      assertThat(accepted).as("%s", enrolled).isEqualTo(1);
    }
  }
}
