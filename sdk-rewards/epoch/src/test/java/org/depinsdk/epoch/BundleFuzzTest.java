package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.beacon.BeaconProofJson;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A bundle with one file of any bytes, whose hash the manifest has: whoever lies about an epoch writes a manifest to match.
 * It replays to the same or names what differs, and its statements are told or refused.
 */
class BundleFuzzTest {
  private static final LocalEpochEngine ENGINE = LocalEpochEngine.builder(ProofVerifiers.load())
      .memoryBytes(1)
      .partitions(3)
      .build();
  private static final List<String> FILES = files();
  private static final Set<String> INPUTS = Set.of(
      BundleParts.POLICY,
      BundleParts.BEACON,
      BundleParts.FACTS,
      BundleParts.TABLES,
      BundleParts.REGISTRY,
      BundleParts.REGISTRY_CHANGES,
      BundleParts.BEFORE,
      BundleParts.STATES_BEFORE,
      BundleParts.REPORTS);
  private static final Map<String, byte[]> GOOD = new TreeMap<>();
  private static final TestNetwork NETWORK = new TestNetwork(7);
  private static final DeviceId DEVICE = enroll();
  private static final Path FOLDER = bundle();

  private static List<String> files() {
    List<String> files = new ArrayList<>(BundleParts.ALL);
    files.add(BundleManifest.FILE);
    return files;
  }

