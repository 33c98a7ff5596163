package org.depinsdk.core.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.KeyHistory;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** A history that is cut to a period says of that period what the whole one says. */
class RegistryBetweenTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<H3Cell> CELLS =
      List.of(new H3Cell(0x8928308280fffffL), new H3Cell(0x8928308280bffffL));
  private static final Duration DAY = Duration.ofDays(1);

  private static DeviceKey key(RandomGenerator random) throws Exception {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret).publicKey();
  }

  private static OperatorId operator(RandomGenerator random) {
    return new OperatorId("0x" + "%040x".formatted(random.nextInt(4) + 1));
  }

  private static RegistryChange change(RandomGenerator random, Instant at) throws Exception {
    return switch (random.nextInt(13)) {
      case 0 -> new RegistryChange.Activated();
      case 1 -> new RegistryChange.Suspended("a while");
      case 2 -> new RegistryChange.KeyRotated(key(random));
      case 3, 4 -> new RegistryChange.Transferred(operator(random));
      case 5 -> new RegistryChange.Relocated(CELLS.get(random.nextInt(2)));
      case 6 -> new RegistryChange.OriginRecorded(new DeviceOrigin("acme", "1", "W1"));
      case 7, 8 ->
        new RegistryChange.SessionOpened(
            key(random), at, at.plus(Duration.ofHours(random.nextInt(1, 72))));
      case 9, 10 ->
        new RegistryChange.Attested(
            "device",
            "affirming",
            Bytes32.sha256(at.toString().getBytes(UTF_8)),
            Bytes32.ZERO,
            Bytes32.ZERO,
            at.plus(Duration.ofHours(random.nextInt(1, 72))),
            new TreeMap<>(),
            List.of("device.chain.expired"),
            random.nextBoolean()
                ? Optional.of(new DeviceOrigin("acme", "1", "W1"))
                : Optional.empty());
      case 11 -> new RegistryChange.AttestationWithdrawn("device.chain.revoked");
      default ->
        random.nextInt(20) == 0
            ? new RegistryChange.Revoked("lost")
            : new RegistryChange.CloneFound(
                "instance.interleaved-boots",
                new RegistryChange.Machine("a", "1"),
                new RegistryChange.Machine("b", "2"));
    };
  }

  private static RegistryView history(RandomGenerator random, List<DeviceId> devices)
      throws Exception {
    RegistryView view = RegistryView.empty();
    Instant at = START;
    long index = 0;
    for (int i = 0; i < 80; i++) {
      at = at.plus(Duration.ofMinutes(random.nextInt(300)));
      DeviceId device = devices.get(random.nextInt(devices.size()));
      RegistryChange change = view.latest(device).isEmpty()
          ? new RegistryChange.Enrolled(
              key(random),
              operator(random),
              "sensor",
              random.nextBoolean() ? Optional.of(CELLS.get(0)) : Optional.empty())
          : change(random, at);
      Optional<SignedInstruction> instruction = random.nextBoolean()
          ? Optional.empty()
          : Optional.of(new SignedInstruction(SignedInstruction.Kind.SESSION, new byte[] {1}));
      try {
        view = view.with(new RegistryRecord(index, at, device, change, instruction));
        index += random.nextInt(1, 3);
      } catch (RegistryConflictException e) {
        // a change that does not fit what came before it never happened
      }
    }
    return view;
  }

  @Test
  void aPeriodIsToldAsTheWholeHistoryTellsIt() {
    Property.check(150, random -> {
      List<DeviceId> devices = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        devices.add(DeviceId.derive("net", key(random)));
      }
      RegistryView whole = history(random, devices);
      Instant from = START.plus(Duration.ofMinutes(random.nextInt(80 * 150)));
      Instant until = from.plus(Duration.ofMinutes(random.nextInt(3000)));
      RegistryView part = whole.between(from, until);
      assertThat(part.between(from, until).records()).isEqualTo(part.records());
      assertThat(part.records()).allMatch(record -> record.at().isBefore(until));
      for (DeviceId device : devices) {
        for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofMinutes(37))) {
          assertThat(part.stateAt(device, at)).isEqualTo(whole.stateAt(device, at));
          assertThat(part.sessionKeys(device, at)).isEqualTo(whole.sessionKeys(device, at));
          assertThat(part.placedSince(device, at)).isEqualTo(whole.placedSince(device, at));
        }
        RegistryView closed = whole.between(Instant.MIN, until);
        assertThat(part.origin(device)).isEqualTo(closed.origin(device));
        for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofMinutes(37))) {
          assertThat(part.attestation(device, at)).isEqualTo(closed.attestation(device, at));
        }
        assertThat(KeyHistory.of(part, device).periods())
            .isEqualTo(KeyHistory.of(closed, device).periods());
        assertThat(signed(part, device, from)).isEqualTo(signed(closed, device, from));
        if (signedTransfer(closed, device) >= 0) {
          assertThat(signedTransfer(part, device)).isEqualTo(signedTransfer(closed, device));
        }
      }
      // cutting step by step comes to the same
      Instant later = from.plus(Duration.ofMinutes(random.nextInt(1500)));
      assertThat(part.between(later, until).records())
          .isEqualTo(whole.between(later, until).records());
    });
  }

  /** The signed changes of a device since a day before a moment. */
  private static List<RegistryRecord> signed(RegistryView view, DeviceId device, Instant from) {
    return view.records().stream()
        .filter(r -> r.device().equals(device) && r.instruction().isPresent())
        .filter(r -> !r.at().isBefore(from.minus(DAY)))
        .toList();
  }

  private static long signedTransfer(RegistryView view, DeviceId device) {
    return view.records().stream()
        .filter(r -> r.device().equals(device) && r.instruction().isPresent())
        .filter(r -> r.change() instanceof RegistryChange.Transferred)
        .mapToLong(RegistryRecord::index)
        .max()
        .orElse(-1);
  }
}
