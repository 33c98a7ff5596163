package org.depinsdk.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verified Ed25519 signatures per second over messages of 200 bytes: alone and in batches, beside Bouncy Castle and the
 * Java runtime's own provider.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Ed25519Benchmark {
  private static final int DEVICES = 4096;
  private static final int FEW = 64;

  /** Signatures of 4,096 devices, all decoded once, as a registry holds them. */
  @State(Scope.Benchmark)
  public static class Signed {
    private final byte[][] encoded = new byte[DEVICES][32];
    private final Ed25519Key[] keys = new Ed25519Key[DEVICES];
    private final Ed25519.PublicPoint[] points = new Ed25519.PublicPoint[DEVICES];
    private final PublicKey[] jdkKeys = new PublicKey[DEVICES];
    private final byte[][] messages = new byte[DEVICES][200];
    private final byte[][] signatures = new byte[DEVICES][64];
    // what each of a few devices signed
    private final byte[][] repeated = new byte[DEVICES][64];
    private int next;

    /**
     * Signs.
     *
     * @throws GeneralSecurityException never: every runtime has Ed25519
     * @throws InvalidKeyException never: the keys are generated
     */
    @Setup(Level.Trial)
    public void sign() throws GeneralSecurityException, InvalidKeyException {
      Random random = new Random(1);
      byte[][] secrets = new byte[DEVICES][32];
      byte[] header = HexFormat.of().parseHex("302a300506032b6570032100");
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      for (int i = 0; i < DEVICES; i++) {
        random.nextBytes(secrets[i]);
        random.nextBytes(messages[i]);
        Ed25519.generatePublicKey(secrets[i], 0, encoded[i], 0);
        keys[i] = Ed25519Key.of(encoded[i]);
        points[i] = Ed25519.validatePublicKeyPartialExport(encoded[i], 0);
        byte[] info = new byte[44];
        System.arraycopy(header, 0, info, 0, 12);
        System.arraycopy(encoded[i], 0, info, 12, 32);
        jdkKeys[i] = factory.generatePublic(new X509EncodedKeySpec(info));
        Ed25519.sign(secrets[i], 0, messages[i], 0, 200, signatures[i], 0);
        Ed25519.sign(secrets[i % FEW], 0, messages[i], 0, 200, repeated[i], 0);
      }
    }

    private int next() {
      next = (next + 1) % DEVICES;
      return next;
    }
  }

  /**
   * Every key four times, so that 262,144 verifications pass before one key has verified the 16 signatures after which it
   * gets a table: more than ten seconds of them.
   */
  @State(Scope.Benchmark)
  public static class Fresh {
    private final Ed25519Key[] keys = new Ed25519Key[4 * DEVICES];
    private int next;

    /**
     * Decodes the keys.
     *
     * @param signed has them
     * @throws InvalidKeyException never: the keys are valid
     */
    @Setup(Level.Trial)
    public void decode(Signed signed) throws InvalidKeyException {
      for (int i = 0; i < keys.length; i++) {
        keys[i] = Ed25519Key.of(signed.keys[i % DEVICES].encoded());
      }
    }

    private int next() {
      next = (next + 1) % keys.length;
      return next;
    }
  }

  private static boolean must(boolean valid) {
    if (!valid) {
      throw new IllegalStateException("a valid signature was refused");
    }
    return true;
  }

  /** A key without a table. */
  @Benchmark
  public boolean single(Signed s, Fresh fresh) {
    int i = fresh.next();
    int of = i % DEVICES;
    return must(fresh.keys[i].verify(s.messages[of], s.signatures[of]));
  }

  /** 64 keys that come again and again. */
  @Benchmark
  public boolean repeatedKey(Signed s) {
    int i = s.next();
    return must(s.keys[i % FEW].verify(s.messages[i], s.repeated[i]));
  }

  /** Bouncy Castle, the key decoded once. */
  @Benchmark
  public boolean bouncyCastle(Signed s) {
    int i = s.next();
    return must(Ed25519.verify(s.signatures[i], 0, s.points[i], s.messages[i], 0, 200));
  }

  /** The Java runtime, the key decoded once. */
  @Benchmark
  public boolean javaRuntime(Signed s) throws GeneralSecurityException {
    int i = s.next();
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initVerify(s.jdkKeys[i]);
    jdk.update(s.messages[i]);
    return must(jdk.verify(s.signatures[i]));
  }

  /** A key is read: decoded, and checked to be of prime order. */
  @Benchmark
  public Ed25519Key readKey(Signed s) throws InvalidKeyException {
    return Ed25519Key.of(s.encoded[s.next()]);
  }

  /** The same check by Bouncy Castle, which does not keep the point. */
  @Benchmark
  public boolean readKeyBouncyCastle(Signed s) {
    return must(Ed25519.validatePublicKeyFull(s.encoded[s.next()], 0));
  }

  /** A batch of 16, all keys different. */
  @Benchmark
  @OperationsPerInvocation(16)
  public BitSet batch16(Signed s) {
    return batch(s, 16, DEVICES, s.signatures);
  }

  /** A batch of 64, all keys different. */
  @Benchmark
  @OperationsPerInvocation(64)
  public BitSet batch64(Signed s) {
    return batch(s, 64, DEVICES, s.signatures);
  }

  /** A batch of 256, all keys different. */
  @Benchmark
  @OperationsPerInvocation(256)
  public BitSet batch256(Signed s) {
    return batch(s, 256, DEVICES, s.signatures);
  }

  /** A batch of 1,024, all keys different. */
  @Benchmark
  @OperationsPerInvocation(1024)
  public BitSet batch1024(Signed s) {
    return batch(s, 1024, DEVICES, s.signatures);
  }

  /** A batch of 4,096, all keys different. */
  @Benchmark
  @OperationsPerInvocation(4096)
  public BitSet batch4096(Signed s) {
    return batch(s, 4096, DEVICES, s.signatures);
  }

  /** A batch of 1,024 from 64 devices. */
  @Benchmark
  @OperationsPerInvocation(1024)
  public BitSet batch1024FewKeys(Signed s) {
    return batch(s, 1024, FEW, s.repeated);
  }

  /** A batch of 1,024 with one invalid signature. */
  @Benchmark
  @OperationsPerInvocation(1024)
  public BitSet batch1024OneInvalid(Signed s) {
    SignatureBatch batch = new SignatureBatch();
    for (int i = 0; i < 1024; i++) {
      batch.add(s.keys[i], s.messages[i], s.signatures[i == 700 ? 701 : i]);
    }
    BitSet valid = batch.verify();
    must(valid.cardinality() == 1023 && !valid.get(700));
    return valid;
  }

  /** A batch of 1,024, every signature invalid: the worst case. */
  @Benchmark
  @OperationsPerInvocation(1024)
  public BitSet batch1024AllInvalid(Signed s) {
    SignatureBatch batch = new SignatureBatch();
    for (int i = 0; i < 1024; i++) {
      batch.add(s.keys[i], s.messages[i], s.signatures[i + 1]);
    }
    BitSet valid = batch.verify();
    must(valid.isEmpty());
    return valid;
  }

  private static BitSet batch(Signed s, int size, int devices, byte[][] signatures) {
    SignatureBatch batch = new SignatureBatch();
    int from = s.next() / size * size;
    for (int i = from; i < from + size; i++) {
      batch.add(s.keys[i % devices], s.messages[i], signatures[i]);
    }
    BitSet valid = batch.verify();
    must(valid.cardinality() == size);
    return valid;
  }
}
