package org.depinsdk.attestation;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * An X.509 certificate (RFC 5280), read from an untrusted source. Reading says nothing of its signature, see {@link
 * ChainValidator}. Everything is read at once, so that no later use can fail.
 */
public final class Certificate {
  /** Largest certificate. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final int MAX_EXTENSIONS = 50;

  private final byte[] der;
  private final X509CertificateHolder holder;
  private final boolean strictDer;
  private final byte[] signature;
  private final AttestedKey key;
  private final String subject;
  private final String issuer;
  private final Instant notBefore;
  private final Instant notAfter;
  private final Map<String, Extension> extensions = new LinkedHashMap<>();
  private final @Nullable BasicConstraints basicConstraints;
  private final @Nullable KeyUsage keyUsage;
  private final SortedSet<String> extendedUsages = new TreeSet<>();

  private Certificate(byte[] der) throws IOException {
    this.der = der.clone();
    ASN1Primitive asn1 = ASN1Primitive.fromByteArray(this.der);
    this.strictDer = Arrays.equals(asn1.getEncoded(ASN1Encoding.DER), this.der);
    this.holder =
        new X509CertificateHolder(org.bouncycastle.asn1.x509.Certificate.getInstance(asn1));
    // reads both bit strings now, so that no later use can fail: whole bytes alone are taken
    this.signature = holder.getSignature();
    if (holder.getSubjectPublicKeyInfo().getPublicKeyData().getPadBits() != 0) {
      throw new IOException("a public key that is no whole bytes");
    }
    this.key = new AttestedKey(holder.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
    this.subject = holder.getSubject().toString();
    this.issuer = holder.getIssuer().toString();
    this.notBefore = holder.getNotBefore().toInstant();
    this.notAfter = holder.getNotAfter().toInstant();
    Extensions all = holder.getExtensions();
    if (all != null) {
      ASN1ObjectIdentifier[] oids = all.getExtensionOIDs();
      if (oids.length > MAX_EXTENSIONS) {
        throw new IOException(oids.length + " extensions");
      }
      for (ASN1ObjectIdentifier oid : oids) {
        extensions.put(oid.getId(), all.getExtension(oid));
      }
      this.basicConstraints = BasicConstraints.fromExtensions(all);
      this.keyUsage = KeyUsage.fromExtensions(all);
      ExtendedKeyUsage usages = ExtendedKeyUsage.fromExtensions(all);
      for (KeyPurposeId usage : usages == null ? new KeyPurposeId[0] : usages.getUsages()) {
        extendedUsages.add(usage.getId());
      }
    } else {
      this.basicConstraints = null;
      this.keyUsage = null;
    }
  }

  /**
   * Reads a certificate.
   *
   * @param der the certificate, nothing after it
   * @return the certificate, not verified
   * @throws EncodingException if the bytes are no certificate or more than {@value #MAX_BYTES}
   */
  public static Certificate parse(byte[] der) throws EncodingException {
    if (der.length > MAX_BYTES) {
      throw new EncodingException(
          "a certificate has at most " + MAX_BYTES + " bytes, not " + der.length);
    }
    try {
      return new Certificate(der);
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      throw new EncodingException("not an X.509 certificate (RFC 5280), " + der.length + " bytes");
    }
  }

  /**
   * The certificate as it was read.
   *
   * @return a fresh copy
   */
  public byte[] der() {
    return der.clone();
  }

  /**
   * Identifies the certificate.
   *
   * @return SHA-256 of its bytes
   */
  public Bytes32 fingerprint() {
    return Bytes32.sha256(der);
  }

  /**
   * Whether it is encoded in DER, as RFC 5280 asks.
   *
   * @return false if it has another encoding of the same values
   */
  public boolean strictDer() {
    return strictDer;
  }

  /**
   * The version.
   *
   * @return 3 for a certificate with extensions
   */
  public int version() {
    return holder.getVersionNumber();
  }

  /**
   * The certified key.
   *
   * @return its SubjectPublicKeyInfo
   */
  public AttestedKey key() {
    return key;
  }

