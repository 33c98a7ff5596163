package org.depinsdk.radio.witness;

import com.google.protobuf.ByteString;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.radio.wire.v1.BeaconHeard;
import org.depinsdk.radio.wire.v1.BeaconSent;
import org.depinsdk.radio.wire.v1.RadioEvidence;

final class RadioReportCodec extends ProtobufCodec<RadioReport, RadioEvidence> {
  RadioReportCodec() {
    super(RadioEvidence.parser(), "RadioEvidence");
  }

  @Override
  protected RadioEvidence write(RadioReport evidence) {
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
    return wire.build();
  }

  @Override
  protected RadioReport read(RadioEvidence wire) {
    return switch (wire.getReportCase()) {
      case BEACON -> {
        BeaconSent sent = wire.getBeacon();
        yield new RadioReport.Sent(
            sent.getLocalEntropy().toByteArray(),
            sent.getPacket().toByteArray(),
            sent.getFrequencyHz(),
            sent.getDataRate(),
            sent.getTxPowerDbm());
      }
      case WITNESS -> {
        BeaconHeard heard = wire.getWitness();
        yield new RadioReport.Heard(
            heard.getPacket().toByteArray(), heard.getFrequencyHz(), heard.getSignalDeciDbm());
      }
      case REPORT_NOT_SET ->
        throw new InvalidFieldException("report", "none", "a beacon or a witness");
    };
  }
}
