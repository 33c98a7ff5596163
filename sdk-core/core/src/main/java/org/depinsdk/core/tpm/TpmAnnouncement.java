package org.depinsdk.core.tpm;

import java.util.List;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Which TPM a device has and which key there attests: what a verifier needs to make a challenge that only this TPM can open.
 *
 * @param ekCertificates the certificate of the endorsement key as it is in the TPM, DER with padding, and those of its
 *     issuers, if the device has them; 1 to {@value #MAX_CERTIFICATES}
 * @param akPublic the attestation key's public area (TPMT_PUBLIC)
 */
public record TpmAnnouncement(List<byte[]> ekCertificates, byte[] akPublic) {
  /** The media type of {@link TpmEvidence}, and what an announcement announces. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.tpm2+cbor";

  /** Largest announcement. */
  public static final int MAX_BYTES = 16 * 1024;

  /** Most certificates. */
  public static final int MAX_CERTIFICATES = 5;

  /** Copies. */
  public TpmAnnouncement {
    ekCertificates = ekCertificates.stream().map(byte[]::clone).toList();
    akPublic = akPublic.clone();
  }

  @Override
  public List<byte[]> ekCertificates() {
    return ekCertificates.stream().map(byte[]::clone).toList();
  }

  @Override
  public byte[] akPublic() {
    return akPublic.clone();
  }

  /**
   * Serialises the announcement.
   *
   * @return CBOR in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(cbor());
  }

  CborValue cbor() {
    return CborValue.Array.of(
        new CborValue.Array(ekCertificates.stream()
            .map(der -> (CborValue) new CborValue.Bytes(der))
            .toList()),
        new CborValue.Bytes(akPublic));
  }

  /**
   * Reads an announcement.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the announcement; its parts are not looked into
   * @throws EncodingException if the bytes are anything else
   */
  public static TpmAnnouncement parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException(
          "a TPM's announcement has at most " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    return parse(CborReader.read(bytes));
  }

  static TpmAnnouncement parse(CborValue value) throws EncodingException {
    List<CborValue> items = CborFields.array(value, 2, "announcement");
    List<byte[]> certificates =
        TpmEvidence.list(items.get(0), MAX_CERTIFICATES, "EK certificates", CborFields::bytes);
    if (certificates.isEmpty()) {
      throw new EncodingException("EK certificates must be 1 to " + MAX_CERTIFICATES + ", not 0");
    }
    return new TpmAnnouncement(certificates, CborFields.bytes(items.get(1), "AK public area"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TpmAnnouncement a && cbor().equals(a.cbor());
  }

  @Override
  public int hashCode() {
    return cbor().hashCode();
  }

  @Override
  public String toString() {
    return "TpmAnnouncement[" + ekCertificates.size() + " certificates]";
  }
}