  private static DeviceId enroll() {
    try {
      return NETWORK.enroll(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path bundle() {
    try {
      DeviceId other = NETWORK.enroll(1);
      NETWORK.heartbeat(DEVICE, 1, Duration.ofMinutes(1));
      NETWORK.heartbeat(other, 1, Duration.ofMinutes(2));
      NETWORK.heartbeat(other, 1, Duration.ofMinutes(3));
      NETWORK.change(
          Duration.ofMinutes(4), DEVICE, new RegistryChange.Transferred(TestNetwork.operator(2)));
      NETWORK.heartbeat(DEVICE, 2, Duration.ofMinutes(6));
      Path folder = Files.createTempDirectory("depin-fuzz-").resolve("epoch-0");
      EpochInput input = NETWORK.input(SettlementState.GENESIS);
      EpochBundle.write(folder, Publication.FIRST, input, ENGINE.run(input));
      for (String file : FILES) {
        GOOD.put(file, Files.readAllBytes(folder.resolve(file)));
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        for (String file : FILES) {
          folder.resolve(file).toFile().delete();
        }
        folder.toFile().delete();
        folder.getParent().toFile().delete();
      }));
      return folder;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] manifest(Map<String, byte[]> files) throws EncodingException {
    BundleManifest good = BundleManifest.parse(GOOD.get(BundleManifest.FILE));
    List<BundleManifest.Part> parts = new ArrayList<>();
    for (String part : BundleParts.ALL) {
      byte[] bytes = files.get(part);
      parts.add(new BundleManifest.Part(
          part, bytes.length, Hex.encode(BundleWriter.sha256().digest(bytes))));
    }
    return new BundleManifest(
            good.network(), good.epoch(), good.previous(), good.policyId(), good.root(), parts)
        .toJson();
  }

  private static byte[] seed(String file, byte[] content) {
    return FuzzInput.concat(new byte[] {(byte) FILES.indexOf(file)}, content);
  }

  private static byte[] changed(String file, String regex, String by) {
    String text = new String(GOOD.get(file), StandardCharsets.UTF_8);
    return seed(file, text.replaceAll(regex, by).getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> bundles() {
    byte[] reports = GOOD.get(BundleParts.REPORTS);
    return Stream.concat(
        FILES.stream().map(file -> seed(file, GOOD.get(file))),
        // what once broke a statement: torn reports, amounts above 2^256, a network of no name
        Stream.of(
            seed(BundleParts.REPORTS, Arrays.copyOf(reports, reports.length - 3)),
            changed(
                BundleParts.PAYOUTS,
                "\"amount\":\"\\d+\"",
                "\"amount\":\"" + TokenAmount.MAX + "\""),
            changed(BundleManifest.FILE, TestNetwork.NAME, "No Name")));
  }

  @MethodSource("bundles")
  @FuzzTest
  void bundles(byte[] data) throws IOException, EncodingException {
    FuzzInput input = new FuzzInput(data);
    String file = FILES.get(input.octet() % FILES.size());
    Map<String, byte[]> files = new TreeMap<>(GOOD);
    files.put(file, input.rest());
    if (!file.equals(BundleManifest.FILE)) {
      files.put(BundleManifest.FILE, manifest(files));
    }
    try {
      write(file, files.get(file));
      write(BundleManifest.FILE, files.get(BundleManifest.FILE));
      ReplayResult result = new BundleReplay(ENGINE).replay(FOLDER);
      if (result instanceof ReplayResult.Different different) {
        assertThat(FILES).contains(different.part());
        assertThat(different.detail()).isNotBlank();
      } else {
        // another input may be another good epoch; the outcome of one input has one form
        assertThat(INPUTS.contains(file) || Arrays.equals(files.get(file), GOOD.get(file)))
            .as(file)
            .isTrue();
      }
      for (String subject : List.of(DEVICE.text(), TestNetwork.operator(1).text())) {
        try {
          assertThat(Statement.of(EpochBundle.open(FOLDER), subject).subject()).isEqualTo(subject);
        } catch (BundleException e) {
          assertThat(FILES).contains(e.part());
        }
      }
    } finally {
      write(file, GOOD.get(file));
      write(BundleManifest.FILE, GOOD.get(BundleManifest.FILE));
    }
  }

  private static void write(String file, byte[] bytes) {
    try {
      Files.write(FOLDER.resolve(file), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<byte[]> documents() {
    List<byte[]> seeds = new ArrayList<>();
    for (String file : List.of(
        BundleParts.POLICY,
        BundleParts.BEACON,
        BundleParts.FACTS,
        BundleParts.BEFORE,
        BundleParts.AFTER,
        BundleManifest.FILE)) {
      seeds.add(GOOD.get(file));
    }
    new String(GOOD.get(BundleParts.REGISTRY_CHANGES), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> seeds.add(line.getBytes(StandardCharsets.UTF_8)));
    return seeds.stream();
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws EncodingException;
  }

  private interface Writer<T> {
    byte[] write(T value);
  }

  private static <T> void keepsItsValue(byte[] data, Parser<T> parser, Writer<T> writer) {
    T value;
    try {
      value = parser.parse(data);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    try {
      assertThat(writer.write(parser.parse(writer.write(value)))).isEqualTo(writer.write(value));
    } catch (EncodingException e) {
      throw new AssertionError("its own form is refused: " + value, e);
    }
  }

  @MethodSource("documents")
  @FuzzTest
  void documents(byte[] data) {
    keepsItsValue(data, EpochBundle::policy, NetworkPolicy::toJson);
    keepsItsValue(data, SettlementState::parse, SettlementState::toJson);
    keepsItsValue(data, BundleManifest::parse, BundleManifest::toJson);
    keepsItsValue(
        data,
        b -> BundleParts.beacon(b, TestNetwork.policy(), TestNetwork.SCHEDULE.at(0)),
        beacon -> Json.document(BundleParts.format(beacon)));
    keepsItsValue(
        data,
        b -> BeaconProofJson.parse(Json.parseObject(b, JsonLimits.DEFAULT)),
        proof -> Json.document(BeaconProofJson.format(proof)));
    keepsItsValue(
        data,
        b -> BundleParts.facts(b, TestNetwork.SCHEDULE),
        facts -> Json.document(BundleParts.format(facts)));
    keepsItsValue(
        data,
        b -> RegistryJson.parse(new String(b, StandardCharsets.UTF_8)),
        r -> RegistryJson.format(r).getBytes(StandardCharsets.UTF_8));
  }
}
