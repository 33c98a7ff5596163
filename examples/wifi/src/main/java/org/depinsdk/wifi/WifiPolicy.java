package org.depinsdk.wifi;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.device.DeviceChainVerifier;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.bandwidth.LinkDraw;
import org.depinsdk.bandwidth.LinkMember;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.location.LocationVerifier;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.radio.coverage.CoverageVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;

/** By which rules the Wi-Fi network judges and pays. */
final class WifiPolicy {
  static final String NETWORK = "wifi-demo";
  static final Token TOKEN = new Token("WIFI", 8);
  static final OperatorId TREASURY = new OperatorId("0x00000000000000000000000000000000000fee01");

  private WifiPolicy() {}

  /** Coverage points of devices that are where they say and that were there: coverage, times place, times presence. */
  static final ProofKind PLACED_COVERAGE = new ProofKind("placed-coverage/1");

  /** Bytes of devices that were there for half of the epoch. */
  static final ProofKind PRESENT_USAGE = new ProofKind("present-usage/1");

  /** What the line certainly carries, of devices that were there for half of the epoch. */
  static final ProofKind PRESENT_BANDWIDTH = new ProofKind("present-bandwidth/1");

  /** Time of access points that showed what they are: full with a key in hardware, half with one in software. */
  static final ProofKind TRUSTED_UPTIME = new ProofKind("trusted-uptime/1");

  /** Who measures one test. */
  static final int DRAWN_CHALLENGERS = 6;

  /** A challenger can send and receive so much, kbit/s. */
  static final long CHALLENGER_KBPS = 1_000_000;

  static EpochSchedule schedule(Timing timing) {
    return new EpochSchedule(timing.genesis(), timing.epoch(), timing.grace());
  }

  /**
   * Each line is tested first in the first half of an epoch, and then again; where real packets have only seconds for it, once in
   * the first two thirds.
   */
  static LinkDraw.Gaps gaps(Timing timing) {
    Duration interval = timing.interval();
    return timing.stepped()
        ? new LinkDraw.Gaps(
            interval.multipliedBy(3), interval.multipliedBy(2), interval.multipliedBy(4))
        : new LinkDraw.Gaps(
            interval.multipliedBy(7).dividedBy(2),
            interval.multipliedBy(3),
            interval.multipliedBy(4));
  }

  static NetworkPolicy of(
      Timing timing, Optional<ProofKind> extra, Manufacturer maker, Optional<TpmTerms> tpm) {
    AdmissionRules admission = new AdmissionRules(
        NETWORK, schedule(timing), timing.interval().dividedBy(3), timing.epoch());
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    // heartbeats may come late by so much, so that nobody reports a day at its end
    proofs.put(
        UptimeVerifier.KIND,
        config(
            "interval",
            timing.interval().toString(),
            "tolerance",
            timing.tolerance().toString(),
            "minimum",
            "2",
            "challenge",
            "required"));
    // a session of an epoch of this length carries no more
    proofs.put(UsageVerifier.KIND, new ProofConfig(Map.of("session-limit", "20000000000")));
    // an access point stands still, and its neighbours hear it
    proofs.put(
        LocationVerifier.KIND,
        config(
            "max-distance", "150",
            "max-accuracy", "50",
            "max-speed", "3",
            "min-fixes", "2",
            "witness-range", Long.toString(RadioModel.HEARING_METERS)));
    proofs.put(
        CoverageVerifier.KIND,
        config(
            "levels",
            "wifi",
            "resolution",
            Integer.toString(RadioModel.RESOLUTION),
            "mapper-class",
            "client",
            "min-measurements",
            "2"));
    LinkDraw.Gaps gaps = gaps(timing);
    proofs.put(
        BandwidthVerifier.KIND,
        config(
            "challengers", Integer.toString(DRAWN_CHALLENGERS),
            "mean-gap", gaps.mean().toString(),
            "least-gap", gaps.least().toString(),
            "most-gap", gaps.most().toString()));
    extra.ifPresent(kind -> proofs.put(kind, ProofConfig.DEFAULTS));
    // simulated access points count in this demonstration; a network that pays real ones takes
    // HARDWARE alone
    return new NetworkPolicy(
            admission,
            EnumSet.of(Provenance.HARDWARE, Provenance.SIMULATED),
            proofs,
            rewards(extra))
        .withAttestation(Optional.of(attestation(maker, tpm)))
        .withCompositions(compositions(timing.intervals()));
  }

