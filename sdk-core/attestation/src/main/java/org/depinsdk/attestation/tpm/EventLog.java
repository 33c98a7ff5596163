package org.depinsdk.attestation.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The log that firmware and boot loaders keep of what they measured (TCG PC Client Platform Firmware Profile 1.05, section 10;
 * on Linux {@code /sys/kernel/security/tpm0/binary_bios_measurements}). Its older form has SHA-1 alone. Nothing in it is
 * signed; {@link EventLogReplay} compares it with registers that are.
 *
 * @param events in their order
 */
record EventLog(List<TpmEvent> events) {
  /** Longest log that is read. */
  static final int MAX_BYTES = 192 * 1024;

  private static final int MAX_EVENTS = 4096;
  private static final int MAX_ALGORITHMS = 8;
  private static final byte[] AGILE = ascii("Spec ID Event03\0");

  /** Copies. */
  EventLog {
    events = List.copyOf(events);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static EventLog parse(byte[] bytes) throws EncodingException {
    TpmInput in = TpmInput.littleEndian(bytes, "event log");
    if (bytes.length > MAX_BYTES) {
      throw in.error("size", bytes.length + " bytes, at most " + MAX_BYTES + " expected");
    }
    List<TpmEvent> events = new ArrayList<>();
    Map<Integer, Integer> sizes = Map.of();
    while (in.hasMore()) {
      if (events.size() == MAX_EVENTS) {
        throw in.error("events", "more than " + MAX_EVENTS);
      }
      TpmEvent event = event(in, events.size(), sizes);
      if (events.isEmpty() && isAgileHeader(event)) {
        sizes = digestSizes(event.data());
      }
      events.add(event);
    }
    return new EventLog(events);
  }

  /** A TCG_PCR_EVENT, or with sizes of digests a TCG_PCR_EVENT2. */
  private static TpmEvent event(TpmInput in, int number, Map<Integer, Integer> sizes)
      throws EncodingException {
    String field = "event " + number;
    long pcr = in.u32(field + " pcrIndex");
    if (pcr >= Pcr.PER_BANK) {
      throw in.error(field + " pcrIndex", pcr + ", at most " + (Pcr.PER_BANK - 1) + " expected");
    }
    EventType type = EventType.of(in.u32(field + " eventType"));
    Map<TpmHash, byte[]> digests = new EnumMap<>(TpmHash.class);
    if (sizes.isEmpty()) {
      digests.put(TpmHash.SHA1, in.raw(TpmHash.SHA1.bytes(), field + " digest"));
    } else {
      long count = in.u32(field + " digests count");
      if (count != sizes.size()) {
        throw in.error(field + " digests", count + ", " + sizes.size() + " expected");
      }
      Map<Integer, byte[]> all = new LinkedHashMap<>();
      for (int i = 0; i < sizes.size(); i++) {
        int id = in.u16(field + " hashAlg");
        Integer size = sizes.get(id);
        if (size == null || all.put(id, in.raw(size, field + " digest")) != null) {
          throw in.error(
              field + " hashAlg",
              "0x" + Integer.toHexString(id) + ", each algorithm of the header once expected");
        }
      }
      all.forEach((id, digest) -> TpmHash.of(id).ifPresent(bank -> digests.put(bank, digest)));
    }
    byte[] data = in.raw(in.u32(field + " eventSize"), field + " data");
    return new TpmEvent(number, (int) pcr, type, digests, data);
  }

  private static boolean isAgileHeader(TpmEvent event) {
    return event.type() == EventType.NO_ACTION
        && event.pcr() == 0
        && event.data().length >= AGILE.length
        && Arrays.equals(event.data(), 0, AGILE.length, AGILE, 0, AGILE.length);
  }

  /** The sizes of digests, by algorithm, that a TCG_EfiSpecIDEvent announces. */
  private static Map<Integer, Integer> digestSizes(byte[] header) throws EncodingException {
    TpmInput in = TpmInput.littleEndian(header, "event log header");
    in.raw(AGILE.length + 8L, "signature, platformClass, specVersion and uintnSize");
    long count = in.u32("numberOfAlgorithms");
    if (count == 0 || count > MAX_ALGORITHMS) {
      throw in.error("numberOfAlgorithms", count + ", 1 to " + MAX_ALGORITHMS + " expected");
    }
    Map<Integer, Integer> sizes = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      int id = in.u16("algorithmId");
      int size = in.u16("digestSize");
      int expected = TpmHash.of(id).map(TpmHash::bytes).orElse(size);
      if (size != expected || size == 0 || size > TpmHash.SHA512.bytes()) {
        throw in.error("digestSize", size + " for algorithm 0x" + Integer.toHexString(id));
      }
      if (sizes.put(id, size) != null) {
        throw in.error("algorithmId", "0x" + Integer.toHexString(id) + " twice");
      }
    }
    in.raw(in.u8("vendorInfoSize"), "vendorInfo");
    in.end();
    return sizes;
  }
}
