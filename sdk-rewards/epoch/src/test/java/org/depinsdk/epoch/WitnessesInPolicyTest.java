package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that names the witnesses of the log, and an operator who would rather do without them. */
class WitnessesInPolicyTest {
  @TempDir
  Path folder;

  private final NoteSigner[] signers = new NoteSigner[4];
  private final NetworkWitnesses witnesses;
  private final LoggedNetwork network = new LoggedNetwork();
  private final List<ReplayNote> notes = new ArrayList<>();

  WitnessesInPolicyTest() throws Exception {
    List<NetworkWitnesses.Member> members = new ArrayList<>();
    for (int i = 0; i < signers.length; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (i + 1);
      signers[i] = Ed25519NoteSigner.ofWitness("w.example/" + i, seed);
      members.add(new NetworkWitnesses.Member(
          "w" + i, signers[i].key(), URI.create("https://w.example/" + i)));
    }
    witnesses = new NetworkWitnesses(3, members);
    network.witness = signers;
    network.truth = input -> input.with(input.policy().withWitnesses(Optional.of(witnesses)));
  }

  private Optional<RunReplay.Finding> replay(Optional<WitnessPolicy> auditor) throws Exception {
    notes.clear();
    return new RunReplay(LoggedNetwork.ENGINE, auditor)
        .replay(List.of(RunFolder.open(folder)), step -> {
          if (step instanceof RunReplay.Step.Epoch epoch) {
            notes.addAll(epoch.same().notes());
          }
        });
  }

  private List<ReplayNote> notChecked() {
    return notes.stream()
        .filter(note -> note.level() != ReplayNote.Level.CHECKED)
        .toList();
  }

  @Test
  void theWitnessesOfThePolicyHaveToCosign() throws Exception {
    network.witnesses = 3;
    network.publish(folder);
    assertThat(replay(Optional.empty())).isEmpty();
    assertThat(notChecked()).extracting(ReplayNote::code).containsOnly(ReplayNotes.BEACON_CHOSEN);
    assertThat(notes)
        .filteredOn(note -> note.code().equals(ReplayNotes.WITNESSED))
        .hasSize(LoggedNetwork.EPOCHS)
        .allSatisfy(note -> assertThat(note.facts())
            .containsEntry("namedBy", "policy")
            .containsEntry("witnesses", "w.example/0, w.example/1, w.example/2"));
  }

  @Test
  void tooFewWitnessesAreNamed() throws Exception {
    network.witnesses = 2;
    network.publish(folder);
    assertThat(replay(Optional.empty())).isEmpty();
    assertThat(notChecked())
        .filteredOn(note -> note.code().equals(ReplayNotes.NO_QUORUM))
        .hasSize(LoggedNetwork.EPOCHS)
        .allSatisfy(note -> assertThat(note.facts()).containsEntry("namedBy", "policy"));
  }

  @Test
  void whomTheAuditorNamesCountsInstead() throws Exception {
    network.witnesses = 3;
    network.publish(folder);
    WitnessPolicy auditor =
        WitnessPolicy.parse("witness last " + signers[3].key() + "\nquorum last\n");
    assertThat(replay(Optional.of(auditor))).isEmpty();
    assertThat(notes).extracting(ReplayNote::code).doesNotContain(ReplayNotes.WITNESSED);
    assertThat(notChecked())
        .filteredOn(note -> note.code().equals(ReplayNotes.NO_QUORUM))
        .hasSize(LoggedNetwork.EPOCHS)
        .allSatisfy(note -> assertThat(note.facts()).containsEntry("namedBy", "auditor"));
    // who names the log alone leaves the witnesses to the policy
    assertThat(replay(
            Optional.of(WitnessPolicy.parse("log " + LoggedNetwork.KEY.key() + "\nquorum none\n"))))
        .isEmpty();
    assertThat(notes).extracting(ReplayNote::code).contains(ReplayNotes.WITNESSED);
  }

  @Test
  void witnessesDroppedLaterAreAChangeOfThePolicy() throws Exception {
    network.witnesses = 3;
    LoggedNetwork.Lie witnessed = network.truth;
    network.truth = input -> input.epoch().index() == 2 ? input : witnessed.tell(input);
    network.publish(folder);
    assertThat(replay(Optional.empty())).isEmpty();
    assertThat(notChecked())
        .filteredOn(note -> note.code().equals(ReplayNotes.POLICY_CHANGED))
        .singleElement()
        .satisfies(note -> assertThat(note.facts().get("changes"))
            .startsWith("witnesses ")
            .endsWith(" -> nothing"));
    assertThat(notChecked()).extracting(ReplayNote::code).contains(ReplayNotes.NOT_WITNESSED);
  }

  @Test
  void theLogBeginsWithTheWitnessesOfItsPolicy() throws Exception {
    network.witnesses = 3;
    network.genesisWitnesses = Optional.of(Bytes32.ZERO);
    network.publish(folder);
    assertThat(replay(Optional.empty())).hasValueSatisfying(finding -> {
      assertThat(finding.different().part()).isEqualTo("log-records.bin");
      assertThat(finding.different().detail())
          .contains("the log begins with the witnesses " + Bytes32.ZERO)
          .contains(NetworkWitnesses.hash(Optional.of(witnesses)).toString());
    });
  }

  @Test
  void witnessesThatThePolicyDoesNotNameAreNoneOfTheLog() throws Exception {
    network.truth = input -> input;
    network.genesisWitnesses = Optional.of(NetworkWitnesses.hash(Optional.of(witnesses)));
    network.publish(folder);
    assertThat(replay(Optional.empty()))
        .hasValueSatisfying(
            finding -> assertThat(finding.different().part()).isEqualTo("log-records.bin"));
  }

  @Test
  void aWeakQuorumIsNoPolicy() {
    Optional<NetworkWitnesses> weak = Optional.of(new NetworkWitnesses(2, witnesses.members()));
    assertThatThrownBy(() -> TestNetwork.policy().withWitnesses(weak))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("witnesses.quorum")
        .hasMessageContaining("3 of 4 would be enough");
  }
}
