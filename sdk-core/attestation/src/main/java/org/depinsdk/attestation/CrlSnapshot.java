package org.depinsdk.attestation;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * Certificate revocation lists (RFC 5280 section 5), one for each issuer. A list speaks for those certificates that the key
 * signed which signed the list. A list past its next update, with a critical extension or with a bad signature says nothing.
 */
public final class CrlSnapshot implements RevocationSource {
  /** Largest list. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final ASN1Encodable CERTIFICATE_HOLD =
      new ASN1Enumerated(CRLReason.certificateHold);

  @SuppressWarnings("ArrayRecordComponent")
  private record Crl(
      byte[] der,
      X509CRLHolder holder,
      String issuer,
      Optional<Instant> nextUpdate,
      byte[] signature) {}

  private final List<Crl> lists;
  private final Instant asOf;
  private final Bytes32 digest;

  private CrlSnapshot(List<Crl> lists) {
    this.lists = List.copyOf(lists);
    this.asOf = lists.stream()
        .map(list -> list.holder().getThisUpdate().toInstant())
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
    this.digest = Bytes32.sha256(lists.stream().map(Crl::der).toArray(byte[][]::new));
  }

  /**
   * Reads lists.
   *
   * @param ders one list each, in DER; copied
   * @return the source, as old as the oldest list
   * @throws EncodingException if one is no list or has more than {@value #MAX_BYTES} bytes
   */
  public static CrlSnapshot of(byte[]... ders) throws EncodingException {
    List<Crl> lists = new ArrayList<>();
    for (byte[] der : ders) {
      if (der.length > MAX_BYTES) {
        throw new EncodingException(
            "a revocation list has at most " + MAX_BYTES + " bytes, not " + der.length);
      }
      try {
        byte[] copy = der.clone();
        X509CRLHolder holder =
            new X509CRLHolder(CertificateList.getInstance(ASN1Primitive.fromByteArray(copy)));
        byte[] signature = holder.toASN1Structure().getSignature().getOctets();
        // reads every entry now, so that no later use can fail
        for (Object entry : holder.getRevokedCertificates()) {
          X509CRLEntryHolder revoked = (X509CRLEntryHolder) entry;
          reason(revoked);
          Objects.requireNonNull(revoked.getRevocationDate());
        }
        lists.add(new Crl(
            copy,
            holder,
            holder.getIssuer().toString(),
            Optional.ofNullable(holder.getNextUpdate()).map(Date::toInstant),
            signature));
      } catch (IOException | RuntimeException e) {
        // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
        throw new EncodingException("not a certificate revocation list, " + der.length + " bytes");
      }
    }
    return new CrlSnapshot(lists);
  }

  @Override
  public RevocationStatus status(Certificate certificate, AttestedKey issuer, Instant at) {
    return lists.stream()
        .filter(list -> speaksFor(list, certificate, issuer, at))
        .findFirst()
        .map(list -> status(list.holder(), certificate, at))
        .orElse(RevocationStatus.UNKNOWN);
  }

  private static boolean speaksFor(
      Crl list, Certificate certificate, AttestedKey issuer, Instant at) {
    int start = Tlv.headerLength(list.der(), 0);
    return list.issuer().equals(certificate.issuer())
        && list.nextUpdate().map(next -> !next.isBefore(at)).orElse(true)
        && list.holder().getCriticalExtensionOIDs().isEmpty()
        && CertificateSignature.strength(list.holder().toASN1Structure().getSignatureAlgorithm())
            == CertificateSignature.Strength.STRONG
        && CertificateSignature.verify(
            list.holder().toASN1Structure().getSignatureAlgorithm(),
            Arrays.copyOfRange(list.der(), start, start + Tlv.length(list.der(), start)),
            list.signature(),
            issuer);
  }

  private static RevocationStatus status(X509CRLHolder list, Certificate certificate, Instant at) {
    X509CRLEntryHolder entry = list.getRevokedCertificate(certificate.serial());
    if (entry == null || entry.getRevocationDate().toInstant().isAfter(at)) {
      return RevocationStatus.GOOD;
    }
    return CERTIFICATE_HOLD.equals(reason(entry))
        ? RevocationStatus.SUSPENDED
        : RevocationStatus.REVOKED;
  }

  private static @Nullable ASN1Encodable reason(X509CRLEntryHolder entry) {
    Extension reason = entry.getExtension(Extension.reasonCode);
    return reason == null ? null : reason.getParsedValue();
  }

  @Override
  public Instant asOf() {
    return asOf;
  }

  @Override
  public Bytes32 digest() {
    return digest;
  }
}
