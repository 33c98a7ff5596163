package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.emission.EpochFacts;

/**
 * An epoch as a folder: everything that decided it (policy, beacon, figures, tables, registry, sanctions, the state before,
 * every report that came in) and everything that it came to (verdicts, faults, contributions, pools, payouts, the state after,
 * the Merkle distribution), under a manifest with the hash of each file. Anyone who has the folder can recompute it, see
 * {@link BundleReplay}.
 *
 * <p>The registry is there as it stood before the epoch ({@code registry.jsonl}), with what changed since then and every
 * signed instruction behind a change ({@code registry-changes.jsonl}). How it stood before follows from the bundle of the
 * epoch before; {@link RunReplay} checks that.
 *
 * <pre>{@code
 * try (EpochOutcome outcome = engine.run(input)) {
 *   EpochBundle.write(Path.of("epoch-0"), Publication.FIRST, input, outcome);
 * }
 * ReplayResult result = new BundleReplay(engine).replay(Path.of("epoch-0"));
 * }</pre>
 */
public final class EpochBundle {
  /** The largest manifest and small document; policies are smaller. */
  static final long SMALL = 1 << 20;

  /** The largest document about all operators. */
  private static final long LARGE = 1 << 29;

  private final Path folder;
  private final BundleManifest manifest;

