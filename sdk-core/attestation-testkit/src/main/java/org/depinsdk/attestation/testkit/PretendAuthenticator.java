package org.depinsdk.attestation.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.Arrays;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.tpm.TpmEvidence.Signed;

/**
 * A pretend WebAuthn authenticator. It registers a credential in each format of attestation statements, honestly until something
 * is changed. Each attestation has a fresh certificate.
 */
public final class PretendAuthenticator {
  /** Whom the credential is for. */
  public static final String RP_ID = "example.org";

  /** The page that asks for the credential. */
  public static final String ORIGIN = "https://example.org";

  /** The kind of authenticator. */
  public static final byte[] AAGUID = "a pretend maker!".getBytes(StandardCharsets.US_ASCII);

  private static final String AAGUID_EXTENSION = "1.3.6.1.4.1.45724.1.1.4";
  private static final long ES256 = -7;

  /** User present, attested credential. */
  private static final int HONEST_FLAGS = 0x41;

  private final PretendCa root;
  private final PretendCa issuing;
  private final KeyPair key = Keys.p256();
  private final byte[] credentialId = new byte[32];
  private byte[] aaguid = AAGUID.clone();
  private byte[] certifiedAaguid = AAGUID.clone();
  private String subject = "CN=Pretend Key,OU=Authenticator Attestation,O=ACME,C=AQ";
  private String clientData =
      "{\"type\":\"webauthn.create\",\"challenge\":\"NONCE\",\"origin\":\"" + ORIGIN + "\"}";
  private final SortedMap<String, CborValue> changes = new TreeMap<>();
  private Optional<String> otherFormat = Optional.empty();
  private int flags = HONEST_FLAGS;
  private int counter;
  private byte[] extensions = new byte[0];

  /** An authenticator with a root of its own. */
  public PretendAuthenticator() {
    this(PretendCa.root("CN=Authenticator Root"));
  }

  /**
   * An authenticator with certificates below an authority.
   *
   * @param root the authority
   */
  public PretendAuthenticator(PretendCa root) {
    this.root = root;
    this.issuing = root.intermediate("CN=Authenticator Issuing");
  }

  /**
   * Sets the kind in the authenticator data.
   *
   * @param bytes 16 of them
   * @return this
   */
  public PretendAuthenticator aaguid(byte[] bytes) {
    aaguid = bytes.clone();
    return this;
  }

  /**
   * Sets the kind in the certificates of the formats {@code packed} and {@code tpm}.
   *
   * @param bytes any; none for a certificate without a kind
   * @return this
   */
  public PretendAuthenticator certifiedAaguid(byte[] bytes) {
    certifiedAaguid = bytes.clone();
    return this;
  }

  /**
   * Sets the subject of the certificate of the formats {@code packed} and {@code fido-u2f}.
   *
   * @param name a distinguished name
   * @return this
   */
  public PretendAuthenticator subject(String name) {
    subject = name;
    return this;
  }

  /**
   * Sets the flags of the authenticator data.
   *
   * @param bits of WebAuthn
   * @return this
   */
  public PretendAuthenticator flags(int bits) {
    flags = bits;
    return this;
  }

  /**
   * Sets the counter of signatures.
   *
   * @param value the counter
   * @return this
   */
  public PretendAuthenticator counter(int value) {
    counter = value;
    return this;
  }

  /**
   * Appends extensions to the authenticator data.
   *
   * @param bytes a map in CBOR
   * @return this
   */
  public PretendAuthenticator extensions(byte[] bytes) {
    extensions = bytes.clone();
    return this;
  }

  /**
   * Sets what the browser says, in place of what an honest one would.
   *
   * @param json the client data; {@code NONCE} stands for the nonce in Base64url
   * @return this
   */
  public PretendAuthenticator clientData(String json) {
    clientData = json;
    return this;
  }

