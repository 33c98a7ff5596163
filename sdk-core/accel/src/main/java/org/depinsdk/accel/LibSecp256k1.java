package org.depinsdk.accel;

import fr.acinq.secp256k1.Secp256k1;
import org.depinsdk.core.identity.EcdsaAccelerator;
import org.depinsdk.core.identity.KeyAlgorithm;

/**
 * secp256k1 by bitcoin-core's libsecp256k1, through {@code fr.acinq.secp256k1:secp256k1-kmp-jni-jvm-linux} (or {@code
 * -darwin}, {@code -mingw}; Apache-2.0). The library unpacks itself into the folder for temporary files when it is loaded.
 */
public final class LibSecp256k1 implements EcdsaAccelerator {
  private final Secp256k1 library;

  /**
   * Loads the native library.
   *
   * @throws IllegalStateException if there is none for this platform
   */
  public LibSecp256k1() {
    this.library = Secp256k1.Companion.get();
  }

  @Override
  public String name() {
    return "libsecp256k1";
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.SECP256K1;
  }

  @Override
  public boolean verify(byte[] point, byte[] digest, byte[] signature) {
    return library.verify(signature, digest, point);
  }
}
