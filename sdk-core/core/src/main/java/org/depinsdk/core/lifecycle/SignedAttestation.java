package org.depinsdk.core.lifecycle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceState;

/**
 * A device's words that certain evidence is its own: the evidence by its hash, and the ticket of the challenge that it answers,
 * signed by the device's key.
 */
public final class SignedAttestation {
  /** The purpose in an attestation's domain. */
  public static final String PURPOSE = "attestation";

  /** Longest media type. */
  public static final int MAX_MEDIA_TYPE = 100;

  private static final int ITEMS = 5;
  private static final int MAX_BYTES = 1024;

  private final DeviceId device;
  private final String mediaType;
  private final Bytes32 evidence;
  private final byte[] ticket;
  private final byte[] signature;

  private SignedAttestation(
      DeviceId device, String mediaType, Bytes32 evidence, byte[] ticket, byte[] signature) {
    this.device = device;
    this.mediaType = mediaType;
    this.evidence = evidence;
    this.ticket = ticket;
    this.signature = signature;
  }

  /**
   * Signs evidence.
   *
   * @param network the network's name
   * @param device which device
   * @param mediaType of the evidence
   * @param evidence SHA-256 of the evidence with its media type
   * @param ticket the network's, as it came with the challenge
   * @param signer holds the device's key
   * @return the signed words
   * @throws SigningException if the signer cannot sign now
   */
  public static SignedAttestation sign(
      String network,
      DeviceId device,
      String mediaType,
      Bytes32 evidence,
      byte[] ticket,
      DeviceSigner signer)
      throws SigningException {
    byte[] own = ticket.clone();
    return new SignedAttestation(
        device,
        mediaType,
        evidence,
        own,
        signer.sign(payload(network, device, mediaType, evidence, own)));
  }

  /**
   * Identifies evidence.
   *
   * @param mediaType of the evidence
   * @param evidence the bytes
   * @return SHA-256 over the media type, a zero byte and the bytes
   */
  public static Bytes32 digest(String mediaType, byte[] evidence) {
    return Bytes32.sha256(mediaType.getBytes(StandardCharsets.UTF_8), new byte[1], evidence);
  }

  private static DssePayload payload(
      String network, DeviceId device, String mediaType, Bytes32 evidence, byte[] ticket) {
    return DssePayload.of(
        new Domain(network, PURPOSE, 1),
        CborWriter.write(CborValue.Array.of(
            new CborValue.Text(device.text()),
            new CborValue.Text(mediaType),
            new CborValue.Bytes(evidence.bytes()),
            new CborValue.Bytes(ticket))));
  }

  /**
   * Checks that the device's key signed the words.
   *
   * @param network the network's name
   * @param state the device's state
   * @throws RefusedInstructionException if it did not, or the words are another device's
   */
  void check(String network, DeviceState state) throws RefusedInstructionException {
    if (!state.device().equals(device)) {
      throw new RefusedInstructionException(
          LifecycleReasons.OTHER_DEVICE, "attestation of " + device);
    }
    if (!state.key().verify(payload(network, device, mediaType, evidence, ticket), signature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_SIGNATURE, "not signed by " + state.key());
    }
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
   * What kind of evidence it is.
   *
   * @return the media type
   */
  public String mediaType() {
    return mediaType;
  }

  /**
   * Which evidence it is.
   *
   * @return SHA-256 of the evidence with its media type
   */
  public Bytes32 evidence() {
    return evidence;
  }

  /**
   * Which challenge it answers.
   *
   * @return the network's ticket, a copy
   */
  public byte[] ticket() {
    return ticket.clone();
  }

  /**
   * Serialises the words.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(device.text()),
        new CborValue.Text(mediaType),
        new CborValue.Bytes(evidence.bytes()),
        new CborValue.Bytes(ticket),
        new CborValue.Bytes(signature)));
  }

  /**
   * Reads the words.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the words, not verified
   * @throws EncodingException if the bytes are anything else
   */
  public static SignedAttestation parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException(
          "an attestation of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "attestation");
    String mediaType = CborFields.string(items.get(1), "media type");
    byte[] evidence = CborFields.bytes(items.get(2), "evidence");
    if (mediaType.length() > MAX_MEDIA_TYPE || evidence.length != Bytes32.LENGTH) {
      throw new EncodingException("attestation: a media type has at most " + MAX_MEDIA_TYPE
          + " characters and the hash of evidence " + Bytes32.LENGTH + " bytes, not "
          + mediaType.length() + " and " + evidence.length);
    }
    return new SignedAttestation(
        DeviceId.parse(CborFields.string(items.get(0), "device")),
        mediaType,
        Bytes32.of(evidence),
        CborFields.bytes(items.get(3), "ticket"),
        CborFields.bytes(items.get(4), "signature"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedAttestation a && Arrays.equals(toBytes(), a.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "SignedAttestation[" + mediaType + " " + evidence + " of " + device + "]";
  }
}
