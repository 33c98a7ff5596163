package org.depinsdk.core.identity;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The accelerators of this process: found once, when the first signature is verified. */
final class EcdsaAccelerators {
  private static final String SWITCH = "org.depinsdk.accelerators";
  private static final System.Logger LOG = System.getLogger(EcdsaAccelerator.class.getName());
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private EcdsaAccelerators() {}

  private static final class Found {
    static final Map<KeyAlgorithm, EcdsaAccelerator> BY_ALGORITHM = "off"
            .equals(System.getProperty(SWITCH))
        ? Map.of()
        : find(ServiceLoader.load(EcdsaAccelerator.class, EcdsaAccelerator.class.getClassLoader())
            .iterator());
  }

  static @Nullable EcdsaAccelerator of(KeyAlgorithm algorithm) {
    return Found.BY_ALGORITHM.get(algorithm);
  }

  /** The first of each algorithm that loads and gives the right answers. */
  static Map<KeyAlgorithm, EcdsaAccelerator> find(Iterator<EcdsaAccelerator> candidates) {
    Map<KeyAlgorithm, EcdsaAccelerator> found = new EnumMap<>(KeyAlgorithm.class);
    while (true) {
      try {
        if (!candidates.hasNext()) {
          return Collections.unmodifiableMap(found);
        }
        EcdsaAccelerator accelerator = candidates.next();
        KeyAlgorithm algorithm = accelerator.algorithm();
        if (!found.containsKey(algorithm) && isRight(accelerator)) {
          found.put(algorithm, accelerator);
          LOG.log(
              Level.INFO, algorithm.label() + " signatures are verified by " + accelerator.name());
        }
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        LOG.log(Level.INFO, "plain Java verifies instead of an accelerator: " + cause);
      }
    }
  }

  /** One valid and two invalid signatures. */
  private static boolean isRight(EcdsaAccelerator accelerator) {
    KeyAlgorithm algorithm = accelerator.algorithm();
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 1);
    byte[] digest = new byte[32];
    try {
      InMemorySigner signer = InMemorySigner.ofSecret(algorithm, secret);
      SignedPayload payload = DssePayload.of(new Domain("depin-sdk", "self-test", 1), secret);
      byte[] point = signer.publicKey() instanceof P256Key p256
          ? p256.uncompressed()
          : ((Secp256k1Key) signer.publicKey()).uncompressed();
      byte[] signature = signer.sign(payload);
      byte[] other = signature.clone();
      other[63] ^= 1;
      boolean right = accelerator.verify(point, payload.ecdsaDigest(), signature)
          && !accelerator.verify(point, digest, signature)
          && !accelerator.verify(point, payload.ecdsaDigest(), other);
      if (!right) {
        LOG.log(
            Level.WARNING,
            accelerator.name() + " gives wrong answers and is not used; plain Java verifies "
                + algorithm.label() + " signatures");
      }
      return right;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  static void failed(EcdsaAccelerator accelerator, Throwable failure) {
    if (FAILED.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          accelerator.name()
              + " could not verify a signature; plain Java did, and does each time this happens",
          failure);
    }
  }
}
