package org.depinsdk.hardware.tpm;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.hardware.tpm.TpmConnection.Command;
import org.depinsdk.hardware.tpm.TpmConnection.Handle;
import org.depinsdk.hardware.tpm.TpmException.Reason;

/**
 * What happens to a TPM before an attester meets it: its manufacturer certifies the endorsement key, and what boots is measured. Most
 * chips come with a certificate; firmware TPMs and emulators often come without one.
 */
public final class TpmProvisioning {
  private static final byte[] NO_AUTH = {};
  // TPMA_NV: authorised by the owner or an empty auth value, for reading and writing; no
  // dictionary-attack lock
  private static final int NV_ATTRIBUTES = 1 << 1 | 1 << 2 | 1 << 17 | 1 << 18 | 1 << 25;
  private static final int NV_CHUNK = 512;

  private TpmProvisioning() {}

  /**
   * The endorsement key, which a manufacturer certifies. The TPM makes the same one each time.
   *
   * @param tpm the TPM, with an endorsement hierarchy without an auth value
   * @param kind which of its endorsement keys
   * @return the public key
   * @throws TpmException if the TPM cannot be reached, refuses, or answers with another kind of key
   */
  public static PublicKey endorsementKey(Tpm tpm, EndorsementKey kind) throws TpmException {
    byte[] template = kind.template();
    byte[] area;
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      TpmCommands.Primary ek =
          TpmCommands.createPrimary(connection, AttestationCommands.ENDORSEMENT, NO_AUTH, template);
      TpmCommands.flush(connection, ek.handle().value());
      area = ek.publicArea();
    }
    try {
      if (area.length != template.length) {
        throw new GeneralSecurityException(
            "its public area has " + area.length + " bytes, not " + template.length);
      }
      return kind == EndorsementKey.P256 ? p256(area) : rsa(area);
    } catch (GeneralSecurityException e) {
      throw new TpmException(
          Reason.BAD_ANSWER, tpm + " made no endorsement key " + kind + ": " + e.getMessage(), e);
    }
  }

  private static PublicKey p256(byte[] area) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    int end = area.length;
    ECPoint point = new ECPoint(number(area, end - 66, end - 34), number(area, end - 32, end));
    return key("EC", new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static PublicKey rsa(byte[] area) throws GeneralSecurityException {
    BigInteger modulus = number(area, area.length - 256, area.length);
    return key("RSA", new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
  }

  private static PublicKey key(String algorithm, KeySpec spec) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePublic(spec);
  }

  private static BigInteger number(byte[] area, int from, int to) {
    return new BigInteger(1, Arrays.copyOfRange(area, from, to));
  }

  /**
   * Stores the certificate of an endorsement key where attesters look for it (TCG EK Credential Profile, section 2.2.1.4).
   *
   * @param tpm the TPM, whose owner has no auth value
   * @param kind which endorsement key it certifies
   * @param certificate DER, at most 2,048 bytes
   * @throws TpmException if the TPM cannot be reached, refuses, or has a certificate there already
   */
  public static void storeCertificate(Tpm tpm, EndorsementKey kind, byte[] certificate)
      throws TpmException {
    int index = kind.certificateIndex();
    byte[] area = new TpmWriter()
        .u32(index)
        .u16(PublicArea.SHA256)
        .u32(NV_ATTRIBUTES)
        .u16(0) // authPolicy
        .u16(certificate.length)
        .bytes();
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      run(
          connection,
          "TPM2_NV_DefineSpace",
          0x12a,
          new TpmWriter().u16(0).sized(area).bytes(),
          TpmCommands.OWNER);
      Handle nv = Handle.permanent(index);
      for (int at = 0; at < certificate.length; at += NV_CHUNK) {
        byte[] part =
            Arrays.copyOfRange(certificate, at, Math.min(at + NV_CHUNK, certificate.length));
        byte[] parameters = new TpmWriter().sized(part).u16(at).bytes();
        run(connection, "TPM2_NV_Write", 0x137, parameters, nv, nv);
      }
    }
  }

  /**
   * Measures something: the register becomes the hash of its value and the digest.
   *
   * @param tpm the TPM
   * @param pcr the register, 0 to 23
   * @param digest SHA-256 of what is measured
   * @throws TpmException if the TPM cannot be reached, or refuses
   */
  public static void extend(Tpm tpm, int pcr, Bytes32 digest) throws TpmException {
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      extend(connection, pcr, digest);
    }
  }

  static void extend(TpmConnection connection, int pcr, Bytes32 digest) throws TpmException {
    byte[] digests =
        new TpmWriter().u32(1).u16(PublicArea.SHA256).raw(digest.bytes()).bytes();
    run(connection, "TPM2_PCR_Extend", 0x182, digests, Handle.permanent(pcr));
  }

  private static void run(
      TpmConnection connection, String name, int code, byte[] parameters, Handle... handles)
      throws TpmException {
    connection.run(new Command(name, code, handles, NO_AUTH, parameters, false), answer -> 0);
  }
}
