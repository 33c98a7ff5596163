package org.depinsdk.proofs;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;

/** A small network for tests: devices with keys, one epoch of a day, and reports by hand. */
public final class TestNetwork {
  public static final String NAME = "test-net";
  public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private final Map<DeviceId, InMemorySigner> signers = new TreeMap<>();
  private final Epoch epoch;
  private long reports;

  public TestNetwork() {
    this(Duration.ofDays(1));
  }

  public TestNetwork(Duration epochLength) {
    epoch = new Epoch(5, START, START.plus(epochLength));
  }

  public static OperatorId operator(int number) {
    return new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", number));
  }

  /** Enrols and activates a device before the epoch. */
  public DeviceId device(String deviceClass, int operator) {
    return device(deviceClass, operator, null);
  }

  /** Enrols and activates a device at a place before the epoch. */
  public DeviceId device(
      String deviceClass, int operator, @org.jspecify.annotations.Nullable H3Cell cell) {
    try {
      byte[] secret = ByteBuffer.allocate(32).putInt(28, signers.size() + 1).array();
      InMemorySigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
      DeviceId device = DeviceId.derive(NAME, signer.publicKey());
      signers.put(device, signer);
      change(
          START.minusSeconds(86_400),
          device,
          new RegistryChange.Enrolled(
              signer.publicKey(), operator(operator), deviceClass, Optional.ofNullable(cell)));
      change(START.minusSeconds(86_000), device, new RegistryChange.Activated());
      return device;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  public void change(Instant at, DeviceId device, RegistryChange change) {
    try {
      registry.append(at, device, change);
    } catch (RegistryConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  public InMemorySigner signer(DeviceId device) {
    InMemorySigner signer = signers.get(device);
    if (signer == null) {
      throw new IllegalArgumentException("no signer of " + device);
    }
    return signer;
  }

  public Epoch epoch() {
    return epoch;
  }

  public static Beacon beacon() {
    byte[] randomness = new byte[32];
    Arrays.fill(randomness, (byte) 7);
    return new Beacon("test", 1, randomness);
  }

  public ProofContext context(Map<String, String> settings) {
    return new ProofContext(
        new EpochTerms(NAME, epoch, beacon(), new ProofConfig(settings)), registry.view());
  }

  /** A report at an offset into the epoch, received at once. */
  public <E> Attributed<E> report(DeviceId device, Duration offset, E evidence) {
    return report(device, offset, Duration.ZERO, evidence);
  }

  /** A report at an offset into the epoch, received later. */
  public <E> Attributed<E> report(DeviceId device, Duration offset, Duration delay, E evidence) {
    long number = ++reports;
    Instant at = START.plus(offset);
    return new Attributed<>(
        ReportId.ofSignedBytes(ByteBuffer.allocate(8).putLong(number).array()),
        device,
        number,
        at,
        at.plus(delay),
        number,
        Provenance.SIMULATED,
        evidence);
  }

  /** Judges all evidence, group by group, as an engine does. */
  public static <E> List<Verdict> judge(
      ProofVerifier<E> verifier, List<Attributed<E>> evidence, ProofContext context) {
    Map<GroupKey, List<Attributed<E>>> groups = new TreeMap<>();
    for (Attributed<E> one : evidence) {
      groups.computeIfAbsent(verifier.groupOf(one), g -> new ArrayList<>()).add(one);
    }
    List<Verdict> verdicts = new ArrayList<>();
    Judge<E> judge = verifier.prepare(context);
    groups.forEach((group, members) ->
        verdicts.addAll(judge.judge(group, members, GroupState.EMPTY).verdicts()));
    return verdicts;
  }

  /** The codes of a verdict. */
  public static List<String> codes(Verdict verdict) {
    return verdict.findings().stream().map(f -> f.code().text()).toList();
  }
}
