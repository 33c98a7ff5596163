package org.depinsdk.storage;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.depinsdk.storage.erasure.ReedSolomon;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reed-Solomon over shards of a mebibyte by one thread: a call encodes or restores {@code data} mebibytes. Beside it, the loop
 * that libraries with tables of products run, in its best order: for each shard of data, for each parity, one look-up a byte; and
 * the same rule as ours written for the JDK's Vector API.
 */
@Fork(jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class ReedSolomonBenchmark {
  private static final int BYTES = 1 << 20;
  private static final int BLOCK = 2048;
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;

  /** Shards of data and of parity. */
  @Param({"10+4", "29+51"})
  private String code = "10+4";

  private ReedSolomon reedSolomon = new ReedSolomon(1, 0);
  private byte[][] shards = new byte[0][];
  private int lost;
  private byte[][][] products = new byte[0][][];
  private final byte[] sum = new byte[BLOCK];
  private int[][] coefficients = new int[0][];

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
    coefficients = new int[reedSolomon.total() - data][];
    for (int row = 0; row < coefficients.length; row++) {
      coefficients[row] = random.ints(data, 0, 256).toArray();
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

  /** The same rule in the Vector API: of the ways that were tried, among them look-ups in a register, the fastest. */
  @Benchmark
  public byte[][] vectors() {
    int data = reedSolomon.data();
    for (int at = 0; at < BYTES; at += BLOCK) {
      for (int row = 0; row < coefficients.length; row++) {
        sum(coefficients[row], at);
        System.arraycopy(sum, 0, shards[data + row], at, BLOCK);
      }
    }
    return shards;
  }

  private void sum(int[] factors, int at) {
    Arrays.fill(sum, (byte) 0);
    for (int bit = 7; bit >= 0; bit--) {
      twice();
      int pending = -1;
      for (int i = 0; i < factors.length; i++) {
        if ((factors[i] >> bit & 1) == 1) {
          if (pending < 0) {
            pending = i;
          } else {
            add(shards[pending], shards[i], at);
            pending = -1;
          }
        }
      }
      if (pending >= 0) {
        add(shards[pending], at);
      }
    }
  }

  private void twice() {
    for (int i = 0; i < BLOCK; i += SPECIES.length()) {
      ByteVector x = ByteVector.fromArray(SPECIES, sum, i);
      x.add(x).lanewise(VectorOperators.XOR, (byte) 0x1d, x.lt((byte) 0)).intoArray(sum, i);
    }
  }

  private void add(byte[] one, int at) {
    for (int i = 0; i < BLOCK; i += SPECIES.length()) {
      ByteVector.fromArray(SPECIES, sum, i)
          .lanewise(VectorOperators.XOR, ByteVector.fromArray(SPECIES, one, at + i))
          .intoArray(sum, i);
    }
  }

  private void add(byte[] one, byte[] other, int at) {
    for (int i = 0; i < BLOCK; i += SPECIES.length()) {
      ByteVector.fromArray(SPECIES, sum, i)
          .lanewise(VectorOperators.XOR, ByteVector.fromArray(SPECIES, one, at + i))
          .lanewise(VectorOperators.XOR, ByteVector.fromArray(SPECIES, other, at + i))
          .intoArray(sum, i);
    }
  }
}
