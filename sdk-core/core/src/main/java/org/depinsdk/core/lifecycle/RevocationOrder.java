package org.depinsdk.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;

/**
 * A revocation, signed by somebody who may order it: a registrar of the network may order any, a manufacturer that of
 * its own devices, an owner that of its own device by key or serial number.
 */
public final class RevocationOrder {
  /** The purpose in an order's domain. */
  public static final String PURPOSE = "revocation";

  /** Largest serialised order. */
  public static final int MAX_BYTES = 1024;

  /** How long after its issue an order may reach the network. */
  public static final Duration MAX_AGE = Duration.ofDays(1);

  /** How far the issuer's clock may run ahead of the network's. */
  public static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final int ITEMS = 7;

  private final Revocation revocation;
  private final Signatory by;
  private final Instant issuedAt;
  private final byte[] signature;

  private RevocationOrder(Revocation revocation, Signatory by, Instant issuedAt, byte[] signature) {
    this.revocation = revocation;
    this.by = by;
    this.issuedAt = Instant.ofEpochSecond(issuedAt.getEpochSecond());
    this.signature = signature.clone();
  }

  /**
   * What is signed.
   *
   * @param network the network's name
   * @param revocation what is to be revoked and why
   * @param by who orders it
   * @param issuedAt when, in whole seconds
   * @return the text in its domain
   */
  public static Eip191Payload payload(
      String network, Revocation revocation, Signatory by, Instant issuedAt) {
    String what;
    if (revocation instanceof Revocation.OfKey order) {
      what = "key: " + order.key().didKey();
    } else if (revocation instanceof Revocation.OfSerial order) {
      what = "manufacturer: " + order.manufacturer() + "\nserial: " + order.serial();
    } else {
      Revocation.OfBatch order = (Revocation.OfBatch) revocation;
      what = "manufacturer: " + order.manufacturer() + "\nbatch: " + order.batch();
    }
    return Eip191Payload.of(
        new Domain(network, PURPOSE, 1),
        "I revoke\n" + what + "\nreason: " + revocation.reason() + "\nissued: "
            + Instant.ofEpochSecond(issuedAt.getEpochSecond()) + "\nby: " + by);
  }

  /**
   * An order from its parts.
   *
   * @param revocation what is to be revoked and why
   * @param by who orders it
   * @param issuedAt when, in whole seconds
   * @param signature theirs over {@link #payload}
   * @return the order, not yet checked
   */
  public static RevocationOrder of(
      Revocation revocation, Signatory by, Instant issuedAt, byte[] signature) {
    return new RevocationOrder(revocation, by, issuedAt, signature);
  }

  /**
   * Makes an order with a key, for those who have no wallet.
   *
   * @param network the network's name
   * @param revocation what is to be revoked and why
   * @param issuedAt when
   * @param signer holds the key of whoever orders it
   * @return the order
   * @throws SigningException if the signer cannot sign now
   */
  public static RevocationOrder sign(
      String network, Revocation revocation, Instant issuedAt, DeviceSigner signer)
      throws SigningException {
    Signatory by = Signatory.of(signer.publicKey());
    return of(revocation, by, issuedAt, signer.sign(payload(network, revocation, by, issuedAt)));
  }

  /**
   * Checks what is the same for all devices: age and signature.
   *
   * @param network the network's name
   * @param now the network's clock
   * @throws RefusedInstructionException if it is refused
   */
  public void check(String network, Instant now) throws RefusedInstructionException {
    if (issuedAt.isBefore(now.minus(MAX_AGE)) || issuedAt.isAfter(now.plus(MAX_SKEW))) {
      throw new RefusedInstructionException(
          LifecycleReasons.STALE_ORDER,
          "issued " + issuedAt + ", now " + now + ", an order is valid for " + MAX_AGE);
    }
    if (!by.signed(payload(network, revocation, by, issuedAt), signature)) {
      throw new RefusedInstructionException(LifecycleReasons.BAD_SIGNATURE, "not signed by " + by);
    }
  }

