package org.depinsdk.transparency.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import java.util.List;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.tree.TreeHash;
import org.junit.jupiter.api.Test;

class TlogProofTest {
  private final TestLog log = TestLog.numbered(11);

  @Test
  void aProofIsWrittenReadAndVerified() throws Exception {
    for (int index = 0; index < 11; index++) {
      TlogProof proof = new TlogProof(log.inclusion(index), log.cosigned(11, 5, 3));
      TlogProof read = TlogProof.parse(proof.toString());
      assertThat(read).isEqualTo(proof).hasSameHashCodeAs(proof).hasToString(proof.toString());
      TreeHash leaf = TestLog.leaf(Integer.toString(index));
      read.verify(leaf, TestLog.policy());
      read.verify(leaf, TestLog.KEY.key());
      assertRefused(Reason.WRONG_PROOF, () -> read.verify(TestLog.leaf("x"), TestLog.policy()));
      assertRefused(
          Reason.NO_QUORUM, () -> log.proof(0).verify(TestLog.leaf("0"), TestLog.policy()));
    }
  }

  @Test
  void aReceiptHoldsItsEntry() throws Exception {
    LogReceipt receipt = LogReceipt.parse(log.receipt("7", 7).toString());
    receipt.verify(TestLog.KEY.key());
    assertThat(receipt.index()).isEqualTo(7);
    assertThat(receipt.entry()).isEqualTo(new byte[] {'7'});
    assertThat(receipt).isEqualTo(log.receipt("7", 7));
    assertRefused(Reason.WRONG_PROOF, () -> log.receipt("8", 7).verify(TestLog.KEY.key()));
    assertRefused(Reason.MALFORMED, () -> LogReceipt.parse(log.proof(7).toString()));
    assertThatThrownBy(() -> log.receipt("", 7)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoProofIsRefused() {
    String proof = log.receipt("7", 7).toString();
    String hash = log.inclusion(7).hashes().get(0) + "\n";
    for (String damaged : List.of(
        "",
        "\n\n",
        proof + "\n",
        proof.replace("@v1", "@v2"),
        proof.replace("index 7", "index 07"),
        proof.replace("index 7", "index -1"),
        proof.replace("index 7", "index 9223372036854775808"),
        proof.replace("index 7\n", ""),
        proof.replace("extra ", "extra  "),
        proof.replace("extra Nw==", "extra "),
        proof.replace(hash, hash.repeat(64)),
        proof.replace(hash, "\n"),
        proof.replace(hash, "AAAA\n"))) {
      assertRefused(Reason.MALFORMED, () -> TlogProof.parse(damaged));
    }
  }
}
