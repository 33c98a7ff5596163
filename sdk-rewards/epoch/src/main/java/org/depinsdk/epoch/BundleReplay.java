package org.depinsdk.epoch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.lifecycle.RegistryAudit;

/**
 * Recomputes a bundle from nothing but itself: hashes, admission of every report with its signature, verdicts, amounts, root.
 * What was recomputed is written as a fresh bundle and compared file by file, so that nothing in a bundle escapes.
 */
public final class BundleReplay {
  private static final int SHOWN = 160;

  private final EpochEngine engine;

  /**
   * Replay on an engine.
   *
   * @param engine any engine; the result does not depend on which
   */
  public BundleReplay(EpochEngine engine) {
    this.engine = engine;
  }

  /**
   * Recomputes a bundle.
   *
   * @param folder where it lies
   * @return the same, or the first difference
   * @throws IOException where a scratch folder cannot be written
   */
  public ReplayResult replay(Path folder) throws IOException {
    try {
      EpochBundle bundle = EpochBundle.open(folder);
      Optional<ReplayResult> damage = damage(bundle);
      return damage.isPresent() ? damage.get() : recompute(bundle);
    } catch (BundleException e) {
      return new ReplayResult.Different(e.part(), withoutPart(e));
    }
  }

  private static String withoutPart(BundleException e) {
    return String.valueOf(e.getMessage()).substring(e.part().length() + 2);
  }

  /** The first file that is not what the manifest says. */
  static Optional<ReplayResult> damage(EpochBundle bundle) throws IOException {
    List<String> named =
        bundle.manifest().parts().stream().map(BundleManifest.Part::path).toList();
    if (!named.equals(BundleParts.ALL)) {
      return different(
          BundleManifest.FILE, "names the parts " + named + ", a bundle has " + BundleParts.ALL);
    }
    for (BundleManifest.Part part : bundle.manifest().parts()) {
      Path file = bundle.folder().resolve(part.path());
      if (!Files.isRegularFile(file)) {
        return different(part.path(), "the file is missing");
      }
      if (Files.size(file) != part.bytes()) {
        return different(
            part.path(), "has " + Files.size(file) + " bytes, the manifest says " + part.bytes());
      }
      String sha256 = sha256(file);
      if (!sha256.equals(part.sha256())) {
        return different(
            part.path(), "has sha256 " + sha256 + ", the manifest says " + part.sha256());
      }
    }
    try (Stream<Path> files = Files.list(bundle.folder())) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> !named.contains(f) && !f.equals(BundleManifest.FILE))
          .sorted()
          .findFirst()
          .flatMap(f -> different(f, "the manifest does not name this file"));
    }
  }

  private ReplayResult recompute(EpochBundle bundle) throws IOException, BundleException {
    EpochInput input = bundle.input();
    Optional<ReplayResult> unsigned = unsigned(input);
    if (unsigned.isPresent()) {
      return unsigned.get();
    }
    long reports;
    try {
      reports = new AdmissionReplay(input).run(input.evidence());
    } catch (IOException e) {
      return new ReplayResult.Different(BundleParts.REPORTS, String.valueOf(e.getMessage()));
    }
    Path fresh = Files.createTempDirectory("depin-replay-");
    try {
      try (EpochOutcome outcome = run(input)) {
        EpochBundle.writeInto(fresh, input, outcome);
      }
      List<String> names = new ArrayList<>(BundleParts.ALL);
      names.add(BundleManifest.FILE);
      for (String name : names) {
        Optional<ReplayResult> difference =
            compare(name, bundle.folder().resolve(name), fresh.resolve(name));
        if (difference.isPresent()) {
          return difference.get();
        }
      }
      return new ReplayResult.Same(bundle.manifest(), reports);
    } finally {
      deleteTree(fresh);
    }
  }

  // whose word counts is asked of what was recorded since the bundle before this one
  private static Optional<ReplayResult> unsigned(EpochInput input) {
    EpochSchedule schedule = input.policy().admission().schedule();
    long index = input.epoch().index();
    Instant from = index == 0 ? Instant.MIN : schedule.closesAt(schedule.at(index - 1));
    return new RegistryAudit(input.policy().network(), input.policy().identity(), from)
        .check(input.registry())
        .flatMap(fault -> different(
            BundleParts.REGISTRY,
            "record " + fault.record().index() + " ("
                + fault.record().device() + " at " + fault.record().at()
                + ") is not borne out by its statement: " + fault.refusal().reason() + ", "
                + fault.refusal().detail()));
  }

  // a policy from outside may name a proof that is not on the path, or give it a setting that it
  // refuses
  private EpochOutcome run(EpochInput input) throws IOException, BundleException {
    try {
      return engine.run(input);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new BundleException(BundleParts.POLICY, e.getMessage());
    }
  }

  private static Optional<ReplayResult> compare(String name, Path recorded, Path recomputed)
      throws IOException {
    long at = Files.mismatch(recorded, recomputed);
    if (at < 0) {
      return Optional.empty();
    }
    return different(
        name,
        "byte " + at + ": recorded " + lineAround(recorded, at) + ", recomputed "
            + lineAround(recomputed, at));
  }

  private static String lineAround(Path file, long at) throws IOException {
    byte[] bytes = new byte[SHOWN];
    long from = Math.max(0, at - SHOWN / 4);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(Math.min(from, Files.size(file)));
      int length = in.readNBytes(bytes, 0, SHOWN);
      StringBuilder shown = new StringBuilder();
      for (int i = 0; i < length; i++) {
        shown.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : ' ');
      }
      return "\"…" + shown + "…\"";
    }
  }

  private static String sha256(Path file) throws IOException {
    var digest = EpochBundle.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Hex.encode(digest.digest());
  }

  private static Optional<ReplayResult> different(String part, String detail) {
    return Optional.of(new ReplayResult.Different(part, detail));
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
