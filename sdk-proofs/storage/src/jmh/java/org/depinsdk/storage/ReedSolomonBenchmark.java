package org.depinsdk.storage;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.depinsdk.storage.erasure.ReedSolomon;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reed-Solomon over shards of a mebibyte by one thread: a call encodes or restores {@code data} mebibytes. Beside it, the loop
 * that libraries with tables of products run, in its best order: for each shard of data, for each parity, one look-up a byte.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class ReedSolomonBenchmark {
  private static final int BYTES = 1 << 20;

  /** Shards of data and of parity. */
  @Param({"10+4", "29+51"})
  private String code = "10+4";

  private ReedSolomon reedSolomon = new ReedSolomon(1, 0);
  private byte[][] shards = new byte[0][];
  private int lost;
  private byte[][][] products = new byte[0][][];

  /** Encodes some data. */
  @Setup
  public void setUp() {
    String[] parts = code.split("\\+");
    int data = Integer.parseInt(parts[0]);
    lost = Math.min(4, Integer.parseInt(parts[1]));
    reedSolomon = new ReedSolomon(data, Integer.parseInt(parts[1]));
    shards = new byte[reedSolomon.total()][BYTES];
    Random random = new Random(1);
    for (int i = 0; i < data; i++) {
      random.nextBytes(shards[i]);
    }
    reedSolomon.encode(shards);
    products = new byte[reedSolomon.total() - data][data][256];
    for (byte[][] row : products) {
      for (byte[] table : row) {
        random.nextBytes(table);
      }
    }
  }

  /** Encodes. */
  @Benchmark
  public byte[][] encode() {
    reedSolomon.encode(shards);
    return shards;
  }

  /** Restores four lost shards of data. */
  @Benchmark
  public byte[][] restore() {
    byte[][] left = shards.clone();
    for (int i = 0; i < lost; i++) {
      left[i] = null;
    }
    reedSolomon.reconstruct(left);
    return left;
  }

  /** The loop with tables of products. */
  @Benchmark
  public byte[][] tables() {
    int data = reedSolomon.data();
    for (int input = 0; input < data; input++) {
      byte[] in = shards[input];
      for (int row = 0; row < products.length; row++) {
        byte[] out = shards[data + row];
        byte[] table = products[row][input];
        if (input == 0) {
          for (int i = 0; i < BYTES; i++) {
            out[i] = table[in[i] & 0xff];
          }
        } else {
          for (int i = 0; i < BYTES; i++) {
            out[i] ^= table[in[i] & 0xff];
          }
        }
      }
    }
    return shards;
  }
}
