package org.depinsdk.proofs.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.CheckedSignatures;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Table;
import org.depinsdk.proofs.Verdict;

/**
 * What must be true of every verifier, whatever it judges. Each method throws {@link AssertionError} if it is not.
 *
 * <pre>{@code
 * TestNetwork network = new TestNetwork();
 * DeviceId counter = network.device("counter", 1);
 * List<Attributed<Integer>> day = List.of(network.report(counter, Duration.ofHours(1), 42));
 * VerifierLaws.check(new CounterVerifier(), day, network.context(Map.of()), new SplittableRandom(1));
 * }</pre>
 */
public final class VerifierLaws {
  private static final int MAX_FINDINGS = 2_000;
  private static final int MAX_FACT = 200;
  private static final int MUTATIONS = 20;
  private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private VerifierLaws() {}

  /**
   * Checks all laws.
   *
   * @param verifier the verifier
   * @param evidence an epoch's evidence, the more different reports the better
   * @param context the epoch
   * @param random chooses orders and broken bytes
   * @param <E> the evidence
   */
  public static <E> void check(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      RandomGenerator random) {
    description(verifier, context);
    codec(verifier, evidence);
    judgement(verifier, evidence, context, random);
    for (int i = 0; i < MUTATIONS; i++) {
      hostileBytes(verifier, evidence, context, random);
    }
  }

  /**
   * Settings and tables have a name, a type and a sentence. Unknown settings and wrong values are found before an epoch
   * opens, and the defaults make a judge.
   *
   * @param verifier the verifier
   * @param context an epoch in which every setting has its default
   */
  public static void description(ProofVerifier<?> verifier, ProofContext context) {
    Set<String> names = new HashSet<>();
    for (Setting<?> setting : verifier.settings().all()) {
      describes(setting.name(), setting.description(), names);
      holds(
          !setting.type().isBlank() && !setting.shown().isBlank(), setting.name() + " has a type");
      String name = setting.name().replace("*", "key");
      refused(verifier, name, "", setting.type());
      if (!setting.shown().equals("none")) {
        ProofConfig config = new ProofConfig(Map.of(name, setting.shown()));
        holds(
            verifier.settings().problems(config).isEmpty(),
            setting.name() + " takes its default " + setting.shown());
      }
    }
    refused(verifier, "no-such-setting", "1", "unknown");
    Set<String> tables = new HashSet<>();
    for (Table<?, ?> table : verifier.tables()) {
      describes(table.name(), table.description(), tables);
      holds(!table.columns().isBlank(), table.name() + " says what its columns are");
    }
    holds(verifier.prepare(context) != null, "a judge");
  }

  private static void describes(String name, String sentence, Set<String> names) {
    holds(NAME.matcher(name).matches(), name + " is lower-case words joined by hyphens");
    holds(names.add(name), name + " is described once");
    holds(sentence.endsWith("."), name + " is described by a sentence: " + sentence);
  }

  private static void refused(ProofVerifier<?> verifier, String name, String value, String reason) {
    List<?> problems = verifier.settings().problems(new ProofConfig(Map.of(name, value)));
    holds(
        problems.size() == 1 && problems.get(0).toString().contains(reason),
        "setting " + name + " refuses \"" + value + "\" and says that it is " + reason + ": "
            + problems);
  }

  /**
   * Judging twice gives the same; groups do not know of each other, nor of the order in which they or the reports came; a
   * report that comes twice counts once; states merge the same in any order; signatures that were verified before change
   * nothing.
   *
   * @param verifier the verifier
   * @param evidence an epoch's evidence
   * @param context the epoch
   * @param random chooses the orders
   * @param <E> the evidence
   */
  public static <E> void judgement(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      RandomGenerator random) {
    TestEngine.Judged expected =
        TestEngine.judge(verifier, evidence, context, Collections.emptySortedMap());
    List<Attributed<E>> received = new ArrayList<>(evidence);
    evidence.stream().filter(one -> random.nextInt(4) == 0).forEach(received::add);
    shuffle(received, random);
    equal(
        TestEngine.judge(verifier, received, context, Collections.emptySortedMap()),
        expected,
        "judging again");
    states(verifier, evidence, context, expected.state(), random);
    SortedMap<GroupKey, List<Attributed<E>>> groups = TestEngine.groups(verifier, evidence);
    List<GroupKey> order = new ArrayList<>(groups.keySet());
    shuffle(order, random);
    Judge<E> judge = verifier.prepare(context);
    for (GroupKey group : order) {
      List<Attributed<E>> members = groups.getOrDefault(group, List.of());
      Judgement shared = judge.judge(group, members::iterator, GroupState.EMPTY);
      Judgement alone = verifier.prepare(context).judge(group, members::iterator, GroupState.EMPTY);
      equal(shared, alone, "group " + group + " alone");
      equal(
          judge.judge(group, checked(judge, members)::iterator, GroupState.EMPTY),
          alone,
          "group " + group + " with its signatures verified before");
      Set<DeviceId> judged = new HashSet<>();
      shared.verdicts().forEach(verdict -> {
        wellFormed(verdict, verifier, group);
        holds(judged.add(verdict.device()), "one verdict about " + verdict.device());
      });
    }
  }

