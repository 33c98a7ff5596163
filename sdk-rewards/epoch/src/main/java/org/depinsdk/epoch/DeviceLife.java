package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;

/**
 * A device's whole life as the registry has it, up to an epoch's close: who owned it when, with which keys it signed when, and
 * when and why it was stopped. Each entry says by whose word it is there.
 *
 * @param origin where it was made, empty where nobody recorded it
 * @param owners oldest first
 * @param keys oldest first, sessions among them
 * @param stops suspensions and the revocation, oldest first
 * @param clones when two boxes were found behind it, oldest first
 */
public record DeviceLife(
    Optional<DeviceOrigin> origin,
    List<Owner> owners,
    List<Key> keys,
    List<Stop> stops,
    List<Clone> clones) {
  /** By whose word something is there where nobody signed. */
  public static final String BY_NETWORK = "the network";

  /** Copies. */
  public DeviceLife {
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
   * @param until until when, empty where it still owns the device
   * @param by by whose word: the enrolment, the voucher with its hash, or the network
   */
  public record Owner(OperatorId operator, Instant from, Optional<Instant> until, String by) {}

  /**
   * A key.
   *
   * @param key the public key
   * @param session whether it signed only beside the device's own
   * @param from since when
   * @param until until when, empty where it still counts
   * @param by by whose word: the enrolment, the key before it, or the network
   */
  public record Key(
      DeviceKey key, boolean session, Instant from, Optional<Instant> until, String by) {}

  /**
   * The device was stopped.
   *
   * @param at when
   * @param what {@code suspended} or {@code revoked}
   * @param reason why
   * @param by by whose word: whoever signed the order, or the network
   */
  public record Stop(Instant at, String what, String reason, String by) {}

  /**
   * Two boxes were found behind the device.
   *
   * @param at when it was recorded
   * @param reason the stable code of the rule that found it
   * @param first one of the boxes
   * @param second the other one
   */
  public record Clone(
      Instant at, String reason, RegistryChange.Box first, RegistryChange.Box second) {}

  /**
   * Reads a life.
   *
   * @param device which device
   * @param records its records, oldest first; others are passed over
   * @return the life, empty where the device is not enrolled
   */
  static DeviceLife of(DeviceId device, Iterable<RegistryRecord> records) {
    Reader reader = new Reader();
    for (RegistryRecord record : records) {
      if (record.device().equals(device)) {
        reader.read(record);
      }
    }
    return new DeviceLife(reader.origin, reader.owners, reader.keys, reader.stops, reader.clones);
  }

  private static final class Reader {
    private Optional<DeviceOrigin> origin = Optional.empty();
    private final List<Owner> owners = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private final List<Clone> clones = new ArrayList<>();

    void read(RegistryRecord record) {
      RegistryChange change = record.change();
      Instant at = record.at();
      if (change instanceof RegistryChange.Enrolled enrolled) {
        owners.add(new Owner(enrolled.operator(), at, Optional.empty(), "enrolment"));
        keys.add(new Key(enrolled.key(), false, at, Optional.empty(), "enrolment"));
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
        stops.add(new Stop(at, "suspended", suspended.reason(), by(record)));
      } else if (change instanceof RegistryChange.Revoked revoked) {
        stops.add(new Stop(at, "revoked", revoked.reason(), by(record)));
        endKeys(at, true);
        endKeys(at, false);
      } else if (change instanceof RegistryChange.OriginRecorded recorded) {
        origin = Optional.of(recorded.origin());
      } else if (change instanceof RegistryChange.CloneFound found) {
        clones.add(new Clone(at, found.reason(), found.first(), found.second()));
      }
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
          case KEY_ROTATION, SESSION -> "the device's key";
          case ENDORSEMENT -> "the manufacturer";
        };
      } catch (EncodingException e) {
        return "a damaged " + instruction.kind().name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
