package org.depinsdk.storage.erasure;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceHasher;
import org.jspecify.annotations.Nullable;

/**
 * Restores lost shards without spreading a lie. Each shard that is used is checked against its own commitment first. After
 * decoding, all shards are encoded again and each is compared with its commitment, so that shards of which the uploader
 * committed to something else than one code word are found. If anything differs, nothing is handed out.
 */
public final class ShardRepair {
  private ShardRepair() {}

  /**
   * All shards of a segment.
   *
   * @param shards by number
   * @param damaged the numbers of those that were offered but are not what was committed to; restored like lost ones
   */
  public record Restored(List<byte[]> shards, SortedSet<Integer> damaged) {
    /** Copies the lists, not the shards. */
    public Restored {
      shards = List.copyOf(shards);
      damaged = Collections.unmodifiableSortedSet(new TreeSet<>(damaged));
    }
  }

  /**
   * Restores all shards.
   *
   * @param code the code
   * @param commitments of all shards, by number
   * @param offered shards that were read, by number; not changed
   * @return all shards, each of which is what was committed to
   * @throws ShardRepairException if too few shards are good, or the commitments are not those of one code word
   * @throws IllegalArgumentException if there are not as many commitments as shards, they differ in length, or a number is out
   *     of range
   */
  public static Restored restore(
      ReedSolomon code, List<PieceCid> commitments, SortedMap<Integer, byte[]> offered)
      throws ShardRepairException {
    check(code, commitments, offered);
    byte[][] shards = new byte[code.total()][];
    SortedSet<Integer> damaged = new TreeSet<>();
    SortedMap<Integer, byte[]> good = new TreeMap<>();
    offered.forEach((number, shard) -> {
      if (commits(commitments.get(number), shard)) {
        good.put(number, shard);
      } else {
        damaged.add(number);
      }
    });
    if (good.size() < code.data()) {
      throw new ShardRepairException(
          ShardRepairException.Reason.TOO_FEW,
          damaged,
          code.data() + " good shards are needed, but only " + good.size() + " of " + offered.size()
              + " are; damaged are " + damaged);
    }
    good.headMap(nth(good, code.data())).forEach((number, shard) -> shards[number] = shard);
    byte[] @Nullable [] all = shards;
    code.reconstruct(all);
    SortedSet<Integer> different = new TreeSet<>();
    for (int i = 0; i < code.total(); i++) {
      // those that were decoded from are known to be right
      if (shards[i] != good.get(i) && !commits(commitments.get(i), shards[i])) {
        different.add(i);
      }
    }
    if (!different.isEmpty()) {
      throw new ShardRepairException(
          ShardRepairException.Reason.NOT_A_CODE_WORD,
          different,
          "the commitments are not those of one code word; encoded again, shards " + different
              + " differ");
    }
    return new Restored(Arrays.asList(shards), damaged);
  }

  private static void check(
      ReedSolomon code, List<PieceCid> commitments, SortedMap<Integer, byte[]> offered) {
    if (commitments.size() != code.total()) {
      throw new IllegalArgumentException(
          "the code has " + code.total() + " shards, not " + commitments.size() + " commitments");
    }
    if (commitments.stream().mapToLong(PieceCid::rawSize).distinct().count() > 1) {
      throw new IllegalArgumentException("all shards have one length, not "
          + commitments.stream().map(PieceCid::rawSize).distinct().toList());
    }
    offered.keySet().forEach(number -> {
      if (number < 0 || number >= code.total()) {
        throw new IllegalArgumentException(
            "number of a shard must be 0 to " + (code.total() - 1) + ", not " + number);
      }
    });
  }

  // the key behind the first ones
  private static Integer nth(SortedMap<Integer, byte[]> shards, int count) {
    return shards.keySet().stream().skip(count).findFirst().orElse(Integer.MAX_VALUE);
  }

  private static boolean commits(PieceCid commitment, byte[] shard) {
    if (shard.length != commitment.rawSize()) {
      return false;
    }
    // a short shard needs no large buffers
    PieceHasher hasher =
        new PieceHasher(Math.min(PieceHasher.DEFAULT_LEVEL, PieceCid.heightOf(shard.length)));
    hasher.update(shard, 0, shard.length);
    return hasher.finish().piece().equals(commitment);
  }
}
