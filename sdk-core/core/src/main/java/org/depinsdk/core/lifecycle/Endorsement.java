package org.depinsdk.core.lifecycle;

import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.Multikey;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;

/**
 * A manufacturer's endorsement (RFC 9334) of where the holder of a key was made. The device keeps it and presents it when it
 * enrols, in any network. It makes revocation by serial number and by batch possible.
 */
public final class Endorsement {
  /** What an endorsement is signed for: it holds in every network. */
  public static final Domain DOMAIN = new Domain("every-network", "endorsement", 1);

  /** Largest serialised endorsement. */
  public static final int MAX_BYTES = 1024;

  private static final int ITEMS = 6;

  private final DeviceKey deviceKey;
  private final DeviceOrigin origin;
  private final DeviceKey signer;
  private final byte[] signature;

  private Endorsement(
      DeviceKey deviceKey, DeviceOrigin origin, DeviceKey signer, byte[] signature) {
    this.deviceKey = deviceKey;
    this.origin = origin;
    this.signer = signer;
    this.signature = signature;
  }

  /**
   * Makes an endorsement.
   *
   * @param deviceKey the key that was generated in the device
   * @param origin where it was made
   * @param manufacturer holds a key of the manufacturer
   * @return the endorsement
   * @throws SigningException if the signer cannot sign now
   */
  public static Endorsement sign(
      DeviceKey deviceKey, DeviceOrigin origin, DeviceSigner manufacturer) throws SigningException {
    DeviceKey signer = manufacturer.publicKey();
    return new Endorsement(
        deviceKey, origin, signer, manufacturer.sign(payload(deviceKey, origin, signer)));
  }

  private static DssePayload payload(DeviceKey deviceKey, DeviceOrigin origin, DeviceKey signer) {
    return DssePayload.of(
        DOMAIN,
        CborWriter.write(CborValue.Array.of(
            new CborValue.Bytes(Multikey.encode(deviceKey)),
            new CborValue.Text(origin.manufacturer()),
            new CborValue.Text(origin.serial()),
            new CborValue.Text(origin.batch()),
            new CborValue.Bytes(Multikey.encode(signer)))));
  }

  /**
   * Checks the endorsement of a device.
   *
   * @param enrolledKey the key that the device enrolled with
   * @param rules who may sign what
   * @return the change to record
   * @throws RefusedInstructionException if it is refused
   */
  public RegistryChange check(DeviceKey enrolledKey, IdentityRules rules)
      throws RefusedInstructionException {
    if (!rules.maySignFor(Signatory.of(signer), origin.manufacturer())) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_AUTHORISED,
          signer.didKey() + " may not sign for " + origin.manufacturer());
    }
    return checkSignature(enrolledKey);
  }

  RegistryChange checkSignature(DeviceKey enrolledKey) throws RefusedInstructionException {
    if (!deviceKey.equals(enrolledKey)) {
      throw new RefusedInstructionException(
          LifecycleReasons.OTHER_KEY, "of " + deviceKey + ", the device enrolled " + enrolledKey);
    }
    if (!signer.verify(payload(deviceKey, origin, signer), signature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_SIGNATURE, "not signed by " + signer);
    }
    return new RegistryChange.OriginRecorded(origin);
  }

  /**
   * Where the device was made.
   *
   * @return as the manufacturer says
   */
  public DeviceOrigin origin() {
    return origin;
  }

  /**
   * Serialises the endorsement.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Bytes(Multikey.encode(deviceKey)),
        new CborValue.Text(origin.manufacturer()),
        new CborValue.Text(origin.serial()),
        new CborValue.Text(origin.batch()),
        new CborValue.Bytes(Multikey.encode(signer)),
        new CborValue.Bytes(signature)));
  }

  /**
   * Reads an endorsement.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the endorsement, not verified
   * @throws EncodingException if the bytes are anything else
   */
  public static Endorsement parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException(
          "an endorsement of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "endorsement");
    try {
      return new Endorsement(
          Multikey.decode(CborFields.bytes(items.get(0), "device key")),
          new DeviceOrigin(
              CborFields.string(items.get(1), "manufacturer"),
              CborFields.string(items.get(2), "serial"),
              CborFields.string(items.get(3), "batch")),
          Multikey.decode(CborFields.bytes(items.get(4), "signer")),
          CborFields.bytes(items.get(5), "signature"));
    } catch (InvalidKeyException | IllegalArgumentException e) {
      throw new EncodingException("endorsement: " + e.getMessage());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endorsement e && Arrays.equals(toBytes(), e.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "Endorsement[" + origin + " of " + deviceKey + "]";
  }
}
