package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.wire.v1.ReportBody;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Report bytes as an attacker would send them. */
class HostileReportTest {
  private static final Report GOOD = new Report(
      DeviceId.derive("net", Samples.signer(1).publicKey()),
      new ProofKind("uptime/1"),
      7,
      Samples.NOON,
      Provenance.HARDWARE,
      new byte[] {1, 2, 3});

  private static byte[] changed(Consumer<ReportBody.Builder> change) throws Exception {
    ReportBody.Builder body = ReportBody.parseFrom(GOOD.toBytes()).toBuilder();
    change.accept(body);
    return body.build().toByteArray();
  }

  private static void refuses(Consumer<ReportBody.Builder> change, String why) throws Exception {
    byte[] body = changed(change);
    assertThatThrownBy(() -> Report.parse(body))
        .isInstanceOf(MalformedReportException.class)
        .hasMessageContaining(why);
  }

  @Test
  void readsWhatItWrote() throws Exception {
    assertThat(Report.parse(GOOD.toBytes())).isEqualTo(GOOD).hasSameHashCodeAs(GOOD);
    assertThat(Report.parse(changed(b -> {}))).isEqualTo(GOOD);
  }

  @Test
  void refusesEachFieldByName() throws Exception {
    refuses(b -> b.clearDeviceId(), "device id");
    refuses(b -> b.setDeviceId("dev-"), "device id");
    refuses(b -> b.clearKind(), "proof kind");
    refuses(b -> b.setKind("uptime"), "proof kind");
    refuses(b -> b.clearSequence(), "sequence");
    refuses(b -> b.setSequence(-1), "sequence");
    refuses(b -> b.clearProvenance(), "provenance");
    refuses(b -> b.setProvenanceValue(4), "provenance");
    refuses(b -> b.setDeviceTimeMs(Long.MAX_VALUE), "device time");
    refuses(b -> b.setDeviceTimeMs(Long.MIN_VALUE), "device time");
    refuses(b -> b.setDeviceTimeMs(253402300800000L), "device time");
    refuses(
        b -> b.setEvidence(ByteString.copyFrom(new byte[Report.MAX_EVIDENCE_BYTES + 1])),
        "evidence");
    refuses(b -> b.setEvidence(ByteString.copyFrom(new byte[Report.MAX_BODY_BYTES])), "body");
  }

  @Test
  void takesTheLargestEvidence() throws Exception {
    byte[] body =
        changed(b -> b.setEvidence(ByteString.copyFrom(new byte[Report.MAX_EVIDENCE_BYTES])));
    assertThat(Report.parse(body).evidence()).hasSize(Report.MAX_EVIDENCE_BYTES);
  }

  @Test
  void brokenBytesAreAnErrorAndNothingElse() {
    byte[] good = GOOD.toBytes();
    Property.check(3000, random -> {
      byte[] hostile = Arrays.copyOf(good, random.nextInt(good.length + 20));
      for (int i = random.nextInt(6); i > 0 && hostile.length > 0; i--) {
        hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(Report.parse(hostile).sequence()).isPositive();
      } catch (MalformedReportException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
  }

  @Test
  void theExactBytesAreKept() throws Exception {
    // an unknown field that a later version may add: still the bytes that were signed
    byte[] body = Arrays.copyOf(GOOD.toBytes(), GOOD.toBytes().length + 3);
    body[body.length - 3] = (byte) 0xf8;
    body[body.length - 2] = 0x06;
    body[body.length - 1] = 0x01;
    SignedReport signed = SignedReport.of(body, new byte[64]);
    assertThat(signed.report()).isEqualTo(GOOD);
    assertThat(signed.toWire().getBody().toByteArray()).isEqualTo(body);
    assertThat(signed.id("net"))
        .isNotEqualTo(SignedReport.of(GOOD.toBytes(), new byte[64]).id("net"));
  }

  @Test
  void theIdIsOfWhatWasSigned() throws Exception {
    byte[] other = new byte[64];
    other[3] = 1;
    SignedReport one = SignedReport.of(GOOD.toBytes(), new byte[64]);
    SignedReport two = SignedReport.of(GOOD.toBytes(), other);
    assertThat(one).isNotEqualTo(two);
    assertThat(one.id("net")).isEqualTo(two.id("net")).isNotEqualTo(one.id("other"));
    for (int length : new int[] {0, 63, 65, 72}) {
      assertThatThrownBy(() -> SignedReport.of(GOOD.toBytes(), new byte[length]))
          .isInstanceOf(MalformedReportException.class)
          .hasMessageContaining("64 bytes, not " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "uptime",
        "uptime/",
        "uptime/0",
        "uptime/01",
        "Uptime/1",
        "uptime/10000",
        "a/1\n",
        "/1"
      })
  void refusesBrokenKinds(String text) {
    assertThatThrownBy(() -> ProofKind.parse(text)).isInstanceOf(EncodingException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "report", "report.", ".a", "Report.a", "a..b", "a.b c", "-a.b"})
  void refusesBrokenReasonCodes(String text) {
    assertThatThrownBy(() -> new ReasonCode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("report.replayed");
  }

  @Test
  void everyShortStringIsAReasonCodeAsThePatternSays() {
    Pattern pattern = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");
    List<String> all = new ArrayList<>(List.of(""));
    int codes = 0;
    for (int i = 0; i < all.size(); i++) {
      String text = all.get(i);
      if (text.length() < 5) {
        "z9-.A".chars().forEach(c -> all.add(text + (char) c));
      }
      if (pattern.matcher(text).matches()) {
        codes++;
        assertThat(new ReasonCode(text)).hasToString(text);
      } else {
        assertThatThrownBy(() -> new ReasonCode(text)).isInstanceOf(IllegalArgumentException.class);
      }
    }
    assertThat(codes).isEqualTo(72);
  }

  @Test
  void aReportIdIsHexadecimal() {
    assertThat(new ReportId("ab".repeat(32))).hasToString("ab".repeat(32));
    assertThatThrownBy(() -> new ReportId("AB".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ReasonCode("a." + "b".repeat(78)).text()).hasSize(80);
    assertThatThrownBy(() -> new ReasonCode("a." + "b".repeat(79)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
