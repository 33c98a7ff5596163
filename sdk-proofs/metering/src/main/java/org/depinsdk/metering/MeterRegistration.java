package org.depinsdk.metering;

import java.util.Arrays;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Keccak256;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.identity.SigningException;
import org.jspecify.annotations.Nullable;

/**
 * A meter's assignment to a station under two signatures: the manufacturer's, who built the meter in and knows its key,
 * and the owner's, whose account is paid. It travels with each session, so that a bundle needs nothing beside itself.
 *
 * <p>Both sign the station's id. So nobody can claim a meter for another station by copying what a bundle shows.
 */
public final class MeterRegistration {
  private final MeterAssignment assignment;
  private final DeviceKey manufacturer;
  private final byte[] manufacturerSignature;
  private final Secp256k1Key owner;
  private final byte[] ownerSignature;

  /**
   * A registration, its signatures not yet verified.
   *
   * @param assignment what is signed
   * @param manufacturer the manufacturer's key
   * @param manufacturerSignature 64 bytes
   * @param owner the owner's key
   * @param ownerSignature 64 bytes
   */
  public MeterRegistration(
      MeterAssignment assignment,
      DeviceKey manufacturer,
      byte[] manufacturerSignature,
      Secp256k1Key owner,
      byte[] ownerSignature) {
    this.assignment = assignment;
    this.manufacturer = manufacturer;
    this.manufacturerSignature = manufacturerSignature.clone();
    this.owner = owner;
    this.ownerSignature = ownerSignature.clone();
  }

  /**
   * Signs an assignment with both keys.
   *
   * @param network the network's name
   * @param assignment what to sign
   * @param manufacturer any algorithm
   * @param owner a secp256k1 key, the operator's account
   * @return the registration
   * @throws SigningException if a signer fails
   */
  public static MeterRegistration sign(
      String network, MeterAssignment assignment, DeviceSigner manufacturer, DeviceSigner owner)
      throws SigningException {
    if (!(owner.publicKey() instanceof Secp256k1Key ownerKey)) {
      throw new IllegalArgumentException("the owner signs with a " + KeyAlgorithm.SECP256K1.label()
          + " key, not " + owner.publicKey().algorithm().label());
    }
    return new MeterRegistration(
        assignment,
        manufacturer.publicKey(),
        manufacturer.sign(assignment.payload(network)),
        ownerKey,
        owner.sign(assignment.payload(network)));
  }

  /**
   * What is signed.
   *
   * @return the assignment
   */
  public MeterAssignment assignment() {
    return assignment;
  }

  /**
   * Who built the station.
   *
   * @return the manufacturer's key
   */
  public DeviceKey manufacturer() {
    return manufacturer;
  }

  /**
   * The manufacturer's signature.
   *
   * @return a fresh copy
   */
  public byte[] manufacturerSignature() {
    return manufacturerSignature.clone();
  }

  /**
   * The owner's key.
   *
   * @return the key
   */
  public Secp256k1Key owner() {
    return owner;
  }

  /**
   * The owner's signature.
   *
   * @return a fresh copy
   */
  public byte[] ownerSignature() {
    return ownerSignature.clone();
  }

  /**
   * Verifies both signatures.
   *
   * @param network the network's name
   * @return whether both are good; says nothing about who the two are
   */
  public boolean verify(String network) {
    return manufacturer.verify(assignment.payload(network), manufacturerSignature)
        && owner.verify(assignment.payload(network), ownerSignature);
  }

  /**
   * The account of the owner's key.
   *
   * @return the last 20 bytes of Keccak-256 over the uncompressed point (Ethereum yellow paper, appendix F)
   */
  public OperatorId ownerAccount() {
    byte[] point =
        MeterCurve.SECP256K1.domain().getCurve().decodePoint(owner.encoded()).getEncoded(false);
    byte[] hash = Keccak256.hash(Arrays.copyOfRange(point, 1, point.length));
    return new OperatorId("0x" + Hex.encode(Arrays.copyOfRange(hash, 12, 32)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MeterRegistration r
        && assignment.equals(r.assignment)
        && manufacturer.equals(r.manufacturer)
        && Arrays.equals(manufacturerSignature, r.manufacturerSignature)
        && owner.equals(r.owner)
        && Arrays.equals(ownerSignature, r.ownerSignature);
  }

  @Override
  public int hashCode() {
    return assignment.hashCode();
  }

  @Override
  public String toString() {
    return "MeterRegistration[" + assignment + "]";
  }
}
