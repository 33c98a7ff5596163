package org.depinsdk.core.identity;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.depinsdk.core.identity.internal.ed25519.BatchVerifier;

/**
 * Verifies many signatures at once. Ed25519 signatures share one equation, which makes each several times cheaper than
 * alone when some hundreds come together, most of all when they are of few keys; those of other algorithms are verified one
 * by one. Every signature gets its own verdict, and it is the one that {@link DeviceKey#verify(byte[], byte[])} gives: it
 * depends neither on the rest of the batch nor on chance.
 *
 * <p>The shared equation uses random numbers of 128 bits. They decide only how the verdicts are found: an invalid
 * signature would be taken for valid with a chance of 2^-128. A batch that holds invalid signatures is bisected down to
 * single verifications; if every signature is invalid, this costs about four times the single verifications.
 *
 * <pre>{@code
 * SignatureBatch batch = new SignatureBatch();
 * for (Received r : received) {
 *   batch.add(r.key(), r.message(), r.signature());
 * }
 * BitSet valid = batch.verify(); // bit i: the i-th signature
 * }</pre>
 *
 * <p>A batch is for one thread. Several batches may be verified at the same time.
 */
public final class SignatureBatch {
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Entry(DeviceKey key, byte[] message, byte[] signature) {}

  private final List<Entry> entries = new ArrayList<>();

  /** An empty batch. */
  public SignatureBatch() {}

  /**
   * Adds a signature over a message.
   *
   * @param key the key that should have signed
   * @param message the message, not its hash; copied
   * @param signature the signature, 64 bytes; copied; any other length is invalid, not an error
   * @return its index: how many signatures were added before
   */
  public int add(DeviceKey key, byte[] message, byte[] signature) {
    entries.add(new Entry(key, message.clone(), signature.clone()));
    return entries.size() - 1;
  }

  /**
   * Adds a signature over a payload in its domain.
   *
   * @param key the key that should have signed
   * @param payload the payload
   * @param signature the signature, 64 bytes
   * @return its index: how many signatures were added before
   */
  public int add(DeviceKey key, SignedPayload payload, byte[] signature) {
    return add(key, payload.signedBytes(), signature);
  }

  /**
   * How many signatures were added.
   *
   * @return the number
   */
  public int size() {
    return entries.size();
  }

  /**
   * Verifies all signatures. The batch stays as it is; a second call gives the same verdicts.
   *
   * @return bit i says whether the signature of index i is valid
   */
  public BitSet verify() {
    BitSet valid = new BitSet(entries.size());
    BatchVerifier ed25519 = new BatchVerifier(RANDOM);
    int[] indices = new int[entries.size()];
    int count = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.key instanceof Ed25519Key key) {
        ed25519.add(key.verifyingKey(), entry.message, entry.signature);
        indices[count++] = i;
      } else {
        valid.set(i, entry.key.verify(entry.message, entry.signature));
      }
    }
    boolean[] verdicts = ed25519.verify();
    for (int i = 0; i < count; i++) {
      valid.set(indices[i], verdicts[i]);
    }
    return valid;
  }
}
