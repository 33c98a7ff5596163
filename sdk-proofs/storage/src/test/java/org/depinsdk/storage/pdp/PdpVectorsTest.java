package org.depinsdk.storage.pdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.Eip712Payload;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceProver;
import org.depinsdk.storage.piece.PieceSource;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Published and recomputed answers of PDPVerifier. */
class PdpVectorsTest {
  private record Piece(byte[] bytes, PieceCommitment commitment) {
    LeafProof prove(long leaf) throws Exception {
      return PieceProver.proveLeaf(
          commitment.piece(), commitment.layer(), PieceSource.of(bytes), leaf);
    }
  }

  private static List<Piece> dataSet() {
    List<Piece> pieces = new ArrayList<>();
    for (ConformanceRow row : Conformance.table("storage/formula-pieces").rows()) {
      byte[] bytes = new byte[(int) row.number("size")];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (row.number("factor") * i + row.number("offset"));
      }
      PieceHasher hasher = new PieceHasher(3);
      hasher.update(bytes, 0, bytes.length);
      pieces.add(new Piece(bytes, hasher.finish()));
    }
    return pieces;
  }

  private static PieceIndex index(List<Piece> pieces) {
    PieceIndex index = new PieceIndex();
    pieces.forEach(p -> index.add(p.commitment().piece().leafCount()));
    return index;
  }

  private static PieceIndex index(ConformanceRow row) {
    PieceIndex index = new PieceIndex();
    row.numbers("leaves").forEach(index::add);
    row.numbers("removed").forEach(piece -> index.remove(piece.intValue()));
    return index;
  }

  @Test
  void challenges() {
    KnownAnswers.check(
        "storage/challenges",
        row -> answers(
            "leaves",
            PdpChallenges.leaves(
                Bytes32.of(row.bytes("seed")), row.number("data-set"), row.number("range"), 5)));
  }

  @Test
  void possessionProofs() {
    List<Piece> pieces = dataSet();
    PieceIndex index = index(pieces);
    KnownAnswers.check("storage/possession-proofs", row -> {
      int challenge = (int) row.number("challenge");
      long leaf = PdpChallenges.leaves(
              Bytes32.of(row.bytes("seed")), row.number("data-set"), index.leaves(), challenge + 1)
          .get(challenge);
      PieceIndex.Location at = index.find(leaf);
      LeafProof proof = pieces.get(at.piece()).prove(at.offset());
      return answers(
          "leaf-index", leaf,
          "piece", at.piece(),
          "offset", at.offset(),
          "leaf", proof.leaf().bytes(),
          "path", proof.path().stream().map(Bytes32::bytes).toList());
    });
  }

  @Test
  void calldata() {
    List<Piece> pieces = dataSet();
    PieceIndex index = index(pieces);
    Bytes32 seed =
        Bytes32.of(Conformance.table("storage/possession-proofs").rows().get(0).bytes("seed"));
    KnownAnswers.check("storage/possession-calldata", row -> {
      List<LeafProof> proofs = new ArrayList<>();
      for (long leaf : PdpChallenges.leaves(seed, row.number("data-set"), index.leaves(), 5)) {
        PieceIndex.Location at = index.find(leaf);
        proofs.add(pieces.get(at.piece()).prove(at.offset()));
      }
      byte[] calldata = PdpCalldata.provePossession(row.integer("data-set"), proofs);
      assertThat(PdpCalldata.parseProvePossession(calldata))
          .isEqualTo(new PdpCalldata.Proofs(row.integer("data-set"), proofs));
      return answers("calldata", calldata);
    });
  }

  @Test
  void selectorsAndTopics() {
    BigInteger set = BigInteger.ONE;
    Map<String, byte[]> calls = new HashMap<>();
    calls.put(
        "provePossession(uint256,(bytes32,bytes32[])[])",
        PdpCalldata.provePossession(set, List.of()));
    calls.put(
        "nextProvingPeriod(uint256,uint256,bytes)",
        PdpCalldata.nextProvingPeriod(set, 1, new byte[0]));
    calls.put(
        "addPieces(uint256,address,(bytes)[],bytes)",
        PdpCalldata.addPieces(set, new byte[20], List.of(), new byte[0]));
    calls.put("createDataSet(address,bytes)", PdpCalldata.createDataSet(new byte[20], new byte[0]));
    calls.put("findPieceIds(uint256,uint256[])", PdpCalldata.findPieceIds(set, List.of()));
    calls.put("getChallengeRange(uint256)", PdpCalldata.View.CHALLENGE_RANGE.of(set));
    calls.put("getNextChallengeEpoch(uint256)", PdpCalldata.View.NEXT_CHALLENGE_EPOCH.of(set));
    calls.put("getRandomness(uint256)", PdpCalldata.View.RANDOMNESS.of(set));
    calls.put("calculateProofFee(uint256)", PdpCalldata.View.PROOF_FEE.of(set));
    KnownAnswers.check(
        "storage/selectors",
        row -> answers("selector", Arrays.copyOf(calls.get(row.text("signature")), 4)));
    KnownAnswers.check("storage/event-topics", row -> {
      Optional<PdpEvent> event = Arrays.stream(PdpEvent.values())
          .filter(e -> e.signature().equals(row.text("signature")))
          .findFirst();
      return answers("topic", event.orElseThrow().topic().bytes());
    });
  }

  @Test
  void whatClientsSignForTheWarmStorageService() {
    KnownAnswers.check(
        "filecoin/warm-storage-operations",
        row -> answers(
            "signer",
            EvmAddress.of(RecoverableSignature.ofBytes(row.bytes("signature"))
                    .recover(Eip712Payload.parse(row.text("document")))
                    .orElseThrow())
                .text()));
  }

  @Test
  void sumTrees() {
    KnownAnswers.check("storage/sum-trees", row -> answers("sums", index(row).sums()));
    KnownAnswers.check("storage/find-pieces", row -> {
      PieceIndex.Location at = index(row).find(row.number("leaf"));
      return answers("piece", at.piece(), "offset", at.offset());
    });
    KnownAnswers.check("storage/sum-tree-heights", row -> {
      List<Long> leaves = row.numbers("leaves");
      List<Integer> covered = new ArrayList<>();
      List<Long> sums = new PieceIndexOf(leaves).sums();
      for (int piece = 0; piece < leaves.size(); piece++) {
        long sum = 0;
        int count = 0;
        while (sum < sums.get(piece)) {
          sum += leaves.get(piece - count++);
        }
        covered.add(count);
      }
      return answers("total", new PieceIndexOf(leaves).index().leaves(), "covered", covered);
    });
  }

  private record PieceIndexOf(List<Long> leaves) {
    PieceIndex index() {
      PieceIndex index = new PieceIndex();
      leaves.forEach(index::add);
      return index;
    }

    List<Long> sums() {
      return index().sums();
    }
  }
}
