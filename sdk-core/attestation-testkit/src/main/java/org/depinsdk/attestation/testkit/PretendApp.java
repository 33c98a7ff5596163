package org.depinsdk.attestation.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.apple.AppAssertionVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;

/** A pretend iPhone app with a key in the Secure Enclave, in the production environment until something is changed. */
public final class PretendApp {
  /** The identifier of the app. */
  public static final String APP_ID = "ABCDE12345.org.example.network";

  static final String NONCE_EXTENSION = "1.2.840.113635.100.8.2";

  private static final int ATTESTED = 0x40;

  private final PretendCa root;
  private final PretendCa issuing;
  private final KeyPair key = Keys.p256();
  private byte[] aaguid = Arrays.copyOf("appattest".getBytes(StandardCharsets.US_ASCII), 16);
  private byte[] after = new byte[0];
  private Optional<AttestedKey> enrolled = Optional.empty();
  private int flags = ATTESTED;
  private int counter;

  /** An app with a root of its own. */
  public PretendApp() {
    this(PretendCa.root("CN=Apple App Attestation Root CA"));
  }

  /**
   * An app with certificates below an authority.
   *
   * @param root the authority
   */
  public PretendApp(PretendCa root) {
    this.root = root;
    this.issuing = root.intermediate("CN=Apple App Attestation CA 1");
  }

  /**
   * Moves it to the development environment.
   *
   * @return this
   */
  public PretendApp development() {
    aaguid = "appattestdevelop".getBytes(StandardCharsets.US_ASCII);
    return this;
  }

  /**
   * Has it vouch for another key in what comes next.
   *
   * @param other the key that the device enrols with
   * @return this
   */
  public PretendApp enrolled(AttestedKey other) {
    enrolled = Optional.of(other);
    return this;
  }

  /**
   * The key in the Secure Enclave.
   *
   * @return what is attested
   */
  public AttestedKey attested() {
    return new AttestedKey(key.getPublic().getEncoded());
  }

  /**
   * Appends bytes to the authenticator data of what comes next.
   *
   * @param bytes for example a map, as iOS has it since version 27
   * @return this
   */
  public PretendApp after(byte[] bytes) {
    after = bytes.clone();
    return this;
  }

  /**
   * Sets the flags of the authenticator data of what comes next.
   *
   * @param bits of WebAuthn
   * @return this
   */
  public PretendApp flags(int bits) {
    flags = bits;
    return this;
  }

  /**
   * Sets the counter of what comes next; each assertion then counts one up.
   *
   * @param value the counter
   * @return this
   */
  public PretendApp counter(int value) {
    counter = value;
    return this;
  }

  /**
   * The root that its chains end in.
   *
   * @return the anchor
   */
  public TrustAnchor anchor() {
    return root.anchor();
  }

  /**
   * The lists of withdrawn certificates of its authorities.
   *
   * @param thisUpdate when the lists are made
   * @param nextUpdate until when they are good
   * @param withdrawn whether the authority that certified the app is withdrawn
   * @return the DER of the lists
   */
  public List<byte[]> revocationLists(Instant thisUpdate, Instant nextUpdate, boolean withdrawn) {
    Map<BigInteger, Instant> entries = withdrawn ? Map.of(issuing.serial(), thisUpdate) : Map.of();
    return List.of(
        root.crl(thisUpdate, nextUpdate, entries, Set.of()),
        issuing.crl(thisUpdate, nextUpdate, Map.of(), Set.of()));
  }

  /**
   * The map that iOS appends since version 27.
   *
   * @param category of the validation
   * @param bundleVersion of the app
   * @return the map in CBOR
   */
  public static byte[] extensions(long category, String bundleVersion) {
    Map<CborValue, CborValue> map = new LinkedHashMap<>();
    map.put(new CborValue.Text("apple_validation_category_01"), new CborValue.Int(category));
    map.put(new CborValue.Text("apple_bundle_version_01"), new CborValue.Text(bundleVersion));
    return CborWriter.write(new CborValue.Dict(map));
  }

