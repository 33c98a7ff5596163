package org.depinsdk.attestation.webauthn;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.depinsdk.attestation.Certificate;

/** What Apple puts into the certificate of an attested key, for WebAuthn and for App Attest. */
public final class AppleNonce {
  private static final String EXTENSION = "1.2.840.113635.100.8.2";

  private AppleNonce() {}

  /**
   * Reads SEQUENCE { [1] EXPLICIT OCTET STRING }.
   *
   * @param leaf the certificate
   * @return the octets; empty if it is anything else
   */
  public static byte[] of(Certificate leaf) {
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(
          ASN1Primitive.fromByteArray(leaf.extension(EXTENSION).orElse(new byte[0])));
      ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(sequence.getObjectAt(0));
      return sequence.size() == 1 && tagged.getTagNo() == 1
          ? ASN1OctetString.getInstance(tagged.getExplicitBaseObject()).getOctets()
          : new byte[0];
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      return new byte[0];
    }
  }
}