  private EpochBundle(Path folder, BundleManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Writes a bundle, so that it is on the disk when this returns. It appears whole or not at all: files are written beside the
   * folder's place first. A folder that is there already and holds this very bundle is left as it is, after every part of it
   * was checked; the checkpoint in it may have other cosignatures. A damaged one, as a power cut may leave, is renamed to {@code NAME.damaged}, or
   * {@code NAME.damaged-2} and so on if that is there, and written again.
   *
   * @param folder where the bundle shall lie
   * @param publication which bundle it follows, the log, and who signs
   * @param input what decided the epoch
   * @param outcome what it came to
   * @return the manifest of the bundle that lies there now
   * @throws IOException if a file cannot be written, or another whole bundle lies there
   * @throws IllegalArgumentException if epoch 0 follows a bundle, or a later epoch follows none
   */
  public static BundleManifest write(
      Path folder, Publication publication, EpochInput input, EpochOutcome outcome)
      throws IOException {
    if (publication.previous().isPresent() == (input.epoch().index() == 0)) {
      throw new IllegalArgumentException("the bundle of " + input.epoch() + " follows "
          + publication.previous().map(hash -> "the bundle " + hash).orElse("none")
          + "; epoch 0 follows none, and every later one the bundle before it");
    }
    Path draft = BundleFiles.draft(folder);
    boolean published = false;
    try {
      BundleManifest manifest = BundleWriter.write(
          part -> BundleFiles.durable(draft.resolve(part)), publication, input, outcome);
      if (Files.exists(folder)) {
        Optional<BundleManifest> whole = whole(folder);
        if (whole.isPresent() && whole.get().isOfSameEpoch(manifest)) {
          return whole.get();
        } else if (whole.isPresent()) {
          throw new IOException(folder + " holds another bundle, with root "
              + whole.get().root()
              + " under policy " + whole.get().policyId() + ", not " + manifest.root() + " under "
              + manifest.policyId() + "; a bundle is never overwritten");
        }
        setAside(folder);
      }
      BundleFiles.publish(draft, folder);
      published = true;
      return manifest;
    } finally {
      if (!published) {
        BundleFiles.deleteTree(draft);
      }
    }
  }

  /** Renames a damaged bundle to a name that is free. */
  private static void setAside(Path folder) throws IOException {
    Path aside = folder.resolveSibling(folder.getFileName() + ".damaged");
    for (int i = 2; Files.exists(aside); i++) {
      aside = folder.resolveSibling(folder.getFileName() + ".damaged-" + i);
    }
    Files.move(folder, aside);
  }

  /** The manifest of a bundle whose every file is what it says; empty if one is not. */
  private static Optional<BundleManifest> whole(Path folder) throws IOException {
    try {
      EpochBundle bundle = open(folder);
      return bundle.damage().isEmpty() ? Optional.of(bundle.manifest) : Optional.empty();
    } catch (BundleException e) {
      return Optional.empty();
    }
  }

  /**
   * Opens a bundle. Only the manifest is read and nothing is checked yet; {@link BundleReplay} checks.
   *
   * @param folder where it lies
   * @return the bundle
   * @throws BundleException if there is no readable manifest
   */
  public static EpochBundle open(Path folder) throws BundleException {
    try {
      return new EpochBundle(
          folder,
          BundleManifest.parse(BundleFiles.bytes(folder.resolve(BundleManifest.FILE), SMALL)));
    } catch (IOException e) {
      throw new BundleException(
          BundleManifest.FILE,
          "cannot be read in " + folder + ", " + e.getMessage()
              + "; a bundle is a folder such as epoch-0");
    } catch (EncodingException e) {
      throw new BundleException(BundleManifest.FILE, e.getMessage());
    }
  }

  /** A folder that holds what decides an epoch, and perhaps nothing else. */
  static EpochBundle unpublished(Path folder) {
    return new EpochBundle(folder, new BundleManifest("", 0, Optional.empty(), "", "", List.of()));
  }

  /**
   * Where the bundle lies.
   *
   * @return its folder
   */
  public Path folder() {
    return folder;
  }

  /**
   * What the bundle says that it holds.
   *
   * @return the manifest
   */
  public BundleManifest manifest() {
    return manifest;
  }

  /** Where the bundle says that it stands among what its network published. */
  Publication publication() throws BundleException {
    return new Publication(manifest.previous(), log(), Optional.empty());
  }

  /**
   * The records of the network's log that decided the epoch.
   *
   * @return as recorded, nothing of it checked; empty if the network keeps no log
   * @throws BundleException if the part is no range of a log
   */
  public Optional<LogRange> log() throws BundleException {
    boolean present =
        manifest.parts().stream().anyMatch(part -> part.path().equals(BundleParts.LOG));
    return present
        ? Optional.of(read(
            BundleParts.LOG,
            SMALL,
            bytes -> LogRangeFiles.parse(bytes, folder.resolve(BundleParts.LOG_RECORDS))))
        : Optional.empty();
  }

  /** The signature on the manifest, empty if nobody signed it. */
  Optional<byte[]> note() throws BundleException {
    if (!Files.exists(folder.resolve(ManifestNote.FILE), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(read(ManifestNote.FILE, SMALL, bytes -> bytes));
  }

  /** Throws if a file is not what the manifest says. */
  void checkParts() throws IOException, BundleException {
    Optional<ReplayResult.Different> damage = damage();
    if (damage.isPresent()) {
      throw new BundleException(damage.get().part(), damage.get().detail());
    }
  }

  /** The first file that is not what the manifest says. */
  Optional<ReplayResult.Different> damage() throws IOException {
    List<String> named =
        manifest.parts().stream().map(BundleManifest.Part::path).toList();
    List<String> expected = new ArrayList<>(BundleParts.ALL);
    Stream.of(BundleParts.OF_ATTESTATION, BundleParts.OF_LOG)
        .filter(some -> !Collections.disjoint(named, some))
        .forEach(expected::addAll);
    if (!named.equals(expected)) {
      return different(
          BundleManifest.FILE,
          "names the parts " + named + ", a bundle has " + BundleParts.ALL
              + ", if the network takes evidence of what devices are, " + BundleParts.OF_ATTESTATION
              + ", and if it keeps a log, " + BundleParts.OF_LOG);
    }
    for (BundleManifest.Part part : manifest.parts()) {
      Path file = folder.resolve(part.path());
      if (!BundleFiles.isPlain(file)) {
        return different(part.path(), "the file is missing or no plain file");
      }
      if (Files.size(file) != part.bytes()) {
        return different(
            part.path(), "has " + Files.size(file) + " bytes, the manifest says " + part.bytes());
      }
      String sha256 = BundleFiles.sha256(file);
      if (!sha256.equals(part.sha256())) {
        return different(
            part.path(), "has sha256 " + sha256 + ", the manifest says " + part.sha256());
      }
    }
    return BundleFiles.names(folder).stream()
        .filter(name -> !named.contains(name)
            && !name.equals(BundleManifest.FILE)
            && !name.equals(ManifestNote.FILE))
        .findFirst()
        .flatMap(name -> different(name, "the manifest does not name this file"));
  }

  private static Optional<ReplayResult.Different> different(String part, String detail) {
    return Optional.of(new ReplayResult.Different(part, detail));
  }

  /**
   * Reads what decided the epoch. The reports stay in their file and are streamed.
   *
   * @return the input
   * @throws BundleException if a part is missing or not what it should be
   */
  public EpochInput input() throws BundleException {
    NetworkPolicy policy = read(BundleParts.POLICY, SMALL, EpochBundle::policy);
    EpochFacts facts = read(
        BundleParts.FACTS,
        SMALL,
        bytes -> BundleParts.facts(bytes, policy.admission().schedule()));
    VerifiedBeacon beacon =
        read(BundleParts.BEACON, SMALL, bytes -> BundleParts.beacon(bytes, policy, facts.epoch()));
    SettlementState before = state(BundleParts.BEFORE, BundleParts.STATES_BEFORE);
    try {
      return new EpochInput(
          policy,
          beacon,
          facts,
          read(BundleParts.TABLES, LARGE, BundleParts::tables),
          registry(),
          EvidenceSource.of(folder.resolve(BundleParts.REPORTS)),
          sanctions(),
          before,
          kept());
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new BundleException(BundleParts.FACTS, e.getMessage());
    }
  }

  /** What is wrong with the policy. */
  List<PolicyProblem> policyProblems() throws BundleException {
    return read(BundleParts.POLICY, SMALL, bytes -> {
      try {
        NetworkPolicy.parse(bytes);
        return List.of();
      } catch (PolicyException e) {
        return e.problems();
      }
    });
  }

  static NetworkPolicy policy(byte[] bytes) throws EncodingException {
    try {
      return NetworkPolicy.parse(bytes);
    } catch (PolicyException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  /**
   * The state that the epoch left behind.
   *
   * @return as recorded
   * @throws BundleException if the part is missing or not a state
   */
  public SettlementState after() throws BundleException {
    return state(BundleParts.AFTER, BundleParts.STATES_AFTER);
  }

  private SettlementState state(String part, String states) throws BundleException {
    SettlementState state = read(part, LARGE, SettlementState::parse);
    if (!state.proofs().byKind().isEmpty()) {
      throw new BundleException(part, "holds states of proofs, which are in " + states);
    }
    SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> byKind = new TreeMap<>();
    lines(states, json -> json, line -> ProofStates.parseLine(line, byKind));
    return state.with(new ProofStates(byKind));
  }

  private RegistryView registry() throws BundleException {
    List<RegistryRecord> records = new ArrayList<>();
    lines(BundleParts.REGISTRY, RegistryJson::parse, records::add);
    lines(BundleParts.REGISTRY_CHANGES, RegistryJson::parse, records::add);
    try {
      return RegistryView.of(records);
    } catch (RegistryConflictException e) {
      throw new BundleException(BundleParts.REGISTRY, e.getMessage());
    }
  }

  private KeptEvidence kept() throws BundleException {
    AttestationFiles files = new AttestationFiles();
    if (Files.exists(folder.resolve(BundleParts.EVIDENCE), LinkOption.NOFOLLOW_LINKS)) {
      lines(BundleParts.EVIDENCE, json -> json, files::addEvidence);
      lines(BundleParts.REVOCATION_LISTS, json -> json, files::addLists);
      try {
        files.readLists();
      } catch (EncodingException e) {
        throw new BundleException(BundleParts.REVOCATION_LISTS, e.getMessage());
      }
    }
    return files;
  }

  private SanctionLedger sanctions() throws BundleException {
    List<SanctionEvent> events = new ArrayList<>();
    lines(BundleParts.SANCTIONS, SanctionJson::parse, events::add);
    SanctionLedger ledger = SanctionLedger.EMPTY;
    try {
      for (SanctionEvent event : events) {
        ledger = ledger.with(event);
      }
      return ledger;
    } catch (SanctionConflictException e) {
      throw new BundleException(BundleParts.SANCTIONS, e.getMessage());
    }
  }

  /** Reads a line of a part. */
  interface LineParser<T> {
    T parse(JsonObject line) throws EncodingException;
  }

  /** Takes what a line says. */
  interface LineReader<T> {
    void take(T value) throws EncodingException;
  }

  /** Goes over the lines of a part. */
  <T> void lines(String part, LineParser<T> parser, LineReader<T> reader) throws BundleException {
    try {
      BundleFiles.lines(folder.resolve(part), line -> reader.take(parser.parse(line)));
    } catch (IOException e) {
      throw new BundleException(part, "cannot be read: " + e.getMessage());
    } catch (EncodingException e) {
      throw new BundleException(part, e.getMessage());
    }
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws EncodingException;
  }

  private <T> T read(String part, long most, Parser<T> parser) throws BundleException {
    try {
      return parser.parse(BundleFiles.bytes(folder.resolve(part), most));
    } catch (IOException e) {
      throw new BundleException(part, "cannot be read: " + e.getMessage());
    } catch (EncodingException e) {
      throw new BundleException(part, e.getMessage());
    }
  }
}
