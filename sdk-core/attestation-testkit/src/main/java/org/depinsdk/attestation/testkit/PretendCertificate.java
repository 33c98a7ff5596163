package org.depinsdk.attestation.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.Encodable;
import org.jspecify.annotations.Nullable;

/** A certificate to be signed by a pretend authority; every part can be made wrong. */
public final class PretendCertificate {
  private static final AtomicLong SERIALS = new AtomicLong(1000);

  private String issuer;
  private PrivateKey signer;
  private String subject = "CN=Device";
  private @Nullable PublicKey key;
  private BigInteger serial = BigInteger.valueOf(SERIALS.incrementAndGet());
  private Instant notBefore = PretendCa.NOT_BEFORE;
  private Instant notAfter = PretendCa.NOT_AFTER;
  private String algorithm;
  private final List<Extension> extensions = new ArrayList<>();
  private UnaryOperator<PretendCertificate> change = UnaryOperator.identity();
  private boolean repeats;

  PretendCertificate(String issuer, PrivateKey signer) {
    this.issuer = issuer;
    this.signer = signer;
    this.algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  PretendCertificate changedBy(UnaryOperator<PretendCertificate> last) {
    change = last;
    return this;
  }

  /**
   * Names another issuer.
   *
   * @param name its distinguished name
   * @return this
   */
  public PretendCertificate issuer(String name) {
    issuer = name;
    return this;
  }

  /**
   * Whether it is an authority's.
   *
   * @return whether it has basic constraints
   */
  public boolean isCa() {
    return extensions.stream().anyMatch(e -> e.getExtnId().equals(Extension.basicConstraints));
  }

  /**
   * Leaves an extension out.
   *
   * @param oid its object identifier
   * @return this
   */
  public PretendCertificate without(String oid) {
    extensions.removeIf(extension -> extension.getExtnId().getId().equals(oid));
    return this;
  }

  /**
   * Has one extension twice, which RFC 5280 forbids.
   *
   * @return this
   */
  public PretendCertificate repeatingAnExtension() {
    repeats = true;
    return extension("1.2.3.4.1", false, new byte[] {5, 0})
        .extension("1.2.3.4.2", false, new byte[] {5, 0});
  }

  PretendCertificate subject(String name) {
    subject = name;
    return this;
  }

  String subject() {
    return subject;
  }

  PretendCertificate key(PublicKey certified) {
    key = certified;
    return this;
  }

  /**
   * Sets the serial number.
   *
   * @param number of any size
   * @return this
   */
  public PretendCertificate serial(BigInteger number) {
    serial = number;
    return this;
  }

  /**
   * Sets the life.
   *
   * @param from the first second
   * @param to the last second
   * @return this
   */
  public PretendCertificate valid(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  /**
   * Signs with another key than the authority's.
   *
   * @param other a key on P-256, unless the algorithm is another
   * @return this
   */
  public PretendCertificate signedBy(PrivateKey other) {
    signer = other;
    return this;
  }

  /**
   * Signs with another algorithm.
   *
   * @param name of the JDK, for example {@code SHA1withECDSA}
   * @return this
   */
  public PretendCertificate algorithm(String name) {
    algorithm = name;
    return this;
  }

  /**
   * Makes it an authority's, with the key usage to sign certificates and lists.
   *
   * @param pathLength how many authorities may follow; negative if it does not say
   * @return this
   */
  public PretendCertificate ca(int pathLength) {
    add(
        Extension.basicConstraints,
        true,
        encoded(pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength)));
    return keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /**
   * Adds a key usage.
   *
   * @param bits of Bouncy Castle's {@code KeyUsage}
   * @return this
   */
  public PretendCertificate keyUsage(int bits) {
    return add(Extension.keyUsage, true, encoded(new KeyUsage(bits)));
  }

  /**
   * Adds extended key usages.
   *
   * @param critical whether a verifier must understand them
   * @param oids the object identifiers
   * @return this
   */
  public PretendCertificate extendedUsages(boolean critical, String... oids) {
    KeyPurposeId[] ids = Stream.of(oids)
        .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
        .toArray(KeyPurposeId[]::new);
    return add(Extension.extendedKeyUsage, critical, encoded(new ExtendedKeyUsage(ids)));
  }

  /**
   * Adds any extension.
   *
   * @param oid its object identifier
   * @param critical whether a verifier must understand it
   * @param value the bytes within its OCTET STRING
   * @return this
   */
  public PretendCertificate extension(String oid, boolean critical, byte[] value) {
    return add(new ASN1ObjectIdentifier(oid), critical, value);
  }

  private PretendCertificate add(ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
    extensions.removeIf(extension -> extension.getExtnId().equals(oid));
    extensions.add(new Extension(oid, critical, value));
    return this;
  }

  /**
   * Signs.
   *
   * @return the certificate in DER
   */
  public byte[] der() {
    UnaryOperator<PretendCertificate> last = change;
    change = UnaryOperator.identity();
    return last.apply(this).signed();
  }

  private byte[] signed() {
    if (key == null) {
      throw new IllegalStateException("no key to certify");
    }
    X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
        new X500Name(issuer),
        serial,
        Date.from(notBefore),
        Date.from(notAfter),
        new X500Name(subject),
        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
    } catch (IOException e) {
      throw new IllegalStateException("extensions are bytes already", e);
    }
    X509CertificateHolder built = builder.build(signer(signer, algorithm));
    return repeats ? repeated(built) : encoded(built);
  }

  /** The builder refuses to repeat an extension, so the name of one is changed in what it made, which is signed again. */
  private byte[] repeated(X509CertificateHolder built) {
    byte[] signed = encoded(built.toASN1Structure().getTBSCertificate());
    byte[] second = encoded(new ASN1ObjectIdentifier("1.2.3.4.2"));
    for (int i = 0; i + second.length <= signed.length; i++) {
      if (Arrays.equals(signed, i, i + second.length, second, 0, second.length)) {
        signed[i + second.length - 1] = 1;
      }
    }
    ContentSigner again = signer(signer, algorithm);
    try (OutputStream out = again.getOutputStream()) {
      out.write(signed);
      return encoded(new DERSequence(new ASN1Encodable[] {
        ASN1Primitive.fromByteArray(signed),
        again.getAlgorithmIdentifier(),
        new DERBitString(again.getSignature())
      }));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  static ContentSigner signer(PrivateKey key, String algorithm) {
    try {
      return new JcaContentSignerBuilder(algorithm).build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalArgumentException(algorithm + " with a key of " + key.getAlgorithm(), e);
    }
  }

  static byte[] encoded(Encodable value) {
    try {
      return value.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }
}
