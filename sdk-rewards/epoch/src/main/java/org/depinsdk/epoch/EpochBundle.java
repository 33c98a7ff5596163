package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.EpochFacts;

/**
 * An epoch as a folder: everything that decided it (policy, beacon, registry, the state before, every report that came in)
 * and everything that it came to (verdicts, faults, pools, payouts, the state after, the Merkle distribution), under a
 * manifest with the hash of each file. Anyone who has the folder can recompute it, see {@link BundleReplay}.
 *
 * <pre>{@code
 * EpochBundle.write(Path.of("epoch-0"), input, engine.run(input));
 * ReplayResult result = new BundleReplay(engine).replay(Path.of("epoch-0"));
 * }</pre>
 */
public final class EpochBundle {
  private final Path folder;
  private final BundleManifest manifest;

  private EpochBundle(Path folder, BundleManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Writes a bundle. It appears whole or not at all: files are written beside the folder's place first.
   *
   * @param folder where the bundle shall lie; must not exist
   * @param input what decided the epoch
   * @param outcome what it came to
   * @return the manifest
   * @throws IOException where a file cannot be written
   */
  public static BundleManifest write(Path folder, EpochInput input, EpochOutcome outcome)
      throws IOException {
    Path target = folder.toAbsolutePath();
    if (Files.exists(target)) {
      throw new IOException(target + " exists already; a bundle is never overwritten");
    }
    Files.createDirectories(target.getParent());
    Path draft = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
    BundleManifest manifest = writeInto(draft, input, outcome);
    Files.move(draft, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return manifest;
  }

  static BundleManifest writeInto(Path folder, EpochInput input, EpochOutcome outcome)
      throws IOException {
    List<BundleManifest.Part> parts = new ArrayList<>();
    parts.add(part(folder, BundleParts.POLICY, out -> out.write(input.policy().toJson())));
    parts.add(
        part(folder, BundleParts.BEACON, out -> out.write(BundleParts.beacon(input.beacon()))));
    parts.add(part(folder, BundleParts.FACTS, out -> out.write(BundleParts.facts(input.facts()))));
    parts.add(
        part(folder, BundleParts.TABLES, out -> out.write(BundleParts.tables(input.tables()))));
    parts.add(part(folder, BundleParts.REGISTRY, out -> {
      for (RegistryRecord record : input.registry().records()) {
        line(out, RegistryJson.format(record));
      }
    }));
    parts.add(part(folder, BundleParts.SANCTIONS, out -> {
      for (SanctionEvent event : input.sanctions().events()) {
        line(out, SanctionJson.format(event));
      }
    }));
    parts.add(part(folder, BundleParts.BEFORE, out -> out.write(input.before().toJson())));
    parts.add(part(
        folder,
        BundleParts.REPORTS,
        out -> input.evidence().forEach(r -> r.writeDelimitedTo(out))));
    parts.add(part(folder, BundleParts.VERDICTS, out -> {
      for (var verdict : outcome.verdicts()) {
        line(out, Json.line(VerdictJson.format(verdict)));
      }
    }));
    parts.add(part(folder, BundleParts.FAULTS, out -> {
      for (var fault : outcome.faults()) {
        line(out, Json.line(FaultJson.format(fault)));
      }
    }));
    parts.add(part(folder, BundleParts.CLONES, out -> {
      for (var clone : outcome.clones()) {
        line(out, Json.line(CloneJson.format(clone)));
      }
    }));
    parts.add(part(folder, BundleParts.CONTRIBUTIONS, out -> {
      for (var contribution : outcome.judged().contributions()) {
        line(out, Json.line(ContributionJson.format(contribution)));
      }
    }));
    parts.add(part(folder, BundleParts.POOLS, out -> {
      for (var pool : outcome.allocation().pools()) {
        line(out, Json.line(BundleParts.pool(pool)));
      }
    }));
    parts.add(part(folder, BundleParts.PAYOUTS, out -> {
      // pool by pool: the iterator of a flat stream would hold all lines of a pool at once
      for (var pool : outcome.allocation().pools()) {
        for (AllocationLine payout : pool.lines()) {
          line(out, Json.line(BundleParts.payout(payout)));
        }
      }
    }));
    parts.add(part(folder, BundleParts.AFTER, out -> out.write(outcome.after().toJson())));
    parts.add(part(
        folder,
        BundleParts.DISTRIBUTION,
        out -> out.write(outcome.distribution().dumpJson().getBytes(UTF_8))));
    BundleManifest manifest = new BundleManifest(
        input.policy().network(),
        outcome.epoch().index(),
        input.policy().id(),
        outcome.distribution().root().toString(),
        parts);
    Files.write(folder.resolve(BundleManifest.FILE), manifest.toJson());
    return manifest;
  }

  /**
   * Opens a bundle. Only the manifest is read and nothing is checked yet; {@link BundleReplay} checks.
   *
   * @param folder where it lies
   * @return the bundle
   * @throws BundleException where there is no readable manifest
   */
  public static EpochBundle open(Path folder) throws BundleException {
    try {
      return new EpochBundle(
          folder, BundleManifest.parse(Files.readAllBytes(folder.resolve(BundleManifest.FILE))));
    } catch (IOException e) {
      throw new BundleException(
          BundleManifest.FILE,
          "cannot be read in " + folder + "; a bundle is a folder such as epoch-0");
    } catch (EncodingException e) {
      throw new BundleException(BundleManifest.FILE, e.getMessage());
    }
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

  /**
   * Reads what decided the epoch. The reports stay in their file and are streamed.
   *
   * @return the input
   * @throws BundleException where a part is missing or not what it should be
   */
  public EpochInput input() throws BundleException {
    NetworkPolicy policy = read(BundleParts.POLICY, EpochBundle::policy);
    SettlementState before = read(BundleParts.BEFORE, SettlementState::parse);
    EpochFacts facts = read(
        BundleParts.FACTS, bytes -> BundleParts.facts(bytes, policy.admission().schedule()));
    try {
      return new EpochInput(
          policy,
          read(BundleParts.BEACON, BundleParts::beacon),
          facts,
          read(BundleParts.TABLES, BundleParts::tables),
          registry(),
          EvidenceSource.of(reports()),
          sanctions(),
          before);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new BundleException(BundleParts.FACTS, e.getMessage());
    }
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
   * @throws BundleException where the part is missing or not a state
   */
  public SettlementState after() throws BundleException {
    return read(BundleParts.AFTER, SettlementState::parse);
  }

  Path reports() {
    return folder.resolve(BundleParts.REPORTS);
  }

  /** Reads a line of a part. */
  interface LineParser<T> {
    T parse(byte[] line) throws EncodingException;
  }

  /** Takes what a line says. */
  interface LineReader<T> {
    void take(T value) throws EncodingException;
  }

  /** Goes over the lines of a part. */
  <T> void lines(String part, LineParser<T> parser, LineReader<T> reader) throws BundleException {
    int number = 0;
    try (BufferedReader in = Files.newBufferedReader(folder.resolve(part), UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        reader.take(parser.parse(line.getBytes(UTF_8)));
      }
    } catch (IOException e) {
      throw new BundleException(part, "cannot be read: " + e.getMessage());
    } catch (EncodingException | ArithmeticException e) {
      throw new BundleException(part, "line " + number + ": " + e.getMessage());
    }
  }

  private <T> List<T> lines(String part, LineParser<T> parser) throws BundleException {
    List<T> values = new ArrayList<>();
    lines(part, parser, values::add);
    return values;
  }

  private RegistryView registry() throws BundleException {
    try {
      return RegistryView.of(
          lines(BundleParts.REGISTRY, line -> RegistryJson.parse(new String(line, UTF_8))));
    } catch (RegistryConflictException e) {
      throw new BundleException(BundleParts.REGISTRY, e.getMessage());
    }
  }

  private SanctionLedger sanctions() throws BundleException {
    SanctionLedger ledger = SanctionLedger.EMPTY;
    try {
      for (SanctionEvent event :
          lines(BundleParts.SANCTIONS, line -> SanctionJson.parse(new String(line, UTF_8)))) {
        ledger = ledger.with(event);
      }
      return ledger;
    } catch (SanctionConflictException e) {
      throw new BundleException(BundleParts.SANCTIONS, e.getMessage());
    }
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws EncodingException;
  }

  private <T> T read(String part, Parser<T> parser) throws BundleException {
    try {
      return parser.parse(Files.readAllBytes(folder.resolve(part)));
    } catch (IOException e) {
      throw new BundleException(part, "cannot be read: " + e.getMessage());
    } catch (EncodingException e) {
      throw new BundleException(part, e.getMessage());
    }
  }

  private interface Writer {
    void write(OutputStream out) throws IOException;
  }

  private static BundleManifest.Part part(Path folder, String name, Writer writer)
      throws IOException {
    Path file = folder.resolve(name);
    MessageDigest sha256 = sha256();
    try (OutputStream out = new DigestOutputStream(
        new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), sha256)) {
      writer.write(out);
    }
    return new BundleManifest.Part(name, Files.size(file), Hex.encode(sha256.digest()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void line(OutputStream out, String line) throws IOException {
    out.write(line.getBytes(UTF_8));
    out.write('\n');
  }
}
