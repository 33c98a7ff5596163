package org.depinsdk.attestation.tpm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * A TPM's signature (TPMT_SIGNATURE, TPM 2.0 part 2 section 11.3).
 *
 * @param scheme RSASSA, RSAPSS or ECDSA
 * @param hash of what was signed
 * @param bytes an RSA signature, or r and s as numbers of one length each
 */
@SuppressWarnings("ArrayRecordComponent") // a package-private view of one message, never compared
record TpmSignature(int scheme, TpmHash hash, byte[] bytes) {
  static final int RSASSA = 0x0014;
  static final int RSAPSS = 0x0016;
  static final int ECDSA = 0x0018;

  private static final int MAX_RSA = 512;
  private static final int MAX_COORDINATE = 66;

  static TpmSignature parse(byte[] bytes) throws EncodingException {
    TpmInput in = TpmInput.bigEndian(bytes, "TPMT_SIGNATURE");
    int scheme = in.u16("sigAlg");
    if (scheme != RSASSA && scheme != RSAPSS && scheme != ECDSA) {
      throw in.error(
          "sigAlg", "0x" + Integer.toHexString(scheme) + ", RSASSA, RSAPSS or ECDSA expected");
    }
    int id = in.u16("hash");
    TpmHash hash =
        TpmHash.of(id).orElseThrow(() -> in.error("hash", "0x" + Integer.toHexString(id)));
    byte[] signature;
    if (scheme == ECDSA) {
      signature = new byte[2 * MAX_COORDINATE];
      copyToEnd(in.sized(MAX_COORDINATE, "signatureR"), signature, MAX_COORDINATE);
      copyToEnd(in.sized(MAX_COORDINATE, "signatureS"), signature, 2 * MAX_COORDINATE);
    } else {
      signature = in.sized(MAX_RSA, "signature");
    }
    in.end();
    return new TpmSignature(scheme, hash, signature);
  }

  private static void copyToEnd(byte[] number, byte[] target, int end) {
    System.arraycopy(number, 0, target, end - number.length, number.length);
  }

  /** Whether the key made this signature over the message. A key of another kind did not. */
  boolean verifies(PublicKey key, byte[] message) {
    try {
      if (scheme == ECDSA) {
        return key instanceof ECPublicKey ec && verifiesEcdsa(ec, message);
      }
      if (!(key instanceof RSAPublicKey rsa)) {
        return false;
      }
      if (scheme == RSASSA) {
        return verifies(hash.javaDigits() + "withRSA", null, rsa, message, bytes);
      }
      // TPMs before revision 1.59 salt with as many bytes as fit, later ones with the length of the
      // hash
      int encoded = (rsa.getModulus().bitLength() + 6) / 8;
      for (int salt : List.of(hash.bytes(), encoded - hash.bytes() - 2)) {
        MGF1ParameterSpec mask = new MGF1ParameterSpec(hash.javaName());
        if (salt >= 0
            && verifies(
                "RSASSA-PSS",
                new PSSParameterSpec(hash.javaName(), "MGF1", mask, salt, 1),
                rsa,
                message,
                bytes)) {
          return true;
        }
      }
      return false;
    } catch (GeneralSecurityException e) {
      // Java's way to say that a signature has another form than the key's
      return false;
    }
  }

  private boolean verifiesEcdsa(ECPublicKey key, byte[] message) throws GeneralSecurityException {
    BigInteger order = key.getParams().getOrder();
    int length = (order.bitLength() + 7) / 8;
    byte[] raw = new byte[2 * length];
    for (int i = 0; i < 2; i++) {
      BigInteger number = new BigInteger(1, bytes, i * MAX_COORDINATE, MAX_COORDINATE);
      if (number.signum() == 0 || number.compareTo(order) >= 0) {
        return false;
      }
      System.arraycopy(bytes, (i + 1) * MAX_COORDINATE - length, raw, i * length, length);
    }
    return verifies(hash.javaDigits() + "withECDSAinP1363Format", null, key, message, raw);
  }

  private static boolean verifies(
      String algorithm,
      @Nullable AlgorithmParameterSpec parameters,
      PublicKey key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    if (parameters != null) {
      verifier.setParameter(parameters);
    }
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }
}
