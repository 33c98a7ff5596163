package org.depinsdk.attestation.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes from an event log what the registers must hold, and says what in the log is not to be relied on. Types and data
 * of events are not signed: a relabelled event replays to the same registers. So data counts only if it is what was measured.
 */
final class EventLogReplay {
  /** Registers of firmware and boot loader, in each of which one separator marks where the operating system begins. */
  private static final int SEPARATED = 8;

  /** Registers of a late launch start with other values, which no log of the firmware tells. */
  private static final int FIRST_DYNAMIC = 17;

  private static final int LAST_DYNAMIC = 22;
  private static final byte[] LOCALITY = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HCRTM_LOCALITY = 4;
  private static final int SECURE_BOOT_PCR = 7;
  private static final Set<Long> SEPARATORS = Set.of(0L, 0xffff_ffffL);

  /** What is wrong with an event. */
  enum Fault {
    /** A start-up locality that the profile does not allow there. */
    STARTUP_LOCALITY("log.startup-locality"),
    /** The profile has no such type. */
    UNKNOWN_TYPE("log.unknown-event-type"),
    /** The data is not what was measured, though the type says so. */
    DATA_MISMATCH("log.data-mismatch"),
    /** Not exactly one separator, or one that tells of an error. */
    SEPARATOR("log.separator");

    private final String code;

    Fault(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /**
   * Something that makes the log of a register unusable.
   *
   * @param fault what
   * @param pcr the register
   * @param event the event's place in the log, -1 if it is about a missing one
   */
  record Problem(Fault fault, int pcr, int event) {}

  private final SortedMap<Pcr, byte[]> values = new TreeMap<>();
  private final Map<Integer, List<TpmEvent>> extended = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private EventLogReplay() {}

  static EventLogReplay of(EventLog log) {
    EventLogReplay replay = new EventLogReplay();
    Set<TpmHash> banks = EnumSet.noneOf(TpmHash.class);
    log.events().stream()
        .filter(event -> event.number() > 0 || event.type() != EventType.NO_ACTION)
        .forEach(event -> banks.addAll(event.digests().keySet()));
    int locality = replay.startupLocality(log);
    for (TpmHash bank : banks) {
      for (int index = 0; index < Pcr.PER_BANK; index++) {
        if (index < FIRST_DYNAMIC || index > LAST_DYNAMIC) {
          byte[] start = new byte[bank.bytes()];
          start[start.length - 1] = index == 0 ? (byte) locality : 0;
          replay.values.put(new Pcr(bank, index), start);
        }
      }
    }
    log.events().forEach(replay::take);
    replay.checkSeparators();
    return replay;
  }

  /** Profile 1.05 section 10.4.5.3: 0 or 3, and 4 if the H-CRTM measured first; told once, for PCR 0, before its events. */
  private int startupLocality(EventLog log) {
    int locality = 0;
    boolean told = false;
    Set<Integer> touched = new HashSet<>();
    for (TpmEvent event : log.events()) {
      if (event.type() != EventType.NO_ACTION) {
        touched.add(event.pcr());
        continue;
      }
      byte[] data = event.data();
      if (data.length < LOCALITY.length
          || !Arrays.equals(data, 0, LOCALITY.length, LOCALITY, 0, LOCALITY.length)) {
        continue;
      }
      int value = data.length == LOCALITY.length + 1 ? data[LOCALITY.length] : -1;
      boolean allowed =
          value == 0 || value == 3 || (value == HCRTM_LOCALITY && beginsWithHcrtm(log));
      if (told || event.pcr() != 0 || touched.contains(0) || !allowed) {
        problems.add(new Problem(Fault.STARTUP_LOCALITY, 0, event.number()));
      } else {
        told = true;
        locality = value;
      }
    }
    return locality;
  }

  private static boolean beginsWithHcrtm(EventLog log) {
    return log.events().stream()
        .filter(event -> event.pcr() == 0 && event.type() != EventType.NO_ACTION)
        .findFirst()
        .filter(event -> event.type() == EventType.EFI_HCRTM_EVENT)
        .isPresent();
  }

  private void take(TpmEvent event) {
    if (event.type() == EventType.NO_ACTION) {
      return;
    }
    extended.computeIfAbsent(event.pcr(), pcr -> new ArrayList<>()).add(event);
    event
        .digests()
        .forEach((bank, digest) -> values.computeIfPresent(
            new Pcr(bank, event.pcr()), (pcr, before) -> bank.hash(before, digest)));
    if (event.type() == EventType.UNKNOWN) {
      problems.add(new Problem(Fault.UNKNOWN_TYPE, event.pcr(), event.number()));
    }
    if (event.type().digestOf() == EventType.DigestOf.DATA && !event.dataIsMeasured()) {
      problems.add(new Problem(Fault.DATA_MISMATCH, event.pcr(), event.number()));
    }
  }

  private void checkSeparators() {
    for (int pcr = 0; pcr < SEPARATED; pcr++) {
      List<TpmEvent> separators = events(pcr).stream()
          .filter(event -> event.type() == EventType.SEPARATOR)
          .toList();
      if (separators.size() != 1) {
        problems.add(new Problem(Fault.SEPARATOR, pcr, -1));
        continue;
      }
      TpmEvent separator = separators.get(0);
      byte[] data = separator.data();
      long value = data.length == 4
          ? (data[0] & 0xffL)
              | (data[1] & 0xffL) << 8
              | (data[2] & 0xffL) << 16
              | (data[3] & 0xffL) << 24
          : -1;
      if (!SEPARATORS.contains(value)) {
        problems.add(new Problem(Fault.SEPARATOR, pcr, separator.number()));
      }
    }
  }

  /** What the registers must hold, those of a late launch left out. */
  SortedMap<Pcr, byte[]> values() {
    return values;
  }

  /** What extended a register, in order. */
  List<TpmEvent> events(int pcr) {
    return extended.getOrDefault(pcr, List.of());
  }

  /** What makes the log of a register unusable. */
  List<Problem> problems(int pcr) {
    return problems.stream().filter(problem -> problem.pcr() == pcr).toList();
  }

  /** Whether firmware measured before the separator of PCR 7, once, that secure boot is on; empty if that cannot be known. */
  Optional<Boolean> secureBoot() {
    if (!problems(SECURE_BOOT_PCR).isEmpty()) {
      return Optional.empty();
    }
    List<Boolean> states = events(SECURE_BOOT_PCR).stream()
        .takeWhile(event -> event.type() != EventType.SEPARATOR)
        .filter(TpmEvent::dataIsMeasured)
        .filter(event -> event.type() == EventType.EFI_VARIABLE_DRIVER_CONFIG)
        .flatMap(event -> UefiVariable.secureBoot(event.data()).stream())
        .toList();
    return states.size() == 1 ? Optional.of(states.get(0)) : Optional.empty();
  }
}