  private static <E> List<Attributed<E>> checked(Judge<E> judge, List<Attributed<E>> members) {
    List<CheckedSignatures> signatures =
        CheckedSignatures.verify(members.stream().map(judge::signatures).toList());
    List<Attributed<E>> checked = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      checked.add(members.get(i).withSignatures(signatures.get(i)));
    }
    return checked;
  }

  private static void wellFormed(Verdict verdict, ProofVerifier<?> verifier, GroupKey group) {
    equal(verdict.kind(), verifier.kind(), "the kind of a verdict");
    equal(verdict.group(), group, "the group of a verdict");
    equal(verdict.score().type(), verifier.scoreType(), "what a verdict counts");
    holds(
        verdict.findings().size() < MAX_FINDINGS,
        "a verdict stays small, not " + verdict.findings().size() + " findings");
  }

  // the next epoch from every state, and each key's states merged in another order
  private static <E> void states(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      SortedMap<GroupKey, GroupState> before,
      RandomGenerator random) {
    TestEngine.Judged next = TestEngine.judge(verifier, evidence, context, before);
    equal(TestEngine.judge(verifier, evidence, context, before), next, "the next epoch");
    Judge<E> judge = verifier.prepare(context);
    SortedMap<GroupKey, List<GroupState>> wanted = new TreeMap<>();
    TestEngine.groups(verifier, evidence)
        .forEach((group, members) -> judge
            .judge(group, members::iterator, GroupState.EMPTY)
            .state()
            .forEach((key, state) ->
                wanted.computeIfAbsent(key, k -> new ArrayList<>()).add(state)));
    wanted.forEach((key, states) -> {
      GroupState merged = merged(judge, key, states);
      shuffle(states, random);
      equal(merged(judge, key, states), merged, "the state of " + key + " in another order");
    });
  }

  private static GroupState merged(Judge<?> judge, GroupKey key, List<GroupState> states) {
    return states.stream().reduce((one, other) -> judge.merge(key, one, other)).orElseThrow();
  }

  /**
   * Evidence survives its codec.
   *
   * @param verifier the verifier
   * @param evidence any evidence
   * @param <E> the evidence
   */
  public static <E> void codec(ProofVerifier<E> verifier, List<Attributed<E>> evidence) {
    for (Attributed<E> one : evidence) {
      try {
        E decoded = verifier.codec().decode(verifier.codec().encode(one.evidence()));
        equal(decoded, one.evidence(), "evidence after its codec");
      } catch (MalformedEvidenceException e) {
        throw new AssertionError("the codec refuses what it wrote: " + one, e);
      }
    }
  }

  /**
   * Broken bytes are malformed evidence or other evidence, which gets a verdict; nothing else is thrown.
   *
   * @param verifier the verifier
   * @param evidence what is broken
   * @param context the epoch
   * @param random chooses how
   * @param <E> the evidence
   */
  public static <E> void hostileBytes(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      RandomGenerator random) {
    List<Attributed<E>> mutated = new ArrayList<>();
    for (Attributed<E> one : evidence) {
      byte[] bytes = mutate(verifier.codec().encode(one.evidence()), random);
      try {
        mutated.add(one.with(verifier.codec().decode(bytes)));
      } catch (MalformedEvidenceException e) {
        holds(
            e.facts().values().stream().allMatch(fact -> fact.length() <= MAX_FACT),
            "facts about malformed evidence are short: " + e.facts());
      }
    }
    TestEngine.judge(verifier, mutated, context);
  }

  private static byte[] mutate(byte[] bytes, RandomGenerator random) {
    byte[] out = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        out = new byte[random.nextInt(200)];
        random.nextBytes(out);
      }
      case 1 -> out = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> {
        int at = random.nextInt(bytes.length + 1);
        byte[] noise = new byte[random.nextInt(20)];
        random.nextBytes(noise);
        out = Arrays.copyOf(bytes, bytes.length + noise.length);
        System.arraycopy(noise, 0, out, at, noise.length);
        System.arraycopy(bytes, at, out, at + noise.length, bytes.length - at);
      }
      default -> {
        for (int flips = 1 + random.nextInt(4); flips > 0 && out.length > 0; flips--) {
          out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return out;
  }

  private static void shuffle(List<?> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  private static void equal(Object actual, Object expected, String what) {
    holds(actual.equals(expected), what + " gives " + actual + ", expected " + expected);
  }

  private static void holds(boolean law, String what) {
    if (!law) {
      throw new AssertionError("a verifier's law is broken: " + what);
    }
  }
}
