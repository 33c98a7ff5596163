package org.depinsdk.storage.sia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

class SiaTest {
  private static byte[] file(int size) {
    byte[] file = new byte[size];
    for (int i = 0; i < size; i++) {
      file[i] = (byte) (37 * i + 11);
    }
    return file;
  }

  @Test
  void sectorsAndRootsOfRoots() {
    KnownAnswers.check("storage/sia-sectors", row -> {
      byte[] sector = new byte[SiaTree.SECTOR_BYTES];
      int at = (int) row.number("one-at");
      if (at >= 0) {
        sector[at] = 1;
      }
      return answers("root", SiaTree.of(sector).root().bytes());
    });
    KnownAnswers.check("storage/sia-meta-roots", row -> {
      List<Bytes32> roots = new ArrayList<>();
      for (int i = 0; i < row.number("roots"); i++) {
        byte[] root = new byte[32];
        root[0] = (byte) (i == 0 ? row.number("first-byte") : 0);
        roots.add(Bytes32.of(root));
      }
      return answers("root", SiaTree.metaRoot(roots).bytes());
    });
  }

  @Test
  void challengesAndProofs() {
    KnownAnswers.check(
        "storage/sia-challenges",
        row -> answers(
            "leaf-index",
            SiaProof.challenge(
                Bytes32.of(row.bytes("block-id")),
                Bytes32.of(row.bytes("contract-id")),
                row.number("size"))));
    KnownAnswers.check("storage/sia-proofs", row -> {
      int size = (int) row.number("size");
      byte[] file = file(size);
      long leaf = SiaProof.challenge(
          Bytes32.of(row.bytes("block-id")), Bytes32.of(row.bytes("contract-id")), size);
      SiaTree tree = SiaTree.of(file);
      SiaProof proof = tree.prove(file, (int) leaf);
      assertThat(proof.verify(tree.root(), size, leaf)).isTrue();
      return answers(
          "leaf-index", leaf,
          "leaf", proof.leaf(),
          "root", tree.root().bytes(),
          "path", proof.path().stream().map(Bytes32::bytes).toList());
    });
  }

  @Test
  void collateralAndScoresOfHosts() {
    KnownAnswers.check("storage/sia-collateral", row -> {
      BigInteger storage = row.integer("storage-price");
      BigInteger price = row.integer("collateral-price");
      BigInteger allowance = SiaHosts.minRenterAllowance(storage, price, row.integer("collateral"));
      return answers(
          "allowance",
          allowance,
          "max-collateral",
          SiaHosts.maxHostCollateral(storage, price, allowance));
    });
    KnownAnswers.check(
        "storage/sia-price-scores",
        row -> answers("hundredths", (int)
            (100 * SiaHosts.priceScore(row.integer("price"), row.integer("max-price")))));
    KnownAnswers.check(
        "storage/sia-collateral-scores",
        row -> answers("hundredths", (int) (100
            * SiaHosts.collateralScore(
                row.integer("storage-price"),
                row.integer("collateral-price"),
                row.integer("max-collateral"),
                row.number("bytes"),
                row.number("blocks")))));
  }

  @Test
  void onlyTheLeafThatWasAskedForPasses() throws Exception {
    for (int leaves = 1; leaves <= 20; leaves++) {
      int size = 64 * leaves - 10;
      byte[] file = file(size);
      // every leaf another
      for (int i = 0; i < size; i += 64) {
        file[i] = (byte) (i / 64);
      }
      SiaTree tree = SiaTree.of(file);
      for (int leaf = 0; leaf < leaves; leaf++) {
        SiaProof proof = tree.prove(file, leaf);
        assertThat(SiaProof.parse(proof.toBytes())).isEqualTo(proof);
        for (int asked = -1; asked <= leaves; asked++) {
          assertThat(proof.verify(tree.root(), size, asked)).isEqualTo(asked == leaf);
        }
        // the number of hashes follows from the size
        List<Bytes32> longer = new ArrayList<>(proof.path());
        longer.add(Bytes32.ZERO);
        assertThat(new SiaProof(proof.leaf(), longer).verify(tree.root(), size, leaf))
            .isFalse();
        if (leaves > 1) {
          List<Bytes32> shorter = proof.path().subList(1, proof.path().size());
          assertThat(new SiaProof(proof.leaf(), shorter).verify(tree.root(), size, leaf))
              .isFalse();
        }
      }
    }
  }

  @Test
  void anInnerNodeIsNoLeaf() {
    // an inner node's two children are 64 bytes, as long as a leaf; the prefixes tell them apart
    byte[] file = file(256);
    SiaTree tree = SiaTree.of(file);
    SiaProof honest = tree.prove(file, 0);
    byte[] children = new byte[64];
    SiaTree.leaf(honest.leaf()).putInto(children, 0);
    honest.path().get(0).putInto(children, 32);
    SiaProof inner = new SiaProof(children, honest.path().subList(1, 2));
    for (long size : new long[] {64, 128, 256}) {
      for (long leaf = 0; leaf < 4; leaf++) {
        assertThat(inner.verify(tree.root(), size, leaf)).isFalse();
      }
    }
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    byte[] file = file(100);
    SiaTree tree = SiaTree.of(file);
    assertThatThrownBy(() -> tree.prove(file, 2)).hasMessage("leaf must be 0 to 1, not 2");
    assertThatThrownBy(() -> new SiaProof(new byte[63], List.of()))
        .hasMessage("a leaf has 64 bytes, not 63");
    assertThatThrownBy(() -> SiaProof.challenge(Bytes32.ZERO, Bytes32.ZERO, -1))
        .hasMessage("size must be 0 or more, not -1");
    assertThatThrownBy(() -> SiaProof.parse(new byte[65])).hasMessageContaining("not 65 bytes");
    assertThat(new SiaProof(Arrays.copyOf(file, 64), List.of())
            .verify(Bytes32.ZERO, Long.MAX_VALUE, Long.MAX_VALUE))
        .isFalse();
    assertThat(SiaTree.of(new byte[0]).root()).isEqualTo(Bytes32.ZERO);
  }
}
