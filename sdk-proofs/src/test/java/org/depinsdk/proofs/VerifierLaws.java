package org.depinsdk.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** What must be true of every verifier, whatever it judges. */
public final class VerifierLaws {
  private VerifierLaws() {}

  /** The order of the evidence does not matter, a report that comes twice counts once, judging twice gives the same. */
  public static <E> void orderAndRepetition(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      RandomGenerator random) {
    List<Verdict> expected = TestNetwork.judge(verifier, evidence, context);
    assertThat(TestNetwork.judge(verifier, evidence, context)).isEqualTo(expected);
    List<Attributed<E>> shuffled = new ArrayList<>(evidence);
    for (Attributed<E> one : evidence) {
      if (random.nextInt(4) == 0) {
        shuffled.add(one);
      }
    }
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    assertThat(TestNetwork.judge(verifier, shuffled, context)).isEqualTo(expected);
    for (Verdict verdict : expected) {
      assertThat(verdict.kind()).isEqualTo(verifier.kind());
      assertThat(verdict.score().type()).isEqualTo(verifier.scoreType());
    }
  }

  /** Evidence survives its codec. */
  public static <E> void roundTrip(ProofVerifier<E> verifier, List<Attributed<E>> evidence)
      throws MalformedEvidenceException {
    for (Attributed<E> one : evidence) {
      byte[] bytes = verifier.codec().encode(one.evidence());
      assertThat(verifier.codec().decode(bytes)).isEqualTo(one.evidence());
    }
  }

  /** Broken bytes are malformed evidence or other evidence, which gets a verdict; nothing else is thrown. */
  public static <E> void hostileBytes(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      RandomGenerator random) {
    List<Attributed<E>> mutated = new ArrayList<>();
    for (Attributed<E> one : evidence) {
      byte[] bytes = mutate(verifier.codec().encode(one.evidence()), random);
      try {
        E decoded = verifier.codec().decode(bytes);
        mutated.add(one.with(decoded));
      } catch (MalformedEvidenceException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    TestNetwork.judge(verifier, mutated, context);
  }

  private static byte[] mutate(byte[] bytes, RandomGenerator random) {
    byte[] out = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        out = new byte[random.nextInt(200)];
        random.nextBytes(out);
      }
      case 1 -> out = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> {
        int at = random.nextInt(bytes.length + 1);
        int length = random.nextInt(20);
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        out = new byte[bytes.length + length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(noise, 0, out, at, length);
        System.arraycopy(bytes, at, out, at + length, bytes.length - at);
      }
      default -> {
        for (int flips = 1 + random.nextInt(4); flips > 0 && out.length > 0; flips--) {
          out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return out;
  }
}
