package org.depinsdk.transparency.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a policy's file ends, and what each of its lines may say. */
class WitnessPolicyEdgesTest {
  private static final String WITNESSES = witnesses(3);

  private static String witnesses(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < number; i++) {
      NoteKey key = TestLog.witness("w.example/" + i, 10 + i).key();
      text.append("witness w" + i + " " + key + "\n");
    }
    return text.toString();
  }

  private static NoteKey log(int number) throws TransparencyException {
    return Ed25519NoteSigner.ofLog(
            "log.example/" + number, ByteBuffer.allocate(32).putInt(number).array())
        .key();
  }

  private static NoteKey later(int number) throws TransparencyException {
    return NoteKey.of(
        "w.example/" + number,
        NoteKey.ML_DSA_44_COSIGNATURE,
        ByteBuffer.allocate(1312).putInt(number).array());
  }

  @ParameterizedTest
  @CsvSource({
    "group g 0 w0 w1,a group needs 1 to 2 of its members",
    "group g 3 w0 w1,a group needs 1 to 2 of its members",
    "group g any,a group is",
    "group g all,a group is",
    "group g all w0 w0,is in a group already",
    "group w1 all w0,is defined already",
    "witness w1 x,policy line 4",
    "log x y z,a log is",
    "witness w x y z,a witness is",
    "quorum w9,no witness or group",
    "quorum,one line",
  })
  void everyLineIsChecked(String line, String message) {
    assertThatThrownBy(() -> WitnessPolicy.parse(WITNESSES + line + "\nquorum none\n"))
        .isInstanceOf(TransparencyException.class)
        .hasMessageStartingWith("policy line 4: ")
        .hasMessageContaining(message);
  }

  @Test
  void groupsMayNeedOneOrAllOfTheirMembers() throws Exception {
    for (String number : new String[] {"1", "2", "any", "all"}) {
      assertThat(WitnessPolicy.parse(WITNESSES + "group g " + number + " w0 w1\nquorum g\n")
              .leastOverlap())
          .isEqualTo(number.equals("2") || number.equals("all") ? 2 : 0);
    }
    assertThat(WitnessPolicy.parse(WITNESSES + "group g all w0\nquorum g\n").leastOverlap())
        .isEqualTo(1);
  }

  @Test
  void aLogHasOneLine() {
    String line = "log " + TestLog.KEY.key() + "\n";
    assertThatThrownBy(() -> WitnessPolicy.parse(line + line + "quorum none\n"))
        .hasMessage("policy line 2: the key of an earlier log");
  }

  @Test
  void logsAndNamesHaveALargestNumber() throws Exception {
    StringBuilder logs = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < WitnessPolicy.MAX_DEFINED; i++) {
      logs.append("log ").append(log(i)).append('\n');
      names.append("witness n" + i + " ").append(later(i)).append('\n');
    }
    WitnessPolicy most = WitnessPolicy.parse(logs + "quorum none\n");
    assertThat(most.logs()).hasSize(256);
    assertThatThrownBy(() -> WitnessPolicy.parse(logs + "log " + log(999) + "\nquorum none\n"))
        .hasMessageContaining("more than 256 logs");
    assertThat(WitnessPolicy.parse(names + "quorum none\n").witnesses()).hasSize(256);
    assertThatThrownBy(() -> WitnessPolicy.parse(names + "group g any n1\nquorum none\n"))
        .hasMessageContaining("more than 256 names");
  }

  @Test
  void aFileHasALargestLength() throws Exception {
    String end = "\nquorum none\n";
    String most = "#" + "x".repeat(WitnessPolicy.MAX_LENGTH - 1 - end.length()) + end;
    assertThat(WitnessPolicy.parse(most).witnesses()).isEmpty();
    assertThatThrownBy(() -> WitnessPolicy.parse("#" + most))
        .hasMessageContaining("at most 1000000 characters");
  }

  @Test
  void howManyOfTwoWouldBeEnoughIsSaid() throws Exception {
    assertThatThrownBy(() ->
            WitnessPolicy.parse(WITNESSES + "group g any w0 w1\nquorum g\n").checkQuorum())
        .hasMessageEndingWith("; 2 of 2 would be enough");
    assertThatThrownBy(() -> WitnessPolicy.parse(WITNESSES + "quorum w0\n").checkQuorum())
        .hasMessageEndingWith("two histories");
  }
}
