package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.CountingOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.BundleManifest.Part;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.rewards.allocation.AllocationLine;

/** Writes an epoch part by part, to files or to whatever compares them. */
final class BundleWriter {
  /** Where parts go. */
  interface Target {
    /** Begins a part; the stream is closed before the next one begins. */
    OutputStream open(String part) throws IOException;

    /** A part that need not be made, because it is known what it would be. */
    default Optional<Part> known(String part) {
      return Optional.empty();
    }
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private final Target target;
  private final List<Part> parts = new ArrayList<>();

  private BundleWriter(Target target) {
    this.target = target;
  }

  /** Writes all parts and the manifest. */
  static BundleManifest write(
      Target target, Publication publication, EpochInput input, EpochOutcome outcome)
      throws IOException {
    try {
      return new BundleWriter(target).write(publication, input, outcome);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  /** Writes the parts that decide an epoch. */
  static void writeInput(Target target, EpochInput input) throws IOException {
    BundleWriter writer = new BundleWriter(target);
    writer.input(input);
    writer.attestations(input);
  }

  private void input(EpochInput input) throws IOException {
    part(BundleParts.POLICY, out -> out.write(input.policy().toJson()));
    document(BundleParts.BEACON, BundleParts.format(input.beacon()));
    document(BundleParts.FACTS, BundleParts.format(input.facts()));
    document(BundleParts.TABLES, BundleParts.format(input.tables()));
    Instant since = input.registrySince();
    List<RegistryRecord> records = input.registry().records();
    lines(
        BundleParts.REGISTRY,
        records.stream().filter(record -> record.at().isBefore(since)).toList(),
        RegistryJson::format);
    lines(
        BundleParts.REGISTRY_CHANGES,
        records.stream().filter(record -> !record.at().isBefore(since)).toList(),
        RegistryJson::format);
    List<SanctionEvent> sanctions = input.sanctions().events();
    lines(BundleParts.SANCTIONS, sanctions, SanctionJson::format);
    state(BundleParts.BEFORE, BundleParts.STATES_BEFORE, input.before());
    part(BundleParts.REPORTS, input.evidence()::writeTo);
  }

  private BundleManifest write(Publication publication, EpochInput input, EpochOutcome outcome)
      throws IOException {
    input(input);
    part(BundleParts.VERDICTS, out -> {
      for (byte[] line : SettledVerdicts.lines(outcome.verdicts())) {
        out.write(line);
        out.write('\n');
      }
    });
    lines(BundleParts.FAULTS, outcome.faults(), f -> Json.line(FaultJson.format(f)));
    lines(BundleParts.CLONES, outcome.clones(), c -> Json.line(CloneJson.format(c)));
    lines(
        BundleParts.CONTRIBUTIONS,
        outcome.judged().contributions(),
        c -> Json.line(ContributionJson.format(c)));
    lines(BundleParts.POOLS, outcome.allocation().pools(), p -> Json.line(BundleParts.format(p)));
    part(BundleParts.PAYOUTS, out -> {
      // pool by pool: the iterator of a flat stream would hold all lines of a pool at once
      for (var pool : outcome.allocation().pools()) {
        for (AllocationLine payout : pool.lines()) {
          line(out, Json.line(BundleParts.format(payout)));
        }
      }
    });
    state(BundleParts.AFTER, BundleParts.STATES_AFTER, outcome.after());
    part(BundleParts.DISTRIBUTION, outcome.distribution()::writeDump);
    attestations(input);
    if (publication.log().isPresent()) {
      LogRange log = publication.log().get();
      document(BundleParts.LOG, LogRangeFiles.format(log));
      part(BundleParts.LOG_RECORDS, out -> LogRangeFiles.write(log, out));
    }
    BundleManifest manifest = new BundleManifest(
        input.policy().network(),
        outcome.epoch().index(),
        publication.previous(),
        input.policy().id(),
        outcome.distribution().root().toString(),
        parts);
    try (OutputStream out = target.open(BundleManifest.FILE)) {
      out.write(manifest.toJson());
    }
    if (publication.signer().isPresent()) {
      try (OutputStream out = target.open(ManifestNote.FILE)) {
        String note = ManifestNote.sign(manifest, publication.signer().get()).toString();
        out.write(note.getBytes(UTF_8));
      }
    }
    return manifest;
  }

  private void attestations(EpochInput input) throws IOException {
    if (input.policy().attestation().isPresent()) {
      AttestationFiles.Content attestations = AttestationFiles.content(input);
      lines(BundleParts.EVIDENCE, attestations.evidence(), line -> line);
      lines(BundleParts.REVOCATION_LISTS, attestations.lists(), line -> line);
    }
  }

  private void state(String part, String states, SettlementState state) throws IOException {
    part(part, out -> state.writeTo(out, ProofStates.NONE));
    part(states, out -> state.proofs().forEachLine(json -> line(out, Json.line(json))));
  }

  private void document(String name, JsonObject json) throws IOException {
    part(name, out -> out.write(Json.document(json)));
  }

  private <T> void lines(String name, Iterable<T> values, Function<T, String> format)
      throws IOException {
    part(name, out -> {
      for (T value : values) {
        line(out, format.apply(value));
      }
    });
  }

  private static void line(OutputStream out, String line) throws IOException {
    out.write(line.getBytes(UTF_8));
    out.write('\n');
  }

  private void part(String name, Content content) throws IOException {
    Optional<Part> known = target.known(name);
    if (known.isPresent()) {
      parts.add(known.get());
      return;
    }
    MessageDigest sha256 = sha256();
    try (CountingOutputStream out =
        new CountingOutputStream(new DigestOutputStream(target.open(name), sha256))) {
      content.write(out);
      out.flush();
      parts.add(new Part(name, out.getCount(), Hex.encode(sha256.digest())));
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