  /**
   * Names another format than the statement's.
   *
   * @param name of the format
   * @return this
   */
  public PretendAuthenticator format(String name) {
    otherFormat = Optional.of(name);
    return this;
  }

  /**
   * Changes a field of the statement, which nothing signs.
   *
   * @param name of the field
   * @param value in place of the honest one
   * @return this
   */
  public PretendAuthenticator statement(String name, CborValue value) {
    changes.put(name, value);
    return this;
  }

  /**
   * The authority that its chains end in.
   *
   * @return the root
   */
  public PretendCa root() {
    return root;
  }

  /**
   * The root that its chains end in.
   *
   * @param labels what protects its keys, for example {@code dedicated-chip}
   * @return the anchor
   */
  public TrustAnchor anchor(String... labels) {
    return root.anchor(labels);
  }

  /**
   * The credential's key, except in the formats {@code tpm} and {@code android-key}, whose hardware brings its own.
   *
   * @return the pair
   */
  public KeyPair key() {
    return key;
  }

  /**
   * Registers without an attestation.
   *
   * @param nonce what the verifier sent
   * @return evidence of the format {@code none}
   */
  public Evidence none(byte[] nonce) {
    return evidence("none", nonce, key, Map.of());
  }

  /**
   * Has the credential's own key attest.
   *
   * @param nonce what the verifier sent
   * @return evidence of the format {@code packed} without certificates
   */
  public Evidence self(byte[] nonce) {
    return evidence(
        "packed",
        nonce,
        key,
        Map.of("alg", new CborValue.Int(ES256), "sig", signature(key, signed(nonce, key))));
  }

  /**
   * Has a certified key attest.
   *
   * @param nonce what the verifier sent
   * @return evidence of the format {@code packed}
   */
  public Evidence packed(byte[] nonce) {
    KeyPair attester = Keys.p256();
    PretendCertificate certificate = issuing.certify(subject, attester.getPublic());
    return evidence(
        "packed",
        nonce,
        key,
        Map.of(
            "alg", new CborValue.Int(ES256),
            "sig", signature(attester, signed(nonce, key)),
            "x5c", chain(withAaguid(certificate).der())));
  }

