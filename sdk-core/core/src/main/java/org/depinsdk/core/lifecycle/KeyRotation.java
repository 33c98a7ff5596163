package org.depinsdk.core.lifecycle;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.Multikey;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;

/**
 * A device's move from one key to the next: signed by the old key, which allows it, and by the new key, which shows that
 * somebody holds it. Rotations of a device are numbered from 1, so that none counts twice.
 */
public final class KeyRotation {
  /** The purpose in a rotation's domain. */
  public static final String PURPOSE = "key-rotation";

  /** Largest serialised rotation. */
  public static final int MAX_BYTES = 1024;

  private static final int ITEMS = 6;

  private final DeviceId device;
  private final long number;
  private final DeviceKey oldKey;
  private final DeviceKey newKey;
  private final byte[] oldSignature;
  private final byte[] newSignature;

  private KeyRotation(
      DeviceId device,
      long number,
      DeviceKey oldKey,
      DeviceKey newKey,
      byte[] oldSignature,
      byte[] newSignature) {
    this.device = device;
    this.number = number;
    this.oldKey = oldKey;
    this.newKey = newKey;
    this.oldSignature = oldSignature;
    this.newSignature = newSignature;
  }

  /**
   * Makes a rotation.
   *
   * @param network the network's name
   * @param device which device
   * @param number one more than the rotations so far, see {@link KeyHistory#rotations()}
   * @param old holds the key that the device has
   * @param next holds the key that it is to have
   * @return the rotation with both signatures
   * @throws SigningException if a signer cannot sign now
   */
  public static KeyRotation sign(
      String network, DeviceId device, long number, DeviceSigner old, DeviceSigner next)
      throws SigningException {
    DssePayload payload = payload(network, device, number, old.publicKey(), next.publicKey());
    return new KeyRotation(
        device, number, old.publicKey(), next.publicKey(), old.sign(payload), next.sign(payload));
  }

  private static DssePayload payload(
      String network, DeviceId device, long number, DeviceKey oldKey, DeviceKey newKey) {
    return DssePayload.of(
        new Domain(network, PURPOSE, 1),
        CborWriter.write(CborValue.Array.of(
            new CborValue.Text(device.text()),
            new CborValue.Int(number),
            new CborValue.Bytes(Multikey.encode(oldKey)),
            new CborValue.Bytes(Multikey.encode(newKey)))));
  }

  /**
   * Checks the rotation against the device's state.
   *
   * @param network the network's name
   * @param state the device's state
   * @param history the keys that it has had
   * @return the change to record
   * @throws RefusedInstructionException if it is refused
   */
  public RegistryChange check(String network, DeviceState state, KeyHistory history)
      throws RefusedInstructionException {
    if (!state.device().equals(device) || !history.device().equals(device)) {
      throw new RefusedInstructionException(LifecycleReasons.OTHER_DEVICE, "rotation of " + device);
    }
    if (state.status() == DeviceStatus.REVOKED) {
      throw new RefusedInstructionException(
          LifecycleReasons.REVOKED, "revoked since " + state.since());
    }
    if (!state.key().equals(oldKey)) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_CURRENT_KEY, "from " + oldKey + ", the device has " + state.key());
    }
    if (history.hasHad(newKey)) {
      throw new RefusedInstructionException(LifecycleReasons.USED_KEY, "back to " + newKey);
    }
    if (number != history.rotations() + 1) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_NEXT_ROTATION,
          "number " + number + ", expected " + (history.rotations() + 1));
    }
    DssePayload payload = payload(network, device, number, oldKey, newKey);
    if (!oldKey.verify(payload, oldSignature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_OLD_SIGNATURE, "not signed by " + oldKey);
    }
    if (!newKey.verify(payload, newSignature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_NEW_SIGNATURE, "not signed by " + newKey);
    }
    return new RegistryChange.KeyRotated(newKey);
  }

  /**
   * Which device.
   *
   * @return its id
   */
  public DeviceId device() {
    return device;
  }

  /**
   * Which rotation of this device.
   *
   * @return 1 or more
   */
  public long number() {
    return number;
  }

  /**
   * The key that the device is to have.
   *
   * @return the new key
   */
  public DeviceKey newKey() {
    return newKey;
  }

  /**
   * Serialises the rotation.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(device.text()),
        new CborValue.Int(number),
        new CborValue.Bytes(Multikey.encode(oldKey)),
        new CborValue.Bytes(Multikey.encode(newKey)),
        new CborValue.Bytes(oldSignature),
        new CborValue.Bytes(newSignature)));
  }

  /**
   * Reads a rotation.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the rotation, not verified
   * @throws EncodingException if the bytes are anything else
   */
  public static KeyRotation parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException("a rotation of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "rotation");
    try {
      return new KeyRotation(
          DeviceId.parse(CborFields.string(items.get(0), "device")),
          CborFields.number(items.get(1), "number"),
          Multikey.decode(CborFields.bytes(items.get(2), "old key")),
          Multikey.decode(CborFields.bytes(items.get(3), "new key")),
          CborFields.bytes(items.get(4), "old signature"),
          CborFields.bytes(items.get(5), "new signature"));
    } catch (InvalidKeyException e) {
      throw new EncodingException("rotation: " + e.getMessage());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRotation r && Arrays.equals(toBytes(), r.toBytes());
  }

  @Override
  public int hashCode() {
    return Objects.hash(device, number, oldKey, newKey);
  }

  @Override
  public String toString() {
    return "KeyRotation[" + device + " #" + number + " to " + newKey + "]";
  }
}
