package org.depinsdk.claims.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.junit.jupiter.api.Test;

class ClaimCalldataTest {
  private static final OperatorId ALICE =
      new OperatorId("0x1111111111111111111111111111111111111111");
  private static final OperatorId BOB =
      new OperatorId("0x2222222222222222222222222222222222222222");

  private static MerkleDistribution distribution() {
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    totals.put(ALICE, TokenAmount.of(5_000_000_000_000_000_000L));
    totals.put(BOB, TokenAmount.of(2_500_000_000_000_000_000L));
    return MerkleDistribution.of(totals);
  }

  private static String word(String hex) {
    return "0".repeat(64 - hex.length()) + hex;
  }

  private static String selector(String signature) {
    KeccakDigest keccak = new KeccakDigest(256);
    byte[] text = signature.getBytes(StandardCharsets.US_ASCII);
    keccak.update(text, 0, text.length);
    byte[] hash = new byte[32];
    keccak.doFinal(hash, 0);
    return Hex.encode(hash).substring(0, 8);
  }

  /** The layout of the contract ABI specification, word by word. */
  @Test
  void aClaimIsSelectorAccountAmountAndProof() {
    Claim claim = distribution().claim(ALICE).orElseThrow();
    assertThat(ClaimCalldata.claim(claim))
        .isEqualTo("0x3d13f874"
            + word("1111111111111111111111111111111111111111")
            + word(Long.toHexString(5_000_000_000_000_000_000L))
            + word("60")
            + word("1")
            + "b92c48e9d7abe27fd8dfd6b5dfdbfb1c9a463f80c712b66f3a5180a090cccafc");
  }

  @Test
  void aClaimWithTheExpectedRootCarriesItBeforeTheProof() {
    MerkleDistribution distribution = distribution();
    Claim claim = distribution.claim(BOB).orElseThrow();
    assertThat(ClaimCalldata.claim(claim, distribution.root()))
        .isEqualTo("0x"
            + selector("claim(address,uint256,bytes32,bytes32[])")
            + word("2222222222222222222222222222222222222222")
            + word(Long.toHexString(2_500_000_000_000_000_000L))
            + "d4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77"
            + word("80")
            + word("1")
            + "eb02c421cfa48976e66dfb29120745909ea3a0f843456c263cf8f1253483e283");
  }

  @Test
  void aClaimOfTheOnlyOperatorHasAnEmptyProof() {
    Claim claim = new Claim(ALICE, TokenAmount.MAX, List.of());
    assertThat(ClaimCalldata.claim(claim))
        .isEqualTo("0x3d13f874" + word("1111111111111111111111111111111111111111") + "f".repeat(64)
            + word("60") + word("0"));
  }

  @Test
  void aRootIsOneWord() {
    Bytes32 root = distribution().root();
    assertThat(ClaimCalldata.setRoot(root))
        .isEqualTo("0xdab5f340" + root.toString().substring(2));
    assertThat(ClaimCalldata.setRoot(Bytes32.ZERO)).isEqualTo("0xdab5f340" + word(""));
  }
}
