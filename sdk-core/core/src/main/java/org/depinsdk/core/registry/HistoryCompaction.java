package org.depinsdk.core.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.jspecify.annotations.Nullable;

/** Which records of a history still matter from a moment on. */
final class HistoryCompaction {
  /** How far back signed changes are counted, so that nobody makes too many a day; records this new all stay. */
  private static final Duration COUNTED = Duration.ofDays(1);

  private final Instant moment;
  private final Set<Long> kept = new HashSet<>();

  /** What was seen of one device. */
  private static final class Seen {
    private @Nullable RegistryRecord status;
    private @Nullable RegistryRecord place;
    private @Nullable RegistryRecord placeBefore;
    private @Nullable RegistryRecord transfer;
    private @Nullable RegistryRecord signedTransfer;
    private @Nullable RegistryRecord last;
    private boolean isAttested;
    private boolean hasOrigin;
    private @Nullable RegistryRecord attested;
    private @Nullable RegistryRecord withdrawn;
    private Optional<H3Cell> cell = Optional.empty();
    private Optional<H3Cell> firstCell = Optional.empty();
    private final List<Long> sessions = new ArrayList<>(0);
  }

  private HistoryCompaction(Instant moment) {
    this.moment = moment;
  }

  static List<RegistryRecord> of(RegistryView view, Instant moment) {
    HistoryCompaction compaction = new HistoryCompaction(moment);
    Map<DeviceId, Seen> devices = new HashMap<>();
    for (RegistryRecord record : view.records()) {
      compaction.see(record, devices.computeIfAbsent(record.device(), d -> new Seen()));
    }
    devices.forEach((device, seen) -> compaction.keep(view.sessions(device), seen));
    return view.records().stream()
        .filter(record -> compaction.kept.contains(record.index()))
        .toList();
  }

  private void see(RegistryRecord record, Seen seen) {
    RegistryChange change = record.change();
    if (change instanceof RegistryChange.SessionOpened) {
      seen.sessions.add(record.index());
    }
    boolean isFirst = isFirst(change, seen);
    if (!record.at().isBefore(moment.minus(COUNTED))) {
      kept.add(record.index());
    } else if (change instanceof RegistryChange.OriginRecorded || isFirst) {
      kept.add(record.index());
      seen.attested = isFirst ? record : seen.attested;
      seen.withdrawn = isFirst ? null : seen.withdrawn;
    } else if (change instanceof RegistryChange.Attested) {
      seen.attested = record;
      seen.withdrawn = null;
    } else if (change instanceof RegistryChange.AttestationWithdrawn) {
      seen.withdrawn = record;
    } else if (!(change instanceof RegistryChange.SessionOpened
        || change instanceof RegistryChange.CloneFound)) {
      state(record, seen);
    }
  }

  /** Whether an attestation is the first of its device, or the first to say where the device was made. */
  private static boolean isFirst(RegistryChange change, Seen seen) {
    if (!(change instanceof RegistryChange.Attested attested)) {
      return false;
    }
    boolean first = !seen.isAttested || attested.origin().isPresent() && !seen.hasOrigin;
    seen.isAttested = true;
    seen.hasOrigin |= attested.origin().isPresent();
    return first;
  }

  /** A record that changed how the device stands. */
  private void state(RegistryRecord record, Seen seen) {
    RegistryChange change = record.change();
    seen.last = record;
    if (change instanceof RegistryChange.Enrolled enrolled) {
      seen.cell = enrolled.cell();
      seen.firstCell = enrolled.cell();
      kept.add(record.index());
    } else if (change instanceof RegistryChange.KeyRotated
        || change instanceof RegistryChange.Revoked) {
      kept.add(record.index());
    } else if (change instanceof RegistryChange.Activated
        || change instanceof RegistryChange.Suspended) {
      seen.status = record;
    } else if (change instanceof RegistryChange.Transferred) {
      seen.transfer = record;
      seen.signedTransfer = record.instruction().isPresent() ? record : seen.signedTransfer;
    } else if (change instanceof RegistryChange.Relocated relocated
        && !seen.cell.equals(Optional.of(relocated.cell()))) {
      seen.placeBefore = seen.place;
      seen.place = record;
      seen.cell = Optional.of(relocated.cell());
    }
  }

  private void keep(List<DeviceSession> sessions, Seen seen) {
    keep(seen.status);
    keep(seen.place);
    if (seen.cell.equals(seen.firstCell)) {
      // where it was in between tells that it came back
      keep(seen.placeBefore);
    }
    keep(seen.transfer);
    keep(seen.signedTransfer);
    keep(seen.last);
    keep(seen.attested);
    keep(seen.withdrawn);
    for (int i = 0; i < sessions.size(); i++) {
      if (sessions.get(i).until().isAfter(moment)) {
        kept.add(seen.sessions.get(i));
      }
    }
  }

  private void keep(@Nullable RegistryRecord record) {
    if (record != null) {
      kept.add(record.index());
    }
  }
}
