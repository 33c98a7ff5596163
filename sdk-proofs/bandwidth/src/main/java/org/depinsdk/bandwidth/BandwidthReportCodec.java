package org.depinsdk.bandwidth;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.bandwidth.wire.v1.BandwidthEvidence;
import org.depinsdk.bandwidth.wire.v1.ChallengerTraffic;
import org.depinsdk.bandwidth.wire.v1.HadTraffic;
import org.depinsdk.bandwidth.wire.v1.PlannedTest;
import org.depinsdk.bandwidth.wire.v1.SeenTraffic;
import org.depinsdk.bandwidth.wire.v1.TestReference;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;

/** Writes and reads the three kinds of evidence. */
final class BandwidthReportCodec extends ProtobufCodec<BandwidthReport, BandwidthEvidence> {
  BandwidthReportCodec() {
    super(BandwidthEvidence.parser(), "BandwidthEvidence");
  }

  @Override
  protected BandwidthEvidence write(BandwidthReport evidence) {
    BandwidthEvidence.Builder wire = BandwidthEvidence.newBuilder();
    if (evidence instanceof TestPlan plan) {
      return wire.setPlan(plan(plan)).build();
    }
    return evidence instanceof ObservedTraffic seen
        ? wire.setSeen(seen(seen)).build()
        : wire.setHad(had((ProverTraffic) evidence)).build();
  }

  private static TestReference name(TestName test) {
    return TestReference.newBuilder()
        .setLink(test.link())
        .setNumber(test.number())
        .setUpload(test.direction() == Direction.UPLOAD)
        .build();
  }

  private static PlannedTest plan(TestPlan plan) {
    return PlannedTest.newBuilder()
        .setTest(name(plan.test()))
        .setStartMs(plan.start().toEpochMilli())
        .setPacketBytes(plan.packetBytes())
        .setPacketsPerBin(plan.packetsPerBin())
        .setBins(plan.bins())
        .setBinMicros(plan.binMicros())
        .addAllChallengers(plan.challengers().stream().map(DeviceId::text).toList())
        .addAllProvers(plan.provers().stream().map(DeviceId::text).toList())
        .setDrawProof(ByteString.copyFrom(plan.drawProof()))
        .build();
  }

  private static SeenTraffic seen(ObservedTraffic seen) {
    return SeenTraffic.newBuilder()
        .setTest(name(seen.test()))
        .setProver(seen.prover().text())
        .setReached(seen.reached())
        .setStartMicros(seen.startMicros())
        .setElapsedMicros(seen.elapsedMicros())
        .setLatePackets(seen.latePackets())
        .setRttMicros(seen.ping().leastMicros())
        .setMedianRttMicros(seen.ping().medianMicros())
        .setJitterMicros(seen.ping().jitterMicros())
        .setPings(seen.ping().sent())
        .setPingsAnswered(seen.ping().answered())
        .addAllDelivered(seen.delivered())
        .setAnswer(ByteString.copyFrom(seen.answer()))
        .build();
  }

  private static HadTraffic had(ProverTraffic had) {
    HadTraffic.Builder wire =
        HadTraffic.newBuilder().setTest(name(had.test())).setBackgroundBytes(had.backgroundBytes());
    had.byChallenger()
        .forEach((challenger, packets) -> wire.addTraffic(ChallengerTraffic.newBuilder()
            .setChallenger(challenger.text())
            .addAllPackets(packets.bins())
            .setAnswer(ByteString.copyFrom(packets.answer()))));
    return wire.build();
  }

  @Override
  protected BandwidthReport read(BandwidthEvidence wire) throws MalformedEvidenceException {
    return switch (wire.getReportCase()) {
      case PLAN -> plan(wire.getPlan());
      case SEEN -> seen(wire.getSeen());
      case HAD -> had(wire.getHad());
      case REPORT_NOT_SET -> throw MalformedEvidenceException.unreadable("BandwidthEvidence");
    };
  }

  private static TestName name(TestReference wire) {
    return new TestName(
        wire.getLink(), wire.getNumber(), wire.getUpload() ? Direction.UPLOAD : Direction.DOWNLOAD);
  }

  private static TestPlan plan(PlannedTest wire) {
    return new TestPlan(
        name(wire.getTest()),
        Fields.instant("start_ms", wire.getStartMs()),
        wire.getPacketBytes(),
        wire.getPacketsPerBin(),
        wire.getBins(),
        wire.getBinMicros(),
        devices("challengers", wire.getChallengersList(), TestPlan.MAX_CHALLENGERS),
        devices("provers", wire.getProversList(), TestPlan.MAX_PROVERS),
        wire.getDrawProof().toByteArray());
  }

  private static List<DeviceId> devices(String field, List<String> texts, int most) {
    Fields.size(field, texts.size(), 1, most, "devices");
    return texts.stream().map(text -> Fields.device(field, text)).toList();
  }

  private static ObservedTraffic seen(SeenTraffic wire) {
    return new ObservedTraffic(
        name(wire.getTest()),
        Fields.device("prover", wire.getProver()),
        wire.getReached(),
        wire.getStartMicros(),
        wire.getElapsedMicros(),
        wire.getLatePackets(),
        new ObservedTraffic.Ping(
            wire.getRttMicros(),
            wire.getMedianRttMicros(),
            wire.getJitterMicros(),
            wire.getPings(),
            wire.getPingsAnswered()),
        wire.getDeliveredList(),
        wire.getAnswer().toByteArray());
  }

  private static ProverTraffic had(HadTraffic wire) {
    SortedMap<DeviceId, ProverTraffic.Packets> byChallenger = new TreeMap<>();
    Fields.size("traffic", wire.getTrafficCount(), 0, TestPlan.MAX_CHALLENGERS, "challengers");
    for (ChallengerTraffic one : wire.getTrafficList()) {
      byChallenger.put(
          Fields.device("challenger", one.getChallenger()),
          new ProverTraffic.Packets(one.getPacketsList(), one.getAnswer().toByteArray()));
    }
    return new ProverTraffic(name(wire.getTest()), wire.getBackgroundBytes(), byChallenger);
  }
}
