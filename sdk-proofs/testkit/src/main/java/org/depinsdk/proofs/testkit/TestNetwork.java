package org.depinsdk.proofs.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Verdict;
import org.jspecify.annotations.Nullable;

/** A small network in memory: devices with keys, one epoch, and reports by hand. The same calls give the same network. */
public final class TestNetwork {
  /** The network's name. */
  public static final String NAME = "test-net";

  /** When the epoch begins. */
  public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private final Map<DeviceId, InMemorySigner> signers = new TreeMap<>();
  private final Epoch epoch;
  private long reports;

  /** A network with an epoch of a day. */
  public TestNetwork() {
    this(Duration.ofDays(1));
  }

  /**
   * A network.
   *
   * @param epochLength how long its epoch lasts
   */
  public TestNetwork(Duration epochLength) {
    epoch = new Epoch(5, START, START.plus(epochLength));
  }

  /**
   * An operator.
   *
   * @param number any number, 0 or more
   * @return the same for the same number
   */
  public static OperatorId operator(int number) {
    return new OperatorId(String.format(Locale.ROOT, "0x%040x", number));
  }

  /**
   * Enrols and activates a device without a place, a day before the epoch.
   *
   * @param deviceClass what it is
   * @param operator whose it is, see {@link #operator}
   * @return the device
   */
  public DeviceId device(String deviceClass, int operator) {
    return device(deviceClass, operator, null);
  }

  /**
   * Enrols and activates a device, a day before the epoch.
   *
   * @param deviceClass what it is
   * @param operator whose it is, see {@link #operator}
   * @param cell its place, null for none
   * @return the device
   */
  public DeviceId device(String deviceClass, int operator, @Nullable H3Cell cell) {
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

  /**
   * Records a change.
   *
   * @param at when, not before the change in front of it
   * @param device which device
   * @param change what
   */
  public void change(Instant at, DeviceId device, RegistryChange change) {
    try {
      registry.append(at, device, change);
    } catch (RegistryConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a device signs with.
   *
   * @param device of this network
   * @return its signer
   * @throws IllegalArgumentException if it is not of this network
   */
  public InMemorySigner signer(DeviceId device) {
    InMemorySigner signer = signers.get(device);
    if (signer == null) {
      throw new IllegalArgumentException("no signer of " + device);
    }
    return signer;
  }

  /**
   * The epoch.
   *
   * @return the epoch
   */
  public Epoch epoch() {
    return epoch;
  }

  /**
   * The epoch's public randomness.
   *
   * @return always the same
   */
  public static Beacon beacon() {
    byte[] randomness = new byte[32];
    Arrays.fill(randomness, (byte) 7);
    return new Beacon("test", 1, randomness);
  }

  /**
   * An epoch after the first one.
   *
   * @param later how many epochs later, 0 or more
   * @return of the same length
   */
  public Epoch epoch(int later) {
    Duration offset = epoch.length().multipliedBy(later);
    return new Epoch(
        epoch.index() + later, epoch.start().plus(offset), epoch.end().plus(offset));
  }

  /**
   * What stands from the start of the epoch.
   *
   * @param settings of a proof, by name
   * @return the terms
   */
  public EpochTerms terms(Map<String, String> settings) {
    return new EpochTerms(NAME, epoch, beacon(), new ProofConfig(settings));
  }

  /**
   * The context of a proof: nobody is denied, no table was published, nothing is remembered.
   *
   * @param settings of the proof, by name
   * @return the context, with the devices as they are now
   */
  public ProofContext context(Map<String, String> settings) {
    return context(0, settings);
  }

  /**
   * The context of a proof in an epoch after the first one.
   *
   * @param later how many epochs later, 0 or more
   * @param settings of the proof, by name
   * @return the context, with the devices as they are now
   */
  public ProofContext context(int later, Map<String, String> settings) {
    return new ProofContext(
        new EpochTerms(NAME, epoch(later), beacon(), new ProofConfig(settings)), registry.view());
  }

  /**
   * A report that was received at once.
   *
   * @param device who reports
   * @param offset the device's clock, from the epoch's start
   * @param evidence what it carries
   * @param <E> the evidence
   * @return the report, its sequence number and position one higher than those of the report before
   */
  public <E> Attributed<E> report(DeviceId device, Duration offset, E evidence) {
    return report(device, offset, Duration.ZERO, evidence);
  }

  /**
   * A report.
   *
   * @param device who reports
   * @param offset the device's clock, from the epoch's start
   * @param delay from then to the receipt; negative if the device's clock is fast
   * @param evidence what it carries
   * @param <E> the evidence
   * @return the report, its sequence number and position one higher than those of the report before
   */
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

  /**
   * The codes of a verdict.
   *
   * @param verdict any verdict
   * @return in the order of its findings
   */
  public static List<String> codes(Verdict verdict) {
    return verdict.findings().stream().map(f -> f.code().text()).toList();
  }
}