  /**
   * Checks the order for one device.
   *
   * @param network the network's name
   * @param view the registry
   * @param device which device
   * @param rules who may sign what
   * @param now the network's clock
   * @return the change to record
   * @throws RefusedInstructionException if it is refused
   */
  RegistryChange check(
      String network, RegistryView view, DeviceId device, IdentityRules rules, Instant now)
      throws RefusedInstructionException {
    Optional<DeviceState> state = view.latest(device);
    if (state.isEmpty()) {
      throw new RefusedInstructionException(
          LifecycleReasons.UNKNOWN_DEVICE, device + " is not enrolled");
    }
    if (state.get().status() == DeviceStatus.REVOKED) {
      throw new RefusedInstructionException(
          LifecycleReasons.REVOKED, "revoked since " + state.get().since());
    }
    Optional<DeviceOrigin> origin = view.origin(device);
    if (!revocation.appliesTo(KeyHistory.of(view, device), origin)) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_APPLICABLE, "the order does not apply to " + device);
    }
    if (!isAuthorised(state.get(), origin, rules)) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_AUTHORISED, by + " may not revoke " + device);
    }
    check(network, now);
    return revocation.change();
  }

  private boolean isAuthorised(
      DeviceState state, Optional<DeviceOrigin> origin, IdentityRules rules) {
    boolean owner =
        !(revocation instanceof Revocation.OfBatch) && by.equals(Signatory.of(state.operator()));
    return owner
        || rules.registrars().contains(by)
        || origin.filter(o -> rules.maySignFor(by, o.manufacturer())).isPresent();
  }

  /**
   * Whether the order also applies to devices that enrol later: those of a leaked key, of a serial number or of a batch. An
   * owner's order applies only to what it owns.
   *
   * @param rules who may sign what
   * @return true if a registrar gave it, or the manufacturer that it names
   */
  public boolean appliesToLaterDevices(IdentityRules rules) {
    if (rules.registrars().contains(by)) {
      return true;
    } else if (revocation instanceof Revocation.OfSerial order) {
      return rules.maySignFor(by, order.manufacturer());
    }
    return revocation instanceof Revocation.OfBatch order
        && rules.maySignFor(by, order.manufacturer());
  }

  /**
   * Whether the order applies to a device that is about to enrol.
   *
   * @param key its key
   * @param origin where it was made, empty if it has no endorsement
   * @return true if it must not enrol
   */
  public boolean forbids(DeviceKey key, Optional<DeviceOrigin> origin) {
    if (revocation instanceof Revocation.OfKey order) {
      return order.key().equals(key);
    } else if (revocation instanceof Revocation.OfSerial order) {
      return origin
          .filter(o ->
              o.manufacturer().equals(order.manufacturer()) && o.serial().equals(order.serial()))
          .isPresent();
    }
    Revocation.OfBatch order = (Revocation.OfBatch) revocation;
    return origin
        .filter(
            o -> o.manufacturer().equals(order.manufacturer()) && o.batch().equals(order.batch()))
        .isPresent();
  }

  /**
   * What is to be revoked and why.
   *
   * @return the revocation
   */
  public Revocation revocation() {
    return revocation;
  }

  /**
   * Who ordered it.
   *
   * @return the signatory
   */
  public Signatory by() {
    return by;
  }

  /**
   * Serialises the order.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    String what;
    String first;
    String second;
    if (revocation instanceof Revocation.OfKey order) {
      what = "key";
      first = order.key().didKey();
      second = "";
    } else if (revocation instanceof Revocation.OfSerial order) {
      what = "serial";
      first = order.manufacturer();
      second = order.serial();
    } else {
      Revocation.OfBatch order = (Revocation.OfBatch) revocation;
      what = "batch";
      first = order.manufacturer();
      second = order.batch();
    }
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(what),
        new CborValue.Text(first),
        new CborValue.Text(second),
        new CborValue.Text(revocation.reason()),
        new CborValue.Text(by.text()),
        new CborValue.Int(issuedAt.getEpochSecond()),
        new CborValue.Bytes(signature)));
  }

  /**
   * Reads an order.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the order, not yet checked
   * @throws EncodingException if the bytes are anything else
   */
  public static RevocationOrder parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException("an order of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "revocation order");
    try {
      return new RevocationOrder(
          revocation(
              CborFields.string(items.get(0), "what"),
              CborFields.string(items.get(1), "key or manufacturer"),
              CborFields.string(items.get(2), "serial or batch"),
              CborFields.string(items.get(3), "reason")),
          Signatory.parse(CborFields.string(items.get(4), "by")),
          CborFields.instantSeconds(items.get(5), "issued"),
          CborFields.bytes(items.get(6), "signature"));
    } catch (InvalidKeyException | IllegalArgumentException e) {
      throw new EncodingException("revocation order: " + e.getMessage());
    }
  }

  private static Revocation revocation(String what, String first, String second, String reason)
      throws EncodingException, InvalidKeyException {
    return switch (what) {
      case "key" -> {
        if (!second.isEmpty()) {
          throw new EncodingException("an order by key has no second text");
        }
        yield new Revocation.OfKey(DeviceKey.ofDidKey(first), reason);
      }
      case "serial" -> new Revocation.OfSerial(first, second, reason);
      case "batch" -> new Revocation.OfBatch(first, second, reason);
      default ->
        throw new EncodingException(
            "what must be key, serial or batch, not " + EncodingException.shown(what));
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationOrder o && Arrays.equals(toBytes(), o.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "RevocationOrder[" + revocation + " by " + by + "]";
  }
}
