package org.depinsdk.attestation.testkit;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.android.AndroidKeyVerifier;

/** A pretend Android phone with a keystore. It is locked, verified, and certified by a factory until something is changed. */
public final class PretendPhone {
  /** The key that verified its operating system. */
  public static final byte[] BOOT_KEY =
      "a pretend verified boot key 0001".getBytes(StandardCharsets.US_ASCII);

  /** The application that asks for attestations. */
  public static final String PACKAGE = "org.example.network";

  private final PretendCa root;
  private final KeyPair key = Keys.p256();
  private int level = 1;
  private boolean locked = true;
  private int bootState;
  private int origin;
  private int patchLevel = 202611;
  private boolean remote;
  private Instant caNotAfter = PretendCa.NOT_AFTER;

  /** A phone with a root of its own. */
  public PretendPhone() {
    this(PretendCa.root("2.5.4.5=f92009e853b6b045"));
  }

  /**
   * A phone with certificates below an authority.
   *
   * @param root the authority
   */
  public PretendPhone(PretendCa root) {
    this.root = root;
  }

  /**
   * Sets what signs and holds the key.
   *
   * @param number 0 software, 1 TEE, 2 StrongBox
   * @return this
   */
  public PretendPhone level(int number) {
    level = number;
    return this;
  }

  /**
   * Sets how it booted.
   *
   * @param bootloaderLocked whether the bootloader takes only verified systems
   * @param state 0 verified, 1 self-signed, 2 unverified, 3 failed
   * @return this
   */
  public PretendPhone boot(boolean bootloaderLocked, int state) {
    locked = bootloaderLocked;
    bootState = state;
    return this;
  }

  /**
   * Sets where the key is from.
   *
   * @param number 0 generated, 1 derived, 2 imported
   * @return this
   */
  public PretendPhone origin(int number) {
    origin = number;
    return this;
  }

  /**
   * Sets the operating system's patch level.
   *
   * @param yearAndMonth for example 202611
   * @return this
   */
  public PretendPhone patchLevel(int yearAndMonth) {
    patchLevel = yearAndMonth;
    return this;
  }

  /**
   * Has it provisioned over the air.
   *
   * @return this
   */
  public PretendPhone remotelyProvisioned() {
    remote = true;
    return this;
  }

  /**
   * Sets the end of its intermediate certificate.
   *
   * @param notAfter the last second
   * @return this
   */
  public PretendPhone intermediateUntil(Instant notAfter) {
    caNotAfter = notAfter;
    return this;
  }

  /**
   * The root that its chains end in.
   *
   * @return an anchor whose factory certificates do not expire
   */
  public TrustAnchor anchor() {
    return root.anchor(AndroidKeyVerifier.LIFELONG);
  }

  /**
   * The attested key.
   *
   * @return the pair
   */
  public KeyPair key() {
    return key;
  }

  /**
   * Attests the key.
   *
   * @param challenge what the verifier sent
   * @return evidence without the root's certificate
   */
  public Evidence attest(byte[] challenge) {
    List<byte[]> chain = chain(challenge);
    return AndroidKeyVerifier.evidence(chain.subList(0, chain.size() - 1));
  }

  /**
   * Attests the key.
   *
   * @param challenge what the verifier sent
   * @return the certificates, the key's first and the root last
   */
  public List<byte[]> chain(byte[] challenge) {
    KeyPair caKeys = Keys.p256();
    PretendCertificate ca = root.certify(
            remote ? "CN=Droid CA3,O=Google LLC" : "2.5.4.5=87f4514475ba0a2b", caKeys.getPublic())
        .valid(PretendCa.NOT_BEFORE, caNotAfter)
        .ca(-1);
    PretendCa intermediate = root.intermediate(caKeys, ca);
    PretendCa keystore = intermediate.intermediate("2.5.4.12=TEE,2.5.4.5=3e7fb6a1ee4bd568");
    return keystore.chain(keystore
        .certify("CN=Android Keystore Key", key.getPublic())
        .extension(AndroidKeyVerifier.KEY_DESCRIPTION, false, description(challenge))
        .der());
  }

  /**
   * Signs a further certificate with the attested key, as somebody would who wants to pass another key off as attested.
   *
   * @param challenge what the verifier sent
   * @return the certificates, the forged one first
   */
  public List<byte[]> extendedChain(byte[] challenge) {
    List<byte[]> chain = new ArrayList<>();
    chain.add(new PretendCertificate("CN=Android Keystore Key", key.getPrivate())
        .subject("CN=Android Keystore Key")
        .key(Keys.p256().getPublic())
        .extension(AndroidKeyVerifier.KEY_DESCRIPTION, false, description(challenge))
        .der());
    chain.addAll(chain(challenge));
    return chain;
  }

  private byte[] description(byte[] challenge) {
    ASN1Encodable application =
        octets(PretendCertificate.encoded(new DERSequence(new ASN1Encodable[] {
          new DERSet(new DERSequence(new ASN1Encodable[] {
            octets(PACKAGE.getBytes(StandardCharsets.UTF_8)), new ASN1Integer(1)
          })),
          new DERSet(octets(new byte[32]))
        })));
    ASN1EncodableVector software = new ASN1EncodableVector();
    software.add(tagged(709, application));
    ASN1EncodableVector hardware = new ASN1EncodableVector();
    hardware.add(tagged(1, new DERSet(new ASN1Integer(2))));
    hardware.add(tagged(702, new ASN1Integer(origin)));
    hardware.add(tagged(704, new DERSequence(new ASN1Encodable[] {
      octets(BOOT_KEY),
      ASN1Boolean.getInstance(locked),
      new ASN1Enumerated(bootState),
      octets(new byte[32])
    })));
    hardware.add(tagged(706, new ASN1Integer(patchLevel)));
    return PretendCertificate.encoded(new DERSequence(new ASN1Encodable[] {
      new ASN1Integer(300),
      new ASN1Enumerated(level),
      new ASN1Integer(300),
      new ASN1Enumerated(level),
      octets(challenge),
      octets(new byte[0]),
      new DERSequence(software),
      new DERSequence(hardware)
    }));
  }

  private static ASN1Encodable octets(byte[] bytes) {
    return new DEROctetString(bytes);
  }

  private static ASN1Encodable tagged(int tag, ASN1Encodable value) {
    return new DERTaggedObject(true, tag, value);
  }
}