  /** Which evidence counts, and what its tiers are worth. */
  private static AttestationRules attestation(Manufacturer maker, Optional<TpmTerms> tpm) {
    TreeMap<String, SchemeRules> schemes = new TreeMap<>();
    schemes.put(DeviceChainVerifier.SCHEME, maker.rules());
    tpm.ifPresent(terms -> schemes.put(new TpmEvidenceVerifier().scheme(), terms.rules()));
    return new AttestationRules(
        schemes,
        TrustTier.WARNING,
        new TreeMap<>(Map.of(
            TrustTier.AFFIRMING,
            AttestationRules.FULL,
            TrustTier.WARNING,
            AttestationRules.FULL / 2)));
  }

  /**
   * What the network publishes. The cell in the middle of the map is worth more, because it wants more coverage there; each
   * access point has a line of its own; and anybody can see who may measure.
   */
  static Tables tables(
      Timing timing, HexGrid grid, List<Fleet.AccessPoint> fleet, List<Fleet.Member> challengers) {
    H3Cell cell = grid.cellAt(Fleet.CENTER, RadioModel.RESOLUTION);
    TreeMap<String, String> links = new TreeMap<>();
    for (Fleet.AccessPoint one : fleet) {
      String id = one.self().id().text();
      links.put(id, id + ";" + one.line().claimedKbps());
    }
    TreeMap<String, String> pool = new TreeMap<>();
    challengers.forEach(one -> pool.put(one.id().text(), Long.toString(CHALLENGER_KBPS)));
    return Tables.NONE
        .with(
            CoverageVerifier.BOOSTS.name(),
            new TreeMap<>(Map.of(cell.toString(), timing.genesis() + ";P365D;2")))
        .with(LinkMember.LINKS.name(), links)
        .with(LinkMember.CHALLENGERS.name(), pool);
  }

  private static ProofConfig config(String... namesAndValues) {
    TreeMap<String, String> settings = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ProofConfig(settings);
  }

  private static List<Composition> compositions(int intervals) {
    return List.of(
        new Composition(
            PLACED_COVERAGE.text(),
            Composition.Rule.PRODUCT,
            List.of(
                new Composition.Part(CoverageVerifier.KIND, 1),
                new Composition.Part(LocationVerifier.KIND, 1),
                new Composition.Part(UptimeVerifier.KIND, intervals))),
        new Composition(
            TRUSTED_UPTIME.text(),
            Composition.Rule.PRODUCT,
            List.of(
                new Composition.Part(UptimeVerifier.KIND, 1),
                new Composition.Part(new ProofKind("attestation/1"), AttestationRules.FULL))),
        new Composition(
            PRESENT_USAGE.text(),
            Composition.Rule.GATE,
            List.of(
                new Composition.Part(UsageVerifier.KIND, 1),
                new Composition.Part(UptimeVerifier.KIND, intervals / 2))),
        new Composition(
            PRESENT_BANDWIDTH.text(),
            Composition.Rule.GATE,
            List.of(
                new Composition.Part(BandwidthVerifier.KIND, 1),
                new Composition.Part(UptimeVerifier.KIND, intervals / 2))));
  }

  private static RewardPolicy rewards(Optional<ProofKind> extra) {
    try {
      RewardPolicy.Builder policy = RewardPolicy.builder(NETWORK, TOKEN)
          .emission(new HalvingEmission(TokenAmount.of(5_000_000_000L), 4))
          .pool(Pool.named("usage").share(30).proportionalTo(PRESENT_USAGE).build())
          .pool(Pool.named("bandwidth")
              .share(10)
              .proportionalTo(PRESENT_BANDWIDTH)
              .build())
          .pool(Pool.named("coverage").share(30).proportionalTo(PLACED_COVERAGE).build())
          .pool(Pool.named("uptime").share(15).proportionalTo(TRUSTED_UPTIME).build())
          .pool(Pool.named("presence").share(5).equally(4, UptimeVerifier.KIND).build());
      if (extra.isPresent()) {
        policy.pool(
            Pool.named(poolOf(extra.get())).share(5).proportionalTo(extra.get()).build());
      }
      return policy
          .pool(Pool.named("treasury")
              .share(extra.isPresent() ? 5 : 10)
              .paysTo(TREASURY)
              .build())
          .build();
    } catch (PolicyException e) {
      throw new IllegalStateException("the example's own policy is wrong", e);
    }
  }

  /** The pool that pays a custom proof, for example {@code ping-1}. */
  static String poolOf(ProofKind extra) {
    return extra.text().replaceAll("[./]", "-");
  }
}
