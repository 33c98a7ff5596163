package org.depinsdk.core.session;

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
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.Multikey;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Refusal;

/**
 * A hardware key's grant that another key signs for the device for a while. It contains a nonce of the network, so that it
 * cannot have been made in advance; the session key signs too, so that nobody grants a key that they do not hold.
 */
public final class SessionGrant {
  /** The purpose in a grant's domain. */
  public static final String PURPOSE = "session-key";

  /** Largest serialised grant. */
  public static final int MAX_BYTES = 1024;

  private static final int ITEMS = 7;

  private final DeviceId device;
  private final DeviceKey sessionKey;
  private final byte[] nonce;
  private final Instant from;
  private final Instant until;
  private final byte[] hardwareSignature;
  private final byte[] sessionSignature;

  private SessionGrant(
      DeviceId device,
      DeviceKey sessionKey,
      byte[] nonce,
      Instant from,
      Instant until,
      byte[] hardwareSignature,
      byte[] sessionSignature) {
    this.device = device;
    this.sessionKey = sessionKey;
    this.nonce = nonce;
    this.from = from;
    this.until = until;
    this.hardwareSignature = hardwareSignature;
    this.sessionSignature = sessionSignature;
  }

  /**
   * A session that is to begin.
   *
   * @param device which device
   * @param nonce the network's, 32 bytes
   * @param from when it begins, in whole milliseconds
   * @param until when it ends
   */
  public record Terms(DeviceId device, byte[] nonce, Instant from, Instant until) {
    /** Checks the length and cuts the instants to milliseconds. */
    public Terms {
      if (nonce.length != NonceStore.NONCE_BYTES) {
        throw new IllegalArgumentException(
            "a nonce has " + NonceStore.NONCE_BYTES + " bytes, not " + nonce.length);
      }
      nonce = nonce.clone();
      from = Instant.ofEpochMilli(from.toEpochMilli());
      until = Instant.ofEpochMilli(until.toEpochMilli());
    }
  }

  /**
   * Makes a grant.
   *
   * @param network the network's name
   * @param terms what is granted
   * @param hardware holds the device's key
   * @param session holds the session's key
   * @return the grant with both signatures
   * @throws SigningException if a signer cannot sign now
   */
  public static SessionGrant sign(
      String network, Terms terms, DeviceSigner hardware, DeviceSigner session)
      throws SigningException {
    byte[] body =
        body(terms.device(), session.publicKey(), terms.nonce(), terms.from(), terms.until());
    DssePayload payload = DssePayload.of(new Domain(network, PURPOSE, 1), body);
    return new SessionGrant(
        terms.device(),
        session.publicKey(),
        terms.nonce().clone(),
        terms.from(),
        terms.until(),
        hardware.sign(payload),
        session.sign(payload));
  }

