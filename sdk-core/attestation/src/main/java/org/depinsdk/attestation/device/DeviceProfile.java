package org.depinsdk.attestation.device;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.KeyAlgorithm;

/** The shape of a manufacturer's certificates. A trust anchor names it by a label; the first is meant if it names none. */
public enum DeviceProfile {
  /** IEEE 802.1AR: the subject has the device's serial number. */
  IDEVID {
    @Override
    Shape check(CertificateChain chain, Appraisal appraisal) {
      Optional<String> serial = first(chain.leaf(), SERIAL_NUMBER);
      if (serial.isEmpty()) {
        problem(appraisal, "idevid.no-serial-number");
      }
      Optional<String> batch =
          issuer(chain).flatMap(certificate -> first(certificate, ORGANIZATIONAL_UNIT));
      return new Shape(first(chain.leaf(), ORGANIZATIONAL_UNIT), serial, batch);
    }
  },
  /**
   * Microchip's secure elements: a signer below the root, the chip's serial number in the common name, P-256 throughout
   * (Microchip application note 8974).
   */
  ATECC608 {
    @Override
    Shape check(CertificateChain chain, Appraisal appraisal) {
      if (chain.certificates().size() != 2) {
        problem(
            appraisal, "atecc608.length", "certificates", chain.certificates().size());
      }
      if (chain.certificates().stream().anyMatch(certificate -> !isP256(certificate))) {
        problem(appraisal, "atecc608.other-curve");
      }
      Optional<String> serial = match(chain.leaf(), CHIP);
      if (serial.isEmpty()) {
        problem(appraisal, "atecc608.no-chip-serial");
      }
      Optional<String> signer = issuer(chain).flatMap(c -> match(c, SIGNER));
      if (signer.isEmpty()) {
        problem(appraisal, "atecc608.no-signer-id");
      }
      return new Shape(Optional.of("atecc608"), serial, signer);
    }
  },
  /** Matter: PAA, PAI and DAC with vendor and product ids that agree (Matter core specification, section 6.2.2). */
  MATTER {
    @Override
    Shape check(CertificateChain chain, Appraisal appraisal) {
      if (chain.certificates().size() != 2) {
        problem(appraisal, "matter.length", "certificates", chain.certificates().size());
        return Shape.UNKNOWN;
      }
      Certificate pai = chain.certificates().get(1);
      if (chain.certificates().stream().anyMatch(certificate -> !isP256(certificate))) {
        problem(appraisal, "matter.other-curve");
      }
      extensions(chain.leaf(), 0, Set.of("2.5.29.19", "2.5.29.15"), appraisal);
      extensions(pai, 1, Set.of("2.5.29.19", "2.5.29.15"), appraisal);
      if (!usages(chain.leaf()).equals(Optional.of(KeyUsage.digitalSignature))) {
        problem(appraisal, "matter.key-usage", "certificate", 0);
      }
      try {
        return ids(chain, pai, appraisal);
      } catch (EncodingException e) {
        problem(appraisal, "matter.malformed-id");
        return Shape.UNKNOWN;
      }
    }

    private Shape ids(CertificateChain chain, Certificate pai, Appraisal appraisal)
        throws EncodingException {
      Optional<String> vendor = MatterId.vendor(chain.leaf());
      Optional<String> product = MatterId.product(chain.leaf());
      Optional<String> paiVendor = MatterId.vendor(pai);
      Optional<String> paiProduct = MatterId.product(pai);
      if (vendor.isEmpty() || product.isEmpty() || paiVendor.isEmpty()) {
        problem(appraisal, "matter.no-id");
        return Shape.UNKNOWN;
      }
      if (!vendor.equals(paiVendor)) {
        problem(appraisal, "matter.vendor-mismatch", "dac", vendor.get(), "pai", paiVendor.get());
      }
      if (paiProduct.isPresent() && !product.equals(paiProduct)) {
        problem(
            appraisal, "matter.product-mismatch", "dac", product.get(), "pai", paiProduct.get());
      }
      if (TEST_VENDORS.contains(vendor.get())) {
        appraisal.findUnless(
            Relaxation.ALLOW_DEVELOPMENT_ENVIRONMENT,
            "matter.test-vendor",
            TrustClaim.INSTANCE_IDENTITY,
            TrustValues.UNTRUSTWORTHY,
            "vendor",
            vendor.get());
      }
      return new Shape(
          Optional.of(vendor.get() + ":" + product.get()),
          Optional.of(chain.leaf().serial().toString(16)),
          Optional.of(pai.serial().toString(16)));
    }

    private void extensions(
        Certificate certificate, int index, Set<String> critical, Appraisal appraisal) {
      boolean ids = certificate.extension("2.5.29.14").isPresent()
          && certificate.extension("2.5.29.35").isPresent();
      if (!ids || !certificate.criticalExtensions().containsAll(critical)) {
        problem(appraisal, "matter.missing-extension", "certificate", index);
      }
    }
  };

  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SERIAL_NUMBER = "2.5.4.5";
  private static final String ORGANIZATIONAL_UNIT = "2.5.4.11";

