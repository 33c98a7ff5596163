package org.depinsdk.attestation.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.DigestFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.util.Encodable;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.registry.DeviceOrigin;

/**
 * A manufacturer's certificate authority on P-256: a root, and below it an authority for each batch, so that a batch is revoked by
 * one entry of the root's list. Signatures are deterministic (RFC 6979): the same secrets and inputs give the same bytes.
 */
public final class DeviceCa {
  /** The end of a certificate that has none (IEEE 802.1AR, section 8.7). */
  public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

  private static final ECDomainParameters CURVE = new ECNamedDomainParameters(
      SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByName("secp256r1"));

  private final String manufacturer;
  private final X500Name name;
  private final BigInteger secret;
  private final AttestedKey key;
  private final byte[] certificate;

  private DeviceCa(
      String manufacturer, X500Name name, BigInteger secret, AttestedKey key, byte[] certificate) {
    this.manufacturer = manufacturer;
    this.name = name;
    this.secret = secret;
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * A root.
   *
   * @param manufacturer its name, 1 to 64 visible characters
   * @param secret the private key: 32 bytes, 1 to n - 1
   * @param from when it begins to be valid, in whole seconds
   * @return the authority
   * @throws InvalidKeyException if the secret has another length or range
   */
  public static DeviceCa root(String manufacturer, byte[] secret, Instant from)
      throws InvalidKeyException {
    DeviceOrigin.check("manufacturer", manufacturer);
    X500Name name = new X500NameBuilder()
        .addRDN(BCStyle.O, manufacturer)
        .addRDN(BCStyle.CN, manufacturer + " root")
        .build();
    BigInteger scalar = new BigInteger(1, secret);
    AttestedKey key = publicKey(secret);
    return new DeviceCa(manufacturer, name, scalar, key, ca(name, scalar, key, name, key, from, 1));
  }

  /**
   * The authority of a batch, below this one.
   *
   * @param batch its number, 1 to 64 visible characters
   * @param batchSecret the private key: 32 bytes, 1 to n - 1
   * @param from when it begins to be valid, in whole seconds
   * @return the authority
   * @throws InvalidKeyException if the secret has another length or range
   */
  public DeviceCa batch(String batch, byte[] batchSecret, Instant from) throws InvalidKeyException {
    DeviceOrigin.check("batch", batch);
    X500Name subject = new X500NameBuilder()
        .addRDN(BCStyle.O, manufacturer)
        .addRDN(BCStyle.OU, batch)
        .addRDN(BCStyle.CN, manufacturer + " batch " + batch)
        .build();
    BigInteger scalar = new BigInteger(1, batchSecret);
    AttestedKey batchKey = publicKey(batchSecret);
    return new DeviceCa(
        manufacturer, subject, scalar, batchKey, ca(name, secret, key, subject, batchKey, from, 0));
  }

  private static AttestedKey publicKey(byte[] secret) throws InvalidKeyException {
    return new AttestedKey(
        SpkiKey.encode(InMemorySigner.ofSecret(KeyAlgorithm.P256, secret).publicKey()));
  }

  private static byte[] ca(
      X500Name issuer,
      BigInteger issuerSecret,
      AttestedKey issuerKey,
      X500Name subject,
      AttestedKey key,
      Instant from,
      int pathLength) {
    return certificate(
        issuer,
        issuerSecret,
        issuerKey,
        subject,
        key,
        from,
        NO_END,
        new BasicConstraints(pathLength),
        KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /**
   * Certifies a device's key.
   *
   * @param deviceKey the key that was generated in the device
   * @param model what the device is, 1 to 64 visible characters
   * @param serial the manufacturer's number of the device, 1 to 64 visible characters
   * @param from when the certificate begins to be valid, in whole seconds
   * @return the certificate in DER, by IEEE 802.1AR
   */
  public byte[] issue(AttestedKey deviceKey, String model, String serial, Instant from) {
    DeviceOrigin.check("model", model);
    DeviceOrigin.check("serial", serial);
    X500Name subject = new X500NameBuilder()
        .addRDN(BCStyle.O, manufacturer)
        .addRDN(BCStyle.OU, model)
        .addRDN(BCStyle.SERIALNUMBER, serial)
        .build();
    return certificate(
        name,
        secret,
        key,
        subject,
        deviceKey,
        from,
        NO_END,
        new BasicConstraints(false),
        KeyUsage.digitalSignature);
  }

  private static byte[] certificate(
      X500Name issuer,
      BigInteger issuerSecret,
      AttestedKey issuerKey,
      X500Name subject,
      AttestedKey key,
      Instant from,
      Instant until,
      BasicConstraints constraints,
      int usage) {
    SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(key.spki());
    X509ExtensionUtils keyIds = new X509ExtensionUtils(new Sha1());
    // whoever certifies the same key for the same device again makes the same certificate
    byte[] serial = Bytes32.sha256(
            issuerKey.spki(), key.spki(), subject.toString().getBytes(StandardCharsets.UTF_8))
        .bytes();
    try {
      return encoded(new X509v3CertificateBuilder(
              issuer,
              new BigInteger(1, serial).shiftRight(Bytes32.LENGTH * 8 - 127),
              Date.from(from),
              Date.from(until),
              subject,
              spki)
          .addExtension(Extension.basicConstraints, true, constraints)
          .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
          .addExtension(
              Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(spki))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              keyIds.createAuthorityKeyIdentifier(
                  SubjectPublicKeyInfo.getInstance(issuerKey.spki())))
          .build(new DeterministicSigner(issuerSecret)));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /**
   * Lists what this authority withdrew.
   *
   * @param at when the list is made, in whole seconds
   * @param next until when it is good
   * @param revoked when each certificate was withdrawn, by serial number
   * @return the DER of a certificate revocation list (RFC 5280)
   */
  public byte[] revocationList(Instant at, Instant next, SortedMap<BigInteger, Instant> revoked) {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(at));
    builder.setNextUpdate(Date.from(next));
    for (BigInteger serial : new TreeSet<>(revoked.keySet())) {
      Instant since = revoked.getOrDefault(serial, at);
      builder.addCRLEntry(serial, Date.from(since), CRLReason.keyCompromise);
    }
    return encoded(builder.build(new DeterministicSigner(secret)));
  }

  /**
   * What a device sends with its certificate.
   *
   * @param device its certificate
   * @return DER, the device's first
   */
  public List<byte[]> chain(byte[] device) {
    return List.of(device.clone(), certificate());
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
   * The serial number of this authority's certificate, which its parent revokes it by.
   *
   * @return positive
   */
  public BigInteger serial() {
    try {
      return Certificate.parse(certificate).serial();
    } catch (EncodingException e) {
      throw new IllegalStateException("a certificate made here does not parse", e);
    }
  }

  /**
   * This authority's key as a trust anchor, named after the manufacturer.
   *
   * @param labels the profile, and what protects the keys of devices, see {@link DeviceChainVerifier}
   * @return the anchor
   */
  public TrustAnchor anchor(String... labels) {
    return new TrustAnchor(manufacturer, key, new TreeSet<>(List.of(labels)));
  }

  private static byte[] encoded(Encodable value) {
    try {
      return value.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** SHA-1 for key identifiers, which RFC 5280 makes with it; nothing is signed by it. */
  private static final class Sha1 implements DigestCalculator {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(org.bouncycastle.asn1.oiw.OIWObjectIdentifiers.idSHA1);
    }

    @Override
    public OutputStream getOutputStream() {
      return out;
    }

    @Override
    public byte[] getDigest() {
      var sha1 = DigestFactory.createSHA1();
      byte[] input = out.toByteArray();
      out.reset();
      sha1.update(input, 0, input.length);
      byte[] digest = new byte[sha1.getDigestSize()];
      sha1.doFinal(digest, 0);
      return digest;
    }
  }

  /** ECDSA with SHA-256 by RFC 6979, for which Bouncy Castle's operators have no name. */
  private record DeterministicSigner(BigInteger secret, ByteArrayOutputStream out)
      implements ContentSigner {
    DeterministicSigner(BigInteger secret) {
      this(secret, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
      return out;
    }

    @Override
    public byte[] getSignature() {
      ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, new ECPrivateKeyParameters(secret, CURVE));
      BigInteger[] signature =
          signer.generateSignature(Bytes32.sha256(out.toByteArray()).bytes());
      ASN1EncodableVector both = new ASN1EncodableVector();
      both.add(new ASN1Integer(signature[0]));
      both.add(new ASN1Integer(signature[1]));
      return encoded(new DERSequence(both));
    }
  }
}
