package org.depinsdk.attestation.webauthn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Authenticator data (WebAuthn Level 3, section 6.1). It is read by what its bytes are and not by its flags, since Apple sets
 * flags for what does not follow and leaves out those for what does: after the fixed part comes the attested credential or
 * not, as the caller knows, and then nothing or exactly one map.
 *
 * @param rpIdHash SHA-256 of whom the credential is for
 * @param flags as they were sent
 * @param counter of signatures
 * @param credential empty if none was expected
 * @param extensions the map at the end; empty if there is none
 */
public record AuthenticatorData(
    byte[] rpIdHash,
    int flags,
    long counter,
    Optional<Credential> credential,
    Optional<CborValue.Dict> extensions) {
  /** The flag that a credential follows. */
  public static final int ATTESTED = 0x40;

  /** The flag that extensions follow. */
  public static final int EXTENDED = 0x80;

  private static final int FIXED = 37;
  private static final int MAX_BYTES = 8 * 1024;

  /**
   * An attested credential.
   *
   * @param aaguid 16 bytes that name the kind of authenticator
   * @param id of the credential
   * @param key a COSE_Key
   */
  public record Credential(byte[] aaguid, byte[] id, CborValue.Dict key) {}

  /**
   * Reads authenticator data.
   *
   * @param bytes all of it
   * @param withCredential whether a credential must follow the fixed part
   * @return the data
   * @throws EncodingException if the bytes are anything else
   */
  public static AuthenticatorData parse(byte[] bytes, boolean withCredential)
      throws EncodingException {
    if (bytes.length < FIXED || bytes.length > MAX_BYTES) {
      throw new EncodingException(
          "authenticator data has " + FIXED + " to " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    byte[] rpIdHash = take(rest, 32, "rpIdHash");
    int flags = rest.get() & 0xff;
    long counter = rest.getInt() & 0xffff_ffffL;
    Optional<Credential> credential = Optional.empty();
    if (withCredential) {
      byte[] aaguid = take(rest, 16, "aaguid");
      byte[] id = take(rest, twoBytes(rest), "credentialId");
      credential = Optional.of(new Credential(aaguid, id, map(rest)));
    }
    Optional<CborValue.Dict> extensions =
        rest.hasRemaining() ? Optional.of(map(rest)) : Optional.empty();
    if (rest.hasRemaining()) {
      throw new EncodingException(
          "authenticator data has " + rest.remaining() + " bytes after its end");
    }
    return new AuthenticatorData(rpIdHash, flags, counter, credential, extensions);
  }

  private static int twoBytes(ByteBuffer rest) throws EncodingException {
    byte[] length = take(rest, 2, "credentialIdLength");
    return (length[0] & 0xff) << 8 | length[1] & 0xff;
  }

  private static byte[] take(ByteBuffer rest, int length, String name) throws EncodingException {
    if (rest.remaining() < length) {
      throw new EncodingException("authenticator data ends within its " + name);
    }
    byte[] part = new byte[length];
    rest.get(part);
    return part;
  }

  private static CborValue.Dict map(ByteBuffer rest) throws EncodingException {
    byte[] left = Arrays.copyOfRange(rest.array(), rest.position(), rest.limit());
    int length = CborPrefix.length(left);
    if (CborReader.readTolerant(Arrays.copyOf(left, length)) instanceof CborValue.Dict map) {
      rest.position(rest.position() + length);
      return map;
    }
    throw new EncodingException("authenticator data has something other than a map");
  }
}
