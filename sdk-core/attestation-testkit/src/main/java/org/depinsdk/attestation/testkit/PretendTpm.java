package org.depinsdk.attestation.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.attestation.tpm.CredentialActivation;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
import org.depinsdk.core.tpm.TpmEvidence.CertifiedKey;
import org.depinsdk.core.tpm.TpmEvidence.PcrValue;
import org.depinsdk.core.tpm.TpmEvidence.Signed;

/**
 * A pretend TPM 2.0 in a pretend machine: it answers a verifier's challenge as a real one does, and each part of the answer can
 * be exchanged, because {@link TpmEvidence} is a plain record.
 */
public final class PretendTpm {
  /** TPMA_OBJECT of an attestation key: generated there, bound to the TPM, restricted, for signing. */
  public static final int AK_ATTRIBUTES = 0x00050472;

  /** TPMA_OBJECT of a key that signs reports: as {@link #AK_ATTRIBUTES}, unrestricted. */
  public static final int KEY_ATTRIBUTES = 0x00040472;

  private static final int SHA256 = 0x000b;
  private static final int PCRS = 24;

  /**
   * A key in the TPM.
   *
   * @param pair the key
   * @param publicArea TPMT_PUBLIC
   */
  public record Key(KeyPair pair, byte[] publicArea) {
    /** Copies. */
    public Key {
      publicArea = publicArea.clone();
    }

    @Override
    public byte[] publicArea() {
      return publicArea.clone();
    }

    /**
     * What a TPM calls the key.
     *
     * @return the hash of the public area, with the hash's number in front
     */
    public byte[] name() {
      return ByteBuffer.allocate(2 + Bytes32.LENGTH)
          .putShort((short) SHA256)
          .put(Bytes32.sha256(publicArea).bytes())
          .array();
    }
  }

  private final KeyPair ek;
  private final List<byte[]> certificates;
  private final byte[][] pcrs = new byte[PCRS][Bytes32.LENGTH];
  private final Key key = key(KEY_ATTRIBUTES);
  private Key ak = key(AK_ATTRIBUTES);
  private byte[] log = {};

  /**
   * A TPM.
   *
   * @param ek its endorsement key
   * @param certificates as {@link #certificate} and the manufacturer's chain give them, the endorsement key's first
   */
  public PretendTpm(KeyPair ek, List<byte[]> certificates) {
    this.ek = ek;
    this.certificates = List.copyOf(certificates);
    for (int pcr = 17; pcr < 23; pcr++) {
      Arrays.fill(pcrs[pcr], (byte) 0xff);
    }
  }

  /**
   * A TPM that a manufacturer made.
   *
   * @param manufacturer certifies its endorsement key, which is on P-256
   * @return the TPM
   */
  public static PretendTpm of(PretendCa manufacturer) {
    KeyPair ek = Keys.p256();
    List<byte[]> chain =
        manufacturer.chain(certificate(manufacturer, ek.getPublic()).der());
    return new PretendTpm(ek, chain);
  }

  /**
   * A fresh RSA key of 2,048 bits, as most TPMs have for endorsement.
   *
   * @return the pair
   */
  public static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /**
   * Begins the certificate of an endorsement key, by the TCG's EK Credential Profile.
   *
   * @param manufacturer signs it
   * @param ek the key
   * @return the request
   */
  public static PretendCertificate certificate(PretendCa manufacturer, PublicKey ek) {
    X500NameBuilder tpm = new X500NameBuilder();
    tpm.addRDN(new ASN1ObjectIdentifier("2.23.133.2.1"), new DERUTF8String("id:50524554"));
    tpm.addRDN(new ASN1ObjectIdentifier("2.23.133.2.2"), new DERUTF8String("pretend"));
    tpm.addRDN(new ASN1ObjectIdentifier("2.23.133.2.3"), new DERUTF8String("id:00010000"));
    return manufacturer
        .certify("", ek)
        .extension(
            "2.5.29.17",
            true,
            PretendCertificate.encoded(new GeneralNames(new GeneralName(tpm.build()))))
        .keyUsage(
            "RSA".equals(ek.getAlgorithm()) ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement)
        .extendedUsages(false, "2.23.133.8.1");
  }

  /**
   * Makes a key on P-256 and what a TPM says of it.
   *
   * @param attributes TPMA_OBJECT
   * @return the key, for ECDSA with SHA-256
   */
  public static Key key(int attributes) {
    KeyPair pair = Keys.p256();
    ECPublicKey point = (ECPublicKey) pair.getPublic();
    byte[] publicArea = ByteBuffer.allocate(88)
        .putShort((short) 0x0023) // ECC
        .putShort((short) SHA256)
        .putInt(attributes)
        .putShort((short) 0) // authPolicy
        .putShort((short) 0x0010) // symmetric: none
        .putShort((short) 0x0018) // ECDSA
        .putShort((short) SHA256)
        .putShort((short) 0x0003) // P-256
        .putShort((short) 0x0010) // kdf: none
        .putShort((short) 32)
        .put(number(point.getW().getAffineX()))
        .putShort((short) 32)
        .put(number(point.getW().getAffineY()))
        .array();
    return new Key(pair, publicArea);
  }

