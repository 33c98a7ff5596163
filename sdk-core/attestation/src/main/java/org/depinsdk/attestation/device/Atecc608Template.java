package org.depinsdk.attestation.device;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.DigestFactory;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.KeyAlgorithm;

/**
 * Rebuilds the certificates of one product of Microchip's secure elements from what the chips keep of them. A template is any
 * certificate of the product: the chip's, or its signer's. In it are replaced the serial number, the dates, the public key, the
 * key identifiers, the signer's id, which ends a common name with four digits, and the chip's serial number in the subject's
 * common name. What else differs between two chips, such as a MAC address, is not replaced; a certificate whose signature
 * does not hold is not handed out.
 */
public final class Atecc608Template {
  private static final DateTimeFormatter UTC_TIME = format("uuMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED_TIME = format("uuuuMMddHHmmss'Z'");

  /** The last second that a UTCTime can hold, which stands for no end (RFC 5280, section 4.1.2.5.1). */
  private static final Instant LAST_UTC_TIME = Instant.parse("2049-12-31T23:59:59Z");

  private static final BigInteger ORDER = SECNamedCurves.getByName("secp256r1").getN();
  private static final int CHIP_BYTES = 9;

  private final TBSCertificate example;
  private final boolean ofChip;
  private final int template;
  private final int chain;
  private final Atecc608Compressed.Serial serial;

  private Atecc608Template(
      TBSCertificate example,
      boolean ofChip,
      int template,
      int chain,
      Atecc608Compressed.Serial serial) {
    this.example = example;
    this.ofChip = ofChip;
    this.template = template;
    this.chain = chain;
    this.serial = serial;
  }

  /**
   * A template.
   *
   * @param example a certificate of the product, of a chip or of a signer
   * @param template its number, 0 to 15
   * @param chain the number of its chain, 0 to 15
   * @param serial where serial numbers come from
   * @return the template
   * @throws EncodingException if it is no certificate of that kind
   */
  public static Atecc608Template of(
      byte[] example, int template, int chain, Atecc608Compressed.Serial serial)
      throws EncodingException {
    Atecc608Compressed.checkFourBits("template", template);
    Atecc608Compressed.checkFourBits("chain", chain);
    TBSCertificate tbs = parse(example).getTBSCertificate();
    boolean ofChip = commonName(tbs.getSubject(), DeviceProfile.CHIP).isPresent();
    X500Name signer = ofChip ? tbs.getIssuer() : tbs.getSubject();
    if (commonName(signer, DeviceProfile.SIGNER).isEmpty()) {
      throw new EncodingException(
          "expected a common name that ends with the signer's id in four hexadecimal digits");
    }
    return new Atecc608Template(tbs, ofChip, template, chain, serial);
  }

  /**
   * Rebuilds a certificate.
   *
   * @param compressed what the chip keeps of it
   * @param key the certified key, on P-256
   * @param chip the chip's serial number, nine bytes; not used for the certificate of a signer
   * @param issuer the key of the issuer, on P-256
   * @return the certificate in DER, as it was signed
   * @throws EncodingException if it is for another template, or the issuer did not sign what was rebuilt
   */
  public byte[] rebuild(
      Atecc608Compressed compressed, AttestedKey key, byte[] chip, AttestedKey issuer)
      throws EncodingException {
    if (compressed.template() != template
        || compressed.chain() != chain
        || compressed.serial() != serial) {
      throw new EncodingException("expected template " + template + ", chain " + chain
          + " and a serial number of " + serial + ", not " + compressed.template() + ", "
          + compressed.chain() + " and " + compressed.serial());
    }
    if (chip.length != CHIP_BYTES) {
      throw new EncodingException(
          "a chip's serial number has " + CHIP_BYTES + " bytes, not " + chip.length);
    }
    byte[] point = point("key", key);
    byte[] issuerPoint = point("issuer", issuer);
    byte[] signature = compressed.signature();
    try {
      ASN1Sequence tbs = toBeSigned(compressed, key, point, chip, issuerPoint);
      if (!SignatureAlgorithm.ES256.verifyRaw(
          issuer, tbs.getEncoded(ASN1Encoding.DER), signature)) {
        throw new EncodingException(
            "the issuer did not sign this certificate: another template," + " key, chip or issuer");
      }
      ASN1EncodableVector all = new ASN1EncodableVector();
      all.add(tbs);
      all.add(example.getSignature());
      all.add(new DERBitString(StandardDSAEncoding.INSTANCE.encode(
          ORDER,
          new BigInteger(1, Arrays.copyOf(signature, 32)),
          new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))));
      return new DERSequence(all).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /**
   * Makes of a certificate what a chip keeps of it.
   *
   * @param certificate of this template
   * @param issuer the key of the issuer
   * @return what {@link #rebuild} makes the same certificate of
   * @throws EncodingException if it is not of this template, or its dates do not fit
   */
  public Atecc608Compressed compress(byte[] certificate, AttestedKey issuer)
      throws EncodingException {
    org.bouncycastle.asn1.x509.Certificate parsed = parse(certificate);
    Certificate read = Certificate.parse(certificate);
    X500Name names = ofChip ? parsed.getIssuer() : parsed.getSubject();
    String signer = commonName(names, DeviceProfile.SIGNER).orElse("");
    String chip = ofChip
        ? commonName(parsed.getSubject(), DeviceProfile.CHIP).orElse("")
        : "00".repeat(CHIP_BYTES);
    if (signer.isEmpty() || chip.isEmpty()) {
      throw new EncodingException("the certificate names no signer, or no chip");
    }
    Instant end = read.notAfter();
    boolean endless = end.equals(DeviceCa.NO_END) || end.equals(LAST_UTC_TIME);
    int years = year(end) - year(read.notBefore());
    Atecc608Compressed compressed;
    try {
      BigInteger[] both =
          StandardDSAEncoding.INSTANCE.decode(ORDER, parsed.getSignature().getOctets());
      compressed = new Atecc608Compressed(
          ByteBuffer.allocate(64).put(padded(both[0])).put(padded(both[1])).array(),
          new Atecc608Dates(read.notBefore(), endless ? 0 : years),
          Integer.parseInt(signer, 16),
          template,
          chain,
          serial);
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      throw new EncodingException("cannot be compressed: " + e.getMessage());
    }
    byte[] rebuilt = rebuild(compressed, read.key(), HexFormat.of().parseHex(chip), issuer);
    if (!Arrays.equals(rebuilt, certificate)) {
      throw new EncodingException("the certificate is not in the form of the template");
    }
    return compressed;
  }

  private ASN1Sequence toBeSigned(
      Atecc608Compressed compressed, AttestedKey key, byte[] point, byte[] chip, byte[] issuer)
      throws EncodingException, IOException {
    Atecc608Dates dates = compressed.dates();
    String signer = String.format(Locale.ROOT, "%04X", compressed.signer());
    ASN1EncodableVector validity = new ASN1EncodableVector();
    validity.add(time(dates.from(), false, example.getStartDate()));
    validity.add(time(dates.until(), dates.years() == 0, example.getEndDate()));
    ASN1EncodableVector items = new ASN1EncodableVector();
    ASN1Sequence old = (ASN1Sequence) example.toASN1Primitive();
    items.add(old.getObjectAt(0));
    items.add(new ASN1Integer(serialNumber(compressed, point, chip)));
    items.add(example.getSignature());
    items.add(
        ofChip ? named(example.getIssuer(), DeviceProfile.SIGNER, signer) : example.getIssuer());
    items.add(new DERSequence(validity));
    items.add(
        ofChip
            ? named(
                example.getSubject(),
                DeviceProfile.CHIP,
                HexFormat.of().withUpperCase().formatHex(chip))
            : named(example.getSubject(), DeviceProfile.SIGNER, signer));
    items.add(SubjectPublicKeyInfo.getInstance(key.spki()));
    if (example.getExtensions() != null) {
      items.add(new DERTaggedObject(true, 3, extensions(example.getExtensions(), point, issuer)));
    }
    return new DERSequence(items);
  }

  private byte[] serialNumber(Atecc608Compressed compressed, byte[] point, byte[] chip) {
    byte[] dates = compressed.dates().toBytes();
    int length = example.getSerialNumber().getValue().toByteArray().length;
    return switch (serial) {
      case CHIP ->
        ByteBuffer.allocate(1 + CHIP_BYTES).put((byte) 0x40).put(chip).array();
      case SIGNER ->
        ByteBuffer.allocate(3)
            .put((byte) 0x40)
            .putShort((short) compressed.signer())
            .array();
      case KEY_HASH -> hash(length, Arrays.copyOfRange(point, 1, point.length), dates);
      case CHIP_HASH -> hash(length, chip, dates);
    };
  }

  private static byte[] hash(int length, byte[] of, byte[] dates) {
    byte[] hash = Arrays.copyOf(Bytes32.sha256(of, dates).bytes(), length);
    hash[0] = (byte) (hash[0] & 0x3f | 0x40);
    return hash;
  }

  private static Extensions extensions(Extensions all, byte[] point, byte[] issuer) {
    return new Extensions(Arrays.stream(all.getExtensionOIDs())
        .map(all::getExtension)
        .map(extension -> {
          if (extension.getExtnId().equals(Extension.subjectKeyIdentifier)) {
            return replaced(extension, new SubjectKeyIdentifier(sha1(point)).toASN1Primitive());
          }
          return extension.getExtnId().equals(Extension.authorityKeyIdentifier)
              ? replaced(extension, new AuthorityKeyIdentifier(sha1(issuer)).toASN1Primitive())
              : extension;
        })
        .toArray(Extension[]::new));
  }

  private static Extension replaced(Extension extension, ASN1Primitive value) {
    try {
      return new Extension(
          extension.getExtnId(),
          extension.isCritical(),
          new DEROctetString(value.getEncoded(ASN1Encoding.DER)));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** SHA-1 for key identifiers, which RFC 5280 makes with it; nothing is signed by it. */
  private static byte[] sha1(byte[] point) {
    var sha1 = DigestFactory.createSHA1();
    sha1.update(point, 0, point.length);
    byte[] digest = new byte[sha1.getDigestSize()];
    sha1.doFinal(digest, 0);
    return digest;
  }

  /** The uncompressed point of a key on P-256. */
  private static byte[] point(String name, AttestedKey key) throws EncodingException {
    if (key.deviceKey().filter(k -> k.algorithm() == KeyAlgorithm.P256).isEmpty()) {
      throw new EncodingException(name + " must be on P-256");
    }
    return SubjectPublicKeyInfo.getInstance(key.spki()).getPublicKeyData().getBytes();
  }

  private static ASN1Primitive time(Instant at, boolean endless, Time example)
      throws EncodingException {
    if (!(example.toASN1Primitive() instanceof ASN1UTCTime)) {
      return new DERGeneralizedTime(GENERALIZED_TIME.format(at));
    }
    Instant shown = endless ? LAST_UTC_TIME : at;
    if (shown.isAfter(LAST_UTC_TIME)) {
      throw new EncodingException("dates: the template's form ends with 2049, not " + shown);
    }
    return new DERUTCTime(UTC_TIME.format(shown));
  }

  private static Optional<String> commonName(X500Name name, Pattern pattern) {
    return find(name.getRDNs(), pattern).map(found -> found.match().group(1));
  }

  /** The name with what the pattern finds in its common name replaced; strings keep their type. */
  private static X500Name named(X500Name name, Pattern pattern, String value) {
    RDN[] rdns = name.getRDNs();
    find(rdns, pattern).ifPresent(found -> {
      String old = found.match().group();
      String next = old.substring(0, found.match().start(1))
          + value
          + old.substring(found.match().end(1));
      rdns[found.at()] = new RDN(
          BCStyle.CN,
          rdns[found.at()].getFirst().getValue() instanceof ASN1PrintableString
              ? new DERPrintableString(next)
              : new DERUTF8String(next));
    });
    return new X500Name(rdns);
  }

  private record Found(int at, Matcher match) {}

  private static Optional<Found> find(RDN[] rdns, Pattern pattern) {
    for (int i = 0; i < rdns.length; i++) {
      if (rdns[i].size() == 1 && rdns[i].getFirst().getType().equals(BCStyle.CN)) {
        Matcher matcher = pattern.matcher(String.valueOf(rdns[i].getFirst().getValue()));
        if (matcher.matches()) {
          return Optional.of(new Found(i, matcher));
        }
      }
    }
    return Optional.empty();
  }

  /** A certificate of version 3, signed with ECDSA and SHA-256, its serial number of a usual length. */
  private static org.bouncycastle.asn1.x509.Certificate parse(byte[] der) throws EncodingException {
    if (!Certificate.parse(der).strictDer()) {
      throw new EncodingException("expected a certificate in DER");
    }
    try {
      var parsed = org.bouncycastle.asn1.x509.Certificate.getInstance(der);
      TBSCertificate tbs = parsed.getTBSCertificate();
      int serial = tbs.getSerialNumber().getValue().toByteArray().length;
      int items = ((ASN1Sequence) tbs.toASN1Primitive()).size();
      if (tbs.getVersionNumber() != 3
          || items != (tbs.getExtensions() == null ? 7 : 8)
          || !tbs.getSignature().getAlgorithm().equals(X9ObjectIdentifiers.ecdsa_with_SHA256)
          || serial > Bytes32.LENGTH) {
        throw new EncodingException("expected version 3 without unique identifiers, signed with"
            + " ECDSA and SHA-256, and a serial number of at most " + Bytes32.LENGTH + " bytes");
      }
      return parsed;
    } catch (RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      throw new EncodingException("not an X.509 certificate (RFC 5280)");
    }
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  private static int year(Instant at) {
    return at.atOffset(ZoneOffset.UTC).getYear();
  }

  private static byte[] padded(BigInteger value) {
    return org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, value);
  }
}