  /**
   * Has a certified key attest in the way of FIDO U2F.
   *
   * @param nonce what the verifier sent
   * @return evidence of the format {@code fido-u2f}, whose certificate the root signed
   */
  public Evidence fidoU2f(byte[] nonce) {
    KeyPair attester = Keys.p256();
    byte[] point = SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded())
        .getPublicKeyData()
        .getOctets();
    byte[] message = Arrays.concatenate(
        new byte[][] {{0}, rpIdHash(), Bytes32.sha256(client(nonce)).bytes(), credentialId, point});
    byte[] certificate = root.certify(subject, attester.getPublic()).der();
    return evidence(
        "fido-u2f",
        nonce,
        key,
        Map.of("sig", signature(attester, message), "x5c", certificates(List.of(certificate))));
  }

  /**
   * Has Apple's certificate attest.
   *
   * @param nonce what the verifier sent
   * @return evidence of the format {@code apple}
   */
  public Evidence apple(byte[] nonce) {
    byte[] certificate = issuing
        .certify("CN=Pretend Apple", key.getPublic())
        .extension(
            PretendApp.NONCE_EXTENSION,
            false,
            PretendApp.nonceExtension(Bytes32.sha256(signed(nonce, key)).bytes()))
        .der();
    return evidence("apple", nonce, key, Map.of("x5c", chain(certificate)));
  }

  /**
   * Has a phone's keystore attest.
   *
   * @param phone whose key is the credential's and whose anchor counts
   * @param nonce what the verifier sent
   * @return evidence of the format {@code android-key}
   */
  public Evidence androidKey(PretendPhone phone, byte[] nonce) {
    List<byte[]> chain = phone.chain(Bytes32.sha256(client(nonce)).bytes());
    return evidence(
        "android-key",
        nonce,
        phone.key(),
        Map.of(
            "alg", new CborValue.Int(ES256),
            "sig", signature(phone.key(), signed(nonce, phone.key())),
            "x5c", certificates(chain.subList(0, chain.size() - 1))));
  }

  /**
   * Has a TPM attest.
   *
   * @param tpm whose key is the credential's
   * @param nonce what the verifier sent
   * @return evidence of the format {@code tpm}
   */
  public Evidence tpm(PretendTpm tpm, byte[] nonce) {
    KeyPair credential = tpm.key().pair();
    byte[] data = Bytes32.sha256(signed(nonce, credential)).bytes();
    Signed certified = tpm.certify(data, tpm.key());
    PretendCertificate certificate =
        withAaguid(PretendTpm.certificate(issuing, tpm.ak().pair().getPublic())
            .keyUsage(KeyUsage.digitalSignature)
            .extendedUsages(false, "2.23.133.8.3"));
    return evidence(
        "tpm",
        nonce,
        credential,
        Map.of(
            "ver", new CborValue.Text("2.0"),
            "alg", new CborValue.Int(ES256),
            "sig", new CborValue.Bytes(certified.signature()),
            "certInfo", new CborValue.Bytes(certified.attestation()),
            "pubArea", new CborValue.Bytes(tpm.key().publicArea()),
            "x5c", chain(certificate.der())));
  }

  private Evidence evidence(
      String format, byte[] nonce, KeyPair credential, Map<String, CborValue> honest) {
    Map<CborValue, CborValue> statement = new LinkedHashMap<>();
    new TreeMap<>(honest).forEach((name, value) -> statement.put(new CborValue.Text(name), value));
    changes.forEach((name, value) -> statement.put(new CborValue.Text(name), value));
    Map<CborValue, CborValue> object = new LinkedHashMap<>();
    object.put(new CborValue.Text("fmt"), new CborValue.Text(otherFormat.orElse(format)));
    object.put(new CborValue.Text("attStmt"), new CborValue.Dict(statement));
    object.put(new CborValue.Text("authData"), new CborValue.Bytes(data(credential)));
    return WebAuthnVerifier.evidence(CborWriter.write(new CborValue.Dict(object)), client(nonce));
  }

  private byte[] client(byte[] nonce) {
    return clientData
        .replace("NONCE", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The authenticator data. */
  private byte[] data(KeyPair credential) {
    byte[] cose = PretendApp.coseKey((ECPublicKey) credential.getPublic());
    return ByteBuffer.allocate(37 + 18 + credentialId.length + cose.length + extensions.length)
        .put(rpIdHash())
        .put((byte) flags)
        .putInt(counter)
        .put(aaguid)
        .putShort((short) credentialId.length)
        .put(credentialId)
        .put(cose)
        .put(extensions)
        .array();
  }

  private byte[] signed(byte[] nonce, KeyPair credential) {
    return Arrays.concatenate(data(credential), Bytes32.sha256(client(nonce)).bytes());
  }

  private static byte[] rpIdHash() {
    return Bytes32.sha256(RP_ID.getBytes(StandardCharsets.UTF_8)).bytes();
  }

  private static CborValue signature(KeyPair signer, byte[] message) {
    return new CborValue.Bytes(Keys.sign("SHA256withECDSA", signer.getPrivate(), message));
  }

  private PretendCertificate withAaguid(PretendCertificate certificate) {
    return certifiedAaguid.length == 0
        ? certificate
        : certificate.extension(
            AAGUID_EXTENSION,
            false,
            PretendCertificate.encoded(new DEROctetString(certifiedAaguid)));
  }

  /** The certificate and the authorities above it, without the root. */
  private CborValue chain(byte[] certificate) {
    return certificates(issuing.chainToRoot(certificate));
  }

  private static CborValue certificates(List<byte[]> chain) {
    return new CborValue.Array(
        chain.stream().<CborValue>map(CborValue.Bytes::new).toList());
  }
}