  /**
   * The serial number.
   *
   * @return of any sign and length
   */
  public BigInteger serial() {
    return holder.getSerialNumber();
  }

  /**
   * The subject in the form of RFC 4519.
   *
   * @return for example {@code CN=Device 7,O=ACME}
   */
  public String subject() {
    return subject;
  }

  /**
   * The issuer in the form of RFC 4519.
   *
   * @return for example {@code CN=ACME Device CA}
   */
  public String issuer() {
    return issuer;
  }

  /**
   * The values of an attribute of the subject.
   *
   * @param oid the attribute's object identifier, for example {@code 2.5.4.3} for the common name
   * @return in order
   */
  public List<String> subjectAttributes(String oid) {
    List<String> values = new ArrayList<>();
    for (RDN rdn : holder.getSubject().getRDNs(new ASN1ObjectIdentifier(oid))) {
      for (var attribute : rdn.getTypesAndValues()) {
        if (attribute.getType().getId().equals(oid)) {
          values.add(IETFUtils.valueToString(attribute.getValue()));
        }
      }
    }
    return values;
  }

  /**
   * The first instant at which it is valid.
   *
   * @return a whole second
   */
  public Instant notBefore() {
    return notBefore;
  }

  /**
   * The last second in which it is valid.
   *
   * @return a whole second
   */
  public Instant notAfter() {
    return notAfter;
  }

  /**
   * The value of an extension.
   *
   * @param oid its object identifier
   * @return the bytes within its OCTET STRING; empty if there is no such extension
   */
  public Optional<byte[]> extension(String oid) {
    return Optional.ofNullable(extensions.get(oid)).map(e -> e.getExtnValue().getOctets());
  }

  /**
   * The extensions that a verifier must understand.
   *
   * @return their object identifiers
   */
  public SortedSet<String> criticalExtensions() {
    TreeSet<String> critical = new TreeSet<>();
    extensions.forEach((oid, extension) -> {
      if (extension.isCritical()) {
        critical.add(oid);
      }
    });
    return critical;
  }

  /**
   * What the key may be used for, beyond its key usage.
   *
   * @return object identifiers; empty if there is no such extension
   */
  public SortedSet<String> extendedUsages() {
    return new TreeSet<>(extendedUsages);
  }

  /**
   * Whether it may certify other keys.
   *
   * @return whether its basic constraints say so
   */
  public boolean isCa() {
    return basicConstraints != null && basicConstraints.isCA();
  }

  /** How many certificates of CAs may follow it; {@link Long#MAX_VALUE} if it does not say. */
  long pathLength() {
    BigInteger length = basicConstraints == null ? null : basicConstraints.getPathLenConstraint();
    return length == null || length.bitLength() > 31 ? Long.MAX_VALUE : length.longValue();
  }

  /** Whether its key usage allows a purpose; true if it has none. */
  boolean allows(int usage) {
    return keyUsage == null || keyUsage.hasUsages(usage);
  }

  boolean isIssuedBy(Certificate other) {
    return issuer.equals(other.subject);
  }

  boolean isSelfIssued() {
    return issuer.equals(subject);
  }

  boolean sameAlgorithmInside() {
    return holder
        .toASN1Structure()
        .getSignatureAlgorithm()
        .equals(holder.toASN1Structure().getTBSCertificate().getSignature());
  }

  AlgorithmIdentifier signatureAlgorithm() {
    return holder.getSignatureAlgorithm();
  }

  byte[] signature() {
    return signature.clone();
  }

  /** The signed bytes as they were read, which differ from their DER if the certificate is not in DER. */
  byte[] signedBytes() {
    int start = Tlv.headerLength(der, 0);
    return Arrays.copyOfRange(der, start, start + Tlv.length(der, start));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate c && Arrays.equals(der, c.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }

  @Override
  public String toString() {
    return "Certificate[" + subject() + ", serial " + serial().toString(16) + "]";
  }
}
