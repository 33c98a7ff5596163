package org.depinsdk.core.tpm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A TPM's answer to a challenge, in the TPM's own structures. Nothing in it is verified.
 *
 * @param announcement the TPM and its attestation key
 * @param secret what the TPM found in the challenge (TPM2_ActivateCredential)
 * @param quote TPMS_ATTEST of TPM2_Quote over the secret
 * @param pcrs the values of registers, at most {@value #MAX_PCRS}
 * @param eventLog what firmware and boot loaders measured; empty if the platform keeps no log
 * @param key the key that the device signs with, certified by the attestation key over the secret
 */
public record TpmEvidence(
    TpmAnnouncement announcement,
    byte[] secret,
    Signed quote,
    List<PcrValue> pcrs,
    byte[] eventLog,
    Optional<CertifiedKey> key) {
  /** Most registers. */
  public static final int MAX_PCRS = 96;

  /** Copies. */
  public TpmEvidence {
    secret = secret.clone();
    pcrs = List.copyOf(pcrs);
    eventLog = eventLog.clone();
  }

  /**
   * What the attestation key signed.
   *
   * @param attestation TPMS_ATTEST
   * @param signature TPMT_SIGNATURE
   */
  public record Signed(byte[] attestation, byte[] signature) {
    /** Copies. */
    public Signed {
      attestation = attestation.clone();
      signature = signature.clone();
    }

    @Override
    public byte[] attestation() {
      return attestation.clone();
    }

    @Override
    public byte[] signature() {
      return signature.clone();
    }

    CborValue cbor() {
      return CborValue.Array.of(new CborValue.Bytes(attestation), new CborValue.Bytes(signature));
    }

    static Signed parse(CborValue value, String name) throws EncodingException {
      List<CborValue> items = CborFields.array(value, 2, name);
      return new Signed(
          CborFields.bytes(items.get(0), name + " attestation"),
          CborFields.bytes(items.get(1), name + " signature"));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Signed s && cbor().equals(s.cbor());
    }

    @Override
    public int hashCode() {
      return cbor().hashCode();
    }
  }

  /**
   * The value of a register.
   *
   * @param bank TPM_ALG_ID of its hash
   * @param index 0 to 23
   * @param value the hash
   */
  public record PcrValue(int bank, int index, byte[] value) {
    /** Copies. */
    public PcrValue {
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    CborValue cbor() {
      return CborValue.Array.of(
          new CborValue.Int(bank), new CborValue.Int(index), new CborValue.Bytes(value));
    }

    static PcrValue parse(CborValue value, String name) throws EncodingException {
      List<CborValue> items = CborFields.array(value, 3, name);
      return new PcrValue(
          small(items.get(0), "PCR bank"),
          small(items.get(1), "PCR index"),
          CborFields.bytes(items.get(2), "PCR value"));
    }

    private static int small(CborValue value, String name) throws EncodingException {
      long number = CborFields.number(value, name);
      if (number < 0 || number > 0xffff) {
        throw new EncodingException(name + " must be 0 to 65535, not " + number);
      }
      return (int) number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof PcrValue p && cbor().equals(p.cbor());
    }

    @Override
    public int hashCode() {
      return cbor().hashCode();
    }
  }

  /**
   * A key of the device and the TPM's word that it holds it.
   *
   * @param publicArea TPMT_PUBLIC
   * @param certification TPMS_ATTEST of TPM2_Certify over the secret
   */
  public record CertifiedKey(byte[] publicArea, Signed certification) {
    /** Copies. */
    public CertifiedKey {
      publicArea = publicArea.clone();
    }

    @Override
    public byte[] publicArea() {
      return publicArea.clone();
    }

    CborValue cbor() {
      return CborValue.Array.of(new CborValue.Bytes(publicArea), certification.cbor());
    }

    static CertifiedKey parse(CborValue value) throws EncodingException {
      List<CborValue> items = CborFields.array(value, 2, "key");
      return new CertifiedKey(
          CborFields.bytes(items.get(0), "key public area"),
          Signed.parse(items.get(1), "key certification"));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof CertifiedKey k && cbor().equals(k.cbor());
    }

    @Override
    public int hashCode() {
      return cbor().hashCode();
    }
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public byte[] eventLog() {
    return eventLog.clone();
  }

  /**
   * Serialises the evidence.
   *
   * @return CBOR in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(cbor());
  }

  private CborValue cbor() {
    return CborValue.Array.of(
        announcement.cbor(),
        new CborValue.Bytes(secret),
        quote.cbor(),
        new CborValue.Array(pcrs.stream().map(PcrValue::cbor).toList()),
        new CborValue.Bytes(eventLog),
        key.map(CertifiedKey::cbor).orElse(CborValue.Simple.NULL));
  }

  /**
   * Reads evidence.
   *
   * @param bytes as {@link #toBytes} gives them, at most {@link CborReader#MAX_BYTES}
   * @return the evidence; its parts are not looked into
   * @throws EncodingException if the bytes are anything else
   */
  public static TpmEvidence parse(byte[] bytes) throws EncodingException {
    List<CborValue> items = CborFields.array(CborReader.read(bytes), 6, "evidence");
    return new TpmEvidence(
        TpmAnnouncement.parse(items.get(0)),
        CborFields.bytes(items.get(1), "secret"),
        Signed.parse(items.get(2), "quote"),
        list(items.get(3), MAX_PCRS, "PCRs", PcrValue::parse),
        CborFields.bytes(items.get(4), "event log"),
        items.get(5) == CborValue.Simple.NULL
            ? Optional.empty()
            : Optional.of(CertifiedKey.parse(items.get(5))));
  }

  /** Reads one item of a list. */
  interface ItemParser<T> {
    T parse(CborValue value, String name) throws EncodingException;
  }

  static <T> List<T> list(CborValue value, int most, String name, ItemParser<T> parser)
      throws EncodingException {
    if (!(value instanceof CborValue.Array array) || array.items().size() > most) {
      throw new EncodingException(name + " must be an array of at most " + most + " items");
    }
    List<T> items = new ArrayList<>();
    for (CborValue item : array.items()) {
      items.add(parser.parse(item, name));
    }
    return items;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TpmEvidence e && cbor().equals(e.cbor());
  }

  @Override
  public int hashCode() {
    return cbor().hashCode();
  }

  @Override
  public String toString() {
    return "TpmEvidence[" + announcement + ", " + pcrs.size() + " PCRs, event log of "
        + eventLog.length + " bytes]";
  }
}
