package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;

/**
 * Epochs that follow each other as their bundles record them, with the compensations that were paid between them: what past
 * epochs are looked at with. The evidence is not judged again; {@link RunReplay} does that.
 */
public final class RecordedRun {
  private final List<RecordedEpoch> epochs;
  private final SortedMap<Long, Compensation> compensations;

  private RecordedRun(List<RecordedEpoch> epochs, SortedMap<Long, Compensation> compensations) {
    this.epochs = List.copyOf(epochs);
    this.compensations = new TreeMap<>(compensations);
  }

  /**
   * Reads bundles of one network whose epochs follow each other, and the compensations that are beside them.
   *
   * @param bundles where they lie, in any order
   * @return in the order of the epochs
   * @throws BundleException if one is damaged, does not come to what it records, or does not continue the one in front of it
   * @throws IOException if a file cannot be read
   */
  public static RecordedRun read(List<Path> bundles) throws BundleException, IOException {
    SortedMap<Long, EpochBundle> byEpoch = new TreeMap<>();
    for (Path folder : bundles) {
      EpochBundle bundle = EpochBundle.open(folder);
      EpochBundle other = byEpoch.put(bundle.manifest().epoch(), bundle);
      if (other != null) {
        throw new BundleException(
            BundleManifest.FILE,
            other.folder() + " and " + folder + " are both of epoch "
                + bundle.manifest().epoch() + "; name one of them");
      }
    }
    List<RecordedEpoch> epochs = new ArrayList<>();
    SortedMap<Long, Compensation> compensations = new TreeMap<>();
    for (EpochBundle bundle : byEpoch.values()) {
      bundle.checkParts();
      RecordedEpoch next = RecordedEpoch.read(bundle);
      RecordedRun before = new RecordedRun(epochs, compensations);
      if (!epochs.isEmpty()) {
        before.checkFollowedBy(next);
      }
      epochs.add(next);
      Path paid = RunFolder.compensationAfter(bundle.folder(), next.index());
      if (paid != null) {
        RecordedRun run = new RecordedRun(epochs, compensations);
        compensations.put(next.index() + 1, CompensationFiles.read(run, paid));
      }
    }
    return new RecordedRun(epochs, compensations);
  }

  private void checkFollowedBy(RecordedEpoch next) throws BundleException {
    String network = newest().policy().network();
    String fault = "";
    if (!next.policy().network().equals(network)) {
      fault = "is of network " + next.policy().network() + ", the one in front of it of " + network;
    } else if (next.index() != newest().index() + 1) {
      fault = "is of epoch " + next.index() + ", but the one in front of it is of "
          + newest().index() + "; name those between them too";
    } else if (!next.before().equals(after())) {
      fault = doesNotContinue(next.bundle().folder(), next.index());
    }
    if (!fault.isEmpty()) {
      throw new BundleException(BundleParts.BEFORE, next.bundle().folder() + " " + fault);
    }
  }

  static String doesNotContinue(Path bundle, long epoch) {
    return "does not continue what is in front of it; a compensation that was paid in between is"
        + " expected as " + RunFolder.compensation(bundle, epoch);
  }

  /**
   * The epochs.
   *
   * @return in the order of time
   */
  public List<RecordedEpoch> epochs() {
    return epochs;
  }

  /**
   * The compensations that were paid.
   *
   * @return by the epoch that goes on from each, unmodifiable
   */
  public SortedMap<Long, Compensation> compensations() {
    return Collections.unmodifiableSortedMap(compensations);
  }

  /** The compensation that an epoch goes on from, which lies there. */
  Compensation paid(long epoch) {
    return Objects.requireNonNull(compensations.get(epoch));
  }

  /** The last epoch. */
  RecordedEpoch newest() {
    return epochs.get(epochs.size() - 1);
  }

  /** The state that the next epoch goes on from. */
  SettlementState after() {
    Compensation paid = compensations.get(newest().index() + 1);
    return paid == null ? newest().after() : paid.after();
  }

  /** An epoch with what compensations that were paid corrected in it, open for these corrections of the same epoch. */
  CorrectedEpoch corrected(RecordedEpoch epoch, List<Correction.Item> next) throws BundleException {
    List<List<Correction.Item>> files = new ArrayList<>();
    for (Compensation paid : compensations.values()) {
      files.add(paid.correction().items().stream()
          .filter(item -> item.epoch() == epoch.index())
          .toList());
    }
    Set<DeviceId> devices = new HashSet<>();
    files.forEach(items -> items.forEach(item -> devices.add(item.device())));
    next.forEach(item -> devices.add(item.device()));
    CorrectedEpoch corrected = CorrectedEpoch.of(epoch, devices);
    try {
      for (List<Correction.Item> items : files) {
        for (Correction.Item item : items) {
          corrected.correct(item);
        }
        corrected.beginFile();
      }
    } catch (EncodingException e) {
      throw new BundleException(CompensationFiles.CORRECTION, e.getMessage());
    }
    return corrected;
  }
}
