package org.depinsdk.attestation.device;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.keys.SpkiKey;

/**
 * What a device with a certificate sends: the manufacturer's chain, and a signature of the certified key over a nonce and over the
 * key that the device enrols with, which may be the certified key itself.
 *
 * @param certificates DER, the device's first, at most {@value ChainRules#MOST}; copied
 * @param nonce the verifier's; copied
 * @param key the key that the device enrols with
 * @param signature by the certified key over {@link #payload}, in the form of {@link DeviceKey#verify}; copied
 */
public record DeviceEvidence(
    List<byte[]> certificates, byte[] nonce, AttestedKey key, byte[] signature) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.device-chain+cbor";

  /** What the certified key signs for: the nonce is of one network's challenge. */
  public static final Domain DOMAIN = new Domain("every-network", "device-possession", 1);

  private static final int ITEMS = 4;

  /** Copies. */
  public DeviceEvidence {
    certificates = certificates.stream().map(byte[]::clone).toList();
    nonce = nonce.clone();
    signature = signature.clone();
  }

  @Override
  public List<byte[]> certificates() {
    return certificates.stream().map(byte[]::clone).toList();
  }

  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * Makes evidence.
   *
   * @param certificates DER, the device's first
   * @param nonce the verifier's
   * @param enrolled the key that the device enrols with
   * @param certified holds the key in the first certificate
   * @return the evidence
   * @throws SigningException if the signer cannot sign now
   */
  public static DeviceEvidence sign(
      List<byte[]> certificates, byte[] nonce, DeviceKey enrolled, DeviceSigner certified)
      throws SigningException {
    AttestedKey key = new AttestedKey(SpkiKey.encode(enrolled));
    return new DeviceEvidence(certificates, nonce, key, certified.sign(payload(nonce, key)));
  }

  /**
   * What the certified key signs.
   *
   * @param nonce the verifier's
   * @param key the key that the device enrols with
   * @return a DSSE payload of a CBOR array of both
   */
  public static DssePayload payload(byte[] nonce, AttestedKey key) {
    return DssePayload.of(
        DOMAIN,
        CborWriter.write(
            CborValue.Array.of(new CborValue.Bytes(nonce), new CborValue.Bytes(key.spki()))));
  }

  /**
   * Serialises the evidence.
   *
   * @return with the media type {@link #MEDIA_TYPE}
   */
  public Evidence toEvidence() {
    CborValue[] chain = certificates.stream().map(CborValue.Bytes::new).toArray(CborValue[]::new);
    return new Evidence(
        MEDIA_TYPE,
        CborWriter.write(CborValue.Array.of(
            CborValue.Array.of(chain),
            new CborValue.Bytes(nonce),
            new CborValue.Bytes(key.spki()),
            new CborValue.Bytes(signature))));
  }

  /**
   * Reads evidence.
   *
   * @param bytes of {@link #toEvidence}
   * @return the evidence, not verified
   * @throws EncodingException if the bytes are anything else
   */
  public static DeviceEvidence parse(byte[] bytes) throws EncodingException {
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "device evidence");
    if (!(items.get(0) instanceof CborValue.Array chain)
        || chain.items().size() > ChainRules.MOST) {
      throw new EncodingException(
          "certificates must be an array of at most " + ChainRules.MOST + " items");
    }
    List<byte[]> certificates = new ArrayList<>();
    for (CborValue certificate : chain.items()) {
      certificates.add(CborFields.bytes(certificate, "certificate"));
    }
    return new DeviceEvidence(
        certificates,
        CborFields.bytes(items.get(1), "nonce"),
        new AttestedKey(CborFields.bytes(items.get(2), "key")),
        CborFields.bytes(items.get(3), "signature"));
  }
}
