package org.depinsdk.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class ReedSolomonTest {
  private static byte[][] encoded(ReedSolomon code, int length, RandomGenerator random) {
    byte[][] shards = new byte[code.total()][length];
    for (int i = 0; i < code.data(); i++) {
      random.nextBytes(shards[i]);
    }
    code.encode(shards);
    return shards;
  }

  private static List<Integer> some(int of, int count, RandomGenerator random) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      all.add(i);
    }
    Collections.shuffle(all, new Random(random.nextLong()));
    return all.subList(0, count);
  }

  @Test
  void publishedAnswers() {
    KnownAnswers.check("storage/galois", row -> {
      int one = (int) row.number("one");
      int other = (int) row.number("other");
      return answers(
          "result",
          row.text("operation").equals("power")
              ? Galois.power(one, other)
              : Galois.multiply(one, other));
    });
    KnownAnswers.check("storage/parity", row -> {
      List<String> data = row.list("data");
      byte[][] shards = new byte[2 * data.size()][2];
      for (int i = 0; i < data.size(); i++) {
        shards[i] = HexFormat.of().parseHex(data.get(i));
      }
      new ReedSolomon(data.size(), data.size()).encode(shards);
      return answers("parity", List.of(shards).subList(data.size(), shards.length));
    });
  }

  @Test
  void anyOfTheShardsRestoreAll() {
    Property.check(60, random -> {
      int data = 1 + random.nextInt(20);
      ReedSolomon code = new ReedSolomon(data, random.nextInt(12));
      byte[][] shards = encoded(code, random.nextInt(5000), random);
      assertThat(code.isCodeWord(shards)).isTrue();
      byte[][] left = shards.clone();
      some(code.total(), random.nextInt(code.total() - data + 1), random)
          .forEach(lost -> left[lost] = null);
      code.reconstruct(left);
      assertThat(left).isDeepEqualTo(shards);
    });
  }

  @Test
  void theLargestCodeRestores() {
    ReedSolomon code = new ReedSolomon(128, 128);
    byte[][] shards = encoded(code, 33, new Random(1));
    byte[][] left = shards.clone();
    for (int i = 0; i < 128; i++) {
      left[i] = null;
    }
    code.reconstruct(left);
    assertThat(left).isDeepEqualTo(shards);
  }

  @Test
  void aChangedShardIsNoCodeWord() {
    ReedSolomon code = new ReedSolomon(4, 2);
    byte[][] shards = encoded(code, 100, new Random(1));
    shards[5][99] ^= 1;
    assertThat(code.isCodeWord(shards)).isFalse();
  }

  @Test
  void wrongCountsAndLengthsAreNamed() {
    assertThatThrownBy(() -> new ReedSolomon(0, 1)).hasMessageContaining("not 0 and 1");
    assertThatThrownBy(() -> new ReedSolomon(200, 57)).hasMessageContaining("not 200 and 57");
    ReedSolomon code = new ReedSolomon(2, 1);
    assertThatThrownBy(() -> code.encode(new byte[2][1])).hasMessageContaining("3 shards, not 2");
    assertThatThrownBy(() -> code.encode(new byte[][] {{1}, {2, 3}, {4}}))
        .hasMessageContaining("one has 2 bytes");
    assertThatThrownBy(() -> code.reconstruct(new byte[][] {{1}, null, null}))
        .hasMessageContaining("only 1 are there");
    assertThatThrownBy(() -> code.reconstruct(new byte[][] {{1}, null, {1, 2}}))
        .hasMessageContaining("bytes");
  }

  @Test
  void liarsAreLocatedWhereverTheyAre() {
    Property.check(200, random -> {
      int data = 1 + random.nextInt(30);
      int parity = random.nextInt(30);
      ReedSolomon code = new ReedSolomon(data, parity);
      byte[][] shards = encoded(code, 1 + random.nextInt(20), random);
      List<Integer> answered = some(code.total(), data + random.nextInt(parity + 1), random);
      int most = (answered.size() - data) / 2;
      SortedMap<Integer, byte[]> shares = new TreeMap<>();
      answered.forEach(i -> shares.put(i, shards[i].clone()));
      TreeSet<Integer> liars = new TreeSet<>(answered.subList(0, random.nextInt(most + 1)));
      for (int liar : liars) {
        byte[] share = shares.get(liar);
        share[random.nextInt(share.length)] ^= (byte) (1 + random.nextInt(255));
      }
      assertThat(ErrorLocator.locate(data, shares, most)).contains(liars);
    });
  }

  @Test
  void tooManyLiarsForTheAnswersAreNotJudged() {
    // both parity holders of 4+2 encode with one byte of shard 0 changed: shard 0 alone would
    // explain it
    ReedSolomon code = new ReedSolomon(4, 2);
    byte[][] honest = encoded(code, 8, new Random(3));
    byte[][] lie = new byte[6][];
    for (int i = 0; i < 6; i++) {
      lie[i] = honest[i].clone();
    }
    lie[0][2] ^= 5;
    code.encode(lie);
    SortedMap<Integer, byte[]> shares = new TreeMap<>();
    for (int i = 0; i < 6; i++) {
      shares.put(i, i < 4 ? honest[i] : lie[i]);
    }
    assertThat(ErrorLocator.locate(4, shares, 1))
        .as("whoever assumes one liar frames provider 0")
        .contains(new TreeSet<>(List.of(0)));
    assertThat(ErrorLocator.locate(4, shares, 2)).isEqualTo(Optional.empty());
    shares.remove(5);
    assertThat(ErrorLocator.locate(4, shares, 1)).isEqualTo(Optional.empty());
  }
}
