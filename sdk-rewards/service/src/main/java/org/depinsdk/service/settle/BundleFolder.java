package org.depinsdk.service.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.Compensation;
import org.depinsdk.epoch.CompensationFiles;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LogRange;
import org.depinsdk.epoch.Publication;
import org.depinsdk.epoch.RecordedRun;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.FolderBundleStore;
import org.depinsdk.transparency.note.NoteSigner;

/**
 * The folder of epoch bundles: {@code epoch-0}, {@code epoch-1} and so on, and between them {@code compensation-2} for one that
 * epoch 2 goes on from. Each is whole or not there.
 */
public final class BundleFolder {
  private static final Pattern DRAFT = Pattern.compile("\\.(epoch|compensation)-");

  private final Path folder;
  private final NoteSigner key;

  /**
   * A folder of bundles.
   *
   * @param folder made if absent
   * @param key signs the manifests: the key of the network's log
   * @throws IOException if it cannot be made
   */
  public BundleFolder(Path folder, NoteSigner key) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.key = key;
  }

  /**
   * Writes a bundle, durable. Where a crash left one behind after it was written and before the ledger knew, it is kept.
   *
   * @param input what decided the epoch
   * @param outcome what it came to
   * @param range the records of the network's log that decided it
   * @return the bundle's manifest
   * @throws IOException if it cannot be written, or a bundle with another outcome is there, or
   *     that of the epoch before is missing
   */
  public BundleManifest write(EpochInput input, EpochOutcome outcome, LogRange range)
      throws IOException {
    removeDrafts();
    long epoch = outcome.epoch().index();
    return EpochBundle.write(path(epoch), publication(epoch).with(range, key), input, outcome);
  }

  private Publication publication(long epoch) throws IOException {
    try {
      return epoch == 0
          ? Publication.FIRST
          : Publication.after(EpochBundle.open(path(epoch - 1)).manifest());
    } catch (BundleException e) {
      throw new IOException(
          "the bundle of epoch " + epoch + " has to follow that of epoch " + (epoch - 1) + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Opens a bundle.
   *
   * @param epoch a settled epoch
   * @return its bundle
   * @throws IOException if the bundle cannot be read
   */
  public EpochBundle open(long epoch) throws IOException {
    try {
      return EpochBundle.open(path(epoch));
    } catch (BundleException e) {
      throw new IOException(path(epoch) + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all bundles and the compensations between them.
   *
   * @return at least one epoch
   * @throws IOException if there is none, or one cannot be read
   */
  public RecordedRun run() throws IOException {
    try {
      return RecordedRun.read(RunFolder.open(folder).bundles());
    } catch (BundleException e) {
      throw new IOException(folder + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Whether a compensation lies there that an epoch goes on from.
   *
   * @param next the epoch
   * @return true if it was written, whole
   */
  public boolean isCompensated(long next) {
    return Files.isDirectory(compensation(next));
  }

  /**
   * Writes a compensation, durable.
   *
   * @param next the epoch that goes on from it, for which there is none yet
   * @param paid the compensation
   * @throws IOException if it cannot be written
   */
  public void write(long next, Compensation paid) throws IOException {
    removeDrafts();
    CompensationFiles.write(paid, compensation(next));
  }

  /**
   * What is there.
   *
   * @return bundles and compensations, in order
   * @throws IOException if the folder cannot be read
   */
  public SortedSet<BundleName> names() throws IOException {
    try (BundleStore all = new FolderBundleStore(folder)) {
      return all.names();
    }
  }

  /**
   * What goes if an epoch's bundle becomes the first one: the bundles before it, and the compensations up to the one in front of it.
   *
   * @param epoch the epoch, at most the newest one
   * @return in order
   * @throws IOException if the folder cannot be read
   */
  public SortedSet<BundleName> namesBefore(long epoch) throws IOException {
    return epoch == 0 ? new TreeSet<>() : names().headSet(BundleName.ofEpoch(epoch));
  }

  /**
   * How much a bundle or compensation takes.
   *
   * @param name which
   * @return bytes
   * @throws IOException if it cannot be read
   */
  public long bytes(BundleName name) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder.resolve(name.toString()))) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /**
   * What a compensation corrects.
   *
   * @param compensation its name
   * @return the correction
   * @throws IOException if it cannot be read
   */
  public Correction correction(BundleName compensation) throws IOException {
    Path file = folder.resolve(compensation.toString()).resolve(CompensationFiles.CORRECTION);
    try {
      return Correction.parse(Files.readAllBytes(file));
    } catch (EncodingException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Removes what {@link #namesBefore} names, oldest first, each whole or not at all.
   *
   * @param epoch the epoch, at most the newest one
   * @throws IOException if a file cannot be removed; what a crash or failure leaves in the middle is removed with the next bundle or the
   *     next call
   */
  public void removeBefore(long epoch) throws IOException {
    for (BundleName name : namesBefore(epoch)) {
      Files.move(
          folder.resolve(name.toString()),
          folder.resolve("." + name + "-removed"),
          StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.forceFolder(folder);
      removeDrafts();
    }
  }

  /**
   * Whether the bundle of a settled epoch was removed.
   *
   * @param epoch the epoch
   * @return true if it is not there and older than those that are
   * @throws IOException if the folder cannot be read
   */
  public boolean isRemoved(long epoch) throws IOException {
    return !Files.exists(path(epoch)) && epoch < first();
  }

  /**
   * The first epoch whose bundle is there.
   *
   * @return 0 if there is none
   * @throws IOException if the folder cannot be read
   */
  public long first() throws IOException {
    return names().stream()
        .filter(name -> !name.isCompensation())
        .mapToLong(BundleName::epoch)
        .findFirst()
        .orElse(0);
  }

  private Path compensation(long next) {
    return folder.resolve("compensation-" + next);
  }

  private Path path(long epoch) {
    return folder.resolve("epoch-" + epoch);
  }

  /** What was being written when the process ended lies under a name with a dot in front. */
  private void removeDrafts() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path draft : entries
          .filter(e -> DRAFT.matcher(e.getFileName().toString()).lookingAt())
          .toList()) {
        try (Stream<Path> files = Files.walk(draft)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }
}
