package org.depinsdk.attestation.tpm;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;

/** The certificate of an endorsement key (TCG EK Credential Profile 2.5, section 3). */
final class EkCertificate {
  /** tcg-kp-EKCertificate. */
  private static final String EK_USAGE = "2.23.133.8.1";

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final Map<String, String> TPM_ATTRIBUTES =
      Map.of("2.23.133.2.1", "manufacturer", "2.23.133.2.2", "model", "2.23.133.2.3", "version");

  /** The certificate, and at most as many above it as an announcement has room for. */
  static final ChainRules RULES = ChainRules.DEFAULT
      .withLength(1, org.depinsdk.core.tpm.TpmAnnouncement.MAX_CERTIFICATES)
      .withLeafUsages(EK_USAGE)
      .understanding(SUBJECT_ALTERNATIVE_NAME);

  private EkCertificate() {}

  /**
   * Cuts what chips fill the rest of the certificate's storage with: FF or 00, one of them throughout. It is the only place
   * where bytes behind a structure are let pass.
   */
  static byte[] withoutPadding(byte[] stored) throws EncodingException {
    TpmInput in = TpmInput.bigEndian(stored, "EK certificate");
    int tag = in.u8("tag");
    int first = in.u8("length");
    int header = first <= 0x80 ? 2 : 2 + first - 0x80;
    long length = first;
    if (tag != 0x30 || first == 0x80 || header > 5) {
      throw in.error("header", "no SEQUENCE of definite length");
    }
    if (first > 0x80) {
      length = 0;
      for (byte octet : in.raw(header - 2L, "length")) {
        length = length << 8 | (octet & 0xff);
      }
    }
    byte[] certificate = Arrays.copyOf(stored, (int) Math.min(header + length, stored.length));
    in.raw(length, "content");
    byte filler = in.hasMore() ? stored[certificate.length] : 0;
    for (int i = certificate.length; i < stored.length; i++) {
      if (stored[i] != filler || (filler != 0 && filler != -1)) {
        throw in.error("padding", "other bytes than all FF or all 00");
      }
    }
    return certificate;
  }

  /** The endorsement key in Java's form. */
  static PublicKey publicKey(Certificate certificate) throws EncodingException {
    byte[] spki = certificate.key().spki();
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try {
        return TpmPublicArea.checked(
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki)));
      } catch (InvalidKeySpecException e) {
        // the other algorithm's, or no key of either
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        break;
      }
    }
    throw new EncodingException("an endorsement key is RSA or on a NIST curve");
  }

  /** Manufacturer, model and version of the TPM, as far as the subject's alternative name has them. */
  static Map<String, String> tpm(Certificate certificate) {
    Map<String, String> found = new TreeMap<>();
    try {
      byte[] extension = certificate.extension(SUBJECT_ALTERNATIVE_NAME).orElse(null);
      GeneralName[] names = extension == null
          ? new GeneralName[0]
          : GeneralNames.getInstance(extension).getNames();
      for (GeneralName name : names) {
        if (name.getTagNo() == GeneralName.directoryName) {
          for (RDN rdn : X500Name.getInstance(name.getName()).getRDNs()) {
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
              String label = TPM_ATTRIBUTES.get(attribute.getType().getId());
              ASN1Encodable value = attribute.getValue();
              if (label != null && value instanceof ASN1String string) {
                found.put(label, string.getString());
              }
            }
          }
        }
      }
    } catch (RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      return Map.of();
    }
    return found;
  }

  /** Compares the names with the reference values; findings are {@code WORD.other-NAME}. */
  static void compareNames(Map<String, String> tpm, String word, Appraisal appraisal) {
    tpm.forEach((name, value) -> appraisal.compare(
        name,
        value,
        word + ".other-" + name,
        TrustClaim.HARDWARE,
        TrustValues.AFFIRMED,
        TrustValues.UNTRUSTWORTHY));
  }

  /** Whether a certificate names all that it has to. */
  static boolean isNamed(Map<String, String> tpm) {
    return tpm.size() == TPM_ATTRIBUTES.size();
  }
}
