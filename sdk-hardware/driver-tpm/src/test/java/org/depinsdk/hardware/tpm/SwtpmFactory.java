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
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.hardware.tpm.TpmConnection.Command;
import org.depinsdk.hardware.tpm.TpmConnection.Handle;

/** What a manufacturer does to a TPM before it leaves the factory, and firmware before a driver meets it. */
final class SwtpmFactory {
  private static final byte[] NO_AUTH = {};
  // TPMA_NV: authorised by the owner or an empty auth value, for reading and writing; no
  // dictionary-attack lock
  private static final int NV_ATTRIBUTES = 1 << 1 | 1 << 2 | 1 << 17 | 1 << 18 | 1 << 25;

  private SwtpmFactory() {}

  /** The endorsement key that a manufacturer certifies. */
  static PublicKey endorsementKey(Tpm tpm, EndorsementKey kind) throws Exception {
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      TpmCommands.Primary ek = TpmCommands.createPrimary(
          connection, AttestationCommands.ENDORSEMENT, NO_AUTH, kind.template());
      TpmCommands.flush(connection, ek.handle().value());
      byte[] area = ek.publicArea();
      int end = area.length;
      return kind == EndorsementKey.P256
          ? p256(number(area, end - 66, end - 34), number(area, end - 32, end))
          : KeyFactory.getInstance("RSA")
              .generatePublic(
                  new RSAPublicKeySpec(number(area, end - 256, end), BigInteger.valueOf(65537)));
    }
  }

  private static BigInteger number(byte[] area, int from, int to) {
    return new BigInteger(1, Arrays.copyOfRange(area, from, to));
  }

  private static PublicKey p256(BigInteger x, BigInteger y) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(new ECPoint(x, y), curve.getParameterSpec(ECParameterSpec.class)));
  }

  /** Puts the certificate where drivers look for it. */
  static void store(Tpm tpm, EndorsementKey kind, byte[] certificate) throws TpmException {
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
      for (int at = 0; at < certificate.length; at += 512) {
        byte[] part = Arrays.copyOfRange(certificate, at, Math.min(at + 512, certificate.length));
        Handle nv = Handle.permanent(index);
        run(
            connection,
            "TPM2_NV_Write",
            0x137,
            new TpmWriter().sized(part).u16(at).bytes(),
            nv,
            nv);
      }
    }
  }

  /** Extends the registers as firmware does. */
  static void boot(Tpm tpm, PretendBoot boot) throws TpmException {
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      for (PretendBoot.Event event : boot.events()) {
        extend(connection, event.pcr(), event.digest());
      }
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
