package org.depinsdk.accel;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.goterl.lazysodium.SodiumJava;
import fr.acinq.secp256k1.Secp256k1;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.EcdsaAccelerator;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.identity.SignatureBatch;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.core.keys.SpkiKey;
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
 * Verified signatures per second, one thread, messages of about 200 bytes: plain Java, native code behind the same key, and the
 * native libraries called directly, all in one run. {@code ./run bench Accel} takes about two minutes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AccelBenchmark {
  private static final String OFF = "-Dorg.depinsdk.accelerators=off";
  private static final int DEVICES = 4096;
  private static final int FEW = 64;
  private static final int BATCH = 256;

  /** What devices signed with one algorithm. */
  abstract static class Signed {
    final DeviceKey[] keys;
    final byte[][] messages;
    final byte[][] signatures;
    private int next;

    Signed(KeyAlgorithm algorithm, int devices) {
      keys = new DeviceKey[devices];
      messages = new byte[devices][];
      signatures = new byte[devices][];
      Random random = new Random(1);
      for (int i = 0; i < devices; i++) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        byte[] content = new byte[128];
        random.nextBytes(content);
        SignedPayload payload = DssePayload.of(new Domain("bench", "report", 1), content);
        InMemorySigner signer = signer(algorithm, secret);
        keys[i] = signer.publicKey();
        messages[i] = payload.signedBytes();
        signatures[i] = signer.sign(payload);
      }
    }

    private static InMemorySigner signer(KeyAlgorithm algorithm, byte[] secret) {
      try {
        return InMemorySigner.ofSecret(algorithm, secret);
      } catch (InvalidKeyException e) {
        throw new IllegalStateException(e);
      }
    }

    int next() {
      next = (next + 1) % keys.length;
      return next;
    }

    boolean verify(Signature verifier, PublicKey key, int i) throws GeneralSecurityException {
      verifier.initVerify(key);
      verifier.update(messages[i]);
      return must(verifier.verify(signatures[i]));
    }

    boolean verifyNext() {
      int i = next();
      return must(keys[i].verify(messages[i], signatures[i]));
    }
  }

  private static boolean must(boolean valid) {
    if (!valid) {
      throw new IllegalStateException("a valid signature was refused");
    }
    return true;
  }

  private static void mustBeNative(KeyAlgorithm algorithm) {
    if (EcdsaAccelerator.inUse(algorithm).isEmpty()) {
      throw new IllegalStateException("no accelerator of " + algorithm.label());
    }
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** P-256. */
  @State(Scope.Benchmark)
  public static class P256 extends Signed {
    private final PublicKey[] jdkKeys = new PublicKey[FEW];

    /** Signs. */
    public P256() {
      super(KeyAlgorithm.P256, FEW);
    }

    /**
     * Reads the keys for the Java runtime's own provider.
     *
     * @throws GeneralSecurityException never
     */
    @Setup(Level.Trial)
    public void readKeys() throws GeneralSecurityException {
      KeyFactory factory = KeyFactory.getInstance("EC");
      for (int i = 0; i < FEW; i++) {
        jdkKeys[i] = factory.generatePublic(new X509EncodedKeySpec(SpkiKey.encode(keys[i])));
      }
    }
  }

  /** secp256k1. */
  @State(Scope.Benchmark)
  public static class Secp256k1Keys extends Signed {
    private final Secp256k1 library = Secp256k1.Companion.get();
    private final byte[][] points = new byte[FEW][];

    /** Signs. */
    public Secp256k1Keys() {
      super(KeyAlgorithm.SECP256K1, FEW);
      for (int i = 0; i < FEW; i++) {
        points[i] = ((Secp256k1Key) keys[i]).uncompressed();
      }
    }
  }

  /** Ed25519, for other libraries than this one's keys. */
  @State(Scope.Benchmark)
  public static class Ed25519Keys extends Signed {
    private final SodiumJava sodium = new SodiumJava();
    private final byte[][] encoded = new byte[DEVICES][];
    private final Ed25519.PublicPoint[] points = new Ed25519.PublicPoint[DEVICES];
    private final PublicKey[] correttoKeys = new PublicKey[DEVICES];
    private Provider corretto = AmazonCorrettoCryptoProvider.INSTANCE;

    /** Signs. */
    public Ed25519Keys() {
      super(KeyAlgorithm.ED25519, DEVICES);
    }

    /**
     * Reads the keys for each library.
     *
     * @throws GeneralSecurityException never
     */
    @Setup(Level.Trial)
    public void readKeys() throws GeneralSecurityException {
      // the provider reads Ed25519 keys only where it is made under this property
      System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
      corretto = new AmazonCorrettoCryptoProvider();
      KeyFactory factory = KeyFactory.getInstance("Ed25519", corretto);
      for (int i = 0; i < DEVICES; i++) {
        encoded[i] = keys[i].encoded();
        points[i] = Ed25519.validatePublicKeyPartialExport(encoded[i], 0);
        correttoKeys[i] = factory.generatePublic(new X509EncodedKeySpec(SpkiKey.encode(keys[i])));
      }
    }
  }

  /** Few Ed25519 keys, which have their tables. */
  @State(Scope.Benchmark)
  public static class Ed25519Repeated extends Signed {
    /** Signs. */
    public Ed25519Repeated() {
      super(KeyAlgorithm.ED25519, FEW);
    }
  }

  /** Plain Java (Bouncy Castle's curve) behind a P-256 key. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = OFF)
  public boolean p256PlainJava(P256 s) {
    return s.verifyNext();
  }

  /** Corretto behind the same key. */
  @Benchmark
  public boolean p256Corretto(P256 s) {
    mustBeNative(KeyAlgorithm.P256);
    return s.verifyNext();
  }

  /** The Java runtime's own provider. */
  @Benchmark
  public boolean p256JavaRuntime(P256 s) throws GeneralSecurityException {
    int i = s.next();
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
    return s.verify(verifier, s.jdkKeys[i], i);
  }

  /** Plain Java (Bouncy Castle's curve) behind a secp256k1 key. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = OFF)
  public boolean secp256k1PlainJava(Secp256k1Keys s) {
    return s.verifyNext();
  }

  /** libsecp256k1 behind the same key. */
  @Benchmark
  public boolean secp256k1Accelerated(Secp256k1Keys s) {
    mustBeNative(KeyAlgorithm.SECP256K1);
    return s.verifyNext();
  }

  /** libsecp256k1 called directly, with SHA-256 and without this SDK's checks. */
  @Benchmark
  public boolean secp256k1Library(Secp256k1Keys s) {
    int i = s.next();
    return must(s.library.verify(s.signatures[i], sha256(s.messages[i]), s.points[i]));
  }

  /** Plain Java behind Ed25519 keys that have their tables. */
  @Benchmark
  public boolean ed25519RepeatedKey(Ed25519Repeated s) {
    return s.verifyNext();
  }

  /** Plain Java, a batch of 256 of as many keys. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public BitSet ed25519Batch256(Ed25519Keys s) {
    SignatureBatch batch = new SignatureBatch();
    for (int n = 0; n < BATCH; n++) {
      int i = s.next();
      batch.add(s.keys[i], s.messages[i], s.signatures[i]);
    }
    BitSet valid = batch.verify();
    must(valid.cardinality() == BATCH);
    return valid;
  }

  /** Bouncy Castle, the key decoded once. */
  @Benchmark
  public boolean ed25519BouncyCastle(Ed25519Keys s) {
    int i = s.next();
    byte[] message = s.messages[i];
    return must(Ed25519.verify(s.signatures[i], 0, s.points[i], message, 0, message.length));
  }

  /** libsodium through JNA's direct mapping. */
  @Benchmark
  public boolean ed25519Libsodium(Ed25519Keys s) {
    int i = s.next();
    byte[] message = s.messages[i];
    return must(
        s.sodium.crypto_sign_verify_detached(s.signatures[i], message, message.length, s.encoded[i])
            == 0);
  }

  /** Corretto, the key decoded once. */
  @Benchmark
  public boolean ed25519Corretto(Ed25519Keys s) throws GeneralSecurityException {
    int i = s.next();
    return s.verify(Signature.getInstance("Ed25519", s.corretto), s.correttoKeys[i], i);
  }
}
