package org.depinsdk.attestation.tpm;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.tpm.TpmEvidence.PcrValue;

/**
 * The values of registers that a quote covers. Evidence may bring others too; nobody signed those, and they do not exist here.
 *
 * @param values of the registers in the signed selection, and of no other
 */
record QuotedPcrs(SortedMap<Pcr, byte[]> values) {
  /**
   * Matches values with a quote.
   *
   * @param quote whose signature was verified
   * @param hash of the signature's scheme, which is that of the quote's digest (TPM 2.0 part 3, section 18.4)
   * @param presented values from the evidence
   * @return empty if a quoted value is not there, or the values are not those that were quoted
   */
  static Optional<QuotedPcrs> of(
      TpmAttestation.Statement.Quote quote, TpmHash hash, List<PcrValue> presented) {
    Map<Pcr, byte[]> all = new HashMap<>();
    for (PcrValue value : presented) {
      Optional<TpmHash> bank = TpmHash.of(value.bank());
      if (bank.isPresent()
          && value.index() < Pcr.PER_BANK
          && all.put(new Pcr(bank.get(), value.index()), value.value()) != null) {
        return Optional.empty();
      }
    }
    SortedMap<Pcr, byte[]> quoted = new TreeMap<>();
    ByteArrayOutputStream hashed = new ByteArrayOutputStream();
    for (Pcr pcr : quote.selection()) {
      byte[] value = all.get(pcr);
      if (value == null || value.length != pcr.bank().bytes()) {
        return Optional.empty();
      }
      hashed.writeBytes(value);
      quoted.put(pcr, value);
    }
    return Arrays.equals(hash.hash(hashed.toByteArray()), quote.digest())
        ? Optional.of(new QuotedPcrs(quoted))
        : Optional.empty();
  }
}