  private static byte[] body(
      DeviceId device, DeviceKey sessionKey, byte[] nonce, Instant from, Instant until) {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(device.text()),
        new CborValue.Bytes(Multikey.encode(sessionKey)),
        new CborValue.Bytes(nonce),
        new CborValue.Int(from.toEpochMilli()),
        new CborValue.Int(until.toEpochMilli())));
  }

  /**
   * Checks the grant. The nonce is used last, so that a grant that fails does not use it up.
   *
   * @param network the network's name
   * @param state the device's state
   * @param nonces what the network issued
   * @param now the network's clock
   * @param longest how long a session may last
   * @return a refusal, or empty if the session key signs for the device until {@link #until}
   */
  public Optional<Refusal> check(
      String network, DeviceState state, NonceStore nonces, Instant now, Duration longest) {
    Optional<Refusal> refusal = check(network, state, now, longest);
    if (refusal.isPresent()) {
      return refusal;
    }
    return switch (nonces.consume(device, nonce, now)) {
      case FRESH -> Optional.empty();
      case UNKNOWN -> refused(SessionReasons.UNKNOWN_NONCE, "not issued to " + device);
      case EXPIRED -> refused(SessionReasons.EXPIRED_NONCE, "used at " + now);
      case REPLAYED -> refused(SessionReasons.USED_NONCE, "used again at " + now);
    };
  }

  /**
   * Checks everything but the nonce, which only the network that issued it can check. For audits.
   *
   * @param network the network's name
   * @param state the device's state then
   * @param now when the grant came
   * @param longest how long a session may last
   * @return a refusal, or empty if the session key was validly granted
   */
  public Optional<Refusal> check(String network, DeviceState state, Instant now, Duration longest) {
    if (!state.device().equals(device)) {
      return refused(SessionReasons.OTHER_DEVICE, "granted for " + device);
    }
    if (state.status() != DeviceStatus.ACTIVE) {
      return refused(
          SessionReasons.NOT_ACTIVE, "the device is " + state.status() + " since " + state.since());
    }
    if (!from.isBefore(until) || until.toEpochMilli() - from.toEpochMilli() > longest.toMillis()) {
      return refused(
          SessionReasons.BAD_LIFETIME, "from " + from + " until " + until + ", at most " + longest);
    }
    if (now.isBefore(from) || !now.isBefore(until)) {
      return refused(SessionReasons.NOT_NOW, "from " + from + " until " + until + ", now " + now);
    }
    DssePayload payload = DssePayload.of(
        new Domain(network, PURPOSE, 1), body(device, sessionKey, nonce, from, until));
    if (!state.key().verify(payload, hardwareSignature)) {
      return refused(SessionReasons.BAD_HARDWARE_SIGNATURE, "not signed by " + state.key());
    }
    if (!sessionKey.verify(payload, sessionSignature)) {
      return refused(SessionReasons.BAD_SESSION_SIGNATURE, "not signed by " + sessionKey);
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(ReasonCode reason, String detail) {
    return Optional.of(new Refusal(reason, detail));
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
   * The key that signs during the session.
   *
   * @return the session key
   */
  public DeviceKey sessionKey() {
    return sessionKey;
  }

  /**
   * The nonce that the network issued for this grant.
   *
   * @return a fresh copy of 32 bytes
   */
  public byte[] nonce() {
    return nonce.clone();
  }

  /**
   * When the session begins.
   *
   * @return its first instant
   */
  public Instant from() {
    return from;
  }

  /**
   * Whether the session runs at an instant.
   *
   * @param instant any instant
   * @return true from its beginning to just before its end
   */
  public boolean covers(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(until);
  }

  /**
   * When the session ends.
   *
   * @return the first instant after it
   */
  public Instant until() {
    return until;
  }

  /**
   * Serialises the grant.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(device.text()),
        new CborValue.Bytes(Multikey.encode(sessionKey)),
        new CborValue.Bytes(nonce),
        new CborValue.Int(from.toEpochMilli()),
        new CborValue.Int(until.toEpochMilli()),
        new CborValue.Bytes(hardwareSignature),
        new CborValue.Bytes(sessionSignature)));
  }

  /**
   * Reads a grant.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the grant, not verified
   * @throws EncodingException if the bytes are anything else
   */
  public static SessionGrant parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException(
          "a session grant of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "session grant");
    try {
      byte[] nonce = CborFields.bytes(items.get(2), "nonce");
      if (nonce.length != NonceStore.NONCE_BYTES) {
        throw new EncodingException(
            "nonce must have " + NonceStore.NONCE_BYTES + " bytes, not " + nonce.length);
      }
      return new SessionGrant(
          DeviceId.parse(CborFields.string(items.get(0), "device")),
          Multikey.decode(CborFields.bytes(items.get(1), "session key")),
          nonce,
          CborFields.instantMillis(items.get(3), "from"),
          CborFields.instantMillis(items.get(4), "until"),
          CborFields.bytes(items.get(5), "hardware signature"),
          CborFields.bytes(items.get(6), "session signature"));
    } catch (InvalidKeyException e) {
      throw new EncodingException("session grant: " + e.getMessage());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionGrant g && Arrays.equals(toBytes(), g.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "SessionGrant[" + device + " " + sessionKey + " until " + until + "]";
  }
}