  private static byte[] number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[32];
    int from = Math.max(0, bytes.length - 32);
    System.arraycopy(bytes, from, padded, 32 - (bytes.length - from), bytes.length - from);
    return padded;
  }

  /**
   * Boots the machine: extends the registers, and keeps the log.
   *
   * @param boot what is measured
   * @return this
   */
  public PretendTpm boot(PretendBoot boot) {
    for (PretendBoot.Event event : boot.events()) {
      if (event.type() != PretendBoot.NO_ACTION) {
        extend(event.pcr(), event.digest());
      }
    }
    log = boot.log();
    return this;
  }

  /**
   * Extends a register and tells no log of it.
   *
   * @param pcr 0 to 23
   * @param digest what it is extended by
   * @return this
   */
  public PretendTpm extend(int pcr, Bytes32 digest) {
    pcrs[pcr] = Bytes32.sha256(pcrs[pcr], digest.bytes()).bytes();
    return this;
  }

  /**
   * The value of a register.
   *
   * @param pcr 0 to 23
   * @return of the SHA-256 bank
   */
  public Bytes32 pcr(int pcr) {
    return Bytes32.of(pcrs[pcr]);
  }

  /**
   * The key that the device signs reports with.
   *
   * @return the same every time
   */
  public Key key() {
    return key;
  }

  /**
   * The attestation key.
   *
   * @return the same until {@link #replaceAk}
   */
  public Key ak() {
    return ak;
  }

  /**
   * Attests with another key from now on.
   *
   * @param other the key
   */
  public void replaceAk(Key other) {
    ak = other;
  }

  /**
   * Which TPM this is.
   *
   * @return its announcement
   */
  public TpmAnnouncement announcement() {
    return new TpmAnnouncement(certificates, ak.publicArea());
  }

  /**
   * Reads the secret in a challenge.
   *
   * @param challenge of the verifier
   * @return the secret
   * @throws EncodingException if the challenge is for another TPM or attestation key
   */
  public byte[] activate(byte[] challenge) throws EncodingException {
    return CredentialActivation.open(ek, ak.name(), challenge);
  }

  /**
   * Answers a challenge over registers 0 to 7.
   *
   * @param challenge of the verifier
   * @return honest evidence
   * @throws EncodingException if the challenge is for another TPM or attestation key
   */
  public TpmEvidence evidence(byte[] challenge) throws EncodingException {
    byte[] secret = activate(challenge);
    List<PcrValue> values = new ArrayList<>();
    for (int pcr = 0; pcr < 8; pcr++) {
      values.add(new PcrValue(SHA256, pcr, pcrs[pcr]));
    }
    return new TpmEvidence(
        announcement(),
        secret,
        quote(secret, 0, 1, 2, 3, 4, 5, 6, 7),
        values,
        log,
        Optional.of(new CertifiedKey(key.publicArea(), certify(secret, key))));
  }

  /**
   * Quotes registers (TPM2_Quote).
   *
   * @param data signed along
   * @param selected registers of the SHA-256 bank
   * @return what the attestation key signed
   */
  public Signed quote(byte[] data, int... selected) {
    byte[] bitmap = new byte[PCRS / 8];
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (int pcr : selected) {
      bitmap[pcr / 8] |= (byte) (1 << (pcr % 8));
    }
    for (int pcr = 0; pcr < PCRS; pcr++) {
      if ((bitmap[pcr / 8] >> (pcr % 8) & 1) != 0) {
        values.writeBytes(pcrs[pcr]);
      }
    }
    byte[] about = ByteBuffer.allocate(44)
        .putInt(1)
        .putShort((short) SHA256)
        .put((byte) bitmap.length)
        .put(bitmap)
        .putShort((short) Bytes32.LENGTH)
        .put(Bytes32.sha256(values.toByteArray()).bytes())
        .array();
    return sign(attestation(0x8018, data, about));
  }

  /**
   * Certifies a key (TPM2_Certify).
   *
   * @param data signed along
   * @param certified the key
   * @return what the attestation key signed
   */
  public Signed certify(byte[] data, Key certified) {
    byte[] name = certified.name();
    byte[] about = ByteBuffer.allocate(4 + 2 * name.length)
        .putShort((short) name.length)
        .put(name)
        .putShort((short) name.length) // a qualified name, which nothing checks
        .put(name)
        .array();
    return sign(attestation(0x8017, data, about));
  }

  private byte[] attestation(int type, byte[] data, byte[] about) {
    byte[] signer = ak.name();
    return ByteBuffer.allocate(4 + 2 + 2 + signer.length + 2 + data.length + 17 + 8 + about.length)
        .putInt(0xff544347)
        .putShort((short) type)
        .putShort((short) signer.length)
        .put(signer)
        .putShort((short) data.length)
        .put(data)
        .putLong(1000) // clock
        .putInt(1) // resetCount
        .putInt(0) // restartCount
        .put((byte) 1) // safe
        .putLong(0x0001_0000_0000_0000L) // firmwareVersion
        .put(about)
        .array();
  }

  /**
   * Signs any bytes with the attestation key, which a real TPM does not.
   *
   * @param attestation the bytes
   * @return them and TPMT_SIGNATURE
   */
  public Signed sign(byte[] attestation) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
      signer.initSign(ak.pair().getPrivate());
      signer.update(attestation);
      byte[] raw = signer.sign();
      byte[] signature = ByteBuffer.allocate(8 + raw.length)
          .putShort((short) 0x0018) // ECDSA
          .putShort((short) SHA256)
          .putShort((short) 32)
          .put(raw, 0, 32)
          .putShort((short) 32)
          .put(raw, 32, 32)
          .array();
      return new Signed(attestation, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA", e);
    }
  }
}
