package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;

/**
 * What the registry says of a device from a moment up to an epoch's close: who owned it when, with which keys it signed when,
 * and when and why it was stopped. Each entry says who caused it. What was over before the moment is left out.
 *
 * @param since the moment; {@link Instant#MIN} if the whole history is there
 * @param origin where it was made, empty if nobody recorded it
 * @param owners oldest first
 * @param keys oldest first, sessions among them
 * @param stops suspensions and the revocation, oldest first
 * @param clones when two machines were found to use its identity, oldest first
 */
public record DeviceHistory(
    Instant since,
    Optional<DeviceOrigin> origin,
    List<Owner> owners,
    List<Key> keys,
    List<Stop> stops,
    List<Clone> clones) {
  /** Who caused what nobody signed. */
  public static final String BY_NETWORK = "the network";

  /** Copies. */
  public DeviceHistory {
    owners = List.copyOf(owners);
    keys = List.copyOf(keys);
    stops = List.copyOf(stops);
    clones = List.copyOf(clones);
  }

  /**
   * An owner.
   *
   * @param operator who
   * @param from since when
   * @param until until when, empty if it still owns the device
   * @param by who caused it: the enrolment that the device signed, the voucher with its hash, or the network
   */
  public record Owner(OperatorId operator, Instant from, Optional<Instant> until, String by) {}

  /**
   * A key.
   *
   * @param key the public key
   * @param session whether it signed only beside the device's own
   * @param from since when
   * @param until until when, empty if it still counts
   * @param by who caused it: the enrolment that the device signed, the key before it, or the network
   */
  public record Key(
      DeviceKey key, boolean session, Instant from, Optional<Instant> until, String by) {}

  /**
   * The device was stopped.
   *
   * @param at when
   * @param what {@code suspended} or {@code revoked}
   * @param reason why
   * @param by who caused it: whoever signed the order, or the network
   */
  public record Stop(Instant at, String what, String reason, String by) {}

  /**
   * Two machines were found to use the device's identity.
   *
   * @param at when it was recorded
   * @param reason the stable code of the rule that found it
   * @param first one of the machines
   * @param second the other one
   */
  public record Clone(
      Instant at, String reason, RegistryChange.Machine first, RegistryChange.Machine second) {}

  /** Reads the history of one device from its records, oldest first. */
  static DeviceHistory of(Instant since, Iterable<RegistryRecord> records) {
    Reader reader = new Reader();
    for (RegistryRecord record : records) {
      reader.read(record);
    }
    // of what was over before, the records tell a part at most
    reader.owners.removeIf(owner -> isOver(owner.until(), since));
    reader.keys.removeIf(key -> isOver(key.until(), since));
    reader.stops.removeIf(
        stop -> stop.at().isBefore(since) && !stop.equals(reader.stopInForce.orElse(null)));
    reader.clones.removeIf(clone -> clone.at().isBefore(since));
    return new DeviceHistory(
        since, reader.origin, reader.owners, reader.keys, reader.stops, reader.clones);
  }

  private static boolean isOver(Optional<Instant> until, Instant since) {
    return until.filter(end -> !end.isAfter(since)).isPresent();
  }

  private static final class Reader {
    private Optional<DeviceOrigin> origin = Optional.empty();
    private final List<Owner> owners = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private final List<Clone> clones = new ArrayList<>();
    private Optional<Stop> stopInForce = Optional.empty();

    void read(RegistryRecord record) {
      RegistryChange change = record.change();
      Instant at = record.at();
      if (change instanceof RegistryChange.Enrolled enrolled) {
        owners.add(new Owner(enrolled.operator(), at, Optional.empty(), by(record)));
        keys.add(new Key(enrolled.key(), false, at, Optional.empty(), by(record)));
      } else if (change instanceof RegistryChange.Transferred transferred) {
        owners.replaceAll(o ->
            o.until().isPresent() ? o : new Owner(o.operator(), o.from(), Optional.of(at), o.by()));
        owners.add(new Owner(transferred.operator(), at, Optional.empty(), by(record)));
        endKeys(at, true);
      } else if (change instanceof RegistryChange.KeyRotated rotated) {
        endKeys(at, true);
        endKeys(at, false);
        keys.add(new Key(rotated.key(), false, at, Optional.empty(), by(record)));
      } else if (change instanceof RegistryChange.SessionOpened opened) {
        keys.add(new Key(opened.key(), true, at, Optional.of(opened.until()), by(record)));
      } else if (change instanceof RegistryChange.Suspended suspended) {
        stop(new Stop(at, "suspended", suspended.reason(), by(record)));
      } else if (change instanceof RegistryChange.Revoked revoked) {
        stop(new Stop(at, "revoked", revoked.reason(), by(record)));
        endKeys(at, true);
        endKeys(at, false);
      } else if (change instanceof RegistryChange.Activated) {
        stopInForce = Optional.empty();
      } else if (change instanceof RegistryChange.OriginRecorded recorded) {
        origin = Optional.of(recorded.origin());
      } else if (change instanceof RegistryChange.CloneFound found) {
        clones.add(new Clone(at, found.reason(), found.first(), found.second()));
      }
    }

    private void stop(Stop stop) {
      stops.add(stop);
      stopInForce = Optional.of(stop);
    }

    private void endKeys(Instant at, boolean sessions) {
      keys.replaceAll(key -> key.session() == sessions
              && key.until().filter(until -> !until.isAfter(at)).isEmpty()
          ? new Key(key.key(), sessions, key.from(), Optional.of(at), key.by())
          : key);
    }

    private static String by(RegistryRecord record) {
      if (record.instruction().isEmpty()) {
        return BY_NETWORK;
      }
      SignedInstruction instruction = record.instruction().get();
      try {
        return switch (instruction.kind()) {
          case TRANSFER ->
            "voucher " + TransferVoucher.parse(instruction.bytes()).hash();
          case REVOCATION -> RevocationOrder.parse(instruction.bytes()).by().text();
          case ENROLLMENT -> "the enrolment that the device signed";
          case KEY_ROTATION, SESSION, ATTESTATION -> "the device's key";
          case ENDORSEMENT -> "the manufacturer";
        };
      } catch (EncodingException e) {
        return "a damaged " + instruction.kind().name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
