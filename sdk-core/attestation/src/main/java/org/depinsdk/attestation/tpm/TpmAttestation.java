package org.depinsdk.attestation.tpm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;

/**
 * What a TPM says about itself (TPMS_ATTEST, TPM 2.0 part 2 section 10.12), read and not verified.
 *
 * @param qualifiedSigner the qualified name of the key that signed
 * @param extraData what the caller gave it to sign along: a nonce
 * @param clockMillis how long the TPM has run since it was cleared
 * @param resetCount how often it was reset since it was cleared
 * @param restartCount how often it was resumed since its last reset
 * @param safe whether the clock cannot have been set back by a loss of power
 * @param firmwareVersion the TPM's own, as the vendor counts
 * @param statement what it says
 */
@SuppressWarnings("ArrayRecordComponent") // a package-private view of one message, never compared
record TpmAttestation(
    byte[] qualifiedSigner,
    byte[] extraData,
    long clockMillis,
    long resetCount,
    long restartCount,
    boolean safe,
    long firmwareVersion,
    Statement statement) {
  /** TPM_GENERATED_VALUE: a TPM signs no bytes from outside with a restricted key if they begin so. */
  private static final long MAGIC = 0xff544347L;

  private static final int CERTIFY = 0x8017;
  private static final int QUOTE = 0x8018;
  private static final int CREATION = 0x801a;
  private static final int MAX_NAME = 68;
  private static final int MAX_DATA = 66;
  private static final int MAX_BANKS = 16;

  /** What is attested. */
  sealed interface Statement {
    /** PCRs, in the order in which they were hashed, and that hash (TPMS_QUOTE_INFO). */
    record Quote(List<Pcr> selection, byte[] digest) implements Statement {}

    /** That an object is in the TPM (TPMS_CERTIFY_INFO). */
    record Certify(byte[] name, byte[] qualifiedName) implements Statement {}

    /** That the TPM made an object, with the hash of what it was told then (TPMS_CREATION_INFO). */
    record Creation(byte[] name, byte[] creationHash) implements Statement {}
  }

  static TpmAttestation parse(byte[] bytes) throws EncodingException {
    TpmInput in = TpmInput.bigEndian(bytes, "TPMS_ATTEST");
    long magic = in.u32("magic");
    if (magic != MAGIC) {
      throw in.error("magic", "0x" + Long.toHexString(magic) + ", 0xff544347 expected");
    }
    int type = in.u16("type");
    byte[] signer = in.sized(MAX_NAME, "qualifiedSigner");
    byte[] extraData = in.sized(MAX_DATA, "extraData");
    long clock = in.u64("clock");
    long resetCount = in.u32("resetCount");
    long restartCount = in.u32("restartCount");
    int safe = in.u8("safe");
    if (safe > 1) {
      throw in.error("safe", safe + ", 0 or 1 expected");
    }
    long firmware = in.u64("firmwareVersion");
    Statement statement = switch (type) {
      case QUOTE ->
        new Statement.Quote(selection(in), in.sized(TpmHash.SHA512.bytes(), "pcrDigest"));
      case CERTIFY ->
        new Statement.Certify(in.sized(MAX_NAME, "name"), in.sized(MAX_NAME, "qualifiedName"));
      case CREATION ->
        new Statement.Creation(
            in.sized(MAX_NAME, "objectName"), in.sized(TpmHash.SHA512.bytes(), "creationHash"));
      default ->
        throw in.error("type", "0x" + Integer.toHexString(type) + ", 8017, 8018 or 801a expected");
    };
    in.end();
    return new TpmAttestation(
        signer, extraData, clock, resetCount, restartCount, safe == 1, firmware, statement);
  }

  /** A TPML_PCR_SELECTION. */
  private static List<Pcr> selection(TpmInput in) throws EncodingException {
    long banks = in.u32("pcrSelect count");
    if (banks > MAX_BANKS) {
      throw in.error("pcrSelect count", banks + ", at most " + MAX_BANKS + " expected");
    }
    List<Pcr> pcrs = new ArrayList<>();
    Set<TpmHash> seen = EnumSet.noneOf(TpmHash.class);
    for (long i = 0; i < banks; i++) {
      int id = in.u16("pcrSelect hash");
      byte[] bitmap = in.raw(in.u8("sizeofSelect"), "pcrSelect");
      Optional<TpmHash> bank = TpmHash.of(id);
      if (bank.isPresent() && !seen.add(bank.get())) {
        throw in.error("pcrSelect hash", "the bank " + bank.get().label() + " twice");
      }
      for (int index = 0; index < bitmap.length * 8; index++) {
        if ((bitmap[index / 8] >> (index % 8) & 1) == 0) {
          continue;
        }
        if (index >= Pcr.PER_BANK || bank.isEmpty()) {
          throw in.error("pcrSelect", "PCR " + index + " of hash 0x" + Integer.toHexString(id));
        }
        pcrs.add(new Pcr(bank.get(), index));
      }
    }
    return List.copyOf(pcrs);
  }
}
