package org.depinsdk.attestation.nitro;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The payload of an attestation document, with the limits of AWS ("Nitro Enclaves Attestation Process", section 3.2.2.2).
 *
 * @param moduleId of the enclave
 * @param timestamp of its hypervisor
 * @param pcrs the measurements by index
 * @param chain the certificate of the document's key and those above it, the key's own first
 * @param publicKey that the enclave asked to have attested; empty if none
 * @param nonce that the enclave asked to have attested; empty if none
 */
record NitroDocument(
    String moduleId,
    Instant timestamp,
    SortedMap<Integer, byte[]> pcrs,
    List<byte[]> chain,
    Optional<byte[]> publicKey,
    Optional<byte[]> nonce) {
  private static final Set<String> NAMES = Set.of(
      "module_id",
      "digest",
      "timestamp",
      "pcrs",
      "certificate",
      "cabundle",
      "public_key",
      "user_data",
      "nonce");
  private static final int MAX_KEY = 1024;
  private static final int MAX_DATA = 512;
  private static final int MAX_PCRS = 32;
  private static final int PCR_BYTES = 48;

  static NitroDocument parse(byte[] payload) throws EncodingException {
    if (!(CborReader.readTolerant(payload) instanceof CborValue.Dict map)) {
      throw new EncodingException("a document is a map");
    }
    for (CborValue name : map.entries().keySet()) {
      if (!NAMES.contains(CborFields.string(name, "a name"))) {
        throw new EncodingException("a document has an unknown field");
      }
    }
    if (!CborFields.string(field(map, "digest"), "digest").equals("SHA384")) {
      throw new EncodingException("digest is SHA384");
    }
    optional(map, "user_data", MAX_DATA);
    return new NitroDocument(
        CborFields.string(field(map, "module_id"), "module_id"),
        CborFields.instantMillis(field(map, "timestamp"), "timestamp"),
        pcrs(field(map, "pcrs")),
        chain(map),
        optional(map, "public_key", MAX_KEY),
        optional(map, "nonce", MAX_DATA));
  }

  private static CborValue field(CborValue.Dict map, String name) {
    return map.get(name).orElse(CborValue.Simple.NULL);
  }

  private static Optional<byte[]> optional(CborValue.Dict map, String name, int most)
      throws EncodingException {
    CborValue value = field(map, name);
    if (value == CborValue.Simple.NULL) {
      return Optional.empty();
    }
    byte[] bytes = CborFields.bytes(value, name);
    if (bytes.length > most) {
      throw new EncodingException(name + " has at most " + most + " bytes, not " + bytes.length);
    }
    return Optional.of(bytes);
  }

  private static SortedMap<Integer, byte[]> pcrs(CborValue value) throws EncodingException {
    if (!(value instanceof CborValue.Dict map)
        || map.entries().isEmpty()
        || map.entries().size() > MAX_PCRS) {
      throw new EncodingException("pcrs are 1 to 32");
    }
    SortedMap<Integer, byte[]> pcrs = new TreeMap<>();
    for (Map.Entry<CborValue, CborValue> entry : map.entries().entrySet()) {
      long index = CborFields.number(entry.getKey(), "a PCR's index");
      byte[] pcr = CborFields.bytes(entry.getValue(), "a PCR");
      if (index < 0 || index >= MAX_PCRS || pcr.length != PCR_BYTES) {
        throw new EncodingException("a PCR has an index below 32 and 48 bytes");
      }
      pcrs.put((int) index, pcr);
    }
    return pcrs;
  }

  /** AWS sends the root first; a chain begins with the key's own certificate. */
  private static List<byte[]> chain(CborValue.Dict map) throws EncodingException {
    List<byte[]> chain = new ArrayList<>();
    if (!(field(map, "cabundle") instanceof CborValue.Array bundle)) {
      throw new EncodingException("cabundle is an array");
    }
    for (CborValue certificate : bundle.items()) {
      chain.add(0, CborFields.bytes(certificate, "cabundle"));
    }
    chain.add(0, CborFields.bytes(field(map, "certificate"), "certificate"));
    return chain;
  }
}