  /** Nine bytes of which the first two are 01 23, as every chip of the family has them. */
  static final Pattern CHIP = Pattern.compile("(?:sn)?(0123[0-9A-F]{14})(?: ATECC.*)?");

  static final Pattern SIGNER = Pattern.compile(".* ([0-9A-F]{4})");

  /** Vendors for development (Matter core specification, section 2.5.2). */
  private static final Set<String> TEST_VENDORS =
      new TreeSet<>(List.of("FFF1", "FFF2", "FFF3", "FFF4"));

  /**
   * What the certificates say of the device.
   *
   * @param model what it is
   * @param serial its manufacturer's number
   * @param batch the number of the issuer, or of the batch that it issues for
   */
  record Shape(Optional<String> model, Optional<String> serial, Optional<String> batch) {
    static final Shape UNKNOWN = new Shape(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Finds what does not have the shape. */
  abstract Shape check(CertificateChain chain, Appraisal appraisal);

  /**
   * The label of trust anchors.
   *
   * @return for example {@code matter}
   */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The profile that an anchor names. */
  static DeviceProfile of(Set<String> labels) {
    for (DeviceProfile profile : values()) {
      if (labels.contains(profile.label())) {
        return profile;
      }
    }
    return IDEVID;
  }

  private static void problem(Appraisal appraisal, String code, Object... facts) {
    appraisal.find(code, TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED, facts);
  }

  private static Optional<Certificate> issuer(CertificateChain chain) {
    return chain.certificates().size() > 1
        ? Optional.of(chain.certificates().get(1))
        : Optional.empty();
  }

  private static Optional<String> first(Certificate certificate, String oid) {
    return certificate.subjectAttributes(oid).stream().findFirst();
  }

  private static Optional<String> match(Certificate certificate, Pattern pattern) {
    return first(certificate, COMMON_NAME)
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  private static boolean isP256(Certificate certificate) {
    return certificate
        .key()
        .deviceKey()
        .filter(key -> key.algorithm() == KeyAlgorithm.P256)
        .isPresent();
  }

  /** The bits of the key usage, as Bouncy Castle numbers them; empty if there is none. */
  static Optional<Integer> usages(Certificate certificate) {
    return certificate.extension("2.5.29.15").flatMap(bytes -> {
      try {
        byte[] bits = KeyUsage.getInstance(ASN1Primitive.fromByteArray(bytes)).getBytes();
        return bits.length == 0
            ? Optional.of(0)
            : Optional.of((bits[0] & 0xff) | (bits.length > 1 ? (bits[1] & 0xff) << 8 : 0));
      } catch (IOException | RuntimeException e) {
        // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
        return Optional.of(0);
      }
    });
  }
}
