package org.depinsdk.attestation.testkit;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.TrustAnchor;
import org.jspecify.annotations.Nullable;

/** A pretend certificate authority with a fresh key on P-256. */
public final class PretendCa {
  /** From when the pretend certificates are valid, unless they say otherwise. */
  public static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

  /** Until when they are valid. */
  public static final Instant NOT_AFTER = Instant.parse("2036-01-01T00:00:00Z");

  private final String name;
  private final KeyPair keys;
  private final byte[] certificate;
  private final @Nullable PretendCa parent;
  private final UnaryOperator<PretendCertificate> change;

  private PretendCa(
      String name,
      KeyPair keys,
      byte[] certificate,
      @Nullable PretendCa parent,
      UnaryOperator<PretendCertificate> change) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
    this.parent = parent;
    this.change = change;
  }

  /**
   * A root.
   *
   * @param name its distinguished name, for example {@code CN=ACME Root}
   * @return the authority
   */
  public static PretendCa root(String name) {
    return root(name, Keys.p256(), UnaryOperator.identity());
  }

  /**
   * A root with a key of its own, whose certificates and those of the authorities below it are changed before they are signed.
   *
   * @param name its distinguished name
   * @param keys on P-256, or of RSA
   * @param change makes a certificate wrong
   * @return the authority
   */
  public static PretendCa root(
      String name, KeyPair keys, UnaryOperator<PretendCertificate> change) {
    byte[] certificate = new PretendCertificate(name, keys.getPrivate())
        .subject(name)
        .key(keys.getPublic())
        .ca(-1)
        .der();
    return new PretendCa(name, keys, certificate, null, change);
  }

  /**
   * An authority below this one.
   *
   * @param subject its distinguished name
   * @return the authority
   */
  public PretendCa intermediate(String subject) {
    KeyPair pair = Keys.p256();
    return intermediate(pair, certify(subject, pair.getPublic()).ca(-1));
  }

  /**
   * An authority below this one with a certificate of its own making.
   *
   * @param pair the authority's key
   * @param request its certificate, from {@link #certify}
   * @return the authority
   */
  public PretendCa intermediate(KeyPair pair, PretendCertificate request) {
    return new PretendCa(request.subject(), pair, request.der(), this, change);
  }

  /**
   * Begins a certificate that this authority signs.
   *
   * @param subject its distinguished name
   * @param key that it certifies
   * @return the request
   */
  public PretendCertificate certify(String subject, PublicKey key) {
    return new PretendCertificate(name, keys.getPrivate())
        .subject(subject)
        .key(key)
        .changedBy(change);
  }

  /**
   * A chain of a certificate that this authority signed.
   *
   * @param leaf the certificate
   * @return DER, the leaf first, then this authority and those above, the root last
   */
  public List<byte[]> chain(byte[] leaf) {
    List<byte[]> chain = new ArrayList<>(List.of(leaf));
    for (PretendCa ca = this; ca != null; ca = ca.parent) {
      chain.add(ca.certificate());
    }
    return chain;
  }

  /**
   * A chain of a certificate that this authority signed, as most devices send it.
   *
   * @param leaf the certificate
   * @return DER, the leaf first, then this authority and those above without the root
   */
  public List<byte[]> chainToRoot(byte[] leaf) {
    List<byte[]> chain = chain(leaf);
    return chain.subList(0, chain.size() - 1);
  }

  /**
   * A list of withdrawn certificates.
   *
   * @param thisUpdate when the list is made
   * @param nextUpdate until when it is good
   * @param revoked when each was withdrawn, by serial number
   * @param onHold which of them are withdrawn for now only
   * @return the DER of a certificate revocation list
   */
  public byte[] crl(
      Instant thisUpdate,
      Instant nextUpdate,
      Map<BigInteger, Instant> revoked,
      Set<BigInteger> onHold) {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(name), Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(nextUpdate));
    for (BigInteger serial : new TreeSet<>(revoked.keySet())) {
      int reason = onHold.contains(serial) ? CRLReason.certificateHold : CRLReason.keyCompromise;
      builder.addCRLEntry(serial, Date.from(revoked.get(serial)), reason);
    }
    return PretendCertificate.encoded(
        builder.build(PretendCertificate.signer(keys.getPrivate(), "SHA256withECDSA")));
  }

  /**
   * This authority's key as a trust anchor.
   *
   * @param labels what the scheme distinguishes
   * @return the anchor
   */
  public TrustAnchor anchor(String... labels) {
    return new TrustAnchor(
        name, new AttestedKey(keys.getPublic().getEncoded()), new TreeSet<>(List.of(labels)));
  }

  /**
   * This authority's certificate.
   *
   * @return DER, a fresh copy
   */
  public byte[] certificate() {
    return certificate.clone();
  }

  /**
   * The serial number of this authority's certificate.
   *
   * @return as lists of withdrawn certificates name it
   */
  public BigInteger serial() {
    return org.bouncycastle.asn1.x509.Certificate.getInstance(certificate)
        .getSerialNumber()
        .getValue();
  }

  /**
   * This authority's key.
   *
   * @return the pair
   */
  public KeyPair keys() {
    return keys;
  }
}
