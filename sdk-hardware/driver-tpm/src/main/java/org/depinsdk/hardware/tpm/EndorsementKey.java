package org.depinsdk.hardware.tpm;

import java.util.HexFormat;

/**
 * The endorsement keys that the TCG's EK Credential Profile 2.5 (appendix B, low range) gives every TPM, and where the
 * certificate of each is in the TPM.
 */
public enum EndorsementKey {
  /** On P-256, template L-2. */
  P256(0x01c0000a) {
    @Override
    byte[] template() {
      byte[] zeros = new byte[32];
      return head(0x0023)
          .u16(0x0010) // scheme: TPM_ALG_NULL
          .u16(0x0003) // P-256
          .u16(0x0010) // kdf: TPM_ALG_NULL
          .sized(zeros)
          .sized(zeros)
          .bytes();
    }
  },
  /** RSA of 2,048 bits, template L-1. */
  RSA2048(0x01c00002) {
    @Override
    byte[] template() {
      return head(0x0001)
          .u16(0x0010) // scheme: TPM_ALG_NULL
          .u16(2048)
          .u32(0) // exponent: 65,537
          .sized(new byte[256])
          .bytes();
    }
  };

  /** fixedTPM, fixedParent, sensitiveDataOrigin, adminWithPolicy, restricted, decrypt. */
  private static final int ATTRIBUTES = 0x000300b2;

  /** TPM2_PolicySecret of the endorsement hierarchy. */
  private static final byte[] POLICY =
      HexFormat.of().parseHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

  private final int certificateIndex;

  EndorsementKey(int certificateIndex) {
    this.certificateIndex = certificateIndex;
  }

  int certificateIndex() {
    return certificateIndex;
  }

  abstract byte[] template();

  private static TpmWriter head(int type) {
    return new TpmWriter()
        .u16(type)
        .u16(PublicArea.SHA256)
        .u32(ATTRIBUTES)
        .sized(POLICY)
        .u16(0x0006) // AES
        .u16(128)
        .u16(0x0043); // CFB
  }
}
