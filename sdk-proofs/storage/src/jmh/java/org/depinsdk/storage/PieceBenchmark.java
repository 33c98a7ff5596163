package org.depinsdk.storage;

import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Commitment to 64 MiB less a 128th by one thread, beside what SHA-256 of the JDK allows: hashing the nodes of as large a tree,
 * 64 bytes at a time, and nothing else. A tree's nodes are two compressions for each 32 bytes, so the rate of SHA-256 over one long
 * message, divided by four, is the same limit from another side.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class PieceBenchmark {
  private static final int BLOCKS = 1 << 19;

  private final byte[] raw = new byte[127 * BLOCKS];
  private final byte[] expanded = new byte[128 * BLOCKS];
  private final byte[] out = new byte[32];

  /** Fills the bytes. */
  @Setup
  public void setUp() {
    Random random = new Random(1);
    random.nextBytes(raw);
    random.nextBytes(expanded);
  }

  /** Commits to the piece. */
  @Benchmark
  public PieceCommitment commitment() {
    PieceHasher hasher = new PieceHasher();
    hasher.update(raw, 0, raw.length);
    return hasher.finish();
  }

  /** Hashes as many nodes as its tree has. */
  @Benchmark
  public byte[] nodesAlone() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int nodes = expanded.length / 64; nodes > 0; nodes /= 2) {
      for (int i = 0; i < nodes; i++) {
        digest.update(expanded, 64 * i, 64);
        digest.digest(out, 0, 32);
      }
    }
    return out;
  }

  /** Hashes the expanded bytes as one message. */
  @Benchmark
  public byte[] oneMessage() throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(expanded);
  }
}