  /**
   * Attests the key.
   *
   * @param nonce what the verifier sent
   * @return evidence
   */
  public Evidence attest(byte[] nonce) {
    byte[] point = SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded())
        .getPublicKeyData()
        .getOctets();
    byte[] keyId = Bytes32.sha256(point).bytes();
    byte[] cose = coseKey((ECPublicKey) key.getPublic());
    byte[] authData = ByteBuffer.allocate(37 + 18 + 32 + cose.length + after.length)
        .put(fixedPart())
        .put(aaguid)
        .putShort((short) 32)
        .put(keyId)
        .put(cose)
        .put(after)
        .array();
    byte[] expected = Bytes32.sha256(authData, clientDataHash(nonce)).bytes();
    byte[] leaf = issuing
        .certify("CN=" + APP_ID, key.getPublic())
        .extension(NONCE_EXTENSION, false, nonceExtension(expected))
        .der();
    Map<CborValue, CborValue> object = new LinkedHashMap<>();
    object.put(new CborValue.Text("fmt"), new CborValue.Text("apple-appattest"));
    object.put(
        new CborValue.Text("attStmt"),
        new CborValue.Dict(Map.of(
            new CborValue.Text("x5c"),
            new CborValue.Array(issuing.chainToRoot(leaf).stream()
                .<CborValue>map(CborValue.Bytes::new)
                .toList()))));
    object.put(new CborValue.Text("authData"), new CborValue.Bytes(authData));
    return AppAttestationVerifier.evidence(
        CborWriter.write(new CborValue.Dict(object)), nonce, enrolled);
  }

  /**
   * Asserts with the key that it is there, and which key it vouches for.
   *
   * @param nonce what the verifier sent
   * @return evidence
   */
  public Evidence assertion(byte[] nonce) {
    counter++;
    byte[] authData =
        ByteBuffer.allocate(37 + after.length).put(fixedPart()).put(after).array();
    byte[] signed = Bytes32.sha256(authData, clientDataHash(nonce)).bytes();
    Map<CborValue, CborValue> object = new LinkedHashMap<>();
    object.put(
        new CborValue.Text("signature"),
        new CborValue.Bytes(Keys.sign("SHA256withECDSA", key.getPrivate(), signed)));
    object.put(new CborValue.Text("authenticatorData"), new CborValue.Bytes(authData));
    return AppAssertionVerifier.evidence(
        CborWriter.write(new CborValue.Dict(object)), nonce, enrolled, attested());
  }

  private byte[] clientDataHash(byte[] nonce) {
    return Bytes32.sha256(nonce, enrolled.map(AttestedKey::spki).orElse(new byte[0]))
        .bytes();
  }

  private byte[] fixedPart() {
    return ByteBuffer.allocate(37)
        .put(Bytes32.sha256(APP_ID.getBytes(StandardCharsets.UTF_8)).bytes())
        .put((byte) flags)
        .putInt(counter)
        .array();
  }

  static byte[] nonceExtension(byte[] expected) {
    return PretendCertificate.encoded(
        new DERSequence(new DERTaggedObject(true, 1, new DEROctetString(expected))));
  }

  static byte[] coseKey(ECPublicKey key) {
    Map<CborValue, CborValue> map = new LinkedHashMap<>();
    map.put(new CborValue.Int(1), new CborValue.Int(2));
    map.put(new CborValue.Int(3), new CborValue.Int(-7));
    map.put(new CborValue.Int(-1), new CborValue.Int(1));
    map.put(new CborValue.Int(-2), number(key.getW().getAffineX()));
    map.put(new CborValue.Int(-3), number(key.getW().getAffineY()));
    return CborWriter.write(new CborValue.Dict(map));
  }

  private static CborValue number(BigInteger number) {
    return new CborValue.Bytes(BigIntegers.asUnsignedByteArray(32, number));
  }
}
