package org.depinsdk.proofs.readings;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.depinsdk.proofs.Fields;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;

/**
 * The device's side of {@link CommittedReadings}: all readings and their tree. A device that keeps the seed and the readings can show
 * any of them later.
 *
 * <pre>{@code
 * ReadingTree tree = ReadingTree.of(seed, readings);
 * agent.report(kind, CommittedReadings.CODEC.encode(tree.commitment(List.of(0))), provenance);
 * DisclosedReading later = tree.disclose(17);
 * }</pre>
 *
 * <p>The salt of reading i is the first 16 bytes of SHA-256 over the seed and i as four bytes, big-endian. Not safe for use by
 * several threads.
 */
public final class ReadingTree {
  /** Bytes of a seed. */
  public static final int SEED_BYTES = 32;

  private final byte[] seed;
  private final List<byte[]> readings;
  private final InMemoryTree tree = new InMemoryTree();
  private final MessageDigest sha256 = sha256();

  private ReadingTree(byte[] seed, List<byte[]> readings) {
    this.seed = seed;
    this.readings = readings;
    for (int i = 0; i < readings.size(); i++) {
      tree.append(DisclosedReading.leaf(salt(i), readings.get(i)));
    }
  }

  /**
   * Makes a tree.
   *
   * @param seed {@value #SEED_BYTES} random bytes, of this tree alone; who knows them can check guesses of what was not shown
   * @param readings 1 to {@value CommittedReadings#MAX_COUNT}, each of at most {@value DisclosedReading#MAX_BYTES} bytes; copied
   * @return the tree
   */
  public static ReadingTree of(byte[] seed, List<byte[]> readings) {
    Fields.size("seed", seed.length, SEED_BYTES, SEED_BYTES, "bytes");
    Fields.size("readings", readings.size(), 1, CommittedReadings.MAX_COUNT, "readings");
    List<byte[]> copies = new ArrayList<>(readings.size());
    for (byte[] reading : readings) {
      Fields.size("reading", reading.length, 0, DisclosedReading.MAX_BYTES, "bytes");
      copies.add(reading.clone());
    }
    return new ReadingTree(seed.clone(), copies);
  }

  /**
   * What the device signs.
   *
   * @param shown indices of the readings that the report itself shows
   * @return the evidence
   * @throws IndexOutOfBoundsException if there is no such reading
   */
  public CommittedReadings commitment(Collection<Integer> shown) {
    return new CommittedReadings(
        tree.head().root(),
        readings.size(),
        shown.stream().distinct().sorted().map(this::disclose).toList());
  }

  /**
   * One reading with its path.
   *
   * @param index which, from 0
   * @return the reading
   * @throws IndexOutOfBoundsException if there is no such reading
   */
  public DisclosedReading disclose(int index) {
    Objects.checkIndex(index, readings.size());
    try {
      InclusionProof proof = InclusionProof.make(tree, tree.size(), index);
      return new DisclosedReading(index, salt(index), readings.get(index), proof.hashes());
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory reads nothing", e);
    }
  }

  private byte[] salt(int index) {
    sha256.update(seed);
    for (int shift = 24; shift >= 0; shift -= 8) {
      sha256.update((byte) (index >>> shift));
    }
    return Arrays.copyOf(sha256.digest(), DisclosedReading.SALT_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
