package org.depinsdk.radio.witness;

import com.google.protobuf.ByteString;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.Wire;
import org.depinsdk.radio.wire.v1.BeaconHeard;
import org.depinsdk.radio.wire.v1.BeaconSent;
import org.depinsdk.radio.wire.v1.RadioEvidence;

/** Radio reports as protobuf {@code RadioEvidence}. */
final class RadioReportCodec implements EvidenceCodec<RadioReport> {
  @Override
  public byte[] encode(RadioReport evidence) {
    RadioEvidence.Builder wire = RadioEvidence.newBuilder();
    if (evidence instanceof RadioReport.Sent sent) {
      wire.setBeacon(BeaconSent.newBuilder()
          .setLocalEntropy(ByteString.copyFrom(sent.localEntropy()))
          .setPacket(ByteString.copyFrom(sent.packet()))
          .setFrequencyHz(sent.frequencyHz())
          .setDataRate(sent.dataRate())
          .setTxPowerDbm(sent.txPowerDbm()));
    } else if (evidence instanceof RadioReport.Heard heard) {
      wire.setWitness(BeaconHeard.newBuilder()
          .setPacket(ByteString.copyFrom(heard.packet()))
          .setFrequencyHz(heard.frequencyHz())
          .setSignalDeciDbm(heard.signalDeciDbm()));
    }
    return wire.build().toByteArray();
  }

  @Override
  public RadioReport decode(byte[] bytes) throws MalformedEvidenceException {
    RadioEvidence wire = Wire.parse(RadioEvidence.parser(), bytes, "RadioEvidence");
    try {
      switch (wire.getReportCase()) {
        case BEACON:
          BeaconSent sent = wire.getBeacon();
          return new RadioReport.Sent(
              sent.getLocalEntropy().toByteArray(),
              sent.getPacket().toByteArray(),
              sent.getFrequencyHz(),
              sent.getDataRate(),
              sent.getTxPowerDbm());
        case WITNESS:
          BeaconHeard heard = wire.getWitness();
          return new RadioReport.Heard(
              heard.getPacket().toByteArray(), heard.getFrequencyHz(), heard.getSignalDeciDbm());
        case REPORT_NOT_SET:
          break;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(e.getMessage());
    }
    throw new MalformedEvidenceException("report must be a beacon or a witness, not empty");
  }
}
