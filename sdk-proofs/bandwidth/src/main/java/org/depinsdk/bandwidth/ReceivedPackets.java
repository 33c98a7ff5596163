package org.depinsdk.bandwidth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.depinsdk.proofs.Fields;

/**
 * Which packets of one sender arrived, each once. Packets may come in any order: of each bin it keeps a bit for each packet
 * and the exclusive or of their digests, which nobody can know who has not all of them. It needs 272 bytes for a bin of 2,048
 * packets and never holds a packet. Not safe for use by several threads.
 */
public final class ReceivedPackets {
  /** Length of a packet's digest: the first half of SHA-256. */
  public static final int DIGEST_BYTES = 16;

  /** Length of an answer: SHA-256. */
  public static final int ANSWER_BYTES = 32;

  private final int packetsPerBin;
  private final BitSet[] arrived;
  private final byte[][] folded;
  private long duplicates;

  /**
   * Nothing has arrived yet.
   *
   * @param bins 1 to {@value TestPlan#MAX_BINS}
   * @param packetsPerBin 1 to {@value TestPlan#MAX_PACKETS_PER_BIN}
   */
  public ReceivedPackets(int bins, int packetsPerBin) {
    Fields.range("bins", bins, 1, TestPlan.MAX_BINS);
    Fields.range("packetsPerBin", packetsPerBin, 1, TestPlan.MAX_PACKETS_PER_BIN);
    this.packetsPerBin = packetsPerBin;
    arrived = new BitSet[bins];
    Arrays.setAll(arrived, bin -> new BitSet(packetsPerBin));
    folded = new byte[bins][DIGEST_BYTES];
  }

  /**
   * One packet.
   *
   * @param sequence its number
   * @param digest the first {@value #DIGEST_BYTES} bytes of the SHA-256 of its content, or more of it
   * @return false if there is no packet of this number, or if it has arrived before
   */
  public boolean add(int sequence, byte[] digest) {
    if (sequence < 0 || sequence >= arrived.length * packetsPerBin) {
      return false;
    }
    int bin = sequence / packetsPerBin;
    if (arrived[bin].get(sequence % packetsPerBin)) {
      duplicates++;
      return false;
    }
    arrived[bin].set(sequence % packetsPerBin);
    fold(folded[bin], digest);
    return true;
  }

  /**
   * Adds a digest to others.
   *
   * @param into the exclusive or of some digests
   * @param digest one more
   */
  public static void fold(byte[] into, byte[] digest) {
    for (int i = 0; i < DIGEST_BYTES; i++) {
      into[i] ^= digest[i];
    }
  }

  /**
   * Which packets of a bin arrived.
   *
   * @param bin from 0
   * @return a fresh copy
   */
  public BitSet arrived(int bin) {
    return (BitSet) arrived[bin].clone();
  }

  /**
   * The exclusive or of the digests of a bin.
   *
   * @param bin from 0
   * @return a fresh copy
   */
  public byte[] folded(int bin) {
    return folded[bin].clone();
  }

  /**
   * How many packets of each bin arrived.
   *
   * @return by bin
   */
  public List<Integer> counts() {
    List<Integer> counts = new ArrayList<>();
    for (BitSet bin : arrived) {
      counts.add(bin.cardinality());
    }
    return counts;
  }

  /**
   * How many packets arrived that had arrived before.
   *
   * @return counted apart, 0 or more
   */
  public long duplicates() {
    return duplicates;
  }

  /**
   * One hash over everything that arrived.
   *
   * @return SHA-256 over the folded digests, one bin after the other
   */
  public byte[] answer() {
    MessageDigest sha256 = sha256();
    for (byte[] bin : folded) {
      sha256.update(bin);
    }
    return sha256.digest();
  }

  /**
   * A hash function for packets.
   *
   * @return SHA-256
   */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
