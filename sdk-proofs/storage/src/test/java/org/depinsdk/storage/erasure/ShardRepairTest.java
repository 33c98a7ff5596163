package org.depinsdk.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceHasher;
import org.junit.jupiter.api.Test;

class ShardRepairTest {
  private final ReedSolomon code = new ReedSolomon(4, 2);
  private final byte[][] shards = segment(1);
  private final List<PieceCid> commitments =
      new ArrayList<>(Arrays.stream(shards).map(ShardRepairTest::commit).toList());

  private byte[][] segment(int seed) {
    byte[][] all = new byte[6][1000];
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      random.nextBytes(all[i]);
    }
    code.encode(all);
    return all;
  }

  private static PieceCid commit(byte[] shard) {
    PieceHasher hasher = new PieceHasher(5);
    hasher.update(shard, 0, shard.length);
    return hasher.finish().piece();
  }

  private SortedMap<Integer, byte[]> offered(Integer... numbers) {
    SortedMap<Integer, byte[]> offered = new TreeMap<>();
    for (int number : numbers) {
      offered.put(number, shards[number].clone());
    }
    return offered;
  }

  @Test
  void lostShardsAreRestored() throws ShardRepairException {
    ShardRepair.Restored restored = ShardRepair.restore(code, commitments, offered(0, 2, 4, 5));
    assertThat(restored.damaged()).isEmpty();
    assertThat(restored.shards().toArray(new byte[0][])).isDeepEqualTo(shards);
  }

  @Test
  void aFlippedShardIsNotDecodedButNamed() throws ShardRepairException {
    SortedMap<Integer, byte[]> offered = offered(0, 1, 2, 3, 5);
    offered.get(1)[7] ^= 1;
    ShardRepair.Restored restored = ShardRepair.restore(code, commitments, offered);
    assertThat(restored.damaged()).containsExactly(1);
    assertThat(restored.shards().toArray(new byte[0][])).isDeepEqualTo(shards);
  }

  @Test
  void withExactlyEnoughShardsAFlippedOneStopsTheRepair() {
    SortedMap<Integer, byte[]> offered = offered(0, 1, 2, 3);
    offered.get(1)[7] ^= 1;
    offered.put(2, Arrays.copyOf(offered.get(2), 999));
    assertThatThrownBy(() -> ShardRepair.restore(code, commitments, offered))
        .isInstanceOfSatisfying(ShardRepairException.class, e -> {
          assertThat(e.reason()).isEqualTo(ShardRepairException.Reason.TOO_FEW);
          assertThat(e.shards()).containsExactly(1, 2);
        });
  }

  @Test
  void commitmentsToShardsOfTwoFilesAreTheUploadersFault() {
    byte[] foreign = segment(2)[5];
    commitments.set(5, commit(foreign));
    // from whatever shards it is read, the answer is the same
    for (List<Integer> read : List.of(List.of(0, 1, 2, 3), List.of(0, 1, 2, 5))) {
      SortedMap<Integer, byte[]> offered = offered(read.toArray(new Integer[0]));
      offered.computeIfPresent(5, (number, shard) -> foreign);
      assertThatThrownBy(() -> ShardRepair.restore(code, commitments, offered))
          .isInstanceOfSatisfying(ShardRepairException.class, e -> {
            assertThat(e.reason()).isEqualTo(ShardRepairException.Reason.NOT_A_CODE_WORD);
            assertThat(e.shards()).isNotEmpty();
          });
    }
  }

  @Test
  void wrongCountsAreNamed() {
    assertThatThrownBy(() -> ShardRepair.restore(code, commitments.subList(0, 5), offered(0)))
        .hasMessage("the code has 6 shards, not 5 commitments");
    SortedMap<Integer, byte[]> seventh = new TreeMap<>(offered(0));
    seventh.put(6, new byte[1000]);
    assertThatThrownBy(() -> ShardRepair.restore(code, commitments, seventh))
        .hasMessage("number of a shard must be 0 to 5, not 6");
    commitments.set(0, commit(new byte[3]));
    assertThatThrownBy(() -> ShardRepair.restore(code, commitments, offered(1)))
        .hasMessage("all shards have one length, not [3, 1000]");
  }
}
