package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.Tables;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run replay} as an auditor runs it: what it prints and its exit code. */
class ReplayCommandTest {
  @TempDir
  Path scratch;

  private Path bundles;
  private LoggedEpoch logged;
  private String out = "";
  private String err = "";

  @BeforeEach
  void settle() throws Exception {
    bundles = Files.createDirectory(scratch.resolve("run"));
    logged = new LoggedEpoch();
  }

  private int replay(Object... args) {
    String[] line = new String[args.length + 1];
    line[0] = "replay";
    for (int i = 0; i < args.length; i++) {
      line[i + 1] = args[i].toString();
    }
    ToolRun run = ToolRun.of(line);
    out = run.out();
    err = run.err();
    return run.exit();
  }

  private Path bundle(int epoch) {
    return bundles.resolve("epoch-" + epoch);
  }

  private Path witnesses(String text) throws Exception {
    return Files.writeString(scratch.resolve("witnesses.txt"), text);
  }

  /** Replaces in a part of a bundle, and makes its size and hash in the manifest right again. */
  private static void change(Path bundle, String part, String old, String other) throws Exception {
    Path file = bundle.resolve(part);
    Path manifest = bundle.resolve("manifest.json");
    String named = entry(file);
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, other));
    assertThat(Files.readString(manifest)).contains(named);
    Files.writeString(manifest, Files.readString(manifest).replace(named, entry(file)));
  }

  private static String entry(Path file) throws Exception {
    return "\"bytes\": %d,\n      \"sha256\": \"%s\""
        .formatted(
            Files.size(file),
            Hex.encode(Bytes32.sha256(Files.readAllBytes(file)).bytes()));
  }

  @Test
  void aRunWithoutALogIsTheSameButNotAllIsChecked() throws Exception {
    new ThreeEpochs(bundles);
    assertThat(replay(bundles)).as(err).isZero();
    assertThat(out)
        .containsPattern("(?m)^same  epoch 0  root 0x[0-9a-f]{64}  36 reports recomputed$")
        .containsPattern("(?m)^same  epoch 1  root 0x[0-9a-f]{64}  30 reports recomputed$")
        .contains(
            "checked    epoch 0: begins with nothing",
            "checked    epochs 1 to 2: goes on from the bundle before",
            "asserted   epochs 0 to 2: randomness demo: THE OPERATOR CHOSE IT.",
            "asserted   epochs 0 to 2: manifest signed by nobody",
            "unchecked  epochs 0 to 2: no log: completeness not checked")
        .doesNotContain("NOT ALL CHECKED");
    String printed = out;
    assertThat(replay(bundles, "--strict")).isEqualTo(1);
    assertThat(out).startsWith(printed).contains("NOT ALL CHECKED");
  }

  @Test
  void aRunWithALogAndPublicRandomnessPassesStrictOnceItsWitnessesAreNamed() throws Exception {
    logged.write(bundle(0), 3, Tables.NONE);
    assertThat(replay(bundles)).as(out + err).isZero();
    assertThat(out)
        .contains(
            "checked    epoch 0: randomness of drand-quicknet, chain ",
            "checked    epoch 0: nothing is missing: the log log.example and the bundle agree",
            "checked    epoch 0: every change of the registry is signed or in the log",
            "unchecked  epoch 0: no witnesses of the log are named")
        .doesNotContain("asserted");
    assertThat(replay(bundles, "--strict")).isEqualTo(1);
    Path trusted = witnesses(logged.witnessPolicy(3));
    assertThat(replay("--strict", "--witnesses", trusted, bundles))
        .as(out + err)
        .isZero();
    assertThat(out)
        .contains(
            "checked    epoch 0: log witnessed by w.example/0, w.example/1, w.example/2, whom the auditor names")
        .doesNotContain("unchecked", "asserted");
  }

  @Test
  void tooFewWitnessesAreNamed() throws Exception {
    logged.write(bundle(0), 2, Tables.NONE);
    Path trusted = witnesses(logged.witnessPolicy(3));
    assertThat(replay(bundles, "--witnesses", trusted)).isZero();
    assertThat(out)
        .contains("unchecked  epoch 0: log witnessed by too few of those that the auditor names");
    assertThat(replay(bundles, "--witnesses", trusted, "--strict")).isEqualTo(1);
  }

  @Test
  void theWitnessesOfThePolicyCountWithoutAFile() throws Exception {
    logged.nameWitnesses();
    logged.write(bundle(0), 3, Tables.NONE);
    assertThat(replay(bundles, "--strict")).as(out + err).isZero();
    assertThat(out)
        .contains("log witnessed by w.example/0, w.example/1, w.example/2, whom the policy names");
    Path fewer = Files.createDirectory(scratch.resolve("fewer")).resolve("epoch-0");
    logged.write(fewer, 2, Tables.NONE);
    assertThat(replay(fewer)).isZero();
    assertThat(out)
        .contains("unchecked  epoch 0: log witnessed by too few of those that the policy names");
    assertThat(replay(fewer, "--strict")).isEqualTo(1);
  }

  @Test
  void aLogOtherThanTheTrustedOneIsADifference() throws Exception {
    logged.write(bundle(0), 3, Tables.NONE);
    byte[] seed = new byte[32];
    seed[0] = 9;
    Path trusted = witnesses(
        "log " + Ed25519NoteSigner.ofLog("log.example", seed).key() + "\n" + "quorum none\n");
    assertThat(replay(bundles, "--witnesses", trusted)).isEqualTo(1);
    assertThat(out).contains("DIFFERENT  " + bundle(0).resolve("log.json") + ": the checkpoint: ");
  }

  @Test
  void aFileOfWitnessesThatIsOfNoUseIsRefused() throws Exception {
    logged.write(bundle(0), 3, Tables.NONE);
    Path weak = witnesses(logged.witnessPolicy(2));
    assertThat(replay(bundles, "--witnesses", weak)).isEqualTo(2);
    assertThat(err).contains(weak + " is refused: ", "3 of 4 would be enough");
    Path broken = witnesses("witness w0\n");
    assertThat(replay(bundles, "--witnesses", broken)).isEqualTo(2);
    assertThat(err).contains(broken + " is refused: ");
    Files.write(broken, new byte[] {(byte) 0xff});
    assertThat(replay(bundles, "--witnesses", broken)).isEqualTo(2);
    assertThat(err).contains(broken + " is refused: it is not UTF-8");
    assertThat(replay(bundles, "--witnesses", scratch.resolve("none"))).isEqualTo(2);
    assertThat(err).contains("there is no file ");
    assertThat(out).isEmpty();
  }

  @Test
  void twoFoldersAreOneRunInWhateverOrder() throws Exception {
    new ThreeEpochs(bundles);
    Path second = Files.createDirectory(scratch.resolve("second"));
    Files.move(bundle(2), second.resolve("epoch-2"));
    assertThat(replay(second, bundles)).as(out).isZero();
    assertThat(out)
        .containsSubsequence("same  epoch 0", "same  epoch 1", "same  epoch 2")
        .contains("checked    epochs 1 to 2: goes on from the bundle before");
    assertThat(replay(second)).isZero();
    assertThat(out).contains("unchecked  epoch 2: what stood before is taken as recorded");
    assertThat(replay(bundles, bundle(1))).isEqualTo(1);
    assertThat(out).contains("is a second bundle of epoch 1; name one of them");
  }

  @Test
  void aMissingBundleInTheMiddleIsADifference() throws Exception {
    new ThreeEpochs(bundles);
    assertThat(replay(bundle(0), bundle(2))).isEqualTo(1);
    assertThat(out)
        .contains("same  epoch 0")
        .contains("DIFFERENT  " + bundle(2).resolve("manifest.json") + ": ")
        .contains("the bundle of epoch 1 is missing");
  }

  @Test
  void aChangedByteIsADifference() throws Exception {
    new ThreeEpochs(bundles);
    Path verdicts = bundle(1).resolve("verdicts.jsonl");
    byte[] bytes = Files.readAllBytes(verdicts);
    bytes[bytes.length / 2] ^= 1;
    Files.write(verdicts, bytes);
    assertThat(replay(bundles)).isEqualTo(1);
    assertThat(out)
        .contains("same  epoch 0", "DIFFERENT  " + verdicts + ": has sha256 ")
        .doesNotContain("same  epoch 1");
    assertThat(err).isEmpty();
  }

  @Test
  void whatCannotBeJudgedHereIsNoDifference() throws Exception {
    new ThreeEpochs(bundles);
    change(bundle(0), "policy.json", "uptime/1", "unheard-of/1");
    assertThat(replay(bundle(0))).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err).contains("policy.json: ", "unheard-of/1");
    change(bundle(1), "policy.json", "\"schedule\": \"constant\"", "\"schedule\": \"unheard-of\"");
    assertThat(replay(bundle(1))).isEqualTo(2);
    assertThat(err)
        .contains("policy.json: ", "unheard-of", "add the jar that provides the schedule");
    assertThat(replay(scratch.resolve("none"))).isEqualTo(2);
    assertThat(err).contains("is not a folder; name a bundle");
    assertThat(replay(Files.createDirectory(scratch.resolve("empty")))).isEqualTo(2);
    assertThat(err).contains("no bundle in ");
    assertThat(replay()).isEqualTo(2);
    assertThat(err).contains("BUNDLE");
  }

  @Test
  void nothingInABundleSteersTheTerminal() throws Exception {
    logged.write(
        bundle(0),
        3,
        Tables.NONE.with("maps\u001b[2J", new TreeMap<>(Collections.singletonMap("a", "b"))));
    assertThat(replay(bundles)).as(out).isZero();
    assertThat(out).contains("asserted   epoch 0: tables of the network: maps?[2J");
    assertThat(replay(bundles, "--strict")).isEqualTo(1);
    Path stranger = Files.createFile(bundle(0).resolve("\u001b]0;x\u0007"));
    assertThat(replay(bundles)).isEqualTo(1);
    assertThat(out).contains("DIFFERENT  " + bundle(0).resolve("?]0;x?")).doesNotContain("\u001b");
    Files.delete(stranger);
    change(bundle(0), "policy.json", "\"uptime/1\"", "\"up\\u001b[2J/1\"");
    assertThat(replay(bundles)).isEqualTo(1);
    assertThat(out).contains("policy.json: ").doesNotContain("\u001b");
  }
}
